import { screen, waitFor, within } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { UndoRecord } from "../lib/bindings";
import { STEPS } from "../lib/steps";
import { ONE_FAILED } from "./fake-checks";
import { BOOT, draft } from "./fake-view";
import { deferred, openApp, openAt } from "./helpers";
import { MemoryHost, PLAN } from "./memory-host";

/** The one heading. Not by its role, for which the whole window is looked through, style by style. */
function heading(): HTMLElement {
	const [only, ...more] = document.querySelectorAll<HTMLElement>("h1");
	expect(more).toEqual([]);
	expect(only).toBeVisible();
	return only as HTMLElement;
}

test("a first start offers the sandbox and a profile, and the sandbox opens the overview signed in", async () => {
	const { user } = await openApp();
	await user.click(screen.getByTestId("try-sandbox"));
	await waitFor(() =>
		expect(screen.getByTestId("rail-overview")).toHaveAttribute("aria-current", "step"),
	);
	await waitFor(() =>
		expect(screen.getByTestId("identity")).toHaveTextContent(
			"arn:aws:iam::123456789012:user/admin",
		),
	);
});

test("a profile that cannot work is shown with its problem and cannot be chosen", async () => {
	const { user } = await openApp();
	await user.click(screen.getByTestId("use-profile"));
	const legacy = await screen.findByTestId("profile-legacy");
	expect(legacy).toBeDisabled();
	expect(legacy).toHaveTextContent("the source profile base of legacy does not exist");
	expect(screen.getByTestId("profile-acme-admin")).toBeEnabled();
});

test("without a profile it says how to add one", async () => {
	const { user } = await openApp(Object.assign(new MemoryHost(), { profileList: [] }));
	await user.click(screen.getByTestId("use-profile"));
	expect(await screen.findByTestId("no-profiles")).toHaveTextContent("aws configure sso");
});

test("a start that fails says why and can be tried again", async () => {
	const host = new MemoryHost();
	const boot = vi
		.spyOn(host, "boot")
		.mockRejectedValueOnce({ code: "data-folder", message: "the data folder cannot be read" });
	const { render } = await import("@testing-library/svelte");
	const { default: App } = await import("../App.svelte");
	const { Wizard } = await import("../lib/wizard.svelte");
	render(App, { props: { wizard: new Wizard(host) } });
	expect(await screen.findByRole("alert")).toHaveTextContent("the data folder cannot be read");
	screen.getByTestId("boot-again").click();
	await screen.findByTestId("try-sandbox");
	expect(boot).toHaveBeenCalledTimes(2);
});

test("a saved setup opens at its step; deleting one asks first", async () => {
	const host = new MemoryHost();
	host.opened = draft({ step: "dashboard" });
	host.bootAnswer = {
		...BOOT,
		setups: [
			{
				id: "one",
				name: "Acme",
				target: { kind: "sandbox" },
				step: "dashboard",
				saved_at: "2026-11-22T14:02:11Z",
			},
		],
	};
	const remove = vi.spyOn(host, "deleteSetup");
	const { user } = await openApp(host);
	await user.click(screen.getByTestId("delete-one"));
	await user.click(screen.getByTestId("confirm-no"));
	expect(remove).not.toHaveBeenCalled();
	await user.click(screen.getByTestId("setup-one"));
	await waitFor(() =>
		expect(heading()).toHaveTextContent("Enter these values in the QuilrAI dashboard"),
	);
});

const LEFT_BEHIND: UndoRecord = {
	id: "u",
	role_arn: "arn:aws:iam::123456789012:role/r",
	endpoint: null,
	at: "2026-11-22T14:02:11Z",
	what: {
		kind: "temporary_statement",
		sid: "S",
		principal: "arn:aws:iam::123456789012:user/admin",
		expires_at: "2026-11-22T14:17:11Z",
	},
};

test("a temporary statement left behind can be taken out", async () => {
	const host = new MemoryHost();
	host.bootAnswer = {
		...BOOT,
		pending_undo: [LEFT_BEHIND],
	};
	const recover = vi.spyOn(host, "recover");
	const { user } = await openApp(host);
	expect(screen.getByTestId("pending-undo")).toHaveTextContent("arn:aws:iam::123456789012:role/r");
	await waitFor(() => expect(screen.getByTestId("recover")).toBeEnabled());
	await user.click(screen.getByTestId("recover"));
	expect(recover).toHaveBeenCalledWith("u", "acme-admin", expect.any(Function));
	await waitFor(() => expect(screen.queryByTestId("pending-undo")).toBeNull());
});

