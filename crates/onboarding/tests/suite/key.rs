//! A pasted key against the rules of the form.

use crate::common::{setup, valid};
use onboarding::fields::Severity;
use onboarding::key::{PastedKey, check_key};
use onboarding::{Pack, documents};

fn check(text: &str) -> PastedKey {
    check_key(text, &Pack::embedded())
}

/// Name, severity and message of each note.
fn notes(key: &PastedKey) -> Vec<(&str, Severity, &str)> {
    key.notes.iter().map(|note| (note.name.as_str(), note.severity, note.message.as_str())).collect()
}

const RIGHT: &str = r#"{
  "aws_role_arn": "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
  "aws_external_id": "7f3c2b1e-acme-2026",
  "aws_region": "us-east-1",
  "aws_role_session_name": "acme",
  "aws_session_duration_seconds": 3600
}"#;

#[test]
fn what_the_wizard_renders_is_accepted() {
    let text = documents(&valid(&setup()), &Pack::embedded()).dashboard;
    let key = check(&text);
    assert!(key.accepted, "{key:?}");
    assert_eq!(notes(&key), []);
    assert_eq!(check(RIGHT).values.len(), 5, "ready to be taken over");
}

#[test]
fn static_key_fields_are_named_and_refused_and_their_values_never_shown() {
    let text = RIGHT.replacen(
        '{',
        r#"{"aws_access_key": "AKIAVERYSECRET", "aws_secret_key": "wJalrVERYSECRET", "aws_session_token": "tokenVERYSECRET","#,
        1,
    );
    let key = check(&text);
    let refused = "These belong to the static-key path and will be rejected";
    assert_eq!(
        notes(&key),
        [
            ("aws_access_key", Severity::Error, refused),
            ("aws_secret_key", Severity::Error, refused),
            ("aws_session_token", Severity::Error, refused),
        ]
    );
    assert!(!key.accepted);
    assert!(!format!("{key:?}").contains("VERYSECRET"));
    let text = RIGHT.replacen('{', r#"{"secret": "VERYSECRET","#, 1);
    let key = check(&text);
    assert!(key.accepted, "an unknown field is a warning");
    assert_eq!(notes(&key)[0].1, Severity::Warning);
    assert!(!format!("{key:?}").contains("VERYSECRET"));
}

#[test]
fn missing_fields_in_the_pages_words() {
    assert_eq!(
        notes(&check("{}")),
        [
            ("aws_role_arn", Severity::Error, "Missing required field: aws_role_arn"),
            ("aws_external_id", Severity::Error, "Missing required field: aws_external_id"),
            ("aws_region", Severity::Error, "Missing required field: aws_region"),
        ]
    );
    let null = RIGHT.replace("\"7f3c2b1e-acme-2026\"", "null");
    assert_eq!(notes(&check(&null))[0].2, "Missing required field: aws_external_id");
}

#[test]
fn each_value_by_the_rule_of_its_field() {
    for (from, to, name, message) in [
        (
            "3600",
            "899",
            "aws_session_duration_seconds",
            "aws_session_duration_seconds must be between 900 and 43200",
        ),
        (
            "3600",
            "3600.5",
            "aws_session_duration_seconds",
            "aws_session_duration_seconds must be between 900 and 43200",
        ),
        (
            "3600",
            "\"1h\"",
            "aws_session_duration_seconds",
            "aws_session_duration_seconds must be between 900 and 43200",
        ),
        (
            "3600",
            "\"3600\"",
            "aws_session_duration_seconds",
            "aws_session_duration_seconds must be an integer, without quotes",
        ),
        ("3600", "true", "aws_session_duration_seconds", "aws_session_duration_seconds must be an integer"),
        (
            "\"acme\"",
            "\"a\"",
            "aws_role_session_name",
            r"aws_role_session_name must be 2-64 characters matching [\w+=,.@-]",
        ),
        ("\"us-east-1\"", "7", "aws_region", "aws_region must be text in quotes"),
        ("\"us-east-1\"", "\"cn-north-1\"", "aws_region", "a role in `aws-cn` cannot trust"),
        (
            "arn:aws:iam",
            "arn:aws-cn:iam",
            "aws_role_arn",
            "a role in `aws-cn` cannot trust a principal in `aws`",
        ),
        ("123456789012", "975050335771", "aws_role_arn", "the role is in QuilrAI's own account"),
        ("acme-2026\"", "acme 2026\"", "aws_external_id", "aws_external_id must not contain a space"),
    ] {
        let text = RIGHT.replacen(from, to, 1);
        let key = check(&text);
        assert_eq!(key.notes.len(), 1, "{text}: {key:?}");
        assert_eq!(key.notes[0].name, name);
        assert!(key.notes[0].message.contains(message), "{:?}", key.notes[0]);
        assert!(!key.accepted);
        assert_eq!(key.values.len(), 4, "the others can still be taken over");
    }
}

#[test]
fn what_is_no_json_object_says_so() {
    for (text, message) in [
        ("", "paste the key's JSON"),
        ("  \n", "paste the key's JSON"),
        ("{\n \"aws_region\": \"us-east-1\",\n}", "not JSON: trailing comma at line 3 column 1"),
        ("[]", "the key is not a JSON object"),
        ("\"x\"", "the key is not a JSON object"),
    ] {
        let key = check(text);
        assert!(!key.accepted && key.values.is_empty());
        assert_eq!(key.notes.len(), 1);
        assert!(key.notes[0].message.starts_with(message), "{:?}", key.notes[0]);
    }
}
