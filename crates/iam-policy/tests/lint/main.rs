//! The linter: every planted fault is one finding, with its place and its remedy; a correct policy is none.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod correct;
mod documents;
mod findings;
mod permissions;
mod properties;
mod reference;
mod trust;

use iam_policy::Kind;
use iam_policy::lint::{Finding, Severity, TrustExpectation, lint_permissions, lint_trust};

pub(crate) const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";
pub(crate) const EXTERNAL_ID: &str = "7f3c2b1e-acme-2026";

pub(crate) const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Gateway",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }
      }
    }
  ]
}"#;

pub(crate) const PERMISSIONS: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream"
      ],
      "Resource": [
        "arn:aws:bedrock:*::foundation-model/*",
        "arn:aws:bedrock:*:123456789012:inference-profile/*"
      ]
    }
  ]
}"#;

/// What is replaced in the document, once each.
pub(crate) type Replacements = &'static [(&'static str, &'static str)];

/// The code, the severity, line and column, and the marked text.
pub(crate) type Fault = (&'static str, Severity, (usize, usize), &'static str);

pub(crate) fn expectation() -> TrustExpectation {
    TrustExpectation { principal: Some(GATEWAY.to_owned()), external_id: Some(EXTERNAL_ID.to_owned()) }
}

pub(crate) fn lint(kind: Kind, text: &str) -> Vec<Finding> {
    match kind {
        Kind::Trust => lint_trust(text, &expectation()),
        Kind::Identity | Kind::Resource => lint_permissions(text),
    }
}

/// The document with the replacements made.
#[track_caller]
pub(crate) fn replaced(document: &str, replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(document.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "`{from}` is in the document");
        text.replacen(from, to, 1)
    })
}

pub(crate) fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code).collect()
}

/// One fault is one finding, at its place and with something to do.
#[track_caller]
fn is_the_one(kind: Kind, text: &str, (code, severity, place, marked): Fault) {
    let findings = lint(kind, text);
    assert_eq!(codes(&findings), [code], "{text}\n{findings:#?}");
    let finding = &findings[0];
    assert_eq!(finding.severity, severity, "{finding:#?}");
    assert_eq!((finding.position.line, finding.position.column), place, "{finding:#?}");
    assert_eq!(&text[finding.position.offset..finding.end.offset], marked, "{finding:#?}");
    let begins = finding.message.chars().next().unwrap();
    assert!(!begins.is_uppercase() || finding.message.starts_with("JSON"), "{}", finding.message);
    assert!(!finding.message.ends_with('.'), "{}", finding.message);
    assert!(finding.remedy.ends_with(['.', '?']), "{}", finding.remedy);
}

#[test]
fn a_fault_in_the_trust_policy_is_one_finding() {
    for (replacements, fault) in trust::FAULTS {
        is_the_one(Kind::Trust, &replaced(TRUST, replacements), *fault);
    }
}

#[test]
fn a_fault_in_the_permissions_policy_is_one_finding() {
    for (replacements, fault) in permissions::FAULTS {
        is_the_one(Kind::Identity, &replaced(PERMISSIONS, replacements), *fault);
    }
}

#[test]
fn a_text_that_is_no_policy_is_one_finding() {
    for (kind, text, fault) in documents::FAULTS {
        is_the_one(*kind, text, *fault);
    }
}
