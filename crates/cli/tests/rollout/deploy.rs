//! Deploying, doing it again, failing and trying again, changing, removing.

use crate::differs::{REFUSES_THE_CALL, UPDATES_REACH_THE_ROLE};
use crate::harness::EXTERNAL_ID;
use crate::proxy::Act;
use crate::world::{ONE, ROLE, THREE, TWO, World, pairs, states};
use live::rollout::{RolloutEvent, deploy, plan_rollout};
use live::{Account, LiveError, Source, UndoStore};
use onboarding::Pack;
use onboarding::rollout::Rollout;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

#[test]
fn three_accounts_get_three_external_ids_and_twice_changes_nothing() {
    let mut world = World::start();
    let file = world.rollout(&[ONE, TWO, THREE]);
    let plan = world.run_json(&["plan", &file, "--check"]).exits_with(1).json();
    assert_eq!((&plan["stack_set"]["change"], &plan["calls"]), (&json!("create"), &json!(4)));
    assert_eq!(world.changes(), [""; 0], "a plan changes nothing");

    let applied = world.run_json(&["apply", &file, "--yes"]).exits_with(0).json();
    assert_eq!(states(&applied), pairs(&[(ONE, "done"), (TWO, "done"), (THREE, "done")]));
    assert_eq!(applied["changed"], true);
    let mut seen = BTreeSet::new();
    for (account, external_id) in world.table(&file) {
        assert_eq!(
            world.asked_for(&account).as_ref(),
            Some(&external_id),
            "the table says what the role asks for"
        );
        assert!(seen.insert(external_id), "two accounts have one ExternalId");
    }
    assert_eq!(seen.len(), 3);

    world.proxy.rule(|_, _| Act::Pass);
    let again = world.run_json(&["apply", &file, "--yes"]).exits_with(0).json();
    assert_eq!((&again["changed"], again["accounts"].as_array().unwrap().len()), (&json!(false), 0));
    assert_eq!(world.changes(), [""; 0], "the second time nothing is sent");
    world.run(&["plan", &file, "--check"]).exits_with(0);
    let status = world.run_json(&["status", &file, "--wait"]).exits_with(0).json();
    assert_eq!(status["counts"]["done"], 3);
    let csv = world.run(&["table", &file, "--status", "--format", "csv"]).exits_with(0).stdout;
    assert_eq!(csv.matches(",done\r\n").count(), 3, "{csv}");
}

#[test]
fn one_accounts_failure_stops_no_other_and_is_tried_again() {
    let mut world = World::start();
    let file = world.rollout(&[ONE, TWO, THREE]);
    let nobody = json!({ "Version": "2012-10-17", "Statement": [] });
    world.ask(json!({ "do": "make_role", "account": TWO, "role": ROLE, "trust": nobody }));
    let applied = world.run_json(&["apply", &file, "--yes"]).exits_with(3).json();
    assert_eq!(states(&applied), pairs(&[(ONE, "done"), (TWO, "failed"), (THREE, "done")]));
    let failed = applied["accounts"].as_array().unwrap().iter().find(|it| it["account_id"] == TWO).unwrap();
    assert!(failed["reason"].as_str().unwrap().contains("already exists"), "{failed}");
    assert_eq!(failed["status"] == "REFUSED", REFUSES_THE_CALL);
    let status = world.run_json(&["status", &file]).exits_with(1).json();
    let of_two = if REFUSES_THE_CALL { "not_deployed" } else { "failed" };
    assert_eq!(states(&status), pairs(&[(ONE, "done"), (TWO, of_two), (THREE, "done")]));

    world.ask(json!({ "do": "clear", "account": TWO, "role": ROLE }));
    world.proxy.rule(|_, _| Act::Pass);
    let tried = world.run_json(&["retry", &file, "--account", TWO, "--yes"]).exits_with(0).json();
    assert_eq!(states(&tried), pairs(&[(TWO, "done")]));
    assert_eq!(world.changes(), ["CreateStackInstances"], "and only there");
    let status = world.run_json(&["status", &file]).exits_with(0).json();
    assert_eq!(status["counts"]["done"], 3);
    for (account, external_id) in world.table(&file) {
        assert_eq!(world.asked_for(&account), Some(external_id), "{account}");
    }
    let nothing = world.run(&["retry", &file]).exits_with(0);
    assert!(nothing.stdout.contains("nothing to try again"), "{nothing:?}");
}

