// A host in memory, for component tests and screenshots only: it is never part of the program.

import type {
	Applied,
	ApplyEvent,
	Boot,
	Check,
	Code,
	CodeForm,
	ConsolePage,
	DeviceCode,
	Diagnosis,
	Fault,
	Identity,
	Kept,
	KeyStatus,
	KeysOfSetup,
	Language,
	LastReport,
	NetworkSettings,
	PastedKey,
	Plan,
	Preflight,
	Profile,
	ProviderType,
	Purpose,
	ReportForm,
	RevokeHow,
	RevokePlan,
	Rotation,
	RotationStep,
	SaveWhat,
	Seen,
	SeenEvent,
	SetupSummary,
	Target,
	UndoRecord,
	VerifyEvent,
	View,
} from "../lib/bindings";
import type { Draft, Host, OpenedDraft } from "../lib/bridge";
import { events, PASSING } from "./fake-checks";
import { BOOT, draft, fakeView } from "./fake-view";
import { MemoryRollouts } from "./memory-rollouts";

export const PROFILES: Profile[] = [
	{
		name: "acme-admin",
		sign_in: "sso",
		region: "us-east-1",
		account: "123456789012",
		chain: [
			{
				profile: "acme-admin",
				kind: "sso",
				account: "123456789012",
				role: "Admin",
				mfa_serial: null,
			},
		],
		sso: { session: "acme", signed_in_until: null },
		problem: null,
	},
	{
		name: "legacy",
		sign_in: "assume_role",
		region: null,
		account: null,
		chain: [],
		sso: null,
		problem: {
			code: "missing-source",
			message: "the source profile `base` of `legacy` does not exist",
			hint: "add `[profile base]` to ~/.aws/config, or name another source_profile",
		},
	},
];

export const PLAN: Plan = {
	role_arn: "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
	exists: true,
	changes: [
		{
			title: "Ask for the ExternalId in the trust policy",
			operation: { call: "UpdateAssumeRolePolicy", trust_policy: "{}" },
			diff: [
				{ sign: "same", text: '      "Action": "sts:AssumeRole",' },
				{ sign: "removed", text: '      "Condition": {}' },
				{ sign: "added", text: '      "Condition": {' },
				{ sign: "added", text: '        "StringEquals": { "sts:ExternalId": "7f3c2b1e" }' },
				{ sign: "added", text: "      }" },
			],
		},
		{
			title: "Put the inline policy quilr-gateway-bedrock-invoke",
			operation: {
				call: "PutRolePolicy",
				policy_name: "quilr-gateway-bedrock-invoke",
				document: "{}",
			},
			diff: [{ sign: "added", text: '"Resource": "arn:aws:bedrock:*::foundation-model/*"' }],
		},
	],
	read: "5f0c8a51",
	untouched: [
		{ what: "the attached policy `ReadOnlyAccess`", removal: "attached-policy:ReadOnlyAccess" },
		{ what: "the description", removal: null },
	],
	removed: [],
	warnings: ["the role has a permissions boundary: it limits what the policies grant"],
};

export const IDENTITY: Identity = {
	account: "123456789012",
	arn: "arn:aws:iam::123456789012:user/admin",
	user_id: "AIDAEXAMPLE",
	partition: "aws",
	kind: "user",
	region: "us-east-1",
	expires_at: null,
};

export const EVENTS: SeenEvent[] = [
	{
		id: "e-2",
		at: "2026-11-22T14:02:12Z",
		name: "Converse",
		principal: "arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/acme-call",
		session_name: "acme-call",
		error_code: null,
		request_id: "req-2",
	},
	{
		id: "e-1",
		at: "2026-11-22T14:02:11Z",
		name: "AssumeRole",
		principal: "arn:aws:iam::123456789012:user/admin",
		session_name: "another",
		error_code: "AccessDenied",
		request_id: "req-1",
	},
];

export const RIGHTS: Preflight = {
	role_arn: "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
	actions: [
		{ action: "iam:GetRole", has: "allowed", why: null },
		{ action: "iam:CreateRole", has: "allowed", why: null },
	],
	unknown: null,
};

