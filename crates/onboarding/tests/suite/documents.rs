//! The permissions policy by what was chosen, placeholders that wait, and the dashboard's JSON.

use crate::common::{full_setup, setup, valid};
use onboarding::{Pack, Setup, documents, view};
use serde_json::{Value, json};

fn permissions(setup: &Setup) -> Value {
    let text = documents(&valid(setup), &Pack::embedded()).permissions;
    serde_json::from_str(&text).unwrap()
}

#[test]
fn without_streaming_the_one_action_stands_alone() {
    let mut setup = setup();
    setup.streaming = false;
    let statement = &permissions(&setup)["Statement"][0];
    assert_eq!(statement["Action"], json!("bedrock:InvokeModel"));
}

#[test]
fn kinds_regions_and_models_multiply_in_the_order_of_the_page() {
    let mut setup = full_setup();
    setup.resources.application_inference_profiles = true;
    setup.resources.provisioned_models = true;
    setup.regions = vec!["us-east-1".to_owned(), "us-west-2".to_owned()];
    setup.models = vec!["amazon.nova-micro-v1:0".to_owned(), "anthropic.claude-*".to_owned()];
    assert_eq!(
        permissions(&setup)["Statement"][0]["Resource"],
        json!([
            "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-*",
            "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-micro-v1:0",
            "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-*",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/*.amazon.nova-micro-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/*.anthropic.claude-*",
            "arn:aws:bedrock:us-west-2:123456789012:inference-profile/*.amazon.nova-micro-v1:0",
            "arn:aws:bedrock:us-west-2:123456789012:inference-profile/*.anthropic.claude-*",
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/*",
            "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/*",
            "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/*",
            "arn:aws:bedrock:us-west-2:123456789012:provisioned-model/*",
        ])
    );
}

#[test]
fn what_was_entered_twice_is_written_once() {
    let mut setup = setup();
    setup.regions = vec!["us-east-1".to_owned(), "us-east-1".to_owned()];
    assert_eq!(
        permissions(&setup)["Statement"][0]["Resource"],
        json!("arn:aws:bedrock:us-east-1::foundation-model/*")
    );
}

#[test]
fn marketplace_rights_are_never_put_into_the_role() {
    let mut setup = full_setup();
    setup.resources.application_inference_profiles = true;
    setup.resources.provisioned_models = true;
    setup.resources.custom_models = true;
    assert!(!permissions(&setup).to_string().contains("aws-marketplace"));
}

/// The marked parts of a text, with whether they are filled.
fn marked(document: &onboarding::documents::Document) -> Vec<(&str, bool)> {
    document
        .marks
        .iter()
        .map(|mark| {
            let range = mark.start as usize..mark.end as usize;
            (&document.text[range], mark.filled)
        })
        .collect()
}

#[test]
fn the_substituted_parts_are_marked() {
    let mut setup = full_setup();
    setup.regions = vec!["us-east-1".to_owned()];
    let view = view(&setup, &Pack::embedded(), &[]);
    assert_eq!(marked(&view.trust), [(setup.external_id.as_str(), true)]);
    assert_eq!(marked(&view.permissions), [("us-east-1", true), ("us-east-1", true), ("123456789012", true)]);
    assert!(view.trust.complete && view.permissions.complete);
}

#[test]
fn a_value_that_is_wrong_leaves_its_placeholder() {
    let mut setup = full_setup();
    setup.external_id = "a \" b".to_owned();
    setup.account_id = "12".to_owned();
    setup.regions = vec!["us-east-1".to_owned(), "nowhere".to_owned()];
    setup.models = vec!["no\"model".to_owned()];
    let view = view(&setup, &Pack::embedded(), &[]);
    assert_eq!(marked(&view.trust), [("<YOUR-EXTERNAL-ID>", false)]);
    assert!(!view.trust.complete);
    assert!(view.trust.findings.is_empty(), "nothing is said of a placeholder");
    assert_eq!(
        marked(&view.permissions),
        [
            ("us-east-1", true),
            ("<MODEL>", false),
            ("<REGION>", false),
            ("<MODEL>", false),
            ("us-east-1", true),
            ("<YOUR-ACCOUNT-ID>", false),
            ("<MODEL>", false),
            ("<REGION>", false),
            ("<YOUR-ACCOUNT-ID>", false),
            ("<MODEL>", false),
        ]
    );
    assert!(!view.permissions.complete);
    assert_eq!(view.dashboard_json, None);
    assert_eq!(view.terminal_lines, "");
}

#[test]
fn hand_edits_are_kept_as_typed_and_told_apart() {
    let rendered = view(&setup(), &Pack::embedded(), &[]).trust;
    assert!(!rendered.edited);
    let mut setup = setup();
    setup.trust_policy = Some(rendered.text.clone());
    assert_eq!(view(&setup, &Pack::embedded(), &[]).trust, rendered, "equal text is no edit");
    let edited = rendered.text.replace("\n", " ");
    setup.trust_policy = Some(edited.clone());
    let shown = view(&setup, &Pack::embedded(), &[]).trust;
    assert_eq!(shown.text, edited);
    assert!(shown.edited && shown.complete && shown.marks.is_empty());
    assert_eq!(
        documents(&valid(&setup), &Pack::embedded()).trust,
        edited,
        "what is applied is what was typed"
    );
}

#[test]
fn the_dashboards_json_has_integers_as_integers() {
    let mut setup = setup();
    setup.session_name = "acme-prod".to_owned();
    setup.duration_seconds = "7200".to_owned();
    let json: Value = serde_json::from_str(&documents(&valid(&setup), &Pack::embedded()).dashboard).unwrap();
    assert_eq!(json["aws_role_session_name"], json!("acme-prod"));
    assert_eq!(json["aws_session_duration_seconds"], json!(7200));
    let shown = view(&setup, &Pack::embedded(), &[]).dashboard_json.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), json);
}

#[test]
fn a_path_with_shell_characters_is_quoted_in_the_terminal_lines() {
    let mut setup = setup();
    setup.role_path = "/it's$(x)/".to_owned();
    let lines = view(&setup, &Pack::embedded(), &[]).terminal_lines;
    assert!(lines.contains(r"'arn:aws:iam::123456789012:role/it'\''s$(x)/quilr-gateway-bedrock'"), "{lines}");
}

#[test]
fn console_links() {
    use onboarding::console::{Page, console_url};
    let pack = Pack::embedded();
    let mut setup = setup();
    setup.role_name = "a+b=c,d@e".to_owned();
    setup.region = "eu-west-1".to_owned();
    assert_eq!(
        console_url(&setup, &pack, Page::Role),
        "https://console.aws.amazon.com/iam/home#/roles/details/a%2Bb%3Dc%2Cd%40e?section=permissions"
    );
    assert_eq!(
        console_url(&setup, &pack, Page::ModelCatalog),
        "https://eu-west-1.console.aws.amazon.com/bedrock/home?region=eu-west-1#/model-catalog"
    );
    setup.region = "evil.example/#".to_owned();
    setup.role_name = "../x".to_owned();
    assert!(
        console_url(&setup, &pack, Page::ModelCatalog)
            .starts_with("https://us-east-1.console.aws.amazon.com/"),
        "only a region that is right becomes part of the host"
    );
    assert_eq!(console_url(&setup, &pack, Page::Role), "https://console.aws.amazon.com/iam/home#/roles");
}
