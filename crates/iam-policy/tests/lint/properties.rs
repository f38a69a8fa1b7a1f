//! What holds for every text.

use crate::{PERMISSIONS, TRUST, expectation, lint};
use iam_policy::lint::{RULES, Severity, TrustExpectation, lint_trust, text_of};
use iam_policy::{Kind, Policy, Position};
use proptest::prelude::*;

/// Nothing panics, every finding lies within the text, and what IAM refuses is an error.
fn survive(text: &str) {
    for kind in [Kind::Trust, Kind::Identity] {
        let findings = lint(kind, text);
        for finding in &findings {
            assert!(finding.position.offset <= finding.end.offset && finding.end.offset <= text.len());
            assert_eq!(finding.position, Position::of(text, finding.position.offset));
            assert_eq!(finding.end, Position::of(text, finding.end.offset));
            assert!(RULES.iter().any(|rule| rule.code == finding.code), "{}", finding.code);
            assert!(!finding.message.is_empty() && !finding.remedy.is_empty());
        }
        let places: Vec<_> = findings.iter().map(|finding| finding.position).collect();
        assert!(places.is_sorted(), "in the order of the text");
        if Policy::parse(text, kind).is_err() {
            let is_error = |finding: &iam_policy::lint::Finding| finding.severity == Severity::Error;
            assert!(findings.iter().any(is_error), "what IAM refuses is an error: {text}");
        }
    }
    lint_trust(text, &TrustExpectation::default());
}

fn documents() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(TRUST), Just(PERMISSIONS)]
}

/// Pieces that make or break a policy.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "\"",
        "'",
        "“",
        "”",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "//",
        "/*",
        "#",
        "\\",
        "\u{feff}",
        "é",
        "${",
        "*",
        "?",
        "<X>",
        "\n",
        "\t",
        "null",
        "7",
        "\"Effect\": \"Deny\",",
        "\"Action\": \"*\",",
        "\"Resource\": \"*\",",
        "\"NotPrincipal\": \"*\",",
        "\"Condition\": {},",
        "\"sts:ExternalId\": [],",
        "arn:aws:bedrock:::",
        "\"AWS\": {},",
    ])
}

/// The nearest place in a text where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    Position::of(text, at.min(text.len())).offset
}

/// The window lints at every keystroke: what somebody pastes must not be able to stop it.
#[test]
fn a_hostile_text_costs_no_time() {
    let long = |value: &str, bytes: usize| {
        let values = vec![value; bytes / (value.len() + 1)].join(",");
        PERMISSIONS.replacen("\"bedrock:InvokeModel\"", &values, 1)
    };
    let started = std::time::Instant::now();
    for value in ["\"a\"", "\"bedrok:InvokeModel\"", "7", "'a'", "\"${aws:x}\"", "[]"] {
        for bytes in [19_000, 250_000] {
            survive(&long(value, bytes));
        }
    }
    survive(&format!("{{{}}}", "\"Sid\":\"a\",".repeat(20_000)));
    survive(&"'".repeat(100_000));
    survive(&"/**/".repeat(50_000));
    assert!(started.elapsed() < std::time::Duration::from_secs(60), "{:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text(text in ".{0,200}") {
        survive(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        match text_of(&bytes) {
            Ok(text) => survive(text),
            Err(finding) => prop_assert!(finding.position.offset < bytes.len()),
        }
    }

    #[test]
    fn any_mutation_of_a_correct_policy(
        document in documents(),
        changes in prop::collection::vec((0..700_usize, 0..12_usize, piece()), 1..4),
    ) {
        let mut text = document.to_owned();
        for (at, length, with) in changes {
            let start = boundary(&text, at);
            let end = boundary(&text, start + length);
            text.replace_range(start..end.max(start), with);
        }
        survive(&text);
    }

    #[test]
    fn any_value_in_any_place(document in documents(), number in 0..20_usize, value in "\"[ -~]{0,30}\"|[0-9]{1,3}|null|\\[\\]|\\{\\}") {
        // Every string of the document, in turn, becomes something else.
        let starts: Vec<usize> = document.match_indices('"').map(|(at, _)| at).collect();
        let pair = number % (starts.len() / 2);
        let (start, end) = (starts[2 * pair], starts[2 * pair + 1] + 1);
        survive(&format!("{}{value}{}", &document[..start], &document[end..]));
    }

    #[test]
    fn a_correct_policy_is_correct_in_any_layout(indent in 0..9_usize) {
        let text = TRUST.replace("\n", &format!("\n{}", " ".repeat(indent)));
        prop_assert_eq!(lint_trust(&text, &expectation()), vec![]);
    }
}
