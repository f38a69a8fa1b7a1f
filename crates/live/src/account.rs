//! An AWS account as some caller sees it.

mod answered_at;
mod connect;
mod role;

pub(crate) use role::ReadRole;

use crate::error::{Asked, LiveError};
use crate::network::NetworkSettings;
use crate::pacing::Pacing;
use crate::signin::provider::ChainCredentials;
use crate::signin::{DeviceCode, NobodyToAsk, Prompt, SsoLogin, token};
use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use onboarding::ActualRole;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Where credentials, region and endpoint come from.
#[derive(Clone)]
pub enum Source {
    /// The AWS way: environment variables, then the default profile.
    Environment,
    /// A profile of this machine. Keys in the environment do not override it.
    Profile(String),
    /// An endpoint with static keys: how the embedded sandbox is reached. Nothing else is taken from
    /// the environment or the profiles.
    Endpoint {
        /// For example `http://127.0.0.1:4510`.
        url: String,
        /// For example `us-east-1`.
        region: String,
        /// The access key id.
        access_key_id: String,
        /// The secret access key. Never printed.
        secret_access_key: String,
        /// The session token, for temporary keys. Never printed.
        session_token: Option<String>,
    },
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Environment => f.write_str("Environment"),
            Source::Profile(name) => f.debug_tuple("Profile").field(name).finish(),
            Source::Endpoint { url, region, access_key_id, .. } => f
                .debug_struct("Endpoint")
                .field("url", url)
                .field("region", region)
                .field("access_key_id", access_key_id)
                .finish_non_exhaustive(),
        }
    }
}

/// What a sign-in is made with besides its source.
#[derive(Clone)]
pub struct SignInWith {
    /// Who is asked for an MFA code.
    pub prompt: Arc<dyn Prompt>,
    /// What the user set of the network.
    pub network: NetworkSettings,
}

impl Default for SignInWith {
    fn default() -> Self {
        Self { prompt: Arc::new(NobodyToAsk), network: NetworkSettings::default() }
    }
}

/// Who is signed in (`sts:GetCallerIdentity`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Identity {
    /// 12 digits.
    pub account: String,
    /// For example `arn:aws:iam::123456789012:user/admin`.
    pub arn: String,
    /// For example `AIDA…`.
    pub user_id: String,
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: String,
    /// What kind of principal it is.
    pub kind: IdentityKind,
    /// The region that calls go to where nothing else says one.
    pub region: String,
    /// When the session ends, as `2026-11-22T14:02:14Z`; `None`: it has no end, or none is known.
    pub expires_at: Option<String>,
}

/// What kind of principal is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// An IAM user.
    User,
    /// A session of a role.
    RoleSession,
    /// A session of an Identity Center permission set.
    IdentityCenter,
    /// The account's root user: cannot assume roles.
    Root,
    /// A federated user: cannot call IAM or assume roles.
    Federated,
}

impl IdentityKind {
    /// From the resource part of the ARN of `GetCallerIdentity`. STS documents four forms; another
    /// one could not be named in a trust policy, so it counts as federated.
    fn of(resource: &str) -> Self {
        match resource.split('/').next() {
            Some("root") => IdentityKind::Root,
            Some("user") => IdentityKind::User,
            Some("assumed-role") if resource.starts_with("assumed-role/AWSReservedSSO_") => {
                IdentityKind::IdentityCenter
            }
            Some("assumed-role") => IdentityKind::RoleSession,
            _ => IdentityKind::Federated,
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            IdentityKind::User => "IAM user",
            IdentityKind::RoleSession => "role session",
            IdentityKind::IdentityCenter => "Identity Center",
            IdentityKind::Root => "root user",
            IdentityKind::Federated => "federated user",
        }
    }

    /// Whether AWS counts an AssumeRole by it as role chaining, which ends after an hour.
    pub fn is_session(self) -> bool {
        matches!(self, IdentityKind::RoleSession | IdentityKind::IdentityCenter)
    }
}

impl Identity {
    /// From the answer of `GetCallerIdentity`.
    pub(crate) fn new(arn: &str, account: &str, user_id: &str, region: &str) -> Self {
        let mut parts = arn.splitn(6, ':');
        let partition = parts.nth(1).unwrap_or("aws").to_owned();
        let kind = IdentityKind::of(parts.nth(3).unwrap_or_default());
        Self {
            account: account.to_owned(),
            arn: arn.to_owned(),
            user_id: user_id.to_owned(),
            partition,
            kind,
            region: region.to_owned(),
            expires_at: None,
        }
    }

