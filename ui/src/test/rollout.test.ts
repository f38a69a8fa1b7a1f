// One role in many accounts: the list, the plan, the table of ten thousand rows.

import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import App from "../App.svelte";
import type { RolloutDesk } from "../lib/rollout.svelte";
import { Wizard } from "../lib/wizard.svelte";
import { deferred, openAt } from "./helpers";
import { MemoryHost } from "./memory-host";
import { accountId, accounts, rollout } from "./memory-rollouts";

async function openRollout(count: number, host = new MemoryHost()) {
	host.rollouts.opened.rollout = rollout({ accounts: accounts(count) });
	const wizard = new Wizard(host);
	render(App, { props: { wizard } });
	await waitFor(() => screen.getByTestId("try-sandbox"));
	await wizard.rollouts.open("9b1c");
	await waitFor(() => screen.getByTestId("rollout-table"));
	const desk = wizard.rollouts.desk as RolloutDesk;
	return { host, wizard, desk, user: userEvent.setup() };
}

const rowsShown = () => document.querySelectorAll(".layer [role=row]").length;
const active = () => {
	const id = screen.getByTestId("rollout-grid").getAttribute("aria-activedescendant");
	return document.getElementById(id ?? "")?.getAttribute("data-testid");
};

describe("the list", () => {
	test("what is no account stands at its line, the rest is taken, and nothing pasted is lost", async () => {
		const { host, user, desk } = await openRollout(0);
		const text = "account_id,name\n111111111111,audit\n1.11E+11,billing\n222222222222,shop";
		const area = screen.getByTestId<HTMLTextAreaElement>("list-text");
		await user.click(area);
		await user.paste(text);
		const note = await screen.findByTestId("note-line-3");
		expect(screen.getByTestId("list-notes")).toHaveTextContent("1.11E+11 is not an account id");
		await user.click(note);
		expect(document.activeElement).toBe(area);
		expect(area.value.slice(area.selectionStart, area.selectionEnd)).toBe("1.11E+11,billing");
		expect(screen.getByTestId("list-found")).toHaveTextContent("2 accounts found");
		await waitFor(() => expect(host.rollouts.written.list).toBe(text));
		await user.click(screen.getByTestId("list-take"));
		await waitFor(() => expect(desk.rollout.accounts).toHaveLength(2));
		expect(screen.getByTestId("list-summary")).toHaveTextContent("2 accounts came");
		await waitFor(() => expect(host.rollouts.written.rollout?.accounts).toHaveLength(2));
		await user.click(screen.getByTestId("list-change"));
		expect(screen.getByTestId<HTMLTextAreaElement>("list-text").value).toBe(text);
	});

	test("a file and the organisation replace the text, which can be put back", async () => {
		const { user, host } = await openRollout(0);
		const area = screen.getByTestId<HTMLTextAreaElement>("list-text");
		await user.click(area);
		await user.paste("333333333333");
		const file = new File(["444444444444\n"], "teams.csv", { type: "text/csv" });
		await user.upload(screen.getByTestId("list-file"), file);
		await waitFor(() => expect(area.value).toBe("444444444444\n"));
		expect(screen.getByTestId("list-said")).toHaveTextContent("that of teams.csv");
		await user.click(screen.getByTestId("list-undo"));
		expect(area.value).toBe("333333333333");
		await user.click(screen.getByTestId("list-organization"));
		await waitFor(() => expect(area.value).toBe(host.rollouts.organizationText));
		expect(screen.getByTestId("list-said")).toHaveTextContent("1 account left out");
	});

	test("a file that is dropped anywhere is the list, and elsewhere it is refused", async () => {
		const { wizard } = await openRollout(2);
		const file = new File(["555555555555\n"], "dropped.csv", { type: "text/csv" });
		const dataTransfer = { types: ["Files"], files: [file], dropEffect: "copy" };
		const heading = screen.getByTestId("rollout-name");
		await fireEvent.dragOver(heading, { dataTransfer });
		expect(screen.getByTestId("drop-here")).toBeInTheDocument();
		await fireEvent.dragLeave(heading, { relatedTarget: document.body });
		expect(screen.getByTestId("drop-here")).toBeInTheDocument();
		await fireEvent.drop(heading, { dataTransfer });
		await waitFor(() =>
			expect(screen.getByTestId<HTMLTextAreaElement>("list-text").value).toBe("555555555555\n"),
		);
		expect(screen.getByTestId("list-said")).toHaveTextContent("that of dropped.csv");
		expect(screen.queryByTestId("drop-here")).toBeNull();

		await wizard.leave();
		const first = await screen.findByTestId("many-accounts");
		const went = await fireEvent.drop(first, { dataTransfer });
		expect(went, "the browser does not open it").toBe(false);
		expect(dataTransfer.dropEffect).toBe("none");
	});

	test("an account that leaves the list is asked about first, and stays where the answer is no", async () => {
		const { user, desk } = await openRollout(3);
		await user.click(screen.getByTestId("list-change"));
		await user.click(screen.getByTestId("list-text"));
		await user.paste(`${accountId(0)}\n${accountId(1)}`);
		await waitFor(() => expect(screen.getByTestId("list-take")).toBeEnabled());
		await user.click(screen.getByTestId("list-take"));
		expect(await screen.findByTestId("confirm")).toHaveTextContent("Take 1 account out");
		await user.click(screen.getByTestId("confirm-no"));
		expect(desk.rollout.accounts).toHaveLength(3);
		const before = desk.rollout.accounts[0]?.external_id;
		await user.click(screen.getByTestId("list-take"));
		await user.click(await screen.findByTestId("confirm-yes"));
		await waitFor(() => expect(desk.rollout.accounts).toHaveLength(2));
		expect(desk.rollout.accounts[0]?.external_id).toBe(before);
	});

	test("what cannot be written is said, and is written by the next change", async () => {
		const { user, host, desk } = await openRollout(1);
		const save = host.rollouts.save.bind(host.rollouts);
		host.rollouts.save = () =>
			Promise.reject({ code: "not-saved", message: "the disk is full", hint: "free some space" });
		await user.type(screen.getByTestId("rollout-name"), "!");
		await waitFor(() =>
			expect(screen.getByTestId("save-state")).toHaveTextContent("the disk is full"),
		);
		host.rollouts.save = save;
		await user.type(screen.getByTestId("rollout-name"), "?");
		await waitFor(() => expect(screen.getByTestId("save-state")).toHaveTextContent("Saved"));
		expect(host.rollouts.written.rollout?.name).toBe("Every team!?");
		expect(desk.rollout.name).toBe("Every team!?");
	});
});

