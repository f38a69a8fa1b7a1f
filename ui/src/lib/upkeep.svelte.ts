// What comes after the role is there: looking whether it drifted, rotating its ExternalId, revoking the
// gateway's access. Each shows its plan before anything changes.

import type {
	Fault,
	Kept,
	Plan,
	RevokeHow,
	RevokePlan,
	Rotation,
	RotationStep,
	UndoRecord,
} from "./bindings";
import { toFault } from "./fault";
import { onApply, type Progress, waiting } from "./progress";
import type { Session } from "./session.svelte";

export type Panel = "check" | "rotate" | "revoke";

/** The rotation that waits for the dashboard, of a role. */
export function rotationOf(records: UndoRecord[], roleArn: string | null): Rotation | null {
	for (const { role_arn, what } of records) {
		if (role_arn !== roleArn || what.kind !== "changes" || !what.settled) continue;
		if (what.purpose.purpose === "rotate") return what.purpose.rotation;
	}
	return null;
}

export class Upkeep {
	readonly #session: Session;
	panel = $state<Panel | null>(null);
	state = $state<"planning" | "planned" | "working" | "done" | "failed">("planning");
	plan = $state.raw<Plan | null>(null);
	progress = $state<Progress[]>([]);
	fault = $state.raw<Fault | null>(null);

	/** The rotation that is shown or waits; and which of its steps the plan is about. */
	rotation = $state.raw<Rotation | null>(null);
	step = $state<RotationStep>("accept_both");
	/** Both ExternalIds are accepted, and the key must get the new one. */
	waits = $state(false);

	how = $state<RevokeHow>("detach");
	remove = $state.raw<string[]>([]);
	revocation = $state.raw<RevokePlan | null>(null);

	#run = 0;

	constructor(session: Session) {
		this.#session = session;
	}

	get busy(): boolean {
		return this.state === "working";
	}

	get inTheWay(): Kept[] {
		return this.revocation?.in_the_way ?? [];
	}

	async open(panel: Panel): Promise<void> {
		this.panel = panel;
		this.remove = [];
		this.rotation = null;
		this.waits = false;
		await this.show();
	}

	close(): void {
		if (this.busy) return;
		this.#run++;
		this.panel = null;
	}

	/** Reads the role and shows what the open panel would change. */
	async show(): Promise<void> {
		const run = ++this.#run;
		this.state = "planning";
		this.fault = null;
		this.plan = null;
		this.progress = [];
		this.revocation = null;
		await this.#session.settled();
		try {
			const plan = await this.#planned();
			if (run !== this.#run) return;
			this.plan = plan;
			this.state = "planned";
		} catch (thrown) {
			if (run !== this.#run) return;
			this.fault = toFault(thrown);
			this.state = "failed";
		}
	}

	async #planned(): Promise<Plan | null> {
		const { host, draft, view } = this.#session;
		if (this.panel === "check") return host.plan(draft, []);
		if (this.panel === "revoke") {
			this.revocation = await host.planRevocation(draft, this.how, this.remove);
			return this.revocation.plan;
		}
		if (this.rotation === null) {
			const waiting = rotationOf(await host.undoRecords(draft.target), view.role_arn);
			this.rotation = waiting ?? { old: draft.external_id, new: await host.newExternalId() };
			this.waits = waiting !== null;
			this.step = waiting ? "finish" : "accept_both";
		}
		// What is next is the person's: the dashboard first.
		if (this.waits && this.step === "finish" && !this.#asked) return null;
		return host.planRotation(draft, this.rotation, this.step);
	}

	/** Whether the end of the rotation was asked for. */
	#asked = false;

	/** The key has the new ExternalId, or is to keep the old one. */
	async end(step: RotationStep): Promise<void> {
		this.step = step;
		this.#asked = true;
		await this.show();
		this.#asked = false;
	}

	choose(how: RevokeHow): Promise<void> {
		this.how = how;
		this.remove = [];
		return this.show();
	}

	pick(removal: string, goes: boolean): Promise<void> {
		this.remove = goes ? [...this.remove, removal] : this.remove.filter((each) => each !== removal);
		return this.show();
	}

	/** Carries out the plan that is shown. */
	async carryOut(): Promise<void> {
		const plan = this.plan;
		if (!plan || this.state !== "planned") return;
		this.state = "working";
		this.fault = null;
		this.progress = waiting(plan);
		try {
			await this.#carriedOut(plan);
			for (const each of this.progress) each.state = "done";
			this.state = "done";
		} catch (thrown) {
			this.fault = toFault(thrown);
			const { new_plan } = this.fault;
			if (new_plan) {
				this.plan = new_plan;
				this.progress = [];
				if (this.revocation) this.revocation = { ...this.revocation, plan: new_plan };
			}
			this.state = new_plan ? "planned" : "failed";
		}
		void this.#session.wizard.refreshPending();
	}

	async #carriedOut(plan: Plan): Promise<void> {
		const { host, draft } = this.#session;
		if (this.panel === "revoke" && this.revocation) {
			await host.revoke(draft, this.how, this.revocation, (event) => onApply(this.progress, event));
			return;
		}
		const { rotation, step } = this;
		if (this.panel !== "rotate" || rotation === null) return;
		await host.rotate(draft, rotation, step, plan, (event) => onApply(this.progress, event));
		this.waits = step === "accept_both";
		if (step === "finish") this.#adopt(rotation);
	}

	/** The setup's ExternalId is the new one from now on, in hand edits too. */
	#adopt(rotation: Rotation): void {
		const { applied, trust_policy } = this.#session.draft;
		this.#session.edit({
			external_id: rotation.new,
			trust_policy: trust_policy?.replaceAll(rotation.old, rotation.new) ?? null,
			applied: applied && { ...applied, external_id: rotation.new },
		});
	}
}
