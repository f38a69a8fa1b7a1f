// The manual pages of the command line, from the program itself.

import { gzipSync } from "node:zlib";

/** Every page as `[name, text]`: the program's own and those of its commands. */
export function manualPages(ask, path = []) {
	const page = ask("man", ...path);
	const name = ["bedrock-role", ...path].join("-");
	// A page lists its commands as `bedrock\-role\-render\-trust(1)`.
	const prefix = `${name}-`;
	const commands = page
		.replaceAll("\\-", "-")
		.split("\n")
		.filter((line) => line.startsWith(prefix) && line.endsWith("(1)"))
		.map((line) => line.slice(prefix.length, -"(1)".length));
	const below = path.at(-1) === "help" ? [] : commands.flatMap((command) => manualPages(ask, [...path, command]));
	return [[name, page], ...below];
}

/** As `gzip -9n` does: no name and no time within, so that the same text gives the same bytes. */
export function gzip(text) {
	return gzipSync(text, { level: 9 });
}
