// What goes wrong: with AWS, with a sign-in, with a profile, with a key, with this machine.

export const faults = {
	"no AWS credentials were found": "Es wurden keine AWS-Anmeldedaten gefunden",
	"no AWS credentials were found for the profile `{1}`":
		"Für das Profil `{1}` wurden keine AWS-Anmeldedaten gefunden",
	"the sign-in has expired": "Die Anmeldung ist abgelaufen",
	"the sign-in for the profile `{1}` has expired":
		"Die Anmeldung für das Profil `{1}` ist abgelaufen",
	"AWS does not accept the credentials: {1}": "AWS nimmt die Anmeldedaten nicht an: {1}",
	"AWS does not accept the credentials for the profile `{1}`: {2}":
		"AWS nimmt die Anmeldedaten für das Profil `{1}` nicht an: {2}",
	"signing in failed: {1}": "Die Anmeldung ist fehlgeschlagen: {1}",
	"signing in for the profile `{1}` failed: {2}":
		"Die Anmeldung für das Profil `{1}` ist fehlgeschlagen: {2}",
	"the sign-in needs the code of the MFA device `{1}`":
		"Die Anmeldung braucht den Code des MFA-Geräts `{1}`",
	"the sign-in for the profile `{1}` needs the code of the MFA device `{2}`":
		"Die Anmeldung für das Profil `{1}` braucht den Code des MFA-Geräts `{2}`",
	"AWS did not take that code: it was wrong, too late, or used already":
		"AWS hat den Code nicht angenommen: Er war falsch, zu spät oder schon verbraucht",
	"AWS cannot check a code of `{1}`: the device is not one of the user whose keys sign in":
		"AWS kann keinen Code von `{1}` prüfen: Das Gerät gehört nicht zu dem Benutzer, dessen Schlüssel anmelden",
	"an MFA code is six digits": "Ein MFA-Code hat sechs Ziffern",
	"the SSO session `{1}` is not signed in, or its time is over":
		"Die SSO-Sitzung `{1}` ist nicht angemeldet oder abgelaufen",
	"your SSO sign-in has no role `{1}` in the account `{2}`":
		"Ihre SSO-Anmeldung hat keine Rolle `{1}` im Konto `{2}`",
	"the profile `{1}` does not sign in through SSO":
		"Das Profil `{1}` meldet sich nicht über SSO an",
	"the sign-in was declined in the browser": "Die Anmeldung wurde im Browser abgelehnt",
	"nobody confirmed the sign-in in the browser in time":
		"Niemand hat die Anmeldung rechtzeitig im Browser bestätigt",
	"the sign-in was cancelled": "Die Anmeldung wurde abgebrochen",
	"the SSO token cannot be kept in `{1}`: {2}":
		"Das SSO-Token kann nicht in `{1}` aufbewahrt werden: {2}",
	"the CA bundle `{1}` cannot be used: {2}": "Das CA-Bündel `{1}` kann nicht verwendet werden: {2}",
	"the number of tries `{1}` is not a whole number from 1 on":
		"Die Zahl der Versuche `{1}` ist keine ganze Zahl ab 1",
	"the proxy that is set is not an address": "Der eingestellte Proxy ist keine Adresse",
	"a proxy's user name and password are not kept in a file":
		"Benutzername und Passwort eines Proxys werden nicht in einer Datei aufbewahrt",
	"the network settings cannot be kept: {1}":
		"Die Netzwerkeinstellungen können nicht aufbewahrt werden: {1}",
	"you lack {1}": "Ihnen fehlt {1}",
	"there is no AWS profile `{1}`": "Es gibt kein AWS-Profil `{1}`",
	"cannot sign in: {1}": "Die Anmeldung ist nicht möglich: {1}",
	"the profile `{1}` cannot sign in: {2}": "Das Profil `{1}` kann sich nicht anmelden: {2}",
	"the AWS profile files cannot be read: {1}":
		"Die AWS-Profildateien können nicht gelesen werden: {1}",
	"`{1}` is not permitted: {2}": "`{1}` ist nicht erlaubt: {2}",
	"AWS answers that there are too many calls of `{1}`":
		"AWS antwortet, dass es zu viele Aufrufe von `{1}` sind",
	"`{1}` did not reach {2}: {3}: {4}": "`{1}` hat {2} nicht erreicht: {3}: {4}",
	"no connection": "keine Verbindung",
	"no answer in time": "keine Antwort innerhalb der Zeit",
	"the TLS connection was refused": "die TLS-Verbindung wurde abgelehnt",
	"the connection broke": "die Verbindung brach ab",
	"the proxy is in the way": "der Proxy steht im Weg",
	"`{1}` is the root user of its account, which cannot assume roles":
		"`{1}` ist der Root-Benutzer seines Kontos, der keine Rollen übernehmen kann",
	"`{1}` is a federated user, which can neither call IAM nor assume roles":
		"`{1}` ist ein Verbundbenutzer, der weder IAM aufrufen noch Rollen übernehmen kann",
	"the role is in the partition `{1}`, you are signed in to `{2}`":
		"Die Rolle ist in der Partition `{1}`, Sie sind in `{2}` angemeldet",
	"the role is in the account `{1}`, you are signed in to `{2}`":
		"Die Rolle ist im Konto `{1}`, Sie sind in `{2}` angemeldet",
	"the role changed since the plan was shown":
		"Die Rolle hat sich geändert, seit der Plan gezeigt wurde",
	"the StackSet changed since the plan was shown":
		"Das StackSet hat sich geändert, seit der Plan gezeigt wurde",
	"the rollout cannot be deployed: {1}": "Der Rollout kann nicht bereitgestellt werden: {1}",
	"there is no StackSet `{1}`": "Es gibt kein StackSet `{1}`",
	"every change was accepted, but the role does not read as planned: {1}":
		"Jede Änderung wurde angenommen, aber die Rolle liest sich nicht wie geplant: {1}",
	"{1} of `{2}` was interrupted": "{1} an `{2}` wurde unterbrochen",
	"an apply": "Ein Anwenden",
	"a rotation of the ExternalId": "Eine Rotation der ExternalId",
	"a revocation": "Ein Widerruf",
	"another window or terminal is at work on `{1}` at this moment":
		"Ein anderes Fenster oder Terminal arbeitet gerade an `{1}`",
	"another rotation of the ExternalId of `{1}` is under way":
		"Eine andere Rotation der ExternalId von `{1}` ist im Gang",
	"no rotation of the ExternalId of `{1}` is under way":
		"Keine Rotation der ExternalId von `{1}` ist im Gang",
	"the ExternalId cannot be rotated: {1}": "Die ExternalId kann nicht rotiert werden: {1}",
	"the new ExternalId is the old one": "Die neue ExternalId ist die alte",
	"no statement of the trust policy that names `{1}` asks for the ExternalId `{2}` by StringEquals":
		"Keine Anweisung der Vertrauensrichtlinie, die `{1}` nennt, verlangt die ExternalId `{2}` mit StringEquals",
	"there is no role `{1}`": "Es gibt keine Rolle `{1}`",
	"the trust policy cannot be changed safely: {1}":
		"Die Vertrauensrichtlinie kann nicht sicher geändert werden: {1}",
	"the trust policy cannot be read: {1}": "Die Vertrauensrichtlinie kann nicht gelesen werden: {1}",
	"no statement of the trust policy names `{1}`":
		"Keine Anweisung der Vertrauensrichtlinie nennt `{1}`",
	"the statement that names the gateway ends at `{1}`, which cannot be read as a time":
		"Die Anweisung, die das Gateway nennt, endet um `{1}`, was sich nicht als Zeit lesen lässt",
	"the trust policy would have {1} characters with the temporary statement, IAM allows {2}":
		"Die Vertrauensrichtlinie hätte mit der temporären Anweisung {1} Zeichen, IAM erlaubt {2}",
	"the temporary statement `{1}` could not be taken out of the trust policy of `{2}`: {3}":
		"Die temporäre Anweisung `{1}` konnte nicht aus der Vertrauensrichtlinie von `{2}` genommen werden: {3}",
	"the temporary statement `{1}` expired at {2}, while it was waited for":
		"Die temporäre Anweisung `{1}` lief um {2} ab, während auf sie gewartet wurde",
	"the role's session ended before the test was over":
		"Die Sitzung der Rolle endete, bevor der Test vorbei war",
	"this machine's clock {1}, and AWS accepts no signature made by it":
		"Die Uhr dieses Rechners {1}, und AWS nimmt keine Signatur nach ihr an",
	"is {1} behind AWS's": "geht gegenüber der von AWS {1} nach",
	"is {1} ahead of AWS's": "geht gegenüber der von AWS {1} vor",
	"differs from AWS's": "weicht von der von AWS ab",
	"the undo record `{1}` cannot be used: {2}":
		"Der Rücknahme-Eintrag `{1}` kann nicht verwendet werden: {2}",
	"the undo record `{1}` cannot be used: {2}: check that the folder can be written and has space":
		"Der Rücknahme-Eintrag `{1}` kann nicht verwendet werden: {2}: Prüfen Sie, ob der Ordner beschreibbar ist und Platz hat",
	"`{1}` was refused with {2}: {3}": "`{1}` wurde mit {2} abgewiesen: {3}",

	"QuilrAI's gateway answered {1} to `{2}`: {3}": "QuilrAIs Gateway antwortete {1} auf `{2}`: {3}",
	"`{1}` redirects to `{2}`: the key was not sent on":
		"`{1}` leitet zu `{2}` um: Der Schlüssel wurde nicht weitergegeben",
	"`{1}` answered with a web page, which QuilrAI's gateway never does":
		"`{1}` antwortete mit einer Webseite, was QuilrAIs Gateway nie tut",
	"`{1}` answered with a web page (“{2}”), which QuilrAI's gateway never does":
		"`{1}` antwortete mit einer Webseite („{2}“), was QuilrAIs Gateway nie tut",
	"the answer of QuilrAI's gateway to `{1}` cannot be read: {2}":
		"Die Antwort von QuilrAIs Gateway auf `{1}` kann nicht gelesen werden: {2}",

	"this machine has no keychain that answers": "Auf diesem Rechner antwortet kein Schlüsselbund",
	"this machine has no keychain that answers: {1}":
		"Auf diesem Rechner antwortet kein Schlüsselbund: {1}",
	"the keychain is locked": "Der Schlüsselbund ist gesperrt",
	"the keychain is locked: {1}": "Der Schlüsselbund ist gesperrt: {1}",
	"the keychain was asked, and access was refused":
		"Der Schlüsselbund wurde gefragt, und der Zugriff wurde verweigert",
	"the keychain was asked, and access was refused: {1}":
		"Der Schlüsselbund wurde gefragt, und der Zugriff wurde verweigert: {1}",
	"what the keychain holds for this setup is not a QuilrAI key":
		"Was der Schlüsselbund für dieses Setup enthält, ist kein QuilrAI-Schlüssel",
	"what the keychain holds for this setup is not a QuilrAI key: {1}":
		"Was der Schlüsselbund für dieses Setup enthält, ist kein QuilrAI-Schlüssel: {1}",
	"the keychain failed: {1}": "Der Schlüsselbund ist fehlgeschlagen: {1}",

	"its source profiles form a loop: {1}": "Seine Quellprofile bilden einen Kreis: {1}",
	"the source profile `{1}` of `{2}` does not exist":
		"Das Quellprofil `{1}` von `{2}` ist nicht vorhanden",
	"`{1}` has both source_profile and credential_source":
		"`{1}` hat source_profile und credential_source zugleich",
	"`{1}` has a role_arn, but neither source_profile nor credential_source":
		"`{1}` hat einen role_arn, aber weder source_profile noch credential_source",
	"the credential_source `{1}` of `{2}` is unknown":
		"Die credential_source `{1}` von `{2}` ist unbekannt",
	"the role_arn of `{1}` is not the ARN of a role":
		"Der role_arn von `{1}` ist nicht der ARN einer Rolle",
	"`{1}` has an mfa_serial, but neither a role_arn nor access keys to use it with":
		"`{1}` hat eine mfa_serial, aber weder einen role_arn noch Zugriffsschlüssel dazu",
	"the mfa_serial of `{1}` is not the serial number of a device":
		"Die mfa_serial von `{1}` ist nicht die Seriennummer eines Geräts",
	"`{1}` lacks {2}": "In `{1}` fehlt {2}",
	"the section [sso-session {1}] does not exist":
		"Der Abschnitt [sso-session {1}] ist nicht vorhanden",
	"`{1}` and its sso-session name different values of {2}":
		"`{1}` und seine sso-session nennen verschiedene Werte für {2}",
	"`{1}` does not say how to sign in": "`{1}` sagt nicht, wie es sich anmeldet",

	"the key is empty": "Der Schlüssel ist leer",
	"this is an AWS access key, not a QuilrAI key":
		"Das ist ein AWS-Zugriffsschlüssel, kein QuilrAI-Schlüssel",
	"this is a whole header, not only the key": "Das ist ein ganzer Header, nicht nur der Schlüssel",
	"a QuilrAI key begins with `sk-quilr-`": "Ein QuilrAI-Schlüssel beginnt mit `sk-quilr-`",
	"the key has a space or a line end in the middle":
		"Der Schlüssel hat in der Mitte ein Leerzeichen oder ein Zeilenende",
	"the key holds a character that is not a letter, a digit, `-`, `_` or `.`":
		"Der Schlüssel enthält ein Zeichen, das weder Buchstabe noch Ziffer noch `-`, `_` oder `.` ist",
	"the key is cut off: it has {1} characters only":
		"Der Schlüssel ist abgeschnitten: Er hat nur {1} Zeichen",
	"this is longer than a key: it has {1} characters":
		"Das ist länger als ein Schlüssel: Es hat {1} Zeichen",

	"not JSON: {1}": "Kein JSON: {1}",
	"this is JSON, but not a setup: `schema` is missing":
		"Das ist JSON, aber kein Setup: `schema` fehlt",
	"the setup has schema {1}, this version reads schema {2}":
		"Das Setup hat das Schema {1}, diese Version liest das Schema {2}",
	"the setup's id `{1}` is not a UUID": "Die ID `{1}` des Setups ist keine UUID",
	"the setup cannot be read: {1}": "Das Setup kann nicht gelesen werden: {1}",
	"this is JSON, but not a rollout: `schema` or `stack_set` is missing":
		"Das ist JSON, aber kein Rollout: `schema` oder `stack_set` fehlt",
	"the rollout has schema {1}, this version reads schema {2}":
		"Der Rollout hat das Schema {1}, diese Version liest das Schema {2}",
	"the rollout's id `{1}` is not a UUID": "Die ID `{1}` des Rollouts ist keine UUID",
	"the rollout cannot be read: {1}": "Der Rollout kann nicht gelesen werden: {1}",

	"the sandbox has no admin": "Die Sandbox hat keinen Administrator",
	"the setup could not be written: {1}": "Das Setup konnte nicht geschrieben werden: {1}",
	"the rollout could not be written: {1}": "Der Rollout konnte nicht geschrieben werden: {1}",
	"some values are not right yet": "Einige Werte stimmen noch nicht",
	"a change or a verification is running already": "Eine Änderung oder eine Prüfung läuft bereits",
	"a change or a verification is running": "Eine Änderung oder eine Prüfung läuft",
	"`{1}` could not be written: {2}": "`{1}` konnte nicht geschrieben werden: {2}",
	"no browser could be opened: {1}": "Es konnte kein Browser geöffnet werden: {1}",
	"this setup does not work in the sandbox": "Dieses Setup arbeitet nicht in der Sandbox",
	"it could not be remembered: {1}": "Es konnte nicht gemerkt werden: {1}",
	"there is no scene `{1}`": "Es gibt keine Szene `{1}`",
	"this setup works in an AWS account, where no scene is played":
		"Dieses Setup arbeitet in einem AWS-Konto, wo keine Szene gespielt wird",
	"there is no report of this setup yet": "Von diesem Setup gibt es noch keinen Bericht",
	"this rollout is not there any more": "Dieser Rollout ist nicht mehr da",
	"this setup is not there any more": "Dieses Setup ist nicht mehr da",
	"this record is not there any more": "Dieser Eintrag ist nicht mehr da",

	"Something in this program failed, and what you started last may never end. {1} What you typed is saved: close the window and start again.":
		"In diesem Programm ist etwas fehlgeschlagen, und was Sie zuletzt begonnen haben, endet vielleicht nie. {1} Was Sie eingegeben haben, ist gespeichert: Schließen Sie das Fenster, und starten Sie neu.",
	"What it was is in {1}, without any of your values.":
		"Was es war, steht in {1}, ohne einen Ihrer Werte.",
	"It could not be written down ({1}).": "Es konnte nicht aufgeschrieben werden ({1}).",
	"The window is still open, because {1}. Make the folder writable or free some space: it is tried again by itself. To lose what is not saved, close the window again.":
		"Das Fenster ist noch offen: {1}. Machen Sie den Ordner beschreibbar, oder schaffen Sie etwas Platz: Es wird von selbst noch einmal versucht. Soll verloren gehen, was nicht gespeichert ist, schließen Sie das Fenster noch einmal.",
	"Another window, or another program, changed this setup too. What you see here is saved; the other version is kept as {1}. Close one of the windows.":
		"Ein anderes Fenster oder ein anderes Programm hat dieses Setup auch geändert. Was Sie hier sehen, ist gespeichert; die andere Fassung bleibt als {1}. Schließen Sie eines der Fenster.",
	"Another window, or another program, changed this rollout too. What you see here is saved; the other version is kept as {1}. Close one of the windows.":
		"Ein anderes Fenster oder ein anderes Programm hat diesen Rollout auch geändert. Was Sie hier sehen, ist gespeichert; die andere Fassung bleibt als {1}. Schließen Sie eines der Fenster.",
	"The program failed in an earlier run. What it was is in {1}, without any of your values; please send it with your report.":
		"Das Programm ist bei einem früheren Lauf fehlgeschlagen. Was es war, steht in {1}, ohne einen Ihrer Werte; bitte senden Sie es mit Ihrer Meldung.",
	"The folder {1} cannot be used ({2}). Every setup is kept until you close this window, and not saved. Make the folder writable, then start again.":
		"Der Ordner {1} kann nicht verwendet werden ({2}). Jedes Setup bleibt, bis Sie dieses Fenster schließen, und wird nicht gespeichert. Machen Sie den Ordner beschreibbar, und starten Sie dann neu.",
	"The folder {1} cannot be used ({2}). Every rollout is kept until you close this window, and not saved. Make the folder writable, then start again.":
		"Der Ordner {1} kann nicht verwendet werden ({2}). Jeder Rollout bleibt, bis Sie dieses Fenster schließen, und wird nicht gespeichert. Machen Sie den Ordner beschreibbar, und starten Sie dann neu.",
	"The setup file {1} could not be read ({2}). It is kept as {3}; nothing in it was changed.":
		"Die Setup-Datei {1} konnte nicht gelesen werden ({2}). Sie ist als {3} aufbewahrt; nichts darin wurde geändert.",
	"The rollout file {1} could not be read ({2}). It is kept as {3}; nothing in it was changed.":
		"Die Rollout-Datei {1} konnte nicht gelesen werden ({2}). Sie ist als {3} aufbewahrt; nichts darin wurde geändert.",
	"The setup file {1} could not be read ({2}), nor moved aside ({3}).":
		"Die Setup-Datei {1} konnte weder gelesen ({2}) noch beiseitegelegt werden ({3}).",
	"The rollout file {1} could not be read ({2}), nor moved aside ({3}).":
		"Die Rollout-Datei {1} konnte weder gelesen ({2}) noch beiseitegelegt werden ({3}).",
} as const;
