// The role's step: its fields, who can assume it, and the console's way.

import { counting } from "../forms";

const { count } = counting("en-GB");

export const role = {
	title: "Let QuilrAI's gateway assume a role, and no one else",
	lead: "The trust policy names the gateway's IAM user and asks for your ExternalId. Everything below is checked as you type.",
	accountId: "AWS account id",
	fromSandbox: "from the sandbox",
	fromProfile: "from the profile you chose",
	signedInTo: (account: string) => `You are signed in to ${account}.`,
	useIt: "Use it",
	roleName: "Role name",
	path: "Path",
	byHand: "By hand, in the AWS console",
	orWizard: "or let the wizard create it in the next step",

	who: "Who can assume this role",
	whoColumn: "Who",
	answerColumn: "Answer",
	wrong: (wrong: number, all: number) => `${wrong} of ${all} answers are not as they should be`,
	statements: (n: number) => count(n, { one: "statement", other: "statements" }),
	statementsOf: (n: number, who: string) =>
		`${count(n, { one: "statement", other: "statements" })}: ${who}`,
	appliesDenies: "applies: denies",
	appliesAllows: "applies: allows",
	doesNotApply: (why: string) => `does not apply: ${why}`,
	shouldBeAllowed: "should be allowed",
	shouldBeDenied: "should be denied",

	hand: {
		create:
			"In the AWS console, open IAM → Roles → **Create role**, and choose **Custom trust policy**.",
		open: "Open in AWS console",
		paste: "Paste the trust policy.",
		copyTrust: "Copy trust policy",
		attach: (name: string) =>
			`Attach the permissions policy of the next step, name the role \`${name}\`, and save.`,
		inline: (name: string, policy: string) =>
			`Skip the managed policies, name the role \`${name}\` and create it. Then, on the role: **Add permissions** → **Create inline policy** → JSON, paste the permissions policy, and name it \`${policy}\`.`,
		copyPermissions: "Copy permissions policy",
		compare: (arn: string) => `Compare the role ARN with the one in step 4: \`${arn}\``,
		unknownArn: "not known yet",
		openRole: "Open the role",
		notFilledIn: "Some values are not filled in yet.",
	},
};
