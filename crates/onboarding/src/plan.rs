//! The plan: what would change in the account, as a diff; computed from the desired role and the
//! actual one, and bound to what was read.

mod diff;
mod trust;

use crate::documents;
use crate::role::{ActualRole, DesiredRole, Tag};
use iam_policy::{Kind, Policy, meaning};
use serde::{Deserialize, Serialize};

/// What would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Plan {
    /// The role it is about.
    pub role_arn: String,
    /// Whether the role is there already and is adopted.
    pub exists: bool,
    /// In the order in which they are applied. Empty: nothing to do.
    pub changes: Vec<Change>,
    /// What is there and stays as it is, in words.
    pub untouched: Vec<String>,
    /// What an admin should read before saying yes.
    pub warnings: Vec<String>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Change {
    /// For example `Create the role quilr-gateway-bedrock`.
    pub title: String,
    /// The call that makes it.
    pub operation: Operation,
    /// Before and after, line by line.
    pub diff: Vec<DiffLine>,
}

/// The IAM call that makes a change, with everything it sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "call")]
pub enum Operation {
    /// `iam:CreateRole`
    CreateRole {
        /// The trust policy.
        trust_policy: String,
        /// Seconds.
        max_session_duration: u32,
        /// The description.
        description: String,
        /// The tags.
        tags: Vec<Tag>,
    },
    /// `iam:UpdateAssumeRolePolicy`
    UpdateAssumeRolePolicy {
        /// The whole trust policy.
        trust_policy: String,
    },
    /// `iam:UpdateRole`: always sends both, since leaving one out resets it.
    UpdateRole {
        /// Seconds.
        max_session_duration: u32,
        /// The description as it stands.
        description: String,
    },
    /// `iam:PutRolePolicy`
    PutRolePolicy {
        /// The inline policy's name.
        policy_name: String,
        /// The document.
        document: String,
    },
    /// `iam:TagRole`
    TagRole {
        /// Tags to set.
        tags: Vec<Tag>,
    },
}

/// A line of a diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DiffLine {
    /// Whether it stays, comes or goes.
    pub sign: DiffSign,
    /// Without the line end.
    pub text: String,
}

/// Whether a line stays, comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DiffSign {
    /// Stays.
    Same,
    /// Comes.
    Added,
    /// Goes.
    Removed,
}

/// What would change to make the actual role the desired one. Compared by meaning: the order of
/// keys, one value or a list of one, and white space do not matter.
pub fn plan(desired: &DesiredRole, actual: Option<&ActualRole>) -> Plan {
    match actual {
        None => create(desired),
        Some(actual) => adopt(desired, actual),
    }
}

fn create(desired: &DesiredRole) -> Plan {
    let mut head = vec![
        format!("Path: {}", desired.path),
        format!("MaxSessionDuration: {}", desired.max_session_duration),
        format!("Description: {}", desired.description),
    ];
    head.extend(diff::tag_lines(&desired.tags));
    head.push("Trust policy:".to_owned());
    head.push(diff::pretty(&desired.trust_policy));
    Plan {
        role_arn: desired.arn.clone(),
        exists: false,
        changes: vec![
            Change {
                title: format!("Create the role {}", desired.name),
                diff: diff::lines("", &head.join("\n")),
                operation: Operation::CreateRole {
                    trust_policy: desired.trust_policy.clone(),
                    max_session_duration: desired.max_session_duration,
                    description: desired.description.clone(),
                    tags: desired.tags.clone(),
                },
            },
            put_policy(desired, None),
        ],
        untouched: Vec::new(),
        warnings: Vec::new(),
    }
}

fn adopt(desired: &DesiredRole, actual: &ActualRole) -> Plan {
    let mut plan = Plan {
        role_arn: actual.arn.clone(),
        exists: true,
        changes: Vec::new(),
        untouched: Vec::new(),
        warnings: Vec::new(),
    };
    if actual.arn != desired.arn {
        plan.warnings.push(format!(
            "the role `{}` is there as `{}`, the setup says `{}`: a role cannot be moved, so the key needs the ARN that it has",
            actual.name, actual.arn, desired.arn
        ));
    }
    if let Some(boundary) = &actual.permissions_boundary {
        plan.warnings.push(format!(
            "the role has the permissions boundary `{boundary}`: what it does not allow is refused, whatever the role's policies say"
        ));
    }
    trust::adopt(desired, actual, &mut plan);
    adopt_policies(desired, actual, &mut plan);
    adopt_settings(desired, actual, &mut plan);
    plan
}

