//! IAM, API version 2010-05-08.

mod accept;
mod account;
mod attached;
mod inline;
mod keys;
mod managed;
mod mfa;
mod roles;
mod rules;
mod simulate;
mod tags;
mod target;
mod users;
mod versions;

use crate::caller::{Ask, access_denied};
use crate::cloud::{Call, Operation};
use crate::error::ApiError;
use crate::state::World;
use crate::state::entity::EntityKind;
use crate::state::role::Role;
use crate::wire::xml::Xml;
use aws_smithy_types::base64;
use iam_policy::Context;
use target::{Kind, ROLE, USER};

/// As IAM puts it on its answers.
pub(crate) const NAMESPACE: &str = "https://iam.amazonaws.com/doc/2010-05-08/";
/// The `Version` parameter.
pub(crate) const VERSION: &str = "2010-05-08";

/// What is served.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation { name: "CreateRole", run: roles::create },
    Operation { name: "GetRole", run: roles::get },
    Operation { name: "ListRoles", run: roles::list },
    Operation { name: "UpdateRole", run: roles::update },
    Operation { name: "UpdateRoleDescription", run: roles::update_description },
    Operation { name: "DeleteRole", run: roles::delete },
    Operation { name: "UpdateAssumeRolePolicy", run: roles::update_trust },
    Operation { name: "CreateUser", run: users::create },
    Operation { name: "GetUser", run: users::get },
    Operation { name: "ListUsers", run: users::list },
    Operation { name: "UpdateUser", run: users::update },
    Operation { name: "DeleteUser", run: users::delete },
    Operation { name: "CreateAccessKey", run: keys::create },
    Operation { name: "ListAccessKeys", run: keys::list },
    Operation { name: "UpdateAccessKey", run: keys::update },
    Operation { name: "DeleteAccessKey", run: keys::delete },
    Operation { name: "GetAccessKeyLastUsed", run: keys::last_used },
    Operation { name: "PutRolePolicy", run: |call| inline::put(call, EntityKind::Role) },
    Operation { name: "PutUserPolicy", run: |call| inline::put(call, EntityKind::User) },
    Operation { name: "GetRolePolicy", run: |call| inline::get(call, EntityKind::Role) },
    Operation { name: "GetUserPolicy", run: |call| inline::get(call, EntityKind::User) },
    Operation { name: "DeleteRolePolicy", run: |call| inline::delete(call, EntityKind::Role) },
    Operation { name: "DeleteUserPolicy", run: |call| inline::delete(call, EntityKind::User) },
    Operation { name: "ListRolePolicies", run: |call| inline::list(call, EntityKind::Role) },
    Operation { name: "ListUserPolicies", run: |call| inline::list(call, EntityKind::User) },
    Operation { name: "AttachRolePolicy", run: |call| attached::attach(call, EntityKind::Role) },
    Operation { name: "AttachUserPolicy", run: |call| attached::attach(call, EntityKind::User) },
    Operation { name: "DetachRolePolicy", run: |call| attached::detach(call, EntityKind::Role) },
    Operation { name: "DetachUserPolicy", run: |call| attached::detach(call, EntityKind::User) },
    Operation { name: "ListAttachedRolePolicies", run: |call| attached::list(call, EntityKind::Role) },
    Operation { name: "ListAttachedUserPolicies", run: |call| attached::list(call, EntityKind::User) },
    Operation {
        name: "PutRolePermissionsBoundary",
        run: |call| attached::put_boundary(call, EntityKind::Role),
    },
    Operation {
        name: "PutUserPermissionsBoundary",
        run: |call| attached::put_boundary(call, EntityKind::User),
    },
    Operation {
        name: "DeleteRolePermissionsBoundary",
        run: |call| attached::delete_boundary(call, EntityKind::Role),
    },
    Operation {
        name: "DeleteUserPermissionsBoundary",
        run: |call| attached::delete_boundary(call, EntityKind::User),
    },
    Operation { name: "TagRole", run: |call| tags::tag(call, ROLE) },
    Operation { name: "TagUser", run: |call| tags::tag(call, USER) },
    Operation { name: "TagPolicy", run: |call| tags::tag(call, Kind::Policy) },
    Operation { name: "UntagRole", run: |call| tags::untag(call, ROLE) },
    Operation { name: "UntagUser", run: |call| tags::untag(call, USER) },
    Operation { name: "UntagPolicy", run: |call| tags::untag(call, Kind::Policy) },
    Operation { name: "ListRoleTags", run: |call| tags::list(call, ROLE) },
    Operation { name: "ListUserTags", run: |call| tags::list(call, USER) },
    Operation { name: "ListPolicyTags", run: |call| tags::list(call, Kind::Policy) },
    Operation { name: "CreatePolicy", run: managed::create },
    Operation { name: "GetPolicy", run: managed::get },
    Operation { name: "ListPolicies", run: managed::list },
    Operation { name: "DeletePolicy", run: managed::delete },
    Operation { name: "ListEntitiesForPolicy", run: managed::list_entities },
    Operation { name: "CreatePolicyVersion", run: versions::create },
    Operation { name: "GetPolicyVersion", run: versions::get },
    Operation { name: "ListPolicyVersions", run: versions::list },
    Operation { name: "SetDefaultPolicyVersion", run: versions::set_default },
    Operation { name: "DeletePolicyVersion", run: versions::delete },
    Operation { name: "SimulatePrincipalPolicy", run: simulate::principal },
    Operation { name: "SimulateCustomPolicy", run: simulate::custom },
    Operation { name: "GetContextKeysForPrincipalPolicy", run: simulate::context_keys::principal },
    Operation { name: "GetContextKeysForCustomPolicy", run: simulate::context_keys::custom },
    Operation { name: "GetAccountSummary", run: account::summary },
    Operation { name: "ListAccountAliases", run: account::aliases },
    Operation { name: "ListInstanceProfilesForRole", run: account::instance_profiles },
    Operation { name: "ListGroupsForUser", run: account::groups },
    mfa::CREATE,
    mfa::DEACTIVATE,
    mfa::DELETE,
    mfa::ENABLE,
    mfa::LIST,
    mfa::LIST_VIRTUAL,
    mfa::RESYNC,
];

