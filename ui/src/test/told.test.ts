// What Rust tells is said in German and Japanese, for as long as Rust tells it so.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { speak, told } from "../lib/i18n/index.svelte";
import { LEXICONS } from "./catalogues";

const root = join(import.meta.dirname, "../../..");
const rust = readdirSync(root, { encoding: "utf8" })
	.filter((folder) => ["crates", "src-tauri"].includes(folder))
	.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
			join(root, folder, name),
		),
	)
	.filter((name) => name.endsWith(".rs") && !name.includes("/tests/"))
	.map((name) => readFileSync(name, "utf8"))
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
	// With a profile that is meant, and without.
	...Object.fromEntries(
		[
			"no AWS credentials were found{}",
			"the sign-in{} has expired",
			"AWS does not accept the credentials{}: {}",
			"signing in{} failed: {}",
			"the sign-in{} needs the code of the MFA device `{}`",
		].flatMap((english) => [
			[english.replace("{}", ""), [english]],
			[english.replace("{}", " for the profile `{}`"), [english, " for the profile `{}`"]],
		]),
	),
	"cannot sign in: {}": ["{}cannot sign in: {}"],
	"the profile `{}` cannot sign in: {}": ["the profile `{}` ", "{}cannot sign in: {}"],
	...Object.fromEntries(
		[
			"sign in again with `aws login{}`",
			"sign in again, for example with `aws sso login{}`",
			"try `aws sts get-caller-identity{}`, which shows what the AWS CLI makes of it",
			"sign in through the browser: here, with `bedrock-role profiles NAME` at a terminal, or with `aws sso login{}`",
		].map((english) => [english.replace("{}", ""), [english]]),
	),
	// The headline of a report.
	"requests through QuilrAI’s gateway reach Bedrock": [
		"requests through QuilrAI\\u{}s gateway reach Bedrock",
	],
	"Not proven: one thing left to fix": ["Not proven: {} left to fix", "one thing"],
	"Not proven: {} things left to fix": ["Not proven: {} left to fix", "{} things"],
	// A keychain's trouble and its remedy, in one line.
	...Object.fromEntries(
		[
			"this machine has no keychain that answers",
			"the keychain is locked",
			"the keychain was asked, and access was refused",
			"what the keychain holds for this setup is not a QuilrAI key",
		].map((trouble) => [`${trouble}: {}`, [trouble, "{}: {}"]]),
	),
	"the undo record `{}` cannot be used: {}: check that the folder can be written and has space": [
		"the undo record `{}` cannot be used: {}",
		"check that the folder can be written and has space",
	],
	"is {} behind AWS's": ["is {} {} AWS's", "behind"],
	"is {} ahead of AWS's": ["is {} {} AWS's", "ahead of"],
	"`{}` answered with a web page, which QuilrAI's gateway never does": [
		"`{}` answered with a web page{}, which QuilrAI's gateway never does",
	],
	"`{}` answered with a web page (“{}”), which QuilrAI's gateway never does": [
		"`{}` answered with a web page{}, which QuilrAI's gateway never does",
		" (\\u{}{}\\u{})",
	],
	...Object.fromEntries(
		["setup", "rollout"].flatMap((what) => [
			[
				`The folder {} cannot be used ({}). Every ${what} is kept until you close this window, and not saved. Make the folder writable, then start again.`,
				[
					"The folder {} cannot be used ({}). Every {} is kept until you close this window, and not saved. Make the folder writable, then start again.",
				],
			],
			[
				`The ${what} file {} could not be read ({}). It is kept as {}; nothing in it was changed.`,
				["The {} file {} could not be read ({}). It is kept as {}; nothing in it was changed."],
			],
			[
				`The ${what} file {} could not be read ({}), nor moved aside ({}).`,
				["The {} file {} could not be read ({}), nor moved aside ({})."],
			],
			[
				`Another window, or another program, changed this ${what} too. What you see here is saved; the other version is kept as {}. Close one of the windows.`,
				[
					"Another window, or another program, changed this {} too. What you see here is saved; the other version is kept as {}. Close one of the windows.",
				],
			],
		]),
	),
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
])("%j is said in German", async (english, german) => {
	expect(told(english)).toBe(english);
	await speak("de");
	expect(told(english)).toBe(german);
});
