//! The two tables, over documents that are right and documents that are not.

use crate::common::{EXTERNAL_ID, GATEWAY, full_setup, setup};
use onboarding::decisions::DecisionRow;
use onboarding::pack::ProviderType;
use onboarding::{Pack, Setup, view};

fn who(setup: &Setup) -> Vec<DecisionRow> {
    view(setup, &Pack::embedded(), &[]).who
}

/// The setup with its rendered trust policy changed by hand.
fn edited(from: &str, to: &str) -> Setup {
    let mut setup = setup();
    let text = view(&setup, &Pack::embedded(), &[]).trust.text;
    assert!(text.contains(from), "{from}");
    setup.trust_policy = Some(text.replace(from, to));
    setup
}

fn allowed(rows: &[DecisionRow]) -> Vec<&str> {
    rows.iter().filter(|row| row.allowed).map(|row| row.id.as_str()).collect()
}

#[test]
fn only_the_gateway_with_the_external_id_is_let_in() {
    let rows = who(&setup());
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "gateway-with-external-id",
            "gateway-without-external-id",
            "gateway-with-wrong-external-id",
            "other-user",
            "other-account",
            "anyone",
        ]
    );
    assert_eq!(allowed(&rows), ["gateway-with-external-id"]);
    assert!(rows.iter().all(|row| row.as_expected && !row.why.is_empty()));
}

#[test]
fn what_hand_edits_do() {
    for (from, to, let_in) in [
        (
            // No condition at all.
            r#""StringEquals": {
          "sts:ExternalId": "7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b"
        }"#,
            "",
            vec!["gateway-with-external-id", "gateway-without-external-id", "gateway-with-wrong-external-id"],
        ),
        (
            // Refuses the wrong one only where there is one.
            "\"StringEquals\"",
            "\"StringEqualsIfExists\"",
            vec!["gateway-with-external-id", "gateway-without-external-id"],
        ),
        (GATEWAY, "arn:aws:iam::975050335771:root", vec!["gateway-with-external-id", "other-user"]),
        (GATEWAY, "*", vec!["gateway-with-external-id", "other-user", "other-account", "anyone"]),
        (EXTERNAL_ID, "other-tenant", vec!["gateway-with-wrong-external-id"]),
        ("\"Allow\"", "\"Deny\"", vec![]),
        ("quilr-gateway", "quilr-gateway-2", vec![]),
    ] {
        let setup = edited(from, to);
        let rows = who(&setup);
        assert_eq!(allowed(&rows), let_in, "{from} -> {to}");
        for row in &rows {
            let expected = row.id == "gateway-with-external-id";
            assert_eq!(row.as_expected, row.allowed == expected, "{row:?}");
        }
        let notes = view(&setup, &Pack::embedded(), &[]).notes;
        assert!(notes.iter().any(|note| note.code == "trust-policy-unexpected"), "{from} -> {to}: {notes:?}");
    }
}

#[test]
fn the_why_names_the_missing_external_id() {
    let rows = who(&setup());
    assert!(rows[1].why.contains("sts:ExternalId"), "{}", rows[1].why);
    assert!(rows[2].why.contains("other-tenant"), "{}", rows[2].why);
}

#[test]
fn what_cannot_be_evaluated_says_so() {
    let mut setup = setup();
    setup.trust_policy = Some("not JSON".to_owned());
    for row in who(&setup) {
        assert!(!row.allowed && !row.as_expected);
        assert!(row.why.starts_with("cannot be evaluated: "), "{}", row.why);
    }
    let mut setup = crate::common::setup();
    setup.external_id = "a b".to_owned();
    let rows = who(&setup);
    assert!(!rows[0].as_expected);
    assert!(rows[1..].iter().all(|row| row.as_expected), "{rows:?}");
}

/// The ids of the rows that are allowed; and of those that are needed but denied.
fn what(setup: &Setup) -> (Vec<String>, Vec<String>) {
    let rows = view(setup, &Pack::embedded(), &[]).what;
    let pick = |keep: &dyn Fn(&onboarding::decisions::CapabilityRow) -> bool| {
        rows.iter().filter(|row| keep(row)).map(|row| row.id.clone()).collect()
    };
    (pick(&|row| row.allowed), pick(&|row| row.needed && !row.allowed))
}

#[test]
fn the_pages_minimum_covers_on_demand_models_only() {
    let mut setup = full_setup();
    setup.resources.inference_profiles = false;
    let (allowed, lacking) = what(&setup);
    assert_eq!(
        allowed,
        [
            "bedrock/converse/on-demand",
            "bedrock/converse-stream/on-demand",
            "anthropic_messages_bedrock/messages/on-demand",
            "anthropic_messages_bedrock/messages-stream/on-demand",
            "bedrock_embeddings/invoke/on-demand",
            "bedrock_rerank/invoke/on-demand",
        ]
    );
    assert_eq!(
        lacking,
        [
            "anthropic_messages_bedrock/messages/inference-profile",
            "anthropic_messages_bedrock/messages-stream/inference-profile",
        ],
        "newer Claude models answer only there"
    );
}

