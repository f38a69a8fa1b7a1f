// The rollout as it crosses the bridge, with every field there, as the host always gives it.

import type {
	RolloutAccount as AnyAccount,
	MergedRollout as AnyMerged,
	OpenedRollout as AnyOpened,
	Rollout as AnyRollout,
} from "./bindings";
import type { Draft } from "./bridge";

export type {
	AccountChange,
	AccountList,
	AccountNote,
	AccountState,
	AccountVerdict,
	ListedAccount,
	OrganizationList,
	PermissionModel,
	PlannedAccount,
	Removal,
	RolloutEvent,
	RolloutNote,
	RolloutPlace,
	RolloutPlan,
	RolloutSummary,
	RolloutView,
	VerdictStatus,
	VerifyAllEvent,
} from "./bindings";

export type RolloutAccount = Required<AnyAccount>;
export type Rollout = Omit<Required<AnyRollout>, "pattern" | "accounts"> & {
	pattern: Draft;
	accounts: RolloutAccount[];
};
export type OpenedRollout = Omit<AnyOpened, "rollout"> & { rollout: Rollout };
export type MergedRollout = Omit<AnyMerged, "rollout"> & { rollout: Rollout };
