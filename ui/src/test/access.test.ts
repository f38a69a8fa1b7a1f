// Names and lines as they are read out.

import { screen, waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { inWords } from "../lib/fault";
import { speak } from "../lib/i18n/index.svelte";
import { openAt } from "./helpers";
import { MemoryHost } from "./memory-host";

const FULL = {
	code: "not-saved",
	message: "the setup could not be written: no space left on device",
	hint: "what you typed is kept until you close this window; free some space or make the folder writable",
	fields: [],
	new_plan: null,
};

test("a scene's button is named by what it reads, also while the scene is put up", async () => {
	const host = new MemoryHost();
	vi.spyOn(host, "playScene").mockReturnValue(new Promise(() => {}));
	const { user } = await openAt("role", host);
	await user.click(screen.getByTestId("presenter-mode"));
	await user.click(await screen.findByTestId("open-scenes"));
	const button = screen.getByTestId("play-wrong-external-id");
	expect(button).toHaveAccessibleName(expect.stringContaining(button.textContent ?? "nothing"));
	await user.click(button);
	await waitFor(() => expect(button).toHaveTextContent("Playing…"));
	expect(button).toHaveAccessibleName(expect.stringContaining("Playing…"));
});

test("what was not saved is told in sentences", async () => {
	const host = new MemoryHost();
	const { session } = await openAt("role", host);
	vi.spyOn(host, "save").mockRejectedValue(FULL);
	session.edit({ role_name: "other" });
	await waitFor(() =>
		expect(screen.getByTestId("save-state")).toHaveTextContent(
			"Not saved: the setup could not be written: no space left on device. What you typed is kept",
		),
	);
});

test("a fault in one line speaks the language of the window", async () => {
	await speak("de");
	expect(inWords(FULL)).toMatch(
		/^Das Setup konnte nicht geschrieben werden: .*\. Was Sie eingegeben haben/,
	);
	await speak("ja");
	expect(inWords(FULL)).toMatch(/^セットアップを書き込めませんでした: .*。入力内容は/);
	await speak("en");
});

test("the plan of a panel over a plan is another one to those who look for it", async () => {
	const { user } = await openAt("permissions");
	await user.click(screen.getByTestId("show-plan"));
	await screen.findByTestId("plan");
	await user.click(screen.getByTestId("upkeep-check"));
	await screen.findByTestId("upkeep-plan");
	expect(screen.getAllByTestId("plan")).toHaveLength(1);
	const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
	expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});
