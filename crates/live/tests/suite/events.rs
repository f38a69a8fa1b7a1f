//! What AWS sees of a role, read back through CloudTrail.

use crate::common::{Bench, ROLE, ROLE_ARN};
use live::events::{Look, SeenEvent, events};
use std::time::SystemTime;

#[tokio::test]
async fn a_verification_is_seen_by_its_session_name_with_what_was_refused() {
    let mut bench = Bench::with_role().await;
    bench.setup.session_name = "acme-call".to_owned();
    let run = bench.verify("admin").await;
    let account = bench.account("admin").await;
    let look = Look { role_arn: ROLE_ARN, region: "us-west-2", since: SystemTime::UNIX_EPOCH };
    let seen = events(&account, &look).await.unwrap();
    assert!(!seen.more);
    let with =
        |name: &str| -> Vec<&SeenEvent> { seen.events.iter().filter(|event| event.name == name).collect() };
    let assumed = with("AssumeRole");
    let refused = assumed.iter().filter(|event| event.error_code.as_deref() == Some("AccessDenied")).count();
    assert!(refused >= 3, "without, with a wrong one, and afterwards: {assumed:#?}");
    let granted = assumed.iter().find(|event| event.error_code.is_none()).expect("with the right one");
    assert_eq!(granted.session_name.as_deref(), Some("acme-call"));
    let proof = &run.check("assume.with-external-id").evidence.request_id;
    assert_eq!(&granted.request_id, proof, "the request that the check names");
    for name in ["Converse", "ConverseStream", "InvokeModel"] {
        let through = with(name);
        assert!(!through.is_empty(), "{name} in {:#?}", seen.events);
        for event in through {
            assert_eq!(event.session_name.as_deref(), Some("acme-call"));
            assert_eq!(event.principal, format!("arn:aws:sts::123456789012:assumed-role/{ROLE}/acme-call"));
        }
    }
    assert!(with("UpdateAssumeRolePolicy").len() >= 2, "the temporary statement, in and out");
    assert!(with("GetRole").is_empty(), "reading is no news");
    assert!(seen.events.is_sorted_by(|a, b| a.at >= b.at), "the newest first");
}

#[tokio::test]
async fn other_roles_and_earlier_days_are_left_out_and_a_missing_right_is_named() {
    let bench = Bench::with_role().await;
    bench.verify("admin").await;
    let account = bench.account("admin").await;
    let other = Look {
        role_arn: "arn:aws:iam::123456789012:role/quilr-gateway-bedrock-2",
        region: "us-west-2",
        since: SystemTime::UNIX_EPOCH,
    };
    assert_eq!(events(&account, &other).await.unwrap().events, []);
    let later = bench.sandbox.now() + std::time::Duration::from_secs(60);
    let look = Look { role_arn: ROLE_ARN, region: "us-west-2", since: later };
    assert_eq!(events(&account, &look).await.unwrap().events, []);
    let denied = events(&bench.account("somebody").await, &look).await.unwrap_err();
    assert_eq!(
        (denied.code(), denied.answer().unwrap().operation.as_str()),
        ("access-denied", "cloudtrail:LookupEvents")
    );
}
