import type { faults as german } from "../de/faults";

export const faults: Record<keyof typeof german, string> = {
	"no AWS credentials were found": "AWS の認証情報が見つかりません",
	"no AWS credentials were found for the profile `{1}`":
		"プロファイル `{1}` の AWS 認証情報が見つかりません",
	"the sign-in has expired": "サインインの有効期限が切れています",
	"the sign-in for the profile `{1}` has expired":
		"プロファイル `{1}` のサインインの有効期限が切れています",
	"AWS does not accept the credentials: {1}": "AWS が認証情報を受け付けません: {1}",
	"AWS does not accept the credentials for the profile `{1}`: {2}":
		"AWS がプロファイル `{1}` の認証情報を受け付けません: {2}",
	"signing in failed: {1}": "サインインに失敗しました: {1}",
	"signing in for the profile `{1}` failed: {2}":
		"プロファイル `{1}` のサインインに失敗しました: {2}",
	"the sign-in needs the code of the MFA device `{1}`":
		"サインインには MFA デバイス `{1}` のコードが必要です",
	"the sign-in for the profile `{1}` needs the code of the MFA device `{2}`":
		"プロファイル `{1}` のサインインには MFA デバイス `{2}` のコードが必要です",
	"AWS did not take that code: it was wrong, too late, or used already":
		"AWS がコードを受け付けませんでした: 誤っているか、遅すぎたか、使用済みです",
	"AWS cannot check a code of `{1}`: the device is not one of the user whose keys sign in":
		"AWS は `{1}` のコードを確認できません: サインインするキーのユーザーのデバイスではありません",
	"an MFA code is six digits": "MFA コードは 6 桁の数字です",
	"the SSO session `{1}` is not signed in, or its time is over":
		"SSO セッション `{1}` はサインインしていないか、期限が切れています",
	"your SSO sign-in has no role `{1}` in the account `{2}`":
		"お客様の SSO サインインには、アカウント `{2}` にロール `{1}` がありません",
	"the profile `{1}` does not sign in through SSO":
		"プロファイル `{1}` は SSO でサインインしません",
	"the sign-in was declined in the browser": "ブラウザでサインインが拒否されました",
	"nobody confirmed the sign-in in the browser in time":
		"時間内にブラウザでサインインが確認されませんでした",
	"the sign-in was cancelled": "サインインはキャンセルされました",
	"the SSO token cannot be kept in `{1}`: {2}": "SSO トークンを `{1}` に保存できません: {2}",
	"the CA bundle `{1}` cannot be used: {2}": "CA バンドル `{1}` を使用できません: {2}",
	"the number of tries `{1}` is not a whole number from 1 on":
		"試行回数 `{1}` は 1 以上の整数ではありません",
	"the proxy that is set is not an address": "設定されたプロキシはアドレスではありません",
	"a proxy's user name and password are not kept in a file":
		"プロキシのユーザー名とパスワードはファイルに保存されません",
	"the network settings cannot be kept: {1}": "ネットワーク設定を保存できません: {1}",
	"you lack {1}": "お客様には {1} がありません",
	"there is no AWS profile `{1}`": "AWS プロファイル `{1}` はありません",
	"cannot sign in: {1}": "サインインできません: {1}",
	"the profile `{1}` cannot sign in: {2}": "プロファイル `{1}` はサインインできません: {2}",
	"the AWS profile files cannot be read: {1}": "AWS のプロファイルのファイルを読み取れません: {1}",
	"`{1}` is not permitted: {2}": "`{1}` は許可されていません: {2}",
	"AWS answers that there are too many calls of `{1}`": "AWS の応答: `{1}` の呼び出しが多すぎます",
	"`{1}` did not reach {2}: {3}: {4}": "`{1}` は {2} に届きませんでした: {3}: {4}",
	"no connection": "接続できません",
	"no answer in time": "時間内に応答がありません",
	"the TLS connection was refused": "TLS 接続が拒否されました",
	"the connection broke": "接続が切れました",
	"the proxy is in the way": "プロキシが妨げています",
	"`{1}` is the root user of its account, which cannot assume roles":
		"`{1}` はアカウントのルートユーザーで、ロールを引き受けられません",
	"`{1}` is a federated user, which can neither call IAM nor assume roles":
		"`{1}` はフェデレーションユーザーで、IAM の呼び出しもロールの引き受けもできません",
	"the role is in the partition `{1}`, you are signed in to `{2}`":
		"ロールはパーティション `{1}` にあり、サインイン先は `{2}` です",
	"the role is in the account `{1}`, you are signed in to `{2}`":
		"ロールはアカウント `{1}` にあり、サインイン先は `{2}` です",
	"the role changed since the plan was shown": "プランの表示後にロールが変更されました",
	"the StackSet changed since the plan was shown": "プランの表示後に StackSet が変更されました",
	"the rollout cannot be deployed: {1}": "ロールアウトをデプロイできません: {1}",
	"there is no StackSet `{1}`": "StackSet `{1}` はありません",
	"every change was accepted, but the role does not read as planned: {1}":
		"変更はすべて受け付けられましたが、ロールがプランどおりに読み取れません: {1}",
	"{1} of `{2}` was interrupted": "`{2}` の{1}が中断されました",
	"an apply": "適用",
	"a rotation of the ExternalId": "ExternalId のローテーション",
	"a revocation": "取り消し",
	"another window or terminal is at work on `{1}` at this moment":
		"別のウィンドウまたはターミナルが現在 `{1}` を操作しています",
	"another rotation of the ExternalId of `{1}` is under way":
		"`{1}` の ExternalId の別のローテーションが進行中です",
	"no rotation of the ExternalId of `{1}` is under way":
		"`{1}` の ExternalId のローテーションは進行していません",
	"the ExternalId cannot be rotated: {1}": "ExternalId をローテーションできません: {1}",
	"the new ExternalId is the old one": "新しい ExternalId が古いものと同じです",
	"no statement of the trust policy that names `{1}` asks for the ExternalId `{2}` by StringEquals":
		"`{1}` を指定する信頼ポリシーのどのステートメントも、StringEquals で ExternalId `{2}` を求めていません",
	"there is no role `{1}`": "ロール `{1}` はありません",
	"the trust policy cannot be changed safely: {1}": "信頼ポリシーを安全に変更できません: {1}",
	"the trust policy cannot be read: {1}": "信頼ポリシーを読み取れません: {1}",
	"no statement of the trust policy names `{1}`":
		"信頼ポリシーのどのステートメントも `{1}` を指定していません",
	"the statement that names the gateway ends at `{1}`, which cannot be read as a time":
		"ゲートウェイを指定するステートメントの終了は `{1}` ですが、時刻として読み取れません",
	"the trust policy would have {1} characters with the temporary statement, IAM allows {2}":
		"一時的なステートメントを加えると信頼ポリシーは {1} 文字になり、IAM の上限は {2} です",
	"the temporary statement `{1}` could not be taken out of the trust policy of `{2}`: {3}":
		"一時的なステートメント `{1}` を `{2}` の信頼ポリシーから取り除けませんでした: {3}",
	"the temporary statement `{1}` expired at {2}, while it was waited for":
		"一時的なステートメント `{1}` は、待っている間に {2} に期限が切れました",
	"the role's session ended before the test was over":
		"テストが終わる前にロールのセッションが終了しました",
	"this machine's clock {1}, and AWS accepts no signature made by it":
		"このマシンの時計は{1}、AWS はその時刻の署名を受け付けません",
	"is {1} behind AWS's": " AWS より {1} 遅れており",
	"is {1} ahead of AWS's": " AWS より {1} 進んでおり",
	"differs from AWS's": " AWS と異なり",
	"the undo record `{1}` cannot be used: {2}": "元に戻すための記録 `{1}` を使用できません: {2}",
	"the undo record `{1}` cannot be used: {2}: check that the folder can be written and has space":
		"元に戻すための記録 `{1}` を使用できません: {2}: フォルダが書き込み可能で空きがあるか確認してください",
	"`{1}` was refused with {2}: {3}": "`{1}` は {2} で拒否されました: {3}",

	"QuilrAI's gateway answered {1} to `{2}`: {3}":
		"QuilrAI のゲートウェイが `{2}` に {1} と応答しました: {3}",
	"`{1}` redirects to `{2}`: the key was not sent on":
		"`{1}` は `{2}` にリダイレクトします: キーは送られていません",
	"`{1}` answered with a web page, which QuilrAI's gateway never does":
		"`{1}` がウェブページで応答しました。QuilrAI のゲートウェイはそのような応答をしません",
	"`{1}` answered with a web page (“{2}”), which QuilrAI's gateway never does":
		"`{1}` がウェブページ (「{2}」) で応答しました。QuilrAI のゲートウェイはそのような応答をしません",
	"the answer of QuilrAI's gateway to `{1}` cannot be read: {2}":
		"`{1}` に対する QuilrAI のゲートウェイの応答を読み取れません: {2}",

	"this machine has no keychain that answers": "このマシンには応答するキーチェーンがありません",
	"this machine has no keychain that answers: {1}":
		"このマシンには応答するキーチェーンがありません: {1}",
	"the keychain is locked": "キーチェーンがロックされています",
	"the keychain is locked: {1}": "キーチェーンがロックされています: {1}",
	"the keychain was asked, and access was refused": "キーチェーンへのアクセスが拒否されました",
	"the keychain was asked, and access was refused: {1}":
		"キーチェーンへのアクセスが拒否されました: {1}",
	"what the keychain holds for this setup is not a QuilrAI key":
		"キーチェーンにあるこのセットアップの値は QuilrAI のキーではありません",
	"what the keychain holds for this setup is not a QuilrAI key: {1}":
		"キーチェーンにあるこのセットアップの値は QuilrAI のキーではありません: {1}",
	"the keychain failed: {1}": "キーチェーンでエラーが発生しました: {1}",

	"its source profiles form a loop: {1}": "source_profile が循環しています: {1}",
	"the source profile `{1}` of `{2}` does not exist":
		"`{2}` の source_profile `{1}` は存在しません",
	"`{1}` has both source_profile and credential_source":
		"`{1}` に source_profile と credential_source の両方があります",
	"`{1}` has a role_arn, but neither source_profile nor credential_source":
		"`{1}` に role_arn はありますが、source_profile も credential_source もありません",
	"the credential_source `{1}` of `{2}` is unknown": "`{2}` の credential_source `{1}` は不明です",
	"the role_arn of `{1}` is not the ARN of a role":
		"`{1}` の role_arn はロールの ARN ではありません",
	"`{1}` has an mfa_serial, but neither a role_arn nor access keys to use it with":
		"`{1}` に mfa_serial はありますが、それを使う role_arn もアクセスキーもありません",
	"the mfa_serial of `{1}` is not the serial number of a device":
		"`{1}` の mfa_serial はデバイスのシリアル番号ではありません",
	"`{1}` lacks {2}": "`{1}` に {2} がありません",
	"the section [sso-session {1}] does not exist": "セクション [sso-session {1}] は存在しません",
	"`{1}` and its sso-session name different values of {2}":
		"`{1}` とその sso-session で {2} の値が異なります",
	"`{1}` does not say how to sign in": "`{1}` にはサインインの方法がありません",

	"the key is empty": "キーが空です",
	"this is an AWS access key, not a QuilrAI key":
		"これは AWS のアクセスキーで、QuilrAI のキーではありません",
	"this is a whole header, not only the key": "これはヘッダー全体で、キーだけではありません",
	"a QuilrAI key begins with `sk-quilr-`": "QuilrAI のキーは `sk-quilr-` で始まります",
	"the key has a space or a line end in the middle": "キーの途中に空白または改行があります",
	"the key holds a character that is not a letter, a digit, `-`, `_` or `.`":
		"キーに英数字、`-`、`_`、`.` 以外の文字があります",
	"the key is cut off: it has {1} characters only":
		"キーが途中で切れています: {1} 文字しかありません",
	"this is longer than a key: it has {1} characters": "キーより長い値です: {1} 文字あります",

	"not JSON: {1}": "JSON ではありません: {1}",
	"this is JSON, but not a setup: `schema` is missing":
		"JSON ですがセットアップではありません: `schema` がありません",
	"the setup has schema {1}, this version reads schema {2}":
		"セットアップのスキーマは {1} で、このバージョンが読むのは {2} です",
	"the setup's id `{1}` is not a UUID": "セットアップの ID `{1}` は UUID ではありません",
	"the setup cannot be read: {1}": "セットアップを読み取れません: {1}",
	"this is JSON, but not a rollout: `schema` or `stack_set` is missing":
		"JSON ですがロールアウトではありません: `schema` または `stack_set` がありません",
	"the rollout has schema {1}, this version reads schema {2}":
		"ロールアウトのスキーマは {1} で、このバージョンが読むのは {2} です",
	"the rollout's id `{1}` is not a UUID": "ロールアウトの ID `{1}` は UUID ではありません",
	"the rollout cannot be read: {1}": "ロールアウトを読み取れません: {1}",

	"the sandbox has no admin": "サンドボックスに管理者がいません",
	"the setup could not be written: {1}": "セットアップを書き込めませんでした: {1}",
	"the rollout could not be written: {1}": "ロールアウトを書き込めませんでした: {1}",
	"some values are not right yet": "まだ正しくない値があります",
	"a change or a verification is running already": "変更または検証がすでに実行中です",
	"a change or a verification is running": "変更または検証が実行中です",
	"`{1}` could not be written: {2}": "`{1}` を書き込めませんでした: {2}",
	"no browser could be opened: {1}": "ブラウザを開けませんでした: {1}",
	"this setup does not work in the sandbox":
		"このセットアップの作業場所はサンドボックスではありません",
	"it could not be remembered: {1}": "保存できませんでした: {1}",
	"there is no scene `{1}`": "シーン `{1}` はありません",
	"this setup works in an AWS account, where no scene is played":
		"このセットアップの作業場所は AWS アカウントで、そこではシーンを再生しません",
	"there is no report of this setup yet": "このセットアップのレポートはまだありません",
	"this rollout is not there any more": "このロールアウトはもうありません",
	"this setup is not there any more": "このセットアップはもうありません",
	"this record is not there any more": "この記録はもうありません",

	"Something in this program failed, and what you started last may never end. {1} What you typed is saved: close the window and start again.":
		"プログラムの内部でエラーが発生しました。最後に開始した処理は終わらない可能性があります。{1}入力した内容は保存されています。ウィンドウを閉じて、もう一度起動してください。",
	"What it was is in {1}, without any of your values.":
		"内容は {1} にあり、お客様の値は含まれていません。",
	"It could not be written down ({1}).": "内容を書き出せませんでした ({1})。",
	"The window is still open, because {1}. Make the folder writable or free some space: it is tried again by itself. To lose what is not saved, close the window again.":
		"ウィンドウはまだ開いています: {1}。フォルダを書き込み可能にするか、空き容量を増やしてください。保存は自動的に再試行されます。保存されていない内容を破棄する場合は、もう一度ウィンドウを閉じてください。",
	"Another window, or another program, changed this setup too. What you see here is saved; the other version is kept as {1}. Close one of the windows.":
		"別のウィンドウまたは別のプログラムも、このセットアップを変更しました。ここに表示されている内容は保存済みです。もう一方の版は {1} として残っています。どちらかのウィンドウを閉じてください。",
	"Another window, or another program, changed this rollout too. What you see here is saved; the other version is kept as {1}. Close one of the windows.":
		"別のウィンドウまたは別のプログラムも、このロールアウトを変更しました。ここに表示されている内容は保存済みです。もう一方の版は {1} として残っています。どちらかのウィンドウを閉じてください。",
	"The program failed in an earlier run. What it was is in {1}, without any of your values; please send it with your report.":
		"前回の実行でプログラムにエラーが発生しました。内容は {1} にあり、お客様の値は含まれていません。報告の際にお送りください。",
	"The folder {1} cannot be used ({2}). Every setup is kept until you close this window, and not saved. Make the folder writable, then start again.":
		"フォルダ {1} を使用できません ({2})。セットアップはこのウィンドウを閉じるまで残りますが、保存されません。フォルダを書き込み可能にして、もう一度起動してください。",
	"The folder {1} cannot be used ({2}). Every rollout is kept until you close this window, and not saved. Make the folder writable, then start again.":
		"フォルダ {1} を使用できません ({2})。ロールアウトはこのウィンドウを閉じるまで残りますが、保存されません。フォルダを書き込み可能にして、もう一度起動してください。",
	"The setup file {1} could not be read ({2}). It is kept as {3}; nothing in it was changed.":
		"セットアップのファイル {1} を読み取れませんでした ({2})。内容は変更せず、{3} として残してあります。",
	"The rollout file {1} could not be read ({2}). It is kept as {3}; nothing in it was changed.":
		"ロールアウトのファイル {1} を読み取れませんでした ({2})。内容は変更せず、{3} として残してあります。",
	"The setup file {1} could not be read ({2}), nor moved aside ({3}).":
		"セットアップのファイル {1} を読み取れず ({2})、別名にもできませんでした ({3})。",
	"The rollout file {1} could not be read ({2}), nor moved aside ({3}).":
		"ロールアウトのファイル {1} を読み取れず ({2})、別名にもできませんでした ({3})。",
};
