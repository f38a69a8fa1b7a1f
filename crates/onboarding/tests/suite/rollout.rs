//! A rollout: its list, its setups, its plan, its table, its file.

mod list;
mod plan;

use crate::common::{full_setup, setup};
use onboarding::rollout::{
    ACCESS_ROLE, AccountList, PermissionModel, Rollout, RolloutAccount, as_csv, read_accounts, table, view,
};
use onboarding::{Field, Pack, Severity, Target};

pub(crate) const ONE: &str = "111111111111";
pub(crate) const TWO: &str = "222222222222";
pub(crate) const THREE: &str = "333333333333";

/// UUIDs that a test can tell apart.
pub(crate) fn ids() -> impl FnMut() -> String {
    let mut next = 0x9c4e_17b2_u64;
    move || {
        next = next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (a, b) = (next, next.rotate_left(29) ^ 0x5bd1_e995_7b93_1f4d);
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            a >> 32,
            a & 0xffff,
            b >> 52,
            b & 0xfff,
            (a ^ b) & 0xffff_ffff_ffff
        )
    }
}

pub(crate) fn listed(text: &str) -> AccountList {
    read_accounts(text, &Pack::embedded())
}

/// Three accounts with an ExternalId each.
pub(crate) fn rollout() -> Rollout {
    let mut rollout =
        Rollout::new("8d1b2f36-44c0-4b8e-9a53-7f0f6f2e9a01".to_owned(), full_setup(), Target::Sandbox);
    rollout.name = "Acme".to_owned();
    rollout.merge(&listed(&format!("{ONE},Production\n{TWO}\n{THREE},Test")), ids());
    rollout
}

#[test]
fn a_rollout_begins_with_what_can_be_derived() {
    let rollout = Rollout::new("id".to_owned(), setup(), Target::Sandbox);
    assert_eq!(rollout.stack_set, "quilr-gateway-bedrock");
    assert_eq!(rollout.access_role, ACCESS_ROLE);
    assert_eq!(rollout.permission_model, PermissionModel::SelfManaged);
    let mut odd = setup();
    odd.role_name = "9_lives+".to_owned();
    assert_eq!(Rollout::new("id".to_owned(), odd, Target::Sandbox).stack_set, "role-9-lives");
}

#[test]
fn every_account_has_a_setup_of_its_own() {
    let rollout = rollout();
    let pack = Pack::embedded();
    let mut seen = Vec::new();
    for account in &rollout.accounts {
        let setup = rollout.setup_of(account);
        let valid = setup.check(&pack, &seen).expect("right, and no ExternalId twice");
        assert_eq!(valid.role_arn.account(), account.account_id);
        assert!(valid.desired_role(&pack).trust_policy.contains(&account.external_id));
        assert_eq!(setup.provider_types, rollout.pattern.provider_types);
        assert_eq!(onboarding::Setup::from_json(&setup.to_json()).unwrap(), setup, "it is a setup's file");
        seen.push(account.external_id.clone());
    }
    assert_eq!(rollout.setup_of(&rollout.accounts[0]).name, "Acme, Production");
    assert_eq!(rollout.setup_of(&rollout.accounts[1]).name, format!("Acme, {TWO}"));
}

#[test]
fn a_trust_policy_edited_by_hand_asks_each_account_for_its_own_external_id() {
    let mut rollout = rollout();
    let edited = |id: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"Mine","Effect":"Allow",
            "Principal":{{"AWS":"arn:aws:iam::975050335771:user/quilr-gateway"}},"Action":"sts:AssumeRole",
            "Condition":{{"StringEquals":{{"sts:ExternalId":"{id}"}}}}}}]}}"#
        )
    };
    rollout.pattern.trust_policy = Some(edited(&rollout.pattern.external_id));
    let account = &rollout.accounts[1];
    assert_eq!(rollout.setup_of(account).trust_policy, Some(edited(&account.external_id)));
    let template = view(&rollout, &Pack::embedded()).code.unwrap().text;
    assert!(template.contains("sts:ExternalId: !Ref ExternalId"), "{template}");

    rollout.pattern.trust_policy = Some(edited("another-id-than-the-patterns-5d8f6c1e"));
    let view = view(&rollout, &Pack::embedded());
    assert_eq!(view.code, None, "every account would ask for the same ExternalId");
    let codes: Vec<&str> = view.problems.iter().map(|note| note.code.as_str()).collect();
    assert!(codes.contains(&"pattern-external-id"), "{codes:?}");
    assert!(!view.ready);
}

