//! Two tests, or a test and somebody's edit, at one role at the same time: nobody's statement is lost,
//! and each takes out its own.

#[allow(dead_code, reason = "a part of it is used here")]
#[path = "../../../cli/tests/matrix/proxy.rs"]
mod proxy;

use crate::common::{Bench, THEIRS, find, quick};
use iam_policy::meaning::add_statement;
use live::{Account, Source, UndoStore, VerifyEvent, verify};
use onboarding::{Check, CheckStatus};
use proxy::{Act, Proxy};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Another place for the second test's records: it may run on another machine.
fn elsewhere(bench: &Bench) -> UndoStore {
    UndoStore::new(bench.folder.path().join("elsewhere"))
}

/// What is not green, but for the warning that the other test's principal is in the trust policy.
fn not_green(checks: &[Check]) -> Vec<String> {
    let others: Vec<Check> =
        checks.iter().filter(|check| check.id != "account.stray-principals").cloned().collect();
    crate::common::not_green(&others)
}

async fn run(
    bench: &Bench,
    who: &Account,
    store: &UndoStore,
    on_event: &(dyn Fn(VerifyEvent) + Send + Sync),
) -> Vec<Check> {
    verify(who, &bench.options(), store, &CancellationToken::new(), on_event).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tests_at_once_each_take_out_their_own() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let (admin, sso) = (bench.account("admin").await, bench.account("sso").await);
    for round in 0..6 {
        let (here, there) = (bench.undo(), elsewhere(&bench));
        let second = if round % 2 == 0 { &sso } else { &admin };
        let (a, b) = tokio::join!(run(&bench, &admin, &here, &|_| {}), run(&bench, second, &there, &|_| {}));
        for checks in [a, b] {
            assert_eq!(not_green(&checks), Vec::<String>::new(), "round {round}");
        }
        assert_eq!(bench.trust().await, before, "round {round}");
        assert_eq!(here.pending().unwrap(), [], "round {round}");
        assert_eq!(there.pending().unwrap(), [], "round {round}");
    }
}

/// The admin, reached through a proxy.
async fn through(bench: &Bench, proxy: &Proxy) -> Account {
    let admin = bench.sandbox.identity("admin").unwrap();
    Account::connect(Source::Endpoint {
        url: proxy.endpoint.clone(),
        region: "us-east-1".to_owned(),
        access_key_id: admin.access_key_id.clone(),
        secret_access_key: admin.secret_access_key.clone(),
        session_token: None,
    })
    .await
    .unwrap()
    .with_pacing(quick())
}

