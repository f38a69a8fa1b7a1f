//! A template pack is verified: the default one passes, and every mistake in one is found, by the
//! group that is to find it, with a message, a remedy and the place.

use onboarding::Pack;
use onboarding::templates::{
    Case, Group, Report, Status, embedded_baseline, golden_files, verify, verify_inputs,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The default pack with some texts replaced; each must be there.
pub(crate) fn changed(changes: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let mut files = Pack::embedded_files();
    for (file, from, to) in changes {
        let entry = files.iter_mut().find(|(name, _)| name == file).unwrap();
        assert!(entry.1.contains(from), "{file} has no {from:?}");
        entry.1 = entry.1.replacen(from, to, 1);
    }
    files
}

fn report(changes: &[(&str, &str, &str)]) -> Report {
    verify(&changed(changes), Some(&embedded_baseline()))
}

#[test]
fn the_default_pack_passes_in_every_group() {
    let report = verify(&Pack::embedded_files(), Some(&embedded_baseline()));
    assert_eq!(report.failures(), []);
    assert!(report.passed());
    assert_eq!(report.version.as_deref(), Some(Pack::embedded().version()));
    for group in Group::ALL {
        let counts = report.counts(group);
        assert!(counts.passed > 0, "{group:?} proves nothing");
        assert_eq!(counts.skipped, 0, "{group:?}");
    }
}

#[test]
fn ids_stand_once_and_begin_with_their_group() {
    for report in [report(&[]), report(&[("trust.json", "sts:ExternalId", "sts:ExternalID2")])] {
        let ids: BTreeSet<&str> = report.cases.iter().map(|case| case.id.as_str()).collect();
        assert_eq!(ids.len(), report.cases.len());
        for Case { id, rule, group, .. } in &report.cases {
            assert!(id.starts_with(group.as_str()) && rule.starts_with(group.as_str()), "{id} {rule}");
        }
    }
}

#[test]
fn the_same_pack_gives_the_same_report() {
    assert_eq!(report(&[]), report(&[]));
}

fn ids(report: &Report, group: Group) -> BTreeSet<&str> {
    report.of(group).map(|case| case.id.as_str()).collect()
}

/// What must be asked of every document, by name: a question that is dropped is missed.
#[test]
fn the_matrix_asks_what_it_must() {
    let report = report(&[]);
    let asked = ids(&report, Group::Simulate);
    let inputs: BTreeSet<&str> = asked.iter().map(|id| id.split('/').nth(1).unwrap()).collect();
    for input in [
        "page",
        "external-id-shortest",
        "external-id-longest",
        "external-id-special",
        "role-name-longest",
        "role-path-longest",
        "account-leading-zeros",
        "only-inference-profiles",
        "only-application-profiles",
        "only-provisioned-models",
        "only-custom-models",
        "everything",
        "no-streaming",
        "region-one",
        "model-version",
        "model-wildcard",
        "everything-longest",
    ] {
        assert!(inputs.contains(input), "{input} in {inputs:?}");
    }
    for input in inputs {
        for question in [
            "gateway-with-external-id",
            "gateway-without-external-id",
            "gateway-with-wrong-external-id",
            "other-user",
            "other-account",
            "anyone",
            "gateway-account-root",
            "same-user-in-another-account",
            "same-name-role",
            "same-name-session",
            "service-bedrock",
        ] {
            let id = format!("simulate/{input}/trust/{question}");
            assert!(asked.contains(id.as_str()), "{id}");
        }
        for (provider, streams) in [
            ("bedrock", true),
            ("anthropic_messages_bedrock", true),
            ("bedrock_embeddings", false),
            ("bedrock_rerank", false),
        ] {
            for kind in [
                "on-demand",
                "geographic-profile",
                "global-profile",
                "application-profile",
                "provisioned-model",
                "custom-deployment",
            ] {
                let id = format!("simulate/{input}/permissions/{provider}/{kind}");
                assert!(asked.contains(id.as_str()), "{id}");
                assert_eq!(asked.contains(format!("{id}-stream").as_str()), streams, "{id}");
            }
        }
        for unrelated in ["iam:PassRole", "s3:GetObject", "aws-marketplace:Subscribe", "sts:AssumeRole"] {
            let id = format!("simulate/{input}/permissions/unrelated/{unrelated}");
            assert!(asked.contains(id.as_str()), "{id}");
        }
    }
}

/// That the answers are not all the same is what makes them worth something.
#[test]
fn what_was_chosen_is_allowed_and_the_rest_is_denied() {
    let report = report(&[]);
    let message = |id: &str| {
        let case = report.cases.iter().find(|case| case.id == id).unwrap_or_else(|| panic!("no {id}"));
        case.message.clone()
    };
    for (id, wanted) in [
        ("simulate/page/permissions/bedrock/on-demand", "allowed"),
        ("simulate/page/permissions/bedrock/on-demand-stream", "allowed"),
        ("simulate/no-streaming/permissions/bedrock/on-demand-stream", "denied"),
        ("simulate/page/permissions/bedrock/application-profile", "denied"),
        ("simulate/only-application-profiles/permissions/bedrock/application-profile", "allowed"),
        ("simulate/only-application-profiles/permissions/bedrock/provisioned-model", "denied"),
        ("simulate/only-provisioned-models/permissions/bedrock/provisioned-model", "allowed"),
        ("simulate/only-custom-models/permissions/bedrock/custom-deployment", "allowed"),
        ("simulate/everything/permissions/anthropic_messages_bedrock/geographic-profile", "allowed"),
        ("simulate/everything/permissions/anthropic_messages_bedrock/global-profile", "allowed"),
        // us-east-1 and us-west-2 with a Nova and the Claude models, of four regions and five models.
        ("simulate/narrowed/permissions/bedrock/on-demand", "allowed on 4 resources, denied on 16"),
        ("simulate/model-wildcard/permissions/bedrock_rerank/on-demand", "denied"),
        ("simulate/page/trust/gateway-with-external-id", "allowed"),
        ("simulate/page/trust/gateway-without-external-id", "denied"),
    ] {
        assert_eq!(message(id), wanted, "{id}");
    }
    assert!(message("render/refused/role-in-aws-cn").contains("cannot trust a principal in `aws`"));
    assert!(message("render/refused/role-in-aws-us-gov").contains("cannot trust a principal in `aws`"));
    assert!(message("render/external-id-longest/trust").ends_with("of 2048 characters"));
    assert!(message("render/everything-longest/permissions").ends_with("of 10240 characters"));
}

#[test]
fn every_fault_is_told_and_what_can_be_rendered_is_verified() {
    let report = report(&[
        ("pack.json", "\"version\": \"1.0.0\"", "\"version\": \"\", \"verzion\": 2"),
        ("pack.json", "\"policy_name\": \"quilr-gateway-bedrock-invoke\"", "\"policy_name\": \"a b\""),
        ("trust.json", "<YOUR-EXTERNAL-ID>", "<EXTERNAL>"),
        ("errors.json", "{", "["),
    ]);
    let failed: Vec<&str> = report
        .of(Group::Schema)
        .filter(|case| case.status == Status::Failed)
        .map(|case| case.id.as_str())
        .collect();
    assert_eq!(
        failed,
        [
            "schema/pack.json/fields",
            "schema/pack.json/version",
            "schema/pack.json/policy-name",
            "schema/trust.json/placeholders",
            "schema/trust.json/placeholders#2",
            "schema/errors.json/json",
        ]
    );
    assert!(report.counts(Group::Simulate).passed > 1000, "the permissions policy is verified even so");
}

#[test]
fn a_template_that_cannot_be_read_leaves_the_other_to_be_verified() {
    let files = changed(&[("trust.json", "\"Statement\": [", "\"Statement\": ")]);
    let report = verify(&files, None);
    assert_eq!(report.counts(Group::Schema).failed, 1);
    assert_eq!(report.counts(Group::Render).failed, 0, "it is passed over, not failed again");
    let asked = ids(&report, Group::Simulate);
    assert!(asked.contains("simulate/page/permissions/bedrock/on-demand"));
    assert!(!asked.contains("simulate/page/trust/anyone"));
}

#[test]
fn a_pack_without_its_facts_is_passed_over() {
    let files: Vec<_> = Pack::embedded_files().into_iter().filter(|(name, _)| name != "pack.json").collect();
    let report = verify(&files, Some(&embedded_baseline()));
    assert!(!report.passed());
    assert_eq!(report.version, None);
    for group in [Group::Render, Group::Lint, Group::Simulate, Group::Baseline] {
        let counts = report.counts(group);
        assert_eq!((counts.passed, counts.failed, counts.skipped), (0, 0, 1), "{group:?}");
    }
    assert!(golden_files(&files).is_empty());
}

#[test]
fn the_embedded_baseline_is_the_folders() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/baseline");
    let mut on_disk = Vec::new();
    for setup in std::fs::read_dir(root).unwrap() {
        let setup = setup.unwrap().path();
        for file in std::fs::read_dir(&setup).unwrap() {
            let file = file.unwrap().path();
            let name = |path: &std::path::Path| path.file_name().unwrap().to_str().unwrap().to_owned();
            on_disk
                .push((format!("{}/{}", name(&setup), name(&file)), std::fs::read_to_string(&file).unwrap()));
        }
    }
    on_disk.sort();
    let mut embedded = embedded_baseline();
    embedded.sort();
    assert_eq!(on_disk, embedded);
}