#[test]
fn the_template_holds_no_account_and_no_external_id() {
    let rollout = rollout();
    let view = view(&rollout, &Pack::embedded());
    let text = view.code.unwrap().text;
    for account in &rollout.accounts {
        assert!(!text.contains(&account.account_id) && !text.contains(&account.external_id));
    }
    assert!(!text.contains(&rollout.pattern.external_id) && !text.contains(&rollout.pattern.account_id));
    assert!(!text.contains("000000000000"), "nor the one that stands in: {text}");
    let by_hand = onboarding::code(
        &rollout.setup_of(&rollout.accounts[0]).check(&Pack::embedded(), &[]).unwrap(),
        &Pack::embedded(),
        onboarding::CodeForm::Stackset,
    );
    assert!(by_hand.text.ends_with(&text), "the same template as the one that is deployed by hand");
    assert!(view.ready, "{:?}", view.problems);
    assert_eq!(view.table_file_name, "quilr-gateway-bedrock.csv");
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    let pack = Pack::embedded();
    let codes = |change: &dyn Fn(&mut Rollout)| -> Vec<String> {
        let mut rollout = rollout();
        change(&mut rollout);
        let view = view(&rollout, &pack);
        let of_rows = view.rows.iter().flat_map(|row| row.notes.clone());
        let all: Vec<_> = view.problems.iter().cloned().chain(of_rows).collect();
        let errors: Vec<_> = all.into_iter().filter(|note| note.severity == Severity::Error).collect();
        assert_eq!(view.ready, errors.is_empty());
        errors.into_iter().map(|note| note.code).collect()
    };
    assert_eq!(codes(&|_| {}), [""; 0]);
    assert_eq!(codes(&|it| it.accounts.clear()), ["accounts-missing"]);
    assert_eq!(codes(&|it| it.stack_set.clear()), ["stack-set-missing"]);
    assert_eq!(codes(&|it| it.stack_set = "9lives".to_owned()), ["stack-set-name"]);
    assert_eq!(codes(&|it| it.stack_set = "a/b".to_owned()), ["stack-set-name"]);
    assert_eq!(codes(&|it| it.stack_set = "a".repeat(129)), ["stack-set-length"]);
    assert_eq!(codes(&|it| it.access_role.clear()), ["access-role-name-missing"]);
    assert_eq!(codes(&|it| it.pattern.region = "moon".to_owned()), ["region-form"]);
    assert_eq!(codes(&|it| it.accounts[1].account_id = ONE.to_owned()), ["account-twice"]);
    assert_eq!(codes(&|it| it.accounts[1].account_id = "975050335771".to_owned()), ["account-gateway"]);
    assert_eq!(codes(&|it| it.accounts[1].account_id = "12".to_owned()), ["account-id-length"]);
    assert_eq!(
        codes(&|it| it.accounts[1].external_id = it.accounts[0].external_id.clone()),
        ["external-id-twice"]
    );
    assert_eq!(codes(&|it| it.accounts[1].external_id = "a b".to_owned()), ["external-id-charset"]);
    let units = |units: &[&str]| PermissionModel::ServiceManaged {
        organizational_units: units.iter().map(|unit| (*unit).to_owned()).collect(),
    };
    assert_eq!(codes(&|it| it.permission_model = units(&[])), ["units-missing"]);
    assert_eq!(codes(&|it| it.permission_model = units(&["ou-ab12-cd34ef56", "r-ab12"])), [""; 0]);
    assert_eq!(codes(&|it| it.permission_model = units(&["o-ab12", "ou-x"])), ["unit-form", "unit-form"]);
    assert_eq!(codes(&|it| it.permission_model = units(&["r-ab12"; 51])), ["units-many"]);
}

