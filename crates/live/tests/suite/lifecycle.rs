//! Plan, apply, rotate and revoke against the sandbox; and what an interruption leaves on record.

use crate::common::clients::config;
use crate::common::{Bench, EXTERNAL_ID, ROLE, ROLE_ARN};
use aws_credential_types::Credentials;
use live::undo::{Undo, UndoState};
use live::{ApplyEvent, Direction, LiveError, Revoke, RotateRole, apply, plan, rotate, rotation_under_way};
use onboarding::revocation::RevokeHow;
use onboarding::rotation::{Rotation, RotationStep};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

const NEW: &str = "0b54f8a3-6a3e-4d5e-8f6a-3f2d8c9b7a10";
const SMALL: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#;

async fn put(bench: &Bench, name: &str, document: &str) {
    bench
        .iam()
        .put_role_policy()
        .role_name(ROLE)
        .policy_name(name)
        .policy_document(document)
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_role_is_read_beyond_the_first_page() {
    let bench = Bench::with_role().await;
    // A page of IAM holds a hundred names.
    for number in 0..101 {
        put(&bench, &format!("theirs-{number:03}"), SMALL).await;
    }
    let role = bench.account("admin").await.read_role(ROLE).await.unwrap().unwrap();
    assert_eq!(role.inline_policies.len(), 102);
    assert!(role.inline_policies.iter().any(|policy| policy.name == "theirs-100"));
    assert!(bench.count("ListRolePolicies") > 1, "it took more than a page");
    let plan = onboarding::plan(&bench.valid().desired_role(&bench.pack), Some(&role));
    assert_eq!(plan.untouched.len(), 101, "all of them stay");
}

#[tokio::test]
async fn a_change_of_what_stays_stops_an_apply_too() {
    let mut bench = Bench::with_role().await;
    put(&bench, "theirs", SMALL).await;
    let account = bench.account("admin").await;
    bench.setup.duration_seconds = "7200".to_owned();
    let desired = bench.valid().desired_role(&bench.pack);
    let shown = plan(&account, &desired).await.unwrap();
    put(&bench, "theirs", &SMALL.replace("s3", "ec2")).await;
    let error =
        apply(&account, &desired, &shown, &bench.undo(), &|event| panic!("{event:?}")).await.unwrap_err();
    let LiveError::RoleChanged { plan: now } = error else { panic!("{error:?}") };
    assert_eq!(now.changes, shown.changes, "the changes are the same");
    assert_ne!(now.read, shown.read, "what was read is not");
}

#[tokio::test]
async fn only_what_was_chosen_is_removed_and_an_apply_twice_changes_nothing() {
    let bench = Bench::with_role().await;
    put(&bench, "theirs", SMALL).await;
    put(&bench, "also-theirs", SMALL).await;
    let account = bench.account("admin").await;
    let mut desired = bench.valid().desired_role(&bench.pack);
    desired.remove = vec!["inline-policy:theirs".to_owned()];
    let shown = plan(&account, &desired).await.unwrap();
    apply(&account, &desired, &shown, &bench.undo(), &|_| {}).await.unwrap();
    let role = account.read_role(ROLE).await.unwrap().unwrap();
    let mut names: Vec<&str> = role.inline_policies.iter().map(|policy| policy.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["also-theirs", "quilr-gateway-bedrock-invoke"]);
    let again = plan(&account, &desired).await.unwrap();
    assert_eq!(again.changes, []);
    assert_eq!(bench.undo().pending().unwrap(), []);
}

/// An apply of four changes that is dropped, as by a crash, when its nth begins.
async fn dropped_at(bench: &mut Bench, n: u32) -> onboarding::ActualRole {
    bench
        .iam()
        .create_role()
        .role_name(ROLE)
        .assume_role_policy_document(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/admin"},"Action":"sts:AssumeRole"}]}"#)
        .send()
        .await
        .unwrap();
    let account = bench.account("admin").await;
    let before = account.read_role(ROLE).await.unwrap().unwrap();
    bench.setup.duration_seconds = "7200".to_owned();
    let desired = bench.valid().desired_role(&bench.pack);
    let shown = plan(&account, &desired).await.unwrap();
    assert_eq!(shown.changes.len(), 4);
    let reached = Notify::new();
    let on_event = |event| {
        if event == (ApplyEvent::Started { index: n }) {
            reached.notify_one();
        }
    };
    let store = bench.undo();
    tokio::select! {
        biased;
        () = reached.notified() => {}
        ended = apply(&account, &desired, &shown, &store, &on_event) => panic!("{ended:?}"),
    }
    before
}

#[tokio::test]
async fn an_interrupted_apply_is_taken_back_from_its_record() {
    for n in 0..4 {
        let mut bench = Bench::new().await;
        let before = dropped_at(&mut bench, n).await;
        let record = bench.undo().pending().unwrap().remove(0);
        let changes = record.changes().unwrap();
        let states: Vec<UndoState> = changes.steps.iter().map(|step| step.state).collect();
        let made = usize::try_from(n).unwrap();
        assert!(states[..made].iter().all(|state| *state == UndoState::Made), "{states:?}");
        assert_eq!(states[made], UndoState::Started, "on disk before it was sent");
        let account = bench.account("admin").await;
        bench.undo().recover(&record, &account).await.unwrap();
        assert_eq!(account.read_role(ROLE).await.unwrap().unwrap(), before, "dropped at {n}");
        assert_eq!(bench.undo().pending().unwrap(), []);
    }
}

#[tokio::test]
async fn an_interrupted_apply_is_carried_on_as_it_was_planned() {
    for n in 0..4 {
        let mut bench = Bench::new().await;
        dropped_at(&mut bench, n).await;
        let account = bench.account("admin").await;
        let store = bench.undo();
        let record = store.pending().unwrap().remove(0);
        let rest = store.recovery_plan(&record, &account, Direction::On, &|_| {}).await.unwrap();
        store.carry_out(&record, &account, Direction::On, &rest, &|_| {}).await.unwrap();
        let left = plan(&account, &bench.valid().desired_role(&bench.pack)).await.unwrap();
        assert_eq!(left.changes, [], "dropped at {n}");
        assert_eq!(store.pending().unwrap(), []);
    }
}

#[tokio::test]
async fn an_apply_goes_on_where_another_stopped_and_all_of_it_can_be_taken_back() {
    let mut bench = Bench::new().await;
    let before = dropped_at(&mut bench, 1).await;
    let account = bench.account("admin").await;
    let desired = bench.valid().desired_role(&bench.pack);
    let rest = plan(&account, &desired).await.unwrap();
    let reached = Notify::new();
    let store = bench.undo();
    let on_event = |event| {
        if event == (ApplyEvent::Started { index: 1 }) {
            reached.notify_one();
        }
    };
    tokio::select! {
        biased;
        () = reached.notified() => {}
        ended = apply(&account, &desired, &rest, &store, &on_event) => panic!("{ended:?}"),
    }
    let records = store.pending().unwrap();
    assert_eq!(records.len(), 1, "one record a role");
    store.recover(&records[0], &account).await.unwrap();
    assert_eq!(account.read_role(ROLE).await.unwrap().unwrap(), before);
}

#[tokio::test]
async fn something_else_waits_until_an_interruption_is_mended() {
    let mut bench = Bench::new().await;
    dropped_at(&mut bench, 3).await;
    let account = bench.account("admin").await;
    let role = RotateRole { role_arn: ROLE_ARN, gateway: bench.pack.gateway_principal() };
    let rotation = rotation();
    let step = RotationStep::AcceptBoth;
    let shown = live::plan_rotation(&account, role, &rotation, step).await.unwrap();
    let error = rotate(&account, role, &rotation, step, &shown, &bench.undo(), &|_| {}).await.unwrap_err();
    assert_eq!(error.code(), "unfinished");
    assert!(error.hint().unwrap().contains("bedrock-role recover"));
}

#[tokio::test]
async fn a_refused_first_change_leaves_no_record() {
    let bench = Bench::new().await;
    let account = bench.account("admin").await;
    let mut desired = bench.valid().desired_role(&bench.pack);
    desired.trust_policy = desired.trust_policy.replace("user/quilr-gateway", "user/nobody-there");
    let shown = plan(&account, &desired).await.unwrap();
    apply(&account, &desired, &shown, &bench.undo(), &|_| {}).await.unwrap_err();
    assert_eq!(bench.undo().pending().unwrap(), [], "nothing was made: there is nothing to take back");
}

fn rotation() -> Rotation {
    Rotation { old: EXTERNAL_ID.to_owned(), new: NEW.to_owned() }
}

/// Whether the gateway is let in with this ExternalId.
async fn admits(bench: &Bench, external_id: &str) -> bool {
    session(bench, external_id).await.is_some()
}

async fn session(bench: &Bench, external_id: &str) -> Option<aws_sdk_sts::types::Credentials> {
    let asked = bench
        .sts("gateway")
        .assume_role()
        .role_arn(ROLE_ARN)
        .role_session_name("gateway")
        .external_id(external_id);
    asked.send().await.ok()?.credentials().cloned()
}

#[tokio::test]
async fn a_rotation_waits_on_record_for_the_dashboard() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let store = bench.undo();
    let role = RotateRole { role_arn: ROLE_ARN, gateway: bench.pack.gateway_principal() };
    let step = async |step| {
        let shown = live::plan_rotation(&account, role, &rotation(), step).await.unwrap();
        rotate(&account, role, &rotation(), step, &shown, &store, &|_| {}).await
    };
    assert_eq!(rotation_under_way(&store, ROLE_ARN).unwrap_err().code(), "no-rotation");
    step(RotationStep::AcceptBoth).await.unwrap();
    assert!(admits(&bench, EXTERNAL_ID).await && admits(&bench, NEW).await);
    assert_eq!(rotation_under_way(&store, ROLE_ARN).unwrap(), rotation());
    let other = Rotation { old: EXTERNAL_ID.to_owned(), new: "another-0b54f8a3".to_owned() };
    let shown = live::plan_rotation(&account, role, &other, RotationStep::AcceptBoth).await.unwrap();
    let error =
        rotate(&account, role, &other, RotationStep::AcceptBoth, &shown, &store, &|_| {}).await.unwrap_err();
    assert_eq!(error.code(), "rotation-under-way");
    step(RotationStep::TakeBack).await.unwrap();
    assert!(admits(&bench, EXTERNAL_ID).await && !admits(&bench, NEW).await);
    assert_eq!(store.pending().unwrap(), []);
    step(RotationStep::AcceptBoth).await.unwrap();
    step(RotationStep::Finish).await.unwrap();
    assert!(!admits(&bench, EXTERNAL_ID).await && admits(&bench, NEW).await);
    assert_eq!(store.pending().unwrap(), []);
}

/// Whether a session may invoke a model.
async fn may_invoke(bench: &Bench, keys: &aws_sdk_sts::types::Credentials) -> bool {
    let keys = Credentials::new(
        keys.access_key_id(),
        keys.secret_access_key(),
        Some(keys.session_token().to_owned()),
        None,
        "test",
    );
    let client = aws_sdk_bedrockruntime::Client::new(&config(&bench.sandbox, keys));
    let body = aws_smithy_types::Blob::new(r#"{"inputText":"hello"}"#);
    client.invoke_model().model_id("amazon.titan-embed-text-v2:0").body(body).send().await.is_ok()
}

#[tokio::test]
async fn a_revoked_session_stops_and_no_new_one_begins() {
    for how in [RevokeHow::Detach, RevokeHow::Delete] {
        let bench = Bench::with_role().await;
        let account = bench.account("admin").await;
        let keys = session(&bench, EXTERNAL_ID).await.unwrap();
        assert!(may_invoke(&bench, &keys).await, "it works before");
        let setup = bench.valid();
        let revoke = Revoke { setup: &setup, pack: &bench.pack, how, remove: &[] };
        let shown = live::plan_revocation(&account, &revoke).await.unwrap();
        assert!(!shown.stops.is_empty());
        live::revoke(&account, &revoke, &shown, &bench.undo(), &|_| {}).await.unwrap();
        assert!(!may_invoke(&bench, &keys).await, "{how:?}");
        assert!(!admits(&bench, EXTERNAL_ID).await, "{how:?}");
        assert_eq!(account.read_role(ROLE).await.unwrap().is_some(), how == RevokeHow::Detach);
        assert_eq!(bench.undo().pending().unwrap(), []);
    }
}

#[tokio::test]
async fn a_role_that_changed_is_not_revoked_unseen() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let setup = bench.valid();
    let revoke = Revoke { setup: &setup, pack: &bench.pack, how: RevokeHow::Delete, remove: &[] };
    let shown = live::plan_revocation(&account, &revoke).await.unwrap();
    put(&bench, "theirs", SMALL).await;
    let events = AtomicUsize::new(0);
    let error = live::revoke(&account, &revoke, &shown, &bench.undo(), &|_| {
        events.fetch_add(1, Ordering::SeqCst);
    })
    .await
    .unwrap_err();
    assert_eq!(error.code(), "role-changed");
    assert_eq!(events.into_inner(), 0);
    assert!(account.read_role(ROLE).await.unwrap().is_some());
}

#[tokio::test]
async fn a_record_holds_all_that_is_needed_and_no_secret() {
    let mut bench = Bench::new().await;
    dropped_at(&mut bench, 2).await;
    let record = bench.undo().pending().unwrap().remove(0);
    assert!(matches!(record.what, Undo::Changes(_)));
    let file = bench.folder.path().join(format!("{}.json", record.id));
    let text = std::fs::read_to_string(file).unwrap();
    let admin = bench.sandbox.identity("admin").unwrap();
    assert!(!text.contains(&admin.secret_access_key) && !text.contains(&admin.access_key_id));
}
