//! What can go wrong against an account: a stable code, a message, and a hint.

mod from_sdk;

use crate::gateway::GatewayError;
use crate::keychain::KeychainError;
use crate::profiles::ProfileProblem;
use crate::quilr_key::BadKey;
pub(crate) use from_sdk::Asked;
use onboarding::Plan;
use onboarding::rotation::NotRotatable;
use std::path::PathBuf;

/// What AWS answered when it refused a call. Its text is AWS's own, less anything that could hold a
/// credential (see [`AwsAnswer::new`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsAnswer {
    /// The call, as IAM names it: `iam:GetRole`.
    pub operation: String,
    /// AWS's error code, for example `AccessDenied`.
    pub code: String,
    /// AWS's message; empty where it gave none.
    pub message: String,
    /// AWS's request id.
    pub request_id: Option<String>,
}

impl AwsAnswer {
    /// An answer. A refused signature is answered with the request that was signed, session token
    /// included, and an incomplete one with its `Authorization` header: neither is kept.
    pub fn new(operation: &str, code: &str, message: Option<&str>, request_id: Option<&str>) -> Self {
        let message = message.unwrap_or_default();
        let message = if code.starts_with("IncompleteSignature") {
            "the request was not signed as AWS expects"
        } else {
            message.split("The Canonical String").next().unwrap_or_default()
        };
        Self {
            operation: operation.to_owned(),
            code: code.to_owned(),
            message: message.trim().to_owned(),
            request_id: request_id.map(str::to_owned),
        }
    }

    /// The answer as the AWS CLI prints it: the form that people know and that a diagnosis reads.
    pub fn text(&self) -> String {
        let call = self.operation.split_once(':').map_or(self.operation.as_str(), |(_, call)| call);
        format!("An error occurred ({}) when calling the {call} operation: {}", self.code, self.message)
    }
}

/// How a connection failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkFault {
    /// No connection: the name is unknown, nobody listens, no route.
    Connect,
    /// Nothing came in time.
    Timeout,
    /// The certificate or the handshake was refused: often a proxy that re-signs TLS.
    Tls,
    /// The connection broke, or the answer was not one.
    Broken,
    /// The proxy cannot be reached, or does not let the call through.
    Proxy,
    /// The proxy asks who it is.
    ProxySignIn,
}

impl NetworkFault {
    fn words(self) -> &'static str {
        match self {
            NetworkFault::Connect => "no connection",
            NetworkFault::Timeout => "no answer in time",
            NetworkFault::Tls => "the TLS connection was refused",
            NetworkFault::Broken => "the connection broke",
            NetworkFault::Proxy | NetworkFault::ProxySignIn => "the proxy is in the way",
        }
    }
}

