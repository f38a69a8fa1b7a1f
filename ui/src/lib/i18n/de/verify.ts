import type { Texts } from "../en";
import { counting } from "../forms";

const { count, noun, number } = counting("de-DE");

const WORDS = ["Kein", "Ein", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Acht", "Neun"];

const points = (n: number) =>
	`${WORDS[n] ?? number(n)} ${noun(n, { one: "Punkt", other: "Punkte" })}`;

/** Within a sentence. */
const within = (n: number) => points(n).replace(/^./, (first) => first.toLowerCase());

export const verify: Texts["verify"] = {
	levels: {
		documents: {
			title: "Dokumente",
			name: "Dokumente",
			proves: "die Richtlinien, wie sie dastehen, hier ausgewertet",
		},
		account: { title: "Konto", name: "Konto", proves: "die Rolle, wie AWS sie hat" },
		assume_and_invoke: {
			title: "Übernehmen und aufrufen",
			name: "Übernehmen und aufrufen",
			proves: "wirklich übernommen, Bedrock wirklich aufgerufen",
		},
		gateway: {
			title: "Gateway",
			name: "Gateway",
			proves: "Anfragen durch QuilrAIs Gateway mit Ihrem Schlüssel",
		},
	},
	noneYet: "noch keine",
	inPart: (level) => `${level} zum Teil`,
	alone: (level) => `nur ${level}`,
	andInPart: (level, next) => `${level}; ${next} zum Teil`,
	levelProven: (level) => `Nachgewiesene Stufe: ${level}`,

	run: "Prüfungen starten",
	again: "Erneut prüfen",
	runningFor: (seconds) => `Läuft, ${seconds} s`,
	cleaningFor: (seconds) => `Räumt auf, ${seconds} s`,
	cleaning: "Räumt auf…",
	temporary: (at) =>
		`Die befristete Anweisung steht seit ${at} in der Vertrauensrichtlinie. Am Ende wird sie wieder herausgenommen, und sie liefe auch von selbst ab.`,

	summary: {
		running: (over, all) => `${over} von ${all} gelaufen`,
		stopped: "angehalten",
		couldNotRun: "konnte nicht laufen",
		passed: (passed, all) => `${passed} von ${all} bestanden`,
	},

	headlines: {
		idle: {
			title: "Vor dem Start prüfen",
			lead: "Gespeicherte Werte beweisen nichts. Diese Prüfungen lesen die Rolle, übernehmen sie wirklich und rufen damit Bedrock auf.",
		},
		cancelling: {
			title: "Wird angehalten",
			lead: "Zuerst wird die befristete Anweisung wieder herausgenommen.",
		},
		askingGateway: {
			title: "Das Gateway wird gefragt",
			lead: "Die kleinste Anfrage jeder Art, durch QuilrAI mit Ihrem Schlüssel. Nichts wird geändert.",
		},
		running: {
			title: "Wird geprüft",
			lead: "Eine Änderung an einer Vertrauensrichtlinie braucht in IAM einige Sekunden, schlimmstenfalls eine Minute oder mehr. Warten heißt nicht Scheitern.",
		},
		fault: {
			title: "Die Prüfungen konnten nicht laufen",
			lead: "Was schiefging und was als Nächstes zu tun ist, steht unten.",
		},
		failed: (causes, passed, all) => ({
			title: `${points(causes)} noch zu beheben`,
			lead: `${passed} von ${all} Prüfungen bestanden. Was fehlschlug, sagt, was es bedeutet und was zu tun ist; prüfen Sie dann erneut.`,
		}),
		cancelled: {
			title: "Vor dem Ende angehalten",
			lead: "Nichts blieb zurück: Was für den Test hinzugefügt wurde, ist wieder herausgenommen.",
		},
		notAsked: {
			title: "Das Gateway wurde nicht gefragt",
			lead: "Es gibt keinen Schlüssel, um es zu fragen. Geben Sie unten einen ein, und prüfen Sie das Gateway dann erneut.",
		},
		gatewayAnswers: {
			title: "Das Gateway antwortet mit Ihrem Schlüssel",
			lead: "QuilrAI hat die Rolle übernommen, und Bedrock hat darüber geantwortet. Die anderen Prüfungen sagen, warum es sicher ist.",
		},
		provenThrough: {
			title: "Nachgewiesen: Anfragen durch QuilrAI werden beantwortet",
			lead: "Die Rolle wurde mit der ExternalId übernommen, ohne sie verweigert, und das Gateway hat mit Ihrem Schlüssel geantwortet.",
		},
		provenWith: (warnings) => ({
			title: `Nachgewiesen, ${within(warnings)} zu lesen`,
			lead: "Die Rolle funktioniert so, wie das Gateway sie verwenden wird. Lesen Sie die markierten Prüfungen vor dem Start.",
		}),
		proven: {
			title: "Nachgewiesen: Die Rolle funktioniert, wie das Gateway sie verwenden wird",
			lead: "Sie wurde mit der ExternalId übernommen, ohne sie verweigert, und Bedrock hat darüber geantwortet.",
		},
	},

	intro: {
		will: "Was geschehen wird",
		documents:
			"Die Richtlinien, wie sie dastehen, hier ausgewertet. Nichts verlässt diesen Rechner.",
		account:
			"Die Rolle, wie AWS sie hat, wird gelesen und verglichen: Vertrauen, Berechtigungen, MaxSessionDuration.",
		assume_and_invoke:
			"Die Vertrauensrichtlinie lässt nur das Gateway ein, darum kommt eine Kopie seiner Anweisung für Sie hinzu, für höchstens fünfzehn Minuten. Die Rolle wird mit der ExternalId übernommen, muss ohne sie und mit einer falschen verweigern, und Bedrock wird je Anbietertyp einmal aufgerufen. Dann wird die Kopie herausgenommen und nachgewiesen, dass sie fort ist.",
		gateway:
			"Wo ein QuilrAI-Schlüssel da ist, geht die kleinste Anfrage jeder Art durch das Gateway: der letzte Nachweis. Es lässt sich auch allein fragen.",
		asWhom: "Als wer",
		expires:
			"Sollte alles ausfallen, selbst der Strom, läuft die befristete Anweisung von selbst ab, und der nächste Start bietet an, sie herauszunehmen.",
	},

	checks: {
		passedOf: (passed, all) => `${passed} von ${all}`,
		added: (at) => `befristete Anweisung hinzugefügt um ${at}`,
		addedRemoved: (added, removed) =>
			`befristete Anweisung hinzugefügt um ${added}, entfernt um ${removed}`,
		both: (passed, times) => `${passed}, ${times}`,
		states: {
			waiting: "noch nicht gelaufen",
			running: "läuft",
			passed: "bestanden",
			failed: "fehlgeschlagen",
			warning: "Warnung",
			skipped: "übersprungen",
		},
		afterTries: (took, tries) =>
			`${took}, nach ${count(tries, { one: "Versuch", other: "Versuchen" })}`,
		waitingForAws: (gone, left) => `Wartet auf AWS: ${gone} s vergangen, höchstens noch ${left} s`,
		tryNumber: (n) => `, Versuch ${n}`,
		timeLeft: "Verbleibende Zeit",
		sameCause: (title) => `Dieselbe Ursache wie bei „${title}“.`,
		likely: "(höchstwahrscheinlich)",
	},

	result: {
		counts: {
			passed: (n) => `${n} bestanden`,
			failed: (n) => `${n} fehlgeschlagen`,
			warning: (n) => `${n} zu lesen`,
			skipped: (n) => `${n} übersprungen`,
		},
		took: (time) => `in ${time}`,
		stale: "Sie haben das Setup geändert, seit diese Prüfungen liefen. Prüfen Sie erneut.",
		present: "Die befristete Anweisung ließ sich nicht herausnehmen. Sie läuft von selbst ab.",
		final:
			"Das ist der letzte Nachweis: Es ist nichts mehr zu tun. Speichern Sie die Prüfungen für das Ticket.",
		next: "Als Nächstes: Speichern Sie die Werte im QuilrAI-Dashboard, und geben Sie unten dessen Schlüssel ein. Eine Anfrage durch das Gateway ist der letzte Nachweis.",
		showDashboard: "Dashboard-Werte zeigen",
	},

	events: {
		title: "Was AWS sieht",
		ofRole: "CloudTrail-Ereignisse dieser Rolle",
		counted: (n, ours) =>
			`${count(n, { one: "Ereignis", other: "Ereignisse" })}, ${ours} von Ihrer Sitzung`,
		late: "CloudTrail berichtet spät: meist nach etwa fünf Minuten, schlimmstenfalls nach fünfzehn.",
		prompt:
			"CloudTrail der Sandbox berichtet sofort; das echte innerhalb von etwa fünfzehn Minuten.",
		reading: "Wird gelesen…",
		refresh: "Aktualisieren",
		denied:
			"Sie dürfen CloudTrail nicht lesen: `cloudtrail:LookupEvents` fehlt. Die Prüfungen brauchen es nicht.",
		as: (session) => ` als ${session}`,
		yourSession: ", Ihre Sitzung",
		principal: "Prinzipal",
		session: "Sitzung",
		request: "Anfrage",
		noneTold: "keine angegeben",
		none: "Nichts in der letzten Stunde. Starten Sie die Prüfungen, um hier Ereignisse ankommen zu sehen.",
		more: "Es kann mehr geben: Dies sind die neuesten.",
	},

	terminal: {
		title: "Stattdessen im eigenen Terminal prüfen",
		text: "Die Vertrauensrichtlinie legt den Prinzipal auf QuilrAIs Gateway fest, AWS verweigert also jeden anderen Aufrufer, bevor es die ExternalId überhaupt ansieht. Um es lokal zu erproben, muss Ihr eigener Benutzer oder Ihre eigene Rolle eine Zeit lang in der Vertrauensrichtlinie stehen. **Nehmen Sie Ihren eigenen ARN vor dem Start wieder heraus.**",
		lines: "Zeilen für das Terminal",
		copy: "Die Zeilen für das Terminal kopieren",
		onceRight: "Die Zeilen stehen hier, sobald jeder Wert richtig ist.",
	},
};
