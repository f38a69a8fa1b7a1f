//! Whether a document that IAM answers is the wanted one, as a question in the query language of the
//! AWS CLI: a shell has no JSON.
//!
//! Compared by meaning, as far as IAM rewrites documents: the order of keys and of values does not
//! matter, nor one value or a list of one. Statements are compared in their order, which IAM keeps.

use super::document::{Node, Part};
use serde_json::Value;

/// An expression for a document as the current node; true, or false, or an error of the CLI for none.
pub(super) fn same(node: &Node, external_id: &str, account: &str) -> String {
    let mut tests = Vec::new();
    Question { external_id, account }.ask(node, "@", &mut tests);
    tests.join("\n  && ")
}

struct Question<'a> {
    external_id: &'a str,
    account: &'a str,
}

impl Question<'_> {
    fn ask(&self, node: &Node, place: &str, tests: &mut Vec<String>) {
        match node {
            Node::Map(fields) => {
                let mut keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
                keys.sort_unstable();
                // `keys` fails on what is no object, so that is asked first.
                tests.push(format!("type({place}) == {}", literal(&Value::from("object"))));
                tests.push(format!("sort(keys({place})) == {}", literal(&Value::from(keys))));
                for (key, field) in fields {
                    let name = identifier(key);
                    let place = if place == "@" { name } else { format!("{place}.{name}") };
                    self.ask(field, &place, tests);
                }
            }
            Node::List(items) if items.iter().any(|item| matches!(item, Node::Map(_) | Node::List(_))) => {
                tests.push(format!("length(to_array({place})) == {}", literal(&Value::from(items.len()))));
                for (index, item) in items.iter().enumerate() {
                    self.ask(item, &format!("to_array({place})[{index}]"), tests);
                }
            }
            Node::List(items) => self.values(items, place, tests),
            value => self.values(std::slice::from_ref(value), place, tests),
        }
    }

    fn values(&self, items: &[Node], place: &str, tests: &mut Vec<String>) {
        let mut values: Vec<String> = items.iter().map(|item| self.text(item)).collect();
        values.sort_unstable();
        // A number or a boolean comes back as a string or as itself.
        tests.push(format!(
            "sort(map(&to_string(@), to_array({place}))) == {}",
            literal(&Value::from(values))
        ));
    }

    fn text(&self, node: &Node) -> String {
        match node {
            Node::Text(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text,
                    Part::ExternalId => self.external_id,
                    Part::AccountId => self.account,
                })
                .collect(),
            Node::Literal(literal) => literal.clone(),
            Node::Map(_) | Node::List(_) => String::new(),
        }
    }
}

/// JSON between backticks.
fn literal(value: &Value) -> String {
    format!("`{}`", value.to_string().replace('`', "\\`"))
}

fn identifier(key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { key.to_owned() } else { Value::from(key).to_string() }
}
