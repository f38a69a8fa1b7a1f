//! `gateway`, `key`, and the gateway level of `verify` and `rotate`: a key of the environment, of the
//! keychain, and none. Whatever happens, no key is printed.

use crate::harness::{EXTERNAL_ID, Home, ROLE_ARN, SandboxProcess, ended, with_role};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};

const CANARY: &str = "sk-quilr-CANARY-0123456789abcdef-1a2b";

/// A key as the sandbox's dashboard makes it.
fn key(sandbox: &SandboxProcess) -> String {
    let form = json!({
        "provider_type": "bedrock", "aws_role_arn": ROLE_ARN, "aws_external_id": EXTERNAL_ID,
        "aws_region": "us-east-1",
    });
    let (status, made) = sandbox.control("POST", "/gateway/keys", &form.to_string());
    assert_eq!(status, 201, "{made}");
    made["key"].as_str().unwrap().to_owned()
}

fn with_applied() -> (SandboxProcess, Home) {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    home.run(&with_role(&["apply", "--yes"])).exits_with(0);
    (sandbox, home)
}

fn statuses(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let checks = report["checks"].as_array().unwrap().iter();
    checks
        .filter(|check| check["level"] == "gateway")
        .map(|check| (text(&check["id"]), text(&check["status"])))
        .collect()
}

#[test]
fn with_a_key_verify_ends_at_the_gateway_and_without_one_it_says_how() {
    let (sandbox, mut home) = with_applied();
    let endpoint = sandbox.endpoint().to_owned();
    let verify = with_role(&["verify", "--gateway-url", &endpoint, "--format", "json"]);
    let without = home.run(&verify).exits_with(0).json();
    assert_eq!(without["level_reached"], "assume_and_invoke");
    assert!(statuses(&without).iter().all(|(_, status)| status == "skipped"), "{without:#}");
    assert!(without.to_string().contains("bedrock-role key set"));

    let key = key(&sandbox);
    home.set("QUILR_API_KEY", &format!("{key}\n"));
    let with = home.run(&verify).exits_with(0);
    assert!(!format!("{with:?}").contains(&key), "the key was printed");
    let with = with.json();
    assert_eq!(with["level_reached"], "gateway", "{with:#}");
    assert_eq!(statuses(&with).len(), 3);
    let read_only = home.run(&[&verify[..], &["--read-only"]].concat()).exits_with(0).json();
    assert_eq!(statuses(&read_only), [], "nothing is asked where only is read");
}

#[test]
fn the_gateway_alone_takes_no_sign_in() {
    let (sandbox, _) = with_applied();
    let endpoint = sandbox.endpoint().to_owned();
    let mut home = Home::new();
    let alone = ["gateway", "--gateway-url", &endpoint, "--format", "json"];
    let none = home.run(&alone).exits_with(2).json_error();
    assert_eq!(none["code"], "no-key");
    home.set("QUILR_API_KEY", &key(&sandbox));
    let report = home.run(&alone).exits_with(0).json();
    assert_eq!(report["passed"], true, "{report:#}");
    assert_eq!(statuses(&report).len(), 3);
    // One of its own goes before the one for all.
    home.set("QUILR_API_KEY_BEDROCK", CANARY);
    let wrong = home.run(&alone).exits_with(1);
    assert!(!format!("{wrong:?}").contains("CANARY"), "{wrong:?}");
    for check in wrong.json()["checks"].as_array().unwrap() {
        assert_eq!(check["diagnosis"]["code"], "gateway-wrong-key", "{check:#}");
    }
}

#[test]
fn a_bad_key_or_base_url_is_named_and_never_repeated() {
    for (key, url, code) in [
        ("sk-CANARY-0123456789", "https://guardrails.quilr.ai", "key-prefix"),
        ("sk-quilr-CANARY 0123456789", "https://guardrails.quilr.ai", "key-space"),
        (CANARY, "http://guardrails.quilr.ai", "setup"),
        (CANARY, "https://guardrails.quilr.ai/openai_compatible", "setup"),
        (CANARY, "https://ann:CANARY@guardrails.quilr.ai", "setup"),
    ] {
        let mut home = Home::new();
        home.set("QUILR_API_KEY", key);
        let refused = home.run(&["gateway", "--gateway-url", url, "--format", "json"]).exits_with(2);
        assert!(!format!("{refused:?}").contains("CANARY"), "{refused:?}");
        assert_eq!(refused.json_error()["code"], code, "{url}");
    }
}

#[test]
fn the_key_is_in_no_report_and_in_no_file() {
    let (sandbox, mut home) = with_applied();
    home.set("QUILR_API_KEY", CANARY);
    let named =
        ["proof.html", "ticket.md", "proof.json"].map(|name| home.path().join(name).display().to_string());
    let mut verify = with_role(&["verify", "--gateway-url", sandbox.endpoint()]);
    for name in &named {
        verify.extend(["--report", name]);
    }
    let ended = home.run(&verify).exits_with(1);
    assert!(!format!("{ended:?}").contains("CANARY"), "{ended:?}");
    let written = text_of_every_file(home.path());
    assert!(written.contains("gateway.bedrock.chat"), "the reports tell of the refusal");
    assert!(!written.contains("CANARY"));
}

fn text_of_every_file(folder: &Path) -> String {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| match path.is_dir() {
            true => text_of_every_file(&path),
            false => String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned(),
        })
        .collect()
}

