// What the rollout's screen needs of the outside world. Every call rejects with a `Fault`.

import { type OpenedRollout as AnyOpened, commands, type Target } from "./bindings";
import { Channel } from "./host";
import type {
	AccountList,
	MergedRollout,
	OpenedRollout,
	OrganizationList,
	Removal,
	Rollout,
	RolloutEvent,
	RolloutPlan,
	RolloutSummary,
	RolloutView,
	VerifyAllEvent,
} from "./rollout-types";

export interface RolloutHost {
	list(): Promise<RolloutSummary[]>;
	/** `pattern`: the id of a saved setup; `null`: a new one. */
	create(target: Target, pattern: string | null): Promise<OpenedRollout>;
	/** With the pattern as the setup of its id now is. */
	open(id: string): Promise<OpenedRollout>;
	/** Gives those that remain. */
	remove(id: string): Promise<RolloutSummary[]>;
	view(rollout: Rollout): Promise<RolloutView>;
	save(rollout: Rollout): Promise<void>;
	/** Keeps the list as it was given, whatever it says. */
	saveList(id: string, text: string): Promise<void>;
	readAccounts(text: string): Promise<AccountList>;
	/** A file's bytes as text, whatever program wrote it. */
	textOf(bytes: Uint8Array): Promise<string>;
	organization(target: Target): Promise<OrganizationList>;
	/** Makes the list the rollout's, and gives new accounts their ExternalId. */
	merge(rollout: Rollout, text: string): Promise<MergedRollout>;
	/** Saves the pattern as a setup and gives the setup's id. */
	editPattern(rollout: Rollout): Promise<string>;
	plan(rollout: Rollout, onEvent: (event: RolloutEvent) => void): Promise<RolloutPlan>;
	/** `shown`: the digest of the plan that was shown. */
	deploy(rollout: Rollout, shown: string, onEvent: (event: RolloutEvent) => void): Promise<void>;
	retry(
		rollout: Rollout,
		accounts: string[],
		onEvent: (event: RolloutEvent) => void,
	): Promise<void>;
	/** Takes accounts out of the StackSet, and their roles unless they are retained; then the StackSet. */
	takeOut(
		rollout: Rollout,
		removal: Removal,
		onEvent: (event: RolloutEvent) => void,
	): Promise<void>;
	verify(rollout: Rollout, onEvent: (event: VerifyAllEvent) => void): Promise<void>;
	/** The path that was written; `null`: the user chose none. */
	saveTemplate(rollout: Rollout): Promise<string | null>;
	/** The table as CSV, with each account's state where a plan says it. */
	table(rollout: Rollout, plan: RolloutPlan | null): Promise<string>;
	/** Gives the path that was written. */
	saveTable(rollout: Rollout, plan: RolloutPlan | null): Promise<string | null>;
}

/** The shell fills in every field of a rollout (`#[serde(default)]`), the generated type cannot say so. */
const opened = (answer: AnyOpened): OpenedRollout => answer as OpenedRollout;

/** A channel whose events go to a listener. */
function channel<T>(onEvent: (event: T) => void): Channel<T> {
	const events = new Channel<T>();
	events.onmessage = onEvent;
	return events;
}

/** The real one: the shell's commands. */
export const tauriRollouts: RolloutHost = {
	list: commands.listRollouts,
	create: async (target, pattern) => opened(await commands.newRollout(target, pattern)),
	open: async (id) => opened(await commands.openRollout(id)),
	remove: commands.deleteRollout,
	view: commands.rolloutView,
	save: async (rollout) => {
		await commands.saveRollout(rollout);
	},
	saveList: async (id, text) => {
		await commands.saveRolloutList(id, text);
	},
	readAccounts: commands.readAccounts,
	textOf: (bytes) => commands.accountText(Array.from(bytes)),
	organization: commands.organizationAccounts,
	merge: async (rollout, text) => (await commands.mergeAccounts(rollout, text)) as MergedRollout,
	editPattern: commands.editPattern,
	plan: (rollout, onEvent) => commands.planRollout(rollout, channel(onEvent)),
	deploy: async (rollout, shown, onEvent) => {
		await commands.applyRollout(rollout, shown, channel(onEvent));
	},
	retry: async (rollout, accounts, onEvent) => {
		await commands.retryRollout(rollout, accounts, channel(onEvent));
	},
	takeOut: async (rollout, removal, onEvent) => {
		await commands.removeFromRollout(rollout, removal, channel(onEvent));
	},
	verify: async (rollout, onEvent) => {
		await commands.verifyRollout(rollout, channel(onEvent));
	},
	saveTemplate: commands.saveRolloutTemplate,
	table: commands.rolloutTable,
	saveTable: commands.saveRolloutTable,
};
