// German and Japanese say all that English says, and the window changes its language while it is used.

import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { spans } from "../components/Rich.svelte";
import type { Language } from "../lib/bindings";
import { LANGUAGES, preferred, speak, texts } from "../lib/i18n/index.svelte";
import { dayAndTime, millis, spokenDuration } from "../lib/text";
import { de, en } from "./catalogues";
import { BOOT } from "./fake-view";
import { openApp, openAt } from "./helpers";
import { MemoryHost } from "./memory-host";

type Text = string | ((...values: unknown[]) => unknown);

/** Every text of a catalogue by its place: `upkeep.hows.delete.label`. */
function leaves(value: unknown, place: string[] = []): [string, Text][] {
	if (typeof value === "string" || typeof value === "function") {
		return [[place.join("."), value as Text]];
	}
	return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, [...place, key]));
}

async function catalogue(language: Language): Promise<Map<string, Text>> {
	await speak(language);
	return new Map(leaves(texts()));
}

/** What a text says of the values that it is given; a title and a lead together. */
function said(text: Text, values: unknown[]): string {
	const answer = typeof text === "string" ? text : text(...values);
	return typeof answer === "string" ? answer : Object.values(answer as object).join("\n");
}

/** Written the same in every language, or the same by chance. */
const SAME = new Set(
	`Bedrock Role Wizard|ExternalId|CloudFormation|StackSet|Terraform|AWS CLI|SSO|aws login|Identity Center
	InvokeModel|Streaming|Gateway|Proxy|optional|Sandbox|credential_process|Rollouts|Region|Plan|Name`.split(
		/[|\n\t]+/,
	),
);

test.each(["de", "ja"] as const)("%s leaves nothing in English", async (language) => {
	const english = await catalogue("en");
	const same = [...(await catalogue(language))].filter(
		([place, text]) => typeof text === "string" && text === english.get(place) && !SAME.has(text),
	);
	expect(same).toEqual([]);
});

test.each(["de", "ja"] as const)("%s says every value that English says", async (language) => {
	const english = await catalogue("en");
	const missing = [...(await catalogue(language))].flatMap(([place, text]) =>
		// A list of one is written as the one.
		[
			[23, 45, 67],
			[["«1»"], ["«2»"], ["«3»"]],
			["«1»", "«2»", "«3»"],
		].flatMap((values) => {
			try {
				const wanted = said(english.get(place) ?? "", values);
				const here = said(text, values);
				const shown = values.map(String).filter((value) => wanted.includes(value));
				return shown.filter((value) => !here.includes(value)).map((value) => `${place}: ${value}`);
			} catch {
				// Values of another kind than this text takes.
				return [];
			}
		}),
	);
	expect(missing).toEqual([]);
});

test.each(["de", "ja"] as const)("%s sets the same words as code", async (language) => {
	const codes = (text: Text) =>
		spans(said(text, ["«1»", "«2»", "«3»"]))
			.filter((span) => span.as === "code")
			.map((span) => span.text)
			.sort();
	const english = await catalogue("en");
	for (const [place, text] of await catalogue(language)) {
		if (place === "documents.onceFilledIn") continue;
		expect(codes(text), place).toEqual(codes(english.get(place) ?? ""));
	}
});

test.each(["de", "ja"] as const)("%s calls what is copied as its button does", async (language) => {
	await speak(language);
	const { common, plan, report, troubleshoot, role, dashboard, keys } = texts();
	const pairs = [
		[plan.copy, plan.copyNamed],
		[report.copy, report.copyNamed],
		[troubleshoot.copy, troubleshoot.copyNamed],
		[common.copy, dashboard.copyNamed("x")],
		[common.copy, texts().documents.copyTrust],
		[common.copy, texts().documents.copyPermissions],
		[common.copy, texts().externalId.copy],
		[common.copy, texts().verify.terminal.copy],
		[common.copy, texts().upkeep.copyNew],
		[common.remove, keys.removeNamed("x")],
		[role.statements(2), role.statementsOf(2, "x")],
	] as const;
	for (const [shown, called] of pairs) expect(called.toLowerCase()).toContain(shown.toLowerCase());
});

test("one and many are told apart as each language does", async () => {
	const changes = async (language: Language) => {
		await speak(language);
		return [1, 2, 1000].map((n) => texts().plan.fresh(n));
	};
	expect(await changes("en")).toEqual([
		"A new role, 1 change",
		"A new role, 2 changes",
		"A new role, 1,000 changes",
	]);
	expect(await changes("de")).toEqual([
		"Eine neue Rolle, 1 Änderung",
		"Eine neue Rolle, 2 Änderungen",
		"Eine neue Rolle, 1.000 Änderungen",
	]);
	await speak("de");
	expect(texts().verify.headlines.provenWith(1).title).toBe("Nachgewiesen, ein Punkt zu lesen");
});

