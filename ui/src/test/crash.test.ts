// What a fault of the program itself shows, and what is copied for whoever mends it.

import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { openApp } from "./helpers";

test("a failure inside the program is told over the screen until it is put away", async () => {
	const { host, user } = await openApp();
	expect(screen.queryByTestId("crash")).toBeNull();
	host.crash("Something in this program failed. It is in /data/crashes/x.log");
	const told = await screen.findByRole("alert");
	expect(told.textContent).toContain("/data/crashes/x.log");
	await user.click(screen.getByTestId("crash-close"));
	expect(screen.queryByTestId("crash")).toBeNull();
});

test("diagnostics are copied from where an error is asked about", async () => {
	const { host, wizard, user } = await openApp();
	wizard.troubleshooting = true;
	await waitFor(() => expect(screen.getByTestId("copy-diagnostics")).toBeEnabled());
	await user.click(screen.getByTestId("copy-diagnostics"));
	await waitFor(() => expect(host.copied.at(-1)).toContain("Bedrock Role Wizard"));
});
