//! What is stopped half way: a verification leaves the trust policy as it was, an apply says how far it
//! came.

use crate::harness::{Ended, Home, ended, send, with_role};
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr};
use std::time::Duration;

/// Longer than anything here takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A sandbox that answers only while it is driven. In between, the program under test waits in the
/// middle of a request, and everything can be looked at in peace.
struct Driven {
    runtime: tokio::runtime::Runtime,
    sandbox: Sandbox,
}

impl Driven {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let sandbox = runtime.block_on(Sandbox::start(Options::default())).unwrap();
        Self { runtime, sandbox }
    }

    fn home(&self, identity: &str) -> Home {
        let identity = self.sandbox.identity(identity).unwrap();
        Home::signed_in(
            &self.sandbox.endpoint(),
            &json!({
                "access_key_id": identity.access_key_id,
                "secret_access_key": identity.secret_access_key,
                "session_token": identity.session_token,
            }),
        )
    }

    /// Answers until the operation has been asked for.
    fn until(&self, operation: &str) {
        self.within_patience(async {
            while self.count(operation) == 0 {
                tokio::task::yield_now().await;
            }
        });
    }

    /// Answers until the process has ended; gives its exit code.
    fn until_ended(&self, child: &mut Child) -> Option<i32> {
        self.within_patience(async {
            loop {
                if let Some(status) = child.try_wait().unwrap() {
                    break status.code();
                }
                tokio::task::yield_now().await;
            }
        })
    }

    /// Answers until the command has ended.
    fn run(&self, home: &Home, arguments: &[&str]) -> Ended {
        let child = home.command(arguments).spawn().unwrap();
        self.within_patience(async { tokio::task::spawn_blocking(|| ended(child)).await.unwrap() })
    }

    fn within_patience<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime
            .block_on(async { tokio::time::timeout(PATIENCE, work).await })
            .expect("it takes too long")
    }

    /// How often the operation has been asked for.
    fn count(&self, operation: &str) -> usize {
        let events = self.sandbox.events();
        events.iter().filter(|event| event.operation == operation).count()
    }

    /// The plan: all of the role is in it, and who else its trust policy lets in.
    fn plan(&self) -> Value {
        let admin = self.home("admin");
        self.run(&admin, &with_role(&["plan", "--format", "json"])).exits_with(0).json()
    }
}

/// A verification in the middle of its first call of Bedrock.
struct HalfWay {
    driven: Driven,
    home: Home,
    child: Child,
    stderr: Lines<BufReader<ChildStderr>>,
    /// The plan before it.
    before: Value,
}

impl HalfWay {
    fn new() -> Self {
        let driven = Driven::new();
        let home = driven.home("admin");
        driven.run(&home, &with_role(&["apply", "--yes"])).exits_with(0);
        let before = driven.plan();
        let report = home.path().join("stopped.json");
        let line = ["verify", "--format", "json", "--report", report.to_str().unwrap()];
        let mut child = home.command(&with_role(&line)).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        driven.until("Converse");
        assert_eq!(driven.count("UpdateAssumeRolePolicy"), 1, "the caller was let in, and not taken out yet");
        let half_way = Self { driven, home, child, stderr, before };
        assert_eq!(half_way.home.undo_records().len(), 1);
        half_way
    }

    /// Sends a signal and waits until it is answered: the sandbox is not driven meanwhile, so nothing
    /// else can happen.
    fn signal(&mut self, signal: &str) -> Value {
        send(&self.child, signal);
        let line = self.stderr.next().unwrap().unwrap();
        serde_json::from_str::<Value>(&line).unwrap()["notice"].clone()
    }

    fn crash(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let left: Vec<_> = std::fs::read_dir(self.home.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains("report"))
            .collect();
        assert!(left.is_empty(), "nothing of the report that was never written: {left:?}");
        assert_ne!(self.driven.plan(), self.before, "a crash cleans nothing up");
    }

    #[track_caller]
    fn assert_as_it_was(&self) {
        assert_eq!(self.driven.plan(), self.before);
        assert!(self.home.undo_records().is_empty());
    }
}

#[test]
fn each_request_to_stop_cleans_up_first() {
    for signal in ["TERM", "INT", "HUP"] {
        let mut half_way = HalfWay::new();
        assert_eq!(half_way.signal(signal)["code"], "stopping", "{signal}");
        let stdout = half_way.child.stdout.take().unwrap();
        let status = half_way.driven.until_ended(&mut half_way.child);
        let report: Value = serde_json::from_reader(stdout).unwrap();
        assert_eq!(status, Some(1), "{signal}: {report:#}");
        assert_eq!(report["cancelled"], true, "{signal}: {report:#}");
        assert_eq!(report["passed"], false, "{signal}");
        let kept = std::fs::read_to_string(half_way.home.path().join("stopped.json")).unwrap();
        let kept: Value = serde_json::from_str(&kept).unwrap();
        assert_eq!(kept["verdict"]["cancelled"], true, "{signal}: it is on record that it was stopped");
        assert_eq!(kept["checks"], report["checks"], "{signal}");
        half_way.assert_as_it_was();
    }
}

#[test]
fn a_second_request_does_not_end_the_clean_up() {
    let mut half_way = HalfWay::new();
    let first = half_way.signal("INT");
    assert!(first["message"].as_str().unwrap().starts_with("stopping"), "{first}");
    let second = half_way.signal("INT");
    assert!(second["message"].as_str().unwrap().starts_with("still"), "{second}");
    assert_eq!(half_way.home.undo_records().len(), 1, "the clean-up is not over");
    assert_eq!(half_way.driven.until_ended(&mut half_way.child), Some(1));
    half_way.assert_as_it_was();
}

