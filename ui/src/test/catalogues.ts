// For the window test: every text of every language, to look for English among what is shown.
export { de } from "../lib/i18n/de";
export { en } from "../lib/i18n/en";
export { ja } from "../lib/i18n/ja";
export { LEXICONS } from "../lib/i18n/told";
