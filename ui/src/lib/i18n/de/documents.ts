import type { Texts } from "../en";

export const documents: Texts["documents"] = {
	trust: "Vertrauensrichtlinie",
	permissions: "Berechtigungsrichtlinie",
	trustDocument: "Vertrauensrichtlinie, das Dokument",
	permissionsDocument: "Berechtigungsrichtlinie, das Dokument",
	copyTrust: "Die Vertrauensrichtlinie kopieren",
	copyPermissions: "Die Berechtigungsrichtlinie kopieren",
	edited: "bearbeitet",
	edit: "Bearbeiten",
	done: "Fertig",
	restore: "Wiederherstellen",
	onceFilledIn: (fields) =>
		`Kopieren und Speichern gehen, sobald ${fields.join(" und ")} ausgefüllt ist.`,
	onceRight: "Kopieren und Speichern gehen, sobald das Dokument richtig ist.",
	size: (size, quota) => `${size} von ${quota} Zeichen, die IAM zulässt`,
	line: (n) => `Zeile ${n}`,
	nothingFound: "Zu diesem Dokument ist nichts anzumerken.",
	restoreQuestion: {
		title: "Ihre Bearbeitung verwerfen?",
		body: "Die Vertrauensrichtlinie wird wieder so, wie die Felder es sagen. Was Sie darin getippt haben, geht verloren.",
		yes: "Vertrauensrichtlinie wiederherstellen",
	},
	added: "hinzugefügt",
	removed: "entfernt",
};
