//! The versions of managed policies.

use super::Page;
use super::managed::{accept_managed, authorize_change, authorize_policy, policy_of, policy_of_mut};
use super::rules::{ARN, Check, DOCUMENT, VERSION_ID};
use crate::clock::iso;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::sigv4::percent_encode_rfc3986;
use crate::state::managed::{ManagedPolicy, PolicyVersion};
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use std::cmp::Reverse;

/// The most versions that a policy may have at a time.
pub(super) const MOST: usize = 5;

fn no_such_version(arn: &str, version: &str) -> ApiError {
    ApiError::no_such_entity(format!("Policy {arn} version {version} does not exist or is not attachable."))
}

fn number(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.parse().ok()
}

pub(super) fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicyArn", ARN);
    let text = check.required("PolicyDocument", DOCUMENT);
    let set_as_default = check.flag("SetAsDefault")?;
    check.end()?;
    authorize_change(call, "iam:CreatePolicyVersion", arn)?;
    let document = accept_managed(text)?;
    let now = call.origin.now;
    let mut world = call.cloud.write();
    let policy = policy_of_mut(&mut world, call, arn)?;
    if policy.versions.len() >= MOST {
        return Err(ApiError::conflict(
            "LimitExceeded",
            format!(
                "A managed policy can have up to {MOST} versions. Before you create a new version, you must delete an existing version."
            ),
        ));
    }
    let number = policy.next_version;
    policy.next_version = number.saturating_add(1);
    policy.versions.insert(number, PolicyVersion { document, created: now });
    policy.updated = now;
    if set_as_default {
        policy.default_version = number;
    }
    let mut xml = Xml::default();
    xml.element("PolicyVersion", |xml| write(xml, policy, number, false));
    if set_as_default {
        world.refresh_all(now, |permissions| permissions.uses(arn));
    }
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicyArn", ARN);
    let version = check.required("VersionId", VERSION_ID);
    check.end()?;
    authorize_policy(call, "iam:GetPolicyVersion", arn, |base| base)?;
    let world = call.cloud.read();
    let policy = policy_of(&world, call, arn).map_err(|_| no_such_version(arn, version))?;
    let number = number(version).filter(|number| policy.versions.contains_key(number));
    let number = number.ok_or_else(|| no_such_version(arn, version))?;
    let mut xml = Xml::default();
    xml.element("PolicyVersion", |xml| write(xml, policy, number, true));
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicyArn", ARN);
    check.page()?;
    check.end()?;
    authorize_policy(call, "iam:ListPolicyVersions", arn, |base| base)?;
    let world = call.cloud.read();
    let policy = policy_of(&world, call, arn)?;
    // The newest first: a marker counts down from the highest number there can be.
    let mut numbers: Vec<(String, u32)> =
        policy.versions.keys().map(|number| (format!("{:010}", u32::MAX - number), *number)).collect();
    numbers.sort_by_key(|(_, number)| Reverse(*number));
    let page = Page::cut(call, numbers.into_iter(), |(key, _)| key)?;
    let mut xml = Xml::default();
    xml.list("Versions", &page.items, |xml, (_, number)| write(xml, policy, *number, false));
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn set_default(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicyArn", ARN);
    let version = check.required("VersionId", VERSION_ID);
    check.end()?;
    authorize_change(call, "iam:SetDefaultPolicyVersion", arn)?;
    let now = call.origin.now;
    let mut world = call.cloud.write();
    let policy = policy_of_mut(&mut world, call, arn).map_err(|_| no_such_version(arn, version))?;
    let number = number(version).filter(|number| policy.versions.contains_key(number));
    policy.default_version = number.ok_or_else(|| no_such_version(arn, version))?;
    world.refresh_all(now, |permissions| permissions.uses(arn));
    Ok(Answer::Xml(None))
}

pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicyArn", ARN);
    let version = check.required("VersionId", VERSION_ID);
    check.end()?;
    authorize_change(call, "iam:DeletePolicyVersion", arn)?;
    let mut world = call.cloud.write();
    let policy = policy_of_mut(&mut world, call, arn).map_err(|_| no_such_version(arn, version))?;
    let number = number(version).ok_or_else(|| no_such_version(arn, version))?;
    if policy.default_version == number {
        let message = "Cannot delete the default version of a policy.";
        return Err(ApiError::conflict("DeleteConflict", message));
    }
    policy.versions.remove(&number).ok_or_else(|| no_such_version(arn, version))?;
    Ok(Answer::Xml(None))
}

fn write(xml: &mut Xml, policy: &ManagedPolicy, number: u32, with_document: bool) {
    let Some(version) = policy.versions.get(&number) else { return };
    if with_document {
        xml.text("Document", &percent_encode_rfc3986(&version.document.text));
    }
    xml.text("VersionId", &format!("v{number}"))
        .text("IsDefaultVersion", if policy.default_version == number { "true" } else { "false" })
        .text("CreateDate", &iso(version.created));
}
