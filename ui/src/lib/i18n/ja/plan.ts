import type { Texts } from "../en";

export const plan: Texts["plan"] = {
	nothing: "変更はありません",
	existing: (n) => `既存のロールに ${n} 件の変更`,
	fresh: (n) => `新しいロール、${n} 件の変更`,
	copy: "プランをコピー",
	copyNamed: "プランをテキストとしてコピー",
	empty: "アカウント内のロールは、すでにこのセットアップのとおりです。",
	readFirst: "最初にお読みください",
	states: { waiting: "待機中", running: "実行中", done: "実行済み", failed: "失敗" },
	changeNamed: (title) => `変更内容: ${title}`,
	removeLine: "削除",
	goes: "選択したため削除されるもの",
	stays: "そのまま残るもの",
	notOurs:
		"これらはウィザードが書いたものではありません。このプランで削除する場合にのみ選択してください。",

	text: {
		adopted: (arn) => `${arn} のプラン (既存のロールを引き継ぎ)`,
		fresh: (arn) => `${arn} のプラン (新規)`,
		goes: "選択されたため削除:",
		stays: "そのまま:",
		readFirst: "最初にお読みください:",
	},
};
