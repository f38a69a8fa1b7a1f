// Creating or updating the role: with a profile, or as code.

import type { CodeForm } from "../../bindings";
import { counting } from "../forms";

const { count } = counting("en-GB");
const changes = (n: number) => count(n, { one: "change", other: "changes" });

const forms: Record<CodeForm, { label: string; text: string }> = {
	cloudformation: {
		label: "CloudFormation",
		text: "A template for one account. Name, path, ExternalId and longest session are its parameters, with this setup's values.",
	},
	stackset: {
		label: "StackSet",
		text: "The same for many accounts. The ExternalId must be unique per account, so it has no default: each account gets its own.",
	},
	terraform: {
		label: "Terraform",
		text: "A root module for the AWS provider, 5.0 or newer. The plan stops in any other account.",
	},
	cli: {
		label: "AWS CLI",
		text: "A script for bash. It stops at the first error and can be run again; a role that is there is adopted, and a trust policy that says something else is shown, never overwritten unseen.",
	},
};

export const create = {
	title: "Create the role",
	titleAgain: "Create or update the role",
	way: "How the role is created",
	inSandbox: "In the sandbox",
	withProfile: (name: string) => `With profile ${name}`,
	byHand: "By hand in the console",
	asCode: "As code",
	reading: "Reading the role…",
	showAgain: "Show it again",
	show: "Show what will change",
	changedMeanwhile:
		"The role changed since the plan was shown. Nothing was applied; below is the plan as it is now.",
	asPlanned: (at: string) => `**The role is as planned.** Applied at ${at}.`,
	partial: "What is marked “made” stands; the rest was not done.",
	stale: "You changed the setup since this plan was made: show it again.",
	making: (now: number, all: number) => `Making change ${now} of ${all}…`,
	untouched: "Nothing has changed in the account yet.",
	showRest: "Show what is left",
	applying: "Applying…",
	apply: (n: number) => `Apply ${changes(n)}`,
	intro:
		"Reads the role and shows each change as a diff. Nothing is changed until you say so; a role that is there already is adopted, never overwritten unseen.",
	introOnceRight:
		"Reads the role (once account, name and path are right) and shows each change as a diff. Nothing is changed until you say so; a role that is there already is adopted, never overwritten unseen.",

	rights: {
		lacking: (lacking: number, all: number) =>
			`You lack ${lacking} of the ${all} rights this may take`,
		notAsked: "Your rights are unknown: IAM was not asked",
		someUnknown: "Some of your rights are unknown",
		all: "You have every right this may take",
		showsLater: (why: string) =>
			`${why}. What is missing shows when the change is made; nothing is lost by trying.`,
		unknown: "unknown",
	},

	code: {
		form: "Form of the code",
		forms,
		onceRight: "Copy and Save come once every value of the setup is right.",
		faults: "The code is written once these values are right.",
		copyFile: (name: string) => `Copy ${name}`,
		theCode: "the code",
		theFile: (name: string) => `The file ${name}`,
		deploy: "To deploy it, in your terminal",
		command: (n: number) => `Command ${n}`,
		copyCommand: (n: number) => `Copy command ${n}`,
	},
};
