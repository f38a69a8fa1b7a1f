//! IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued
//! context keys": one rule a test.

use crate::common::*;
use iam_policy::{Context, Kind, Layers, Outcome, Request, evaluate};

/// Whether `{operator: {"k:key": wanted}}` is met by the values of the request; `None`: absent.
#[track_caller]
fn met(operator: &str, wanted: &str, found: Option<&[&str]>, expected: bool) {
    let mut context = Context::default().with("aws:username", "Alice");
    if let Some(found) = found {
        context = context.with_all("K:Key", found.iter().map(ToString::to_string).collect());
    }
    met_in(operator, wanted, context, expected);
}

#[track_caller]
fn met_in(operator: &str, wanted: &str, context: Context, expected: bool) {
    let text = document(&format!(
        r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"{operator}":{{"k:key":{wanted}}}}}}}"#
    ));
    let request = Request { context, ..request(USER, "x:Y", "*") };
    let decision = by_identity(&text, &request);
    assert_eq!(
        decision.outcome == Outcome::Allowed,
        expected,
        "{operator} {wanted} with {:?}: {}",
        request.context.get("k:key"),
        decision.reason
    );
}

/// `(operator, wanted, found, met)` for keys with one value.
#[track_caller]
fn table(cases: &[(&str, &str, &str, bool)]) {
    for (operator, wanted, found, expected) in cases {
        met(operator, wanted, Some(&[found]), *expected);
    }
}

