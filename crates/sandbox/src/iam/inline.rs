//! Inline policies, of users and of roles.

use super::Page;
use super::accept::accept;
use super::rules::{Check, DOCUMENT, POLICY_NAME};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::sigv4::percent_encode_rfc3986;
use crate::state::entity::EntityKind;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::meaning;

impl EntityKind {
    /// What the inline policies of one may weigh together, white space not counted.
    /// Source: "IAM and AWS STS quotas", IAM User Guide.
    pub(super) fn inline_characters(self) -> usize {
        match self {
            EntityKind::User => 2048,
            EntityKind::Role => 10_240,
        }
    }

    fn no_such_policy(self, name: &str) -> ApiError {
        ApiError::no_such_entity(format!("The {} policy with name {name} cannot be found.", self.word()))
    }
}

pub(super) fn put(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required(&mut check);
    let policy_name = check.required("PolicyName", POLICY_NAME);
    let text = check.required("PolicyDocument", DOCUMENT);
    check.end()?;
    kind.authorize(call, &kind.action("Put", "Policy"), name, |base| base)?;
    let document = accept(text)?;
    let mut world = call.cloud.write();
    let entity = kind.find_mut(&mut world, call, name)?;
    let others = entity.permissions().inline.iter().filter(|(other, _)| *other != policy_name);
    let size: usize = others.map(|(_, inline)| meaning::quota_size(&inline.text)).sum();
    let most = kind.inline_characters();
    if size + meaning::quota_size(text) > most {
        return Err(ApiError::conflict(
            "LimitExceeded",
            format!("Maximum policy size of {most} bytes exceeded for {} {}", kind.word(), entity.name()),
        ));
    }
    entity.permissions_mut().inline.insert(policy_name.to_owned(), document);
    world.refresh(&call.caller.account, kind, name, call.origin.now);
    Ok(Answer::Xml(None))
}

pub(super) fn get(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required(&mut check);
    let policy_name = check.required("PolicyName", POLICY_NAME);
    check.end()?;
    kind.authorize(call, &kind.action("Get", "Policy"), name, |base| base)?;
    let world = call.cloud.read();
    let entity = kind.find(&world, call, name)?;
    let inline = entity.permissions().inline.get(policy_name);
    let inline = inline.ok_or_else(|| kind.no_such_policy(policy_name))?;
    let mut xml = Xml::default();
    xml.text(kind.parameter(), entity.name())
        .text("PolicyName", policy_name)
        .text("PolicyDocument", &percent_encode_rfc3986(&inline.text));
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn delete(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required(&mut check);
    let policy_name = check.required("PolicyName", POLICY_NAME);
    check.end()?;
    kind.authorize(call, &kind.action("Delete", "Policy"), name, |base| base)?;
    let mut world = call.cloud.write();
    let entity = kind.find_mut(&mut world, call, name)?;
    let removed = entity.permissions_mut().inline.remove(policy_name);
    removed.ok_or_else(|| kind.no_such_policy(policy_name))?;
    world.refresh(&call.caller.account, kind, name, call.origin.now);
    Ok(Answer::Xml(None))
}

pub(super) fn list(call: &Call<'_>, kind: EntityKind) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required(&mut check);
    check.page()?;
    check.end()?;
    kind.authorize(call, &kind.action("List", "Policies"), name, |base| base)?;
    let world = call.cloud.read();
    let names = kind.find(&world, call, name)?.permissions().inline.keys();
    let page = Page::cut(call, names, |name| name)?;
    let mut xml = Xml::default();
    xml.list("PolicyNames", &page.items, |xml, name| xml.write(name));
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}
