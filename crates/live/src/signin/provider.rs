//! Executes a chain: the first credentials, the MFA session, then role by role. What it got is kept
//! for the run and renewed before it ends; what only a person can renew is asked for again.

mod base;
mod by_code;
mod process;

use super::{MfaCode, Prompt};
use crate::error::{Asked, LiveError};
use crate::profiles::SignIn;
use crate::profiles::chain::{Chain, Role};
use aws_config::SdkConfig;
use aws_config::identity::IdentityCache;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use by_code::ByCode;
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
        kept.mfa = kept.mfa.take().filter(lasts);
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
