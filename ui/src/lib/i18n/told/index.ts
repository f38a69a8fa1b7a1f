// What the host tells in English, said in another language. Each text is looked up as it was written in
// Rust, with `{1}`, `{2}` for what differs; one that is not there stays as it was told.

import type { Language } from "../../bindings";
import { checks as deChecks } from "./de/checks";
import { diagnoses as deDiagnoses } from "./de/diagnoses";
import { notes as deNotes } from "./de/notes";
import { plan as dePlan } from "./de/plan";
import { reasons as deReasons } from "./de/reasons";
import { rollout as deRollout } from "./de/rollout";
import { checks as jaChecks } from "./ja/checks";
import { diagnoses as jaDiagnoses } from "./ja/diagnoses";
import { notes as jaNotes } from "./ja/notes";
import { plan as jaPlan } from "./ja/plan";
import { reasons as jaReasons } from "./ja/reasons";
import { rollout as jaRollout } from "./ja/rollout";

type Other = Exclude<Language, "en">;
type Lexicon = Record<string, string>;

/** By language; English is what is told. */
export const LEXICONS: Record<Other, Lexicon> = {
	de: { ...deChecks, ...deDiagnoses, ...deNotes, ...dePlan, ...deReasons, ...deRollout },
	ja: { ...jaChecks, ...jaDiagnoses, ...jaNotes, ...jaPlan, ...jaReasons, ...jaRollout },
};

type Pattern = { form: RegExp; translation: string };

/** Those with holes, the ones that say most first: a short one would else take what a longer one fits. */
function patterns(lexicon: Lexicon): Pattern[] {
	return Object.entries(lexicon)
		.filter(([english]) => english.includes("{1}"))
		.sort(([a], [b]) => b.length - a.length)
		.map(([english, translation]) => {
			const parts = english
				.split(/\{\d\}/)
				.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
			// A message has no full stop: what ends one would else swallow a whole hint.
			const last =
				parts.at(-1) === "" ? `${parts.slice(0, -1).join("(.+?)")}(.*[^.])` : parts.join("(.+?)");
			return { form: new RegExp(`^${last}$`), translation };
		});
}

const PATTERNS: Record<Other, Pattern[]> = { de: patterns(LEXICONS.de), ja: patterns(LEXICONS.ja) };

/** A text of the host in a language. What stands in its holes is looked up too: a reason, a name of a thing. */
export function said(text: string, language: Language): string {
	if (language === "en" || text === "") return text;
	const whole = LEXICONS[language][text];
	if (whole !== undefined) return whole;
	for (const { form, translation } of PATTERNS[language]) {
		const found = form.exec(text);
		if (!found) continue;
		return translation.replace(/\{(\d)\}/g, (_, hole) => said(found[Number(hole)] ?? "", language));
	}
	return text;
}
