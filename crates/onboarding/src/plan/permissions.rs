//! Adopting the permissions of a role that is there: the wizard's own statements become the desired
//! ones; statements, policies and attachments that somebody else wrote stay unless they were chosen.

use super::trust::{removal_of, statement_alone, with_fresh_sid};
use super::{Plan, delete_policy, detach_policy, put_policy, same_meaning};
use crate::documents;
use crate::role::{ActualRole, DesiredRole, InlinePolicy};
use crate::trust::{is_allow, one_or_many, statements};
use iam_policy::Kind;
use serde_json::Value;

/// Adds to the plan what becomes of the permissions.
pub(super) fn adopt(desired: &DesiredRole, actual: &ActualRole, plan: &mut Plan) {
    let (ours, others): (Vec<_>, Vec<_>) =
        actual.inline_policies.iter().partition(|policy| policy.name == desired.policy_name);
    let before = ours.first().map(|policy| policy.document.as_str());
    let document = before
        .and_then(|before| with_theirs(desired, before, plan))
        .unwrap_or_else(|| desired.permissions_policy.clone());
    if !before.is_some_and(|before| same_meaning(before, &document, Kind::Identity)) {
        plan.changes.push(put_policy(&desired.policy_name, &document, before));
    }
    let mut stay: Vec<&InlinePolicy> = Vec::new();
    for policy in others {
        let what = format!("the inline policy `{}`", policy.name);
        if plan.goes(what, format!("inline-policy:{}", policy.name), &desired.remove) {
            plan.changes.push(delete_policy(&policy.name, &policy.document));
        } else {
            stay.push(policy);
        }
    }
    let together = stay
        .iter()
        .map(|policy| policy.document.as_str())
        .chain([document.as_str()])
        .map(documents::size)
        .fold(0, u32::saturating_add);
    if together > documents::INLINE_QUOTA {
        plan.warnings.push(format!(
            "the role's inline policies would have {together} characters together, IAM allows {}",
            documents::INLINE_QUOTA
        ));
    }
    for arn in &actual.attached_policies {
        let what = format!("the attached policy `{arn}`");
        if plan.goes(what, format!("attached-policy:{arn}"), &desired.remove) {
            plan.changes.push(detach_policy(arn));
        }
    }
}

/// The desired document with the statements of the one that is there that somebody else wrote into
/// it. `None`: one of the two is not a policy document.
fn with_theirs(desired: &DesiredRole, before: &str, plan: &mut Plan) -> Option<String> {
    let mut document: Value = serde_json::from_str(&desired.permissions_policy).ok()?;
    let before: Value = serde_json::from_str(before).ok()?;
    let wanted: Vec<Value> = statements(&document).into_iter().cloned().collect();
    let mut all = wanted.clone();
    for statement in statements(&before) {
        let same =
            |one: &Value| same_meaning(&statement_alone(one), &statement_alone(statement), Kind::Identity);
        if is_ours(statement, &desired.own_actions) || wanted.iter().any(same) {
            continue;
        }
        let what = format!("the statement of `{}` about {}", desired.policy_name, about(statement));
        if !plan.goes(what, removal_of("policy-statement", statement), &desired.remove) {
            let statement = with_fresh_sid(statement, &all);
            all.push(statement);
        }
    }
    if all.len() == wanted.len() {
        return None;
    }
    document.as_object_mut()?.insert("Statement".to_owned(), Value::Array(all));
    Some(format!("{document:#}"))
}

/// Whether the wizard could have written it: it allows the actions of the template and nothing else.
fn is_ours(statement: &Value, own_actions: &[String]) -> bool {
    let actions = one_or_many(statement.get("Action"));
    let own = |action: &&Value| {
        action.as_str().is_some_and(|action| own_actions.iter().any(|own| own.eq_ignore_ascii_case(action)))
    };
    is_allow(statement) && !actions.is_empty() && actions.iter().all(own)
}

/// For example `` `s3:GetObject` ``.
fn about(statement: &Value) -> String {
    let listed = one_or_many(statement.get("Action").or_else(|| statement.get("NotAction")));
    let names: Vec<String> =
        listed.into_iter().filter_map(Value::as_str).map(|name| format!("`{name}`")).collect();
    let verb = if is_allow(statement) { "" } else { "the refusal of " };
    let all_but = if statement.get("NotAction").is_some() { "all but " } else { "" };
    format!("{verb}{all_but}{}", names.join(", "))
}
