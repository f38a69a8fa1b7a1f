//! A role as it should be, and as AWS has it.

use serde::{Deserialize, Serialize};

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Tag {
    /// 1 to 128 characters.
    pub key: String,
    /// Up to 256 characters.
    pub value: String,
}

/// The role that a setup asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesiredRole {
    /// The whole ARN.
    pub arn: String,
    /// The name.
    pub name: String,
    /// The path.
    pub path: String,
    /// The trust policy document.
    pub trust_policy: String,
    /// The inline policy's name: the page's `quilr-gateway-bedrock-invoke`.
    pub policy_name: String,
    /// The inline policy's document.
    pub permissions_policy: String,
    /// At least this many seconds: a larger value of an existing role is kept.
    pub max_session_duration: u32,
    /// Set when the role is created; an existing description is kept.
    pub description: String,
    /// Tags to have; others are kept.
    pub tags: Vec<Tag>,
    /// The actions of the inline policy's own statements: one about anything else was written by
    /// somebody else, and is kept.
    pub own_actions: Vec<String>,
    /// What is there besides and is to go, chosen line by line: [`crate::plan::Kept::removal`].
    pub remove: Vec<String>,
}

/// A role as read from AWS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ActualRole {
    /// The whole ARN.
    pub arn: String,
    /// `AROA…`
    pub role_id: String,
    /// The name.
    pub name: String,
    /// The path.
    pub path: String,
    /// The trust policy document, decoded.
    pub trust_policy: String,
    /// Inline policies by name, decoded.
    pub inline_policies: Vec<InlinePolicy>,
    /// The ARNs of attached managed policies.
    pub attached_policies: Vec<String>,
    /// The ARN of the permissions boundary, if any.
    pub permissions_boundary: Option<String>,
    /// Seconds.
    pub max_session_duration: u32,
    /// The description, if any.
    pub description: Option<String>,
    /// The tags.
    pub tags: Vec<Tag>,
}

/// An inline policy of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InlinePolicy {
    /// Its name.
    pub name: String,
    /// Its document.
    pub document: String,
}
