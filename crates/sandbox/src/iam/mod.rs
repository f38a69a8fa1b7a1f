//! IAM, API version 2010-05-08.

mod policies;
mod roles;
mod rules;
mod tags;
mod users;

use crate::caller::{Ask, access_denied};
use crate::cloud::{Call, Operation};
use crate::error::ApiError;
use crate::state::World;
use crate::state::role::Role;
use crate::wire::xml::Xml;
use aws_smithy_types::base64;
use iam_policy::Context;

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
    Operation { name: "DeleteRole", run: roles::delete },
    Operation { name: "UpdateAssumeRolePolicy", run: roles::update_trust },
    Operation { name: "PutRolePolicy", run: policies::put },
    Operation { name: "GetRolePolicy", run: policies::get },
    Operation { name: "DeleteRolePolicy", run: policies::delete },
    Operation { name: "ListRolePolicies", run: policies::list },
    Operation { name: "ListAttachedRolePolicies", run: policies::list_attached },
    Operation { name: "TagRole", run: tags::tag },
    Operation { name: "UntagRole", run: tags::untag },
    Operation { name: "ListRoleTags", run: tags::list },
    Operation { name: "GetUser", run: users::get },
];

/// Whether the caller may do this to the role of that name, there or not. IAM names the role in its
/// refusal by its bare name: it knows the path only once it has found it.
fn authorize_role(
    call: &Call<'_>,
    action: &str,
    name: &str,
    extra: impl FnOnce(Context) -> Context,
) -> Result<(), ApiError> {
    let account = &call.caller.account;
    let mut context = call.caller.context(call.origin);
    let resource = {
        let world = call.cloud.read();
        let role = world.role(account, name);
        for (key, value) in role.map(|role| role.tags.as_slice()).unwrap_or_default() {
            context = context
                .with(&format!("aws:ResourceTag/{key}"), value.clone())
                .with(&format!("iam:ResourceTag/{key}"), value.clone());
        }
        role.map_or_else(|| format!("arn:aws:iam::{account}:role/{name}"), |role| role.arn(account))
    };
    let context = extra(context);
    let shown = format!("role {name}");
    authorize(call, action, &resource, &shown, context)
}

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

fn no_such_role(name: &str) -> ApiError {
    ApiError::no_such_entity(format!("The role with name {name} cannot be found."))
}

/// The caller's role of that name.
fn find_role<'w>(world: &'w World, call: &Call<'_>, name: &str) -> Result<&'w Role, ApiError> {
    world.role(&call.caller.account, name).ok_or_else(|| no_such_role(name))
}

/// The caller's role of that name, to change it.
fn find_role_mut<'w>(world: &'w mut World, call: &Call<'_>, name: &str) -> Result<&'w mut Role, ApiError> {
    let role = world.role_mut(&call.caller.account, name).ok_or_else(|| no_such_role(name))?;
    if role.is_protected() {
        return Err(ApiError::bad_request(
            "UnmodifiableEntity",
            format!(
                "Cannot perform the operation on the protected role '{}' - this role is only modifiable by AWS",
                role.name
            ),
        ));
    }
    Ok(role)
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
