//! Reading a case: its fields, each of its policies, and how its service control policies stand.

use super::SimulationResult;
use super::fault::Fault;
use crate::document::meant::nearest;
use crate::document::{Effect, Kind, Policy};
use crate::evaluate::{Context, Layers, Request};
use crate::json::{Member, Node, Span, Value};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The fields of a case beside its `id`.
const FIELDS: [&str; 10] = [
    "expected",
    "principal",
    "action",
    "resource",
    "context",
    "identityPolicies",
    "resourcePolicy",
    "scps",
    "permissionBoundaries",
    "sessionPolicy",
];

/// What an answer needs of its case even where the rest of it cannot be read.
#[derive(Default)]
pub(super) struct Head<'t> {
    /// As it stands in the line: a string or a number, or whatever else was given.
    pub(super) id: Option<&'t RawValue>,
    /// `expected`, which PRODUCT's form does not have: with it a file of cases is a test of policies.
    pub(super) expected: Option<SimulationResult>,
}

impl<'t> Head<'t> {
    pub(super) fn read(root: &Value<'_>, text: &'t str) -> Head<'t> {
        let Node::Object(members) = &root.node else {
            return Head::default();
        };
        let find = |name: &str| members.iter().find(|member| member.key == name).map(|member| &member.value);
        Head {
            id: find("id").and_then(|id| serde_json::from_str(id.span.of(text)).ok()),
            expected: find("expected").and_then(|expected| match &expected.node {
                Node::String(name) => SimulationResult::named(name),
                _ => None,
            }),
        }
    }
}

/// A case whose every policy is well-formed.
pub(super) struct Case {
    pub(super) request: Request,
    identity: Vec<Policy>,
    resource: Option<Policy>,
    scps: Vec<Vec<Policy>>,
    boundaries: Vec<Policy>,
    session: Option<Policy>,
}

impl Case {
    pub(super) fn read(root: &Value<'_>, text: &str) -> Result<Case, Fault> {
        let fields = Fields::read(root, text)?;
        Ok(Case {
            request: Request {
                principal: fields.principal()?,
                role_arn: None,
                action: fields.string("action")?.into_owned(),
                resource: fields.string("resource")?.into_owned(),
                context: fields.context()?,
            },
            identity: fields.policies("identityPolicies")?,
            resource: fields.policy("resourcePolicy", Kind::Resource)?,
            scps: fields.levels("scps")?,
            boundaries: fields.policies("permissionBoundaries")?,
            session: fields.policy("sessionPolicy", Kind::Identity)?,
        })
    }

    pub(super) fn layers(&self) -> Layers<'_> {
        Layers {
            identity: &self.identity,
            resource: self.resource.as_ref(),
            scps: &self.scps,
            boundaries: &self.boundaries,
            session: self.session.as_ref(),
        }
    }
}

/// The fields of a case as they stand in the line.
struct Fields<'v, 't> {
    members: &'v [Member<'t>],
    span: Span,
    text: &'t str,
}

impl<'v, 't> Fields<'v, 't> {
    /// Fields that are not known are left alone, so that a case may carry notes; one that is almost
    /// known is a misspelling, which would silently take a policy away.
    fn read(root: &'v Value<'t>, text: &'t str) -> Result<Self, Fault> {
        let Node::Object(members) = &root.node else {
            let message = format!("a case must be an object, found {}", root.node.name());
            return Err(Fault::field(text, root.span, "wrong-type", message));
        };
        for member in members {
            if member.key == "id" || FIELDS.contains(&&*member.key) {
                continue;
            }
            if let Some(meant) = nearest(&member.key, FIELDS.into_iter()) {
                let message = format!("`{}` is not a field of a case", member.key);
                return Err(Fault::field(text, member.key_span, "unknown-field", message)
                    .with_remedy(format!("Did you mean {meant}?")));
            }
        }
        Ok(Fields { members, span: root.span, text })
    }

    /// `None`: absent or null.
    fn get(&self, name: &str) -> Option<&'v Value<'t>> {
        let member = self.members.iter().find(|member| member.key == name)?;
        (member.value.node != Node::Null).then_some(&member.value)
    }

    fn wrong_type(&self, value: &Value<'_>, what: &str, wanted: &str) -> Fault {
        let message = format!("{what} must be {wanted}, found {}", value.node.name());
        Fault::field(self.text, value.span, "wrong-type", message)
    }

