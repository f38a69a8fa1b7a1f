import type { Texts } from "../en";

export const documents: Texts["documents"] = {
	trust: "信頼ポリシー",
	permissions: "許可ポリシー",
	trustDocument: "信頼ポリシーのドキュメント",
	permissionsDocument: "許可ポリシーのドキュメント",
	copyTrust: "信頼ポリシーのドキュメントをコピー",
	copyPermissions: "許可ポリシーのドキュメントをコピー",
	edited: "編集済み",
	edit: "編集",
	done: "完了",
	restore: "元に戻す",
	onceFilledIn: (fields) => `${fields.join("、")} を入力すると、コピーと保存ができます。`,
	onceRight: "ドキュメントが正しくなると、コピーと保存ができます。",
	size: (size, quota) => `IAM の上限 ${quota} 文字中 ${size} 文字`,
	line: (n) => `${n} 行目`,
	nothingFound: "このドキュメントに問題はありません。",
	restoreQuestion: {
		title: "編集内容を破棄しますか?",
		body: "信頼ポリシーはフィールドの値に基づく内容に戻ります。編集した内容は失われます。",
		yes: "信頼ポリシーを元に戻す",
	},
	added: "追加",
	removed: "削除",
};
