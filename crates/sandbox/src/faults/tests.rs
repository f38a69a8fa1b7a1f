#![allow(clippy::unwrap_used)]
use super::*;
use std::time::UNIX_EPOCH;

fn asked(seconds: u64) -> Asked<'static> {
    Asked {
        service: "sts",
        operation: "AssumeRole",
        protocol: Protocol::Query { namespace: "" },
        caller: "arn:aws:iam::975050335771:user/quilr-gateway",
        target: "",
        now: UNIX_EPOCH + Duration::from_secs(seconds),
    }
}

fn faults(seed: u64, often: Often) -> Faults {
    let rule = FaultRule { often, ..FaultRule::always(Fault::Throttle) };
    let callers = vec![("gateway".to_owned(), asked(0).caller.to_owned())];
    Faults::new(Ledger::new(seed, vec![rule], callers))
}

/// Which calls are met, of one a second.
fn met(seed: u64, often: Often, calls: u64) -> Vec<bool> {
    let faults = faults(seed, often);
    (0..calls).map(|second| faults.decide(&asked(second), &mut Delivery::default()).is_err()).collect()
}

#[test]
fn each_frequency_meets_the_calls_it_says() {
    let at = |calls: &[usize]| (0..8).map(|call| calls.contains(&call)).collect::<Vec<_>>();
    for (often, expected) in [
        (Often::Always, at(&[0, 1, 2, 3, 4, 5, 6, 7])),
        (Often::First(2), at(&[0, 1])),
        (Often::Every(3), at(&[2, 5])),
        (Often::Probability(0.0), at(&[])),
        (Often::AfterSeconds(6), at(&[6, 7])),
        (Often::ForSeconds(2), at(&[0, 1])),
        // Two calls in four seconds: the third and fourth are too many, then the window has moved on.
        (Often::AboveRate(Rate { calls: 2, seconds: 4 }), at(&[2, 3, 6, 7])),
    ] {
        assert_eq!(met(1, often, 8), expected, "{often:?}");
    }
}

#[test]
fn the_same_seed_meets_the_same_calls_and_another_others() {
    let often = Often::Probability(0.5);
    assert_eq!(met(7, often, 64), met(7, often, 64));
    assert_ne!(met(7, often, 64), met(8, often, 64));
    let hits = met(7, often, 400).into_iter().filter(|met| *met).count();
    assert!((150..250).contains(&hits), "{hits} of 400");
}

#[test]
fn a_rule_meets_only_what_fits() {
    let fits = |when: &str, asked: &Asked<'_>| {
        let when: When = serde_json::from_str(when).unwrap();
        when.fits(asked, None, &[("gateway".into(), "arn:aws:iam::975050335771:user/quilr-gateway".into())])
    };
    for (when, expected) in [
        ("{}", true),
        (r#"{"service":"sts"}"#, true),
        (r#"{"service":"iam"}"#, false),
        (r#"{"operation":"Assume*"}"#, true),
        (r#"{"operation":"AssumeRol?"}"#, true),
        (r#"{"operation":"Assume"}"#, false),
        (r#"{"caller":"gateway"}"#, true),
        (r#"{"caller":"arn:aws:iam::975050335771:*"}"#, true),
        (r#"{"caller":"admin"}"#, false),
        (r#"{"model":"*"}"#, false),
        (r#"{"service":"sts","caller":"admin"}"#, false),
    ] {
        assert_eq!(fits(when, &asked(0)), expected, "{when}");
    }
    for target in [
        "anthropic.claude-haiku-4-5-20251001-v1:0",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
    ] {
        let call = Asked { target, ..asked(0) };
        assert!(fits(r#"{"model":"anthropic.*"}"#, &call), "{target}");
        assert!(!fits(r#"{"model":"amazon.*"}"#, &call), "{target}");
    }
}

#[test]
fn wildcards_match_as_they_should_and_in_bounded_time() {
    for (pattern, text, expected) in [
        ("", "", true),
        ("*", "", true),
        ("a*b*c", "axxbyyc", true),
        ("a*b*c", "axxbyy", false),
        ("*abc", "ababc", true),
        ("a?c", "abc", true),
        ("?", "", false),
        ("é*", "éa", true),
    ] {
        assert_eq!(wildcard(pattern, text), expected, "{pattern} {text}");
    }
    assert!(!wildcard(&"a*".repeat(200), &"a".repeat(199)), "it ends");
}

#[test]
fn what_a_rule_cannot_mean_is_refused() {
    let rule = |often, fault| FaultRule { often, ..FaultRule::always(fault) };
    let pause = Pause { from_ms: 2, to_ms: 1 };
    let service = When { service: Some("s3".into()), ..When::default() };
    for (bad, field) in [
        (rule(Often::Every(0), Fault::Throttle), "often.every"),
        (rule(Often::Probability(1.5), Fault::Throttle), "often.probability"),
        (rule(Often::AboveRate(Rate { calls: 1, seconds: 0 }), Fault::Throttle), "often.above_rate"),
        (rule(Often::Always, Fault::Latency(pause)), "fault"),
        (FaultRule { when: service, ..FaultRule::always(Fault::Throttle) }, "when.service"),
    ] {
        assert_eq!(bad.check().unwrap_err().0, field);
    }
}

#[test]
fn an_operation_that_nothing_has_is_refused_with_the_one_that_was_meant() {
    let said = |when: &str| {
        let when = serde_json::from_str(when).unwrap();
        FaultRule { when, ..FaultRule::always(Fault::Throttle) }.check().err()
    };
    for (when, hint) in [
        (
            r#"{"operation":"AsumeRole"}"#,
            "the sandbox has no operation `AsumeRole`; did you mean `AssumeRole`?",
        ),
        (
            r#"{"operation":"assumerole"}"#,
            "the sandbox has no operation `assumerole`; did you mean `AssumeRole`?",
        ),
        (
            r#"{"service":"iam","operation":"GetRoles"}"#,
            "iam has no operation `GetRoles`; did you mean `GetRole`?",
        ),
        (r#"{"service":"iam","operation":"AssumeRole"}"#, "`AssumeRole` is an operation of sts, not of iam"),
        (
            r#"{"service":"bedrock","operation":"Assume*"}"#,
            "`AssumeRole` is an operation of sts, not of bedrock",
        ),
        (r#"{"operation":"Zap*"}"#, "the sandbox has no operation `Zap*`"),
    ] {
        assert_eq!(said(when), Some(("when.operation".into(), hint.into())), "{when}");
    }
    for when in [
        r#"{"operation":"*"}"#,
        r#"{"operation":"LookupEvents"}"#,
        r#"{"service":"bedrock","operation":"InvokeModel*"}"#,
        r#"{"service":"bedrock","operation":"List*"}"#,
        r#"{"service":"iam","operation":"*MFADevice"}"#,
    ] {
        assert_eq!(said(when), None, "{when}");
    }
}
