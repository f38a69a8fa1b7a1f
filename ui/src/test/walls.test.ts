import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
	.filter((name) => /\.(ts|svelte)$/.test(name))
	.map((name) => ({ name: relative(".", name), text: readFileSync(join(root, name), "utf8") }));
const shipped = sources.filter(({ name }) => !name.startsWith("test/"));

test("one file imports @tauri-apps", () => {
	const importers = shipped.filter(({ text }) =>
		/from\s+["']@tauri-apps|import\(["']@tauri-apps/.test(text),
	);
	expect(importers.map(({ name }) => name)).toEqual(["lib/host.ts"]);
});

test("nothing that ships imports what is for tests", () => {
	const importers = shipped.filter(({ text }) => /from\s+["'][^"']*\/test\//.test(text));
	expect(importers.map(({ name }) => name)).toEqual([]);
});

test("no inline style and no raw HTML: the window's CSP allows neither", () => {
	const offenders = shipped.filter(({ text }) => /\sstyle[=:]|\{@html/.test(text));
	expect(offenders.map(({ name }) => name)).toEqual([]);
});

test("no file is a heap", () => {
	const long = shipped.filter(
		({ name, text }) => name !== "lib/bindings.ts" && text.split("\n").length > 320,
	);
	expect(long.map(({ name }) => name)).toEqual([]);
});