test("dates, numbers and durations are written as the language writes them", async () => {
	const written = async (language: Language) => {
		await speak(language);
		return [
			dayAndTime("2026-11-22T14:02:00"),
			millis(1234),
			spokenDuration("5400"),
			spokenDuration("3600"),
		];
	};
	expect(await written("en")).toEqual(["22 Nov 2026, 14:02", "1.2 s", "1 h 30 min", "1 hour"]);
	expect(await written("de")).toEqual(["22. Nov. 2026, 14:02", "1,2 s", "1 h 30 min", "1 Stunde"]);
	expect(await written("ja")).toEqual(["2026年11月22日 14:02", "1.2 秒", "1 時間 30 分", "1 時間"]);
});

test.each([
	[["de-AT", "en"], "de"],
	[["ja"], "ja"],
	[["fr-CA", "JA-jp", "de"], "ja"],
	[["en-US", "de"], "en"],
	[["fr"], "en"],
	[[], "en"],
	[["den"], "en"],
] as const)("a system that prefers %j is answered in %s", (wanted, language) => {
	expect(preferred(wanted)).toBe(language);
});

test("the language that was chosen is the one of the next start", async () => {
	const host = new MemoryHost();
	host.boot = async () => ({ ...BOOT, language: "ja" });
	await openApp(host);
	expect(document.documentElement).toHaveAttribute("lang", "ja");
	await waitFor(() =>
		expect(screen.getByTestId("try-sandbox")).toHaveTextContent("サンドボックスで試す"),
	);
});

test("the first screen shows no word of another language before its own is read", async () => {
	vi.spyOn(navigator, "languages", "get").mockReturnValue(["de-DE"]);
	const shown: string[] = [];
	const watch = new MutationObserver(() => shown.push(document.body.textContent));
	watch.observe(document.body, { childList: true, subtree: true, characterData: true });
	await openApp();
	watch.disconnect();
	expect(document.documentElement).toHaveAttribute("lang", "de");
	expect(shown.filter((text) => text.includes(en.welcome.trySandbox))).toEqual([]);
	expect(shown.some((text) => text.includes(de.welcome.trySandbox))).toBe(true);
});

test("the language that is chosen last is the one that is spoken and kept", async () => {
	const { host } = await openAt("role");
	const choice = screen.getByTestId("language");
	// Both before either is read.
	for (const value of ["de", "ja"]) fireEvent.change(choice, { target: { value } });
	await waitFor(() => expect(host.languages).toEqual(["ja"]));
	expect(document.documentElement).toHaveAttribute("lang", "ja");
	expect(choice).toHaveValue("ja");
});

test("each language is offered by its own name", async () => {
	await openApp();
	const options = within(screen.getByRole("combobox", { name: "Language" })).getAllByRole("option");
	expect(options.map((option) => option.textContent)).toEqual(Object.values(LANGUAGES));
	expect(options.map((option) => option.getAttribute("lang"))).toEqual(Object.keys(LANGUAGES));
});

test("switching changes the words alone: what is typed, the step and the focus stay", async () => {
	const { user, host, session } = await openAt("role");
	await user.clear(screen.getByTestId("field-role_name"));
	await user.type(screen.getByTestId("field-role_name"), "not saved yet!");
	const choice = screen.getByTestId("language");
	choice.focus();
	await user.selectOptions(choice, "de");
	await waitFor(() => expect(host.languages).toEqual(["de"]));
	expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent(texts().role.title);
	expect(texts().role.title).toContain("niemand sonst");
	expect(document.documentElement).toHaveAttribute("lang", "de");
	expect(screen.getByTestId("field-role_name")).toHaveValue("not saved yet!");
	expect(session.draft.role_name).toBe("not saved yet!");
	expect(choice).toHaveFocus();
	await user.selectOptions(choice, "en");
	await waitFor(() => expect(host.languages).toEqual(["de", "en"]));
	expect(screen.getByLabelText("Role name")).toHaveValue("not saved yet!");
});

test("a choice that cannot be kept is taken all the same, and that is said", async () => {
	const host = new MemoryHost();
	host.setLanguage = async () => {
		throw { code: "language", message: "it could not be remembered: no space left", hint: null };
	};
	const { user } = await openAt("overview", host);
	await user.selectOptions(screen.getByTestId("language"), "ja");
	await waitFor(() => screen.getByRole("alert"));
	expect(screen.getByRole("alert")).toHaveTextContent("no space left");
	expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("ロール");
});
