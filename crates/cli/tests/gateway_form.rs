//! The form of the key, twice: as the wizard checks it and as the sandbox's gateway takes it. Each has
//! its own rules, from the page; here they are held against each other, so that they cannot drift.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use onboarding::Pack;
use onboarding::key::check_key;
use serde_json::{Value, json};
use support::sandbox::SandboxProcess;

const ARN: &str = "arn:aws:iam::123456789012:role/quilr-gateway-bedrock";

/// What the page itself says; where it says nothing, each side has words of its own.
const PAGE: [&str; 6] = [
    "Missing required field: aws_role_arn",
    "Missing required field: aws_external_id",
    "Missing required field: aws_region",
    "aws_session_duration_seconds must be between 900 and 43200",
    r"aws_role_session_name must be 2-64 characters matching [\w+=,.@-]",
    "These belong to the static-key path and will be rejected",
];

/// A form that is right, with one field changed.
fn cases() -> Vec<(&'static str, Value)> {
    let long = |letter: &str, length: usize| json!(letter.repeat(length));
    let arn = |name: &str| json!(format!("arn:aws:iam::123456789012:role/{name}"));
    let mut cases = vec![("aws_role_session_name", Value::Null)];
    for value in [
        Value::Null,
        json!(""),
        json!("  "),
        json!(7),
        json!(ARN),
        arn("team/quilr"),
        arn(""),
        arn("a/"),
        arn("/a"),
        arn("a//b"),
        arn(&format!("{}/b", "a".repeat(510))),
        arn(&format!("{}/b", "a".repeat(511))),
        arn("a b"),
        arn(&"a".repeat(64)),
        arn(&"a".repeat(65)),
        arn("a!"),
        json!("arn:aws:iam::12345678901:role/a"),
        json!("arn:aws:iam::1234567890123:role/a"),
        json!("arn:aws:iam::12345678901x:role/a"),
        json!("arn:aws:iam::975050335771:role/a"),
        json!("arn:aws:iam::123456789012:user/a"),
        json!("arn:aws:iam::123456789012:root"),
        json!("arn:aws:iam:us-east-1:123456789012:role/a"),
        json!("arn:aws:sts::123456789012:assumed-role/a/b"),
        json!("arn:aws-cn:iam::123456789012:role/a"),
        json!("arn:aws-us-gov:iam::123456789012:role/a"),
        json!("arn:aws:iam::123456789012:role/a "),
        json!("role/a"),
    ] {
        cases.push(("aws_role_arn", value));
    }
    for value in [
        Value::Null,
        json!(""),
        json!(" "),
        json!("a"),
        json!("ab"),
        json!("7f3c2b1e-acme-2026"),
        json!("_+=,.@:/-"),
        json!("a b"),
        json!("ab\n"),
        json!("ä1"),
        json!("a!"),
        json!(["ab"]),
        long("a", 1224),
        long("a", 1225),
    ] {
        cases.push(("aws_external_id", value));
    }
    for value in [
        json!(""),
        json!("us-east-1"),
        json!("ap-southeast-5"),
        json!("mx-central-1"),
        json!("US-EAST-1"),
        json!("us-east"),
        json!("us-east-1a"),
        json!("us-gov-west-1"),
        json!("cn-north-1"),
        json!("eusc-de-east-1"),
        json!("us east 1"),
        json!("u-east-1"),
        json!("useast-1"),
        json!("us-e-1"),
        json!("us-east-123"),
        json!(1),
    ] {
        cases.push(("aws_region", value));
    }
    for value in [
        json!(""),
        json!("a"),
        json!("ab"),
        json!("a b"),
        json!("quilr-gateway-<timestamp>"),
        json!("a+=,.@-_"),
        json!("a:b"),
        json!("ä1"),
        json!(12),
        long("a", 64),
        long("a", 65),
    ] {
        cases.push(("aws_role_session_name", value));
    }
    for value in [
        Value::Null,
        json!(899),
        json!(900),
        json!(3600),
        json!(43200),
        json!(43201),
        json!(0),
        json!(-900),
        json!(3600.5),
        json!(3600.0),
        json!(99_999_999_999_u64),
        json!(""),
        json!("3600"),
        json!("1h"),
        json!(true),
    ] {
        cases.push(("aws_session_duration_seconds", value));
    }
    for name in ["aws_access_key", "aws_secret_key", "aws_session_token"] {
        cases.extend([(name, json!("AKIAIOSFODNN7EXAMPLE")), (name, json!("")), (name, Value::Null)]);
    }
    cases
}

