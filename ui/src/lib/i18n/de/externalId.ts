import type { Texts } from "../en";

export const externalId: Texts["externalId"] = {
	title: "Eine ExternalId wählen",
	lead: "Diese ist bereit: eine zufällige UUID aus dem Generator Ihres Betriebssystems. Behalten Sie sie, erzeugen Sie eine andere, oder geben Sie eine eigene ein.",
	form: "2 bis 1224 Zeichen: Buchstaben, Ziffern und `_ + = , . @ : / -`",
	copy: "ExternalId kopieren",
	notRight: "Noch nicht richtig.",
	regenerate: "Neu erzeugen",
	putBack: "Die vorige zurückholen",
	carried: {
		title: "Die Rolle trägt diese ExternalId bereits",
		body: (arn) =>
			`Bis ${arn} und auch der Schlüssel im QuilrAI-Dashboard die neue tragen, wird das Gateway abgewiesen.`,
	},
	whatFor: "Wozu sie dient",
	whatForText:
		"QuilrAIs Gateway arbeitet für viele Kunden. Ihre Rolle verlangt Ihre ExternalId, damit niemand das Gateway dazu bringt, *Ihre* Rolle für *fremde* Anfragen zu verwenden: das Confused-Deputy-Problem.",
	notSecret: "Kein Geheimnis, aber nur Ihre",
	notSecretText:
		"Sie darf in der Richtlinie und in Tickets stehen. Sie muss je Rolle eindeutig und nicht vorhersehbar sein: kein Firmenname, keine Konto-ID, kein Datum.",
	goes: "Wohin sie gehört",
	goesText:
		"In die Vertrauensrichtlinie der Rolle (Schritt 2) und als `aws_external_id` in das Formular des QuilrAI-API-Schlüssels (Schritt 4). Der Assistent trägt sie dort ein.",
};
