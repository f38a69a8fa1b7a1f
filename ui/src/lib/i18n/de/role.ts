import type { Texts } from "../en";
import { counting } from "../forms";

const { count } = counting("de-DE");
const statements = (n: number) => count(n, { one: "Anweisung", other: "Anweisungen" });

export const role: Texts["role"] = {
	title: "QuilrAIs Gateway darf eine Rolle übernehmen, und niemand sonst",
	lead: "Die Vertrauensrichtlinie nennt den IAM-Benutzer des Gateways und verlangt Ihre ExternalId. Alles Folgende wird beim Tippen geprüft.",
	accountId: "AWS-Konto-ID",
	fromSandbox: "aus der Sandbox",
	fromProfile: "aus dem gewählten Profil",
	signedInTo: (account) => `Sie sind bei ${account} angemeldet.`,
	useIt: "Übernehmen",
	roleName: "Rollenname",
	path: "Pfad",
	byHand: "Von Hand, in der AWS-Konsole",
	orWizard: "oder der Assistent legt sie im nächsten Schritt an",

	who: "Wer diese Rolle übernehmen kann",
	whoColumn: "Wer",
	answerColumn: "Antwort",
	wrong: (wrong, all) => `${wrong} von ${all} Antworten sind nicht, wie sie sein sollten`,
	statements,
	statementsOf: (n, who) => `${statements(n)}: ${who}`,
	appliesDenies: "trifft zu: verweigert",
	appliesAllows: "trifft zu: lässt zu",
	doesNotApply: (why) => `trifft nicht zu: ${why}`,
	shouldBeAllowed: "sollte zugelassen sein",
	shouldBeDenied: "sollte verweigert sein",

	hand: {
		create:
			"Öffnen Sie in der AWS-Konsole IAM → Rollen → **Rolle erstellen**, und wählen Sie **Benutzerdefinierte Vertrauensrichtlinie**.",
		open: "In der AWS-Konsole öffnen",
		paste: "Fügen Sie die Vertrauensrichtlinie ein.",
		copyTrust: "Vertrauensrichtlinie kopieren",
		attach: (name) =>
			`Hängen Sie die Berechtigungsrichtlinie des nächsten Schritts an, nennen Sie die Rolle \`${name}\`, und speichern Sie.`,
		inline: (name, policy) =>
			`Überspringen Sie die verwalteten Richtlinien, nennen Sie die Rolle \`${name}\`, und erstellen Sie sie. Dann, bei der Rolle: **Berechtigungen hinzufügen** → **Inline-Richtlinie erstellen** → JSON, fügen Sie die Berechtigungsrichtlinie ein, und nennen Sie sie \`${policy}\`.`,
		copyPermissions: "Berechtigungsrichtlinie kopieren",
		compare: (arn) => `Vergleichen Sie den ARN der Rolle mit dem in Schritt 4: \`${arn}\``,
		unknownArn: "noch nicht bekannt",
		openRole: "Rolle öffnen",
		notFilledIn: "Einige Werte sind noch nicht ausgefüllt.",
	},
};
