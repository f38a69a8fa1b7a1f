import type { Texts } from "../en";

export const verify: Texts["verify"] = {
	levels: {
		documents: {
			title: "ドキュメント",
			name: "ドキュメント",
			proves: "現在のポリシーをここで評価",
		},
		account: { title: "アカウント", name: "アカウント", proves: "AWS にある実際のロール" },
		assume_and_invoke: {
			title: "引き受けと呼び出し",
			name: "引き受けと呼び出し",
			proves: "実際に引き受け、実際に Bedrock を呼び出し",
		},
		gateway: {
			title: "ゲートウェイ",
			name: "ゲートウェイ",
			proves: "お客様のキーによる QuilrAI ゲートウェイ経由のリクエスト",
		},
	},
	noneYet: "まだなし",
	inPart: (level) => `${level} (一部)`,
	alone: (level) => `${level}のみ`,
	andInPart: (level, next) => `${level}、${next} (一部)`,
	levelProven: (level) => `検証済みのレベル: ${level}`,

	run: "検証を実行",
	again: "もう一度検証",
	runningFor: (seconds) => `実行中、${seconds} 秒`,
	cleaningFor: (seconds) => `後片付け中、${seconds} 秒`,
	cleaning: "後片付け中…",
	temporary: (at) =>
		`一時的なステートメントが ${at} から信頼ポリシーに入っています。最後に取り除かれ、取り除かれなくても自動的に期限が切れます。`,

	summary: {
		running: (over, all) => `${all} 件中 ${over} 件を実行`,
		stopped: "中止",
		couldNotRun: "実行できず",
		passed: (passed, all) => `${all} 件中 ${passed} 件に合格`,
	},

	headlines: {
		idle: {
			title: "本番利用の前に検証します",
			lead: "値を保存しただけでは何も証明されません。この検証ではロールを読み込み、実際に引き受け、それを使って Bedrock を呼び出します。",
		},
		cancelling: {
			title: "中止しています",
			lead: "何よりも先に、一時的なステートメントを取り除いています。",
		},
		askingGateway: {
			title: "ゲートウェイに問い合わせています",
			lead: "お客様のキーで QuilrAI を経由し、種類ごとに最小のリクエストを送ります。何も変更しません。",
		},
		running: {
			title: "検証しています",
			lead: "信頼ポリシーの変更が IAM に行き渡るまで数秒、長い場合は 1 分以上かかります。待機は失敗ではありません。",
		},
		fault: {
			title: "検証を実行できませんでした",
			lead: "問題の内容と次の手順を以下に示します。",
		},
		failed: (causes, passed, all) => ({
			title: `修正が必要な点が ${causes} 件あります`,
			lead: `${all} 件中 ${passed} 件の検証に合格しました。失敗した項目に意味と対処方法が示されています。対処した後、もう一度検証してください。`,
		}),
		cancelled: {
			title: "途中で中止しました",
			lead: "何も残っていません。検証のために追加されたものは取り除かれました。",
		},
		notAsked: {
			title: "ゲートウェイには問い合わせていません",
			lead: "問い合わせに使うキーがありません。以下に入力してから、もう一度ゲートウェイを確認してください。",
		},
		gatewayAnswers: {
			title: "ゲートウェイがお客様のキーで応答しました",
			lead: "QuilrAI がロールを引き受け、Bedrock が応答しました。安全である理由はほかの検証が示します。",
		},
		provenThrough: {
			title: "検証済み: QuilrAI 経由のリクエストに応答があります",
			lead: "ExternalId を指定するとロールを引き受けられ、指定しないと拒否され、ゲートウェイはお客様のキーで応答しました。",
		},
		provenWith: (warnings) => ({
			title: `検証済み、確認が必要な点が ${warnings} 件あります`,
			lead: "ロールはゲートウェイの使い方どおりに動作します。本番利用の前に、印の付いた検証を確認してください。",
		}),
		proven: {
			title: "検証済み: ロールはゲートウェイの使い方どおりに動作します",
			lead: "ExternalId を指定すると引き受けられ、指定しないと拒否され、それを使って Bedrock が応答しました。",
		},
	},

	intro: {
		will: "実行される内容",
		documents: "現在のポリシーをここで評価します。このマシンの外には何も送られません。",
		account: "AWS にあるロールを読み込んで比較します: 信頼、許可、MaxSessionDuration。",
		assume_and_invoke:
			"信頼ポリシーはゲートウェイだけを許可するため、そのステートメントのコピーをお客様用に最長 15 分間追加します。ExternalId を指定してロールを引き受け、指定しない場合と誤った値の場合に拒否されることを確認し、プロバイダータイプごとに 1 回 Bedrock を呼び出します。その後コピーを取り除き、残っていないことを確認します。",
		gateway:
			"QuilrAI のキーがある場合、種類ごとに最小のリクエストをゲートウェイ経由で送ります。これが最終的な証明です。これだけを実行することもできます。",
		asWhom: "実行するユーザー",
		expires:
			"停電などですべてが失敗しても、一時的なステートメントは自動的に期限が切れ、次回の起動時に取り除くことができます。",
	},

	checks: {
		passedOf: (passed, all) => `${all} 件中 ${passed} 件`,
		added: (at) => `一時的なステートメントを ${at} に追加`,
		addedRemoved: (added, removed) => `一時的なステートメントを ${added} に追加、${removed} に削除`,
		both: (passed, times) => `${passed}、${times}`,
		states: {
			waiting: "未実行",
			running: "実行中",
			passed: "合格",
			failed: "失敗",
			warning: "警告",
			skipped: "スキップ",
		},
		afterTries: (took, tries) => `${took}、${tries} 回試行`,
		waitingForAws: (gone, left) => `AWS を待っています: ${gone} 秒経過、残り最長 ${left} 秒`,
		tryNumber: (n) => `、${n} 回目`,
		timeLeft: "残り時間",
		sameCause: (title) => `「${title}」と同じ原因です。`,
		likely: "(最も可能性が高い)",
	},

	result: {
		counts: {
			passed: (n) => `合格 ${n} 件`,
			failed: (n) => `失敗 ${n} 件`,
			warning: (n) => `要確認 ${n} 件`,
			skipped: (n) => `スキップ ${n} 件`,
		},
		took: (time) => `所要時間 ${time}`,
		stale: "検証の実行後にセットアップが変更されました。もう一度検証してください。",
		present: "一時的なステートメントを取り除けませんでした。自動的に期限が切れます。",
		final:
			"これが最終的な証明です。残っている作業はありません。チケット用に検証結果を保存してください。",
		next: "次の手順: QuilrAI ダッシュボードに値を保存し、そのキーを以下に入力してください。ゲートウェイ経由のリクエストが最終的な証明になります。",
		showDashboard: "ダッシュボードの値を表示",
	},

	events: {
		title: "AWS から見えるもの",
		ofRole: "このロールの CloudTrail イベント",
		counted: (n, ours) => `イベント ${n} 件、うちお客様のセッション ${ours} 件`,
		late: "CloudTrail には遅れて記録されます。通常は約 5 分後、長い場合は 15 分後です。",
		prompt:
			"サンドボックスの CloudTrail にはすぐに記録されます。実際の CloudTrail では約 15 分以内です。",
		reading: "読み込み中…",
		refresh: "更新",
		denied:
			"CloudTrail を読み取る権限がありません。`cloudtrail:LookupEvents` が不足しています。検証には必要ありません。",
		as: (session) => ` セッション ${session}`,
		yourSession: "、お客様のセッション",
		principal: "プリンシパル",
		session: "セッション",
		request: "リクエスト",
		noneTold: "記録なし",
		none: "過去 1 時間のイベントはありません。検証を実行すると、ここに表示されます。",
		more: "ほかにもイベントがある可能性があります。これらは最新のものです。",
	},

	terminal: {
		title: "代わりにご自分のターミナルで確認",
		text: "信頼ポリシーはプリンシパルを QuilrAI のゲートウェイに限定しているため、AWS は ExternalId を確認する前にほかの呼び出し元をすべて拒否します。ローカルで試すには、ご自分のユーザーまたはロールを一時的に信頼ポリシーに追加する必要があります。**本番利用の前に、ご自分の ARN を必ず取り除いてください。**",
		lines: "ターミナルのコマンド",
		copy: "ターミナルのコマンドをコピー",
		onceRight: "値がすべて正しくなると、ここにコマンドが表示されます。",
	},
};
