import type { Texts } from "../en";
import { counting } from "../forms";
import { work } from "./rollout-work";

const { number, count: counted } = counting("de-DE");
const accounts = (count: number) => counted(count, { one: "Konto", other: "Konten" });

export const rollout: Texts["rollout"] = {
	number,
	accounts,
	entry: {
		title: "Viele Konten",
		text: "Eine Rolle in jedem Konto einer Liste oder Organisation, jede mit eigener ExternalId, über ein StackSet.",
		where: "Wo verwalten Sie das StackSet?",
		sandbox: "In der Sandbox ausprobieren",
		list: "Rollouts",
		open: (count, when) => `${accounts(count)}. Gespeichert ${when}`,
		from: "Für viele Konten übernimmt der Assistent die Bereitstellung, Konto für Konto, jedes mit eigener ExternalId.",
		fromButton: "In vielen Konten bereitstellen",
		remove: (name) => ({
			title: `„${name}“ löschen?`,
			body: "Die Datei wird in den Ordner der gelöschten Rollouts verschoben. In AWS ändert sich nichts: Das StackSet und seine Rollen bleiben.",
			yes: "Rollout löschen",
			danger: true,
		}),
		removeName: (name) => `${name} löschen`,
	},
	head: {
		back: "Alle Setups",
		name: "Name des Rollouts",
		untitled: "Rollout ohne Namen",
		lead: "Eine Rolle in vielen Konten: die Liste, das Muster, der Plan, dann die Tabelle. In AWS ändert sich nichts, bevor Sie es sagen.",
		bar: "Konten nach Zustand",
		saved: "Gespeichert",
		saving: "Speichert…",
		notSaved: "Nicht gespeichert",
		pattern: (name) =>
			`Das Muster von „${name}“. Jedes Konto bekommt, was Sie hier einstellen; Konto und ExternalId kommen aus der Liste.`,
		toAccounts: "Zurück zu den Konten",
		leaveBusy: {
			title: "Verlassen, während CloudFormation arbeitet?",
			body: "Zuerst wird abgebrochen: Begonnenes wird beendet, der Rest nicht begonnen. Verlassen Sie dann erneut.",
			yes: "Abbrechen lassen",
			danger: true,
		},
		leaveUnsaved: {
			title: "Ohne Speichern verlassen?",
			body: "Die letzten Änderungen konnten nicht geschrieben werden. Wenn Sie jetzt gehen, sind sie verloren.",
			yes: "Trotzdem verlassen",
			danger: true,
		},
	},
	states: {
		unknown: "Noch nicht gelesen",
		not_deployed: "Nicht bereitgestellt",
		in_progress: "In Arbeit",
		failed: "Fehlgeschlagen",
		differs: "Weicht ab",
		not_listed: "Nicht in der Liste",
		done: "Fertig",
	},
	verdicts: {
		passed: "Bestanden",
		failed: "Gescheitert",
		warning: "Hinweis",
		unreachable: "Nicht erreicht",
		cancelled: "Angehalten",
	},
	list: {
		title: "Konten",
		label: "Die Konten, eines pro Zeile",
		empty: "Konto-IDs einfügen, eine CSV-Datei hierher ziehen oder öffnen.",
		forms:
			"Eine Konto-ID pro Zeile, eine CSV-Datei mit Kopfzeile (account_id, name, external_id) oder die Ausgabe von „aws organizations list-accounts“.",
		open: "CSV öffnen…",
		organization: "Aus der Organisation",
		reading: "Liest die Organisation…",
		undo: "Vorherige Liste zurückholen",
		ofFile: (name) => `Die Liste ist jetzt die aus ${name}.`,
		ofOrganization: (leftOut) =>
			leftOut > 0
				? `Die Liste ist jetzt die der Organisation. ${accounts(leftOut)} ausgelassen: nicht aktiv.`
				: "Die Liste ist jetzt die der Organisation.",
		found: (count) => `${accounts(count)} gefunden`,
		take: (count) =>
			count === 1 ? "Dieses Konto übernehmen" : `Diese ${accounts(count)} übernehmen`,
		taken: (count) =>
			`${accounts(count)} im Rollout. Ihre Liste bleibt, wie Sie sie gegeben haben.`,
		change: "Liste ändern",
		close: "Liste schließen",
		line: (line) => `Zeile ${number(line)}`,
		more: (count) =>
			`und ${counted(count, { one: "weiterer Hinweis", other: "weitere Hinweise" })}`,
		less: "Berichtigen Sie diese zuerst, oder machen Sie ohne ihre Zeilen weiter: Sie sind keine Konten.",
		tooLarge:
			"Diese Datei ist größer als 16 MB. Eine Kontenliste hat wenige Kilobyte: Wählen Sie eine andere Datei.",
		drop: "Datei loslassen, um sie zu lesen",
		leave: (count) => ({
			title: `${accounts(count)} aus dem Rollout nehmen?`,
			body: `Im Rollout, aber nicht in dieser Liste. Die ExternalId wird hier vergessen; eine bereitgestellte Rolle bleibt in AWS und steht als „Nicht in der Liste“ in der Tabelle, bis Sie sie entfernen.`,
			yes: "Diese Liste verwenden",
			danger: true,
		}),
		merged: (added, changed, dropped) =>
			[
				added > 0
					? `${accounts(added)} hinzugekommen, mit neuen ExternalIds, wo die Liste keine angibt.`
					: "",
				changed > 0 ? `Neue ExternalId aus der Liste: ${accounts(changed)}.` : "",
				dropped > 0 ? `Weggefallen: ${accounts(dropped)}.` : "",
				added + changed + dropped === 0 ? "Die Liste enthält dieselben Konten wie zuvor." : "",
			]
				.filter(Boolean)
				.join(" "),
	},
	pattern: {
		title: "Die Rolle",
		edit: "Muster bearbeiten",
		editName: "Muster bearbeiten, als Setup",
		name: "Rollenname",
		path: "Pfad",
		serves: "Bedient",
		region: "Region",
		own: "Die Rolle jedes Kontos ist diese. Nur Konto und ExternalId unterscheiden sich.",
		trust: "Die Vertrauensrichtlinie wurde von Hand bearbeitet.",
	},
	how: {
		title: "Wie bereitgestellt wird",
		stackSet: "Name des StackSets",
		model: "Berechtigungen des StackSets",
		self: "Selbstverwaltet",
		service: "Serviceverwaltet (Organizations)",
		selfHint:
			"AWSCloudFormationStackSetAdministrationRole muss es in diesem Konto geben, AWSCloudFormationStackSetExecutionRole in jedem Konto der Liste.",
		serviceHint:
			"In der Organisation muss der vertrauenswürdige Zugriff für StackSets eingeschaltet sein. Nennen Sie die Organisationseinheiten, in denen die Konten sind.",
		units: "Organisationseinheiten, durch Leerzeichen getrennt",
		access: "Rolle zum Prüfen",
		accessHint: "„Alle prüfen“ nimmt sie in jedem Konto an. Sie liest nur.",
	},
	plan: {
		title: "Plan",
		show: "Zeigen, was sich ändert",
		again: "Erneut zeigen",
		reading: "Liest das StackSet…",
		idle: "Liest das StackSet und vergleicht es mit der Liste. Nichts wird geändert.",
		noAccounts: "Den Plan gibt es, sobald ein Konto in der Liste steht.",
		problems: "Den Plan gibt es, sobald dies berichtigt ist:",
		stale:
			"Liste, Muster oder Einstellungen des StackSets haben sich seitdem geändert: Zeigen Sie den Plan erneut.",
		stackSet: {
			create: (name) => `Das StackSet ${name} wird angelegt`,
			update: (name) => `Die Vorlage von ${name} wird in jedem Konto aktualisiert`,
			unchanged: (name) => `Das StackSet ${name} ist, wie es sein soll`,
		},
		add: (count) => `Die Rolle bekommen: ${accounts(count)}`,
		update: (count) => `Eine andere ExternalId bekommen: ${accounts(count)}`,
		retry: (count) => `Fehlgeschlagen, wird erneut versucht: ${accounts(count)}`,
		wait: (count) => `CloudFormation arbeitet dort noch: ${accounts(count)}`,
		stuck: (count) =>
			`CloudFormation hat den Stack aufgegeben: ${accounts(count)}. Bringen Sie ihn von Hand in Ordnung, wie die Zeile sagt`,
		signIn: "Erneut anmelden",
		left: (count) => `Bleiben, wie sie sind: ${accounts(count)}`,
		stray: (count) =>
			`Mit Rolle, aber nicht in der Liste: ${accounts(count)}. Daran wird nichts geändert`,
		nothing: "Nichts zu tun: Jedes Konto der Liste hat seine Rolle.",
		calls: (count) => `${counted(count, { one: "Aufruf", other: "Aufrufe" })} von CloudFormation`,
		template: "Die Vorlage des StackSets",
		diff: "Was sich in der Vorlage ändert",
		copyTemplate: "Vorlage kopieren",
		saveTemplate: "Speichern…",
		empty: "Das StackSet ist da, aber kein Konto ist darin.",
		clear: "StackSet löschen…",
		deploy: "Bereitstellen…",
		ask: (count) => `In ${accounts(count)} bereitstellen?`,
		askTemplate: "Die Vorlage des StackSets ändern?",
		where: "Wo",
		goes: "CloudFormation legt in jedem dieser Konten eine IAM-Rolle an oder aktualisiert sie. Das lässt sich abbrechen: Begonnenes wird beendet, der Rest nicht begonnen.",
		yes: "Bereitstellen",
		no: "Abbrechen",
		moved:
			"Das StackSet hat sich geändert, seit der Plan gezeigt wurde. Nichts ist geschehen; unten steht der Plan, wie er jetzt ist.",
	},
	work,
	table: {
		title: "Konten des Rollouts",
		empty: "Noch keine Konten. Geben Sie oben eine Liste.",
		none: "Kein Konto passt.",
		clear: "Alle zeigen",
		search: "Konto suchen",
		filter: "Konten nach Zustand",
		all: (count) => `Alle ${number(count)}`,
		state: (name, count) => `${name} ${number(count)}`,
		retry: (count) => `${number(count)} erneut versuchen`,
		check: "Alle prüfen",
		remove: "Entfernen…",
		removeChosen: (count) => `${number(count)} entfernen…`,
		removeWhy: "Wählen Sie zuerst Konten, mit der Leertaste oder den Kästchen.",
		copy: "Als CSV kopieren",
		save: "Als CSV speichern…",
		saved: (path) => `Gespeichert in ${path}`,
		notSaved: "Nicht gespeichert",
		chooseAll: "Jedes gezeigte Konto auswählen",
		choose: (account) => `${account} auswählen`,
		hint: "Pfeiltasten bewegen, Eingabe öffnet, Leertaste wählt.",
		columns: {
			account_id: "Konto",
			name: "Name",
			state: "Zustand",
			external_id: "ExternalId",
			verdict: "Prüfung",
		},
	},
	detail: {
		title: (account) => `Konto ${account}`,
		status: "Zustand",
		reason: "Grund",
		check: "Prüfung",
		externalId: "ExternalId",
		roleArn: "Rollen-ARN",
		copyExternalId: "ExternalId kopieren",
		copyRoleArn: "Rollen-ARN kopieren",
		from: "Bereitgestellt ist sie mit der ExternalId",
		close: "Schließen",
		note: "Zu berichtigen",
		stuck:
			"CloudFormation fasst den Stack dieses Kontos nicht mehr an. Löschen Sie den Stack in diesem Konto, zeigen Sie dann den Plan und stellen Sie erneut bereit.",
		remedies: {
			unknown: "Zeigen Sie den Plan: Er liest das StackSet.",
			not_deployed: "Stellen Sie bereit: Dann bekommt das Konto seine Rolle.",
			in_progress: "Warten Sie, bis CloudFormation damit fertig ist.",
			failed: "Beheben Sie, was der Grund nennt, und versuchen Sie es dann erneut.",
			differs:
				"Stellen Sie bereit: Die Rolle bekommt die ExternalId, die hier steht. Der Schlüssel im QuilrAI-Dashboard muss dieselbe haben.",
			not_listed:
				"Nehmen Sie es in die Liste auf, um es zu behalten, oder wählen und entfernen Sie es.",
			done: "Tragen Sie beide Werte beim Schlüssel dieses Kontos im QuilrAI-Dashboard ein.",
		},
	},
	remove: {
		ask: (count) => `Die Rolle aus ${accounts(count)} entfernen?`,
		deletes: "In jedem dieser Konten wird in AWS gelöscht:",
		stack: "der Stack des StackSets:",
		role: "die Rolle mit ihren Richtlinien:",
		stops: "Jeder QuilrAI-Schlüssel mit einer dieser Rollen funktioniert sofort nicht mehr.",
		keeps:
			"Die Konten bleiben in der Liste, mit ihren ExternalIds: Stellen Sie erneut bereit, um die Rollen zurückzuholen.",
		strays: "Was nicht in der Liste steht, verschwindet aus der Tabelle.",
		untouched: (count) =>
			`Ausgewählt, aber ohne Rolle aus diesem StackSet: ${accounts(count)}. Dort wird nichts gelöscht.`,
		more: (count) => `und ${number(count)} weitere`,
		yes: (count) => `Aus ${accounts(count)} entfernen`,
		no: "Abbrechen",
		retain: "Die Rollen in den Konten lassen",
		retainText: "Auch für einen Stack, den CloudFormation nicht mehr löschen kann.",
		withSet: "Auch das StackSet löschen",
		withSetText: "Sobald kein Konto mehr darin ist. Das Bereitstellen legt es wieder an.",
		retained: {
			ask: (count) => `${accounts(count)} aus dem StackSet nehmen?`,
			stays: "In jedem dieser Konten bleibt in AWS:",
			orphans:
				"Um diese Rollen kümmert sich dann niemand. Um dort erneut bereitzustellen, löschen Sie zuerst den Stack in diesem Konto.",
			keeps:
				"Die Schlüssel funktionieren weiter. Die Konten bleiben in der Liste, mit ihren ExternalIds.",
			yes: (count) => `${accounts(count)} herausnehmen`,
		},
		set: {
			ask: (name) => `Das StackSet ${name} löschen?`,
			empty: "Kein Konto ist darin: Keine Rolle und kein Schlüssel ändert sich.",
			again: "Das Bereitstellen legt es unter demselben Namen wieder an.",
			yes: "StackSet löschen",
		},
	},
};
