//! The rendered documents against the vendor's own page (`fixtures/page.txt`), with its example
//! inputs and its placeholders substituted.

use crate::common::{ACCOUNT, setup, valid};
use onboarding::pack::ProviderType;
use onboarding::{Pack, documents};
use serde_json::Value;

const PAGE: &str = include_str!("fixtures/page.txt");

/// The page's example ExternalId.
const EXAMPLE_ID: &str = "7f3c2b1e-acme-2026";

/// The JSON documents of the page, in its order: from a line `{` to the line `}` that closes it.
fn page_documents() -> Vec<Value> {
    let mut found = Vec::new();
    let mut open: Option<(String, i32)> = None;
    for line in PAGE.lines() {
        if open.is_none() && line == "{" {
            open = Some((String::new(), 0));
        }
        if let Some((text, depth)) = &mut open {
            text.push_str(line);
            *depth += i32::try_from(line.matches('{').count()).unwrap();
            *depth -= i32::try_from(line.matches('}').count()).unwrap();
            if *depth == 0 {
                found.push(serde_json::from_str(text).expect("the page's JSON"));
                open = None;
            }
        }
    }
    found
}

/// The page's document as it reads with its placeholders substituted, key order kept.
fn substituted(document: &Value) -> String {
    format!("{document:#}").replace("<YOUR-EXTERNAL-ID>", EXAMPLE_ID).replace("<YOUR-ACCOUNT-ID>", ACCOUNT)
}

#[test]
fn the_page_has_the_two_documents() {
    assert_eq!(page_documents().len(), 2);
}

#[test]
fn trust_and_minimal_permissions_equal_the_page() {
    let mut setup = setup();
    setup.external_id = EXAMPLE_ID.to_owned();
    let documents = documents(&valid(&setup), &Pack::embedded());
    let page = page_documents();
    assert_eq!(documents.trust, substituted(&page[0]));
    assert_eq!(documents.permissions, substituted(&page[1]));
}

#[test]
fn the_pages_additional_resources_are_added_to_the_array() {
    let mut setup = setup();
    setup.resources.inference_profiles = true;
    setup.resources.provisioned_models = true;
    setup.resources.custom_models = true;
    let documents = documents(&valid(&setup), &Pack::embedded());
    let rendered: Value = serde_json::from_str(&documents.permissions).unwrap();
    let lines: Vec<&str> = rendered["Statement"][0]["Resource"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    let mut wanted = vec!["arn:aws:bedrock:*::foundation-model/*".to_owned()];
    wanted.extend(
        PAGE.lines()
            .filter_map(|line| line.trim().strip_prefix('•'))
            .filter_map(|line| line.split_once("arn:aws:bedrock:"))
            .map(|(_, rest)| format!("arn:aws:bedrock:{rest}").replace("<YOUR-ACCOUNT-ID>", ACCOUNT)),
    );
    assert_eq!(wanted.len(), 4, "the page names three more: {wanted:?}");
    // A custom model is called through its deployment, which the page does not name.
    wanted.push(format!("arn:aws:bedrock:*:{ACCOUNT}:custom-model-deployment/*"));
    assert_eq!(lines, wanted);
}

#[test]
fn the_pages_role_arn_and_form_fields() {
    let mut setup = setup();
    setup.external_id = EXAMPLE_ID.to_owned();
    setup.duration_seconds = String::new();
    let valid = valid(&setup);
    assert_eq!(valid.role_arn.as_str(), "arn:aws:iam::123456789012:role/quilr-gateway-bedrock");
    let documents = documents(&valid, &Pack::embedded());
    assert_eq!(
        documents.dashboard,
        r#"{
  "aws_role_arn": "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
  "aws_external_id": "7f3c2b1e-acme-2026",
  "aws_region": "us-east-1"
}"#,
        "optional fields that were left empty are left out"
    );
}

#[test]
fn the_packs_words_are_the_pages() {
    let pack = Pack::embedded();
    assert!(PAGE.contains(pack.gateway_principal()));
    assert!(PAGE.contains(&pack.defaults().role_name));
    for provider_type in ProviderType::ALL {
        assert!(PAGE.contains(provider_type.as_str()), "{provider_type}");
    }
    for field in pack.dashboard() {
        assert!(PAGE.contains(&field.name), "{}", field.name);
    }
    for name in pack.static_key_fields() {
        assert!(PAGE.contains(name.as_str()), "{name}");
    }
}

#[test]
fn the_pages_cli_lines_with_every_value_filled_in() {
    let mut setup = setup();
    setup.external_id = EXAMPLE_ID.to_owned();
    let lines = onboarding::view(&setup, &Pack::embedded(), &[]).terminal_lines;
    let from_page: Vec<String> = PAGE
        .lines()
        .skip_while(|line| *line != "Then run:")
        .skip(1)
        .take_while(|line| !line.starts_with("If the first call"))
        .map(|line| line.replace("<YOUR-ACCOUNT>", ACCOUNT).replace("<YOUR-EXTERNAL-ID>", EXAMPLE_ID))
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(from_page.len(), 9);
    let ours: Vec<&str> = lines.lines().map(str::trim).collect();
    for line in &from_page {
        assert!(ours.contains(&line.trim()), "{line:?} is missing in\n{lines}");
    }
    assert!(lines.contains("First add your own IAM user or role"));
    assert!(lines.contains("Remove your own ARN from the Principal block before going live"));
}

#[test]
fn every_row_of_the_pages_troubleshooting_table_is_diagnosed_in_its_words() {
    let pack = Pack::embedded();
    let straight = |text: &str| text.replace('’', "'").replace('–', "-");
    let page = straight(PAGE);
    for (error, code, cause_or_remedy) in [
        (
            "Missing required field: aws_external_id",
            "missing-external-id",
            "Assume-role mode requires ExternalId",
        ),
        (
            "sts:AssumeRole failed: An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::975050335771:user/quilr-gateway is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
            "trust-or-external-id",
            "The trust policy does not list arn:aws:iam::975050335771:user/quilr-gateway as a principal, or the ExternalId in the API key doesn't match the policy condition",
        ),
        (
            "sts:AssumeRole failed: The requested DurationSeconds exceeds the MaxSessionDuration set for this role",
            "duration-over-max",
            "Lower aws_session_duration_seconds or raise the role's MaxSessionDuration in the AWS console.",
        ),
        (
            "aws_session_duration_seconds must be between 900 and 43200",
            "duration-range",
            "AWS limits. Use an integer in that range",
        ),
        (
            r"aws_role_session_name must be 2-64 characters matching [\w+=,.@-]",
            "session-name-pattern",
            "Stick to alphanumerics, _, +, =, ,, ., @, -.",
        ),
        (
            "AccessDeniedException on InvokeModel",
            "model-denied",
            "The role's permissions policy (step 3) doesn't allow the Bedrock action or the specific model",
        ),
    ] {
        let diagnosis = onboarding::diagnose(error, &pack);
        assert_eq!(diagnosis.code, code, "{error}");
        assert!(page.contains(&straight(cause_or_remedy)), "not the page's: {cause_or_remedy}");
        assert!(
            diagnosis.cause.contains(cause_or_remedy) || diagnosis.remedy.contains(cause_or_remedy),
            "{diagnosis:?}"
        );
    }
}
