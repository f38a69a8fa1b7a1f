import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { View } from "../lib/bindings";
import type { Draft } from "../lib/bridge";
import { RETRY_AFTER, SAVE_AFTER, Session } from "../lib/session.svelte";
import { Wizard } from "../lib/wizard.svelte";
import { fakeView } from "./fake-view";
import { deferred } from "./helpers";
import { MemoryHost } from "./memory-host";

function open(host: MemoryHost): Session {
	const wizard = new Wizard(host);
	const session = new Session(wizard, { setup: host.opened, view: fakeView(host.opened) });
	wizard.session = session;
	return session;
}

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe("the view", () => {
	test("is asked for once at a time, and then for the newest draft only", async () => {
		const host = new MemoryHost();
		const asked: { draft: Draft; answer: ReturnType<typeof deferred<View>> }[] = [];
		host.view = (draft) => {
			const answer = deferred<View>();
			asked.push({ draft, answer });
			return answer.promise;
		};
		const session = open(host);

		session.edit({ role_name: "a" });
		session.edit({ role_name: "ab" });
		session.edit({ role_name: "abc" });
		expect(session.draft.role_name).toBe("abc");
		expect(asked.map((each) => each.draft.role_name)).toEqual(["a"]);

		asked[0]?.answer.resolve(fakeView(asked[0].draft));
		await vi.waitFor(() => expect(asked).toHaveLength(2));
		expect(asked[1]?.draft.role_name).toBe("abc");

		asked[1]?.answer.resolve(fakeView(asked[1].draft));
		await session.settled();
		expect(session.view.role_arn).toMatch(/role\/abc$/);
		expect(asked).toHaveLength(2);
	});

	test("that fails is told, and what was shown stays", async () => {
		const host = new MemoryHost();
		const session = open(host);
		const before = session.view;
		host.view = () => Promise.reject({ code: "bridge", message: "no answer" });
		session.edit({ role_name: "x" });
		await session.settled();
		expect(session.view).toBe(before);
		expect(session.viewFault?.code).toBe("bridge");
		expect(session.draft.role_name).toBe("x");
	});
});

describe("saving", () => {
	test("waits for a pause in typing, then writes once", async () => {
		const host = new MemoryHost();
		const session = open(host);
		session.edit({ name: "A" });
		expect(session.saving.state).toBe("saving");
		await vi.advanceTimersByTimeAsync(SAVE_AFTER - 1);
		session.edit({ name: "Ac" });
		await vi.advanceTimersByTimeAsync(SAVE_AFTER - 1);
		expect(host.saves).toBe(0);
		await vi.advanceTimersByTimeAsync(1);
		expect(host.saves).toBe(1);
		expect(host.seen?.name).toBe("Ac");
		expect(session.saving.state).toBe("saved");
	});

	test("never says saved while something newer is not", async () => {
		const host = new MemoryHost();
		const writing = deferred<void>();
		host.save = () => writing.promise;
		const session = open(host);
		session.edit({ name: "A" });
		await vi.advanceTimersByTimeAsync(SAVE_AFTER);
		session.edit({ name: "Ac" });
		writing.resolve();
		await vi.advanceTimersByTimeAsync(0);
		expect(session.saving.state).toBe("saving");
		await vi.advanceTimersByTimeAsync(SAVE_AFTER);
		expect(session.saving.state).toBe("saved");
	});

	test("that failed is tried again by itself until it is written", async () => {
		const host = new MemoryHost();
		const works = host.save.bind(host);
		host.save = () => Promise.reject({ code: "not-saved", message: "the disk is full" });
		const session = open(host);
		session.edit({ name: "A" });
		await vi.advanceTimersByTimeAsync(SAVE_AFTER);
		expect(session.saving.state).toBe("failed");
		await vi.advanceTimersByTimeAsync(RETRY_AFTER);
		expect(session.saving.state).toBe("failed");
		host.save = works;
		await vi.advanceTimersByTimeAsync(RETRY_AFTER);
		expect(session.saving.state).toBe("saved");
		expect(host.seen?.name).toBe("A");
		await vi.advanceTimersByTimeAsync(RETRY_AFTER * 2);
		expect(host.saves).toBe(1);
	});

	test("is not tried again for a setup that was left", async () => {
		const host = new MemoryHost();
		let tried = 0;
		host.save = () => {
			tried += 1;
			return Promise.reject({ code: "not-saved", message: "the disk is full" });
		};
		const session = open(host);
		session.edit({ name: "A" });
		await vi.advanceTimersByTimeAsync(SAVE_AFTER);
		session.wizard.session = null;
		const before = tried;
		await vi.advanceTimersByTimeAsync(RETRY_AFTER * 2);
		expect(tried).toBe(before);
	});

	test("that fails says why, and leaving then asks first", async () => {
		const host = new MemoryHost();
		host.save = () =>
			Promise.reject({ code: "data-folder-locked", message: "the data folder is locked" });
		const session = open(host);
		session.edit({ name: "A" });
		await vi.advanceTimersByTimeAsync(SAVE_AFTER);
		expect(session.saving).toMatchObject({
			state: "failed",
			fault: { message: "the data folder is locked" },
		});

		const leaving = session.wizard.leave();
		await vi.advanceTimersByTimeAsync(0);
		expect(session.wizard.question?.title).toBe("Leave without saving?");
		session.wizard.answer(false);
		await leaving;
		expect(session.wizard.session).toBe(session);
	});
});

describe("signing in", () => {
	test("fills in an account that was empty, and leaves one that was typed", async () => {
		const host = new MemoryHost();
		host.opened = { ...host.opened, account_id: "" };
		const session = open(host);
		await session.signIn.run();
		expect(session.draft.account_id).toBe("123456789012");

		session.type("account_id", { account_id: "999999999999" });
		await session.signIn.run();
		expect(session.draft.account_id).toBe("999999999999");
	});

	test("an answer for a target that was left is thrown away", async () => {
		const host = new MemoryHost();
		const slow = deferred<Awaited<ReturnType<MemoryHost["signIn"]>>>();
		host.signIn = () => slow.promise;
		const session = open(host);
		const first = session.signIn.run();
		session.edit({ target: { kind: "profile", name: "acme-admin" } });
		slow.resolve({
			account: "111111111111",
			arn: "arn:aws:iam::111111111111:user/x",
			user_id: "AIDA",
			partition: "aws",
			kind: "user",
			region: "us-east-1",
			expires_at: null,
		});
		await first;
		expect(session.signIn.identity).toBeNull();
		expect(session.draft.account_id).toBe("123456789012");
	});
});

describe("the plan", () => {
	test("is stale once the setup changes, and then cannot be applied", async () => {
		const host = new MemoryHost();
		const apply = vi.spyOn(host, "apply");
		const session = open(host);
		await session.creation.show();
		session.edit({ streaming: false });
		expect(session.creation.stale).toBe(true);
		await session.creation.apply();
		expect(apply).not.toHaveBeenCalled();
		await session.creation.show();
		await session.creation.apply();
		expect(apply).toHaveBeenCalledOnce();
		expect(session.draft.applied?.external_id).toBe(session.draft.external_id);
	});

	test("is not stale because a step was left or the setup renamed", async () => {
		const session = open(new MemoryHost());
		await session.creation.show();
		session.edit({ step: "role", name: "Another name", visited: ["overview"] });
		expect(session.creation.stale).toBe(false);
	});
});
