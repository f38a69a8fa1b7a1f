//! The plan: what AWS has against what the rollout says.

use super::{ONE, THREE, TWO, rollout};
use onboarding::Pack;
use onboarding::plan::DiffSign;
use onboarding::rollout::{
    AccountChange, AccountState, DeployedStackSet, PermissionModel, Rollout, RolloutPlan, StackInstance,
    StackSetChange, plan, table, view,
};

fn instance(account: &str, external_id: &str) -> StackInstance {
    StackInstance {
        account_id: account.to_owned(),
        region: "us-east-1".to_owned(),
        status: "CURRENT".to_owned(),
        detailed_status: Some("SUCCEEDED".to_owned()),
        reason: None,
        external_id: Some(external_id.to_owned()),
    }
}

/// What AWS has once the rollout is deployed.
fn deployed(rollout: &Rollout) -> DeployedStackSet {
    DeployedStackSet {
        name: rollout.stack_set.clone(),
        status: "ACTIVE".to_owned(),
        template: view(rollout, &Pack::embedded()).code.unwrap().text,
        permission_model: rollout.permission_model.clone(),
        managed_execution: true,
        auto_deployment: false,
        instances: rollout.accounts.iter().map(|it| instance(&it.account_id, &it.external_id)).collect(),
    }
}

fn planned(rollout: &Rollout, found: Option<&DeployedStackSet>) -> RolloutPlan {
    plan(rollout, &Pack::embedded(), found)
}

#[test]
fn with_nothing_there_everything_is_made() {
    let plan = planned(&rollout(), None);
    assert_eq!(plan.stack_set, StackSetChange::Create);
    assert!(plan.rows.iter().all(|row| row.change == AccountChange::Add));
    assert_eq!((plan.calls, plan.counts.not_deployed), (4, 3));
    assert_eq!(plan.problems, []);
    assert_eq!(plan.stray, [""; 0]);
}

#[test]
fn deployed_there_is_nothing_to_do() {
    let rollout = rollout();
    let plan = planned(&rollout, Some(&deployed(&rollout)));
    assert!(plan.is_empty() && !plan.is_blocked(), "{plan:?}");
    assert_eq!(plan.stack_set, StackSetChange::Unchanged);
    assert_eq!(plan.counts.done, 3);
    let rows = table(&rollout, &Pack::embedded(), Some(&plan));
    assert!(rows.iter().all(|row| row.status == Some(AccountState::Done)));
    assert!(rows[0].role_arn.as_deref().unwrap().contains(ONE));
}

#[test]
fn each_account_is_planned_by_what_it_is() {
    let rollout = rollout();
    let own = rollout.accounts[0].external_id.clone();
    let failed = |detailed: Option<&str>| StackInstance {
        status: "OUTDATED".to_owned(),
        detailed_status: detailed.map(str::to_owned),
        reason: Some("role already exists".to_owned()),
        ..instance(ONE, &own)
    };
    let reason = || Some("role already exists".to_owned());
    for (found, state, change) in [
        (
            failed(Some("FAILED")),
            AccountState::Failed,
            AccountChange::Retry { status: "FAILED".to_owned(), reason: reason() },
        ),
        (
            failed(None),
            AccountState::Failed,
            AccountChange::Retry { status: "OUTDATED".to_owned(), reason: reason() },
        ),
        (
            failed(Some("CANCELLED")),
            AccountState::Failed,
            AccountChange::Retry { status: "CANCELLED".to_owned(), reason: reason() },
        ),
        (
            failed(Some("RUNNING")),
            AccountState::InProgress,
            AccountChange::Wait { status: "RUNNING".to_owned() },
        ),
        (
            StackInstance { detailed_status: Some("PENDING".to_owned()), ..instance(ONE, "other") },
            AccountState::InProgress,
            AccountChange::Wait { status: "PENDING".to_owned() },
        ),
        (
            StackInstance { status: "INOPERABLE".to_owned(), ..failed(Some("INOPERABLE")) },
            AccountState::Failed,
            AccountChange::Stuck { status: "INOPERABLE".to_owned(), reason: reason() },
        ),
        (
            instance(ONE, "another"),
            AccountState::Differs,
            AccountChange::UpdateExternalId {
                from: Some("another".to_owned()),
                to: own.clone(),
                reason: None,
            },
        ),
        (
            StackInstance { external_id: None, ..instance(ONE, "") },
            AccountState::Differs,
            AccountChange::UpdateExternalId { from: None, to: own.clone(), reason: None },
        ),
        (
            StackInstance { external_id: None, ..failed(Some("FAILED")) },
            AccountState::Failed,
            AccountChange::UpdateExternalId { from: None, to: own.clone(), reason: reason() },
        ),
        (instance(ONE, &own), AccountState::Done, AccountChange::Unchanged),
    ] {
        let mut there = deployed(&rollout);
        there.instances[0] = found.clone();
        let plan = planned(&rollout, Some(&there));
        assert_eq!((plan.rows[0].state, &plan.rows[0].change), (state, &change), "{found:?}");
        assert_eq!(plan.calls, u32::from(change.is_call()), "{found:?}");
        assert_eq!(plan.counts.done, 2 + u32::from(state == AccountState::Done));
    }
}

