//! What the tables do not say: faults beside each other, expectations, quotas, files that are no text.

use crate::{EXTERNAL_ID, GATEWAY, PERMISSIONS, TRUST, codes, expectation, replaced};
use iam_policy::lint::{RULES, Severity, TrustExpectation, lint_permissions, lint_trust, text_of};
use std::collections::BTreeSet;

#[test]
fn one_fault_does_not_hide_the_next() {
    let text = replaced(
        TRUST,
        &[
            ("\"2012-10-17\",", "\"2012-10-17\"," /* as it is */),
            ("\"Allow\"", "\"allow\""),
            ("iam::9", "iam:9"),
            ("\"sts:AssumeRole\",", "\"sts:AssumRole\" // nearly\n,"),
            ("\"StringEquals\"", "\"StringEqual\""),
            ("acme-2026", "acme-2025"),
        ],
    );
    assert_eq!(
        codes(&lint_trust(&text, &expectation())),
        [
            "invalid-effect",
            "invalid-principal",
            "trust-action",
            "json-syntax",
            "unknown-operator",
            "other-external-id"
        ]
    );
    let text = replaced(
        PERMISSIONS,
        &[
            ("\"bedrock:InvokeModel\"", "\"bedrok:InvokeModel\""),
            ("::foundation-model/*", ":foundation-model/*"),
            ("123456789012", "12345678901"),
        ],
    );
    assert_eq!(codes(&lint_permissions(&text)), ["unknown-service", "resource-format", "invalid-account"]);
}

#[test]
fn remedies_name_what_was_meant() {
    for (from, to, remedy) in [
        ("\"Principal\"", "\"Principle\"", "Did you mean Principal?"),
        ("iam::9", "iam:9", "Did you mean arn:aws:iam::975050335771:user/quilr-gateway?"),
        ("975050335771", "97505033577", "Did you mean arn:aws:iam::975050335771:user/quilr-gateway?"),
        ("sts:AssumeRole", "sts:AssumeRoles", "Did you mean sts:AssumeRole?"),
        ("StringEquals", "StringEqual", "Did you mean StringEquals?"),
        ("acme-2026", "acme-2025", "Set it to 7f3c2b1e-acme-2026."),
    ] {
        let text = replaced(TRUST, &[(from, to)]);
        assert_eq!(lint_trust(&text, &expectation())[0].remedy, remedy, "{to}");
    }
    for (from, to, remedy) in [
        (
            "bedrock:InvokeModel\"",
            "bedrock:Converse\"",
            "Write bedrock:InvokeModel: it is what allows the operation.",
        ),
        ("bedrock:InvokeModel\"", "bedrock-runtime:InvokeModel\"", "Did you mean bedrock:InvokeModel?"),
        ("bedrock:InvokeModel\"", "InvokeModel\"", "Did you mean bedrock:InvokeModel?"),
        ("bedrock:*::f", "bedrock:*:f", "Did you mean arn:aws:bedrock:*::foundation-model/*?"),
        (
            "arn:aws:bedrock:*::foundation-model/*",
            "foundation-model/*",
            "Did you mean arn:aws:bedrock:*::foundation-model/*?",
        ),
        ("bedrock:*::f", "bedrock:us-est-1::f", "Did you mean us-east-1?"),
        ("bedrock:*::f", "bedrock:*:123456789012:f", "Write arn:aws:bedrock:*::foundation-model/*."),
        ("foundation-model", "foundation-models", "Did you mean foundation-model?"),
    ] {
        let text = replaced(PERMISSIONS, &[(from, to)]);
        assert_eq!(lint_permissions(&text)[0].remedy, remedy, "{to}");
    }
}

#[test]
fn without_an_expectation_only_the_policy_itself_is_judged() {
    let none = TrustExpectation::default();
    for (from, to, code, severity) in [
        (GATEWAY, "*", "anyone-trusted", Severity::Error),
        (GATEWAY, "975050335771", "account-trusted", Severity::Warning),
        ("sts:ExternalId", "sts:RoleSessionName", "missing-external-id", Severity::Error),
        ("StringEquals", "StringEqualsIfExists", "optional-external-id", Severity::Error),
    ] {
        let text = replaced(TRUST, &[(from, to)]);
        let findings = lint_trust(&text, &none);
        assert_eq!(codes(&findings), [code], "{text}");
        assert_eq!(findings[0].severity, severity);
    }
    let stranger = replaced(TRUST, &[(GATEWAY, "arn:aws:iam::111122223333:role/somebody")]);
    assert_eq!(lint_trust(&stranger, &none), []);
}