test("what a recovery waits for is told", async () => {
	const host = new MemoryHost();
	host.bootAnswer = { ...BOOT, pending_undo: [LEFT_BEHIND] };
	const recovered = deferred<UndoRecord[]>();
	host.recover = (_id, _profile, onWait) => {
		onWait("AWS does not show the statement: reading again for 30 s at most");
		return recovered.promise;
	};
	const { user } = await openApp(host);
	await waitFor(() => expect(screen.getByTestId("recover")).toBeEnabled());
	await user.click(screen.getByTestId("recover"));
	expect(await screen.findByTestId("recover-waits")).toHaveTextContent("for 30 s at most");
	recovered.resolve([]);
	await waitFor(() => expect(screen.queryByTestId("pending-undo")).toBeNull());
});

test("each screen takes the focus to its heading, and the rail says where we are", async () => {
	const { user, session } = await openAt("verify");
	for (const { step } of STEPS) {
		await user.click(screen.getByTestId(`rail-${step}`));
		await waitFor(() => expect(session.step).toBe(step));
		expect(heading()).toHaveFocus();
		expect(screen.getByTestId(`rail-${step}`)).toHaveAttribute("aria-current", "step");
	}
});

test("Enter in a field goes on, Ctrl and Alt keys move between the steps", async () => {
	const { user, session } = await openAt("role");
	await user.click(screen.getByTestId("field-role_name"));
	await user.keyboard("{Enter}");
	await waitFor(() => expect(session.step).toBe("permissions"));
	expect(session.draft.visited).toContain("role");
	await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
	expect(session.step).toBe("role");
	await user.keyboard("{Control>}6{/Control}");
	expect(session.step).toBe("verify");
	await user.keyboard("{Control>}1{/Control}");
	expect(session.step).toBe("overview");
});

test("an error stands at its field as it is typed, tied to it, and Continue goes there", async () => {
	const { user, session } = await openAt("external_id");
	const field = screen.getByTestId("field-external_id");
	await user.clear(field);
	await user.type(field, "a b");
	const note = screen.getByTestId("note-external_id");
	await waitFor(() => expect(note).toHaveTextContent("must be 2 to 1224 characters"));
	expect(field).toHaveAttribute("aria-invalid", "true");
	expect(field.getAttribute("aria-describedby")?.split(" ")).toContain(note.id);
	expect(field).toHaveValue("a b");
	await user.click(screen.getByTestId("continue"));
	expect(session.step).toBe("external_id");
	expect(field).toHaveFocus();
	expect(screen.getByTestId("rail-external_id")).toHaveAttribute("data-state", "attention");
});

test("what is still empty is a hint until it was touched", async () => {
	const host = new MemoryHost();
	host.opened = draft({ account_id: "", target: { kind: "profile", name: "acme-admin" } });
	const { user } = await openAt("role", host);
	const field = screen.getByTestId("field-account_id");
	expect(field).toHaveAttribute("aria-invalid", "false");
	await user.type(field, "12");
	await waitFor(() => expect(field).toHaveAttribute("aria-invalid", "true"));
	expect(screen.getByTestId("note-account_id")).toHaveTextContent("must be 12 digits");
});

test("regenerating asks first when the role already carries the ExternalId", async () => {
	const host = new MemoryHost();
	host.opened = draft({
		applied: {
			role_arn: "arn:aws:iam::123456789012:role/r",
			external_id: draft().external_id,
			max_session_duration: 3600,
			at: "2026-11-22T14:00:00Z",
		},
	});
	const { user, session } = await openAt("external_id", host);
	await user.click(screen.getByTestId("regenerate"));
	await user.click(screen.getByTestId("confirm-no"));
	expect(session.draft.external_id).toBe(draft().external_id);
	await user.click(screen.getByTestId("regenerate"));
	await user.click(screen.getByTestId("confirm-yes"));
	await waitFor(() =>
		expect(session.draft.external_id).toBe("0b54f8a3-6a3e-4d5e-8f6a-3f2d8c9b7a10"),
	);
	await user.click(screen.getByTestId("put-back"));
	expect(session.draft.external_id).toBe(draft().external_id);
});

