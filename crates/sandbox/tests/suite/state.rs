//! What is kept over a restart, and what never happens to the file.

use crate::support::chat::{NOVA, converse};
use crate::support::*;
use sandbox::{Fault, FaultRule, Often, Options, Propagation, Sandbox, Scenario, StartError, StateError};
use std::path::Path;
use std::time::Duration;

async fn open(path: &Path) -> Sandbox {
    try_open(path).await.unwrap_or_else(|error| panic!("{error}"))
}

async fn try_open(path: &Path) -> Result<Sandbox, StartError> {
    Sandbox::start(Options { state: Some(path.to_owned()), ..Options::default() }).await
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn everything_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.json");
    let first = open(&path).await;
    create_role(&first, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let session = assume(&first).await;
    let rule = FaultRule { often: Often::First(2), ..FaultRule::always(Fault::Throttle) };
    first.set_faults(vec![rule]).unwrap();
    assert!(sts(&first, "admin").get_caller_identity().send().await.is_err());
    first.advance(Duration::from_secs(600));
    let (then, admin) = (first.now(), seeded(&first, "admin"));
    first.finish().await.unwrap();

    let second = open(&path).await;
    assert!(second.kept_aside().is_none());
    for caller in ["admin", "sso", "root", "gateway", "gateway-2", "somebody"] {
        assert!(second.identity(caller).is_some(), "{caller}");
    }
    let ask = || sts_of(&second, admin.clone(), "us-east-1").get_caller_identity().send();
    assert_eq!(code(ask().await).0, "Throttling", "the count goes on");
    assert!(ask().await.is_ok(), "the third call, by a key of the first start");
    assert!(second.now() >= then, "AWS's time goes on");
    assert!(sts(&second, "sso").get_caller_identity().send().await.is_ok(), "a session outlives it");
    assert_eq!(converse(&second, &session, "us-east-1", NOVA).await.err(), None, "and one that was assumed");
    let role = iam(&second, "admin").get_role().role_name(ROLE).send().await.unwrap();
    assert!(role.role().unwrap().assume_role_policy_document().unwrap().contains("quilr-gateway"));

    second.reset();
    assert!(
        iam(&second, "admin").get_role().role_name(ROLE).send().await.is_err(),
        "back to the first start"
    );
    assert!(sts_of(&second, admin.clone(), "us-east-1").get_caller_identity().send().await.is_ok());
}

#[tokio::test]
async fn a_change_is_written_while_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.json");
    let sandbox = open(&path).await;
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let written = async {
        while !std::fs::read_to_string(&path).unwrap().contains(ROLE) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), written).await.expect("it is saved without being told to");
    let (_, state) = control(&sandbox, "GET", "/state", "").await;
    assert_eq!(state["state_file"]["trouble"], serde_json::Value::Null);
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.json");
    open(&path).await.finish().await.unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    open(&path).await.finish().await.unwrap();
    for name in names(folder.path()) {
        let mode = std::fs::metadata(folder.path().join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn two_sandboxes_never_share_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.json");
    let first = open(&path).await;
    let refused = try_open(&path).await.err().unwrap();
    assert!(matches!(refused, StartError::State(StateError::InUse { .. })), "{refused}");
    first.finish().await.unwrap();
    drop(open(&path).await);
    open(&path).await.finish().await.expect("dropped, it lets the file go as well");
}

#[tokio::test]
async fn a_damaged_file_is_put_aside_and_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.json");
    open(&path).await.finish().await.unwrap();
    let whole = std::fs::read_to_string(&path).unwrap();
    let cut = whole[..whole.len() / 2].to_owned();
    let other_key = whole.replacen("\"sealer\":\"", "\"sealer\":\"AAAA", 1);
    assert_ne!(other_key, whole);
    for (number, damaged) in (1..).zip([String::new(), "{}".into(), cut, other_key]) {
        std::fs::write(&path, &damaged).unwrap();
        let sandbox = open(&path).await;
        let aside = sandbox.kept_aside().expect("it is told").clone();
        assert_eq!(
            aside.path,
            path.canonicalize().unwrap().with_file_name(format!("sandbox.json.damaged-{number}"))
        );
        assert!(!aside.reason.is_empty());
        assert_eq!(std::fs::read_to_string(&aside.path).unwrap(), damaged);
        assert!(sts(&sandbox, "admin").get_caller_identity().send().await.is_ok(), "it begins anew");
        sandbox.finish().await.unwrap();
    }
}

#[tokio::test]
async fn a_file_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.json");
    let later = r#"{"version":2,"something":"else"}"#;
    std::fs::write(&path, later).unwrap();
    let refused = try_open(&path).await.err().unwrap();
    assert!(matches!(refused, StartError::State(StateError::Newer { version: 2, .. })), "{refused}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), later);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let refused = try_open(&folder.path().join("no/sandbox.json")).await.err().unwrap();
    assert!(matches!(refused, StartError::State(StateError::Io { .. })), "{refused}");
}

#[tokio::test]
async fn a_file_goes_on_with_the_scenario_it_began_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.json");
    let start = |name: &str, seconds: Option<u32>| {
        let scenario = Some(Scenario::built_in(name).unwrap());
        let propagation = seconds.map(|seconds| Propagation { seconds, ..Propagation::default() });
        Sandbox::start(Options { scenario, propagation, state: Some(path.clone()), ..Options::default() })
    };
    start("throttled", None).await.unwrap().finish().await.unwrap();
    let refused = start("outage", None).await.err().unwrap();
    assert!(matches!(refused, StartError::State(StateError::OtherScenario { .. })), "{refused}");
    let again = start("throttled", Some(9)).await.unwrap();
    assert_eq!(
        control(&again, "GET", "/state", "").await.1["propagation"]["seconds"],
        9,
        "a flag still counts"
    );
    again.finish().await.unwrap();
    assert_eq!(open(&path).await.faults_met().len(), 3, "without a scenario it goes on as it was");
}

#[tokio::test]
async fn a_snapshot_is_not_touched_by_what_comes_after_it() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let before = sandbox.snapshot().unwrap();
    let role = || iam(&sandbox, "admin").get_role().role_name(ROLE).send();
    let id = role().await.unwrap().role().unwrap().role_id().to_owned();
    let delete = iam(&sandbox, "admin").delete_role_policy().role_name(ROLE);
    delete.policy_name("quilr-gateway-bedrock-invoke").send().await.unwrap();
    iam(&sandbox, "admin").delete_role().role_name(ROLE).send().await.unwrap();
    let after = sandbox.snapshot().unwrap();
    for _ in 0..2 {
        assert!(sandbox.restore(before));
        assert_eq!(role().await.unwrap().role().unwrap().role_id(), id, "the same role, not one like it");
        let session = assume(&sandbox).await;
        assert_eq!(converse(&sandbox, &session, "us-east-1", NOVA).await.err(), None);
        assert!(sandbox.restore(after));
        assert!(role().await.is_err());
    }
    // What is used after a snapshot was not used when it was taken.
    assert!(sandbox.restore(before));
    let used = async || {
        let role = role().await.unwrap();
        role.role().unwrap().role_last_used().is_some_and(|last| last.last_used_date().is_some())
    };
    let unused = sandbox.snapshot().unwrap();
    assert!(!used().await);
    let session = assume(&sandbox).await;
    assert!(sts_of(&sandbox, session, "us-east-1").get_caller_identity().send().await.is_ok());
    assert!(used().await);
    assert!(sandbox.restore(unused));
    assert!(!used().await);
    assert!(sandbox.forget(before) && !sandbox.restore(before) && !sandbox.forget(before));
}
