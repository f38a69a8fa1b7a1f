//! Access keys, of users and of the root user.

use super::rules::{ACCESS_KEY_ID, Check, EXISTING_USER_NAME};
use super::users::asked_or_own;
use super::{Page, authorize, limit_exceeded};
use crate::caller::access_denied;
use crate::clock::iso;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids;
use crate::state::World;
use crate::state::entity::EntityKind;
use crate::state::last_use::LastUse;
use crate::state::propagated::Propagated;
use crate::state::user::AccessKey;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

/// The most keys of one user.
pub(super) const MOST_KEYS: usize = 2;
/// How the root user's keys name their user.
const ROOT: &str = "root";

/// Whose keys.
struct Owner {
    /// As the answers write it.
    name: String,
    /// `None`: the root user.
    user_id: Option<String>,
}

/// Finds whose keys are meant, after the caller's right to them was checked.
fn owner(call: &Call<'_>, action: &str, asked: Option<&str>) -> Result<Owner, ApiError> {
    let account = &call.caller.account;
    let Some(name) = asked_or_own(call, asked)? else {
        let arn = &call.caller.arn;
        authorize(call, action, arn, arn, call.caller.context(call.origin))?;
        return Ok(Owner { name: ROOT.to_owned(), user_id: None });
    };
    EntityKind::User.authorize(call, action, name, |base| base)?;
    let world = call.cloud.read();
    let user = world.user(account, name).ok_or_else(|| EntityKind::User.not_found(name))?;
    Ok(Owner { name: user.name.clone(), user_id: Some(user.id.clone()) })
}

/// The key of that id, if it is the owner's.
fn find_mut<'w>(
    world: &'w mut World,
    call: &Call<'_>,
    owner: &Owner,
    id: &str,
) -> Result<&'w mut AccessKey, ApiError> {
    let key = world.keys_mut().get_mut(id);
    key.filter(|key| key.account == call.caller.account && key.user_id == owner.user_id)
        .ok_or_else(|| ApiError::no_such_entity(format!("The Access Key with id {id} cannot be found.")))
}

fn status(key: &AccessKey) -> &'static str {
    if *key.active.latest() { "Active" } else { "Inactive" }
}

pub(super) fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let asked = check.optional("UserName", EXISTING_USER_NAME);
    check.end()?;
    let owner = owner(call, "iam:CreateAccessKey", asked)?;
    let (account, now) = (&call.caller.account, call.origin.now);
    let mut world = call.cloud.write();
    if world.keys_of(account, owner.user_id.as_deref()).len() >= MOST_KEYS {
        return Err(limit_exceeded("AccessKeysPerUser", MOST_KEYS));
    }
    if let Some(id) = &owner.user_id {
        // Deleted since it was found.
        world.user_by_id(id).ok_or_else(|| EntityKind::User.not_found(&owner.name))?;
    }
    let (id, delay) = (ids::access_key_id(account), world.propagation_delay);
    let key = AccessKey {
        secret: ids::secret_access_key(),
        account: account.clone(),
        user_id: owner.user_id,
        created: now,
        active: Propagated::new(true, now, delay),
        last_use: LastUse::default(),
    };
    let mut xml = Xml::default();
    xml.element("AccessKey", |xml| {
        xml.text("UserName", &owner.name)
            .text("AccessKeyId", &id)
            .text("Status", status(&key))
            .text("SecretAccessKey", &key.secret)
            .text("CreateDate", &iso(now));
    });
    world.add_key(&id, key);
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let asked = check.optional("UserName", EXISTING_USER_NAME);
    check.page()?;
    check.end()?;
    let owner = owner(call, "iam:ListAccessKeys", asked)?;
    let world = call.cloud.read();
    let keys = world.keys_of(&call.caller.account, owner.user_id.as_deref());
    let page = Page::cut(call, keys.into_iter(), |(id, _)| id)?;
    let mut xml = Xml::default();
    xml.list("AccessKeyMetadata", &page.items, |xml, (id, key)| {
        xml.text("UserName", &owner.name)
            .text("AccessKeyId", id)
            .text("Status", status(key))
            .text("CreateDate", &iso(key.created));
    });
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let asked = check.optional("UserName", EXISTING_USER_NAME);
    let id = check.required("AccessKeyId", ACCESS_KEY_ID);
    // The model knows a third one, which only AWS sets.
    let status = check.required_choice("Status", &["Active", "Inactive"]);
    check.end()?;
    let owner = owner(call, "iam:UpdateAccessKey", asked)?;
    let mut world = call.cloud.write();
    let delay = world.propagation_delay;
    find_mut(&mut world, call, &owner, id)?.active.set(status == "Active", call.origin.now, delay);
    Ok(Answer::Xml(None))
}

pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let asked = check.optional("UserName", EXISTING_USER_NAME);
    let id = check.required("AccessKeyId", ACCESS_KEY_ID);
    check.end()?;
    let owner = owner(call, "iam:DeleteAccessKey", asked)?;
    let mut world = call.cloud.write();
    find_mut(&mut world, call, &owner, id)?;
    world.keys_mut().remove(id);
    Ok(Answer::Xml(None))
}

/// A key that nobody has, or another account, is refused like one that the caller may not see.
/// Source: LocalStack's recordings of AWS (February 2026).
pub(super) fn last_used(call: &Call<'_>) -> Result<Answer, ApiError> {
    const ACTION: &str = "iam:GetAccessKeyLastUsed";
    let mut check = Check::new(call);
    let id = check.required("AccessKeyId", ACCESS_KEY_ID);
    check.end()?;
    let owner = {
        let world = call.cloud.read();
        let key = world.key(id).filter(|key| key.account == call.caller.account);
        let key = key.ok_or_else(|| {
            let who = &call.caller.arn;
            access_denied(format!(
                "User: {who} is not authorized to perform {ACTION} on resource: access key {id}"
            ))
        })?;
        let user = key.user_id.as_deref().and_then(|id| world.user_by_id(id));
        user.map(|(_, user)| user.name.clone())
    };
    match &owner {
        Some(name) => EntityKind::User.authorize(call, ACTION, name, |base| base)?,
        None => {
            let arn = format!("arn:aws:iam::{}:root", call.caller.account);
            authorize(call, ACTION, &arn, &arn, call.caller.context(call.origin))?;
        }
    }
    let last = call.cloud.read().key(id).and_then(|key| key.last_use.get());
    let mut xml = Xml::default();
    xml.text("UserName", owner.as_deref().unwrap_or(ROOT));
    xml.element("AccessKeyLastUsed", |xml| {
        let (service, region) =
            last.as_ref().map_or(("N/A", "N/A"), |last| (last.service.as_str(), last.region.as_str()));
        xml.optional("LastUsedDate", last.as_ref().map(|last| iso(last.at)).as_deref())
            .text("ServiceName", service)
            .text("Region", region);
    });
    Ok(Answer::Xml(Some(xml)))
}
