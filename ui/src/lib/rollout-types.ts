// The rollout as it crosses the bridge.

import type { Code, DiffLine, Field, Level, Severity, Target } from "./bindings";
import type { Draft } from "./bridge";

export type AccountNote = {
	line: number;
	severity: Severity;
	code: string;
	message: string;
	remedy: string | null;
};
export type ListedAccount = {
	account_id: string;
	name: string;
	external_id: string | null;
	line: number;
};
export type AccountList = { accounts: ListedAccount[]; notes: AccountNote[] };
export type PermissionModel =
	| { kind: "self_managed" }
	| { kind: "service_managed"; organizational_units: string[] };
export type RolloutAccount = { account_id: string; name: string; external_id: string };
export type Rollout = {
	schema: number;
	id: string;
	name: string;
	target: Target;
	pattern: Draft;
	stack_set: string;
	permission_model: PermissionModel;
	access_role: string;
	accounts: RolloutAccount[];
};
export type RolloutPlace =
	| "pattern"
	| "stack_set"
	| "permission_model"
	| "access_role"
	| "accounts";
export type RolloutNote = {
	place: RolloutPlace;
	field: Field | null;
	severity: Severity;
	code: string;
	message: string;
	remedy: string | null;
};
export type RolloutRow = {
	account_id: string;
	name: string;
	external_id: string;
	role_arn: string | null;
	notes: RolloutNote[];
};
export type RolloutView = {
	rows: RolloutRow[];
	problems: RolloutNote[];
	code: Code | null;
	region: string;
	table_file_name: string;
	ready: boolean;
};
export type StackSetChange =
	| { change: "create" }
	| { change: "update"; diff: DiffLine[] }
	| { change: "unchanged" };
export type AccountChange =
	| { change: "add" }
	| { change: "update_external_id"; from: string | null; to: string }
	| { change: "retry"; status: string; reason: string | null }
	| { change: "wait"; status: string }
	| { change: "stuck"; status: string; reason: string | null }
	| { change: "unchanged" };
export type AccountState =
	| "not_deployed"
	| "in_progress"
	| "done"
	| "failed"
	| "differs"
	| "not_listed";
export type PlannedAccount = { account_id: string; state: AccountState; change: AccountChange };
export type RolloutPlan = {
	digest: string;
	stack_set: StackSetChange;
	rows: PlannedAccount[];
	stray: string[];
	counts: Record<AccountState, number>;
	calls: number;
	problems: RolloutNote[];
};
export type RolloutSummary = {
	id: string;
	name: string;
	target: Target;
	accounts: number;
	saved_at: string;
};
export type ChangedId = { account_id: string; from: string; to: string };
export type Merged = {
	added: string[];
	kept: number;
	changed: ChangedId[];
	dropped: RolloutAccount[];
};
export type AccountOutcome = {
	account_id: string;
	state: AccountState;
	status: string;
	reason: string | null;
	millis: number;
};
export type RolloutEvent =
	| { event: "reading"; read: number; of: number }
	| { event: "planned"; accounts: string[] }
	| { event: "stack_set"; status: string }
	| { event: "started"; account_id: string }
	| { event: "status"; account_id: string; status: string }
	| { event: "finished"; account: AccountOutcome }
	| { event: "ended"; cancelled: boolean };
export type VerdictStatus = "passed" | "failed" | "warning" | "unreachable" | "cancelled";
export type AccountVerdict = {
	account_id: string;
	status: VerdictStatus;
	level: Level | null;
	failed: string[];
	fault: { code: string; message: string; hint: string | null } | null;
};
export type VerifyAllEvent =
	| { event: "started"; account_id: string }
	| { event: "verdict"; verdict: AccountVerdict }
	| { event: "ended"; cancelled: boolean };
/** Shell's own: a rollout, its list as it was given, and everything the screen shows of it. */
export type OpenedRollout = { rollout: Rollout; view: RolloutView; list: string };
export type MergedRollout = { rollout: Rollout; view: RolloutView; merged: Merged };
/** The organization's accounts as a list that is read like any other. */
export type OrganizationList = { text: string; left_out: number };
