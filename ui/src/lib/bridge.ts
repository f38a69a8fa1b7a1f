// What the screens need of the outside world, as a value that a test can replace.

import {
	type Applied,
	type ApplyEvent,
	type Boot,
	type Code,
	type CodeForm,
	type ConsolePage,
	commands,
	type DeviceCode,
	type Diagnosis,
	type Direction,
	type Identity,
	type KeysOfSetup,
	type Language,
	type LastReport,
	type NetworkSettings,
	type Opened,
	type PastedKey,
	type Plan,
	type Preflight,
	type Profile,
	type ProviderType,
	type Purpose,
	type ReportForm,
	type ResourceKinds,
	type RevokeHow,
	type RevokePlan,
	type Rotation,
	type RotationStep,
	type SaveWhat,
	type Seen,
	type Setup,
	type SetupSummary,
	type Target,
	type UndoRecord,
	type VerifyEvent,
	type View,
} from "./bindings";
import { Channel } from "./host";
import { texts } from "./i18n/index.svelte";
import { type RolloutHost, tauriRollouts } from "./rollout-bridge";

/** A setup with every field there, as the host always gives it. */
export type Draft = Omit<Required<Setup>, "resources"> & { resources: Required<ResourceKinds> };

/** A setup and everything the screens show of it. */
export type OpenedDraft = { setup: Draft; view: View };

/** Every call rejects with a `Fault`. */
export interface Host {
	boot(): Promise<Boot>;
	newSetup(target: Target): Promise<OpenedDraft>;
	openSetup(id: string): Promise<OpenedDraft>;
	deleteSetup(id: string): Promise<SetupSummary[]>;
	listSetups(): Promise<SetupSummary[]>;
	view(draft: Draft): Promise<View>;
	/** Writes the setup that `view` saw last. */
	save(): Promise<void>;
	newExternalId(): Promise<string>;
	checkKey(text: string): Promise<PastedKey>;
	diagnose(text: string): Promise<Diagnosis>;
	/** Versions and surroundings for a report of a fault: no id, no name, no typed value. */
	diagnostics(): Promise<string>;
	/** Calls back when something fails inside the program, on either side of the bridge. */
	onCrash(listener: (notice: string) => void): void;
	profiles(): Promise<Profile[]>;
	/** `code`: of the MFA device, after a sign-in without it was answered with `mfa-required`. */
	signIn(target: Target, code: string | null): Promise<Identity>;
	/** Resolves when the sign-in was confirmed in the browser. */
	ssoSignIn(profile: string, onCode: (code: DeviceCode) => void): Promise<void>;
	cancelSignIn(): Promise<void>;
	/** Which rights the caller has for a plan, or for what may come; rejects where they cannot do it at all. */
	preflight(draft: Draft, purpose: Purpose, plan: Plan | null): Promise<Preflight>;
	networkSettings(): Promise<NetworkSettings>;
	saveNetworkSettings(settings: NetworkSettings): Promise<void>;
	/** `remove`: what somebody else wrote and is to go, as the plan names it. */
	plan(draft: Draft, remove: string[]): Promise<Plan>;
	apply(draft: Draft, shown: Plan, onEvent: (event: ApplyEvent) => void): Promise<Applied>;
	/** Returns when the checks are over and the temporary statement is out again. */
	verify(draft: Draft, onEvent: (event: VerifyEvent) => void): Promise<void>;
	/** The same of the gateway alone. */
	verifyGateway(draft: Draft, onEvent: (event: VerifyEvent) => void): Promise<void>;
	cancel(): Promise<void>;
	/** What is known of the setup's QuilrAI keys: never a key. */
	keyStatus(draft: Draft): Promise<KeysOfSetup>;
	/** The only call that carries a secret: one way, once. */
	storeKey(draft: Draft, providerTypes: ProviderType[], key: string): Promise<KeysOfSetup>;
	removeKey(draft: Draft, providerType: ProviderType): Promise<KeysOfSetup>;
	createSandboxKeys(draft: Draft): Promise<KeysOfSetup>;
	/** Gives the records that remain. */
	recover(id: string, profile: string, onWait: (what: string) => void): Promise<UndoRecord[]>;
	forgetUndo(id: string): Promise<UndoRecord[]>;
	/** What was interrupted at a target, and the rotations that wait there. */
	undoRecords(target: Target): Promise<UndoRecord[]>;
	planRecovery(
		id: string,
		target: Target,
		direction: Direction,
		onWait: (what: string) => void,
	): Promise<Plan>;
	/** Gives the records that remain. */
	carryOutRecovery(
		id: string,
		target: Target,
		direction: Direction,
		shown: Plan,
		onEvent: (event: ApplyEvent) => void,
	): Promise<UndoRecord[]>;
	planRotation(draft: Draft, rotation: Rotation, step: RotationStep): Promise<Plan>;
	/** Gives the records that remain. */
	rotate(
		draft: Draft,
		rotation: Rotation,
		step: RotationStep,
		shown: Plan,
		onEvent: (event: ApplyEvent) => void,
	): Promise<UndoRecord[]>;
	planRevocation(draft: Draft, how: RevokeHow, remove: string[]): Promise<RevokePlan>;
	revoke(
		draft: Draft,
		how: RevokeHow,
		shown: RevokePlan,
		onEvent: (event: ApplyEvent) => void,
	): Promise<void>;
	/** The role as code; rejects with the fields that are not right. */
	code(draft: Draft, form: CodeForm): Promise<Code>;
	/** The path that was written; `null`: the user chose none. */
	saveDocument(draft: Draft, what: SaveWhat): Promise<string | null>;
	openConsole(draft: Draft, page: ConsolePage): Promise<void>;
	/** What CloudTrail has of the role. */
	awsEvents(draft: Draft, minutes: number): Promise<Seen>;
	setPresenting(on: boolean): Promise<void>;
	/** The language of the next start. */
	setLanguage(language: Language): Promise<void>;
	/** Rejects for a setup that does not work in the sandbox. */
	playScene(draft: Draft, name: string): Promise<OpenedDraft>;
	/** The setup as it was before the first scene. */
	putBack(draft: Draft): Promise<OpenedDraft>;
	grantModelAccess(draft: Draft): Promise<void>;
	/** Of the setup's last verification; `null`: there was none. */
	lastReport(id: string): Promise<LastReport | null>;
	reportMarkdown(id: string, maskAccounts: boolean): Promise<string>;
	/** The path that was written; `null`: the user chose none. */
	saveReport(id: string, form: ReportForm, maskAccounts: boolean): Promise<string | null>;
	/** One role in many accounts. */
	readonly rollouts: RolloutHost;
	/** Resolves only when the clipboard took the text. */
	/** A text that is still to come is promised within the click: later the clipboard takes no more. */
	copy(text: string | Promise<string>): Promise<void>;
}