function fakeCode(setup: Draft, form: CodeForm): Code {
	const file = { cloudformation: "c.yaml", stackset: "s.yaml", terraform: "t.tf", cli: "role.sh" };
	return {
		file_name: `${setup.role_name}-${file[form]}`,
		text: `# QuilrAI's role, as ${form}\nExternalId: '${setup.external_id}'\n`,
		run: [`# First.\naws first ${form}`, `aws second ${form}`],
	};
}

/** A rotation of this setup that waits for the dashboard. */
function rotationRecord(setup: Draft, rotation: Rotation): UndoRecord {
	return {
		id: "changes-1",
		role_arn: fakeView(setup).role_arn ?? "",
		endpoint: null,
		at: "2026-11-22T14:02:11Z",
		what: {
			kind: "changes",
			purpose: { purpose: "rotate", rotation, step: "accept_both" },
			before: null,
			steps: [],
			settled: true,
		},
	};
}

export class MemoryHost implements Host {
	readonly rollouts = new MemoryRollouts();
	bootAnswer: Boot = BOOT;
	opened: Draft = draft();
	profileList: Profile[] = PROFILES;
	planAnswer: Plan = PLAN;
	rights: Preflight = RIGHTS;
	/** What the rights were asked for: the purpose, and how many changes the shown plan has. */
	rightsAsked: [Purpose, number][] = [];
	network: NetworkSettings = {};
	/** What the person at the browser does. */
	confirmBrowser: (() => void) | null = null;
	#cancelBrowser: (() => void) | null = null;
	checks: Check[] = PASSING;
	/** Between the events of a run, in milliseconds; negative: the run stops after that many events. */
	pace = 0;
	stopAfter = Number.POSITIVE_INFINITY;
	copied: string[] = [];
	records: UndoRecord[] = [];
	report: LastReport | null = null;
	saves = 0;
	seen: Draft | null = null;
	#cancelled: (() => void) | null = null;

	async boot(): Promise<Boot> {
		return this.bootAnswer;
	}
	async newSetup(target: Target): Promise<OpenedDraft> {
		const setup = { ...this.opened, target };
		return { setup, view: fakeView(setup) };
	}
	async openSetup(): Promise<OpenedDraft> {
		return { setup: this.opened, view: fakeView(this.opened) };
	}
	async deleteSetup(id: string): Promise<SetupSummary[]> {
		return this.bootAnswer.setups.filter((setup) => setup.id !== id);
	}
	async listSetups(): Promise<SetupSummary[]> {
		return this.bootAnswer.setups;
	}
	async view(setup: Draft): Promise<View> {
		this.seen = setup;
		return fakeView(setup);
	}
	async save(): Promise<void> {
		this.saves += 1;
	}
	async newExternalId(): Promise<string> {
		return "0b54f8a3-6a3e-4d5e-8f6a-3f2d8c9b7a10";
	}
	async checkKey(text: string): Promise<PastedKey> {
		const refused = text.includes("aws_access_key");
		return {
			accepted: !refused,
			notes: refused
				? [
						{
							name: "aws_access_key",
							severity: "error",
							message: "belongs to the static-key path and will be rejected",
						},
					]
				: [],
			values: [{ name: "aws_region", value: "us-west-2", required: true }],
		};
	}
	crash: (notice: string) => void = () => {};

	onCrash(listener: (notice: string) => void): void {
		this.crash = listener;
	}

	async diagnostics(): Promise<string> {
		return "version     Bedrock Role Wizard 0.1.0\n";
	}

