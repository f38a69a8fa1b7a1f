//! What environment and profiles do to a connection. A process has one environment, so each case runs
//! in a child: this file's own ignored test.

use crate::common::{Bench, not_green};
use live::{Account, LiveError, Source, verify};
use std::path::Path;
use tokio_util::sync::CancellationToken;

/// Marks the one line of the child's output that is its answer.
const ANSWER: &str = "ANSWER:";

#[tokio::test]
#[ignore = "the child: run by the tests below, in an environment of its own"]
async fn child() {
    let source = match std::env::var("LIVE_TEST_PROFILE") {
        Ok(name) => Source::Profile(name),
        Err(_) => Source::Environment,
    };
    let answer = match Account::connect(source).await {
        Ok(account) if std::env::var("LIVE_TEST_VERIFY").is_ok() => verified(account).await,
        Ok(account) => who(account.whoami().await),
        Err(error) => error.code().to_owned(),
    };
    eprintln!("{ANSWER}{answer}");
}

fn who(identity: Result<live::Identity, LiveError>) -> String {
    match identity {
        Ok(identity) => format!("{} {}", identity.arn, identity.region),
        Err(error) => error.code().to_owned(),
    }
}

/// The whole end-to-end test of a role that the parent made.
async fn verified(account: Account) -> String {
    let bench = Bench::new().await;
    let account = account.with_pacing(crate::common::quick());
    let checks = verify(&account, &bench.options(), &bench.undo(), &CancellationToken::new(), &|_| {}).await;
    format!("{:?}", not_green(&checks))
}

/// Runs the child with these variables and no other of AWS's. Waits with its thread: the sandbox
/// needs another one to answer on.
fn run_child(home: &Path, variables: &[(&str, &str)]) -> String {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "environment::child", "--ignored", "--nocapture"]);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command.env("HOME", home).env("AWS_EC2_METADATA_DISABLED", "true");
    command.envs(variables.iter().copied());
    let output = tokio::task::block_in_place(|| command.output()).unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer = said.lines().find_map(|line| line.strip_prefix(ANSWER));
    answer.unwrap_or_else(|| panic!("the child gave no answer: {said}")).to_owned()
}

/// A home folder whose profile `chosen` is the sandbox's admin.
fn home(bench: &Bench) -> tempfile::TempDir {
    let admin = bench.sandbox.identity("admin").unwrap();
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".aws")).unwrap();
    std::fs::write(
        home.path().join(".aws/credentials"),
        format!(
            "[chosen]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
            admin.access_key_id, admin.secret_access_key
        ),
    )
    .unwrap();
    std::fs::write(
        home.path().join(".aws/config"),
        format!(
            "[profile chosen]\nregion = eu-west-1\nendpoint_url = {}\n\n\
             [profile with-mfa]\nrole_arn = arn:aws:iam::123456789012:role/x\n\
             source_profile = chosen\nmfa_serial = arn:aws:iam::123456789012:mfa/ann\n\n\
             [profile odd]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = gone\n\n\
             [profile empty]\nregion = us-east-1\n",
            bench.sandbox.endpoint()
        ),
    )
    .unwrap();
    home
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chosen_profile_wins_over_keys_in_the_environment() {
    let bench = Bench::new().await;
    let home = home(&bench);
    let other = bench.sandbox.identity("somebody").unwrap();
    let answer = run_child(
        home.path(),
        &[
            ("LIVE_TEST_PROFILE", "chosen"),
            ("AWS_ACCESS_KEY_ID", &other.access_key_id),
            ("AWS_SECRET_ACCESS_KEY", &other.secret_access_key),
        ],
    );
    assert_eq!(answer, "arn:aws:iam::123456789012:user/admin eu-west-1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environment_alone_is_enough() {
    let bench = Bench::new().await;
    let home = tempfile::tempdir().unwrap();
    let admin = bench.sandbox.identity("admin").unwrap();
    let answer = run_child(
        home.path(),
        &[
            ("AWS_ENDPOINT_URL", &bench.sandbox.endpoint()),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", &admin.access_key_id),
            ("AWS_SECRET_ACCESS_KEY", &admin.secret_access_key),
        ],
    );
    assert_eq!(answer, "arn:aws:iam::123456789012:user/admin eu-central-1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_that_cannot_work_is_named_before_any_call() {
    let bench = Bench::new().await;
    let home = home(&bench);
    for (profile, code) in [
        ("with-mfa", "mfa-required"),
        ("odd", "missing-source"),
        ("empty", "no-credentials"),
        ("not-there", "unknown-profile"),
    ] {
        assert_eq!(run_child(home.path(), &[("LIVE_TEST_PROFILE", profile)]), code, "{profile}");
        assert_eq!(run_child(home.path(), &[("AWS_PROFILE", profile)]), code, "AWS_PROFILE={profile}");
    }
    assert_eq!(run_child(home.path(), &[]), "no-credentials", "and nothing at all");
    assert_eq!(bench.sandbox.events(), [], "no call was made");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bedrock_api_key_in_the_environment_does_not_stand_in_for_the_role() {
    let bench = Bench::with_role().await;
    let home = home(&bench);
    let answer = run_child(
        home.path(),
        &[
            ("LIVE_TEST_PROFILE", "chosen"),
            ("LIVE_TEST_VERIFY", "1"),
            ("AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-CANARY"),
        ],
    );
    assert_eq!(answer, "[]", "every call was signed as the role's session");
    let invoked = bench.sandbox.events().into_iter().filter(|event| event.operation == "Converse");
    let by: Vec<_> = invoked.map(|event| event.principal.unwrap_or_default()).collect();
    assert!(
        !by.is_empty() && by.iter().all(|by| by.contains(":assumed-role/quilr-gateway-bedrock/")),
        "{by:?}"
    );
}