#[test]
fn a_rotation_is_not_ended_while_the_gateway_does_not_answer() {
    let (sandbox, mut home) = with_applied();
    let endpoint = sandbox.endpoint().to_owned();
    home.run(&with_role(&["rotate", "--yes"])).exits_with(0);
    home.set("QUILR_API_KEY", CANARY);
    let finish = with_role(&["rotate", "--yes", "--finish", "--gateway-url", &endpoint, "--format", "json"]);
    let refused = home.run(&finish).exits_with(3);
    assert!(!format!("{refused:?}").contains("CANARY"), "{refused:?}");
    assert_eq!(refused.json_error()["code"], "gateway-check");
    home.set("QUILR_API_KEY", &key(&sandbox));
    let ended = home.run(&finish).exits_with(0);
    assert!(ended.stderr.contains("either-external-id"), "what it does not prove is said: {ended:#?}");
    let ended = ended.json();
    assert_eq!(ended["changed"], true);
    assert_eq!(ended["old_external_id"], EXTERNAL_ID);
}

#[test]
fn what_the_clients_print_is_diagnosed() {
    let home = Home::new();
    for (text, code) in [
        (
            "Error code: 401 - {'error': {'message': 'Incorrect API key provided', 'code': 'invalid_api_key'}}",
            "gateway-wrong-key",
        ),
        ("the API key's provider type is `bedrock`, not `bedrock_rerank`", "gateway-other-provider-type"),
        (
            "Error code: 403 - the model `amazon.nova-pro-v1:0` is not selected on the API key",
            "gateway-model-not-selected",
        ),
        (
            "sts:AssumeRole failed: User: arn:aws:iam::975050335771:user/quilr-gateway is not authorized to perform: sts:AssumeRole on resource: r",
            "trust-or-external-id",
        ),
        (
            "sts:AssumeRole failed: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            "duration-over-max",
        ),
        ("`g.example` redirects to `x.example`: the key was not sent on", "gateway-redirect"),
        ("`g.example` answered with a web page", "gateway-web-page"),
    ] {
        let said = home.run_with_stdin(&["diagnose", "--format", "json"], text).exits_with(0).json();
        assert_eq!(said["code"], code, "{text}");
    }
}

#[test]
fn keys_of_a_setup_in_a_real_keychain() {
    let home = Home::new();
    let setup = home.file(
        "acme.json",
        r#"{"schema":1,"id":"0d2f7a54-0000-4000-8000-000000000001","provider_types":["bedrock","bedrock_rerank"]}"#,
    );
    for folder in ["run", "share"] {
        std::fs::create_dir_all(home.path().join(folder)).unwrap();
    }
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(home.path().join("run"), mode).unwrap();
    let script = format!(
        "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n\
         printf '  {CANARY}\\n' | \"$1\" key set --setup \"$2\"\n\
         printf '%s' '{CANARY}-9z8y' | \"$1\" key set --setup \"$2\" --provider-type bedrock_rerank\n\
         \"$1\" key show --setup \"$2\" --format json\n\
         \"$1\" gateway --setup \"$2\" --gateway-url http://127.0.0.1:9 --format json || true\n\
         \"$1\" key remove --setup \"$2\" --format json\n"
    );
    let child = Command::new("dbus-run-session")
        .args(["--", "sh", "-ec", &script, "sh", env!("CARGO_BIN_EXE_bedrock-role"), &setup])
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .env("HOME", home.path())
        .env("BEDROCK_ROLE_DATA_DIR", home.path().join("data"))
        .env("XDG_DATA_HOME", home.path().join("share"))
        .env("XDG_RUNTIME_DIR", home.path().join("run"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("dbus-run-session is there (Debian package dbus-x11)");
    let played = ended(child).exits_with(0);
    assert!(!format!("{played:?}").contains("CANARY"), "{played:?}");
    assert!(played.stderr.contains("were left out"), "{played:?}");
    assert!(played.stdout.contains("stored in the keychain, ends in …1a2b"), "{played:?}");
    assert!(played.stdout.contains("ends in …9z8y"), "{played:?}");
    assert!(played.stdout.contains("the key that ends in 1a2b"), "it was used: {played:?}");
    let after = played.stdout.rsplit_once("\n[").unwrap().1;
    assert!(!after.contains("1a2b") && !after.contains("9z8y"), "it is gone: {after}");
}

#[test]
fn without_a_keychain_a_key_is_not_said_to_be_kept() {
    let mut home = Home::new();
    home.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    let setup = home.file("acme.json", r#"{"schema":1,"id":"0d2f7a54-0000-4000-8000-000000000001"}"#);
    let set = ["key", "set", "--setup", &setup, "--format", "json"];
    let refused = home.run_with_stdin(&set, CANARY).exits_with(3);
    assert!(!format!("{refused:?}").contains("CANARY"), "{refused:?}");
    let error = refused.json_error();
    assert_eq!(error["code"], "keychain-missing");
    assert!(error["hint"].as_str().unwrap().contains("QUILR_API_KEY"), "{error}");
    let nameless = home.file("nameless.json", r#"{"schema":1}"#);
    let refused = home.run_with_stdin(&["key", "show", "--setup", &nameless, "--format", "json"], "");
    assert_eq!(refused.exits_with(2).json_error()["code"], "setup-without-id");
}