/** The shell fills in every field of a setup (`#[serde(default)]`), the generated type cannot say so. */
const opened = ({ setup, view }: Opened): OpenedDraft => ({ setup: setup as Draft, view });

/** A channel whose events go to a listener. */
function channel<T>(onEvent: (event: T) => void): Channel<T> {
	const events = new Channel<T>();
	events.onmessage = onEvent;
	return events;
}

/** The real one: the shell's commands and the webview's clipboard. */
export const tauriHost: Host = {
	boot: commands.boot,
	newSetup: async (target) => opened(await commands.newSetup(target)),
	openSetup: async (id) => opened(await commands.openSetup(id)),
	deleteSetup: commands.deleteSetup,
	listSetups: commands.listSetups,
	view: commands.view,
	save: async () => {
		await commands.save();
	},
	newExternalId: commands.newExternalId,
	checkKey: commands.checkKey,
	diagnose: commands.diagnose,
	diagnostics: commands.diagnostics,
	onCrash: (listener) => {
		void commands.tellOfCrashes(channel(listener));
		const failed = (event: Event) => {
			// The engine's way to say that sizes are told with the next frame: nothing failed.
			if (event instanceof ErrorEvent && event.message.startsWith("ResizeObserver")) return;
			listener(texts().common.screenFailed);
		};
		addEventListener("error", failed);
		addEventListener("unhandledrejection", failed);
	},
	profiles: commands.profiles,
	signIn: commands.signIn,
	ssoSignIn: async (profile, onCode) => {
		const events = new Channel<DeviceCode>();
		events.onmessage = onCode;
		await commands.ssoSignIn(profile, events);
	},
	cancelSignIn: commands.cancelSignIn,
	preflight: commands.preflight,
	networkSettings: commands.networkSettings,
	saveNetworkSettings: async (settings) => {
		await commands.saveNetworkSettings(settings);
	},
	plan: commands.plan,
	apply: (draft, shown, onEvent) => commands.apply(draft, shown, channel(onEvent)),
	verify: async (draft, onEvent) => {
		await commands.verify(draft, channel(onEvent));
	},
	verifyGateway: async (draft, onEvent) => {
		await commands.verifyGateway(draft, channel(onEvent));
	},
	cancel: commands.cancel,
	keyStatus: commands.keyStatus,
	storeKey: commands.storeKey,
	removeKey: commands.removeKey,
	createSandboxKeys: commands.createSandboxKeys,
	recover: (id, profile, onWait) => commands.recover(id, profile, channel(onWait)),
	forgetUndo: commands.forgetUndo,
	undoRecords: commands.undoRecords,
	planRecovery: (id, target, direction, onWait) =>
		commands.planRecovery(id, target, direction, channel(onWait)),
	carryOutRecovery: (id, target, direction, shown, onEvent) =>
		commands.carryOutRecovery(id, target, direction, shown, channel(onEvent)),
	planRotation: commands.planRotation,
	rotate: (draft, rotation, step, shown, onEvent) =>
		commands.rotate(draft, rotation, step, shown, channel(onEvent)),
	planRevocation: commands.planRevocation,
	revoke: async (draft, how, shown, onEvent) => {
		await commands.revoke(draft, how, shown, channel(onEvent));
	},
	code: commands.code,
	saveDocument: commands.saveDocument,
	openConsole: async (draft, page) => {
		await commands.openConsole(draft, page);
	},
	awsEvents: commands.awsEvents,
	setPresenting: async (on) => {
		await commands.setPresenting(on);
	},
	setLanguage: async (language) => {
		await commands.setLanguage(language);
	},
	playScene: async (draft, name) => opened(await commands.playScene(draft, name)),
	putBack: async (draft) => opened(await commands.putBack(draft)),
	grantModelAccess: async (draft) => {
		await commands.grantModelAccess(draft);
	},
	lastReport: commands.lastReport,
	reportMarkdown: commands.reportMarkdown,
	saveReport: commands.saveReport,
	rollouts: tauriRollouts,
	copy: (text) => {
		if (typeof text === "string") return navigator.clipboard.writeText(text);
		const type = "text/plain";
		const blob = text.then((ready) => new Blob([ready], { type }));
		return navigator.clipboard.write([new ClipboardItem({ [type]: blob })]);
	},
};
