// The report of the last verification: saved, copied, masked, and there again later.

import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { LastReport } from "../lib/bindings";
import { deferred, openAt } from "./helpers";
import { MemoryHost } from "./memory-host";

async function verified(host = new MemoryHost()) {
	const app = await openAt("verify", host);
	expect(screen.queryByTestId("report")).toBeNull();
	await app.user.click(screen.getByTestId("verify-run"));
	await screen.findByTestId("report");
	return app;
}

const said = () => screen.getByTestId("report-said");

test("after a run it is saved in the form that was chosen, with or without accounts", async () => {
	const { user } = await verified();
	expect(screen.getByTestId("report-headline")).toHaveTextContent("Rehearsed, not in AWS");
	await user.click(screen.getByTestId("save-report"));
	await waitFor(() => expect(said()).toHaveTextContent("Saved to /home/you/report.html"));
	await user.click(screen.getByTestId("report-json"));
	await user.click(screen.getByTestId("report-mask"));
	await user.click(screen.getByTestId("save-report"));
	await waitFor(() => expect(said()).toHaveTextContent("Saved to /home/you/report-masked.json"));
});

test("it is copied as Markdown, whatever form is chosen for the file", async () => {
	const { user, host } = await verified();
	await user.click(screen.getByTestId("copy-report"));
	await user.click(screen.getByTestId("report-mask"));
	await waitFor(() =>
		expect(screen.getByTestId("copy-report")).toHaveAttribute("data-state", "idle"),
	);
	await user.click(screen.getByTestId("copy-report"));
	await waitFor(() => expect(host.copied).toHaveLength(2));
	expect(host.copied).toEqual(["# Account 123456789012", "# Account 1234••••9012"]);
});

test("what could not be done is said, and so is a choice of no file", async () => {
	const host = new MemoryHost();
	const { user } = await verified(host);
	host.saveReport = async () => null;
	await user.click(screen.getByTestId("save-report"));
	await waitFor(() => expect(said()).toHaveTextContent("Not saved: no file was chosen"));
	host.saveReport = async () => {
		throw { code: "save", message: "`/x` could not be written", hint: "choose another folder" };
	};
	await user.click(screen.getByTestId("save-report"));
	await waitFor(() =>
		expect(said()).toHaveTextContent("could not be written. Choose another folder"),
	);
});

test("a second click while the dialog is open asks nothing", async () => {
	const host = new MemoryHost();
	const { user } = await verified(host);
	const dialog = deferred<string | null>();
	let asked = 0;
	host.saveReport = () => {
		asked += 1;
		return dialog.promise;
	};
	await user.click(screen.getByTestId("save-report"));
	await user.click(screen.getByTestId("save-report"));
	expect(asked).toBe(1);
	dialog.resolve("/home/you/r.html");
	await waitFor(() => expect(said()).toHaveTextContent("Saved to /home/you/r.html"));
});

test("the report of a run is shown though its last event comes before the host's answer", async () => {
	const host = new MemoryHost();
	const kept = deferred<LastReport>();
	let report: LastReport | null = null;
	host.lastReport = async () => report;
	const verify = host.verify.bind(host);
	host.verify = async (draft, onEvent) => {
		await verify(draft, onEvent);
		report = await kept.promise;
	};
	const { user, session } = await openAt("verify", host);
	await user.click(screen.getByTestId("verify-run"));
	await waitFor(() => expect(session.verification.state).toBe("over"));
	expect(screen.queryByTestId("report")).toBeNull();
	kept.resolve({ at: "2026-11-22T14:02:11Z", headline: "Proven: the documents are right" });
	expect(await screen.findByTestId("report-headline")).toHaveTextContent("Proven: the documents");
});

test("the last one is there when the setup is opened again, before anything is run", async () => {
	const host = new MemoryHost();
	host.report = { at: "2026-11-22T14:02:11Z", headline: "Proven: the documents are right" };
	await openAt("verify", host);
	expect(await screen.findByTestId("report-headline")).toHaveTextContent(
		"Proven: the documents are right",
	);
	expect(screen.getByTestId("report")).toHaveTextContent("22 Nov 2026");
});
