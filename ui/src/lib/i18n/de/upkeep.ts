import type { Texts } from "../en";
import { counting } from "../forms";

const { count } = counting("de-DE");
const changes = (n: number) => count(n, { one: "Änderung", other: "Änderungen" });

export const upkeep: Texts["upkeep"] = {
	titles: {
		check: "Rolle erneut prüfen",
		rotate: "ExternalId rotieren",
		revoke: "Zugriff des Gateways widerrufen",
	},
	checkLead:
		"Liest die Rolle, wie sie jetzt ist, und vergleicht sie mit diesem Setup. Nichts wird geändert.",
	rotation: "Die Rotation",
	stages: [
		"Beide ExternalIds werden angenommen",
		"Der Schlüssel im QuilrAI-Dashboard bekommt die neue",
		"Die alte wird nicht mehr angenommen",
	],
	howFar: "Wie weit widerrufen wird",
	hows: {
		sessions: {
			label: "Nur Sitzungen",
			text: "Verweigert die laufenden Sitzungen. Das Gateway darf neue beginnen: Nach einem Leck geht der Dienst weiter.",
			done: "**Widerrufen.** Die Sitzungen, die liefen, werden verweigert.",
		},
		detach: {
			label: "Trennen",
			text: "Verweigert die laufenden Sitzungen, weist das Gateway ab und nimmt die Berechtigungen des Assistenten heraus. Die Rolle bleibt.",
			done: "**Widerrufen.** Das Gateway kann die Rolle nicht mehr verwenden.",
		},
		delete: {
			label: "Rolle löschen",
			text: "Verweigert die laufenden Sitzungen und löscht dann die Rolle mit allem darin.",
			done: "**Widerrufen.** Die Rolle ist fort.",
		},
	},
	revoke: (n) => `Widerrufen, ${changes(n)}`,
	steps: {
		accept_both: "Beide annehmen",
		finish: "Nur die neue annehmen",
		take_back: "Nur die alte annehmen",
	},
	reading: "Rolle wird gelesen…",
	changedMeanwhile:
		"Die Rolle hat sich geändert, seit der Plan gezeigt wurde. Nichts wurde getan; unten steht der Plan, wie er jetzt ist.",
	bothAccepted:
		"**Jetzt werden beide angenommen.** Speichern Sie die neue ExternalId im QuilrAI-Dashboard, und senden Sie dann eine Testanfrage.",
	copyNew: "Neue ExternalId kopieren",
	keyHasIt: "Der Schlüssel hat sie: Rotation beenden",
	goBack: "Zurück zur alten",
	onlyNew: "**Nur die neue ExternalId wird angenommen.** Dieses Setup hat sie jetzt.",
	onlyOld: "**Nur die alte ExternalId wird angenommen,** wie zuvor.",
	willStop: "Was aufhören wird",
	noDrift: "Die Rolle ist, wie dieses Setup es verlangt: keine Abweichung.",
	nothingToChange: "Im Konto muss sich nichts ändern.",
	bringBack: "Zurück zum Plan bringen",
	working: "Wird ausgeführt…",

	undone: {
		title: "Unerledigt",
		leftBehind:
			"Ein früherer Test hat seine befristete Anweisung in einer Vertrauensrichtlinie hinterlassen.",
		letsIn: (who, role) => `Sie lässt \`${who}\` die Rolle \`${role}\` übernehmen.`,
		expired: (at) =>
			`Sie ist am ${at} von selbst abgelaufen und lässt niemanden mehr ein; zu tun bleibt das Aufräumen.`,
		expires: (at) => `Sie läuft am ${at} von selbst ab; sie jetzt herauszunehmen ist besser.`,
		interrupted: {
			apply: "Das Anwenden eines Plans wurde unterbrochen.",
			rotate: "Das Rotieren der ExternalId wurde unterbrochen.",
			revoke: "Das Widerrufen des Zugriffs wurde unterbrochen.",
		},
		known: (all, role, made) =>
			`Von ${count(all, { one: "Änderung", other: "Änderungen" })} an \`${role}\` ${made === 1 ? "ist 1" : `sind ${made}`} sicher ausgeführt. Das lässt sich zurücknehmen oder fortsetzen; der Plan wird zuerst gezeigt.`,
		madeAt: (endpoint) => `Es geschah bei \`${endpoint}\`.`,
		addProfile: (account) =>
			`Um es zu beheben, legen Sie auf diesem Rechner ein AWS-Profil des Kontos ${account} an und starten dann neu.`,
		with: "Mit",
		takeOut: "Jetzt herausnehmen",
		takingOut: "Wird herausgenommen…",
		showBack: "Zeigen, wie es zurückgenommen wird",
		showRest: "Zeigen, was noch fehlt",
		forget: "Diese Sandbox gibt es nicht mehr: vergessen",
		nothingOfIt: "Nichts davon ist im Konto: Der Eintrag kann geschlossen werden.",
		closeRecord: "Eintrag schließen",
		takeBack: "Zurücknehmen",
		carryOn: "Fortsetzen",
	},
};
