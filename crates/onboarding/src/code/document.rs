//! A policy document with its parameters told apart from its text.

use crate::placeholder::Placeholder;
use serde_json::Value;

/// The condition key that asks for an ExternalId; condition keys are told apart without case.
const EXTERNAL_ID_KEY: &str = "sts:ExternalId";

/// A part of a document, keys in their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Map(Vec<(String, Node)>),
    List(Vec<Node>),
    Text(Vec<Part>),
    /// A number, `true`, `false` or `null`, as JSON writes it.
    Literal(String),
}

/// A part of a string.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Text(String),
    /// The setup's ExternalId.
    ExternalId,
    /// The account's 12 digits.
    AccountId,
}

/// A trust policy, rendered or edited by hand. The setup's ExternalId is told apart where a condition
/// asks for it; the same text elsewhere means something else.
pub(super) fn trust(text: &str, external_id: &str) -> Node {
    fn read(value: &Value, asked: bool, external_id: &str) -> Node {
        of(
            value,
            &|key, value| read(value, key.eq_ignore_ascii_case(EXTERNAL_ID_KEY), external_id),
            &|value| read(value, asked, external_id),
            &|text| {
                vec![if asked && text == external_id {
                    Part::ExternalId
                } else {
                    Part::Text(text.to_owned())
                }]
            },
        )
    }
    read(&parse(text), false, external_id)
}

/// A permissions policy that was rendered without an account.
pub(super) fn permissions(text: &str) -> Node {
    fn parts(text: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut rest = text;
        let plain = |text: &str| (!text.is_empty()).then(|| Part::Text(text.to_owned()));
        while let Some((before, after)) = rest.split_once(Placeholder::AccountId.token()) {
            parts.extend(plain(before));
            parts.push(Part::AccountId);
            rest = after;
        }
        parts.extend(plain(rest));
        parts
    }
    fn read(value: &Value) -> Node {
        of(value, &|_, value| read(value), &read, &parts)
    }
    read(&parse(text))
}

/// The documents of a valid setup are JSON: `Policy::parse` has read them.
fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

fn of(
    value: &Value,
    field: &dyn Fn(&str, &Value) -> Node,
    item: &dyn Fn(&Value) -> Node,
    text: &dyn Fn(&str) -> Vec<Part>,
) -> Node {
    match value {
        Value::Object(fields) => {
            Node::Map(fields.iter().map(|(key, value)| (key.clone(), field(key, value))).collect())
        }
        Value::Array(items) => Node::List(items.iter().map(item).collect()),
        Value::String(string) => Node::Text(text(string)),
        other => Node::Literal(other.to_string()),
    }
}

impl Node {
    /// Whether the ExternalId stands in it.
    pub(super) fn holds_external_id(&self) -> bool {
        match self {
            Self::Map(fields) => fields.iter().any(|(_, node)| node.holds_external_id()),
            Self::List(items) => items.iter().any(Self::holds_external_id),
            Self::Text(parts) => parts.contains(&Part::ExternalId),
            Self::Literal(_) => false,
        }
    }
}
