//! SARIF 2.1.0: findings for code scanning and editors.
//!
//! Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

use serde_json::{Value, json};

/// How bad, in SARIF's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

/// What a kind of finding is about.
pub(crate) struct Rule<'a> {
    /// The code of its findings.
    pub(crate) id: &'a str,
    pub(crate) level: Level,
    /// One line.
    pub(crate) summary: &'a str,
    /// Why it matters.
    pub(crate) why: &'a str,
    /// What to do.
    pub(crate) remedy: &'a str,
}

/// One finding.
pub(crate) struct Found<'a> {
    /// The rule's id.
    pub(crate) rule: &'a str,
    pub(crate) level: Level,
    pub(crate) message: String,
    /// The file, as it was named; `-` is standard input.
    pub(crate) file: &'a str,
    pub(crate) region: Region,
}

/// Lines and columns from 1, columns in characters; the end is one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) start: (usize, usize),
    pub(crate) end: (usize, usize),
}

/// The log of one run.
pub(crate) fn log(rules: &[Rule<'_>], found: &[Found<'_>]) -> Value {
    let index = |id: &str| rules.iter().position(|rule| rule.id == id);
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "bedrock-role",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            } },
            // Without this a viewer counts UTF-16 code units.
            "columnKind": "unicodeCodePoints",
            "results": found.iter().map(|each| result(each, index(each.rule))).collect::<Vec<_>>(),
        }]
    })
}

fn rule(rule: &Rule<'_>) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.remedy },
        "defaultConfiguration": { "level": level(rule.level) },
    })
}

fn result(found: &Found<'_>, index: Option<usize>) -> Value {
    let Region { start, end } = found.region;
    let mut result = json!({
        "ruleId": found.rule,
        "level": level(found.level),
        "message": { "text": found.message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(found.file) },
            "region": {
                "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1
            }
        } }],
    });
    if let (Some(index), Value::Object(members)) = (index, &mut result) {
        members.insert("ruleIndex".to_owned(), json!(index));
    }
    result
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// A path as a relative reference or a `file:` URI (RFC 3986): everything but the unreserved
/// characters and the slash is escaped.
fn uri(path: &str) -> String {
    if path == "-" {
        return "stdin".to_owned();
    }
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_becomes_a_uri() {
        for (path, wanted) in [
            ("policies/trust.json", "policies/trust.json"),
            ("/tmp/a b#c.json", "file:///tmp/a%20b%23c.json"),
            ("données:1.json", "donn%C3%A9es%3A1.json"),
            ("-", "stdin"),
        ] {
            assert_eq!(uri(path), wanted);
        }
    }
}
