import type { Texts } from "../en";

export const dashboard: Texts["dashboard"] = {
	title: "Diese Werte im QuilrAI-Dashboard eintragen",
	lead: "Wählen Sie beim Anlegen oder Ändern des Bedrock-API-Schlüssels „Assume Role“, und fügen Sie diese Werte ein. Ein Wert lässt sich kopieren, sobald er richtig ist.",
	values: "Bedrock-API-Schlüssel, Assume Role",
	copyAll: "Alles als JSON kopieren",
	someWrong: "Einige Werte sind noch nicht richtig.",
	roleArn: "Die Rolle, die das Gateway übernimmt",
	derived: "Abgeleitet aus Konto, Pfad und Name von Schritt 2.",
	deriveAgain: "Wieder aus Schritt 2 ableiten",
	externalId: "Dieselbe wie in der Vertrauensrichtlinie",
	region: "Wo Bedrock aufgerufen wird",
	sessionName: "Erscheint in CloudTrail",
	sessionNameEmpty: "Bleibt es leer, verwendet das Gateway quilr-gateway-<timestamp>.",
	duration: "900 bis 43200 Sekunden",
	maximum: (seconds, spoken) => `MaxSessionDuration der Rolle ist ${seconds} s (${spoken}).`,
	raise: "Erhöhen",
	optional: "optional",
	copyNamed: (name) => `${name} kopieren`,
	leftToGateway: "Dem Standardwert des Gateways überlassen: nichts einzufügen.",
	notRight: "Noch nicht richtig.",

	paste: {
		title: "JSON eines vorhandenen Schlüssels prüfen",
		label:
			"Fügen Sie es hier ein. Es wird nur auf diesem Rechner geprüft, und ein statisches AWS-Geheimnis darin wird nicht behalten.",
		accepted: "würde angenommen",
		refused: "würde abgelehnt",
		severities: { error: "abgelehnt", warning: "bitte lesen", info: "Hinweis" },
		taken: "In die Felder oben übernommen.",
		take: "Diese Werte übernehmen",
	},
};
