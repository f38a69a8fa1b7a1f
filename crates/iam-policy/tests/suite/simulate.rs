//! Cases as JSON Lines: the fields of a case, its answer, and what becomes of a line that is none.

use iam_policy::simulate::{MAX_LINE_BYTES, Told, answer, answer_too_long};
use proptest::prelude::*;
use serde_json::{Value, json};

const USER: &str = "arn:aws:iam::111122223333:user/alice";
const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:jobs";

fn told(line: &[u8]) -> (Told, Value) {
    let mut out = Vec::new();
    let told = answer(line, &mut out);
    let text = std::str::from_utf8(&out).expect("an answer is text");
    assert!(!text.contains('\n'), "an answer is one line: {text}");
    (told, serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

fn ask(case: &Value) -> Value {
    told(case.to_string().as_bytes()).1
}

fn document(statement: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statement})
}

fn allow(action: &str) -> Value {
    document(json!({"Effect": "Allow", "Action": action, "Resource": "*"}))
}

fn deny(action: &str) -> Value {
    document(json!({"Effect": "Deny", "Action": action, "Resource": "*"}))
}

/// A case that is allowed, with some fields replaced.
fn case(fields: Value) -> Value {
    let mut case = json!({
        "id": "a", "principal": USER, "action": "sqs:SendMessage", "resource": QUEUE, "context": {},
        "identityPolicies": [allow("sqs:*")], "resourcePolicy": null, "scps": [],
        "permissionBoundaries": [], "sessionPolicy": null,
    });
    for (name, value) in fields.as_object().unwrap() {
        case[name] = value.clone();
    }
    case
}

#[track_caller]
fn check(result: &str, fields: Value) {
    assert_eq!(ask(&case(fields))["result"], result);
}

#[test]
fn an_answer_has_the_id_the_result_and_why() {
    assert_eq!(
        ask(&case(json!({"identityPolicies": [allow("s3:*"), deny("sqs:Send*")]}))),
        json!({
            "id": "a",
            "result": "ExplicitlyDenied",
            "detail": {
                "reason": "statement 1 of the identity policy denies it",
                "decidedBy": "identity",
                "trace": [
                    {"layer": "identity", "policy": 0, "statement": 0, "sid": null, "effect": "Allow",
                     "mismatch": {"part": "action", "wanted": ["s3:*"], "found": "sqs:SendMessage"}},
                    {"layer": "identity", "policy": 1, "statement": 0, "sid": null, "effect": "Deny",
                     "mismatch": null},
                ],
            },
        })
    );
}

#[test]
fn a_condition_that_is_not_met_tells_the_operator_the_key_and_both_values() {
    let policy = document(json!({
        "Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"StringEquals": {"sts:ExternalId": "7f3c"}},
    }));
    for (context, found, why) in [
        (json!({}), json!(null), "`sts:ExternalId` is absent, the statement wants `7f3c`"),
        (
            json!({"STS:externalid": "other"}),
            json!(["other"]),
            "`sts:ExternalId` is `other`, the statement wants `7f3c`",
        ),
    ] {
        let answer = ask(&case(json!({"context": context, "identityPolicies": [policy]})));
        assert_eq!(
            answer["detail"]["trace"][0]["mismatch"],
            json!({"part": "condition", "operator": "StringEquals", "key": "sts:ExternalId",
                   "wanted": ["7f3c"], "found": found, "why": why})
        );
        assert_eq!(answer["detail"]["reason"], format!("no identity policy allows it: {why}"));
    }
}

#[test]
fn every_layer_bears_on_the_result() {
    check("Allowed", json!({}));
    check("ImplicitlyDenied", json!({"identityPolicies": []}));
    check("ImplicitlyDenied", json!({"permissionBoundaries": [allow("s3:*")]}));
    check("ImplicitlyDenied", json!({"sessionPolicy": allow("s3:*")}));
    check("ExplicitlyDenied", json!({"sessionPolicy": deny("*")}));
    check("ImplicitlyDenied", json!({"scps": [allow("s3:*")]}));
    let queue_policy = document(json!(
        {"Effect": "Allow", "Principal": {"AWS": USER}, "Action": "sqs:*", "Resource": "*"}
    ));
    check("Allowed", json!({"identityPolicies": [], "resourcePolicy": queue_policy}));
}

