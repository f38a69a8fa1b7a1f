import type { Texts } from "../en";

export const permissions: Texts["permissions"] = {
	title: "Eine Berechtigungsrichtlinie für Bedrock anhängen",
	lead: "Was die Rolle darf, wenn sie übernommen wurde. Marketplace-Rechte gehören nie dazu: Das Abonnieren eines Modells bleibt bei Ihnen.",
	may: "Was die Rolle verwenden darf",
	kinds: {
		foundation_models: { title: "Basismodelle", text: "On-Demand; immer dabei." },
		inference_profiles: {
			title: "Inferenzprofile",
			text: "Regionsübergreifende Inferenz. Neuere Claude-Modelle antworten nur darüber.",
		},
		application_inference_profiles: {
			title: "Anwendungs-Inferenzprofile",
			text: "Ihre eigenen Profile, um Kosten mit Tags zu verfolgen.",
		},
		provisioned_models: {
			title: "Bereitgestellter Durchsatz",
			text: "Für ein Modell gekaufte Kapazität.",
		},
		custom_models: {
			title: "Benutzerdefinierte Modelle",
			text: "Von Ihnen trainierte oder importierte Modelle.",
		},
	},
	reach: "Wie weit sie reicht",
	streaming: "Streaming",
	streamingText: "Antworten Wort für Wort: InvokeModelWithResponseStream.",
	regions: "Regionen",
	allRegions: "Alle Regionen",
	models: "Modelle",
	allModels: "Alle Modelle",
	removeOne: (name) => `${name} entfernen`,
	narrow: "Einschränken auf…",
	addAnother: "Weitere…",
	add: "Hinzufügen",

	can: "Was diese Rolle kann",
	notServed: "für diesen Schlüssel nicht gewählt",
	deniedNeeded: "verweigert, aber nötig",
	missing: (missing, needed) =>
		`${missing} von ${needed} Aufrufen, die dieser Schlüssel braucht, werden verweigert`,
	nothingNeeded:
		"In der Übersicht ist kein Anbietertyp gewählt, dieser Schlüssel braucht also noch nichts.",
	more: (n) => `${n} weitere, die dieser Schlüssel nicht braucht`,
	also: (words) => `, auch ${words}`,
};
