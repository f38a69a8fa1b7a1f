//! Places in a JSON text by their path, written as JSON pointers (RFC 6901): `/Statement/0/Condition`.

use iam_policy::Position;
use iam_policy::json::{self, Node, Value};

/// Where a pointer leads: at the deepest part of it that is there. `None` where the text is not JSON.
pub(crate) fn position(text: &str, pointer: &str) -> Option<Position> {
    let document = json::parse(text).ok()?;
    Some(Position::of(text, deepest(&document, pointer).span.start))
}

/// The value that a pointer leads to, or the deepest one on the way there.
pub(crate) fn deepest<'v, 't>(document: &'v Value<'t>, pointer: &str) -> &'v Value<'t> {
    let mut value = document;
    for step in pointer.split('/').skip(1) {
        let next = match &value.node {
            Node::Object(members) => {
                let name = step.replace("~1", "/").replace("~0", "~");
                members.iter().find(|member| member.key == name).map(|member| &member.value)
            }
            Node::Array(items) => step.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        };
        match next {
            Some(next) => value = next,
            None => break,
        }
    }
    value
}

/// The pointer to the value that stands at a byte; of a key, to its value.
pub(crate) fn at(document: &Value<'_>, offset: usize) -> String {
    let mut pointer = String::new();
    let mut value = document;
    loop {
        let next = match &value.node {
            Node::Object(members) => members
                .iter()
                .find(|member| (member.key_span.start..member.value.span.end).contains(&offset))
                .map(|member| (member.key.replace('~', "~0").replace('/', "~1"), &member.value)),
            Node::Array(items) => items
                .iter()
                .enumerate()
                .find(|(_, item)| (item.span.start..item.span.end).contains(&offset))
                .map(|(index, item)| (index.to_string(), item)),
            _ => None,
        };
        match next {
            Some((step, next)) => {
                pointer.push('/');
                pointer.push_str(&step);
                value = next;
            }
            None => return pointer,
        }
    }
}
