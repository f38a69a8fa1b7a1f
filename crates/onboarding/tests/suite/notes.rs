//! What is said about fields together: with each other, with other setups, with the pack, and with
//! what is in the account already.

use crate::common::{ACCOUNT, EXTERNAL_ID, full_setup, setup};
use onboarding::fields::{Field, FieldNote, Severity};
use onboarding::pack::ProviderType;
use onboarding::setup::Applied;
use onboarding::{Pack, Setup};

fn notes(setup: &Setup) -> Vec<FieldNote> {
    setup.notes(&Pack::embedded(), &[])
}

/// The note of a code, with its severity and field.
fn note(setup: &Setup, code: &str) -> FieldNote {
    let notes = notes(setup);
    notes
        .iter()
        .find(|note| note.code == code)
        .unwrap_or_else(|| panic!("no `{code}` among {notes:#?}"))
        .clone()
}

fn applied(setup: &mut Setup, max_session_duration: u32) {
    setup.applied = Some(Applied {
        role_arn: format!("arn:aws:iam::{ACCOUNT}:role/quilr-gateway-bedrock"),
        external_id: EXTERNAL_ID.to_owned(),
        max_session_duration,
        at: "2026-11-22T14:02:11Z".to_owned(),
    });
}

#[test]
fn nothing_is_said_about_a_setup_that_is_right() {
    assert_eq!(notes(&setup()), []);
}

#[test]
fn every_error_is_told_at_once_and_nothing_typed_is_lost() {
    let mut setup = setup();
    setup.external_id = "a b".to_owned();
    setup.account_id = "12".to_owned();
    setup.role_name = "my role".to_owned();
    setup.role_path = "x".to_owned();
    setup.role_arn = Some("arn:aws-cn:iam::123456789012:role/x".to_owned());
    setup.region = "nowhere".to_owned();
    setup.session_name = "s".to_owned();
    setup.duration_seconds = "899".to_owned();
    setup.trust_policy = Some("{".to_owned());
    setup.regions = vec!["here".to_owned()];
    setup.models = vec!["nova".to_owned()];
    setup.provider_types.clear();
    let errors = setup.check(&Pack::embedded(), &[]).unwrap_err();
    let fields: Vec<Field> = errors.iter().map(|note| note.field).collect();
    assert_eq!(
        fields,
        [
            Field::ExternalId,
            Field::AccountId,
            Field::RoleName,
            Field::RolePath,
            Field::RoleArn,
            Field::Region,
            Field::SessionName,
            Field::DurationSeconds,
            Field::TrustPolicy,
            Field::Regions,
            Field::Models,
            Field::ProviderTypes,
        ],
        "each field once, in the order of the fields: {errors:#?}"
    );
    assert_eq!(Setup::from_json(&setup.to_json()).unwrap(), setup, "what is wrong is saved as it was typed");
}

#[test]
fn warnings_do_not_stand_in_the_way() {
    let mut setup = full_setup();
    setup.external_id = "acme-2026".to_owned();
    assert!(setup.check(&Pack::embedded(), &[]).is_ok());
}

#[test]
fn an_external_id_of_another_setup_is_refused() {
    let others = [EXTERNAL_ID.to_owned()];
    let errors = setup().check(&Pack::embedded(), &others).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].code, "external-id-used");
    assert_eq!(errors[0].message, "another setup already uses this ExternalId");
}

#[test]
fn guessable_external_ids_get_a_warning_with_the_reason() {
    for (external_id, name, reason) in [
        ("ab", "", "only 2 characters"),
        ("k3j9x8q2w7", "", "only 10 characters"),
        ("acme", "", "the word `acme`"),
        ("acme-production-2026", "", "the word"),
        ("7f3c2b1e-acme-2026", "", "the word `acme`"),
        ("initech-gateway-live", "Initech, live", "the word `initech`"),
        ("123456789012", "", "the account id"),
        ("id-123456789012-x", "", "the account id"),
        ("2026-11-22-customer", "", "the word `customer`"),
        ("20261122", "", "a date"),
        ("x-20261122-y-2027", "", "a date"),
        ("1234567890abcdefghij", "", "a sequence"),
        ("aaaaaaaaaaaaaaaaaaaa", "", "a sequence"),
        ("zyxwvutsrqponmlkjihg", "", "a sequence"),
        ("x9x9x9x9x9x9x9x9x9x9", "", "repeats itself"),
        ("00000000-0000-0000-0000-000000000000", "", "a sequence"),
        ("quilr-gateway-bedrock", "", "the word"),
        ("my-own-role-for-this", "my own", "the word"),
    ] {
        let mut setup = setup();
        setup.external_id = external_id.to_owned();
        setup.name = name.to_owned();
        let note = note(&setup, "external-id-guessable");
        assert_eq!(note.severity, Severity::Warning);
        assert!(note.message.contains(reason), "{external_id}: {}", note.message);
    }
}

