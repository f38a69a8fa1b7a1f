// The scenes that are looked at: each a host and what was done before the look.

import { tick } from "svelte";
import type { Step } from "../lib/bindings";
import type { Session } from "../lib/session.svelte";
import type { Wizard } from "../lib/wizard.svelte";
import { ONE_FAILED } from "./fake-checks";
import { BOOT, draft } from "./fake-view";
import { MemoryHost, PLAN } from "./memory-host";
import { rolloutScenes } from "./rollout-scenes";

type Scene = { host: () => MemoryHost; go?: (wizard: Wizard) => Promise<void> };

function host(patch: Partial<MemoryHost> = {}): MemoryHost {
	return Object.assign(new MemoryHost(), patch);
}

async function enter(wizard: Wizard, step: Step): Promise<Session> {
	await wizard.start();
	await wizard.open("x");
	const session = wizard.session;
	if (!session) throw new Error("no session");
	session.go(step);
	await session.flush();
	await tick();
	return session;
}

const at = (step: Step, patch: Parameters<typeof draft>[0] = {}): Scene => ({
	host: () => host({ opened: draft({ visited: ["overview", "external_id"], ...patch }) }),
	go: async (wizard) => void (await enter(wizard, step)),
});

const SAVED = {
	...BOOT,
	notices: ["the setup file `4d1f.json` is damaged: it is kept aside as `4d1f.json.damaged`"],
	setups: [
		{
			id: "a",
			name: "Acme, production",
			target: { kind: "profile" as const, name: "acme-admin" },
			step: "verify" as const,
			saved_at: "2026-11-22T14:02:11Z",
		},
		{
			id: "b",
			name: "A demonstration with quite a long name, so long that it does not fit in one row at all",
			target: { kind: "sandbox" as const },
			step: "external_id" as const,
			saved_at: "2026-11-20T09:00:00Z",
		},
	],
	pending_undo: [
		{
			id: "u1",
			role_arn: "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
			endpoint: null,
			at: "2026-11-22T14:02:11Z",
			what: {
				kind: "temporary_statement" as const,
				sid: "QuilrVerify8c1d",
				principal: "arn:aws:iam::123456789012:user/admin",
				expires_at: "2026-11-22T14:17:11Z",
			},
		},
	],
};

const VISITED: Step[] = ["overview", "external_id", "role", "permissions", "dashboard"];

