import type { Texts } from "../en";

export const externalId: Texts["externalId"] = {
	title: "ExternalId を選びます",
	lead: "すでに用意されています。オペレーティングシステムの乱数生成器で作られた UUID です。そのまま使うか、作り直すか、独自の値を入力してください。",
	form: "2～1224 文字: 英字、数字、`_ + = , . @ : / -`",
	copy: "ExternalId をコピー",
	notRight: "まだ正しくありません。",
	regenerate: "再生成",
	putBack: "前の値に戻す",
	carried: {
		title: "ロールにはすでにこの ExternalId が設定されています",
		body: (arn) =>
			`${arn} と QuilrAI ダッシュボードのキーの両方が新しい値に更新されるまで、ゲートウェイは拒否されます。`,
	},
	whatFor: "用途",
	whatForText:
		"QuilrAI のゲートウェイは多くのお客様が利用します。お客様のロールがお客様の ExternalId を要求することで、ほかの誰かがゲートウェイをだまして *お客様の* ロールを *自分の* リクエストに使わせることを防ぎます。これは「混乱した代理」問題と呼ばれます。",
	notSecret: "シークレットではありませんが、お客様専用です",
	notSecretText:
		"ポリシーやチケットに記載されても問題ありません。ただし、ロールごとに一意で、推測できない値にしてください。会社名、アカウント ID、日付は使わないでください。",
	goes: "設定先",
	goesText:
		"ロールの信頼ポリシー (ステップ 2) と、QuilrAI の API キーフォームの `aws_external_id` (ステップ 4) です。ウィザードが設定します。",
};
