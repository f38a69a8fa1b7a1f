// What stands on more than one screen.

import { counting } from "../forms";

const { count, number } = counting("en-GB");

export const common = {
	app: "Bedrock Role Wizard",
	language: "Language",
	languageNotKept: (why: string) => `Not kept for the next start: ${why}`,
	languageNotRead: (why: string) => `The language could not be read: ${why}`,
	back: "Back",
	cancel: "Cancel",
	close: "Close",
	tryAgain: "Try again",
	signIn: "Sign in",
	signInAgain: "Sign in again",
	signingIn: "Signing in…",
	remove: "Remove",

	copy: "Copy",
	copied: "Copied",
	copiedNamed: (name: string) => `Copied. ${name}`,
	copiesReal: "Copies the real value: the account id is hidden on screen only",
	notCopied: "Not copied: the clipboard refused",
	notCopiedButSelected: "Not copied: the clipboard refused. It is selected, press Ctrl+C",
	save: "Save…",
	savedTo: (path: string) => `Saved to ${path}`,
	notSaved: (why: string) => `Not saved: ${why}`,
	sentence: (text: string) => `${text}.`,
	messageAndHint: (message: string, hint: string) => `${message}. ${hint}`,
	saved: "Saved",
	saving: "Saving…",

	error: "Error",
	warning: "Warning",
	allowed: "allowed",
	denied: "denied",
	evaluatedOffline: "evaluated offline",
	request: (id: string) => `request ${id}`,
	unexpected: {
		message: "something unexpected went wrong",
		hint: "nothing was lost: try again, and if it stays, restart the program",
	},

	screenFailed:
		"This screen failed, and may not show what is true any more. What you typed is saved: close the window and start again.",
	untitled: "Untitled setup",
	sandbox: "Sandbox",
	profile: (name: string) => `profile ${name}`,

	/** Numbers come written, as the language writes them. */
	units: {
		fullHours: (n: number) => count(n, { one: "hour", other: "hours" }),
		fullMinutes: (n: number) => count(n, { one: "minute", other: "minutes" }),
		fullSeconds: (n: number) => count(n, { one: "second", other: "seconds" }),
		millis: (n: string) => `${n} ms`,
		seconds: (n: string) => `${n} s`,
		minutesSeconds: (minutes: string, seconds: string) => `${minutes} min ${seconds} s`,
		hoursMinutes: (hours: string, minutes: string) => `${hours} h ${minutes} min`,
		hoursMinutesSeconds: (hours: string, minutes: string, seconds: string) =>
			`${hours} h ${minutes} min ${seconds} s`,
	},
	number,
	changes: (n: number) => count(n, { one: "change", other: "changes" }),
};
