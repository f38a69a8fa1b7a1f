//! Each call of each command fails, in every way: the message is right, nothing panics, no secret is
//! told, and the role is whole or can be made what it was.

use crate::bench::{Bench, Command, all};
use crate::harness::Ended;
use crate::proxy::Act;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;

/// What goes wrong at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Throttled,
    ServerError,
    Reset,
    Half,
    Slow,
    Denied,
    /// From this call on.
    Expired,
    /// From this call on: nothing answers any more.
    Lost,
    /// The connection stays open, and nothing comes.
    Silent,
}

/// As often as the program tries a call: what goes wrong less often is not noticed.
const TRIES: usize = 3;

impl Fault {
    const EACH: [Fault; 7] = [
        Fault::Throttled,
        Fault::ServerError,
        Fault::Reset,
        Fault::Half,
        Fault::Slow,
        Fault::Denied,
        Fault::Expired,
    ];

    fn act(self) -> Act {
        match self {
            Fault::Throttled => Act::Refuse { status: 400, code: "Throttling" },
            Fault::ServerError => Act::Refuse { status: 500, code: "ServiceFailure" },
            Fault::Reset | Fault::Lost => Act::Reset,
            Fault::Half => Act::HalfAnAnswer,
            Fault::Slow => Act::Slow,
            Fault::Denied => Act::Refuse { status: 403, code: "AccessDenied" },
            Fault::Expired => Act::Refuse { status: 403, code: "ExpiredToken" },
            Fault::Silent => Act::Hold,
        }
    }

    /// The codes that say it; a table entry may know better than the error's own.
    fn codes(self) -> &'static [&'static str] {
        match self {
            Fault::Throttled => &["throttled"],
            Fault::ServerError => &["aws", "try-again"],
            Fault::Reset | Fault::Half | Fault::Lost | Fault::Silent => &["network"],
            Fault::Slow => &[],
            Fault::Denied => &["access-denied"],
            Fault::Expired => &["expired-sign-in"],
        }
    }

    fn lasts(self) -> bool {
        matches!(self, Fault::Expired | Fault::Lost)
    }
}

/// Runs the command with the fault at its nth call, and at the same call's next tries.
async fn run_with(bench: &Bench, command: Command, n: usize, fault: Fault) -> Ended {
    let (name, left) = (std::sync::Mutex::new(None), AtomicUsize::new(TRIES));
    bench.proxy.rule(move |index, call| {
        if index < n {
            return Act::Pass;
        }
        let mut name = name.lock().unwrap();
        let hit = name.get_or_insert_with(|| call.to_owned()) == call;
        let again = |left: usize| left.checked_sub(1);
        let meant =
            fault.lasts() || (hit && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, again).is_ok());
        if meant { fault.act() } else { Act::Pass }
    });
    let child = bench.spawn(&command.arguments());
    bench.ended(child).await
}

/// Every `code` in a document.
fn codes(document: &Value, found: &mut Vec<String>) {
    match document {
        Value::Object(object) => {
            if let Some(Value::String(code)) = object.get("code") {
                found.push(code.clone());
            }
            object.values().for_each(|value| codes(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| codes(value, found)),
        _ => {}
    }
}

/// One case; `told_as_failures` counts those that were told as failures. The others were mended by trying again.
async fn survived(command: Command, n: usize, fault: Fault, told_as_failures: Arc<AtomicUsize>) {
    let bench = Bench::for_command(command).await;
    let before = bench.role().await;
    let ended = run_with(&bench, command, n, fault).await;
    let case = format!("{command:?}, call {n}, {fault:?}, {:?}, {ended:#?}", bench.proxy.calls().get(n));
    let text = format!("{}{}", ended.stdout, ended.stderr);
    assert!(!text.contains("panicked"), "{case}");
    let keys = bench.sandbox.identity("admin").unwrap();
    let mut secrets = bench.proxy.secrets();
    secrets.push(keys.secret_access_key.clone());
    for secret in secrets {
        assert!(!text.contains(&secret), "a secret is told: {case}");
    }
    let mut told = Vec::new();
    for document in std::iter::once(ended.stdout.as_str()).chain(ended.stderr.lines()) {
        if let Ok(document) = serde_json::from_str::<Value>(document) {
            codes(&document, &mut told);
        }
    }
    match ended.code {
        Some(0) => assert!(!fault.lasts() || n > 0, "{case}"),
        Some(1 | 3) => {
            told_as_failures.fetch_add(1, Ordering::SeqCst);
            assert_ne!(fault, Fault::Slow, "slow is not wrong: {case}");
            // What could not be cleaned up is told as that, with the cause in its words.
            let left = told.iter().any(|code| code == "temporary-statement-left");
            let said = left || told.iter().any(|code| fault.codes().contains(&code.as_str()));
            assert!(said, "told {told:?}: {case}");
        }
        code => panic!("exit code {code:?}: {case}"),
    }
    if ended.code == Some(0) && command != Command::Verify {
        return;
    }
    let recovery = bench.recover().await;
    assert_eq!(recovery.code, Some(0), "{recovery:#?} after {case}");
    // A command that was told as failed, and left no record, changed nothing.
    assert_eq!(bench.role().await, before, "{recovery:#?} after {case}");
}

async fn matrix(command: Command) {
    let calls = Bench::calls_of(command).await;
    let told = Arc::new(AtomicUsize::new(0));
    let cases = (0..calls.len())
        .flat_map(|n| Fault::EACH.map(|fault| Box::pin(survived(command, n, fault, Arc::clone(&told)))));
    let count = all(cases).await;
    println!(
        "fault matrix, {command:?}: {count} cases, {} of them told as failures, {} faults at each of {} calls",
        told.load(Ordering::SeqCst),
        Fault::EACH.len(),
        calls.len()
    );
}

/// The calls of a command that change something, by their places.
async fn changes_of(command: Command) -> Vec<usize> {
    let reads = ["Get", "List", "AssumeRole", "foundation", "inference", "converse"];
    let calls = Bench::calls_of(command).await;
    (0..calls.len()).filter(|n| !reads.iter().any(|read| calls[*n].starts_with(read))).collect()
}

async fn a_connection_on_which_nothing_comes() {
    let mut cases = Vec::new();
    for command in COMMANDS {
        let first = changes_of(command).await[0];
        cases.push(Box::pin(survived(command, first, Fault::Silent, Arc::default())));
    }
    println!("fault matrix, no answer: {} cases", all(cases).await);
}

async fn a_network_that_is_gone_for_good_during_a_test() {
    let changes = changes_of(Command::Verify).await;
    let (first, last) = (changes[0], changes[changes.len() - 1]);
    let cases = (first..=last).map(|n| Box::pin(survived(Command::Verify, n, Fault::Lost, Arc::default())));
    println!("fault matrix, network gone: {} cases", all(cases).await);
}

const COMMANDS: [Command; 4] = [Command::Adopt, Command::Verify, Command::Rotate, Command::Delete];

/// One test: where nothing answers, the program is patient for a minute and a half, and the other cases
/// run meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_at_every_call() {
    let silent = tokio::spawn(a_connection_on_which_nothing_comes());
    let lost = tokio::spawn(a_network_that_is_gone_for_good_during_a_test());
    let matrices: JoinSet<()> = COMMANDS.into_iter().map(matrix).collect();
    matrices.join_all().await;
    silent.await.unwrap();
    lost.await.unwrap();
}
