// What the host tells in English, said in another language. Each text is looked up as it was written in
// Rust, with `{1}`, `{2}` for what differs; one that is not there stays as it was told.

/** By the English text. */
export type Lexicon = Record<string, string>;

/** Says what the host tells. */
export type Saying = (text: string) => string;

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

/** How a language says what the host tells. What stands in a text's holes is looked up too: a reason, a name of a thing. */
export function saying(lexicon: Lexicon): Saying {
	const forms = patterns(lexicon);
	return function said(text): string {
		if (text === "") return text;
		const whole = lexicon[text];
		if (whole !== undefined) return whole;
		for (const { form, translation } of forms) {
			const found = form.exec(text);
			if (!found) continue;
			return translation.replace(/\{(\d)\}/g, (_, hole) => said(found[Number(hole)] ?? ""));
		}
		return text;
	};
}
