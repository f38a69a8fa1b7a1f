import type { Texts } from "../en";
import { counting } from "../forms";

const { count } = counting("de-DE");

export const create: Texts["create"] = {
	title: "Rolle anlegen",
	titleAgain: "Rolle anlegen oder aktualisieren",
	way: "Wie die Rolle angelegt wird",
	inSandbox: "In der Sandbox",
	withProfile: (name) => `Mit Profil ${name}`,
	byHand: "Von Hand in der Konsole",
	asCode: "Als Code",
	reading: "Rolle wird gelesen…",
	showAgain: "Noch einmal zeigen",
	show: "Zeigen, was sich ändert",
	changedMeanwhile:
		"Die Rolle hat sich geändert, seit der Plan gezeigt wurde. Nichts wurde angewendet; unten steht der Plan, wie er jetzt ist.",
	asPlanned: (at) => `**Die Rolle ist wie geplant.** Angewendet um ${at}.`,
	partial: "Was als „ausgeführt“ markiert ist, steht; der Rest wurde nicht getan.",
	stale: "Sie haben das Setup geändert, seit dieser Plan entstand: Lassen Sie ihn erneut zeigen.",
	making: (now, all) => `Änderung ${now} von ${all} wird ausgeführt…`,
	untouched: "Im Konto hat sich noch nichts geändert.",
	showRest: "Zeigen, was noch fehlt",
	applying: "Wird angewendet…",
	apply: (n) => `${count(n, { one: "Änderung", other: "Änderungen" })} anwenden`,
	intro:
		"Liest die Rolle und zeigt jede Änderung als Diff. Nichts ändert sich, bevor Sie es sagen; eine vorhandene Rolle wird übernommen und nie ungesehen überschrieben.",
	introOnceRight:
		"Liest die Rolle (sobald Konto, Name und Pfad richtig sind) und zeigt jede Änderung als Diff. Nichts ändert sich, bevor Sie es sagen; eine vorhandene Rolle wird übernommen und nie ungesehen überschrieben.",

	rights: {
		lacking: (lacking, all) =>
			`Ihnen fehlen ${lacking} der ${all} Rechte, die es dafür brauchen kann`,
		notAsked: "Ihre Rechte sind unbekannt: IAM wurde nicht gefragt",
		someUnknown: "Einige Ihrer Rechte sind unbekannt",
		all: "Sie haben jedes Recht, das es dafür brauchen kann",
		showsLater: (why) =>
			`${why}. Was fehlt, zeigt sich bei der Änderung; ein Versuch kostet nichts.`,
		unknown: "unbekannt",
	},

	code: {
		form: "Form des Codes",
		forms: {
			cloudformation: {
				label: "CloudFormation",
				text: "Eine Vorlage für ein Konto. Name, Pfad, ExternalId und längste Sitzung sind ihre Parameter, mit den Werten dieses Setups.",
			},
			stackset: {
				label: "StackSet",
				text: "Dasselbe für viele Konten. Die ExternalId muss je Konto eindeutig sein und hat darum keinen Standardwert: Jedes Konto bekommt seine eigene.",
			},
			terraform: {
				label: "Terraform",
				text: "Ein Root-Modul für den AWS-Provider ab 5.0. In jedem anderen Konto bricht der Plan ab.",
			},
			cli: {
				label: "AWS CLI",
				text: "Ein Skript für bash. Es hält beim ersten Fehler an und kann erneut laufen; eine vorhandene Rolle wird übernommen, und eine abweichende Vertrauensrichtlinie wird gezeigt und nie ungesehen überschrieben.",
			},
		},
		onceRight: "Kopieren und Speichern gehen, sobald jeder Wert des Setups richtig ist.",
		faults: "Der Code entsteht, sobald diese Werte richtig sind.",
		copyFile: (name) => `${name} kopieren`,
		theCode: "den Code",
		theFile: (name) => `Die Datei ${name}`,
		deploy: "So stellen Sie ihn bereit, in Ihrem Terminal",
		command: (n) => `Befehl ${n}`,
		copyCommand: (n) => `Befehl ${n} kopieren`,
	},
};
