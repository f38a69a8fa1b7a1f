import type { Texts } from "../en";
import { common } from "./common";
import { steps } from "./steps";
import { welcome } from "./welcome";

export const ja: Texts = { common, steps, welcome };
