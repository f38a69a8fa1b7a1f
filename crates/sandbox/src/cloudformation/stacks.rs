//! What a stack makes, changes and takes away in its account; on failure it goes back to what was
//! there before, as CloudFormation rolls back.

use super::inside::Inside;
use super::template::RoleShape;
use crate::error::ApiError;
use crate::ids;
use axum::http::StatusCode;

/// Why it failed, and which roles are left.
pub(super) struct Failed {
    pub(super) reason: String,
    pub(super) left: Vec<RoleShape>,
}

/// Brings an account from the roles of its stack to those that are wanted.
pub(super) fn deploy(inside: &Inside<'_>, before: &[RoleShape], wanted: &[RoleShape]) -> Result<(), Failed> {
    let mut done: Vec<(Option<&RoleShape>, &RoleShape)> = Vec::new();
    for role in wanted {
        let same =
            before.iter().find(|old| old.id == role.id && old.name == role.name && old.path == role.path);
        let outcome = match same {
            Some(old) => change(inside, old, role),
            None => create(inside, role),
        };
        if let Err(error) = outcome {
            let reason = reason(role, &error);
            // What cannot be put back either is nothing that could be told here.
            if let Some(old) = same {
                let _ = change(inside, role, old);
            }
            for (old, made) in done.iter().rev() {
                let _ = match old {
                    Some(old) => change(inside, made, old),
                    None => delete(inside, made),
                };
            }
            return Err(Failed { reason, left: before.to_vec() });
        }
        done.push((same, role));
    }
    // A role that has another name now, or stands in the template no more.
    let gone = before.iter().filter(|old| !done.iter().any(|(same, _)| *same == Some(*old)));
    for old in gone {
        if let Err(error) = delete(inside, old) {
            return Err(Failed { reason: reason(old, &error), left: wanted.to_vec() });
        }
    }
    Ok(())
}

/// Takes all of it away.
pub(super) fn remove(inside: &Inside<'_>, roles: &[RoleShape]) -> Result<(), Failed> {
    for role in roles.iter().rev() {
        if let Err(error) = delete(inside, role) {
            return Err(Failed { reason: reason(role, &error), left: roles.to_vec() });
        }
    }
    Ok(())
}

fn create(inside: &Inside<'_>, role: &RoleShape) -> Result<(), ApiError> {
    let mut parameters: Vec<(String, &str)> = vec![
        ("RoleName".to_owned(), &role.name),
        ("Path".to_owned(), &role.path),
        ("AssumeRolePolicyDocument".to_owned(), &role.trust),
    ];
    parameters.extend(role.description.as_deref().map(|text| ("Description".to_owned(), text)));
    parameters.extend(role.longest_session.as_deref().map(|text| ("MaxSessionDuration".to_owned(), text)));
    parameters.extend(tag_parameters(&role.tags));
    call(inside, "CreateRole", &parameters)?;
    for policy in &role.policies {
        if let Err(error) = put(inside, role, policy) {
            // Nothing of a role that failed stays.
            let _ = delete(inside, role);
            return Err(error);
        }
    }
    Ok(())
}

