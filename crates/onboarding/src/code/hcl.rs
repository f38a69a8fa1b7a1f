//! A policy document as a Terraform expression, laid out as `terraform fmt` lays it out.

use super::document::{Node, Part};

/// An expression whose first line stands at `indent` spaces.
pub(super) fn expression(node: &Node, indent: usize) -> String {
    match node {
        Node::Map(fields) if fields.is_empty() => "{}".to_owned(),
        Node::List(items) if items.is_empty() => "[]".to_owned(),
        Node::Map(fields) => {
            let entries: Vec<(String, String)> =
                fields.iter().map(|(name, field)| (key(name), expression(field, indent + 2))).collect();
            format!("{{\n{}{}}}", aligned(&entries, indent + 2), " ".repeat(indent))
        }
        Node::List(items) => {
            let inner = " ".repeat(indent + 2);
            let lines: String =
                items.iter().map(|item| format!("{inner}{},\n", expression(item, indent + 2))).collect();
            format!("[\n{lines}{}]", " ".repeat(indent))
        }
        Node::Text(parts) => string(parts),
        Node::Literal(literal) => literal.clone(),
    }
}

/// `key = value` lines; the equals signs of neighbours of one line stand under each other.
pub(super) fn aligned(entries: &[(String, String)], indent: usize) -> String {
    let mut text = String::new();
    for group in entries.chunk_by(|a, b| !a.1.contains('\n') && !b.1.contains('\n')) {
        let width = group.iter().map(|(key, _)| key.chars().count()).max().unwrap_or(0);
        for (key, value) in group {
            text.push_str(&format!("{}{key:width$} = {value}\n", " ".repeat(indent)));
        }
    }
    text
}

fn key(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !["null", "true", "false", "for", "if"].contains(&name);
    if plain { name.to_owned() } else { quoted(name) }
}

fn string(parts: &[Part]) -> String {
    match parts {
        [Part::ExternalId] => "var.external_id".to_owned(),
        [Part::AccountId] => "var.account_id".to_owned(),
        parts => {
            let inner: String = parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => escaped(text),
                    Part::ExternalId => "${var.external_id}".to_owned(),
                    Part::AccountId => "${var.account_id}".to_owned(),
                })
                .collect();
            format!("\"{inner}\"")
        }
    }
}

/// A string that Terraform takes for nothing but a string.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    // What begins a template in Terraform is an IAM policy variable, or only a percent sign.
    out.replace("${", "$${").replace("%{", "%%{")
}
