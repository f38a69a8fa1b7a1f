//! The StackSet as AWS has it, and what the rollout asks of it.

use super::{PermissionModel, Rollout, RolloutNote, RolloutPlace};
use crate::fields::Severity;
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

/// The longest name of a StackSet, and the longest template that is sent with a call (CloudFormation
/// quotas).
const NAME_MOST: usize = 128;
const TEMPLATE_MOST: usize = 51_200;
/// The most organizational units of one operation (API reference, CreateStackInstances).
const UNITS_MOST: usize = 50;

/// What is wrong with a StackSet's name: it begins with a letter, and letters, digits and hyphens follow.
pub(super) fn name_problem(name: &str) -> Option<RolloutNote> {
    let error = |code: &str, message: String| Some(RolloutNote::error(RolloutPlace::StackSet, code, message));
    if name.is_empty() {
        return error("stack-set-missing", "the StackSet has no name".to_owned());
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return error(
            "stack-set-name",
            "a StackSet's name begins with a letter and holds letters, digits and hyphens only".to_owned(),
        );
    }
    if name.len() > NAME_MOST {
        let message = format!("a StackSet's name has {NAME_MOST} characters at most, not {}", name.len());
        return error("stack-set-length", message);
    }
    None
}

/// What is wrong with the organizational units.
pub(super) fn unit_problems(units: &[String]) -> Vec<RolloutNote> {
    let error =
        |code: &str, message: String| RolloutNote::error(RolloutPlace::PermissionModel, code, message);
    let mut problems = Vec::new();
    if units.is_empty() {
        problems.push(
            error("units-missing", "service-managed permissions need an organizational unit".to_owned())
                .remedy("Enter the unit that the accounts are in, or the root: r-… reaches all of them."),
        );
    }
    if units.len() > UNITS_MOST {
        problems.push(
            error(
                "units-many",
                format!("an operation takes {UNITS_MOST} organizational units at most, not {}", units.len()),
            )
            .remedy("Enter a unit that they are all in."),
        );
    }
    for unit in units.iter().filter(|unit| !is_unit(unit)) {
        problems.push(
            error("unit-form", format!("`{}` is not the id of an organizational unit", unit.escape_debug()))
                .remedy("It looks like ou-ab12-cd34ef56, the root like r-ab12."),
        );
    }
    problems
}

/// `^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$` (Organizations API reference).
fn is_unit(text: &str) -> bool {
    let part = |text: &str, least: usize| {
        (least..=32).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    match (text.strip_prefix("r-"), text.strip_prefix("ou-").and_then(|rest| rest.split_once('-'))) {
        (Some(root), _) => part(root, 4),
        (None, Some((root, unit))) => part(root, 4) && part(unit, 8),
        (None, None) => false,
    }
}

/// A template over CloudFormation's quota.
pub(super) fn too_long(template: &str) -> Option<RolloutNote> {
    (template.len() > TEMPLATE_MOST).then(|| {
        RolloutNote::error(
            RolloutPlace::Pattern,
            "template-size",
            format!("the template has {} bytes, CloudFormation takes {TEMPLATE_MOST}", template.len()),
        )
        .remedy("Choose fewer regions or models, or allow all of them.")
    })
}

/// In what a StackSet that is there is not as the wizard makes one, and what follows from it.
pub(super) fn unlike(rollout: &Rollout, found: &DeployedStackSet) -> Vec<RolloutNote> {
    let mut notes = Vec::new();
    let (wanted, has) = (rollout.permission_model.as_str(), found.permission_model.as_str());
    if wanted != has {
        notes.push(
            RolloutNote::error(
                RolloutPlace::PermissionModel,
                "permission-model-differs",
                format!("the StackSet `{}` is {has}, the rollout says {wanted}", found.name),
            )
            .remedy("Change the rollout, or choose another name for its StackSet."),
        );
    }
    if found.auto_deployment {
        notes.push(
            RolloutNote::new(
                RolloutPlace::StackSet,
                Severity::Warning,
                "auto-deployment",
                "an account that joins the organizational units gets a role by itself, without an ExternalId of its own",
            )
            .remedy("Turn the StackSet's automatic deployment off."),
        );
    }
    if !found.managed_execution {
        notes.push(
            RolloutNote::new(
                RolloutPlace::StackSet,
                Severity::Info,
                "managed-execution-off",
                "managed execution is off: one account is worked on at a time",
            )
            .remedy("To go faster, turn the StackSet's managed execution on."),
        );
    }
    notes
}