#[test]
fn a_change_shows_as_a_unified_diff_at_its_line() {
    let report = report(&[("pack.json", "\"value\": \"bedrock-role-wizard\"", "\"value\": \"acme\"")]);
    assert_eq!(report.failures().len(), 5, "one golden file of each setup");
    let failures = report.failures();
    let case = failures[0].case;
    assert_eq!(case.id, "baseline/page/role.json");
    assert_eq!((case.file.as_deref(), case.line), (Some("baseline/page/role.json"), Some(7)));
    insta::assert_snapshot!(case.detail.as_deref().unwrap(), @r#"
    --- baseline/page/role.json
    +++ rendered now
    @@ -4,7 +4,7 @@
       "tags": [
         {
           "key": "created-by",
    -      "value": "bedrock-role-wizard"
    +      "value": "acme"
         }
       ],
       "max_session_duration": 3600,
    "#);
}

#[test]
fn golden_files_may_be_missing_left_over_or_absent() {
    let files = Pack::embedded_files();
    let mut golden = embedded_baseline();
    let (path, _) = golden.remove(0);
    golden.push(("gone/trust.json".to_owned(), "{}".to_owned()));
    let report = verify(&files, Some(&golden));
    let found: Vec<(&str, &str)> = report
        .failures()
        .into_iter()
        .map(|failure| (failure.case.id.as_str(), failure.case.rule.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (format!("baseline/{path}").as_str(), "baseline/missing"),
            ("baseline/gone/trust.json", "baseline/not-rendered")
        ]
    );
    let none = verify(&files, None);
    assert!(none.passed(), "a pack need not have a baseline");
    let case = none.of(Group::Baseline).next().unwrap();
    assert_eq!(case.status, Status::Skipped);
    assert!(case.message.contains("--update-baseline"));
}

#[test]
fn line_ends_of_another_system_are_no_change() {
    let golden: Vec<(String, String)> =
        embedded_baseline().into_iter().map(|(path, text)| (path, text.replace('\n', "\r\n"))).collect();
    assert!(verify(&Pack::embedded_files(), Some(&golden)).passed());
}

#[test]
fn one_mistake_is_told_once() {
    let report = report(&[("trust.json", "sts:ExternalId", "sts:ExternalID2")]);
    let failures = report.failures();
    let simulated: Vec<_> = failures.iter().filter(|failure| failure.case.group == Group::Simulate).collect();
    assert_eq!(simulated.len(), 1);
    assert_eq!(simulated[0].others.len() + 1, report.counts(Group::Simulate).failed);
}

#[test]
fn a_terminal_is_not_steered_by_a_pack() {
    let report = report(&[("trust.json", "\"StringEquals\"", "\"String\\u001b[2J\"")]);
    assert!(!report.passed());
    for case in &report.cases {
        assert!(!case.message.contains('\u{1b}'), "{case:?}");
    }
}

#[test]
fn an_endless_list_of_unknown_fields_is_given_up() {
    let many: String = (0..2000).map(|number| format!("\"x{number}\": 1, ")).collect();
    let report = report(&[("pack.json", "\"schema\": 1", &format!("{many}\"schema\": 1"))]);
    let failed = report.counts(Group::Schema).failed;
    assert!((2..100).contains(&failed), "{failed}");
}

/// A change to a JSON text: at the nth of its values, something else.
fn mutate(value: &mut serde_json::Value, at: &mut usize, to: &serde_json::Value) {
    if *at == 0 {
        *value = to.clone();
        *at = usize::MAX;
        return;
    }
    *at = at.saturating_sub(usize::from(*at != usize::MAX));
    match value {
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| mutate(item, at, to)),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(|field| mutate(field, at, to)),
        _ => {}
    }
}