    /// The name of the role behind a session's ARN, which has lost the role's path.
    fn role_name(&self) -> Option<&str> {
        let (_, rest) = self.arn.split_once(":assumed-role/")?;
        rest.split('/').next()
    }

    /// Whether this caller works in the account and partition of a role at all: a role is read by its
    /// name alone, and in another account it would be another role.
    ///
    /// # Errors
    /// [`LiveError::Partition`], [`LiveError::WrongAccount`].
    pub fn must_match(&self, role_arn: &str) -> Result<(), LiveError> {
        let mut parts = role_arn.split(':');
        let partition = parts.nth(1).unwrap_or_default();
        let account = parts.nth(2).unwrap_or_default();
        if partition != self.partition {
            return Err(LiveError::Partition {
                expected: partition.to_owned(),
                found: self.partition.clone(),
            });
        }
        if account != self.account {
            return Err(LiveError::WrongAccount {
                expected: account.to_owned(),
                found: self.account.clone(),
            });
        }
        Ok(())
    }
}

/// An account, signed in to. Cheap to clone.
#[derive(Clone)]
pub struct Account {
    inner: Arc<Inner>,
    pacing: Pacing,
}

struct Inner {
    config: SdkConfig,
    iam: aws_sdk_iam::Client,
    sts: aws_sdk_sts::Client,
    region: String,
    /// `None`: keys that were given, and are as they are.
    credentials: Option<Arc<ChainCredentials>>,
    asked: Asked,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("asked", &self.inner.asked)
            .field("region", &self.inner.region)
            .finish_non_exhaustive()
    }
}

impl Account {
    /// Resolves credentials, region and endpoint. No call is made to AWS.
    ///
    /// # Errors
    /// The profile is unknown or cannot work as it stands; a CA bundle cannot be used.
    pub async fn connect(source: Source) -> Result<Account, LiveError> {
        Self::connect_with(source, SignInWith::default()).await
    }

    /// The same, with somebody to ask and with settings of the network.
    ///
    /// # Errors
    /// As [`Account::connect`].
    pub async fn connect_with(source: Source, with: SignInWith) -> Result<Account, LiveError> {
        connect::connect(source, with).await
    }

    /// Signs in to the Identity Center session of a profile: `show` opens the page and shows the code.
    /// The token is kept where the AWS CLI keeps it.
    ///
    /// # Errors
    /// The profile signs in otherwise; it was declined, cancelled, or nobody confirmed it in time.
    pub async fn sso_login(
        profile: &str,
        with: &SignInWith,
        login: &SsoLogin,
        show: &(dyn Fn(&DeviceCode) + Send + Sync),
    ) -> Result<(), LiveError> {
        connect::sso_login(profile, with, login, show).await
    }

    /// The same account, waited for in another rhythm: how tests make minutes milliseconds.
    #[must_use]
    pub fn with_pacing(mut self, pacing: Pacing) -> Account {
        self.pacing = pacing;
        self
    }

    /// The same AWS as the holder of other keys sees it.
    pub(crate) fn with_keys(&self, keys: Credentials) -> Account {
        connect::with_keys(self, keys)
    }

    /// Whether signing in takes a person with an MFA device: then it is worth keeping.
    pub fn asks_for_a_code(&self) -> bool {
        self.inner.credentials.as_ref().is_some_and(|chain| chain.asks_for_a_code())
    }

    /// Before a step, because nobody is asked within one: where a session takes a code, finds out that
    /// it is still good, and signs in again where it is not.
    ///
    /// # Errors
    /// As [`Account::whoami`]; what is needed to go on is named.
    pub(crate) async fn stay_signed_in(&self) -> Result<(), LiveError> {
        if self.asks_for_a_code() { self.whoami().await.map(drop) } else { Ok(()) }
    }

    /// How long it takes until another MFA code is asked for; `None`: none is, or it is not known.
    pub(crate) async fn asks_again_in(&self) -> Option<Duration> {
        self.inner.credentials.as_ref()?.asks_again_in().await
    }

    /// The endpoint that AWS is reached at, where it is not its own.
    pub fn endpoint(&self) -> Option<&str> {
        self.inner.asked.endpoint.as_deref()
    }

    /// Who is signed in. Signs in first where that is still to be done, asking whoever must be asked.
    pub async fn whoami(&self) -> Result<Identity, LiveError> {
        match (self.identity().await, &self.inner.credentials) {
            // A session ends by AWS's clock, which this machine's may be behind.
            (Err(LiveError::ExpiredSignIn { .. }), Some(chain)) => {
                chain.forget().await;
                self.identity().await
            }
            (who, _) => who,
        }
    }

