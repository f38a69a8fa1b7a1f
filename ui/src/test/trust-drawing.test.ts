import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import { type Box, cut, layout } from "../lib/trust-drawing";
import { openAt } from "./helpers";

/** Widths of the drawing from the narrowest window with letters twice as large to the widest. */
const CASES = [
	[393, 14],
	[604, 14],
	[872, 14],
	[1290, 14],
	[740, 28],
	[900, 28],
	[1290, 28],
] as const;

const inside = (inner: Box, outer: Box) =>
	inner.x >= outer.x &&
	inner.y >= outer.y &&
	inner.x + inner.width <= outer.x + outer.width &&
	inner.y + inner.height <= outer.y + outer.height;

const apart = (a: Box, b: Box) =>
	a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe.each(CASES)("%i px wide, letters of %i px", (width, rem) => {
	const { boxes, arrows, height } = layout(width, rem);
	const box = (id: Box["id"]) => boxes.find((each) => each.id === id) as Box;

	test("everything is in sight, and no box on another", () => {
		const all = { x: 0, y: 0, width, height } as Box;
		expect(boxes.filter((each) => !inside(each, all))).toEqual([]);
		const nodes = boxes.filter((each) => each.kind !== "account");
		for (const a of nodes) for (const b of nodes) expect(a === b || apart(a, b)).toBe(true);
	});

	test("each stands in its account, and whoever else in none", () => {
		expect(inside(box("user"), box("vendor"))).toBe(true);
		for (const id of ["policy", "role", "bedrock"] as const)
			expect(inside(box(id), box("account"))).toBe(true);
		expect(apart(box("others"), box("vendor")) && apart(box("others"), box("account"))).toBe(true);
	});

	test("there is room for what the arrows say", () => {
		const words = {
			asks: "sts:AssumeRole",
			"let-in": "allowed",
			may: "allows 4 of 4 calls",
			others: "denied",
		};
		// In letters as wide as any.
		for (const { id, room } of arrows) expect(cut(words[id], room, 0.55 * rem)).toBe(words[id]);
	});
});

test("what is too long keeps its start and its end", () => {
	expect(cut("quilr-gateway-bedrock", 100, 10)).toBe("quilr-…ock");
	expect(cut("short", 100, 10)).toBe("short");
});

test("the drawing follows the evaluator: who is let in, and who should not be", async () => {
	const { session } = await openAt("role");
	const drawing = () => screen.getByRole("img", { name: "The trust relation" });
	await waitFor(() => expect(drawing()).toHaveAttribute("data-gateway", "allowed"));
	expect(drawing()).toHaveAttribute("data-others", "denied");
	expect(drawing()).toHaveAccessibleDescription(
		/quilr-gateway in QuilrAI’s account 975050335771.*allowed/,
	);

	session.type("trust_policy", {
		trust_policy: session.view.trust.text.replace(/,\n {6}"Condition"[\s\S]*?\n {6}\}/, ""),
	});
	await waitFor(() => expect(drawing()).toHaveAttribute("data-others", "allowed"));
	expect(drawing()).toHaveAccessibleDescription(
		/Let in although they should be denied: The gateway, without/,
	);
});
