// How far a plan that is being carried out has come, change by change.

import type { ApplyEvent, Plan } from "./bindings";

export type Progress = {
	state: "waiting" | "running" | "done" | "failed";
	requestId: string | null;
	millis: number | null;
};

/** None of a plan's changes made yet. */
export function waiting(plan: Plan): Progress[] {
	return plan.changes.map(() => ({ state: "waiting", requestId: null, millis: null }));
}

/** Takes in what happened. */
export function onApply(progress: Progress[], event: ApplyEvent): void {
	const row = progress[event.index];
	if (!row) return;
	switch (event.event) {
		case "started":
			if (row.state === "waiting") row.state = "running";
			break;
		case "finished":
			row.state = "done";
			row.requestId = event.request_id;
			row.millis = event.millis;
			break;
		case "failed":
			row.state = "failed";
			break;
	}
}
