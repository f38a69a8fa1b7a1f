//! Planted faults, and what the linter says of them and where.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use iam_policy::lint::{Finding, Severity, TrustExpectation, lint_permissions, lint_trust};

const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";

const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e"
        }
      }
    }
  ]
}"#;

const PERMISSIONS: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream"
      ],
      "Resource": "arn:aws:bedrock:*::foundation-model/*"
    }
  ]
}"#;

fn expectation() -> TrustExpectation {
    TrustExpectation { principal: Some(GATEWAY.to_owned()), external_id: Some("7f3c2b1e".to_owned()) }
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code).collect()
}

/// The one finding of a planted fault, which stands where `at` begins.
#[track_caller]
fn only(findings: Vec<Finding>, text: &str, code: &str, severity: Severity, at: &str) -> Finding {
    assert_eq!(codes(&findings), [code], "{text}");
    let finding = findings.into_iter().next().unwrap();
    assert_eq!(finding.severity, severity, "{code}");
    let rest = &text[finding.position.offset..];
    assert!(rest.starts_with(at), "{code} points at `{rest}`");
    assert!(!finding.message.ends_with('.') && !finding.remedy.is_empty());
    finding
}

#[track_caller]
fn trust_fault(from: &str, to: &str, code: &str, severity: Severity, at: &str) -> Finding {
    let text = TRUST.replacen(from, to, 1);
    assert_ne!(text, TRUST, "`{from}` is in the document");
    only(lint_trust(&text, &expectation()), &text, code, severity, at)
}

#[track_caller]
fn permissions_fault(from: &str, to: &str, code: &str, severity: Severity, at: &str) -> Finding {
    let text = PERMISSIONS.replacen(from, to, 1);
    assert_ne!(text, PERMISSIONS, "`{from}` is in the document");
    only(lint_permissions(&text), &text, code, severity, at)
}

#[test]
fn the_vendors_own_documents_have_no_finding() {
    assert_eq!(lint_trust(TRUST, &expectation()), []);
    assert_eq!(lint_trust(TRUST, &TrustExpectation::default()), []);
    assert_eq!(lint_permissions(PERMISSIONS), []);
    let all_kinds = PERMISSIONS.replace(
        r#""arn:aws:bedrock:*::foundation-model/*""#,
        r#"["arn:aws:bedrock:*::foundation-model/*",
            "arn:aws:bedrock:*:123456789012:inference-profile/*",
            "arn:aws:bedrock:*:123456789012:application-inference-profile/*",
            "arn:aws:bedrock:*:123456789012:provisioned-model/*",
            "arn:aws:bedrock:*:123456789012:custom-model-deployment/*",
            "arn:aws:bedrock:*:123456789012:imported-model/*"]"#,
    );
    assert_eq!(lint_permissions(&all_kinds), []);
}

#[test]
fn a_refused_document_is_one_finding_with_its_place() {
    let finding = trust_fault(
        "\"sts:AssumeRole\",",
        "\"sts:AssumeRole\"",
        "json-syntax",
        Severity::Error,
        "\"Condition\"",
    );
    assert_eq!((finding.position.line, finding.position.column), (10, 7));
    trust_fault("975050335771", "97505033577", "invalid-principal", Severity::Error, "\"arn:");
    trust_fault("iam::9", "iam:9", "invalid-principal", Severity::Error, "\"arn:");
    let finding =
        trust_fault("sts:AssumeRole", "sts:AssumRole", "trust-action", Severity::Error, "\"sts:AssumRole");
    assert_eq!(finding.remedy, "Did you mean sts:AssumeRole?");
    let finding =
        trust_fault("\"Condition\"", "\"Conditions\"", "unknown-element", Severity::Error, "\"Conditions\"");
    assert_eq!(finding.remedy, "Did you mean Condition?");
    permissions_fault("bedrock:*::found", "bedrock:*:found", "resource-format", Severity::Error, "\"arn:");
}

#[test]
fn the_version() {
    trust_fault("  \"Version\": \"2012-10-17\",\n", "", "missing-version", Severity::Warning, "{");
    permissions_fault("2012-10-17", "2008-10-17", "old-version", Severity::Warning, "\"2008");
}

