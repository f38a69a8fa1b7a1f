import type { Texts } from "../en";

export const rail: Texts["rail"] = {
	wizard: "Assistent",
	done: "erledigt",
	attention: "braucht Aufmerksamkeit",
	check: "Rolle erneut prüfen",
	rotate: "ExternalId rotieren",
	revoke: "Zugriff widerrufen",
	troubleshoot: "Fehler untersuchen",
	allSetups: "Alle Setups",

	presenter: "Präsentationsmodus",
	presenterOn: "Präsentationsmodus ist an",
	presenterHint: "Größere Schrift, Konto-IDs verborgen (Strg+Umschalt+P)",
	playScene: "Szene abspielen",
	playSceneHint: "Szene abspielen (Strg+K)",
	scenesTitle: "Eine Szene in der Sandbox abspielen",
	scenesLead:
		"Jede setzt die Sandbox zurück und bringt sie und dieses Setup in den gezeigten Zustand. Mit „Szenen beenden“ kommt zurück, was vorher war. Kein Konto wird berührt.",
	sceneOn: "läuft",
	play: "Abspielen",
	playing: "Läuft an…",
	playNamed: (title) => `Abspielen: ${title}`,
	playingNamed: (title) => `Läuft an… ${title}`,
	anotherScene: "Andere Szene",
	reset: "Zurücksetzen",
	endScenes: "Szenen beenden",
};
