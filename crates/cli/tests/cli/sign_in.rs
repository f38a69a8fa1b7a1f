//! Signing in without a person: what is missing is said, with the flag that answers it.

use crate::harness::{Home, SandboxProcess, with_role};
use crate::terminal::tool;
use std::process::Command;

const SERIAL: &str = "arn:aws:iam::123456789012:mfa/telephone";

/// The sandbox's admin as the profile `acme`, whose role asks for a code.
fn home(sandbox: &SandboxProcess) -> Home {
    let home = Home::new();
    home.file(
        ".aws/config",
        format!(
            "[profile acme]\nregion = us-east-1\nendpoint_url = {}\n\n\
             [profile mfa]\nrole_arn = arn:aws:iam::123456789012:role/Ops\nsource_profile = acme\n\
             mfa_serial = {SERIAL}\nendpoint_url = {}\n",
            sandbox.endpoint(),
            sandbox.endpoint()
        ),
    );
    home.keys_of_profile("acme", sandbox.keys("admin"));
    home
}

#[test]
fn a_profile_shows_who_it_signs_in_and_what_they_may_do() {
    let sandbox = SandboxProcess::start();
    let home = home(&sandbox);
    let text = home.run(&["profiles", "acme"]).exits_with(0).stdout;
    assert!(text.contains("account  123456789012") && text.contains("user/admin"), "{text}");
    assert!(text.contains("iam:CreateRole"), "{text}");
    let json = home.run(&["profiles", "acme", "--format", "json"]).exits_with(0).json();
    assert_eq!(json["identity"]["kind"], "user");
    assert_eq!(json["profile"]["chain"][0]["kind"], "keys");
    assert_eq!(json["preflight"]["role_arn"], "arn:aws:iam::123456789012:role/quilr-gateway-bedrock");
    let secret = sandbox.keys("admin")["secret_access_key"].as_str().unwrap();
    assert!(!format!("{text}{json}").contains(secret));
}

#[test]
fn without_a_terminal_a_code_is_not_asked_for_but_the_flag_is_named() {
    let sandbox = SandboxProcess::start();
    let home = home(&sandbox);
    let text = home.run(&["profiles"]).exits_with(0).stdout;
    assert!(text.contains("acme: access keys → mfa: an assumed role, MFA"), "{text}");
    let error = home.run(&with_role(&["plan", "--profile", "mfa"])).exits_with(3).stderr;
    assert!(error.contains(SERIAL) && error.contains("--mfa-code"), "{error}");
    let json =
        home.run(&with_role(&["plan", "--profile", "mfa", "--format", "json"])).exits_with(3).json_error();
    assert_eq!(json["code"], "mfa-required");
    let arguments = with_role(&["plan", "--profile", "mfa", "--format", "json", "--mfa-code", "12345"]);
    assert_eq!(home.run(&arguments).exits_with(2).json_error()["code"], "mfa-code-form");
    let arguments = with_role(&["plan", "--profile", "mfa", "--format", "json", "--mfa-code", "123456"]);
    assert_eq!(home.run(&arguments).exits_with(3).json_error()["code"], "mfa-device", "the admin has none");
}

#[test]
fn the_root_user_is_stopped_before_anything_is_changed_or_tested() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("root");
    for arguments in [with_role(&["apply", "--yes"]), with_role(&["verify"])] {
        let error = home.run(&arguments).exits_with(3).stderr;
        assert!(error.contains("root user") && error.contains("hint:"), "{error}");
    }
    let plan = sandbox.home("admin").run(&with_role(&["plan", "--format", "json"])).exits_with(0).json();
    assert_eq!(plan["exists"], false, "nothing was made");
}

#[test]
fn a_federated_user_is_stopped_with_the_reason() {
    let sandbox = SandboxProcess::start();
    let all = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let query = "Credentials.{access_key_id:AccessKeyId,secret_access_key:SecretAccessKey,session_token:SessionToken}";
    let output = Command::new(tool("aws"))
        .args(["sts", "get-federation-token", "--name", "ann", "--policy", all, "--query", query])
        .args(["--output", "json"])
        .envs(sandbox.environment("admin"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let home = Home::signed_in(sandbox.endpoint(), &serde_json::from_slice(&output.stdout).unwrap());
    for command in ["plan", "apply", "verify"] {
        let error = home.run(&with_role(&[command, "--format", "json"])).exits_with(3).json_error();
        assert_eq!(error["code"], "federated-user", "{command}");
        assert!(error["message"].as_str().unwrap().contains("federated-user/ann"), "{error}");
        assert!(error["hint"].as_str().unwrap().contains("Identity Center"), "{error}");
    }
}

#[test]
fn a_ca_bundle_and_a_proxy_are_flags_too() {
    let sandbox = SandboxProcess::start();
    let home = home(&sandbox);
    let arguments = ["profiles", "acme", "--format", "json", "--ca-bundle", "/nowhere.pem"];
    assert_eq!(home.run(&arguments).exits_with(2).json_error()["code"], "ca-bundle");
    let arguments = ["profiles", "acme", "--format", "json", "--proxy", "not an address"];
    assert_eq!(home.run(&arguments).exits_with(2).json_error()["code"], "proxy-address");
}
