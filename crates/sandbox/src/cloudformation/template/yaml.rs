//! A template's text as a tree: YAML, or JSON, which is YAML as well. Short forms of functions
//! (`!Ref X`) become their long ones (`{"Ref": X}`).
//! Rule: "Template format", AWS CloudFormation User Guide: YAML 1.1 without aliases and merges.

use super::Unusable;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::Value;

/// How deep a template may nest: far deeper than any policy does.
const DEEPEST: usize = 64;

/// A part of a template.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Keys in their order, each once.
    Map(Vec<(String, Node)>),
    List(Vec<Node>),
    /// A scalar: its text, and whether it stood without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
}

impl Node {
    /// The fields of a map.
    pub(super) fn fields(&self) -> Option<&[(String, Node)]> {
        match self {
            Node::Map(fields) => Some(fields),
            Node::List(_) | Node::Scalar { .. } => None,
        }
    }

    /// A field of a map.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.fields()?.iter().find(|(known, _)| known == key).map(|(_, node)| node)
    }

    /// A scalar's text.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Node::Scalar { text, .. } => Some(text),
            Node::Map(_) | Node::List(_) => None,
        }
    }

    /// The name and the argument of a function: a map of one key that begins with `Fn::` or is `Ref`.
    pub(super) fn function(&self) -> Option<(&str, &Node)> {
        match self.fields()? {
            [(name, argument)] if name == "Ref" || name.starts_with("Fn::") => Some((name, argument)),
            _ => None,
        }
    }

    /// A scalar as JSON: numbers, booleans and null where it stood without quotes.
    pub(super) fn scalar(text: &str, plain: bool) -> Value {
        match text {
            "true" | "True" | "TRUE" if plain => Value::Bool(true),
            "false" | "False" | "FALSE" if plain => Value::Bool(false),
            "" | "~" | "null" | "Null" | "NULL" if plain => Value::Null,
            _ => {
                let number = text.parse::<i64>().ok().filter(|number| plain && number.to_string() == text);
                number.map_or_else(|| Value::String(text.to_owned()), Value::from)
            }
        }
    }
}

/// A map or list whose end has not come yet.
struct Open {
    node: Node,
    key: Option<String>,
    function: Option<String>,
}

/// Reads one document.
pub(super) fn read(text: &str) -> Result<Node, Unusable> {
    let mut open: Vec<Open> = Vec::new();
    let mut whole = None;
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| Unusable::format(format!("YAML not well-formed. ({error})")))?;
        let at = format!("(line {}, column {})", span.start.line(), span.start.col() + 1);
        let closed = match event {
            Event::Scalar(text, style, anchor, tag) => {
                refuse_anchor(anchor, &at)?;
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let node = Node::Scalar { text: text.into_owned(), plain };
                Some(wrapped(node, function(tag.as_deref())))
            }
            Event::MappingStart(anchor, tag) => {
                refuse_anchor(anchor, &at)?;
                let function = function(tag.as_deref());
                open.push(Open { node: Node::Map(Vec::new()), key: None, function });
                None
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_anchor(anchor, &at)?;
                let function = function(tag.as_deref());
                open.push(Open { node: Node::List(Vec::new()), key: None, function });
                None
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop().map(|open| wrapped(open.node, open.function))
            }
            Event::Alias(_) => {
                return Err(Unusable::format(format!(
                    "YAML aliases are not allowed in CloudFormation templates {at}"
                )));
            }
            _ => None,
        };
        if open.len() > DEEPEST {
            return Err(Unusable::format(format!("the template nests too deep {at}")));
        }
        let Some(node) = closed else { continue };
        match open.last_mut() {
            Some(above) => above.take(node, &at)?,
            None if whole.is_some() => {
                return Err(Unusable::format(format!("there is more than one document {at}")));
            }
            None => whole = Some(node),
        }
    }
    whole.ok_or_else(|| Unusable::format("unsupported structure."))
}

impl Open {
    fn take(&mut self, node: Node, at: &str) -> Result<(), Unusable> {
        match (&mut self.node, self.key.take()) {
            (Node::Map(fields), Some(key)) => {
                if fields.iter().any(|(known, _)| *known == key) {
                    return Err(Unusable::format(format!("Duplicate key: {key} {at}")));
                }
                fields.push((key, node));
            }
            (Node::Map(_), None) => match node {
                Node::Scalar { text, .. } if text != "<<" => self.key = Some(text),
                _ => return Err(Unusable::format(format!("a key is not a text {at}"))),
            },
            (Node::List(items), _) => items.push(node),
            (Node::Scalar { .. }, _) => {}
        }
        Ok(())
    }
}

fn refuse_anchor(anchor: usize, at: &str) -> Result<(), Unusable> {
    if anchor == 0 {
        return Ok(());
    }
    Err(Unusable::format(format!("YAML aliases are not allowed in CloudFormation templates {at}")))
}

/// The long name of a short form; `None`: it is no function.
fn function(tag: Option<&Tag>) -> Option<String> {
    let tag = tag.filter(|tag| tag.handle == "!")?;
    Some(match tag.suffix.as_str() {
        name @ ("Ref" | "Condition") => name.to_owned(),
        name => format!("Fn::{name}"),
    })
}

fn wrapped(node: Node, function: Option<String>) -> Node {
    match function {
        Some(name) => Node::Map(vec![(name, node)]),
        None => node,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    impl Node {
        /// All of it as JSON, functions as they stand.
        fn json(&self) -> Value {
            match self {
                Node::Map(fields) => fields.iter().map(|(key, node)| (key.clone(), node.json())).collect(),
                Node::List(items) => items.iter().map(Node::json).collect(),
                Node::Scalar { text, plain } => Node::scalar(text, *plain),
            }
        }
    }

    #[test]
    fn short_and_long_forms_are_the_same_and_types_are_kept() {
        let yaml =
            "A: !Ref X\nB: !Sub '${Y}-z'\nC: [1, true, 'true', 2012-10-17, ~, 007]\nD: !GetAtt R.Arn\n";
        let expected = json!({
            "A": { "Ref": "X" }, "B": { "Fn::Sub": "${Y}-z" },
            "C": [1, true, "true", "2012-10-17", null, "007"], "D": { "Fn::GetAtt": "R.Arn" },
        });
        assert_eq!(read(yaml).unwrap().json(), expected);
        assert_eq!(read(&expected.to_string()).unwrap().json(), expected);
    }

    #[test]
    fn what_cloudformation_does_not_read_is_refused_with_its_place() {
        for (text, wanted) in [
            ("a: &x 1\nb: *x\n", "aliases"),
            ("a: 1\na: 2\n", "Duplicate key: a (line 2"),
            ("<<: {a: 1}\n", "a key is not a text"),
            ("? [a]\n: 1\n", "a key is not a text"),
            ("a: 1\n---\nb: 2\n", "more than one document"),
            ("", "unsupported structure"),
            ("a: 'x\n", "YAML not well-formed"),
            (&"[".repeat(100), "nests too deep"),
        ] {
            let refused = format!("{:?}", read(text).unwrap_err());
            assert!(refused.contains(wanted), "{text}: {refused}");
        }
    }
}
