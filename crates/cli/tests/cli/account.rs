//! `plan`, `apply` and `verify` against a sandbox, reached by the environment as AWS is.

use crate::harness::{ACCOUNT, EXTERNAL_ID, Home, ROLE_ARN, SandboxProcess, with_role};
use serde_json::Value;

/// The trust policy of the page without its condition: anyone's key would do.
const WITHOUT_EXTERNAL_ID: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::975050335771:user/quilr-gateway" },
      "Action": "sts:AssumeRole"
    }
  ]
}"#;

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["id"] == id)
        .unwrap_or_else(|| panic!("{id} in {report:#}"))
}

/// The plan: all of the role is in it, and who else its trust policy lets in.
fn plan(home: &Home) -> Value {
    home.run(&with_role(&["plan", "--format", "json"])).exits_with(0).json()
}

#[test]
fn from_a_plan_to_a_proven_role() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");

    let text = home.run(&with_role(&["plan"])).exits_with(0);
    assert!(text.stdout.starts_with(&format!("{ROLE_ARN} (new)\n")));
    assert!(text.stdout.contains(EXTERNAL_ID), "{text:#?}");
    assert!(text.stdout.lines().any(|line| line.starts_with("  + ")));
    let planned = plan(&home);
    assert_eq!(plan(&home), planned, "a plan changes nothing");

    let first = home.run(&with_role(&["apply", "--yes", "--format", "json"])).exits_with(0).json();
    assert_eq!(first["changed"], true);
    assert_eq!(first["role_arn"], ROLE_ARN);
    assert_eq!(first["plan"], planned, "what was shown is what is made");
    let titles = |list: &Value| -> Vec<Value> {
        list.as_array().unwrap().iter().map(|one| one["title"].clone()).collect()
    };
    assert_eq!(titles(&first["made"]), titles(&planned["changes"]));
    assert!(!titles(&planned["changes"]).is_empty());

    // Without `--yes`: there is nothing to ask about.
    let second = home.run(&with_role(&["apply"])).exits_with(0);
    assert!(second.stdout.contains("nothing to change"), "{second:#?}");
    let third = home.run(&with_role(&["apply", "--format", "json"])).exits_with(0).json();
    assert_eq!(third["changed"], false);
    let applied = plan(&home);
    assert_eq!(applied["changes"], serde_json::json!([]));

    let report = home.run(&with_role(&["verify", "--format", "json"])).exits_with(0).json();
    assert_eq!(report["passed"], true, "{report:#}");
    assert_eq!(report["level_reached"], "assume_and_invoke");
    assert_eq!(report["signed_in_as"], "arn:aws:iam::123456789012:user/admin");
    assert_eq!(plan(&home), applied, "nothing is left of the test");
    assert!(home.undo_records().is_empty());
}

#[test]
fn a_role_session_can_do_all_of_it_too() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("sso");
    home.run(&with_role(&["apply", "--yes"])).exits_with(0);
    let text = home.run(&with_role(&["verify"])).exits_with(0);
    assert!(text.stdout.contains("  ✓ "), "{text:#?}");
    assert!(!text.stdout.contains("  ✗ "), "{text:#?}");
    assert_eq!(plan(&home)["changes"], serde_json::json!([]));
}

#[test]
fn reading_only_changes_and_assumes_nothing() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    home.run(&with_role(&["apply", "--yes"])).exits_with(0);
    let report = home.run(&with_role(&["verify", "--read-only", "--format", "json"])).exits_with(0).json();
    assert_eq!(report["level_reached"], "account");
    for check in report["checks"].as_array().unwrap() {
        assert!(check["level"] != "assume_and_invoke" || check["status"] == "skipped", "{check:#}");
    }
}

#[test]
fn nothing_is_applied_unasked() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    let text = home.run(&with_role(&["apply"])).exits_with(2);
    assert!(text.stdout.contains(ROLE_ARN), "the plan is shown");
    assert!(text.stderr.contains("--yes"), "{text:#?}");
    let json = home.run(&with_role(&["apply", "--format", "json"])).exits_with(2).json_error();
    assert_eq!(json["code"], "needs-yes");
    assert_eq!(plan(&home)["exists"], false, "there still is no role");
}

