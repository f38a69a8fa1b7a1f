//! Executes a chain: the first credentials, the MFA session, then role by role. What it got is kept
//! for the run and renewed before it ends; what only a person can renew is asked for again.

use super::device::Flow;
use super::mfa::{MfaAsk, Verdict, verdict};
use super::{MfaCode, NoAnswer, Prompt, SsoLogin, token};
use crate::error::{Asked, LiveError};
use crate::profiles::chain::{Base, Chain, Role, Sso};
use crate::profiles::files::expanded;
use crate::profiles::{SignIn, of_process};
use aws_config::credential_process::CredentialProcessProvider;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::identity::IdentityCache;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::login::LoginCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::Mutex;

/// Renewed this long before they end, so that no call starts with credentials that end under way.
const BEFORE_THE_END: Duration = Duration::from_secs(300);

/// The session name where a profile names none.
const SESSION_NAME: &str = "bedrock-role-wizard";

/// The credentials of a chain.
pub(crate) struct ChainCredentials {
    chain: Chain,
    profile: Option<String>,
    means: Means,
    kept: Mutex<Kept>,
}

/// What a chain is executed with.
pub(crate) struct Means {
    /// HTTP client, region, endpoints; no credentials.
    pub(crate) config: SdkConfig,
    pub(crate) provider: ProviderConfig,
    pub(crate) prompt: Arc<dyn Prompt>,
}

/// What was got in this run.
#[derive(Default)]
struct Kept {
    mfa: Option<Credentials>,
    last: Option<Credentials>,
}

/// A code that was given, for the role that needs it.
struct Presented<'a> {
    serial: &'a str,
    code: MfaCode,
}

/// What a code was exchanged for.
enum ByCode {
    /// A session of the user.
    Session(Credentials),
    /// A session of the first role, where the user may have none of their own.
    FirstRole(Credentials),
}

impl fmt::Debug for ChainCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainCredentials").field("profile", &self.profile).finish_non_exhaustive()
    }
}

impl ProvideCredentials for ChainCredentials {
    /// Within a call nobody is asked: a person takes longer than a call may.
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            self.credentials(None).await.map_err(CredentialsError::provider_error)
        })
    }
}

impl ChainCredentials {
    pub(crate) fn new(chain: Chain, profile: Option<String>, means: Means) -> Self {
        Self { chain, profile, means, kept: Mutex::new(Kept::default()) }
    }

    pub(crate) fn signs_in_by(&self) -> Option<SignIn> {
        self.chain.signs_in_by()
    }

    pub(crate) fn asks_for_a_code(&self) -> bool {
        self.chain.mfa_serial.is_some()
    }

    /// Signs in, asking whoever must be asked.
    pub(crate) async fn sign_in(&self) -> Result<Credentials, LiveError> {
        self.credentials(Some(self.means.prompt.as_ref())).await
    }

    /// What was got is over, as AWS says: the next sign-in begins anew.
    pub(crate) async fn forget(&self) {
        *self.kept.lock().await = Kept::default();
    }

    /// How long it takes until another code is asked for. `None`: none is, or it is not known.
    pub(crate) async fn asks_again_in(&self) -> Option<Duration> {
        self.chain.mfa_serial.as_ref()?;
        let kept = self.kept.lock().await;
        let ends = kept.mfa.as_ref().or(kept.last.as_ref())?.expiry()?;
        Some(ends.duration_since(SystemTime::now() + BEFORE_THE_END).unwrap_or_default())
    }

    async fn credentials(&self, prompt: Option<&dyn Prompt>) -> Result<Credentials, LiveError> {
        let mut kept = self.kept.lock().await;
        if let Some(last) = kept.last.as_ref().filter(|last| lasts(last)) {
            return Ok(last.clone());
        }
        let credentials = self.walk(&mut kept, prompt).await?;
        kept.last = Some(credentials.clone());
        Ok(credentials)
    }

    async fn walk(&self, kept: &mut Kept, prompt: Option<&dyn Prompt>) -> Result<Credentials, LiveError> {
        kept.mfa = kept.mfa.take().filter(|session| lasts(session));
        let mut credentials = match &kept.mfa {
            Some(session) => session.clone(),
            None => self.base(prompt).await?,
        };
        let mut roles = self.chain.roles.iter();
        let mut with_mfa = kept.mfa.is_some();
        // A user's own keys get a session with MFA, good for every role and for half a day. Others
        // cannot; there the code goes with the first role that asks for it.
        if let (Some(serial), None) = (&self.chain.mfa_serial, credentials.session_token()) {
            credentials = match self.by_code(&credentials, serial, prompt).await? {
                ByCode::Session(session) => kept.mfa.insert(session).clone(),
                ByCode::FirstRole(session) => {
                    roles.next();
                    session
                }
            };
            with_mfa = true;
        }
        for role in roles {
            credentials = match role.mfa_serial.as_deref().filter(|_| !with_mfa) {
                Some(serial) => {
                    self.with_code(serial, prompt, |code| {
                        let credentials = credentials.clone();
                        async move { self.assume(credentials, role, Some(Presented { serial, code })).await }
                    })
                    .await?
                }
                None => self.assume(credentials, role, None).await?,
            };
        }
        Ok(credentials)
    }

