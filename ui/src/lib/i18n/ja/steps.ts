import type { Texts } from "../en";

const name = (index: number, label: string) =>
	index === 0 ? "概要" : `ステップ ${index}「${label}」`;

export const steps: Texts["steps"] = {
	labels: {
		overview: "概要",
		external_id: "ExternalId",
		role: "IAM ロール",
		permissions: "許可",
		dashboard: "ダッシュボードの値",
		verify: "検証",
	},
	continueTo: {
		overview: "概要へ進む",
		external_id: "ExternalId へ進む",
		role: "IAM ロールへ進む",
		permissions: "許可へ進む",
		dashboard: "ダッシュボードの値へ進む",
		verify: "検証へ進む",
	},
	goTo: (index, label) => `${name(index, label)}へ移動`,
	savedAt: (index, label, at) => `${name(index, label)}まで進んでいます。保存日時: ${at}`,
	mendedAt: (index, label) => `該当するセットアップの${name(index, label)}で修正します。`,
};
