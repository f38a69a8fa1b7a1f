//! Roles and their trust policies.

use super::attached::{check_boundary, write_boundary};
use super::rules::{ARN, Check, DESCRIPTION, DOCUMENT, MAX_SESSION, PATH, PATH_PREFIX, ROLE_NAME};
use super::target::ROLE;
use super::{Page, authorize, find_role, find_role_mut, limit_exceeded, stated, tags, with_boundary};
use crate::clock::iso;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids;
use crate::sigv4::percent_encode_rfc3986;
use crate::state::World;
use crate::state::entity::EntityKind;
use crate::state::last_use::LastUse;
use crate::state::permissions::Permissions;
use crate::state::principals;
use crate::state::propagated::Propagated;
use crate::state::role::Role;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::{Kind, Policy, meaning};

/// What a role's longest session is unless it is set: one hour.
const DEFAULT_MAX_SESSION: u32 = 3600;
/// What a trust policy may weigh, white space not counted.
pub(super) const TRUST_CHARACTERS: usize = 2048;
/// The most roles that an account may have: AWS has 1000, and 5000 on request ("IAM and AWS STS
/// quotas", IAM User Guide). The sandbox has more, so that tests with tens of thousands of roles work;
/// there is a quota at all so that no client can fill the memory.
pub(super) const MOST_ROLES: usize = 20_000;
/// What the service model has and the sandbox does not.
const UNSERVED: &[&str] = &["MaxSigninSessionDuration", "ResetMaxSigninSessionDuration"];

/// A trust policy as it is stored, if IAM takes it.
fn accept_trust(world: &World, text: &str) -> Result<String, ApiError> {
    Policy::parse(text, Kind::Trust).map_err(|error| ApiError::malformed_policy(error.iam_message()))?;
    let stored = principals::to_stored(world, text)?;
    if meaning::quota_size(text) > TRUST_CHARACTERS {
        return Err(limit_exceeded("ACLSizePerRole", TRUST_CHARACTERS));
    }
    Ok(stored)
}

fn seconds(number: Option<i64>) -> u32 {
    number.and_then(|number| u32::try_from(number).ok()).unwrap_or(DEFAULT_MAX_SESSION)
}

pub(super) fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let path = check.optional("Path", PATH).unwrap_or("/");
    let name = check.required("RoleName", ROLE_NAME);
    let text = check.required("AssumeRolePolicyDocument", DOCUMENT);
    let description = check.optional("Description", DESCRIPTION);
    let max_session = check.number("MaxSessionDuration", MAX_SESSION)?;
    let boundary = check.optional("PermissionsBoundary", ARN);
    let role_tags = tags::read(call, &mut check.violations);
    check.end()?;
    call.refuse_unserved(UNSERVED)?;

    let account = &call.caller.account;
    let arn = format!("arn:aws:iam::{account}:role{path}{name}");
    let context = with_boundary(tags::context(call.caller.context(call.origin), &role_tags), boundary);
    authorize(call, "iam:CreateRole", &arn, &arn, context.clone())?;
    if !role_tags.is_empty() {
        authorize(call, "iam:TagRole", &arn, &arn, context)?;
    }
    ROLE.check_tags(&role_tags)?;

    let mut world = call.cloud.write();
    let trust = accept_trust(&world, text)?;
    if let Some(boundary) = boundary {
        check_boundary(&world, call, boundary)?;
    }
    if world.role(account, name).is_some() {
        let message = format!("Role with name {name} already exists.");
        return Err(ApiError::conflict("EntityAlreadyExists", message));
    }
    if world.role_count(account) >= MOST_ROLES {
        return Err(limit_exceeded("RolesPerAccount", MOST_ROLES));
    }
    let (now, delay) = (call.origin.now, world.propagation_delay);
    let role = Role {
        name: name.to_owned(),
        path: path.to_owned(),
        id: ids::role_id(),
        created: now,
        description: stated(description),
        max_session_seconds: seconds(max_session),
        trust: Propagated::new(trust, now, delay),
        permissions: Permissions { boundary: boundary.map(str::to_owned), ..Permissions::default() },
        tags: role_tags,
        last_use: LastUse::default(),
    };
    let mut xml = Xml::default();
    xml.element("Role", |xml| write(xml, &world, account, &role, Detail::Created));
    world.add_role(account, role);
    world.refresh(account, EntityKind::Role, name, now);
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    check.end()?;
    EntityKind::Role.authorize(call, "iam:GetRole", name, |base| base)?;
    let world = call.cloud.read();
    let role = find_role(&world, call, name)?;
    let mut xml = Xml::default();
    xml.element("Role", |xml| write(xml, &world, &call.caller.account, role, Detail::Whole));
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let prefix = check.optional("PathPrefix", PATH_PREFIX).unwrap_or("/");
    check.page()?;
    check.end()?;
    let account = &call.caller.account;
    let resource = format!("arn:aws:iam::{account}:role{prefix}");
    authorize(call, "iam:ListRoles", &resource, &resource, call.caller.context(call.origin))?;
    let world = call.cloud.read();
    let below = world.roles(account).filter(|role| role.path.starts_with(prefix));
    let keyed = below.map(|role| (role.name.to_ascii_lowercase(), role));
    let page = Page::cut(call, keyed, |(key, _)| key)?;
    let mut xml = Xml::default();
    xml.list("Roles", &page.items, |xml, (_, role)| write(xml, &world, account, role, Detail::Listed));
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

