// The checks of a verification, who asks, and what is called. `{1}` stands for what differs.

export const checks = {
	"Every value is right": "Jeder Wert ist richtig",
	"The trust policy admits the gateway with the ExternalId":
		"Die Vertrauensrichtlinie lässt das Gateway mit der ExternalId ein",
	"The trust policy refuses the gateway without an ExternalId":
		"Die Vertrauensrichtlinie weist das Gateway ohne ExternalId ab",
	"The trust policy refuses the gateway with a wrong ExternalId":
		"Die Vertrauensrichtlinie weist das Gateway mit einer falschen ExternalId ab",
	"The trust policy admits nobody else": "Die Vertrauensrichtlinie lässt sonst niemanden ein",
	"The permissions allow {1}": "Die Berechtigungen erlauben {1}",
	"The policies are within IAM's quotas": "Die Richtlinien liegen innerhalb der IAM-Kontingente",
	"Signed in to the role's account": "Beim Konto der Rolle angemeldet",
	"The role exists": "Die Rolle ist vorhanden",
	"The trust policy names nobody but the gateway":
		"Die Vertrauensrichtlinie nennt niemanden außer dem Gateway",
	"No principal of the trust policy was deleted":
		"Kein Prinzipal der Vertrauensrichtlinie wurde gelöscht",
	"Sessions may last as long as the key asks":
		"Sitzungen dürfen so lange dauern, wie der Schlüssel verlangt",
	"No permissions boundary narrows the role": "Keine Berechtigungsgrenze engt die Rolle ein",
	"The role is as planned": "Die Rolle ist wie geplant",
	"You can be let in for a test": "Sie können für einen Test eingelassen werden",
	"A temporary statement lets you in for fifteen minutes":
		"Eine befristete Anweisung lässt Sie für fünfzehn Minuten ein",
	"Assumed with the ExternalId": "Mit der ExternalId übernommen",
	"Refused without an ExternalId": "Ohne ExternalId abgewiesen",
	"Refused with a wrong ExternalId": "Mit einer falschen ExternalId abgewiesen",
	"The temporary statement is out again": "Die befristete Anweisung ist wieder heraus",
	"You are refused again": "Sie werden wieder abgewiesen",
	"Converse answers through the role": "Converse antwortet über die Rolle",
	"Converse answers in a stream through the role":
		"Converse antwortet über die Rolle in einem Strom",
	"Anthropic Messages answers through the role": "Anthropic Messages antwortet über die Rolle",
	"An embedding is made through the role": "Ein Embedding entsteht über die Rolle",
	"Documents are reranked through the role": "Dokumente werden über die Rolle neu gereiht",
	"OpenAI-compatible chat answers through the gateway":
		"OpenAI-kompatibler Chat antwortet durch das Gateway",
	"Converse answers through the gateway": "Converse antwortet durch das Gateway",
	"Converse answers in a stream through the gateway":
		"Converse antwortet durch das Gateway in einem Strom",
	"Anthropic Messages answers through the gateway":
		"Anthropic Messages antwortet durch das Gateway",
	"An embedding is made through the gateway": "Ein Embedding entsteht durch das Gateway",
	"Documents are reranked through the gateway": "Dokumente werden durch das Gateway neu gereiht",

	"The gateway, with this ExternalId": "Das Gateway, mit dieser ExternalId",
	"The gateway, without an ExternalId": "Das Gateway, ohne ExternalId",
	"The gateway, with another ExternalId": "Das Gateway, mit einer anderen ExternalId",
	"Another user of QuilrAI's account": "Ein anderer Benutzer von QuilrAIs Konto",
	"Another AWS account": "Ein anderes AWS-Konto",
	"Anyone else": "Irgendjemand sonst",

	"OpenAI-compatible chat and Bedrock Runtime Converse":
		"OpenAI-kompatibler Chat und Converse der Bedrock Runtime",
	"Claude through the Anthropic Messages format": "Claude über das Format Anthropic Messages",
	"Titan and Cohere embedding models": "Embedding-Modelle von Titan und Cohere",
	"Cohere and Amazon rerank models": "Rerank-Modelle von Cohere und Amazon",
	streamed: "als Strom",
	"Converse, streamed": "Converse, als Strom",
	"Messages, streamed": "Messages, als Strom",
	"InvokeModel, streamed": "InvokeModel, als Strom",
	"{1}, on demand": "{1}, On-Demand",
	"{1}, cross-region": "{1}, regionsübergreifend",
	"{1}, any region": "{1}, jede Region",
	"an application inference profile": "ein Anwendungs-Inferenzprofil",
	"provisioned throughput": "bereitgestellter Durchsatz",
	"a custom model, through its deployment":
		"ein benutzerdefiniertes Modell, über seine Bereitstellung",

	sandbox: "Sandbox",
	"profile {1}": "Profil {1}",
	"foundation models": "Basismodelle",
	"models and profiles": "Modelle und Profile",
	"foundation models, {1} more": "Basismodelle, {1} weitere",

	"Proven: {1}": "Nachgewiesen: {1}",
	"Rehearsed, not in AWS: {1}": "Geprobt, nicht in AWS: {1}",
	"the documents are right": "Die Dokumente sind richtig",
	"the role in the account is right": "Die Rolle im Konto ist richtig",
	"the role can be assumed as asked, and calls Bedrock":
		"Die Rolle kann wie verlangt übernommen werden und ruft Bedrock auf",
	"requests through QuilrAI’s gateway reach Bedrock":
		"Anfragen durch QuilrAIs Gateway erreichen Bedrock",
	"Nothing is proven yet": "Noch ist nichts nachgewiesen",
	"Not proven: the verification was stopped before its end":
		"Nicht nachgewiesen: Die Prüfung wurde vor ihrem Ende angehalten",
	"Not proven: one thing left to fix": "Nicht nachgewiesen: Eines ist noch zu beheben",
	"Not proven: {1} things left to fix": "Nicht nachgewiesen: {1} Dinge sind noch zu beheben",
} as const;
