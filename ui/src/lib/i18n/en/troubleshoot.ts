// Any error text: its cause, its step, its fix.

import type { Certainty, RemedyAction } from "../../bindings";

const certainties: Record<Certainty, string> = {
	certain: "the cause",
	likely: "the most likely cause",
	unknown: "not known",
};

/** What a diagnosis offers at a click. */
const remedies: Record<RemedyAction, string> = {
	allow_inference_profiles: "Show the change",
	allow_streaming: "Show the change",
	show_plan: "Show the change",
	restore_trust_policy: "Restore the trust policy",
	grant_model_access: "Give access to the model",
	verify_again: "Verify again",
	sign_in: "Sign in again",
	enter_key: "Enter the key",
};

export const troubleshoot = {
	title: "Troubleshoot an error",
	lead: "Paste the error text as the QuilrAI dashboard, the AWS console or a terminal showed it. Everything stays on this machine.",
	text: "Error text",
	certainties,
	remedies,
	copy: "Copy diagnostics",
	copyNamed: "Copy diagnostics: versions and surroundings, for a report of a fault",
	nothingYet: "There are none yet",
};
