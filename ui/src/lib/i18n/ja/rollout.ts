import type { Texts } from "../en";
import { counting } from "../forms";

const { number } = counting("ja-JP");
const accounts = (count: number) => `${number(count)} 個のアカウント`;
const share = (done: number, total: number) =>
	done === total ? accounts(total) : `${accounts(total)}のうち ${number(done)} 個`;
const failures = (failed: number) => (failed > 0 ? `${number(failed)} 個が失敗しました。` : "");

export const rollout: Texts["rollout"] = {
	number,
	accounts,
	entry: {
		title: "複数のアカウント",
		text: "一覧または組織の各アカウントに、それぞれ固有の ExternalId を持つロールを、1 つの StackSet で作成します。",
		where: "StackSet をどこで管理しますか？",
		sandbox: "サンドボックスで試す",
		list: "ロールアウト",
		open: (count, when) => `${accounts(count)}。${when} に保存`,
		from: "複数のアカウントには、ウィザードがアカウントごとに固有の ExternalId でデプロイできます。",
		fromButton: "複数のアカウントにデプロイ",
		remove: (name) => ({
			title: `「${name}」を削除しますか？`,
			body: "ファイルは削除済みロールアウトのフォルダに移動します。AWS では何も変わりません。StackSet とそのロールは残ります。",
			yes: "ロールアウトを削除",
			danger: true,
		}),
		removeName: (name) => `${name} を削除`,
	},
	head: {
		back: "すべてのセットアップ",
		name: "ロールアウトの名前",
		untitled: "名前のないロールアウト",
		lead: "複数のアカウントに 1 つのロールを。一覧、ひな形、プラン、表の順に進みます。指示があるまで AWS では何も変わりません。",
		bar: "状態ごとのアカウント数",
		saved: "保存済み",
		saving: "保存しています…",
		notSaved: "保存できませんでした",
		pattern: (name) =>
			`「${name}」のひな形です。ここでの設定がすべてのアカウントに適用されます。アカウントと ExternalId は一覧から決まります。`,
		toAccounts: "アカウントに戻る",
		leaveBusy: {
			title: "CloudFormation の実行中に離れますか？",
			body: "先にキャンセルします。開始済みのものは最後まで実行され、残りは開始されません。その後もう一度離れてください。",
			yes: "キャンセルする",
			danger: true,
		},
		leaveUnsaved: {
			title: "保存せずに離れますか？",
			body: "最後の変更を書き込めませんでした。今離れると失われます。",
			yes: "それでも離れる",
			danger: true,
		},
	},
	states: {
		unknown: "未読み込み",
		not_deployed: "未デプロイ",
		in_progress: "進行中",
		failed: "失敗",
		differs: "差異あり",
		not_listed: "一覧にない",
		done: "完了",
	},
	verdicts: {
		passed: "合格",
		failed: "不合格",
		warning: "要確認",
		unreachable: "到達不可",
		cancelled: "中止",
	},
	list: {
		title: "アカウント",
		label: "アカウント (1 行に 1 つ)",
		empty: "アカウント ID を貼り付けるか、CSV をドロップするか、開いてください。",
		forms:
			"1 行に 1 つのアカウント ID、見出し行 (account_id, name, external_id) のある CSV、または「aws organizations list-accounts」の出力を使えます。",
		open: "CSV を開く…",
		organization: "組織から取得",
		reading: "組織を読み込んでいます…",
		undo: "前の一覧に戻す",
		ofFile: (name) => `一覧を ${name} の内容にしました。`,
		ofOrganization: (leftOut) =>
			leftOut > 0
				? `一覧を組織の内容にしました。アクティブでない${accounts(leftOut)}を除きました。`
				: "一覧を組織の内容にしました。",
		found: (count) => `${accounts(count)}が見つかりました`,
		take: (count) => (count === 1 ? "このアカウントを使う" : `この${accounts(count)}を使う`),
		taken: (count) =>
			`ロールアウトに${accounts(count)}があります。入力した一覧はそのまま残ります。`,
		change: "一覧を変更",
		close: "一覧を閉じる",
		line: (line) => `${number(line)} 行目`,
		more: (count) => `ほか ${number(count)} 件`,
		less: "先に修正するか、これらの行を除いて続けてください。アカウントとして読み取れません。",
		tooLarge:
			"このファイルは 16 MB を超えています。アカウントの一覧は数キロバイトです。別のファイルを選んでください。",
		drop: "ドロップすると読み込みます",
		leave: (count) => ({
			title: `${accounts(count)}をロールアウトから外しますか？`,
			body: "ロールアウトにあり、この一覧にないアカウントです。ExternalId はここでは失われます。デプロイ済みのロールは AWS に残り、削除するまで「一覧にない」と表示されます。",
			yes: "この一覧を使う",
			danger: true,
		}),
		merged: (added, changed, dropped) =>
			[
				added > 0
					? `${accounts(added)}を追加しました。一覧に ExternalId がないものには新しい値を割り当てました。`
					: "",
				changed > 0 ? `${accounts(changed)}の ExternalId を一覧の値にしました。` : "",
				dropped > 0 ? `${accounts(dropped)}を外しました。` : "",
				added + changed + dropped === 0 ? "一覧のアカウントは以前と同じです。" : "",
			]
				.filter(Boolean)
				.join(""),
	},
	pattern: {
		title: "ロール",
		edit: "ひな形を編集",
		editName: "ひな形を編集 (セットアップとして)",
		name: "ロール名",
		path: "パス",
		serves: "用途",
		region: "リージョン",
		own: "各アカウントのロールはこの内容です。アカウントと ExternalId だけが異なります。",
		trust: "信頼ポリシーは手動で編集されています。",
	},
	how: {
		title: "デプロイの方法",
		stackSet: "StackSet の名前",
		model: "StackSet のアクセス許可",
		self: "セルフマネージド",
		service: "サービスマネージド (Organizations)",
		selfHint:
			"このアカウントに AWSCloudFormationStackSetAdministrationRole、一覧の各アカウントに AWSCloudFormationStackSetExecutionRole が必要です。",
		serviceHint:
			"組織で StackSets の信頼されたアクセスを有効にしてください。アカウントを含む組織単位を指定します。",
		units: "組織単位 (空白区切り)",
		access: "確認に使うロール",
		accessHint: "「すべて確認」が各アカウントで引き受けます。読み取りのみです。",
	},
	plan: {
		title: "プラン",
		show: "変更内容を表示",
		again: "もう一度表示",
		reading: "StackSet を読み込んでいます…",
		idle: "StackSet を読み込み、一覧と比較します。何も変更しません。",
		noAccounts: "一覧にアカウントを入れるとプランを表示できます。",
		problems: "次を修正するとプランを表示できます。",
		stale:
			"プランの表示後に一覧、ひな形、または StackSet の設定が変わりました。もう一度表示してください。",
		stackSet: {
			create: (name) => `StackSet ${name} を作成します。`,
			update: (name) => `${name} のテンプレートを、すべてのアカウントで更新します。`,
			unchanged: (name) => `StackSet ${name} は想定どおりです。`,
		},
		add: (count) => `${accounts(count)}にロールを作成`,
		update: (count) => `${accounts(count)}の ExternalId を変更`,
		retry: (count) => `失敗した${accounts(count)}を再試行`,
		wait: (count) => `${accounts(count)}では CloudFormation がまだ処理中`,
		stuck: (count) =>
			`${accounts(count)}では CloudFormation がスタックの処理を断念しました。行の説明に従って手動で直してください`,
		signIn: "もう一度サインイン",
		left: (count) => `${accounts(count)}は変更なし`,
		stray: (count) => `一覧にない${accounts(count)}にロールがあります。変更しません`,
		nothing: "変更はありません。一覧のすべてのアカウントにロールがあります。",
		calls: (count) => `CloudFormation の呼び出し ${number(count)} 回`,
		template: "StackSet のテンプレート",
		diff: "テンプレートの変更内容",
		copyTemplate: "テンプレートをコピー",
		saveTemplate: "保存…",
		empty: "StackSet はありますが、アカウントは入っていません。",
		clear: "StackSet を削除…",
		deploy: "デプロイ…",
		ask: (count) => `${accounts(count)}にデプロイしますか？`,
		askTemplate: "StackSet のテンプレートを変更しますか？",
		where: "場所",
		goes: "CloudFormation が各アカウントで IAM ロールを作成または更新します。途中でキャンセルできます。開始済みのものは最後まで実行され、残りは開始されません。",
		yes: "デプロイ",
		no: "キャンセル",
		moved:
			"プランの表示後に StackSet が変更されました。何も実行されていません。以下は現在のプランです。",
	},
	work: {
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
	},
	table: {
		title: "ロールアウトのアカウント",
		empty: "まだアカウントがありません。上で一覧を入力してください。",
		none: "一致するアカウントがありません。",
		clear: "すべて表示",
		search: "アカウントを検索",
		filter: "状態で絞り込み",
		all: (count) => `すべて ${number(count)}`,
		state: (name, count) => `${name} ${number(count)}`,
		retry: (count) => `失敗した ${number(count)} 個を再試行`,
		check: "すべて確認",
		remove: "削除…",
		removeChosen: (count) => `${number(count)} 個を削除…`,
		removeWhy: "先に Space キーまたはチェックボックスでアカウントを選んでください。",
		copy: "CSV でコピー",
		save: "CSV で保存…",
		saved: (path) => `${path} に保存しました`,
		notSaved: "保存できませんでした",
		chooseAll: "表示中のすべてのアカウントを選択",
		choose: (account) => `${account} を選択`,
		hint: "矢印キーで移動、Enter で開く、Space で選択。",
		columns: {
			account_id: "アカウント",
			name: "名前",
			state: "状態",
			external_id: "ExternalId",
			verdict: "確認",
		},
	},
	detail: {
		title: (account) => `アカウント ${account}`,
		status: "状態",
		reason: "理由",
		check: "確認",
		externalId: "ExternalId",
		roleArn: "ロールの ARN",
		copyExternalId: "ExternalId をコピー",
		copyRoleArn: "ロールの ARN をコピー",
		from: "デプロイ済みの ExternalId",
		close: "閉じる",
		note: "要修正",
		stuck:
			"CloudFormation はこのアカウントのスタックを処理できません。そのアカウントでスタックを削除してから、プランを表示し、もう一度デプロイしてください。",
		remedies: {
			unknown: "プランを表示すると StackSet を読み込みます。",
			not_deployed: "デプロイすると、このアカウントにロールが作成されます。",
			in_progress: "CloudFormation の処理が終わるまでお待ちください。",
			failed: "理由に示された問題を直してから、再試行してください。",
			differs:
				"デプロイすると、ロールの ExternalId がここの値になります。QuilrAI ダッシュボードのキーにも同じ値が必要です。",
			not_listed: "残す場合は一覧に追加し、不要な場合は選択して削除してください。",
			done: "両方の値を、QuilrAI ダッシュボードのこのアカウントのキーに入力してください。",
		},
	},
	remove: {
		ask: (count) => `${accounts(count)}からロールを削除しますか？`,
		deletes: "各アカウントの AWS で次のものを削除します。",
		stack: "StackSet のスタック:",
		role: "ロールとそのポリシー:",
		stops: "これらのロールを使う QuilrAI キーは、すぐに使えなくなります。",
		keeps:
			"アカウントは ExternalId とともに一覧に残ります。再びデプロイするとロールが元に戻ります。",
		strays: "一覧にないものは表から消えます。",
		untouched: (count) =>
			`選択した${accounts(count)}には、この StackSet のロールがありません。そこでは何も削除しません。`,
		more: (count) => `ほか ${number(count)} 個`,
		yes: (count) => `${accounts(count)}から削除`,
		no: "キャンセル",
		retain: "ロールをアカウントに残す",
		retainText: "CloudFormation が削除できなくなったスタックにも使えます。",
		withSet: "StackSet も削除する",
		withSetText: "アカウントがなくなってから削除します。デプロイすると再び作成されます。",
		retained: {
			ask: (count) => `${accounts(count)}を StackSet から外しますか？`,
			stays: "各アカウントの AWS に次のものが残ります。",
			orphans:
				"これらのロールは以後管理されません。再びデプロイするには、先にそのアカウントでスタックを削除してください。",
			keeps: "キーは引き続き使えます。アカウントは ExternalId とともに一覧に残ります。",
			yes: (count) => `${accounts(count)}を外す`,
		},
		set: {
			ask: (name) => `StackSet ${name} を削除しますか？`,
			empty: "アカウントが入っていないため、ロールもキーも変わりません。",
			again: "デプロイすると、同じ名前で再び作成されます。",
			yes: "StackSet を削除",
		},
	},
};
