// The rollouts that are saved, and the one that is open.

import type { Target } from "./bindings";
import { toFault } from "./fault";
import { texts } from "./i18n/index.svelte";
import { RolloutDesk } from "./rollout.svelte";
import type { OpenedRollout, RolloutSummary } from "./rollout-types";
import type { Wizard } from "./wizard.svelte";

export class Rollouts {
	readonly #wizard: Wizard;
	saved = $state.raw<RolloutSummary[]>([]);
	desk = $state.raw<RolloutDesk | null>(null);
	/** The rollout that is being made or opened. */
	opening = $state<string | null>(null);

	constructor(wizard: Wizard) {
		this.#wizard = wizard;
	}

	/** Looks again for what is saved. */
	async refresh(): Promise<void> {
		try {
			this.saved = await this.#wizard.host.rollouts.list();
		} catch (thrown) {
			this.#wizard.fault = toFault(thrown);
		}
	}

	/** `pattern`: a saved setup that every account's is made from. */
	create(target: Target, pattern: string | null): Promise<void> {
		const what = target.kind === "sandbox" ? "sandbox" : target.name;
		return this.#enter(what, () => this.#wizard.host.rollouts.create(target, pattern), true);
	}

	open(id: string): Promise<void> {
		return this.#enter(id, () => this.#wizard.host.rollouts.open(id), false);
	}

	async #enter(what: string, open: () => Promise<OpenedRollout>, isNew: boolean): Promise<void> {
		if (this.opening !== null) return;
		this.opening = what;
		this.#wizard.fault = null;
		try {
			const desk = new RolloutDesk(this.#wizard, await open());
			this.desk = desk;
			this.#wizard.session = null;
			// The sandbox asks nobody anything; a profile that was just chosen was chosen to be signed
			// in to.
			if (isNew || desk.rollout.target.kind === "sandbox") void desk.signIn.run();
		} catch (thrown) {
			this.#wizard.fault = toFault(thrown);
		} finally {
			this.opening = null;
		}
	}

	async remove(rollout: RolloutSummary): Promise<void> {
		const name = rollout.name.trim() || texts().rollout.head.untitled;
		if (!(await this.#wizard.ask(texts().rollout.entry.remove(name)))) return;
		this.#wizard.fault = null;
		try {
			this.saved = await this.#wizard.host.rollouts.remove(rollout.id);
		} catch (thrown) {
			this.#wizard.fault = toFault(thrown);
		}
	}

	/** Opens the pattern as a setup; leaving it leads back here. */
	async editPattern(): Promise<void> {
		const desk = this.desk;
		if (!desk || !(await desk.flush())) return;
		try {
			const id = await desk.host.rollouts.editPattern(desk.rollout);
			await this.#wizard.open(id);
		} catch (thrown) {
			desk.work.fault = toFault(thrown);
		}
	}

	/** Back from the pattern: the accounts' setups are made from it as it now is. */
	async patternEdited(): Promise<void> {
		const desk = this.desk;
		if (!desk) return;
		try {
			const { rollout, view } = await desk.host.rollouts.open(desk.rollout.id);
			desk.adopt({ ...desk.rollout, pattern: rollout.pattern }, view);
		} catch (thrown) {
			desk.viewFault = toFault(thrown);
		}
	}

	/** Closes the one that is open, with everything written. What runs in AWS is waited for. */
	async leave(): Promise<boolean> {
		const desk = this.desk;
		if (!desk) return true;
		if (desk.work.busy) {
			if (!(await this.#wizard.ask(texts().rollout.head.leaveBusy))) return false;
			await desk.work.cancel();
			return false;
		}
		if (!(await desk.flush()) && !(await this.#wizard.ask(texts().rollout.head.leaveUnsaved)))
			return false;
		this.desk = null;
		await this.refresh();
		return true;
	}
}
