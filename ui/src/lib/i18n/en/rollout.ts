// One role in many accounts.

import type { RowState } from "../../rollout-rows";
import type { VerdictStatus } from "../../rollout-types";
import { counting } from "../forms";
import { work } from "./rollout-work";

const { number, count: counted } = counting("en-GB");
const accounts = (count: number) => counted(count, { one: "account", other: "accounts" });

const states: Record<RowState, string> = {
	unknown: "Not read yet",
	not_deployed: "Not deployed",
	in_progress: "In progress",
	failed: "Failed",
	differs: "Differs",
	not_listed: "Not in the list",
	done: "Done",
};

const verdicts: Record<VerdictStatus, string> = {
	passed: "Passed",
	failed: "Failed",
	warning: "To read",
	unreachable: "Not reached",
	cancelled: "Stopped",
};

const remedies: Record<RowState, string> = {
	unknown: "Show the plan: it reads the StackSet.",
	not_deployed: "Deploy: the account gets its role then.",
	in_progress: "Wait until CloudFormation is done with it.",
	failed: "Mend what the reason names, then “Retry failed”.",
	differs:
		"Deploy: the role gets the ExternalId that stands here. The key in the QuilrAI dashboard must have the same.",
	not_listed: "Add it to the list to keep it, or choose it and remove it.",
	done: "Put both values into the key of this account in the QuilrAI dashboard.",
};

