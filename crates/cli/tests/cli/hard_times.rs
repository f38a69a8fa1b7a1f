//! A disk that is full, a data folder that cannot be made: an account is left as it was, and the user is
//! told what to do.

use crate::harness::{Home, SandboxProcess, ended, with_role};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

/// The program with no room for a single byte in any file. The signal that goes with it is ignored, so
/// that a write fails as it does on a full disk.
fn without_room(home: &Home, arguments: &[&str]) -> Command {
    let plain = home.command(arguments);
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""])
        .arg(plain.get_program())
        .args(plain.get_args())
        .env_clear()
        .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn policy(sandbox: &SandboxProcess) -> Value {
    let home = sandbox.home("admin");
    home.run(&with_role(&["plan", "--format", "json"])).exits_with(0).json()
}

#[test]
fn a_full_disk_stops_a_change_before_it_is_made() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    let before = policy(&sandbox);
    let full =
        ended(without_room(&home, &with_role(&["apply", "--yes", "--format", "json"])).spawn().unwrap());
    let error = full.exits_with(3).json_error();
    assert_eq!(error["code"], "undo-record", "{error:#}");
    assert!(error["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{error:#}");
    assert_eq!(policy(&sandbox), before, "nothing without a record");
    assert!(home.undo_records().is_empty());

    // There is room again: nothing of the first try is in the way.
    home.run(&with_role(&["apply", "--yes"])).exits_with(0);
    let applied = policy(&sandbox);
    assert_eq!(applied["changes"], json!([]));
    let full = ended(without_room(&home, &with_role(&["verify", "--format", "json"])).spawn().unwrap());
    let report = full.exits_with(1).json();
    let failed: Vec<&Value> =
        report["checks"].as_array().unwrap().iter().filter(|check| check["status"] == "failed").collect();
    assert!(!failed.is_empty(), "{report:#}");
    assert!(failed[0].to_string().contains("undo"), "{:#}", failed[0]);
    assert_eq!(policy(&sandbox), applied);
    home.run(&with_role(&["verify"])).exits_with(0);
}

#[test]
fn a_data_folder_that_cannot_be_made_stops_a_change_before_it_is_made() {
    let sandbox = SandboxProcess::start();
    let mut home = sandbox.home("admin");
    // Nobody can make a folder there, root neither.
    home.set("BEDROCK_ROLE_DATA_DIR", "/proc/none/data");
    let before = policy(&sandbox);
    let error = home.run(&with_role(&["apply", "--yes", "--format", "json"])).exits_with(3).json_error();
    assert_eq!(error["code"], "undo-record", "{error:#}");
    assert!(error["message"].as_str().unwrap().contains("/proc/none/data"), "{error:#}");
    assert_eq!(policy(&sandbox), before);
    // What changes nothing needs no folder.
    home.run(&with_role(&["plan"])).exits_with(0);
}