test("the trust policy edited by hand: the table and the finding at its line follow, restoring asks", async () => {
	const { user, session } = await openAt("role");
	await user.click(screen.getByTestId("edit-trust"));
	const editor = screen.getByTestId("trust-editor");
	const without = session.view.trust.text.replace(/,\n {6}"Condition"[\s\S]*?\n {6}\}/, "");
	await user.clear(editor);
	await user.click(editor);
	await user.paste(without);
	await waitFor(() =>
		expect(screen.getByTestId("who-gateway-without-external-id")).toHaveAttribute(
			"data-allowed",
			"true",
		),
	);
	const finding = within(screen.getByTestId("trust-editor-findings"));
	expect(finding.getByRole("button", { name: "line 9" })).toBeInTheDocument();
	await user.click(screen.getByTestId("edit-trust"));
	expect(
		screen.getByTestId("trust-policy").querySelector("[data-finding=missing-external-id]"),
	).not.toBeNull();
	await user.click(screen.getByTestId("restore-trust"));
	await user.click(screen.getByTestId("confirm-yes"));
	await waitFor(() => expect(session.draft.trust_policy).toBeNull());
	expect(screen.getByTestId("who-gateway-without-external-id")).toHaveAttribute(
		"data-allowed",
		"false",
	);
});

test("an incomplete document is not offered for copying, and says what it waits for", async () => {
	const host = new MemoryHost();
	host.opened = draft({ external_id: "" });
	await openAt("role", host);
	expect(screen.getByTestId("copy-trust-policy")).toBeDisabled();
	expect(screen.getByText(/once <YOUR-EXTERNAL-ID> is filled in/)).toBeInTheDocument();
	expect(screen.getByTestId("trust-policy").querySelector("mark.open")).toHaveTextContent(
		"<YOUR-EXTERNAL-ID>",
	);
});

test("the plan is shown, applied with progress, and the role ARN is kept", async () => {
	const { user, session } = await openAt("permissions");
	expect(screen.queryByTestId("apply")).toBeNull();
	await user.click(screen.getByTestId("show-plan"));
	await user.click(await screen.findByTestId("apply"));
	expect(await screen.findByTestId("applied")).toHaveFocus();
	expect(screen.getByTestId("change-0")).toHaveAttribute("data-state", "done");
	expect(screen.getByTestId("change-1")).toHaveTextContent("req-1");
	expect(session.draft.applied?.role_arn).toBe(PLAN.role_arn);
});

test("a plan comes into view with its heading focused and Apply before its changes, without motion where none is wanted", async () => {
	const scroll = vi.spyOn(Element.prototype, "scrollIntoView");
	const media = vi.spyOn(window, "matchMedia");
	const { user, session } = await openAt("permissions");
	expect(scroll).not.toHaveBeenCalled();
	await user.click(screen.getByTestId("show-plan"));
	const apply = await screen.findByTestId("apply");
	const title = screen.getByRole("heading", { level: 3, name: /2 changes to a role/ });
	expect(title).toHaveFocus();
	expect(scroll.mock.contexts.at(-1)).toBe(document.getElementById("create"));
	expect(scroll).toHaveBeenLastCalledWith({ block: "start", behavior: "smooth" });
	const after = (node: Element) =>
		apply.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
	expect(after(screen.getByTestId("change-0"))).toBeTruthy();

	media.mockReturnValue({ matches: true } as MediaQueryList);
	await user.click(screen.getByTestId("show-plan"));
	await waitFor(() => expect(scroll).toHaveBeenCalledTimes(2));
	expect(scroll).toHaveBeenLastCalledWith({ block: "start", behavior: "instant" });

	session.go("dashboard");
	await screen.findByTestId("rail-dashboard");
	session.go("permissions");
	await screen.findByTestId("plan");
	expect(scroll).toHaveBeenCalledTimes(2);
	vi.restoreAllMocks();
});

test("a role that changed meanwhile: nothing is applied and the new plan is shown", async () => {
	const host = new MemoryHost();
	const fresh = { ...PLAN, changes: PLAN.changes.slice(0, 1) };
	host.apply = () =>
		Promise.reject({
			code: "role-changed",
			message: "the role changed",
			hint: "look again",
			fields: [],
			new_plan: fresh,
		});
	const { user } = await openAt("permissions", host);
	await user.click(screen.getByTestId("show-plan"));
	await user.click(await screen.findByTestId("apply"));
	expect(await screen.findByTestId("create-fault")).toHaveTextContent("Nothing was applied");
	expect(screen.getByTestId("plan")).toHaveAttribute("data-changes", "1");
	expect(screen.getByTestId("apply")).toBeEnabled();
});

test("static-key fields in a pasted key are named and refused", async () => {
	const { user } = await openAt("dashboard");
	await user.click(screen.getByTestId("paste-key"));
	await user.paste('{"aws_access_key": "x"}');
	await waitFor(() =>
		expect(screen.getByTestId("key-notes")).toHaveAttribute("data-accepted", "false"),
	);
	expect(screen.getByTestId("key-note-aws_access_key")).toHaveTextContent("will be rejected");
});

