//! The commands that need no account.

use crate::harness::{ACCOUNT, EXTERNAL_ID, Home, ROLE_ARN};
use serde_json::{Value, json};

const COMMANDS: [&str; 14] = [
    "external-id",
    "validate",
    "render",
    "lint",
    "profiles",
    "plan",
    "apply",
    "verify",
    "recover",
    "diagnose",
    "simulate",
    "templates",
    "sandbox",
    "demo",
];

#[test]
fn every_command_has_a_help_page() {
    let home = Home::new();
    let all = home.run(&["--help"]).exits_with(0);
    for command in COMMANDS {
        assert!(all.stdout.contains(&format!("  {command} ")), "{command}");
        let help = home.run(&[command, "--help"]).exits_with(0);
        assert!(help.stdout.contains("--format"), "{command}: {help:#?}");
        assert_eq!(help.stderr, "");
    }
}

#[test]
fn what_comes_later_is_absent() {
    for command in ["rotate", "revoke"] {
        Home::new().run(&[command]).exits_with(2);
    }
}

#[test]
fn external_ids_are_version_4_uuids_and_never_the_same() {
    let home = Home::new();
    let text = home.run(&["external-id"]).exits_with(0).stdout;
    let json = home.run(&["external-id", "--format", "json"]).exits_with(0).json();
    let ids = [text.trim_end(), json["external_id"].as_str().unwrap()];
    assert_ne!(ids[0], ids[1]);
    for id in ids {
        assert_eq!(uuid::Uuid::parse_str(id).unwrap().get_version_num(), 4);
    }
}

#[test]
fn a_right_setup_is_valid() {
    let arguments = ["validate", "--external-id", EXTERNAL_ID, "--account-id", ACCOUNT];
    let home = Home::new();
    let text = home.run(&arguments).exits_with(0);
    assert!(text.stdout.contains(ROLE_ARN), "{text:#?}");
    let json = home.run(&[&arguments[..], &["--format", "json"]].concat()).exits_with(0).json();
    assert_eq!(json["valid"], true);
    assert_eq!(json["role_arn"], ROLE_ARN);
}

#[test]
fn a_wrong_setup_shows_all_its_errors_at_once() {
    let arguments = ["validate", "--external-id", "has space", "--account-id", "123", "--duration", "899"];
    let home = Home::new();
    let text = home.run(&arguments).exits_with(2);
    assert_eq!(text.stderr, "", "the findings are the result");
    let json = home.run(&[&arguments[..], &["--format", "json"]].concat()).exits_with(2).json();
    assert_eq!(json["valid"], false);
    for (flag, field) in
        [("--external-id", "external_id"), ("--account-id", "account_id"), ("--duration", "duration_seconds")]
    {
        assert!(text.stdout.contains(&format!("✗ {flag}: ")), "{text:#?}");
        let notes = json["notes"].as_array().unwrap();
        assert!(
            notes.iter().any(|note| note["field"] == field && note["severity"] == "error"),
            "{field}: {json:#}"
        );
    }
}

#[test]
fn a_guessable_external_id_is_a_warning_not_an_error() {
    let ended = Home::new()
        .run(&["validate", "--external-id", "acme", "--account-id", ACCOUNT, "--format=json"])
        .exits_with(0);
    let json = ended.json();
    assert_eq!(json["valid"], true);
    assert!(
        json["notes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|note| note["field"] == "external_id" && note["severity"] == "warning"),
        "{json:#}"
    );
}

#[test]
fn the_trust_policy_is_the_pages_own() {
    let ended = Home::new().run(&["render", "trust", "--external-id", "7f3c2b1e-acme-2026"]).exits_with(0);
    let wanted = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::975050335771:user/quilr-gateway" },
            "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "sts:ExternalId": "7f3c2b1e-acme-2026" } }
        }]
    });
    // As text: the order of the keys is the page's too.
    assert_eq!(ended.json().to_string(), wanted.to_string());
}

