// What Rust tells is said in German and Japanese, for as long as Rust tells it so.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LEXICONS, said } from "../lib/i18n/told";

const root = join(import.meta.dirname, "../../..");
const rust = readdirSync(join(root, "crates"), { recursive: true, encoding: "utf8" })
	.filter((name) => name.endsWith(".rs") && !name.includes("/tests/"))
	.map((name) => readFileSync(join(root, "crates", name), "utf8"))
	// A long text goes on in the next line behind a backslash; `\\w` of a raw string is `\\\\w` here.
	.map((text) => text.replace(/\\\n\s*/g, "").replace(/\\"/g, '"'));
const data = ["pack.json", "errors.json"].map((name) =>
	readFileSync(join(root, "templates", name), "utf8")
		.replace(/\\\\/g, "\\")
		.replace(/<[A-Z-]+>/g, "{}"),
);
const sources = [...rust, ...data].join("\n").replace(/\{[^{}\n]*\}/g, "{}");

/** Put together in Rust: what each is made of. */
const JOINED: Record<string, string[]> = {
	"a region must not contain {}": ["a region", " must not contain {}"],
	"the ARN has the account `{}`, the setup says `{}`": [
		"the ARN has the {} `{}`, the setup says `{}`",
	],
	"the ARN has the role name `{}`, the setup says `{}`": [
		"the ARN has the {} `{}`, the setup says `{}`",
	],
	"the ARN has the path `{}`, the setup says `{}`": [
		"the ARN has the {} `{}`, the setup says `{}`",
	],
	"Add the inline policy {}": ["Add", "{} the inline policy {}"],
	"Replace the inline policy {}": ["Replace", "{} the inline policy {}"],
	"{} at the start": [" at the start"],
	"{} at the end": [" at the end"],
	"{} at character {}": [" at character {}"],
	"Write `{}`. The paths of the surfaces are added to it.": [
		"{} The paths of the surfaces are added to it.",
	],
	"A role's ARN looks like {}.": ["A role's ARN looks like "],
	"Write the host's name, as in `{}`.": ["Write the host's name, as in `"],
	...Object.fromEntries(
		["names this principal", "names everyone"].flatMap((names) =>
			["has no condition", "its conditions are met"].map((end) => [
				`statement {} ${names} and ${end}`,
				[names, `statement {} {} and ${end}`],
			]),
		),
	),
	...Object.fromEntries(
		["statement {} (`{}`) of {}", "statement {} of {}"].flatMap((place) =>
			["{} denies it", "{} allows it"].map((end) => [end.replace("{}", place), [place, end]]),
		),
	),
	"the tag `{}`": ["the tag `{}={}`"],
};

test("every text that is looked up is told so by Rust or the template pack", () => {
	const unknown = Object.keys(LEXICONS.de)
		.map((english) => english.replace(/\{\d\}/g, "{}"))
		.filter((english) => !(JOINED[english] ?? [english]).every((part) => sources.includes(part)));
	expect(unknown).toEqual([]);
});

test.each(["de", "ja"] as const)("%s fills in every value, once", (language) => {
	const holes = (text: string) => (text.match(/\{\d\}/g) ?? []).sort();
	const codes = (text: string) => (text.match(/`[^`]*`/g) ?? []).sort();
	for (const [english, translation] of Object.entries(LEXICONS[language])) {
		// The one that names the field in passing says it otherwise.
		if (english.startsWith("Correct the {1}")) continue;
		expect(holes(translation), english).toEqual(holes(english));
		expect(codes(translation), english).toEqual(codes(english));
	}
});

test.each([
	["The role exists", "Die Rolle ist vorhanden"],
	["The permissions allow bedrock_rerank", "Die Berechtigungen erlauben bedrock_rerank"],
	["amazon.nova-micro-v1:0, on demand", "amazon.nova-micro-v1:0, On-Demand"],
	[
		"aws_external_id must not contain a space at the end",
		"aws_external_id darf ein Leerzeichen am Ende nicht enthalten",
	],
	[
		"this ExternalId can be guessed: it contains the word `acme`",
		"Diese ExternalId lässt sich erraten: Sie enthält das Wort `acme`",
	],
	[
		"the role's MaxSessionDuration is 3600, less than 43200",
		"MaxSessionDuration der Rolle ist 3600, weniger als 43200",
	],
	[
		"`sts:ExternalId` is absent, the statement wants `7f3c`",
		"`sts:ExternalId` fehlt, die Anweisung verlangt `7f3c`",
	],
	[
		"statement 1 (`Gateway`) of the trust policy denies it",
		"Anweisung 1 (`Gateway`) der Vertrauensrichtlinie verweigert es",
	],
	[
		"Remove a space at character 5. Letters, digits and _ + = , . @ : / - are allowed.",
		"Entfernen Sie ein Leerzeichen an Stelle 5. Erlaubt sind Buchstaben, Ziffern und _ + = , . @ : / -.",
	],
	[
		"the account `111111111111` stands in line 2 already, without this ExternalId",
		"Das Konto `111111111111` steht schon in Zeile 2, ohne diese ExternalId",
	],
	["what nobody translated yet", "what nobody translated yet"],
	["", ""],
])("%j is said in German", (english, german) => {
	expect(said(english, "de")).toBe(german);
	expect(said(english, "en")).toBe(english);
});
