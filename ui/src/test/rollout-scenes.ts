// A rollout's states, for looking at.

import { tick } from "svelte";
import type { RolloutDesk } from "../lib/rollout.svelte";
import type { AccountState } from "../lib/rollout-types";
import type { Wizard } from "../lib/wizard.svelte";
import { MemoryHost } from "./memory-host";
import { accountId, accounts, rollout } from "./memory-rollouts";

function host(count: number, states: (index: number) => AccountState | null = () => null) {
	const made = new MemoryHost();
	made.rollouts.opened.rollout = rollout({ accounts: accounts(count) });
	for (let index = 0; index < count; index++) {
		const state = states(index);
		if (state) made.rollouts.states.set(accountId(index), state);
	}
	return made;
}

async function enter(wizard: Wizard): Promise<RolloutDesk> {
	await wizard.start();
	await wizard.rollouts.open("9b1c");
	const desk = wizard.rollouts.desk;
	if (!desk) throw new Error("no rollout");
	await tick();
	return desk;
}

const mixed = (index: number): AccountState | null => {
	if (index % 11 === 3) return "failed";
	if (index % 7 === 5) return "differs";
	return index % 5 === 4 ? null : "done";
};

const WRONG =
	"account_id,name\n123456789012,audit\n1.23457E+11,billing\n345678901234,shop\nabc,web\n";

export const rolloutScenes = {
	"rollout-empty": {
		host: () => host(0),
		go: async (wizard: Wizard) => void (await enter(wizard)),
	},
	"rollout-notes": {
		host: () => host(0),
		go: async (wizard: Wizard) => (await enter(wizard)).list.type(WRONG),
	},
	"rollout-plan": {
		host: () => host(24, mixed),
		go: async (wizard: Wizard) => (await enter(wizard)).work.show(),
	},
	"rollout-working": {
		host: () => {
			const made = host(24);
			let after = 9;
			Object.defineProperty(made.rollouts, "gate", {
				get: () => (after-- > 0 ? Promise.resolve() : new Promise(() => {})),
			});
			made.rollouts.refuse.add(accountId(3));
			return made;
		},
		go: async (wizard: Wizard) => {
			const desk = await enter(wizard);
			await desk.work.show();
			void desk.work.deploy();
		},
	},
	"rollout-over": {
		host: () => {
			const made = host(24);
			made.rollouts.refuse.add(accountId(3));
			return made;
		},
		go: async (wizard: Wizard) => {
			const desk = await enter(wizard);
			await desk.work.show();
			await desk.work.deploy();
		},
	},
	"rollout-checked": {
		host: () => host(24, mixed),
		go: async (wizard: Wizard) => {
			const desk = await enter(wizard);
			await desk.work.show();
			await desk.work.check();
		},
	},
	"rollout-many": {
		host: () => host(10_000, mixed),
		go: async (wizard: Wizard) => {
			const desk = await enter(wizard);
			await desk.work.show();
			document.getElementById("rollout-table")?.scrollIntoView();
		},
	},
	"rollout-failed": {
		host: () => {
			const made = host(24, mixed);
			made.rollouts.plan = () =>
				Promise.reject({
					code: "access-denied",
					message:
						"`arn:aws:iam::123456789012:user/dev` may not call `cloudformation:DescribeStackSet`",
					hint: "ask for the right to call it, or sign in as somebody who has it",
					fields: [],
					new_plan: null,
				});
			return made;
		},
		go: async (wizard: Wizard) => (await enter(wizard)).work.show(),
	},
};
