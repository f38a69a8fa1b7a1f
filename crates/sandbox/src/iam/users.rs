//! Users.

use super::attached::{check_boundary, write_boundary};
use super::rules::{ARN, Check, EXISTING_USER_NAME, PATH, PATH_PREFIX, USER_NAME};
use super::target::USER;
use super::{Page, authorize, limit_exceeded, tags, with_boundary};
use crate::caller::CallerKind;
use crate::clock::iso;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids;
use crate::state::entity::EntityKind;
use crate::state::permissions::Permissions;
use crate::state::user::User;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

/// The most users that an account may have. Source: "IAM and AWS STS quotas", IAM User Guide.
pub(super) const MOST_USERS: usize = 5000;

fn already_exists(name: &str) -> ApiError {
    ApiError::conflict("EntityAlreadyExists", format!("User with name {name} already exists."))
}

/// The name that is asked for, or the calling user's; `None`: the calling root user.
pub(super) fn asked_or_own<'a>(
    call: &'a Call<'_>,
    asked: Option<&'a str>,
) -> Result<Option<&'a str>, ApiError> {
    match (asked, &call.caller.kind) {
        (Some(name), _) => Ok(Some(name)),
        (None, CallerKind::User { name }) => Ok(Some(name)),
        (None, CallerKind::Root) => Ok(None),
        (None, CallerKind::Session { .. } | CallerKind::Federated { .. }) => {
            Err(ApiError::validation("Must specify userName when calling with non-User credentials"))
        }
    }
}

pub(super) fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let path = check.optional("Path", PATH).unwrap_or("/");
    let name = check.required("UserName", USER_NAME);
    let boundary = check.optional("PermissionsBoundary", ARN);
    let user_tags = tags::read(call, &mut check.violations);
    check.end()?;
    let account = &call.caller.account;
    let arn = format!("arn:aws:iam::{account}:user{path}{name}");
    let context = with_boundary(tags::context(call.caller.context(call.origin), &user_tags), boundary);
    authorize(call, "iam:CreateUser", &arn, &arn, context.clone())?;
    if !user_tags.is_empty() {
        authorize(call, "iam:TagUser", &arn, &arn, context)?;
    }
    USER.check_tags(&user_tags)?;
    let mut world = call.cloud.write();
    if let Some(boundary) = boundary {
        check_boundary(&world, call, boundary)?;
    }
    if world.user(account, name).is_some() {
        return Err(already_exists(name));
    }
    if world.user_count(account) >= MOST_USERS {
        return Err(limit_exceeded("UsersPerAccount", MOST_USERS));
    }
    let user = User {
        permissions: Permissions { boundary: boundary.map(str::to_owned), ..Permissions::default() },
        tags: user_tags,
        ..User::new(name, path, ids::user_id(), call.origin.now)
    };
    let mut xml = Xml::default();
    xml.element("User", |xml| write(xml, account, &user, Detail::Whole));
    world.add_user(account, user);
    world.refresh(account, EntityKind::User, name, call.origin.now);
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let asked = check.optional("UserName", EXISTING_USER_NAME);
    check.end()?;
    let account = &call.caller.account;
    let mut xml = Xml::default();
    let Some(name) = asked_or_own(call, asked)? else {
        write_root(&mut xml, call);
        return Ok(Answer::Xml(Some(xml)));
    };
    EntityKind::User.authorize(call, "iam:GetUser", name, |base| base)?;
    let world = call.cloud.read();
    let user = world.user(account, name).ok_or_else(|| EntityKind::User.not_found(name))?;
    xml.element("User", |xml| write(xml, account, user, Detail::Whole));
    Ok(Answer::Xml(Some(xml)))
}

