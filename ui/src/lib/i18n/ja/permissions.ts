import type { Texts } from "../en";

export const permissions: Texts["permissions"] = {
	title: "Bedrock の許可ポリシーをアタッチします",
	lead: "ロールを引き受けた後にできることを定めます。Marketplace の権限は含まれません。モデルのサブスクリプションはお客様の操作で行います。",
	may: "ロールが使用できるもの",
	kinds: {
		foundation_models: { title: "基盤モデル", text: "オンデマンド。常に含まれます。" },
		inference_profiles: {
			title: "推論プロファイル",
			text: "クロスリージョン推論。新しい Claude モデルはこれを通じてのみ応答します。",
		},
		application_inference_profiles: {
			title: "アプリケーション推論プロファイル",
			text: "タグ付けとコスト追跡のためにお客様が作成したプロファイル。",
		},
		provisioned_models: {
			title: "プロビジョンドスループット",
			text: "1 つのモデル用に購入した容量。",
		},
		custom_models: {
			title: "カスタムモデル",
			text: "お客様がトレーニングまたはインポートしたモデル。",
		},
	},
	reach: "適用範囲",
	streaming: "ストリーミング",
	streamingText: "応答を逐次返します: InvokeModelWithResponseStream。",
	regions: "リージョン",
	allRegions: "すべてのリージョン",
	models: "モデル",
	allModels: "すべてのモデル",
	removeOne: (name) => `${name} を削除`,
	narrow: "絞り込む…",
	addAnother: "さらに追加…",
	add: "追加",

	can: "このロールでできること",
	notServed: "このキーでは未選択",
	deniedNeeded: "拒否 (必要)",
	missing: (missing, needed) =>
		`このキーに必要な ${needed} 件の呼び出しのうち ${missing} 件が拒否されます`,
	nothingNeeded:
		"概要でプロバイダータイプが選択されていないため、このキーに必要なものはまだありません。",
	more: (n) => `このキーに不要なもの: ほか ${n} 件`,
	also: (words) => `、${words} も`,
};