/// An error of this crate. Never holds a credential.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LiveError {
    /// No profile, no keys, nothing to sign in with.
    #[error("no AWS credentials were found{}", of_profile(.profile.as_deref()))]
    NoCredentials {
        /// The profile that was asked for.
        profile: Option<String>,
    },
    /// There were credentials, and their time is over.
    #[error("the sign-in{} has expired", of_profile(.profile.as_deref()))]
    ExpiredSignIn {
        /// The profile that was asked for.
        profile: Option<String>,
    },
    /// AWS does not know the keys, or the signature made with them.
    #[error("AWS does not accept the credentials{}: {}", of_profile(.profile.as_deref()), .answer.message)]
    BadCredentials {
        /// The profile that was asked for.
        profile: Option<String>,
        /// What AWS said.
        answer: AwsAnswer,
    },
    /// There is a way to sign in, and it did not work.
    #[error("signing in{} failed: {why}", of_profile(.profile.as_deref()))]
    SignInFailed {
        /// The profile that was asked for.
        profile: Option<String>,
        /// Why, without anything that a credential program printed.
        why: String,
    },
    /// A code from an MFA device is needed, and nobody could be asked.
    #[error("the sign-in{} needs the code of the MFA device `{serial}`", of_profile(.profile.as_deref()))]
    MfaRequired {
        /// The profile that was asked for.
        profile: Option<String>,
        /// The device.
        serial: String,
    },
    /// AWS did not take the code, and no other was given.
    #[error("{why}")]
    MfaRefused {
        /// The device.
        serial: String,
        /// What AWS's refusal means.
        why: String,
    },
    /// The device is not the user's.
    #[error("{why}")]
    MfaDevice {
        /// What AWS's refusal means.
        why: String,
    },
    /// What was typed is no code.
    #[error("an MFA code is six digits")]
    MfaCodeForm,
    /// The Identity Center session must be signed in to, in a browser.
    #[error("the SSO session `{session}` is not signed in, or its time is over")]
    SsoSignIn {
        /// The profile that was asked for.
        profile: Option<String>,
        /// The session's name, or its start URL.
        session: String,
    },
    /// Signed in, but the role of the profile is not this person's.
    #[error("your SSO sign-in has no role `{role}` in the account `{account}`")]
    SsoRole {
        /// The account of the profile.
        account: String,
        /// The role of the profile.
        role: String,
    },
    /// The profile does not sign in by SSO.
    #[error("the profile `{profile}` does not sign in through SSO")]
    NotSso {
        /// Which.
        profile: String,
    },
    /// Somebody said no in the browser.
    #[error("the sign-in was declined in the browser")]
    SignInDeclined,
    /// Nobody said anything in the browser in time.
    #[error("nobody confirmed the sign-in in the browser in time")]
    SignInTimedOut,
    /// The sign-in was given up.
    #[error("the sign-in was cancelled")]
    SignInCancelled,
    /// The token cannot be kept.
    #[error("the SSO token cannot be kept in `{}`: {why}", .path.display())]
    SsoCache {
        /// Where.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The roots to trust cannot be used.
    #[error("the CA bundle `{path}` cannot be used: {why}")]
    CaBundle {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// The proxy that was set is no address. It is not repeated: it may hold a password.
    #[error("the proxy that is set is not an address")]
    ProxyAddress,
    /// A password that would have gone into a file.
    #[error("a proxy's user name and password are not kept in a file")]
    ProxyPassword,
    /// The settings cannot be kept.
    #[error("the network settings cannot be kept: {why}")]
    Settings {
        /// Why.
        why: String,
    },
    /// The caller lacks what the work needs. Nothing was done.
    #[error("you lack {}", listed(.actions))]
    MissingPermissions {
        /// As IAM names them.
        actions: Vec<String>,
    },
    /// There is no such profile.
    #[error("there is no AWS profile `{profile}`")]
    UnknownProfile {
        /// Which.
        profile: String,
    },
    /// A profile that cannot work as it stands.
    #[error("{}cannot sign in: {problem}", .profile.as_deref().map(|name| format!("the profile `{name}` ")).unwrap_or_default())]
    BadProfile {
        /// Which; `None`: the environment.
        profile: Option<String>,
        /// Why: a loop, a missing source.
        problem: ProfileProblem,
    },
    /// The profile files cannot be read.
    #[error("the AWS profile files cannot be read: {why}")]
    ProfileFiles {
        /// Which file and why, never what it holds.
        why: String,
    },
    /// AWS refused the call for want of permission.
    #[error("`{}` is not permitted: {}", .0.operation, .0.message)]
    AccessDenied(AwsAnswer),
    /// Too many calls.
    #[error("AWS answers that there are too many calls of `{}`", .0.operation)]
    Throttled(AwsAnswer),
    /// AWS was not reached, or not understood.
    #[error("`{operation}` did not reach {}: {}: {why}", .endpoint.as_deref().unwrap_or("AWS"), .fault.words())]
    Network {
        /// The call.
        operation: String,
        /// The endpoint, where it is not AWS's own.
        endpoint: Option<String>,
        /// How.
        fault: NetworkFault,
        /// What the operating system or the TLS library says.
        why: String,
    },
    /// The account's root user is signed in.
    #[error("`{arn}` is the root user of its account, which cannot assume roles")]
    RootUser {
        /// Its ARN.
        arn: String,
    },
    /// A federated user is signed in.
    #[error("`{arn}` is a federated user, which can neither call IAM nor assume roles")]
    Federated {
        /// Its ARN.
        arn: String,
    },
    /// The sign-in and the role are in different partitions, which do not trust each other.
    #[error("the role is in the partition `{expected}`, you are signed in to `{found}`")]
    Partition {
        /// The role's.
        expected: String,
        /// The caller's.
        found: String,
    },
    /// The sign-in is to another account than the role's.
    #[error("the role is in the account `{expected}`, you are signed in to `{found}`")]
    WrongAccount {
        /// The role's.
        expected: String,
        /// The caller's.
        found: String,
    },
    /// The role is not as it was when the plan was shown. Nothing was applied.
    #[error("the role changed since the plan was shown")]
    RoleChanged {
        /// The plan as it is now.
        plan: Box<Plan>,
    },
    /// Every change was accepted, and the role still reads differently.
    #[error("every change was accepted, but the role does not read as planned: {}", .left.join("; "))]
    NotConfirmed {
        /// The titles of the changes that still seem to be missing.
        left: Vec<String>,
    },
    /// Something else was interrupted at this role. Nothing was changed.
    #[error("{what} of `{role_arn}` was interrupted")]
    Unfinished {
        /// The role.
        role_arn: String,
        /// What, in words.
        what: &'static str,
    },
    /// Another rotation waits for the dashboard. Nothing was changed.
    #[error("another rotation of the ExternalId of `{role_arn}` is under way")]
    RotationUnderWay {
        /// The role.
        role_arn: String,
    },
    /// No rotation waits for the dashboard.
    #[error("no rotation of the ExternalId of `{role_arn}` is under way")]
    NoRotation {
        /// The role.
        role_arn: String,
    },
    /// The trust policy is not one whose ExternalId can be rotated. Nothing was changed.
    #[error("the ExternalId cannot be rotated: {0}")]
    NotRotatable(NotRotatable),
    /// There is no role to change.
    #[error("there is no role `{role_arn}`")]
    NoRole {
        /// The role.
        role_arn: String,
    },
    /// The trust policy cannot be changed safely. Nothing was changed.
    #[error("the trust policy cannot be changed safely: {why}")]
    TrustPolicy {
        /// Why.
        why: String,
    },
    /// The temporary statement may still be there.
    #[error(
        "the temporary statement `{sid}` could not be taken out of the trust policy of `{role_arn}`: {why}"
    )]
    StillThere {
        /// The role.
        role_arn: String,
        /// The statement.
        sid: String,
        /// When it dies by itself.
        expires_at: String,
        /// Why.
        why: String,
    },
    /// An undo record cannot be written, read or deleted.
    #[error("the undo record `{}` cannot be used: {why}", .path.display())]
    UndoRecord {
        /// Where.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// What was given as QuilrAI's key is none.
    #[error(transparent)]
    BadKey(#[from] BadKey),
    /// The keychain did not do it.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// QuilrAI's gateway refused, or something else answered in its place.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// Anything else that AWS answered.
    #[error("`{}` was refused with {}: {}", .0.operation, .0.code, .0.message)]
    Aws(AwsAnswer),
}

impl LiveError {
    /// Stable, for programs and the screens: `no-credentials`, `expired-sign-in`, `access-denied`, ….
    pub fn code(&self) -> &'static str {
        match self {
            LiveError::NoCredentials { .. } => "no-credentials",
            LiveError::ExpiredSignIn { .. } => "expired-sign-in",
            LiveError::BadCredentials { .. } => "bad-credentials",
            LiveError::SignInFailed { .. } => "sign-in-failed",
            LiveError::MfaRequired { .. } => "mfa-required",
            LiveError::UnknownProfile { .. } => "unknown-profile",
            LiveError::BadProfile { problem, .. } => problem.code(),
            LiveError::MfaRefused { .. } => "mfa-refused",
            LiveError::MfaDevice { .. } => "mfa-device",
            LiveError::MfaCodeForm => "mfa-code-form",
            LiveError::SsoSignIn { .. } => "sso-sign-in",
            LiveError::SsoRole { .. } => "sso-role",
            LiveError::NotSso { .. } => "not-sso",
            LiveError::SignInDeclined => "sign-in-declined",
            LiveError::SignInTimedOut => "sign-in-timed-out",
            LiveError::SignInCancelled => "sign-in-cancelled",
            LiveError::SsoCache { .. } => "sso-cache",
            LiveError::CaBundle { .. } => "ca-bundle",
            LiveError::ProxyAddress => "proxy-address",
            LiveError::ProxyPassword => "proxy-password",
            LiveError::Settings { .. } => "settings",
            LiveError::MissingPermissions { .. } => "missing-permissions",
            LiveError::ProfileFiles { .. } => "profile-files",
            LiveError::AccessDenied(_) => "access-denied",
            LiveError::Throttled(_) => "throttled",
            LiveError::Network { fault: NetworkFault::Tls, .. } => "tls",
            LiveError::Network { fault: NetworkFault::Proxy, .. } => "proxy",
            LiveError::Network { fault: NetworkFault::ProxySignIn, .. } => "proxy-sign-in",
            LiveError::Network { .. } => "network",
            LiveError::RootUser { .. } => "root-user",
            LiveError::Federated { .. } => "federated-user",
            LiveError::Partition { .. } => "partition",
            LiveError::WrongAccount { .. } => "wrong-account",
            LiveError::RoleChanged { .. } => "role-changed",
            LiveError::NotConfirmed { .. } => "not-confirmed",
            LiveError::Unfinished { .. } => "unfinished",
            LiveError::RotationUnderWay { .. } => "rotation-under-way",
            LiveError::NoRotation { .. } => "no-rotation",
            LiveError::NotRotatable(_) => "not-rotatable",
            LiveError::NoRole { .. } => "no-role",
            LiveError::TrustPolicy { .. } => "trust-policy",
            LiveError::StillThere { .. } => "still-there",
            LiveError::UndoRecord { .. } => "undo-record",
            LiveError::BadKey(bad) => bad.code(),
            LiveError::Keychain(error) => error.code(),
            LiveError::Gateway(error) => error.code(),
            LiveError::Aws(_) => "aws",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            LiveError::NoCredentials { .. } => {
                "choose a profile that can sign in, or make one with `aws configure` or \
                 `aws configure sso`"
                    .to_owned()
            }
            LiveError::ExpiredSignIn { profile } => format!(
                "sign in again, for example with `aws sso login{}`",
                profile.as_ref().map(|name| format!(" --profile {name}")).unwrap_or_default()
            ),
            LiveError::BadCredentials { .. } => {
                "check the keys of the profile and this machine's clock".to_owned()
            }
            LiveError::SignInFailed { profile, .. } => format!(
                "try `aws sts get-caller-identity{}`, which shows what the AWS CLI makes of it",
                profile.as_ref().map(|name| format!(" --profile {name}")).unwrap_or_default()
            ),
            LiveError::MfaRequired { .. } => {
                "give the six digits that the device shows: at the terminal when asked, or with \
                 `--mfa-code`"
                    .to_owned()
            }
            LiveError::MfaRefused { .. } => "wait for the device's next code and give that one".to_owned(),
            LiveError::MfaDevice { .. } => {
                "compare mfa_serial in ~/.aws/config with the user's devices in the IAM console".to_owned()
            }
            LiveError::MfaCodeForm => "type the six digits that the device shows now".to_owned(),
            LiveError::SsoSignIn { profile, .. } => format!(
                "sign in through the browser: here, with `bedrock-role profiles NAME` at a terminal, or \
                 with `aws sso login{}`",
                profile.as_ref().map(|name| format!(" --profile {name}")).unwrap_or_default()
            ),
            LiveError::SsoRole { .. } => {
                "choose another profile, or have the permission set assigned to you in that account"
                    .to_owned()
            }
            LiveError::NotSso { .. } => "choose a profile with an sso_session".to_owned(),
            LiveError::SignInDeclined | LiveError::SignInTimedOut | LiveError::SignInCancelled => {
                "nothing was changed; sign in again when you are ready".to_owned()
            }
            LiveError::SsoCache { .. } => "check that the folder can be written and has space".to_owned(),
            LiveError::CaBundle { .. } => {
                "name a PEM file with your company's root certificate in AWS_CA_BUNDLE, or unset it"
                    .to_owned()
            }
            LiveError::ProxyPassword => {
                "leave them out here and set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT before starting"
                    .to_owned()
            }
            LiveError::Settings { .. } => "check that the folder can be written and has space".to_owned(),
            LiveError::ProxyAddress => "it must look like http://proxy.example.com:8080".to_owned(),
            LiveError::MissingPermissions { .. } => {
                "ask an administrator of the account for them, sign in as one, or hand over the role as \
                 code (`bedrock-role render cloudformation`)"
                    .to_owned()
            }
            LiveError::UnknownProfile { .. } => {
                "choose another profile, or mend it in ~/.aws/config".to_owned()
            }
            LiveError::BadProfile { problem, .. } => problem.hint(),
            LiveError::ProfileFiles { .. } => "mend the file, then read the profiles again".to_owned(),
            LiveError::AccessDenied(answer) => {
                format!("ask an administrator of the account for `{}`, or sign in as one", answer.operation)
            }
            LiveError::Throttled(_) => "wait a minute and try again".to_owned(),
            LiveError::Network { fault, .. } => match fault {
                NetworkFault::Connect | NetworkFault::Broken => {
                    "check the network, the VPN and the proxy, then try again".to_owned()
                }
                NetworkFault::Timeout => {
                    "the network or a proxy holds the connection back: check both, then try again".to_owned()
                }
                NetworkFault::Tls => {
                    "if your company inspects TLS, name its root certificate (a PEM file) in \
                     AWS_CA_BUNDLE or in ca_bundle of the profile, then try again"
                        .to_owned()
                }
                NetworkFault::Proxy => {
                    "check HTTPS_PROXY and NO_PROXY, and ask whoever runs the proxy to let AWS through"
                        .to_owned()
                }
                NetworkFault::ProxySignIn => {
                    "put both into the proxy's address: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT".to_owned()
                }
            },
            LiveError::RootUser { .. } | LiveError::Federated { .. } => {
                "sign in as an IAM user, or with a role such as an Identity Center permission set".to_owned()
            }
            LiveError::Partition { .. } | LiveError::WrongAccount { .. } => {
                "choose a profile of the role's account, or correct the account id".to_owned()
            }
            LiveError::RoleChanged { .. } => "read the new plan, then apply it".to_owned(),
            LiveError::NotConfirmed { .. } => {
                "AWS may need a little longer: look at the plan again in a minute".to_owned()
            }
            LiveError::Unfinished { .. } => {
                "take it back or carry it on first: `bedrock-role recover`".to_owned()
            }
            LiveError::RotationUnderWay { .. } => {
                "end it first: `bedrock-role rotate --finish`, or `--take-back`".to_owned()
            }
            LiveError::NoRotation { .. } => "begin one with `bedrock-role rotate`".to_owned(),
            LiveError::NotRotatable(why) => why.hint().to_owned(),
            LiveError::NoRole { .. } => {
                "correct the account and the role's name, or create it with `bedrock-role apply`".to_owned()
            }
            LiveError::TrustPolicy { .. } => return None,
            LiveError::StillThere { sid, expires_at, .. } => format!(
                "it lets nobody in after {expires_at}; take it out with `bedrock-role recover`, or \
                 delete the statement with the Sid `{sid}` from the role's trust policy in the AWS \
                 console"
            ),
            LiveError::UndoRecord { .. } => "check that the folder can be written and has space".to_owned(),
            LiveError::BadKey(bad) => bad.hint().to_owned(),
            LiveError::Keychain(error) => error.hint().to_owned(),
            LiveError::Gateway(error) => error.hint().to_owned(),
            LiveError::Aws(_) => return None,
        };
        Some(hint)
    }

    /// What AWS answered, where this is a refusal by AWS.
    pub fn answer(&self) -> Option<&AwsAnswer> {
        match self {
            LiveError::AccessDenied(answer)
            | LiveError::Throttled(answer)
            | LiveError::Aws(answer)
            | LiveError::BadCredentials { answer, .. } => Some(answer),
            _ => None,
        }
    }

    /// Whether it was too much, and not the wrong thing.
    pub(crate) fn is_throttle(&self) -> bool {
        matches!(
            self,
            LiveError::Throttled(_) | LiveError::Gateway(GatewayError::Refused { throttled: true, .. })
        )
    }

    /// The id of the request that was refused.
    pub(crate) fn request_id(&self) -> Option<&str> {
        match self {
            LiveError::Gateway(GatewayError::Refused { request_id, .. }) => request_id.as_deref(),
            other => other.answer()?.request_id.as_deref(),
        }
    }

    /// Whether AWS refused with one of these codes.
    pub(crate) fn is_code(&self, codes: &[&str]) -> bool {
        self.answer().is_some_and(|answer| codes.contains(&answer.code.as_str()))
    }

    /// Whether a change that failed so may have been made all the same: its answer was lost, or was that
    /// something broke on AWS's side. A throttled call, or one at the same time as another, was not.
    pub(crate) fn may_have_been_done(&self) -> bool {
        self.is_transient()
            && !matches!(self, LiveError::Throttled(_))
            && !self.is_code(&["ConcurrentModification", "ConcurrentModificationException"])
    }

    /// Whether what was asked for is not there.
    pub(crate) fn is_gone(&self) -> bool {
        self.is_code(&["NoSuchEntity", "NoSuchEntityException"])
    }

    /// Whether the same call may well succeed in a moment.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            LiveError::Throttled(_) | LiveError::Network { .. } => true,
            other => other.is_code(&[
                "ServiceFailure",
                "InternalFailure",
                "InternalError",
                "InternalServerException",
                "ServiceUnavailable",
                "ServiceUnavailableException",
                "ConcurrentModification",
                "ConcurrentModificationException",
                "RequestTimeout",
            ]),
        }
    }
}

