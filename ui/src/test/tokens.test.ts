import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../styles/tokens.css"), "utf8");
const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");

function colours(part: string): Record<string, string> {
	return Object.fromEntries(
		[...part.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]),
	);
}

function luminance(hex: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
	const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (high + 0.05) / (low + 0.05);
}

const PAIRS: [string, string[]][] = [
	[
		"ink",
		["bg", "panel", "rail", "code", "hover", "wash", "bad-wash", "warn-wash", "ok-wash", "mark"],
	],
	["mute", ["bg", "panel", "rail", "code", "hover", "bad-wash", "warn-wash", "ok-wash"]],
	["accent", ["bg", "panel", "wash", "bad-wash", "warn-wash"]],
	["accent-ink", ["accent", "accent-hover"]],
	["ok", ["panel", "ok-wash"]],
	["no", ["panel", "no-wash"]],
	["bad", ["bg", "panel", "code", "bad-wash"]],
	["warn", ["bg", "panel", "code", "warn-wash"]],
	["bad-wash", ["bad"]],
	["warn-wash", ["warn"]],
	["ok-wash", ["ok"]],
	["key", ["code", "bad-wash", "warn-wash"]],
	["str", ["code", "mark", "bad-wash", "warn-wash"]],
	["num", ["code", "bad-wash", "warn-wash"]],
];

describe.each([
	["light", colours(light)],
	["dark", { ...colours(light), ...colours(dark) }],
])("%s", (_name, all) => {
	test.each(PAIRS.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const)))(
		"%s on %s is readable (WCAG AA, 4.5)",
		(text, ground) => {
			expect(contrast(all[text] ?? "", all[ground] ?? "")).toBeGreaterThanOrEqual(4.5);
		},
	);
});
