//! Principals of a trust policy: checked for existence and stored by unique id when it is saved,
//! shown by ARN as long as they exist, and by their bare id afterwards.
//! Rule: "AWS JSON policy elements: Principal", IAM User Guide.

use super::World;
use super::services::is_service_principal;
use crate::error::ApiError;
use serde_json::Value;

/// The text to store: principals by unique id, white space gone, as IAM keeps trust policies.
/// The text must have been parsed as a trust policy before.
pub(crate) fn to_stored(world: &World, text: &str) -> Result<String, ApiError> {
    let mut document = read(text)?;
    let mut refused = None;
    for_each_principal(&mut document, |kind, principal| match stored(world, kind, principal) {
        Some(stored) => *principal = stored,
        None => {
            refused.get_or_insert_with(|| {
                let kind = if kind == "Service" { "SERVICE" } else { kind };
                format!("Invalid principal in policy: \"{kind}\":\"{principal}\"")
            });
        }
    });
    match refused {
        Some(message) => Err(ApiError::malformed_policy(message)),
        None => Ok(document.to_string()),
    }
}

/// The text to show and to decide by: unique ids back to ARNs, where someone still has them.
pub(crate) fn to_shown(world: &World, stored: &str) -> String {
    let Ok(mut document) = read(stored) else {
        return stored.to_owned();
    };
    for_each_principal(&mut document, |kind, principal| {
        if let Some(arn) = Some(&principal).filter(|_| kind == "AWS").and_then(|id| world.arn_of(id)) {
            *principal = arn;
        }
    });
    document.to_string()
}

/// The unique ids among the principals of a stored text.
pub(crate) fn ids_in(stored: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let Ok(mut document) = read(stored) else { return ids };
    for_each_principal(&mut document, |kind, principal| {
        if kind == "AWS" && principal != "*" && !principal.starts_with("arn:") {
            ids.push(principal.clone());
        }
    });
    ids
}

fn read(text: &str) -> Result<Value, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::malformed_policy("This policy contains invalid Json"))
}

/// Visits every value below `Principal`, with the kind it stands under (`AWS`, `Service`, …).
fn for_each_principal(document: &mut Value, mut visit: impl FnMut(&str, &mut String)) {
    for statement in one_or_many(document.get_mut("Statement")) {
        let Some(Value::Object(kinds)) = statement.get_mut("Principal") else {
            continue;
        };
        for (kind, values) in kinds {
            for value in one_or_many(Some(values)) {
                if let Value::String(principal) = value {
                    visit(kind, principal);
                }
            }
        }
    }
}

fn one_or_many(value: Option<&mut Value>) -> Vec<&mut Value> {
    match value {
        Some(Value::Array(values)) => values.iter_mut().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    }
}

/// How a principal is stored; `None`: IAM does not know it.
fn stored(world: &World, kind: &str, principal: &str) -> Option<String> {
    match kind {
        "AWS" => stored_aws(world, principal),
        "Service" => is_service_principal(principal).then(|| principal.to_owned()),
        _ => Some(principal.to_owned()),
    }
}

fn stored_aws(world: &World, principal: &str) -> Option<String> {
    if principal == "*" || world.arn_of(principal).is_some() {
        return Some(principal.to_owned());
    }
    if is_account(principal) {
        return Some(format!("arn:aws:iam::{principal}:root"));
    }
    let mut parts = principal.splitn(6, ':');
    let prefix = [parts.next()?, parts.next()?];
    let (service, region, account, resource) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if prefix != ["arn", "aws"] || !region.is_empty() || !is_account(account) {
        return None;
    }
    match (service, resource.split_once('/')) {
        ("iam", None) => (resource == "root").then(|| principal.to_owned()),
        ("iam", Some(("user" | "role", _))) => world.id_of(principal).map(str::to_owned),
        // A session is not an entity: the role behind it has to exist.
        ("sts", Some(("assumed-role", session))) => {
            let (role, name) = session.split_once('/')?;
            let named = !name.is_empty() && !name.contains(['/', '*', '?']);
            (named && world.role(account, role).is_some()).then(|| principal.to_owned())
        }
        ("sts", Some(("federated-user", name))) => (!name.is_empty()).then(|| principal.to_owned()),
        _ => None,
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}