#[test]
fn the_json_form_of_a_document_is_one_line_of_the_same() {
    let home = Home::new();
    let arguments = ["render", "trust", "--external-id", EXTERNAL_ID];
    let text = home.run(&arguments).exits_with(0);
    let line = home.run(&[&arguments[..], &["--format", "json"]].concat()).exits_with(0);
    assert_eq!(line.stdout.lines().count(), 1);
    assert!(text.stdout.lines().count() > 1);
    assert_eq!(line.json().to_string(), text.json().to_string());
}

#[test]
fn the_permissions_name_what_was_asked_for() {
    let home = Home::new();
    let plain = home.run(&["render", "permissions", "--account-id", ACCOUNT]).exits_with(0);
    assert_eq!(
        plain.json()["Statement"][0]["Resource"],
        "arn:aws:bedrock:*::foundation-model/*",
        "foundation models only, as on the page"
    );
    let more = home
        .run(&["render", "permissions", "--account-id", ACCOUNT, "--inference-profiles", "--no-streaming"])
        .exits_with(0)
        .stdout;
    assert!(more.contains("arn:aws:bedrock:*:123456789012:inference-profile/*"));
    assert!(!more.contains("InvokeModelWithResponseStream"));
}

#[test]
fn the_dashboard_values_carry_the_forms_names() {
    let json = Home::new()
        .run(&[
            "render",
            "dashboard",
            "--external-id",
            EXTERNAL_ID,
            "--account-id",
            ACCOUNT,
            "--session-name",
            "acme",
            "--duration",
            "7200",
        ])
        .exits_with(0)
        .json();
    assert_eq!(
        json,
        json!({
            "aws_role_arn": ROLE_ARN,
            "aws_external_id": EXTERNAL_ID,
            "aws_region": "us-east-1",
            "aws_role_session_name": "acme",
            "aws_session_duration_seconds": 7200
        })
    );
}

#[test]
fn the_role_as_code_is_a_file_and_in_json_its_name_and_commands_too() {
    let home = Home::new();
    for (form, name) in [
        ("cloudformation", "quilr-gateway-bedrock-cloudformation.yaml"),
        ("stackset", "quilr-gateway-bedrock-stackset.yaml"),
        ("terraform", "quilr-gateway-bedrock.tf"),
        ("cli", "quilr-gateway-bedrock-role.sh"),
    ] {
        let arguments = ["render", form, "--external-id", EXTERNAL_ID, "--account-id", ACCOUNT];
        let text = home.run(&arguments).exits_with(0);
        let json = home.run(&[&arguments[..], &["--format", "json"]].concat()).exits_with(0).json();
        assert_eq!(json["file_name"], name);
        assert_eq!(json["text"], text.stdout, "{form}");
        let run = json["run"].as_array().unwrap();
        assert!(run.iter().any(|command| command.as_str().unwrap().contains(name.trim_end_matches(".tf"))));
    }
}

#[test]
fn the_role_as_code_names_every_value_that_is_not_right() {
    let ended =
        Home::new().run(&["render", "terraform", "--external-id", "a b", "--format", "json"]).exits_with(2);
    let fields: Vec<Value> =
        ended.json_error()["fields"].as_array().unwrap().iter().map(|note| note["field"].clone()).collect();
    assert_eq!(fields, ["external_id", "account_id"]);
}

#[test]
fn flags_override_the_setup_file_and_standard_input() {
    let home = Home::new();
    let setup = json!({
        "schema": 1,
        "external_id": EXTERNAL_ID,
        "account_id": ACCOUNT,
        "region": "eu-west-1",
        "resources": { "inference_profiles": true }
    })
    .to_string();
    let file = home.file("acme.json", &setup);
    let from_file = home.run(&["render", "dashboard", "--setup", &file]).exits_with(0).json();
    assert_eq!(from_file["aws_region"], "eu-west-1");
    let overridden = home
        .run_with_stdin(&["render", "dashboard", "--setup", "-", "--region", "us-west-2"], &setup)
        .exits_with(0)
        .json();
    assert_eq!(overridden["aws_region"], "us-west-2");
    assert_eq!(overridden["aws_external_id"], EXTERNAL_ID);
    let off =
        home.run(&["render", "permissions", "--setup", &file, "--inference-profiles=false"]).exits_with(0);
    assert!(!off.stdout.contains("inference-profile"), "{off:#?}");
}