#[test]
fn unguessable_external_ids_get_none() {
    for external_id in [
        EXTERNAL_ID,
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "00f5a1b2-2026-4aaa-8bbb-1d9e0c7f6a53",
        "acme-f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "Zk3vQ9rT1mXw7LpB",
        "w8JkQ2/rT5+xNv=9Lb@c",
    ] {
        let mut setup = setup();
        setup.external_id = external_id.to_owned();
        setup.name = "Acme, production".to_owned();
        assert_eq!(notes(&setup), [], "{external_id}");
    }
}

#[test]
fn an_external_id_that_the_role_does_not_carry_yet() {
    let mut setup = setup();
    applied(&mut setup, 3600);
    assert_eq!(notes(&setup), []);
    setup.external_id = "f47ac10b-58cc-4372-a567-0e02b2c3d479".to_owned();
    assert_eq!(note(&setup, "external-id-changed").severity, Severity::Warning);
    setup.role_name = "another-role".to_owned();
    assert_eq!(notes(&setup), [], "another role was never given one");
}

#[test]
fn a_duration_over_one_hour_against_the_role() {
    let mut setup = setup();
    setup.duration_seconds = "7200".to_owned();
    let info = note(&setup, "duration-needs-max");
    assert_eq!(info.severity, Severity::Info);
    assert_eq!(info.message, "the role will get a MaxSessionDuration of 7200");
    applied(&mut setup, 3600);
    let warning = note(&setup, "duration-over-max");
    assert_eq!((warning.severity, warning.field), (Severity::Warning, Field::DurationSeconds));
    assert_eq!(warning.message, "the role's MaxSessionDuration is 3600, less than 7200");
    assert!(warning.hint.unwrap().contains("raise the role's MaxSessionDuration"));
    applied(&mut setup, 43_200);
    assert_eq!(notes(&setup), []);
}

#[test]
fn rerank_by_region() {
    let mut setup = setup();
    setup.provider_types.push(ProviderType::BedrockRerank);
    let some = note(&setup, "region-some-models");
    assert_eq!(some.severity, Severity::Info);
    assert_eq!(some.message, "Amazon rerank is not in `us-east-1`, Cohere rerank is");
    setup.region = "eu-west-1".to_owned();
    let none = note(&setup, "region-no-model");
    assert_eq!((none.severity, none.field), (Severity::Warning, Field::Region));
    assert_eq!(none.message, "no model for `bedrock_rerank` is in `eu-west-1`");
    assert!(none.hint.unwrap().contains("Cohere rerank: ap-northeast-1"));
    setup.region = "us-west-2".to_owned();
    assert_eq!(notes(&setup), []);
}

#[test]
fn an_unknown_region_is_taken_with_a_warning() {
    let mut setup = setup();
    setup.region = "ap-southeast-9".to_owned();
    assert_eq!(note(&setup, "region-unknown").severity, Severity::Warning);
    assert!(setup.check(&Pack::embedded(), &[]).is_ok());
}

#[test]
fn a_pasted_arn_must_agree_with_the_setup() {
    for (arn, code, message) in [
        (
            "arn:aws:iam::210987654321:role/quilr-gateway-bedrock",
            "role-arn-other-account",
            "the ARN has the account `210987654321`, the setup says `123456789012`",
        ),
        (
            "arn:aws:iam::123456789012:role/other",
            "role-arn-other-name",
            "the ARN has the role name `other`, the setup says `quilr-gateway-bedrock`",
        ),
        (
            "arn:aws:iam::123456789012:role/team/quilr-gateway-bedrock",
            "role-arn-other-path",
            "the ARN has the path `/team/`, the setup says `/`",
        ),
    ] {
        let mut setup = setup();
        setup.role_arn = Some(arn.to_owned());
        let note = note(&setup, code);
        assert_eq!((note.field, note.severity), (Field::RoleArn, Severity::Error));
        assert_eq!(note.message, message);
    }
    let mut setup = setup();
    setup.role_arn = Some(format!("arn:aws:iam::{ACCOUNT}:role/quilr-gateway-bedrock"));
    assert_eq!(notes(&setup), []);
    setup.account_id = String::new();
    assert_eq!(notes(&setup), [], "the account is taken from the ARN");
}

