// The values for the QuilrAI dashboard, and the check of a key's JSON.

export const dashboard = {
	title: "Enter these values in the QuilrAI dashboard",
	lead: "When creating or updating the Bedrock API key, select Assume Role and paste these. A value is offered for copying once it is right.",
	values: "Bedrock API key, Assume Role",
	copyAll: "Copy all as JSON",
	someWrong: "Some values are not right yet.",
	roleArn: "The role the gateway assumes",
	derived: "Derived from the account, path and name of step 2.",
	deriveAgain: "Derive it from step 2 again",
	externalId: "The same as in the trust policy",
	region: "Where Bedrock is called",
	sessionName: "Shows up in CloudTrail",
	sessionNameEmpty: "Left empty, the gateway uses quilr-gateway-<timestamp>.",
	duration: "900 to 43200 seconds",
	maximum: (seconds: number, spoken: string) =>
		`The role's MaxSessionDuration is ${seconds} s (${spoken}).`,
	raise: "Raise it",
	optional: "optional",
	copyNamed: (name: string) => `Copy ${name}`,
	leftToGateway: "Left to the gateway's default: nothing to paste.",
	notRight: "Not right yet.",

	paste: {
		title: "Check an existing key's JSON",
		label:
			"Paste it here. It is checked on this machine only, and a static AWS secret in it is not kept.",
		accepted: "would be accepted",
		refused: "would be refused",
		severities: { error: "refused", warning: "read this", info: "note" },
		taken: "Taken over into the fields above.",
		take: "Take these values over",
	},
};
