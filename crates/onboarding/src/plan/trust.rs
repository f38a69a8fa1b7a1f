//! Adopting the trust policy of a role that is there: the statements about the gateway become the
//! desired ones, everything else stays.

use super::{Change, Operation, Plan, diff, same_meaning};
use crate::documents;
use crate::role::{ActualRole, DesiredRole};
use crate::trust::{admitted, is_allow, is_dead, principals, statements};
use iam_policy::Kind;
use serde_json::{Value, json};

/// Adds to the plan what becomes of the trust policy.
pub(super) fn adopt(desired: &DesiredRole, actual: &ActualRole, plan: &mut Plan) {
    let before = actual.trust_policy.as_str();
    let after = merged(&desired.trust_policy, before);
    let after = match after {
        Some(merged) => {
            for statement in &merged.kept {
                plan.untouched.push(format!("the trust policy's statement for {}", named(statement)));
                if is_allow(statement) {
                    plan.warnings
                        .push(format!("the trust policy also lets in {}: it stays", named(statement)));
                }
            }
            merged.text
        }
        None => {
            plan.warnings
                .push("the role's trust policy cannot be read: it is replaced as a whole".to_owned());
            desired.trust_policy.clone()
        }
    };
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
    let size = documents::size(&after);
    if size > documents::TRUST_QUOTA {
        plan.warnings.push(format!(
            "with what stays, the trust policy has {size} characters, IAM's quota is {}",
            documents::TRUST_QUOTA
        ));
    }
    if !same_meaning(before, &after, Kind::Trust) {
        plan.changes.push(Change {
            title: "Change the trust policy".to_owned(),
            diff: diff::lines(&diff::pretty(before), &diff::pretty(&after)),
            operation: Operation::UpdateAssumeRolePolicy { trust_policy: after },
        });
    }
}

/// For example `` `arn:aws:iam::1:user/a`, `ec2.amazonaws.com` ``.
fn named(statement: &Value) -> String {
    let names: Vec<String> = principals(statement).into_iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "principals that it does not name one by one".to_owned() } else { names.join(", ") }
}

struct Merged {
    text: String,
    kept: Vec<Value>,
}

/// The actual document with its statements about the desired principals replaced by the desired
/// statements, in the place of the first of them. `None`: one of the two is not a policy document.
fn merged(desired: &str, actual: &str) -> Option<Merged> {
    let desired: Value = serde_json::from_str(desired).ok()?;
    let mut document: Value = serde_json::from_str(actual).ok()?;
    let wanted: Vec<Value> = statements(&desired).into_iter().cloned().collect();
    let wanted_names: Vec<&str> =
        wanted.iter().filter(|statement| is_allow(statement)).flat_map(principals).collect();
    document.as_object()?;
    let mut result: Vec<Value> = Vec::new();
    let mut kept: Vec<Value> = Vec::new();
    let mut place = None;
    for statement in statements(&document) {
        let about_wanted =
            is_allow(statement) && principals(statement).iter().any(|name| wanted_names.contains(name));
        if about_wanted || wanted.iter().any(|one| same_statement(one, statement)) {
            place.get_or_insert(result.len());
            continue;
        }
        if let Some(alive) = without_dead(statement) {
            kept.push(alive.clone());
            result.push(alive);
        }
    }
    let place = place.unwrap_or(result.len());
    result.splice(place..place, wanted);
    let object = document.as_object_mut()?;
    object.insert("Statement".to_owned(), Value::Array(result));
    // Without it IAM reads the document by the grammar of 2008.
    object.entry("Version").or_insert_with(|| json!("2012-10-17"));
    Some(Merged { text: format!("{document:#}"), kept })
}

fn same_statement(a: &Value, b: &Value) -> bool {
    let alone = |statement: &Value| json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    a == b || same_meaning(&alone(a), &alone(b), Kind::Trust)
}

/// The statement without the raw ids of deleted principals, which IAM refuses to save again; `None`
/// where nobody is left.
fn without_dead(statement: &Value) -> Option<Value> {
    if !principals(statement).iter().any(|name| is_dead(name)) {
        return Some(statement.clone());
    }
    let mut statement = statement.clone();
    let types = statement.get_mut("Principal")?.as_object_mut()?;
    for value in types.values_mut() {
        match value {
            Value::Array(names) => {
                names.retain(|name| !name.as_str().is_some_and(is_dead));
            }
            Value::String(name) if is_dead(name) => *value = Value::Array(Vec::new()),
            _ => {}
        }
    }
    types.retain(|_, value| !value.as_array().is_some_and(Vec::is_empty));
    (!types.is_empty()).then_some(statement)
}