fn adopt_policies(desired: &DesiredRole, actual: &ActualRole, plan: &mut Plan) {
    let (ours, others): (Vec<_>, Vec<_>) =
        actual.inline_policies.iter().partition(|policy| policy.name == desired.policy_name);
    let before = ours.first().map(|policy| policy.document.as_str());
    let same = before.is_some_and(|before| same_meaning(before, &desired.permissions_policy, Kind::Identity));
    if !same {
        plan.changes.push(put_policy(desired, before));
    }
    let together = others
        .iter()
        .map(|policy| policy.document.as_str())
        .chain([desired.permissions_policy.as_str()])
        .map(documents::size)
        .fold(0, u32::saturating_add);
    if together > documents::INLINE_QUOTA {
        plan.warnings.push(format!(
            "the role's inline policies would have {together} characters together, IAM allows {}",
            documents::INLINE_QUOTA
        ));
    }
    for policy in others {
        plan.untouched.push(format!("the inline policy `{}`", policy.name));
    }
    for arn in &actual.attached_policies {
        plan.untouched.push(format!("the attached policy `{arn}`"));
    }
}

fn put_policy(desired: &DesiredRole, before: Option<&str>) -> Change {
    let verb = if before.is_some() { "Replace" } else { "Add" };
    Change {
        title: format!("{verb} the inline policy {}", desired.policy_name),
        diff: diff::lines(
            &before.map(diff::pretty).unwrap_or_default(),
            &diff::pretty(&desired.permissions_policy),
        ),
        operation: Operation::PutRolePolicy {
            policy_name: desired.policy_name.clone(),
            document: desired.permissions_policy.clone(),
        },
    }
}

/// MaxSessionDuration is only raised, the description kept, other tags kept.
fn adopt_settings(desired: &DesiredRole, actual: &ActualRole, plan: &mut Plan) {
    if actual.max_session_duration < desired.max_session_duration {
        plan.changes.push(Change {
            title: format!("Raise MaxSessionDuration to {} seconds", desired.max_session_duration),
            diff: diff::lines(
                &format!("MaxSessionDuration: {}", actual.max_session_duration),
                &format!("MaxSessionDuration: {}", desired.max_session_duration),
            ),
            operation: Operation::UpdateRole {
                max_session_duration: desired.max_session_duration,
                description: actual.description.clone().unwrap_or_default(),
            },
        });
    } else if actual.max_session_duration > desired.max_session_duration {
        plan.untouched
            .push(format!("MaxSessionDuration, {} seconds: longer than needed", actual.max_session_duration));
    }
    if actual.description.as_ref().is_some_and(|text| *text != desired.description) {
        plan.untouched.push("the description".to_owned());
    }
    // IAM's tag keys are told apart without case.
    let same_key = |a: &Tag, b: &Tag| a.key.eq_ignore_ascii_case(&b.key);
    let missing: Vec<Tag> = desired
        .tags
        .iter()
        .filter(|wanted| !actual.tags.iter().any(|tag| same_key(tag, wanted) && tag.value == wanted.value))
        .cloned()
        .collect();
    let (replaced, kept): (Vec<Tag>, Vec<Tag>) =
        actual.tags.iter().cloned().partition(|tag| missing.iter().any(|wanted| same_key(tag, wanted)));
    for tag in kept {
        if !desired.tags.iter().any(|wanted| same_key(&tag, wanted)) {
            plan.untouched.push(format!("the tag `{}={}`", tag.key, tag.value));
        }
    }
    if !missing.is_empty() {
        plan.changes.push(Change {
            title: "Set tags".to_owned(),
            diff: diff::lines(&diff::tag_lines(&replaced).join("\n"), &diff::tag_lines(&missing).join("\n")),
            operation: Operation::TagRole { tags: missing },
        });
    }
}

/// Whether two documents mean the same. Those that the evaluator cannot read are compared as text.
pub(crate) fn same_meaning(a: &str, b: &str, kind: Kind) -> bool {
    match (Policy::parse(a, kind), Policy::parse(b, kind)) {
        (Ok(a), Ok(b)) => meaning::equivalent(&a, &b),
        _ => a == b,
    }
}
