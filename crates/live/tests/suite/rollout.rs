//! Many accounts checked against the sandbox. What deploys them is tested against StackSets that nobody
//! here wrote, in `crates/cli/tests/rollout`.

use crate::common::Bench;
use live::rollout::{VerdictStatus, VerifyAll, VerifyAllEvent, verify_all};
use onboarding::rollout::{Rollout, RolloutAccount};
use onboarding::{Level, Target};
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// The bench's own account among `others` that cannot be looked into.
fn rollout(bench: &Bench, others: usize) -> Rollout {
    let mut rollout = Rollout::new("id".to_owned(), bench.setup.clone(), Target::Sandbox);
    let other = |number: usize| RolloutAccount {
        account_id: format!("7777777777{number:02}"),
        name: String::new(),
        external_id: format!("7f3c2b1e-8d4a-4c06-9b1f-2a6d0c5e9f{number:02}"),
    };
    rollout.accounts = (0..others).map(other).collect();
    let own = RolloutAccount {
        account_id: bench.setup.account_id.clone(),
        name: "own".to_owned(),
        external_id: bench.setup.external_id.clone(),
    };
    rollout.accounts.insert(others / 2, own);
    rollout
}

/// How many are checked at this moment, and the most there ever were.
#[derive(Default)]
struct Gauge {
    now: usize,
    most: usize,
}

impl Gauge {
    fn take_in(&mut self, event: &VerifyAllEvent) {
        match event {
            VerifyAllEvent::Started { .. } => self.now += 1,
            VerifyAllEvent::Verdict { .. } => self.now -= 1,
            VerifyAllEvent::Ended { .. } => assert_eq!(self.now, 0, "every begun account has a verdict"),
        }
        self.most = self.most.max(self.now);
    }
}

#[tokio::test]
async fn as_many_as_was_said_are_checked_at_once_and_one_failure_stops_no_other() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let rollout = rollout(&bench, 20);
    for concurrency in [1, 4] {
        let gauge = Mutex::new(Gauge::default());
        let how = VerifyAll { concurrency, invoke: false };
        let cancel = CancellationToken::new();
        let verdicts = verify_all(&account, &rollout, &bench.pack, how, &bench.undo(), &cancel, &|event| {
            gauge.lock().unwrap().take_in(&event)
        })
        .await
        .unwrap();
        assert_eq!(gauge.lock().unwrap().most, concurrency as usize, "no more at once, and no fewer");
        let accounts: Vec<&str> = verdicts.iter().map(|it| it.account_id.as_str()).collect();
        let listed: Vec<&str> = rollout.accounts.iter().map(|it| it.account_id.as_str()).collect();
        assert_eq!(accounts, listed, "in the order of the list");
        for verdict in &verdicts {
            if verdict.account_id == bench.setup.account_id {
                assert_eq!(verdict.level, Some(Level::Account), "{verdict:?}");
                assert_ne!(verdict.status, VerdictStatus::Failed, "{verdict:?}");
            } else {
                assert_eq!(verdict.status, VerdictStatus::Unreachable, "{verdict:?}");
                let fault = verdict.fault.as_ref().unwrap();
                assert_eq!(fault.code, "access-denied");
                assert!(fault.message.contains("sts:AssumeRole"), "{fault:?}");
            }
        }
    }
    assert_eq!(bench.undo().pending().unwrap(), [], "reading leaves no record");
}

#[tokio::test]
async fn when_asked_the_role_is_assumed_and_bedrock_called() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let before = bench.trust().await;
    let how = VerifyAll { invoke: true, ..VerifyAll::default() };
    let cancel = CancellationToken::new();
    let verdicts =
        verify_all(&account, &rollout(&bench, 2), &bench.pack, how, &bench.undo(), &cancel, &|_| {})
            .await
            .unwrap();
    assert_eq!(verdicts[1].level, Some(Level::AssumeAndInvoke), "{verdicts:?}");
    assert_eq!(bench.trust().await, before, "the temporary statement is out again");
    assert_eq!(bench.undo().pending().unwrap(), []);
}

#[tokio::test]
async fn cancelled_the_rest_has_no_verdict() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let rollout = rollout(&bench, 20);
    let (cancel, ended) = (CancellationToken::new(), Mutex::new(None));
    let how = VerifyAll { concurrency: 2, invoke: false };
    let verdicts =
        verify_all(&account, &rollout, &bench.pack, how, &bench.undo(), &cancel, &|event| match event {
            VerifyAllEvent::Verdict { .. } => cancel.cancel(),
            VerifyAllEvent::Ended { cancelled } => *ended.lock().unwrap() = Some(cancelled),
            VerifyAllEvent::Started { .. } => {}
        })
        .await
        .unwrap();
    assert!((1..=2).contains(&verdicts.len()), "those that ran when it was cancelled: {verdicts:?}");
    assert_eq!(*ended.lock().unwrap(), Some(true));
}
