//! Reading the grammar: from JSON values to a [`Policy`], or the first thing that IAM refuses.

use super::{
    ActionPattern, Actions, Effect, Kind, Named, ParseError, Policy, PrincipalEntry, PrincipalKind,
    Principals, Refusal, ResourcePattern, Resources, Statement, Version,
};
use crate::arn::{ArnPattern, Variables};
use crate::condition::{Condition, Operator};
use crate::glob::Glob;
use crate::json::{self, Member, Node, Span, Value};
use std::collections::HashSet;

/// A refusal and the byte it points at.
type Refused = (usize, Refusal);

pub(super) fn read(text: &str, kind: Kind) -> Result<Policy, ParseError> {
    let root =
        json::parse(text).map_err(|error| ParseError::new(text, error.offset, Refusal::Syntax(error)))?;
    read_value(text, &root, kind)
}

/// Reads a document that stands within a larger text.
pub(super) fn read_value(text: &str, root: &Value<'_>, kind: Kind) -> Result<Policy, ParseError> {
    policy(root, kind).map_err(|(offset, refusal)| ParseError::new(text, offset, refusal))
}

fn policy(root: &Value<'_>, kind: Kind) -> Result<Policy, Refused> {
    let members = object(root, "the document")?;
    let mut version = Version::V2008;
    let mut version_span = None;
    let mut id = None;
    let mut statement = None;
    for member in members {
        match &*member.key {
            "Version" => {
                version = match string(&member.value, "`Version`")? {
                    "2012-10-17" => Version::V2012,
                    "2008-10-17" => Version::V2008,
                    other => {
                        let refusal = Refusal::InvalidVersion(other.to_owned());
                        return Err((member.value.span.start, refusal));
                    }
                };
                version_span = Some(member.value.span);
            }
            "Id" => id = Some(string(&member.value, "`Id`")?.to_owned()),
            "Statement" => statement = Some(&member.value),
            _ => return Err(unknown(member)),
        }
    }
    let Some(statement) = statement else {
        return Err((root.span.start, Refusal::MissingStatement));
    };
    let reader = StatementReader { kind, version };
    let statements = match &statement.node {
        Node::Array(values) => {
            values.iter().map(|value| reader.statement(value)).collect::<Result<Vec<_>, _>>()?
        }
        _ => vec![reader.statement(statement)?],
    };
    refuse_duplicate_sids(&statements)?;
    Ok(Policy { version, version_span, id, statements })
}

fn refuse_duplicate_sids(statements: &[Statement]) -> Result<(), Refused> {
    let mut seen = HashSet::new();
    for statement in statements {
        if let Some(sid) = &statement.sid
            && !seen.insert(sid)
        {
            return Err((statement.span.start, Refusal::DuplicateSid(sid.clone())));
        }
    }
    Ok(())
}

struct StatementReader {
    kind: Kind,
    version: Version,
}

impl StatementReader {
    fn statement(&self, value: &Value<'_>) -> Result<Statement, Refused> {
        let start = value.span.start;
        let mut sid = None;
        let mut effect = None;
        let mut principals = None;
        let mut actions = None;
        let mut resources = None;
        let mut conditions = Vec::new();
        for member in object(value, "a statement")? {
            match &*member.key {
                "Sid" => sid = self.sid(&member.value)?,
                "Effect" => effect = Some(read_effect(&member.value)?),
                "Principal" | "NotPrincipal" => {
                    let negated = &*member.key == "NotPrincipal";
                    self.refuse_prohibited_principal(member, negated)?;
                    once(&principals, member, "Principal")?;
                    principals = Some(read_principals(&member.value, negated)?);
                }
                "Action" | "NotAction" => {
                    let negated = &*member.key == "NotAction";
                    once(&actions, member, "Action")?;
                    actions = Some(self.actions(&member.value, negated)?);
                }
                "Resource" | "NotResource" => {
                    let negated = &*member.key == "NotResource";
                    if self.kind == Kind::Trust {
                        let name = if negated { "NotResource" } else { "Resource" };
                        return Err((member.key_span.start, Refusal::ProhibitedResource(name)));
                    }
                    once(&resources, member, "Resource")?;
                    resources = Some(self.resources(&member.value, negated)?);
                }
                "Condition" => conditions = self.conditions(&member.value)?,
                _ => return Err(unknown(member)),
            }
        }
        let effect = effect.ok_or((start, Refusal::MissingEffect))?;
        if principals.is_none() && self.kind != Kind::Identity {
            return Err((start, Refusal::MissingPrincipal));
        }
        let actions = actions.ok_or((start, Refusal::MissingAction))?;
        if resources.is_none() && self.kind == Kind::Identity {
            return Err((start, Refusal::MissingResource));
        }
        Ok(Statement { sid, effect, principals, actions, resources, conditions, span: value.span })
    }

