import type { hints as german } from "../de/hints";

export const hints: Record<keyof typeof german, string> = {
	"choose a profile that can sign in, or make one with `aws configure` or `aws configure sso`":
		"サインインできるプロファイルを選ぶか、`aws configure` または `aws configure sso` で作成してください",
	"sign in again, with the code that your MFA device shows now":
		"MFA デバイスに今表示されているコードで、もう一度サインインしてください",
	"put new keys in the place of those that have ended":
		"期限が切れたキーを新しいキーに置き換えてください",
	"sign in again with `aws login{1}`": "`aws login{1}` でもう一度サインインしてください",
	"sign in again with `aws login`": "`aws login` でもう一度サインインしてください",
	"sign in again, for example with `aws sso login{1}`":
		"もう一度サインインしてください。例: `aws sso login{1}`",
	"sign in again, for example with `aws sso login`":
		"もう一度サインインしてください。例: `aws sso login`",
	"sign in again": "もう一度サインインしてください",
	"check the keys of the profile": "プロファイルのキーを確認してください",
	"try `aws sts get-caller-identity{1}`, which shows what the AWS CLI makes of it":
		"`aws sts get-caller-identity{1}` を試すと、AWS CLI での結果がわかります",
	"try `aws sts get-caller-identity`, which shows what the AWS CLI makes of it":
		"`aws sts get-caller-identity` を試すと、AWS CLI での結果がわかります",
	"give the six digits that the device shows: at the terminal when asked, or with `--mfa-code`":
		"デバイスに表示される 6 桁の数字を、ターミナルで求められたとき、または `--mfa-code` で入力してください",
	"wait for the device's next code and give that one":
		"デバイスの次のコードを待って、そのコードを入力してください",
	"compare mfa_serial in ~/.aws/config with the user's devices in the IAM console":
		"~/.aws/config の mfa_serial と IAM コンソールにあるユーザーのデバイスを見比べてください",
	"type the six digits that the device shows now":
		"デバイスに今表示されている 6 桁の数字を入力してください",
	"sign in through the browser: here, with `bedrock-role profiles NAME` at a terminal, or with `aws sso login{1}`":
		"ここ、ターミナルの `bedrock-role profiles NAME`、または `aws sso login{1}` から、ブラウザでサインインしてください",
	"sign in through the browser: here, with `bedrock-role profiles NAME` at a terminal, or with `aws sso login`":
		"ここ、ターミナルの `bedrock-role profiles NAME`、または `aws sso login` から、ブラウザでサインインしてください",
	"choose another profile, or have the permission set assigned to you in that account":
		"別のプロファイルを選ぶか、そのアカウントで許可セットを割り当ててもらってください",
	"choose a profile with an sso_session": "sso_session のあるプロファイルを選んでください",
	"sign in again when you are ready": "準備ができたら、もう一度サインインしてください",
	"check that the folder can be written and has space":
		"フォルダが書き込み可能で空きがあるか確認してください",
	"name a PEM file with your company's root certificate in AWS_CA_BUNDLE, or unset it":
		"AWS_CA_BUNDLE に会社のルート証明書の PEM ファイルを指定するか、設定を解除してください",
	"set AWS_MAX_ATTEMPTS, or max_attempts in the profile, to one, or to nothing":
		"AWS_MAX_ATTEMPTS またはプロファイルの max_attempts を正しい値にするか、空にしてください",
	"leave them out here and set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT before starting":
		"ここでは省き、起動前に HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT を設定してください",
	"it must look like http://proxy.example.com:8080":
		"次の形式にしてください: http://proxy.example.com:8080",
	"ask an administrator of the account for them, sign in as one, or hand over the role as code (`bedrock-role render cloudformation`)":
		"アカウントの管理者に依頼するか、管理者としてサインインするか、ロールをコードとして渡してください (`bedrock-role render cloudformation`)",
	"choose another profile, or mend it in ~/.aws/config":
		"別のプロファイルを選ぶか、~/.aws/config で修正してください",
	"mend the file, then read the profiles again":
		"ファイルを修正してから、プロファイルをもう一度読み込んでください",
	"ask an administrator of the account for `{1}`, or sign in as one":
		"アカウントの管理者に `{1}` を依頼するか、管理者としてサインインしてください",
	"wait a minute and try again": "1 分待ってから、もう一度お試しください",
	"check the network, the VPN and the proxy, then try again":
		"ネットワーク、VPN、プロキシを確認してから、もう一度お試しください",
	"the network or a proxy holds the connection back: check both, then try again; where it is only slow, allow more time with `--connect-timeout` or `--read-timeout`":
		"ネットワークまたはプロキシが接続を妨げています。両方を確認してから、もう一度お試しください。遅いだけの場合は `--connect-timeout` または `--read-timeout` で時間を延ばしてください",
	"if your company inspects TLS, name its root certificate (a PEM file) in AWS_CA_BUNDLE or in ca_bundle of the profile, then try again":
		"会社が TLS を検査している場合は、AWS_CA_BUNDLE またはプロファイルの ca_bundle にそのルート証明書 (PEM ファイル) を指定してから、もう一度お試しください",
	"check HTTPS_PROXY and NO_PROXY, and ask whoever runs the proxy to let AWS through":
		"HTTPS_PROXY と NO_PROXY を確認し、プロキシの管理者に AWS への通信の許可を依頼してください",
	"put both into the proxy's address: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT":
		"両方をプロキシのアドレスに含めてください: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
	"sign in as an IAM user, or with a role such as an Identity Center permission set":
		"IAM ユーザーとして、または Identity Center の許可セットなどのロールでサインインしてください",
	"choose a profile of the role's account, or correct the account id":
		"ロールのアカウントのプロファイルを選ぶか、アカウント ID を修正してください",
	"read the new plan, then apply it": "新しいプランを読んでから、適用してください",
	"read the new plan, then deploy it": "新しいプランを読んでから、デプロイしてください",
	"correct the rollout, then plan it again":
		"ロールアウトを修正してから、もう一度プランを作成してください",
	"deploy the rollout first, or correct its name, its region and the account":
		"先にロールアウトをデプロイするか、名前、リージョン、アカウントを修正してください",
	"AWS may need a little longer: look at the plan again in a minute":
		"AWS に少し時間が必要な場合があります。1 分後にもう一度プランをご覧ください",
	"take it back or carry it on first: `bedrock-role recover`":
		"先に元に戻すか、続行してください: `bedrock-role recover`",
	"wait until it has come to its end, then try again":
		"終わるまで待ってから、もう一度お試しください",
	"end it first: `bedrock-role rotate --finish`, or `--take-back`":
		"先に終えてください: `bedrock-role rotate --finish` または `--take-back`",
	"begin one with `bedrock-role rotate`": "`bedrock-role rotate` で開始してください",
	"leave the new one out, and one is made": "新しいものを省くと、作成されます",
	"look at the plan first: it says how the trust policy differs from this setup":
		"先にプランをご覧ください。信頼ポリシーとこのセットアップの違いがわかります",
	"correct the account and the role's name, or create it with `bedrock-role apply`":
		"アカウントとロール名を修正するか、`bedrock-role apply` で作成してください",
	"it lets nobody in after {1}; take it out with `bedrock-role recover`, or delete the statement with the Sid `{2}` from the role's trust policy in the AWS console":
		"{1} 以降は誰も許可しません。`bedrock-role recover` で取り除くか、AWS コンソールでロールの信頼ポリシーから Sid が `{2}` のステートメントを削除してください",
	"verify again, and let this machine neither sleep nor lose the network meanwhile":
		"もう一度検証してください。その間、このマシンをスリープさせず、ネットワークも切らないでください",
	"verify again": "もう一度検証してください",
	"set this machine's clock, best by the network's time, then try again":
		"このマシンの時計を、できればネットワークの時刻に合わせてから、もう一度お試しください",

	"compare the key in the QuilrAI dashboard with this setup":
		"QuilrAI ダッシュボードのキーとこのセットアップを見比べてください",
	"choose a base URL of QuilrAI's gateway; where a proxy redirects, ask whoever runs it to let the gateway's host through":
		"QuilrAI のゲートウェイのベース URL を選んでください。プロキシがリダイレクトする場合は、管理者にゲートウェイのホストへの通信の許可を依頼してください",
	"check the base URL; where a proxy shows the page, sign in to it or ask whoever runs it to let the gateway's host through":
		"ベース URL を確認してください。プロキシがページを表示する場合は、そこにサインインするか、管理者にゲートウェイのホストへの通信の許可を依頼してください",
	"check that the base URL is one of QuilrAI's gateway":
		"ベース URL が QuilrAI のゲートウェイのものか確認してください",

	"start a keychain such as gnome-keyring or KWallet; in a terminal, QUILR_API_KEY gives the key to each run":
		"gnome-keyring や KWallet などのキーチェーンを起動してください。ターミナルでは QUILR_API_KEY で実行ごとにキーを渡せます",
	"unlock the keychain, then try again":
		"キーチェーンのロックを解除してから、もう一度お試しください",
	"try again, and allow it when the keychain asks":
		"もう一度試し、キーチェーンに求められたら許可してください",
	"remove the key and enter it again": "キーを削除して、もう一度入力してください",
	"look whether the keychain works in other programs, then try again":
		"キーチェーンがほかのプログラムで動くか確認してから、もう一度お試しください",

	"let one of them use access keys, SSO or another source_profile":
		"いずれかでアクセスキー、SSO、または別の source_profile を使ってください",
	"add `[profile {1}]` to ~/.aws/config, or name another source_profile":
		"~/.aws/config に `[profile {1}]` を追加するか、別の source_profile を指定してください",
	"delete one of the two lines from the profile":
		"プロファイルから 2 行のうち一方を削除してください",
	"name the profile that assumes the role in a line `source_profile = …`":
		"ロールを引き受けるプロファイルを `source_profile = …` の行で指定してください",
	"it must be Environment, Ec2InstanceMetadata or EcsContainer":
		"Environment、Ec2InstanceMetadata、EcsContainer のいずれかにしてください",
	"it must look like arn:aws:iam::123456789012:role/NAME":
		"次の形式にしてください: arn:aws:iam::123456789012:role/NAME",
	"move the line to the profile with the role or the keys, or delete it":
		"その行をロールまたはキーのあるプロファイルに移すか、削除してください",
	"copy it from the IAM console: arn:aws:iam::123456789012:mfa/NAME, or the number on a hardware device":
		"IAM コンソールからコピーしてください: arn:aws:iam::123456789012:mfa/NAME、またはハードウェアデバイスの番号",
	"add `{1} = …` to `{2}`": "`{2}` に `{1} = …` を追加してください",
	"make it with `aws configure sso-session`": "`aws configure sso-session` で作成してください",
	"delete {1} from the profile; the sso-session has it":
		"プロファイルから {1} を削除してください。sso-session にあります",
	"complete it with `aws configure sso --profile {1}`, or choose another profile":
		"`aws configure sso --profile {1}` で完成させるか、別のプロファイルを選んでください",

	"copy the key from the QuilrAI dashboard": "QuilrAI ダッシュボードからキーをコピーしてください",
	"copy the key that begins with sk-quilr- from the QuilrAI dashboard; with assume role, no AWS key is given to anybody":
		"QuilrAI ダッシュボードから sk-quilr- で始まるキーをコピーしてください。ロールの引き受けでは、AWS のキーを誰にも渡しません",
	"give what stands behind `Bearer` only": "`Bearer` の後の部分だけを入力してください",
	"copy the whole key from the QuilrAI dashboard, not its name or another service's":
		"QuilrAI ダッシュボードから、名前や他のサービスのキーではなく、キー全体をコピーしてください",
	"copy the whole key once more, and nothing besides it":
		"キー全体だけを、もう一度コピーしてください",

	"The file is damaged or cut off. Take it from a backup.":
		"ファイルが壊れているか、途中で切れています。バックアップから戻してください。",
	"Choose a file that the wizard has exported.":
		"ウィザードがエクスポートしたファイルを選んでください。",
	"Choose a file that `rollout new` or the wizard has written.":
		"`rollout new` またはウィザードが書き出したファイルを選んでください。",
	"It was written by a newer version of the wizard: update this one.":
		"新しいバージョンのウィザードで書き出されています。こちらを更新してください。",
	"No version of the wizard has written this schema.":
		"このスキーマを書き出したウィザードのバージョンはありません。",
	"Leave the id out, or take the one that the file is named by.":
		"ID を省くか、ファイル名にある ID を使ってください。",
	"Correct the place that the message names.": "メッセージの示す箇所を修正してください。",

	"what you typed is kept until you close this window; free some space or make the folder writable":
		"入力内容はこのウィンドウを閉じるまで残ります。空きを作るか、フォルダを書き込み可能にしてください",
	"choose another folder, or copy the text": "別のフォルダを選ぶか、テキストをコピーしてください",
	"open {1} yourself": "{1} をご自身で開いてください",
	"open a setup of the sandbox": "サンドボックスのセットアップを開いてください",
	"let it end first": "先に終わらせてください",
	"run the checks first": "先にチェックを実行してください",
};
