// Policy documents: shown, edited, saved.

export const documents = {
	trust: "Trust policy",
	permissions: "Permissions policy",
	trustDocument: "Trust policy, the document",
	permissionsDocument: "Permissions policy, the document",
	copyTrust: "Copy the trust policy",
	copyPermissions: "Copy the permissions policy",
	edited: "edited",
	edit: "Edit",
	done: "Done",
	restore: "Restore",
	onceFilledIn: (fields: string[]) =>
		`Copy and Save come once ${fields.join(" and ")} is filled in.`,
	onceRight: "Copy and Save come once the document is right.",
	size: (size: string, quota: string) => `${size} of IAM's ${quota} characters`,
	line: (n: number) => `line ${n}`,
	nothingFound: "Nothing to say about this document.",
	restoreQuestion: {
		title: "Throw your edits away?",
		body: "The trust policy goes back to what the fields say. What you typed into it is lost.",
		yes: "Restore the trust policy",
	},
	added: "added",
	removed: "removed",
};