/// Holds the nth change of the trust policy, from 0, until it is told to pass it on.
fn hold_change(proxy: &Proxy, nth: usize) -> Arc<Notify> {
    let release = Arc::new(Notify::new());
    let (held, seen) = (Arc::clone(&release), AtomicUsize::new(0));
    proxy.rule(move |_, name| {
        if name == "UpdateAssumeRolePolicy" && seen.fetch_add(1, Ordering::SeqCst) == nth {
            Act::After(Arc::clone(&held))
        } else {
            Act::Pass
        }
    });
    release
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_the_other_tests_change_overwrote_is_put_in_again() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let proxy = Proxy::start(&bench.sandbox.endpoint()).await.unwrap();
    let (slow, quick) = (through(&bench, &proxy).await, bench.account("sso").await);
    let (here, there) = (bench.undo(), elsewhere(&bench));
    let release = hold_change(&proxy, 0);
    let puts = AtomicUsize::new(0);
    let (a, b) = tokio::join!(run(&bench, &slow, &here, &|_| {}), async {
        // The slow one has read the policy, and its change is on its way.
        proxy.reached().await;
        run(&bench, &quick, &there, &|event| {
            if matches!(event, VerifyEvent::TemporaryStatement { present: true, .. }) {
                puts.fetch_add(1, Ordering::SeqCst);
                release.notify_one();
            }
        })
        .await
    });
    assert_eq!(puts.into_inner(), 2, "it was lost, and put in again");
    for checks in [a, b] {
        assert_eq!(not_green(&checks), Vec::<String>::new());
    }
    assert_eq!(bench.trust().await, before);
    assert_eq!((here.pending().unwrap(), there.pending().unwrap()), (vec![], vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_statement_that_the_other_tests_removal_brought_back_is_taken_out_again() {
    let bench = Arc::new(Bench::with_role().await);
    let before = bench.trust().await;
    let proxy = Arc::new(Proxy::start(&bench.sandbox.endpoint()).await.unwrap());
    let (slow, quick) = (through(&bench, &proxy).await, bench.account("sso").await);
    let there = elsewhere(&bench);
    let release = hold_change(&proxy, 1);
    let is_in = Arc::new(Notify::new());
    let of_slow = tokio::spawn({
        let (bench, is_in) = (Arc::clone(&bench), Arc::clone(&is_in));
        async move {
            // What it will read has the other's statement.
            is_in.notified().await;
            run(&bench, &slow, &bench.undo(), &|_| {}).await
        }
    });
    let of_quick = run(&bench, &quick, &there, &|event| match &event {
        VerifyEvent::TemporaryStatement { present: true, .. } => is_in.notify_one(),
        // It goes on when the slow one's removal was written, and is on its way.
        VerifyEvent::Started { id } if id == "assume.without-external-id" => {
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(proxy.reached()));
        }
        VerifyEvent::Finished { check } if check.id == "assume.temporary-statement-removed" => {
            let before = bench.count("UpdateAssumeRolePolicy");
            release.notify_one();
            tokio::task::block_in_place(|| {
                while bench.count("UpdateAssumeRolePolicy") == before {
                    std::thread::yield_now();
                }
            });
        }
        _ => {}
    })
    .await;
    let told = not_green(&of_quick);
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(not_green(&of_slow.await.unwrap()), Vec::<String>::new());
    assert_eq!(bench.trust().await, before, "neither statement is left");
    assert_eq!((bench.undo().pending().unwrap(), there.pending().unwrap()), (vec![], vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebodys_edit_that_overwrote_the_statement_is_kept_and_the_test_goes_on() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let account = bench.account("admin").await;
    let edited = add_statement(&before, THEIRS).unwrap();
    let once = AtomicBool::new(false);
    let checks = run(&bench, &account, &bench.undo(), &|event| {
        if matches!(event, VerifyEvent::TemporaryStatement { present: true, .. })
            && !once.swap(true, Ordering::SeqCst)
        {
            tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(bench.set_trust(&edited));
            });
        }
    })
    .await;
    assert_eq!(not_green(&checks), Vec::<String>::new());
    assert_eq!(bench.trust().await, edited, "byte for byte");
    assert_eq!(bench.undo().pending().unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_without_the_statement_proves_nothing_and_is_asked_again() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let account = bench.account("admin").await;
    let once = AtomicBool::new(false);
    let asked = bench.count("AssumeRole");
    let checks = run(&bench, &account, &bench.undo(), &|event| {
        if matches!(&event, VerifyEvent::Started { id } if id == "assume.without-external-id")
            && !once.swap(true, Ordering::SeqCst)
        {
            tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(bench.set_trust(&before));
            });
        }
    })
    .await;
    assert_eq!(not_green(&checks), Vec::<String>::new());
    assert!(bench.count("AssumeRole") - asked > 5, "the negatives were asked twice");
    assert_eq!(find(&checks, "assume.without-external-id").status, CheckStatus::Passed);
    assert_eq!(bench.trust().await, before);
}

#[tokio::test]
async fn a_test_that_runs_is_not_left_behind_and_its_record_is_nobody_elses() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let admin = bench.account("admin").await;
    let (here, there) = (bench.undo(), bench.undo());
    let added = Notify::new();
    let tell = |event| {
        if let VerifyEvent::TemporaryStatement { present: true, .. } = event {
            added.notify_one();
        }
    };
    let mut running = Box::pin(run(&bench, &admin, &here, &tell));
    tokio::select! {
        biased;
        () = added.notified() => {}
        _ = &mut running => panic!("it ended before the statement was in"),
    }
    let record = there.pending().unwrap().remove(0);
    assert_eq!(there.left_behind().unwrap(), []);
    assert_eq!(there.recover(&record, &admin).await.unwrap_err().code(), "in-use");
    assert_ne!(bench.trust().await, before, "it is left alone");
    let checks = running.await;
    assert_eq!(not_green(&checks), Vec::<String>::new());
    assert_eq!((bench.trust().await, here.pending().unwrap()), (before, vec![]));
}

#[tokio::test]
async fn one_at_a_time_changes_a_role() {
    let bench = Bench::new().await;
    let admin = bench.account("admin").await;
    let desired = bench.valid().desired_role(&bench.pack);
    let (here, there) = (bench.undo(), bench.undo());
    let shown = live::plan(&admin, &desired).await.unwrap();
    let began = Notify::new();
    let tell = |event| {
        if let live::ApplyEvent::Started { index: 0 } = event {
            began.notify_one();
        }
    };
    let mut running = Box::pin(live::apply(&admin, &desired, &shown, &here, &tell));
    tokio::select! {
        biased;
        () = began.notified() => {}
        ended = &mut running => panic!("{ended:?}"),
    }
    let error =
        live::apply(&admin, &desired, &shown, &there, &|event| panic!("{event:?}")).await.unwrap_err();
    assert_eq!(error.code(), "in-use");
    assert_eq!(there.left_behind().unwrap(), [], "it was not interrupted");
    running.await.unwrap();
    live::apply(&admin, &desired, &live::plan(&admin, &desired).await.unwrap(), &there, &|_| {})
        .await
        .unwrap();
}