#[test]
fn each_service_control_policy_is_a_level_and_a_list_is_a_level_of_several() {
    check("Allowed", json!({"scps": [allow("*"), allow("sqs:*")]}));
    check("ImplicitlyDenied", json!({"scps": [allow("*"), allow("s3:*")]}));
    check("Allowed", json!({"scps": [[allow("s3:*"), allow("sqs:*")], allow("*")]}));
    check("ImplicitlyDenied", json!({"scps": [[]]}));
}

#[test]
fn a_service_control_policy_that_only_denies_stands_beside_another() {
    check("Allowed", json!({"scps": [allow("*"), deny("s3:*")]}));
    check("Allowed", json!({"scps": [deny("s3:*"), allow("*")]}));
    check("ExplicitlyDenied", json!({"scps": [allow("*"), deny("sqs:*")]}));
    check("ImplicitlyDenied", json!({"scps": [deny("s3:*")]}));
    // One without any statement is a level that allows nothing.
    check("ImplicitlyDenied", json!({"scps": [allow("*"), document(json!([]))]}));
}

#[test]
fn what_is_left_out_is_as_if_it_were_empty() {
    let mut short = json!({"principal": USER, "action": "sqs:SendMessage", "resource": QUEUE});
    assert_eq!(ask(&short)["result"], "ImplicitlyDenied");
    assert_eq!(ask(&short)["id"], json!(null));
    short["identityPolicies"] = json!([allow("sqs:*")]);
    assert_eq!(ask(&short)["result"], "Allowed");
}

#[test]
fn an_id_comes_back_as_it_was_written() {
    for id in ["\"é\\u00e9\"", "17", "1.50", "null", "[1, 2]"] {
        let line = case(json!({})).to_string().replacen("\"a\"", id, 1);
        let mut out = Vec::new();
        answer(line.as_bytes(), &mut out);
        assert!(out.starts_with(format!("{{\"id\":{id},\"result\"").as_bytes()), "{id}");
    }
}

#[test]
fn context_values_are_strings_or_lists_and_scalars_count_as_strings() {
    let policy = |condition: Value| {
        json!([document(json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}))])
    };
    for (context, condition) in [
        (json!({"aws:SecureTransport": true}), json!({"Bool": {"aws:SecureTransport": "true"}})),
        (json!({"aws:MultiFactorAuthAge": 5}), json!({"NumericLessThan": {"aws:MultiFactorAuthAge": 6}})),
        (
            json!({"aws:TagKeys": ["a", "b"]}),
            json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}),
        ),
    ] {
        check("Allowed", json!({"context": context, "identityPolicies": policy(condition)}));
    }
}

#[test]
fn a_principal_can_be_named_as_a_policy_names_it() {
    let trust = document(json!(
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ));
    for principal in [json!("lambda.amazonaws.com"), json!({"Service": "lambda.amazonaws.com"})] {
        check(
            "Allowed",
            json!({"principal": principal, "action": "sts:AssumeRole", "resourcePolicy": trust,
                   "resource": "arn:aws:iam::111122223333:role/r", "identityPolicies": []}),
        );
    }
}