#[test]
fn a_trust_policy_without_the_external_id_condition_is_found() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    let file = home.file("trust.json", WITHOUT_EXTERNAL_ID);
    let text = home.run(&with_role(&["plan", "--trust-policy", &file])).exits_with(0);
    assert!(text.stdout.contains("\n! --trust-policy: "), "the plan warns already: {text:#?}");
    let edited = with_role(&["--trust-policy", &file, "--format", "json"]);
    home.run(&[&["apply", "--yes"], &edited[..]].concat()).exits_with(0);

    let report = home.run(&[&["verify"], &edited[..]].concat()).exits_with(1).json();
    assert_eq!(report["passed"], false);
    let refused = check(&report, "assume.without-external-id");
    assert_eq!(refused["status"], "failed", "{report:#}");
    let diagnosis = &refused["diagnosis"];
    assert!(
        diagnosis["cause"].as_str().unwrap().contains("ExternalId"),
        "the missing condition is named: {refused:#}"
    );

    let text = home.run(&with_role(&["verify", "--trust-policy", &file])).exits_with(1);
    assert!(text.stdout.contains("  ✗ "), "{text:#?}");
    assert!(text.stdout.contains("ExternalId condition"), "{text:#?}");
    assert!(text.stdout.contains("remedy"), "{text:#?}");

    // What the setup asks for and what the account has differ: the account's level says so too.
    let report = home.run(&with_role(&["verify", "--read-only", "--format", "json"])).exits_with(1).json();
    assert_ne!(report["level_reached"], "account", "{report:#}");
    assert!(home.undo_records().is_empty());
}

#[test]
fn a_role_that_is_not_there_is_a_failed_check() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    let report = home.run(&with_role(&["verify", "--format", "json"])).exits_with(1).json();
    assert_eq!(report["level_reached"], "documents", "{report:#}");
}

#[test]
fn a_role_of_another_account_is_refused_before_anything_is_read() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    let arguments = with_role(&["plan", "--account-id", "210987654321"]);
    let text = home.run(&arguments).exits_with(2);
    assert!(text.stderr.contains("`210987654321`"), "{text:#?}");
    assert!(text.stderr.contains(ACCOUNT), "{text:#?}");
    let json = home.run(&[&arguments[..], &["--format", "json"]].concat()).exits_with(2).json_error();
    assert_eq!(json["code"], "wrong-account");
}

#[test]
fn an_endpoint_that_does_not_answer_is_a_failure_with_its_address() {
    let sandbox = SandboxProcess::start();
    let keys = sandbox.keys("admin").clone();
    // A port that was free a moment ago; nothing else here listens on fixed ports.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let home = Home::signed_in(&endpoint, &keys);
    let json = home.run(&with_role(&["plan", "--format", "json"])).exits_with(3).json_error();
    assert!(json["message"].as_str().is_some_and(|text| !text.is_empty()));
    assert!(json["hint"].is_string(), "{json:#}");
}

#[test]
fn a_profile_is_used_by_its_name() {
    let sandbox = SandboxProcess::start();
    let home = Home::new();
    home.file(
        ".aws/config",
        format!("[profile acme]\nregion = us-east-1\nendpoint_url = {}\n", sandbox.endpoint()),
    );
    home.keys_of_profile("acme", sandbox.keys("admin"));
    let plan = home.run(&with_role(&["plan", "--profile", "acme", "--format", "json"])).exits_with(0).json();
    assert_eq!(plan["role_arn"], ROLE_ARN);
    let unknown = home.run(&with_role(&["plan", "--profile", "nobody"])).exits_with(2);
    assert!(unknown.stderr.contains("`nobody`"), "{unknown:#?}");
}

#[test]
fn secrets_are_never_printed() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("sso");
    let keys = sandbox.keys("sso");
    for arguments in
        [with_role(&["apply", "--yes"]), with_role(&["verify"]), with_role(&["verify", "--format", "json"])]
    {
        let ended = home.run(&arguments).exits_with(0);
        for secret in ["secret_access_key", "session_token"] {
            let secret = keys[secret].as_str().unwrap();
            assert!(!ended.stdout.contains(secret), "{arguments:?}");
            assert!(!ended.stderr.contains(secret), "{arguments:?}");
        }
    }
}

#[test]
fn what_aws_saw_is_told_with_the_setup_s_session_marked() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    home.run(&with_role(&["apply", "--yes"])).exits_with(0);
    let named = |arguments: &[&'static str]| {
        let mut all = with_role(arguments);
        all.extend(["--session-name", "acme-call"]);
        home.run(&all)
    };
    named(&["verify"]).exits_with(0);
    let seen = named(&["events", "--format", "json"]).exits_with(0).json();
    assert_eq!((&seen["role_arn"], &seen["session_name"]), (&ROLE_ARN.into(), &"acme-call".into()));
    let events = seen["events"].as_array().unwrap();
    let of = |name: &str| events.iter().filter(|event| event["name"] == name).collect::<Vec<_>>();
    assert!(
        of("Converse").iter().all(|event| event["session_name"] == "acme-call") && !of("Converse").is_empty()
    );
    assert!(of("AssumeRole").iter().any(|event| event["error_code"] == "AccessDenied"), "{events:#?}");
    let text = named(&["events"]).exits_with(0).stdout;
    assert!(
        text.lines().any(|line| line.starts_with("▸ ") && line.contains("  Converse as acme-call  ")),
        "{text}"
    );
    assert!(text.contains("fifteen minutes late"), "{text}");

    let denied =
        sandbox.home("somebody").run(&with_role(&["events", "--account-id", ACCOUNT, "--format", "json"]));
    assert_ne!(denied.code, Some(0), "another account's caller sees nothing: {denied:#?}");
}
