//! A role.

use super::managed::ManagedPolicy;
use super::propagated::Propagated;
use iam_policy::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

/// An inline policy: the text as it was given, and what it means.
#[derive(Debug, Clone)]
pub(crate) struct InlinePolicy {
    pub(crate) text: String,
    pub(crate) policy: Policy,
}

/// A role as IAM keeps it.
#[derive(Debug, Clone)]
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
    pub(crate) inline: BTreeMap<String, InlinePolicy>,
    pub(crate) attached: Vec<ManagedPolicy>,
    /// Inline and attached policies together, as decisions see them.
    pub(crate) effective: Propagated<Arc<Vec<Policy>>>,
    pub(crate) tags: Vec<(String, String)>,
}

impl Role {
    /// `arn:aws:iam::ACCOUNT:role/PATH/NAME`
    pub(crate) fn arn(&self, account: &str) -> String {
        format!("arn:aws:iam::{account}:role{}{}", self.path, self.name)
    }

    /// Inline and attached policies together, as IAM holds them now.
    pub(crate) fn policies(&self) -> Arc<Vec<Policy>> {
        let inline = self.inline.values().map(|inline| inline.policy.clone());
        let attached = self.attached.iter().map(|managed| managed.policy.clone());
        Arc::new(inline.chain(attached).collect())
    }

    /// Roles of AWS's own services and of Identity Center cannot be changed by the account.
    pub(crate) fn is_protected(&self) -> bool {
        self.path.starts_with("/aws-reserved/") || self.path.starts_with("/aws-service-role/")
    }
}