#[test]
fn the_gateways_own_account_is_refused() {
    let mut setup = setup();
    setup.account_id = "975050335771".to_owned();
    assert_eq!(note(&setup, "account-id-of-gateway").severity, Severity::Error);
}

#[test]
fn narrowing_to_regions() {
    let mut setup = setup();
    setup.regions = vec!["us-west-2".to_owned()];
    assert_eq!(note(&setup, "regions-without-key-region").field, Field::Regions);
    setup.resources.inference_profiles = true;
    setup.regions = vec!["us-east-1".to_owned()];
    assert_eq!(
        note(&setup, "regions-narrow-profiles").message,
        "cross-region inference profiles also route to us-east-2, us-west-2, and are refused there"
    );
    setup.regions = ["us-east-1", "us-east-2", "us-west-2"].map(str::to_owned).to_vec();
    assert_eq!(note(&setup, "regions-narrow-global-profiles").severity, Severity::Info);
}

#[test]
fn narrowing_to_models() {
    let mut setup = full_setup();
    setup.models = vec!["amazon.nova-lite*".to_owned(), "anthropic.*".to_owned()];
    let missing: Vec<String> = notes(&setup)
        .into_iter()
        .filter(|note| note.code == "models-without-provider-type")
        .map(|note| note.message)
        .collect();
    assert_eq!(
        missing,
        ["none of the models serves `bedrock_embeddings`", "none of the models serves `bedrock_rerank`"]
    );
    setup.models = vec!["cohere.rerank-v3-5:0".to_owned()];
    setup.provider_types = vec![ProviderType::Bedrock];
    assert_eq!(note(&setup, "models-without-provider-type").message, "none of the models serves `bedrock`");
    setup.models = vec!["newvendor.chat-1".to_owned()];
    assert_eq!(notes(&setup), [], "a vendor that is not known yet");
    setup.provider_types = ProviderType::ALL.to_vec();
    setup.models = vec!["*.*".to_owned()];
    assert!(notes(&setup).iter().all(|note| note.code != "models-without-provider-type"));
}

#[test]
fn documents_over_their_quota() {
    let mut setup = setup();
    setup.regions = Pack::embedded().regions().to_vec();
    setup.models = (0..20).map(|n| format!("amazon.nova-model-{n}")).collect();
    assert_eq!(note(&setup, "permissions-size").severity, Severity::Error);

    let mut setup = crate::common::setup();
    let statement = |n: usize| {
        format!(
            r#"{{"Sid":"S{n}","Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::975050335771:user/quilr-gateway"}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"sts:ExternalId":"{EXTERNAL_ID}"}}}}}}"#
        )
    };
    let policy = |count: usize| {
        let all: Vec<String> = (0..count).map(statement).collect();
        Some(format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, all.join(",")))
    };
    setup.trust_policy = policy(12);
    assert_eq!(note(&setup, "trust-policy-size").severity, Severity::Warning);
    setup.trust_policy = policy(30);
    assert_eq!(note(&setup, "trust-policy-size").severity, Severity::Error);
}

#[test]
fn a_placeholder_left_in_the_trust_policy_is_refused() {
    let mut setup = setup();
    let text = onboarding::view(&setup, &Pack::embedded(), &[]).trust.text;
    setup.trust_policy = Some(text.replace(EXTERNAL_ID, "<YOUR-EXTERNAL-ID>"));
    let note = note(&setup, "trust-policy-placeholder");
    assert_eq!((note.field, note.severity), (Field::TrustPolicy, Severity::Error));
    assert!(!onboarding::view(&setup, &Pack::embedded(), &[]).trust.complete);
}

#[test]
fn a_trust_policy_that_cannot_be_read_says_where() {
    let mut setup = setup();
    setup.trust_policy = Some("{\n  \"Version\": \"2012-10-17\",\n}".to_owned());
    let notes = notes(&setup);
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert_eq!((notes[0].field, notes[0].severity), (Field::TrustPolicy, Severity::Error));
    assert!(notes[0].message.contains("line "), "{}", notes[0].message);
}