fn of_profile(profile: Option<&str>) -> String {
    profile.map(|name| format!(" for the profile `{name}`")).unwrap_or_default()
}

fn listed(actions: &[String]) -> String {
    actions.iter().map(|action| format!("`{action}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_refused_signature_never_shows_the_request_that_was_signed() {
        let answer = AwsAnswer::new(
            "sts:GetCallerIdentity",
            "SignatureDoesNotMatch",
            Some(
                "The request signature we calculated does not match the signature you provided.\n\n\
                 The Canonical String for this request should have been\n'POST\nx-amz-security-token:CANARY'",
            ),
            None,
        );
        let error = LiveError::BadCredentials { profile: None, answer };
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        assert!(error.to_string().contains("does not match"));
    }

    #[test]
    fn an_incomplete_signature_never_shows_the_header() {
        let message = "Unsupported authorization header: 'Bearer CANARY'";
        for code in ["IncompleteSignature", "IncompleteSignatureException"] {
            let answer = AwsAnswer::new("bedrock:Converse", code, Some(message), None);
            assert!(!format!("{answer:?} {}", answer.text()).contains("CANARY"), "{code}");
        }
    }

    #[test]
    fn an_answer_reads_as_the_aws_cli_prints_it() {
        let answer = AwsAnswer::new(
            "sts:AssumeRole",
            "AccessDenied",
            Some("User: u is not authorized to perform: sts:AssumeRole on resource: r"),
            None,
        );
        assert_eq!(
            answer.text(),
            "An error occurred (AccessDenied) when calling the AssumeRole operation: \
             User: u is not authorized to perform: sts:AssumeRole on resource: r"
        );
    }
}
