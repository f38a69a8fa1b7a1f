//! Every bad input has its own message and exit code, in both forms.

use crate::harness::{ACCOUNT, EXTERNAL_ID, Ended, Home};

/// A wrong value among right ones: the flag with its value, and words of its message.
const VALUES: &[(&[&str], &str)] = &[
    (&["--external-id", "x"], "2-1224 characters"),
    (&["--external-id", "has space"], "aws_external_id"),
    (&["--account-id", "12345678901"], "12 digits"),
    (&["--role-name", "quilr gateway"], "must not contain a space"),
    (&["--role-name", ""], "Missing required field: role_name"),
    (&["--role-path", "vendors"], "begins and ends with a slash"),
    (&["--session-name", "x"], "aws_role_session_name must be 2-64 characters matching [\\w+=,.@-]"),
    (&["--session-name", "a b"], "aws_role_session_name must be 2-64 characters matching [\\w+=,.@-]"),
    (&["--duration", "899"], "aws_session_duration_seconds must be between 900 and 43200"),
    (&["--duration", "43201"], "aws_session_duration_seconds must be between 900 and 43200"),
    (&["--duration", "1h"], "aws_session_duration_seconds must be between 900 and 43200"),
    (&["--duration", "-900"], "aws_session_duration_seconds must be between 900 and 43200"),
    (&["--role-arn", "arn:aws-cn:iam::123456789012:role/quilr"], "aws-cn"),
    (&["--role-arn", "arn:aws:iam::210987654321:role/quilr"], "210987654321"),
    (&["--role-arn", "quilr-gateway-bedrock"], "is not an ARN"),
];

fn with_defaults<'a>(arguments: &[&'a str], wrong: &[&'a str]) -> Vec<&'a str> {
    let mut all = arguments.to_vec();
    for (flag, right) in [("--external-id", EXTERNAL_ID), ("--account-id", ACCOUNT)] {
        if !wrong.contains(&flag) {
            all.extend([flag, right]);
        }
    }
    all.extend(wrong);
    all
}

#[test]
fn a_wrong_value_is_named_with_its_rule_and_nothing_is_asked_of_aws() {
    let home = Home::new();
    for (wrong, words) in VALUES {
        let validate = home.run(&with_defaults(&["validate"], wrong)).exits_with(2);
        assert!(validate.stdout.contains(wrong[0]), "{wrong:?}: {validate:#?}");
        assert!(validate.stdout.contains(words), "{wrong:?}: {validate:#?}");

        // The same words where the value stands in the way of something else. There are no
        // credentials here, so exit code 2 also says that the values are looked at first.
        let plan = home.run(&with_defaults(&["plan"], wrong)).exits_with(2);
        assert_eq!(plan.stdout, "");
        assert!(plan.stderr.starts_with("error: "), "{plan:#?}");
        assert!(plan.stderr.contains(words), "{wrong:?}: {plan:#?}");

        let json = home.run(&with_defaults(&["plan", "--format", "json"], wrong)).exits_with(2).json_error();
        assert_eq!(json["code"], "setup");
        assert!(json["fields"][0]["message"].as_str().unwrap().contains(words), "{wrong:?}: {json:#}");
    }
}

/// The message and the hint, in both forms.
fn both_forms(home: &Home, arguments: &[&str], code: i32) -> (Ended, serde_json::Value) {
    let text = home.run(arguments).exits_with(code);
    assert_eq!(text.stdout, "", "standard output is for results only");
    let json = home.run(&[arguments, &["--format", "json"]].concat()).exits_with(code).json_error();
    let message = json["message"].as_str().unwrap();
    assert!(
        text.stderr.contains(&format!("error: {message}\n")),
        "both forms say the same: {text:#?} {json:#}"
    );
    (text, json)
}

#[test]
fn a_setup_file_that_is_not_there_is_named() {
    let (_, json) = both_forms(&Home::new(), &["validate", "--setup", "/nowhere/acme.json"], 2);
    assert_eq!(json["message"], "cannot read the setup `/nowhere/acme.json`: there is no such file");
}

#[test]
fn a_folder_is_no_setup_file() {
    let home = Home::new();
    let folder = home.path().to_str().unwrap();
    let (_, json) = both_forms(&home, &["validate", "--setup", folder], 2);
    assert!(json["message"].as_str().unwrap().ends_with("it is a folder"));
}

#[test]
fn a_binary_is_no_setup_file() {
    let home = Home::new();
    let file = home.file("acme.json", [0xff, 0xfe, 0x00]);
    let (_, json) = both_forms(&home, &["validate", "--setup", &file], 2);
    assert!(json["message"].as_str().unwrap().ends_with("it is not UTF-8 text"));
}

#[test]
fn damaged_json_is_named_with_its_place_and_left_as_it_is() {
    let home = Home::new();
    let damaged = "{\n  \"external_id\": \"7f3c\",\n  \"region\": us-east-1\n}";
    let file = home.file("acme.json", damaged);
    let (_, json) = both_forms(&home, &["validate", "--setup", &file], 2);
    assert_eq!(json["code"], "setup-syntax");
    assert_eq!(
        json["message"],
        format!("cannot use the setup `{file}`: not JSON: expected value at line 3 column 13")
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), damaged);
}

