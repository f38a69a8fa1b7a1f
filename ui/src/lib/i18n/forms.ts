// Numbers and their nouns, as a language writes them.

/** The locale that dates and numbers of a language are written in. */
export const LOCALES = { en: "en-GB", de: "de-DE", ja: "ja-JP" } as const;

type Locale = (typeof LOCALES)[keyof typeof LOCALES];

/** What a noun is beside a number; a language without plurals has `other` alone. */
type Noun = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** How a language counts: `3 changes`, `1 Änderung`. */
export function counting(locale: Locale) {
	const rules = new Intl.PluralRules(locale);
	const numbers = new Intl.NumberFormat(locale);
	const number = (count: number): string => numbers.format(count);
	const noun = (count: number, forms: Noun): string => forms[rules.select(count)] ?? forms.other;
	return {
		number,
		/** The form alone. */
		noun,
		/** The number, a space, and the form. */
		count: (count: number, forms: Noun): string => `${number(count)} ${noun(count, forms)}`,
	};
}
