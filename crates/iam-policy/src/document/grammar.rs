//! Reading the grammar: from JSON values to a [`Policy`], or what IAM refuses of it.
//!
//! One reader for both: a strict one stops at the first refusal; a lenient one notes it, takes what was
//! probably meant or leaves the part out, and reads on.

use super::meant::{self, DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS};
use super::{
    ActionPattern, Actions, Effect, Kind, Named, ParseError, Policy, PrincipalEntry, PrincipalKind,
    Principals, Refusal, ResourcePattern, Resources, Statement, Version,
};
use crate::arn::{ArnPattern, Variables};
use crate::condition::{Condition, Operator};
use crate::glob::Glob;
use crate::json::{self, Member, Node, Span, Value};
use std::collections::HashSet;

/// A refusal and the bytes that it is about.
pub(crate) type Refused = (Span, Refusal);

/// Reading cannot go on: the last of the refusals says why.
struct Stop;

/// A document that was read as far as it can be.
pub(crate) struct Reading {
    /// What could be read; `None` where nothing could.
    pub(crate) policy: Option<Policy>,
    /// Everything that IAM refuses, in the order in which it was met.
    pub(crate) refused: Vec<Refused>,
    /// Where the value of `Statement` stands.
    pub(crate) statements: Span,
}

pub(super) fn read(text: &str, kind: Kind) -> Result<Policy, ParseError> {
    let root = json::parse(text).map_err(|error| ParseError::syntax(text, error))?;
    read_value(text, &root, kind)
}

/// Reads a document that stands within a larger text.
pub(super) fn read_value(text: &str, root: &Value<'_>, kind: Kind) -> Result<Policy, ParseError> {
    let mut reader = Reader::new(kind, Manner::Strict);
    reader.policy(root).map_err(|Stop| {
        // A reader that stops has said why.
        let (span, refusal) = reader.refused.pop().unwrap_or((root.span, Refusal::MissingStatement));
        ParseError::new(text, span, refusal)
    })
}

pub(crate) fn read_all(text: &str, kind: Kind) -> Reading {
    let (root, faults) = json::parse_all(text);
    let mut reader = Reader::new(kind, Manner::Lenient);
    reader.refused.extend(faults.into_iter().map(|fault| {
        let span = Span { start: fault.offset, end: fault.end };
        (span, Refusal::Syntax(fault))
    }));
    let policy = root.and_then(|root| reader.policy(&root).ok());
    Reading { policy, refused: reader.refused, statements: reader.statements }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Strict,
    Lenient,
}

struct Reader {
    kind: Kind,
    version: Version,
    manner: Manner,
    refused: Vec<Refused>,
    statements: Span,
    sids: Vec<(String, Span)>,
}

impl Reader {
    fn new(kind: Kind, manner: Manner) -> Reader {
        Reader {
            kind,
            version: Version::V2008,
            manner,
            refused: Vec::new(),
            statements: Span::default(),
            sids: Vec::new(),
        }
    }

    /// Notes a refusal; a strict reader stops at it, a lenient one once there are very many.
    fn refuse(&mut self, span: Span, refusal: Refusal) -> Result<(), Stop> {
        self.refused.push((span, refusal));
        match self.manner {
            Manner::Lenient if self.refused.len() < json::MOST_FAULTS => Ok(()),
            Manner::Strict | Manner::Lenient => Err(Stop),
        }
    }

