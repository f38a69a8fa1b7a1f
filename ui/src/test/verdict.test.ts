// What a run of the gateway alone may say it has proven.

import { expect, test } from "vitest";
import { levelProven } from "../lib/verdict";
import type { Verification } from "../lib/verification.svelte";

test.each([
	[0, 3, "none yet"],
	[0, 0, "none yet"],
	[1, 2, "gateway in part"],
	[3, 0, "gateway alone"],
])("of the gateway alone, %i passed and %i failed: %s", (passed, failed, said) => {
	const run = { reached: null, gatewayOnly: true, passed, failed: Array(failed).fill({}) };
	expect(levelProven(run as unknown as Verification)).toBe(said);
});
