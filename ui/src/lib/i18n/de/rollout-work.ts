import type { Texts } from "../en";
import { counting } from "../forms";

const { number, count: counted } = counting("de-DE");
const accounts = (count: number) => counted(count, { one: "Konto", other: "Konten" });
/** In wie vielen Konten von wie vielen. */
const share = (done: number, total: number) =>
	done === total ? accounts(total) : `${number(done)} von ${accounts(total)}`;
const failures = (failed: number) => (failed > 0 ? ` ${number(failed)} fehlgeschlagen.` : "");

export const work: Texts["rollout"]["work"] = {
	deploy: "Stellt bereit",
	retry: "Versucht erneut",
	remove: "Entfernt",
	retain: "Nimmt aus dem StackSet",
	clear: "Löscht das StackSet",
	check: "Prüft",
	of: (done, total) => `${number(done)} von ${accounts(total)}`,
	failed: (count) => `${number(count)} fehlgeschlagen`,
	reading: (read, of) => `Liest das StackSet: ${number(read)} von ${accounts(of)}`,
	stackSet: (status) => `Das StackSet selbst: ${status}`,
	cancel: "Abbrechen",
	cancelling: "Bricht ab: Was CloudFormation begonnen hat, beendet es…",
	ended: {
		deploy: (done, failed, total) =>
			total === 0
				? "Die Vorlage des StackSets ist aktualisiert."
				: `In ${done === 0 ? "keinem Konto" : share(done, total)} bereitgestellt.${failures(failed)}`,
		retry: (done, failed, total) =>
			`Erneut versucht: In ${done === 0 ? "keinem Konto" : share(done, total)} bereitgestellt.${failures(failed)}`,
		remove: (done, failed, total) =>
			`Aus ${done === 0 ? "keinem Konto" : share(done, total)} entfernt.${failures(failed)}`,
		retain: (done, failed, total) =>
			`Aus dem StackSet genommen: ${done === 0 ? "kein Konto" : share(done, total)}.${failures(failed)}`,
		check: (passed, rest, total) =>
			`${share(passed + rest, total)} geprüft: ${rest > 0 ? `${number(passed)} bestanden, ${number(rest)} anzusehen` : "alles bestanden"}.`,
	},
	setGone: "Das StackSet ist gelöscht.",
	setKept: "Das StackSet wurde nicht gelöscht: Es enthält wieder ein Konto.",
	showFailed: (count) =>
		count === 1 ? "Fehlgeschlagenes Konto zeigen" : `${number(count)} fehlgeschlagene zeigen`,
	cancelled: "Abgebrochen. Was fertig war, bleibt; der Rest wurde nicht begonnen.",
	next: {
		failed:
			"Öffnen Sie eine fehlgeschlagene Zeile, beheben Sie den Grund in diesem Konto, versuchen Sie es dann erneut.",
		undeleted:
			"Öffnen Sie eine fehlgeschlagene Zeile, beheben Sie den Grund in diesem Konto, entfernen Sie es dann erneut.",
		check: "Prüfen Sie alle: Jede Rolle wird in ihrem Konto gelesen.",
		checked: "Öffnen Sie eine Zeile, um zu lesen, was dort nicht stimmt.",
		removed:
			"Die Rollen sind weg. Stellen Sie erneut bereit, um sie mit denselben ExternalIds zurückzuholen.",
		retained:
			"Die Rollen bleiben und die Schlüssel funktionieren weiter, nur kümmert sich niemand darum. Löschen Sie die Stacks in den Konten, bevor Sie dort erneut bereitstellen.",
		cleared: "Das Bereitstellen legt es wieder an.",
		kept: "Zeigen Sie den Plan: Seine Konten stehen in der Tabelle.",
		table: "Speichern Sie die Tabelle: Sie enthält, was ins QuilrAI-Dashboard gehört.",
	},
};