    fn policy(&mut self, root: &Value<'_>) -> Result<Policy, Stop> {
        let Some(members) = self.object(root, "the document")? else {
            return Err(Stop);
        };
        let mut version_span = None;
        let mut id = None;
        let mut statement = None;
        let mut seen = Seen::default();
        for member in members {
            let Some(name) = self.element(member, members, &mut seen, Place::Document)? else {
                continue;
            };
            match name {
                "Version" => {
                    self.version(&member.value)?;
                    version_span = Some(member.value.span);
                }
                "Id" => id = self.string(&member.value, "`Id`")?.map(str::to_owned),
                _ => statement = Some(&member.value),
            }
        }
        let Some(statement) = statement else {
            // Without a statement nothing else has a place: one finding says it.
            self.refused.retain(|(_, refusal)| !matches!(refusal, Refusal::MisplacedElement(..)));
            self.refuse(root.span.first_byte(), Refusal::MissingStatement)?;
            return Err(Stop);
        };
        self.statements = statement.span;
        let mut statements = Vec::new();
        for value in one_or_many(statement) {
            statements.extend(self.statement(value)?);
        }
        self.refuse_duplicate_sids()?;
        Ok(Policy { version: self.version, version_span, id, statements: statements.into() })
    }

    fn version(&mut self, value: &Value<'_>) -> Result<(), Stop> {
        match self.string(value, "`Version`")? {
            Some("2012-10-17") => self.version = Version::V2012,
            Some("2008-10-17") => self.version = Version::V2008,
            Some(other) => {
                self.refuse(value.span, Refusal::InvalidVersion(other.to_owned()))?;
                // What everybody means who writes a version at all.
                self.version = Version::V2012;
            }
            None => self.version = Version::V2012,
        }
        Ok(())
    }

    /// Which element a member is; `None`: none, or one that was read before.
    fn element(
        &mut self,
        member: &Member<'_>,
        all: &[Member<'_>],
        seen: &mut Seen,
        place: Place,
    ) -> Result<Option<&'static str>, Stop> {
        let (here, elsewhere) = place.elements();
        let known = here.iter().find(|known| **known == member.key).copied();
        let name = match known {
            Some(name) => Some(name),
            None => {
                let refusal = match elsewhere.iter().find(|known| **known == member.key) {
                    Some(name) => Refusal::MisplacedElement(name, place.other()),
                    None => Refusal::UnknownElement(member.key.to_string()),
                };
                self.refuse(member.key_span, refusal)?;
                let meant = meant::nearest(&member.key, here.iter().copied());
                meant.filter(|meant| all.iter().all(|other| other.key != *meant))
            }
        };
        Ok(name.filter(|name| self.manner == Manner::Strict || seen.is_new(name)))
    }

    fn refuse_duplicate_sids(&mut self) -> Result<(), Stop> {
        let sids = std::mem::take(&mut self.sids);
        let mut seen = HashSet::new();
        for (sid, span) in &sids {
            if !seen.insert(sid) {
                self.refuse(*span, Refusal::DuplicateSid(sid.clone()))?;
            }
        }
        Ok(())
    }

    fn statement(&mut self, value: &Value<'_>) -> Result<Option<Statement>, Stop> {
        let start = value.span.first_byte();
        let mut sid = None;
        let mut effect = None;
        let mut principals = None;
        let mut actions = None;
        let mut resources = None;
        let mut conditions = Vec::new();
        let mut seen = Seen::default();
        let Some(members) = self.object(value, "a statement")? else {
            return Ok(None);
        };
        for member in members {
            let Some(name) = self.element(member, members, &mut seen, Place::Statement)? else {
                continue;
            };
            match name {
                "Sid" => sid = self.sid(&member.value)?,
                "Effect" => effect = Some(self.effect(&member.value)?),
                "Principal" | "NotPrincipal" => {
                    let negated = name == "NotPrincipal";
                    self.refuse_prohibited_principal(member, negated)?;
                    if self.once(&principals, member, "Principal")? && self.kind != Kind::Identity {
                        principals = Some(self.principals(&member.value, negated)?);
                    }
                }
                "Action" | "NotAction" => {
                    let negated = name == "NotAction";
                    if negated && self.kind == Kind::Trust {
                        self.refuse(member.key_span, Refusal::NotActionInTrust)?;
                    }
                    if self.once(&actions, member, "Action")? {
                        actions = Some(self.actions(&member.value, negated)?);
                    }
                }
                "Resource" | "NotResource" => {
                    let negated = name == "NotResource";
                    if self.kind == Kind::Trust {
                        let name = if negated { "NotResource" } else { "Resource" };
                        self.refuse(member.key_span, Refusal::ProhibitedResource(name))?;
                    } else if self.once(&resources, member, "Resource")? {
                        resources = Some(self.resources(&member.value, negated)?);
                    }
                }
                _ => conditions = self.conditions(&member.value)?,
            }
        }
        if effect.is_none() {
            self.refuse(start, Refusal::MissingEffect)?;
        }
        // One that stands a level too high is refused already.
        let is_outside = self.manner == Manner::Lenient
            && members.iter().any(|member| meant::PRINCIPAL_KINDS.contains(&&*member.key));
        if principals.is_none() && self.kind != Kind::Identity && !is_outside {
            self.refuse(start, Refusal::MissingPrincipal)?;
        }
        if actions.is_none() {
            self.refuse(start, Refusal::MissingAction)?;
        }
        if resources.is_none() && self.kind == Kind::Identity {
            self.refuse(start, Refusal::MissingResource)?;
        }
        Ok(Some(Statement {
            sid,
            effect: effect.unwrap_or(Effect::Allow),
            principals,
            actions: actions.unwrap_or(Actions { negated: false, patterns: Vec::new(), span: start }),
            resources,
            conditions,
            span: value.span,
        }))
    }

