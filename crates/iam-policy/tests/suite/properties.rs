//! What holds for every policy, request and text.

use iam_policy::lint::{TrustExpectation, lint_permissions, lint_trust};
use iam_policy::meaning::{add_statement, equivalent, quota_size, remove_statement, statement_text};
use iam_policy::{
    Context, Kind, Layers, Outcome, Policy, Position, Request, arn, evaluate, evaluate_resource, json,
};
use proptest::prelude::*;

const PRINCIPALS: [&str; 7] = [
    "arn:aws:iam::111122223333:user/a",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:iam::444455556666:user/a",
    "arn:aws:iam::111122223333:root",
    "svc.amazonaws.com",
    "*",
];

fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(values)
}

fn condition() -> impl Strategy<Value = String> {
    let operator = one_of(&[
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringEqualsIfExists",
        "Null",
        "ForAnyValue:StringLike",
        "ForAllValues:StringNotEquals",
        "NumericLessThan",
        "DateGreaterThan",
        "IpAddress",
        "NotIpAddress",
        "ArnLike",
        "Bool",
        "BinaryEquals",
    ]);
    let value = one_of(&[
        "a",
        "*",
        "${k:a}",
        "${k:b, 'a'}",
        "1",
        "true",
        "10.0.0.0/8",
        "2024-01-01",
        "arn:aws:iam::*:user/*",
    ]);
    (operator, one_of(&["k:a", "k:b", "aws:PrincipalArn"]), value)
        .prop_map(|(operator, key, value)| format!(r#","Condition":{{"{operator}":{{"{key}":"{value}"}}}}"#))
}

fn body() -> impl Strategy<Value = String> {
    let action =
        one_of(&["\"*\"", "\"sqs:*\"", "\"sqs:Send*\"", "[\"s3:*\",\"sqs:SendMessage\"]", "\"s3:*\""]);
    let resource = one_of(&[
        "\"*\"",
        "\"arn:aws:sqs:*:*:*\"",
        "\"arn:aws:sqs:us-east-1:111122223333:q\"",
        "\"arn:aws:sqs:*:*:${k:a}\"",
    ]);
    let negated = proptest::bool::weighted(0.2);
    (action, negated, resource, negated, proptest::option::of(condition())).prop_map(
        |(action, not_action, resource, not_resource, condition)| {
            format!(
                r#""{}Action":{action},"{}Resource":{resource}{}"#,
                if not_action { "Not" } else { "" },
                if not_resource { "Not" } else { "" },
                condition.unwrap_or_default()
            )
        },
    )
}

fn statement(effect: &'static [&'static str]) -> impl Strategy<Value = String> {
    (one_of(effect), body()).prop_map(|(effect, body)| format!(r#"{{"Effect":"{effect}",{body}}}"#))
}

fn resource_statement(effect: &'static [&'static str]) -> impl Strategy<Value = String> {
    let principal = one_of(&[
        "\"*\"",
        r#"{"AWS":"111122223333"}"#,
        r#"{"AWS":"arn:aws:iam::111122223333:user/a"}"#,
        r#"{"AWS":"arn:aws:iam::111122223333:role/r"}"#,
        r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"}"#,
        r#"{"Service":"svc.amazonaws.com"}"#,
    ]);
    (one_of(effect), proptest::bool::weighted(0.2), principal, body()).prop_map(
        |(effect, negated, principal, body)| {
            let not = if negated { "Not" } else { "" };
            format!(r#"{{"Effect":"{effect}","{not}Principal":{principal},{body}}}"#)
        },
    )
}

const BOTH: &[&str] = &["Allow", "Deny"];

fn parse(statements: &[String], kind: Kind) -> Policy {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    Policy::parse(&text, kind).expect(&text)
}

/// The statements of one case.
#[derive(Debug, Clone)]
struct Case {
    request: Request,
    identity: Vec<String>,
    resource: Option<Vec<String>>,
    scps: Vec<Vec<String>>,
    boundary: Option<Vec<String>>,
    session: Option<Vec<String>>,
}

impl Case {
    fn outcome(&self) -> Outcome {
        let identity = [parse(&self.identity, Kind::Identity)];
        let resource = self.resource.as_ref().map(|list| parse(list, Kind::Resource));
        let scps: Vec<Vec<Policy>> = self.scps.iter().map(|list| vec![parse(list, Kind::Identity)]).collect();
        let boundaries: Vec<Policy> = self.boundary.iter().map(|list| parse(list, Kind::Identity)).collect();
        let session = self.session.as_ref().map(|list| parse(list, Kind::Identity));
        let layers = Layers {
            identity: &identity,
            resource: resource.as_ref(),
            scps: &scps,
            boundaries: &boundaries,
            session: session.as_ref(),
        };
        let decision = evaluate(&self.request, &layers);
        assert_eq!(decision, evaluate(&self.request, &layers), "the same input, the same answer");
        assert_eq!(decision.outcome, evaluate::outcome(&self.request, &layers));
        decision.outcome
    }
}

fn request() -> impl Strategy<Value = Request> {
    let values = proptest::collection::vec(one_of(&["a", "q", "*", "1", "true", "10.1.2.3", "2025"]), 0..3);
    let resource = one_of(&[
        "arn:aws:sqs:us-east-1:111122223333:q",
        "arn:aws:sqs:us-east-1:444455556666:q",
        "arn:aws:s3:::b/k",
        "*",
    ]);
    let action = one_of(&["sqs:SendMessage", "s3:GetObject", "SQS:sendmessage"]);
    (one_of(&PRINCIPALS), action, resource, proptest::option::of(values)).prop_map(
        |(principal, action, resource, values)| {
            let context = values.map_or(Context::default(), |values| {
                let values = values.into_iter().map(str::to_owned).collect();
                Context::default().with_all("k:a", values)
            });
            Request {
                principal: principal.to_owned(),
                role_arn: None,
                action: action.to_owned(),
                resource: resource.to_owned(),
                context,
            }
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let list = || proptest::collection::vec(statement(BOTH), 0..4);
    (
        request(),
        list(),
        proptest::option::of(proptest::collection::vec(resource_statement(BOTH), 0..4)),
        proptest::collection::vec(list(), 0..3),
        proptest::option::of(list()),
        proptest::option::of(list()),
    )
        .prop_map(|(request, identity, resource, scps, boundary, session)| Case {
            request,
            identity,
            resource,
            scps,
            boundary,
            session,
        })
}

fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::ExplicitlyDenied => 0,
        Outcome::ImplicitlyDenied => 1,
        Outcome::Allowed => 2,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_deny_of_everything_always_wins(mut case in case(), layer in 0..5_usize) {
        let denial = r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#.to_owned();
        let is_account = case.request.principal.starts_with("arn:");
        let is_root = case.request.principal.ends_with(":root");
        match layer {
            0 => case.resource.get_or_insert_default().push(
                r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#.to_owned(),
            ),
            // Only accounts are under SCPs, and only users and roles have policies of their own.
            1 if is_account => case.scps.push(vec![denial]),
            2 if is_account && !is_root => case.identity.push(denial),
            3 if is_account && !is_root => case.boundary.get_or_insert_default().push(denial),
            4 if is_account && !is_root => case.session.get_or_insert_default().push(denial),
            _ => return Ok(()),
        }
        prop_assert_eq!(case.outcome(), Outcome::ExplicitlyDenied);
    }

    #[test]
    fn adding_an_allow_never_takes_away(case in case(), added in statement(&["Allow"]), named in resource_statement(&["Allow"]), layer in 0..5_usize) {
        let before = case.outcome();
        let mut after = case;
        match layer {
            0 => after.identity.push(added),
            1 => match &mut after.resource { Some(list) => list.push(named), None => return Ok(()) },
            2 => match after.scps.first_mut() { Some(list) => list.push(added), None => return Ok(()) },
            3 => match &mut after.boundary { Some(list) => list.push(added), None => return Ok(()) },
            _ => match &mut after.session { Some(list) => list.push(added), None => return Ok(()) },
        }
        prop_assert!(rank(after.outcome()) >= rank(before));
    }

    #[test]
    fn the_order_of_statements_and_levels_never_matters(case in case()) {
        let mut reversed = case.clone();
        reversed.identity.reverse();
        reversed.scps.reverse();
        for list in reversed.scps.iter_mut().chain(&mut reversed.resource).chain(&mut reversed.boundary).chain(&mut reversed.session) {
            list.reverse();
        }
        prop_assert_eq!(case.outcome(), reversed.outcome());
        let (a, b) = (parse(&case.identity, Kind::Identity), parse(&reversed.identity, Kind::Identity));
        prop_assert!(equivalent(&a, &b));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,200}") {
        survive(&text);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survive(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_text_of_json_pieces_makes_the_reader_panic(pieces in proptest::collection::vec(one_of(&[
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u12", "\\ud800", "1", "-", "e", "true", "\"Statement\"",
        "\"Effect\":\"Allow\"", "\"Principal\"", "\"AWS\"", "\"Action\"", "\"Condition\"", "${", "*", "é", "\n", " ",
    ]), 0..40)) {
        survive(&pieces.concat());
    }

    #[test]
    fn a_document_cut_or_changed_anywhere_is_read_or_refused(at in 0..600_usize, with in one_of(&["", "\"", "{", "]", ",", "é", "${", "\\"])) {
        let text = r#"{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::975050335771:user/quilr-gateway"]},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"7f\u00e93c"},"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}}]}"#;
        let at = at.min(text.len());
        survive(&text[..at]);
        survive(&format!("{}{with}{}", &text[..at], &text[at..]));
    }

    #[test]
    fn no_request_makes_the_evaluation_panic(principal in ".{0,40}", action in ".{0,20}", resource in ".{0,40}", key in "(k:a|.{0,8})", value in ".{0,20}", statements in proptest::collection::vec(resource_statement(BOTH), 0..4)) {
        let policy = parse(&statements, Kind::Resource);
        let context = Context::default().with(&key, value);
        let request = Request { principal, role_arn: None, action, resource, context };
        evaluate_resource(&request, &policy);
        evaluate(&request, &Layers { resource: Some(&policy), ..Layers::default() });
    }

    #[test]
    fn an_arn_pattern_matches_as_a_naive_matcher_says(pattern in "[ab*?]{0,8}", text in "[ab]{0,8}") {
        let arn = format!("arn:aws:s3:::{text}");
        prop_assert_eq!(arn::matches(&format!("arn:aws:s3:::{pattern}"), &arn), naive(pattern.as_bytes(), text.as_bytes()));
    }

    #[test]
    fn adding_and_removing_a_statement_gives_back_the_text(statements in proptest::collection::vec(statement(BOTH), 1..4), space in one_of(&["", " ", "\n  "])) {
        let text = format!("{{{space}\"Statement\":{space}[{space}{}{space}]{space}}}", statements.join(&format!(",{space}")));
        let added = add_statement(&text, r#"{"Sid":"Added"}"#).unwrap();
        prop_assert_eq!(statement_text(&added, statements.len()), Some(r#"{"Sid":"Added"}"#));
        prop_assert_eq!(remove_statement(&added, "Added").unwrap(), Some(text));
    }
}

/// Everything that reads a text reads this one, and any position it names lies within it.
fn survive(text: &str) {
    let _ = json::parse(text);
    for kind in [Kind::Trust, Kind::Identity, Kind::Resource] {
        if let Err(error) = Policy::parse(text, kind) {
            assert!(error.position.offset <= text.len());
            assert_eq!(error.position, Position::of(text, error.position.offset));
            assert!(!error.iam_message().is_empty());
        }
    }
    let expected =
        TrustExpectation { principal: Some(PRINCIPALS[0].to_owned()), external_id: Some("x".to_owned()) };
    lint_trust(text, &expected);
    lint_permissions(text);
    let _ = add_statement(text, "{}");
    let _ = remove_statement(text, "A");
    assert!(quota_size(text) <= text.chars().count());
}

/// The definition of `*` and `?`, without regard to time.
fn naive(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', rest @ ..] => (0..=text.len()).any(|skipped| naive(rest, &text[skipped..])),
        [b'?', rest @ ..] => !text.is_empty() && naive(rest, &text[1..]),
        [first, rest @ ..] => text.first() == Some(first) && naive(rest, &text[1..]),
    }
}

/// A matcher that tries every split would not end within the age of the universe.
#[test]
fn a_pattern_of_many_stars_ends_at_once() {
    let pattern = format!("arn:aws:s3:::{}b", "a*".repeat(200));
    let text = format!("arn:aws:s3:::{}", "a".repeat(2000));
    let started = std::time::Instant::now();
    assert!(!arn::matches(&pattern, &text));
    assert!(arn::matches(&pattern, &format!("{text}b")));
    assert!(started.elapsed() < std::time::Duration::from_secs(10));
}
