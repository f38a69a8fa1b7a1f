// What a verification came to, in words.

import { texts } from "./i18n/index.svelte";
import { LEVELS, type Verification } from "./verification.svelte";

/** `assume and invoke`, `account; assume and invoke in part`, `gateway alone`, `none yet`. */
export function levelProven(run: Verification): string {
	const t = texts().verify;
	const gateway = t.levels.gateway.name;
	if (run.reached === "gateway") return gateway;
	if (run.gatewayOnly) {
		if (run.passed === 0) return t.noneYet;
		return run.failed.length > 0 ? t.inPart(gateway) : t.alone(gateway);
	}
	const next = LEVELS[run.reached ? LEVELS.indexOf(run.reached) + 1 : 0];
	const inPart = run.checks.some((check) => check.level === next && check.status === "passed");
	const proven = run.reached ? t.levels[run.reached].name : t.noneYet;
	return next && inPart ? t.andInPart(proven, t.levels[next].name) : proven;
}

export function headline(run: Verification): { title: string; lead: string } {
	const t = texts().verify.headlines;
	if (run.state === "idle") return t.idle;
	if (run.state === "cancelling") return t.cancelling;
	if (run.state === "running") return run.gatewayOnly ? t.askingGateway : t.running;
	if (run.fault) return t.fault;
	if (run.failed.length > 0) return t.failed(run.causes.length, run.passed, run.rows.length);
	if (run.cancelled) return t.cancelled;
	const clean = run.warnings.length === 0;
	const answered = run.checks.some(
		(check) => check.level === "gateway" && check.status === "passed",
	);
	if (run.gatewayOnly && !answered) return t.notAsked;
	if (run.gatewayOnly && clean) return t.gatewayAnswers;
	if (run.reached === "gateway" && clean) return t.provenThrough;
	return clean ? t.proven : t.provenWith(run.warnings.length);
}
