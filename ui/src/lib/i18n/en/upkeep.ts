// After the role is there: checking again, rotating, revoking; and what an earlier run left undone.

import type { ChangePurpose, RevokeHow, RotationStep } from "../../bindings";
import { counting } from "../forms";

const { count } = counting("en-GB");
const changes = (n: number) => count(n, { one: "change", other: "changes" });

const hows: Record<RevokeHow, { label: string; text: string; done: string }> = {
	sessions: {
		label: "Sessions only",
		text: "Denies the sessions that are under way. The gateway may begin new ones: after a leak, the service goes on.",
		done: "**Revoked.** The sessions that were under way are denied.",
	},
	detach: {
		label: "Detach",
		text: "Denies the sessions that are under way, refuses the gateway, and takes the wizard's permissions out. The role stays.",
		done: "**Revoked.** The gateway can no longer use the role.",
	},
	delete: {
		label: "Delete the role",
		text: "Denies the sessions that are under way, then deletes the role with everything in it.",
		done: "**Revoked.** The role is gone.",
	},
};

const steps: Record<RotationStep, string> = {
	accept_both: "Accept both",
	finish: "Accept only the new one",
	take_back: "Accept only the old one",
};

const interrupted: Record<ChangePurpose["purpose"], string> = {
	apply: "Applying a plan was interrupted.",
	rotate: "Rotating the ExternalId was interrupted.",
	revoke: "Revoking the gateway's access was interrupted.",
};

export const upkeep = {
	titles: {
		check: "Check the role again",
		rotate: "Rotate the ExternalId",
		revoke: "Revoke the gateway's access",
	},
	checkLead: "Reads the role as it is now and compares it with this setup. Nothing is changed.",
	rotation: "The rotation",
	stages: [
		"Both ExternalIds are accepted",
		"The key in the QuilrAI dashboard gets the new one",
		"The old one is no longer accepted",
	],
	howFar: "How far to revoke",
	hows,
	revoke: (n: number) => `Revoke, ${changes(n)}`,
	steps,
	reading: "Reading the role…",
	changedMeanwhile:
		"The role changed since the plan was shown. Nothing was done; below is the plan as it is now.",
	bothAccepted:
		"**Both are accepted now.** Save the new ExternalId in the QuilrAI dashboard, then send a test request.",
	copyNew: "Copy the new ExternalId",
	keyHasIt: "The key has it: end the rotation",
	goBack: "Go back to the old one",
	onlyNew: "**Only the new ExternalId is accepted.** This setup has it now.",
	onlyOld: "**Only the old ExternalId is accepted,** as before.",
	willStop: "What will stop",
	noDrift: "The role is as this setup asks: nothing drifted.",
	nothingToChange: "Nothing has to change in the account.",
	bringBack: "Bring it back to the plan",
	working: "Working…",

	undone: {
		title: "Left undone",
		leftBehind: "An earlier test left its temporary statement in a trust policy.",
		letsIn: (who: string, role: string) => `It lets \`${who}\` assume \`${role}\`.`,
		expired: (at: string) =>
			`It expired by itself at ${at} and lets nobody in any more; what is left is to tidy up.`,
		expires: (at: string) => `It expires by itself at ${at}; taking it out now is better.`,
		interrupted,
		known: (all: number, role: string, made: number) =>
			`Of ${changes(all)} to \`${role}\`, ${made === 1 ? "1 is" : `${made} are`} known to be made. It can be taken back or carried on; the plan is shown first.`,
		madeAt: (endpoint: string) => `It was made at \`${endpoint}\`.`,
		addProfile: (account: string) =>
			`To mend it, add an AWS profile of account ${account} to this machine, then start again.`,
		with: "With",
		takeOut: "Take it out now",
		takingOut: "Taking it out…",
		showBack: "Show how to take it back",
		showRest: "Show what is left",
		forget: "That sandbox is gone: forget it",
		nothingOfIt: "Nothing of it is in the account: the record can be closed.",
		closeRecord: "Close the record",
		takeBack: "Take it back",
		carryOn: "Carry it on",
	},
};
