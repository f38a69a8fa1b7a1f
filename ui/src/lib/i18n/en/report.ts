// The last verification on record.

import type { ReportForm } from "../../bindings";

const uses: Record<ReportForm, string> = {
	html: "One file to read, print and hand on. It fetches nothing and runs nothing.",
	markdown: "For a ticket, pasted or attached.",
	json: "For programs; every field is described in docs/report.md.",
};

export const report = {
	title: "Report",
	form: "Form of the report",
	uses,
	mask: "Mask account ids",
	maskText:
		"Written as 1234••••9012, each the same everywhere. QuilrAI’s own account is public and stays.",
	save: "Save report…",
	copy: "Copy as Markdown",
	copyNamed: "Copy as Markdown: the report",
	noFile: "Not saved: no file was chosen",
};
