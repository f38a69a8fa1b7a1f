// A view computed in TypeScript, for component tests and screenshots only: close enough to the
// domain's own to fill every screen, with none of its authority.

import type {
	Boot,
	CapabilityRow,
	DecisionRow,
	Document,
	Field,
	FieldNote,
	Finding,
	Mark,
	PackFacts,
	Severity,
	StepState,
	View,
} from "../lib/bindings";
import type { Draft } from "../lib/bridge";
import { fieldsOf, STEPS } from "../lib/steps";

export const GATEWAY = "arn:aws:iam::975050335771:user/quilr-gateway";

export const PACK: PackFacts = {
	version: "1.0.0",
	gateway_principal: GATEWAY,
	gateway_account: "975050335771",
	gateway_urls: [
		{ title: "Nearest", url: "https://guardrails.quilr.ai" },
		{ title: "United States 1", url: "https://guardrails-usa-1.quilr.ai" },
	],
	policy_name: "quilr-gateway-bedrock-invoke",
	provider_types: [
		{
			provider_type: "bedrock",
			title: "Chat",
			description: "OpenAI-compatible chat and Bedrock Runtime Converse.",
		},
		{
			provider_type: "anthropic_messages_bedrock",
			title: "Anthropic Messages",
			description: "Claude models through the Messages API.",
		},
		{
			provider_type: "bedrock_embeddings",
			title: "Embeddings",
			description: "Titan and Cohere embedding models.",
		},
		{
			provider_type: "bedrock_rerank",
			title: "Rerank",
			description: "Cohere and Amazon rerank models.",
		},
	],
	regions: ["ap-northeast-1", "eu-central-1", "eu-west-1", "us-east-1", "us-east-2", "us-west-2"],
	models: ["amazon.nova-micro-v1:0", "amazon.titan-embed-text-v2:0", "cohere.rerank-v3-5:0"],
};

export const BOOT: Boot = {
	version: "0.1.0",
	pack: PACK,
	setups: [],
	notices: [],
	pending_undo: [],
	presenting: false,
	language: null,
	scenes: [
		{
			name: "all-good",
			title: "All good",
			story: "Every check passes.",
			error: null,
			check: "assume.with-external-id",
		},
		{
			name: "wrong-external-id",
			title: "Wrong ExternalId",
			story: "Nobody gets in.",
			error: "is not authorized to perform: sts:AssumeRole",
			check: "assume.with-external-id",
		},
	],
};

export function draft(patch: Partial<Draft> = {}): Draft {
	return {
		schema: 1,
		id: "5a2f0f5e-2f7c-4a8e-9a53-0d0d8f6f3c11",
		name: "Acme, production",
		step: "overview",
		visited: [],
		target: { kind: "sandbox" },
		provider_types: ["bedrock", "anthropic_messages_bedrock"],
		external_id: "7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b",
		account_id: "123456789012",
		role_name: "quilr-gateway-bedrock",
		role_path: "/",
		trust_policy: null,
		resources: {
			inference_profiles: true,
			application_inference_profiles: false,
			provisioned_models: false,
			custom_models: false,
		},
		regions: [],
		models: [],
		streaming: true,
		role_arn: null,
		region: "us-east-1",
		session_name: "",
		duration_seconds: "3600",
		gateway_url: "",
		applied: null,
		...patch,
	};
}

function fill(template: string, values: Record<string, { value: string; ok: boolean }>) {
	let text = "";
	const marks: Mark[] = [];
	let rest = template;
	for (;;) {
		const found = /<YOUR-[A-Z-]+>/.exec(rest);
		if (!found) break;
		text += rest.slice(0, found.index);
		rest = rest.slice(found.index + found[0].length);
		const known = values[found[0]];
		const filled = known?.ok ?? false;
		const put = filled ? (known?.value ?? "") : found[0];
		marks.push({ start: text.length, end: text.length + put.length, filled });
		text += put;
	}
	return { text: text + rest, marks };
}