fn anything() -> impl Strategy<Value = serde_json::Value> {
    let text = prop_oneof![
        Just("<GATEWAY-PRINCIPAL>".to_owned()),
        Just("<RESOURCES>".to_owned()),
        Just("<ACTIONS>".to_owned()),
        Just("<MODEL>".to_owned()),
        Just("*".to_owned()),
        Just("arn:aws:bedrock:<REGION>:".to_owned()),
        Just(String::new()),
        ".{0,12}",
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        text.prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::vec((".{0,8}", inner), 0..4)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever stands in the place of a value: there is a report, and ids stand once.
    #[test]
    fn any_value_in_the_place_of_another_is_judged(file in 0usize..4, at in 0usize..300, to in anything()) {
        let mut files = Pack::embedded_files();
        let mut value: serde_json::Value = serde_json::from_str(&files[file].1).unwrap();
        let mut at = at;
        mutate(&mut value, &mut at, &to);
        files[file].1 = format!("{value:#}");
        let report = verify_inputs(&files, Some(&embedded_baseline()), Some(8));
        let ids: BTreeSet<&str> = report.cases.iter().map(|case| case.id.as_str()).collect();
        prop_assert_eq!(ids.len(), report.cases.len());
        for case in report.cases.iter().filter(|case| case.status == Status::Failed) {
            prop_assert!(case.remedy.is_some() && !case.message.is_empty(), "{:?}", case);
        }
    }

    /// A text that is cut, or that has anything in its middle, is judged too.
    #[test]
    fn any_damage_to_a_text_is_judged(file in 0usize..4, from in 0usize..2000, length in 0usize..40, with in ".{0,6}") {
        let mut files = Pack::embedded_files();
        let text = &mut files[file].1;
        let from = from.min(text.len());
        let to = (from + length).min(text.len());
        text.replace_range(from..to, &with);
        verify_inputs(&files, None, Some(4));
    }
}
