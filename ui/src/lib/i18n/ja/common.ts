import type { Texts } from "../en";
import { counting } from "../forms";

const { number } = counting("ja-JP");

export const common: Texts["common"] = {
	app: "Bedrock Role Wizard",
	language: "言語",
	languageNotKept: (why) => `次回の起動用に保存できませんでした: ${why}`,
	languageNotRead: (why) => `言語を読み込めませんでした: ${why}`,
	back: "戻る",
	cancel: "キャンセル",
	close: "閉じる",
	tryAgain: "再試行",
	signIn: "サインイン",
	signInAgain: "もう一度サインイン",
	signingIn: "サインイン中…",
	remove: "削除",

	copy: "コピー",
	copied: "コピーしました",
	copiedNamed: (name) => `コピーしました。${name}`,
	copiesReal: "実際の値をコピーします。アカウント ID は画面上でのみ隠されています",
	notCopied: "コピーできませんでした。クリップボードが拒否しました",
	notCopiedButSelected:
		"コピーできませんでした。クリップボードが拒否しました。テキストを選択したので、Ctrl+C を押してください",
	save: "保存…",
	savedTo: (path) => `${path} に保存しました`,
	notSaved: (why) => `保存できませんでした: ${why}`,
	sentence: (text) => `${text}。`,
	messageAndHint: (message, hint) => `${message}。${hint}`,
	saved: "保存済み",
	saving: "保存中…",

	error: "エラー",
	warning: "警告",
	allowed: "許可",
	denied: "拒否",
	evaluatedOffline: "オフラインで評価",
	request: (id) => `リクエスト ${id}`,
	unexpected: {
		message: "予期しない問題が発生しました",
		hint: "失われたものはありません。もう一度試し、それでも続く場合はプログラムを再起動してください",
	},

	screenFailed:
		"この画面で問題が発生し、表示内容が最新でない可能性があります。入力内容は保存されています。ウィンドウを閉じて、もう一度起動してください。",
	untitled: "名前のないセットアップ",
	sandbox: "サンドボックス",
	profile: (name) => `プロファイル ${name}`,

	units: {
		fullHours: (n) => `${number(n)} 時間`,
		fullMinutes: (n) => `${number(n)} 分`,
		fullSeconds: (n) => `${number(n)} 秒`,
		millis: (n) => `${n} ミリ秒`,
		seconds: (n) => `${n} 秒`,
		minutesSeconds: (minutes, seconds) => `${minutes} 分 ${seconds} 秒`,
		hoursMinutes: (hours, minutes) => `${hours} 時間 ${minutes} 分`,
		hoursMinutesSeconds: (hours, minutes, seconds) => `${hours} 時間 ${minutes} 分 ${seconds} 秒`,
	},
	number,
	changes: (n) => `${number(n)} 件の変更`,
};
