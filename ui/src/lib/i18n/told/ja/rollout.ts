// What is told of a list of accounts and of a StackSet.

export const rollout = {
	"the line names no account": "この行にはアカウントがありません",
	"Put the account's 12 digits there, or take the line out.":
		"アカウントの 12 桁の数字を入れるか、この行を削除してください。",
	"`{1}` is an account id that a spreadsheet wrote as a number: its last digits are lost":
		"`{1}` は表計算ソフトが数値として書いたアカウント ID です。末尾の桁が失われています",
	"Take the id from its source again, into a column formatted as text.":
		"元の場所から ID を取り直し、文字列の書式の列に入れてください。",
	"`{1}` has {2} digits, an account id has 12: a spreadsheet drops leading zeros":
		"`{1}` は {2} 桁です。アカウント ID は 12 桁です。表計算ソフトは先頭のゼロを省きます",
	"If that is what happened, the account is `{1}`: write it as text.":
		"その場合、アカウントは `{1}` です。文字列として入力してください。",
	"`{1}` is written as a decimal number": "`{1}` は小数として書かれています",
	"not JSON: {1}": "JSON ではありません: {1}",
	"Paste the whole output of `aws organizations list-accounts`.":
		"`aws organizations list-accounts` の出力全体を貼り付けてください。",
	"this is JSON without a list `Accounts`": "この JSON には `Accounts` の一覧がありません",
	"Paste the output of `aws organizations list-accounts`.":
		"`aws organizations list-accounts` の出力を貼り付けてください。",
	"the list goes on: it ends with a NextToken":
		"一覧には続きがあります。NextToken で終わっています",
	"Read it without --max-items, so that it is whole.":
		"全体を得るため、--max-items なしで読み込んでください。",
	"no column is named account_id: the first is taken for it":
		"account_id という列がありません。最初の列を使います",
	"Name the columns account_id, name and external_id.":
		"列の名前を account_id、name、external_id にしてください。",
	"these columns are not read: {1}": "次の列は読み込みません: {1}",
	"the account `{1}` is {2} and is left out": "アカウント `{1}` は {2} のため除きます",
	"AWS refuses every change in an account that is not active.":
		"アクティブでないアカウントでは、AWS はすべての変更を拒否します。",
	"`{1}` is the gateway's own account": "`{1}` はゲートウェイ自身のアカウントです",
	"List your accounts: the gateway's account needs no role.":
		"ご自身のアカウントを挙げてください。ゲートウェイのアカウントにロールは不要です。",
	"Take it out of the list: the gateway's account needs no role.":
		"一覧から外してください。ゲートウェイのアカウントにロールは不要です。",
	"line {1} has the same ExternalId": "{1} 行目と同じ ExternalId です",
	"It must be unique per role. Leave it out, and the account gets a new one.":
		"ロールごとに一意でなければなりません。空欄にすると、新しい値を割り当てます。",
	"the ExternalId can be guessed: {1}": "この ExternalId は推測できます: {1}",
	"Leave it out, and the account gets a new one.":
		"空欄にすると、アカウントに新しい値を割り当てます。",
	"the account `{1}` stands in line {2} already": "アカウント `{1}` はすでに {2} 行目にあります",
	"{1}, without this ExternalId": "{1} (この ExternalId なし)",
	"Keep one of the two lines: a role has one ExternalId.":
		"どちらか 1 行だけ残してください。ロールの ExternalId は 1 つです。",
	"the StackSet has no name": "StackSet に名前がありません",
	"a StackSet's name begins with a letter and holds letters, digits and hyphens only":
		"StackSet の名前は英字で始まり、英数字とハイフンだけを使えます",
	"a StackSet's name has {1} characters at most, not {2}":
		"StackSet の名前は最大 {1} 文字です ({2} 文字あります)",
	"service-managed permissions need an organizational unit":
		"サービスマネージドのアクセス許可には組織単位が必要です",
	"Enter the unit that the accounts are in, or the root: r-… reaches all of them.":
		"アカウントを含む組織単位、またはルートを入力してください。r-… はすべてに届きます。",
	"an operation takes {1} organizational units at most, not {2}":
		"1 回の操作に指定できる組織単位は最大 {1} 個です ({2} 個あります)",
	"Enter a unit that they are all in.": "すべてを含む組織単位を入力してください。",
	"`{1}` is not the id of an organizational unit": "`{1}` は組織単位の ID ではありません",
	"It looks like ou-ab12-cd34ef56, the root like r-ab12.":
		"ou-ab12-cd34ef56 のような形です。ルートは r-ab12 のような形です。",
	"the template has {1} bytes, CloudFormation takes {2}":
		"テンプレートは {1} バイトです。CloudFormation の上限は {2} です",
	"the StackSet `{1}` is {2}, the rollout says {3}":
		"StackSet `{1}` は {2} ですが、ロールアウトの指定は {3} です",
	"Change the rollout, or choose another name for its StackSet.":
		"ロールアウトを変更するか、StackSet に別の名前を付けてください。",
	"an account that joins the organizational units gets a role by itself, without an ExternalId of its own":
		"組織単位に加わったアカウントには、固有の ExternalId のないロールが自動的に作成されます",
	"Turn the StackSet's automatic deployment off.": "StackSet の自動デプロイをオフにしてください。",
	"managed execution is off: one account is worked on at a time":
		"マネージド実行がオフのため、アカウントを 1 つずつ処理します",
	"To go faster, turn the StackSet's managed execution on.":
		"速くするには、StackSet のマネージド実行をオンにしてください。",
	"the trust policy edited by hand does not ask for the pattern's ExternalId, so that no account could have its own":
		"手動で編集した信頼ポリシーがひな形の ExternalId を求めていないため、アカウントごとの値を設定できません",
	"Throw the edits away, or let the condition sts:ExternalId ask for the pattern's.":
		"編集を破棄するか、条件 sts:ExternalId でひな形の値を求めてください。",
	"there is no account in the list": "一覧にアカウントがありません",
	"Paste account ids, open a CSV file, or take them from the organization.":
		"アカウント ID を貼り付けるか、CSV ファイルを開くか、組織から取得してください。",
	"the account `{1}` is in the list twice": "アカウント `{1}` が一覧に 2 回あります",
	"Take one of the two out.": "どちらか一方を外してください。",
	"the account `{1}` has the same ExternalId": "アカウント `{1}` と同じ ExternalId です",
	"Generate another: it must be unique per role.":
		"別の値を生成してください。ロールごとに一意でなければなりません。",
	"Generate another.": "別の値を生成してください。",
};
