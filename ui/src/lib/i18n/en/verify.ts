// Verifying: what will happen, what happens, what it came to.

import type { Level } from "../../bindings";
import { counting } from "../forms";

const { count, noun, number } = counting("en-GB");

const WORDS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** `One thing`, `Two things`, `12 things`. */
const things = (n: number) =>
	`${WORDS[n] ?? number(n)} ${noun(n, { one: "thing", other: "things" })}`;

const levels: Record<Level, { title: string; name: string; proves: string }> = {
	documents: {
		title: "Documents",
		name: "documents",
		proves: "the policies as they stand, evaluated here",
	},
	account: { title: "Account", name: "account", proves: "the role as AWS has it" },
	assume_and_invoke: {
		title: "Assume and invoke",
		name: "assume and invoke",
		proves: "assumed for real, Bedrock invoked for real",
	},
	gateway: {
		title: "Gateway",
		name: "gateway",
		proves: "requests through QuilrAI's gateway with your key",
	},
};

export const verify = {
	levels,
	noneYet: "none yet",
	inPart: (level: string) => `${level} in part`,
	alone: (level: string) => `${level} alone`,
	andInPart: (level: string, next: string) => `${level}; ${next} in part`,
	levelProven: (level: string) => `Level proven: ${level}`,

	run: "Run the checks",
	again: "Verify again",
	runningFor: (seconds: number) => `Running, ${seconds} s`,
	cleaningFor: (seconds: number) => `Cleaning up, ${seconds} s`,
	cleaning: "Cleaning up…",
	temporary: (at: string) =>
		`The temporary statement is in the trust policy since ${at}. It is taken out again at the end, and would expire by itself.`,

	/** For the rail. */
	summary: {
		running: (over: number, all: string) => `${over} of ${all} run`,
		stopped: "stopped",
		couldNotRun: "could not run",
		passed: (passed: number, all: number) => `${passed} of ${all} passed`,
	},

	headlines: {
		idle: {
			title: "Verify before going live",
			lead: "Saved values prove nothing. These checks read the role, assume it for real, and call Bedrock through it.",
		},
		cancelling: {
			title: "Stopping",
			lead: "Taking the temporary statement out again before anything else.",
		},
		askingGateway: {
			title: "Asking the gateway",
			lead: "The smallest request of each kind, through QuilrAI with your key. Nothing is changed.",
		},
		running: {
			title: "Verifying",
			lead: "A change to a trust policy takes IAM some seconds to spread, at worst a minute or more. Waiting is not failing.",
		},
		fault: {
			title: "The checks could not run",
			lead: "What went wrong and what to do next stands below.",
		},
		failed: (causes: number, passed: number, all: number) => ({
			title: `${things(causes)} left to fix`,
			lead: `${passed} of ${all} checks passed. What failed says what it means and what to do; then verify again.`,
		}),
		cancelled: {
			title: "Stopped before the end",
			lead: "Nothing was left behind: what had been added for the test was taken out again.",
		},
		notAsked: {
			title: "The gateway was not asked",
			lead: "There is no key to ask it with. Enter one below, then check the gateway again.",
		},
		gatewayAnswers: {
			title: "The gateway answers with your key",
			lead: "QuilrAI assumed the role and Bedrock answered through it. The other checks say why it is safe.",
		},
		provenThrough: {
			title: "Proven: requests through QuilrAI are answered",
			lead: "The role was assumed with the ExternalId, refused without it, and the gateway answered with your key.",
		},
		provenWith: (warnings: number) => ({
			title: `Proven, with ${things(warnings).toLowerCase()} to read`,
			lead: "The role works as the gateway will use it. Read the marked checks before you go live.",
		}),
		proven: {
			title: "Proven: the role works as the gateway will use it",
			lead: "It was assumed with the ExternalId, refused without it, and Bedrock answered through it.",
		},
	},

	intro: {
		will: "What will happen",
		documents: "The policies as they stand, evaluated here. Nothing leaves this machine.",
		account: "The role as AWS has it is read and compared: trust, permissions, MaxSessionDuration.",
		assume_and_invoke:
			"The trust policy admits only the gateway, so a copy of its statement is added for you, for fifteen minutes at most. The role is assumed with the ExternalId, must refuse without it and with a wrong one, and Bedrock is called once per provider type. Then the copy is taken out, and its absence proven.",
		gateway:
			"Where a QuilrAI key is there, the smallest request of each kind goes through the gateway: the final proof. It can be asked by itself too.",
		asWhom: "As whom",
		expires:
			"Should everything fail, a power cut even, the temporary statement expires by itself, and the next start offers to take it out.",
	},

	checks: {
		passedOf: (passed: number, all: number) => `${passed} of ${all}`,
		added: (at: string) => `temporary statement added ${at}`,
		addedRemoved: (added: string, removed: string) =>
			`temporary statement added ${added}, removed ${removed}`,
		both: (passed: string, times: string) => `${passed}, ${times}`,
		states: {
			waiting: "not run yet",
			running: "running",
			passed: "passed",
			failed: "failed",
			warning: "warning",
			skipped: "skipped",
		},
		afterTries: (took: string, tries: number) =>
			`${took}, after ${count(tries, { one: "try", other: "tries" })}`,
		waitingForAws: (gone: number, left: number) =>
			`Waiting for AWS: ${gone} s gone, ${left} s left at most`,
		tryNumber: (n: number) => `, try ${n}`,
		timeLeft: "Time left",
		sameCause: (title: string) => `The same cause as at “${title}”.`,
		likely: "(most likely)",
	},

	result: {
		counts: {
			passed: (n: number) => `${n} passed`,
			failed: (n: number) => `${n} failed`,
			warning: (n: number) => `${n} to read`,
			skipped: (n: number) => `${n} skipped`,
		},
		took: (time: string) => `in ${time}`,
		stale: "You changed the setup since these checks ran. Verify again.",
		present: "The temporary statement could not be taken out. It expires by itself.",
		final: "This is the final proof: nothing is left to do. Save the checks for the ticket.",
		next: "What is next: save the values in the QuilrAI dashboard and enter its key below. A request through the gateway is the final proof.",
		showDashboard: "Show the dashboard values",
	},

	events: {
		title: "What AWS sees",
		ofRole: "CloudTrail’s events of this role",
		counted: (n: number, ours: number) =>
			`${count(n, { one: "event", other: "events" })}, ${ours} of your session`,
		late: "CloudTrail tells late: usually after about five minutes, at worst fifteen.",
		prompt: "CloudTrail of the sandbox tells at once; the real one within about fifteen minutes.",
		reading: "Reading…",
		refresh: "Refresh",
		denied:
			"You may not read CloudTrail: `cloudtrail:LookupEvents` is missing. The checks do not need it.",
		as: (session: string) => ` as ${session}`,
		yourSession: ", your session",
		principal: "principal",
		session: "session",
		request: "request",
		noneTold: "none told",
		none: "Nothing in the last hour. Run the checks to see them arrive here.",
		more: "There may be more: these are the newest.",
	},

	terminal: {
		title: "Check it in your own terminal instead",
		text: "The trust policy pins the principal to QuilrAI's gateway, so AWS denies any other caller before it even looks at the ExternalId. To exercise it locally, your own user or role must be in the trust policy for a while. **Take your own ARN out again before going live.**",
		lines: "Terminal lines",
		copy: "Copy the terminal lines",
		onceRight: "The lines stand here once every value is right.",
	},
};