    fn refuse_prohibited_principal(&self, member: &Member<'_>, negated: bool) -> Result<(), Refused> {
        let refusal = match (self.kind, negated) {
            (Kind::Identity, false) => Refusal::PrincipalInIdentity("Principal"),
            (Kind::Identity, true) => Refusal::PrincipalInIdentity("NotPrincipal"),
            (Kind::Trust, true) => Refusal::NotPrincipalInTrust,
            (Kind::Trust, false) | (Kind::Resource, _) => return Ok(()),
        };
        Err((member.key_span.start, refusal))
    }

    /// An empty Sid counts as none. Other services than IAM allow more characters in theirs.
    fn sid(&self, value: &Value<'_>) -> Result<Option<String>, Refused> {
        let sid = string(value, "`Sid`")?;
        if self.kind != Kind::Resource && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err((value.span.start, Refusal::InvalidSid(sid.to_owned())));
        }
        Ok((!sid.is_empty()).then(|| sid.to_owned()))
    }

    fn actions(&self, value: &Value<'_>, negated: bool) -> Result<Actions, Refused> {
        let mut patterns = Vec::new();
        for (text, span) in strings(value, "`Action`")? {
            let is_all = !text.is_empty() && text.bytes().all(|byte| byte == b'*');
            let has_service = text.split_once(':').is_some_and(|(service, _)| !service.is_empty());
            if self.kind == Kind::Trust && (negated || !is_trust_action(text)) {
                return Err((span.start, Refusal::TrustAction(text.to_owned())));
            }
            if !is_all && !has_service {
                return Err((span.start, Refusal::ActionFormat(text.to_owned())));
            }
            patterns.push(ActionPattern {
                glob: Glob::new(&text.to_ascii_lowercase()),
                text: text.to_owned(),
                span,
            });
        }
        Ok(Actions { negated, patterns, span: value.span })
    }

    fn resources(&self, value: &Value<'_>, negated: bool) -> Result<Resources, Refused> {
        let variables = self.version == Version::V2012;
        let mut patterns = Vec::new();
        for (text, span) in strings(value, "`Resource`")? {
            let arn = match text {
                "*" => None,
                _ => Some(
                    ArnPattern::new(text, variables, Variables::InResourceOnly)
                        .ok_or_else(|| (span.start, Refusal::ResourceFormat(text.to_owned())))?,
                ),
            };
            patterns.push(ResourcePattern { text: text.to_owned(), span, arn });
        }
        Ok(Resources { negated, patterns, span: value.span })
    }

    fn conditions(&self, value: &Value<'_>) -> Result<Vec<Condition>, Refused> {
        let variables = self.version == Version::V2012;
        let mut conditions = Vec::new();
        for block in object(value, "`Condition`")? {
            let operator = Operator::parse(&block.key).ok_or_else(|| {
                let refusal = Refusal::UnknownOperator(block.key.to_string());
                (block.key_span.start, refusal)
            })?;
            for member in object(&block.value, "a condition operator")? {
                let values = scalars(&member.value)?;
                conditions.push(Condition::new(
                    (operator, &block.key),
                    (&member.key, member.key_span),
                    (values, member.value.span),
                    variables,
                ));
            }
        }
        Ok(conditions)
    }
}

/// The actions that IAM accepts in a trust policy.
fn is_trust_action(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    action.starts_with("sts:assumerole")
        || matches!(action.as_str(), "sts:tagsession" | "sts:setsourceidentity" | "sts:setcontext")
}