/// Whether the caller may do this; the refusal shows `shown` as the resource.
fn authorize(
    call: &Call<'_>,
    action: &str,
    resource: &str,
    shown: &str,
    context: Context,
) -> Result<(), ApiError> {
    call.caller
        .may(Ask { action, resource }, context, None)
        .map_err(|denied| access_denied(denied.message(call.caller, action, Some(shown))))
}

/// The caller's role of that name.
fn find_role<'w>(world: &'w World, call: &Call<'_>, name: &str) -> Result<&'w Role, ApiError> {
    EntityKind::Role.find(world, call, name)?;
    world.role(&call.caller.account, name).ok_or_else(|| EntityKind::Role.not_found(name))
}

/// The caller's role of that name, to change it.
fn find_role_mut<'w>(world: &'w mut World, call: &Call<'_>, name: &str) -> Result<&'w mut Role, ApiError> {
    EntityKind::Role.find_mut(world, call, name)?;
    world.role_mut(&call.caller.account, name).ok_or_else(|| EntityKind::Role.not_found(name))
}

/// An empty description is none.
fn stated(description: Option<&str>) -> Option<String> {
    description.filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The condition key of a request that names a boundary.
fn with_boundary(context: Context, boundary: Option<&str>) -> Context {
    match boundary {
        Some(arn) => context.with("iam:PermissionsBoundary", arn),
        None => context,
    }
}

fn limit_exceeded(quota: &str, most: usize) -> ApiError {
    ApiError::conflict("LimitExceeded", format!("Cannot exceed quota for {quota}: {most}"))
}

/// One page of a sorted list, as `Marker` and `MaxItems` ask, with the marker of the next.
struct Page<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T> Page<T> {
    /// `key` sorts the items; a marker is the key of the last item shown, so that items that come
    /// and go between two pages make none be shown twice.
    fn cut(call: &Call<'_>, items: impl Iterator<Item = T>, key: fn(&T) -> &str) -> Result<Self, ApiError> {
        const DEFAULT: usize = 100;
        let size = call.integer("MaxItems")?.and_then(|size| usize::try_from(size).ok()).unwrap_or(DEFAULT);
        let after = match call.form.get("Marker") {
            None => None,
            Some(marker) => Some(
                base64::decode(marker)
                    .ok()
                    .and_then(|bytes| String::from_utf8(bytes).ok())
                    .ok_or_else(|| ApiError::validation("Invalid Marker."))?,
            ),
        };
        let rest = items.filter(|item| after.as_deref().is_none_or(|after| key(item) > after));
        let mut items: Vec<T> = rest.take(size.saturating_add(1)).collect();
        let more = items.len() > size;
        items.truncate(size);
        let next = items.last().filter(|_| more).map(|last| base64::encode(key(last)));
        Ok(Self { items, next })
    }

    fn write_end(&self, xml: &mut Xml) {
        xml.text("IsTruncated", if self.next.is_some() { "true" } else { "false" });
        xml.optional("Marker", self.next.as_deref());
    }
}
