// "What this role can do", made short: calls that share a model and an answer are one line, and what
// the key does not need is kept apart from what it does.

import type { CapabilityRow, ProviderType, ProviderTypeFacts } from "./bindings";
import { texts, told } from "./i18n/index.svelte";

export type Line = {
	id: string;
	/** The rows that it stands for, each with what it adds to the line's name. */
	parts: { row: CapabilityRow; name: string }[];
	on: string;
	allowed: boolean;
	needed: boolean;
	/**
	 * Why it is denied, or empty. Its calls touch the same ARNs under the same statements: the first
	 * one's reason is that of all.
	 */
	why: string;
};

export type Group = { type: ProviderType; title: string; served: boolean; lines: Line[] };

export type Capabilities = {
	/** Of the provider types that the key serves: what it needs, then what else is allowed. */
	shown: Group[];
	/** Refusals that nothing needs lifted, and provider types that the key does not serve. */
	folded: Group[];
	/** How many lines are folded. */
	more: number;
	/** The needed rows, and how many of them are denied. */
	needed: number;
	missing: number;
};

export function capabilities(
	rows: CapabilityRow[],
	facts: ProviderTypeFacts[],
	chosen: ProviderType[],
): Capabilities {
	const groups = [...new Set(rows.map((row) => row.provider_type))].map(
		(type): Group => ({
			type,
			title: facts.find((fact) => fact.provider_type === type)?.title ?? type,
			served: chosen.includes(type),
			lines: lines(rows.filter((row) => row.provider_type === type)),
		}),
	);
	const shown = pick(groups, (group, line) => group.served && (line.needed || line.allowed));
	const folded = pick(groups, (group, line) => !group.served || !(line.needed || line.allowed));
	const needed = rows.filter((row) => row.needed);
	return {
		shown,
		folded: [...folded.filter((group) => group.served), ...folded.filter((group) => !group.served)],
		more: folded.reduce((sum, group) => sum + group.lines.length, 0),
		needed: needed.length,
		missing: needed.filter((row) => !row.allowed).length,
	};
}

function pick(groups: Group[], keep: (group: Group, line: Line) => boolean): Group[] {
	return groups
		.map((group) => ({ ...group, lines: group.lines.filter((line) => keep(group, line)) }))
		.filter((group) => group.lines.length > 0);
}

/** The lines of one provider type, those that are needed first. */
function lines(rows: CapabilityRow[]): Line[] {
	const found = new Map<string, Line>();
	for (const row of rows) {
		// A refusal that matters and one that does not are never one line; what is allowed may be.
		const answer = row.allowed ? "allowed" : row.needed ? "missing" : "denied";
		const key = `${answer} ${row.on}`;
		const line = found.get(key);
		if (!line) {
			found.set(key, {
				id: row.id,
				parts: [{ row, name: told(row.what) }],
				on: row.on,
				allowed: row.allowed,
				needed: row.needed,
				why: row.allowed ? "" : row.why,
			});
			continue;
		}
		line.parts.push({ row, name: added(line, row) });
		line.needed ||= row.needed;
	}
	const all = [...found.values()];
	return [...all.filter((line) => line.needed), ...all.filter((line) => !line.needed)];
}

/** `Converse, streamed` beside `Converse, InvokeModel` adds `also streamed`. */
function added(line: Line, row: CapabilityRow): string {
	const said = line.parts.flatMap((part) => part.row.what.split(", "));
	const words = row.what.split(", ").filter((word) => !said.includes(word));
	return texts().permissions.also(words.length > 0 ? words.map(told).join(", ") : told(row.what));
}
