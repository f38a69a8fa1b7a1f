import type { Texts } from "../en";

export const welcome: Texts["welcome"] = {
	starting: "Bedrock Role Wizard を起動しています",
	couldNotStart: "ウィザードを起動できませんでした",

	title: "キーを渡さずに、QuilrAI のゲートウェイから Amazon Bedrock を呼び出せるようにします",
	lead: "6 つのステップで、検証済みの IAM ロールが完成します。変更は実行前にすべて表示され、実行後に検証されます。どこで作業しますか?",
	titleAgain: "すべてのセットアップ",
	leadAgain: "前回の続きから再開するか、新しく始めてください。すべてこのマシンに保存されます。",

	where: "作業する場所",
	another: "新しく始める",
	trySandbox: "サンドボックスで試す",
	trySandboxText:
		"このプログラムに組み込まれた AWS で、ポリシーを実際に評価します。アカウントもネットワークも後片付けも不要です。",
	useProfile: "AWS プロファイルを使用",
	useProfileText:
		"このマシンのプロファイル (SSO、ロール、またはキー) で実際のアカウントを使います。変更は実行前にすべて確認できます。",
	whichProfile: "どのプロファイルを使いますか?",
	theSteps: "ステップ",
	troubleshoot: "エラーを調べる",
	version: (program, templates) => `バージョン ${program}、テンプレート ${templates}`,

	setups: "保存済みのセットアップ",
	deleteSetup: (name) => `${name} を削除`,
	deleteQuestion: {
		title: (name) => `「${name}」を削除しますか?`,
		body: "ファイルはセットアップの隣にあるごみ箱フォルダーに移動されます。AWS アカウントは何も変わりません。作成済みのロールはそのまま残ります。",
		yes: "セットアップを削除",
	},
	leaveQuestion: {
		title: "保存せずに離れますか?",
		body: "最後の変更を書き込めませんでした。このまま離れると失われます。",
		yes: "それでも離れる",
	},
};