#[test]
fn a_field_that_no_setup_has_is_named_with_its_place() {
    let home = Home::new();
    let file = home.file("acme.json", "{\n  \"schema\": 1,\n  \"aws_secret_key\": \"x\"\n}");
    let (_, json) = both_forms(&home, &["validate", "--setup", &file], 2);
    let message = json["message"].as_str().unwrap();
    assert!(message.contains("line 3 column "), "{message}");
    assert!(message.contains("`aws_secret_key`"), "{message}");
}

#[test]
fn a_setup_of_another_schema_is_not_guessed_at() {
    let home = Home::new();
    let file = home.file("acme.json", "{\"schema\": 2}");
    let (text, json) = both_forms(&home, &["validate", "--setup", &file], 2);
    assert_eq!(json["code"], "setup-schema");
    assert!(text.stderr.contains("\nhint: "), "{text:#?}");
}

#[test]
fn a_trust_policy_that_cannot_be_read_is_named() {
    let (_, json) = both_forms(
        &Home::new(),
        &["validate", "--external-id", EXTERNAL_ID, "--trust-policy", "/nowhere/trust.json"],
        2,
    );
    assert_eq!(json["message"], "cannot read the trust policy `/nowhere/trust.json`: there is no such file");
}

#[test]
fn a_folder_without_a_template_pack_is_refused() {
    let home = Home::new();
    home.file("pack/readme.txt", "nothing");
    let folder = home.path().join("pack");
    let (text, json) = both_forms(&home, &["external-id", "--templates", folder.to_str().unwrap()], 2);
    assert_eq!(json["code"], "template-pack");
    assert!(text.stderr.contains("\nhint: "), "{text:#?}");
}

#[test]
fn usage_errors_come_in_the_form_that_was_asked_for() {
    let home = Home::new();
    let text = home.run(&["validate", "--provider-type", "openai"]).exits_with(2);
    assert_eq!(text.stdout, "");
    for possible in ["openai", "anthropic_messages_bedrock", "bedrock_rerank"] {
        assert!(text.stderr.contains(possible), "{text:#?}");
    }
    let json =
        home.run(&["--format", "json", "validate", "--provider-type", "openai"]).exits_with(2).json_error();
    assert_eq!(json["code"], "usage");
    assert!(json["message"].as_str().unwrap().contains("openai"));
    home.run(&[]).exits_with(2);
    home.run(&["render"]).exits_with(2);
}

#[test]
fn an_empty_error_text_has_nothing_to_diagnose() {
    let (text, json) = both_forms(&Home::new(), &["diagnose"], 2);
    assert_eq!(json["code"], "no-text");
    assert!(text.stderr.contains("\nhint: "));
}

#[test]
fn a_document_that_lacks_its_value_is_not_printed() {
    let home = Home::new();
    let (_, json) = both_forms(&home, &["render", "trust"], 2);
    assert_eq!(json["fields"][0]["field"], "external_id");
    let (_, json) = both_forms(&home, &["render", "dashboard", "--external-id", EXTERNAL_ID], 2);
    assert_eq!(json["fields"][0]["field"], "account_id");
}

#[test]
fn no_credentials_is_a_failure_with_a_next_step() {
    let (text, json) = both_forms(&Home::new(), &["plan", "--external-id", EXTERNAL_ID], 3);
    assert_eq!(json["code"], "no-credentials");
    assert!(text.stderr.contains("\nhint: "), "{text:#?}");
}

#[test]
fn a_format_that_the_command_does_not_have_is_a_usage_error() {
    let home = Home::new();
    for format in ["sarif", "junit"] {
        let ended = home.run(&["external-id", "--format", format]).exits_with(2);
        assert_eq!(ended.stdout, "", "nothing is done first");
        assert!(
            ended.stderr.contains(&format!("invalid value '{format}' for '--format <FORMAT>'")),
            "{ended:#?}"
        );
        assert!(ended.stderr.contains("[possible values: text, json]"), "{ended:#?}");
    }
}
