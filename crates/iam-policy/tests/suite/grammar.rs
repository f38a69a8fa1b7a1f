//! IAM User Guide, "Grammar of the IAM JSON policy language": what is refused, where, and in which words.

use iam_policy::document::{PrincipalKind, Version};
use iam_policy::{Effect, Kind, Policy, json};

#[track_caller]
fn refused(kind: Kind, text: &str, code: &str, at: &str, iam: &str) {
    let error = Policy::parse(text, kind).expect_err(text);
    assert_eq!(error.code, code, "{text}: {error}");
    assert!(
        text[error.position.offset..].starts_with(at),
        "{code} points at `{}`, not at `{at}`",
        &text[error.position.offset..]
    );
    assert_eq!(error.iam_message(), iam, "{text}");
    assert!(!error.remedy().is_empty());
    let first = error.message.chars().next().unwrap();
    assert!(!first.is_uppercase() && !error.message.ends_with('.'), "{}", error.message);
}

const SYNTAX: &str = "Syntax errors in policy.";

#[test]
fn a_trust_policy_is_read_whole() {
    let text = r#"{
  "Version": "2012-10-17",
  "Id": "x",
  "Statement": {
    "Sid": "Gateway",
    "Effect": "Allow",
    "Principal": {"AWS": ["arn:aws:iam::975050335771:user/quilr-gateway"], "Service": "ec2.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"sts:ExternalId": "7f3c"}, "Bool": {"aws:SecureTransport": true}}
  }
}"#;
    let policy = Policy::parse(text, Kind::Trust).unwrap();
    assert_eq!((policy.version, policy.id.as_deref()), (Version::V2012, Some("x")));
    let [statement] = &*policy.statements else { panic!() };
    assert_eq!((statement.sid.as_deref(), statement.effect), (Some("Gateway"), Effect::Allow));
    assert!(statement.span.of(text).starts_with("{\n    \"Sid\""));
    let principals = statement.principals.as_ref().unwrap();
    let kinds: Vec<PrincipalKind> = principals.entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [PrincipalKind::Aws, PrincipalKind::Service]);
    assert_eq!(principals.entries[1].span.of(text), "\"ec2.amazonaws.com\"");
    assert_eq!(statement.actions.patterns[0].text, "sts:AssumeRole");
    let keys: Vec<(&str, &str)> = statement
        .conditions
        .iter()
        .map(|condition| (condition.key.as_str(), condition.values[0].as_str()))
        .collect();
    assert_eq!(keys, [("sts:ExternalId", "7f3c"), ("aws:SecureTransport", "true")]);
    assert_eq!(statement.conditions[0].key_span.of(text), "\"sts:ExternalId\"");
}

