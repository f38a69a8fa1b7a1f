import { configure, screen, waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { Fault } from "../lib/bindings";
import { wrongInCode } from "../lib/mfa";
import { draft } from "./fake-view";
import { openApp, openAt } from "./helpers";
import { IDENTITY, MemoryHost, RIGHTS } from "./memory-host";

// A busy machine types slowly: what is waited for is a state, not a time.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 40_000 });

const fault = (code: string, message: string): Fault => ({
	code,
	message,
	hint: "the hint",
	fields: [],
	new_plan: null,
});
const REQUIRED = fault(
	"mfa-required",
	"the sign-in for the profile `acme-admin` needs the code of the MFA device `arn:aws:iam::123456789012:mfa/ann`",
);
const REFUSED = fault(
	"mfa-refused",
	"AWS did not take that code: it was wrong, too late, or used already",
);
const SSO = fault("sso-sign-in", "the SSO session `acme` is not signed in, or its time is over");

async function pick(host: MemoryHost) {
	const { user } = await openApp(host);
	await user.click(screen.getByTestId("use-profile"));
	await user.click(await screen.findByTestId("profile-acme-admin"));
	return user;
}

test("a code is asked for, its form checked as it is typed, and a wrong one asked again", async () => {
	const host = new MemoryHost();
	const signIn = vi
		.spyOn(host, "signIn")
		.mockRejectedValueOnce(REQUIRED)
		.mockRejectedValueOnce(REFUSED);
	const user = await pick(host);
	const input = await screen.findByTestId("mfa-code");
	expect(screen.getByTestId("mfa-note")).toHaveTextContent("mfa/ann");
	await user.type(input, "12a");
	expect(screen.getByTestId("mfa-note")).toHaveTextContent("Only digits");
	expect(screen.getByTestId("mfa-give")).toBeDisabled();
	await user.clear(input);
	await user.type(input, "123 456");
	await user.click(screen.getByTestId("mfa-give"));
	await waitFor(() =>
		expect(screen.getByTestId("mfa-note")).toHaveTextContent("did not take that code"),
	);
	expect(screen.getByTestId("mfa-code")).toHaveValue("");
	await user.type(screen.getByTestId("mfa-code"), "654321{Enter}");
	await waitFor(() =>
		expect(screen.getByTestId("identity-account")).toHaveTextContent(IDENTITY.account),
	);
	expect(signIn.mock.calls.map((call) => call[1])).toEqual([null, "123456", "654321"]);
});

test("what may still become a code is not called wrong", () => {
	expect(["", "1", "123456"].map(wrongInCode)).toEqual(["", "", ""]);
	expect(wrongInCode("1234567")).toContain("more than six");
});

test("an SSO session is signed in to through the browser, with the code to compare", async () => {
	const host = new MemoryHost();
	vi.spyOn(host, "signIn").mockRejectedValueOnce(SSO);
	const user = await pick(host);
	await user.click(await screen.findByTestId("sign-in-browser"));
	expect(await screen.findByTestId("device-code")).toHaveTextContent("WDJB-MJHT");
	host.confirmBrowser?.();
	await waitFor(() =>
		expect(screen.getByTestId("identity-account")).toHaveTextContent(IDENTITY.account),
	);
});

test("the browser can be given up, and begun again", async () => {
	const host = new MemoryHost();
	vi.spyOn(host, "signIn").mockRejectedValueOnce(SSO);
	const user = await pick(host);
	await user.click(await screen.findByTestId("sign-in-browser"));
	await user.click(await screen.findByTestId("cancel-sign-in"));
	await waitFor(() =>
		expect(screen.getByTestId("fault")).toHaveAttribute("data-code", "sign-in-cancelled"),
	);
	// What one has done oneself is no failure.
	expect(screen.getByTestId("fault")).toHaveClass("quiet");
	expect(screen.queryByRole("alert")).toBeNull();
	await user.click(screen.getByTestId("sign-in-browser"));
	expect(await screen.findByTestId("device-code")).toBeVisible();
});

test("who is signed in says until when", async () => {
	const host = new MemoryHost();
	vi.spyOn(host, "signIn").mockResolvedValue({ ...IDENTITY, expires_at: "2026-11-22T14:02:11Z" });
	await pick(host);
	expect(await screen.findByTestId("identity-until")).toHaveTextContent("22 Nov 2026");
});

test("a certificate that is not trusted offers where to name the company's root", async () => {
	const host = new MemoryHost();
	vi.spyOn(host, "signIn").mockRejectedValueOnce(
		fault(
			"tls",
			"the certificate of `sts.amazonaws.com`, issued by `CN=Acme Inspection CA`, is not trusted",
		),
	);
	const user = await pick(host);
	await user.click(await screen.findByTestId("network"));
	await user.type(screen.getByTestId("network-ca_bundle"), "/etc/acme.pem");
	await user.type(screen.getByTestId("network-read_timeout"), "90{Enter}");
	await waitFor(() =>
		expect(screen.getByTestId("identity-account")).toHaveTextContent(IDENTITY.account),
	);
	expect(host.network).toEqual({
		proxy: null,
		no_proxy: null,
		ca_bundle: "/etc/acme.pem",
		connect_timeout: null,
		read_timeout: 90,
	});
	expect(screen.getByTestId("rail-overview")).toHaveAttribute("aria-current", "step");
});

test("rights that are lacking are told before anything is changed", async () => {
	const host = new MemoryHost();
	host.opened = draft({ target: { kind: "sandbox" } });
	host.rights = {
		...RIGHTS,
		actions: [
			...RIGHTS.actions,
			{ action: "iam:PutRolePolicy", has: "denied", why: "no policy of yours allows it" },
		],
	};
	await openAt("permissions", host);
	await waitFor(() =>
		expect(screen.getByTestId("rights-summary")).toHaveTextContent("You lack 1 of the 3 rights"),
	);
	expect(screen.getByTestId("rights")).toHaveTextContent("no policy of yours allows it");
});

test("rights are asked for what is about to be done: the plan once it is shown, and the test", async () => {
	const host = new MemoryHost();
	const { user } = await openAt("permissions", host);
	await waitFor(() => expect(host.rightsAsked).toEqual([["apply", 0]]));
	await user.click(screen.getByTestId("show-plan"));
	const changes = host.planAnswer.changes.length;
	expect(changes).toBeGreaterThan(0);
	await waitFor(() => expect(host.rightsAsked.at(-1)).toEqual(["apply", changes]));
	await user.click(screen.getByTestId("rail-verify"));
	await waitFor(() => expect(host.rightsAsked.at(-1)).toEqual(["verify", 0]));
});

test("who cannot do it at all is stopped with the reason", async () => {
	const host = new MemoryHost();
	vi.spyOn(host, "preflight").mockRejectedValue(
		fault("root-user", "`arn:aws:iam::123456789012:root` is the root user"),
	);
	await openAt("permissions", host);
	expect(await screen.findByTestId("rights-fault")).toHaveAttribute("data-code", "root-user");
});
