//! A user and access keys.

use super::last_use::LastUse;
use super::permissions::Permissions;
use super::propagated::Propagated;
use serde::{Deserialize, Serialize};
use std::time::SystemTime;

/// A user as IAM keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) path: String,
    /// `AIDA…`
    pub(crate) id: String,
    pub(crate) created: SystemTime,
    pub(crate) permissions: Permissions,
    pub(crate) tags: Vec<(String, String)>,
}

impl User {
    /// A user who may do nothing yet.
    pub(crate) fn new(name: &str, path: &str, id: String, now: SystemTime) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            id,
            created: now,
            permissions: Permissions::default(),
            tags: Vec::new(),
        }
    }

    /// `arn:aws:iam::ACCOUNT:user/PATH/NAME`
    pub(crate) fn arn(&self, account: &str) -> String {
        format!("arn:aws:iam::{account}:user{}{}", self.path, self.name)
    }
}

/// A long-term access key. No `Debug`: it holds the secret.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AccessKey {
    pub(crate) secret: String,
    pub(crate) account: String,
    /// The user's unique id; `None`: the account's root user.
    pub(crate) user_id: Option<String>,
    pub(crate) created: SystemTime,
    /// An inactive key is refused like one that does not exist.
    pub(crate) active: Propagated<bool>,
    #[serde(default)]
    pub(crate) last_use: LastUse,
}
