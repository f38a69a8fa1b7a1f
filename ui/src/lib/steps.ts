// The wizard's steps: their order, their names, and the fields that stand on each.

import type { Field, Step } from "./bindings";
import type { Draft } from "./bridge";
import { texts } from "./i18n/index.svelte";

type StepFacts = { step: Step; fields: Field[] };

export const STEPS: readonly StepFacts[] = [
	{ step: "overview", fields: ["provider_types"] },
	{ step: "external_id", fields: ["external_id"] },
	{ step: "role", fields: ["account_id", "role_name", "role_path", "trust_policy"] },
	{ step: "permissions", fields: ["regions", "models"] },
	{ step: "dashboard", fields: ["role_arn", "region", "session_name", "duration_seconds"] },
	{ step: "verify", fields: ["gateway_url"] },
];

export function indexOf(step: Step): number {
	return STEPS.findIndex((each) => each.step === step);
}

export function labelOf(step: Step): string {
	return texts().steps.labels[step];
}

/** `Go to step 3, Permissions`; the overview has no number. */
export function goTo(step: Step): string {
	return texts().steps.goTo(indexOf(step), labelOf(step));
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
