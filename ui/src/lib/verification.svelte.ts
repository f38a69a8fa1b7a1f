// A verification as it streams in.

import type { Check, Fault, Level, PlannedCheck, VerifyEvent, Wait } from "./bindings";
import { toFault } from "./fault";
import { texts } from "./i18n/index.svelte";
import type { Session } from "./session.svelte";
import { substance } from "./steps";

/** A row of the list: planned, running or over. */
export type Row = {
	plan: PlannedCheck;
	state: "waiting" | "running" | "over";
	note: string;
	/** What AWS is waited for, and since when it was told: a countdown. */
	wait: { told: Wait; at: number } | null;
	check: Check | null;
};

export const LEVELS: readonly Level[] = ["documents", "account", "assume_and_invoke", "gateway"];

/** How long to wait for the last event once the host has answered, in milliseconds. */
const LAST_EVENT = 1000;

export class Verification {
	readonly #session: Session;
	state = $state<"idle" | "running" | "cancelling" | "over">("idle");
	/** Whether only the gateway was asked. */
	gatewayOnly = $state(false);
	rows = $state<Row[]>([]);
	fault = $state.raw<Fault | null>(null);
	reached = $state.raw<Level | null>(null);
	cancelled = $state(false);
	/** The temporary statement: when it went in, when it was proven out. */
	added = $state<string | null>(null);
	removed = $state<string | null>(null);
	startedAt = $state(0);
	elapsed = $state(0);
	/** How many runs the host has answered: the report of a run is there from then on. */
	answered = $state(0);

	#madeFrom = $state("");
	#run = 0;
	#clock: ReturnType<typeof setInterval> | null = null;

	constructor(session: Session) {
		this.#session = session;
	}

	get busy(): boolean {
		return this.state === "running" || this.state === "cancelling";
	}

	get stale(): boolean {
		return this.state === "over" && this.#madeFrom !== substance(this.#session.draft);
	}

	get checks(): Check[] {
		return this.rows.flatMap((row) => (row.check ? [row.check] : []));
	}

	get failed(): Check[] {
		return this.checks.filter((check) => check.status === "failed");
	}

	get warnings(): Check[] {
		return this.checks.filter((check) => check.status === "warning");
	}

	get passed(): number {
		return this.checks.filter((check) => check.status === "passed").length;
	}

	/** What is left to fix, each once: several checks may fail of the same cause. */
	get causes(): Check[] {
		return this.failed.filter((check) => this.sameCause(check) === null);
	}

	/** The earlier check that failed of the same cause and has the same remedy, if any. */
	sameCause(check: Check): Check | null {
		const diagnosis = JSON.stringify(check.diagnosis);
		if (!check.diagnosis || check.diagnosis.code === "unknown") return null;
		const first = this.checks.find((each) => JSON.stringify(each.diagnosis) === diagnosis);
		return first && first.id !== check.id ? first : null;
	}

	get present(): boolean {
		return this.added !== null && this.removed === null;
	}

	/** A few words for the rail. */
	get summary(): string {
		if (this.state === "idle") return "";
		const t = texts().verify.summary;
		if (this.busy) return t.running(this.checks.length, String(this.rows.length || "…"));
		if (this.cancelled) return t.stopped;
		return this.fault ? t.couldNotRun : t.passed(this.passed, this.rows.length);
	}

	/** Only the gateway: no sign-in, and nothing is changed. */
	runGateway(): Promise<void> {
		return this.run(true);
	}

	async run(gatewayOnly = false): Promise<void> {
		if (this.busy) return;
		const run = ++this.#run;
		this.#reset();
		this.gatewayOnly = gatewayOnly;
		await this.#session.settled();
		const draft = this.#session.draft;
		this.#madeFrom = substance(draft);
		try {
			const { host } = this.#session;
			const on = (event: VerifyEvent) => {
				if (run === this.#run) this.#on(event);
			};
			await (gatewayOnly ? host.verifyGateway(draft, on) : host.verify(draft, on));
			this.answered += 1;
			// Events come by another way than the answer, and the last may come after it.
			if (this.busy) setTimeout(() => run === this.#run && this.#end(null, false), LAST_EVENT);
		} catch (thrown) {
			this.fault = toFault(thrown);
			this.#end(null, this.state === "cancelling");
		}
	}

	async cancel(): Promise<void> {
		if (this.state !== "running") return;
		this.state = "cancelling";
		try {
			await this.#session.host.cancel();
		} catch (thrown) {
			this.fault = toFault(thrown);
			this.state = "running";
		}
	}

	#reset(): void {
		this.state = "running";
		this.rows = [];
		this.fault = null;
		this.reached = null;
		this.cancelled = false;
		this.added = null;
		this.removed = null;
		this.startedAt = Date.now();
		this.elapsed = 0;
		if (this.#clock) clearInterval(this.#clock);
		this.#clock = setInterval(() => {
			this.elapsed = Date.now() - this.startedAt;
		}, 500);
	}

	#row(id: string): Row | undefined {
		return this.rows.find((row) => row.plan.id === id);
	}

	#on(event: VerifyEvent): void {
		switch (event.event) {
			case "planned":
				this.rows = event.checks.map((plan) => ({
					plan,
					state: "waiting",
					note: "",
					wait: null,
					check: null,
				}));
				break;
			case "started": {
				const row = this.#row(event.id);
				if (row) row.state = "running";
				break;
			}
			case "progress": {
				const row = this.#row(event.id);
				if (row) {
					row.note = event.note;
					row.wait = event.wait ? { told: event.wait, at: this.elapsed } : null;
				}
				break;
			}
			case "finished":
				this.#finish(event.check);
				break;
			case "temporary_statement":
				if (event.present) {
					this.added = event.at;
					this.removed = null;
				} else this.removed = event.at;
				break;
			case "ended":
				this.#end(event.reached, event.cancelled);
				break;
		}
	}

	#finish(check: Check): void {
		const row = this.#row(check.id);
		if (row) Object.assign(row, { state: "over", note: "", wait: null, check });
		else {
			const { id, level, title } = check;
			this.rows.push({ plan: { id, level, title }, state: "over", note: "", wait: null, check });
		}
	}

	#end(reached: Level | null, cancelled: boolean): void {
		if (this.#clock) clearInterval(this.#clock);
		this.#clock = null;
		this.elapsed = Date.now() - this.startedAt;
		this.reached = reached;
		this.cancelled = cancelled;
		this.state = "over";
		for (const row of this.rows) if (row.state === "running") row.state = "waiting";
		if (this.present) void this.#session.wizard.refreshPending();
	}
}