    fn refuse_prohibited_principal(&mut self, member: &Member<'_>, negated: bool) -> Result<(), Stop> {
        let refusal = match (self.kind, negated) {
            (Kind::Identity, false) => Refusal::PrincipalInIdentity("Principal"),
            (Kind::Identity, true) => Refusal::PrincipalInIdentity("NotPrincipal"),
            (Kind::Trust, true) => Refusal::NotPrincipalInTrust,
            (Kind::Trust, false) | (Kind::Resource, _) => return Ok(()),
        };
        self.refuse(member.key_span, refusal)
    }

    /// An empty Sid counts as none. Other services than IAM allow more characters in theirs.
    fn sid(&mut self, value: &Value<'_>) -> Result<Option<String>, Stop> {
        let Some(sid) = self.string(value, "`Sid`")? else {
            return Ok(None);
        };
        if self.kind != Kind::Resource && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.refuse(value.span, Refusal::InvalidSid(sid.to_owned()))?;
        }
        if sid.is_empty() {
            return Ok(None);
        }
        self.sids.push((sid.to_owned(), value.span));
        Ok(Some(sid.to_owned()))
    }

    fn effect(&mut self, value: &Value<'_>) -> Result<Effect, Stop> {
        match self.string(value, "`Effect`")? {
            Some("Allow") | None => Ok(Effect::Allow),
            Some("Deny") => Ok(Effect::Deny),
            Some(other) => {
                self.refuse(value.span, Refusal::InvalidEffect(other.to_owned()))?;
                Ok(match meant::nearest(other, ["Deny"].into_iter()) {
                    Some(_) => Effect::Deny,
                    None => Effect::Allow,
                })
            }
        }
    }

    fn actions(&mut self, value: &Value<'_>, negated: bool) -> Result<Actions, Stop> {
        let mut patterns = Vec::new();
        for (text, span) in self.strings(value, "`Action`")? {
            let is_all = !text.is_empty() && text.bytes().all(|byte| byte == b'*');
            let has_service = text.split_once(':').is_some_and(|(service, _)| !service.is_empty());
            if self.kind == Kind::Trust && !negated && !is_trust_action(text) {
                self.refuse(span, Refusal::TrustAction(text.to_owned()))?;
            } else if !is_all && !has_service {
                self.refuse(span, Refusal::ActionFormat(text.to_owned()))?;
            }
            patterns.push(ActionPattern {
                glob: Glob::new(&text.to_ascii_lowercase()),
                text: text.to_owned(),
                span,
            });
        }
        Ok(Actions { negated, patterns, span: value.span })
    }

    fn resources(&mut self, value: &Value<'_>, negated: bool) -> Result<Resources, Stop> {
        let variables = self.version == Version::V2012;
        let mut patterns = Vec::new();
        for (text, span) in self.strings(value, "`Resource`")? {
            let arn = match text {
                "*" => None,
                _ => {
                    let arn = ArnPattern::new(text, variables, Variables::InResourceOnly);
                    if arn.is_none() {
                        self.refuse(span, Refusal::ResourceFormat(text.to_owned()))?;
                    }
                    arn
                }
            };
            patterns.push(ResourcePattern { text: text.to_owned(), span, arn });
        }
        Ok(Resources { negated, patterns, span: value.span })
    }

    fn conditions(&mut self, value: &Value<'_>) -> Result<Vec<Condition>, Stop> {
        let variables = self.version == Version::V2012;
        let mut conditions = Vec::new();
        for block in self.object(value, "`Condition`")?.unwrap_or_default() {
            let operator = match Operator::parse(&block.key) {
                Some(operator) => Some(operator),
                None => {
                    self.refuse(block.key_span, Refusal::UnknownOperator(block.key.to_string()))?;
                    meant::operator(&block.key).and_then(|meant| Operator::parse(&meant))
                }
            };
            // Under a name that is no operator, anything can stand.
            let is_open = operator.is_none() && !matches!(block.value.node, Node::Object(_));
            if is_open {
                continue;
            }
            for member in self.object(&block.value, "a condition operator")?.unwrap_or_default() {
                let values = self.scalars(&member.value)?;
                let Some(operator) = operator else { continue };
                conditions.push(Condition::new(
                    (operator, &block.key, block.key_span),
                    (&member.key, member.key_span),
                    (values, member.value.span),
                    variables,
                ));
            }
        }
        Ok(conditions)
    }

    fn principals(&mut self, value: &Value<'_>, negated: bool) -> Result<Principals, Stop> {
        let mut entries = Vec::new();
        match &value.node {
            Node::String(text) if text == "*" => entries.push(PrincipalEntry {
                kind: PrincipalKind::Anyone,
                value: "*".to_owned(),
                span: value.span,
                named: Named::Anyone,
            }),
            Node::String(text) => {
                self.refuse(value.span, Refusal::BarePrincipal(text.to_string()))?;
                entries.push(entry(PrincipalKind::Aws, text, value.span).1);
            }
            _ => {
                for member in self.object(value, "`Principal`")?.unwrap_or_default() {
                    entries.extend(self.principals_of_kind(member)?);
                }
            }
        }
        Ok(Principals { negated, entries, span: value.span })
    }

    fn principals_of_kind(&mut self, member: &Member<'_>) -> Result<Vec<PrincipalEntry>, Stop> {
        let kind = match PrincipalKind::from_key(&member.key) {
            Some(kind) => Some(kind),
            None => {
                self.refuse(member.key_span, Refusal::UnknownPrincipalKind(member.key.to_string()))?;
                meant::principal_kind(&member.key).map(|(_, kind)| kind)
            }
        };
        let mut entries = Vec::new();
        for (text, span) in self.strings(&member.value, "a principal")? {
            let Some(kind) = kind else { continue };
            let (is_valid, entry) = entry(kind, text, span);
            if !is_valid {
                let refusal =
                    Refusal::InvalidPrincipal { kind: member.key.to_string(), value: text.to_owned() };
                self.refuse(span, refusal)?;
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// Whether an element that stands with and without `Not` is read for the first time.
    fn once<T>(&mut self, slot: &Option<T>, member: &Member<'_>, name: &'static str) -> Result<bool, Stop> {
        if slot.is_some() {
            self.refuse(member.key_span, Refusal::BothForms(name))?;
        }
        Ok(slot.is_none())
    }

    fn wrong_type(&mut self, value: &Value<'_>, element: &str, expected: &'static str) -> Result<(), Stop> {
        let refusal = Refusal::WrongType { element: element.to_owned(), expected, found: value.node.name() };
        // Of a list or an object, the bracket or brace: to mark all of it would say nothing.
        let span = match value.node {
            Node::Array(_) | Node::Object(_) => value.span.first_byte(),
            _ => value.span,
        };
        self.refuse(span, refusal)
    }

    fn object<'v, 'a>(
        &mut self,
        value: &'v Value<'a>,
        element: &str,
    ) -> Result<Option<&'v [Member<'a>]>, Stop> {
        match &value.node {
            Node::Object(members) => Ok(Some(members)),
            _ => self.wrong_type(value, element, "an object").map(|()| None),
        }
    }

    fn string<'v>(&mut self, value: &'v Value<'_>, element: &str) -> Result<Option<&'v str>, Stop> {
        match &value.node {
            Node::String(text) => Ok(Some(text)),
            _ => self.wrong_type(value, element, "a string").map(|()| None),
        }
    }

    /// A string, or a list of strings.
    fn strings<'v>(&mut self, value: &'v Value<'_>, element: &str) -> Result<Vec<(&'v str, Span)>, Stop> {
        let items = one_or_many(value);
        let mut strings = Vec::with_capacity(items.len());
        for item in items {
            match &item.node {
                Node::String(text) => strings.push((&**text, item.span)),
                _ => self.wrong_type(item, element, "a string or a list of strings")?,
            }
        }
        Ok(strings)
    }

    /// The values of a condition: strings, numbers or booleans, one or a list.
    fn scalars(&mut self, value: &Value<'_>) -> Result<Vec<(String, Span)>, Stop> {
        let items = one_or_many(value);
        let mut scalars = Vec::with_capacity(items.len());
        for item in items {
            let text = match &item.node {
                Node::String(text) => text.to_string(),
                Node::Number(text) => (*text).to_owned(),
                Node::Bool(flag) => flag.to_string(),
                Node::Null | Node::Array(_) | Node::Object(_) => {
                    self.wrong_type(item, "a condition value", "a string, a number or a boolean")?;
                    continue;
                }
            };
            scalars.push((text, item.span));
        }
        Ok(scalars)
    }
}