#[test]
fn who_is_trusted() {
    for (principal, code, at) in [
        ("\"*\"", "anyone-trusted", "\"*\""),
        ("\"975050335771\"", "account-trusted", "\"975050335771\""),
        ("\"arn:aws:iam::975050335771:root\"", "account-trusted", "\"arn"),
        ("\"arn:aws:iam::975050335771:user/quilr-gateway-2\"", "stray-principal", "\"arn"),
        ("\"AIDACKCEVSQ6C2EXAMPLE\"", "deleted-principal", "\"AIDA"),
    ] {
        // Beside the gateway: one finding. In its place: the gateway is missing as well.
        let beside = format!("[\"{GATEWAY}\", {principal}]");
        trust_fault(&format!("\"{GATEWAY}\""), &beside, code, Severity::Error, at);
        let instead = TRUST.replace(&format!("\"{GATEWAY}\""), principal);
        let findings = lint_trust(&instead, &expectation());
        assert_eq!(codes(&findings), ["expected-principal-missing", code]);
    }
    let text = TRUST.replace(&format!("\"{GATEWAY}\""), "\"975050335771\"");
    let findings = lint_trust(&text, &TrustExpectation::default());
    only(findings, &text, "account-trusted", Severity::Warning, "\"975050335771\"");
}

#[test]
fn the_external_id() {
    let condition =
        &TRUST[TRUST.find(",\n      \"Condition\"").unwrap()..TRUST.find("\n    }\n  ]").unwrap()];
    let finding = trust_fault(condition, "", "missing-external-id", Severity::Error, "{\n      \"Effect\"");
    assert!(finding.remedy.contains("\"sts:ExternalId\": \"7f3c2b1e\""), "{}", finding.remedy);
    for (from, to, code, severity, at) in [
        ("StringEquals", "StringNotEquals", "missing-external-id", Severity::Error, "{"),
        ("StringEquals", "StringEqualsIfExists", "optional-external-id", Severity::Error, "\"sts"),
        ("StringEquals", "ForAllValues:StringEquals", "optional-external-id", Severity::Error, "\"sts"),
        (
            "\"StringEquals\": {\n          \"sts:ExternalId\": \"7f3c2b1e\"",
            "\"StringLike\": {\n          \"sts:ExternalId\": \"7f3c*\"",
            "wildcard-external-id",
            Severity::Error,
            "\"7f3c*",
        ),
        (
            "\"StringEquals\": {\n          \"sts:ExternalId\": \"7f3c2b1e\"",
            "\"Null\": {\n          \"sts:ExternalId\": \"false\"",
            "missing-external-id",
            Severity::Error,
            "{",
        ),
        ("sts:ExternalId", "sts:ExternalID_", "misspelt-external-id", Severity::Error, "\"sts:ExternalID_"),
        ("sts:ExternalId", "sts:ExternalIds", "misspelt-external-id", Severity::Error, "\"sts:ExternalIds"),
        ("sts:ExternalId", "aws:ExternalId", "misspelt-external-id", Severity::Error, "\"aws:ExternalId"),
        ("sts:ExternalId", "sts:RoleSessionName", "missing-external-id", Severity::Error, "{"),
        ("\"7f3c2b1e\"", "\"other\"", "other-external-id", Severity::Error, "\"other\""),
        ("\"7f3c2b1e\"", "[\"7f3c2b1e\", \"next\"]", "several-external-ids", Severity::Info, "["),
    ] {
        trust_fault(from, to, code, severity, at);
    }
    // Upper and lower case do not matter in a key.
    let other_case = TRUST.replace("sts:ExternalId", "STS:externalid");
    assert_eq!(lint_trust(&other_case, &expectation()), []);
}