describe("the table", () => {
	test("of ten thousand rows only those in sight are there", async () => {
		const { user } = await openRollout(10_000);
		const grid = screen.getByTestId("rollout-grid");
		expect(grid).toHaveAttribute("aria-rowcount", "10001");
		expect(rowsShown()).toBeGreaterThan(10);
		expect(rowsShown()).toBeLessThan(40);
		grid.focus();
		await user.keyboard("{End}");
		await waitFor(() => expect(active()).toBe(`row-${accountId(9999)}`));
		expect(screen.getByTestId(`row-${accountId(9999)}`)).toHaveAttribute("aria-rowindex", "10001");
		expect(rowsShown()).toBeLessThan(40);
	});

	test("the arrow keys, Page Up and Down, Home and End move; Enter opens, Space chooses", async () => {
		const { user } = await openRollout(500);
		screen.getByTestId("rollout-grid").focus();
		await waitFor(() => expect(active()).toBe(`row-${accountId(0)}`));
		await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
		await waitFor(() => expect(active()).toBe(`row-${accountId(1)}`));
		await user.keyboard("{PageDown}");
		const page = Number(active()?.slice(4)) - Number(accountId(1));
		expect(page).toBeGreaterThan(5);
		await user.keyboard("{PageUp}");
		await waitFor(() => expect(active()).toBe(`row-${accountId(1)}`));
		await user.keyboard("{End}{Home} ");
		await waitFor(() =>
			expect(screen.getByTestId(`row-${accountId(0)}`)).toHaveAttribute("aria-selected", "true"),
		);
		await user.keyboard("{Enter}");
		expect(await screen.findByTestId("rollout-detail")).toHaveTextContent(accountId(0));
	});

	test("is filtered by state and text, and sorted up, down, and back", async () => {
		const { user, host, desk } = await openRollout(60);
		host.rollouts.states.set(accountId(7), "failed");
		host.rollouts.states.set(accountId(8), "done");
		await user.click(screen.getByTestId("plan-show"));
		await user.click(await screen.findByTestId("filter-failed"));
		expect(rowsShown()).toBe(1);
		expect(screen.getByTestId(`row-${accountId(7)}`)).toHaveTextContent("already exists");
		await user.click(screen.getByTestId("filter-all"));
		await user.type(screen.getByTestId("find"), "TEAM-4");
		await waitFor(() => expect(rowsShown()).toBe(11));
		await user.type(screen.getByTestId("find"), " nowhere");
		await user.click(await screen.findByTestId("show-all"));
		await waitFor(() => expect(rowsShown()).toBeGreaterThan(11));
		const firstRow = () => document.querySelector(".layer [role=row]")?.getAttribute("data-testid");
		await user.click(screen.getByTestId("sort-name"));
		await user.click(screen.getByTestId("sort-name"));
		await waitFor(() => expect(firstRow()).toBe(`row-${accountId(59)}`));
		await user.click(screen.getByTestId("sort-state"));
		await waitFor(() => expect(firstRow()).toBe(`row-${accountId(7)}`));
		await user.click(screen.getByTestId("count-done"));
		await waitFor(() => expect(firstRow()).toBe(`row-${accountId(8)}`));
		expect(desk.counts.not_deployed).toBe(58);
	});

	test("a row gives the two values of the dashboard, why it failed, and what to do", async () => {
		const { user, host } = await openRollout(2);
		host.rollouts.states.set(accountId(1), "failed");
		await user.click(screen.getByTestId("plan-show"));
		await waitFor(() =>
			expect(screen.getByTestId(`row-${accountId(1)}`)).toHaveTextContent("Failed"),
		);
		await user.click(screen.getByTestId(`row-${accountId(1)}`));
		const detail = within(await screen.findByTestId("rollout-detail"));
		expect(detail.getByTestId("detail-reason")).toHaveTextContent("already exists");
		expect(detail.getByTestId("detail-remedy")).toHaveTextContent("Retry failed");
		await user.click(detail.getByTestId("copy-row-external-id"));
		await user.click(detail.getByTestId("copy-row-role-arn"));
		expect(host.copied).toEqual([
			accounts(2)[1]?.external_id,
			`arn:aws:iam::${accountId(1)}:role/quilr-gateway-bedrock`,
		]);
	});
});

