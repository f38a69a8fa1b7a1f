//! The first credentials of a chain, from wherever its profile says.

use super::{BEFORE_THE_END, ChainCredentials, SESSION_NAME, process, temporary};
use crate::error::LiveError;
use crate::profiles::chain::{Base, Sso};
use crate::profiles::files::expanded;
use crate::profiles::of_process;
use crate::signin::device::Flow;
use crate::signin::{Prompt, SsoLogin, token};
use aws_config::Region;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::login::LoginCredentialsProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use std::time::{Duration, SystemTime};

impl ChainCredentials {
    pub(super) async fn base(&self, prompt: Option<&dyn Prompt>) -> Result<Credentials, LiveError> {
        let got = match &self.chain.base {
            Base::Keys(keys) => return Ok(keys.clone()),
            Base::Sso(sso) => return self.of_sso(sso, prompt).await,
            Base::Process(command) => {
                let got = process::credentials(&command.0, process::LIMIT).await;
                return got.map_err(|why| LiveError::SignInFailed {
                    profile: self.profile.clone(),
                    why: format!("the program of credential_process: {why}"),
                });
            }
            Base::WebIdentity { token_file, role_arn, session_name } => {
                return self.of_web_identity(token_file, role_arn, session_name.as_deref()).await;
            }
            Base::Login { session } => {
                LoginCredentialsProvider::builder(session)
                    .configure(&self.means.provider)
                    .build()
                    .provide_credentials()
                    .await
            }
            Base::Environment => EnvironmentVariableCredentialsProvider::new().provide_credentials().await,
            Base::Container => {
                EcsCredentialsProvider::builder()
                    .configure(&self.means.provider)
                    .build()
                    .provide_credentials()
                    .await
            }
            Base::InstanceMetadata => {
                ImdsCredentialsProvider::builder()
                    .configure(&self.means.provider)
                    .build()
                    .provide_credentials()
                    .await
            }
        };
        got.map_err(|error| match (self.asked().not_signed_in(&error), &self.chain.base) {
            // Nobody answers there: this machine is no instance of EC2.
            (LiveError::Network { .. }, Base::InstanceMetadata) => {
                LiveError::NoCredentials { profile: self.profile.clone() }
            }
            (error, _) => error,
        })
    }

    /// Asked for here and not through the SDK's provider, which knows no endpoint of a profile.
    async fn of_web_identity(
        &self,
        token_file: &str,
        role_arn: &str,
        session_name: Option<&str>,
    ) -> Result<Credentials, LiveError> {
        let path = expanded(token_file, &of_process);
        let token = tokio::fs::read_to_string(&path).await.map_err(|error| LiveError::SignInFailed {
            profile: self.profile.clone(),
            why: format!("the token file `{}` cannot be read: {error}", path.display()),
        })?;
        let answer = aws_sdk_sts::Client::new(&self.means.config)
            .assume_role_with_web_identity()
            .role_arn(role_arn)
            .role_session_name(session_name.unwrap_or(SESSION_NAME))
            .web_identity_token(token.trim())
            .send()
            .await
            .map_err(|error| self.asked().error("sts:AssumeRoleWithWebIdentity", &error))
            .map_err(|error| self.refused_role(error, role_arn))?;
        answer.credentials().map(temporary).ok_or_else(|| {
            self.asked().not_understood("sts:AssumeRoleWithWebIdentity", "the answer holds no keys")
        })
    }

    async fn of_sso(&self, sso: &Sso, prompt: Option<&dyn Prompt>) -> Result<Credentials, LiveError> {
        let flow = Flow {
            sso,
            config: &self.means.config,
            profile: self.profile.as_deref(),
            environment: &of_process,
        };
        let cached = token::load(sso, &of_process).await;
        let token = match cached {
            Some(token) if token.lasts(BEFORE_THE_END) => Some(token),
            Some(old) => {
                flow.renew(&old).await?.or_else(|| Some(old).filter(|old| old.lasts(Duration::ZERO)))
            }
            None => None,
        };
        let token = match (token, prompt.filter(|prompt| prompt.has_browser())) {
            (Some(token), _) => token,
            (None, Some(prompt)) => flow.run(&SsoLogin::default(), &|code| prompt.show_device(code)).await?,
            (None, None) => return Err(self.sso_needed(sso)),
        };
        let config = self.means.config.to_builder().region(Region::new(sso.region.clone())).build();
        let answer = aws_sdk_sso::Client::new(&config)
            .get_role_credentials()
            .access_token(&token.access_token)
            .account_id(&sso.account_id)
            .role_name(&sso.role_name)
            .send()
            .await;
        let answer =
            answer.map_err(|error| match error.as_service_error().and_then(ProvideErrorMetadata::code) {
                Some("UnauthorizedException") => self.sso_needed(sso),
                Some("ForbiddenException" | "ResourceNotFoundException") => {
                    LiveError::SsoRole { account: sso.account_id.clone(), role: sso.role_name.clone() }
                }
                _ => self.asked().error("sso:GetRoleCredentials", &error),
            })?;
        let keys = answer.role_credentials();
        let keys = keys.and_then(|keys| {
            let ends = Duration::from_millis(u64::try_from(keys.expiration()).ok()?);
            Some(Credentials::new(
                keys.access_key_id()?,
                keys.secret_access_key()?,
                Some(keys.session_token()?.to_owned()),
                SystemTime::UNIX_EPOCH.checked_add(ends),
                "sso",
            ))
        });
        keys.ok_or_else(|| self.asked().not_understood("sso:GetRoleCredentials", "the answer holds no keys"))
    }

    fn sso_needed(&self, sso: &Sso) -> LiveError {
        LiveError::SsoSignIn {
            profile: self.profile.clone(),
            session: sso.session.clone().unwrap_or_else(|| sso.start_url.clone()),
        }
    }
}
