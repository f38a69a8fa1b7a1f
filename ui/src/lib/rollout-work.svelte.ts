// What is done in the accounts: the plan, and then deploying, retrying, removing and checking, account
// by account as it happens.

import type { Fault } from "./bindings";
import { toFault } from "./fault";
import { texts } from "./i18n/index.svelte";
import { type RolloutDesk, substanceOf } from "./rollout.svelte";
import type { Progress } from "./rollout-rows";
import type {
	AccountVerdict,
	Removal,
	RolloutEvent,
	RolloutPlan,
	VerifyAllEvent,
} from "./rollout-types";

/** `retain`: the accounts leave the StackSet, their roles stay. `clear`: only the StackSet goes. */
export type Kind = "deploy" | "retry" | "remove" | "retain" | "clear" | "check";

/** What something done in accounts came to. */
export type Tally = { over: number; failed: number; total: number };

/** How often the table follows what happens, in milliseconds: a thousand events are one change of it. */
const FOLLOW = 80;

export class RolloutWork {
	readonly #desk: RolloutDesk;
	plan = $state.raw<RolloutPlan | null>(null);
	planning = $state(false);
	fault = $state.raw<Fault | null>(null);
	/** What is being done, or was done last. */
	kind = $state<Kind | null>(null);
	state = $state<"idle" | "running" | "cancelling" | "over">("idle");
	cancelled = $state(false);
	/** Whether the StackSet itself was deleted by it. */
	gone = $state(false);
	/** What is waited for. */
	note = $state("");
	elapsed = $state(0);
	/** The accounts that it is about. */
	total = $state(0);
	progress = $state.raw<ReadonlyMap<string, Progress>>(new Map());
	verdicts = $state.raw<ReadonlyMap<string, AccountVerdict>>(new Map());

	#madeFrom = $state("");
	#ended = $state.raw<Tally | null>(null);
	#substance = $derived.by(() => substanceOf(this.#desk.rollout));
	#progress = new Map<string, Progress>();
	#verdicts = new Map<string, AccountVerdict>();
	#follow: ReturnType<typeof setTimeout> | null = null;
	#clock: ReturnType<typeof setInterval> | null = null;
	#from = 0;

	constructor(desk: RolloutDesk) {
		this.#desk = desk;
	}

	get busy(): boolean {
		return this.state === "running" || this.state === "cancelling";
	}

	get stale(): boolean {
		return this.plan !== null && this.#madeFrom !== this.#substance;
	}

	/** The accounts that a deploy changes. */
	get changed(): number {
		const deploys = new Set(["add", "update_external_id", "retry"]);
		return this.plan?.rows.filter((row) => deploys.has(row.change.change)).length ?? 0;
	}

	/** Whether the StackSet is there with no account in it. */
	get empty(): boolean {
		const { plan } = this;
		if (!plan || plan.stack_set.change === "create" || plan.stray.length > 0) return false;
		return plan.rows.every((row) => row.state === "not_deployed");
	}

	get failures(): string[] {
		return this.#desk.rows.filter((row) => row.state === "failed").map((row) => row.account_id);
	}

	/** How many accounts it is over with, and in how many it went wrong. */
	get tally(): Tally {
		if (this.#ended) return this.#ended;
		const wrong =
			this.kind === "check"
				? [...this.verdicts.values()].map((each) => each.status !== "passed")
				: [...this.progress.values()]
						.filter((each) => each.over)
						.map((each) => each.state === "failed");
		return { over: wrong.length, failed: wrong.filter(Boolean).length, total: this.total };
	}

	/** Reads the StackSet and compares it with the rollout. */
	async show(): Promise<void> {
		if (this.planning || this.busy) return;
		this.fault = null;
		this.#progress = new Map();
		await this.#read();
	}

	/** Where an operation was refused outright AWS has nothing of it: what failed just now stays told. */
	async #read(): Promise<void> {
		const failed = [...this.#progress].filter(([, each]) => each.state === "failed");
		this.planning = true;
		const rollout = this.#desk.rollout;
		try {
			this.plan = await this.#desk.host.rollouts.plan(rollout, (event) => this.#on(event));
			this.#madeFrom = substanceOf(rollout);
			this.#progress = new Map(failed);
			this.progress = new Map(failed);
		} catch (thrown) {
			this.fault ??= toFault(thrown);
		} finally {
			this.planning = false;
		}
	}

	deploy(): Promise<void> {
		const { host, rollout } = this.#desk;
		const shown = this.plan?.digest ?? "";
		return this.#change("deploy", this.changed, (on) => host.rollouts.deploy(rollout, shown, on));
	}

	retry(): Promise<void> {
		const { host, rollout } = this.#desk;
		const failures = this.failures;
		return this.#change("retry", failures.length, (on) =>
			host.rollouts.retry(rollout, failures, on),
		);
	}

