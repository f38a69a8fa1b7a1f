//! A role.

use super::last_use::LastUse;
use super::permissions::Permissions;
use super::propagated::Propagated;
use serde::{Deserialize, Serialize};
use std::time::SystemTime;

/// A role as IAM keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) path: String,
    /// `AROA…`
    pub(crate) id: String,
    pub(crate) created: SystemTime,
    pub(crate) description: Option<String>,
    pub(crate) max_session_seconds: u32,
    /// The trust policy's text with principals by unique id: see [`super::principals`].
    pub(crate) trust: Propagated<String>,
    pub(crate) permissions: Permissions,
    pub(crate) tags: Vec<(String, String)>,
    /// Of one of its sessions.
    #[serde(default)]
    pub(crate) last_use: LastUse,
}

impl Role {
    /// `arn:aws:iam::ACCOUNT:role/PATH/NAME`
    pub(crate) fn arn(&self, account: &str) -> String {
        format!("arn:aws:iam::{account}:role{}{}", self.path, self.name)
    }

    /// Roles of AWS's own services and of Identity Center cannot be changed by the account.
    pub(crate) fn is_protected(&self) -> bool {
        self.path.starts_with("/aws-reserved/") || self.path.starts_with("/aws-service-role/")
    }

    /// Roles of AWS's own services are beyond the reach of SCPs.
    pub(crate) fn is_service_linked(&self) -> bool {
        self.path.starts_with("/aws-service-role/")
    }
}