#[test]
fn a_missing_version_is_the_old_one() {
    let policy = Policy::parse(r#"{"Statement":[]}"#, Kind::Identity).unwrap();
    assert_eq!((policy.version, policy.version_span), (Version::V2008, None));
}

#[test]
fn the_document_is_refused() {
    let kind = Kind::Identity;
    refused(kind, "[]", "wrong-type", "[", SYNTAX);
    refused(kind, "{}", "missing-statement", "{", SYNTAX);
    refused(kind, r#"{"Statement":1}"#, "wrong-type", "1", SYNTAX);
    refused(kind, r#"{"Statement":[1]}"#, "wrong-type", "1", SYNTAX);
    refused(kind, r#"{"Statements":[]}"#, "unknown-element", "\"Statements\"", SYNTAX);
    refused(kind, r#"{"statement":[]}"#, "unknown-element", "\"statement\"", SYNTAX);
    let version = "The policy must contain a valid version string";
    refused(kind, r#"{"Version":"2012-10-18","Statement":[]}"#, "invalid-version", "\"2012-10-18\"", version);
    refused(kind, r#"{"Version":2012,"Statement":[]}"#, "wrong-type", "2012", SYNTAX);
    refused(kind, "{", "json-syntax", "", "This policy contains invalid Json");
}

/// A statement of an identity policy with one element replaced or added.
fn with(name: &str, value: &str) -> String {
    let elements: Vec<String> = [("Effect", "\"Allow\""), ("Action", "\"s3:*\""), ("Resource", "\"*\"")]
        .iter()
        .filter(|(known, _)| *known != name)
        .map(|(known, value)| format!("\"{known}\":{value}"))
        .chain((!value.is_empty()).then(|| format!("\"{name}\":{value}")))
        .collect();
    format!(r#"{{"Version":"2012-10-17","Statement":[{{{}}}]}}"#, elements.join(","))
}

#[test]
fn a_statement_of_an_identity_policy_is_refused() {
    let kind = Kind::Identity;
    for (name, value, code, at, iam) in [
        ("Effect", "", "missing-effect", "{\"Action\"", "Missing required field Effect"),
        ("Effect", "\"allow\"", "invalid-effect", "\"allow\"", "Invalid effect: allow"),
        ("Action", "", "missing-action", "{\"Effect\"", "Policy statement must contain actions."),
        (
            "Action",
            "\"InvokeModel\"",
            "action-format",
            "\"InvokeModel\"",
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
        ("Action", "[\"s3:*\",7]", "wrong-type", "7", SYNTAX),
        ("NotAction", "\"s3:*\"", "both-forms", "\"NotAction\"", SYNTAX),
        ("Resource", "", "missing-resource", "{\"Effect\"", "Policy statement must contain resources."),
        (
            "Resource",
            "\"bucket\"",
            "resource-format",
            "\"bucket\"",
            "Resource bucket must be in ARN format or \"*\".",
        ),
        (
            "Resource",
            "[\"*\",\"arn:aws:bedrock:*:foundation-model/*\"]",
            "resource-format",
            "\"arn:",
            "Resource arn:aws:bedrock:*:foundation-model/* must be in ARN format or \"*\".",
        ),
        ("NotResource", "\"*\"", "both-forms", "\"NotResource\"", SYNTAX),
        (
            "Principal",
            "\"*\"",
            "principal-in-identity",
            "\"Principal\"",
            "Policy document should not specify a principal.",
        ),
        (
            "NotPrincipal",
            "\"*\"",
            "principal-in-identity",
            "\"NotPrincipal\"",
            "Policy document should not specify a principal.",
        ),
        ("Conditions", "{}", "unknown-element", "\"Conditions\"", SYNTAX),
        ("Condition", "[]", "wrong-type", "[]", SYNTAX),
        (
            "Condition",
            "{\"StringEqual\":{}}",
            "unknown-operator",
            "\"StringEqual\"",
            "Invalid Condition type : StringEqual.",
        ),
        (
            "Condition",
            "{\"NullIfExists\":{}}",
            "unknown-operator",
            "\"NullIfExists\"",
            "Invalid Condition type : NullIfExists.",
        ),
        (
            "Condition",
            "{\"ForSomeValues:StringEquals\":{}}",
            "unknown-operator",
            "\"ForSome",
            "Invalid Condition type : ForSomeValues:StringEquals.",
        ),
        ("Condition", "{\"StringEquals\":\"x\"}", "wrong-type", "\"x\"", SYNTAX),
        ("Condition", "{\"StringEquals\":{\"aws:x\":null}}", "wrong-type", "null", SYNTAX),
        ("Condition", "{\"StringEquals\":{\"aws:x\":{}}}", "wrong-type", "{}", SYNTAX),
        (
            "Sid",
            "\"has space\"",
            "invalid-sid",
            "\"has space\"",
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
        ),
    ] {
        refused(kind, &with(name, value), code, at, iam);
    }
}

#[test]
fn a_sid_twice_is_refused() {
    let text = r#"{"Statement":[
        {"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"},
        {"Sid":"A","Effect":"Deny","Action":"*","Resource":"*"}]}"#;
    let iam = "Statement IDs (SID) in a single policy must be unique.";
    refused(Kind::Identity, text, "duplicate-sid", r#""A","Effect":"Deny""#, iam);
    let unnamed = text.replace("\"A\"", "\"\"");
    assert!(Policy::parse(&unnamed, Kind::Identity).is_ok(), "an empty Sid is none");
}

fn trust_with(elements: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",{elements}}}]}}"#)
}

#[test]
fn a_statement_of_a_trust_policy_is_refused() {
    let kind = Kind::Trust;
    let action = "\"Action\":\"sts:AssumeRole\"";
    refused(
        kind,
        &trust_with(action),
        "missing-principal",
        "{\"Effect\"",
        "Missing required field Principal",
    );
    for element in ["Resource", "NotResource"] {
        let text = trust_with(&format!("\"Principal\":\"*\",{action},\"{element}\":\"*\""));
        refused(
            kind,
            &text,
            "prohibited-resource",
            &format!("\"{element}\""),
            &format!("Has prohibited field {element}"),
        );
    }
    let text = trust_with(&format!("\"NotPrincipal\":\"*\",{action}"));
    refused(kind, &text, "not-principal-in-trust", "\"NotPrincipal\"", "Has prohibited field NotPrincipal");
    for other in ["sts:*", "*", "s3:GetObject", "sts:GetCallerIdentity", "sts:AssumRole", "AssumeRole"] {
        let text = trust_with(&format!("\"Principal\":\"*\",\"Action\":[\"sts:AssumeRole\",\"{other}\"]"));
        refused(
            kind,
            &text,
            "trust-action",
            &format!("\"{other}\""),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        );
    }
    let accepted = "\"Principal\":\"*\",\"Action\":[\"sts:AssumeRole\",\"STS:assumerolewithsaml\",\"sts:TagSession\",\"sts:SetSourceIdentity\"]";
    assert!(Policy::parse(&trust_with(accepted), kind).is_ok());
}

#[test]
fn principals_that_iam_does_not_accept_are_refused() {
    for value in [
        "12345678901",
        "1234567890123",
        "arn:aws:iam::97505033577:user/quilr-gateway",
        "arn:aws:iam:975050335771:user/quilr-gateway",
        "arn:aws:iam::975050335771:user/*",
        "arn:aws:iam::975050335771:*",
        "arn:aws:iam::*:root",
        "arn:aws:iam::975050335771:group/admins",
        "arn:aws:iam::975050335771:user/",
        "arn:aws:iam::975050335771:quilr-gateway",
        "arn:aws:s3::975050335771:user/quilr-gateway",
        "quilr-gateway",
        "",
    ] {
        let text = trust_with(&format!(r#""Principal":{{"AWS":"{value}"}},"Action":"sts:AssumeRole""#));
        let iam = format!("Invalid principal in policy: \"AWS\":\"{value}\"");
        refused(Kind::Trust, &text, "invalid-principal", &format!("\"{value}\""), &iam);
    }
    let text = trust_with(r#""Principal":"arn:aws:iam::975050335771:root","Action":"sts:AssumeRole""#);
    refused(
        Kind::Trust,
        &text,
        "invalid-principal",
        "\"arn:",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::975050335771:root\"",
    );
    let text = trust_with(r#""Principal":{"Aws":"*"},"Action":"sts:AssumeRole""#);
    refused(Kind::Trust, &text, "unknown-principal-kind", "\"Aws\"", SYNTAX);
}

#[test]
fn principals_that_iam_accepts_are_read() {
    for value in [
        "*",
        "975050335771",
        "arn:aws:iam::975050335771:root",
        "arn:aws:iam::975050335771:user/a/path/quilr-gateway",
        "arn:aws-us-gov:iam::975050335771:role/x",
        "arn:aws:sts::975050335771:assumed-role/x/session",
        "arn:aws:sts::975050335771:federated-user/x",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
        "AIDACKCEVSQ6C2EXAMPLE",
    ] {
        let text = trust_with(&format!(r#""Principal":{{"AWS":"{value}"}},"Action":"sts:AssumeRole""#));
        assert!(Policy::parse(&text, Kind::Trust).is_ok(), "{value}");
    }
}

#[test]
fn json_that_is_none_is_told_with_its_place() {
    for (text, line, column, message) in [
        ("", 1, 1, "the text is empty"),
        (" \n ", 2, 2, "the text is empty"),
        ("\u{feff}{}", 1, 1, "the text begins with a byte order mark"),
        ("{} x", 1, 4, "`x` stands after the end of the document"),
        ("{\n  \"é\": 1,\n}", 3, 1, "a comma stands before the closing `}`"),
        ("[1,]", 1, 4, "a comma stands before the closing `]`"),
        ("{\"é\" 1}", 1, 6, "expected `:`, found `1`"),
        ("{\"a\":1 \"b\":2}", 1, 8, "expected `,` or `}`, found `\"`"),
        ("{a:1}", 1, 2, "expected a key in quotes, found `a`"),
        ("[1", 1, 3, "the text ends where `,` or `]` is expected"),
        ("{\"a\":", 1, 6, "the text ends where a value is expected"),
        ("[\"ab", 1, 2, "the string has no closing quote"),
        ("[\"ab\ncd\"]", 1, 2, "the string has no closing quote"),
        ("[\"a\tb\"]", 1, 4, "a string holds the control character U+0009, which must be escaped"),
        ("[\"\\x\"]", 1, 3, "the string holds an escape that JSON does not know"),
        ("[\"\\ud800\"]", 1, 3, "the string holds an escape that JSON does not know"),
        ("[\"\\u12é4\"]", 1, 3, "the string holds an escape that JSON does not know"),
        ("[01]", 1, 2, "`01` is not a JSON number"),
        ("[-]", 1, 2, "`-` is not a JSON number"),
        ("[1.]", 1, 2, "`1.` is not a JSON number"),
        ("[True]", 1, 2, "`True` is not a JSON value"),
        ("{\"a\":1,\"\\u0061\":2}", 1, 8, "the key `a` stands twice in one object"),
    ] {
        let error = Policy::parse(text, Kind::Trust).expect_err(text);
        let code = if message.contains("stands twice") { "duplicate-key" } else { "json-syntax" };
        assert_eq!(error.code, code, "{text}");
        assert_eq!((error.position.line, error.position.column), (line, column), "{text}");
        assert_eq!(error.message, message, "{text}");
    }
}

#[test]
fn strings_are_unescaped_and_keep_their_bytes() {
    let text = r#"["a\n\"\\\/\u00e9\ud83d\ude00é"]"#;
    let value = json::parse(text).unwrap();
    let json::Node::Array(items) = &value.node else { panic!() };
    let json::Node::String(string) = &items[0].node else { panic!() };
    assert_eq!(string, "a\n\"\\/é😀é");
    assert_eq!(items[0].span.of(text), &text[1..text.len() - 1]);
}

#[test]
fn a_deep_a_large_and_a_wide_document_end_quickly() {
    let deep = "[".repeat(200_000);
    let message = json::parse(&deep).expect_err("too deep").to_string();
    assert_eq!(message, "nested more than 64 levels deep");
    let fits = format!("{}{}", "[".repeat(json::MAX_DEPTH), "]".repeat(json::MAX_DEPTH));
    assert!(json::parse(&fits).is_ok());
    let large = format!("\"{}\"", "a".repeat(json::MAX_BYTES));
    let message = json::parse(&large).expect_err("too large").to_string();
    assert_eq!(message, "the text has 262146 bytes, the limit is 262144");
    let keys: Vec<String> = (0..20_000).map(|key| format!("\"{key}\":0")).collect();
    assert!(json::parse(&format!("{{{}}}", keys.join(","))).is_ok());
    let twice = format!("{{{},\"7\":1}}", keys[..5000].join(","));
    assert_eq!(json::parse(&twice).expect_err("twice").to_string(), "the key `7` stands twice in one object");
}

#[test]
fn positions_count_lines_and_characters() {
    let text = "ab\né=\n";
    for (offset, line, column) in
        [(0, 1, 1), (2, 1, 3), (3, 2, 1), (4, 2, 1), (5, 2, 2), (7, 3, 1), (99, 3, 1)]
    {
        let position = iam_policy::Position::of(text, offset);
        assert_eq!((position.line, position.column), (line, column), "offset {offset}");
    }
}
