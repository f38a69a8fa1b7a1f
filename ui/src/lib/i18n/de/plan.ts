import type { Texts } from "../en";
import { counting } from "../forms";

const { count } = counting("de-DE");
const changes = (n: number) => count(n, { one: "Änderung", other: "Änderungen" });

export const plan: Texts["plan"] = {
	nothing: "Nichts zu ändern",
	existing: (n) => `${changes(n)} an einer vorhandenen Rolle`,
	fresh: (n) => `Eine neue Rolle, ${changes(n)}`,
	copy: "Plan kopieren",
	copyNamed: "Plan als Text kopieren",
	empty: "Die Rolle im Konto ist schon so, wie dieses Setup es verlangt.",
	readFirst: "Bitte zuerst lesen",
	states: {
		waiting: "wartet",
		running: "wird ausgeführt",
		done: "ausgeführt",
		failed: "fehlgeschlagen",
	},
	changeNamed: (title) => `Was sich ändert: ${title}`,
	removeLine: "Entfernen",
	goes: "Entfällt, weil Sie es gewählt haben",
	stays: "Bleibt, wie es ist",
	notOurs:
		"Das hat nicht der Assistent geschrieben. Haken Sie nur an, was mit diesem Plan entfernt werden soll.",

	text: {
		adopted: (arn) => `Plan für ${arn} (übernommen)`,
		fresh: (arn) => `Plan für ${arn} (neu)`,
		goes: "Entfällt, weil es gewählt wurde:",
		stays: "Bleibt, wie es ist:",
		readFirst: "Bitte zuerst lesen:",
	},
};
