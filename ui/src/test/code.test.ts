// The role as code: its colours, its choice, and what it never does.

import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import type { CodeForm, SaveWhat } from "../lib/bindings";
import { codeLines } from "../lib/code-highlight";
import { deferred, openAt } from "./helpers";
import { MemoryHost } from "./memory-host";

describe("codeLines", () => {
	const kinds = (text: string, form: CodeForm) =>
		codeLines(text, form)
			.flat()
			.filter((part) => part.kind !== "plain")
			.map((part) => [part.kind, part.text]);

	test.each<[CodeForm, string]>([
		["cloudformation", "a: 'it''s'\n\n  - b: \"x\\\"\n# end"],
		["terraform", 'a = "$${x}" # it\'s\n\tb'],
		["cli", "a='it'\\''s\n  two'\nb=\"$(c)\" # d\r\n"],
		["stackset", ""],
	])("gives every character of %s back", (form, text) => {
		const back = codeLines(text, form).map((line) => line.map((part) => part.text).join(""));
		expect(back.join("\n")).toBe(text);
	});

	test("an apostrophe in a comment begins no string, a hash in a string no comment", () => {
		expect(kinds("# it's\nKey: 'a # b' # c", "cloudformation")).toEqual([
			["comment", "# it's"],
			["key", "Key"],
			["string", "'a # b'"],
			["comment", "# c"],
		]);
	});

	test("names of Terraform and of a shell", () => {
		expect(kinds('  "a-b" = "c" == d', "terraform")).toEqual([
			["key", '"a-b"'],
			["string", '"c"'],
		]);
		expect(kinds("x='it'\\''s'", "cli")).toEqual([
			["key", "x"],
			["string", "'it'"],
			["string", "'s'"],
		]);
	});

	test("a string of a shell goes on over line ends", () => {
		expect(kinds("t='{\n  1\n}'", "cli")).toEqual([
			["key", "t"],
			["string", "'{"],
			["string", "  1"],
			["string", "}'"],
		]);
	});
});

async function openCode(host = new MemoryHost()) {
	const app = await openAt("permissions", host);
	await app.user.click(screen.getByTestId("way-code"));
	return app;
}

test("each form is shown with its file name and its commands, copied and saved", async () => {
	const host = new MemoryHost();
	const saved: SaveWhat[] = [];
	host.saveDocument = async (_setup, what) => {
		saved.push(what);
		return `/home/you/${what}`;
	};
	const { user } = await openCode(host);
	for (const form of ["cloudformation", "stackset", "terraform", "cli"] as const) {
		await user.click(screen.getByTestId(`form-${form}`));
		await waitFor(() => expect(screen.getByTestId("code-text")).toHaveTextContent(`as ${form}`));
		const { file_name, text, run } = await host.code(host.opened, form);
		expect(screen.getByTestId("code-name")).toHaveTextContent(file_name);
		expect(screen.getByTestId("code-text").textContent?.trimEnd()).toBe(text.trimEnd());
		expect(screen.getByTestId("run-1")).toHaveTextContent(run[1] ?? "");
		await user.click(screen.getByTestId("copy-code"));
		await user.click(screen.getByTestId("copy-run-0"));
		expect(host.copied.splice(0)).toEqual([text, run[0]]);
		await user.click(screen.getByTestId(`save-${form}`));
		await waitFor(() =>
			expect(screen.getByTestId(`saved-${form}`)).toHaveTextContent(`Saved to /home/you/${form}`),
		);
	}
	expect(saved).toEqual(["cloudformation", "stackset", "terraform", "cli"]);
});

test("the forms are one choice, taken with the arrow keys", async () => {
	const { user } = await openCode();
	const group = screen.getByRole("group", { name: "Form of the code" });
	within(group).getByRole("radio", { name: "CloudFormation" }).focus();
	await user.keyboard("{ArrowRight}{ArrowRight}");
	await waitFor(() => expect(screen.getByTestId("code-text")).toHaveTextContent("as terraform"));
	expect(within(group).getByRole("radio", { name: "Terraform" })).toBeChecked();
});

test("a setup that is not right gives no code, says why, and goes to the field", async () => {
	const { user, session } = await openCode();
	await waitFor(() => screen.getByTestId("code-text"));
	session.type("external_id", { external_id: "has space" });
	const fault = await screen.findByTestId("code-fault");
	expect(fault).toHaveTextContent("The code is written once these values are right");
	expect(screen.queryByTestId("code-text")).toBeNull();
	for (const button of ["copy-code", "save-cloudformation"]) {
		expect(screen.getByTestId(button)).toBeDisabled();
		expect(screen.getByTestId(button)).toHaveAttribute(
			"title",
			expect.stringContaining("once every value"),
		);
	}
	await user.click(within(fault).getByRole("button"));
	expect(session.step).toBe("external_id");
});

test("what is shown follows the setup", async () => {
	const { session } = await openCode();
	session.type("external_id", { external_id: "another-one-4711" });
	await waitFor(() =>
		expect(screen.getByTestId("code-text")).toHaveTextContent("another-one-4711"),
	);
});

test("the text of one form never stands, nor is copied, under the name of another", async () => {
	const host = new MemoryHost();
	const { user } = await openCode(host);
	await waitFor(() =>
		expect(screen.getByTestId("code-text")).toHaveTextContent("as cloudformation"),
	);
	const late = deferred<Awaited<ReturnType<MemoryHost["code"]>>>();
	host.code = () => late.promise;
	await user.click(screen.getByTestId("form-cli"));
	expect(screen.queryByTestId("code-text")).toBeNull();
	expect(screen.getByTestId("copy-code")).toBeDisabled();
	late.resolve({ file_name: "role.sh", text: "late", run: [] });
	await waitFor(() => expect(screen.getByTestId("code-text")).toHaveTextContent("late"));
});

test("a change asks only while the code is looked at", async () => {
	const host = new MemoryHost();
	let asked = 0;
	const code = host.code.bind(host);
	host.code = (setup, form) => {
		asked += 1;
		return code(setup, form);
	};
	const { session, user } = await openAt("permissions", host);
	session.type("region", { region: "us-west-2" });
	await session.settled();
	expect(asked).toBe(0);
	await user.click(screen.getByTestId("way-code"));
	await waitFor(() => screen.getByTestId("code-text"));
	expect(asked).toBe(1);
	session.edit({ name: "another name" });
	await session.settled();
	expect(asked).toBe(1);
});