	/** Without accounts only the StackSet goes. */
	remove(removal: Removal): Promise<void> {
		const { host, rollout } = this.#desk;
		const kind = removal.retain_stacks ? "retain" : "remove";
		const { length } = removal.accounts;
		return this.#change(length === 0 ? "clear" : kind, length, (on) =>
			host.rollouts.takeOut(rollout, removal, on),
		);
	}

	async #change(
		kind: Kind,
		total: number,
		run: (on: (event: RolloutEvent) => void) => Promise<void>,
	): Promise<void> {
		if (!this.plan || this.busy || this.planning) return;
		this.#begin(kind, total);
		await this.#run(() => run((event) => this.#on(event)));
		// What AWS has now, whatever came of it.
		await this.#read();
	}

	/** Checks each role in its account. */
	async check(): Promise<void> {
		if (this.busy || this.planning) return;
		const { host, rollout } = this.#desk;
		this.#begin("check", rollout.accounts.length);
		this.#verdicts = new Map();
		this.verdicts = this.#verdicts;
		await this.#run(() => host.rollouts.verify(rollout, (event) => this.#checked(event)));
	}

	#checked(event: VerifyAllEvent): void {
		if (event.event === "ended") this.cancelled = event.cancelled;
		if (event.event !== "verdict") return;
		this.#verdicts.set(event.verdict.account_id, event.verdict);
		this.#soon();
	}

	async cancel(): Promise<void> {
		if (this.state !== "running") return;
		this.state = "cancelling";
		try {
			await this.#desk.host.cancel();
		} catch (thrown) {
			this.fault = toFault(thrown);
			this.state = "running";
		}
	}

	#begin(kind: Kind, total: number): void {
		this.kind = kind;
		this.total = total;
		this.#ended = null;
		this.state = "running";
		this.fault = null;
		this.cancelled = false;
		this.gone = false;
		this.note = "";
		this.#progress = new Map();
		this.progress = this.#progress;
		this.#from = Date.now();
		this.elapsed = 0;
		this.#clock = setInterval(() => {
			this.elapsed = Date.now() - this.#from;
		}, 500);
	}

	async #run(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (thrown) {
			this.fault = toFault(thrown);
		}
		this.#now();
		if (this.#clock) clearInterval(this.#clock);
		this.elapsed = Date.now() - this.#from;
		this.note = "";
		this.#ended = this.tally;
		this.state = "over";
	}

	#on(event: RolloutEvent): void {
		switch (event.event) {
			case "reading":
				this.note = texts().rollout.work.reading(event.read, event.of);
				return;
			case "stack_set":
				if (event.status === "DELETED") this.gone = true;
				this.note = texts().rollout.work.stackSet(event.status);
				return;
			case "planned":
				this.total = event.accounts.length;
				this.note = "";
				return;
			case "ended":
				this.cancelled = event.cancelled;
				return;
			case "started":
				// What was seen there before it changed is no longer so.
				this.#verdicts.delete(event.account_id);
				this.#at(event.account_id, "");
				break;
			case "status":
				this.#at(event.account_id, event.status);
				break;
			case "finished": {
				const { account_id, state, reason } = event.account;
				this.#progress.set(account_id, { state, reason, over: true });
				break;
			}
		}
		this.#soon();
	}

	/** At work in an account. */
	#at(account: string, status: string): void {
		this.#progress.set(account, { state: "in_progress", reason: status || null, over: false });
	}

	#soon(): void {
		this.#follow ??= setTimeout(() => this.#now(), FOLLOW);
	}

	#now(): void {
		if (this.#follow) clearTimeout(this.#follow);
		this.#follow = null;
		this.progress = new Map(this.#progress);
		this.verdicts = new Map(this.#verdicts);
	}
}
