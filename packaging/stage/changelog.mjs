// CHANGELOG.md in Debian's form. Only the part of the packaged version: Debian's changelog is about
// the package, and there has been one.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const WIDTH = 76;

/** The text of `changelog.Debian`. */
export function debianChangelog() {
	const version = readFileSync("Cargo.toml", "utf8").match(/^version = "(.+)"$/m)?.[1];
	const { bundle } = JSON.parse(readFileSync("tauri.conf.json", "utf8"));
	const entries = readFileSync("CHANGELOG.md", "utf8")
		.split(/^## /m)[1]
		.split("\n")
		.filter((line) => line.startsWith("- "))
		.map((line) => wrap(line.slice(2).replaceAll(/[`*]/g, "")));
	const address = bundle.publisher.includes("<") ? bundle.publisher : `${bundle.publisher} <>`;
	return `bedrock-role-wizard (${version}) unstable; urgency=medium\n\n${entries.join("")}\n -- ${address}  ${date()}\n`;
}

/** When the source was last changed: packages made of the same source say the same. */
function date() {
	const epoch = process.env.SOURCE_DATE_EPOCH ?? execFileSync("git", ["log", "-1", "--format=%ct"], { encoding: "utf8" });
	return new Date(Number(epoch) * 1000).toUTCString().replace("GMT", "+0000");
}

function wrap(text) {
	const lines = [];
	for (const word of text.split(/\s+/)) {
		const line = lines.at(-1);
		if (line === undefined || line.length + 1 + word.length > WIDTH) lines.push(word);
		else lines[lines.length - 1] = `${line} ${word}`;
	}
	return lines.map((line, at) => `${at === 0 ? "  * " : "    "}${line}\n`).join("");
}
