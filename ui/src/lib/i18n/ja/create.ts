import type { Texts } from "../en";

export const create: Texts["create"] = {
	title: "ロールを作成",
	titleAgain: "ロールを作成または更新",
	way: "ロールの作成方法",
	inSandbox: "サンドボックスで",
	withProfile: (name) => `プロファイル ${name} で`,
	byHand: "コンソールで手動",
	asCode: "コードで",
	reading: "ロールを読み込んでいます…",
	showAgain: "もう一度表示",
	show: "変更内容を表示",
	changedMeanwhile:
		"プランの表示後にロールが変更されました。何も適用されていません。以下は現在のプランです。",
	asPlanned: (at) => `**ロールはプランどおりです。** ${at} に適用しました。`,
	partial: "「実行済み」の変更は反映されています。残りは実行されていません。",
	stale: "プランの作成後にセットアップが変更されました。もう一度表示してください。",
	making: (now, all) => `変更 ${now} / ${all} を実行しています…`,
	untouched: "アカウントではまだ何も変更されていません。",
	showRest: "残りを表示",
	applying: "適用中…",
	apply: (n) => `${n} 件の変更を適用`,
	intro:
		"ロールを読み込み、各変更を差分として表示します。指示があるまで何も変更しません。既存のロールは引き継がれ、確認なしに上書きされることはありません。",
	introOnceRight:
		"(アカウント、名前、パスが正しくなれば) ロールを読み込み、各変更を差分として表示します。指示があるまで何も変更しません。既存のロールは引き継がれ、確認なしに上書きされることはありません。",

	rights: {
		lacking: (lacking, all) => `必要となり得る ${all} 件の権限のうち ${lacking} 件がありません`,
		notAsked: "権限は不明です。IAM に問い合わせていません",
		someUnknown: "一部の権限が不明です",
		all: "必要となり得る権限はすべてあります",
		showsLater: (why) =>
			`${why}。不足している権限は変更の実行時にわかります。試しても失うものはありません。`,
		unknown: "不明",
	},

	code: {
		form: "コードの形式",
		forms: {
			cloudformation: {
				label: "CloudFormation",
				text: "1 つのアカウント用のテンプレートです。名前、パス、ExternalId、最大セッション時間がパラメータで、このセットアップの値が入っています。",
			},
			stackset: {
				label: "StackSet",
				text: "同じ内容を多数のアカウントに適用します。ExternalId はアカウントごとに一意でなければならないため、デフォルト値はありません。アカウントごとに個別の値を設定します。",
			},
			terraform: {
				label: "Terraform",
				text: "AWS プロバイダー 5.0 以降用のルートモジュールです。ほかのアカウントではプランが停止します。",
			},
			cli: {
				label: "AWS CLI",
				text: "bash 用のスクリプトです。最初のエラーで停止し、再実行できます。既存のロールは引き継がれ、内容の異なる信頼ポリシーは表示され、確認なしに上書きされることはありません。",
			},
		},
		onceRight: "セットアップの値がすべて正しくなると、コピーと保存ができます。",
		faults: "次の値が正しくなると、コードが生成されます。",
		copyFile: (name) => `${name} をコピー`,
		theCode: "コード",
		theFile: (name) => `ファイル ${name}`,
		deploy: "ターミナルでデプロイするには",
		command: (n) => `コマンド ${n}`,
		copyCommand: (n) => `コマンド ${n} をコピー`,
	},
};