describe("in AWS", () => {
	test("nothing is deployed before it was shown and asked for; then account by account", async () => {
		const { user, host, desk } = await openRollout(3);
		host.rollouts.refuse.add(accountId(1));
		expect(screen.queryByTestId("deploy")).toBeNull();
		await user.click(screen.getByTestId("plan-show"));
		expect(await screen.findByTestId("plan-lines")).toHaveTextContent("3 accounts get the role");
		await user.click(screen.getByTestId("deploy"));
		expect(await screen.findByTestId("ask-deploy")).toHaveTextContent("Deploy to 3 accounts?");
		expect(screen.getByTestId("ask-no")).toHaveAttribute("autofocus");
		expect(host.rollouts.calls).toEqual([]);
		const gate = deferred<void>();
		host.rollouts.gate = gate.promise;
		await user.click(screen.getByTestId("ask-yes"));
		await waitFor(() =>
			expect(screen.getByTestId(`row-${accountId(0)}`)).toHaveTextContent("In progress"),
		);
		expect(screen.getByTestId("work-count")).toHaveTextContent("0 of 3 accounts");
		gate.resolve();
		expect(await screen.findByTestId("work-over")).toHaveTextContent(
			"Deployed in 2 of 3 accounts. 1 failed.",
		);
		await waitFor(() => expect(screen.getByTestId("retry")).toBeEnabled());
		host.rollouts.refuse.clear();
		await user.click(screen.getByTestId("retry"));
		await waitFor(() => expect(screen.getByTestId("work-over")).toHaveTextContent("Retried"));
		expect(host.rollouts.calls).toEqual(["deploy d1", `retry ${accountId(1)}`]);
		await waitFor(() => expect(desk.counts.done).toBe(3));
		expect(screen.getByTestId("plan-status")).toHaveTextContent("Nothing to do");
	});

	test("a change makes the plan stale, and nothing is deployed from a stale one", async () => {
		const { user } = await openRollout(2);
		await user.click(screen.getByTestId("plan-show"));
		await screen.findByTestId("deploy");
		await user.click(screen.getByTestId("rollout-how"));
		await user.type(screen.getByTestId("stack-set"), "-2");
		expect(screen.getByTestId("deploy")).toBeDisabled();
		expect(screen.getByTestId("plan-status")).toHaveTextContent("show the plan again");
	});

	test("what is wrong is said where it is, and at the plan", async () => {
		const { user } = await openRollout(2);
		await user.click(screen.getByTestId("rollout-how"));
		await user.clear(screen.getByTestId("stack-set"));
		await waitFor(() =>
			expect(screen.getByTestId("how-note-stack_set")).toHaveTextContent("needs a name"),
		);
		expect(screen.getByTestId("plan-problems")).toHaveTextContent("needs a name");
	});

	test("a deploy is cancelled, and says what stands", async () => {
		const { user, host } = await openRollout(3);
		await user.click(screen.getByTestId("plan-show"));
		await user.click(await screen.findByTestId("deploy"));
		const gate = deferred<void>();
		host.rollouts.gate = gate.promise;
		await user.click(await screen.findByTestId("ask-yes"));
		await user.click(await screen.findByTestId("work-cancel"));
		gate.resolve();
		expect(await screen.findByTestId("work-over")).toHaveTextContent("the rest was not begun");
	});

	test("removing says exactly what is deleted, and touches only what is deployed", async () => {
		const { user, host, desk } = await openRollout(3);
		host.rollouts.states.set(accountId(0), "done");
		host.rollouts.states.set("999999999999", "not_listed");
		await user.click(screen.getByTestId("plan-show"));
		await waitFor(() => screen.getByTestId("row-999999999999"));
		expect(screen.getByTestId("remove")).toBeDisabled();
		await user.click(screen.getByTestId("choose-all"));
		await user.click(screen.getByTestId("remove"));
		const asked = within(await screen.findByTestId("ask-remove"));
		expect(asked.getByTestId("remove-accounts").children).toHaveLength(2);
		expect(screen.getByTestId("ask-remove")).toHaveTextContent(
			"2 accounts of the chosen have no role",
		);
		await user.click(asked.getByTestId("ask-yes"));
		await waitFor(() =>
			expect(screen.getByTestId("work-over")).toHaveTextContent("Removed from 2 accounts."),
		);
		expect(host.rollouts.calls).toEqual([`remove ${accountId(0)} 999999999999`]);
		await waitFor(() => expect(desk.rows).toHaveLength(3));
	});

	test("roles can be left where they are, and the StackSet goes once nothing is in it", async () => {
		const { user, host } = await openRollout(2);
		host.rollouts.states.set(accountId(0), "done");
		host.rollouts.states.set(accountId(1), "done");
		await user.click(screen.getByTestId("plan-show"));
		await screen.findByTestId("plan-lines");
		const choose = (index: number) =>
			user.click(within(screen.getByTestId(`row-${accountId(index)}`)).getByRole("checkbox"));
		await choose(0);
		await user.click(screen.getByTestId("remove"));
		expect(await screen.findByTestId("ask-remove")).toHaveTextContent("stops working at once");
		expect(screen.queryByTestId("remove-set")).toBeNull();
		await user.click(screen.getByTestId("remove-retain"));
		expect(screen.getByTestId("ask-remove")).toHaveTextContent("Take 1 account out");
		expect(screen.getByTestId("remove-means")).toHaveTextContent("The keys go on working");
		await user.click(screen.getByTestId("ask-yes"));
		expect(await screen.findByTestId("work-over")).toHaveTextContent(
			"Taken out of the StackSet: 1 account.",
		);
		expect(screen.queryByTestId("clear-set")).toBeNull();

		await choose(0);
		await choose(1);
		await user.click(screen.getByTestId("remove"));
		await user.click(await screen.findByTestId("ask-yes"));
		await user.click(await screen.findByTestId("clear-set"));
		expect(await screen.findByTestId("ask-clear")).toHaveTextContent("No account is in it");
		expect(host.rollouts.exists).toBe(true);
		await user.click(screen.getByTestId("ask-yes"));
		await waitFor(() =>
			expect(screen.getByTestId("work-over")).toHaveTextContent("The StackSet is deleted."),
		);
		const [one, two] = [accountId(0), accountId(1)];
		expect(host.rollouts.calls).toEqual([`retain ${one}`, `remove ${two}`, "remove set"]);
		await waitFor(() => expect(screen.queryByTestId("clear-set")).toBeNull());
	});

	test("all accounts and their StackSet go at once where that is chosen, and not where one is left", async () => {
		const { user, host } = await openRollout(2);
		host.rollouts.states.set(accountId(0), "done");
		host.rollouts.states.set(accountId(1), "done");
		host.rollouts.refuse.add(accountId(1));
		const removeAll = async () => {
			await user.click(await screen.findByTestId("remove"));
			await user.click(await screen.findByTestId("remove-set"));
			await user.click(screen.getByTestId("ask-yes"));
			return screen.findByTestId("work-over");
		};
		await user.click(screen.getByTestId("plan-show"));
		await screen.findByTestId("plan-lines");
		await user.click(screen.getByTestId("choose-all"));
		const over = await removeAll();
		expect(over).toHaveTextContent("Removed from 1 of 2 accounts. 1 failed.");
		expect(over).not.toHaveTextContent("The StackSet is deleted");
		await user.click(screen.getByTestId("work-failed"));
		await waitFor(() => expect(rowsShown()).toBe(1));
		host.rollouts.refuse.clear();
		await waitFor(() => expect(screen.getByTestId("remove")).toBeEnabled());
		await removeAll();
		await waitFor(() =>
			expect(screen.getByTestId("work-over")).toHaveTextContent("The StackSet is deleted."),
		);
		expect(host.rollouts.exists).toBe(false);
	});

	test("checks stream into the table, and the table is saved with what is known", async () => {
		const { user, host } = await openRollout(2);
		host.rollouts.states.set(accountId(0), "done");
		await user.click(screen.getByTestId("save-table"));
		await user.click(screen.getByTestId("plan-show"));
		await screen.findByTestId("plan-lines");
		await user.click(screen.getByTestId("check-all"));
		expect(await screen.findByTestId("work-over")).toHaveTextContent(
			"Checked 2 accounts: 1 passed, 1 to look at.",
		);
		expect(screen.getByTestId(`row-${accountId(0)}`)).toHaveTextContent("Passed");
		await user.click(screen.getByTestId(`row-${accountId(1)}`));
		expect(await screen.findByTestId("detail-verdict")).toHaveTextContent("the role exists");
		await user.click(screen.getByTestId("detail-close"));
		await user.click(screen.getByTestId("save-table"));
		await waitFor(() =>
			expect(host.rollouts.calls).toEqual(["table without a plan", "verify", "table d1"]),
		);
		expect(screen.getByTestId("saved-table")).toHaveTextContent("Saved to /home/you/table.csv");
		await user.click(screen.getByTestId("copy-table"));
		await waitFor(() => expect(screen.getByTestId("copy-table")).toHaveTextContent("Copied"));
		expect(host.copied[0]).toBe(`account_id of d1\r\n${accountId(0)}\r\n${accountId(1)}`);
	});

	test("a thousand events are a few changes of the table", async () => {
		const { user, desk, host } = await openRollout(1000);
		await user.click(screen.getByTestId("plan-show"));
		await screen.findByTestId("plan-lines");
		let changes = 0;
		const deploy = host.rollouts.deploy.bind(host.rollouts);
		host.rollouts.deploy = async (of, shown, onEvent) => {
			await deploy(of, shown, (event) => {
				const before = desk.work.progress;
				onEvent(event);
				if (desk.work.progress !== before) changes += 1;
			});
		};
		await desk.work.deploy();
		expect(changes).toBeLessThan(10);
		expect(desk.counts.done).toBe(1000);
	});
});

