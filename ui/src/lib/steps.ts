// The wizard's steps: their order, their names, and the fields that stand on each.

import type { Field, Step } from "./bindings";
import type { Draft } from "./bridge";

type StepFacts = { step: Step; label: string; fields: Field[] };

export const STEPS: readonly StepFacts[] = [
	{ step: "overview", label: "Overview", fields: ["provider_types"] },
	{ step: "external_id", label: "ExternalId", fields: ["external_id"] },
	{
		step: "role",
		label: "IAM role",
		fields: ["account_id", "role_name", "role_path", "trust_policy"],
	},
	{ step: "permissions", label: "Permissions", fields: ["regions", "models"] },
	{
		step: "dashboard",
		label: "Dashboard values",
		fields: ["role_arn", "region", "session_name", "duration_seconds"],
	},
	{ step: "verify", label: "Verify", fields: ["gateway_url"] },
];

export function indexOf(step: Step): number {
	return STEPS.findIndex((each) => each.step === step);
}

export function labelOf(step: Step): string {
	return STEPS[indexOf(step)]?.label ?? step;
}

/** `step 3, Permissions`; the overview has no number. */
export function nameOf(step: Step): string {
	const index = indexOf(step);
	return index === 0 ? "the overview" : `step ${index}, ${labelOf(step)}`;
}

export function fieldsOf(step: Step): Field[] {
	return STEPS[indexOf(step)]?.fields ?? [];
}

/** The step that a field stands on. */
export function stepOf(field: Field): Step | null {
	return STEPS.find((each) => each.fields.includes(field))?.step ?? null;
}

export function neighbour(step: Step, by: 1 | -1): Step | null {
	return STEPS[indexOf(step) + by]?.step ?? null;
}

/** Which part of a setup a plan or a verification was made from: when it differs, they are stale. */
export function substance(draft: Draft): string {
	const { name: _name, step: _step, visited: _visited, applied: _applied, ...rest } = draft;
	return JSON.stringify(rest);
}
