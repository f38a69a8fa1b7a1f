// Check again, rotate, revoke; what was chosen for removal; what was interrupted.

import { screen, waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { UndoRecord } from "../lib/bindings";
import { BOOT } from "./fake-view";
import { openApp, openAt } from "./helpers";
import { MemoryHost, PLAN } from "./memory-host";

test("a line that the wizard did not write goes only when it is ticked", async () => {
	const host = new MemoryHost();
	const plan = vi.spyOn(host, "plan");
	const apply = vi.spyOn(host, "apply");
	const { user } = await openAt("permissions", host);
	await user.click(screen.getByTestId("show-plan"));
	await screen.findByTestId("untouched");
	expect(screen.queryByTestId("removed")).toBeNull();
	const line = "remove-attached-policy:ReadOnlyAccess";
	await user.click(screen.getByTestId(line));
	expect(await screen.findByTestId("removed")).toHaveTextContent("ReadOnlyAccess");
	expect(plan.mock.lastCall?.[1]).toEqual(["attached-policy:ReadOnlyAccess"]);
	expect(screen.getByTestId(line)).toBeChecked();
	expect(screen.getByTestId("untouched")).toHaveTextContent("the description");
	await user.click(screen.getByTestId(line));
	await waitFor(() => expect(screen.queryByTestId("removed")).toBeNull());
	await user.click(screen.getByTestId("apply"));
	await screen.findByTestId("applied");
	expect(apply.mock.lastCall?.[1].removed).toEqual([]);
});

test("check again shows the drift and leads to the plan, and changes nothing", async () => {
	const host = new MemoryHost();
	const apply = vi.spyOn(host, "apply");
	const { user, session } = await openAt("dashboard", host);
	await user.click(screen.getByTestId("upkeep-check"));
	expect(await screen.findByTestId("upkeep-plan")).toHaveAttribute("data-changes", "2");
	await user.click(screen.getByTestId("to-plan"));
	await waitFor(() => expect(session.step).toBe("permissions"));
	await waitFor(() => expect(session.creation.plan).not.toBeNull());
	expect(screen.queryByTestId("upkeep")).toBeNull();
	expect(apply).not.toHaveBeenCalled();
});

test("a rotation accepts both, waits for the dashboard, and ends with the new ExternalId in the setup", async () => {
	const host = new MemoryHost();
	const rotate = vi.spyOn(host, "rotate");
	const { user, session } = await openAt("dashboard", host);
	const old = session.draft.external_id;
	await user.click(screen.getByTestId("upkeep-rotate"));
	expect(await screen.findByTestId("upkeep-plan")).toBeInTheDocument();
	expect(rotate).not.toHaveBeenCalled();
	await user.click(screen.getByTestId("upkeep-go"));
	const fresh = (await screen.findByTestId("new-external-id")).textContent ?? "";
	expect(fresh).not.toBe(old);
	expect(session.draft.external_id).toBe(old);
	await user.click(screen.getByTestId("rotate-finish"));
	await user.click(await screen.findByTestId("upkeep-go"));
	await screen.findByTestId("upkeep-done");
	expect(rotate.mock.calls.map((call) => call[2])).toEqual(["accept_both", "finish"]);
	expect(session.draft.external_id).toBe(fresh);
});

test("a rotation that waits is found again, and can be taken back", async () => {
	const host = new MemoryHost();
	const { user, session } = await openAt("dashboard", host);
	const rotation = { old: session.draft.external_id, new: "0b54f8a3-waits" };
	await host.rotate(session.draft, rotation, "accept_both");
	await user.click(screen.getByTestId("upkeep-rotate"));
	expect(await screen.findByTestId("new-external-id")).toHaveTextContent("0b54f8a3-waits");
	await user.click(screen.getByTestId("rotate-back"));
	await user.click(await screen.findByTestId("upkeep-go"));
	await screen.findByTestId("upkeep-done");
	expect(session.draft.external_id).toBe(rotation.old);
	expect(host.records).toEqual([]);
});

test("what will stop is told before anything is revoked", async () => {
	const host = new MemoryHost();
	const revoke = vi.spyOn(host, "revoke");
	const { user } = await openAt("dashboard", host);
	await user.click(screen.getByTestId("upkeep-revoke"));
	expect(await screen.findByTestId("stops")).toHaveTextContent("aws_role_arn");
	expect(revoke).not.toHaveBeenCalled();
	await user.click(screen.getByTestId("revoke-delete"));
	await waitFor(() => expect(screen.queryByTestId("upkeep-go")).toBeNull());
	await user.click(await screen.findByTestId("remove-attached-policy:ReadOnlyAccess"));
	await user.click(await screen.findByTestId("upkeep-go"));
	expect(await screen.findByTestId("upkeep-done")).toHaveTextContent("The role is gone");
	expect(revoke.mock.lastCall?.[1]).toBe("delete");
});

const HALF: UndoRecord = {
	id: "changes-1",
	role_arn: "arn:aws:iam::123456789012:role/r",
	endpoint: null,
	at: "2026-11-22T14:02:11Z",
	what: {
		kind: "changes",
		purpose: { purpose: "apply" },
		before: null,
		steps: PLAN.changes.map(({ title, operation }, index) => ({
			title,
			operation,
			state: index === 0 ? "made" : "started",
		})),
		settled: false,
	},
};

test("an apply that was interrupted is offered to be taken back, as a plan first", async () => {
	const host = new MemoryHost();
	host.bootAnswer = { ...BOOT, pending_undo: [HALF] };
	const carryOut = vi.spyOn(host, "carryOutRecovery");
	const { user } = await openApp(host);
	expect(screen.getByTestId("pending-undo")).toHaveTextContent("Of 2 changes");
	await user.click(await screen.findByTestId("recover-back"));
	await screen.findByTestId("recover-plan");
	expect(carryOut).not.toHaveBeenCalled();
	await user.click(screen.getByTestId("recover-go"));
	expect(carryOut.mock.lastCall?.slice(0, 3)).toEqual([
		"changes-1",
		{ kind: "profile", name: "acme-admin" },
		"back",
	]);
	await waitFor(() => expect(screen.queryByTestId("pending-undo")).toBeNull());
});

test("a diagnosis offers what the wizard can do about it", async () => {
	const { user, session } = await openAt("dashboard");
	await user.click(screen.getByTestId("troubleshoot"));
	await user.type(screen.getByTestId("troubleshoot-text"), "not authorized: sts:AssumeRole");
	await user.click(await screen.findByTestId("diagnosis-remedy"));
	await waitFor(() => expect(session.step).toBe("permissions"));
	await waitFor(() => expect(session.creation.plan).not.toBeNull());
});