test("a duration above the role's maximum offers to raise it, which shows the plan", async () => {
	const host = new MemoryHost();
	host.opened = draft({
		duration_seconds: "7200",
		applied: {
			role_arn: PLAN.role_arn,
			external_id: "x",
			max_session_duration: 3600,
			at: "2026-11-22T14:00:00Z",
		},
	});
	const { user, session } = await openAt("dashboard", host);
	await user.click(screen.getByTestId("raise-duration"));
	await screen.findByTestId("plan");
	expect(session.step).toBe("permissions");
});

test("checks stream in, the temporary statement is told while it is there, and cancel cleans up", async () => {
	const host = Object.assign(new MemoryHost(), { stopAfter: 14 });
	const { user } = await openAt("verify", host);
	await user.click(screen.getByTestId("verify-run"));
	const running = await screen.findByTestId("check-assume.with-external-id");
	expect(running).toHaveAttribute("data-status", "running");
	expect(running).toHaveTextContent("Waiting for AWS");
	expect(screen.getByTestId("check-documents.permissions")).toHaveAttribute(
		"data-status",
		"passed",
	);
	expect(screen.getByTestId("check-invoke.bedrock")).toHaveAttribute("data-status", "waiting");
	expect(screen.getByTestId("temporary-statement")).toBeInTheDocument();
	await user.click(screen.getByTestId("verify-cancel"));
	const result = await screen.findByTestId("verify-result");
	expect(result).toHaveAttribute("data-verdict", "cancelled");
	expect(screen.queryByTestId("temporary-statement")).toBeNull();
	expect(heading()).toHaveTextContent("Stopped before the end");
});

test("a failed check says the cause and the remedy, and its button makes the change and shows the plan", async () => {
	const host = Object.assign(new MemoryHost(), { checks: ONE_FAILED });
	host.opened = draft({ resources: { ...draft().resources, inference_profiles: false } });
	const { user, session } = await openAt("verify", host);
	await user.click(screen.getByTestId("verify-run"));
	await waitFor(() => expect(heading()).toHaveTextContent("One thing left to fix"));
	const row = screen.getByTestId("check-invoke.anthropic_messages_bedrock");
	expect(row).toHaveAttribute("data-status", "failed");
	expect(row).toHaveTextContent("the role's policy allows foundation models only");
	expect(screen.getByTestId("rail-verify")).toHaveTextContent("10 of 11 passed");
	await user.click(screen.getByTestId("remedy-invoke.anthropic_messages_bedrock"));
	await screen.findByTestId("plan");
	expect(screen.getByRole("heading", { level: 3, name: /2 changes to a role/ })).toHaveFocus();
	expect(session.draft.resources.inference_profiles).toBe(true);
	expect(session.verification.stale).toBe(true);
});

test("all passed: the level is said, and what is next is the dashboard, not a claim about the gateway", async () => {
	const { user } = await openAt("verify");
	await user.click(screen.getByTestId("verify-run"));
	const result = await screen.findByTestId("verify-result");
	await waitFor(() => expect(result).toHaveAttribute("data-reached", "assume_and_invoke"));
	expect(result).toHaveTextContent(
		"save the values in the QuilrAI dashboard and enter its key below",
	);
});

test("troubleshooting answers as it is typed, goes to the step, and Escape closes it", async () => {
	const { user, session, wizard } = await openAt("overview");
	await user.click(screen.getByTestId("troubleshoot"));
	await user.type(screen.getByTestId("troubleshoot-text"), "nonsense");
	expect(await screen.findByTestId("diagnosis")).toHaveAttribute("data-certainty", "unknown");
	await user.clear(screen.getByTestId("troubleshoot-text"));
	await user.type(
		screen.getByTestId("troubleshoot-text"),
		"not authorized to perform: sts:AssumeRole",
	);
	await waitFor(() =>
		expect(screen.getByTestId("diagnosis")).toHaveAttribute("data-code", "trust-or-external-id"),
	);
	await user.click(screen.getByTestId("diagnosis-step"));
	expect(session.step).toBe("role");
	expect(wizard.troubleshooting).toBe(false);
	wizard.troubleshooting = true;
	const dialog = await screen.findByTestId("troubleshoot-panel");
	dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
	await waitFor(() => expect(wizard.troubleshooting).toBe(false));
});

