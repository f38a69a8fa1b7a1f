// Small things about text: how times, durations, names and messages are written.

import type { Plan, Target } from "./bindings";
import { locale, texts } from "./i18n/index.svelte";

/** `14:02:11`, in this machine's time zone; the text itself where it is no time. */
export function clock(iso: string): string {
	const date = new Date(iso);
	if (Number.isNaN(date.getTime())) return iso;
	return date.toLocaleTimeString(locale(), { hour12: false });
}

/** `22 Nov 2026, 14:02`. */
export function dayAndTime(iso: string): string {
	const date = new Date(iso);
	if (Number.isNaN(date.getTime())) return iso;
	return date.toLocaleString(locale(), {
		day: "numeric",
		month: "short",
		year: "numeric",
		hour: "2-digit",
		minute: "2-digit",
	});
}

function decimal(value: number, digits: number): string {
	return value.toLocaleString(locale(), {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	});
}

function twoDigits(value: number): string {
	return value.toLocaleString(locale(), { minimumIntegerDigits: 2 });
}

/** `8 ms`, `0.2 s`, `1 min 04 s`. */
export function millis(ms: number): string {
	const { units } = texts().common;
	if (ms < 100) return units.millis(decimal(ms, 0));
	if (ms < 60_000) return units.seconds(decimal(ms / 1000, 1));
	const seconds = Math.round(ms / 1000);
	return units.minutesSeconds(decimal(Math.floor(seconds / 60), 0), twoDigits(seconds % 60));
}

/** `1 hour`, `1 h 30 min`, `15 minutes` for a whole number of seconds; nothing for anything else. */
export function spokenDuration(text: string): string {
	if (!/^\d{1,6}$/.test(text)) return "";
	const seconds = Number(text);
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor((seconds % 3600) / 60);
	const rest = seconds % 60;
	const { units } = texts().common;
	if (hours === 0 && minutes === 0) return units.fullSeconds(rest);
	if (rest > 0 && hours > 0) {
		return units.hoursMinutesSeconds(decimal(hours, 0), decimal(minutes, 0), decimal(rest, 0));
	}
	if (rest > 0) return units.minutesSeconds(decimal(minutes, 0), decimal(rest, 0));
	if (hours > 0 && minutes > 0) return units.hoursMinutes(decimal(hours, 0), decimal(minutes, 0));
	return hours > 0 ? units.fullHours(hours) : units.fullMinutes(minutes);
}

export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The start and the end of something long: `7f3c2b1e…1a2b`. */
export function short(text: string, head = 8, tail = 4): string {
	return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`;
}

/** Whether a message begins with a plain word, so that a screen may capitalise it. */
export function beginsPlainly(message: string): boolean {
	return /^[a-z]+(?=[\s,'’]|$)/.test(message);
}

/** What a setup is called where it has no name yet. */
export function setupName(name: string): string {
	return name.trim() || texts().common.untitled;
}

export function targetName(target: Target): string {
	const { sandbox, profile } = texts().common;
	return target.kind === "sandbox" ? sandbox : profile(target.name);
}

export function sameTarget(a: Target, b: Target): boolean {
	return a.kind === "sandbox" ? b.kind === "sandbox" : b.kind === "profile" && a.name === b.name;
}

/** What a plan comes to. */
export function planTitle({ changes, exists }: Plan): string {
	const { nothing, existing, fresh } = texts().plan;
	if (changes.length === 0) return nothing;
	return exists ? existing(changes.length) : fresh(changes.length);
}
