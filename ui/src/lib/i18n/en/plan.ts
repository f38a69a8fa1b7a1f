// A plan: what would change in the account, and how far the change has come.

import { counting } from "../forms";

const { count } = counting("en-GB");
const changes = (n: number) => count(n, { one: "change", other: "changes" });

export const plan = {
	nothing: "Nothing to change",
	existing: (n: number) => `${changes(n)} to a role that is there already`,
	fresh: (n: number) => `A new role, ${changes(n)}`,
	copy: "Copy plan",
	copyNamed: "Copy plan as text",
	empty: "The role in the account already is what this setup asks for.",
	readFirst: "Read first",
	states: { waiting: "waiting", running: "being made", done: "made", failed: "failed" },
	changeNamed: (title: string) => `What changes: ${title}`,
	removeLine: "Remove",
	goes: "Goes, because you chose it",
	stays: "Stays as it is",
	notOurs: "The wizard did not write these. Tick one only if it is to be removed with this plan.",

	/** As text, for a change ticket. */
	text: {
		adopted: (arn: string) => `Plan for ${arn} (adopted)`,
		fresh: (arn: string) => `Plan for ${arn} (new)`,
		goes: "Goes, because it was chosen:",
		stays: "Stays as it is:",
		readFirst: "Read first:",
	},
};
