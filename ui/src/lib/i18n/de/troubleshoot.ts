import type { Texts } from "../en";

export const troubleshoot: Texts["troubleshoot"] = {
	title: "Fehler untersuchen",
	lead: "Fügen Sie den Fehlertext so ein, wie das QuilrAI-Dashboard, die AWS-Konsole oder ein Terminal ihn gezeigt hat. Alles bleibt auf diesem Rechner.",
	text: "Fehlertext",
	certainties: {
		certain: "die Ursache",
		likely: "die wahrscheinlichste Ursache",
		unknown: "nicht bekannt",
	},
	remedies: {
		allow_inference_profiles: "Änderung zeigen",
		allow_streaming: "Änderung zeigen",
		show_plan: "Änderung zeigen",
		restore_trust_policy: "Vertrauensrichtlinie wiederherstellen",
		grant_model_access: "Zugriff auf das Modell geben",
		verify_again: "Erneut prüfen",
		sign_in: "Erneut anmelden",
		enter_key: "Schlüssel eingeben",
	},
	copy: "Diagnosedaten kopieren",
	copyNamed: "Diagnosedaten kopieren: Versionen und Umgebung, für die Meldung eines Fehlers",
	nothingYet: "Es gibt noch keine",
};
