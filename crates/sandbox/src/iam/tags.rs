//! The tags of users, roles and managed policies.

use super::Page;
use super::rules::{Check, TAG_KEY, TAG_VALUE};
use super::target::Kind;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::entity::Tag;
use crate::validate::Violations;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::Context;

/// The most tags that a resource, or a request, may have.
const MOST: usize = 50;

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

impl Kind {
    /// Keys of users and roles are the same whatever their case; those of policies are not.
    fn same(self, a: &str, b: &str) -> bool {
        match self {
            Kind::Entity(_) => a.eq_ignore_ascii_case(b),
            Kind::Policy => a == b,
        }
    }

    /// What the model cannot say: no key twice, and none of AWS's own.
    pub(super) fn check_tags(self, tags: &[Tag]) -> Result<(), ApiError> {
        for (at, (key, _)) in tags.iter().enumerate() {
            if tags.iter().take(at).any(|(earlier, _)| self.same(earlier, key)) {
                return Err(ApiError::bad_request(
                    "InvalidInput",
                    match self {
                        Kind::Entity(_) => {
                            "Duplicate tag keys found. Please note that Tag keys are case insensitive."
                        }
                        Kind::Policy => "Duplicate tag keys found.",
                    },
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

pub(super) fn tag(call: &Call<'_>, kind: Kind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required(&mut check);
    if !call.form.has("Tags") {
        check.violations.missing("tags");
    }
    let tags = read(call, &mut check.violations);
    check.end()?;
    kind.authorize(call, &kind.action("Tag", ""), name, |base| context(base, &tags))?;
    kind.check_tags(&tags)?;
    let mut world = call.cloud.write();
    let known = kind.tags_mut(&mut world, call, name)?;
    let mut after = known.clone();
    for (key, value) in tags {
        match after.iter_mut().find(|(known, _)| kind.same(known, &key)) {
            Some(known) => *known = (key, value),
            None => after.push((key, value)),
        }
    }
    if after.len() > MOST {
        return Err(ApiError::conflict("LimitExceeded", "The number of tags has reached the maximum limit."));
    }
    after.sort();
    *known = after;
    Ok(Answer::Xml(None))
}

pub(super) fn untag(call: &Call<'_>, kind: Kind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required(&mut check);
    let keys = check.required_texts("TagKeys", MOST, TAG_KEY);
    check.end()?;
    kind.authorize(call, &kind.action("Untag", ""), name, |base| base.with_all("aws:TagKeys", keys.clone()))?;
    let mut world = call.cloud.write();
    let tags = kind.tags_mut(&mut world, call, name)?;
    tags.retain(|(known, _)| !keys.iter().any(|key| kind.same(known, key)));
    Ok(Answer::Xml(None))
}

pub(super) fn list(call: &Call<'_>, kind: Kind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required(&mut check);
    check.page()?;
    check.end()?;
    kind.authorize(call, &kind.action("List", "Tags"), name, |base| base)?;
    let world = call.cloud.read();
    let page = Page::cut(call, kind.tags(&world, call, name)?.iter(), |(key, _)| key)?;
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