/// A description that is left out stays; without a duration the role is back at one hour, as the
/// service model says.
pub(super) fn update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    let description = check.optional("Description", DESCRIPTION);
    let max_session = check.number("MaxSessionDuration", MAX_SESSION)?;
    check.end()?;
    call.refuse_unserved(UNSERVED)?;
    EntityKind::Role.authorize(call, "iam:UpdateRole", name, |base| base)?;
    let mut world = call.cloud.write();
    let role = find_role_mut(&mut world, call, name)?;
    if description.is_some() {
        role.description = stated(description);
    }
    role.max_session_seconds = seconds(max_session);
    Ok(Answer::Xml(Some(Xml::default())))
}

pub(super) fn update_description(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    let description = check.required("Description", DESCRIPTION);
    check.end()?;
    EntityKind::Role.authorize(call, "iam:UpdateRoleDescription", name, |base| base)?;
    let mut world = call.cloud.write();
    find_role_mut(&mut world, call, name)?.description = stated(Some(description));
    let role = find_role(&world, call, name)?;
    let mut xml = Xml::default();
    xml.element("Role", |xml| write(xml, &world, &call.caller.account, role, Detail::Described));
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn update_trust(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    let text = check.required("PolicyDocument", DOCUMENT);
    check.end()?;
    EntityKind::Role.authorize(call, "iam:UpdateAssumeRolePolicy", name, |base| base)?;
    let mut world = call.cloud.write();
    find_role_mut(&mut world, call, name)?;
    let trust = accept_trust(&world, text)?;
    let delay = world.propagation_delay;
    find_role_mut(&mut world, call, name)?.trust.set(trust, call.origin.now, delay);
    Ok(Answer::Xml(None))
}

pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("RoleName", ROLE_NAME);
    check.end()?;
    EntityKind::Role.authorize(call, "iam:DeleteRole", name, |base| base)?;
    let mut world = call.cloud.write();
    let role = find_role_mut(&mut world, call, name)?;
    let conflict = |message: &str| Err(ApiError::conflict("DeleteConflict", message));
    if !role.permissions.attached.is_empty() {
        return conflict("Cannot delete entity, must detach all policies first.");
    }
    if !role.permissions.inline.is_empty() {
        return conflict("Cannot delete entity, must delete policies first.");
    }
    world.remove_role(&call.caller.account, name);
    Ok(Answer::Xml(None))
}

/// What IAM tells of a role where.
/// Source: LocalStack's recordings of AWS (February 2026).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// By `CreateRole`: neither description nor duration.
    Created,
    /// By `UpdateRoleDescription`: no duration.
    Described,
    /// By `GetRole`: all of it.
    Whole,
    /// By `ListRoles`: neither tags nor boundary nor last use.
    Listed,
}

fn write(xml: &mut Xml, world: &World, account: &str, role: &Role, detail: Detail) {
    let trust = principals::to_shown(world, role.trust.latest());
    xml.text("Path", &role.path)
        .text("RoleName", &role.name)
        .text("RoleId", &role.id)
        .text("Arn", &role.arn(account))
        .text("CreateDate", &iso(role.created))
        .text("AssumeRolePolicyDocument", &percent_encode_rfc3986(&trust));
    if detail != Detail::Created {
        xml.optional("Description", role.description.as_deref());
    }
    if matches!(detail, Detail::Whole | Detail::Listed) {
        xml.text("MaxSessionDuration", &role.max_session_seconds.to_string());
    }
    if detail == Detail::Listed {
        return;
    }
    write_boundary(xml, role.permissions.boundary.as_deref());
    if !role.tags.is_empty() {
        tags::write(xml, &role.tags);
    }
    if detail == Detail::Whole {
        xml.element("RoleLastUsed", |xml| {
            if let Some(last) = role.last_use.get() {
                xml.text("LastUsedDate", &iso(last.at)).text("Region", &last.region);
            }
        });
    }
}
