//! What the screens show, and that no input makes it fail.

use crate::common::{EXTERNAL_ID, full_setup, setup};
use onboarding::pack::ProviderType;
use onboarding::view::StepStatus;
use onboarding::{Pack, Setup, Step, Target, view};
use proptest::prelude::*;

fn steps(setup: &Setup) -> Vec<(Step, StepStatus, String)> {
    view(setup, &Pack::embedded(), &[])
        .steps
        .into_iter()
        .map(|state| (state.step, state.state, state.summary))
        .collect()
}

#[test]
fn the_rail() {
    let mut setup = setup();
    setup.visited = vec![Step::Overview, Step::ExternalId, Step::Role];
    setup.target = Target::Profile { name: "acme-admin".to_owned() };
    assert_eq!(
        steps(&setup),
        [
            (Step::Overview, StepStatus::Done, "profile acme-admin".to_owned()),
            (Step::ExternalId, StepStatus::Done, "7f3c2b1e…1a2b".to_owned()),
            (Step::Role, StepStatus::Done, "quilr-gateway-bedrock".to_owned()),
            (Step::Permissions, StepStatus::Open, "foundation models".to_owned()),
            (Step::Dashboard, StepStatus::Open, "us-east-1".to_owned()),
            (Step::Verify, StepStatus::Open, String::new()),
        ]
    );
}

#[test]
fn a_new_setup_raises_no_alarm() {
    let setup = Setup::new(&Pack::embedded(), "id".to_owned(), EXTERNAL_ID.to_owned(), Target::Sandbox);
    for (step, state, _) in steps(&setup) {
        assert_eq!(state, StepStatus::Open, "{step:?}");
    }
}

#[test]
fn what_is_wrong_or_was_left_empty_asks_for_attention() {
    let state =
        |setup: &Setup, step: Step| steps(setup).into_iter().find(|(found, ..)| *found == step).unwrap().1;
    let mut setup = setup();
    setup.account_id = String::new();
    assert_eq!(state(&setup, Step::Role), StepStatus::Open, "not there yet");
    setup.visited.push(Step::Role);
    assert_eq!(state(&setup, Step::Role), StepStatus::Attention, "left without it");
    setup.external_id = "a b".to_owned();
    assert_eq!(state(&setup, Step::ExternalId), StepStatus::Attention);
    setup.duration_seconds = "1h".to_owned();
    assert_eq!(state(&setup, Step::Dashboard), StepStatus::Attention);
}

#[test]
fn a_short_external_id_is_not_shortened() {
    let mut setup = setup();
    setup.external_id = "acme-2026".to_owned();
    assert_eq!(steps(&setup)[1].2, "acme-2026");
}

#[test]
fn the_view_of_a_setup_is_always_the_same() {
    let setup = full_setup();
    let pack = Pack::embedded();
    assert_eq!(view(&setup, &pack, &[]), view(&setup, &pack, &[]));
}

/// What people type and paste: almost right values, broken JSON, anything.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,24}",
        "[a-z0-9 :/.*<>\"\\\\-]{0,40}",
        Just("arn:aws:iam::123456789012:role/quilr-gateway-bedrock".to_owned()),
        Just("arn:aws:iam::975050335771:user/quilr-gateway".to_owned()),
        Just(EXTERNAL_ID.to_owned()),
        Just("<YOUR-EXTERNAL-ID>".to_owned()),
        Just("123456789012".to_owned()),
        Just("us-east-1".to_owned()),
        Just("é\u{200b}\u{a0}".to_owned()),
        Just("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}]}".to_owned()),
        Just("9".repeat(2000)),
    ]
}

fn any_setup() -> impl Strategy<Value = Setup> {
    let texts = prop::collection::vec(any_text(), 8);
    let lists = (
        prop::collection::vec(any_text(), 0..4),
        prop::collection::vec(any_text(), 0..4),
        prop::sample::subsequence(ProviderType::ALL.to_vec(), 0..=4),
    );
    let options = (prop::option::of(any_text()), prop::option::of(any_text()));
    (texts, lists, options, any::<[bool; 5]>()).prop_map(
        |(texts, (regions, models, provider_types), (trust_policy, role_arn), flags)| {
            let mut texts = texts.into_iter();
            let mut next = || texts.next().unwrap();
            let mut setup = setup();
            setup.name = next();
            setup.external_id = next();
            setup.account_id = next();
            setup.role_name = next();
            setup.role_path = next();
            setup.region = next();
            setup.session_name = next();
            setup.duration_seconds = next();
            setup.regions = regions;
            setup.models = models;
            setup.provider_types = provider_types;
            setup.trust_policy = trust_policy;
            setup.role_arn = role_arn;
            setup.streaming = flags[0];
            setup.resources.inference_profiles = flags[1];
            setup.resources.application_inference_profiles = flags[2];
            setup.resources.provisioned_models = flags[3];
            setup.resources.custom_models = flags[4];
            setup
        },
    )
}

proptest! {
    /// No text in any field makes the view fail; what it shows hangs together.
    #[test]
    fn any_text_in_any_field_is_answered(setup in any_setup()) {
        let pack = Pack::embedded();
        let view = view(&setup, &pack, &[]);
        for document in [&view.trust, &view.permissions] {
            for mark in &document.marks {
                prop_assert!(document.text.get(mark.start as usize..mark.end as usize).is_some());
            }
        }
        prop_assert!(serde_json::from_str::<serde_json::Value>(&view.permissions.text).is_ok());
        prop_assert_eq!(view.who.len(), 6);
        match setup.check(&pack, &[]) {
            Ok(valid) => {
                let documents = onboarding::documents(&valid, &pack);
                prop_assert_eq!(&documents.trust, &view.trust.text);
                prop_assert_eq!(&documents.permissions, &view.permissions.text);
                prop_assert_eq!(Some(&documents.dashboard), view.dashboard_json.as_ref());
                prop_assert!(view.permissions.complete);
            }
            Err(errors) => prop_assert!(!errors.is_empty(), "a refusal says why"),
        }
        let back = Setup::from_json(&setup.to_json());
        prop_assert_eq!(back.as_ref(), Ok(&setup), "nothing typed is lost");
    }

    /// An edited document is shown byte for byte.
    #[test]
    fn hand_edits_are_shown_as_typed(text in any_text()) {
        let mut setup = setup();
        setup.trust_policy = Some(text.clone());
        prop_assert_eq!(view(&setup, &Pack::embedded(), &[]).trust.text, text);
    }

    /// Troubleshooting and key checks take any text.
    #[test]
    fn any_pasted_text_is_answered(text in any_text()) {
        let pack = Pack::embedded();
        prop_assert!(!onboarding::diagnose(&text, &pack).remedy.is_empty());
        let key = onboarding::key::check_key(&text, &pack);
        prop_assert!(key.accepted || !key.notes.is_empty());
    }
}
