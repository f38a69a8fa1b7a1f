//! The StackSet as AWS has it, and what the rollout asks of it.

use super::PermissionModel;
use crate::setup::Setup;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The template's parameter that differs by account.
pub const EXTERNAL_ID_PARAMETER: &str = "ExternalId";

/// A StackSet as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DeployedStackSet {
    /// Its name.
    pub name: String,
    /// As CloudFormation writes it: `ACTIVE`.
    pub status: String,
    /// The template.
    pub template: String,
    /// Who lets it into the accounts; the organizational units are those it was deployed to.
    pub permission_model: PermissionModel,
    /// Whether operations queue up instead of being refused while another one runs.
    pub managed_execution: bool,
    /// Whether accounts that join the organization get a role by themselves.
    pub auto_deployment: bool,
    /// By account.
    pub instances: Vec<StackInstance>,
}

/// The stack of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StackInstance {
    /// 12 digits.
    pub account_id: String,
    /// Where the stack is.
    pub region: String,
    /// `CURRENT`, `OUTDATED` or `INOPERABLE`.
    pub status: String,
    /// For example `SUCCEEDED`, `RUNNING` or `FAILED`; `None` where AWS does not say.
    pub detailed_status: Option<String>,
    /// AWS's own words.
    pub reason: Option<String>,
    /// The account's override of the ExternalId; `None`: it has none.
    pub external_id: Option<String>,
}

/// The StackSet's name: the role's, in the characters that CloudFormation allows.
pub(super) fn default_name(pattern: &Setup) -> String {
    let words: Vec<&str> = pattern
        .role_name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join("-");
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("role-{name}") }
        .trim_end_matches('-')
        .to_owned()
}

/// A trust policy edited by hand, with one account's ExternalId where it asks for the pattern's.
pub(super) fn with_external_id(text: &str, from: &str, to: &str) -> String {
    if from.is_empty() || from == to {
        return text.to_owned();
    }
    // As JSON writes them: neither can hold a quotation mark, so the edited text keeps its form.
    text.replace(&Value::from(from).to_string(), &Value::from(to).to_string())
}
