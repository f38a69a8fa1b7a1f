//! `plan --check`, `rotate` and `revoke` against a sandbox: each shows its plan first.

use crate::harness::{EXTERNAL_ID, Home, ROLE_ARN, SandboxProcess, with_role};
use serde_json::Value;

/// A sandbox with the role in it, and its admin's home.
fn with_applied() -> (SandboxProcess, Home) {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    home.run(&with_role(&["apply", "--yes"])).exits_with(0);
    (sandbox, home)
}

fn json(home: &Home, arguments: &[&str]) -> Value {
    home.run(&with_role(&[arguments, &["--format", "json"]].concat())).exits_with(0).json()
}

#[test]
fn a_drift_is_an_exit_code() {
    let (_sandbox, home) = with_applied();
    home.run(&with_role(&["plan", "--check"])).exits_with(0);
    let drifted = home.run(&with_role(&["plan", "--check", "--duration", "7200"])).exits_with(1);
    assert!(drifted.stdout.contains("Raise MaxSessionDuration"), "the same diff as ever: {drifted:#?}");
}

#[test]
fn a_rotation_in_two_commands() {
    let (_sandbox, home) = with_applied();
    let before = json(&home, &["plan"]);
    let shown = json(&home, &["rotate", "--dry-run"]);
    assert_eq!(shown["changed"], false);
    assert_eq!(shown["plan"]["changes"].as_array().unwrap().len(), 1);
    assert_eq!(json(&home, &["plan"]), before, "it was only shown");
    let asked = home.run(&with_role(&["rotate", "--format", "json"])).exits_with(2);
    assert_eq!(asked.json_error()["code"], "needs-yes");

    let text =
        home.run(&with_role(&["rotate", "--yes", "--new-external-id", "0b54f8a3-6a3e-4d5e"])).exits_with(0);
    assert!(text.stdout.contains("aws_external_id  0b54f8a3-6a3e-4d5e"), "{text:#?}");
    assert!(text.stdout.contains("rotate --finish"), "{text:#?}");
    let told = home.run(&with_role(&["verify", "--read-only"]));
    assert!(told.stderr.contains("is under way"), "{told:#?}");
    let nothing = home.run(&["recover"]).exits_with(0);
    assert!(
        nothing.stdout.contains("nothing to recover"),
        "a rotation that waits was not interrupted: {nothing:#?}"
    );

    let ended = json(&home, &["rotate", "--yes", "--finish"]);
    assert_eq!(ended["old_external_id"], EXTERNAL_ID);
    assert_eq!(ended["aws_external_id"], "0b54f8a3-6a3e-4d5e");
    let with_new = ["plan", "--check", "--external-id", "0b54f8a3-6a3e-4d5e"];
    home.run(&with_new).exits_with(0);
    let again = home.run(&with_role(&["rotate", "--finish", "--format", "json"])).exits_with(3);
    assert_eq!(again.json_error()["code"], "no-rotation");
}

#[test]
fn a_wrong_new_external_id_is_refused_before_signing_in() {
    let home = Home::new();
    let error = home
        .run(&with_role(&["rotate", "--new-external-id", "a b", "--format", "json"]))
        .exits_with(2)
        .json_error();
    assert_eq!(error["code"], "external-id");
}

#[test]
fn a_revocation_says_what_will_stop_and_asks() {
    let (_sandbox, home) = with_applied();
    let shown = json(&home, &["revoke", "--dry-run"]);
    assert_eq!(shown["changed"], false);
    let stops = shown["stops"].to_string();
    assert!(stops.contains(ROLE_ARN) && stops.contains(EXTERNAL_ID), "{stops}");
    let text = home.run(&with_role(&["revoke"])).exits_with(2);
    assert!(text.stdout.contains("What will stop"), "{text:#?}");
    assert!(text.stderr.contains("--yes"), "{text:#?}");

    let done = json(&home, &["revoke", "--yes"]);
    assert_eq!(done["made"].as_array().unwrap().len(), done["plan"]["changes"].as_array().unwrap().len());
    let plan = json(&home, &["plan"]);
    assert!(
        plan["warnings"].to_string().contains("refuses `arn:aws:iam::975050335771:user/quilr-gateway`"),
        "{plan:#}"
    );
    let deleted = json(&home, &["revoke", "--yes", "--delete"]);
    assert_eq!(deleted["changed"], true);
    assert_eq!(json(&home, &["plan"])["exists"], false);
}
