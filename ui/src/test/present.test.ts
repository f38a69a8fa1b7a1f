import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import { Mask, masked } from "../lib/mask";
import { openAt } from "./helpers";
import { EVENTS, MemoryHost } from "./memory-host";

const VENDOR = "975050335771";

describe("account ids", () => {
	test.each([
		["arn:aws:iam::123456789012:role/x", "arn:aws:iam::••••••••••••:role/x"],
		["123456789012", "••••••••••••"],
		[`arn:aws:iam::${VENDOR}:user/quilr-gateway`, `arn:aws:iam::${VENDOR}:user/quilr-gateway`],
		["1763820131000, thirteen digits", "1763820131000, thirteen digits"],
		["arn:aws:iam::12345678…rock", "arn:aws:iam::••••••••…rock"],
	])("%s", (text, shown) => {
		expect(masked(text, VENDOR)).toBe(shown);
	});

	test("are hidden in what is there, what comes, and what changes; and come back", async () => {
		const root = document.implementation.createHTMLDocument();
		root.body.innerHTML =
			'<p title="of 123456789012">in 123456789012</p><input value="123456789012">';
		const [paragraph, input] = [
			root.querySelector("p") as Element,
			root.querySelector("input") as HTMLInputElement,
		];
		const mask = new Mask(root, VENDOR);
		mask.start();
		expect(paragraph.outerHTML).toBe('<p title="of ••••••••••••">in ••••••••••••</p>');
		expect(input.value).toBe("123456789012");
		expect(input.hasAttribute("data-masked")).toBe(true);
		const added = root.createElement("b");
		added.textContent = "210987654321";
		root.body.append(added);
		(paragraph.firstChild as Text).data = "now 111122223333";
		await waitFor(() => expect(root.body.textContent).toBe("now ••••••••••••••••••••••••"));
		mask.stop();
		expect(root.body.textContent).toBe("now 111122223333210987654321");
		expect(paragraph.getAttribute("title")).toBe("of 123456789012");
		expect(input.hasAttribute("data-masked")).toBe(false);
	});
});

describe("scenes", () => {
	test("are offered in presenter mode and in the sandbox alone", async () => {
		const host = new MemoryHost();
		host.opened = { ...host.opened, target: { kind: "profile", name: "acme-admin" } };
		const { user, session, wizard } = await openAt("role", host);
		expect(screen.queryByTestId("open-scenes")).toBeNull();
		await user.click(screen.getByTestId("presenter-mode"));
		expect(host.presenting).toEqual([true]);
		expect(screen.queryByTestId("open-scenes")).toBeNull();
		await user.keyboard("{Control>}k{/Control}");
		expect(wizard.presenter.choosing).toBe(false);
		session.edit({ target: { kind: "sandbox" } });
		await user.click(await screen.findByTestId("open-scenes"));
		await user.click(screen.getByTestId("play-wrong-external-id"));
		await waitFor(() => screen.getByTestId("verify-result"));
		expect(host.played).toEqual(["wrong-external-id"]);
		expect(screen.getByTestId("scene")).toHaveAttribute("data-scene", "wrong-external-id");
		await user.click(screen.getByTestId("scene-end"));
		await waitFor(() => expect(screen.queryByTestId("scene")).toBeNull());
		await user.click(screen.getByTestId("presenter-mode"));
	});

	test("that cannot be played say why", async () => {
		const host = new MemoryHost();
		host.opened = { ...host.opened, target: { kind: "sandbox" } };
		host.playScene = () =>
			Promise.reject({ code: "busy", message: "a verification is running", hint: null });
		const { user } = await openAt("role", host);
		await user.click(screen.getByTestId("presenter-mode"));
		await user.click(screen.getByTestId("open-scenes"));
		await user.click(screen.getByTestId("play-all-good"));
		await waitFor(() =>
			expect(screen.getByTestId("scenes-fault")).toHaveTextContent("a verification is running"),
		);
		await user.click(screen.getByTestId("scenes-close"));
		await user.click(screen.getByTestId("presenter-mode"));
	});
});

describe("what AWS sees", () => {
	async function verified(host: MemoryHost, kind: "sandbox" | "profile") {
		host.opened = {
			...host.opened,
			session_name: "acme-call",
			target: kind === "sandbox" ? { kind } : { kind, name: "acme-admin" },
		};
		const app = await openAt("verify", host);
		await app.user.click(screen.getByTestId("verify-run"));
		await waitFor(() => screen.getByTestId("verify-result"));
		return app;
	}

	test("comes by itself in the sandbox, with the form's session marked", async () => {
		const { user } = await verified(new MemoryHost(), "sandbox");
		await waitFor(() => screen.getByTestId("event-Converse"));
		expect(screen.getByTestId("event-Converse")).toHaveAttribute("data-ours", "true");
		expect(screen.getByTestId("event-AssumeRole")).toHaveAttribute("data-ours", "false");
		expect(screen.getByTestId("event-AssumeRole")).toHaveTextContent("AccessDenied");
		expect(screen.queryByText("req-2")).toBeNull();
		await user.click(screen.getByRole("button", { name: /Converse/ }));
		expect(screen.getByTestId("event-details")).toHaveTextContent("req-2");
	});

	test("is asked of an account only when somebody wants to see it, and says that it is late", async () => {
		const host = new MemoryHost();
		const { user } = await verified(host, "profile");
		expect(host.looks).toBe(0);
		await user.click(screen.getByTestId("aws-events-toggle"));
		await waitFor(() => expect(screen.getByTestId("event-Converse")).toBeInTheDocument());
		expect(screen.getByTestId("aws-events")).toHaveTextContent("usually after about five minutes");
		expect(host.seenEvents.events).toEqual(EVENTS);
	});

	test("is asked again where a run began and ended while it was asked", async () => {
		const host = new MemoryHost();
		const { user, session } = await verified(host, "sandbox");
		await waitFor(() => screen.getByTestId("event-Converse"));
		await waitFor(() => expect(session.sightings.state).toBe("idle"));
		const looks = host.looks;
		const ask = host.awsEvents.bind(host);
		let answer = () => {};
		const held = new Promise<void>((resolve) => {
			answer = resolve;
		});
		host.awsEvents = async () => {
			host.awsEvents = ask;
			await held;
			return { events: [], more: false };
		};
		await user.click(screen.getByTestId("aws-events-refresh"));
		await user.click(screen.getByTestId("verify-run"));
		await waitFor(() => screen.getByTestId("verify-result"));
		answer();
		await waitFor(() => expect(host.looks).toBe(looks + 1));
		await waitFor(() => screen.getByTestId("event-AssumeRole"));
	});

	test("names the permission that is missing, as no error of the run", async () => {
		const host = new MemoryHost();
		host.awsEvents = () =>
			Promise.reject({
				code: "access-denied",
				message: "cloudtrail:LookupEvents was denied",
				hint: null,
			});
		await verified(host, "sandbox");
		await waitFor(() =>
			expect(screen.getByTestId("aws-events-denied")).toHaveTextContent(
				"cloudtrail:LookupEvents is missing",
			),
		);
		expect(screen.getByTestId("verify-result")).toHaveAttribute("data-verdict", "passed");
	});
});
