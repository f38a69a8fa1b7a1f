import type { Texts } from "../en";

export const signin: Texts["signin"] = {
	ways: {
		keys: "アクセスキー",
		temporary_keys: "一時的なキー",
		sso: "SSO",
		assume_role: "ロールを引き受け",
		credential_process: "credential_process",
		web_identity: "ウェブ ID",
		login: "aws login",
		environment: "環境変数",
		container: "コンテナロール",
		instance_metadata: "インスタンスロール",
		nothing: "サインインなし",
	},
	kinds: {
		user: "IAM ユーザー",
		role_session: "ロールセッション",
		identity_center: "Identity Center",
		root: "ルートユーザー",
		federated: "フェデレーションユーザー",
	},
	reading: "このマシンのプロファイルを読み込んでいます…",
	none: "このマシンにはまだ AWS プロファイルがありません。",
	addOne:
		"`aws configure sso` (Identity Center)、`aws login`、または `aws configure` (アクセスキー) で追加してから、もう一度確認してください。",
	lookAgain: "もう一度確認",
	signedInUntil: (at) => `${at} までサインイン済み`,
	ssoNotSignedIn: "サインインしていません。選択するとブラウザーでのサインインに進めます",
	notSignedIn: "まだサインインしていません。",
	throughBrowser: "ブラウザーでサインイン",
	rootLimit:
		"ルートユーザーはロールを引き受けられないため、最後の検証を実行できません。IAM ユーザーとして、または Identity Center でサインインしてください。",
	federatedLimit:
		"フェデレーションユーザーは IAM の呼び出しもロールの引き受けもできません。別の方法でサインインしてください。",

	compare: "ブラウザーにも同じコードが表示されます。一致する場合にのみ確認してください。",
	copyAddress: "アドレスをコピー",
	waitingForBrowser: "ブラウザーでの確認を待っています…",
	askingForCode: "Identity Center にコードを要求しています…",

	mfaCode: "MFA コード",
	mfaLabel: "MFA デバイスのコード",
	mfaDigits: "数字のみを入力してください。コードは 6 桁です。",
	mfaTooLong: "6 桁を超えています。",

	networkTitle: "プロキシ、証明書、時間制限",
	network: "AWS への接続方法",
	proxy: "プロキシ",
	proxyHint: "空の場合: HTTPS_PROXY、HTTP_PROXY、NO_PROXY に従います。",
	noProxy: "プロキシを使わない接続先",
	caBundle: "ルート証明書 (PEM ファイル)",
	caBundleHint:
		"システムの証明書に加えて信頼されます。空の場合: AWS_CA_BUNDLE、またはプロファイルの ca_bundle を使います。",
	connectTimeout: "接続を待つ時間 (秒)",
	readTimeout: "応答を待つ時間 (秒)",
	keep: "この設定を保存",
	kept: "保存しました。次のサインインから有効です。",
};
