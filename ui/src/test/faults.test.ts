// What goes wrong is told in the language of the window: each error, each hint and each notice that Rust
// has for the screens is looked for in its sources, so that a new one does not stay English unnoticed.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { saying } from "../lib/i18n/told";
import { LEXICONS } from "./catalogues";

const root = join(import.meta.dirname, "../../..");

/** What its errors say reaches a screen as it stands. */
const ERRORS = [
	"crates/live/src/error.rs",
	"crates/live/src/gateway/error.rs",
	"crates/live/src/keychain.rs",
	"crates/live/src/profiles/problem.rs",
	"crates/live/src/quilr_key.rs",
	"crates/live/src/verify/statement.rs",
	"crates/onboarding/src/rollout/file.rs",
	"crates/onboarding/src/rotation.rs",
	"crates/onboarding/src/setup/file.rs",
];
const HINTS = ["crates/live/src/error/hint.rs", ...ERRORS];

/** What a person does not read, or reads as it is everywhere. */
const NOT_READ = new Set(["{0}", "{why}", "{}", "", " --profile {name}"]);

function read(path: string): string {
	// A long text goes on in the next line behind a backslash; tests stand at the end of a file.
	return (readFileSync(join(root, path), "utf8").split("#[cfg(test)]")[0] ?? "").replace(
		/\\\n\s*/g,
		"",
	);
}

const LITERAL = '"((?:[^"\\\\]|\\\\.)*)"';

function literals(code: string): string[] {
	return [...code.matchAll(new RegExp(LITERAL, "g"))].map(([, text]) =>
		(text ?? "")
			.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
			.replace(/\\(.)/g, "$1"),
	);
}

/** From an opening bracket to the one that closes it. */
function bracketed(code: string, from: number): string {
	let depth = 0;
	for (let at = from; at < code.length; at++) {
		if (code[at] === '"') {
			const literal = new RegExp(LITERAL, "y");
			literal.lastIndex = at;
			at += (literal.exec(code)?.[0].length ?? 1) - 1;
		} else if ("([{".includes(code[at] ?? "")) depth++;
		else if (")]}".includes(code[at] ?? "") && --depth === 0) return code.slice(from, at + 1);
	}
	return code.slice(from);
}

/** What stands in the brackets after each of these words. */
function after(code: string, words: RegExp): string[] {
	return [...code.matchAll(words)].map((found) =>
		bracketed(code, (found.index ?? 0) + found[0].length - 1),
	);
}

const errors = ERRORS.flatMap((path) =>
	after(read(path), /#\[error\(/g).map((code) => literals(code)[0] ?? ""),
);
const hints = HINTS.flatMap((path) =>
	after(read(path), /fn hint\([^)]*\) -> [^{]*\{/g).flatMap(literals),
);
const shell = readdirSync(join(root, "src-tauri"), { recursive: true, encoding: "utf8" })
	.filter((name) => name.endsWith(".rs"))
	.map((name) => read(join("src-tauri", name)));
const faults = shell.flatMap((code) =>
	after(code, /(?:Fault|Self)::new\(|message: format!\(/g).flatMap((call) =>
		literals(call).filter((text) => text.includes(" ")),
	),
);
const notices = shell.flatMap((code) =>
	after(code, /notices\.push\(|notices? = Some\(|vec!\[|\b(?:say|tell|Some)\(format!\(/g).flatMap(
		(call) => literals(call).filter((text) => /^(?:The|Something|Another) /.test(text)),
	),
);

/** With something in every hole; or in one of them the profile that is meant, or nothing. */
function filled(text: string): string[] {
	const parts = text
		.replace("{what}", "setup")
		.replace("Every {}", "Every setup")
		.replace("this {}", "this setup")
		.split(/\{[^{}]*\}/);
	const fill = (at: number, filling: string) =>
		parts.map((part, hole) => (hole === 0 ? part : (hole === at ? filling : "x") + part)).join("");
	return [
		fill(0, ""),
		...parts.flatMap((_, at) => [" for the profile `x`", ""].map((filling) => fill(at, filling))),
	];
}

function untold(texts: string[], language: "de" | "ja"): string[] {
	const say = saying(LEXICONS[language]);
	return [...new Set(texts)].filter(
		(text) => !NOT_READ.has(text) && filled(text).every((whole) => say(whole) === whole),
	);
}

test("what is looked for is found", () => {
	expect(errors.length).toBeGreaterThan(80);
	expect(hints.length).toBeGreaterThan(70);
	expect(faults.length).toBeGreaterThan(20);
	expect(notices.length).toBeGreaterThan(3);
});

test.each(["de", "ja"] as const)("%s says what goes wrong, and what to do", (language) => {
	expect(untold(errors, language)).toEqual([]);
	expect(untold(hints, language)).toEqual([]);
});

test.each(["de", "ja"] as const)("%s says what the program itself has to tell", (language) => {
	expect(untold(faults, language)).toEqual([]);
	expect(untold(notices, language)).toEqual([]);
});
