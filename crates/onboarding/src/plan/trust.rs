//! Adopting the trust policy of a role that is there: the statements about the gateway become the
//! desired ones, everything else stays.

use super::{Plan, of_text, same_meaning, update_trust};
use crate::documents;
use crate::role::{ActualRole, DesiredRole};
use crate::trust::{admitted, external_ids, is_allow, is_dead, principals, statements, without_principals};
use iam_policy::Kind;
use serde_json::{Value, json};

/// Adds to the plan what becomes of the trust policy.
pub(super) fn adopt(desired: &DesiredRole, actual: &ActualRole, plan: &mut Plan) {
    let before = actual.trust_policy.as_str();
    let after = merged(desired, before, plan).unwrap_or_else(|| {
        plan.warnings.push("the role's trust policy cannot be read: it is replaced as a whole".to_owned());
        desired.trust_policy.clone()
    });
    let admitted_after = admitted(&after);
    for principal in admitted(before) {
        if admitted_after.contains(&principal) {
            continue;
        }
        plan.warnings.push(if is_dead(&principal) {
            format!(
                "`{principal}` is taken out of the trust policy: it stands for a deleted user or role, lets nobody in, and IAM refuses to save it again"
            )
        } else {
            format!("`{principal}` is taken out of the trust policy and can no longer assume the role")
        });
    }
    let accepted_after = external_ids(&after);
    for external_id in external_ids(before) {
        if !accepted_after.contains(&external_id) {
            plan.warnings.push(format!(
                "the ExternalId `{external_id}` is no longer accepted: a key that still sends it stops; rotate it instead to change it without downtime"
            ));
        }
    }
    let size = documents::size(&after);
    if size > documents::TRUST_QUOTA {
        plan.warnings.push(format!(
            "with what stays, the trust policy has {size} characters, IAM's quota is {}",
            documents::TRUST_QUOTA
        ));
    }
    if !same_meaning(before, &after, Kind::Trust) {
        plan.changes.push(update_trust(before, after));
    }
}

/// For example `` `arn:aws:iam::1:user/a`, `ec2.amazonaws.com` ``.
fn named(statement: &Value) -> String {
    let names: Vec<String> = principals(statement).into_iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "principals that it does not name one by one".to_owned() } else { names.join(", ") }
}

/// The actual document with its statements about the desired principals replaced by the desired
/// statements, in the place of the first of them. Whoever else such a statement names keeps it.
/// `None`: one of the two is not a policy document.
fn merged(desired: &DesiredRole, actual: &str, plan: &mut Plan) -> Option<String> {
    let wanted: Value = serde_json::from_str(&desired.trust_policy).ok()?;
    let mut document: Value = serde_json::from_str(actual).ok()?;
    let wanted: Vec<Value> = statements(&wanted).into_iter().cloned().collect();
    let wanted_names: Vec<&str> =
        wanted.iter().filter(|statement| is_allow(statement)).flat_map(principals).collect();
    document.as_object()?;
    let mut result: Vec<Value> = Vec::new();
    let mut place = None;
    for statement in statements(&document) {
        let is_wanted = |name: &str| wanted_names.contains(&name);
        let about_wanted = is_allow(statement) && principals(statement).into_iter().any(is_wanted);
        let is_wanted_itself = wanted.iter().any(|one| same_statement(one, statement));
        if about_wanted || is_wanted_itself {
            place.get_or_insert(result.len());
        }
        if is_wanted_itself {
            continue;
        }
        let goes = |name: &str| is_dead(name) || (about_wanted && is_wanted(name));
        let Some(rest) = without_principals(statement, &goes) else { continue };
        if wanted.iter().any(|one| same_statement(one, &rest)) {
            continue;
        }
        let what = format!("the trust policy's statement for {}", named(&rest));
        if plan.goes(what, removal_of("trust-statement", &rest), &desired.remove) {
            continue;
        }
        if is_allow(&rest) {
            plan.warnings.push(format!("the trust policy also lets in {}: it stays", named(&rest)));
        }
        if !is_allow(&rest) && principals(&rest).into_iter().any(is_wanted) {
            plan.warnings.push(format!(
                "a statement of the trust policy refuses {}: it stays, and overrules what lets it in",
                named(&rest)
            ));
        }
        let rest = with_fresh_sid(&rest, &wanted);
        result.push(rest);
    }
    let place = place.unwrap_or(result.len());
    result.splice(place..place, wanted);
    let object = document.as_object_mut()?;
    object.insert("Statement".to_owned(), Value::Array(result));
    // Without it IAM reads the document by the grammar of 2008.
    object.entry("Version").or_insert_with(|| json!("2012-10-17"));
    Some(format!("{document:#}"))
}

/// By what a statement is chosen for removal: its own text, wherever it stands.
pub(super) fn removal_of(kind: &str, statement: &Value) -> String {
    let digest = of_text(&statement.to_string());
    format!("{kind}:{}", digest.get(..8).unwrap_or_default())
}

/// The statement without its Sid where another has that Sid: IAM wants them unique.
pub(super) fn with_fresh_sid(statement: &Value, others: &[Value]) -> Value {
    let mut statement = statement.clone();
    let sid = statement.get("Sid");
    if sid.is_some()
        && others.iter().any(|other| other.get("Sid") == sid)
        && let Some(object) = statement.as_object_mut()
    {
        object.shift_remove("Sid");
    }
    statement
}

/// A document of one statement, to be compared.
pub(super) fn statement_alone(statement: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

pub(super) fn same_statement(a: &Value, b: &Value) -> bool {
    a == b || same_meaning(&statement_alone(a), &statement_alone(b), Kind::Trust)
}

/// The statement without the raw ids of deleted principals, which IAM refuses to save again; `None`
/// where nobody is left.
pub(super) fn without_dead(statement: &Value) -> Option<Value> {
    without_principals(statement, &is_dead)
}
