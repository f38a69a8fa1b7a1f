// JSON as coloured lines. Tolerant: a hand-edited document may be anything, and every character
// that goes in comes out, in order.

import type { Mark } from "./bindings";

export type Kind = "key" | "string" | "number" | "literal" | "plain";
export type Segment = { text: string; kind: Kind; mark: "filled" | "open" | null };
export type Line = Segment[];

type Token = { end: number; kind: Kind };

const TOKEN =
	/"(?:[^"\\\n]|\\.)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b|[^"\d\n]|\n|\d/g;

function kindOf(token: string, rest: string): Kind {
	if (token.startsWith('"')) return /^\s*:/.test(rest) ? "key" : "string";
	if (/^-?\d/.test(token)) return "number";
	return /^[tfn]/.test(token) && token.length > 1 ? "literal" : "plain";
}

function tokens(text: string): Token[] {
	const found: Token[] = [];
	for (const match of text.matchAll(TOKEN)) {
		const end = match.index + match[0].length;
		const kind = kindOf(match[0], match[0].startsWith('"') ? text.slice(end, end + 80) : "");
		const last = found.at(-1);
		if (last && last.kind === "plain" && kind === "plain") last.end = end;
		else found.push({ end, kind });
	}
	return found;
}

/** Marks count bytes; a document with other than ASCII in it needs them in UTF-16 units. */
function inUnits(text: string, marks: Mark[]): Mark[] {
	if (new TextEncoder().encode(text).length === text.length) return marks;
	const units: number[] = [];
	let unit = 0;
	for (const character of text) {
		const bytes = new TextEncoder().encode(character).length;
		for (let i = 0; i < bytes; i++) units.push(unit);
		unit += character.length;
	}
	units.push(unit);
	return marks.map((mark) => ({
		...mark,
		start: units[mark.start] ?? unit,
		end: units[mark.end] ?? unit,
	}));
}

/** Where a colour, a marking or a line may change. */
function boundaries(text: string, tokens: Token[], marks: Mark[]): number[] {
	const found = new Set<number>();
	for (const token of tokens) found.add(token.end);
	for (const mark of marks) found.add(mark.start).add(mark.end);
	for (const match of text.matchAll(/\n/g)) found.add(match.index).add(match.index + 1);
	return [...found].filter((at) => at > 0 && at <= text.length).sort((a, b) => a - b);
}

/** The document's lines, each in segments of one colour and one marking. */
export function lines(text: string, marks: Mark[]): Line[] {
	const coloured = tokens(text);
	const marked = inUnits(text, marks);
	const result: Line[] = [[]];
	let from = 0;
	let token = 0;
	for (const to of boundaries(text, coloured, marked)) {
		while ((coloured[token]?.end ?? text.length) <= from) token += 1;
		const part = text.slice(from, to);
		if (part === "\n") result.push([]);
		else {
			const mark = marked.find((each) => each.start <= from && from < each.end);
			const kind = coloured[token]?.kind ?? "plain";
			result
				.at(-1)
				?.push({ text: part, kind, mark: mark ? (mark.filled ? "filled" : "open") : null });
		}
		from = to;
	}
	return result;
}
