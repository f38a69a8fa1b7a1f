import type { Texts } from "../en";

export const steps: Texts["steps"] = {
	labels: {
		overview: "Übersicht",
		external_id: "ExternalId",
		role: "IAM-Rolle",
		permissions: "Berechtigungen",
		dashboard: "Dashboard-Werte",
		verify: "Prüfen",
	},
	continueTo: {
		overview: "Weiter zur Übersicht",
		external_id: "Weiter zur ExternalId",
		role: "Weiter zur IAM-Rolle",
		permissions: "Weiter zu den Berechtigungen",
		dashboard: "Weiter zu den Dashboard-Werten",
		verify: "Weiter zum Prüfen",
	},
	goTo: (index, label) => (index === 0 ? "Zur Übersicht" : `Zu Schritt ${index}, ${label}`),
	savedAt: (index, label, at) =>
		`${index === 0 ? "In der Übersicht" : `Bei Schritt ${index}, ${label}`}. Gespeichert am ${at}`,
	mendedAt: (index, label) =>
		index === 0
			? "Lässt sich in der Übersicht des betroffenen Setups beheben."
			: `Lässt sich bei Schritt ${index}, ${label}, des betroffenen Setups beheben.`,
};