#[test]
fn each_kind_of_resource_opens_its_own_row() {
    let mut setup = full_setup();
    let (allowed, lacking) = what(&setup);
    for id in [
        "bedrock/converse/inference-profile",
        "bedrock/converse/global-profile",
        "anthropic_messages_bedrock/messages/inference-profile",
        "anthropic_messages_bedrock/messages-stream/inference-profile",
        "anthropic_messages_bedrock/messages/global-profile",
    ] {
        assert!(allowed.contains(&id.to_owned()), "{id} in {allowed:?}");
    }
    assert_eq!(lacking, Vec::<String>::new());
    let row = |setup: &Setup, id: &str| what(setup).0.contains(&id.to_owned());
    assert!(!row(&setup, "bedrock/converse/application-inference-profile"));
    setup.resources.application_inference_profiles = true;
    assert!(row(&setup, "bedrock/converse/application-inference-profile"));
    assert!(!row(&setup, "bedrock/converse/provisioned-model"));
    setup.resources.provisioned_models = true;
    assert!(row(&setup, "bedrock/converse/provisioned-model"));
    assert!(!row(&setup, "bedrock/converse/custom-model"));
    setup.resources.custom_models = true;
    assert!(row(&setup, "bedrock/converse/custom-model"));
}

#[test]
fn narrowed_to_one_region_a_cross_region_profile_is_refused_in_the_next() {
    let mut setup = full_setup();
    setup.regions = vec!["us-east-1".to_owned()];
    let rows = view(&setup, &Pack::embedded(), &[]).what;
    let row =
        rows.iter().find(|row| row.id == "anthropic_messages_bedrock/messages/inference-profile").unwrap();
    assert!(!row.allowed && row.needed);
    assert!(row.why.contains("us-east-2"), "the region that refuses is named: {}", row.why);
    setup.regions = ["us-east-1", "us-east-2", "us-west-2"].map(str::to_owned).to_vec();
    let rows = view(&setup, &Pack::embedded(), &[]).what;
    let allowed = |id: &str| rows.iter().any(|row| row.id == id && row.allowed);
    assert!(allowed("anthropic_messages_bedrock/messages/inference-profile"));
    assert!(
        !allowed("anthropic_messages_bedrock/messages/global-profile"),
        "a global profile's model has no region"
    );
}

#[test]
fn an_allowed_global_profile_says_what_is_not_confirmed() {
    let rows = view(&full_setup(), &Pack::embedded(), &[]).what;
    for row in rows.iter().filter(|row| row.id.ends_with("/global-profile")) {
        assert!(row.allowed && row.why.contains("not confirmed by AWS"), "{row:?}");
    }
}

#[test]
fn without_streaming_the_streamed_rows_are_denied_and_not_needed() {
    let mut setup = full_setup();
    setup.streaming = false;
    let rows = view(&setup, &Pack::embedded(), &[]).what;
    for row in rows.iter().filter(|row| row.what.contains("streamed")) {
        assert!(!row.allowed && !row.needed, "{row:?}");
    }
}

#[test]
fn narrowed_to_models_the_table_asks_about_those() {
    let mut setup = full_setup();
    setup.provider_types = vec![ProviderType::Bedrock, ProviderType::BedrockEmbeddings];
    setup.models = vec!["meta.llama3-8b-instruct-v1:0".to_owned()];
    let rows = view(&setup, &Pack::embedded(), &[]).what;
    let row = |id: &str| rows.iter().find(|row| row.id == id).unwrap();
    assert!(row("bedrock/converse/on-demand").allowed);
    assert!(row("bedrock/converse/on-demand").on.starts_with("meta.llama3"));
    assert!(row("bedrock/converse/inference-profile").allowed);
    let embeddings = row("bedrock_embeddings/invoke/on-demand");
    assert!(!embeddings.allowed && embeddings.needed, "{embeddings:?}");
}

#[test]
fn the_table_is_there_before_the_account_is_known() {
    let mut setup = full_setup();
    setup.account_id = String::new();
    assert_eq!(what(&setup).1, Vec::<String>::new());
}

#[test]
fn a_region_without_a_geography_needs_the_global_profile() {
    let mut setup = full_setup();
    setup.region = "sa-east-1".to_owned();
    let rows = view(&setup, &Pack::embedded(), &[]).what;
    assert!(rows.iter().all(|row| !row.id.ends_with("/inference-profile")));
    assert!(
        rows.iter().any(|row| row.id == "anthropic_messages_bedrock/messages/global-profile" && row.needed)
    );
}

#[test]
fn each_answer_comes_with_what_each_statement_says() {
    let trust = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"Gateway","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::975050335771:user/quilr-gateway"},
         "Action":"sts:AssumeRole"},
        {"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole",
         "Condition":{"Null":{"sts:ExternalId":"true"}}}]}"#;
    let rows = who(&Setup { trust_policy: Some(trust.to_owned()), ..setup() });
    let without = rows.iter().find(|row| row.id == "gateway-without-external-id").unwrap();
    let said: Vec<_> = without
        .statements
        .iter()
        .map(|each| (each.statement, each.sid.as_deref(), each.denies, each.applies, each.why.as_str()))
        .collect();
    assert_eq!(said, [(1, Some("Gateway"), false, true, ""), (2, None, true, true, "")]);
    let other = rows.iter().find(|row| row.id == "other-user").unwrap();
    assert_eq!(
        other.statements.first().unwrap().why,
        "it names `arn:aws:iam::975050335771:user/quilr-gateway`, \
         not `arn:aws:iam::975050335771:user/somebody-else`"
    );
    assert_eq!(
        other.statements.last().unwrap().why,
        "`sts:ExternalId` is present, the statement wants it absent"
    );
}
