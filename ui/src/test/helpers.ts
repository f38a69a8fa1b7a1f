// Opens the whole window over a host in memory.

import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import App from "../App.svelte";
// Loaded before a test begins to wait for it.
import "../screens/rest";
import type { Step } from "../lib/bindings";
import type { Session } from "../lib/session.svelte";
import { Wizard } from "../lib/wizard.svelte";
import { MemoryHost } from "./memory-host";

/** A promise that is settled from outside. */
export function deferred<T>() {
	let resolve: (value: T) => void = () => {};
	let reject: (reason: unknown) => void = () => {};
	const promise = new Promise<T>((yes, no) => {
		resolve = yes;
		reject = no;
	});
	return { promise, resolve, reject };
}

export async function openApp(host = new MemoryHost()) {
	const wizard = new Wizard(host);
	render(App, { props: { wizard } });
	await waitFor(() => screen.getByTestId("try-sandbox"));
	return { host, wizard, user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }) };
}

/** The window with a setup open at a step. */
export async function openAt(step: Step, host = new MemoryHost()) {
	host.opened = { ...host.opened, step };
	const app = await openApp(host);
	await app.wizard.open(host.opened.id);
	await waitFor(() => screen.getByTestId(`rail-${step}`));
	const session = app.wizard.session as Session;
	return { ...app, session };
}
