import type { Texts } from "../en";
import { counting } from "../forms";

const { count, number } = counting("de-DE");

export const common: Texts["common"] = {
	app: "Bedrock Role Wizard",
	language: "Sprache",
	languageNotKept: (why) => `Nicht für den nächsten Start behalten: ${why}`,
	languageNotRead: (why) => `Die Sprache konnte nicht gelesen werden: ${why}`,
	back: "Zurück",
	cancel: "Abbrechen",
	close: "Schließen",
	tryAgain: "Erneut versuchen",
	signIn: "Anmelden",
	signInAgain: "Erneut anmelden",
	signingIn: "Anmeldung läuft…",
	remove: "Entfernen",

	copy: "Kopieren",
	copied: "Kopiert",
	copiedNamed: (name) => `Kopiert. ${name}`,
	copiesReal: "Kopiert den echten Wert: Die Konto-ID ist nur auf dem Bildschirm verborgen",
	notCopied: "Nicht kopiert: Die Zwischenablage hat abgelehnt",
	notCopiedButSelected:
		"Nicht kopiert: Die Zwischenablage hat abgelehnt. Der Text ist markiert, drücken Sie Strg+C",
	save: "Speichern…",
	savedTo: (path) => `Gespeichert unter ${path}`,
	notSaved: (why) => `Nicht gespeichert: ${why}`,
	sentence: (text) => `${text}.`,
	messageAndHint: (message, hint) => `${message}. ${hint}`,
	saved: "Gespeichert",
	saving: "Wird gespeichert…",

	error: "Fehler",
	warning: "Warnung",
	allowed: "zugelassen",
	denied: "verweigert",
	evaluatedOffline: "offline ausgewertet",
	request: (id) => `Anfrage ${id}`,
	unexpected: {
		message: "Etwas Unerwartetes ist schiefgegangen",
		hint: "Nichts ging verloren: Versuchen Sie es erneut, und starten Sie das Programm neu, wenn es so bleibt",
	},

	screenFailed:
		"Diese Anzeige ist ausgefallen und zeigt vielleicht nicht mehr, was stimmt. Was Sie eingegeben haben, ist gespeichert: Schließen Sie das Fenster, und starten Sie neu.",
	untitled: "Setup ohne Namen",
	sandbox: "Sandbox",
	profile: (name) => `Profil ${name}`,

	units: {
		fullHours: (n) => count(n, { one: "Stunde", other: "Stunden" }),
		fullMinutes: (n) => count(n, { one: "Minute", other: "Minuten" }),
		fullSeconds: (n) => count(n, { one: "Sekunde", other: "Sekunden" }),
		millis: (n) => `${n} ms`,
		seconds: (n) => `${n} s`,
		minutesSeconds: (minutes, seconds) => `${minutes} min ${seconds} s`,
		hoursMinutes: (hours, minutes) => `${hours} h ${minutes} min`,
		hoursMinutesSeconds: (hours, minutes, seconds) => `${hours} h ${minutes} min ${seconds} s`,
	},
	number,
	changes: (n) => count(n, { one: "Änderung", other: "Änderungen" }),
};