#[test]
fn a_case_may_say_what_it_expects_and_may_carry_notes() {
    for (expected, as_expected) in
        [("Allowed", json!(true)), ("ImplicitlyDenied", json!(false)), ("error", json!(false))]
    {
        let line = case(json!({"expected": expected, "note": "why it matters"})).to_string();
        let (told, answer) = told(line.as_bytes());
        assert_eq!(answer["asExpected"], as_expected, "{expected}");
        assert_eq!(told.as_expected.map(Value::from), Some(as_expected));
    }
    let (told, answer) = told(br#"{"id":1,"expected":"error"}"#);
    assert_eq!((told.as_expected, told.readable), (Some(true), false));
    assert_eq!(answer["asExpected"], true);
}

#[test]
fn a_line_that_is_no_case_is_an_error_at_its_column() {
    let missing = r#"{"id":7,"action":"a:b","resource":"*"}"#;
    for (line, id, code, column, message) in [
        ("nonsense", json!(null), "json-syntax", 1, "`nonsense` is not a JSON value"),
        ("[1]", json!(null), "wrong-type", 1, "a case must be an object, found a list"),
        (missing, json!(7), "missing-field", 1, "the case has no `principal`"),
        (r#"{"id":7,"id":8}"#, json!(null), "json-syntax", 9, "the key `id` stands twice in one object"),
        (
            r#"{"id":7,"identityPolicy":[]}"#,
            json!(7),
            "unknown-field",
            9,
            "`identityPolicy` is not a field of a case",
        ),
        (
            r#"{"principal":"é","action":5}"#,
            json!(null),
            "wrong-type",
            27,
            "`action` must be a string, found a number",
        ),
    ] {
        let (told, answer) = told(line.as_bytes());
        assert!(!told.readable);
        assert_eq!(answer["result"], "error", "{line}");
        assert_eq!(answer["id"], id, "{line}");
        let detail = &answer["detail"];
        assert_eq!((&detail["code"], &detail["message"]), (&json!(code), &json!(message)), "{line}");
        assert_eq!(detail["column"], column, "{line}");
    }
}

#[test]
fn a_malformed_policy_is_an_error_that_names_the_policy_and_the_place() {
    let line = case(json!({"scps": [allow("*"), {"Version": "2012-10-17", "Statment": []}]})).to_string();
    let answer = told(line.as_bytes()).1;
    assert_eq!(answer["id"], "a");
    assert_eq!(answer["result"], "error");
    let detail = &answer["detail"];
    assert_eq!(detail["code"], "unknown-element");
    assert_eq!(detail["in"], "scps[1]");
    assert_eq!(detail["column"], line.find("\"Statment\"").unwrap() + 1);
    for (fields, place) in [
        (json!({"identityPolicies": [document(json!({"Effect": "Allow"}))]}), "identityPolicies[0]"),
        (json!({"resourcePolicy": allow("*")}), "resourcePolicy"),
        (json!({"scps": [[allow("*"), 5]]}), "scps[0][1]"),
        (json!({"permissionBoundaries": ["x"]}), "permissionBoundaries[0]"),
        (json!({"sessionPolicy": []}), "sessionPolicy"),
    ] {
        let answer = ask(&case(fields));
        assert_eq!((&answer["result"], &answer["detail"]["in"]), (&json!("error"), &json!(place)));
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_an_error_at_their_column() {
    let answer = told(b"{\"id\":\"\xc3\xa9\xff\"}").1;
    assert_eq!(answer["detail"]["code"], "not-utf8");
    assert_eq!(answer["detail"]["column"], 9);
}

#[test]
fn deep_and_long_lines_are_errors() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(told(deep.as_bytes()).1["detail"]["code"], "json-syntax");
    let long = format!("\"{}\"", "a".repeat(MAX_LINE_BYTES));
    assert_eq!(told(long.as_bytes()).1["result"], "error");
    let mut out = Vec::new();
    assert!(!answer_too_long(&mut out).readable);
    assert_eq!(serde_json::from_slice::<Value>(&out).unwrap()["detail"]["code"], "too-long");
}

#[test]
fn keys_that_differ_in_case_alone_are_refused() {
    let answer = ask(&case(json!({"context": {"aws:SourceIp": "10.0.0.1", "aws:sourceip": "10.0.0.2"}})));
    assert_eq!(answer["detail"]["code"], "duplicate-key");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_every_answer_is_a_line(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        told(&bytes);
    }

    #[test]
    fn a_case_cut_or_changed_anywhere_has_an_answer_and_the_same_again(at in 0..900_usize, with in "[\"{}\\[\\]:,0a\\\\]{0,2}") {
        let line = case(json!({"scps": [allow("*")], "context": {"a:b": ["c"]}})).to_string();
        let at = at.min(line.len());
        let changed = format!("{}{with}{}", &line[..at], &line[at..]);
        prop_assert_eq!(told(changed.as_bytes()), told(changed.as_bytes()));
        told(&line.as_bytes()[..at]);
    }
}
