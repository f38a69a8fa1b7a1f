// What stands at fields, and the reasons in it. The vendor page's own words stay to be seen beside it.

export const notes = {
	"Missing required field: {1}": "Pflichtfeld fehlt: {1}",
	"The 12 digits of the account that the role is made in.":
		"Die 12 Ziffern des Kontos, in dem die Rolle angelegt wird.",
	"an account id has 12 digits, not {1}": "Eine Konto-ID hat 12 Ziffern, nicht {1}",
	"this is an ARN, not an account id": "Das ist ein ARN, keine Konto-ID",
	"Enter only the 12 digits after the fourth colon.":
		"Geben Sie nur die 12 Ziffern nach dem vierten Doppelpunkt ein.",
	"an account id is 12 digits and must not contain {1}":
		"Eine Konto-ID besteht aus 12 Ziffern und darf {1} nicht enthalten",
	"an account id is 12 digits": "Eine Konto-ID besteht aus 12 Ziffern",
	"Enter `{1}`.": "Geben Sie `{1}` ein.",
	"Remove {1}.": "Entfernen Sie {1}.",
	"Replace {1}.": "Ersetzen Sie {1}.",
	"a space": "ein Leerzeichen",
	"a tab": "ein Tabulatorzeichen",
	"a line end": "ein Zeilenende",
	"a no-break space (U+00A0)": "ein geschütztes Leerzeichen (U+00A0)",
	"a backtick": "einen Backtick",
	"{1} at the start": "{1} am Anfang",
	"{1} at the end": "{1} am Ende",
	"{1} at character {2}": "{1} an Stelle {2}",
	"this is QuilrAI's own account": "Das ist QuilrAIs eigenes Konto",
	"Enter the account that the role is made in: yours.":
		"Geben Sie das Konto ein, in dem die Rolle angelegt wird: Ihres.",

	"aws_session_duration_seconds must be between 900 and 43200":
		"aws_session_duration_seconds muss zwischen 900 und 43200 liegen",
	"`{1}` is less than 900 (15 min). AWS limits. Use an integer in that range.":
		"`{1}` ist kleiner als 900 (15 Minuten). AWS setzt diese Grenzen. Verwenden Sie eine ganze Zahl in diesem Bereich.",
	"`{1}` is more than 43200 (12 hr). AWS limits. Use an integer in that range.":
		"`{1}` ist größer als 43200 (12 Stunden). AWS setzt diese Grenzen. Verwenden Sie eine ganze Zahl in diesem Bereich.",
	"Use a whole number of seconds: for `{1}` enter `{2}`.":
		"Verwenden Sie eine ganze Zahl von Sekunden: Für `{1}` geben Sie `{2}` ein.",
	"Use an integer in that range, or leave it empty for 3600.":
		"Verwenden Sie eine ganze Zahl in diesem Bereich, oder lassen Sie es für 3600 leer.",
	"`{1}` is not a whole number of seconds. Use an integer in that range.":
		"`{1}` ist keine ganze Zahl von Sekunden. Verwenden Sie eine ganze Zahl in diesem Bereich.",
	"the role's MaxSessionDuration is {1}, less than {2}":
		"MaxSessionDuration der Rolle ist {1}, weniger als {2}",
	"Lower aws_session_duration_seconds or raise the role's MaxSessionDuration: the plan does it.":
		"Senken Sie aws_session_duration_seconds, oder erhöhen Sie MaxSessionDuration der Rolle: Der Plan tut es.",
	"the role will get a MaxSessionDuration of {1}": "Die Rolle bekommt MaxSessionDuration {1}",

	"Generate one and put it in both the role's trust policy and the API key form.":
		"Erzeugen Sie eine, und tragen Sie sie in die Vertrauensrichtlinie der Rolle und in das Formular des API-Schlüssels ein.",
	"aws_external_id must not contain {1}": "aws_external_id darf {1} nicht enthalten",
	"{1} Letters, digits and _ + = , . @ : / - are allowed.":
		"{1} Erlaubt sind Buchstaben, Ziffern und _ + = , . @ : / -.",
	"aws_external_id must be 2-1224 characters, not {1}":
		"aws_external_id muss 2 bis 1224 Zeichen haben, nicht {1}",
	"A UUID works: generate one.": "Eine UUID passt: Erzeugen Sie eine.",
	"another setup already uses this ExternalId":
		"Ein anderes Setup verwendet diese ExternalId bereits",
	"It must be unique per role: generate a new one.":
		"Sie muss je Rolle eindeutig sein: Erzeugen Sie eine neue.",
	"this ExternalId can be guessed: {1}": "Diese ExternalId lässt sich erraten: {1}",
	"It doesn't need to be secret but it must be unique per role and not predictable: generate one.":
		"Sie muss nicht geheim, aber je Rolle eindeutig und nicht vorhersehbar sein: Erzeugen Sie eine.",
	"it contains the account id": "Sie enthält die Konto-ID",
	"it contains the word `{1}`": "Sie enthält das Wort `{1}`",
	"it contains a date": "Sie enthält ein Datum",
	"it contains a sequence or a repetition": "Sie enthält eine Folge oder eine Wiederholung",
	"it repeats itself": "Sie wiederholt sich",
	"it has only {1} characters": "Sie hat nur {1} Zeichen",
	"hardly any of its characters tell it from others":
		"Kaum eines ihrer Zeichen unterscheidet sie von anderen",
	"the role still carries another ExternalId": "Die Rolle trägt noch eine andere ExternalId",
	"Apply the plan, and put the new one into the key: until both have it, the gateway is refused.":
		"Wenden Sie den Plan an, und tragen Sie die neue in den Schlüssel ein: Bis beide sie haben, wird das Gateway abgewiesen.",

	"choose at least one provider type": "Wählen Sie mindestens einen Anbietertyp",
	"It says what the key will serve, and what is verified.":
		"Er sagt, wofür der Schlüssel dient und was geprüft wird.",
	"newer models for `{1}` answer only through inference profiles":
		"Neuere Modelle für `{1}` antworten nur über Inferenzprofile",
	"Tick inference profiles in the permissions.":
		"Haken Sie in den Berechtigungen die Inferenzprofile an.",

	"The page's default is us-east-1.": "Der Standardwert der Seite ist us-east-1.",
	"aws_region must not contain {1}": "aws_region darf {1} nicht enthalten",
	"a region must not contain {1}": "Eine Region darf {1} nicht enthalten",
	"Enter the region's code, for example us-east-1.":
		"Geben Sie den Code der Region ein, zum Beispiel us-east-1.",
	"`{1}` is not a region: they are written in small letters":
		"`{1}` ist keine Region: Sie werden kleingeschrieben",
	"`{1}` is an availability zone, not a region": "`{1}` ist eine Availability Zone, keine Region",
	"`{1}` is not a region": "`{1}` ist keine Region",
	"The gateway is a principal in `aws`: use a region of that partition.":
		"Das Gateway ist ein Prinzipal in `aws`: Verwenden Sie eine Region dieser Partition.",
	"`{1}` is not a region that is known to have Bedrock":
		"Von `{1}` ist nicht bekannt, dass es dort Bedrock gibt",
	"Check its spelling and Bedrock's model availability there.":
		"Prüfen Sie die Schreibweise und welche Bedrock-Modelle es dort gibt.",
	"no model for `{1}` is in `{2}`": "In `{2}` gibt es kein Modell für `{1}`",
	"Choose another region for it. {1}.": "Wählen Sie dafür eine andere Region. {1}.",
	"{1} is not in `{2}`, {3} is": "{1} gibt es nicht in `{2}`, wohl aber {3}",
	"`{1}`, the key's region, is not among them":
		"`{1}`, die Region des Schlüssels, ist nicht darunter",
	"Add it: the gateway calls Bedrock there.":
		"Fügen Sie sie hinzu: Das Gateway ruft Bedrock dort auf.",
	"global inference profiles also need foundation models without a region, and are refused":
		"Globale Inferenzprofile brauchen auch Basismodelle ohne Region und werden abgewiesen",
	"Allow all regions if the key uses them.":
		"Erlauben Sie alle Regionen, wenn der Schlüssel sie verwendet.",
	"cross-region inference profiles also route to {1}, and are refused there":
		"Regionsübergreifende Inferenzprofile leiten auch nach {1} und werden dort abgewiesen",
	"Add the regions, or allow all of them.": "Fügen Sie die Regionen hinzu, oder erlauben Sie alle.",
	"none of the models serves `{1}`": "Keines der Modelle dient `{1}`",
	"Add one, for example {1}, or leave the provider type out.":
		"Fügen Sie eines hinzu, zum Beispiel {1}, oder lassen Sie den Anbietertyp weg.",
	"application profiles, provisioned throughput and custom models have ids of their own: narrowing to models leaves them whole":
		"Anwendungsprofile, bereitgestellter Durchsatz und benutzerdefinierte Modelle haben eigene IDs: Das Einschränken auf Modelle lässt sie ganz",
	"a model id is empty": "Eine Modell-ID ist leer",
	"Remove it, or enter one, for example amazon.nova-micro-v1:0.":
		"Entfernen Sie sie, oder geben Sie eine ein, zum Beispiel amazon.nova-micro-v1:0.",
	"this is an ARN, a model's id is wanted": "Das ist ein ARN, verlangt ist die ID eines Modells",
	"the model id `{1}` must not contain {2}": "Die Modell-ID `{1}` darf {2} nicht enthalten",
	"`{1}` is not a model id: it lacks its vendor": "`{1}` ist keine Modell-ID: Der Anbieter fehlt",
	"For example amazon.nova-micro-v1:0.": "Zum Beispiel amazon.nova-micro-v1:0.",
	"`{1}` is the id of an inference profile": "`{1}` ist die ID eines Inferenzprofils",
	"Enter the model's id, `{1}`, and allow inference profiles.":
		"Geben Sie die ID des Modells ein, `{1}`, und erlauben Sie Inferenzprofile.",
	"`{1}` is not a model id": "`{1}` ist keine Modell-ID",
	"a model id has 140 characters at most": "Eine Modell-ID hat höchstens 140 Zeichen",
	"the permissions policy has {1} characters, IAM allows {2} for all inline policies of a role":
		"Die Berechtigungsrichtlinie hat {1} Zeichen, IAM erlaubt {2} für alle Inline-Richtlinien einer Rolle",
	"Choose fewer regions or models, or allow all of them.":
		"Wählen Sie weniger Regionen oder Modelle, oder erlauben Sie alle.",

	"Copy the ARN of the role that you created.":
		"Kopieren Sie den ARN der Rolle, die Sie angelegt haben.",
	"aws_role_arn must not contain {1}": "aws_role_arn darf {1} nicht enthalten",
	"aws_role_arn is not an ARN": "aws_role_arn ist kein ARN",
	"A role's ARN looks like {1}.": "Der ARN einer Rolle sieht so aus: {1}.",
	"aws_role_arn lacks the account id": "In aws_role_arn fehlt die Konto-ID",
	"aws_role_arn lacks the role's name": "In aws_role_arn fehlt der Name der Rolle",
	"aws_role_arn has no partition": "In aws_role_arn fehlt die Partition",
	"a role in `{1}` cannot trust a principal in `aws`":
		"Eine Rolle in `{1}` kann keinem Prinzipal in `aws` vertrauen",
	"The gateway is a principal in `aws`: use a role of an account in that partition.":
		"Das Gateway ist ein Prinzipal in `aws`: Verwenden Sie eine Rolle eines Kontos dieser Partition.",
	"this is the ARN of a session of a role, not of the role":
		"Das ist der ARN einer Sitzung einer Rolle, nicht der Rolle",
	"this is the ARN of an account, not of a role": "Das ist der ARN eines Kontos, nicht einer Rolle",
	"The ARN of the role that you created is wanted here; a user's goes into a trust policy.":
		"Verlangt ist hier der ARN der Rolle, die Sie angelegt haben; der eines Benutzers gehört in eine Vertrauensrichtlinie.",
	"this is an ARN of `{1}`, not of an IAM role": "Das ist ein ARN von `{1}`, nicht einer IAM-Rolle",
	"the ARN has the account `{1}`, the setup says `{2}`":
		"Der ARN hat das Konto `{1}`, das Setup sagt `{2}`",
	"the ARN has the role name `{1}`, the setup says `{2}`":
		"Der ARN hat den Rollennamen `{1}`, das Setup sagt `{2}`",
	"the ARN has the path `{1}`, the setup says `{2}`":
		"Der ARN hat den Pfad `{1}`, das Setup sagt `{2}`",
	"Correct the {1} in the role step, or use `{2}`.":
		"Korrigieren Sie es im Schritt der Rolle, oder verwenden Sie `{2}`.",
	"For example quilr-gateway-bedrock.": "Zum Beispiel quilr-gateway-bedrock.",
	"This is an ARN: enter only what stands after its last slash.":
		"Das ist ein ARN: Geben Sie nur ein, was nach dem letzten Schrägstrich steht.",
	"What stands before the name is its path: enter it there.":
		"Was vor dem Namen steht, ist der Pfad: Geben Sie es dort ein.",
	"{1} Letters, digits and _ + = , . @ - are allowed.":
		"{1} Erlaubt sind Buchstaben, Ziffern und _ + = , . @ -.",
	"a role name must not contain {1}": "Ein Rollenname darf {1} nicht enthalten",
	"a role name has 64 characters at most, not {1}":
		"Ein Rollenname hat höchstens 64 Zeichen, nicht {1}",
	"a path must not contain {1}": "Ein Pfad darf {1} nicht enthalten",
	"a path begins and ends with a slash": "Ein Pfad beginnt und endet mit einem Schrägstrich",
	"a path must not contain two slashes in a row":
		"Ein Pfad darf keine zwei Schrägstriche hintereinander enthalten",
	"the path `{1}` is reserved for AWS": "Der Pfad `{1}` ist AWS vorbehalten",
	"Choose another path, for example `/`.": "Wählen Sie einen anderen Pfad, zum Beispiel `/`.",
	"a path has 512 characters at most, not {1}": "Ein Pfad hat höchstens 512 Zeichen, nicht {1}",
	"aws_role_session_name must be 2-64 characters matching [\\w+=,.@-]":
		"aws_role_session_name muss 2 bis 64 Zeichen aus [\\w+=,.@-] haben",
	"Leave it empty: the gateway then takes quilr-gateway-<timestamp>.":
		"Lassen Sie es leer: Das Gateway nimmt dann quilr-gateway-<timestamp>.",
	"There is {1}. Stick to alphanumerics, _, +, =, ,, ., @, -.":
		"Darin ist {1}. Bleiben Sie bei Buchstaben, Ziffern und _, +, =, ,, ., @, -.",
	"It has 1 character. Leave it empty for quilr-gateway-<timestamp>.":
		"Er hat 1 Zeichen. Lassen Sie es für quilr-gateway-<timestamp> leer.",
	"It has {1} characters.": "Er hat {1} Zeichen.",

	"Correct it there, or throw the edits away.":
		"Korrigieren Sie es dort, oder verwerfen Sie die Bearbeitung.",
	"the trust policy still holds the placeholder `{1}`":
		"Die Vertrauensrichtlinie enthält noch den Platzhalter `{1}`",
	"Put its value there, or throw the edits away.":
		"Setzen Sie dort den Wert ein, oder verwerfen Sie die Bearbeitung.",
	"the trust policy has {1} characters, IAM's quota is {2}":
		"Die Vertrauensrichtlinie hat {1} Zeichen, das IAM-Kontingent ist {2}",
	"Shorten it: even an increased quota ends at {1}.":
		"Kürzen Sie sie: Selbst ein erhöhtes Kontingent endet bei {1}.",
	"Shorten it, or ask AWS for an increase ({1} at most).":
		"Kürzen Sie sie, oder bitten Sie AWS um eine Erhöhung (höchstens {1}).",

	"this holds a key, not only a base URL": "Das enthält einen Schlüssel, nicht nur eine Basis-URL",
	"The key has a field of its own. If the URL was shown to others, make a new key.":
		"Der Schlüssel hat ein eigenes Feld. Wurde die URL anderen gezeigt, legen Sie einen neuen Schlüssel an.",
	"the base URL has a space in it": "Die Basis-URL enthält ein Leerzeichen",
	"`{1}` does not begin with https://": "`{1}` beginnt nicht mit https://",
	"`{1}` is not https": "`{1}` ist nicht https",
	"Write `{1}`.": "Schreiben Sie `{1}`.",
	"Write `{1}`. The paths of the surfaces are added to it.":
		"Schreiben Sie `{1}`. Die Pfade der Schnittstellen werden angehängt.",
	"the base URL names no host that can be reached": "Die Basis-URL nennt keinen erreichbaren Host",
	"Write the host's name, as in `{1}`.": "Schreiben Sie den Namen des Hosts, wie in `{1}`.",
	"over http the key would be sent unencrypted":
		"Über http würde der Schlüssel unverschlüsselt gesendet",
	"the base URL must not hold a user name or password":
		"Die Basis-URL darf weder Benutzernamen noch Passwort enthalten",
	"the base URL must end with the host": "Die Basis-URL muss mit dem Host enden",
	"the base URL must not have a path: `{1}`": "Die Basis-URL darf keinen Pfad haben: `{1}`",
	"taken as `{1}`": "Verstanden als `{1}`",
} as const;