#[test]
fn another_operation_and_throttling_are_waited_for() {
    let mut world = World::start();
    let file = world.rollout(&[ONE]);
    world.proxy.rule(|_, call| match call {
        "CreateStackInstances" => unreachable_twice(),
        _ => Act::Pass,
    });
    let applied = world.run_json(&["apply", &file, "--yes"]).exits_with(0).json();
    assert_eq!(states(&applied), pairs(&[(ONE, "done")]));
    assert_eq!(
        world.changes(),
        ["CreateStackSet", "CreateStackInstances", "CreateStackInstances", "CreateStackInstances"]
    );
    assert!(world.asked_for(ONE).is_some());
}

/// Busy, then too many calls, then free.
fn unreachable_twice() -> Act {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    match CALLS.fetch_add(1, Ordering::SeqCst) {
        0 => Act::Refuse { status: 409, code: "OperationInProgressException" },
        1 => Act::Refuse { status: 400, code: "LimitExceededException" },
        _ => Act::Pass,
    }
}

#[test]
fn what_would_fail_everywhere_stops_the_rest() {
    let world = World::start();
    let many: Vec<String> = (0..20).map(|number| format!("4444444444{number:02}")).collect();
    let file = world.rollout(&many.iter().map(String::as_str).collect::<Vec<_>>());
    world.proxy.rule(|_, call| match call {
        "CreateStackInstances" => Act::Refuse { status: 403, code: "AccessDenied" },
        _ => Act::Pass,
    });
    let error = world.run_json(&["apply", &file, "--yes"]).exits_with(3);
    assert!(error.stderr.contains("access-denied"), "{error:?}");
    let sent = world.changes().iter().filter(|call| *call == "CreateStackInstances").count();
    assert!(sent <= 8, "no right in one is no right in any: {sent} of 20 were sent");
}

#[test]
fn another_external_id_is_shown_and_given_to_that_account_alone() {
    let mut world = World::start();
    let file = world.rollout(&[ONE, TWO]);
    world.run(&["apply", &file, "--yes"]).exits_with(0);
    let before = world.table(&file);
    let list = world.home.file("again.csv", format!("account_id,external_id\n{ONE},\n{TWO},{EXTERNAL_ID}\n"));
    let merged = world.run_json(&["new", &list, "--merge", "-o", &file]).exits_with(0).json();
    assert_eq!(merged["changed"][0]["from"], before[1].1.as_str());
    let plan = world.run_json(&["plan", &file]).exits_with(0).json();
    assert_eq!(plan["rows"][0]["change"]["change"], "unchanged");
    assert_eq!(
        plan["rows"][1]["change"],
        json!({ "change": "update_external_id", "from": before[1].1, "to": EXTERNAL_ID })
    );
    world.proxy.rule(|_, _| Act::Pass);
    world.run(&["apply", &file, "--yes"]).exits_with(0);
    assert_eq!(world.changes(), ["UpdateStackInstances"]);
    let overrides = world.ask(json!({ "do": "overrides", "name": ROLE }));
    assert_eq!(overrides, json!({ ONE: before[0].1, TWO: EXTERNAL_ID }));
    assert_eq!(world.asked_for(TWO).as_deref() == Some(EXTERNAL_ID), UPDATES_REACH_THE_ROLE);
    world.run(&["plan", &file, "--check"]).exits_with(0);
}

#[test]
fn another_pattern_is_one_update_of_the_stack_set() {
    let mut world = World::start();
    let file = world.rollout(&[ONE, TWO]);
    world.run(&["apply", &file, "--yes"]).exits_with(0);
    let overrides = world.ask(json!({ "do": "overrides", "name": ROLE }));
    let mut rollout = Rollout::from_json(&std::fs::read_to_string(&file).unwrap()).unwrap();
    rollout.pattern.duration_seconds = "7200".to_owned();
    world.home.file("acme.rollout.json", rollout.to_json());
    let plan = world.run(&["plan", &file]).exits_with(0).stdout;
    assert!(plan.contains("+     Default: 7200"), "the difference is shown: {plan}");
    world.proxy.rule(|_, _| Act::Pass);
    world.run(&["apply", &file, "--yes"]).exits_with(0);
    assert_eq!(world.changes(), ["UpdateStackSet"]);
    assert_eq!(world.ask(json!({ "do": "overrides", "name": ROLE })), overrides, "the overrides stay");
    world.run(&["plan", &file, "--check"]).exits_with(0);
}

