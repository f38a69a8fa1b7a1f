//! Assuming the role.

use crate::account::Account;
use crate::error::LiveError;
use aws_config::Region;
use aws_config::identity::IdentityCache;
use aws_credential_types::Credentials;
use aws_sdk_sts::operation::RequestId;
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use std::fmt;

/// What to ask for.
#[derive(Debug, Clone)]
pub(super) struct Ask<'a> {
    pub(super) role_arn: &'a str,
    pub(super) session_name: &'a str,
    pub(super) duration_seconds: u32,
}

/// A session of the role.
#[derive(Clone)]
pub(super) struct Session {
    credentials: Credentials,
    /// `arn:aws:sts::…:assumed-role/…`
    pub(super) arn: String,
    pub(super) request_id: Option<String>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("arn", &self.arn).finish_non_exhaustive()
    }
}

/// Assumes the role with the caller's credentials, once.
pub(super) async fn assume(
    account: &Account,
    ask: &Ask<'_>,
    external_id: Option<&str>,
) -> Result<Session, LiveError> {
    let answer = account
        .sts()
        .assume_role()
        .role_arn(ask.role_arn)
        .role_session_name(ask.session_name)
        .duration_seconds(i32::try_from(ask.duration_seconds).unwrap_or(i32::MAX))
        .set_external_id(external_id.map(str::to_owned))
        .send()
        .await
        .map_err(|error| account.asked().error("sts:AssumeRole", &error))?;
    let keys = answer
        .credentials()
        .ok_or_else(|| account.asked().not_understood("sts:AssumeRole", "the answer holds no credentials"))?;
    Ok(Session {
        credentials: Credentials::new(
            keys.access_key_id(),
            keys.secret_access_key(),
            Some(keys.session_token().to_owned()),
            None,
            "assumed-role",
        ),
        arn: answer.assumed_role_user().map(|user| user.arn().to_owned()).unwrap_or_default(),
        request_id: answer.request_id().map(str::to_owned),
    })
}

impl Session {
    /// Bedrock's runtime in a region, as this session and nobody else.
    pub(super) fn bedrock(&self, account: &Account, region: &str) -> aws_sdk_bedrockruntime::Client {
        let config = aws_sdk_bedrockruntime::config::Builder::from(account.config())
            .region(Region::new(region.to_owned()))
            .credentials_provider(self.credentials.clone())
            .identity_cache(IdentityCache::no_cache())
            .auth_scheme_preference(signed_only())
            .build();
        aws_sdk_bedrockruntime::Client::from_conf(config)
    }
}

/// Signed with the credentials at hand. Without this, the SDK prefers a Bedrock API key in
/// `AWS_BEARER_TOKEN_BEDROCK` to any credentials: the test would prove that key and not the role.
pub(crate) fn signed_only() -> [AuthSchemeId; 1] {
    [AuthSchemeId::new("sigv4")]
}
