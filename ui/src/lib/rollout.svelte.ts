// One open rollout: what was given, what the host says of it, and whether it is on disk.

import type { Fault, Target } from "./bindings";
import type { Host } from "./bridge";
import { toFault } from "./fault";
import { latest } from "./latest";
import { RolloutList } from "./rollout-list.svelte";
import { countsOf, rowsOf } from "./rollout-rows";
import type { OpenedRollout, Rollout, RolloutView } from "./rollout-types";
import { RolloutWork } from "./rollout-work.svelte";
import type { Saving } from "./session.svelte";
import { SignIn } from "./signin.svelte";
import type { Wizard } from "./wizard.svelte";

export class RolloutDesk {
	readonly wizard: Wizard;
	declare rollout: Rollout;
	declare view: RolloutView;
	saving = $state.raw<Saving>({ state: "saved" });
	/** Set when the last view could not be computed: what is shown is of an earlier state. */
	viewFault = $state.raw<Fault | null>(null);
	readonly signIn: SignIn;
	readonly list: RolloutList;
	readonly work: RolloutWork;

	/** Each account with where it stands. */
	readonly rows = $derived.by(() =>
		rowsOf(this.view, this.work.plan, this.work.progress, this.work.verdicts),
	);
	readonly counts = $derived.by(() => countsOf(this.rows));

	#account = "";
	#version = 0;
	readonly #look;
	readonly #write;

	constructor(wizard: Wizard, opened: OpenedRollout) {
		this.wizard = wizard;
		this.rollout = $state.raw(opened.rollout);
		this.view = $state.raw(opened.view);
		this.signIn = new SignIn(this);
		this.list = new RolloutList(this, opened.list);
		this.work = new RolloutWork(this);
		this.#look = latest(
			(rollout: Rollout) => this.host.rollouts.view(rollout),
			(view) => {
				this.view = view;
				this.viewFault = null;
			},
			(thrown) => {
				this.viewFault = toFault(thrown);
			},
		);
		this.#write = latest(
			(write: () => Promise<number>) => write(),
			(version) => {
				if (version === this.#version) this.saving = { state: "saved" };
			},
			(thrown) => {
				this.saving = { state: "failed", fault: toFault(thrown) };
			},
		);
	}

	get host(): Host {
		return this.wizard.host;
	}

	/** What signing in is told: the account of whoever signs in is no value of a rollout. */
	get draft(): { target: Target; account_id: string } {
		return { target: this.rollout.target, account_id: this.#account };
	}

	edit(patch: { target?: Target; account_id?: string }): void {
		if (patch.account_id !== undefined) this.#account = patch.account_id;
		if (patch.target) this.change({ target: patch.target });
	}

	/** Takes over what was typed at once, writes it, and asks for the view. */
	change(patch: Partial<Rollout>): void {
		this.rollout = { ...this.rollout, ...patch };
		this.#save();
		// The name stands in nothing that is shown.
		if (Object.keys(patch).some((key) => key !== "name")) void this.#look.ask(this.rollout);
	}

	/** What the host made of the rollout, with its view. */
	adopt(rollout: Rollout, view: RolloutView): void {
		this.rollout = rollout;
		this.#look.forget();
		this.view = view;
		this.#save();
	}

	#save(): void {
		this.#version += 1;
		this.saving = { state: "saving" };
		void this.#write.ask(() => this.#toDisk());
	}

	/** Writes the rollout and its list as they are now; gives which version that is. */
	async #toDisk(): Promise<number> {
		const version = this.#version;
		const { rollout, list, host } = this;
		const text = list.text;
		await host.rollouts.save(rollout);
		await host.rollouts.saveList(rollout.id, text);
		return version;
	}

	/** The list is written with the rollout. */
	listChanged(): void {
		this.#save();
	}

	/** Whether everything is on disk; what is not is tried once more. */
	async flush(): Promise<boolean> {
		if (this.saving.state === "saved") return true;
		try {
			await this.#toDisk();
		} catch (thrown) {
			this.saving = { state: "failed", fault: toFault(thrown) };
			return false;
		}
		this.saving = { state: "saved" };
		return true;
	}
}

/** Which part of a rollout a plan was made from: when it differs, the plan is stale. */
export function substanceOf(rollout: Rollout): string {
	const { name: _name, access_role: _role, ...rest } = rollout;
	const { name: _pattern, step: _step, visited: _visited, ...pattern } = rest.pattern;
	return JSON.stringify({ ...rest, pattern });
}
