//! The AWS profiles of this machine, and how each signs in: resolved from the files and the
//! environment alone, in the AWS CLI's order of precedence, and executed as they are shown.

pub(crate) mod chain;
pub(crate) mod files;
mod problem;

use crate::error::LiveError;
use crate::signin::token;
pub use chain::Link;
use chain::{Base, Chain};
use files::Files;
pub use problem::ProfileProblem;
use serde::{Deserialize, Serialize};

/// A profile of `~/.aws/config` or `credentials`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// How it signs in: the last step of its chain.
    pub sign_in: SignIn,
    /// The region it names.
    pub region: Option<String>,
    /// The account it leads to, where that can be told.
    pub account: Option<String>,
    /// The steps of its sign-in, the first first; empty where it cannot work.
    pub chain: Vec<Link>,
    /// Set where it signs in through Identity Center: whether it is signed in.
    pub sso: Option<SsoState>,
    /// Set where it cannot work as it stands.
    pub problem: Option<Problem>,
}

/// Whether an Identity Center session is signed in, as the AWS CLI's token cache says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SsoState {
    /// The session's name, or the start URL where it has none.
    pub session: String,
    /// Until when, as `2026-11-22T14:02:14Z`; `None`: not signed in, or over.
    pub signed_in_until: Option<String>,
}

/// What stands in a profile's way, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Problem {
    /// Stable, for example `missing-source`.
    pub code: String,
    /// What.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl From<&ProfileProblem> for Problem {
    fn from(problem: &ProfileProblem) -> Self {
        Self { code: problem.code().to_owned(), message: problem.to_string(), hint: problem.hint() }
    }
}

/// How a step signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// A user's access keys in the file.
    Keys,
    /// Keys with a session token in the file.
    TemporaryKeys,
    /// IAM Identity Center.
    Sso,
    /// A role assumed with the credentials of the step before.
    AssumeRole,
    /// A program prints them.
    CredentialProcess,
    /// A web identity token file.
    WebIdentity,
    /// `aws login`.
    Login,
    /// Keys in the environment.
    Environment,
    /// The endpoint of a container.
    Container,
    /// The metadata service of an EC2 instance.
    InstanceMetadata,
    /// Nothing that says how.
    Nothing,
}

impl SignIn {
    /// In words, as the profiles are listed.
    pub fn words(self) -> &'static str {
        match self {
            SignIn::Keys => "access keys",
            SignIn::TemporaryKeys => "temporary access keys",
            SignIn::Sso => "SSO",
            SignIn::AssumeRole => "an assumed role",
            SignIn::CredentialProcess => "a program",
            SignIn::WebIdentity => "a web identity",
            SignIn::Login => "aws login",
            SignIn::Environment => "keys in the environment",
            SignIn::Container => "the container's role",
            SignIn::InstanceMetadata => "the instance's role",
            SignIn::Nothing => "nothing",
        }
    }
}

/// A view of environment variables, so that the same code reads the process's and a test's. An empty
/// variable is one that is not set.
pub type Environment<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// The profiles, in the order of their names.
///
/// # Errors
/// A file that is there cannot be read. A missing file is an empty one.
pub async fn profiles() -> Result<Vec<Profile>, LiveError> {
    profiles_in(&of_process).await
}

/// The profiles that an environment leads to (`AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`, the
/// home folder), in the order of their names.
///
/// # Errors
/// As [`profiles`].
pub async fn profiles_in(environment: Environment<'_>) -> Result<Vec<Profile>, LiveError> {
    let files = Files::read(environment).await?;
    let mut found = Vec::new();
    for name in files.names() {
        found.push(profile(&files, name, environment).await);
    }
    Ok(found)
}

async fn profile(files: &Files, name: &str, environment: Environment<'_>) -> Profile {
    let chain = chain::of_profile(files, name);
    let (links, problem, sso) = match &chain {
        Ok(chain) => (chain.links.clone(), None, sso_state(chain, environment).await),
        Err(problem) => (Vec::new(), Some(problem.into()), None),
    };
    Profile {
        name: name.to_owned(),
        sign_in: links.last().map_or(SignIn::Nothing, |last| last.kind),
        region: files.setting(name, "region").map(str::to_owned),
        account: links.last().and_then(|last| last.account.clone()),
        chain: links,
        sso,
        problem,
    }
}

async fn sso_state(chain: &Chain, environment: Environment<'_>) -> Option<SsoState> {
    let Base::Sso(sso) = &chain.base else { return None };
    let session = sso.session.clone().unwrap_or_else(|| sso.start_url.clone());
    let signed_in_until = token::signed_in_until(sso, environment).await;
    Some(SsoState { session, signed_in_until })
}

/// What the environment alone comes to: how commands sign in that name no profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultSignIn {
    /// The profile that is used, where one is.
    pub profile: Option<String>,
    /// The region, where environment or profile names one.
    pub region: Option<String>,
    /// The steps of the sign-in; empty where it cannot work.
    pub chain: Vec<Link>,
    /// Set where it cannot work.
    pub problem: Option<Problem>,
}

/// How an environment signs in where no profile is named.
///
/// # Errors
/// A file cannot be read; the environment names a profile that is not there.
pub async fn default_in(environment: Environment<'_>) -> Result<DefaultSignIn, LiveError> {
    let files = Files::read(environment).await?;
    let selected = select(&files, None, environment)?;
    let region = chain::region(&files, environment, selected.profile.as_deref());
    let (chain, problem) = match &selected.chain {
        Ok(chain) => (chain.links.clone(), None),
        Err(problem) => (Vec::new(), Some(problem.into())),
    };
    Ok(DefaultSignIn { profile: selected.profile, region, chain, problem })
}

/// What signs in.
pub(crate) struct Selected {
    pub(crate) profile: Option<String>,
    pub(crate) chain: Result<Chain, ProfileProblem>,
}

/// The chain of a profile, or of the environment. A profile by its name goes before keys in the
/// environment, as with `aws --profile`.
pub(crate) fn select(
    files: &Files,
    named: Option<&str>,
    environment: Environment<'_>,
) -> Result<Selected, LiveError> {
    let unknown = |name: &str| LiveError::UnknownProfile { profile: name.to_owned() };
    if let Some(name) = named {
        if files.both.get_profile(name).is_none() {
            return Err(unknown(name));
        }
        return Ok(Selected { profile: Some(name.to_owned()), chain: chain::of_profile(files, name) });
    }
    let (profile, chain) = chain::of_environment(files, environment);
    let uses_keys = matches!(&chain, Ok(chain) if chain.base == Base::Environment && chain.roles.is_empty());
    if profile.is_none() && !uses_keys && chain.is_ok() && chain::is_named(environment) {
        return Err(unknown(&chain::profile_name(environment)));
    }
    Ok(Selected { profile, chain })
}

pub(crate) fn of_process(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
