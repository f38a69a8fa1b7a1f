// The first screen, and before it.

export const welcome = {
	starting: "Bedrock Role Wizard is starting",
	couldNotStart: "The wizard could not start",

	title: "Let QuilrAI's gateway call Amazon Bedrock, with no keys to hand over",
	lead: "Six steps from nothing to a proven IAM role. Each change is shown before it is made, and proven after. Where do you want to work?",
	titleAgain: "All setups",
	leadAgain: "Go on where you left off, or start another. Everything is saved on this machine.",

	where: "Where to work",
	another: "Start another",
	trySandbox: "Try it in the sandbox",
	trySandboxText:
		"An AWS inside this program that really evaluates the policies. No account, no network, nothing to clean up.",
	useProfile: "Use an AWS profile",
	useProfileText:
		"A real account, with a profile of this machine: SSO, a role or keys. You see every change before it is made.",
	whichProfile: "Which profile?",
	theSteps: "The steps",
	troubleshoot: "Troubleshoot an error",
	version: (program: string, templates: string) => `Version ${program}, templates ${templates}`,

	setups: "Saved setups",
	deleteSetup: (name: string) => `Delete ${name}`,
	deleteQuestion: {
		title: (name: string) => `Delete “${name}”?`,
		body: "Its file is moved to the trash folder beside the setups. Nothing in the AWS account changes: a role that was created stays.",
		yes: "Delete setup",
	},
	leaveQuestion: {
		title: "Leave without saving?",
		body: "The last changes could not be written. Leaving now loses them.",
		yes: "Leave anyway",
	},
};
