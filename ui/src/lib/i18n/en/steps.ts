// The wizard's steps by name, and the ways to them.

import type { Step } from "../../bindings";

const labels: Record<Step, string> = {
	overview: "Overview",
	external_id: "ExternalId",
	role: "IAM role",
	permissions: "Permissions",
	dashboard: "Dashboard values",
	verify: "Verify",
};

const continueTo: Record<Step, string> = {
	overview: "Continue to overview",
	external_id: "Continue to ExternalId",
	role: "Continue to IAM role",
	permissions: "Continue to permissions",
	dashboard: "Continue to dashboard values",
	verify: "Continue to verify",
};

/** `step 3, Permissions`; the overview has no number. */
const name = (index: number, label: string) =>
	index === 0 ? "the overview" : `step ${index}, ${label}`;

export const steps = {
	labels,
	continueTo,
	goTo: (index: number, label: string) => `Go to ${name(index, label)}`,
	savedAt: (index: number, label: string, at: string) => `At ${name(index, label)}. Saved ${at}`,
	mendedAt: (index: number, label: string) =>
		`Mended at ${name(index, label)}, of the setup it belongs to.`,
};
