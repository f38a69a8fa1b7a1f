//! Managed policies attached to users and roles, as permissions or as their boundary.

use super::managed::{check_arn, not_attachable, not_found};
use super::rules::{ARN, Check, POLICY_PATH};
use super::{Page, limit_exceeded};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::World;
use crate::state::entity::EntityKind;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

/// The most managed policies that one user or role may have.
/// Source: "IAM and AWS STS quotas", IAM User Guide.
pub(super) const MOST_ATTACHED: usize = 10;

pub(super) fn attach(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required_for_attaching(&mut check);
    let arn = check.required("PolicyArn", ARN);
    check.end()?;
    kind.authorize(call, &kind.action("Attach", "Policy"), name, |base| base.with("iam:PolicyARN", arn))?;
    check_arn(arn)?;
    let mut world = call.cloud.write();
    kind.find_mut(&mut world, call, name)?;
    if world.policy(&call.caller.account, arn).is_none() {
        return Err(not_attachable(arn));
    }
    let attached = &mut kind.find_mut(&mut world, call, name)?.permissions_mut().attached;
    if attached.iter().any(|known| known == arn) {
        return Ok(Answer::Xml(None));
    }
    if attached.len() >= MOST_ATTACHED {
        let quota = match kind {
            EntityKind::User => "PoliciesPerUser",
            EntityKind::Role => "PoliciesPerRole",
        };
        return Err(limit_exceeded(quota, MOST_ATTACHED));
    }
    attached.push(arn.to_owned());
    world.refresh(&call.caller.account, kind, name, call.origin.now);
    Ok(Answer::Xml(None))
}

pub(super) fn detach(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required_for_attaching(&mut check);
    let arn = check.required("PolicyArn", ARN);
    check.end()?;
    kind.authorize(call, &kind.action("Detach", "Policy"), name, |base| base.with("iam:PolicyARN", arn))?;
    check_arn(arn)?;
    let mut world = call.cloud.write();
    let attached = &mut kind.find_mut(&mut world, call, name)?.permissions_mut().attached;
    let at = attached.iter().position(|known| known == arn);
    attached.remove(at.ok_or_else(|| not_found(arn))?);
    world.refresh(&call.caller.account, kind, name, call.origin.now);
    Ok(Answer::Xml(None))
}

pub(super) fn list(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required_for_attaching(&mut check);
    let prefix = check.optional("PathPrefix", POLICY_PATH).unwrap_or("/");
    check.page()?;
    check.end()?;
    kind.authorize(call, &kind.action("ListAttached", "Policies"), name, |base| base)?;
    let world = call.cloud.read();
    let attached = &kind.find(&world, call, name)?.permissions().attached;
    let below = attached.iter().filter_map(|arn| {
        let policy = world.policy(&call.caller.account, arn)?;
        policy.path.starts_with(prefix).then_some((&policy.name, arn))
    });
    // By name, so that pages follow each other; two policies of one name differ by their ARNs.
    let mut below: Vec<(String, &String, &String)> =
        below.map(|(name, arn)| (format!("{name} {arn}"), name, arn)).collect();
    below.sort();
    let page = Page::cut(call, below.into_iter(), |(key, _, _)| key)?;
    let mut xml = Xml::default();
    xml.list("AttachedPolicies", &page.items, |xml, (_, name, arn)| {
        xml.text("PolicyName", name).text("PolicyArn", arn);
    });
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

/// A boundary must be a policy that the account can attach.
pub(super) fn check_boundary(world: &World, call: &Call<'_>, arn: &str) -> Result<(), ApiError> {
    check_arn(arn)?;
    match world.policy(&call.caller.account, arn) {
        Some(_) => Ok(()),
        None => {
            Err(ApiError::no_such_entity(format!("Scope ARN: {arn} does not exist or is not attachable.")))
        }
    }
}

pub(super) fn put_boundary(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required_for_attaching(&mut check);
    let arn = check.required("PermissionsBoundary", ARN);
    check.end()?;
    let action = kind.action("Put", "PermissionsBoundary");
    kind.authorize(call, &action, name, |base| base.with("iam:PermissionsBoundary", arn))?;
    let mut world = call.cloud.write();
    kind.find_mut(&mut world, call, name)?;
    check_boundary(&world, call, arn)?;
    kind.find_mut(&mut world, call, name)?.permissions_mut().boundary = Some(arn.to_owned());
    world.refresh(&call.caller.account, kind, name, call.origin.now);
    Ok(Answer::Xml(None))
}

pub(super) fn delete_boundary(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required_for_attaching(&mut check);
    check.end()?;
    kind.authorize(call, &kind.action("Delete", "PermissionsBoundary"), name, |base| base)?;
    let mut world = call.cloud.write();
    kind.find_mut(&mut world, call, name)?.permissions_mut().boundary = None;
    world.refresh(&call.caller.account, kind, name, call.origin.now);
    Ok(Answer::Xml(None))
}

/// `<PermissionsBoundary>`. The type is `Policy`, whatever the service model says.
/// Source: `get-role` in the AWS CLI's examples, and LocalStack's recordings of AWS (February 2026).
pub(super) fn write_boundary(xml: &mut Xml, boundary: Option<&str>) {
    if let Some(arn) = boundary {
        xml.element("PermissionsBoundary", |xml| {
            xml.text("PermissionsBoundaryType", "Policy").text("PermissionsBoundaryArn", arn);
        });
    }
}
