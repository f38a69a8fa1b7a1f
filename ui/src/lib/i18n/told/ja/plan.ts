import type { plan as german } from "../de/plan";

export const plan: Record<keyof typeof german, string> = {
	"Create the role {1}": "ロール {1} を作成",
	"Delete the role {1}": "ロール {1} を削除",
	"Add the inline policy {1}": "インラインポリシー {1} を追加",
	"Replace the inline policy {1}": "インラインポリシー {1} を置き換え",
	"Delete the inline policy {1}": "インラインポリシー {1} を削除",
	"Attach the managed policy {1}": "管理ポリシー {1} をアタッチ",
	"Detach the managed policy {1}": "管理ポリシー {1} をデタッチ",
	"Change the trust policy": "信頼ポリシーを変更",
	"Raise MaxSessionDuration to {1} seconds": "MaxSessionDuration を {1} 秒に引き上げ",
	"Set MaxSessionDuration to {1} seconds": "MaxSessionDuration を {1} 秒に設定",
	"Set tags": "タグを設定",
	"Take tags off": "タグを削除",
	"Refuse the gateway in the trust policy": "信頼ポリシーでゲートウェイを拒否",
	"Deny every session that began before {1}": "{1} より前に開始されたすべてのセッションを拒否",
	"the description": "説明",
	"the tag `{1}`": "タグ `{1}`",
	"the inline policy `{1}`": "インラインポリシー `{1}`",
	"the attached policy `{1}`": "アタッチされたポリシー `{1}`",
	"the trust policy's statement for `{1}`": "信頼ポリシーの `{1}` 用のステートメント",
	"MaxSessionDuration, {1} seconds: longer than needed":
		"MaxSessionDuration、{1} 秒: 必要より長い値です",
	"every QuilrAI key whose aws_role_arn is `{1}` and whose aws_external_id is `{2}`":
		"aws_role_arn が `{1}` で aws_external_id が `{2}` であるすべての QuilrAI キー",
	"requests in progress through it: {1}": "そのロールを通じて進行中のリクエスト: {1}",
	"the gateway's sessions that are under way: its next call begins a new one":
		"進行中のゲートウェイのセッション。次の呼び出しで新しいセッションが始まります",

	"All good": "すべて正常",
	"The role is there and right: every check passes.":
		"ロールは存在し、正しく設定されています。すべての検証に合格します。",
	"Wrong ExternalId": "誤った ExternalId",
	"The role asks for another ExternalId than the key sends, so nobody gets in.":
		"ロールが要求する ExternalId とキーが送る値が異なるため、誰も引き受けられません。",
	"No ExternalId condition": "ExternalId の条件なし",
	"The gateway is let in without an ExternalId: the confused deputy's open door.":
		"ExternalId がなくてもゲートウェイが許可されます。「混乱した代理」への入り口です。",
	"Gateway not trusted": "ゲートウェイが信頼されていない",
	"The trust policy names another user of the vendor's account, not the gateway.":
		"信頼ポリシーがゲートウェイではなく、ベンダーのアカウントの別のユーザーを指定しています。",
	"Duration too long": "時間が長すぎる",
	"The key asks for four hours, the role allows one.":
		"キーは 4 時間を要求しますが、ロールが許可するのは 1 時間です。",
	"Inference profile not allowed": "推論プロファイルが許可されていない",
	"The permissions cover foundation models only; newer Claude models answer through profiles.":
		"許可されているのは基盤モデルだけです。新しい Claude モデルはプロファイルを通じて応答します。",
	"Model access not granted": "モデルへのアクセスが付与されていない",
	"The role is right, but the account was never given access to third-party models.":
		"ロールは正しいものの、アカウントにサードパーティーモデルへのアクセスが付与されていません。",
	Throttled: "スロットリング",
	"AWS slows the first calls down: access is proven, quota is not.":
		"AWS が最初の呼び出しを制限します。アクセスは証明されますが、クォータは証明されません。",
	"Slow propagation": "反映の遅延",
	"IAM takes its seconds to spread a change: refused until then, and waited for.":
		"IAM の変更が行き渡るまで数秒かかります。それまでは拒否され、待機します。",
};
