//! Signing in to Identity Center by the device flow: a page in the browser, a code to compare there,
//! and asking until somebody has said yes (RFC 8628, as `aws sso login --use-device-code`).

use super::token::{self, Token, iso};
use crate::error::{Asked, LiveError};
use crate::profiles::chain::Sso;
use crate::profiles::{Environment, SignIn};
use aws_config::{Region, SdkConfig};
use aws_sdk_ssooidc::Client;
use aws_sdk_ssooidc::error::ProvideErrorMetadata;
use std::time::{Duration, SystemTime};
use tokio_util::sync::CancellationToken;

const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const RENEWAL_GRANT: &str = "refresh_token";

/// What to show while somebody signs in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DeviceCode {
    /// The page, with the code filled in. Made by AWS.
    pub url: String,
    /// The code that the page shows too: comparing them tells a forged page.
    pub code: String,
    /// Until when it can be used, as `2026-11-22T14:02:14Z`.
    pub expires_at: String,
}

/// How a sign-in in the browser is waited for.
#[derive(Debug, Clone)]
pub struct SsoLogin {
    /// How long a second is that AWS asks to wait: tests make it a millisecond.
    pub second: Duration,
    /// Ends the waiting.
    pub cancel: CancellationToken,
}

impl Default for SsoLogin {
    fn default() -> Self {
        Self { second: Duration::from_secs(1), cancel: CancellationToken::new() }
    }
}

/// What the flow works with.
pub(crate) struct Flow<'a> {
    pub(crate) sso: &'a Sso,
    /// HTTP client, timeouts, endpoints; no credentials.
    pub(crate) config: &'a SdkConfig,
    pub(crate) profile: Option<&'a str>,
    pub(crate) environment: Environment<'a>,
}

impl Flow<'_> {
    fn client(&self) -> Client {
        Client::new(&self.config.to_builder().region(Region::new(self.sso.region.clone())).build())
    }

    fn asked(&self) -> Asked {
        Asked { profile: self.profile.map(str::to_owned), by: Some(SignIn::Sso), endpoint: None }
    }

    /// Signs in and keeps the token where the AWS CLI finds it.
    pub(crate) async fn run(
        &self,
        login: &SsoLogin,
        show: &(dyn Fn(&DeviceCode) + Send + Sync),
    ) -> Result<Token, LiveError> {
        tokio::select! {
            biased;
            () = login.cancel.cancelled() => Err(LiveError::SignInCancelled),
            token = self.to_the_end(login, show) => token,
        }
    }

    async fn to_the_end(
        &self,
        login: &SsoLogin,
        show: &(dyn Fn(&DeviceCode) + Send + Sync),
    ) -> Result<Token, LiveError> {
        let client = self.client();
        let registered = client
            .register_client()
            .client_name("bedrock-role-wizard")
            .client_type("public")
            .set_scopes((!self.sso.scopes.is_empty()).then(|| self.sso.scopes.clone()))
            .send()
            .await
            .map_err(|error| self.asked().error("sso-oidc:RegisterClient", &error))?;
        let (id, secret) =
            (registered.client_id().unwrap_or_default(), registered.client_secret().unwrap_or_default());
        let device = client
            .start_device_authorization()
            .client_id(id)
            .client_secret(secret)
            .start_url(&self.sso.start_url)
            .send()
            .await
            .map_err(|error| self.asked().error("sso-oidc:StartDeviceAuthorization", &error))?;
        let lasts = login.second * u32::try_from(device.expires_in()).unwrap_or(0);
        let url =
            device.verification_uri_complete().or_else(|| device.verification_uri()).unwrap_or_default();
        // The page is opened in the user's browser: nothing but a web page is.
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            return Err(self
                .asked()
                .not_understood("sso-oidc:StartDeviceAuthorization", "the answer names no page"));
        }
        show(&DeviceCode {
            url: url.to_owned(),
            code: device.user_code().unwrap_or_default().to_owned(),
            expires_at: iso(SystemTime::now() + lasts),
        });
        let mut seconds = u32::try_from(device.interval()).ok().filter(|seconds| *seconds > 0).unwrap_or(5);
        let answered = tokio::time::timeout(lasts, async {
            loop {
                tokio::time::sleep(login.second * seconds).await;
                let answer = client
                    .create_token()
                    .client_id(id)
                    .client_secret(secret)
                    .grant_type(DEVICE_GRANT)
                    .device_code(device.device_code().unwrap_or_default())
                    .send()
                    .await;
                let error = match answer {
                    Ok(answer) => return Ok(answer),
                    Err(error) => error,
                };
                match error.as_service_error().and_then(ProvideErrorMetadata::code) {
                    Some("AuthorizationPendingException") => {}
                    Some("SlowDownException") => seconds += 5,
                    Some("ExpiredTokenException") => return Err(LiveError::SignInTimedOut),
                    Some("AccessDeniedException") => return Err(LiveError::SignInDeclined),
                    _ => return Err(self.asked().error("sso-oidc:CreateToken", &error)),
                }
            }
        })
        .await;
        let answer = answered.unwrap_or(Err(LiveError::SignInTimedOut))?;
        let registration_ends = u64::try_from(registered.client_secret_expires_at()).unwrap_or(0);
        let token = Token {
            start_url: Some(self.sso.start_url.clone()),
            region: Some(self.sso.region.clone()),
            access_token: answer.access_token().unwrap_or_default().to_owned(),
            expires_at: in_seconds(answer.expires_in()),
            client_id: Some(id.to_owned()),
            client_secret: Some(secret.to_owned()),
            registration_expires_at: Some(iso(
                SystemTime::UNIX_EPOCH + Duration::from_secs(registration_ends)
            )),
            refresh_token: answer.refresh_token().map(str::to_owned),
        };
        token::save(self.sso, &token, self.environment).await?;
        Ok(token)
    }

    /// A new token for one that is over, without a browser. `None`: it must be signed in to again.
    pub(crate) async fn renew(&self, old: &Token) -> Result<Option<Token>, LiveError> {
        let Some((id, secret, refresh)) = old.renewal() else { return Ok(None) };
        let answer = self
            .client()
            .create_token()
            .client_id(id)
            .client_secret(secret)
            .grant_type(RENEWAL_GRANT)
            .refresh_token(refresh)
            .send()
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            // Whatever the reason of the refusal, signing in again mends it; not reaching AWS is another.
            Err(error) if error.as_service_error().is_some() => return Ok(None),
            Err(error) => return Err(self.asked().error("sso-oidc:CreateToken", &error)),
        };
        let token = Token {
            access_token: answer.access_token().unwrap_or_default().to_owned(),
            expires_at: in_seconds(answer.expires_in()),
            refresh_token: answer.refresh_token().map(str::to_owned).or_else(|| old.refresh_token.clone()),
            ..old.clone()
        };
        token::save(self.sso, &token, self.environment).await?;
        Ok(Some(token))
    }
}

fn in_seconds(seconds: i32) -> String {
    iso(SystemTime::now() + Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}
