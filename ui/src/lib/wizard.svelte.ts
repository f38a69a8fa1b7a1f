// The app: what the first screen knows, which setup is open, and the question being asked.

import type { Boot, Fault, SetupSummary, Target, UndoRecord } from "./bindings";
import type { Host, OpenedDraft } from "./bridge";
import { toFault } from "./fault";
import { preferred, speak, texts } from "./i18n/index.svelte";
import { Presenter } from "./presenter.svelte";
import { Rollouts } from "./rollouts.svelte";
import { Session } from "./session.svelte";
import { setupName } from "./text";

/** A question with two answers. */
export type Question = { title: string; body: string; yes: string; danger: boolean };

export class Wizard {
	readonly host: Host;
	readonly presenter: Presenter;
	readonly rollouts: Rollouts;
	boot = $state.raw<Boot | null>(null);
	bootFault = $state.raw<Fault | null>(null);
	setups = $state.raw<SetupSummary[]>([]);
	pendingUndo = $state.raw<UndoRecord[]>([]);
	session = $state.raw<Session | null>(null);
	/** What went wrong while a setup was made, opened or deleted. */
	fault = $state.raw<Fault | null>(null);
	/** The setup that is being made or opened. */
	opening = $state<string | null>(null);
	question = $state.raw<Question | null>(null);
	troubleshooting = $state(false);
	/** What failed inside the program, to be told over every screen. */
	crash = $state<string | null>(null);

	#answer: ((yes: boolean) => void) | null = null;

	constructor(host: Host) {
		this.host = host;
		this.presenter = new Presenter(this);
		this.rollouts = new Rollouts(this);
	}

	async start(): Promise<void> {
		this.bootFault = null;
		this.host.onCrash((notice) => {
			this.crash = notice;
		});
		try {
			const boot = await this.host.boot();
			// Before anything is shown in another one.
			await speak(boot.language ?? preferred(navigator.languages));
			this.boot = boot;
			this.presenter.on = boot.presenting;
			this.setups = boot.setups;
			this.pendingUndo = boot.pending_undo;
			void this.rollouts.refresh();
		} catch (thrown) {
			this.bootFault = toFault(thrown);
		}
	}

	create(target: Target): Promise<void> {
		const name = target.kind === "sandbox" ? "sandbox" : target.name;
		return this.#enter(name, () => this.host.newSetup(target), true);
	}

	open(id: string): Promise<void> {
		return this.#enter(id, () => this.host.openSetup(id), false);
	}

	async #enter(what: string, open: () => Promise<OpenedDraft>, isNew: boolean): Promise<void> {
		if (this.opening !== null) return;
		this.opening = what;
		this.fault = null;
		try {
			const session = new Session(this, await open());
			this.session = session;
			// The sandbox answers at once and asks nobody anything; a profile that was just chosen
			// was chosen to be signed in to. A reopened one waits to be asked.
			if (isNew || session.draft.target.kind === "sandbox") void session.signIn.run();
		} catch (thrown) {
			this.fault = toFault(thrown);
		} finally {
			this.opening = null;
		}
	}

	/** The setup that is open, as the host has put it up anew together with the sandbox. */
	show(opened: OpenedDraft): Session {
		const session = new Session(this, opened);
		session.sightings.from = Date.now();
		this.session = session;
		void session.signIn.run();
		return session;
	}

	/** Back to the first screen, with everything written; from a rollout's pattern back to the rollout. */
	async leave(): Promise<void> {
		const session = this.session;
		if (session) {
			if (!(await session.flush()) && !(await this.#leaveUnsaved())) return;
			this.session = null;
			if (this.rollouts.desk) return this.rollouts.patternEdited();
		} else if (!(await this.rollouts.leave())) return;
		try {
			this.setups = await this.host.listSetups();
		} catch (thrown) {
			this.fault = toFault(thrown);
		}
	}

	#leaveUnsaved(): Promise<boolean> {
		return this.ask({
			...texts().welcome.leaveQuestion,
			danger: true,
		});
	}

	async remove(setup: SetupSummary): Promise<void> {
		const { title, body, yes: remove } = texts().welcome.deleteQuestion;
		const yes = await this.ask({
			title: title(setupName(setup.name)),
			body,
			yes: remove,
			danger: true,
		});
		if (!yes) return;
		this.fault = null;
		try {
			this.setups = await this.host.deleteSetup(setup.id);
		} catch (thrown) {
			this.fault = toFault(thrown);
		}
	}

	/** Looks again for what was left undone: in the accounts, and in the sandbox where it is open. */
	async refreshPending(): Promise<void> {
		const target = this.session?.draft.target;
		const targets: Target[] = [{ kind: "profile", name: "" }];
		if (target?.kind === "sandbox") targets.push(target);
		try {
			const found = await Promise.all(targets.map((each) => this.host.undoRecords(each)));
			this.pendingUndo = found.flat();
		} catch {
			// What failed to clean up says so already.
		}
	}

	/** Asks before something that cannot be taken back. */
	ask(question: Question): Promise<boolean> {
		this.answer(false);
		this.question = question;
		return new Promise((resolve) => {
			this.#answer = resolve;
		});
	}

	answer(yes: boolean): void {
		this.question = null;
		this.#answer?.(yes);
		this.#answer = null;
	}
}
