// What to do about what went wrong.

export const hints = {
	"choose a profile that can sign in, or make one with `aws configure` or `aws configure sso`":
		"Wählen Sie ein Profil, das sich anmelden kann, oder legen Sie eines mit `aws configure` oder `aws configure sso` an",
	"sign in again, with the code that your MFA device shows now":
		"Melden Sie sich erneut an, mit dem Code, den Ihr MFA-Gerät jetzt zeigt",
	"put new keys in the place of those that have ended":
		"Setzen Sie neue Schlüssel an die Stelle der abgelaufenen",
	"sign in again with `aws login{1}`": "Melden Sie sich mit `aws login{1}` erneut an",
	"sign in again with `aws login`": "Melden Sie sich mit `aws login` erneut an",
	"sign in again, for example with `aws sso login{1}`":
		"Melden Sie sich erneut an, zum Beispiel mit `aws sso login{1}`",
	"sign in again, for example with `aws sso login`":
		"Melden Sie sich erneut an, zum Beispiel mit `aws sso login`",
	"sign in again": "Melden Sie sich erneut an",
	"check the keys of the profile": "Prüfen Sie die Schlüssel des Profils",
	"try `aws sts get-caller-identity{1}`, which shows what the AWS CLI makes of it":
		"Versuchen Sie `aws sts get-caller-identity{1}`: Es zeigt, was die AWS CLI damit macht",
	"try `aws sts get-caller-identity`, which shows what the AWS CLI makes of it":
		"Versuchen Sie `aws sts get-caller-identity`: Es zeigt, was die AWS CLI damit macht",
	"give the six digits that the device shows: at the terminal when asked, or with `--mfa-code`":
		"Geben Sie die sechs Ziffern an, die das Gerät zeigt: im Terminal auf Nachfrage, oder mit `--mfa-code`",
	"wait for the device's next code and give that one":
		"Warten Sie auf den nächsten Code des Geräts, und geben Sie diesen ein",
	"compare mfa_serial in ~/.aws/config with the user's devices in the IAM console":
		"Vergleichen Sie mfa_serial in ~/.aws/config mit den Geräten des Benutzers in der IAM-Konsole",
	"type the six digits that the device shows now":
		"Geben Sie die sechs Ziffern ein, die das Gerät jetzt zeigt",
	"sign in through the browser: here, with `bedrock-role profiles NAME` at a terminal, or with `aws sso login{1}`":
		"Melden Sie sich über den Browser an: hier, im Terminal mit `bedrock-role profiles NAME`, oder mit `aws sso login{1}`",
	"sign in through the browser: here, with `bedrock-role profiles NAME` at a terminal, or with `aws sso login`":
		"Melden Sie sich über den Browser an: hier, im Terminal mit `bedrock-role profiles NAME`, oder mit `aws sso login`",
	"choose another profile, or have the permission set assigned to you in that account":
		"Wählen Sie ein anderes Profil, oder lassen Sie sich den Berechtigungssatz in diesem Konto zuweisen",
	"choose a profile with an sso_session": "Wählen Sie ein Profil mit einer sso_session",
	"sign in again when you are ready": "Melden Sie sich erneut an, wenn Sie so weit sind",
	"check that the folder can be written and has space":
		"Prüfen Sie, ob der Ordner beschreibbar ist und Platz hat",
	"name a PEM file with your company's root certificate in AWS_CA_BUNDLE, or unset it":
		"Nennen Sie in AWS_CA_BUNDLE eine PEM-Datei mit dem Stammzertifikat Ihrer Firma, oder entfernen Sie die Variable",
	"set AWS_MAX_ATTEMPTS, or max_attempts in the profile, to one, or to nothing":
		"Setzen Sie AWS_MAX_ATTEMPTS, oder max_attempts im Profil, auf eine solche Zahl, oder lassen Sie es leer",
	"leave them out here and set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT before starting":
		"Lassen Sie sie hier weg, und setzen Sie vor dem Start HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
	"it must look like http://proxy.example.com:8080":
		"Er muss so aussehen: http://proxy.example.com:8080",
	"ask an administrator of the account for them, sign in as one, or hand over the role as code (`bedrock-role render cloudformation`)":
		"Bitten Sie einen Administrator des Kontos darum, melden Sie sich als solcher an, oder übergeben Sie die Rolle als Code (`bedrock-role render cloudformation`)",
	"choose another profile, or mend it in ~/.aws/config":
		"Wählen Sie ein anderes Profil, oder korrigieren Sie es in ~/.aws/config",
	"mend the file, then read the profiles again":
		"Korrigieren Sie die Datei, und lesen Sie die Profile dann erneut",
	"ask an administrator of the account for `{1}`, or sign in as one":
		"Bitten Sie einen Administrator des Kontos um `{1}`, oder melden Sie sich als solcher an",
	"wait a minute and try again": "Warten Sie eine Minute, und versuchen Sie es erneut",
	"check the network, the VPN and the proxy, then try again":
		"Prüfen Sie Netzwerk, VPN und Proxy, und versuchen Sie es dann erneut",
	"the network or a proxy holds the connection back: check both, then try again; where it is only slow, allow more time with `--connect-timeout` or `--read-timeout`":
		"Das Netzwerk oder ein Proxy hält die Verbindung zurück: Prüfen Sie beide, und versuchen Sie es dann erneut; ist es nur langsam, erlauben Sie mit `--connect-timeout` oder `--read-timeout` mehr Zeit",
	"if your company inspects TLS, name its root certificate (a PEM file) in AWS_CA_BUNDLE or in ca_bundle of the profile, then try again":
		"Untersucht Ihre Firma TLS, nennen Sie ihr Stammzertifikat (eine PEM-Datei) in AWS_CA_BUNDLE oder in ca_bundle des Profils, und versuchen Sie es dann erneut",
	"check HTTPS_PROXY and NO_PROXY, and ask whoever runs the proxy to let AWS through":
		"Prüfen Sie HTTPS_PROXY und NO_PROXY, und bitten Sie die Betreiber des Proxys, AWS durchzulassen",
	"put both into the proxy's address: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT":
		"Setzen Sie beides in die Adresse des Proxys: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
	"sign in as an IAM user, or with a role such as an Identity Center permission set":
		"Melden Sie sich als IAM-Benutzer an, oder mit einer Rolle wie einem Berechtigungssatz von Identity Center",
	"choose a profile of the role's account, or correct the account id":
		"Wählen Sie ein Profil des Kontos der Rolle, oder korrigieren Sie die Konto-ID",
	"read the new plan, then apply it": "Lesen Sie den neuen Plan, und wenden Sie ihn dann an",
	"read the new plan, then deploy it": "Lesen Sie den neuen Plan, und stellen Sie ihn dann bereit",
	"correct the rollout, then plan it again":
		"Korrigieren Sie den Rollout, und planen Sie ihn dann erneut",
	"deploy the rollout first, or correct its name, its region and the account":
		"Stellen Sie den Rollout zuerst bereit, oder korrigieren Sie Name, Region und Konto",
	"AWS may need a little longer: look at the plan again in a minute":
		"AWS braucht vielleicht etwas länger: Sehen Sie den Plan in einer Minute noch einmal an",
	"take it back or carry it on first: `bedrock-role recover`":
		"Nehmen Sie sie zuerst zurück, oder führen Sie sie fort: `bedrock-role recover`",
	"wait until it has come to its end, then try again":
		"Warten Sie, bis es zu Ende ist, und versuchen Sie es dann erneut",
	"end it first: `bedrock-role rotate --finish`, or `--take-back`":
		"Beenden Sie sie zuerst: `bedrock-role rotate --finish`, oder `--take-back`",
	"begin one with `bedrock-role rotate`": "Beginnen Sie eine mit `bedrock-role rotate`",
	"leave the new one out, and one is made": "Lassen Sie die neue weg, dann wird eine erzeugt",
	"look at the plan first: it says how the trust policy differs from this setup":
		"Sehen Sie zuerst den Plan an: Er sagt, wie die Vertrauensrichtlinie von diesem Setup abweicht",
	"correct the account and the role's name, or create it with `bedrock-role apply`":
		"Korrigieren Sie das Konto und den Namen der Rolle, oder legen Sie sie mit `bedrock-role apply` an",
	"it lets nobody in after {1}; take it out with `bedrock-role recover`, or delete the statement with the Sid `{2}` from the role's trust policy in the AWS console":
		"Sie lässt nach {1} niemanden mehr hinein; nehmen Sie sie mit `bedrock-role recover` heraus, oder löschen Sie in der AWS-Konsole die Anweisung mit der Sid `{2}` aus der Vertrauensrichtlinie der Rolle",
	"verify again, and let this machine neither sleep nor lose the network meanwhile":
		"Prüfen Sie erneut, und lassen Sie diesen Rechner dabei weder schlafen noch das Netzwerk verlieren",
	"verify again": "Prüfen Sie erneut",
	"set this machine's clock, best by the network's time, then try again":
		"Stellen Sie die Uhr dieses Rechners, am besten nach der Zeit des Netzwerks, und versuchen Sie es dann erneut",

	"compare the key in the QuilrAI dashboard with this setup":
		"Vergleichen Sie den Schlüssel im QuilrAI-Dashboard mit diesem Setup",
	"choose a base URL of QuilrAI's gateway; where a proxy redirects, ask whoever runs it to let the gateway's host through":
		"Wählen Sie eine Basis-URL von QuilrAIs Gateway; leitet ein Proxy um, bitten Sie seine Betreiber, den Host des Gateways durchzulassen",
	"check the base URL; where a proxy shows the page, sign in to it or ask whoever runs it to let the gateway's host through":
		"Prüfen Sie die Basis-URL; zeigt ein Proxy die Seite, melden Sie sich bei ihm an, oder bitten Sie seine Betreiber, den Host des Gateways durchzulassen",
	"check that the base URL is one of QuilrAI's gateway":
		"Prüfen Sie, ob die Basis-URL zu QuilrAIs Gateway gehört",

	"start a keychain such as gnome-keyring or KWallet; in a terminal, QUILR_API_KEY gives the key to each run":
		"Starten Sie einen Schlüsselbund wie gnome-keyring oder KWallet; im Terminal gibt QUILR_API_KEY den Schlüssel für jeden Lauf",
	"unlock the keychain, then try again":
		"Entsperren Sie den Schlüsselbund, und versuchen Sie es dann erneut",
	"try again, and allow it when the keychain asks":
		"Versuchen Sie es erneut, und erlauben Sie es, wenn der Schlüsselbund fragt",
	"remove the key and enter it again": "Entfernen Sie den Schlüssel, und geben Sie ihn erneut ein",
	"look whether the keychain works in other programs, then try again":
		"Sehen Sie nach, ob der Schlüsselbund in anderen Programmen geht, und versuchen Sie es dann erneut",

	"let one of them use access keys, SSO or another source_profile":
		"Lassen Sie eines davon Zugriffsschlüssel, SSO oder ein anderes source_profile verwenden",
	"add `[profile {1}]` to ~/.aws/config, or name another source_profile":
		"Fügen Sie `[profile {1}]` in ~/.aws/config hinzu, oder nennen Sie ein anderes source_profile",
	"delete one of the two lines from the profile":
		"Löschen Sie eine der beiden Zeilen aus dem Profil",
	"name the profile that assumes the role in a line `source_profile = …`":
		"Nennen Sie das Profil, das die Rolle übernimmt, in einer Zeile `source_profile = …`",
	"it must be Environment, Ec2InstanceMetadata or EcsContainer":
		"Möglich sind Environment, Ec2InstanceMetadata und EcsContainer",
	"it must look like arn:aws:iam::123456789012:role/NAME":
		"Er muss so aussehen: arn:aws:iam::123456789012:role/NAME",
	"move the line to the profile with the role or the keys, or delete it":
		"Verschieben Sie die Zeile in das Profil mit der Rolle oder den Schlüsseln, oder löschen Sie sie",
	"copy it from the IAM console: arn:aws:iam::123456789012:mfa/NAME, or the number on a hardware device":
		"Kopieren Sie sie aus der IAM-Konsole: arn:aws:iam::123456789012:mfa/NAME, oder die Nummer auf einem Gerät",
	"add `{1} = …` to `{2}`": "Fügen Sie `{1} = …` in `{2}` hinzu",
	"make it with `aws configure sso-session`": "Legen Sie ihn mit `aws configure sso-session` an",
	"delete {1} from the profile; the sso-session has it":
		"Löschen Sie {1} aus dem Profil; die sso-session hat es",
	"complete it with `aws configure sso --profile {1}`, or choose another profile":
		"Vervollständigen Sie es mit `aws configure sso --profile {1}`, oder wählen Sie ein anderes Profil",

	"copy the key from the QuilrAI dashboard": "Kopieren Sie den Schlüssel aus dem QuilrAI-Dashboard",
	"copy the key that begins with sk-quilr- from the QuilrAI dashboard; with assume role, no AWS key is given to anybody":
		"Kopieren Sie aus dem QuilrAI-Dashboard den Schlüssel, der mit sk-quilr- beginnt; bei „Assume Role“ bekommt niemand einen AWS-Schlüssel",
	"give what stands behind `Bearer` only": "Geben Sie nur an, was hinter `Bearer` steht",
	"copy the whole key from the QuilrAI dashboard, not its name or another service's":
		"Kopieren Sie den ganzen Schlüssel aus dem QuilrAI-Dashboard, nicht seinen Namen und nicht den eines anderen Dienstes",
	"copy the whole key once more, and nothing besides it":
		"Kopieren Sie den ganzen Schlüssel noch einmal, und nichts außer ihm",

	"The file is damaged or cut off. Take it from a backup.":
		"Die Datei ist beschädigt oder abgeschnitten. Nehmen Sie sie aus einer Sicherung.",
	"Choose a file that the wizard has exported.":
		"Wählen Sie eine Datei, die der Assistent exportiert hat.",
	"Choose a file that `rollout new` or the wizard has written.":
		"Wählen Sie eine Datei, die `rollout new` oder der Assistent geschrieben hat.",
	"It was written by a newer version of the wizard: update this one.":
		"Eine neuere Version des Assistenten hat sie geschrieben: Aktualisieren Sie diese.",
	"No version of the wizard has written this schema.":
		"Keine Version des Assistenten hat dieses Schema geschrieben.",
	"Leave the id out, or take the one that the file is named by.":
		"Lassen Sie die ID weg, oder nehmen Sie die, nach der die Datei benannt ist.",
	"Correct the place that the message names.": "Korrigieren Sie die Stelle, die die Meldung nennt.",

	"what you typed is kept until you close this window; free some space or make the folder writable":
		"Was Sie eingegeben haben, bleibt, bis Sie dieses Fenster schließen; schaffen Sie Platz, oder machen Sie den Ordner beschreibbar",
	"choose another folder, or copy the text":
		"Wählen Sie einen anderen Ordner, oder kopieren Sie den Text",
	"open {1} yourself": "Öffnen Sie {1} selbst",
	"open a setup of the sandbox": "Öffnen Sie ein Setup der Sandbox",
	"let it end first": "Lassen Sie sie zuerst enden",
	"run the checks first": "Führen Sie zuerst die Prüfungen aus",
} as const;
