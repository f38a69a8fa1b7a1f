import type { notes as german } from "../de/notes";

export const notes: Record<keyof typeof german, string> = {
	"Missing required field: {1}": "必須フィールドがありません: {1}",
	"The 12 digits of the account that the role is made in.":
		"ロールを作成するアカウントの 12 桁の数字です。",
	"an account id has 12 digits, not {1}": "アカウント ID は 12 桁です。{1} 桁入力されています",
	"this is an ARN, not an account id": "これはアカウント ID ではなく ARN です",
	"Enter only the 12 digits after the fourth colon.":
		"4 つ目のコロンの後の 12 桁だけを入力してください。",
	"an account id is 12 digits and must not contain {1}":
		"アカウント ID は 12 桁の数字で、{1} を含めることはできません",
	"an account id is 12 digits": "アカウント ID は 12 桁の数字です",
	"Enter `{1}`.": "`{1}` と入力してください。",
	"Remove {1}.": "{1} を取り除いてください。",
	"Replace {1}.": "{1} を置き換えてください。",
	"a space": "空白",
	"a tab": "タブ",
	"a line end": "改行",
	"a no-break space (U+00A0)": "改行しない空白 (U+00A0)",
	"a backtick": "バッククォート",
	"{1} at the start": "先頭の{1}",
	"{1} at the end": "末尾の{1}",
	"{1} at character {2}": "{2} 文字目の{1}",
	"this is QuilrAI's own account": "これは QuilrAI のアカウントです",
	"Enter the account that the role is made in: yours.":
		"ロールを作成するお客様のアカウントを入力してください。",

	"aws_session_duration_seconds must be between 900 and 43200":
		"aws_session_duration_seconds は 900～43200 の範囲でなければなりません",
	"`{1}` is less than 900 (15 min). AWS limits. Use an integer in that range.":
		"`{1}` は 900 (15 分) より小さい値です。AWS の制限により、この範囲の整数を使ってください。",
	"`{1}` is more than 43200 (12 hr). AWS limits. Use an integer in that range.":
		"`{1}` は 43200 (12 時間) より大きい値です。AWS の制限により、この範囲の整数を使ってください。",
	"Use a whole number of seconds: for `{1}` enter `{2}`.":
		"整数の秒数を使ってください。`{1}` の場合は `{2}` と入力します。",
	"Use an integer in that range, or leave it empty for 3600.":
		"この範囲の整数を使うか、空のままにすると 3600 になります。",
	"`{1}` is not a whole number of seconds. Use an integer in that range.":
		"`{1}` は整数の秒数ではありません。この範囲の整数を使ってください。",
	"the role's MaxSessionDuration is {1}, less than {2}":
		"ロールの MaxSessionDuration は {1} で、{2} より小さい値です",
	"Lower aws_session_duration_seconds or raise the role's MaxSessionDuration: the plan does it.":
		"aws_session_duration_seconds を下げるか、ロールの MaxSessionDuration を引き上げてください。プランで実行できます。",
	"the role will get a MaxSessionDuration of {1}":
		"ロールの MaxSessionDuration は {1} に設定されます",

	"Generate one and put it in both the role's trust policy and the API key form.":
		"生成して、ロールの信頼ポリシーと API キーフォームの両方に設定してください。",
	"aws_external_id must not contain {1}": "aws_external_id に {1} を含めることはできません",
	"{1} Letters, digits and _ + = , . @ : / - are allowed.":
		"{1}使用できるのは英字、数字、_ + = , . @ : / - です。",
	"aws_external_id must be 2-1224 characters, not {1}":
		"aws_external_id は 2～1224 文字です。{1} 文字入力されています",
	"A UUID works: generate one.": "UUID が適しています。生成してください。",
	"another setup already uses this ExternalId":
		"別のセットアップがすでにこの ExternalId を使っています",
	"It must be unique per role: generate a new one.":
		"ロールごとに一意でなければなりません。新しく生成してください。",
	"this ExternalId can be guessed: {1}": "この ExternalId は推測できます: {1}",
	"It doesn't need to be secret but it must be unique per role and not predictable: generate one.":
		"秘密にする必要はありませんが、ロールごとに一意で予測できない値でなければなりません。生成してください。",
	"it contains the account id": "アカウント ID が含まれています",
	"it contains the word `{1}`": "単語 `{1}` が含まれています",
	"it contains a date": "日付が含まれています",
	"it contains a sequence or a repetition": "連続または繰り返しが含まれています",
	"it repeats itself": "同じ内容が繰り返されています",
	"it has only {1} characters": "{1} 文字しかありません",
	"hardly any of its characters tell it from others":
		"ほかの値と区別できる文字がほとんどありません",
	"the role still carries another ExternalId": "ロールにはまだ別の ExternalId が設定されています",
	"Apply the plan, and put the new one into the key: until both have it, the gateway is refused.":
		"プランを適用し、キーに新しい値を設定してください。両方に設定されるまで、ゲートウェイは拒否されます。",

	"choose at least one provider type": "プロバイダータイプを少なくとも 1 つ選択してください",
	"It says what the key will serve, and what is verified.": "キーの用途と検証の対象を決めます。",
	"newer models for `{1}` answer only through inference profiles":
		"`{1}` の新しいモデルは推論プロファイルを通じてのみ応答します",
	"Tick inference profiles in the permissions.":
		"許可のステップで推論プロファイルを選択してください。",

	"The page's default is us-east-1.": "ページのデフォルトは us-east-1 です。",
	"aws_region must not contain {1}": "aws_region に {1} を含めることはできません",
	"a region must not contain {1}": "リージョンに {1} を含めることはできません",
	"Enter the region's code, for example us-east-1.":
		"リージョンコードを入力してください (例: us-east-1)。",
	"`{1}` is not a region: they are written in small letters":
		"`{1}` はリージョンではありません。小文字で入力してください",
	"`{1}` is an availability zone, not a region":
		"`{1}` はリージョンではなくアベイラビリティーゾーンです",
	"`{1}` is not a region": "`{1}` はリージョンではありません",
	"The gateway is a principal in `aws`: use a region of that partition.":
		"ゲートウェイは `aws` のプリンシパルです。そのパーティションのリージョンを使ってください。",
	"`{1}` is not a region that is known to have Bedrock":
		"`{1}` で Bedrock が利用できるかどうかは確認されていません",
	"Check its spelling and Bedrock's model availability there.":
		"スペルと、そのリージョンでの Bedrock モデルの提供状況を確認してください。",
	"no model for `{1}` is in `{2}`": "`{2}` には `{1}` のモデルがありません",
	"Choose another region for it. {1}.": "別のリージョンを選択してください。{1}。",
	"{1} is not in `{2}`, {3} is": "`{2}` に {1} はありませんが、{3} はあります",
	"`{1}`, the key's region, is not among them": "キーのリージョン `{1}` が含まれていません",
	"Add it: the gateway calls Bedrock there.":
		"追加してください。ゲートウェイはそこで Bedrock を呼び出します。",
	"global inference profiles also need foundation models without a region, and are refused":
		"グローバル推論プロファイルにはリージョンのない基盤モデルも必要なため、拒否されます",
	"Allow all regions if the key uses them.":
		"キーがそれらを使う場合は、すべてのリージョンを許可してください。",
	"cross-region inference profiles also route to {1}, and are refused there":
		"クロスリージョン推論プロファイルは {1} にもルーティングされ、そこで拒否されます",
	"Add the regions, or allow all of them.": "リージョンを追加するか、すべてを許可してください。",
	"none of the models serves `{1}`": "`{1}` に対応するモデルがありません",
	"Add one, for example {1}, or leave the provider type out.":
		"追加する (例: {1}) か、プロバイダータイプを外してください。",
	"application profiles, provisioned throughput and custom models have ids of their own: narrowing to models leaves them whole":
		"アプリケーションプロファイル、プロビジョンドスループット、カスタムモデルには固有の ID があります。モデルで絞り込んでも影響を受けません",
	"a model id is empty": "モデル ID が空です",
	"Remove it, or enter one, for example amazon.nova-micro-v1:0.":
		"取り除くか、入力してください (例: amazon.nova-micro-v1:0)。",
	"this is an ARN, a model's id is wanted": "これは ARN です。モデルの ID を入力してください",
	"the model id `{1}` must not contain {2}": "モデル ID `{1}` に {2} を含めることはできません",
	"`{1}` is not a model id: it lacks its vendor":
		"`{1}` はモデル ID ではありません。ベンダー名がありません",
	"For example amazon.nova-micro-v1:0.": "例: amazon.nova-micro-v1:0。",
	"`{1}` is the id of an inference profile": "`{1}` は推論プロファイルの ID です",
	"Enter the model's id, `{1}`, and allow inference profiles.":
		"モデルの ID `{1}` を入力し、推論プロファイルを許可してください。",
	"`{1}` is not a model id": "`{1}` はモデル ID ではありません",
	"a model id has 140 characters at most": "モデル ID は最大 140 文字です",
	"the permissions policy has {1} characters, IAM allows {2} for all inline policies of a role":
		"許可ポリシーは {1} 文字です。IAM ではロールの全インラインポリシーで {2} 文字までです",
	"Choose fewer regions or models, or allow all of them.":
		"リージョンまたはモデルを減らすか、すべてを許可してください。",

	"Copy the ARN of the role that you created.": "作成したロールの ARN をコピーしてください。",
	"aws_role_arn must not contain {1}": "aws_role_arn に {1} を含めることはできません",
	"aws_role_arn is not an ARN": "aws_role_arn は ARN ではありません",
	"A role's ARN looks like {1}.": "ロールの ARN の例: {1}。",
	"aws_role_arn lacks the account id": "aws_role_arn にアカウント ID がありません",
	"aws_role_arn lacks the role's name": "aws_role_arn にロール名がありません",
	"aws_role_arn has no partition": "aws_role_arn にパーティションがありません",
	"a role in `{1}` cannot trust a principal in `aws`":
		"`{1}` のロールは `aws` のプリンシパルを信頼できません",
	"The gateway is a principal in `aws`: use a role of an account in that partition.":
		"ゲートウェイは `aws` のプリンシパルです。そのパーティションのアカウントのロールを使ってください。",
	"this is the ARN of a session of a role, not of the role":
		"これはロールではなく、ロールのセッションの ARN です",
	"this is the ARN of an account, not of a role": "これはロールではなく、アカウントの ARN です",
	"The ARN of the role that you created is wanted here; a user's goes into a trust policy.":
		"ここには作成したロールの ARN が必要です。ユーザーの ARN は信頼ポリシーに使います。",
	"this is an ARN of `{1}`, not of an IAM role": "これは IAM ロールではなく、`{1}` の ARN です",
	"the ARN has the account `{1}`, the setup says `{2}`":
		"ARN のアカウントは `{1}` ですが、セットアップでは `{2}` です",
	"the ARN has the role name `{1}`, the setup says `{2}`":
		"ARN のロール名は `{1}` ですが、セットアップでは `{2}` です",
	"the ARN has the path `{1}`, the setup says `{2}`":
		"ARN のパスは `{1}` ですが、セットアップでは `{2}` です",
	"Correct the {1} in the role step, or use `{2}`.":
		"ロールのステップで修正するか、`{2}` を使ってください。",
	"For example quilr-gateway-bedrock.": "例: quilr-gateway-bedrock。",
	"This is an ARN: enter only what stands after its last slash.":
		"これは ARN です。最後のスラッシュの後だけを入力してください。",
	"What stands before the name is its path: enter it there.":
		"名前の前の部分はパスです。パスのフィールドに入力してください。",
	"{1} Letters, digits and _ + = , . @ - are allowed.":
		"{1}使用できるのは英字、数字、_ + = , . @ - です。",
	"a role name must not contain {1}": "ロール名に {1} を含めることはできません",
	"a role name has 64 characters at most, not {1}":
		"ロール名は最大 64 文字です。{1} 文字入力されています",
	"a path must not contain {1}": "パスに {1} を含めることはできません",
	"a path begins and ends with a slash": "パスはスラッシュで始まり、スラッシュで終わります",
	"a path must not contain two slashes in a row": "パスにスラッシュを 2 つ続けることはできません",
	"the path `{1}` is reserved for AWS": "パス `{1}` は AWS 用に予約されています",
	"Choose another path, for example `/`.": "別のパスを選択してください (例: `/`)。",
	"a path has 512 characters at most, not {1}": "パスは最大 512 文字です。{1} 文字入力されています",
	"aws_role_session_name must be 2-64 characters matching [\\w+=,.@-]":
		"aws_role_session_name は [\\w+=,.@-] に一致する 2～64 文字でなければなりません",
	"Leave it empty: the gateway then takes quilr-gateway-<timestamp>.":
		"空のままにすると、ゲートウェイは quilr-gateway-<timestamp> を使います。",
	"There is {1}. Stick to alphanumerics, _, +, =, ,, ., @, -.":
		"{1} が含まれています。英数字と _、+、=、,、.、@、- だけを使ってください。",
	"It has 1 character. Leave it empty for quilr-gateway-<timestamp>.":
		"1 文字しかありません。空のままにすると quilr-gateway-<timestamp> になります。",
	"It has {1} characters.": "{1} 文字あります。",

	"Correct it there, or throw the edits away.":
		"その箇所を修正するか、編集内容を破棄してください。",
	"the trust policy still holds the placeholder `{1}`":
		"信頼ポリシーにプレースホルダー `{1}` が残っています",
	"Put its value there, or throw the edits away.": "値を入れるか、編集内容を破棄してください。",
	"the trust policy has {1} characters, IAM's quota is {2}":
		"信頼ポリシーは {1} 文字です。IAM のクォータは {2} 文字です",
	"Shorten it: even an increased quota ends at {1}.":
		"短くしてください。クォータを引き上げても {1} が上限です。",
	"Shorten it, or ask AWS for an increase ({1} at most).":
		"短くするか、AWS に引き上げを依頼してください (最大 {1})。",

	"this holds a key, not only a base URL": "ベース URL だけでなくキーが含まれています",
	"The key has a field of its own. If the URL was shown to others, make a new key.":
		"キーには専用のフィールドがあります。URL をほかの人に見せた場合は、新しいキーを作成してください。",
	"the base URL has a space in it": "ベース URL に空白が含まれています",
	"`{1}` does not begin with https://": "`{1}` は https:// で始まっていません",
	"`{1}` is not https": "`{1}` は https ではありません",
	"Write `{1}`.": "`{1}` と入力してください。",
	"Write `{1}`. The paths of the surfaces are added to it.":
		"`{1}` と入力してください。API のパスは自動的に追加されます。",
	"the base URL names no host that can be reached": "ベース URL に接続できるホストがありません",
	"Write the host's name, as in `{1}`.": "`{1}` のようにホスト名を入力してください。",
	"over http the key would be sent unencrypted": "http ではキーが暗号化されずに送信されます",
	"the base URL must not hold a user name or password":
		"ベース URL にユーザー名やパスワードを含めることはできません",
	"the base URL must end with the host": "ベース URL はホスト名で終わらなければなりません",
	"the base URL must not have a path: `{1}`": "ベース URL にパスを含めることはできません: `{1}`",
	"taken as `{1}`": "`{1}` として扱います",
};
