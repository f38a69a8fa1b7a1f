import type { Texts } from "../en";

export const rail: Texts["rail"] = {
	wizard: "ウィザード",
	done: "完了",
	attention: "要確認",
	check: "ロールを再確認",
	rotate: "ExternalId をローテーション",
	revoke: "アクセスを取り消す",
	troubleshoot: "エラーを調べる",
	allSetups: "すべてのセットアップ",

	presenter: "プレゼンターモード",
	presenterOn: "プレゼンターモード: オン",
	presenterHint: "文字を大きくし、アカウント ID を隠します (Ctrl+Shift+P)",
	playScene: "シーンを再生",
	playSceneHint: "シーンを再生 (Ctrl+K)",
	scenesTitle: "サンドボックスでシーンを再生",
	scenesLead:
		"各シーンはサンドボックスをリセットし、サンドボックスとこのセットアップをその状態にします。「シーンを終了」で元の状態に戻ります。アカウントには一切触れません。",
	sceneOn: "再生中",
	play: "再生",
	playing: "準備中…",
	playNamed: (title) => `再生: ${title}`,
	playingNamed: (title) => `準備中… ${title}`,
	anotherScene: "別のシーン",
	reset: "リセット",
	endScenes: "シーンを終了",
};
