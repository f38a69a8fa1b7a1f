// Presenting: the mode, and the scenes that are played in the sandbox.

import { tick } from "svelte";
import type { Fault, Scene } from "./bindings";
import { toFault } from "./fault";
import type { Wizard } from "./wizard.svelte";

export class Presenter {
	readonly #wizard: Wizard;
	/** Larger type, account ids hidden. */
	on = $state(false);
	/** The list of scenes. */
	choosing = $state(false);
	/** The one that is being put up, or `put-back`. */
	busy = $state<string | null>(null);
	/** The one that is on, and of which setup. */
	#on = $state.raw<{ scene: Scene; setup: string } | null>(null);
	fault = $state.raw<Fault | null>(null);

	constructor(wizard: Wizard) {
		this.#wizard = wizard;
	}

	get scenes(): Scene[] {
		return this.#wizard.boot?.scenes ?? [];
	}

	/** No scene is played anywhere but in the sandbox. */
	get mayPlay(): boolean {
		return this.on && this.#wizard.session?.draft.target.kind === "sandbox";
	}

	/** The scene that is on in the open setup. */
	get scene(): Scene | null {
		return this.#on && this.#on.setup === this.#wizard.session?.draft.id ? this.#on.scene : null;
	}

	/** The vendor's account: it stands on the vendor's page, and is nobody's secret. */
	get vendor(): string {
		return this.#wizard.boot?.pack.gateway_principal.split(":")[4] ?? "";
	}

	async toggle(): Promise<void> {
		this.on = !this.on;
		if (!this.on) this.choosing = false;
		this.fault = null;
		try {
			await this.#wizard.host.setPresenting(this.on);
		} catch (thrown) {
			this.fault = toFault(thrown);
		}
	}

	choose(): void {
		if (!this.mayPlay) return;
		this.fault = null;
		this.choosing = true;
	}

	/** Puts the sandbox and the setup into a scene, and runs the checks that show it. */
	async play(scene: Scene): Promise<void> {
		const before = this.#wizard.session;
		if (!before || !this.mayPlay || this.busy !== null) return;
		await this.#switch(scene.name, async () => {
			const session = this.#wizard.show(await before.host.playScene(before.draft, scene.name));
			this.#on = { scene, setup: session.draft.id };
			this.choosing = false;
			void session.verification.run().then(showFault);
		});
	}

	/** Ends the scenes: the sandbox and the setup are as they were before the first. */
	async putBack(): Promise<void> {
		const before = this.#wizard.session;
		if (!before || this.busy !== null) return;
		await this.#switch("put-back", async () => {
			this.#wizard.show(await before.host.putBack(before.draft));
			this.#on = null;
			this.choosing = false;
		});
	}

	async #switch(what: string, change: () => Promise<void>): Promise<void> {
		this.busy = what;
		this.fault = null;
		try {
			await this.#wizard.session?.settled();
			await change();
			void this.#wizard.refreshPending();
		} catch (thrown) {
			this.fault = toFault(thrown);
		} finally {
			this.busy = null;
		}
	}
}

/** What went wrong and its remedy, in the middle of the screen. */
async function showFault(): Promise<void> {
	await tick();
	document.querySelector("[data-testid^='fix-']")?.scrollIntoView?.({ block: "center" });
}