/// The root user is told by its account; it is as old as its oldest key.
fn write_root(xml: &mut Xml, call: &Call<'_>) {
    let account = &call.caller.account;
    let world = call.cloud.read();
    let keys = world.keys_of(account, None);
    let created = keys.values().map(|key| key.created).min().unwrap_or(call.origin.now);
    xml.element("User", |xml| {
        xml.text("UserId", account).text("Arn", &call.caller.arn).text("CreateDate", &iso(created));
    });
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let prefix = check.optional("PathPrefix", PATH_PREFIX).unwrap_or("/");
    check.page()?;
    check.end()?;
    let account = &call.caller.account;
    let resource = format!("arn:aws:iam::{account}:user{prefix}");
    authorize(call, "iam:ListUsers", &resource, &resource, call.caller.context(call.origin))?;
    let world = call.cloud.read();
    let below = world.users(account).filter(|user| user.path.starts_with(prefix));
    let keyed = below.map(|user| (user.name.to_ascii_lowercase(), user));
    let page = Page::cut(call, keyed, |(key, _)| key)?;
    let mut xml = Xml::default();
    xml.list("Users", &page.items, |xml, (_, user)| write(xml, account, user, Detail::Listed));
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

/// Who renames needs the right on both names.
pub(super) fn update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = EntityKind::User.required(&mut check);
    let new_path = check.optional("NewPath", PATH);
    let new_name = check.optional("NewUserName", USER_NAME);
    check.end()?;
    let account = &call.caller.account;
    EntityKind::User.authorize(call, "iam:UpdateUser", name, |base| base)?;
    if let Some(new_name) = new_name {
        let path = call.cloud.read().user(account, name).map_or_else(|| "/".to_owned(), |u| u.path.clone());
        let arn = format!("arn:aws:iam::{account}:user{}{new_name}", new_path.unwrap_or(&path));
        let context = call.caller.context(call.origin);
        authorize(call, "iam:UpdateUser", &arn, &format!("user {new_name}"), context)?;
    }
    let mut world = call.cloud.write();
    let user = world.user(account, name).ok_or_else(|| EntityKind::User.not_found(name))?;
    let id = user.id.clone();
    let path = new_path.unwrap_or(&user.path).to_owned();
    let after = new_name.unwrap_or(&user.name).to_owned();
    if world.user(account, &after).is_some_and(|taken| taken.id != id) {
        return Err(already_exists(&after));
    }
    world.move_user(account, name, &after, &path);
    Ok(Answer::Xml(None))
}

pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = EntityKind::User.required(&mut check);
    check.end()?;
    let account = &call.caller.account;
    EntityKind::User.authorize(call, "iam:DeleteUser", name, |base| base)?;
    let mut world = call.cloud.write();
    let user = world.user(account, name).ok_or_else(|| EntityKind::User.not_found(name))?;
    let conflict = |message: &str| Err(ApiError::conflict("DeleteConflict", message));
    if !user.permissions.attached.is_empty() {
        return conflict("Cannot delete entity, must detach all policies first.");
    }
    if !user.permissions.inline.is_empty() {
        return conflict("Cannot delete entity, must delete policies first.");
    }
    if !world.keys_of(account, Some(&user.id)).is_empty() {
        return conflict("Cannot delete entity, must delete access keys first.");
    }
    if world.has_mfa_device(account, &user.id) {
        return conflict("Cannot delete entity, must delete MFA device first.");
    }
    world.remove_user(account, name);
    Ok(Answer::Xml(None))
}

/// How much of a user is told: lists leave out its tags and its boundary.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Whole,
    Listed,
}

fn write(xml: &mut Xml, account: &str, user: &User, detail: Detail) {
    xml.text("Path", &user.path)
        .text("UserName", &user.name)
        .text("UserId", &user.id)
        .text("Arn", &user.arn(account))
        .text("CreateDate", &iso(user.created));
    if detail == Detail::Whole {
        write_boundary(xml, user.permissions.boundary.as_deref());
        if !user.tags.is_empty() {
            tags::write(xml, &user.tags);
        }
    }
}