describe("ways in and out", () => {
	test("from the first screen, with the saved ones beside", async () => {
		const host = new MemoryHost();
		const saved_at = "2026-11-22T14:02:11Z";
		host.rollouts.saved = [
			{ id: "r1", name: "Every team", target: { kind: "sandbox" }, accounts: 214, saved_at },
		];
		const wizard = new Wizard(host);
		render(App, { props: { wizard } });
		const user = userEvent.setup();
		expect(await screen.findByTestId("rollout-r1")).toHaveTextContent("214 accounts");
		await user.click(screen.getByTestId("many-accounts"));
		await user.click(await screen.findByTestId("many-sandbox"));
		expect(await screen.findByTestId("rollout-name")).toHaveValue("Every team");
		await user.click(screen.getByTestId("rollout-back"));
		await user.click(await screen.findByTestId("delete-rollout-r1"));
		await user.click(await screen.findByTestId("confirm-yes"));
		await waitFor(() => expect(screen.queryByTestId("rollout-r1")).toBeNull());
	});

	test("from a setup's StackSet, which becomes the pattern", async () => {
		const host = new MemoryHost();
		const patterns: (string | null)[] = [];
		const create = host.rollouts.create.bind(host.rollouts);
		host.rollouts.create = (target, pattern) => {
			patterns.push(pattern);
			return create(target, pattern);
		};
		const { user, session } = await openAt("permissions", host);
		await user.click(screen.getByTestId("way-code"));
		await user.click(screen.getByTestId("form-stackset"));
		await user.click(await screen.findByTestId("roll-out"));
		await screen.findByTestId("rollout-table");
		expect(patterns).toEqual([session.draft.id]);
	});

	test("the pattern is edited as a setup, and leaving it leads back with what it became", async () => {
		const { user, host, desk, wizard } = await openRollout(2);
		await user.click(screen.getByTestId("edit-pattern"));
		expect(await screen.findByTestId("rollout-pattern-note")).toHaveTextContent("Every team");
		host.rollouts.opened.rollout = {
			...host.rollouts.opened.rollout,
			pattern: { ...host.rollouts.opened.rollout.pattern, role_name: "another-role" },
		};
		await user.click(screen.getByTestId("to-accounts"));
		await waitFor(() =>
			expect(screen.getByTestId("rollout-pattern")).toHaveTextContent("another-role"),
		);
		expect(wizard.rollouts.desk).toBe(desk);
		expect(desk.view.rows[0]?.role_arn).toContain("another-role");
	});
});
