import type { Texts } from "../en";

export const report: Texts["report"] = {
	title: "レポート",
	form: "レポートの形式",
	uses: {
		html: "閲覧、印刷、共有のための 1 つのファイルです。何も読み込まず、何も実行しません。",
		markdown: "チケットへの貼り付けまたは添付用です。",
		json: "プログラム用です。各フィールドの説明は docs/report.md にあります。",
	},
	mask: "アカウント ID をマスク",
	maskText:
		"1234••••9012 のように表記され、同じ ID はどこでも同じ表記になります。QuilrAI のアカウントは公開されているため、そのまま残ります。",
	save: "レポートを保存…",
	copy: "Markdown でコピー",
	copyNamed: "レポートを Markdown でコピー",
	noFile: "保存していません。ファイルが選択されませんでした",
};
