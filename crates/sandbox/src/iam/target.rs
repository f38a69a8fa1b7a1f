//! What an operation is about: a user, a role or a managed policy; found, and its caller authorised,
//! in one way for all of them.

use super::authorize;
use super::managed::{policy_of, policy_of_mut};
use super::rules::{ARN, Check, EXISTING_USER_NAME, ROLE_NAME, USER_NAME};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::World;
use crate::state::entity::{Entity, EntityKind, Tag};
use iam_policy::Context;

/// Which parameter names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Entity(EntityKind),
    Policy,
}

/// A user.
pub(super) const USER: Kind = Kind::Entity(EntityKind::User);
/// A role.
pub(super) const ROLE: Kind = Kind::Entity(EntityKind::Role);

impl EntityKind {
    /// As IAM's messages call it.
    pub(super) fn word(self) -> &'static str {
        match self {
            EntityKind::User => "user",
            EntityKind::Role => "role",
        }
    }

    /// As the parameters and answers name it.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            EntityKind::User => "UserName",
            EntityKind::Role => "RoleName",
        }
    }

    /// An action of which there is one for users and one for roles: `act("Put", "Policy")`.
    pub(super) fn action(self, verb: &str, thing: &str) -> String {
        let kind = match self {
            EntityKind::User => "User",
            EntityKind::Role => "Role",
        };
        format!("iam:{verb}{kind}{thing}")
    }

    /// Reads the name from the request.
    pub(super) fn required<'a>(self, check: &mut Check<'a>) -> &'a str {
        let rule = match self {
            EntityKind::User => EXISTING_USER_NAME,
            EntityKind::Role => ROLE_NAME,
        };
        check.required(self.parameter(), rule)
    }

    /// The same for what is attached: the model is stricter with users there.
    pub(super) fn required_for_attaching<'a>(self, check: &mut Check<'a>) -> &'a str {
        let rule = match self {
            EntityKind::User => USER_NAME,
            EntityKind::Role => ROLE_NAME,
        };
        check.required(self.parameter(), rule)
    }

    pub(super) fn not_found(self, name: &str) -> ApiError {
        ApiError::no_such_entity(format!("The {} with name {name} cannot be found.", self.word()))
    }

    /// The caller's user or role of that name.
    pub(super) fn find<'w>(
        self,
        world: &'w World,
        call: &Call<'_>,
        name: &str,
    ) -> Result<&'w dyn Entity, ApiError> {
        world.entity(&call.caller.account, self, name).ok_or_else(|| self.not_found(name))
    }

    /// The same, to change it.
    pub(super) fn find_mut<'w>(
        self,
        world: &'w mut World,
        call: &Call<'_>,
        name: &str,
    ) -> Result<&'w mut dyn Entity, ApiError> {
        let entity =
            world.entity_mut(&call.caller.account, self, name).ok_or_else(|| self.not_found(name))?;
        if entity.is_protected() {
            return Err(ApiError::bad_request(
                "UnmodifiableEntity",
                format!(
                    "Cannot perform the operation on the protected role '{}' - this role is only modifiable by AWS",
                    entity.name()
                ),
            ));
        }
        Ok(entity)
    }

    /// Whether the caller may do this to the user or role of that name, there or not. IAM names it in its
    /// refusal by its bare name: it knows the path only once it has found it.
    pub(super) fn authorize(
        self,
        call: &Call<'_>,
        action: &str,
        name: &str,
        extra: impl FnOnce(Context) -> Context,
    ) -> Result<(), ApiError> {
        let account = &call.caller.account;
        let mut context = call.caller.context(call.origin);
        let resource = {
            let world = call.cloud.read();
            let entity = world.entity(account, self, name);
            context = with_resource_tags(context, entity.map(Entity::tags).unwrap_or_default());
            // Source: "Actions, resources, and condition keys for AWS IAM", Service Authorization
            // Reference; the actions that set a boundary say which one below.
            if let Some(boundary) = entity.and_then(|entity| entity.permissions().boundary.as_ref()) {
                context = context.with("iam:PermissionsBoundary", boundary.clone());
            }
            entity.map_or_else(
                || format!("arn:aws:iam::{account}:{}/{name}", self.word()),
                |entity| entity.arn(account),
            )
        };
        let shown = format!("{} {name}", self.word());
        authorize(call, action, &resource, &shown, extra(context))
    }
}

impl Kind {
    /// Reads from the request what names it.
    pub(super) fn required<'a>(self, check: &mut Check<'a>) -> &'a str {
        match self {
            Kind::Entity(kind) => kind.required(check),
            Kind::Policy => check.required("PolicyArn", ARN),
        }
    }

    /// An action of which there is one for each kind.
    pub(super) fn action(self, verb: &str, thing: &str) -> String {
        match self {
            Kind::Entity(kind) => kind.action(verb, thing),
            Kind::Policy => format!("iam:{verb}Policy{thing}"),
        }
    }

    /// Whether the caller may do this to it.
    pub(super) fn authorize(
        self,
        call: &Call<'_>,
        action: &str,
        name: &str,
        extra: impl FnOnce(Context) -> Context,
    ) -> Result<(), ApiError> {
        match self {
            Kind::Entity(kind) => kind.authorize(call, action, name, extra),
            Kind::Policy => super::managed::authorize_policy(call, action, name, extra),
        }
    }

    pub(super) fn tags<'w>(
        self,
        world: &'w World,
        call: &Call<'_>,
        name: &str,
    ) -> Result<&'w [Tag], ApiError> {
        match self {
            Kind::Entity(kind) => kind.find(world, call, name).map(Entity::tags),
            Kind::Policy => policy_of(world, call, name).map(|policy| policy.tags.as_slice()),
        }
    }

    pub(super) fn tags_mut<'w>(
        self,
        world: &'w mut World,
        call: &Call<'_>,
        name: &str,
    ) -> Result<&'w mut Vec<Tag>, ApiError> {
        match self {
            Kind::Entity(kind) => kind.find_mut(world, call, name).map(Entity::tags_mut),
            Kind::Policy => policy_of_mut(world, call, name).map(|policy| &mut policy.tags),
        }
    }
}

/// The tags of what is acted on, as condition keys.
pub(super) fn with_resource_tags(mut context: Context, tags: &[Tag]) -> Context {
    for (key, value) in tags {
        context = context
            .with(&format!("aws:ResourceTag/{key}"), value.clone())
            .with(&format!("iam:ResourceTag/{key}"), value.clone());
    }
    context
}
