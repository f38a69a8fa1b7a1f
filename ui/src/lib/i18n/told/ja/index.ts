import type { Lexicon } from "..";
import { checks } from "./checks";
import { diagnoses } from "./diagnoses";
import { faults } from "./faults";
import { hints } from "./hints";
import { notes } from "./notes";
import { plan } from "./plan";
import { reasons } from "./reasons";
import { rollout } from "./rollout";

export const lexicon: Lexicon = {
	...checks,
	...diagnoses,
	...faults,
	...hints,
	...notes,
	...plan,
	...reasons,
	...rollout,
};
