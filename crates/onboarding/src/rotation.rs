//! Rotating the ExternalId without downtime: both are accepted, the key gets the new one, then the old
//! one is no longer accepted. Each is a plan of one change of the trust policy.

use crate::documents;
use crate::plan::{Plan, same_meaning, update_trust};
use crate::role::ActualRole;
use crate::trust::{EXTERNAL_ID, is_allow, one_or_many, principals};
use iam_policy::Kind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What is done to the trust policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RotationStep {
    /// The new ExternalId is accepted beside the old one.
    AcceptBoth,
    /// The old one is no longer accepted.
    Finish,
    /// The new one is no longer accepted.
    TakeBack,
}

/// From which ExternalId to which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Rotation {
    /// That the key still has.
    pub old: String,
    /// That the key is to have.
    pub new: String,
}

/// Why the trust policy cannot be edited so. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRotatable {
    /// Old and new are the same.
    #[error("the new ExternalId is the old one")]
    Same,
    /// AWS's copy of the policy cannot be read.
    #[error("the trust policy cannot be read: {0}")]
    Unreadable(String),
    /// No statement for the gateway compares this ExternalId by StringEquals.
    #[error(
        "no statement of the trust policy that names `{gateway}` asks for the ExternalId `{external_id}` by StringEquals"
    )]
    NotAsked {
        /// The gateway's principal.
        gateway: String,
        /// Which is not asked for.
        external_id: String,
    },
}

impl NotRotatable {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            NotRotatable::Same => "leave the new one out, and one is made",
            NotRotatable::Unreadable(_) | NotRotatable::NotAsked { .. } => {
                "look at the plan first: it says how the trust policy differs from this setup"
            }
        }
    }
}

/// What a step of the rotation changes. Nothing to change: it is made already.
///
/// # Errors
/// The trust policy is not one that can be rotated; see [`NotRotatable`].
pub fn rotation_plan(
    actual: &ActualRole,
    gateway: &str,
    rotation: &Rotation,
    step: RotationStep,
) -> Result<Plan, NotRotatable> {
    let Rotation { old, new } = rotation;
    if old == new {
        return Err(NotRotatable::Same);
    }
    let before = actual.trust_policy.as_str();
    let mut document: Value =
        serde_json::from_str(before).map_err(|error| NotRotatable::Unreadable(error.to_string()))?;
    // What must be accepted already, so that nobody is locked out.
    let anchor = if step == RotationStep::Finish { new } else { old };
    let mut found = false;
    for statement in statements_mut(&mut document) {
        if !is_allow(statement) || !principals(statement).contains(&gateway) {
            continue;
        }
        for value in compared_mut(statement) {
            let mut values = listed(value);
            if !values.contains(anchor) {
                continue;
            }
            found = true;
            match step {
                RotationStep::AcceptBoth if !values.contains(new) => values.push(new.clone()),
                RotationStep::AcceptBoth => continue,
                RotationStep::Finish => values.retain(|value| value != old),
                RotationStep::TakeBack => values.retain(|value| value != new),
            }
            *value = match values.as_slice() {
                [one] => json!(one),
                many => json!(many),
            };
        }
    }
    if !found {
        return Err(NotRotatable::NotAsked { gateway: gateway.to_owned(), external_id: anchor.clone() });
    }
    let after = format!("{document:#}");
    let mut plan = Plan::of(actual);
    if !same_meaning(before, &after, Kind::Trust) {
        let mut change = update_trust(before, after.clone());
        change.title = match step {
            RotationStep::AcceptBoth => "Accept the new ExternalId beside the old one",
            RotationStep::Finish => "Accept the new ExternalId only",
            RotationStep::TakeBack => "Accept the old ExternalId only",
        }
        .to_owned();
        plan.changes.push(change);
    }
    let size = documents::size(&after);
    if size > documents::TRUST_QUOTA {
        plan.warnings.push(format!(
            "the trust policy would have {size} characters, IAM's quota is {}",
            documents::TRUST_QUOTA
        ));
    }
    match step {
        RotationStep::AcceptBoth => {}
        RotationStep::Finish => plan.warnings.push(format!(
            "a key that still sends the ExternalId `{old}` stops: save `{new}` in the QuilrAI dashboard first"
        )),
        RotationStep::TakeBack => plan.warnings.push(format!(
            "a key that sends the ExternalId `{new}` already stops: save `{old}` in the QuilrAI dashboard first"
        )),
    }
    Ok(plan)
}

/// The ExternalIds with which a role's trust policy admits the gateway by name.
pub fn accepted(actual: &ActualRole, gateway: &str) -> Vec<String> {
    let Ok(mut document) = serde_json::from_str::<Value>(&actual.trust_policy) else { return Vec::new() };
    statements_mut(&mut document)
        .into_iter()
        .filter(|statement| is_allow(statement) && principals(statement).contains(&gateway))
        .flat_map(compared_mut)
        .flat_map(|value| listed(value))
        .collect()
}

fn statements_mut(document: &mut Value) -> Vec<&mut Value> {
    match document.get_mut("Statement") {
        Some(Value::Array(list)) => list.iter_mut().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// What a statement compares with the ExternalId by StringEquals. Names are read without case, as IAM
/// reads them.
fn compared_mut(statement: &mut Value) -> Vec<&mut Value> {
    let operators = statement.get_mut("Condition").and_then(Value::as_object_mut);
    operators
        .into_iter()
        .flat_map(|operators| operators.iter_mut())
        .filter(|(operator, _)| operator.eq_ignore_ascii_case("StringEquals"))
        .filter_map(|(_, keys)| keys.as_object_mut())
        .flat_map(|keys| keys.iter_mut())
        .filter(|(key, _)| key.eq_ignore_ascii_case(EXTERNAL_ID))
        .map(|(_, value)| value)
        .collect()
}

fn listed(value: &Value) -> Vec<String> {
    one_or_many(Some(value)).into_iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
