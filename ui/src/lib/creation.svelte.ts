// Creating or updating the role: the plan that is shown, then the change, change by change.

import type { Applied, ApplyEvent, CodeForm, Fault, Plan } from "./bindings";
import { toFault } from "./fault";
import type { Session } from "./session.svelte";
import { substance } from "./steps";

export type Progress = {
	state: "waiting" | "running" | "done" | "failed";
	requestId: string | null;
	millis: number | null;
};

export class Creation {
	readonly #session: Session;
	state = $state<"idle" | "planning" | "planned" | "applying" | "applied">("idle");
	plan = $state.raw<Plan | null>(null);
	progress = $state<Progress[]>([]);
	fault = $state.raw<Fault | null>(null);
	applied = $state.raw<Applied | null>(null);
	/** With the profile, by hand in the console, or as code. */
	way = $state<"profile" | "console" | "code">("profile");
	/** The form of the code that is looked at. */
	form = $state<CodeForm>("cloudformation");

	#madeFrom = $state("");
	#run = 0;

	constructor(session: Session) {
		this.#session = session;
	}

	/** Whether the setup changed since the plan was made: it must be shown again before it is applied. */
	get stale(): boolean {
		return this.plan !== null && this.#madeFrom !== substance(this.#session.draft);
	}

	async show(): Promise<void> {
		if (this.state === "applying") return;
		const run = ++this.#run;
		await this.#session.settled();
		const draft = this.#session.draft;
		this.state = "planning";
		this.fault = null;
		this.applied = null;
		try {
			const plan = await this.#session.host.plan(draft);
			if (run !== this.#run) return;
			this.#take(plan);
			this.#madeFrom = substance(draft);
		} catch (thrown) {
			if (run !== this.#run) return;
			this.fault = toFault(thrown);
			this.plan = null;
			this.state = "idle";
		}
	}

	async apply(): Promise<void> {
		const plan = this.plan;
		if (!plan || this.stale || this.state !== "planned") return;
		const draft = this.#session.draft;
		this.state = "applying";
		this.fault = null;
		this.progress = plan.changes.map(() => ({ state: "waiting", requestId: null, millis: null }));
		try {
			const applied = await this.#session.host.apply(draft, plan, (event) => this.#on(event));
			for (const each of this.progress) each.state = "done";
			this.applied = applied;
			this.state = "applied";
			this.#session.edit({ applied });
		} catch (thrown) {
			const fault = toFault(thrown);
			this.fault = fault;
			if (fault.new_plan) this.#take(fault.new_plan);
			else this.state = "planned";
		}
	}

	#take(plan: Plan): void {
		this.plan = plan;
		this.progress = [];
		this.state = "planned";
	}

	#on(event: ApplyEvent): void {
		const row = this.progress[event.index];
		if (!row) return;
		switch (event.event) {
			case "started":
				if (row.state === "waiting") row.state = "running";
				break;
			case "finished":
				row.state = "done";
				row.requestId = event.request_id;
				row.millis = event.millis;
				break;
			case "failed":
				row.state = "failed";
				break;
		}
	}
}