    /// Asks for a code and uses it; asks again where AWS did not take it.
    async fn with_code<T, F>(
        &self,
        serial: &str,
        prompt: Option<&dyn Prompt>,
        call: impl Fn(MfaCode) -> F,
    ) -> Result<T, LiveError>
    where
        F: Future<Output = Result<T, LiveError>>,
    {
        let serial_of = || serial.to_owned();
        let mut ask = MfaAsk { serial: serial_of(), profile: self.profile.clone(), wrong: None };
        loop {
            let answer = match prompt {
                Some(prompt) => prompt.mfa_code(&ask).await,
                None => Err(NoAnswer::Nobody),
            };
            let code = match answer {
                Ok(code) => code,
                Err(NoAnswer::GaveUp) => return Err(LiveError::SignInCancelled),
                Err(NoAnswer::Nobody) => {
                    let (profile, serial) = (self.profile.clone(), serial_of());
                    return Err(match ask.wrong {
                        Some(why) => LiveError::MfaRefused { serial, why },
                        None => LiveError::MfaRequired { profile, serial },
                    });
                }
            };
            let error = match call(code).await {
                Ok(got) => return Ok(got),
                Err(error) => error,
            };
            match error.answer().and_then(|answer| verdict(answer, serial)) {
                Some(Verdict::Wrong(why)) => ask.wrong = Some(why),
                Some(Verdict::Device(why)) => return Err(LiveError::MfaDevice { why }),
                None => return Err(self.refused_sign_in(error)),
            }
        }
    }

    /// Exchanges a code for a session of the user; where they are denied one, the same code goes with
    /// the first role, as the AWS CLI does it.
    async fn by_code(
        &self,
        keys: &Credentials,
        serial: &str,
        prompt: Option<&dyn Prompt>,
    ) -> Result<ByCode, LiveError> {
        self.with_code(serial, prompt, |code| async move {
            let denied = match self.mfa_session(keys, serial, &code).await {
                Ok(session) => return Ok(ByCode::Session(session)),
                Err(error) => error,
            };
            let of_the_code = denied.answer().and_then(|answer| verdict(answer, serial)).is_some();
            match (&denied, self.chain.roles.first()) {
                (LiveError::AccessDenied(_), Some(role)) if !of_the_code => {
                    let presented = Some(Presented { serial, code });
                    self.assume(keys.clone(), role, presented).await.map(ByCode::FirstRole)
                }
                _ => Err(denied),
            }
        })
        .await
    }

    async fn mfa_session(
        &self,
        keys: &Credentials,
        serial: &str,
        code: &MfaCode,
    ) -> Result<Credentials, LiveError> {
        let answer = self
            .sts(keys.clone())
            .get_session_token()
            .serial_number(serial)
            .token_code(code.as_str())
            .send()
            .await
            .map_err(|error| self.asked().error("sts:GetSessionToken", &error))?;
        answer
            .credentials()
            .map(temporary)
            .ok_or_else(|| self.asked().not_understood("sts:GetSessionToken", "the answer holds no keys"))
    }

    async fn assume(
        &self,
        credentials: Credentials,
        role: &Role,
        presented: Option<Presented<'_>>,
    ) -> Result<Credentials, LiveError> {
        let call = self
            .sts(credentials)
            .assume_role()
            .role_arn(&role.arn)
            .role_session_name(role.session_name.as_deref().unwrap_or(SESSION_NAME))
            .set_external_id(role.external_id.clone())
            .set_duration_seconds(role.duration);
        let call = match &presented {
            Some(Presented { serial, code }) => call.serial_number(*serial).token_code(code.as_str()),
            None => call,
        };
        let answer = call.send().await.map_err(|error| self.asked().error("sts:AssumeRole", &error));
        let answer = match (answer, presented) {
            (Ok(answer), _) => answer,
            // The one who asked for the code looks at the refusal first.
            (Err(error), Some(_)) => return Err(error),
            (Err(error), None) => return Err(self.refused_role(error, &role.arn)),
        };
        answer
            .credentials()
            .map(temporary)
            .ok_or_else(|| self.asked().not_understood("sts:AssumeRole", "the answer holds no keys"))
    }

    fn refused_role(&self, error: LiveError, role: &str) -> LiveError {
        match error {
            LiveError::AccessDenied(answer) | LiveError::Aws(answer) => LiveError::SignInFailed {
                profile: self.profile.clone(),
                why: format!("the role `{role}` cannot be assumed: {}: {}", answer.code, answer.message),
            },
            error => error,
        }
    }

    fn refused_sign_in(&self, error: LiveError) -> LiveError {
        match error {
            LiveError::AccessDenied(answer) | LiveError::Aws(answer) => LiveError::SignInFailed {
                profile: self.profile.clone(),
                why: format!("`{}` was refused: {}: {}", answer.operation, answer.code, answer.message),
            },
            error => error,
        }
    }

    async fn base(&self, prompt: Option<&dyn Prompt>) -> Result<Credentials, LiveError> {
        let got = match &self.chain.base {
            Base::Keys(keys) => return Ok(keys.clone()),
            Base::Sso(sso) => return self.of_sso(sso, prompt).await,
            Base::Process(command) => {
                CredentialProcessProvider::new(command.0.clone()).provide_credentials().await
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

    fn sts(&self, credentials: Credentials) -> aws_sdk_sts::Client {
        let config = self
            .means
            .config
            .to_builder()
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .identity_cache(IdentityCache::no_cache())
            .build();
        aws_sdk_sts::Client::new(&config)
    }

    fn asked(&self) -> Asked {
        Asked { profile: self.profile.clone(), by: self.chain.signs_in_by(), endpoint: None }
    }
}

/// Whether the credentials are good for some time to come.
fn lasts(credentials: &Credentials) -> bool {
    credentials.expiry().is_none_or(|ends| ends > SystemTime::now() + BEFORE_THE_END)
}

fn temporary(keys: &aws_sdk_sts::types::Credentials) -> Credentials {
    let ends = SystemTime::try_from(*keys.expiration()).ok();
    Credentials::new(
        keys.access_key_id(),
        keys.secret_access_key(),
        Some(keys.session_token().to_owned()),
        ends,
        "sts",
    )
}