test("regions are narrowed by choosing or typing, and taken back", async () => {
	const { user, session } = await openAt("permissions");
	const field = screen.getByTestId("field-regions");
	await user.click(field);
	await user.type(field, "west-2");
	await user.keyboard("{ArrowDown}{Enter}");
	expect(session.draft.regions).toEqual(["us-west-2"]);
	await user.type(field, "eu-new-9{Enter}");
	expect(session.draft.regions).toEqual(["us-west-2", "eu-new-9"]);
	expect(session.step).toBe("permissions");
	await user.click(screen.getByRole("button", { name: "Remove us-west-2" }));
	expect(session.draft.regions).toEqual(["eu-new-9"]);
});

test("a change that fails halfway: what was made is shown as made, and the rest is offered", async () => {
	const host = new MemoryHost();
	host.apply = (_draft, _plan, onEvent) => {
		onEvent({ event: "started", index: 0 });
		onEvent({ event: "finished", index: 0, request_id: "r0", millis: 10 });
		onEvent({ event: "started", index: 1 });
		onEvent({ event: "failed", index: 1 });
		return Promise.reject({
			code: "access-denied",
			message: "denied",
			hint: null,
			fields: [],
			new_plan: null,
		});
	};
	const { user, session } = await openAt("permissions", host);
	await user.click(screen.getByTestId("show-plan"));
	await user.click(await screen.findByTestId("apply"));
	expect(await screen.findByTestId("create-fault")).toHaveTextContent("denied");
	expect(screen.getByTestId("change-0")).toHaveAttribute("data-state", "done");
	expect(screen.getByTestId("change-1")).toHaveAttribute("data-state", "failed");
	expect(session.draft.applied).toBeNull();
	expect(screen.queryByTestId("apply")).toBeNull();
	await user.click(screen.getByTestId("show-rest"));
	await screen.findByTestId("apply");
});

test("fields that stop a plan are named, each with the way to its step", async () => {
	const host = new MemoryHost();
	host.plan = () =>
		Promise.reject({
			code: "fields",
			message: "some values are not right yet",
			hint: "must be 12 digits",
			fields: [
				{
					field: "account_id",
					severity: "error",
					code: "account-id",
					message: "must be 12 digits",
					hint: null,
				},
			],
			new_plan: null,
		});
	const { user, session } = await openAt("permissions", host);
	await user.click(screen.getByTestId("show-plan"));
	await user.click(await screen.findByRole("button", { name: "Go to step 2, IAM role" }));
	expect(session.step).toBe("role");
});

test("several checks that failed of one cause are one thing to fix, said once", async () => {
	const host = new MemoryHost();
	const failure = ONE_FAILED.find((each) => each.status === "failed");
	host.checks = ONE_FAILED.map((each) =>
		each.id === "invoke.bedrock"
			? { ...each, status: "failed" as const, diagnosis: failure?.diagnosis ?? null }
			: each,
	);
	const { user } = await openAt("verify", host);
	await user.click(screen.getByTestId("verify-run"));
	await waitFor(() => expect(heading()).toHaveTextContent("One thing left to fix"));
	expect(screen.getByTestId("remedy-invoke.bedrock")).toBeInTheDocument();
	expect(screen.queryByTestId("remedy-invoke.anthropic_messages_bedrock")).toBeNull();
	expect(screen.getByTestId("fix-invoke.anthropic_messages_bedrock")).toHaveTextContent(
		"The same cause as at “bedrock: Converse, amazon.nova-micro-v1:0”",
	);
	expect(screen.getByTestId("rail-verify")).toHaveTextContent("9 of 11 passed");
});

test("a key is typed once: its field is emptied at once, and the screen never holds it again", async () => {
	const host = new MemoryHost();
	const { user } = await openAt("verify", host);
	const field = await screen.findByTestId("quilr-key");
	await user.type(field, "wrong{Enter}");
	expect(await screen.findByTestId("key-fault")).toHaveTextContent("begins with");
	expect(field).toHaveValue("");
	await user.type(field, " sk-quilr-CANARY-0123456789-1a2b");
	await user.click(screen.getByTestId("key-store"));
	await waitFor(() => expect(screen.getByTestId("key-bedrock")).toHaveTextContent("…1a2b"));
	expect(screen.getByTestId("key-said")).toHaveTextContent("spaces around it were left out");
	expect(host.given).toEqual(["wrong", " sk-quilr-CANARY-0123456789-1a2b"]);
	expect(field).toHaveValue("");
	expect(document.documentElement.outerHTML).not.toContain("CANARY");
	await user.click(screen.getByTestId("key-remove-bedrock"));
	await waitFor(() => expect(screen.getByTestId("key-bedrock")).toHaveTextContent("no key yet"));
});
