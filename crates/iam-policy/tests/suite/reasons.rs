//! The trace and the sentences for people.

use crate::common::*;
use iam_policy::evaluate::Mismatch;
use iam_policy::{Context, Kind, Layer, Layers, Outcome, Policy, evaluate, evaluate_resource};

const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";

fn vendor_trust() -> Policy {
    trust(&format!(
        r#"{{"Effect":"Allow","Principal":{{"AWS":"{GATEWAY}"}},"Action":"sts:AssumeRole",
            "Condition":{{"StringEquals":{{"sts:ExternalId":"7f3c2b1e-acme-2026"}}}}}}"#
    ))
}

fn who(principal: &str, external_id: Option<&str>) -> (Outcome, String) {
    let mut request = request(principal, "sts:AssumeRole", TARGET_ROLE);
    if let Some(id) = external_id {
        request.context = Context::default().with("sts:ExternalId", id);
    }
    let decision = evaluate_resource(&request, &vendor_trust());
    (decision.outcome, decision.reason)
}

#[test]
fn who_can_assume_the_role() {
    let denied = Outcome::ImplicitlyDenied;
    for (principal, id, outcome, reason) in [
        (
            GATEWAY,
            Some("7f3c2b1e-acme-2026"),
            Outcome::Allowed,
            "statement 1 names this principal and its conditions are met",
        ),
        (GATEWAY, None, denied, "`sts:ExternalId` is absent, the statement wants `7f3c2b1e-acm…`"),
        (GATEWAY, Some("wrong"), denied, "`sts:ExternalId` is `wrong`, the statement wants `7f3c2b1e-acm…`"),
        (
            "arn:aws:iam::975050335771:user/somebody",
            Some("7f3c2b1e-acme-2026"),
            denied,
            "no statement names this principal",
        ),
        (
            "arn:aws:iam::444455556666:user/x",
            Some("7f3c2b1e-acme-2026"),
            denied,
            "no statement names this principal",
        ),
        ("*", None, denied, "no statement names this principal"),
    ] {
        assert_eq!(who(principal, id), (outcome, reason.to_owned()));
    }
}

#[test]
fn a_trust_policy_without_conditions_says_so() {
    for (named, reason) in [
        (aws(GATEWAY), "statement 1 names this principal and has no condition"),
        ("\"*\"".to_owned(), "statement 1 names everyone and has no condition"),
    ] {
        let policy = trust(&trusting("Allow", &named));
        let decision = evaluate_resource(&request(GATEWAY, "sts:AssumeRole", TARGET_ROLE), &policy);
        assert_eq!(decision.reason, reason);
    }
}

