import type { Texts } from "../en";

export const report: Texts["report"] = {
	title: "Bericht",
	form: "Form des Berichts",
	uses: {
		html: "Eine Datei zum Lesen, Drucken und Weitergeben. Sie lädt nichts nach und führt nichts aus.",
		markdown: "Für ein Ticket, eingefügt oder angehängt.",
		json: "Für Programme; jedes Feld ist in docs/report.md beschrieben.",
	},
	mask: "Konto-IDs maskieren",
	maskText:
		"Geschrieben als 1234••••9012, jede überall gleich. QuilrAIs eigenes Konto ist öffentlich und bleibt stehen.",
	save: "Bericht speichern…",
	copy: "Als Markdown kopieren",
	copyNamed: "Als Markdown kopieren: den Bericht",
	noFile: "Nicht gespeichert: Es wurde keine Datei gewählt",
};
