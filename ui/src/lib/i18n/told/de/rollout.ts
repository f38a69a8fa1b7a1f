// What is told of a list of accounts and of a StackSet.

export const rollout = {
	"the line names no account": "Die Zeile nennt kein Konto",
	"Put the account's 12 digits there, or take the line out.":
		"Setzen Sie die 12 Ziffern des Kontos ein, oder nehmen Sie die Zeile heraus.",
	"`{1}` is an account id that a spreadsheet wrote as a number: its last digits are lost":
		"`{1}` ist eine Konto-ID, die eine Tabellenkalkulation als Zahl geschrieben hat: Ihre letzten Ziffern sind verloren",
	"Take the id from its source again, into a column formatted as text.":
		"Holen Sie die ID erneut aus ihrer Quelle, in eine als Text formatierte Spalte.",
	"`{1}` has {2} digits, an account id has 12: a spreadsheet drops leading zeros":
		"`{1}` hat {2} Ziffern, eine Konto-ID hat 12: Tabellenkalkulationen lassen führende Nullen weg",
	"If that is what happened, the account is `{1}`: write it as text.":
		"Wenn das geschehen ist, ist das Konto `{1}`: Schreiben Sie es als Text.",
	"`{1}` is written as a decimal number": "`{1}` ist als Dezimalzahl geschrieben",
	"not JSON: {1}": "Kein JSON: {1}",
	"Paste the whole output of `aws organizations list-accounts`.":
		"Fügen Sie die ganze Ausgabe von `aws organizations list-accounts` ein.",
	"this is JSON without a list `Accounts`": "Das ist JSON ohne eine Liste `Accounts`",
	"Paste the output of `aws organizations list-accounts`.":
		"Fügen Sie die Ausgabe von `aws organizations list-accounts` ein.",
	"the list goes on: it ends with a NextToken":
		"Die Liste geht weiter: Sie endet mit einem NextToken",
	"Read it without --max-items, so that it is whole.":
		"Lesen Sie sie ohne --max-items, damit sie vollständig ist.",
	"no column is named account_id: the first is taken for it":
		"Keine Spalte heißt account_id: Die erste wird dafür genommen",
	"Name the columns account_id, name and external_id.":
		"Nennen Sie die Spalten account_id, name und external_id.",
	"these columns are not read: {1}": "Diese Spalten werden nicht gelesen: {1}",
	"the account `{1}` is {2} and is left out": "Das Konto `{1}` ist {2} und wird ausgelassen",
	"AWS refuses every change in an account that is not active.":
		"AWS lehnt jede Änderung in einem Konto ab, das nicht aktiv ist.",
	"`{1}` is the gateway's own account": "`{1}` ist das eigene Konto des Gateways",
	"List your accounts: the gateway's account needs no role.":
		"Führen Sie Ihre Konten auf: Das Konto des Gateways braucht keine Rolle.",
	"Take it out of the list: the gateway's account needs no role.":
		"Nehmen Sie es aus der Liste: Das Konto des Gateways braucht keine Rolle.",
	"line {1} has the same ExternalId": "Zeile {1} hat dieselbe ExternalId",
	"It must be unique per role. Leave it out, and the account gets a new one.":
		"Sie muss je Rolle eindeutig sein. Lassen Sie sie weg, dann bekommt das Konto eine neue.",
	"the ExternalId can be guessed: {1}": "Die ExternalId lässt sich erraten: {1}",
	"Leave it out, and the account gets a new one.":
		"Lassen Sie sie weg, dann bekommt das Konto eine neue.",
	"the account `{1}` stands in line {2} already": "Das Konto `{1}` steht schon in Zeile {2}",
	"{1}, without this ExternalId": "{1}, ohne diese ExternalId",
	"Keep one of the two lines: a role has one ExternalId.":
		"Behalten Sie eine der beiden Zeilen: Eine Rolle hat eine ExternalId.",
	"the StackSet has no name": "Das StackSet hat keinen Namen",
	"a StackSet's name begins with a letter and holds letters, digits and hyphens only":
		"Der Name eines StackSets beginnt mit einem Buchstaben und enthält nur Buchstaben, Ziffern und Bindestriche",
	"a StackSet's name has {1} characters at most, not {2}":
		"Der Name eines StackSets hat höchstens {1} Zeichen, nicht {2}",
	"service-managed permissions need an organizational unit":
		"Serviceverwaltete Berechtigungen brauchen eine Organisationseinheit",
	"Enter the unit that the accounts are in, or the root: r-… reaches all of them.":
		"Geben Sie die Einheit ein, in der die Konten sind, oder die Wurzel: r-… erreicht alle.",
	"an operation takes {1} organizational units at most, not {2}":
		"Ein Vorgang nimmt höchstens {1} Organisationseinheiten, nicht {2}",
	"Enter a unit that they are all in.": "Geben Sie eine Einheit ein, in der sie alle sind.",
	"`{1}` is not the id of an organizational unit":
		"`{1}` ist nicht die ID einer Organisationseinheit",
	"It looks like ou-ab12-cd34ef56, the root like r-ab12.":
		"Sie sieht aus wie ou-ab12-cd34ef56, die der Wurzel wie r-ab12.",
	"the template has {1} bytes, CloudFormation takes {2}":
		"Die Vorlage hat {1} Bytes, CloudFormation nimmt {2}",
	"the StackSet `{1}` is {2}, the rollout says {3}":
		"Das StackSet `{1}` ist {2}, der Rollout sagt {3}",
	"Change the rollout, or choose another name for its StackSet.":
		"Ändern Sie den Rollout, oder wählen Sie einen anderen Namen für sein StackSet.",
	"an account that joins the organizational units gets a role by itself, without an ExternalId of its own":
		"Ein Konto, das in die Organisationseinheiten kommt, bekommt von selbst eine Rolle, ohne eigene ExternalId",
	"Turn the StackSet's automatic deployment off.":
		"Schalten Sie die automatische Bereitstellung des StackSets aus.",
	"managed execution is off: one account is worked on at a time":
		"Die verwaltete Ausführung ist aus: Es wird ein Konto nach dem anderen bearbeitet",
	"To go faster, turn the StackSet's managed execution on.":
		"Damit es schneller geht, schalten Sie die verwaltete Ausführung des StackSets ein.",
	"the trust policy edited by hand does not ask for the pattern's ExternalId, so that no account could have its own":
		"Die von Hand bearbeitete Vertrauensrichtlinie verlangt nicht die ExternalId des Musters, sodass kein Konto seine eigene haben könnte",
	"Throw the edits away, or let the condition sts:ExternalId ask for the pattern's.":
		"Verwerfen Sie die Änderungen, oder lassen Sie die Bedingung sts:ExternalId die des Musters verlangen.",
	"there is no account in the list": "In der Liste steht kein Konto",
	"Paste account ids, open a CSV file, or take them from the organization.":
		"Fügen Sie Konto-IDs ein, öffnen Sie eine CSV-Datei, oder nehmen Sie sie aus der Organisation.",
	"the account `{1}` is in the list twice": "Das Konto `{1}` steht zweimal in der Liste",
	"Take one of the two out.": "Nehmen Sie eines der beiden heraus.",
	"the account `{1}` has the same ExternalId": "Das Konto `{1}` hat dieselbe ExternalId",
	"Generate another: it must be unique per role.":
		"Erzeugen Sie eine andere: Sie muss je Rolle eindeutig sein.",
	"Generate another.": "Erzeugen Sie eine andere.",
};