    fn string(&self, name: &str) -> Result<Cow<'v, str>, Fault> {
        match self.get(name) {
            Some(Value { node: Node::String(found), .. }) => Ok(Cow::Borrowed(found)),
            Some(other) => Err(self.wrong_type(other, &format!("`{name}`"), "a string")),
            None => {
                let message = format!("the case has no `{name}`");
                Err(Fault::field(self.text, self.span, "missing-field", message))
            }
        }
    }

    /// An ARN, a service, or `*`; also as a policy names it: `{"Service":"lambda.amazonaws.com"}`.
    fn principal(&self) -> Result<String, Fault> {
        const NAME: &str = "principal";
        match self.get(NAME) {
            Some(Value { node: Node::Object(members), .. }) => match members.as_slice() {
                [Member { value: Value { node: Node::String(name), .. }, .. }] => Ok(name.to_string()),
                _ => {
                    let message = "`principal` must name one principal";
                    Err(Fault::field(self.text, self.span, "wrong-type", message))
                }
            },
            _ => self.string(NAME).map(Cow::into_owned),
        }
    }

    fn context(&self) -> Result<Context, Fault> {
        let mut context = Context::default();
        let Some(value) = self.get("context") else {
            return Ok(context);
        };
        let Node::Object(members) = &value.node else {
            return Err(self.wrong_type(value, "`context`", "an object"));
        };
        for Member { key, key_span, value } in members {
            if context.get(key).is_some() {
                let message = format!("the key `{key}` stands twice: keys compare without case");
                return Err(Fault::field(self.text, *key_span, "duplicate-key", message));
            }
            context = match &value.node {
                Node::Array(values) => {
                    let values = values.iter().map(|each| self.scalar(key, each));
                    context.with_all(key, values.collect::<Result<_, _>>()?)
                }
                _ => context.with(key, self.scalar(key, value)?),
            };
        }
        Ok(context)
    }

    fn scalar(&self, key: &str, value: &Value<'_>) -> Result<String, Fault> {
        match &value.node {
            Node::String(text) => Ok(text.to_string()),
            Node::Number(text) => Ok((*text).to_owned()),
            Node::Bool(flag) => Ok(flag.to_string()),
            _ => Err(self.wrong_type(
                value,
                &format!("the context key `{key}`"),
                "a string or a list of strings",
            )),
        }
    }

    fn policy(&self, name: &str, kind: Kind) -> Result<Option<Policy>, Fault> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        self.document(value, kind, || name.to_owned()).map(Some)
    }

    fn document(&self, value: &Value<'_>, kind: Kind, place: impl Fn() -> String) -> Result<Policy, Fault> {
        Policy::of_value(self.text, value, kind).map_err(|error| Fault::policy(place(), &error))
    }

    fn list(&self, name: &str) -> Result<&'v [Value<'t>], Fault> {
        match self.get(name) {
            None => Ok(&[]),
            Some(Value { node: Node::Array(items), .. }) => Ok(items),
            Some(other) => Err(self.wrong_type(other, &format!("`{name}`"), "a list of policies")),
        }
    }

    fn policies(&self, name: &str) -> Result<Vec<Policy>, Fault> {
        let each = self.list(name)?.iter().enumerate();
        each.map(|(at, value)| self.document(value, Kind::Identity, || format!("{name}[{at}]"))).collect()
    }

    /// Each document is the policy of a level, from the root down; a list of documents is a level with
    /// several. A document that only denies is no level, since nothing would be allowed below it: it
    /// stands beside another one, as it does beside `FullAWSAccess`.
    fn levels(&self, name: &str) -> Result<Vec<Vec<Policy>>, Fault> {
        let mut levels = Vec::new();
        let mut beside = Vec::new();
        for (at, value) in self.list(name)?.iter().enumerate() {
            let place = |inner: Option<usize>| match inner {
                None => format!("{name}[{at}]"),
                Some(inner) => format!("{name}[{at}][{inner}]"),
            };
            if let Node::Array(documents) = &value.node {
                let each = documents.iter().enumerate();
                levels.push(
                    each.map(|(inner, value)| self.document(value, Kind::Identity, || place(Some(inner))))
                        .collect::<Result<_, _>>()?,
                );
                continue;
            }
            let policy = self.document(value, Kind::Identity, || place(None))?;
            if only_denies(&policy) { beside.push(policy) } else { levels.push(vec![policy]) }
        }
        match levels.first_mut() {
            Some(level) => level.extend(beside),
            None if beside.is_empty() => {}
            None => levels.push(beside),
        }
        Ok(levels)
    }
}

fn only_denies(policy: &Policy) -> bool {
    !policy.statements.is_empty()
        && policy.statements.iter().all(|statement| statement.effect == Effect::Deny)
}
