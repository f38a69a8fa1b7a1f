import type { Texts } from "../en";

export const troubleshoot: Texts["troubleshoot"] = {
	title: "エラーを調べる",
	lead: "QuilrAI ダッシュボード、AWS コンソール、またはターミナルに表示されたエラーテキストを貼り付けてください。内容がこのマシンの外に出ることはありません。",
	text: "エラーテキスト",
	certainties: {
		certain: "原因",
		likely: "最も可能性の高い原因",
		unknown: "不明",
	},
	remedies: {
		allow_inference_profiles: "変更内容を表示",
		allow_streaming: "変更内容を表示",
		show_plan: "変更内容を表示",
		restore_trust_policy: "信頼ポリシーを元に戻す",
		grant_model_access: "モデルへのアクセスを付与",
		verify_again: "もう一度検証",
		sign_in: "もう一度サインイン",
		enter_key: "キーを入力",
	},
	copy: "診断情報をコピー",
	copyNamed: "診断情報をコピー: 障害報告用のバージョンと環境",
	nothingYet: "まだありません",
};
