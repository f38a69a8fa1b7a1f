//! What can go wrong against an account: a stable code, a message, and a hint.

mod answer;
mod from_sdk;
mod hint;
mod kind;

use crate::gateway::GatewayError;
use crate::keychain::KeychainError;
use crate::profiles::{ProfileProblem, SignIn};
use crate::quilr_key::BadKey;
pub use answer::AwsAnswer;
pub(crate) use from_sdk::Asked;
use onboarding::Plan;
use onboarding::rollout::RolloutPlan;
use onboarding::rotation::NotRotatable;
use std::path::PathBuf;

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
        /// How it signs in, where that is known.
        by: Option<SignIn>,
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
    /// How often to try is not a number.
    #[error("the number of tries `{value}` is not a whole number from 1 on")]
    MaxAttempts {
        /// As it was given.
        value: String,
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
    /// The StackSet is not as it was when the plan was shown. Nothing was sent.
    #[error("the StackSet changed since the plan was shown")]
    RolloutChanged {
        /// The plan as it is now.
        plan: Box<RolloutPlan>,
    },
    /// Something in the rollout must be put right first. Nothing was sent.
    #[error("the rollout cannot be deployed: {}", .why.join("; "))]
    RolloutBlocked {
        /// What.
        why: Vec<String>,
    },
    /// There is no StackSet of this name.
    #[error("there is no StackSet `{name}`")]
    NoStackSet {
        /// Which.
        name: String,
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
            LiveError::MaxAttempts { .. } => "max-attempts",
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
            LiveError::RolloutChanged { .. } => "rollout-changed",
            LiveError::RolloutBlocked { .. } => "rollout-blocked",
            LiveError::NoStackSet { .. } => "no-stack-set",
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
}

fn of_profile(profile: Option<&str>) -> String {
    profile.map(|name| format!(" for the profile `{name}`")).unwrap_or_default()
}

fn listed(actions: &[String]) -> String {
    actions.iter().map(|action| format!("`{action}`")).collect::<Vec<_>>().join(", ")
}
