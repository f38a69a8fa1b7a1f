//! The AWS profiles of this machine, and how each signs in: resolved from the files alone, with the
//! SDK's own parser and in its order of precedence, so that what is shown is what will happen.

mod resolve;

use crate::error::LiveError;
use aws_config::profile::ProfileSet;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use resolve::{Problem, resolve};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A profile of `~/.aws/config` or `credentials`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// How it signs in.
    pub sign_in: SignIn,
    /// The region it names.
    pub region: Option<String>,
    /// The account it names or implies (`sso_account_id`, the account of `role_arn`).
    pub account: Option<String>,
    /// One line for people, for example `SSO, account 123456789012, role Admin`, never a secret.
    pub summary: String,
    /// Set where it cannot work as it stands: a loop, a missing source, MFA.
    pub problem: Option<String>,
}

/// How a profile signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// Access keys in the file.
    Keys,
    /// IAM Identity Center.
    Sso,
    /// A role assumed with another profile's credentials.
    AssumeRole,
    /// A program prints them.
    CredentialProcess,
    /// A web identity token file.
    WebIdentity,
    /// `aws login`.
    Login,
    /// Nothing that says how.
    Nothing,
}

/// A view of environment variables, so that the same code reads the process's and a test's.
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
    let set = read(environment).await?;
    let mut names: Vec<&str> = set.profiles().collect();
    names.sort_unstable();
    Ok(names.into_iter().map(|name| resolve(&set, name).into_profile()).collect())
}

/// Refuses a profile of this machine that cannot sign in as it stands, before the SDK fails at it
/// with a message of its own or, for MFA, with none.
pub(crate) async fn must_work(name: &str) -> Result<(), LiveError> {
    let set = read(&of_process).await?;
    if set.get_profile(name).is_none() {
        return Err(LiveError::UnknownProfile { profile: name.to_owned() });
    }
    let profile = name.to_owned();
    match resolve(&set, name).problem {
        None => Ok(()),
        Some(Problem::Mfa) => Err(LiveError::MfaRequired { profile }),
        Some(Problem::NoSignIn) => Err(LiveError::NoCredentials { profile: Some(profile) }),
        Some(Problem::Broken(why)) => Err(LiveError::BadProfile { profile, why }),
    }
}

fn of_process(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

async fn read(environment: Environment<'_>) -> Result<ProfileSet, LiveError> {
    let config = text(environment, "AWS_CONFIG_FILE", "config").await?;
    let credentials = text(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials").await?;
    let files = EnvConfigFiles::builder()
        .with_contents(EnvConfigFileKind::Config, config)
        .with_contents(EnvConfigFileKind::Credentials, credentials)
        .build();
    // The contents are given, so the parser is handed no file system and no environment.
    let fs = aws_types::os_shim_internal::Fs::from_slice(&[]);
    let env = aws_types::os_shim_internal::Env::from_slice(&[]);
    aws_config::profile::load(&fs, &env, &files, None)
        .await
        .map_err(|error| LiveError::ProfileFiles { why: error.to_string() })
}

async fn text(environment: Environment<'_>, variable: &str, default: &str) -> Result<String, LiveError> {
    let home = environment("HOME").or_else(|| environment("USERPROFILE")).map(PathBuf::from);
    let path = match (environment(variable), home) {
        (Some(path), Some(home)) => match path.strip_prefix("~/") {
            Some(rest) => home.join(rest),
            None => PathBuf::from(path),
        },
        (Some(path), None) => PathBuf::from(path),
        (None, Some(home)) => home.join(".aws").join(default),
        (None, None) => return Ok(String::new()),
    };
    read_if_there(&path).await
}

async fn read_if_there(path: &Path) -> Result<String, LiveError> {
    match tokio::fs::read_to_string(path).await {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(LiveError::ProfileFiles { why: format!("`{}`: {error}", path.display()) }),
    }
}
