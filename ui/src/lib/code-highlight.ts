// YAML, Terraform and shell as coloured lines: comments, strings and names are enough to read by.
// Every character that goes in comes out, in order.

import type { CodeForm } from "./bindings";

export type CodeKind = "comment" | "string" | "key" | "plain";
export type CodeSegment = { text: string; kind: CodeKind };

// A hash begins a comment only behind a blank, as it does in all three.
const COMMENT = "(?<comment>(?<=^|[ \\t])#[^\\n]*)";
const DOUBLE = '"(?:[^"\\\\]|\\\\[^])*"';
const SINGLE = "'[^']*'";

const YAML = new RegExp(
	`${COMMENT}|(?<string>${SINGLE}|${DOUBLE})|(?<key>(?<=^[ -]*)[A-Za-z][\\w:.-]*(?=:(?:[ \\n]|$)))`,
	"gm",
);
const TERRAFORM = new RegExp(
	`${COMMENT}|(?<key>(?<=^ *)(?:\\w+|${DOUBLE})(?= += ))|(?<string>${DOUBLE})`,
	"gm",
);
// What is escaped outside of quotes begins no string: `'it'\\''s'`.
const SHELL = new RegExp(
	`${COMMENT}|(?<plain>\\\\[^])|(?<string>${SINGLE}|${DOUBLE})|(?<key>^\\w+(?==))`,
	"gm",
);

const GRAMMAR: Record<CodeForm, RegExp> = {
	cloudformation: YAML,
	stackset: YAML,
	terraform: TERRAFORM,
	cli: SHELL,
};

export function codeLines(text: string, form: CodeForm): CodeSegment[][] {
	const lines: CodeSegment[][] = [[]];
	function put(part: string, kind: CodeKind) {
		for (const [index, line] of part.split("\n").entries()) {
			if (index > 0) lines.push([]);
			if (line) lines.at(-1)?.push({ text: line, kind });
		}
	}
	let from = 0;
	for (const match of text.matchAll(GRAMMAR[form])) {
		const { comment, string, key } = match.groups ?? {};
		put(text.slice(from, match.index), "plain");
		put(match[0], comment ? "comment" : string ? "string" : key ? "key" : "plain");
		from = match.index + match[0].length;
	}
	put(text.slice(from), "plain");
	return lines;
}