/// The elements that were read: a lenient reader takes the first of each.
#[derive(Default)]
struct Seen(Vec<&'static str>);

impl Seen {
    fn is_new(&mut self, name: &'static str) -> bool {
        let is_new = !self.0.contains(&name);
        self.0.push(name);
        is_new
    }
}

#[derive(Clone, Copy)]
enum Place {
    Document,
    Statement,
}

impl Place {
    /// The elements that belong here, and those that belong to the other place.
    fn elements(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Place::Document => (&DOCUMENT_ELEMENTS, &STATEMENT_ELEMENTS),
            Place::Statement => (&STATEMENT_ELEMENTS, &DOCUMENT_ELEMENTS),
        }
    }

    /// How a message calls the other place.
    fn other(self) -> &'static str {
        match self {
            Place::Document => "a statement",
            Place::Statement => "the document itself",
        }
    }
}

/// The actions that IAM accepts in a trust policy.
fn is_trust_action(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    action.starts_with("sts:assumerole")
        || matches!(action.as_str(), "sts:tagsession" | "sts:setsourceidentity" | "sts:setcontext")
}

/// An entry, and whether IAM accepts it. One that it does not means nobody.
fn entry(kind: PrincipalKind, value: &str, span: Span) -> (bool, PrincipalEntry) {
    let named = Named::read(kind, value);
    let is_valid = named.is_some();
    let named = named.unwrap_or_else(|| Named::Name(value.to_owned()));
    (is_valid, PrincipalEntry { kind, value: value.to_owned(), span, named })
}

fn one_or_many<'v, 'a>(value: &'v Value<'a>) -> &'v [Value<'a>] {
    match &value.node {
        Node::Array(items) => items,
        _ => std::slice::from_ref(value),
    }
}
