// What is done over many accounts, while it is done and when it is over.

import { counting } from "../forms";

const { number, count: counted } = counting("en-GB");
const accounts = (count: number) => counted(count, { one: "account", other: "accounts" });
/** In how many accounts of how many. */
const share = (done: number, total: number) =>
	done === total ? accounts(total) : `${number(done)} of ${accounts(total)}`;
const failures = (failed: number) => (failed > 0 ? ` ${number(failed)} failed.` : "");

export const work = {
	deploy: "Deploying",
	retry: "Retrying",
	remove: "Removing",
	retain: "Taking out of the StackSet",
	clear: "Deleting the StackSet",
	check: "Checking",
	of: (done: number, total: number) => `${number(done)} of ${accounts(total)}`,
	failed: (count: number) => `${number(count)} failed`,
	reading: (read: number, of: number) => `Reading the StackSet: ${number(read)} of ${accounts(of)}`,
	stackSet: (status: string) => `The StackSet itself: ${status}`,
	cancel: "Cancel",
	cancelling: "Cancelling: what CloudFormation has begun, it ends…",
	ended: {
		deploy: (done: number, failed: number, total: number) =>
			total === 0
				? "The StackSet's template is updated."
				: `Deployed in ${done === 0 ? "no account" : share(done, total)}.${failures(failed)}`,
		retry: (done: number, failed: number, total: number) =>
			`Retried: deployed in ${done === 0 ? "no account" : share(done, total)}.${failures(failed)}`,
		remove: (done: number, failed: number, total: number) =>
			`Removed from ${done === 0 ? "no account" : share(done, total)}.${failures(failed)}`,
		retain: (done: number, failed: number, total: number) =>
			`Taken out of the StackSet: ${done === 0 ? "no account" : share(done, total)}.${failures(failed)}`,
		check: (passed: number, rest: number, total: number) =>
			`Checked ${share(passed + rest, total)}: ${rest > 0 ? `${number(passed)} passed, ${number(rest)} to look at` : "all passed"}.`,
	},
	setGone: "The StackSet is deleted.",
	setKept: "The StackSet was not deleted: it holds an account again.",
	showFailed: (count: number) =>
		count === 1 ? "Show the failed account" : `Show ${number(count)} failed`,
	cancelled: "Cancelled. What was done stands; the rest was not begun.",
	next: {
		failed: "Open a failed row to read why, mend it in that account, then retry.",
		undeleted: "Open a failed row to read why, mend it in that account, then remove it again.",
		check: "Check them all: it reads each role in its account.",
		checked: "Open a row to read what failed there.",
		removed: "The roles are gone. Deploy again to bring them back, with the same ExternalIds.",
		retained:
			"Their roles stay and their keys go on working, in nobody's care. Delete their stacks in the accounts before you deploy there again.",
		cleared: "Deploying makes it again.",
		kept: "Show the plan: its accounts stand in the table.",
		table: "Save the table: it holds what goes into the QuilrAI dashboard.",
	},
};