#[test]
fn string_operators() {
    table(&[
        ("StringEquals", r#""abc""#, "abc", true),
        ("StringEquals", r#""abc""#, "ABC", false),
        ("StringEquals", r#""a*""#, "abc", false),
        ("StringEquals", r#""a*""#, "a*", true),
        ("StringEquals", r#"["x","abc"]"#, "abc", true),
        ("StringEquals", "[]", "abc", false),
        ("StringEquals", "17", "17", true),
        ("StringEquals", "true", "true", true),
        ("StringEqualsIgnoreCase", r#""aBc""#, "AbC", true),
        ("StringEqualsIgnoreCase", r#""abc""#, "abd", false),
        ("StringNotEqualsIgnoreCase", r#""abc""#, "ABC", false),
        ("StringNotEquals", r#""abc""#, "abd", true),
        ("StringNotEquals", r#"["abc","abd"]"#, "abd", false),
        ("StringNotEquals", r#"["abc","abd"]"#, "abe", true),
        ("StringLike", r#""a*c""#, "abbbc", true),
        ("StringLike", r#""a?c""#, "abc", true),
        ("StringLike", r#""a?c""#, "ac", false),
        ("StringLike", r#""A*""#, "abc", false),
        ("StringLike", r#""*""#, "", true),
        ("StringNotLike", r#""a*""#, "abc", false),
        ("StringNotLike", r#"["a*","b*"]"#, "cab", true),
        ("stringequals", r#""abc""#, "abc", true),
    ]);
}

#[test]
fn numeric_operators() {
    table(&[
        ("NumericEquals", r#""10""#, "10", true),
        ("NumericEquals", "10", "10.0", true),
        ("NumericEquals", r#""10""#, "11", false),
        ("NumericNotEquals", r#""10""#, "11", true),
        ("NumericNotEquals", r#"["10","11"]"#, "11", false),
        ("NumericLessThan", r#""10""#, "9.5", true),
        ("NumericLessThan", r#""10""#, "10", false),
        ("NumericLessThanEquals", r#""10""#, "10", true),
        ("NumericGreaterThan", r#""10""#, "10", false),
        ("NumericGreaterThan", r#""10""#, "100", true),
        ("NumericGreaterThan", r#""-10""#, "-9", true),
        ("NumericGreaterThanEquals", r#""10""#, "10", true),
        ("NumericGreaterThanEquals", r#""10""#, "9", false),
        // What is no number compares with nothing, negated or not.
        ("NumericEquals", r#""ten""#, "10", false),
        ("NumericNotEquals", r#""10""#, "ten", false),
        ("NumericLessThan", r#""10""#, "ten", false),
    ]);
}

#[test]
fn date_operators_in_iso_and_epoch_form() {
    table(&[
        ("DateEquals", r#""2024-01-01T00:00:00Z""#, "2024-01-01T00:00:00Z", true),
        ("DateEquals", r#""2024-01-01T00:00:00Z""#, "1704067200", true),
        ("DateEquals", "1704067200", "2024-01-01", true),
        ("DateEquals", r#""2024-01-01T01:00:00+01:00""#, "2024-01-01T00:00Z", true),
        ("DateNotEquals", r#""2024-01-01""#, "2024-01-02", true),
        ("DateLessThan", r#""2024-06-01T00:00:00Z""#, "2024-05-31T23:59:59Z", true),
        ("DateLessThan", r#""2024-06-01T00:00:00Z""#, "2024-06-01T00:00:00Z", false),
        ("DateLessThanEquals", r#""2024-06-01T00:00:00Z""#, "2024-06-01T00:00:00Z", true),
        ("DateGreaterThan", r#""2024-06-01T00:00:00Z""#, "2024-06-01T00:00:00.1Z", true),
        ("DateGreaterThan", r#""2020-01-01T00:00:01Z""#, "2019-12-31T23:59:59Z", false),
        ("DateGreaterThanEquals", r#""2024-06-01""#, "2024-06-01T00:00:00Z", true),
        ("DateLessThan", r#""soon""#, "2024-06-01", false),
        ("DateLessThan", r#""2024-06-01""#, "now", false),
    ]);
}

#[test]
fn bool_operator() {
    table(&[
        ("Bool", r#""true""#, "true", true),
        ("Bool", "true", "true", true),
        ("Bool", r#""false""#, "true", false),
        ("Bool", r#""False""#, "false", true),
        ("Bool", r#""yes""#, "yes", false),
        ("Bool", r#""true""#, "1", false),
    ]);
}

#[test]
fn binary_operator() {
    table(&[
        ("BinaryEquals", r#""QmluYXJ5VmFsdWVJbkJhc2U2NA==""#, "QmluYXJ5VmFsdWVJbkJhc2U2NA==", true),
        ("BinaryEquals", r#""QmluYXJ5VmFsdWVJbkJhc2U2NA==""#, "qmluYXJ5VmFsdWVJbkJhc2U2NA==", false),
    ]);
}

#[test]
fn ip_address_operators() {
    table(&[
        ("IpAddress", r#""203.0.113.0/24""#, "203.0.113.9", true),
        ("IpAddress", r#""203.0.113.0/24""#, "203.0.114.9", false),
        ("IpAddress", r#""203.0.113.9""#, "203.0.113.9", true),
        ("IpAddress", r#"["203.0.113.0/24","2001:DB8:1234:5678::/64"]"#, "2001:db8:1234:5678::1", true),
        ("NotIpAddress", r#""203.0.113.0/24""#, "203.0.113.9", false),
        ("NotIpAddress", r#""203.0.113.0/24""#, "198.51.100.1", true),
        ("NotIpAddress", r#"["203.0.113.0/24","198.51.100.0/24"]"#, "198.51.100.1", false),
        ("IpAddress", r#""203.0.113.0/24""#, "cloudformation.amazonaws.com", false),
    ]);
}

#[test]
fn arn_operators_compare_part_by_part_and_equals_is_like() {
    let value = "arn:aws:sns:us-east-1:123456789012:topic";
    for operator in ["ArnEquals", "ArnLike"] {
        table(&[
            (operator, r#""arn:aws:sns:us-east-1:123456789012:topic""#, value, true),
            (operator, r#""arn:aws:sns:*:123456789012:*""#, value, true),
            (operator, r#""arn:aws:sns:us-east-?:123456789012:topic""#, value, true),
            (operator, r#""arn:aws:sns:us-east-1:123456789012:TOPIC""#, value, false),
            (operator, r#""arn:aws:sns:*""#, value, false),
            (operator, r#""arn:aws:sns:*:topic:x:y""#, value, false),
            (operator, r#""arn:aws:sns:us-east-1:123456789012:topic""#, "topic", false),
        ]);
    }
    for operator in ["ArnNotEquals", "ArnNotLike"] {
        table(&[
            (operator, r#""arn:aws:sns:*:123456789012:*""#, value, false),
            (operator, r#""arn:aws:sns:*:999999999999:*""#, value, true),
        ]);
    }
    let across = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
    let pattern = r#""arn:aws:someservice:*:111122223333:finance/*""#;
    table(&[("StringLike", pattern, across, true), ("ArnLike", pattern, across, false)]);
}

#[test]
fn an_absent_key_meets_negated_operators_only() {
    for (operator, wanted) in [
        ("StringEquals", r#""a""#),
        ("StringEqualsIgnoreCase", r#""a""#),
        ("StringLike", r#""*""#),
        ("NumericLessThan", "1"),
        ("DateLessThan", r#""2024""#),
        ("Bool", "false"),
        ("BinaryEquals", r#""YQ==""#),
        ("IpAddress", r#""0.0.0.0/0""#),
        ("ArnLike", r#""arn:*:*:*:*:*""#),
    ] {
        met(operator, wanted, None, false);
        met(&format!("{operator}IfExists"), wanted, None, true);
    }
    for (operator, wanted) in [
        ("StringNotEquals", r#""a""#),
        ("StringNotEqualsIgnoreCase", r#""a""#),
        ("StringNotLike", r#""*""#),
        ("NumericNotEquals", "1"),
        ("DateNotEquals", r#""2024""#),
        ("NotIpAddress", r#""0.0.0.0/0""#),
        ("ArnNotEquals", r#""arn:*:*:*:*:*""#),
        ("ArnNotLike", r#""arn:*:*:*:*:*""#),
    ] {
        met(operator, wanted, None, true);
        met(&format!("{operator}IfExists"), wanted, None, true);
    }
}

#[test]
fn if_exists_compares_where_the_key_is_present() {
    table(&[
        ("StringEqualsIfExists", r#""a""#, "a", true),
        ("StringEqualsIfExists", r#""a""#, "b", false),
        ("StringNotEqualsIfExists", r#""a""#, "a", false),
        ("BoolIfExists", "true", "false", false),
    ]);
}

#[test]
fn null_asks_whether_the_key_is_absent() {
    met("Null", "true", None, true);
    met("Null", r#""true""#, None, true);
    met("Null", r#""false""#, None, false);
    met("Null", r#""true""#, Some(&["x"]), false);
    met("Null", r#""false""#, Some(&["x"]), true);
    met("Null", r#""false""#, Some(&[]), false);
}

#[test]
fn for_any_value_wants_one_value_of_the_request() {
    let operator = "ForAnyValue:StringEquals";
    met(operator, r#"["a","b"]"#, Some(&["b", "z"]), true);
    met(operator, r#"["a","b"]"#, Some(&["y", "z"]), false);
    met(operator, r#""a""#, Some(&["a"]), true);
    met(operator, r#""a""#, None, false);
    met(operator, r#""a""#, Some(&[]), false);
    met("ForAnyValue:StringEqualsIfExists", r#""a""#, None, true);
    met("ForAnyValue:StringLike", r#""a*""#, Some(&["z", "abc"]), true);
    met("ForAnyValue:StringNotEquals", r#""a""#, Some(&["a", "z"]), true);
    met("ForAnyValue:StringNotEquals", r#""a""#, Some(&["a"]), false);
    met("ForAnyValue:StringNotEquals", r#""a""#, None, false);
}

#[test]
fn for_all_values_wants_every_value_of_the_request_and_is_met_by_none() {
    let operator = "ForAllValues:StringEquals";
    met(operator, r#"["a","b"]"#, Some(&["a", "b"]), true);
    met(operator, r#"["a","b"]"#, Some(&["a"]), true);
    met(operator, r#"["a","b"]"#, Some(&["a", "z"]), false);
    met(operator, r#"["a","b"]"#, None, true);
    met(operator, r#"["a","b"]"#, Some(&[]), true);
    met(operator, r#"["a","b"]"#, Some(&[""]), true);
    met("ForAllValues:StringNotEquals", r#"["a","b"]"#, Some(&["y", "z"]), true);
    met("ForAllValues:StringNotEquals", r#"["a","b"]"#, Some(&["a", "z"]), false);
    met("ForAllValues:StringLike", r#""a*""#, Some(&["a", "ab"]), true);
    met("ForAllValues:NumericLessThan", "10", Some(&["1", "12"]), false);
}

#[test]
fn several_values_need_a_set_operator() {
    met("StringEquals", r#""a""#, Some(&["a", "b"]), false);
    met("StringNotEquals", r#""z""#, Some(&["a", "b"]), false);
}

#[test]
fn keys_compare_without_case_and_their_values_with_it() {
    let context = || Context::default().with("K:KEY", "v");
    met_in("StringEquals", r#""v""#, context(), true);
    met_in("StringEquals", r#""V""#, context(), false);
}

#[test]
fn all_operators_and_all_keys_must_be_met() {
    let text = document(
        r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{
            "StringEquals":{"k:a":"1","k:b":["2","3"]},"Bool":{"k:c":"true"}}}"#,
    );
    let policies = [parse(&text, Kind::Identity)];
    let full = [("k:a", "1"), ("k:b", "3"), ("k:c", "true")];
    for left_out in [None, Some(0), Some(1), Some(2)] {
        let mut request = request(USER, "x:Y", "*");
        for (index, (key, value)) in full.iter().enumerate() {
            if left_out != Some(index) {
                request.context = request.context.with(key, *value);
            }
        }
        let layers = Layers { identity: &policies, ..Layers::default() };
        let allowed = evaluate(&request, &layers).outcome == Outcome::Allowed;
        assert_eq!(allowed, left_out.is_none(), "without {left_out:?}");
    }
}

#[test]
fn variables_work_in_string_arn_and_bool_operators() {
    let context = |value: &str| {
        Context::default().with("aws:username", "Alice").with("x:flag", "true").with("k:key", value)
    };
    for (operator, wanted, found, expected) in [
        ("StringEquals", "${aws:username}", "Alice", true),
        ("StringEqualsIgnoreCase", "${aws:username}", "ALICE", true),
        ("StringLike", "${aws:username}/*", "Alice/x", true),
        ("StringLike", "${aws:username}/*", "Bob/x", false),
        ("StringNotEquals", "${aws:username}", "Alice", false),
        ("ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::1:user/Alice", true),
        ("ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::1:user/Bob", false),
        ("Bool", "${x:flag}", "true", true),
        ("NumericEquals", "${aws:username}", "1", false),
        ("StringEquals", "${*}", "*", true),
        ("StringEquals", "${x:none, 'Alice'}", "Alice", true),
        // Without a value: equal to nothing, so a negated operator is met.
        ("StringEquals", "${x:none}", "", false),
        ("StringNotEquals", "${x:none}", "Alice", true),
        ("StringNotLike", "${x:none}*", "Alice", true),
    ] {
        met_in(operator, &format!("\"{wanted}\""), context(found), expected);
    }
}

#[test]
fn the_principal_is_known_without_the_caller_saying_so() {
    let text = document(&format!(
        r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{
            "ArnEquals":{{"aws:PrincipalArn":"{ROLE}"}},"StringEquals":{{"aws:PrincipalAccount":"{OWN}"}}}}}}"#
    ));
    let policies = [parse(&text, Kind::Identity)];
    let layers = Layers { identity: &policies, ..Layers::default() };
    // A session's principal ARN is its role's.
    for (principal, expected) in
        [(SESSION, Outcome::Allowed), (ROLE, Outcome::Allowed), (USER, Outcome::ImplicitlyDenied)]
    {
        assert_eq!(evaluate(&request(principal, "x:Y", "*"), &layers).outcome, expected);
    }
}
