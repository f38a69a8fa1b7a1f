// Every text of every language: for the tests of what Rust tells, and for the window test, which looks for
// English among what is shown.
import { lexicon as de } from "../lib/i18n/told/de";
import { lexicon as ja } from "../lib/i18n/told/ja";

export { de } from "../lib/i18n/de";
export { en } from "../lib/i18n/en";
export { ja } from "../lib/i18n/ja";
export const LEXICONS = { de, ja };
