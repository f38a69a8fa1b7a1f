import type { Lexicon } from "..";
import { checks } from "./checks";
import { diagnoses } from "./diagnoses";
import { notes } from "./notes";
import { plan } from "./plan";
import { reasons } from "./reasons";

export const lexicon: Lexicon = { ...checks, ...diagnoses, ...notes, ...plan, ...reasons };
