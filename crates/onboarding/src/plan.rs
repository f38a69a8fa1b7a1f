//! The plan: what would change in the account, as a diff; computed from the desired role and the
//! actual one, and bound to what was read.

mod carry;
mod diff;
mod digest;
mod permissions;
mod trust;

pub(crate) use carry::delete_role;
pub use carry::{after, redo, undo};
pub(crate) use diff::lines as diff_lines;
pub use digest::digest;
pub(crate) use digest::of_text;

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
    /// A digest of all that was read: the plan holds only while the role reads like that.
    pub read: String,
    /// In the order in which they are applied. Empty: nothing to do.
    pub changes: Vec<Change>,
    /// What is there and stays as it is.
    pub untouched: Vec<Kept>,
    /// What is there, was not written by the wizard, and goes because it was chosen.
    pub removed: Vec<Kept>,
    /// What an admin should read before saying yes.
    pub warnings: Vec<String>,
}

/// Something that is there, and that the setup does not ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Kept {
    /// In words.
    pub what: String,
    /// By what it is chosen for removal, for example `inline-policy:theirs`; `None`: it cannot be.
    pub removal: Option<String>,
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
    /// `iam:UntagRole`
    UntagRole {
        /// The keys of the tags to take off.
        keys: Vec<String>,
    },
    /// `iam:DeleteRolePolicy`
    DeleteRolePolicy {
        /// The inline policy's name.
        policy_name: String,
    },
    /// `iam:AttachRolePolicy`
    AttachRolePolicy {
        /// The managed policy.
        policy_arn: String,
    },
    /// `iam:DetachRolePolicy`
    DetachRolePolicy {
        /// The managed policy.
        policy_arn: String,
    },
    /// `iam:DeleteRole`
    DeleteRole,
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
        read: digest(None),
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
            put_policy(&desired.policy_name, &desired.permissions_policy, None),
        ],
        untouched: Vec::new(),
        removed: Vec::new(),
        warnings: Vec::new(),
    }
}

fn adopt(desired: &DesiredRole, actual: &ActualRole) -> Plan {
    let mut plan = Plan::of(actual);
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
    permissions::adopt(desired, actual, &mut plan);
    adopt_settings(desired, actual, &mut plan);
    for chosen in &desired.remove {
        if !plan.removed.iter().any(|kept| kept.removal.as_ref() == Some(chosen)) {
            plan.warnings.push(format!("the role has no `{chosen}` to remove: nothing is removed for it"));
        }
    }
    plan
}

impl Plan {
    /// A plan about a role that is there, with nothing in it yet.
    pub(crate) fn of(actual: &ActualRole) -> Self {
        Self {
            role_arn: actual.arn.clone(),
            exists: true,
            read: digest(Some(actual)),
            changes: Vec::new(),
            untouched: Vec::new(),
            removed: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Notes what stays without a choice.
    fn stays(&mut self, what: impl Into<String>) {
        self.untouched.push(Kept { what: what.into(), removal: None });
    }

    /// Notes what was not written by the wizard: it stays unless it was chosen. Whether it goes.
    fn goes(&mut self, what: impl Into<String>, removal: String, chosen: &[String]) -> bool {
        let goes = chosen.contains(&removal);
        let list = if goes { &mut self.removed } else { &mut self.untouched };
        list.push(Kept { what: what.into(), removal: Some(removal) });
        goes
    }
}

pub(crate) fn put_policy(name: &str, document: &str, before: Option<&str>) -> Change {
    let verb = if before.is_some() { "Replace" } else { "Add" };
    Change {
        title: format!("{verb} the inline policy {name}"),
        diff: diff::lines(&before.map(diff::pretty).unwrap_or_default(), &diff::pretty(document)),
        operation: Operation::PutRolePolicy { policy_name: name.to_owned(), document: document.to_owned() },
    }
}

pub(crate) fn delete_policy(name: &str, document: &str) -> Change {
    Change {
        title: format!("Delete the inline policy {name}"),
        diff: diff::lines(&diff::pretty(document), ""),
        operation: Operation::DeleteRolePolicy { policy_name: name.to_owned() },
    }
}

pub(crate) fn detach_policy(arn: &str) -> Change {
    Change {
        title: format!("Detach the managed policy {arn}"),
        diff: diff::lines(&format!("Attached: {arn}"), ""),
        operation: Operation::DetachRolePolicy { policy_arn: arn.to_owned() },
    }
}

pub(crate) fn update_trust(before: &str, after: String) -> Change {
    Change {
        title: "Change the trust policy".to_owned(),
        diff: diff::lines(&diff::pretty(before), &diff::pretty(&after)),
        operation: Operation::UpdateAssumeRolePolicy { trust_policy: after },
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
        plan.stays(format!(
            "MaxSessionDuration, {} seconds: longer than needed",
            actual.max_session_duration
        ));
    }
    if actual.description.as_ref().is_some_and(|text| *text != desired.description) {
        plan.stays("the description");
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
    let mut taken_off = Vec::new();
    for tag in kept {
        let what = format!("the tag `{}={}`", tag.key, tag.value);
        if !desired.tags.iter().any(|wanted| same_key(&tag, wanted))
            && plan.goes(what, format!("tag:{}", tag.key), &desired.remove)
        {
            taken_off.push(tag);
        }
    }
    if !missing.is_empty() {
        plan.changes.push(Change {
            title: "Set tags".to_owned(),
            diff: diff::lines(&diff::tag_lines(&replaced).join("\n"), &diff::tag_lines(&missing).join("\n")),
            operation: Operation::TagRole { tags: missing },
        });
    }
    if !taken_off.is_empty() {
        plan.changes.push(Change {
            title: "Take tags off".to_owned(),
            diff: diff::lines(&diff::tag_lines(&taken_off).join("\n"), ""),
            operation: Operation::UntagRole { keys: taken_off.into_iter().map(|tag| tag.key).collect() },
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