export const scenes: Record<string, Scene> = {
	...rolloutScenes,
	welcome: { host },
	profiles: {
		host,
		go: async () => {
			await new Promise((resolve) => setTimeout(resolve, 100));
			document.querySelector<HTMLElement>("[data-testid=use-profile]")?.click();
		},
	},
	"no-profiles": {
		host: () => host({ profileList: [] }),
		go: async () => {
			await new Promise((resolve) => setTimeout(resolve, 100));
			document.querySelector<HTMLElement>("[data-testid=use-profile]")?.click();
		},
	},
	setups: { host: () => host({ bootAnswer: SAVED }) },
	overview: at("overview"),
	external_id: at("external_id"),
	"external_id-bad": {
		host: () => host({ opened: draft() }),
		go: async (wizard) => {
			const session = await enter(wizard, "external_id");
			session.type("external_id", { external_id: "acme production" });
		},
	},
	role: at("role"),
	"role-empty": at("role", { account_id: "", external_id: "" }),
	"role-edited": {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			const session = await enter(wizard, "role");
			const text = session.view.trust.text.replace(/,\n {6}"Condition"[\s\S]*?\n {6}\}/, "");
			session.type("trust_policy", { trust_policy: text });
			await session.settled();
			await tick();
		},
	},
	"role-editor": {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			await scenes["role-edited"]?.go?.(wizard);
			document.querySelector<HTMLElement>("[data-testid=edit-trust]")?.click();
		},
	},
	permissions: at("permissions", {
		provider_types: [
			"bedrock",
			"anthropic_messages_bedrock",
			"bedrock_embeddings",
			"bedrock_rerank",
		],
	}),
	"permissions-more": {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			await enter(wizard, "permissions");
			document.querySelector<HTMLElement>("[data-testid=what-more]")?.click();
		},
	},
	"permissions-narrow": at("permissions", {
		regions: ["us-east-1", "us-west-2"],
		models: ["amazon.nova-micro-v1:0"],
		streaming: false,
		resources: {
			inference_profiles: false,
			application_inference_profiles: false,
			provisioned_models: false,
			custom_models: false,
		},
	}),
	plan: {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			const session = await enter(wizard, "permissions");
			await session.creation.show();
		},
	},
	applied: {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			const session = await enter(wizard, "permissions");
			await session.creation.show();
			await session.creation.apply();
		},
	},
	"plan-empty": {
		host: () =>
			host({
				opened: draft({ visited: VISITED }),
				planAnswer: { ...PLAN, changes: [], warnings: [] },
			}),
		go: async (wizard) => {
			const session = await enter(wizard, "permissions");
			await session.creation.show();
		},
	},
	console: {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			const session = await enter(wizard, "permissions");
			session.creation.way = "console";
			await tick();
			document.querySelector("#create")?.scrollIntoView();
		},
	},
	dashboard: at("dashboard", { visited: VISITED }),
	"dashboard-bad": at("dashboard", {
		visited: VISITED,
		session_name: "x",
		duration_seconds: "1h",
		provider_types: ["bedrock", "bedrock_rerank"],
		applied: {
			role_arn: "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
			external_id: "7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b",
			max_session_duration: 3600,
			at: "2026-11-22T14:01:02Z",
		},
	}),
	key: {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			await enter(wizard, "dashboard");
			document.querySelector<HTMLElement>("[data-testid=paste-key-open]")?.click();
			const area = document.querySelector<HTMLTextAreaElement>("[data-testid=paste-key]");
			if (area) {
				area.value = '{"aws_access_key": "AKIA…"}';
				area.dispatchEvent(new Event("input", { bubbles: true }));
			}
			await tick();
			document.querySelector("main")?.scrollTo(0, 9999);
		},
	},
	verify: at("verify", { visited: VISITED }),
	"verify-running": {
		host: () => host({ opened: draft({ visited: VISITED }), stopAfter: 14 }),
		go: async (wizard) => {
			const session = await enter(wizard, "verify");
			void session.verification.run();
			await new Promise((resolve) => setTimeout(resolve, 1200));
		},
	},
	"verify-failed": {
		host: () => host({ opened: draft({ visited: VISITED }), checks: ONE_FAILED }),
		go: async (wizard) => {
			const session = await enter(wizard, "verify");
			await session.verification.run();
		},
	},
	"verify-done": {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			const session = await enter(wizard, "verify");
			await session.verification.run();
		},
	},
	"verify-fault": {
		host: () =>
			host({
				opened: draft({ visited: VISITED }),
				verify: () =>
					Promise.reject({
						code: "expired-sign-in",
						message: "the sign-in of the profile `acme-admin` has expired",
						hint: "sign in again with `aws sso login --profile acme-admin`, then verify again",
						fields: [],
						new_plan: null,
					}),
			}),
		go: async (wizard) => {
			const session = await enter(wizard, "verify");
			await session.verification.run();
		},
	},
	"overview-profile": {
		host: () =>
			host({
				opened: draft({ target: { kind: "profile", name: "acme-admin" } }),
				signIn: () =>
					Promise.reject({
						code: "expired-sign-in",
						message: "the sign-in of the profile `acme-admin` has expired",
						hint: "run `aws sso login --profile acme-admin`, then try again",
						fields: [],
						new_plan: null,
					}),
			}),
		go: async (wizard) => {
			const session = await enter(wizard, "overview");
			await session.signIn.run();
		},
	},
	partial: {
		host: () =>
			host({
				opened: draft({ visited: VISITED }),
				apply: (_draft, _plan, onEvent) => {
					onEvent({ event: "started", index: 0 });
					onEvent({ event: "finished", index: 0, request_id: "4f1c9e02-11aa", millis: 240 });
					onEvent({ event: "failed", index: 1 });
					return Promise.reject({
						code: "access-denied",
						message: "`arn:aws:iam::123456789012:user/admin` may not call `iam:PutRolePolicy`",
						hint: "ask for the right to call it, then show what is left",
						fields: [],
						new_plan: null,
					});
				},
			}),
		go: async (wizard) => {
			const session = await enter(wizard, "permissions");
			await session.creation.show();
			await session.creation.apply();
		},
	},
	troubleshoot: {
		host: () => host({ opened: draft({ visited: VISITED }) }),
		go: async (wizard) => {
			await enter(wizard, "role");
			wizard.troubleshooting = true;
			await tick();
			const area = document.querySelector<HTMLTextAreaElement>("[data-testid=troubleshoot-text]");
			if (area) {
				area.value =
					"sts:AssumeRole failed: ... is not authorized to perform: sts:AssumeRole on resource: ...";
				area.dispatchEvent(new Event("input", { bubbles: true }));
			}
		},
	},
	confirm: {
		host: () => host({ opened: draft({ trust_policy: "{}" }) }),
		go: async (wizard) => {
			const session = await enter(wizard, "role");
			void session.restoreTrust();
		},
	},
};