    async fn identity(&self) -> Result<Identity, LiveError> {
        let credentials = match &self.inner.credentials {
            Some(chain) => Some(chain.sign_in().await?),
            None => None,
        };
        let answer = self
            .inner
            .sts
            .get_caller_identity()
            .send()
            .await
            .map_err(|error| self.inner.asked.error("sts:GetCallerIdentity", &error))?;
        let identity = Identity::new(
            answer.arn().unwrap_or_default(),
            answer.account().unwrap_or_default(),
            answer.user_id().unwrap_or_default(),
            &self.inner.region,
        );
        let expires_at = credentials.and_then(|credentials| credentials.expiry()).map(token::iso);
        Ok(Identity { expires_at, ..identity })
    }

    /// The role as AWS has it, or `None` where there is none of that name. Read whole: trust, every
    /// inline and attached policy, boundary, MaxSessionDuration, description, tags.
    pub async fn read_role(&self, name: &str) -> Result<Option<ActualRole>, LiveError> {
        Ok(self.read_role_whole(name).await?.map(|read| read.role))
    }

    /// The ARN to name in a trust policy so that `identity` is let in: the user's, or that of the
    /// *role* behind a session, with its path.
    ///
    /// # Errors
    /// The root user and federated users cannot assume roles; `iam:GetRole` may be denied.
    pub async fn caller_principal(&self, identity: &Identity) -> Result<String, LiveError> {
        match identity.kind {
            IdentityKind::User => Ok(identity.arn.clone()),
            IdentityKind::Root => Err(LiveError::RootUser { arn: identity.arn.clone() }),
            IdentityKind::Federated => Err(LiveError::Federated { arn: identity.arn.clone() }),
            IdentityKind::RoleSession | IdentityKind::IdentityCenter => {
                let name = identity.role_name().unwrap_or_default();
                let role = self
                    .iam()
                    .get_role()
                    .role_name(name)
                    .send()
                    .await
                    .map_err(|error| self.inner.asked.error("iam:GetRole", &error))?;
                Ok(role.role().map(|role| role.arn().to_owned()).unwrap_or_default())
            }
        }
    }

    pub(crate) fn iam(&self) -> &aws_sdk_iam::Client {
        &self.inner.iam
    }

    pub(crate) fn sts(&self) -> &aws_sdk_sts::Client {
        &self.inner.sts
    }

    pub(crate) fn config(&self) -> &SdkConfig {
        &self.inner.config
    }

    pub(crate) fn asked(&self) -> &Asked {
        &self.inner.asked
    }

    pub(crate) fn pacing(&self) -> &Pacing {
        &self.pacing
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_kind_of_a_caller_is_read_from_its_arn() {
        for (arn, partition, kind) in [
            ("arn:aws:iam::123456789012:root", "aws", IdentityKind::Root),
            ("arn:aws:iam::123456789012:user/team/ann", "aws", IdentityKind::User),
            (
                "arn:aws-us-gov:sts::123456789012:assumed-role/Admin/ann",
                "aws-us-gov",
                IdentityKind::RoleSession,
            ),
            (
                "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0a1b/ann@example.com",
                "aws",
                IdentityKind::IdentityCenter,
            ),
            ("arn:aws-cn:sts::123456789012:federated-user/ann", "aws-cn", IdentityKind::Federated),
        ] {
            let identity = Identity::new(arn, "123456789012", "AIDA", "us-east-1");
            assert_eq!((identity.partition.as_str(), identity.kind), (partition, kind), "{arn}");
        }
    }

    #[test]
    fn a_role_elsewhere_is_told_from_one_here() {
        let me = Identity::new("arn:aws:iam::123456789012:user/ann", "123456789012", "AIDA", "us-east-1");
        assert!(me.must_match("arn:aws:iam::123456789012:role/r").is_ok());
        assert_eq!(me.must_match("arn:aws:iam::210987654321:role/r").unwrap_err().code(), "wrong-account");
        assert_eq!(me.must_match("arn:aws-cn:iam::123456789012:role/r").unwrap_err().code(), "partition");
    }

    #[test]
    fn a_source_prints_no_secret() {
        let source = Source::Endpoint {
            url: "http://127.0.0.1:1".into(),
            region: "us-east-1".into(),
            access_key_id: "AKIA".into(),
            secret_access_key: "CANARY-SECRET".into(),
            session_token: Some("CANARY-TOKEN".into()),
        };
        assert!(!format!("{source:?}").contains("CANARY"));
    }
}
