import type { Texts } from "../en";

export const welcome: Texts["welcome"] = {
	starting: "Bedrock Role Wizard startet",
	couldNotStart: "Der Assistent konnte nicht starten",

	title: "QuilrAIs Gateway ruft Amazon Bedrock auf, ohne dass Sie Schlüssel herausgeben",
	lead: "Sechs Schritte bis zu einer nachweislich richtigen IAM-Rolle. Jede Änderung sehen Sie, bevor sie geschieht, und danach wird sie nachgewiesen. Wo möchten Sie arbeiten?",
	titleAgain: "Alle Setups",
	leadAgain:
		"Machen Sie dort weiter, wo Sie aufgehört haben, oder beginnen Sie ein neues. Alles wird auf diesem Rechner gespeichert.",

	where: "Arbeitsumgebung",
	another: "Neues Setup",
	trySandbox: "In der Sandbox ausprobieren",
	trySandboxText:
		"Ein AWS in diesem Programm, das die Richtlinien wirklich auswertet. Kein Konto, kein Netz, nichts aufzuräumen.",
	useProfile: "Ein AWS-Profil verwenden",
	useProfileText:
		"Ein echtes Konto, mit einem Profil dieses Rechners: SSO, eine Rolle oder Schlüssel. Sie sehen jede Änderung, bevor sie geschieht.",
	whichProfile: "Welches Profil?",
	theSteps: "Die Schritte",
	troubleshoot: "Fehler untersuchen",
	version: (program, templates) => `Version ${program}, Vorlagen ${templates}`,

	setups: "Gespeicherte Setups",
	deleteSetup: (name) => `${name} löschen`,
	deleteQuestion: {
		title: (name) => `„${name}“ löschen?`,
		body: "Die Datei wird in den Papierkorb-Ordner neben den Setups verschoben. Im AWS-Konto ändert sich nichts: Eine angelegte Rolle bleibt bestehen.",
		yes: "Setup löschen",
	},
	leaveQuestion: {
		title: "Ohne Speichern verlassen?",
		body: "Die letzten Änderungen konnten nicht geschrieben werden. Wenn Sie jetzt gehen, sind sie verloren.",
		yes: "Trotzdem verlassen",
	},
};
