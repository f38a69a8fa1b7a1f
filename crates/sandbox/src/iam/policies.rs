//! A role's permissions: inline policies, and the list of attached ones.

use super::rules::{Check, DOCUMENT, POLICY_NAME, POLICY_PATH, ROLE_NAME};
use super::{Page, authorize_role, find_role, find_role_mut};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::sigv4::percent_encode_rfc3986;
use crate::state::document::Document;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::meaning;

/// What the inline policies of one role may weigh together, white space not counted.
const INLINE_CHARACTERS: usize = 10_240;

fn no_such_policy(name: &str) -> ApiError {
    ApiError::no_such_entity(format!("The role policy with name {name} cannot be found."))
}

pub(super) fn put(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    let policy_name = check.required("PolicyName", POLICY_NAME);
    let text = check.required("PolicyDocument", DOCUMENT);
    check.end()?;
    authorize_role(call, "iam:PutRolePolicy", name, |base| base)?;
    let document = Document::parse(text).map_err(|error| ApiError::malformed_policy(error.iam_message()))?;
    let mut world = call.cloud.write();
    let role = find_role_mut(&mut world, call, name)?;
    let others = role.permissions.inline.iter().filter(|(other, _)| *other != policy_name);
    let size: usize = others.map(|(_, inline)| meaning::quota_size(&inline.text)).sum();
    if size + meaning::quota_size(text) > INLINE_CHARACTERS {
        return Err(ApiError::conflict(
            "LimitExceeded",
            format!("Maximum policy size of {INLINE_CHARACTERS} bytes exceeded for role {}", role.name),
        ));
    }
    role.permissions.inline.insert(policy_name.to_owned(), document);
    world.refresh_role(&call.caller.account, name, call.origin.now);
    Ok(Answer::Xml(None))
}

pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    let policy_name = check.required("PolicyName", POLICY_NAME);
    check.end()?;
    authorize_role(call, "iam:GetRolePolicy", name, |base| base)?;
    let world = call.cloud.read();
    let role = find_role(&world, call, name)?;
    let inline = role.permissions.inline.get(policy_name).ok_or_else(|| no_such_policy(policy_name))?;
    let mut xml = Xml::default();
    xml.text("RoleName", &role.name)
        .text("PolicyName", policy_name)
        .text("PolicyDocument", &percent_encode_rfc3986(&inline.text));
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    let policy_name = check.required("PolicyName", POLICY_NAME);
    check.end()?;
    authorize_role(call, "iam:DeleteRolePolicy", name, |base| base)?;
    let mut world = call.cloud.write();
    let role = find_role_mut(&mut world, call, name)?;
    role.permissions.inline.remove(policy_name).ok_or_else(|| no_such_policy(policy_name))?;
    world.refresh_role(&call.caller.account, name, call.origin.now);
    Ok(Answer::Xml(None))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    check.page()?;
    check.end()?;
    authorize_role(call, "iam:ListRolePolicies", name, |base| base)?;
    let world = call.cloud.read();
    let role = find_role(&world, call, name)?;
    let page = Page::cut(call, role.permissions.inline.keys(), |name| name)?;
    let mut xml = Xml::default();
    xml.list("PolicyNames", &page.items, |xml, name| xml.write(name));
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn list_attached(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    let prefix = check.optional("PathPrefix", POLICY_PATH).unwrap_or("/");
    check.page()?;
    check.end()?;
    authorize_role(call, "iam:ListAttachedRolePolicies", name, |base| base)?;
    let world = call.cloud.read();
    let role = find_role(&world, call, name)?;
    let attached = role.permissions.attached.iter().filter_map(|arn| {
        let policy = world.policy(&call.caller.account, arn)?;
        policy.path.starts_with(prefix).then_some((policy, arn))
    });
    let page = Page::cut(call, attached, |(policy, _)| &policy.name)?;
    let mut xml = Xml::default();
    xml.list("AttachedPolicies", &page.items, |xml, (policy, arn)| {
        xml.text("PolicyName", &policy.name).text("PolicyArn", arn);
    });
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}
