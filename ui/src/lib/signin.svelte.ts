// Who is signed in where the setup works.

import type { DeviceCode, Fault, Identity, Target } from "./bindings";
import type { Host } from "./bridge";
import { toFault } from "./fault";
import { sameTarget } from "./text";

/** What somebody signs in for: an open setup, or a rollout. */
export interface Workplace {
	readonly host: Host;
	readonly draft: { target: Target; account_id: string };
	edit(patch: { target?: Target; account_id?: string }): void;
}

export class SignIn {
	readonly #session: Workplace;
	busy = $state(false);
	fault = $state.raw<Fault | null>(null);
	/** Waiting for the browser. */
	waiting = $state(false);
	/** What to compare there. */
	device = $state.raw<DeviceCode | null>(null);
	#identity = $state.raw<{ target: Target; who: Identity } | null>(null);

	constructor(session: Workplace) {
		this.#session = session;
	}

	/** Where it signs in. */
	get target(): Target {
		return this.#session.draft.target;
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
			if (this.waiting) void this.cancel();
			this.#session.edit({ target });
		}
		return this.run();
	}

	/** Signs in; `code` answers a sign-in that asked for one, and the form stays while it is tried. */
	async run(code: string | null = null): Promise<void> {
		const target = this.#session.draft.target;
		const before = this.#identity?.who.account;
		this.busy = true;
		if (code === null) this.fault = null;
		try {
			const who = await this.#session.host.signIn(target, code);
			if (!sameTarget(target, this.#session.draft.target)) return;
			this.fault = null;
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

	/** Signs in to Identity Center in the browser, then here. */
	async browser(): Promise<void> {
		const target = this.#session.draft.target;
		if (target.kind !== "profile" || this.waiting) return;
		this.waiting = true;
		this.device = null;
		this.fault = null;
		let confirmed = false;
		try {
			await this.#session.host.ssoSignIn(target.name, (code) => {
				this.device = code;
			});
			confirmed = true;
		} catch (thrown) {
			if (sameTarget(target, this.#session.draft.target)) this.fault = toFault(thrown);
		} finally {
			this.waiting = false;
			this.device = null;
		}
		if (confirmed && sameTarget(target, this.#session.draft.target)) await this.run();
	}

	/** Gives up what is under way; it then ends with a fault that says so. */
	cancel(): Promise<void> {
		return this.#session.host.cancelSignIn();
	}
}
