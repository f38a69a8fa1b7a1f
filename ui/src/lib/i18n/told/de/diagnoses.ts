// The template pack's error table: what a known error means, and what to do.

export const diagnoses = {
	"Assume-role mode requires ExternalId": "Der Modus „Assume Role“ verlangt eine ExternalId",
	"Generate one (step 1) and put it in both the role's trust policy and the API key form.":
		"Erzeugen Sie eine (Schritt 1), und tragen Sie sie in die Vertrauensrichtlinie der Rolle und in das Formular des API-Schlüssels ein.",
	"The API key form misses a value that assume-role mode requires":
		"Im Formular des API-Schlüssels fehlt ein Wert, den der Modus „Assume Role“ verlangt",
	"Copy the values of the dashboard step into the form.":
		"Kopieren Sie die Werte des Dashboard-Schritts in das Formular.",
	"aws_access_key, aws_secret_key and aws_session_token belong to the static-key path and will be rejected":
		"aws_access_key, aws_secret_key und aws_session_token gehören zum Weg mit statischen Schlüsseln und werden abgelehnt",
	"Leave the three fields out: assume-role mode needs the values of the dashboard step only.":
		"Lassen Sie die drei Felder weg: Der Modus „Assume Role“ braucht nur die Werte des Dashboard-Schritts.",
	"The session duration is outside of AWS limits":
		"Die Sitzungsdauer liegt außerhalb der Grenzen von AWS",
	"AWS limits. Use an integer in that range: 900 (15 min) to 43200 (12 hr).":
		"AWS setzt diese Grenzen. Verwenden Sie eine ganze Zahl in diesem Bereich: 900 (15 Minuten) bis 43200 (12 Stunden).",
	"The session name is not 2-64 characters matching [\\w+=,.@-]":
		"Der Sitzungsname hat nicht 2 bis 64 Zeichen aus [\\w+=,.@-]",
	"Stick to alphanumerics, _, +, =, ,, ., @, -.":
		"Bleiben Sie bei Buchstaben, Ziffern und _, +, =, ,, ., @, -.",
	"The ExternalId is not 2 to 1224 characters matching [\\w+=,.@:/-]":
		"Die ExternalId hat nicht 2 bis 1224 Zeichen aus [\\w+=,.@:/-]",
	"Look for a space or a line end that was pasted with it, or generate a new one.":
		"Suchen Sie nach einem Leerzeichen oder Zeilenende, das mit eingefügt wurde, oder erzeugen Sie eine neue.",
	"The role ARN is not an ARN": "Der Rollen-ARN ist kein ARN",
	"Copy the role ARN of the dashboard step into the form.":
		"Kopieren Sie den Rollen-ARN des Dashboard-Schritts in das Formular.",
	"The caller is itself a role session, and chained sessions last one hour at most":
		"Der Aufrufer ist selbst eine Rollensitzung, und verkettete Sitzungen dauern höchstens eine Stunde",
	"Ask for 3600 seconds or less in a local test. The gateway is an IAM user: chaining does not limit it.":
		"Verlangen Sie in einem lokalen Test höchstens 3600 Sekunden. Das Gateway ist ein IAM-Benutzer: Die Verkettung begrenzt es nicht.",
	"The session duration is longer than the role's MaxSessionDuration":
		"Die Sitzungsdauer ist länger als MaxSessionDuration der Rolle",
	"Lower aws_session_duration_seconds or raise the role's MaxSessionDuration in the AWS console.":
		"Senken Sie aws_session_duration_seconds, oder erhöhen Sie MaxSessionDuration der Rolle in der AWS-Konsole.",
	"The caller is the account's root user, which cannot assume roles":
		"Der Aufrufer ist der Root-Benutzer des Kontos, der keine Rollen übernehmen kann",
	"Sign in as an IAM user or through a role, then verify again.":
		"Melden Sie sich als IAM-Benutzer oder über eine Rolle an, und prüfen Sie dann erneut.",
	"The trust policy names a principal that AWS does not know":
		"Die Vertrauensrichtlinie nennt einen Prinzipal, den AWS nicht kennt",
	"Name {1} exactly as it is. An id that begins with AIDA or AROA stands for a user or role that was deleted: take it out.":
		"Nennen Sie {1} genau so. Eine ID, die mit AIDA oder AROA beginnt, steht für einen gelöschten Benutzer oder eine gelöschte Rolle: Nehmen Sie sie heraus.",
	"The trust policy is longer than the account's quota for one role":
		"Die Vertrauensrichtlinie ist länger als das Kontingent des Kontos für eine Rolle",
	"Take statements out that are not needed, or ask AWS for a larger quota (4096 at most).":
		"Nehmen Sie Anweisungen heraus, die nicht gebraucht werden, oder bitten Sie AWS um ein größeres Kontingent (höchstens 4096).",
	"The inline policies of the role are longer than IAM allows together":
		"Die Inline-Richtlinien der Rolle sind zusammen länger, als IAM erlaubt",
	"Narrow to fewer regions or models, or allow all of them with one line.":
		"Schränken Sie auf weniger Regionen oder Modelle ein, oder erlauben Sie alle mit einer Zeile.",
	"A permissions policy names a principal: this is probably the trust policy":
		"Eine Berechtigungsrichtlinie nennt einen Prinzipal: Das ist wohl die Vertrauensrichtlinie",
	"Paste the permissions policy of step 3 here, and the trust policy of step 2 under Trust relationships.":
		"Fügen Sie hier die Berechtigungsrichtlinie von Schritt 3 ein, und die Vertrauensrichtlinie von Schritt 2 unter „Vertrauensstellungen“.",
	"A Resource of the permissions policy is not an ARN":
		"Eine Resource der Berechtigungsrichtlinie ist kein ARN",
	"Copy the permissions policy of step 3 again, with every placeholder filled in.":
		"Kopieren Sie die Berechtigungsrichtlinie von Schritt 3 noch einmal, mit jedem Platzhalter ausgefüllt.",
	"The trust policy holds something that belongs into a permissions policy":
		"Die Vertrauensrichtlinie enthält etwas, das in eine Berechtigungsrichtlinie gehört",
	"Paste the trust policy of step 2: it has a Principal, no Resource, and only sts:AssumeRole.":
		"Fügen Sie die Vertrauensrichtlinie von Schritt 2 ein: Sie hat einen Principal, keine Resource und nur sts:AssumeRole.",
	"Two statements of the policy have the same Sid":
		"Zwei Anweisungen der Richtlinie haben dieselbe Sid",
	"Rename one of them, or leave the Sid out.":
		"Benennen Sie eine davon um, oder lassen Sie die Sid weg.",
	"The policy is not JSON": "Die Richtlinie ist kein JSON",
	"Copy the whole document again, from the first brace to the last.":
		"Kopieren Sie das ganze Dokument noch einmal, von der ersten bis zur letzten Klammer.",
	"The first call to a third-party model subscribes to it, and nobody with marketplace rights has done so yet":
		"Der erste Aufruf eines Drittanbietermodells abonniert es, und niemand mit Marketplace-Rechten hat das bisher getan",
	"Let an admin with aws-marketplace:Subscribe, Unsubscribe, ViewSubscriptions and a payment method call the model once. Never give these rights to the gateway's role.":
		"Lassen Sie einen Administrator mit aws-marketplace:Subscribe, Unsubscribe, ViewSubscriptions und einer Zahlungsmethode das Modell einmal aufrufen. Geben Sie diese Rechte nie der Rolle des Gateways.",
	"The account was never given access to this model":
		"Das Konto bekam nie Zugriff auf dieses Modell",
	"Open the model catalog in the Bedrock console and request access to the model. The role needs nothing more.":
		"Öffnen Sie den Modellkatalog in der Bedrock-Konsole, und beantragen Sie Zugriff auf das Modell. Die Rolle braucht nichts weiter.",
	"Anthropic asks for a use-case form once per account, and it has not been submitted":
		"Anthropic verlangt je Konto einmal ein Formular zum Anwendungsfall, und es wurde nicht eingereicht",
	"Open the model catalog in the Bedrock console, choose a Claude model and submit the form. Try again after fifteen minutes.":
		"Öffnen Sie den Modellkatalog in der Bedrock-Konsole, wählen Sie ein Claude-Modell, und reichen Sie das Formular ein. Versuchen Sie es nach fünfzehn Minuten erneut.",
	"This model answers only through an inference profile":
		"Dieses Modell antwortet nur über ein Inferenzprofil",
	"Call it by an inference profile's id (for example with the prefix us.) and allow inference profiles in the permissions.":
		"Rufen Sie es über die ID eines Inferenzprofils auf (zum Beispiel mit dem Präfix us.), und erlauben Sie Inferenzprofile in den Berechtigungen.",
	"There is no model of that id in this region":
		"In dieser Region gibt es kein Modell mit dieser ID",
	"Check the model's id and whether Bedrock offers it in aws_region: newer models often land in us-west-2 first.":
		"Prüfen Sie die ID des Modells und ob Bedrock es in aws_region anbietet: Neuere Modelle kommen oft zuerst nach us-west-2.",
	"The model is not selected on the QuilrAI key":
		"Das Modell ist auf dem QuilrAI-Schlüssel nicht ausgewählt",
	"Select the model on the key in the QuilrAI dashboard.":
		"Wählen Sie das Modell auf dem Schlüssel im QuilrAI-Dashboard aus.",
	"A service control policy of the organization denies it":
		"Eine Service-Kontrollrichtlinie der Organisation verweigert es",
	"Ask the administrators of the AWS organization. Nothing in the role or in the key can mend it.":
		"Fragen Sie die Administratoren der AWS-Organisation. Nichts in der Rolle oder im Schlüssel kann es beheben.",
	"A permissions boundary does not allow it": "Eine Berechtigungsgrenze erlaubt es nicht",
	"Let the boundary allow the action, or ask who set it.":
		"Lassen Sie die Grenze die Aktion erlauben, oder fragen Sie, wer sie gesetzt hat.",
	"The session was made with a policy of its own that does not allow it":
		"Die Sitzung entstand mit einer eigenen Richtlinie, die es nicht erlaubt",
	"Look at whoever makes the session: a session policy can only narrow what the role may do.":
		"Sehen Sie nach, wer die Sitzung anlegt: Eine Sitzungsrichtlinie kann nur einengen, was die Rolle darf.",
	"The policy of a VPC endpoint does not allow it":
		"Die Richtlinie eines VPC-Endpunkts erlaubt es nicht",
	"Ask who runs the VPC endpoint to allow the action, or call from elsewhere.":
		"Bitten Sie den Betreiber des VPC-Endpunkts, die Aktion zu erlauben, oder rufen Sie von anderswo auf.",
	"The trust policy does not list {1} as a principal, or the ExternalId in the API key doesn't match the policy condition":
		"Die Vertrauensrichtlinie führt {1} nicht als Prinzipal auf, oder die ExternalId im API-Schlüssel passt nicht zur Bedingung der Richtlinie",
	"Compare the ExternalId of the key with the trust policy's, look whether the role is there under this ARN, then show the plan and apply it.":
		"Vergleichen Sie die ExternalId des Schlüssels mit der der Vertrauensrichtlinie, sehen Sie nach, ob es die Rolle unter diesem ARN gibt, lassen Sie dann den Plan zeigen, und wenden Sie ihn an.",
	"Whoever is signed in may not do this in IAM": "Wer angemeldet ist, darf das in IAM nicht tun",
	"Use a profile that has iam:CreateRole and iam:PutRolePolicy, or hand the documents to someone who does.":
		"Verwenden Sie ein Profil mit iam:CreateRole und iam:PutRolePolicy, oder geben Sie die Dokumente an jemanden weiter, der diese Rechte hat.",
	"Whoever is signed in may not list Bedrock's models, from which the wizard chooses what to invoke":
		"Wer angemeldet ist, darf die Bedrock-Modelle nicht auflisten, aus denen der Assistent wählt, was er aufruft",
	"Use a profile that has bedrock:ListFoundationModels and bedrock:ListInferenceProfiles. The gateway's role does not need them.":
		"Verwenden Sie ein Profil mit bedrock:ListFoundationModels und bedrock:ListInferenceProfiles. Die Rolle des Gateways braucht sie nicht.",
	"The role's policy allows foundation models only: newer Claude models answer through inference profiles":
		"Die Richtlinie der Rolle erlaubt nur Basismodelle: Neuere Claude-Modelle antworten über Inferenzprofile",
	"Add the ARN of inference profiles to the policy.":
		"Fügen Sie der Richtlinie den ARN der Inferenzprofile hinzu.",
	"The resource arn:aws:bedrock:*::foundation-model/* only covers on-demand foundation models":
		"Die Ressource arn:aws:bedrock:*::foundation-model/* deckt nur Basismodelle im On-Demand-Betrieb ab",
	"Tick the kind of resource that the error names, then apply the plan.":
		"Haken Sie die Art von Ressource an, die der Fehler nennt, und wenden Sie dann den Plan an.",
	"The role's permissions policy (step 3) doesn't allow answers in streams, or not for this model":
		"Die Berechtigungsrichtlinie der Rolle (Schritt 3) erlaubt keine Antworten als Strom, oder nicht für dieses Modell",
	"Allow streaming in the permissions, then apply the plan.":
		"Erlauben Sie Streaming in den Berechtigungen, und wenden Sie dann den Plan an.",
	"The role's permissions policy (step 3) doesn't allow the Bedrock action or the specific model":
		"Die Berechtigungsrichtlinie der Rolle (Schritt 3) erlaubt die Bedrock-Aktion oder dieses Modell nicht",
	"Allow the model and its region in the permissions, then apply the plan.":
		"Erlauben Sie das Modell und seine Region in den Berechtigungen, und wenden Sie dann den Plan an.",
	"The QuilrAI key is for another provider type: in the dashboard, one key has one":
		"Der QuilrAI-Schlüssel ist für einen anderen Anbietertyp: Im Dashboard hat jeder Schlüssel einen",
	"Enter the key of this provider type, or make one in the QuilrAI dashboard.":
		"Geben Sie den Schlüssel dieses Anbietertyps ein, oder legen Sie im QuilrAI-Dashboard einen an.",
	"The QuilrAI key is not accepted: it is wrong, cut off, or was deleted in the dashboard":
		"Der QuilrAI-Schlüssel wird nicht angenommen: Er ist falsch, abgeschnitten oder wurde im Dashboard gelöscht",
	"Copy the key from the QuilrAI dashboard once more, or make a new one there.":
		"Kopieren Sie den Schlüssel noch einmal aus dem QuilrAI-Dashboard, oder legen Sie dort einen neuen an.",
	"The base URL leads to another host, to which the key was not sent":
		"Die Basis-URL führt zu einem anderen Host, an den der Schlüssel nicht gesendet wurde",
	"Choose a base URL of QuilrAI's gateway. Where a proxy redirects, ask whoever runs it to let the gateway's host through.":
		"Wählen Sie eine Basis-URL von QuilrAIs Gateway. Leitet ein Proxy um, bitten Sie dessen Betreiber, den Host des Gateways durchzulassen.",
	"Something else than QuilrAI's gateway answered: a proxy, its sign-in page, or another server":
		"Etwas anderes als QuilrAIs Gateway hat geantwortet: ein Proxy, dessen Anmeldeseite oder ein anderer Server",
	"Check the base URL, and sign in to the proxy or ask whoever runs it to let the gateway's host through.":
		"Prüfen Sie die Basis-URL, und melden Sie sich beim Proxy an, oder bitten Sie dessen Betreiber, den Host des Gateways durchzulassen.",
	"There is no QuilrAI gateway at this base URL, or it does not serve this provider type":
		"Unter dieser Basis-URL gibt es kein QuilrAI-Gateway, oder es bedient diesen Anbietertyp nicht",
	"Check the base URL: it is the host alone, for example https://guardrails.quilr.ai.":
		"Prüfen Sie die Basis-URL: Sie ist der Host allein, zum Beispiel https://guardrails.quilr.ai.",
	"The sign-in has expired": "Die Anmeldung ist abgelaufen",
	"Sign in again, then go on where you were.":
		"Melden Sie sich erneut an, und machen Sie dann dort weiter, wo Sie waren.",
	"The session is of GetFederationToken or GetSessionToken, which AWS lets call neither IAM nor STS":
		"Die Sitzung stammt von GetFederationToken oder GetSessionToken, die AWS weder IAM noch STS aufrufen lässt",
	"Sign in with a role, or with an MFA code where the session was made without one.":
		"Melden Sie sich mit einer Rolle an, oder mit einem MFA-Code, wo die Sitzung ohne einen entstand.",
	"The MFA code was not accepted: wrong, used already, or of another device":
		"Der MFA-Code wurde nicht angenommen: falsch, schon verwendet oder von einem anderen Gerät",
	"Wait for the next code of the device that the profile names, and enter that.":
		"Warten Sie auf den nächsten Code des Geräts, das das Profil nennt, und geben Sie diesen ein.",
	"Nothing was found to sign in with": "Es wurde nichts gefunden, womit man sich anmelden kann",
	"Choose a profile that can sign in, or make one with aws configure or aws configure sso.":
		"Wählen Sie ein Profil, das sich anmelden kann, oder legen Sie eines an, mit aws configure oder aws configure sso.",
	"The clock of the machine that asked differs from AWS's by more than AWS accepts":
		"Die Uhr des anfragenden Rechners weicht von der von AWS mehr ab, als AWS annimmt",
	"Set the machine's clock, best by the network's time, then try again.":
		"Stellen Sie die Uhr des Rechners, am besten nach der Netzzeit, und versuchen Sie es dann erneut.",
	"The credentials are not accepted: an AWS key that is wrong or deleted, or a QuilrAI key that is missing, wrong or not of the form sk-quilr-…":
		"Die Anmeldedaten werden nicht angenommen: ein falscher oder gelöschter AWS-Schlüssel, oder ein QuilrAI-Schlüssel, der fehlt, falsch ist oder nicht die Form sk-quilr-… hat",
	"Check which credentials are in use and whether they still exist.":
		"Prüfen Sie, welche Anmeldedaten verwendet werden und ob es sie noch gibt.",
	"The region is not enabled in this account": "Die Region ist in diesem Konto nicht aktiviert",
	"Enable the region in the account's settings, or choose another one.":
		"Aktivieren Sie die Region in den Einstellungen des Kontos, oder wählen Sie eine andere.",
	"There is no role of that name in this account":
		"In diesem Konto gibt es keine Rolle dieses Namens",
	"Create it with the plan, or correct the account and the role's name.":
		"Erstellen Sie sie mit dem Plan, oder korrigieren Sie das Konto und den Namen der Rolle.",
	"A role of that name is there already: somebody made it since the plan was read":
		"Eine Rolle dieses Namens gibt es schon: Jemand hat sie angelegt, seit der Plan gelesen wurde",
	"Show the plan again: the role is adopted, and nothing of it is lost.":
		"Lassen Sie den Plan erneut zeigen: Die Rolle wird übernommen, und nichts davon geht verloren.",
	"The role cannot be deleted while something is in it":
		"Die Rolle kann nicht gelöscht werden, solange etwas darin ist",
	"Choose each line that is to go with it, or detach the role instead of deleting it.":
		"Wählen Sie jede Zeile, die mit ihr entfallen soll, oder trennen Sie die Rolle, statt sie zu löschen.",
	"The role was changed by somebody else at the same moment":
		"Die Rolle wurde im selben Moment von jemand anderem geändert",
	"Show the plan again, then apply it.":
		"Lassen Sie den Plan erneut zeigen, und wenden Sie ihn dann an.",
	"The role belongs to AWS, which alone may change it":
		"Die Rolle gehört AWS, das allein sie ändern darf",
	"Choose another role name.": "Wählen Sie einen anderen Rollennamen.",
	"The account has as many roles, or policies, as its quota allows":
		"Das Konto hat so viele Rollen oder Richtlinien, wie sein Kontingent erlaubt",
	"Delete some that are not needed, or ask AWS for a larger quota.":
		"Löschen Sie einige, die nicht gebraucht werden, oder bitten Sie AWS um ein größeres Kontingent.",
	"There is no AWS profile of that name on this machine":
		"Auf diesem Rechner gibt es kein AWS-Profil dieses Namens",
	"Choose one of the profiles that the wizard lists, or add it to ~/.aws/config.":
		"Wählen Sie eines der Profile, die der Assistent auflistet, oder fügen Sie es in ~/.aws/config hinzu.",
	"The certificate is not one that this machine trusts: probably a proxy that inspects TLS":
		"Diesem Zertifikat vertraut dieser Rechner nicht: wahrscheinlich ein Proxy, der TLS aufbricht",
	"Set AWS_CA_BUNDLE, or ca_bundle of the profile, to the PEM file of the company's certificate authority.":
		"Setzen Sie AWS_CA_BUNDLE oder ca_bundle des Profils auf die PEM-Datei der Zertifizierungsstelle des Unternehmens.",
	"The proxy refused the connection, or wants a sign-in of its own":
		"Der Proxy hat die Verbindung abgelehnt oder verlangt eine eigene Anmeldung",
	"Check HTTPS_PROXY: its address, and the user and password that the proxy asks for.":
		"Prüfen Sie HTTPS_PROXY: die Adresse sowie Benutzer und Passwort, die der Proxy verlangt.",
	"AWS cannot be reached from this machine": "AWS ist von diesem Rechner aus nicht erreichbar",
	"Check the network, HTTPS_PROXY and NO_PROXY, and that the region's name is right.":
		"Prüfen Sie das Netz, HTTPS_PROXY und NO_PROXY, und ob der Name der Region stimmt.",
	"The call was let in but throttled: access proven, quota not":
		"Der Aufruf wurde eingelassen, aber gedrosselt: Der Zugriff ist nachgewiesen, das Kontingent nicht",
	"Wait a minute and try again; ask AWS for a larger quota if it stays.":
		"Warten Sie eine Minute, und versuchen Sie es erneut; bleibt es so, bitten Sie AWS um ein größeres Kontingent.",
	"AWS, or the model, was not available at that moment":
		"AWS oder das Modell war in diesem Moment nicht verfügbar",
	"Try again in a minute.": "Versuchen Sie es in einer Minute erneut.",
	"The connection was made, and broke before the answer was there":
		"Die Verbindung kam zustande und brach ab, bevor die Antwort da war",
	"Try again. If it stays, a proxy or a firewall on the way cuts it.":
		"Versuchen Sie es erneut. Bleibt es so, trennt ein Proxy oder eine Firewall auf dem Weg sie.",
} as const;
