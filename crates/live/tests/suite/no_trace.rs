//! The end-to-end test never leaves an account worse: cancelled, dropped, cut off at any event.

use crate::common::clients::config_of;
use crate::common::{Bench, ROLE, THEIRS, find};
use aws_sdk_sts::error::ProvideErrorMetadata;
use aws_smithy_async::time::{SharedTimeSource, StaticTimeSource};
use live::{LiveError, VerifyEvent, verify};
use onboarding::CheckStatus;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// How many events a whole verification has.
async fn events_of_a_run(bench: &Bench) -> usize {
    bench.verify("admin").await.events.len()
}

#[tokio::test]
async fn cancelled_at_any_event_it_takes_its_statement_out_again() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let account = bench.account("admin").await;
    let count = events_of_a_run(&bench).await;
    for at in 0..count {
        let cancel = CancellationToken::new();
        let seen = AtomicUsize::new(0);
        let ended = Mutex::new(None);
        let planned = Mutex::new(0);
        let checks = verify(&account, &bench.options(), &bench.undo(), &cancel, &|event| {
            if seen.fetch_add(1, Ordering::SeqCst) == at {
                cancel.cancel();
            }
            match event {
                VerifyEvent::Planned { checks } => *planned.lock().unwrap() = checks.len(),
                VerifyEvent::Ended { cancelled, .. } => *ended.lock().unwrap() = Some(cancelled),
                _ => {}
            }
        })
        .await;
        assert_eq!(checks.len(), planned.into_inner().unwrap(), "cancelled at event {at}");
        assert_eq!(bench.trust().await, before, "cancelled at event {at}");
        assert_eq!(bench.undo().pending().unwrap(), [], "cancelled at event {at}");
        let open = checks.iter().any(|check| check.evidence.what == "cancelled");
        assert_eq!(ended.into_inner().unwrap(), Some(open), "cancelled at event {at}");
        assert!(
            checks.iter().all(|check| check.status != CheckStatus::Failed),
            "cancelled at event {at}: {:?}",
            crate::common::not_green(&checks)
        );
    }
}

/// Drops a verification at an event, as a crash would.
async fn dropped_at(bench: &Bench, at: usize) {
    let account = bench.account("admin").await;
    let seen = AtomicUsize::new(0);
    let reached = Notify::new();
    let on_event = |_: VerifyEvent| {
        if seen.fetch_add(1, Ordering::SeqCst) == at {
            reached.notify_one();
        }
    };
    let (options, undo, cancel) = (bench.options(), bench.undo(), CancellationToken::new());
    tokio::select! {
        biased;
        () = reached.notified() => {}
        _ = verify(&account, &options, &undo, &cancel, &on_event) => {}
    }
}

#[tokio::test]
async fn dropped_at_any_event_recovery_takes_the_statement_out() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let account = bench.account("admin").await;
    let count = events_of_a_run(&bench).await;
    let mut recovered = 0;
    for at in 0..count {
        dropped_at(&bench, at).await;
        for record in bench.undo().pending().unwrap() {
            bench.undo().recover(&record, &account).await.unwrap();
            recovered += 1;
        }
        assert_eq!(bench.trust().await, before, "dropped at event {at}");
        assert_eq!(bench.undo().pending().unwrap(), [], "dropped at event {at}");
    }
    assert!(recovered > 10, "most of the run is under an undo record: {recovered} of {count}");
}

/// The place of the event that tells that the statement is in.
async fn event_of_the_change(bench: &Bench) -> usize {
    let events = bench.verify("admin").await.events;
    events
        .iter()
        .position(|event| matches!(event, VerifyEvent::TemporaryStatement { present: true, .. }))
        .unwrap()
}

#[tokio::test]
async fn without_any_recovery_the_statement_dies_by_itself() {
    let bench = Bench::with_role().await;
    let at = event_of_the_change(&bench).await;
    dropped_at(&bench, at).await;
    let record = bench.undo().pending().unwrap().remove(0);
    assert!(bench.trust().await.contains(&record.temporary_statement().unwrap().sid));
    let later = Duration::from_secs(15 * 60 + 1);
    assert_eq!(assumed(&bench, &record, Duration::ZERO).await, None, "it lets the caller in now");
    bench.sandbox.advance(later);
    let refused = assumed(&bench, &record, later).await;
    assert_eq!(refused.as_deref(), Some("AccessDenied"), "it lets nobody in after fifteen minutes");
}

/// The code with which the admin is refused, so much later; `None`: let in. Signed by the clock of
/// then: a signature of now would be refused as too old.
async fn assumed(bench: &Bench, record: &live::UndoRecord, later: Duration) -> Option<String> {
    let admin = config_of(&bench.sandbox, "admin").into_builder();
    let then = SharedTimeSource::new(StaticTimeSource::new(SystemTime::now() + later));
    let sts = aws_sdk_sts::Client::new(&admin.time_source(then).build());
    let asked = sts
        .assume_role()
        .role_arn(&record.role_arn)
        .role_session_name("somebody-later")
        .external_id(crate::common::EXTERNAL_ID)
        .send()
        .await;
    asked.err().map(|error| error.code().unwrap_or("no code").to_owned())
}

#[tokio::test]
async fn recovery_keeps_what_somebody_else_changed_since() {
    let bench = Bench::with_role().await;
    let at = event_of_the_change(&bench).await;
    dropped_at(&bench, at).await;
    let during = iam_policy::meaning::add_statement(&bench.trust().await, THEIRS).unwrap();
    bench.set_trust(&during).await;
    let record = bench.undo().pending().unwrap().remove(0);
    let account = bench.account("admin").await;
    bench.undo().recover(&record, &account).await.unwrap();
    let after = bench.trust().await;
    assert!(after.contains(THEIRS), "byte for byte: {after}");
    assert!(!after.contains(&record.temporary_statement().unwrap().sid), "{after}");
}