fn change(inside: &Inside<'_>, old: &RoleShape, new: &RoleShape) -> Result<(), ApiError> {
    let name = ("RoleName", new.name.as_str());
    if (&old.description, &old.longest_session) != (&new.description, &new.longest_session) {
        let description = new.description.as_deref().unwrap_or_default();
        let longest = new.longest_session.as_deref().unwrap_or("3600");
        inside.iam("UpdateRole", &[name, ("Description", description), ("MaxSessionDuration", longest)])?;
    }
    if old.trust != new.trust {
        inside.iam("UpdateAssumeRolePolicy", &[name, ("PolicyDocument", &new.trust)])?;
    }
    for policy in new.policies.iter().filter(|policy| !old.policies.contains(policy)) {
        put(inside, new, policy)?;
    }
    let is_gone = |(policy, _): &&(String, String)| !new.policies.iter().any(|(known, _)| known == policy);
    for (policy, _) in old.policies.iter().filter(is_gone) {
        unless_gone(inside.iam("DeleteRolePolicy", &[name, ("PolicyName", policy)]))?;
    }
    let fresh: Vec<_> = new.tags.iter().filter(|tag| !old.tags.contains(tag)).cloned().collect();
    if !fresh.is_empty() {
        let mut parameters = vec![("RoleName".to_owned(), new.name.as_str())];
        parameters.extend(tag_parameters(&fresh));
        call(inside, "TagRole", &parameters)?;
    }
    let stale = old.tags.iter().filter(|(key, _)| !new.tags.iter().any(|(known, _)| known == key));
    for (key, _) in stale {
        inside.iam("UntagRole", &[name, ("TagKeys.member.1", key)])?;
    }
    Ok(())
}

/// What is gone already need not go.
fn delete(inside: &Inside<'_>, role: &RoleShape) -> Result<(), ApiError> {
    let name = ("RoleName", role.name.as_str());
    for (policy, _) in &role.policies {
        unless_gone(inside.iam("DeleteRolePolicy", &[name, ("PolicyName", policy)]))?;
    }
    unless_gone(inside.iam("DeleteRole", &[name]))
}

fn put(inside: &Inside<'_>, role: &RoleShape, (name, document): &(String, String)) -> Result<(), ApiError> {
    let parameters = [("RoleName", role.name.as_str()), ("PolicyName", name), ("PolicyDocument", document)];
    inside.iam("PutRolePolicy", &parameters).map(|_| ())
}

fn call(inside: &Inside<'_>, action: &str, parameters: &[(String, &str)]) -> Result<(), ApiError> {
    let borrowed: Vec<(&str, &str)> =
        parameters.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    inside.iam(action, &borrowed).map(|_| ())
}

fn tag_parameters(tags: &[(String, String)]) -> impl Iterator<Item = (String, &str)> {
    (1..).zip(tags).flat_map(|(number, (key, value))| {
        let member = format!("Tags.member.{number}");
        [(format!("{member}.Key"), key.as_str()), (format!("{member}.Value"), value.as_str())]
    })
}

fn unless_gone<T>(outcome: Result<T, ApiError>) -> Result<(), ApiError> {
    match outcome {
        Err(error) if error.code != "NoSuchEntity" => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// As CloudFormation tells in a StackSet why a resource failed. *Field*: from public reports.
fn reason(role: &RoleShape, error: &ApiError) -> String {
    let handler = match (error.code, error.status) {
        ("EntityAlreadyExists", _) => "AlreadyExists",
        ("NoSuchEntity", _) => "NotFound",
        ("LimitExceeded", _) => "ServiceLimitExceeded",
        ("Throttling", _) => "Throttling",
        (_, StatusCode::FORBIDDEN) => "AccessDenied",
        (_, status) if status.is_client_error() => "InvalidRequest",
        _ => "GeneralServiceException",
    };
    let said = match handler {
        "AlreadyExists" => {
            format!("Resource of type 'AWS::IAM::Role' with identifier '{}' already exists.", role.name)
        }
        _ => format!(
            "{} (Service: Iam, Status Code: {}, Request ID: {})",
            error.message,
            error.status.as_u16(),
            ids::request_id()
        ),
    };
    format!(
        "ResourceLogicalId:{}, ResourceType:AWS::IAM::Role, ResourceStatusReason:Resource handler returned message: \"{said}\" (RequestToken: {}, HandlerErrorCode: {handler}).",
        role.id,
        ids::request_id()
    )
}

/// The same of a fault on demand: IAM has had enough for the moment.
pub(super) fn throttled(role: &RoleShape) -> String {
    reason(role, &ApiError::bad_request("Throttling", "Rate exceeded"))
}
