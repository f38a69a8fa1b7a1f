// Creating or updating the role: the plan that is shown, then the change, change by change.

import type { Applied, ApplyEvent, CodeForm, Fault, Plan } from "./bindings";
import { toFault } from "./fault";
import { onApply, type Progress, waiting } from "./progress";
import type { Session } from "./session.svelte";
import { substance } from "./steps";

export class Creation {
	readonly #session: Session;
	state = $state<"idle" | "planning" | "planned" | "applying" | "applied">("idle");
	plan = $state.raw<Plan | null>(null);
	progress = $state<Progress[]>([]);
	fault = $state.raw<Fault | null>(null);
	applied = $state.raw<Applied | null>(null);
	/** With the profile, by hand in the console, or as code. */
	way = $state<"profile" | "console" | "code">("profile");
	/** What somebody else wrote and is to go, chosen line by line. */
	remove = $state.raw<string[]>([]);
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

	/** Whether a plan with changes is in sight and waits to be applied. */
	get awaits(): boolean {
		return (
			this.way === "profile" && this.state !== "applied" && (this.plan?.changes.length ?? 0) > 0
		);
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
			const plan = await this.#session.host.plan(draft, this.remove);
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

	/** Chooses a line for removal, or keeps it, and shows the plan again. */
	choose(removal: string, goes: boolean): Promise<void> {
		this.remove = goes ? [...this.remove, removal] : this.remove.filter((each) => each !== removal);
		return this.show();
	}

	async apply(): Promise<void> {
		const plan = this.plan;
		if (!plan || this.stale || this.state !== "planned") return;
		const draft = this.#session.draft;
		this.state = "applying";
		this.fault = null;
		this.progress = waiting(plan);
		try {
			const applied = await this.#session.host.apply(draft, plan, (event: ApplyEvent) =>
				onApply(this.progress, event),
			);
			for (const each of this.progress) each.state = "done";
			this.applied = applied;
			this.state = "applied";
			this.remove = [];
			this.#session.edit({ applied });
			void this.#session.wizard.refreshPending();
		} catch (thrown) {
			const fault = toFault(thrown);
			this.fault = fault;
			if (fault.new_plan) this.#take(fault.new_plan);
			else {
				this.state = "planned";
				void this.#session.wizard.refreshPending();
			}
		}
	}

	#take(plan: Plan): void {
		this.plan = plan;
		this.progress = [];
		this.state = "planned";
	}
}
