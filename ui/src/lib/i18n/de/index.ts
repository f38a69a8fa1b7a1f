import type { Texts } from "../en";
import { common } from "./common";
import { create } from "./create";
import { dashboard } from "./dashboard";
import { documents } from "./documents";
import { externalId } from "./externalId";
import { keys } from "./keys";
import { overview } from "./overview";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { rail } from "./rail";
import { report } from "./report";
import { role } from "./role";
import { rollout } from "./rollout";
import { signin } from "./signin";
import { steps } from "./steps";
import { troubleshoot } from "./troubleshoot";
import { upkeep } from "./upkeep";
import { verify } from "./verify";
import { welcome } from "./welcome";

// With the texts, so that the language is one file.
export { lexicon } from "../told/de";

export const de: Texts = {
	common,
	create,
	dashboard,
	documents,
	externalId,
	keys,
	overview,
	permissions,
	plan,
	rail,
	report,
	role,
	rollout,
	signin,
	steps,
	troubleshoot,
	upkeep,
	verify,
	welcome,
};
