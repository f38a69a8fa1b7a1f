// Rollouts in memory, for component tests and screenshots only: it is never part of the program.

import type { Target } from "../lib/bindings";
import type { RolloutHost } from "../lib/rollout-bridge";
import type {
	AccountList,
	AccountNote,
	AccountState,
	AccountVerdict,
	ListedAccount,
	MergedRollout,
	OpenedRollout,
	OrganizationList,
	PlannedAccount,
	Removal,
	Rollout,
	RolloutAccount,
	RolloutEvent,
	RolloutPlan,
	RolloutSummary,
	RolloutView,
	VerifyAllEvent,
} from "../lib/rollout-types";
import { draft } from "./fake-view";

/** Twelve digits. */
export const accountId = (index: number) => String(100_000_000_000 + index);

export function accounts(count: number): RolloutAccount[] {
	return Array.from({ length: count }, (_, index) => ({
		account_id: accountId(index),
		name: `team-${index}`,
		external_id: `7f3c2b1e-0000-4000-8000-${accountId(index)}`,
	}));
}

export function rollout(patch: Partial<Rollout> = {}): Rollout {
	return {
		schema: 1,
		id: "9b1c",
		name: "Every team",
		target: { kind: "sandbox" },
		pattern: draft({ account_id: "" }),
		stack_set: "quilr-gateway-bedrock",
		permission_model: { kind: "self_managed" },
		access_role: "OrganizationAccountAccessRole",
		accounts: [],
		...patch,
	};
}

/** Close enough to the domain's own to fill the screen: ids of twelve digits, one a line. */
function read(text: string): AccountList {
	const listed: ListedAccount[] = [];
	const notes: AccountNote[] = [];
	for (const [index, row] of text.split("\n").entries()) {
		const [id = "", name = ""] = row.split(",").map((each) => each.trim());
		if (id === "" || id === "account_id") continue;
		const line = index + 1;
		if (/^\d{12}$/.test(id)) listed.push({ account_id: id, name, external_id: null, line });
		else
			notes.push({
				line,
				severity: "error",
				code: "account-digits",
				message: `\`${id}\` is not an account id: it has 12 digits`,
				remedy: "a spreadsheet drops leading zeros: format the column as text",
			});
	}
	return { accounts: listed, notes };
}

const CHANGES: Record<AccountState, PlannedAccount["change"]> = {
	not_deployed: { change: "add" },
	in_progress: { change: "wait", status: "RUNNING" },
	done: { change: "unchanged" },
	failed: {
		change: "retry",
		status: "FAILED",
		reason: "ResourceLogicalId:Role, ResourceStatusReason: quilr-gateway-bedrock already exists",
	},
	differs: { change: "update_external_id", from: "an-old-one", to: "" },
	not_listed: { change: "unchanged" },
};

type On = (event: RolloutEvent) => void;

function finished(account_id: string, state: AccountState, reason: string | null): RolloutEvent {
	const account = {
		account_id,
		state,
		status: state === "failed" ? "FAILED" : "SUCCEEDED",
		reason,
	};
	return { event: "finished", account: { ...account, millis: 240 } };
}

export class MemoryRollouts implements RolloutHost {
	opened: OpenedRollout = { rollout: rollout(), view: this.look(rollout()), list: "" };
	saved: RolloutSummary[] = [];
	written: { rollout: Rollout | null; list: string } = { rollout: null, list: "" };
	/** By account; those that are not here are not deployed. */
	states = new Map<string, AccountState>();
	/** Whether there is a StackSet. */
	exists = false;
	/** Accounts in which nothing succeeds. */
	refuse = new Set<string>();
	organizationText = "account_id,name\n111111111111,audit\n222222222222,sandbox\n";
	calls: string[] = [];
	cancelled = false;
	/** Held back until the test lets it go on. */
	gate: Promise<void> = Promise.resolve();

	look(of: Rollout): RolloutView {
		return {
			rows: of.accounts.map((account) => ({
				...account,
				role_arn: `arn:aws:iam::${account.account_id}:role/${of.pattern.role_name}`,
				notes: [],
			})),
			problems:
				of.stack_set === ""
					? [
							{
								place: "stack_set",
								field: null,
								severity: "error",
								code: "stack-set-empty",
								message: "the StackSet needs a name",
								remedy: null,
							},
						]
					: [],
			code: {
				file_name: `${of.stack_set}-stackset.yaml`,
				text: "Parameters:\n  ExternalId:\n    Type: String\n",
				run: [],
			},
			region: "us-east-1",
			table_file_name: `${of.stack_set}.csv`,
			ready: of.accounts.length > 0,
		};
	}

