// The changes of a plan, what stays, and the scenes.

export const plan = {
	"Create the role {1}": "Die Rolle {1} erstellen",
	"Delete the role {1}": "Die Rolle {1} löschen",
	"Add the inline policy {1}": "Die Inline-Richtlinie {1} hinzufügen",
	"Replace the inline policy {1}": "Die Inline-Richtlinie {1} ersetzen",
	"Delete the inline policy {1}": "Die Inline-Richtlinie {1} löschen",
	"Attach the managed policy {1}": "Die verwaltete Richtlinie {1} anhängen",
	"Detach the managed policy {1}": "Die verwaltete Richtlinie {1} trennen",
	"Change the trust policy": "Die Vertrauensrichtlinie ändern",
	"Raise MaxSessionDuration to {1} seconds": "MaxSessionDuration auf {1} Sekunden erhöhen",
	"Set MaxSessionDuration to {1} seconds": "MaxSessionDuration auf {1} Sekunden setzen",
	"Set tags": "Tags setzen",
	"Take tags off": "Tags entfernen",
	"Refuse the gateway in the trust policy": "Das Gateway in der Vertrauensrichtlinie abweisen",
	"Deny every session that began before {1}": "Jede Sitzung verweigern, die vor {1} begann",
	"the description": "die Beschreibung",
	"the tag `{1}`": "das Tag `{1}`",
	"the inline policy `{1}`": "die Inline-Richtlinie `{1}`",
	"the attached policy `{1}`": "die angehängte Richtlinie `{1}`",
	"the trust policy's statement for `{1}`": "die Anweisung der Vertrauensrichtlinie für `{1}`",
	"MaxSessionDuration, {1} seconds: longer than needed":
		"MaxSessionDuration, {1} Sekunden: länger als nötig",
	"every QuilrAI key whose aws_role_arn is `{1}` and whose aws_external_id is `{2}`":
		"jeder QuilrAI-Schlüssel, dessen aws_role_arn `{1}` und dessen aws_external_id `{2}` ist",
	"requests in progress through it: {1}": "laufende Anfragen darüber: {1}",
	"the gateway's sessions that are under way: its next call begins a new one":
		"die laufenden Sitzungen des Gateways: Sein nächster Aufruf beginnt eine neue",

	"All good": "Alles in Ordnung",
	"The role is there and right: every check passes.":
		"Die Rolle ist da und richtig: Jede Prüfung besteht.",
	"Wrong ExternalId": "Falsche ExternalId",
	"The role asks for another ExternalId than the key sends, so nobody gets in.":
		"Die Rolle verlangt eine andere ExternalId, als der Schlüssel sendet, also kommt niemand hinein.",
	"No ExternalId condition": "Keine ExternalId-Bedingung",
	"The gateway is let in without an ExternalId: the confused deputy's open door.":
		"Das Gateway kommt ohne ExternalId hinein: die offene Tür des Confused Deputy.",
	"Gateway not trusted": "Gateway nicht vertraut",
	"The trust policy names another user of the vendor's account, not the gateway.":
		"Die Vertrauensrichtlinie nennt einen anderen Benutzer des Anbieterkontos, nicht das Gateway.",
	"Duration too long": "Dauer zu lang",
	"The key asks for four hours, the role allows one.":
		"Der Schlüssel verlangt vier Stunden, die Rolle erlaubt eine.",
	"Inference profile not allowed": "Inferenzprofil nicht erlaubt",
	"The permissions cover foundation models only; newer Claude models answer through profiles.":
		"Die Berechtigungen decken nur Basismodelle ab; neuere Claude-Modelle antworten über Profile.",
	"Model access not granted": "Modellzugriff nicht erteilt",
	"The role is right, but the account was never given access to third-party models.":
		"Die Rolle ist richtig, aber das Konto bekam nie Zugriff auf Modelle von Drittanbietern.",
	Throttled: "Gedrosselt",
	"AWS slows the first calls down: access is proven, quota is not.":
		"AWS bremst die ersten Aufrufe: Der Zugriff ist nachgewiesen, das Kontingent nicht.",
	"Slow propagation": "Langsame Ausbreitung",
	"IAM takes its seconds to spread a change: refused until then, and waited for.":
		"IAM braucht einige Sekunden, um eine Änderung zu verbreiten: bis dahin abgewiesen, und es wird gewartet.",
} as const;
