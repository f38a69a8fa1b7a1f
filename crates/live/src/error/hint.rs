//! The next step after each error.

use super::{LiveError, NetworkFault};
use crate::profiles::SignIn;

impl LiveError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            LiveError::NoCredentials { .. } => {
                "choose a profile that can sign in, or make one with `aws configure` or \
                 `aws configure sso`"
                    .to_owned()
            }
            LiveError::ExpiredSignIn { profile, by } => {
                let named = profile.as_ref().map(|name| format!(" --profile {name}")).unwrap_or_default();
                match by {
                    Some(SignIn::Keys) => {
                        "sign in again, with the code that your MFA device shows now".to_owned()
                    }
                    Some(SignIn::TemporaryKeys | SignIn::Environment) => {
                        "put new keys in the place of those that have ended".to_owned()
                    }
                    Some(SignIn::Login) => format!("sign in again with `aws login{named}`"),
                    Some(SignIn::Sso) | None => {
                        format!("sign in again, for example with `aws sso login{named}`")
                    }
                    Some(_) => "sign in again".to_owned(),
                }
            }
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
                "sign in again when you are ready".to_owned()
            }
            LiveError::SsoCache { .. } => "check that the folder can be written and has space".to_owned(),
            LiveError::CaBundle { .. } => {
                "name a PEM file with your company's root certificate in AWS_CA_BUNDLE, or unset it"
                    .to_owned()
            }
            LiveError::MaxAttempts { .. } => {
                "set AWS_MAX_ATTEMPTS, or max_attempts in the profile, to one, or to nothing".to_owned()
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
                    "the network or a proxy holds the connection back: check both, then try again; where it \
                     is only slow, allow more time with `--connect-timeout` or `--read-timeout`"
                        .to_owned()
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
            LiveError::RolloutChanged { .. } => "read the new plan, then deploy it".to_owned(),
            LiveError::RolloutBlocked { .. } => "correct the rollout, then plan it again".to_owned(),
            LiveError::NoStackSet { .. } => {
                "deploy the rollout first, or correct its name, its region and the account".to_owned()
            }
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
}
