// The profiles of this machine, signing in, and how AWS is reached.

import type { IdentityKind, SignIn } from "../../bindings";

const ways: Record<SignIn, string> = {
	keys: "access keys",
	temporary_keys: "temporary keys",
	sso: "SSO",
	assume_role: "assumes a role",
	credential_process: "credential process",
	web_identity: "web identity",
	login: "aws login",
	environment: "environment",
	container: "container role",
	instance_metadata: "instance role",
	nothing: "no sign-in",
};

const kinds: Record<IdentityKind, string> = {
	user: "IAM user",
	role_session: "role session",
	identity_center: "Identity Center",
	root: "root user",
	federated: "federated user",
};

export const signin = {
	ways,
	kinds,
	reading: "Reading the profiles of this machine…",
	none: "No AWS profile on this machine yet.",
	addOne:
		"Add one with `aws configure sso` (Identity Center), `aws login`, or `aws configure` (access keys), then look again.",
	lookAgain: "Look again",
	signedInUntil: (at: string) => `Signed in until ${at}`,
	ssoNotSignedIn: "Not signed in: choosing it opens the way through the browser",
	notSignedIn: "Not signed in yet.",
	throughBrowser: "Sign in through the browser",
	rootLimit:
		"The root user cannot assume roles, so the last checks cannot run. Sign in as an IAM user or through Identity Center.",
	federatedLimit: "A federated user can neither call IAM nor assume roles. Sign in another way.",

	compare: "Your browser shows this code too. Confirm only if it is the same.",
	copyAddress: "Copy the address",
	waitingForBrowser: "Waiting until you have confirmed it in the browser…",
	askingForCode: "Asking Identity Center for a code…",

	mfaCode: "MFA code",
	mfaLabel: "Code of your MFA device",
	mfaDigits: "Only digits: the code has six of them.",
	mfaTooLong: "That is more than six digits.",

	networkTitle: "Proxy, certificates, time limits",
	network: "How AWS is reached",
	proxy: "Proxy",
	proxyHint: "Empty: HTTPS_PROXY, HTTP_PROXY and NO_PROXY decide.",
	noProxy: "Reached without it",
	caBundle: "Root certificates (PEM file)",
	caBundleHint: "Trusted besides the system's. Empty: AWS_CA_BUNDLE, or ca_bundle of the profile.",
	connectTimeout: "Wait for a connection, seconds",
	readTimeout: "Wait for an answer, seconds",
	keep: "Keep these settings",
	kept: "Kept. They hold from the next sign-in on.",
};
