//! The AWS CLI's cache of SSO tokens: the same files with the same fields, so that a sign-in made here
//! counts there and the other way round.

use crate::error::LiveError;
use crate::private_file;
use crate::profiles::Environment;
use crate::profiles::chain::Sso;
use crate::profiles::files::home;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A token as the file has it. The field names are the AWS CLI's.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) start_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    pub(crate) access_token: String,
    pub(crate) expires_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) client_secret: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registration_expires_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refresh_token: Option<String>,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Token {
    /// Whether it will still be taken after this long.
    pub(crate) fn lasts(&self, more: Duration) -> bool {
        is_after(&self.expires_at, more)
    }

    /// What a new token is asked for with, where it can be: client id, client secret, refresh token.
    pub(crate) fn renewal(&self) -> Option<(&str, &str, &str)> {
        let registered = self.registration_expires_at.as_deref()?;
        if !is_after(registered, Duration::ZERO) {
            return None;
        }
        Some((self.client_id.as_deref()?, self.client_secret.as_deref()?, self.refresh_token.as_deref()?))
    }
}

fn is_after(time: &str, more: Duration) -> bool {
    let Ok(time) = DateTime::from_str(time, Format::DateTimeWithOffset) else { return false };
    SystemTime::try_from(time).is_ok_and(|time| time > SystemTime::now() + more)
}

/// A time as the file has it: whole seconds, `2026-11-22T14:02:14Z`.
pub(crate) fn iso(time: SystemTime) -> String {
    DateTime::from_secs(DateTime::from(time).secs()).fmt(Format::DateTime).unwrap_or_default()
}

/// Where the token of a session rests: its name hashed, or the start URL where it has none.
pub(crate) fn path(sso: &Sso, environment: Environment<'_>) -> Option<PathBuf> {
    let key = sso.session.as_deref().unwrap_or(&sso.start_url);
    let name = Sha1::digest(key.as_bytes()).iter().fold(String::new(), |mut name, byte| {
        name.push_str(&format!("{byte:02x}"));
        name
    });
    home(environment).map(|home| home.join(".aws/sso/cache").join(name + ".json"))
}

/// The token of a session; `None`: there is none, or none that can be read.
pub(crate) async fn load(sso: &Sso, environment: Environment<'_>) -> Option<Token> {
    let text = tokio::fs::read(path(sso, environment)?).await.ok()?;
    serde_json::from_slice(&text).ok()
}

/// Until when a session is signed in, or can be renewed without a browser.
pub(crate) async fn signed_in_until(sso: &Sso, environment: Environment<'_>) -> Option<String> {
    let token = load(sso, environment).await?;
    if token.lasts(Duration::ZERO) {
        return Some(token.expires_at);
    }
    token.renewal().is_some().then(|| token.registration_expires_at.clone()).flatten()
}

/// Writes the token whole or not at all, for this user's eyes only.
pub(crate) async fn save(sso: &Sso, token: &Token, environment: Environment<'_>) -> Result<(), LiveError> {
    let Some(path) = path(sso, environment) else {
        return Err(LiveError::SsoCache {
            path: PathBuf::from("~/.aws/sso/cache"),
            why: "there is no home folder".to_owned(),
        });
    };
    let text = serde_json::to_vec(token).unwrap_or_default();
    let at = path.clone();
    let written = tokio::task::spawn_blocking(move || write(&at, &text)).await;
    match written {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(LiveError::SsoCache { path, why: error.to_string() }),
        Err(error) => Err(LiveError::SsoCache { path, why: error.to_string() }),
    }
}

fn write(path: &Path, text: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension(format!("{}.tmp", uuid::Uuid::new_v4()));
    let written = private_file::options().create_new(true).open(&beside).and_then(|mut file| {
        file.write_all(text)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}
