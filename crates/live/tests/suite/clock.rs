//! Clocks amid a verification: a lid that was closed, a clock that was set or is wrong, and AWS's own,
//! by which the temporary statement ends.

use crate::common::{Bench, Run, not_green};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use live::{VerifyEvent, verify};
use onboarding::diagnosis::RemedyAction;
use onboarding::{Check, CheckStatus};
use std::sync::Mutex;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const WITH: &str = "assume.with-external-id";
const WITHOUT: &str = "assume.without-external-id";
const WRONG: &str = "assume.wrong-external-id";
const REMOVED: &str = "assume.temporary-statement-removed";

/// Longer than the temporary statement lives.
const LID_CLOSED: Duration = Duration::from_secs(16 * 60);

/// Verifies; `meanwhile` happens at the first event that it says `true` to.
async fn verify_while(bench: &Bench, meanwhile: impl Fn(&VerifyEvent) -> bool + Send + Sync) -> Run {
    let account = bench.account("admin").await;
    let events = Mutex::new(Vec::new());
    let happened = Mutex::new(false);
    let checks = verify(&account, &bench.options(), &bench.undo(), &CancellationToken::new(), &|event| {
        let mut happened = happened.lock().unwrap();
        if !*happened {
            *happened = meanwhile(&event);
        }
        events.lock().unwrap().push(event);
    })
    .await;
    assert!(*happened.lock().unwrap(), "the moment came");
    Run { checks, events: events.into_inner().unwrap() }
}

fn waits_in(id: &'static str) -> impl Fn(&VerifyEvent) -> bool {
    move |event| matches!(event, VerifyEvent::Progress { id: of, .. } if of == id)
}

fn begins(id: &'static str) -> impl Fn(&VerifyEvent) -> bool {
    move |event| matches!(event, VerifyEvent::Started { id: of } if of == id)
}

fn code(check: &Check) -> &str {
    check.diagnosis.as_ref().map_or("none", |diagnosis| diagnosis.code.as_str())
}

async fn is_as_before(bench: &Bench, before: &str, run: &Run) {
    assert_eq!(run.check(REMOVED).status, CheckStatus::Passed, "{:?}", run.check(REMOVED));
    assert_eq!(bench.trust().await, before, "byte for byte");
    assert_eq!(bench.undo().pending().unwrap(), []);
}

#[tokio::test]
async fn a_lid_closed_amid_the_wait_ends_it_and_says_that_the_statement_expired() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    // IAM is slower than the statement lives: nobody is ever let in.
    bench.sandbox.set_propagation_delay(Duration::from_secs(3600));
    let run = verify_while(&bench, |event| {
        let waits = waits_in(WITH)(event);
        if waits {
            bench.sandbox.advance(LID_CLOSED);
        }
        waits
    })
    .await;
    let check = run.check(WITH);
    assert_eq!((check.status, code(check)), (CheckStatus::Failed, "statement-expired"));
    let diagnosis = check.diagnosis.as_ref().unwrap();
    assert!(diagnosis.cause.contains("expired at"), "{}", diagnosis.cause);
    assert!(diagnosis.remedy.starts_with("verify again"), "{}", diagnosis.remedy);
    assert_eq!(diagnosis.action, Some(RemedyAction::VerifyAgain));
    let waited = Duration::from_millis(check.evidence.millis.unwrap().into());
    assert!(waited < crate::common::quick().trust_window, "it is not waited for any longer: {waited:?}");
    assert_eq!(run.check(WITHOUT).status, CheckStatus::Skipped);
    is_as_before(&bench, &before, &run).await;
}

#[tokio::test]
async fn refusals_after_the_statement_has_expired_prove_nothing() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let run = verify_while(&bench, |event| {
        let let_in = matches!(event, VerifyEvent::Finished { check } if check.id == WITH);
        if let_in {
            bench.sandbox.advance(LID_CLOSED);
        }
        let_in
    })
    .await;
    assert_eq!(run.check(WITH).status, CheckStatus::Passed);
    for id in [WITHOUT, WRONG] {
        let check = run.check(id);
        assert_eq!((check.status, code(check)), (CheckStatus::Failed, "statement-expired"), "{id}");
    }
    is_as_before(&bench, &before, &run).await;
}

#[tokio::test]
async fn a_session_of_the_role_that_ended_is_not_told_as_the_callers_sign_in() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let run = verify_while(&bench, |event| {
        let begins = begins("invoke.converse")(event);
        if begins {
            bench.sandbox.advance(Duration::from_secs(2 * 3600));
        }
        begins
    })
    .await;
    let check = run.check("invoke.converse");
    assert_eq!((check.status, code(check)), (CheckStatus::Failed, "role-session-ended"));
    assert_eq!(check.diagnosis.as_ref().unwrap().action, Some(RemedyAction::VerifyAgain));
    is_as_before(&bench, &before, &run).await;
}

/// By how much AWS's clock is ahead of this machine's: moved by a test, or skewed. A skewed one refuses
/// what is signed by this machine's clock, until it is signed by the date of AWS's answer.
#[tokio::test]
async fn everything_goes_by_awss_clock_where_this_machines_is_hours_off() {
    for (moved, skewed) in [(5 * 3600, 0), (0, 8400)] {
        let bench = Bench::with_role().await;
        let before = bench.trust().await;
        bench.sandbox.advance(Duration::from_secs(moved));
        bench.sandbox.set_clock_skew(skewed);
        let run = bench.verify("admin").await;
        assert_eq!(not_green(&run.checks), Vec::<String>::new(), "moved {moved}, skewed {skewed}");
        let what = &run.check("assume.temporary-statement").evidence.what;
        let ends = DateTime::from_str(what.rsplit(' ').next().unwrap(), Format::DateTime).unwrap();
        let left = ends.secs() - DateTime::from(bench.sandbox.now()).secs();
        assert!((600..=900).contains(&left), "{what}: {left} s left by AWS's clock");
        is_as_before(&bench, &before, &run).await;
    }
}

#[tokio::test]
async fn a_clock_that_is_set_amid_the_test_hangs_nothing_and_leaves_no_trace() {
    // Within the statement's life, and beyond it. The sandbox has no past before its start, so its clock
    // is not set back.
    for (aws_ahead, fails) in [(600, None), (7200, Some("statement-expired"))] {
        let bench = Bench::with_role().await;
        let before = bench.trust().await;
        let run = verify_while(&bench, |event| {
            let begins = begins(WITHOUT)(event);
            if begins {
                bench.sandbox.set_clock_skew(aws_ahead);
            }
            begins
        })
        .await;
        match fails {
            None => assert_eq!(not_green(&run.checks), Vec::<String>::new(), "by {aws_ahead} s"),
            Some(why) => assert_eq!(code(run.check(WITHOUT)), why, "by {aws_ahead} s"),
        }
        is_as_before(&bench, &before, &run).await;
    }
}