#[test]
fn the_trace_has_every_statement_in_order_and_the_first_part_that_differs() {
    let identities = [
        identity(&format!("{},{}", statement("Allow", "s3:*"), statement("Deny", "sqs:Delete*"))),
        identity(&format!(r#"{{"Sid":"Q","Effect":"Allow","Action":"sqs:*","Resource":"{FOREIGN_QUEUE}"}}"#)),
    ];
    let queue_policy = resource(&for_principal("Allow", &aws(ROLE), "*"));
    let layers = Layers { identity: &identities, resource: Some(&queue_policy), ..Layers::default() };
    let decision = evaluate(&request(USER, "sqs:SendMessage", QUEUE), &layers);
    let seen: Vec<(Layer, usize, usize, &str)> = decision
        .trace
        .iter()
        .map(|entry| {
            let part = match entry.mismatch.as_ref().expect("none applied") {
                Mismatch::Principal { .. } => "principal",
                Mismatch::Action { .. } => "action",
                Mismatch::Resource { .. } => "resource",
                Mismatch::Condition { .. } => "condition",
            };
            (entry.layer, entry.policy, entry.statement, part)
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Layer::Resource, 0, 0, "principal"),
            (Layer::Identity, 0, 0, "action"),
            (Layer::Identity, 0, 1, "action"),
            (Layer::Identity, 1, 0, "resource"),
        ]
    );
    assert_eq!(decision.decided_by, Some(Layer::Identity));
    assert_eq!(
        decision.reason,
        "no identity policy allows it: no statement allows `sqs:SendMessage` on this resource"
    );
}

#[test]
fn a_denial_names_the_statement_and_its_policy() {
    let identities = [identity(&format!(
        r#"{},{{"Sid":"NoSend","Effect":"Deny","Action":"sqs:SendMessage","Resource":"*"}}"#,
        statement("Allow", "*")
    ))];
    let layers = Layers { identity: &identities, ..Layers::default() };
    let decision = evaluate(&request(USER, "sqs:SendMessage", QUEUE), &layers);
    assert_eq!(decision.reason, "statement 2 (`NoSend`) of the identity policy denies it");
    let decision = evaluate(&request(USER, "sqs:ReceiveMessage", QUEUE), &layers);
    assert_eq!(decision.reason, "statement 1 of the identity policy allows it");
}

/// Of several SCPs, the reason is about the level that does not allow, whatever stands elsewhere.
#[test]
fn the_reason_is_about_the_policy_that_does_not_allow() {
    let scps = [
        vec![
            identity(r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"x:y":"true"}}}"#),
            identity(&statement("Allow", "sqs:*")),
        ],
        vec![identity(&statement("Allow", "ec2:*"))],
    ];
    let identities = [identity(&statement("Allow", "*"))];
    let layers = Layers { identity: &identities, scps: &scps, ..Layers::default() };
    let decision = evaluate(&request(USER, "sqs:SendMessage", QUEUE), &layers);
    assert_eq!(
        decision.reason,
        "a service control policy does not allow it: no statement allows `sqs:SendMessage`"
    );
}

#[test]
fn every_kind_of_condition_says_what_it_misses() {
    for (condition, found, why) in [
        (r#""Null":{"k:k":"true"}"#, vec!["x"], "`k:k` is present, the statement wants it absent"),
        (r#""StringNotEquals":{"k:k":"x"}"#, vec!["x"], "`k:k` is `x`, which the statement excludes"),
        (r#""NumericLessThan":{"k:k":"5"}"#, vec!["7"], "`k:k` is `7`, the statement wants less than `5`"),
        (
            r#""NumericLessThan":{"k:k":"5"}"#,
            vec!["x"],
            "`k:k` is `x`, which `NumericLessThan` cannot compare with `5`",
        ),
        (
            r#""DateLessThan":{"k:k":"2024"}"#,
            vec!["2025"],
            "`k:k` is `2025`, the statement wants a time before `2024`",
        ),
        (
            r#""IpAddress":{"k:k":["10.0.0.0/8","::1"]}"#,
            vec!["8.8.8.8"],
            "`k:k` is `8.8.8.8`, the statement wants an address in `10.0.0.0/8` or `::1`",
        ),
        (
            r#""StringLike":{"k:k":["a*","b*","c*","d*"]}"#,
            vec!["x"],
            "`k:k` is `x`, the statement wants a match of `a*`, `b*` or 2 more",
        ),
        (
            r#""StringEquals":{"k:k":"x"}"#,
            vec!["x", "y"],
            "`k:k` has 2 values, and `StringEquals` compares one",
        ),
        (
            r#""ForAnyValue:StringEquals":{"k:k":"x"}"#,
            vec!["y", "z"],
            "no value of `k:k` fits, the statement wants `x`",
        ),
        (
            r#""ForAllValues:StringEquals":{"k:k":"x"}"#,
            vec!["x", "z"],
            "a value of `k:k` does not fit, the statement wants only `x`",
        ),
        (r#""Null":{"k:other":"false"}"#, vec![], "`k:other` is absent, the statement wants it present"),
    ] {
        let text = document(&format!(
            r#"{{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*","Condition":{{{condition}}}}}"#
        ));
        let policy = parse(&text, Kind::Resource);
        let mut request = request(USER, "x:Y", "*");
        let found = found.into_iter().map(str::to_owned).collect();
        request.context = Context::default().with_all("k:k", found);
        assert_eq!(evaluate_resource(&request, &policy).reason, why);
    }
}
