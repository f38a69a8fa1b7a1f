import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import CapabilityTable from "../components/CapabilityTable.svelte";
import CopyButton from "../components/CopyButton.svelte";
import DecisionTable from "../components/DecisionTable.svelte";
import FaultNote from "../components/FaultNote.svelte";
import PlanDiff from "../components/PlanDiff.svelte";
import PolicyEditor from "../components/PolicyEditor.svelte";
import PolicyText from "../components/PolicyText.svelte";
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

describe("findings", () => {
	const text = '{\n  "Id": "😀", "Action": "bedrok:InvokeModel"\n}';
	const finding = {
		code: "unknown-service",
		severity: "error",
		line: 2,
		column: 24,
		end_line: 2,
		end_column: 44,
		message: "`bedrok` is not a service",
		remedy: "Did you mean bedrock:InvokeModel?",
	} as const;
	const permissions = { ...fakeView(draft()).permissions, text, marks: [], findings: [finding] };

	test("a document that is only shown has them under their line", () => {
		render(PolicyText, { props: { document: permissions, label: "Permissions", testid: "shown" } });
		const shown = screen.getByTestId("shown");
		const note = shown.querySelector("[data-finding=unknown-service]");
		expect(note).toHaveTextContent("bedrok is not a service");
		expect(note).toHaveTextContent("Did you mean bedrock:InvokeModel?");
		expect(note?.previousElementSibling).toHaveTextContent('"Action"');
		expect(note?.previousElementSibling).toHaveClass("bad");
	});

	test("in the editor, a finding's line selects the very text that it is about", async () => {
		const props = {
			document: permissions,
			value: text,
			label: "Policy",
			testid: "edited",
			onedit: vi.fn(),
		};
		render(PolicyEditor, { props });
		await userEvent.click(screen.getByRole("button", { name: "line 2" }));
		const area = screen.getByTestId<HTMLTextAreaElement>("edited");
		expect(area).toHaveFocus();
		// Columns count characters, the text area UTF-16: the emoji is one and two.
		expect(text.slice(area.selectionStart, area.selectionEnd)).toBe('"bedrok:InvokeModel"');
	});

	test("two findings at one place are both shown", () => {
		const twice = { ...permissions, findings: [finding, { ...finding, message: "another" }] };
		const props = {
			document: twice,
			value: text,
			label: "Policy",
			testid: "edited",
			onedit: vi.fn(),
		};
		render(PolicyEditor, { props });
		expect(screen.getAllByRole("button", { name: "line 2" })).toHaveLength(2);
	});
});

describe("who can assume this role", () => {
	test("shows each answer, and its reason where it is a refusal", () => {
		render(DecisionTable, { props: { rows: fakeView(draft()).who } });
		expect(screen.getByTestId("who-gateway-with-external-id")).toHaveAttribute(
			"data-allowed",
			"true",
		);
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

	test("tells a decision statement by statement, where there are several", async () => {
		const rows = fakeView(draft()).who.map((row) => ({
			...row,
			statements: [
				{ statement: 1, sid: "Gateway", denies: false, applies: true, why: "" },
				{ statement: 2, sid: null, denies: true, applies: false, why: "`aws:SourceIp` is absent" },
			],
		}));
		render(DecisionTable, { props: { rows } });
		const button = screen.getByRole("button", {
			name: "2 statements: The gateway, with this ExternalId",
		});
		expect(button).toHaveAttribute("aria-expanded", "false");
		await userEvent.click(button);
		expect(button).toHaveAttribute("aria-expanded", "true");
		const list = within(screen.getByTestId("who-gateway-with-external-id")).getByRole("list");
		expect(list).toHaveTextContent("1 Gateway applies: allows");
		expect(list).toHaveTextContent("2 does not apply: aws:SourceIp is absent");
		await userEvent.click(button);
		expect(
			within(screen.getByTestId("who-gateway-with-external-id")).queryByRole("list"),
		).toBeNull();
	});

	test("does not, where the reason says it all", () => {
		render(DecisionTable, { props: { rows: fakeView(draft()).who } });
		expect(screen.queryByRole("button")).toBeNull();
	});
});

describe("what this role can do", () => {
	function show(patch: Parameters<typeof draft>[0]) {
		const setup = draft(patch);
		const { what } = fakeView(setup);
		render(CapabilityTable, {
			props: { rows: what, facts: PACK.provider_types, chosen: setup.provider_types },
		});
		const row = (id: string) => screen.getByTestId(`what-${id}`).closest("li") as HTMLElement;
		const folded = (id: string) => row(id).closest("[hidden]") !== null;
		return { what, row, folded };
	}
	const { resources } = draft();

	test("calls of one model with one answer are one line, and each row of it is there", () => {
		const { what, row } = show({});
		const line = row("bedrock/converse/on-demand");
		expect(line).toBe(row("bedrock/converse-stream/on-demand"));
		expect(line).toHaveTextContent("Converse, InvokeModel, also streamed");
		for (const each of what)
			expect(screen.getByTestId(`what-${each.id}`)).toHaveAttribute(
				"data-allowed",
				String(each.allowed),
			);
	});

	test("answers that differ are never one line", () => {
		const { row } = show({ streaming: false });
		expect(row("bedrock/converse/on-demand")).toHaveTextContent("allowed");
		expect(row("bedrock/converse-stream/on-demand")).toHaveTextContent("denied");
	});

	test("a missing right that is needed is named as such, first in its group and with its reason", () => {
		const { row, folded } = show({ resources: { ...resources, inference_profiles: false } });
		const id = "anthropic_messages_bedrock/messages/inference-profile";
		expect(row(id)).toHaveTextContent("denied, needed");
		expect(row(id)).toHaveTextContent("no statement allows bedrock:InvokeModel on this resource");
		expect(row(id)).toBe(row(id).parentElement?.firstElementChild);
		expect(folded(id)).toBe(false);
		expect(screen.getByRole("status")).toHaveTextContent(
			"2 of 4 calls that this key needs are denied",
		);
	});

	test("what this key does not need is folded and counted, with its reasons", () => {
		const { row, folded } = show({ provider_types: ["bedrock"] });
		const custom = "bedrock/converse/custom-model";
		const rerank = "bedrock_rerank/invoke/on-demand";
		expect(folded("bedrock/converse/inference-profile")).toBe(false);
		expect(folded(custom)).toBe(true);
		expect(row(custom)).toHaveTextContent("custom-model-deployment/example");
		expect(folded(rerank)).toBe(true);
		expect(row(rerank)).toHaveTextContent("allowed");
		expect(screen.getByTestId("what-more")).toHaveTextContent("8 more that this key does not need");
	});

	test("without a provider type it says so, and keeps the rest folded", () => {
		const { folded } = show({ provider_types: [] });
		expect(screen.getByTestId("what")).toHaveTextContent("No provider type is chosen");
		expect(folded("bedrock/converse/on-demand")).toBe(true);
	});
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
