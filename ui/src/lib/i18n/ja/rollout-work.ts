import type { Texts } from "../en";
import { counting } from "../forms";

const { number } = counting("ja-JP");
const accounts = (count: number) => `${number(count)} 個のアカウント`;
const share = (done: number, total: number) =>
	done === total ? accounts(total) : `${accounts(total)}のうち ${number(done)} 個`;
const failures = (failed: number) => (failed > 0 ? `${number(failed)} 個が失敗しました。` : "");

export const work: Texts["rollout"]["work"] = {
	deploy: "デプロイしています",
	retry: "再試行しています",
	remove: "削除しています",
	retain: "StackSet から外しています",
	clear: "StackSet を削除しています",
	check: "確認しています",
	of: (done, total) => `${accounts(total)}のうち ${number(done)} 個`,
	failed: (count) => `${number(count)} 個が失敗`,
	reading: (read, of) => `StackSet を読み込んでいます: ${accounts(of)}のうち ${number(read)} 個`,
	stackSet: (status) => `StackSet: ${status}`,
	cancel: "キャンセル",
	cancelling: "キャンセルしています。CloudFormation が開始したものは最後まで実行されます…",
	ended: {
		deploy: (done, failed, total) => {
			if (total === 0) return "StackSet のテンプレートを更新しました。";
			const told =
				done === 0
					? "どのアカウントにもデプロイしていません。"
					: `${share(done, total)}にデプロイしました。`;
			return told + failures(failed);
		},
		retry: (done, failed, total) =>
			(done === 0
				? "再試行しましたが、どのアカウントにもデプロイしていません。"
				: `再試行し、${share(done, total)}にデプロイしました。`) + failures(failed),
		remove: (done, failed, total) =>
			(done === 0
				? "どのアカウントからも削除していません。"
				: `${share(done, total)}から削除しました。`) + failures(failed),
		retain: (done, failed, total) =>
			(done === 0
				? "どのアカウントも StackSet から外していません。"
				: `${share(done, total)}を StackSet から外しました。`) + failures(failed),
		check: (passed, rest, total) =>
			`${share(passed + rest, total)}を確認しました。${rest > 0 ? `${number(passed)} 個が合格、${number(rest)} 個は要確認です。` : "すべて合格です。"}`,
	},
	setGone: "StackSet を削除しました。",
	setKept: "StackSet は削除されませんでした。再びアカウントが入っています。",
	showFailed: (count) => `失敗した ${number(count)} 個を表示`,
	cancelled: "キャンセルしました。完了したものはそのままです。残りは開始されていません。",
	next: {
		failed: "失敗した行を開いて理由を確認し、そのアカウントで直してから再試行してください。",
		undeleted:
			"失敗した行を開いて理由を確認し、そのアカウントで直してから、もう一度削除してください。",
		check: "すべて確認してください。各アカウントのロールを読み込みます。",
		checked: "行を開くと、不合格の内容を確認できます。",
		removed: "ロールを削除しました。再びデプロイすると、同じ ExternalId で元に戻ります。",
		retained:
			"ロールは残り、キーも引き続き使えますが、管理されません。再びデプロイする前に、各アカウントでスタックを削除してください。",
		cleared: "デプロイすると再び作成されます。",
		kept: "プランを表示すると、入っているアカウントが表に出ます。",
		table: "表を保存してください。QuilrAI ダッシュボードに入力する値が入っています。",
	},
};
