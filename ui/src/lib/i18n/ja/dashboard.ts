import type { Texts } from "../en";

export const dashboard: Texts["dashboard"] = {
	title: "これらの値を QuilrAI ダッシュボードに入力します",
	lead: "Bedrock API キーを作成または更新するときに「Assume Role」を選択し、これらの値を貼り付けます。値は正しくなるとコピーできます。",
	values: "Bedrock API キー、Assume Role",
	copyAll: "すべてを JSON でコピー",
	someWrong: "まだ正しくない値があります。",
	roleArn: "ゲートウェイが引き受けるロール",
	derived: "ステップ 2 のアカウント、パス、名前から導かれます。",
	deriveAgain: "もう一度ステップ 2 から導く",
	externalId: "信頼ポリシーと同じ値",
	region: "Bedrock を呼び出すリージョン",
	sessionName: "CloudTrail に表示されます",
	sessionNameEmpty: "空の場合、ゲートウェイは quilr-gateway-<timestamp> を使います。",
	duration: "900～43200 秒",
	maximum: (seconds, spoken) => `ロールの MaxSessionDuration は ${seconds} 秒 (${spoken}) です。`,
	raise: "引き上げる",
	optional: "任意",
	copyNamed: (name) => `${name} をコピー`,
	leftToGateway: "ゲートウェイのデフォルト値を使うため、貼り付ける値はありません。",
	notRight: "まだ正しくありません。",

	paste: {
		title: "既存のキーの JSON を確認",
		label:
			"ここに貼り付けてください。確認はこのマシン上でのみ行われ、含まれている静的な AWS シークレットは保持されません。",
		accepted: "受け入れられます",
		refused: "拒否されます",
		severities: { error: "拒否", warning: "要確認", info: "メモ" },
		taken: "上のフィールドに反映しました。",
		take: "これらの値を反映する",
	},
};
