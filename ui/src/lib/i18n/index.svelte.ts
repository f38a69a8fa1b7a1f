// The language of the screens. English is the catalogue and there from the start; another language is the
// same object with other texts, so that one that is missing does not compile, in a file of its own that
// is read when it is first spoken.

import type { Language } from "../bindings";
import { en, type Texts } from "./en";
import { LOCALES } from "./forms";
import { type Saying, saying } from "./told";

/** Each as its own speakers call it, in the order they are offered. */
export const LANGUAGES: Record<Language, string> = { en: "English", de: "Deutsch", ja: "日本語" };

/** All that the window needs to speak a language. */
type Spoken = { language: Language; texts: Texts; told: Saying };

const ENGLISH: Spoken = { language: "en", texts: en, told: (text) => text };

const READ: Record<Language, () => Promise<Spoken>> = {
	en: async () => ENGLISH,
	de: async () => {
		const { de, lexicon } = await import("./de");
		return { language: "de", texts: de, told: saying(lexicon) };
	},
	ja: async () => {
		const { ja, lexicon } = await import("./ja");
		return { language: "ja", texts: ja, told: saying(lexicon) };
	},
};

/** The first language that a person reads and that there is; English where there is none. */
export function preferred(wanted: readonly string[]): Language {
	const known = Object.keys(LANGUAGES) as Language[];
	for (const tag of wanted) {
		const found = known.find((language) => tag.toLowerCase().split("-")[0] === language);
		if (found) return found;
	}
	return "en";
}

let spoken = $state.raw(ENGLISH);
/** The language that was asked for last. */
let wanted: Language = "en";

export function language(): Language {
	return spoken.language;
}

/** What is read from it in a component follows the language: `const t = $derived(texts().overview)`. */
export function texts(): Texts {
	return spoken.texts;
}

/** What the host tells in English, in the language of the window where it is known. */
export function told(text: string): string {
	return spoken.told(text);
}

/** For dates and numbers. */
export function locale(): string {
	return LOCALES[spoken.language];
}

/** The whole window speaks it once it is read, all at once. Until then, and where it cannot be read, it goes on as before. */
export async function speak(language: Language): Promise<void> {
	wanted = language;
	const read = await READ[language]();
	// Another one was chosen meanwhile.
	if (wanted !== language) return;
	spoken = read;
	document.documentElement.lang = language;
}
