// A verification as it would stream in, for tests and screenshots only.

import type { Check, Level, VerifyEvent } from "../lib/bindings";

const ADMIN = "arn:aws:iam::123456789012:user/admin";

export function check(
	id: string,
	level: Level,
	title: string,
	patch: Partial<Check> = {},
	evidence: Partial<Check["evidence"]> = {},
): Check {
	return {
		id,
		level,
		title,
		status: "passed",
		evidence: { who: null, what: "", request_id: null, millis: null, attempts: null, ...evidence },
		diagnosis: null,
		...patch,
	};
}

export const PASSING: Check[] = [
	check("documents.trust-principal", "documents", "Only the gateway is trusted"),
	check("documents.trust-external-id", "documents", "The ExternalId is asked for"),
	check("documents.permissions", "documents", "Every chosen provider type is allowed"),
	check(
		"account.role",
		"account",
		"The role is there",
		{},
		{
			who: ADMIN,
			what: "AROAEXAMPLE, created 2026-11-22",
			request_id: "9d1c40aa-7f1e",
			millis: 310,
		},
	),
	check("account.drift", "account", "The role is as planned", {}, { millis: 120 }),
	check(
		"assume.with-external-id",
		"assume_and_invoke",
		"Assumed with the ExternalId",
		{},
		{
			who: ADMIN,
			what: "session quilr-verify-8c1d",
			request_id: "4f1c9e02-11aa",
			millis: 2100,
			attempts: 2,
		},
	),
	check(
		"assume.without-external-id",
		"assume_and_invoke",
		"Refused without an ExternalId",
		{},
		{ millis: 200 },
	),
	check(
		"assume.wrong-external-id",
		"assume_and_invoke",
		"Refused with a wrong ExternalId",
		{},
		{ millis: 190 },
	),
	check(
		"invoke.bedrock",
		"assume_and_invoke",
		"bedrock: Converse, amazon.nova-micro-v1:0",
		{},
		{ what: "14 tokens in, 6 out", millis: 600 },
	),
	check(
		"invoke.anthropic_messages_bedrock",
		"assume_and_invoke",
		"anthropic_messages_bedrock: us.anthropic.claude-haiku-4-5",
		{},
		{ what: "12 tokens in, 8 out", millis: 540 },
	),
	check(
		"cleanup.removed",
		"assume_and_invoke",
		"Temporary statement removed, and you are refused again",
		{},
		{ millis: 1400 },
	),
];

export const ONE_FAILED: Check[] = PASSING.map((each) =>
	each.id === "invoke.anthropic_messages_bedrock"
		? check(
				each.id,
				each.level,
				each.title,
				{
					status: "failed",
					diagnosis: {
						code: "inference-profile-not-allowed",
						cause: "the role's policy allows foundation models only",
						certainty: "certain",
						step: "permissions",
						remedy:
							"newer Claude models answer through inference profiles: add their ARN to the policy",
						action: "allow_inference_profiles",
					},
				},
				{
					what: "AccessDeniedException on arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5",
					request_id: "c0ffee00-aa12",
					millis: 300,
				},
			)
		: each,
);

/** The events of a run over these checks, in order. */
export function events(checks: Check[]): VerifyEvent[] {
	const failed = checks.some((each) => each.status === "failed");
	return [
		{ event: "planned", checks: checks.map(({ id, level, title }) => ({ id, level, title })) },
		...checks.flatMap((each): VerifyEvent[] => [
			...(each.id === "assume.with-external-id"
				? [{ event: "temporary_statement" as const, present: true, at: "2026-11-22T14:02:14Z" }]
				: []),
			{ event: "started", id: each.id },
			...(each.id === "assume.with-external-id"
				? [
						{
							event: "progress" as const,
							id: each.id,
							note: "waiting for IAM to propagate, try 2",
							wait: { tries: 2, gone_seconds: 1, left_seconds: 119 },
						},
					]
				: []),
			...(each.id === "cleanup.removed"
				? [{ event: "temporary_statement" as const, present: false, at: "2026-11-22T14:02:31Z" }]
				: []),
			{ event: "finished", check: each },
		]),
		{ event: "ended", reached: failed ? "account" : "assume_and_invoke", cancelled: false },
	];
}
