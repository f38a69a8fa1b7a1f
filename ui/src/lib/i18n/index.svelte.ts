// The language of the screens. English is the catalogue; another language is the same object with other
// texts, so that one that is missing does not compile.

import type { Language } from "../bindings";
import { de } from "./de";
import { en, type Texts } from "./en";
import { LOCALES } from "./forms";
import { ja } from "./ja";
import { said } from "./told";

/** Each as its own speakers call it, in the order they are offered. */
export const LANGUAGES: Record<Language, string> = { en: "English", de: "Deutsch", ja: "日本語" };

const CATALOGUES: Record<Language, Texts> = { en, de, ja };

/** The first language that a person reads and that there is; English where there is none. */
export function preferred(wanted: readonly string[]): Language {
	const known = Object.keys(LANGUAGES) as Language[];
	for (const tag of wanted) {
		const found = known.find((language) => tag.toLowerCase().split("-")[0] === language);
		if (found) return found;
	}
	return "en";
}

let chosen = $state<Language>(preferred(navigator.languages));
document.documentElement.lang = preferred(navigator.languages);

export function language(): Language {
	return chosen;
}

/** What is read from it in a component follows the language: `const t = $derived(texts().overview)`. */
export function texts(): Texts {
	return CATALOGUES[chosen];
}

/** What the host tells in English, in the language of the window where it is known. */
export function told(text: string): string {
	return said(text, chosen);
}

/** For dates and numbers. */
export function locale(): string {
	return LOCALES[chosen];
}

/** The whole window speaks it from now on. */
export function speak(language: Language): void {
	chosen = language;
	document.documentElement.lang = language;
}