#[test]
fn an_arn_by_itself_says_where_the_role_is() {
    let arn = "arn:aws:iam::210987654321:role/vendors/quilr";
    let json = Home::new()
        .run(&["validate", "--external-id", EXTERNAL_ID, "--role-arn", arn, "--format", "json"])
        .exits_with(0)
        .json();
    assert_eq!(json["role_arn"], arn);
}

#[test]
fn another_template_pack_is_used() {
    let home = Home::new();
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    for entry in std::fs::read_dir(pack).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let text =
            std::fs::read_to_string(&path).unwrap().replace("user/quilr-gateway", "user/quilr-gateway-2");
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        home.file(&format!("pack/{name}"), text);
    }
    let folder = home.path().join("pack");
    let ended = home
        .run(&["render", "trust", "--external-id", EXTERNAL_ID, "--templates", folder.to_str().unwrap()])
        .exits_with(0);
    assert_eq!(
        ended.json()["Statement"][0]["Principal"]["AWS"],
        "arn:aws:iam::975050335771:user/quilr-gateway-2"
    );
}

#[test]
fn a_known_error_text_gets_its_cause_and_its_remedy() {
    let home = Home::new();
    let error = "sts:AssumeRole failed: The requested DurationSeconds exceeds the MaxSessionDuration set for this role";
    let text = home.run_with_stdin(&["diagnose"], error).exits_with(0);
    assert!(text.stdout.contains("aws_session_duration_seconds"), "{text:#?}");
    let json = home.run_with_stdin(&["diagnose", "--format", "json"], error).exits_with(0).json();
    assert_eq!(json["certainty"], "certain");
    assert!(json["remedy"].as_str().is_some_and(|remedy| !remedy.is_empty()));
}

#[test]
fn an_unknown_error_text_is_called_unknown() {
    let json = Home::new()
        .run_with_stdin(&["diagnose", "--format", "json"], "the printer is on fire")
        .exits_with(0)
        .json();
    assert_eq!(json["code"], "unknown");
}

#[test]
fn profiles_are_listed_without_their_secrets() {
    let home = Home::new();
    home.file(
        ".aws/config",
        "[profile acme-sso]\nsso_session = acme\nsso_account_id = 123456789012\nsso_role_name = Admin\nregion = eu-west-1\n\
         [sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n\
         [profile broken]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = nobody\n",
    );
    home.file(
        ".aws/credentials",
        "[keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\n",
    );
    let text = home.run(&["profiles"]).exits_with(0).stdout;
    let ended = home.run(&["profiles", "--format", "json"]).exits_with(0);
    let json = ended.json();
    let profiles = json["profiles"].as_array().unwrap();
    let names: Vec<&Value> = profiles.iter().map(|profile| &profile["name"]).collect();
    assert_eq!(names, ["acme-sso", "broken", "keys"]);
    assert_eq!(profiles[1]["problem"]["code"], "missing-source");
    assert!(profiles[0]["problem"].is_null());
    for shown in ["acme-sso", "SSO", "123456789012", "eu-west-1", "access keys"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
    for printed in [&text, &ended.stdout] {
        assert!(!printed.contains("wJalr"), "a secret was printed");
    }
}

#[test]
fn no_profiles_is_an_empty_list_and_a_hint() {
    let home = Home::new();
    let text = home.run(&["profiles"]).exits_with(0);
    assert_eq!(text.stdout, "");
    assert!(text.stderr.contains("bedrock-role demo"), "{text:#?}");
    let json = home.run(&["profiles", "--format", "json"]).exits_with(0).json();
    assert_eq!(json, json!({ "profiles": [] }));
}

#[test]
fn nothing_to_recover_needs_no_sign_in() {
    let home = Home::new();
    let text = home.run(&["recover"]).exits_with(0);
    assert_eq!(text.stdout, "nothing to recover\n");
    let json = home.run(&["recover", "--format", "json"]).exits_with(0).json();
    assert_eq!(json, json!({ "records": [] }));
}
