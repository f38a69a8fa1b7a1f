import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import CapabilityTable from "../components/CapabilityTable.svelte";
import CopyButton from "../components/CopyButton.svelte";
import DecisionTable from "../components/DecisionTable.svelte";
import FaultNote from "../components/FaultNote.svelte";
import PlanDiff from "../components/PlanDiff.svelte";
import { WIZARD } from "../lib/context";
import { toFault } from "../lib/fault";
import { Wizard } from "../lib/wizard.svelte";
import { draft, fakeView, PACK } from "./fake-view";
import { MemoryHost, PLAN } from "./memory-host";

function withHost(host: MemoryHost) {
	return new Map([[WIZARD, new Wizard(host)]]);
}

describe("the copy button", () => {
	const props = { text: "arn:aws:iam::1:role/x", what: "arn", name: "Copy the ARN" };

	test("says copied once the clipboard took it", async () => {
		const host = new MemoryHost();
		render(CopyButton, { props, context: withHost(host) });
		const button = screen.getByTestId("copy-arn");
		await userEvent.click(button);
		expect(host.copied).toEqual(["arn:aws:iam::1:role/x"]);
		expect(button).toHaveAttribute("data-state", "copied");
		expect(screen.getByRole("status")).toHaveTextContent("Copied");
	});

	test("says so when the clipboard refuses, and selects the text", async () => {
		const host = new MemoryHost();
		host.copy = () => Promise.reject(new Error("denied"));
		const field = document.createElement("input");
		field.value = props.text;
		document.body.append(field);
		render(CopyButton, { props: { ...props, select: () => field }, context: withHost(host) });
		await userEvent.click(screen.getByTestId("copy-arn"));
		expect(screen.getByTestId("copy-arn")).toHaveAttribute("data-state", "failed");
		expect(screen.getByRole("status")).toHaveTextContent(/Not copied.*Ctrl\+C/);
		expect(field).toHaveFocus();
		expect(field.selectionEnd).toBe(props.text.length);
		field.remove();
	});

	test("does not say copied of a text that changed since", async () => {
		const { rerender } = render(CopyButton, { props, context: withHost(new MemoryHost()) });
		await userEvent.click(screen.getByTestId("copy-arn"));
		await rerender({ text: "another" });
		expect(screen.getByTestId("copy-arn")).toHaveAttribute("data-state", "idle");
	});
});

describe("who can assume this role", () => {
	test("shows each answer, and its reason where it is a refusal", () => {
		render(DecisionTable, { props: { rows: fakeView(draft()).who } });
		expect(screen.getByTestId("who-gateway")).toHaveAttribute("data-allowed", "true");
		const without = screen.getByTestId("who-gateway-without-external-id");
		expect(without).toHaveAttribute("data-allowed", "false");
		expect(without).toHaveTextContent("the statement wants 7f3c2b1e…");
	});

	test("says in words when an answer is not as it should be", () => {
		render(DecisionTable, {
			props: {
				rows: fakeView(
					draft({ trust_policy: '{"Principal": "arn:aws:iam::975050335771:user/quilr-gateway"}' }),
				).who,
			},
		});
		const without = screen.getByTestId("who-gateway-without-external-id");
		expect(without).toHaveAttribute("data-allowed", "true");
		expect(without).toHaveTextContent("should be denied");
		expect(screen.getByRole("status")).toHaveTextContent(
			"2 of 6 answers are not as they should be",
		);
	});
});

test("what this role can do: a missing right that is needed is named as such", () => {
	render(CapabilityTable, {
		props: {
			rows: fakeView(draft({ streaming: false })).what,
			facts: PACK.provider_types,
			chosen: ["bedrock" as const],
		},
	});
	expect(screen.getByTestId("what-bedrock/converse-stream/on-demand")).toHaveTextContent(
		"denied, needed",
	);
	expect(screen.getByTestId("what-anthropic/messages/profile")).not.toHaveTextContent("needed");
});

describe("the plan", () => {
	test("shows every line with its sign, in colour and in words", () => {
		render(PlanDiff, { props: { plan: PLAN, progress: [] }, context: withHost(new MemoryHost()) });
		const first = within(screen.getByTestId("change-0"));
		expect(first.getByText("iam:UpdateAssumeRolePolicy")).toBeInTheDocument();
		const signs = [...screen.getByTestId("change-0").querySelectorAll("[data-sign]")];
		expect(signs.map((line) => line.getAttribute("data-sign"))).toEqual([
			"same",
			"removed",
			"added",
			"added",
			"added",
		]);
		expect(signs[1]).toHaveTextContent(/−removed: "Condition": \{\}/);
		expect(screen.getByText(/ReadOnlyAccess/)).toBeInTheDocument();
		expect(screen.getByText(/permissions boundary/)).toBeInTheDocument();
	});

	test("that is empty says that nothing changes", () => {
		render(PlanDiff, {
			props: { plan: { ...PLAN, changes: [] }, progress: [] },
			context: withHost(new MemoryHost()),
		});
		expect(screen.getByTestId("plan")).toHaveTextContent("Nothing to change");
	});

	test("is copied as text for a ticket", async () => {
		const host = new MemoryHost();
		render(PlanDiff, { props: { plan: PLAN, progress: [] }, context: withHost(host) });
		await userEvent.click(screen.getByTestId("copy-plan"));
		expect(host.copied[0]).toContain('-       "Condition": {}');
		expect(host.copied[0]).toContain(
			"1. Ask for the ExternalId in the trust policy (iam:UpdateAssumeRolePolicy)",
		);
	});
});

describe("a fault", () => {
	test("is shown with its next step and its code", () => {
		render(FaultNote, {
			props: {
				fault: toFault({
					code: "expired-sign-in",
					message: "the sign-in of `acme` has expired",
					hint: "run `aws sso login`",
					fields: [],
					new_plan: null,
				}),
			},
		});
		const alert = screen.getByRole("alert");
		expect(alert).toHaveTextContent("the sign-in of acme has expired");
		expect(alert).toHaveTextContent("run aws sso login");
		expect(alert).toHaveAttribute("data-code", "expired-sign-in");
		expect(alert.querySelector("code")).toHaveTextContent("acme");
	});

	test("is made of anything that is thrown", () => {
		expect(toFault(new TypeError("boom"))).toMatchObject({
			code: "unexpected",
			message: "boom",
			fields: [],
		});
		expect(toFault("plain")).toMatchObject({ code: "unexpected", message: "plain" });
		expect(toFault(undefined).hint).toBeTruthy();
	});
});

test("a late answer does not overwrite the question that replaced it", async () => {
	const { latest } = await import("../lib/latest");
	const shown = vi.fn();
	const answers: ((value: string) => void)[] = [];
	const ask = latest(
		(_: string) => new Promise<string>((resolve) => answers.push(resolve)),
		shown,
		() => {},
	);
	void ask.ask("a");
	void ask.ask("b");
	void ask.ask("c");
	ask.forget();
	answers[0]?.("late");
	await waitFor(() => expect(answers).toHaveLength(1));
	expect(shown).not.toHaveBeenCalled();
});