	async diagnose(text: string): Promise<Diagnosis> {
		const known = text.includes("sts:AssumeRole");
		return known
			? {
					code: "trust-or-external-id",
					cause:
						"The trust policy does not list the gateway as a principal, or the ExternalId in the API key doesn't match the policy condition.",
					certainty: "likely",
					step: "role",
					remedy: "compare both with step 2, then show the plan",
					action: "show_plan",
				}
			: {
					code: "unknown",
					cause: "this text is not known",
					certainty: "unknown",
					step: null,
					remedy: "send it to QuilrAI's support with the request id",
					action: null,
				};
	}
	async profiles(): Promise<Profile[]> {
		return this.profileList;
	}
	async signIn(_target: Target, _code: string | null): Promise<Identity> {
		return IDENTITY;
	}
	async ssoSignIn(_profile: string, onCode: (code: DeviceCode) => void): Promise<void> {
		onCode({
			url: "https://device.sso.us-east-1.amazonaws.com/?user_code=WDJB-MJHT",
			code: "WDJB-MJHT",
			expires_at: "2026-11-22T14:12:11Z",
		});
		await new Promise<void>((confirm, cancel) => {
			this.confirmBrowser = confirm;
			this.#cancelBrowser = () =>
				cancel({ code: "sign-in-cancelled", message: "the sign-in was cancelled", hint: null });
		});
	}
	async cancelSignIn(): Promise<void> {
		this.#cancelBrowser?.();
	}
	async preflight(_draft: Draft, purpose: Purpose, plan: Plan | null): Promise<Preflight> {
		this.rightsAsked.push([purpose, plan?.changes.length ?? 0]);
		return this.rights;
	}
	async networkSettings(): Promise<NetworkSettings> {
		return this.network;
	}
	async saveNetworkSettings(settings: NetworkSettings): Promise<void> {
		this.network = settings;
	}
	async plan(_setup: Draft, remove: string[]): Promise<Plan> {
		const { untouched, ...rest } = this.planAnswer;
		const goes = (kept: Kept) => kept.removal !== null && remove.includes(kept.removal);
		return {
			...rest,
			untouched: untouched.filter((kept) => !goes(kept)),
			removed: untouched.filter(goes),
		};
	}
	async apply(setup: Draft, shown: Plan, onEvent: (event: ApplyEvent) => void): Promise<Applied> {
		for (let index = 0; index < shown.changes.length; index++) {
			onEvent({ event: "started", index });
			onEvent({ event: "finished", index, request_id: `req-${index}`, millis: 240 });
		}
		return {
			role_arn: shown.role_arn,
			external_id: setup.external_id,
			max_session_duration: 3600,
			at: "2026-11-22T14:01:02Z",
		};
	}
	async verify(_setup: Draft, onEvent: (event: VerifyEvent) => void): Promise<void> {
		this.report = {
			at: "2026-11-22T14:02:11Z",
			headline: "Rehearsed, not in AWS: the role can be assumed as asked, and calls Bedrock",
		};
		let sent = 0;
		const cancelled = new Promise<"cancelled">((resolve) => {
			this.#cancelled = () => resolve("cancelled");
		});
		for (const event of events(this.checks)) {
			if (sent++ >= this.stopAfter) {
				await cancelled;
				onEvent({ event: "temporary_statement", present: false, at: "2026-11-22T14:02:40Z" });
				onEvent({ event: "ended", reached: "account", cancelled: true });
				return;
			}
			onEvent(event);
			if (this.pace > 0) await new Promise((resolve) => setTimeout(resolve, this.pace));
		}
	}
	async verifyGateway(_setup: Draft, onEvent: (event: VerifyEvent) => void): Promise<void> {
		onEvent({ event: "planned", checks: [] });
		onEvent({ event: "ended", reached: null, cancelled: false });
	}
	/** What `storeKey` was given, so that a test can look for it elsewhere. */
	given: string[] = [];
	#keys = new Map<ProviderType, string>();
	async keyStatus(setup: Draft): Promise<KeysOfSetup> {
		return this.#known(setup, false);
	}
	async storeKey(setup: Draft, types: ProviderType[], key: string): Promise<KeysOfSetup> {
		this.given.push(key);
		if (!key.trim().startsWith("sk-quilr-")) {
			const hint = "copy the whole key from the QuilrAI dashboard";
			throw {
				code: "key-prefix",
				message: "a QuilrAI key begins with `sk-quilr-`",
				hint,
				fields: [],
				new_plan: null,
			};
		}
		for (const type of types) this.#keys.set(type, key.trim().slice(-4));
		return this.#known(setup, key !== key.trim());
	}
	async removeKey(setup: Draft, type: ProviderType): Promise<KeysOfSetup> {
		this.#keys.delete(type);
		return this.#known(setup, false);
	}
	async createSandboxKeys(setup: Draft): Promise<KeysOfSetup> {
		for (const type of setup.provider_types) this.#keys.set(type, "5ndb");
		return this.#known(setup, false);
	}
	#known(setup: Draft, trimmed: boolean): KeysOfSetup {
		const status = (provider_type: ProviderType): KeyStatus => {
			const ends_in = this.#keys.get(provider_type) ?? null;
			return { provider_type, ends_in, kept_in: ends_in ? "keychain" : null, trouble: null };
		};
		return { keys: setup.provider_types.map(status), trimmed };
	}
	async cancel(): Promise<void> {
		this.#cancelled?.();
		this.rollouts.cancelled = true;
	}
	async recover(
		_id: string,
		_profile: string,
		_onWait: (what: string) => void,
	): Promise<UndoRecord[]> {
		return [];
	}
	async forgetUndo(): Promise<UndoRecord[]> {
		return [];
	}
	async undoRecords(): Promise<UndoRecord[]> {
		return this.records;
	}
	async planRecovery(): Promise<Plan> {
		return this.planAnswer;
	}
	async carryOutRecovery(): Promise<UndoRecord[]> {
		return [];
	}
	async planRotation(_setup: Draft, _rotation: Rotation, _step: RotationStep): Promise<Plan> {
		const [change] = PLAN.changes;
		return { ...PLAN, changes: change ? [change] : [], untouched: [], warnings: [] };
	}
	async rotate(setup: Draft, rotation: Rotation, step: RotationStep): Promise<UndoRecord[]> {
		this.records = step === "accept_both" ? [rotationRecord(setup, rotation)] : [];
		return this.records;
	}
	async planRevocation(_setup: Draft, how: RevokeHow, remove: string[]): Promise<RevokePlan> {
		const blocked = how === "delete" && remove.length === 0;
		const kept = PLAN.untouched.filter((each) => each.removal !== null);
		return {
			plan: {
				...PLAN,
				changes: blocked ? [] : PLAN.changes,
				untouched: blocked ? kept : [],
				removed: how === "delete" && !blocked ? kept : [],
			},
			issued_before: "2026-11-22T14:07:11Z",
			stops: ["every QuilrAI key whose aws_role_arn is this role's"],
			in_the_way: blocked ? kept : [],
		};
	}
	async revoke(
		_setup: Draft,
		_how: RevokeHow,
		shown: RevokePlan,
		onEvent: (event: ApplyEvent) => void,
	): Promise<void> {
		for (let index = 0; index < shown.plan.changes.length; index++)
			onEvent({ event: "finished", index, request_id: `req-${index}`, millis: 90 });
	}
	async code(setup: Draft, form: CodeForm): Promise<Code> {
		const errors = fakeView(setup).notes.filter((note) => note.severity === "error");
		if (errors.length > 0) {
			const fault: Fault = {
				code: "setup",
				message: "some values are not right",
				hint: null,
				fields: errors,
				new_plan: null,
			};
			throw fault;
		}
		return fakeCode(setup, form);
	}
	/** As the real one: there is a report once the checks have run. */
	async lastReport(): Promise<LastReport | null> {
		return this.report;
	}
	async reportMarkdown(_id: string, maskAccounts: boolean): Promise<string> {
		return maskAccounts ? "# Account 1234••••9012" : "# Account 123456789012";
	}
	async saveReport(_id: string, form: ReportForm, maskAccounts: boolean): Promise<string | null> {
		return `/home/you/report${maskAccounts ? "-masked" : ""}.${form}`;
	}
	async saveDocument(_setup: Draft, what: SaveWhat): Promise<string | null> {
		return `/home/you/${what}.json`;
	}
	async openConsole(_setup: Draft, _page: ConsolePage): Promise<void> {}
	seenEvents: Seen = { events: EVENTS, more: false };
	looks = 0;
	granted = 0;
	played: string[] = [];
	presenting: boolean[] = [];
	async awsEvents(): Promise<Seen> {
		this.looks += 1;
		return this.seenEvents;
	}
	async setPresenting(on: boolean): Promise<void> {
		this.presenting.push(on);
	}
	languages: Language[] = [];
	async setLanguage(language: Language): Promise<void> {
		this.languages.push(language);
	}
	async playScene(setup: Draft, name: string): Promise<OpenedDraft> {
		this.played.push(name);
		const staged: Draft = { ...setup, step: "verify" };
		return { setup: staged, view: fakeView(staged) };
	}
	async putBack(): Promise<OpenedDraft> {
		return this.openSetup();
	}
	async grantModelAccess(): Promise<void> {
		this.granted += 1;
	}
	async copy(text: string | Promise<string>): Promise<void> {
		this.copied.push(await text);
	}
}
