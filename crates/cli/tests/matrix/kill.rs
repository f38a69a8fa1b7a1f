//! The program is killed with SIGKILL at every call. Then `recover` makes the role what it was; and
//! where it never runs, time does.

use crate::bench::{Bench, Command, all};
use crate::harness::{EXTERNAL_ID, ROLE_ARN};
use crate::proxy::Act;
use aws_sdk_sts::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sts::error::ProvideErrorMetadata;
use aws_smithy_async::time::StaticTimeSource;
use std::time::{Duration, SystemTime};
use tokio::task::JoinSet;

/// Longer than any command takes to come to a call; a case that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the program is met at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before it was sent.
    Before,
    /// While it waits: the call was made, its answer is not there yet.
    Waiting,
    /// After it was answered; the next call is never sent.
    Answered,
}

/// Runs the command and kills it at its nth call.
async fn killed_at(bench: &Bench, command: Command, n: usize, at: At) {
    bench.proxy.rule(move |index, _| match at {
        _ if index < n => Act::Pass,
        At::Before => Act::Hold,
        At::Waiting if index == n => Act::KeepAnswer,
        At::Answered if index == n => Act::Answer,
        At::Waiting | At::Answered => Act::Hold,
    });
    let mut child = bench.spawn(&command.arguments());
    if tokio::time::timeout(PATIENCE, bench.proxy.reached()).await.is_err() {
        child.kill().unwrap();
        panic!("{command:?} does not come to its call {n}: {:?}", bench.proxy.calls());
    }
    // After its last call it may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
}

/// One case: the role is as it was before the command, and no record is left that was interrupted.
async fn recovered(command: Command, n: usize, at: At) {
    let bench = Bench::for_command(command).await;
    let before = bench.role().await;
    killed_at(&bench, command, n, at).await;
    let left = bench.home.undo_records().len();
    let recovery = bench.recover().await;
    let after = bench.role().await;
    let case = format!("{command:?}, call {n}, {at:?}, {left} records left, {recovery:#?}");
    assert_eq!(recovery.code, Some(0), "{case}");
    let trust = |role: &Option<onboarding::ActualRole>| role.as_ref().map(|role| role.trust_policy.clone());
    // After the last answer nothing is half-way: the command is whole, and `recover` leaves it so.
    let whole = at == At::Answered && left == 0 && after != before;
    if !whole {
        assert_eq!(trust(&after), trust(&before), "{case}");
        assert_eq!(after, before, "{case}");
    }
    let again = bench.recover().await;
    assert_eq!(again.json()["records"], serde_json::json!([]), "{case}");
}

async fn matrix(command: Command) {
    let calls = Bench::calls_of(command).await;
    let cases = (0..calls.len())
        .flat_map(|n| [At::Before, At::Waiting, At::Answered].map(|at| Box::pin(recovered(command, n, at))));
    let count = all(cases).await;
    println!(
        "kill matrix, {command:?}: {count} cases, at each of {} calls: {}",
        calls.len(),
        calls.join(" ")
    );
}

/// One test: the waiting of each command's cases is that of all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_at_every_call() {
    let matrices: JoinSet<()> = Command::EACH.into_iter().map(matrix).collect();
    let dead = tokio::spawn(where_recovery_never_runs_the_clone_dies_by_itself());
    matrices.join_all().await;
    dead.await.unwrap();
}

/// Whether the admin is let in, a quarter of an hour later by the sandbox's clock.
async fn later(bench: &Bench) -> Result<(), String> {
    let by = Duration::from_secs(15 * 60 + 1);
    bench.sandbox.advance(by);
    let admin = bench.sandbox.identity("admin").unwrap();
    let sts = aws_sdk_sts::Client::from_conf(
        aws_sdk_sts::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(bench.sandbox.endpoint())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new(
                &admin.access_key_id,
                &admin.secret_access_key,
                None,
                None,
                "test",
            ))
            // A signature of now would be too old for that clock, and refused for another reason.
            .time_source(StaticTimeSource::new(SystemTime::now() + by))
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build(),
    );
    let asked = sts
        .assume_role()
        .role_arn(ROLE_ARN)
        .role_session_name("somebody-later")
        .external_id(EXTERNAL_ID)
        .send()
        .await;
    match asked {
        Ok(_) => Ok(()),
        Err(error) => Err(error.code().unwrap_or("no code").to_owned()),
    }
}

async fn dead_by_itself(n: usize, at: At) {
    let bench = Bench::for_command(Command::Verify).await;
    let before = bench.role().await;
    killed_at(&bench, Command::Verify, n, at).await;
    assert_eq!(later(&bench).await, Err("AccessDenied".to_owned()), "call {n}, {at:?}");
    let after = bench.role().await;
    let left = after != before;
    let holds = after.unwrap().trust_policy.contains("BedrockRoleWizardTemporary");
    assert_eq!(left, holds, "nothing but the clone may be left: call {n}, {at:?}");
}

async fn where_recovery_never_runs_the_clone_dies_by_itself() {
    let calls = Bench::calls_of(Command::Verify).await;
    let change = |name: &String| name == "UpdateAssumeRolePolicy";
    let first = calls.iter().position(change).unwrap();
    let last = calls.iter().rposition(change).unwrap();
    assert!(first < last, "put in, and taken out: {calls:?}");
    let cases = (first..=last)
        .flat_map(|n| [At::Before, At::Waiting, At::Answered].map(|at| Box::pin(dead_by_itself(n, at))));
    let count = all(cases).await;
    println!("kill matrix, never recovered: {count} cases, at each of {} calls", last - first + 1);
}