#[test]
fn a_patterns_errors_are_its_fields() {
    let mut rollout = rollout();
    rollout.pattern.role_name = "a b".to_owned();
    rollout.pattern.duration_seconds = "1".to_owned();
    let view = view(&rollout, &Pack::embedded());
    let fields: Vec<Option<Field>> =
        view.problems.iter().filter(|note| note.severity == Severity::Error).map(|note| note.field).collect();
    assert_eq!(fields, [Some(Field::RoleName), Some(Field::DurationSeconds)]);
    assert!(view.rows.iter().all(|row| row.role_arn.is_none()));
}

#[test]
fn merging_keeps_the_external_ids_of_accounts_that_are_there() {
    let mut rollout = rollout();
    let before = rollout.accounts.clone();
    let list = listed(&format!(
        "account_id,name,external_id\n444444444444,New,\n{THREE},,\n{ONE},Live,my-own-id-8842-kdjfhgweiru\n"
    ));
    assert_eq!(list.notes, []);
    let merged = rollout.merge(&list, ids());
    assert_eq!(merged.added, ["444444444444"]);
    assert_eq!(merged.kept, 1);
    assert_eq!(merged.changed.len(), 1);
    assert_eq!(
        (&merged.changed[0].from, merged.changed[0].to.as_str()),
        (&before[0].external_id, "my-own-id-8842-kdjfhgweiru")
    );
    assert_eq!(
        merged.dropped,
        [before[1].clone()],
        "what is dropped is told whole: its ExternalId is not lost"
    );
    let order: Vec<&str> = rollout.accounts.iter().map(|account| account.account_id.as_str()).collect();
    assert_eq!(order, ["444444444444", THREE, ONE]);
    assert_eq!(rollout.accounts[1], before[2], "name and ExternalId stay");
    assert_eq!(rollout.accounts[2].name, "Live");
}

#[test]
fn the_table_is_read_back_as_a_list() {
    let mut rollout = rollout();
    rollout.accounts[0].name = "Prod; \"east\", =1+1".to_owned();
    rollout.accounts[1].name = "=HYPERLINK(\"http://x\")".to_owned();
    rollout.accounts[2].external_id = "=a,b@c:d/e-f.g+h_7f3c2b1e5a61".to_owned();
    let rows = table(&rollout, &Pack::embedded(), None);
    let csv = as_csv(&rows);
    assert!(!csv.contains("\n=") && !csv.contains(",=H"), "no name is a formula: {csv}");
    let list = listed(&csv);
    assert_eq!(list.notes, []);
    let back: Vec<RolloutAccount> = list
        .accounts
        .into_iter()
        .map(|it| RolloutAccount {
            account_id: it.account_id,
            name: it.name,
            external_id: it.external_id.unwrap(),
        })
        .collect();
    let mut expected = rollout.accounts;
    expected[1].name = "'=HYPERLINK(\"http://x\")".to_owned();
    assert_eq!(back, expected);
}

#[test]
fn written_and_read_again_it_is_the_same() {
    let mut service = rollout();
    service.permission_model =
        PermissionModel::ServiceManaged { organizational_units: vec!["r-ab12".to_owned()] };
    for rollout in [rollout(), service, Rollout::default()] {
        assert_eq!(Rollout::from_json(&rollout.to_json()).unwrap(), rollout);
    }
}

#[test]
fn what_is_no_rollout_is_refused_with_its_reason() {
    let unknown = rollout().to_json().replace("\"stack_set\"", "\"stack_sett\"");
    for (text, code) in [
        ("", "rollout-syntax"),
        ("{}", "rollout-not-a-rollout"),
        (r#"{"schema": 1, "account_id": "123456789012"}"#, "rollout-not-a-rollout"),
        (unknown.as_str(), "rollout-not-a-rollout"),
        (r#"{"schema": 2, "stack_set": "s"}"#, "rollout-schema"),
        (r#"{"schema": 1, "stack_set": "s", "other": 1}"#, "rollout-shape"),
        (r#"{"schema": 1, "stack_set": "s", "accounts": [{"id": "1"}]}"#, "rollout-shape"),
        (r#"{"schema": 1, "stack_set": "s", "id": "../../x"}"#, "rollout-id"),
    ] {
        let error = Rollout::from_json(text).unwrap_err();
        assert_eq!(error.code(), code, "{text}: {error}");
        assert!(!error.hint().is_empty());
    }
}
