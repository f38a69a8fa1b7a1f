// The ExternalId's step.

export const externalId = {
	title: "Pick an ExternalId",
	lead: "This one is ready: a random UUID from your operating system's generator. Keep it, make another, or put in your own.",
	form: "2 to 1224 characters: letters, digits and `_ + = , . @ : / -`",
	copy: "Copy the ExternalId",
	notRight: "Not right yet.",
	regenerate: "Regenerate",
	putBack: "Put the one before back",
	carried: {
		title: "The role already carries this ExternalId",
		body: (arn: string) =>
			`Until ${arn} is updated with the new one, and the key in the QuilrAI dashboard too, the gateway is refused.`,
	},
	whatFor: "What it is for",
	whatForText:
		"QuilrAI's gateway works for many customers. Your role asks for your ExternalId, so that nobody can talk the gateway into using *your* role for *their* requests: the confused-deputy problem.",
	notSecret: "Not a secret, but yours alone",
	notSecretText:
		"It may be read in the policy and in tickets. It must be unique per role and not predictable: no company name, no account id, no date.",
	goes: "Where it goes",
	goesText:
		"Into the role's trust policy (step 2) and into the QuilrAI API key form as `aws_external_id` (step 4). The wizard puts it there.",
};
