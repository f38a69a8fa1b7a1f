// What a verification came to, in words.

import type { Level } from "./bindings";
import { things } from "./text";
import { LEVELS, type Verification } from "./verification.svelte";

function titleOf(level: Level): string {
	return LEVELS.find((each) => each.level === level)?.title.toLowerCase() ?? level;
}

/** `assume and invoke`, `account; assume and invoke in part`, `gateway alone`, `none yet`. */
export function levelProven(run: Verification): string {
	if (run.reached === "gateway") return titleOf("gateway");
	if (run.gatewayOnly) {
		if (run.passed === 0) return "none yet";
		return `${titleOf("gateway")} ${run.failed.length > 0 ? "in part" : "alone"}`;
	}
	const order = LEVELS.map((each) => each.level);
	const next = order[run.reached ? order.indexOf(run.reached) + 1 : 0];
	const inPart = run.checks.some((check) => check.level === next && check.status === "passed");
	const proven = run.reached ? titleOf(run.reached) : "none yet";
	return next && inPart ? `${proven}; ${titleOf(next)} in part` : proven;
}

export function headline(run: Verification): { title: string; lead: string } {
	if (run.state === "idle") {
		return {
			title: "Verify before going live",
			lead: "Saved values prove nothing. These checks read the role, assume it for real, and call Bedrock through it.",
		};
	}
	if (run.state === "cancelling") {
		return {
			title: "Stopping",
			lead: "Taking the temporary statement out again before anything else.",
		};
	}
	if (run.state === "running" && run.gatewayOnly) {
		return {
			title: "Asking the gateway",
			lead: "The smallest request of each kind, through QuilrAI with your key. Nothing is changed.",
		};
	}
	if (run.state === "running") {
		return {
			title: "Verifying",
			lead: "A change to a trust policy takes IAM some seconds to spread, at worst a minute or more. Waiting is not failing.",
		};
	}
	if (run.fault) {
		return {
			title: "The checks could not run",
			lead: "What went wrong and what to do next stands below.",
		};
	}
	if (run.failed.length > 0) {
		return {
			title: `${things(run.causes.length)} left to fix`,
			lead: `${run.passed} of ${run.rows.length} checks passed. What failed says what it means and what to do; then verify again.`,
		};
	}
	if (run.cancelled) {
		return {
			title: "Stopped before the end",
			lead: "Nothing was left behind: what had been added for the test was taken out again.",
		};
	}
	const answered = run.checks.some(
		(check) => check.level === "gateway" && check.status === "passed",
	);
	if (run.gatewayOnly && !answered) {
		return {
			title: "The gateway was not asked",
			lead: "There is no key to ask it with. Enter one below, then check the gateway again.",
		};
	}
	if (run.gatewayOnly && run.warnings.length === 0) {
		return {
			title: "The gateway answers with your key",
			lead: "QuilrAI assumed the role and Bedrock answered through it. The other checks say why it is safe.",
		};
	}
	if (run.reached === "gateway" && run.warnings.length === 0) {
		return {
			title: "Proven: requests through QuilrAI are answered",
			lead: "The role was assumed with the ExternalId, refused without it, and the gateway answered with your key.",
		};
	}
	if (run.warnings.length > 0) {
		return {
			title: `Proven, with ${things(run.warnings.length).toLowerCase()} to read`,
			lead: "The role works as the gateway will use it. Read the marked checks before you go live.",
		};
	}
	return {
		title: "Proven: the role works as the gateway will use it",
		lead: "It was assumed with the ExternalId, refused without it, and Bedrock answered through it.",
	};
}