/// As a closed laptop does it. The expiry of the statement and of the role's session pass meanwhile.
#[test]
fn who_sleeps_past_the_expiry_finds_the_trust_policy_as_it_was() {
    let mut half_way = HalfWay::new();
    send(&half_way.child, "STOP");
    half_way.driven.sandbox.advance(Duration::from_secs(2 * 60 * 60));
    send(&half_way.child, "CONT");
    let stdout = half_way.child.stdout.take().unwrap();
    let status = half_way.driven.until_ended(&mut half_way.child);
    let report: Value = serde_json::from_reader(stdout).unwrap();
    assert_eq!(status, Some(1), "what came too late is no pass: {report:#}");
    half_way.assert_as_it_was();
}

#[test]
fn what_another_terminal_is_at_work_on_was_not_left_behind() {
    let mut half_way = HalfWay::new();
    // It stands still, so that nothing of it happens meanwhile.
    send(&half_way.child, "STOP");
    let HalfWay { driven, home, .. } = &half_way;
    let looked = driven.run(home, &with_role(&["verify", "--read-only"])).exits_with(0);
    assert!(!looked.stderr.contains("recover"), "{looked:#?}");
    let refused = driven.run(home, &["recover", "--format", "json"]).exits_with(3).json();
    assert_eq!(refused["records"][0]["error"]["code"], "in-use", "{refused:#}");
    assert!(refused["records"][0]["error"]["hint"].as_str().unwrap().contains("wait"), "{refused:#}");
    assert_eq!(home.undo_records().len(), 1);
    send(&half_way.child, "CONT");
    assert_eq!(half_way.driven.until_ended(&mut half_way.child), Some(0));
    half_way.assert_as_it_was();
}

#[test]
fn what_a_crash_leaves_is_told_and_recovered() {
    let mut half_way = HalfWay::new();
    half_way.crash();
    let HalfWay { driven, home, .. } = &half_way;
    let told = driven.run(home, &with_role(&["verify", "--read-only"])).exits_with(0);
    assert!(told.stderr.contains("`bedrock-role recover`"), "{told:#?}");
    assert!(told.stderr.contains("user/admin"), "{told:#?}");
    assert!(
        told.stdout.contains("  ! The trust policy names nobody but the gateway"),
        "a warning, not a failure: the gateway gets in as it should: {told:#?}"
    );

    // Somebody of another account cannot do it, and the record stays.
    let mut others = driven.home("somebody");
    others.set("BEDROCK_ROLE_DATA_DIR", &home.data_folder());
    let refused = driven.run(&others, &["recover", "--format", "json"]).exits_with(3);
    assert_eq!(refused.json()["records"][0]["recovered"], false);
    assert_eq!(home.undo_records().len(), 1);

    let recovered = driven.run(home, &["recover", "--format", "json"]).exits_with(0);
    assert_eq!(recovered.json()["records"][0]["recovered"], true);
    assert_eq!(recovered.stderr, "");
    half_way.assert_as_it_was();
}

#[test]
fn the_record_of_a_sandbox_that_is_gone_can_be_discarded() {
    let mut half_way = HalfWay::new();
    half_way.crash();
    let HalfWay { driven, home, .. } = half_way;
    drop(driven);

    let next = Driven::new();
    let mut elsewhere = next.home("admin");
    elsewhere.set("BEDROCK_ROLE_DATA_DIR", &home.data_folder());
    let refused = next.run(&elsewhere, &["recover"]).exits_with(3);
    assert!(refused.stdout.contains("--discard-sandbox"), "{refused:#?}");
    assert_eq!(home.undo_records().len(), 1, "nothing is thrown away unasked");

    // It needs no sign-in: there is nothing left to sign in to.
    let mut nowhere = Home::new();
    nowhere.set("BEDROCK_ROLE_DATA_DIR", &home.data_folder());
    let discarded = nowhere.run(&["recover", "--discard-sandbox", "--format", "json"]).exits_with(0);
    assert_eq!(discarded.json()["records"][0]["discarded"], true);
    assert!(home.undo_records().is_empty());
}

#[test]
fn a_damaged_record_is_named_and_kept() {
    let home = Home::new();
    let file = home.file("data/undo/half.json", "{\"id\":");
    let text = home.run(&["recover"]).exits_with(3);
    assert!(text.stderr.contains("half.json"), "{text:#?}");
    let json = home.run(&["recover", "--format", "json"]).exits_with(3);
    assert!(json.stderr.contains("half.json"), "{json:#?}");
    assert!(std::path::Path::new(&file).exists());
}

#[test]
fn an_interrupted_apply_says_how_far_it_came_and_is_continued() {
    let driven = Driven::new();
    let home = driven.home("admin");
    let child = home.command(&with_role(&["apply", "--yes", "--format", "json"])).spawn().unwrap();
    driven.until("CreateRole");
    send(&child, "INT");
    let error = ended(child).exits_with(3).json_error();
    assert_eq!(error["code"], "interrupted");
    let hint = error["hint"].as_str().unwrap();
    // The first change was made; whether its answer was read before the signal is a matter of luck.
    assert!(hint.contains(" of 2 changes are confirmed"), "{error:#}");
    assert!(hint.contains("`bedrock-role apply`"), "{error:#}");

    driven.run(&home, &with_role(&["apply", "--yes"])).exits_with(0);
    assert_eq!(driven.plan()["changes"], json!([]));
}
