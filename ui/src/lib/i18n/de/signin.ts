import type { Texts } from "../en";

export const signin: Texts["signin"] = {
	ways: {
		keys: "Zugriffsschlüssel",
		temporary_keys: "temporäre Schlüssel",
		sso: "SSO",
		assume_role: "übernimmt eine Rolle",
		credential_process: "credential_process",
		web_identity: "Web-Identität",
		login: "aws login",
		environment: "Umgebungsvariablen",
		container: "Container-Rolle",
		instance_metadata: "Instance-Rolle",
		nothing: "keine Anmeldung",
	},
	kinds: {
		user: "IAM-Benutzer",
		role_session: "Rollensitzung",
		identity_center: "Identity Center",
		root: "Root-Benutzer",
		federated: "Verbundbenutzer",
	},
	reading: "Profile dieses Rechners werden gelesen…",
	none: "Auf diesem Rechner gibt es noch kein AWS-Profil.",
	addOne:
		"Legen Sie eines an, mit `aws configure sso` (Identity Center), `aws login` oder `aws configure` (Zugriffsschlüssel), und sehen Sie dann noch einmal nach.",
	lookAgain: "Noch einmal nachsehen",
	signedInUntil: (at) => `Angemeldet bis ${at}`,
	ssoNotSignedIn: "Nicht angemeldet: Die Auswahl öffnet den Weg über den Browser",
	notSignedIn: "Noch nicht angemeldet.",
	throughBrowser: "Über den Browser anmelden",
	rootLimit:
		"Der Root-Benutzer kann keine Rollen übernehmen, die letzten Prüfungen können daher nicht laufen. Melden Sie sich als IAM-Benutzer oder über Identity Center an.",
	federatedLimit:
		"Ein Verbundbenutzer kann weder IAM aufrufen noch Rollen übernehmen. Melden Sie sich auf andere Weise an.",

	compare: "Ihr Browser zeigt denselben Code. Bestätigen Sie nur, wenn er übereinstimmt.",
	copyAddress: "Adresse kopieren",
	waitingForBrowser: "Wartet, bis Sie im Browser bestätigt haben…",
	askingForCode: "Identity Center wird um einen Code gebeten…",

	mfaCode: "MFA-Code",
	mfaLabel: "Code Ihres MFA-Geräts",
	mfaDigits: "Nur Ziffern: Der Code hat sechs davon.",
	mfaTooLong: "Das sind mehr als sechs Ziffern.",

	networkTitle: "Proxy, Zertifikate, Zeitgrenzen",
	network: "Wie AWS erreicht wird",
	proxy: "Proxy",
	proxyHint: "Leer: HTTPS_PROXY, HTTP_PROXY und NO_PROXY entscheiden.",
	noProxy: "Ohne ihn erreicht",
	caBundle: "Stammzertifikate (PEM-Datei)",
	caBundleHint: "Gelten neben denen des Systems. Leer: AWS_CA_BUNDLE oder ca_bundle des Profils.",
	connectTimeout: "Auf eine Verbindung warten, Sekunden",
	readTimeout: "Auf eine Antwort warten, Sekunden",
	keep: "Einstellungen behalten",
	kept: "Behalten. Sie gelten ab der nächsten Anmeldung.",
};
