// The form of an MFA code, as it is typed.

import { texts } from "./i18n/index.svelte";

/** What is wrong with what is typed so far; nothing while it may still become a code. */
export function wrongInCode(digits: string): string {
	if (/[^0-9]/.test(digits)) return texts().signin.mfaDigits;
	if (digits.length > 6) return texts().signin.mfaTooLong;
	return "";
}

const ASKS_FOR_CODE = new Set(["mfa-required", "mfa-refused", "mfa-code-form"]);

/** Whether a fault of a sign-in is answered with a code. */
export function asksForCode(code: string): boolean {
	return ASKS_FOR_CODE.has(code);
}

const OF_NETWORK = new Set([
	"network",
	"tls",
	"proxy",
	"proxy-sign-in",
	"proxy-address",
	"ca-bundle",
]);

/** Whether a fault may be mended by how AWS is reached. */
export function isOfNetwork(code: string): boolean {
	return OF_NETWORK.has(code);
}
