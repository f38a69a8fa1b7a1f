//! A role's tags.

use super::rules::{Check, ROLE_NAME, TAG_KEY, TAG_VALUE};
use super::{Page, authorize_role, find_role, find_role_mut};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::Violations;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::Context;

/// The most tags that a role, or a request, may have.
const MOST: usize = 50;

pub(super) type Tag = (String, String);

/// The `Tags` of a request, checked.
pub(super) fn read(call: &Call<'_>, violations: &mut Violations) -> Vec<Tag> {
    let members = call.form.list("Tags");
    violations.length("tags", "[tags]", members.len(), 0, MOST);
    let mut tags = Vec::with_capacity(members.len());
    for (number, tag) in (1..).zip(&members) {
        let (key, value) = (tag.get("Key"), tag.get("Value"));
        violations.required(&format!("tags.{number}.member.key"), key, TAG_KEY);
        violations.required(&format!("tags.{number}.member.value"), value, TAG_VALUE);
        tags.push((key.unwrap_or_default().to_owned(), value.unwrap_or_default().to_owned()));
    }
    tags
}

/// What the model cannot say: no key twice, and none of AWS's own.
pub(super) fn check(tags: &[Tag]) -> Result<(), ApiError> {
    for (at, (key, _)) in tags.iter().enumerate() {
        if tags.iter().take(at).any(|(earlier, _)| earlier.eq_ignore_ascii_case(key)) {
            return Err(ApiError::bad_request(
                "InvalidInput",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(ApiError::bad_request(
                "InvalidInput",
                "Caller is not allowed to modify system tags.",
            ));
        }
    }
    Ok(())
}

/// The condition keys of a request that carries tags.
pub(super) fn context(mut context: Context, tags: &[Tag]) -> Context {
    if tags.is_empty() {
        return context;
    }
    for (key, value) in tags {
        context = context.with(&format!("aws:RequestTag/{key}"), value.clone());
    }
    context.with_all("aws:TagKeys", tags.iter().map(|(key, _)| key.clone()).collect())
}

pub(super) fn tag(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check_input = Check::new(call);
    let name = check_input.required("RoleName", ROLE_NAME);
    if !call.form.has("Tags") {
        check_input.violations.missing("tags");
    }
    let tags = read(call, &mut check_input.violations);
    check_input.end()?;
    authorize_role(call, "iam:TagRole", name, |base| context(base, &tags))?;
    check(&tags)?;
    let mut world = call.cloud.write();
    let role = find_role_mut(&mut world, call, name)?;
    let mut after = role.tags.clone();
    for (key, value) in tags {
        match after.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&key)) {
            Some(known) => *known = (key, value),
            None => after.push((key, value)),
        }
    }
    if after.len() > MOST {
        return Err(ApiError::conflict("LimitExceeded", "The number of tags has reached the maximum limit."));
    }
    after.sort();
    role.tags = after;
    Ok(Answer::Xml(None))
}

pub(super) fn untag(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check_input = Check::new(call);
    let name = check_input.required("RoleName", ROLE_NAME);
    if !call.form.has("TagKeys") {
        check_input.violations.missing("tagKeys");
    }
    let members = call.form.list("TagKeys");
    check_input.violations.length("tagKeys", "[tagKeys]", members.len(), 0, MOST);
    let keys: Vec<&str> = members.iter().map(|member| member.get("").unwrap_or_default()).collect();
    for (number, key) in (1..).zip(&keys) {
        check_input.violations.required(&format!("tagKeys.{number}.member"), Some(key), TAG_KEY);
    }
    check_input.end()?;
    authorize_role(call, "iam:UntagRole", name, |base| {
        base.with_all("aws:TagKeys", keys.iter().map(|key| (*key).to_owned()).collect())
    })?;
    let mut world = call.cloud.write();
    let role = find_role_mut(&mut world, call, name)?;
    role.tags.retain(|(known, _)| !keys.iter().any(|key| known.eq_ignore_ascii_case(key)));
    Ok(Answer::Xml(None))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check_input = Check::new(call);
    let name = check_input.required("RoleName", ROLE_NAME);
    check_input.page()?;
    check_input.end()?;
    authorize_role(call, "iam:ListRoleTags", name, |base| base)?;
    let world = call.cloud.read();
    let role = find_role(&world, call, name)?;
    let page = Page::cut(call, role.tags.iter(), |(key, _)| key)?;
    let mut xml = Xml::default();
    write(&mut xml, page.items.iter().copied());
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

/// `<Tags>`
pub(super) fn write<'a>(xml: &mut Xml, tags: impl IntoIterator<Item = &'a Tag>) {
    xml.list("Tags", tags, |xml, (key, value)| {
        xml.text("Key", key).text("Value", value);
    });
}