fn read_effect(value: &Value<'_>) -> Result<Effect, Refused> {
    match string(value, "`Effect`")? {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => Err((value.span.start, Refusal::InvalidEffect(other.to_owned()))),
    }
}

fn read_principals(value: &Value<'_>, negated: bool) -> Result<Principals, Refused> {
    let mut entries = Vec::new();
    match &value.node {
        Node::String(text) if text == "*" => entries.push(PrincipalEntry {
            kind: PrincipalKind::Anyone,
            value: "*".to_owned(),
            span: value.span,
            named: Named::Anyone,
        }),
        Node::String(text) => {
            return Err((
                value.span.start,
                Refusal::InvalidPrincipal { kind: "AWS".to_owned(), value: text.to_string() },
            ));
        }
        _ => {
            for member in object(value, "`Principal`")? {
                entries.extend(principals_of_kind(member)?);
            }
        }
    }
    Ok(Principals { negated, entries, span: value.span })
}

fn principals_of_kind(member: &Member<'_>) -> Result<Vec<PrincipalEntry>, Refused> {
    let Some(kind) = PrincipalKind::from_key(&member.key) else {
        let refusal = Refusal::UnknownPrincipalKind(member.key.to_string());
        return Err((member.key_span.start, refusal));
    };
    let mut entries = Vec::new();
    for (text, span) in strings(&member.value, "a principal")? {
        let Some(named) = Named::read(kind, text) else {
            let refusal = Refusal::InvalidPrincipal { kind: member.key.to_string(), value: text.to_owned() };
            return Err((span.start, refusal));
        };
        entries.push(PrincipalEntry { kind, value: text.to_owned(), span, named });
    }
    Ok(entries)
}

fn once<T>(slot: &Option<T>, member: &Member<'_>, name: &'static str) -> Result<(), Refused> {
    match slot {
        Some(_) => Err((member.key_span.start, Refusal::BothForms(name))),
        None => Ok(()),
    }
}

fn unknown(member: &Member<'_>) -> Refused {
    let refusal = Refusal::UnknownElement(member.key.to_string());
    (member.key_span.start, refusal)
}

fn wrong_type(value: &Value<'_>, element: &str, expected: &'static str) -> Refused {
    let refusal = Refusal::WrongType { element: element.to_owned(), expected, found: value.node.name() };
    (value.span.start, refusal)
}

fn object<'v, 'a>(value: &'v Value<'a>, element: &str) -> Result<&'v [Member<'a>], Refused> {
    match &value.node {
        Node::Object(members) => Ok(members),
        _ => Err(wrong_type(value, element, "an object")),
    }
}

fn string<'v>(value: &'v Value<'_>, element: &str) -> Result<&'v str, Refused> {
    match &value.node {
        Node::String(text) => Ok(text),
        _ => Err(wrong_type(value, element, "a string")),
    }
}

/// A string, or a list of strings.
fn strings<'v>(value: &'v Value<'_>, element: &str) -> Result<Vec<(&'v str, Span)>, Refused> {
    one_or_many(value)
        .iter()
        .map(|item| match &item.node {
            Node::String(text) => Ok((&**text, item.span)),
            _ => Err(wrong_type(item, element, "a string or a list of strings")),
        })
        .collect()
}

/// The values of a condition: strings, numbers or booleans, one or a list.
fn scalars(value: &Value<'_>) -> Result<Vec<String>, Refused> {
    one_or_many(value)
        .iter()
        .map(|item| match &item.node {
            Node::String(text) => Ok(text.to_string()),
            Node::Number(text) => Ok((*text).to_owned()),
            Node::Bool(flag) => Ok(flag.to_string()),
            Node::Null | Node::Array(_) | Node::Object(_) => {
                Err(wrong_type(item, "a condition value", "a string, a number or a boolean"))
            }
        })
        .collect()
}

fn one_or_many<'v, 'a>(value: &'v Value<'a>) -> &'v [Value<'a>] {
    match &value.node {
        Node::Array(items) => items,
        _ => std::slice::from_ref(value),
    }
}