#[tokio::test]
async fn a_statement_or_a_role_that_is_gone_already_is_recovered() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let account = bench.account("admin").await;
    let at = event_of_the_change(&bench).await;
    dropped_at(&bench, at).await;
    bench.set_trust(&before).await;
    let record = bench.undo().pending().unwrap().remove(0);
    bench.undo().recover(&record, &account).await.unwrap();
    assert_eq!(bench.undo().pending().unwrap(), []);

    dropped_at(&bench, at).await;
    let iam = bench.iam();
    let policy = bench.pack.policy_name();
    iam.delete_role_policy().role_name(ROLE).policy_name(policy).send().await.unwrap();
    iam.delete_role().role_name(ROLE).send().await.unwrap();
    let record = bench.undo().pending().unwrap().remove(0);
    bench.undo().recover(&record, &account).await.unwrap();
    assert_eq!(bench.undo().pending().unwrap(), []);
}

#[tokio::test]
async fn a_record_is_not_recovered_in_another_place() {
    let bench = Bench::with_role().await;
    let elsewhere = Bench::with_role().await;
    let at = event_of_the_change(&bench).await;
    dropped_at(&bench, at).await;
    let record = bench.undo().pending().unwrap().remove(0);
    let error = bench.undo().recover(&record, &elsewhere.account("admin").await).await.unwrap_err();
    assert_eq!(error.code(), "undo-record");
    let error = bench.undo().recover(&record, &bench.account("somebody").await).await.unwrap_err();
    assert_eq!(error.code(), "wrong-account");
    assert_eq!(bench.undo().pending().unwrap(), [record], "the record is kept");
}

#[tokio::test]
async fn a_network_that_is_gone_at_the_clean_up_is_told_with_all_that_is_needed() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let (options, undo) = (bench.options(), bench.undo());
    let sandbox = Mutex::new(Some(bench.sandbox));
    let checks = verify(&account, &options, &undo, &CancellationToken::new(), &|event| {
        if matches!(event, VerifyEvent::TemporaryStatement { present: true, .. }) {
            drop(sandbox.lock().unwrap().take());
        }
    })
    .await;
    let check = find(&checks, "assume.temporary-statement-removed");
    assert_eq!(check.status, CheckStatus::Failed);
    let record = undo.pending().unwrap().remove(0);
    let remedy = &check.diagnosis.as_ref().unwrap().remedy;
    assert!(remedy.contains(&record.temporary_statement().unwrap().expires_at), "until when: {remedy}");
    assert!(remedy.contains("bedrock-role recover"), "how: {remedy}");
    assert!(
        check.evidence.what.contains(&record.temporary_statement().unwrap().sid),
        "what: {}",
        check.evidence.what
    );
    assert_eq!(find(&checks, "assume.refused-again").status, CheckStatus::Skipped);
    let error = undo.recover(&record, &account).await.unwrap_err();
    assert!(matches!(error, LiveError::Network { .. }), "{error:?}");
    assert_eq!(undo.pending().unwrap(), [record], "the record is kept");
}

#[tokio::test]
async fn an_undo_record_that_cannot_be_written_stops_before_the_change() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let before = bench.count("UpdateAssumeRolePolicy");
    let in_the_way = bench.folder.path().join("file");
    std::fs::write(&in_the_way, "").unwrap();
    let undo = live::UndoStore::new(in_the_way);
    let checks = verify(&account, &bench.options(), &undo, &CancellationToken::new(), &|_| {}).await;
    let check = find(&checks, "assume.temporary-statement");
    assert_eq!(check.status, CheckStatus::Failed);
    assert_eq!(check.diagnosis.as_ref().unwrap().code, "undo-record");
    assert_eq!(bench.count("UpdateAssumeRolePolicy"), before, "nothing was changed");
}

/// Adds or replaces something in the trust policy the moment the temporary statement is in.
async fn verified_while(
    bench: &Bench,
    account: &live::Account,
    change: impl Fn(&str) -> String + Sync,
) -> Vec<onboarding::Check> {
    verify(account, &bench.options(), &bench.undo(), &CancellationToken::new(), &|event| {
        if matches!(event, VerifyEvent::TemporaryStatement { present: true, .. }) {
            tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(async {
                    bench.set_trust(&change(&bench.trust().await)).await;
                });
            });
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_else_adds_during_the_test_is_kept() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let account = bench.account("admin").await;
    let checks =
        verified_while(&bench, &account, |now| iam_policy::meaning::add_statement(now, THEIRS).unwrap())
            .await;
    assert_eq!(find(&checks, "assume.temporary-statement-removed").status, CheckStatus::Passed);
    let after = bench.trust().await;
    assert_eq!(after, iam_policy::meaning::add_statement(&before, THEIRS).unwrap());
    assert_eq!(bench.undo().pending().unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_somebody_else_took_out_is_told_as_that() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let pacing = live::Pacing { trust_window: Duration::from_millis(50), ..crate::common::quick() };
    let account = bench.account("admin").await.with_pacing(pacing);
    let checks = verified_while(&bench, &account, |_| before.clone()).await;
    let check = find(&checks, "assume.with-external-id");
    assert_eq!(check.status, CheckStatus::Failed);
    assert!(check.evidence.what.contains("somebody changed it"), "{}", check.evidence.what);
    assert_eq!(bench.trust().await, before);
    assert_eq!(bench.undo().pending().unwrap(), []);
}
