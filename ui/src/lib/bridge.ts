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
	type Identity,
	type NetworkSettings,
	type Opened,
	type PastedKey,
	type Plan,
	type Preflight,
	type Profile,
	type ResourceKinds,
	type SaveWhat,
	type Setup,
	type SetupSummary,
	type Target,
	type UndoRecord,
	type VerifyEvent,
	type View,
} from "./bindings";
import { Channel } from "./host";

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
	profiles(): Promise<Profile[]>;
	/** `code`: of the MFA device, after a sign-in without it was answered with `mfa-required`. */
	signIn(target: Target, code: string | null): Promise<Identity>;
	/** Resolves when the sign-in was confirmed in the browser. */
	ssoSignIn(profile: string, onCode: (code: DeviceCode) => void): Promise<void>;
	cancelSignIn(): Promise<void>;
	/** Which rights the caller has; rejects where they cannot do it at all. */
	preflight(draft: Draft): Promise<Preflight>;
	networkSettings(): Promise<NetworkSettings>;
	saveNetworkSettings(settings: NetworkSettings): Promise<void>;
	plan(draft: Draft): Promise<Plan>;
	apply(draft: Draft, shown: Plan, onEvent: (event: ApplyEvent) => void): Promise<Applied>;
	/** Returns when the checks are over and the temporary statement is out again. */
	verify(draft: Draft, onEvent: (event: VerifyEvent) => void): Promise<void>;
	cancel(): Promise<void>;
	/** Gives the records that remain. */
	recover(id: string, profile: string): Promise<UndoRecord[]>;
	forgetUndo(id: string): Promise<UndoRecord[]>;
	/** The role as code; rejects with the fields that are not right. */
	code(draft: Draft, form: CodeForm): Promise<Code>;
	/** The path that was written; `null`: the user chose none. */
	saveDocument(draft: Draft, what: SaveWhat): Promise<string | null>;
	openConsole(draft: Draft, page: ConsolePage): Promise<void>;
	/** Resolves only when the clipboard took the text. */
	copy(text: string): Promise<void>;
}

/** The shell fills in every field of a setup (`#[serde(default)]`), the generated type cannot say so. */
const opened = ({ setup, view }: Opened): OpenedDraft => ({ setup: setup as Draft, view });

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
	apply: (draft, shown, onEvent) => {
		const events = new Channel<ApplyEvent>();
		events.onmessage = onEvent;
		return commands.apply(draft, shown, events);
	},
	verify: async (draft, onEvent) => {
		const events = new Channel<VerifyEvent>();
		events.onmessage = onEvent;
		await commands.verify(draft, events);
	},
	cancel: commands.cancel,
	recover: commands.recover,
	forgetUndo: commands.forgetUndo,
	code: commands.code,
	saveDocument: commands.saveDocument,
	openConsole: async (draft, page) => {
		await commands.openConsole(draft, page);
	},
	copy: (text) => navigator.clipboard.writeText(text),
};
