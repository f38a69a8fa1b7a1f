// What the rollout's screen needs of the outside world. Every call rejects with a `Fault`.

import type { Target } from "./bindings";
import type {
	AccountList,
	MergedRollout,
	OpenedRollout,
	OrganizationList,
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
	/** Takes accounts out of the StackSet, and their roles with them. */
	takeOut(
		rollout: Rollout,
		accounts: string[],
		onEvent: (event: RolloutEvent) => void,
	): Promise<void>;
	verify(rollout: Rollout, onEvent: (event: VerifyAllEvent) => void): Promise<void>;
	/** The path that was written; `null`: the user chose none. */
	saveTemplate(rollout: Rollout): Promise<string | null>;
	/** With each account's state where a plan says it. */
	saveTable(rollout: Rollout, plan: RolloutPlan | null): Promise<string | null>;
}

/** The real one: the shell's commands. */
export const tauriRollouts = {} as RolloutHost;
