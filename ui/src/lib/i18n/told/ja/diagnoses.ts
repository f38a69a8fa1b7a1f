import type { diagnoses as german } from "../de/diagnoses";

export const diagnoses: Record<keyof typeof german, string> = {
	"Assume-role mode requires ExternalId": "Assume Role モードには ExternalId が必要です",
	"Generate one (step 1) and put it in both the role's trust policy and the API key form.":
		"生成 (ステップ 1) して、ロールの信頼ポリシーと API キーフォームの両方に設定してください。",
	"The API key form misses a value that assume-role mode requires":
		"API キーフォームに、Assume Role モードで必要な値がありません",
	"Copy the values of the dashboard step into the form.":
		"ダッシュボードのステップの値をフォームにコピーしてください。",
	"aws_access_key, aws_secret_key and aws_session_token belong to the static-key path and will be rejected":
		"aws_access_key、aws_secret_key、aws_session_token は静的キー方式のフィールドであり、拒否されます",
	"Leave the three fields out: assume-role mode needs the values of the dashboard step only.":
		"3 つのフィールドを外してください。Assume Role モードに必要なのはダッシュボードのステップの値だけです。",
	"The session duration is outside of AWS limits": "セッション時間が AWS の制限を超えています",
	"AWS limits. Use an integer in that range: 900 (15 min) to 43200 (12 hr).":
		"AWS の制限により、900 (15 分) から 43200 (12 時間) の範囲の整数を使ってください。",
	"The session name is not 2-64 characters matching [\\w+=,.@-]":
		"セッション名が [\\w+=,.@-] に一致する 2～64 文字ではありません",
	"Stick to alphanumerics, _, +, =, ,, ., @, -.":
		"英数字と _、+、=、,、.、@、- だけを使ってください。",
	"The ExternalId is not 2 to 1224 characters matching [\\w+=,.@:/-]":
		"ExternalId が [\\w+=,.@:/-] に一致する 2～1224 文字ではありません",
	"Look for a space or a line end that was pasted with it, or generate a new one.":
		"貼り付け時に混入した空白や改行がないか確認するか、新しく生成してください。",
	"The role ARN is not an ARN": "ロール ARN が ARN の形式ではありません",
	"Copy the role ARN of the dashboard step into the form.":
		"ダッシュボードのステップのロール ARN をフォームにコピーしてください。",
	"The caller is itself a role session, and chained sessions last one hour at most":
		"呼び出し元自体がロールセッションです。連鎖したセッションは最長 1 時間です",
	"Ask for 3600 seconds or less in a local test. The gateway is an IAM user: chaining does not limit it.":
		"ローカルでのテストでは 3600 秒以下を指定してください。ゲートウェイは IAM ユーザーなので、連鎖の制限を受けません。",
	"The session duration is longer than the role's MaxSessionDuration":
		"セッション時間がロールの MaxSessionDuration より長くなっています",
	"Lower aws_session_duration_seconds or raise the role's MaxSessionDuration in the AWS console.":
		"aws_session_duration_seconds を下げるか、AWS コンソールでロールの MaxSessionDuration を引き上げてください。",
	"The caller is the account's root user, which cannot assume roles":
		"呼び出し元はアカウントのルートユーザーであり、ロールを引き受けられません",
	"Sign in as an IAM user or through a role, then verify again.":
		"IAM ユーザーまたはロールでサインインしてから、もう一度検証してください。",
	"The trust policy names a principal that AWS does not know":
		"信頼ポリシーに、AWS が認識しないプリンシパルが指定されています",
	"Name {1} exactly as it is. An id that begins with AIDA or AROA stands for a user or role that was deleted: take it out.":
		"{1} をそのまま指定してください。AIDA または AROA で始まる ID は削除されたユーザーまたはロールを表すため、取り除いてください。",
	"The trust policy is longer than the account's quota for one role":
		"信頼ポリシーが、1 つのロールに対するアカウントのクォータより長くなっています",
	"Take statements out that are not needed, or ask AWS for a larger quota (4096 at most).":
		"不要なステートメントを取り除くか、AWS にクォータの引き上げ (最大 4096) を依頼してください。",
	"The inline policies of the role are longer than IAM allows together":
		"ロールのインラインポリシーの合計が IAM の上限を超えています",
	"Narrow to fewer regions or models, or allow all of them with one line.":
		"リージョンまたはモデルを減らすか、1 行ですべてを許可してください。",
	"A permissions policy names a principal: this is probably the trust policy":
		"許可ポリシーにプリンシパルが指定されています。おそらく信頼ポリシーです",
	"Paste the permissions policy of step 3 here, and the trust policy of step 2 under Trust relationships.":
		"ここにはステップ 3 の許可ポリシーを、「信頼関係」にはステップ 2 の信頼ポリシーを貼り付けてください。",
	"A Resource of the permissions policy is not an ARN":
		"許可ポリシーの Resource が ARN ではありません",
	"Copy the permissions policy of step 3 again, with every placeholder filled in.":
		"すべてのプレースホルダーを埋めた状態で、ステップ 3 の許可ポリシーをもう一度コピーしてください。",
	"The trust policy holds something that belongs into a permissions policy":
		"信頼ポリシーに、許可ポリシーに書くべき内容が含まれています",
	"Paste the trust policy of step 2: it has a Principal, no Resource, and only sts:AssumeRole.":
		"ステップ 2 の信頼ポリシーを貼り付けてください。Principal があり、Resource はなく、sts:AssumeRole だけを含みます。",
	"Two statements of the policy have the same Sid":
		"ポリシーの 2 つのステートメントの Sid が同じです",
	"Rename one of them, or leave the Sid out.": "一方の名前を変えるか、Sid を省略してください。",
	"The policy is not JSON": "ポリシーが JSON ではありません",
	"Copy the whole document again, from the first brace to the last.":
		"最初の括弧から最後の括弧まで、ドキュメント全体をもう一度コピーしてください。",
	"The first call to a third-party model subscribes to it, and nobody with marketplace rights has done so yet":
		"サードパーティーモデルは最初の呼び出しでサブスクライブされますが、Marketplace の権限を持つ人がまだ行っていません",
	"Let an admin with aws-marketplace:Subscribe, Unsubscribe, ViewSubscriptions and a payment method call the model once. Never give these rights to the gateway's role.":
		"aws-marketplace:Subscribe、Unsubscribe、ViewSubscriptions の権限と支払い方法を持つ管理者が、モデルを 1 回呼び出してください。これらの権限をゲートウェイのロールに与えないでください。",
	"The account was never given access to this model":
		"アカウントにこのモデルへのアクセスが付与されていません",
	"Open the model catalog in the Bedrock console and request access to the model. The role needs nothing more.":
		"Bedrock コンソールのモデルカタログを開き、モデルへのアクセスをリクエストしてください。ロールの変更は不要です。",
	"Anthropic asks for a use-case form once per account, and it has not been submitted":
		"Anthropic はアカウントごとに 1 回ユースケースフォームの提出を求めますが、まだ提出されていません",
	"Open the model catalog in the Bedrock console, choose a Claude model and submit the form. Try again after fifteen minutes.":
		"Bedrock コンソールのモデルカタログを開き、Claude モデルを選択してフォームを提出してください。15 分後にもう一度試してください。",
	"This model answers only through an inference profile":
		"このモデルは推論プロファイルを通じてのみ応答します",
	"Call it by an inference profile's id (for example with the prefix us.) and allow inference profiles in the permissions.":
		"推論プロファイルの ID (例: 先頭が us. のもの) で呼び出し、許可のステップで推論プロファイルを許可してください。",
	"There is no model of that id in this region": "このリージョンにその ID のモデルはありません",
	"Check the model's id and whether Bedrock offers it in aws_region: newer models often land in us-west-2 first.":
		"モデルの ID と、aws_region で Bedrock がそのモデルを提供しているかを確認してください。新しいモデルはまず us-west-2 で提供されることがよくあります。",
	"The model is not selected on the QuilrAI key": "QuilrAI キーでモデルが選択されていません",
	"Select the model on the key in the QuilrAI dashboard.":
		"QuilrAI ダッシュボードのキーでモデルを選択してください。",
	"A service control policy of the organization denies it":
		"組織のサービスコントロールポリシーによって拒否されています",
	"Ask the administrators of the AWS organization. Nothing in the role or in the key can mend it.":
		"AWS 組織の管理者に問い合わせてください。ロールやキーの変更では修正できません。",
	"A permissions boundary does not allow it": "許可の境界で許可されていません",
	"Let the boundary allow the action, or ask who set it.":
		"境界でアクションを許可するか、設定した人に問い合わせてください。",
	"The session was made with a policy of its own that does not allow it":
		"セッションが、これを許可しない独自のポリシー付きで作成されています",
	"Look at whoever makes the session: a session policy can only narrow what the role may do.":
		"セッションの作成元を確認してください。セッションポリシーはロールの許可を狭めることしかできません。",
	"The policy of a VPC endpoint does not allow it":
		"VPC エンドポイントのポリシーで許可されていません",
	"Ask who runs the VPC endpoint to allow the action, or call from elsewhere.":
		"VPC エンドポイントの管理者にアクションの許可を依頼するか、別の場所から呼び出してください。",
	"The trust policy does not list {1} as a principal, or the ExternalId in the API key doesn't match the policy condition":
		"信頼ポリシーに {1} がプリンシパルとして指定されていないか、API キーの ExternalId がポリシーの条件と一致しません",
	"Compare the ExternalId of the key with the trust policy's, look whether the role is there under this ARN, then show the plan and apply it.":
		"キーと信頼ポリシーの ExternalId を比較し、この ARN のロールが存在するか確認してから、プランを表示して適用してください。",
	"Whoever is signed in may not do this in IAM":
		"サインインしているユーザーには、IAM でこの操作を行う権限がありません",
	"Use a profile that has iam:CreateRole and iam:PutRolePolicy, or hand the documents to someone who does.":
		"iam:CreateRole と iam:PutRolePolicy の権限があるプロファイルを使うか、権限のある人にドキュメントを渡してください。",
	"Whoever is signed in may not list Bedrock's models, from which the wizard chooses what to invoke":
		"サインインしているユーザーには、ウィザードが呼び出し対象を選ぶための Bedrock モデルの一覧を取得する権限がありません",
	"Use a profile that has bedrock:ListFoundationModels and bedrock:ListInferenceProfiles. The gateway's role does not need them.":
		"bedrock:ListFoundationModels と bedrock:ListInferenceProfiles の権限があるプロファイルを使ってください。ゲートウェイのロールには不要です。",
	"The role's policy allows foundation models only: newer Claude models answer through inference profiles":
		"ロールのポリシーは基盤モデルだけを許可しています。新しい Claude モデルは推論プロファイルを通じて応答します",
	"Add the ARN of inference profiles to the policy.":
		"推論プロファイルの ARN をポリシーに追加してください。",
	"The resource arn:aws:bedrock:*::foundation-model/* only covers on-demand foundation models":
		"リソース arn:aws:bedrock:*::foundation-model/* の対象はオンデマンドの基盤モデルだけです",
	"Tick the kind of resource that the error names, then apply the plan.":
		"エラーに示された種類のリソースを選択してから、プランを適用してください。",
	"The role's permissions policy (step 3) doesn't allow answers in streams, or not for this model":
		"ロールの許可ポリシー (ステップ 3) がストリーミングの応答を許可していないか、このモデルには許可していません",
	"Allow streaming in the permissions, then apply the plan.":
		"許可のステップでストリーミングを許可してから、プランを適用してください。",
	"The role's permissions policy (step 3) doesn't allow the Bedrock action or the specific model":
		"ロールの許可ポリシー (ステップ 3) が Bedrock のアクションまたはこのモデルを許可していません",
	"Allow the model and its region in the permissions, then apply the plan.":
		"許可のステップでモデルとそのリージョンを許可してから、プランを適用してください。",
	"The QuilrAI key is for another provider type: in the dashboard, one key has one":
		"QuilrAI キーは別のプロバイダータイプ用です。ダッシュボードでは 1 つのキーに 1 つのタイプが対応します",
	"Enter the key of this provider type, or make one in the QuilrAI dashboard.":
		"このプロバイダータイプのキーを入力するか、QuilrAI ダッシュボードで作成してください。",
	"The QuilrAI key is not accepted: it is wrong, cut off, or was deleted in the dashboard":
		"QuilrAI キーが受け入れられません。誤っているか、途中で切れているか、ダッシュボードで削除されています",
	"Copy the key from the QuilrAI dashboard once more, or make a new one there.":
		"QuilrAI ダッシュボードからキーをもう一度コピーするか、新しく作成してください。",
	"The base URL leads to another host, to which the key was not sent":
		"ベース URL が別のホストに転送されたため、キーは送信されませんでした",
	"Choose a base URL of QuilrAI's gateway. Where a proxy redirects, ask whoever runs it to let the gateway's host through.":
		"QuilrAI ゲートウェイのベース URL を選択してください。プロキシが転送している場合は、管理者にゲートウェイのホストへの通信の許可を依頼してください。",
	"Something else than QuilrAI's gateway answered: a proxy, its sign-in page, or another server":
		"QuilrAI のゲートウェイ以外 (プロキシ、そのサインインページ、別のサーバーなど) が応答しました",
	"Check the base URL, and sign in to the proxy or ask whoever runs it to let the gateway's host through.":
		"ベース URL を確認し、プロキシにサインインするか、管理者にゲートウェイのホストへの通信の許可を依頼してください。",
	"There is no QuilrAI gateway at this base URL, or it does not serve this provider type":
		"このベース URL に QuilrAI のゲートウェイがないか、このプロバイダータイプに対応していません",
	"Check the base URL: it is the host alone, for example https://guardrails.quilr.ai.":
		"ベース URL を確認してください。ホストだけを指定します (例: https://guardrails.quilr.ai)。",
	"The sign-in has expired": "サインインの有効期限が切れています",
	"Sign in again, then go on where you were.": "もう一度サインインしてから、続きを行ってください。",
	"The session is of GetFederationToken or GetSessionToken, which AWS lets call neither IAM nor STS":
		"GetFederationToken または GetSessionToken のセッションです。AWS では、このセッションから IAM も STS も呼び出せません",
	"Sign in with a role, or with an MFA code where the session was made without one.":
		"ロールでサインインするか、MFA コードなしで作成されたセッションの場合は MFA コードでサインインしてください。",
	"The MFA code was not accepted: wrong, used already, or of another device":
		"MFA コードが受け入れられませんでした。誤っているか、使用済みか、別のデバイスのコードです",
	"Wait for the next code of the device that the profile names, and enter that.":
		"プロファイルに指定されたデバイスの次のコードを待って、入力してください。",
	"Nothing was found to sign in with": "サインインに使える認証情報が見つかりません",
	"Choose a profile that can sign in, or make one with aws configure or aws configure sso.":
		"サインインできるプロファイルを選択するか、aws configure または aws configure sso で作成してください。",
	"The clock of the machine that asked differs from AWS's by more than AWS accepts":
		"リクエスト元のマシンの時計と AWS の時計の差が、AWS の許容範囲を超えています",
	"Set the machine's clock, best by the network's time, then try again.":
		"マシンの時計を (できればネットワーク時刻に) 合わせてから、もう一度試してください。",
	"The credentials are not accepted: an AWS key that is wrong or deleted, or a QuilrAI key that is missing, wrong or not of the form sk-quilr-…":
		"認証情報が受け入れられません。AWS のキーが誤っているか削除されているか、QuilrAI キーがない、誤っている、または sk-quilr-… の形式ではありません",
	"Check which credentials are in use and whether they still exist.":
		"使用中の認証情報と、それがまだ存在するかを確認してください。",
	"The region is not enabled in this account": "このアカウントでリージョンが有効になっていません",
	"Enable the region in the account's settings, or choose another one.":
		"アカウントの設定でリージョンを有効にするか、別のリージョンを選択してください。",
	"There is no role of that name in this account": "このアカウントにその名前のロールはありません",
	"Create it with the plan, or correct the account and the role's name.":
		"プランで作成するか、アカウントとロール名を修正してください。",
	"A role of that name is there already: somebody made it since the plan was read":
		"その名前のロールはすでに存在します。プランの読み込み後に誰かが作成しました",
	"Show the plan again: the role is adopted, and nothing of it is lost.":
		"プランをもう一度表示してください。ロールは引き継がれ、何も失われません。",
	"The role cannot be deleted while something is in it":
		"ロールに何かが残っている間は削除できません",
	"Choose each line that is to go with it, or detach the role instead of deleting it.":
		"一緒に削除する行をそれぞれ選択するか、ロールを削除せずにデタッチしてください。",
	"The role was changed by somebody else at the same moment":
		"ロールが同時に別の人によって変更されました",
	"Show the plan again, then apply it.": "プランをもう一度表示してから適用してください。",
	"The role belongs to AWS, which alone may change it":
		"ロールは AWS のもので、AWS だけが変更できます",
	"Choose another role name.": "別のロール名を選択してください。",
	"The account has as many roles, or policies, as its quota allows":
		"アカウントのロールまたはポリシーの数がクォータに達しています",
	"Delete some that are not needed, or ask AWS for a larger quota.":
		"不要なものを削除するか、AWS にクォータの引き上げを依頼してください。",
	"There is no AWS profile of that name on this machine":
		"このマシンにその名前の AWS プロファイルはありません",
	"Choose one of the profiles that the wizard lists, or add it to ~/.aws/config.":
		"ウィザードに表示されたプロファイルから選択するか、~/.aws/config に追加してください。",
	"The certificate is not one that this machine trusts: probably a proxy that inspects TLS":
		"このマシンが信頼していない証明書です。おそらく TLS を検査するプロキシによるものです",
	"Set AWS_CA_BUNDLE, or ca_bundle of the profile, to the PEM file of the company's certificate authority.":
		"AWS_CA_BUNDLE またはプロファイルの ca_bundle に、会社の認証局の PEM ファイルを設定してください。",
	"The proxy refused the connection, or wants a sign-in of its own":
		"プロキシが接続を拒否したか、独自のサインインを要求しています",
	"Check HTTPS_PROXY: its address, and the user and password that the proxy asks for.":
		"HTTPS_PROXY のアドレスと、プロキシが要求するユーザー名とパスワードを確認してください。",
	"AWS cannot be reached from this machine": "このマシンから AWS に接続できません",
	"Check the network, HTTPS_PROXY and NO_PROXY, and that the region's name is right.":
		"ネットワーク、HTTPS_PROXY、NO_PROXY、リージョン名が正しいことを確認してください。",
	"The call was let in but throttled: access proven, quota not":
		"呼び出しは許可されましたが、スロットリングされました。アクセスは証明されましたが、クォータは証明されていません",
	"Wait a minute and try again; ask AWS for a larger quota if it stays.":
		"1 分待ってからもう一度試してください。続く場合は、AWS にクォータの引き上げを依頼してください。",
	"AWS, or the model, was not available at that moment":
		"その時点で AWS またはモデルが利用できませんでした",
	"Try again in a minute.": "1 分後にもう一度試してください。",
	"The connection was made, and broke before the answer was there":
		"接続は確立しましたが、応答を受け取る前に切断されました",
	"Try again. If it stays, a proxy or a firewall on the way cuts it.":
		"もう一度試してください。続く場合は、途中のプロキシまたはファイアウォールが切断しています。",
};
