// The table of a rollout: a row for each account, from what was listed, planned, done and checked.

import type {
	AccountChange,
	AccountState,
	AccountVerdict,
	RolloutNote,
	RolloutPlan,
	RolloutView,
	VerdictStatus,
} from "./rollout-types";

/** Where an account stands. `unknown`: AWS was not read yet. */
export type RowState = AccountState | "unknown";

/** What waits for a person first. */
export const STATES: readonly RowState[] = [
	"failed",
	"differs",
	"in_progress",
	"not_deployed",
	"not_listed",
	"unknown",
	"done",
];

/** How far an account is in what is being done; `over`: it is done with it. */
export type Progress = { state: AccountState; reason: string | null; over: boolean };

export type TableRow = {
	account_id: string;
	name: string;
	external_id: string;
	role_arn: string | null;
	state: RowState;
	reason: string | null;
	change: AccountChange | null;
	verdict: AccountVerdict | null;
	notes: RolloutNote[];
};

export type Column = "account_id" | "name" | "state" | "external_id" | "verdict";
export type Sort = { column: Column; descending: boolean };

function reasonOf(change: AccountChange): string | null {
	return "reason" in change ? (change.reason ?? null) : null;
}

/** The rows, in the list's order; what is deployed and not listed stands last. */
export function rowsOf(
	view: RolloutView,
	plan: RolloutPlan | null,
	progress: ReadonlyMap<string, Progress>,
	verdicts: ReadonlyMap<string, AccountVerdict>,
): TableRow[] {
	const planned = new Map(plan?.rows.map((row) => [row.account_id, row]));
	const rows = view.rows.map((row): TableRow => {
		const found = planned.get(row.account_id);
		return {
			...row,
			state: found?.state ?? "unknown",
			reason: found ? reasonOf(found.change) : null,
			change: found?.change ?? null,
			verdict: verdicts.get(row.account_id) ?? null,
		};
	});
	for (const account_id of plan?.stray ?? []) rows.push(stray(account_id));
	return progress.size === 0 ? rows : rows.map((row) => under(row, progress.get(row.account_id)));
}

/** What a row has room for of a reason: CloudFormation names the resource first, and why it failed last. */
export function briefly(reason: string): string {
	return reason.split(/ResourceStatusReason:\s*/).at(-1) ?? reason;
}

function stray(account_id: string): TableRow {
	return {
		account_id,
		name: "",
		external_id: "",
		role_arn: null,
		state: "not_listed",
		reason: null,
		change: null,
		verdict: null,
		notes: [],
	};
}

function under(row: TableRow, now: Progress | undefined): TableRow {
	return now ? { ...row, state: now.state, reason: now.reason } : row;
}

export type Counts = Record<RowState, number>;

export function countsOf(rows: readonly TableRow[]): Counts {
	const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Counts;
	for (const row of rows) counts[row.state] += 1;
	return counts;
}

const VERDICTS: readonly VerdictStatus[] = [
	"failed",
	"unreachable",
	"cancelled",
	"warning",
	"passed",
];

function weight(row: TableRow): number {
	return row.verdict ? VERDICTS.indexOf(row.verdict.status) : VERDICTS.length;
}

function compare(a: TableRow, b: TableRow, column: Column): number {
	switch (column) {
		case "state":
			return STATES.indexOf(a.state) - STATES.indexOf(b.state);
		case "verdict":
			return weight(a) - weight(b);
		default:
			return order.compare(a[column], b[column]);
	}
}

const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The rows that are asked for, in the order that is asked for. */
export function shownRows(
	rows: readonly TableRow[],
	state: RowState | "all",
	text: string,
	sort: Sort | null,
): TableRow[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	const holds = (row: TableRow) => {
		if (state !== "all" && row.state !== state) return false;
		if (words.length === 0) return true;
		const all =
			`${row.account_id}\n${row.name}\n${row.external_id}\n${row.reason ?? ""}`.toLowerCase();
		return words.every((word) => all.includes(word));
	};
	const shown = rows.filter(holds);
	if (!sort) return shown;
	const sign = sort.descending ? -1 : 1;
	return shown.sort((a, b) => sign * compare(a, b, sort.column));
}
