//! Users, as far as a caller asks about one.

use super::authorize;
use super::rules::{Check, USER_NAME};
use crate::caller::CallerKind;
use crate::clock::iso;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let asked = check.optional("UserName", USER_NAME);
    check.end()?;
    let account = &call.caller.account;
    let name = match (asked, &call.caller.kind) {
        (Some(name), _) => name,
        (None, CallerKind::User { name }) => name,
        (None, CallerKind::Root | CallerKind::Session { .. }) => {
            return Err(ApiError::validation("Must specify userName when calling with non-User credentials"));
        }
    };
    let world = call.cloud.read();
    let user = world.user(account, name);
    let arn = user.map_or_else(|| format!("arn:aws:iam::{account}:user/{name}"), |user| user.arn(account));
    let shown = format!("user {name}");
    authorize(call, "iam:GetUser", &arn, &shown, call.caller.context(call.origin))?;
    let user =
        user.ok_or_else(|| ApiError::no_such_entity(format!("The user with name {name} cannot be found.")))?;
    let mut xml = Xml::default();
    xml.element("User", |xml| {
        xml.text("Path", &user.path)
            .text("UserName", &user.name)
            .text("UserId", &user.id)
            .text("Arn", &arn)
            .text("CreateDate", &iso(user.created));
    });
    Ok(Answer::Xml(Some(xml)))
}