function note(field: Field, severity: Severity, code: string, message: string, hint?: string) {
	return { field, severity, code, message, hint: hint ?? null } satisfies FieldNote;
}

function fieldNotes(setup: Draft): FieldNote[] {
	const notes: FieldNote[] = [];
	const id = setup.external_id;
	if (id === "") {
		notes.push(
			note(
				"external_id",
				"error",
				"external-id-missing",
				"Missing required field: aws_external_id",
				"Generate one, or paste your own",
			),
		);
	} else if (!/^[\w+=,.@:/-]{2,1224}$/.test(id)) {
		const bad = [...id].find((character) => !/[\w+=,.@:/-]/.test(character));
		notes.push(
			note(
				"external_id",
				"error",
				"external-id-charset",
				`must be 2 to 1224 characters matching [\\w+=,.@:/-]${bad ? `, not \`${bad}\`` : ""}`,
			),
		);
	} else if (id.length < 12) {
		notes.push(note("external_id", "warning", "external-id-short", "short enough to be guessed"));
	}
	if (!/^\d{12}$/.test(setup.account_id))
		notes.push(note("account_id", "error", "account-id", "must be 12 digits"));
	if (!/^[\w+=,.@-]{1,64}$/.test(setup.role_name))
		notes.push(
			note("role_name", "error", "role-name", "must be 1 to 64 characters matching [\\w+=,.@-]"),
		);
	if (setup.session_name !== "" && !/^[\w+=,.@-]{2,64}$/.test(setup.session_name))
		notes.push(
			note(
				"session_name",
				"error",
				"session-name",
				"aws_role_session_name must be 2-64 characters matching [\\w+=,.@-]",
				"Stick to alphanumerics, _, +, =, ,, ., @, -",
			),
		);
	const seconds = Number(setup.duration_seconds);
	if (!/^\d+$/.test(setup.duration_seconds) || seconds < 900 || seconds > 43200)
		notes.push(
			note(
				"duration_seconds",
				"error",
				"duration-range",
				"aws_session_duration_seconds must be between 900 and 43200",
				"AWS limits. Use an integer in that range",
			),
		);
	if (setup.provider_types.includes("bedrock_rerank") && setup.region === "us-east-1")
		notes.push(
			note("region", "warning", "region-rerank", "Amazon rerank has no model in `us-east-1`"),
		);
	if (setup.provider_types.length === 0)
		notes.push(note("provider_types", "error", "provider-types", "choose at least one"));
	return notes;
}

function json(value: unknown): string {
	return JSON.stringify(value, null, 2);
}

function trust(setup: Draft, idOk: boolean): Document {
	const template = json({
		Version: "2012-10-17",
		Statement: [
			{
				Effect: "Allow",
				Principal: { AWS: GATEWAY },
				Action: "sts:AssumeRole",
				Condition: { StringEquals: { "sts:ExternalId": "<YOUR-EXTERNAL-ID>" } },
			},
		],
	});
	const rendered = fill(template, {
		"<YOUR-EXTERNAL-ID>": { value: setup.external_id, ok: idOk },
	});
	const edited = setup.trust_policy !== null && setup.trust_policy !== rendered.text;
	const text = setup.trust_policy ?? rendered.text;
	const findings: Finding[] = [];
	if (!text.includes("sts:ExternalId")) {
		const line = text.split("\n").findIndex((each) => each.includes('"Action"')) + 1;
		findings.push({
			code: "missing-external-id",
			severity: "error",
			line: Math.max(line, 1),
			column: 7,
			end_line: Math.max(line, 1),
			end_column: 15,
			message: "the statement that names the gateway asks for no ExternalId",
			remedy: "add the condition `StringEquals` on `sts:ExternalId`",
		});
	}
	return {
		text,
		marks: edited ? [] : rendered.marks,
		complete: idOk || edited,
		edited,
		findings,
		size: text.replace(/\s/g, "").length,
		quota: 2048,
	};
}

function permissions(setup: Draft, accountOk: boolean): Document {
	const resource = ["arn:aws:bedrock:*::foundation-model/*"];
	const add = (on: boolean, kind: string) => {
		if (on) resource.push(`arn:aws:bedrock:*:<YOUR-ACCOUNT-ID>:${kind}/*`);
	};
	add(setup.resources.inference_profiles, "inference-profile");
	add(setup.resources.application_inference_profiles, "application-inference-profile");
	add(setup.resources.provisioned_models, "provisioned-model");
	add(setup.resources.custom_models, "custom-model");
	const action = ["bedrock:InvokeModel"];
	if (setup.streaming) action.push("bedrock:InvokeModelWithResponseStream");
	const { text, marks } = fill(
		json({
			Version: "2012-10-17",
			Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
		}),
		{ "<YOUR-ACCOUNT-ID>": { value: setup.account_id, ok: accountOk } },
	);
	return {
		text,
		marks,
		complete: marks.every((mark) => mark.filled),
		edited: false,
		findings: [],
		size: text.replace(/\s/g, "").length,
		quota: 10240,
	};
}

function who(setup: Draft, document: Document): DecisionRow[] {
	const asks = document.text.includes("sts:ExternalId");
	const short = `${setup.external_id.slice(0, 8)}…`;
	const row = (id: string, name: string, allowed: boolean, expected: boolean, why: string) => ({
		id,
		who: name,
		allowed,
		as_expected: allowed === expected,
		why,
		statements: [],
	});
	const names = document.text.includes(GATEWAY);
	const open = names && !asks;
	return [
		row(
			"gateway",
			"The gateway, with this ExternalId",
			names,
			true,
			names ? "named, and the ExternalId is the one asked for" : "no statement names it",
		),
		row(
			"gateway-without-external-id",
			"The gateway, without an ExternalId",
			open,
			false,
			open ? "no condition asks for one" : `sts:ExternalId is absent, the statement wants ${short}`,
		),
		row(
			"gateway-with-another-external-id",
			"The gateway, with another ExternalId",
			open,
			false,
			open ? "no condition asks for one" : `“other-tenant” is not ${short}`,
		),
		row(
			"other-vendor-user",
			"Another user of QuilrAI's account",
			false,
			false,
			"no statement names it",
		),
		row("other-account", "Another AWS account", false, false, "no statement names it"),
		row("anyone", "Anyone else", false, false, "no statement names them"),
	];
}

function what(setup: Draft): CapabilityRow[] {
	const { inference_profiles: profiles, ...own } = setup.resources;
	const row = (
		id: string,
		on: string,
		allowed: boolean,
		needed: boolean,
		resource = `foundation-model/${on.split(",")[0]}`,
	): CapabilityRow => {
		const [type = "", call = ""] = id.split("/");
		const provider_type = type as CapabilityRow["provider_type"];
		const action = call.endsWith("stream") ? "InvokeModelWithResponseStream" : "InvokeModel";
		return {
			id,
			provider_type,
			what: CALLS[call] ?? call,
			on,
			allowed,
			needed: needed && setup.provider_types.includes(provider_type),
			why: allowed
				? "the foundation-model statement allows it"
				: `\`arn:aws:bedrock:us-east-1:123456789012:${resource}\`: no statement allows \`bedrock:${action}\` on this resource`,
		};
	};
	const streaming = setup.streaming;
	const narrow = setup.models.length > 0;
	const nova = "amazon.nova-micro-v1:0";
	const old = "anthropic.claude-3-haiku-20240307-v1:0, on demand";
	const haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
	const cross = `us.${haiku}, cross-region`;
	const chat = "bedrock/converse";
	const messages = "anthropic_messages_bedrock/messages";
	return [
		row(`${chat}/on-demand`, `${nova}, on demand`, true, true),
		row(`${chat}-stream/on-demand`, `${nova}, on demand`, streaming, streaming),
		row(`${chat}/inference-profile`, `us.${nova}, cross-region`, profiles, false),
		row(`${chat}/global-profile`, `global.${nova}, any region`, profiles, false),
		row(
			`${chat}/application-inference-profile`,
			"an application inference profile",
			own.application_inference_profiles,
			false,
			"application-inference-profile/example",
		),
		row(
			`${chat}/provisioned-model`,
			"provisioned throughput",
			own.provisioned_models,
			false,
			"provisioned-model/example",
		),
		row(
			`${chat}/custom-model`,
			"a custom model, through its deployment",
			own.custom_models,
			false,
			"custom-model-deployment/example",
		),
		row(`${messages}/on-demand`, old, !narrow, false),
		row(`${messages}-stream/on-demand`, old, !narrow && streaming, false),
		row(`${messages}/inference-profile`, cross, profiles, true),
		row(`${messages}-stream/inference-profile`, cross, profiles && streaming, streaming),
		row(`${messages}/global-profile`, `global.${haiku}, any region`, profiles, false),
		row(
			"bedrock_embeddings/invoke/on-demand",
			"amazon.titan-embed-text-v2:0, on demand",
			!narrow,
			true,
		),
		row("bedrock_rerank/invoke/on-demand", "cohere.rerank-v3-5:0, on demand", !narrow, true),
	];
}

const CALLS: Record<string, string> = {
	converse: "Converse, InvokeModel",
	"converse-stream": "Converse, streamed",
	messages: "Messages",
	"messages-stream": "Messages, streamed",
	invoke: "InvokeModel",
};

export function fakeView(setup: Draft): View {
	const notes = fieldNotes(setup);
	const wrong = (field: Field) =>
		notes.some((each) => each.field === field && each.severity === "error");
	const ok = !["account_id", "role_name", "role_path"].some((field) => wrong(field as Field));
	const arn = ok
		? `arn:aws:iam::${setup.account_id}:role${setup.role_path}${setup.role_name}`
		: null;
	const document = trust(setup, !wrong("external_id"));
	const given = (field: Field, value: string | null) => (wrong(field) || !value ? null : value);
	const dashboard = [
		{ name: "aws_role_arn", value: given("role_arn", setup.role_arn ?? arn), required: true },
		{
			name: "aws_external_id",
			value: given("external_id", setup.external_id),
			required: true,
		},
		{ name: "aws_region", value: given("region", setup.region), required: true },
		{
			name: "aws_role_session_name",
			value: given("session_name", setup.session_name),
			required: false,
		},
		{
			name: "aws_session_duration_seconds",
			value: given("duration_seconds", setup.duration_seconds),
			required: false,
		},
	];
	const right = dashboard.every(
		(each) => each.value !== null || each.name.includes("session_name"),
	);
	const steps: StepState[] = STEPS.map(({ step }) => ({
		step,
		state: fieldsOf(step).some(wrong)
			? "attention"
			: setup.visited.includes(step)
				? "done"
				: "open",
		summary:
			step === "external_id"
				? `${setup.external_id.slice(0, 8)}…${setup.external_id.slice(-4)}`
				: step === "role"
					? setup.role_name
					: "",
	}));
	return {
		notes,
		trust: document,
		who: who(setup, document),
		permissions: permissions(setup, !wrong("account_id")),
		what: what(setup),
		dashboard,
		dashboard_json: right
			? json(Object.fromEntries(dashboard.flatMap((d) => (d.value ? [[d.name, d.value]] : []))))
			: null,
		role_arn: arn,
		terminal_lines: arn
			? `aws sts assume-role \\\n  --role-arn ${arn} \\\n  --role-session-name test\n# Should fail with AccessDenied (ExternalId condition not satisfied).\n\naws sts assume-role \\\n  --role-arn ${arn} \\\n  --role-session-name test \\\n  --external-id ${setup.external_id}\n# Should succeed.`
			: "",
		steps,
	};
}
