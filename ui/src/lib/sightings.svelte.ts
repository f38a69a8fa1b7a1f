// What AWS sees of the role: CloudTrail's events, read again and again while there is something to see.

import type { Fault, SeenEvent } from "./bindings";
import { toFault } from "./fault";
import type { Session } from "./session.svelte";

/** How far back is looked. */
const MINUTES = 60;
/** Between an answer and the next question, in milliseconds, while the checks run. */
const WHILE_RUNNING = 2000;
/** And while a real account's events, which come minutes late, are waited for. */
const WHILE_LATE = 30_000;

/** How the test names its sessions where the form names none. */
const OWN_NAMES = ["quilr-verify-", "quilr-gateway-"];

export class Sightings {
	readonly #session: Session;
	/** `null`: not chosen. An account is asked nothing that nobody wants to see. */
	#open = $state<boolean | null>(null);
	state = $state<"idle" | "reading">("idle");
	events = $state.raw<SeenEvent[]>([]);
	more = $state(false);
	fault = $state.raw<Fault | null>(null);
	/** When it was last read. */
	readAt = $state<number | null>(null);

	/** What was before a scene is of another sandbox, as it were: in milliseconds since 1970. */
	from = 0;

	#timer: ReturnType<typeof setTimeout> | null = null;
	#watched = false;
	/** Asked for while one was under way: what that one found may be from before. */
	#anew = false;

	constructor(session: Session) {
		this.#session = session;
	}

	get isLate(): boolean {
		return this.#session.draft.target.kind !== "sandbox";
	}

	get open(): boolean {
		return this.#open ?? !this.isLate;
	}

	set open(open: boolean) {
		this.#open = open;
	}

	/** Whether an event belongs to a session of the name on the form. */
	isOurs(event: SeenEvent): boolean {
		const { session_name: name } = event;
		if (name === null) return false;
		const { session_name: wanted } = this.#session.draft;
		return wanted === "" ? OWN_NAMES.some((start) => name.startsWith(start)) : name === wanted;
	}

	/** Reads now, and again as long as there may be something new. Gives the end of it. */
	watch(): () => void {
		this.#watched = true;
		void this.read();
		return () => {
			this.#watched = false;
			if (this.#timer) clearTimeout(this.#timer);
			this.#timer = null;
		};
	}

	async read(): Promise<void> {
		if (this.state === "reading") {
			this.#anew = true;
			return;
		}
		this.#anew = false;
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		const wasRunning = this.#session.verification.busy;
		this.state = "reading";
		try {
			const seen = await this.#session.host.awsEvents(this.#session.draft, MINUTES);
			// CloudTrail's times are whole seconds.
			const from = Math.floor(this.from / 1000) * 1000;
			this.events = seen.events.filter((event) => Date.parse(event.at) >= from);
			this.more = seen.more;
			this.fault = null;
			this.readAt = Date.now();
		} catch (thrown) {
			this.fault = toFault(thrown);
		} finally {
			this.state = "idle";
		}
		if (!this.#watched || this.fault?.code === "access-denied") return;
		if (this.#anew) return this.read();
		// Once more after the end: what came with the last check was not there yet.
		if (wasRunning || this.#session.verification.busy) this.#again(WHILE_RUNNING);
		else if (this.isLate) this.#again(WHILE_LATE);
	}

	#again(after: number): void {
		this.#timer = setTimeout(() => void this.read(), after);
	}
}
