// The list of accounts as it was given: read as it is typed, kept whatever it says.

import type { Fault } from "./bindings";
import { toFault } from "./fault";
import { texts } from "./i18n/index.svelte";
import { latest } from "./latest";
import type { RolloutDesk } from "./rollout.svelte";
import type { AccountList } from "./rollout-types";

/** Sixteen megabytes: more accounts than any organisation has. */
const LARGEST = 16 * 1024 * 1024;

export class RolloutList {
	readonly #desk: RolloutDesk;
	declare text: string;
	declare open: boolean;
	read = $state.raw<AccountList | null>(null);
	fault = $state.raw<Fault | null>(null);
	/** Asking the organisation, reading a file, or bringing the list in. */
	busy = $state<"organization" | "file" | "merge" | null>(null);
	/** What the last change came to, in the language of the moment. */
	say = $state.raw<(() => string) | null>(null);
	/** What the list was before it was replaced. */
	before = $state.raw<string | null>(null);
	readonly #question;

	constructor(desk: RolloutDesk, text: string) {
		this.#desk = desk;
		this.text = $state(text);
		this.open = $state(desk.rollout.accounts.length === 0);
		this.#question = latest(
			(text: string) => desk.host.rollouts.readAccounts(text),
			(read) => {
				this.read = read;
				this.fault = null;
			},
			(thrown) => {
				this.fault = toFault(thrown);
			},
		);
		if (text !== "") void this.#question.ask(text);
	}

	get said(): string {
		return this.say?.() ?? "";
	}

	/** Whether the list says something else than the rollout. */
	get differs(): boolean {
		const listed = this.read?.accounts ?? [];
		const known = new Map(this.#desk.rollout.accounts.map((each) => [each.account_id, each]));
		if (listed.length !== known.size) return true;
		return listed.some((each) => {
			const mine = known.get(each.account_id);
			if (!mine || (each.name !== "" && each.name !== mine.name)) return true;
			return each.external_id !== null && each.external_id !== mine.external_id;
		});
	}

	type(text: string): void {
		this.text = text;
		this.say = null;
		this.before = null;
		this.#desk.listChanged();
		void this.#question.ask(text);
	}

	#replace(text: string, say: () => string): void {
		const before = this.text;
		this.type(text);
		this.say = say;
		if (before.trim() !== "" && before !== text) this.before = before;
	}

	undo(): void {
		if (this.before !== null) this.type(this.before);
	}

	async openFile(file: File): Promise<void> {
		await this.#doing("file", async () => {
			if (file.size > LARGEST) throw new Error(texts().rollout.list.tooLarge);
			const bytes = new Uint8Array(await file.arrayBuffer());
			const text = await this.#desk.host.rollouts.textOf(bytes);
			this.#replace(text, () => texts().rollout.list.ofFile(file.name));
		});
	}

	async fromOrganization(): Promise<void> {
		await this.#doing("organization", async () => {
			const { rollout, host } = this.#desk;
			const { text, left_out } = await host.rollouts.organization(rollout.target);
			this.#replace(text, () => texts().rollout.list.ofOrganization(left_out));
		});
	}

	/** Makes the list the rollout's; asks where accounts leave it. */
	async take(): Promise<void> {
		await this.#doing("merge", async () => {
			const { host, wizard } = this.#desk;
			const { rollout, view, merged } = await host.rollouts.merge(this.#desk.rollout, this.text);
			const dropped = merged.dropped.length;
			if (dropped > 0 && !(await wizard.ask(texts().rollout.list.leave(dropped)))) return;
			this.#desk.adopt(rollout, view);
			this.before = null;
			const [added, changed] = [merged.added.length, merged.changed.length];
			this.say = () => texts().rollout.list.merged(added, changed, dropped);
			this.open = false;
		});
	}

	async #doing(what: "organization" | "file" | "merge", work: () => Promise<void>): Promise<void> {
		if (this.busy !== null) return;
		this.busy = what;
		this.fault = null;
		this.say = null;
		try {
			await work();
		} catch (thrown) {
			this.fault = toFault(thrown);
		} finally {
			this.busy = null;
		}
	}
}
