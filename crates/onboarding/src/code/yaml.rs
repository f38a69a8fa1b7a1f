//! A policy document as YAML, for CloudFormation: readable, and read back as exactly what it was.

use super::document::{Node, Part};

/// Words that a YAML parser takes for something else than text (YAML 1.1, which CloudFormation reads).
const RESERVED: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// A document as the value of a key that stands at `indent` spaces; begins behind the colon.
pub(super) fn value(node: &Node, indent: usize) -> String {
    let mut text = String::new();
    write(node, indent + 2, &mut text);
    text
}

fn write(node: &Node, indent: usize, out: &mut String) {
    let start = |out: &mut String| {
        out.push('\n');
        out.push_str(&" ".repeat(indent));
    };
    match node {
        Node::Map(fields) if fields.is_empty() => out.push_str(" {}"),
        Node::List(items) if items.is_empty() => out.push_str(" []"),
        Node::Map(fields) => {
            for (key, field) in fields {
                start(out);
                entry(key, field, indent, out);
            }
        }
        Node::List(items) => {
            for item in items {
                start(out);
                out.push('-');
                match item {
                    // The first key stands behind the hyphen.
                    Node::Map(fields) if !fields.is_empty() => {
                        let mut inner = String::new();
                        write(item, indent + 2, &mut inner);
                        out.push(' ');
                        out.push_str(inner.trim_start());
                    }
                    item => write(item, indent + 2, out),
                }
            }
        }
        Node::Text(parts) => {
            out.push(' ');
            out.push_str(&string(parts));
        }
        Node::Literal(literal) => {
            out.push(' ');
            out.push_str(literal);
        }
    }
}

fn entry(key: &str, field: &Node, indent: usize, out: &mut String) {
    out.push_str(&scalar(key));
    out.push(':');
    write(field, indent + 2, out);
}

/// A string with CloudFormation's functions in it.
fn string(parts: &[Part]) -> String {
    match parts {
        [] => scalar(""),
        [Part::Text(text)] => scalar(text),
        [Part::ExternalId] => "!Ref ExternalId".to_owned(),
        [Part::AccountId] => "!Ref AWS::AccountId".to_owned(),
        parts => {
            let text: String = parts
                .iter()
                .map(|part| match part {
                    // What `Fn::Sub` would take for a variable is an IAM policy variable.
                    Part::Text(text) => text.replace("${", "${!"),
                    Part::ExternalId => "${ExternalId}".to_owned(),
                    Part::AccountId => "${AWS::AccountId}".to_owned(),
                })
                .collect();
            format!("!Sub {}", quoted(&text))
        }
    }
}

/// A string, in quotes where it would be read as something else without.
pub(super) fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=@:/.-".contains(&byte))
        && !text.ends_with(':')
        && !RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word));
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let printable = |c: char| matches!(c, ' '..='~' | '\u{a0}'..='\u{ff}');
    if text.chars().all(printable) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if printable(c) => out.push(c),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}
