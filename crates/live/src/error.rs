//! What can go wrong against an account: a stable code, a message, and a hint.

mod from_sdk;

pub(crate) use from_sdk::Asked;
use onboarding::Plan;
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
}

impl NetworkFault {
    fn words(self) -> &'static str {
        match self {
            NetworkFault::Connect => "no connection",
            NetworkFault::Timeout => "no answer in time",
            NetworkFault::Tls => "the TLS connection was refused",
            NetworkFault::Broken => "the connection broke",
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
    /// The profile needs a code from an MFA device, which is not asked for.
    #[error("the profile `{profile}` needs an MFA code, which this version does not ask for")]
    MfaRequired {
        /// Which.
        profile: String,
    },
    /// There is no such profile.
    #[error("there is no AWS profile `{profile}`")]
    UnknownProfile {
        /// Which.
        profile: String,
    },
    /// A profile that cannot work as it stands.
    #[error("the profile `{profile}` cannot be used: {why}")]
    BadProfile {
        /// Which.
        profile: String,
        /// Why: a loop, a missing source.
        why: String,
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
            LiveError::BadProfile { .. } => "bad-profile",
            LiveError::ProfileFiles { .. } => "profile-files",
            LiveError::AccessDenied(_) => "access-denied",
            LiveError::Throttled(_) => "throttled",
            LiveError::Network { .. } => "network",
            LiveError::RootUser { .. } => "root-user",
            LiveError::Federated { .. } => "federated-user",
            LiveError::Partition { .. } => "partition",
            LiveError::WrongAccount { .. } => "wrong-account",
            LiveError::RoleChanged { .. } => "role-changed",
            LiveError::NotConfirmed { .. } => "not-confirmed",
            LiveError::TrustPolicy { .. } => "trust-policy",
            LiveError::StillThere { .. } => "still-there",
            LiveError::UndoRecord { .. } => "undo-record",
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
            LiveError::MfaRequired { .. } => MFA_HINT.to_owned(),
            LiveError::UnknownProfile { .. } | LiveError::BadProfile { .. } => {
                "choose another profile, or mend it in ~/.aws/config".to_owned()
            }
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
                    "a proxy may be re-signing the connection: its certificate must be among this \
                     machine's trusted roots"
                        .to_owned()
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
            LiveError::TrustPolicy { .. } => return None,
            LiveError::StillThere { sid, expires_at, .. } => format!(
                "it lets nobody in after {expires_at}; take it out with `bedrock-role recover`, or \
                 delete the statement with the Sid `{sid}` from the role's trust policy in the AWS \
                 console"
            ),
            LiveError::UndoRecord { .. } => "check that the folder can be written and has space".to_owned(),
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

    /// Whether AWS refused with one of these codes.
    pub(crate) fn is_code(&self, codes: &[&str]) -> bool {
        self.answer().is_some_and(|answer| codes.contains(&answer.code.as_str()))
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
                "RequestTimeout",
            ]),
        }
    }
}

/// How to work with a profile that needs MFA, until the code is asked for here.
pub(crate) const MFA_HINT: &str = "sign in with `aws sts get-session-token --serial-number … \
     --token-code …`, put the temporary keys into a profile of their own and choose that one";

fn of_profile(profile: Option<&str>) -> String {
    profile.map(|name| format!(" for the profile `{name}`")).unwrap_or_default()
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