#[test]
fn an_external_id_in_another_place_is_told_without_knowing_it() {
    // The value is not known here: only the key says what is meant.
    let expected = TrustExpectation { principal: Some(GATEWAY.to_owned()), external_id: None };
    for key in ["aws:ExternalId", "sts:External-Id", "sts:ExtId", "ExternalId", "aws:PrincipalTag/ExternalId"]
    {
        let text = replaced(TRUST, &[("sts:ExternalId", key)]);
        assert_eq!(codes(&lint_trust(&text, &expected)), ["misspelt-external-id"], "{key}");
    }
    let text = replaced(TRUST, &[("sts:ExternalId", "sts:RoleSessionName")]);
    assert_eq!(codes(&lint_trust(&text, &expected)), ["missing-external-id"]);
}

#[test]
fn documents_over_their_quota() {
    let long = |length: usize| {
        let name = format!("\"aws:PrincipalTag/x\": \"{}\", \"sts:ExternalId\"", "x".repeat(length));
        lint_trust(&replaced(TRUST, &[("\"sts:ExternalId\"", &name)]), &expectation())
    };
    let findings = long(1900);
    assert_eq!(codes(&findings), ["quota-exceeded"]);
    assert!(findings[0].message.ends_with("characters count, IAM's quota for a trust policy is 2048"));
    assert!(findings[0].remedy.contains("4096"), "it can be raised: {}", findings[0].remedy);
    assert!(long(4000)[0].remedy.contains("never accepted"));
    let many = |count: usize| {
        let list: Vec<String> = (0..count)
            .map(|number| format!("\"arn:aws:bedrock:us-east-1::foundation-model/amazon.model-{number:04}\""))
            .collect();
        let from = "\"arn:aws:bedrock:*::foundation-model/*\"";
        lint_permissions(&replaced(PERMISSIONS, &[(from, &list.join(","))]))
    };
    assert_eq!(codes(&many(200)), ["quota-exceeded"]);
    let managed = many(100);
    assert_eq!((codes(&managed), managed[0].severity), (vec!["managed-quota"], Severity::Info));
    assert_eq!(codes(&many(50)), [] as [&str; 0]);
}

#[test]
fn a_file_that_is_no_utf_8_text_is_a_finding_at_its_byte() {
    assert_eq!(text_of("é".as_bytes()), Ok("é"));
    let finding = text_of(b"{\n  \"\xC3\xA9\": \"caf\xE9\"}").unwrap_err();
    assert_eq!((finding.code, finding.position.line, finding.position.column), ("not-utf8", 2, 12));
    assert_eq!(finding.message, "the byte 0xE9 is not UTF-8 text");
    let utf_16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain("{}".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(text_of(&utf_16).unwrap_err().message, "the file is UTF-16, not UTF-8");
}

#[test]
fn every_rule_has_its_code_and_its_words() {
    let codes: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), RULES.len(), "a code stands once");
    for rule in RULES {
        assert!(
            rule.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        );
        assert!(!rule.title.ends_with('.'), "{}", rule.code);
        assert!(rule.why.ends_with('.') && rule.remedy.ends_with('.'), "{}", rule.code);
    }
}

/// A rule that no fault leads to is dead, and its words have never been read.
#[test]
fn every_rule_is_found_by_some_fault() {
    let tables = crate::trust::FAULTS.iter().chain(crate::permissions::FAULTS).map(|(_, fault)| fault.0);
    let whole = crate::documents::FAULTS.iter().map(|(_, _, fault)| fault.0);
    // Those of the tests here, which need more than a replacement.
    let others = ["quota-exceeded", "managed-quota", "not-utf8", "principal-action-mismatch"];
    let found: BTreeSet<&str> = tables.chain(whole).chain(others).collect();
    for rule in RULES {
        assert!(found.contains(rule.code), "no fault of the tables is `{}`", rule.code);
    }
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"x"},"Action":"sts:AssumeRole"}}"#;
    assert_eq!(codes_of(text), ["principal-action-mismatch"]);
    assert!(!EXTERNAL_ID.is_empty());
}

fn codes_of(text: &str) -> Vec<&'static str> {
    lint_trust(text, &TrustExpectation::default()).iter().map(|finding| finding.code).collect()
}
