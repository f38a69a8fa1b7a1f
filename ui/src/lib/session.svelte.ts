// One open setup: what was typed, what the host says of it, and whether it is on disk.

import { tick } from "svelte";
import { SvelteSet } from "svelte/reactivity";
import type {
	Fault,
	Field,
	FieldNote,
	PackFacts,
	RemedyAction,
	Step,
	StepState,
	View,
} from "./bindings";
import type { Draft, Host, OpenedDraft } from "./bridge";
import { Creation } from "./creation.svelte";
import { toFault } from "./fault";
import { texts } from "./i18n/index.svelte";
import { Sightings } from "./sightings.svelte";
import { SignIn } from "./signin.svelte";
import { fieldsOf, neighbour } from "./steps";
import { Upkeep } from "./upkeep.svelte";
import { Verification } from "./verification.svelte";
import type { Wizard } from "./wizard.svelte";

/** How long typing must pause before the setup is written, in milliseconds. */
export const SAVE_AFTER = 250;

export type Saving = { state: "saved" } | { state: "saving" } | { state: "failed"; fault: Fault };

export class Session {
	readonly wizard: Wizard;
	declare draft: Draft;
	declare view: View;
	saving = $state.raw<Saving>({ state: "saved" });
	/** Set when the last view could not be computed: what is shown is of an earlier draft. */
	viewFault = $state.raw<Fault | null>(null);
	/** Fields that were typed in: an empty one is only an error once it was touched. */
	readonly touched = new SvelteSet<Field>();
	readonly signIn: SignIn;
	readonly creation: Creation;
	readonly verification: Verification;
	readonly upkeep: Upkeep;
	readonly sightings: Sightings;

	#viewing: Promise<void> | null = null;
	#stale = false;
	#unsaved = false;
	#timer: ReturnType<typeof setTimeout> | null = null;

	constructor(wizard: Wizard, opened: OpenedDraft) {
		this.wizard = wizard;
		this.draft = $state.raw(opened.setup);
		this.view = $state.raw(opened.view);
		this.signIn = new SignIn(this);
		this.creation = new Creation(this);
		this.verification = new Verification(this);
		this.upkeep = new Upkeep(this);
		this.sightings = new Sightings(this);
	}

	get host(): Host {
		return this.wizard.host;
	}

	get pack(): PackFacts | null {
		return this.wizard.boot?.pack ?? null;
	}

	get step(): Step {
		return this.draft.step;
	}

	/** Takes over what was typed at once, asks for the view, and writes after a pause. */
	edit(patch: Partial<Draft>): void {
		this.draft = { ...this.draft, ...patch };
		this.#unsaved = true;
		this.saving = { state: "saving" };
		void this.#look();
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER);
	}

	/** A field as a person typed it. */
	type(field: Field, patch: Partial<Draft>): void {
		this.touched.add(field);
		this.edit(patch);
	}

	/**
	 * One view at a time, and then the newest draft: an older answer can neither overtake a newer
	 * one on the screen nor in the host, which keeps the last draft it saw.
	 */
	#look(): Promise<void> {
		this.#stale = true;
		this.#viewing ??= (async () => {
			while (this.#stale) {
				this.#stale = false;
				try {
					this.view = await this.host.view(this.draft);
					this.viewFault = null;
				} catch (thrown) {
					this.viewFault = toFault(thrown);
				}
			}
			this.#viewing = null;
		})();
		return this.#viewing;
	}

	/** Resolves when the view is of the newest draft. */
	settled(): Promise<void> {
		return this.#viewing ?? Promise.resolve();
	}

	/** Writes now what is not written yet; whether it is on disk. */
	async flush(): Promise<boolean> {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		if (!this.#unsaved) return true;
		await this.settled();
		if (this.viewFault) {
			this.saving = { state: "failed", fault: this.viewFault };
			return false;
		}
		const written = this.draft;
		try {
			await this.host.save();
		} catch (thrown) {
			this.saving = { state: "failed", fault: toFault(thrown) };
			return false;
		}
		if (this.draft !== written) return this.#timer ? false : this.flush();
		this.#unsaved = false;
		this.saving = { state: "saved" };
		return true;
	}

	/** What there is to say about a field, the heaviest only: a warning beside an error is noise. */
	notes(field: Field): FieldNote[] {
		const all = this.view.notes.filter((note) => note.field === field);
		const errors = all.filter((note) => note.severity === "error");
		return errors.length > 0 ? errors : all;
	}

	stateOf(step: Step): StepState | undefined {
		return this.view.steps.find((each) => each.step === step);
	}

	go(step: Step): void {
		if (step !== this.step) this.edit({ step });
	}

	back(): void {
		const before = neighbour(this.step, -1);
		if (before) this.go(before);
	}

	/** On to the next step, or to the first field of this one that is not right. */
	async advance(): Promise<void> {
		await this.settled();
		const fields = fieldsOf(this.step);
		const wrong = fields.find((field) => this.notes(field)[0]?.severity === "error");
		if (wrong) {
			for (const field of fields) this.touched.add(field);
			await tick();
			document.getElementById(`field-${wrong}`)?.focus();
			return;
		}
		const visited = this.draft.visited.includes(this.step)
			? this.draft.visited
			: [...this.draft.visited, this.step];
		this.edit({ visited, step: neighbour(this.step, 1) ?? this.step });
	}

	/** What a diagnosis offers at a click. */
	async remedy(action: RemedyAction): Promise<void> {
		switch (action) {
			case "allow_inference_profiles":
				this.edit({ resources: { ...this.draft.resources, inference_profiles: true } });
				return this.#toPlan();
			case "allow_streaming":
				this.edit({ streaming: true });
				return this.#toPlan();
			case "restore_trust_policy":
				if (await this.restoreTrust()) return this.#toPlan();
				return;
			case "grant_model_access":
				return this.#grantModelAccess();
			case "show_plan":
				return this.#toPlan();
			case "verify_again":
				this.go("verify");
				return this.verification.run();
			case "sign_in":
				return this.signIn.run();
			case "enter_key":
				this.go("verify");
				await tick();
				document.getElementById("quilr-key")?.focus();
				return;
		}
	}

	/** The console is where access is given; the sandbox gives it itself. */
	async #grantModelAccess(): Promise<void> {
		try {
			if (this.draft.target.kind !== "sandbox") {
				await this.host.openConsole(this.draft, "model_catalog");
				return;
			}
			await this.host.grantModelAccess(this.draft);
		} catch (thrown) {
			this.verification.fault = toFault(thrown);
			return;
		}
		this.go("verify");
		await this.verification.run();
	}

	/** Throws the hand edits away, after asking; whether it did. */
	async restoreTrust(): Promise<boolean> {
		if (this.draft.trust_policy === null) return true;
		const yes = await this.wizard.ask({
			...texts().documents.restoreQuestion,
			danger: true,
		});
		if (yes) this.edit({ trust_policy: null });
		return yes;
	}

	async #toPlan(): Promise<void> {
		this.creation.way = "profile";
		this.go("permissions");
		await this.creation.show();
	}
}
