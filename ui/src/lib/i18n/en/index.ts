// English: the catalogue. An area of the screens is a file.

import { common } from "./common";
import { steps } from "./steps";
import { welcome } from "./welcome";

export const en = { common, steps, welcome };

export type Texts = typeof en;