#[test]
fn accounts_that_are_not_listed_stay() {
    let mut rollout = rollout();
    let there = deployed(&rollout);
    rollout.accounts.remove(1);
    let plan = planned(&rollout, Some(&there));
    assert_eq!(plan.stray, [TWO]);
    assert!(plan.is_empty(), "what is not listed is not touched");
    assert_eq!((plan.counts.done, plan.counts.not_listed), (2, 1));
}

#[test]
fn another_template_is_shown_as_a_difference_and_reaches_every_account() {
    let mut rollout = rollout();
    let there = deployed(&rollout);
    rollout.pattern.resources.custom_models = true;
    let plan = planned(&rollout, Some(&there));
    let StackSetChange::Update { diff } = &plan.stack_set else { panic!("{:?}", plan.stack_set) };
    let added: Vec<&str> =
        diff.iter().filter(|line| line.sign == DiffSign::Added).map(|line| line.text.as_str()).collect();
    assert!(added.iter().any(|line| line.contains("custom-model")), "{added:?}");
    assert_eq!((plan.calls, plan.counts.differs), (1, 3), "one call reaches them all");
}

#[test]
fn of_two_stacks_in_an_account_the_one_in_the_rollouts_region_counts() {
    let rollout = rollout();
    let mut there = deployed(&rollout);
    let elsewhere = StackInstance {
        region: "eu-west-1".to_owned(),
        status: "OUTDATED".to_owned(),
        ..there.instances[2].clone()
    };
    for at in [0, there.instances.len()] {
        there.instances.insert(at, elsewhere.clone());
        let plan = planned(&rollout, Some(&there));
        assert!(plan.is_empty() && plan.stray.is_empty(), "{plan:?}");
        assert_eq!(plan.rows[2].account_id, THREE);
        there.instances.remove(at);
    }
}

#[test]
fn a_stack_set_that_cannot_be_ours_stands_in_the_way() {
    let rollout = rollout();
    let mut there = deployed(&rollout);
    there.permission_model =
        PermissionModel::ServiceManaged { organizational_units: vec!["r-ab12".to_owned()] };
    there.managed_execution = false;
    there.auto_deployment = true;
    let plan = planned(&rollout, Some(&there));
    let codes: Vec<&str> = plan.problems.iter().map(|note| note.code.as_str()).collect();
    assert_eq!(codes, ["permission-model-differs", "auto-deployment", "managed-execution-off"]);
    assert!(plan.is_blocked());
}

#[test]
fn a_wrong_rollout_is_never_deployed() {
    let mut rollout = rollout();
    rollout.pattern.role_name = "a b".to_owned();
    let plan = planned(&rollout, None);
    assert!(plan.is_blocked(), "{plan:?}");
    rollout.accounts[0].external_id = rollout.accounts[1].external_id.clone();
    rollout.pattern.role_name = "fine".to_owned();
    assert!(planned(&rollout, None).is_blocked(), "an ExternalId twice is an error of a row");
}

#[test]
fn the_digest_is_that_of_everything_that_was_shown() {
    let rollout = rollout();
    let there = deployed(&rollout);
    let digest = |rollout: &Rollout, found: Option<&DeployedStackSet>| planned(rollout, found).digest;
    let first = digest(&rollout, Some(&there));
    assert_eq!(first, digest(&rollout, Some(&there)), "the same twice");
    let mut turned = there.clone();
    turned.instances.reverse();
    assert_eq!(first, digest(&rollout, Some(&turned)), "AWS lists in no order");
    let mut named = rollout.clone();
    named.name = "Another name".to_owned();
    assert_eq!(first, digest(&named, Some(&there)), "what people call it changes nothing");

    assert_ne!(first, digest(&rollout, None));
    let mut other = there.clone();
    other.instances[1].external_id = Some("changed".to_owned());
    assert_ne!(first, digest(&rollout, Some(&other)));
    let mut other = there.clone();
    other.instances.pop();
    assert_ne!(first, digest(&rollout, Some(&other)));
    let mut mine = rollout.clone();
    mine.accounts[0].external_id = "changed-7f3c2b1e-5a61-4a0e".to_owned();
    assert_ne!(
        digest(&rollout, None),
        digest(&mine, None),
        "an account to be added has its ExternalId in it"
    );
    let mut mine = rollout.clone();
    mine.stack_set = "another".to_owned();
    assert_ne!(digest(&rollout, None), digest(&mine, None));
}
