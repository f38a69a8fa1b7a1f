import type { Texts } from "../en";

export const upkeep: Texts["upkeep"] = {
	titles: {
		check: "ロールを再確認",
		rotate: "ExternalId をローテーション",
		revoke: "ゲートウェイのアクセスを取り消す",
	},
	checkLead: "現在のロールを読み込み、このセットアップと比較します。何も変更しません。",
	rotation: "ローテーションの手順",
	stages: [
		"両方の ExternalId が受け入れられます",
		"QuilrAI ダッシュボードのキーに新しい値を設定します",
		"古い値は受け入れられなくなります",
	],
	howFar: "取り消しの範囲",
	hows: {
		sessions: {
			label: "セッションのみ",
			text: "進行中のセッションを拒否します。ゲートウェイは新しいセッションを開始できます。漏えい後もサービスを継続する場合に使います。",
			done: "**取り消しました。** 進行中だったセッションは拒否されます。",
		},
		detach: {
			label: "デタッチ",
			text: "進行中のセッションを拒否し、ゲートウェイを拒否し、ウィザードが付けた許可を取り除きます。ロールは残ります。",
			done: "**取り消しました。** ゲートウェイはこのロールを使えなくなりました。",
		},
		delete: {
			label: "ロールを削除",
			text: "進行中のセッションを拒否してから、ロールとその中のすべてを削除します。",
			done: "**取り消しました。** ロールは削除されました。",
		},
	},
	revoke: (n) => `取り消す (${n} 件の変更)`,
	steps: {
		accept_both: "両方を受け入れる",
		finish: "新しい値だけを受け入れる",
		take_back: "古い値だけを受け入れる",
	},
	reading: "ロールを読み込んでいます…",
	changedMeanwhile:
		"プランの表示後にロールが変更されました。何も実行されていません。以下は現在のプランです。",
	bothAccepted:
		"**現在、両方が受け入れられます。** QuilrAI ダッシュボードに新しい ExternalId を保存してから、テストリクエストを送信してください。",
	copyNew: "新しい ExternalId をコピー",
	keyHasIt: "キーに設定済み: ローテーションを終了",
	goBack: "古い値に戻す",
	onlyNew: "**新しい ExternalId だけが受け入れられます。** このセットアップにも反映されました。",
	onlyOld: "**以前と同じく、古い ExternalId だけが受け入れられます。**",
	willStop: "停止するもの",
	noDrift: "ロールはこのセットアップのとおりです。差異はありません。",
	nothingToChange: "アカウントで変更が必要なものはありません。",
	bringBack: "プランどおりに戻す",
	working: "実行中…",

	undone: {
		title: "未完了の作業",
		leftBehind: "以前の検証の一時的なステートメントが信頼ポリシーに残っています。",
		letsIn: (who, role) => `\`${who}\` が \`${role}\` を引き受けられる状態です。`,
		expired: (at) =>
			`${at} に自動的に期限が切れ、もう誰も引き受けられません。残っているのは後片付けだけです。`,
		expires: (at) => `${at} に自動的に期限が切れますが、今すぐ取り除くことをお勧めします。`,
		interrupted: {
			apply: "プランの適用が中断されました。",
			rotate: "ExternalId のローテーションが中断されました。",
			revoke: "ゲートウェイのアクセスの取り消しが中断されました。",
		},
		known: (all, role, made) =>
			`\`${role}\` に対する ${all} 件の変更のうち、${made} 件が実行済みであることを確認できています。元に戻すことも続けることもできます。先にプランが表示されます。`,
		madeAt: (endpoint) => `\`${endpoint}\` で行われました。`,
		addProfile: (account) =>
			`修正するには、このマシンにアカウント ${account} の AWS プロファイルを追加してから、再起動してください。`,
		with: "使用",
		takeOut: "今すぐ取り除く",
		takingOut: "取り除いています…",
		showBack: "元に戻す方法を表示",
		showRest: "残りを表示",
		forget: "そのサンドボックスはもうありません: 記録を消す",
		nothingOfIt: "アカウントには何も残っていません。記録を閉じることができます。",
		closeRecord: "記録を閉じる",
		takeBack: "元に戻す",
		carryOn: "続ける",
	},
};