	async list(): Promise<RolloutSummary[]> {
		return this.saved;
	}
	async create(target: Target, _pattern: string | null): Promise<OpenedRollout> {
		const made = { ...this.opened.rollout, target };
		return { ...this.opened, rollout: made, view: this.look(made) };
	}
	async open(_id: string): Promise<OpenedRollout> {
		return { ...this.opened, view: this.look(this.opened.rollout) };
	}
	async remove(id: string): Promise<RolloutSummary[]> {
		this.saved = this.saved.filter((each) => each.id !== id);
		return this.saved;
	}
	async view(of: Rollout): Promise<RolloutView> {
		return this.look(of);
	}
	async save(of: Rollout): Promise<void> {
		this.written.rollout = of;
	}
	async saveList(_id: string, text: string): Promise<void> {
		this.written.list = text;
	}
	async readAccounts(text: string): Promise<AccountList> {
		return read(text);
	}
	async textOf(bytes: Uint8Array): Promise<string> {
		return new TextDecoder().decode(bytes);
	}
	async organization(_target: Target): Promise<OrganizationList> {
		return { text: this.organizationText, left_out: 1 };
	}
	async merge(of: Rollout, text: string): Promise<MergedRollout> {
		const known = new Map(of.accounts.map((each) => [each.account_id, each]));
		const listed = read(text).accounts;
		const added = listed.filter((each) => !known.has(each.account_id));
		const now = listed.map(
			({ account_id, name }): RolloutAccount =>
				known.get(account_id) ?? { account_id, name, external_id: `new-${account_id}` },
		);
		const made = { ...of, accounts: now };
		const here = new Set(now.map((each) => each.account_id));
		return {
			rollout: made,
			view: this.look(made),
			merged: {
				added: added.map((each) => each.account_id),
				kept: now.length - added.length,
				changed: [],
				dropped: of.accounts.filter((each) => !here.has(each.account_id)),
			},
		};
	}
	async editPattern(of: Rollout): Promise<string> {
		return of.pattern.id;
	}
	async plan(of: Rollout): Promise<RolloutPlan> {
		const rows = of.accounts.map(({ account_id }): PlannedAccount => {
			const state = this.states.get(account_id) ?? "not_deployed";
			return { account_id, state, change: CHANGES[state], again: state === "failed" };
		});
		const listed = new Set(of.accounts.map((each) => each.account_id));
		const stray = [...this.states.keys()].filter((id) => !listed.has(id));
		const changed = rows.filter((row) => row.state !== "done").length;
		this.exists ||= this.states.size > 0;
		const create = !this.exists;
		return {
			digest: "d1",
			stack_set: create ? { change: "create" } : { change: "unchanged" },
			rows,
			stray,
			counts: { not_deployed: 0, in_progress: 0, done: 0, failed: 0, differs: 0, not_listed: 0 },
			calls: changed + (create ? 1 : 0),
			problems: [],
		};
	}
	async deploy(of: Rollout, shown: string, onEvent: On): Promise<void> {
		this.calls.push(`deploy ${shown}`);
		const ids = of.accounts.map((each) => each.account_id);
		await this.#bring(
			ids.filter((id) => this.states.get(id) !== "done"),
			onEvent,
		);
	}
	async retry(_of: Rollout, ids: string[], onEvent: On): Promise<void> {
		this.calls.push(`retry ${ids.join(" ")}`);
		await this.#bring(ids, onEvent);
	}
	async takeOut(_of: Rollout, removal: Removal, onEvent: On): Promise<void> {
		const what = removal.retain_stacks ? "retain" : "remove";
		this.calls.push([what, ...removal.accounts, ...(removal.stack_set ? ["set"] : [])].join(" "));
		onEvent({ event: "planned", accounts: removal.accounts });
		for (const account_id of removal.accounts) {
			const refused = this.refuse.has(account_id);
			if (!refused) this.states.delete(account_id);
			onEvent(finished(account_id, refused ? "failed" : "not_deployed", refused ? "in use" : null));
		}
		if (!removal.stack_set || this.states.size > 0) return;
		this.exists = false;
		onEvent({ event: "stack_set", status: "DELETED" });
	}
	async #bring(ids: string[], onEvent: On): Promise<void> {
		onEvent({ event: "planned", accounts: ids });
		for (const account_id of ids) {
			if (this.cancelled) break;
			onEvent({ event: "started", account_id });
			onEvent({ event: "status", account_id, status: "RUNNING" });
			await this.gate;
			const refused = this.refuse.has(account_id);
			const state = refused ? "failed" : "done";
			this.states.set(account_id, state);
			onEvent(finished(account_id, state, refused ? "the role already exists" : null));
		}
		onEvent({ event: "ended", cancelled: this.cancelled });
	}
	async verify(of: Rollout, onEvent: (event: VerifyAllEvent) => void): Promise<void> {
		this.calls.push("verify");
		for (const { account_id } of of.accounts) {
			await this.gate;
			const done = this.states.get(account_id) === "done";
			const verdict: AccountVerdict = {
				account_id,
				status: done ? "passed" : "failed",
				level: done ? "account" : "documents",
				failed: done ? [] : ["the role exists"],
				fault: null,
			};
			onEvent({ event: "verdict", verdict });
		}
		onEvent({ event: "ended", cancelled: false });
	}
	async saveTemplate(): Promise<string | null> {
		return "/home/you/stackset.yaml";
	}
	async table(of: Rollout, plan: RolloutPlan | null): Promise<string> {
		const ids = of.accounts.map((each) => each.account_id);
		return `account_id of ${plan?.digest ?? "no plan"}\r\n${ids.join("\r\n")}`;
	}
	async saveTable(_of: Rollout, plan: RolloutPlan | null): Promise<string | null> {
		this.calls.push(`table ${plan?.digest ?? "without a plan"}`);
		return "/home/you/table.csv";
	}
}
