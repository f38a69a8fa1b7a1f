import type { Texts } from "../en";

export const role: Texts["role"] = {
	title: "QuilrAI のゲートウェイだけがロールを引き受けられるようにします",
	lead: "信頼ポリシーはゲートウェイの IAM ユーザーを指定し、お客様の ExternalId を要求します。以下の内容は入力中に確認されます。",
	accountId: "AWS アカウント ID",
	fromSandbox: "サンドボックスの値",
	fromProfile: "選択したプロファイルの値",
	signedInTo: (account) => `${account} にサインインしています。`,
	useIt: "この値を使う",
	roleName: "ロール名",
	path: "パス",
	byHand: "AWS コンソールで手動で行う場合",
	orWizard: "または次のステップでウィザードが作成します",

	who: "このロールを引き受けられるユーザー",
	whoColumn: "ユーザー",
	answerColumn: "結果",
	wrong: (wrong, all) => `${all} 件中 ${wrong} 件の結果が想定と異なります`,
	statements: (n) => `${n} 件のステートメント`,
	statementsOf: (n, who) => `${n} 件のステートメント: ${who}`,
	appliesDenies: "該当: 拒否します",
	appliesAllows: "該当: 許可します",
	doesNotApply: (why) => `該当しません: ${why}`,
	shouldBeAllowed: "許可されるべきです",
	shouldBeDenied: "拒否されるべきです",

	hand: {
		create:
			"AWS コンソールで IAM → ロール → **ロールを作成** を開き、**カスタム信頼ポリシー** を選択します。",
		open: "AWS コンソールで開く",
		paste: "信頼ポリシーを貼り付けます。",
		copyTrust: "信頼ポリシーをコピー",
		attach: (name) =>
			`次のステップの許可ポリシーをアタッチし、ロール名を \`${name}\` として保存します。`,
		inline: (name, policy) =>
			`管理ポリシーはスキップし、ロール名を \`${name}\` として作成します。次に、そのロールで **許可を追加** → **インラインポリシーを作成** → JSON を開き、許可ポリシーを貼り付けて、名前を \`${policy}\` とします。`,
		copyPermissions: "許可ポリシーをコピー",
		compare: (arn) => `ロールの ARN をステップ 4 の値と比較します: \`${arn}\``,
		unknownArn: "まだ不明",
		openRole: "ロールを開く",
		notFilledIn: "まだ入力されていない値があります。",
	},
};
