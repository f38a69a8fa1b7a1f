// Who is signed in where the setup works.

import type { Fault, Identity, Target } from "./bindings";
import { toFault } from "./fault";
import type { Session } from "./session.svelte";
import { sameTarget } from "./text";

export class SignIn {
	readonly #session: Session;
	busy = $state(false);
	fault = $state.raw<Fault | null>(null);
	#identity = $state.raw<{ target: Target; who: Identity } | null>(null);

	constructor(session: Session) {
		this.#session = session;
	}

	/** Who is signed in at the setup's target; `null` until asked, or after the target changed. */
	get identity(): Identity | null {
		const known = this.#identity;
		return known && sameTarget(known.target, this.#session.draft.target) ? known.who : null;
	}

	/** Works somewhere else from now on, and signs in there. */
	choose(target: Target): Promise<void> {
		if (!sameTarget(target, this.#session.draft.target)) {
			this.fault = null;
			this.#session.edit({ target });
		}
		return this.run();
	}

	async run(): Promise<void> {
		const target = this.#session.draft.target;
		const before = this.#identity?.who.account;
		this.busy = true;
		this.fault = null;
		try {
			const who = await this.#session.host.signIn(target);
			if (!sameTarget(target, this.#session.draft.target)) return;
			this.#identity = { target, who };
			// Nothing asks for what can be derived; what somebody typed stays.
			const typed = this.#session.draft.account_id;
			if (typed === "" || (typed === before && typed !== who.account)) {
				this.#session.edit({ account_id: who.account });
			}
		} catch (thrown) {
			if (!sameTarget(target, this.#session.draft.target)) return;
			this.fault = toFault(thrown);
			this.#identity = null;
		} finally {
			if (sameTarget(target, this.#session.draft.target)) this.busy = false;
		}
	}
}
