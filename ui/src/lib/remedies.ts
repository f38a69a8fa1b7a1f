// What a diagnosis offers at a click, as its button says it.

import type { RemedyAction } from "./bindings";

export const REMEDIES: Record<RemedyAction, string> = {
	allow_inference_profiles: "Show the change",
	allow_streaming: "Show the change",
	show_plan: "Show the change",
	restore_trust_policy: "Restore the trust policy",
	grant_model_access: "Give access to the model",
	verify_again: "Verify again",
	sign_in: "Sign in again",
	enter_key: "Enter the key",
};
