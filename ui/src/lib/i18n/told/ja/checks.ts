import type { checks as german } from "../de/checks";

export const checks: Record<keyof typeof german, string> = {
	"Every value is right": "すべての値が正しい",
	"The trust policy admits the gateway with the ExternalId":
		"信頼ポリシーは ExternalId を指定したゲートウェイを許可する",
	"The trust policy refuses the gateway without an ExternalId":
		"信頼ポリシーは ExternalId のないゲートウェイを拒否する",
	"The trust policy refuses the gateway with a wrong ExternalId":
		"信頼ポリシーは誤った ExternalId のゲートウェイを拒否する",
	"The trust policy admits nobody else": "信頼ポリシーはほかの誰も許可しない",
	"The permissions allow {1}": "許可ポリシーは {1} を許可する",
	"The policies are within IAM's quotas": "ポリシーは IAM のクォータ内である",
	"Signed in to the role's account": "ロールのアカウントにサインインしている",
	"The role exists": "ロールが存在する",
	"The trust policy names nobody but the gateway": "信頼ポリシーはゲートウェイ以外を指定していない",
	"No principal of the trust policy was deleted": "信頼ポリシーに削除済みのプリンシパルはない",
	"Sessions may last as long as the key asks": "セッションはキーの要求する時間だけ継続できる",
	"No permissions boundary narrows the role": "許可の境界はロールを制限していない",
	"The role is as planned": "ロールはプランどおりである",
	"You can be let in for a test": "テストのためにお客様を許可できる",
	"A temporary statement lets you in for fifteen minutes":
		"一時的なステートメントがお客様を 15 分間許可する",
	"Assumed with the ExternalId": "ExternalId を指定して引き受けた",
	"Refused without an ExternalId": "ExternalId がないと拒否された",
	"Refused with a wrong ExternalId": "誤った ExternalId では拒否された",
	"The temporary statement is out again": "一時的なステートメントは取り除かれた",
	"You are refused again": "お客様は再び拒否される",
	"Converse answers through the role": "ロールを通じて Converse が応答する",
	"Converse answers in a stream through the role": "ロールを通じて Converse がストリームで応答する",
	"Anthropic Messages answers through the role": "ロールを通じて Anthropic Messages が応答する",
	"An embedding is made through the role": "ロールを通じて埋め込みが作成される",
	"Documents are reranked through the role": "ロールを通じてドキュメントが再ランク付けされる",
	"OpenAI-compatible chat answers through the gateway":
		"ゲートウェイを通じて OpenAI 互換のチャットが応答する",
	"Converse answers through the gateway": "ゲートウェイを通じて Converse が応答する",
	"Converse answers in a stream through the gateway":
		"ゲートウェイを通じて Converse がストリームで応答する",
	"Anthropic Messages answers through the gateway":
		"ゲートウェイを通じて Anthropic Messages が応答する",
	"An embedding is made through the gateway": "ゲートウェイを通じて埋め込みが作成される",
	"Documents are reranked through the gateway":
		"ゲートウェイを通じてドキュメントが再ランク付けされる",

	"The gateway, with this ExternalId": "ゲートウェイ (この ExternalId)",
	"The gateway, without an ExternalId": "ゲートウェイ (ExternalId なし)",
	"The gateway, with another ExternalId": "ゲートウェイ (別の ExternalId)",
	"Another user of QuilrAI's account": "QuilrAI のアカウントの別のユーザー",
	"Another AWS account": "別の AWS アカウント",
	"Anyone else": "それ以外の誰でも",

	"OpenAI-compatible chat and Bedrock Runtime Converse":
		"OpenAI 互換のチャットと Bedrock Runtime の Converse",
	"Claude through the Anthropic Messages format": "Anthropic Messages 形式の Claude",
	"Titan and Cohere embedding models": "Titan と Cohere の埋め込みモデル",
	"Cohere and Amazon rerank models": "Cohere と Amazon の再ランク付けモデル",
	streamed: "ストリーミング",
	"Converse, streamed": "Converse (ストリーミング)",
	"Messages, streamed": "Messages (ストリーミング)",
	"InvokeModel, streamed": "InvokeModel (ストリーミング)",
	"{1}, on demand": "{1}、オンデマンド",
	"{1}, cross-region": "{1}、クロスリージョン",
	"{1}, any region": "{1}、任意のリージョン",
	"an application inference profile": "アプリケーション推論プロファイル",
	"provisioned throughput": "プロビジョンドスループット",
	"a custom model, through its deployment": "カスタムモデル (デプロイ経由)",

	sandbox: "サンドボックス",
	"profile {1}": "プロファイル {1}",
	"foundation models": "基盤モデル",
	"models and profiles": "モデルとプロファイル",
	"foundation models, {1} more": "基盤モデル、ほか {1} 種類",

	"Proven: {1}": "証明済み: {1}",
	"Rehearsed, not in AWS: {1}": "AWS ではなくリハーサル: {1}",
	"the documents are right": "ドキュメントは正しい",
	"the role in the account is right": "アカウントのロールは正しい",
	"the role can be assumed as asked, and calls Bedrock":
		"ロールは求められたとおりに引き受けられ、Bedrock を呼び出す",
	"requests through QuilrAI’s gateway reach Bedrock":
		"QuilrAI のゲートウェイ経由のリクエストが Bedrock に届く",
	"Nothing is proven yet": "まだ何も証明されていません",
	"Not proven: the verification was stopped before its end":
		"未証明: 検証は終わる前に止められました",
	"Not proven: one thing left to fix": "未証明: 修正が必要な点が 1 つあります",
	"Not proven: {1} things left to fix": "未証明: 修正が必要な点が {1} つあります",
};