export const rollout = {
	number,
	accounts,
	entry: {
		title: "Many accounts",
		text: "One role in each account of a list or an organisation, with an ExternalId of its own, through one StackSet.",
		where: "Where do you administer the StackSet?",
		sandbox: "Try it in the sandbox",
		list: "Rollouts",
		open: (count: number, when: string) => `${accounts(count)}. Saved ${when}`,
		from: "For many accounts, let the wizard deploy it, account by account, each with its own ExternalId.",
		fromButton: "Roll out to many accounts",
		remove: (name: string) => ({
			title: `Delete “${name}”?`,
			body: "Its file is moved to the folder of deleted rollouts. Nothing in AWS changes: the StackSet and its roles stay.",
			yes: "Delete rollout",
			danger: true,
		}),
		removeName: (name: string) => `Delete ${name}`,
	},
	head: {
		back: "All setups",
		name: "Name of the rollout",
		untitled: "Untitled rollout",
		lead: "One role in many accounts: the list, the pattern, the plan, then the table. Nothing changes in AWS until you say so.",
		bar: "Accounts by state",
		saved: "Saved",
		saving: "Saving…",
		notSaved: "Not saved",
		pattern: (name: string) =>
			`The pattern of “${name}”. Every account gets what you set here; its account and ExternalId come from the list.`,
		toAccounts: "Back to the accounts",
		leaveBusy: {
			title: "Leave while CloudFormation is at work?",
			body: "It is cancelled first: what was begun is ended, the rest is not begun. Then leave again.",
			yes: "Cancel it",
			danger: true,
		},
		leaveUnsaved: {
			title: "Leave without saving?",
			body: "The last changes could not be written. Leaving now loses them.",
			yes: "Leave anyway",
			danger: true,
		},
	},
	states,
	verdicts,
	list: {
		title: "Accounts",
		label: "The accounts, one a line",
		empty: "Paste account ids, drop a CSV here, or open one.",
		forms:
			"One account id a line, a CSV with a header (account_id, name, external_id), or what “aws organizations list-accounts” prints.",
		open: "Open a CSV…",
		organization: "From the organisation",
		reading: "Reading the organisation…",
		undo: "Put back what was there",
		ofFile: (name: string) => `The list is now that of ${name}.`,
		ofOrganization: (leftOut: number) =>
			leftOut > 0
				? `The list is now the organisation's. ${accounts(leftOut)} left out: not active.`
				: "The list is now the organisation's.",
		found: (count: number) => `${accounts(count)} found`,
		take: (count: number) => `Use ${count === 1 ? "this account" : `these ${accounts(count)}`}`,
		taken: (count: number) => `${accounts(count)} in the rollout. The list as you gave it is kept.`,
		change: "Change the list",
		close: "Close the list",
		line: (line: number) => `Line ${number(line)}`,
		more: (count: number) => `and ${number(count)} more ${count === 1 ? "note" : "notes"}`,
		less: "Mend these first, or go on without their lines: they are no accounts.",
		tooLarge:
			"This file is larger than 16 MB. A list of accounts is a few kilobytes: choose another file.",
		drop: "Drop the file to read it",
		leave: (count: number) => ({
			title: `Take ${accounts(count)} out of the rollout?`,
			body: `${count === 1 ? "It is" : "They are"} in the rollout and not in this list. The ExternalId is forgotten here; a role that was deployed stays in AWS and is shown as “Not in the list” until you remove it.`,
			yes: "Use this list",
			danger: true,
		}),
		merged: (added: number, changed: number, dropped: number) =>
			[
				added > 0 ? `${accounts(added)} came, with new ExternalIds where the list gave none.` : "",
				changed > 0 ? `${accounts(changed)} got the ExternalId that the list gives.` : "",
				dropped > 0 ? `${accounts(dropped)} left.` : "",
				added + changed + dropped === 0 ? "The list holds the same accounts as before." : "",
			]
				.filter(Boolean)
				.join(" "),
	},
	pattern: {
		title: "The role",
		edit: "Edit the pattern",
		editName: "Edit the pattern as a setup",
		name: "Role name",
		path: "Path",
		serves: "Serves",
		region: "Region",
		own: "Each account's role is this one. Only the account and the ExternalId differ.",
		trust: "The trust policy was edited by hand.",
	},
	how: {
		title: "How it is deployed",
		stackSet: "StackSet's name",
		model: "Permissions of the StackSet",
		self: "Self-managed",
		service: "Service-managed (Organizations)",
		selfHint:
			"AWSCloudFormationStackSetAdministrationRole must be in this account, and AWSCloudFormationStackSetExecutionRole in each account of the list.",
		serviceHint:
			"Trusted access for StackSets must be on in the organisation. Name the organisational units that hold the accounts.",
		units: "Organisational units, separated by spaces",
		access: "Role to check with",
		accessHint: "Assumed in each account by “Check all”. It only reads.",
	},
	plan: {
		title: "Plan",
		show: "Show what will change",
		again: "Show it again",
		reading: "Reading the StackSet…",
		idle: "Reads the StackSet and compares it with the list. Nothing is changed.",
		noAccounts: "The plan comes once there is an account in the list.",
		problems: "The plan comes once these are mended:",
		stale: "The list, the pattern or the StackSet's settings changed since: show the plan again.",
		stackSet: {
			create: (name: string) => `The StackSet ${name} is created`,
			update: (name: string) => `The template of ${name} is updated, in every account`,
			unchanged: (name: string) => `The StackSet ${name} is as it should be`,
		},
		add: (count: number) => `${accounts(count)} ${count === 1 ? "gets" : "get"} the role`,
		update: (count: number) =>
			`${accounts(count)} ${count === 1 ? "gets" : "get"} another ExternalId`,
		retry: (count: number) =>
			`${accounts(count)} failed and ${count === 1 ? "is" : "are"} tried again`,
		wait: (count: number) => `${accounts(count)}: CloudFormation is still at work there`,
		stuck: (count: number) =>
			`${accounts(count)}: CloudFormation gave up on the stack. Put it right by hand, as the row says`,
		signIn: "Sign in again",
		left: (count: number) =>
			count === 1 ? `${accounts(count)} stays as it is` : `${accounts(count)} stay as they are`,
		stray: (count: number) =>
			`${accounts(count)} ${count === 1 ? "has" : "have"} the role and ${count === 1 ? "is" : "are"} not in the list: left alone`,
		nothing: "Nothing to do: every account of the list has its role.",
		calls: (count: number) =>
			`${number(count)} ${count === 1 ? "call" : "calls"} to CloudFormation`,
		template: "The StackSet's template",
		diff: "What changes in the template",
		copyTemplate: "Copy the template",
		saveTemplate: "Save…",
		empty: "The StackSet is there, and no account is in it.",
		clear: "Delete the StackSet…",
		deploy: "Deploy…",
		ask: (count: number) => `Deploy to ${accounts(count)}?`,
		askTemplate: "Change the StackSet's template?",
		where: "Where",
		goes: "CloudFormation creates or updates an IAM role in each of these accounts. It can be cancelled: what was begun is ended, the rest is not begun.",
		yes: "Deploy",
		no: "Cancel",
		moved:
			"The StackSet changed since the plan was shown. Nothing was done; below is the plan as it is now.",
	},
	work,
	table: {
		title: "Accounts of the rollout",
		empty: "No accounts yet. Give a list above.",
		none: "No account matches.",
		clear: "Show all",
		search: "Find an account",
		filter: "Accounts by state",
		all: (count: number) => `All ${number(count)}`,
		state: (name: string, count: number) => `${name} ${number(count)}`,
		retry: (count: number) =>
			`Retry ${count === 1 ? "the failed account" : `${number(count)} failed`}`,
		check: "Check all",
		remove: "Remove…",
		removeChosen: (count: number) => `Remove ${number(count)}…`,
		removeWhy: "Choose accounts with Space or the boxes first.",
		copy: "Copy as CSV",
		save: "Save as CSV…",
		saved: (path: string) => `Saved to ${path}`,
		notSaved: "Not saved",
		chooseAll: "Choose every account that is shown",
		choose: (account: string) => `Choose ${account}`,
		hint: "Arrow keys move, Enter opens, Space chooses.",
		columns: {
			account_id: "Account",
			name: "Name",
			state: "Status",
			external_id: "ExternalId",
			verdict: "Check",
		},
	},
	detail: {
		title: (account: string) => `Account ${account}`,
		status: "Status",
		reason: "Reason",
		check: "Check",
		externalId: "ExternalId",
		roleArn: "Role ARN",
		copyExternalId: "Copy the ExternalId",
		copyRoleArn: "Copy the role ARN",
		from: "It is deployed with the ExternalId",
		close: "Close",
		note: "To mend",
		stuck:
			"CloudFormation no longer touches this account's stack. Delete the stack in that account, then show the plan and deploy again.",
		remedies,
	},
	remove: {
		ask: (count: number) => `Remove the role from ${accounts(count)}?`,
		deletes: "Deleted in AWS, in each of these accounts:",
		stack: "the stack of the StackSet:",
		role: "the role, with its policies:",
		stops: "Every QuilrAI key with one of these roles stops working at once.",
		keeps: "They stay in the list, with their ExternalIds: deploy again to bring the roles back.",
		strays: "Those that are not in the list leave the table.",
		untouched: (count: number) =>
			`${accounts(count)} of the chosen ${count === 1 ? "has" : "have"} no role from this StackSet: nothing is deleted there.`,
		more: (count: number) => `and ${number(count)} more`,
		yes: (count: number) => `Remove from ${accounts(count)}`,
		no: "Cancel",
		retain: "Leave the roles in the accounts",
		retainText: "Also for a stack that CloudFormation can no longer delete.",
		withSet: "Delete the StackSet too",
		withSetText: "Once no account is in it. Deploying makes it again.",
		retained: {
			ask: (count: number) => `Take ${accounts(count)} out of the StackSet?`,
			stays: "Stays in AWS, in each of these accounts:",
			orphans:
				"Nobody looks after these roles then. To deploy there again, delete the stack in that account first.",
			keeps: "The keys go on working. The accounts stay in the list, with their ExternalIds.",
			yes: (count: number) => `Take ${accounts(count)} out`,
		},
		set: {
			ask: (name: string) => `Delete the StackSet ${name}?`,
			empty: "No account is in it: no role and no key changes.",
			again: "Deploying makes it again, under the same name.",
			yes: "Delete the StackSet",
		},
	},
};
