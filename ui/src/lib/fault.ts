// Errors as the host throws them, and everything else made to look the same.

import type { Fault } from "./bindings";
import { texts, told } from "./i18n/index.svelte";
import { beginsPlainly } from "./text";

function isFault(value: unknown): value is Fault {
	return (
		typeof value === "object" &&
		value !== null &&
		typeof (value as Fault).code === "string" &&
		typeof (value as Fault).message === "string"
	);
}

const SIGN_IN_HELPS = new Set([
	"expired-sign-in",
	"no-credentials",
	"bad-credentials",
	"sign-in-failed",
	"mfa-required",
	"mfa-refused",
	"mfa-device",
	"sso-sign-in",
	"sso-role",
]);

/** Whether signing in again is the next step. */
export function signInHelps(fault: Fault): boolean {
	return SIGN_IN_HELPS.has(fault.code);
}

/** Whatever was thrown, as something a screen can show with a next step. */
export function toFault(thrown: unknown): Fault {
	if (isFault(thrown)) {
		return {
			code: thrown.code,
			message: thrown.message,
			hint: thrown.hint ?? null,
			fields: thrown.fields ?? [],
			new_plan: thrown.new_plan ?? null,
		};
	}
	const text = thrown instanceof Error ? thrown.message : String(thrown);
	return {
		code: "unexpected",
		message: text || texts().common.unexpected.message,
		hint: texts().common.unexpected.hint,
		fields: [],
		new_plan: null,
	};
}

const asSentence = (text: string) =>
	beginsPlainly(text) ? `${text[0]?.toUpperCase()}${text.slice(1)}` : text;

/** What went wrong and what to do, in one line, as the window speaks. */
export function inWords({ message, hint }: Fault): string {
	if (!hint) return told(message);
	return texts().common.messageAndHint(told(message), asSentence(told(hint)));
}
