//! The profile files as texts, read with the SDK's own parser: quoting, comments and the precedence of
//! `credentials` over `config` are its business.

use super::Environment;
use crate::error::LiveError;
use aws_config::profile::ProfileSet;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use std::path::{Path, PathBuf};

/// The two files, parsed.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    /// Both files together, as the AWS CLI merges them.
    pub(super) both: ProfileSet,
    /// `credentials` alone: keys in it go before a program, keys in `config` after it.
    pub(super) credentials: ProfileSet,
}

impl Files {
    /// Reads the files that an environment leads to. A missing file is an empty one.
    pub(crate) async fn read(environment: Environment<'_>) -> Result<Self, LiveError> {
        let config = text(environment, "AWS_CONFIG_FILE", "config").await?;
        let credentials = text(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials").await?;
        Self::parse(&config, &credentials).await
    }

    /// From the texts.
    pub(crate) async fn parse(config: &str, credentials: &str) -> Result<Self, LiveError> {
        Ok(Self { both: parsed(config, credentials).await?, credentials: parsed("", credentials).await? })
    }

    /// The names, sorted.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.both.profiles().collect();
        names.sort_unstable();
        names
    }

    /// A setting of a profile.
    pub(crate) fn setting(&self, profile: &str, key: &str) -> Option<&str> {
        self.both.get_profile(profile)?.get(key).filter(|value| !value.is_empty())
    }
}

async fn parsed(config: &str, credentials: &str) -> Result<ProfileSet, LiveError> {
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

/// The user's home folder.
pub(crate) fn home(environment: Environment<'_>) -> Option<PathBuf> {
    environment("HOME").or_else(|| environment("USERPROFILE")).map(PathBuf::from)
}

/// A path that may begin with `~/`.
pub(crate) fn expanded(path: &str, environment: Environment<'_>) -> PathBuf {
    match (path.strip_prefix("~/"), home(environment)) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

async fn text(environment: Environment<'_>, variable: &str, default: &str) -> Result<String, LiveError> {
    let path = match (environment(variable), home(environment)) {
        (Some(path), _) => expanded(&path, environment),
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