#[test]
fn what_is_chosen_is_removed_and_nothing_else() {
    let mut world = World::start();
    let file = world.rollout(&[ONE, TWO, THREE]);
    world.run(&["apply", &file, "--yes"]).exits_with(0);
    let unasked = world.run_json(&["remove", &file, "--account", TWO]).exits_with(2);
    assert_eq!(unasked.json_error()["code"], "needs-yes");
    let unknown = world.run_json(&["remove", &file, "--account", "999999999999", "--yes"]).exits_with(2);
    assert_eq!(unknown.json_error()["code"], "not-in-stack-set");
    assert!(world.asked_for(TWO).is_some(), "nothing was removed unasked");

    let removed = world.run_json(&["remove", &file, "--account", TWO, "--yes"]).exits_with(0).json();
    assert_eq!(states(&removed), pairs(&[(TWO, "not_deployed")]));
    assert_eq!(world.asked_for(TWO), None, "the role went with its stack");
    assert!(world.asked_for(ONE).is_some() && world.asked_for(THREE).is_some());

    let text = world.run(&["remove", &file, "--all", "--yes"]).exits_with(0).stdout;
    assert!(text.contains(ONE) && text.contains(THREE) && !text.contains(TWO), "{text}");
    assert!(world.asked_for(ONE).is_none() && world.asked_for(THREE).is_none());
    assert_eq!(world.ask(json!({ "do": "stack_sets" }))[ROLE], "DELETED");
    let gone = world.run_json(&["remove", &file, "--all", "--yes"]).exits_with(3);
    assert_eq!(gone.json_error()["code"], "no-stack-set");
}

#[test]
fn accounts_that_are_not_in_the_list_stay_until_they_are_chosen() {
    let mut world = World::start();
    let file = world.rollout(&[ONE, TWO]);
    world.run(&["apply", &file, "--yes"]).exits_with(0);
    let list = world.home.file("fewer.csv", ONE);
    let merged = world.run_json(&["new", &list, "--merge", "-o", &file]).exits_with(0).json();
    assert_eq!(merged["dropped"][0]["account_id"], TWO);
    let plan = world.run_json(&["plan", &file, "--check"]).exits_with(0).json();
    assert_eq!(plan["stray"], json!([TWO]));
    world.run(&["apply", &file, "--yes"]).exits_with(0);
    assert!(world.asked_for(TWO).is_some());
    world.run(&["remove", &file, "--account", TWO, "--yes"]).exits_with(0);
    assert_eq!(world.asked_for(TWO), None);
}

#[test]
fn a_plan_that_is_no_longer_true_is_not_deployed() {
    let mut world = World::start();
    let file = world.rollout(&[ONE, TWO]);
    world.run(&["apply", &file, "--yes"]).exits_with(0);
    let list = world.home.file("more.csv", format!("{ONE}\n{TWO}\n{THREE}"));
    world.run(&["new", &list, "--merge", "-o", &file]).exits_with(0);
    let rollout = Rollout::from_json(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let (pack, store) = (Pack::embedded(), UndoStore::new(world.home.path().join("data/undo")));
    let source = Source::Endpoint {
        url: world.proxy.endpoint.clone(),
        region: "us-east-1".to_owned(),
        access_key_id: "testing".to_owned(),
        secret_access_key: "testing".to_owned(),
        session_token: None,
    };
    let account = world.runtime.block_on(Account::connect(source)).unwrap();
    let shown = world.runtime.block_on(plan_rollout(&account, &rollout, &pack, &|_| {})).unwrap();
    // Somebody is quicker.
    world.ask(json!({ "do": "add_instance", "name": ROLE, "account": THREE, "external_id": EXTERNAL_ID }));
    world.proxy.rule(|_, _| Act::Pass);
    let events = Mutex::new(Vec::new());
    let cancel = CancellationToken::new();
    let work = deploy(&account, &rollout, &pack, &shown.digest, &store, &cancel, &|event| {
        events.lock().unwrap().push(event)
    });
    let refused = world.runtime.block_on(work).unwrap_err();
    let LiveError::RolloutChanged { plan } = &refused else { panic!("{refused:?}") };
    assert_ne!(plan.digest, shown.digest);
    assert_eq!(world.changes(), [""; 0]);
    let sent = |event: &RolloutEvent| matches!(event, RolloutEvent::Started { .. });
    assert!(!events.lock().unwrap().iter().any(sent));
}

#[test]
fn the_organizations_accounts_become_a_rollout() {
    let mut world = World::start();
    let made = world.ask(json!({ "do": "organization", "names": ["prod", "test"] }));
    let file = world.home.path().join("org.rollout.json").to_str().unwrap().to_owned();
    world.run(&["new", "--from-organization", "-o", &file]).exits_with(0);
    let rollout = Rollout::from_json(&std::fs::read_to_string(&file).unwrap()).unwrap();
    for name in ["prod", "test"] {
        let account = rollout.accounts.iter().find(|account| account.name == name).unwrap();
        assert_eq!(account.account_id, made[name].as_str().unwrap());
    }
    assert_eq!(rollout.accounts.len(), 3, "and the management account");
}