#[test]
fn conditions_of_any_kind() {
    let finding = trust_fault(
        "\"StringEquals\": {",
        "\"Bool\": {\"aws:SecureTransprot\": \"true\"}, \"StringEquals\": {",
        "unknown-condition-key",
        Severity::Warning,
        "\"aws:SecureTransprot",
    );
    assert_eq!(finding.remedy, "Did you mean aws:SecureTransport?");
    trust_fault(
        "\"StringEquals\": {",
        "\"DateLessThan\": {\"aws:CurrentTime\": \"soon\"}, \"StringEquals\": {",
        "unreadable-condition-value",
        Severity::Error,
        "\"soon",
    );
    let tag = TRUST.replace("\"StringEquals\": {", "\"StringEquals\": {\"aws:PrincipalTag/team\": \"x\",");
    assert_eq!(lint_trust(&tag, &expectation()), [], "a tag's key is completed by its name");
}

#[test]
fn actions_of_a_permissions_policy() {
    for (to, code, severity, remedy) in [
        (
            "*",
            "all-actions",
            Severity::Error,
            "Name the actions that are needed: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream.",
        ),
        (
            "bedrock:*",
            "all-service-actions",
            Severity::Error,
            "Name the actions that are needed: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream.",
        ),
        ("bedrock:Invoke*", "wildcard-action", Severity::Info, "Name the actions that are needed."),
        ("bedrock:InvokeModl", "unknown-action", Severity::Error, "Did you mean bedrock:InvokeModel?"),
        ("bedrock:Frobnicate", "unknown-action", Severity::Error, "Use an action that the service has."),
        ("bedrok:InvokeModel", "unknown-service", Severity::Error, "Did you mean bedrock:InvokeModel?"),
        (
            "aws-marketplace:Subscribe",
            "foreign-service",
            Severity::Warning,
            "Remove it: the gateway calls Bedrock only, and other rights belong to the admin.",
        ),
        (
            "bedrock:ListFoundationModels",
            "needs-any-resource",
            Severity::Warning,
            "Give it a statement of its own with Resource \"*\".",
        ),
    ] {
        let finding = permissions_fault(
            "bedrock:InvokeModel\"",
            &format!("{to}\""),
            code,
            severity,
            &format!("\"{to}\""),
        );
        assert_eq!(finding.remedy, remedy, "{to}");
    }
}

#[test]
fn resources_of_a_permissions_policy() {
    let model = "arn:aws:bedrock:*::foundation-model/*";
    for (to, code, severity) in [
        ("*", "any-resource", Severity::Warning),
        ("arn:aws:bedrok:*::foundation-model/*", "unknown-service", Severity::Error),
        ("arn:aws:s3:::bucket/*", "foreign-service", Severity::Warning),
        ("arn:aw:bedrock:*::foundation-model/*", "unknown-partition", Severity::Error),
        ("arn:aws:bedrock:*:12345678901:inference-profile/*", "invalid-account", Severity::Error),
        ("arn:aws:bedrock:*::foundation-models/*", "unknown-resource-type", Severity::Error),
        ("arn:aws:bedrock:*:123456789012:agent/*", "unsupported-resource", Severity::Warning),
        ("arn:aws:bedrock:*:123456789012:custom-model/*", "unsupported-resource", Severity::Info),
    ] {
        permissions_fault(model, to, code, severity, &format!("\"{to}\""));
    }
    permissions_fault(
        "\"Resource\": \"arn",
        "\"NotResource\": \"arn",
        "allow-by-exception",
        Severity::Warning,
        "\"arn",
    );
}

#[test]
fn a_document_over_its_quota() {
    let padding = format!("\"sts:RoleSessionName\": \"{}\", \"sts:ExternalId\"", "x".repeat(1900));
    let finding = trust_fault("\"sts:ExternalId\"", &padding, "quota-exceeded", Severity::Error, "{");
    assert_eq!(finding.message, "2134 characters count, IAM's quota for a trust policy is 2048");
    let many: Vec<String> = (0..200)
        .map(|number| format!("\"arn:aws:bedrock:us-east-1::foundation-model/model-{number:04}\""))
        .collect();
    let finding = permissions_fault(
        "\"arn:aws:bedrock:*::foundation-model/*\"",
        &format!("[{}]", many.join(",")),
        "quota-exceeded",
        Severity::Error,
        "{",
    );
    assert!(finding.message.contains("10240"), "{}", finding.message);
}