#[test]
fn the_wizard_and_the_gateway_take_and_refuse_the_same() {
    let sandbox = SandboxProcess::start();
    let pack = Pack::embedded();
    let (mut taken, mut refused) = (0, 0);
    for (field, value) in cases() {
        let mut form =
            json!({ "aws_role_arn": ARN, "aws_external_id": "7f3c2b1e-acme", "aws_region": "us-east-1" });
        form[field] = value.clone();
        let wizard = check_key(&form.to_string(), &pack);
        form["provider_type"] = "bedrock".into();
        let (status, answer) = sandbox.control("POST", "/gateway/keys", &form.to_string());
        assert_eq!(wizard.accepted, status == 201, "{field}: {value}: {wizard:?} and {answer}");
        if status == 201 {
            taken += 1;
            for known in wizard
                .values
                .iter()
                .filter(|known| known.value.as_deref().is_some_and(|text| !text.is_empty()))
            {
                let held = match &answer[&known.name] {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                assert_eq!(Some(held), known.value, "{field}: {value}");
            }
            let id = answer["id"].as_str().unwrap();
            assert_eq!(sandbox.control("DELETE", &format!("/gateway/keys/{id}"), "").0, 200);
            continue;
        }
        refused += 1;
        assert_eq!(status, 400, "{answer}");
        let error = &answer["error"];
        assert_eq!(error["field"], field, "{value}: {answer}");
        let note = wizard.notes.iter().find(|note| note.name == field).unwrap();
        let said = error["message"].as_str().unwrap();
        for page in PAGE {
            assert_eq!(
                note.message.contains(page),
                said.contains(page),
                "{field}: {value}: {note:?} and {said}"
            );
        }
    }
    assert!(taken > 15 && refused > 40, "{taken} taken and {refused} refused: both kinds are needed");
}

/// What they do not share, each for its reason.
#[test]
fn where_the_two_differ_they_mean_to() {
    let sandbox = SandboxProcess::start();
    let pack = Pack::embedded();
    // The wizard gives the region always: the page names it among the required fields. It names a
    // default beside it as well, which is what the gateway takes.
    let form = json!({ "aws_role_arn": ARN, "aws_external_id": "7f3c2b1e-acme" });
    assert!(!check_key(&form.to_string(), &pack).accepted);
    let mut sent = form;
    sent["provider_type"] = "bedrock".into();
    let (status, made) = sandbox.control("POST", "/gateway/keys", &sent.to_string());
    assert_eq!((status, &made["aws_region"]), (201, &json!("us-east-1")));
    // No role that the wizard makes is there; whether some role is, only AWS can tell the gateway.
    sent["aws_role_arn"] = "arn:aws:iam::123456789012:role/aws-reserved/a".into();
    assert!(!check_key(&sent.to_string(), &pack).accepted);
    assert_eq!(sandbox.control("POST", "/gateway/keys", &sent.to_string()).0, 201);
    sent["aws_role_arn"] = ARN.into();
    // A pasted key may hold more than the form; what is sent to the form may not.
    sent["aws_region"] = "us-east-1".into();
    sent["aws_role"] = ARN.into();
    assert!(check_key(&sent.to_string(), &pack).accepted);
    let (status, answer) = sandbox.control("POST", "/gateway/keys", &sent.to_string());
    assert_eq!((status, &answer["error"]["field"]), (400, &json!("aws_role")));
}
