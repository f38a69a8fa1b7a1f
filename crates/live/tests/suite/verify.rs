//! The end-to-end test against the sandbox: what it finds.

use crate::common::{Bench, EXTERNAL_ID, Run, not_green};
use live::{VerifyEvent, verify};
use onboarding::{CheckStatus, Level, ProviderType};
use std::sync::Mutex;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";

/// Everything was announced, told and given back in one order.
fn is_orderly(run: &Run) {
    let VerifyEvent::Planned { checks: planned } = &run.events[0] else {
        panic!("the first event is the plan: {:?}", run.events[0]);
    };
    let planned: Vec<&str> = planned.iter().map(|check| check.id.as_str()).collect();
    let given: Vec<&str> = run.checks.iter().map(|check| check.id.as_str()).collect();
    assert_eq!(given, planned);
    let finished = run.events.iter().filter(|event| matches!(event, VerifyEvent::Finished { .. }));
    assert_eq!(finished.count(), planned.len(), "each check ends once");
    assert!(matches!(run.events.last(), Some(VerifyEvent::Ended { .. })));
}

fn reached(run: &Run) -> Option<Level> {
    match run.events.last() {
        Some(VerifyEvent::Ended { reached, cancelled: false }) => *reached,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_check_passes_for_a_user_and_for_a_session_and_leaves_no_trace() {
    for who in ["admin", "sso"] {
        let bench = Bench::with_role().await;
        let before = bench.trust().await;
        let run = bench.verify(who).await;
        is_orderly(&run);
        assert_eq!(not_green(&run.checks), Vec::<String>::new(), "as {who}");
        assert_eq!(reached(&run), Some(Level::AssumeAndInvoke));
        assert_eq!(bench.trust().await, before, "byte for byte, as {who}");
        assert_eq!(bench.undo().pending().unwrap(), []);
        for id in ["assume.with-external-id", "assume.without-external-id", "invoke.converse"] {
            assert!(run.check(id).evidence.request_id.is_some(), "{id} has a request id");
            assert!(run.check(id).evidence.attempts.is_some(), "{id} counts its tries");
        }
        assert!(run.check("invoke.converse").evidence.what.contains("tokens in"));
    }
}

#[tokio::test]
async fn the_order_is_undo_record_then_change_then_positive_then_negatives() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let undo = bench.undo();
    let at_change = Mutex::new(Vec::new());
    verify(&account, &bench.options(), &undo, &CancellationToken::new(), &|event| {
        if let VerifyEvent::TemporaryStatement { present, .. } = event {
            at_change.lock().unwrap().push((present, undo.pending().unwrap().len()));
        }
    })
    .await;
    // The record outlives the statement: it is deleted once the caller is refused again.
    assert_eq!(at_change.into_inner().unwrap(), [(true, 1), (false, 1)]);
    let answers: Vec<bool> = bench
        .sandbox
        .events()
        .iter()
        .filter(|event| event.operation == "AssumeRole")
        .map(|event| event.error_code.is_none())
        .collect();
    assert_eq!(answers, [true, false, false, false], "with, without, wrong, and removed");
    assert_eq!(bench.count("UpdateAssumeRolePolicy"), 2);
}

#[tokio::test]
async fn only_reading_changes_and_assumes_nothing() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    let options = live::VerifyOptions { read_only: true, ..bench.options() };
    let checks = verify(&account, &options, &bench.undo(), &CancellationToken::new(), &|_| {}).await;
    assert_eq!(not_green(&checks), Vec::<String>::new());
    assert!(checks.iter().all(|check| check.level != Level::AssumeAndInvoke));
    assert_eq!(bench.count("UpdateAssumeRolePolicy") + bench.count("AssumeRole"), 0);
}

#[tokio::test]
async fn a_trust_policy_without_the_external_id_condition_is_found_and_named() {
    let bench = Bench::with_role().await;
    let open = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{GATEWAY}"}},"Action":"sts:AssumeRole"}}]}}"#
    );
    bench.set_trust(&open).await;
    let run = bench.verify("admin").await;
    is_orderly(&run);
    assert_eq!(run.check("assume.with-external-id").status, CheckStatus::Passed);
    for id in ["assume.without-external-id", "assume.wrong-external-id"] {
        let check = run.check(id);
        assert_eq!(check.status, CheckStatus::Failed, "{id}");
        let diagnosis = check.diagnosis.as_ref().unwrap();
        assert_eq!(diagnosis.cause, "the trust policy is missing the ExternalId condition");
    }
    assert_eq!(bench.trust().await, open);
    assert_ne!(reached(&run), Some(Level::AssumeAndInvoke));
}

#[tokio::test]
async fn another_external_id_in_the_policy_fails_without_the_long_wait() {
    let bench = Bench::with_role().await;
    let other = bench.trust().await.replace(EXTERNAL_ID, "the-one-before");
    bench.set_trust(&other).await;
    let run = bench.verify("admin").await;
    let check = run.check("assume.with-external-id");
    assert_eq!(check.status, CheckStatus::Failed);
    assert_eq!(check.diagnosis.as_ref().unwrap().code, "trust-policy-refuses");
    assert!(check.evidence.what.contains("sts:ExternalId"), "{}", check.evidence.what);
    let waited = Duration::from_millis(check.evidence.millis.unwrap().into());
    assert!(waited < crate::common::quick().trust_window, "waited {waited:?}");
    assert_eq!(run.check("assume.without-external-id").status, CheckStatus::Skipped);
    assert_eq!(run.check("assume.temporary-statement-removed").status, CheckStatus::Passed);
    assert_eq!(bench.trust().await, other);
}

#[tokio::test]
async fn a_trust_policy_that_does_not_name_the_gateway_is_not_touched() {
    let bench = Bench::with_role().await;
    let other = bench.trust().await.replace("user/quilr-gateway", "user/quilr-gateway-2");
    bench.set_trust(&other).await;
    let before = bench.count("UpdateAssumeRolePolicy");
    let run = bench.verify("admin").await;
    is_orderly(&run);
    let check = run.check("assume.temporary-statement");
    assert_eq!(check.status, CheckStatus::Failed);
    assert!(check.evidence.what.contains(GATEWAY), "{}", check.evidence.what);
    assert_eq!(run.check("assume.with-external-id").status, CheckStatus::Skipped);
    assert_eq!(bench.count("UpdateAssumeRolePolicy"), before, "nothing was changed");
}

#[tokio::test]
async fn an_inference_profile_that_is_not_allowed_fails_at_once_with_its_remedy() {
    let mut bench = Bench::new().await;
    bench.setup.resources.inference_profiles = false;
    bench.setup.region = "us-east-1".to_owned();
    bench.setup.provider_types = vec![ProviderType::Bedrock, ProviderType::AnthropicMessagesBedrock];
    bench.apply().await;
    let run = bench.verify("admin").await;
    let check = run.check("invoke.anthropic-messages");
    assert_eq!(check.status, CheckStatus::Failed);
    assert_eq!(check.diagnosis.as_ref().unwrap().code, "inference-profile-denied");
    assert_eq!(check.evidence.attempts, Some(1), "a real refusal is not waited for");
    assert_eq!(run.check("invoke.converse").status, CheckStatus::Passed);
    assert_eq!(run.check("assume.refused-again").status, CheckStatus::Passed);
}

#[tokio::test]
async fn a_role_that_may_not_stream_fails_the_stream_alone() {
    let mut bench = Bench::new().await;
    bench.setup.streaming = false;
    bench.apply().await;
    bench.setup.streaming = true;
    let run = bench.verify("admin").await;
    assert_eq!(run.check("invoke.converse").status, CheckStatus::Passed);
    let check = run.check("invoke.converse-stream");
    assert_eq!(check.status, CheckStatus::Failed);
    assert_eq!(check.diagnosis.as_ref().unwrap().code, "streaming-denied");
}

#[tokio::test]
async fn a_region_without_a_model_is_a_warning_with_its_reason() {
    let mut bench = Bench::new().await;
    bench.setup.region = "eu-north-1".to_owned();
    bench.setup.provider_types = vec![ProviderType::BedrockRerank];
    bench.apply().await;
    let run = bench.verify("admin").await;
    let check = run.check("invoke.rerank");
    assert_eq!(check.status, CheckStatus::Warning);
    assert!(check.evidence.what.contains("eu-north-1"), "{}", check.evidence.what);
    assert_eq!(reached(&run), Some(Level::AssumeAndInvoke));
}

#[tokio::test]
async fn a_session_asks_for_an_hour_at_most_and_says_so() {
    let mut bench = Bench::new().await;
    bench.setup.duration_seconds = "7200".to_owned();
    bench.apply().await;
    let as_session = bench.verify("sso").await;
    let what = &as_session.check("assume.with-external-id").evidence.what;
    assert!(what.contains("3600 s, not 7200 s"), "{what}");
    let as_user = bench.verify("admin").await;
    let what = &as_user.check("assume.with-external-id").evidence.what;
    assert!(what.contains("7200 s") && !what.contains("3600"), "{what}");
}

#[tokio::test]
async fn propagation_is_waited_for_and_told_in_both_directions() {
    let bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    bench.sandbox.set_propagation_delay(Duration::from_secs(25));
    let notes = Mutex::new(Vec::new());
    let checks = verify(&account, &bench.options(), &bench.undo(), &CancellationToken::new(), &|event| {
        if let VerifyEvent::Progress { id, note, .. } = event {
            // AWS's clock goes on by ten seconds each time somebody is seen to wait.
            bench.sandbox.advance(Duration::from_secs(10));
            notes.lock().unwrap().push((id, note));
        }
    })
    .await;
    assert_eq!(not_green(&checks), Vec::<String>::new());
    for id in ["assume.with-external-id", "assume.refused-again"] {
        assert_eq!(crate::common::find(&checks, id).evidence.attempts, Some(4), "{id}");
        let told = notes.lock().unwrap().iter().filter(|(of, _)| of == id).count();
        assert_eq!(told, 3, "{id}");
    }
    let notes = notes.into_inner().unwrap();
    assert!(notes[0].1.starts_with("waiting for IAM to propagate: try 2, "), "{}", notes[0].1);
}

#[tokio::test]
async fn a_caller_who_is_trusted_anyway_is_warned() {
    let bench = Bench::with_role().await;
    let trust = bench.trust().await;
    let both = iam_policy::meaning::add_statement(
        &trust,
        r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/admin"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"7f3c2b1e-8d4a-4c06-9b1f-2a6d0c5e9f11"}}}"#,
    )
    .unwrap();
    bench.set_trust(&both).await;
    let run = bench.verify("admin").await;
    let check = run.check("assume.refused-again");
    assert_eq!(check.status, CheckStatus::Warning);
    assert!(check.diagnosis.as_ref().unwrap().remedy.starts_with("Remove your own ARN"));
    assert_eq!(bench.trust().await, both);
}

#[tokio::test]
async fn root_is_told_why_it_cannot_test_and_changes_nothing() {
    let bench = Bench::with_role().await;
    let before = bench.count("UpdateAssumeRolePolicy");
    let run = bench.verify("root").await;
    is_orderly(&run);
    let check = run.check("assume.caller");
    assert_eq!(check.status, CheckStatus::Skipped);
    assert!(check.evidence.what.contains("root user"), "{}", check.evidence.what);
    assert_eq!(bench.count("UpdateAssumeRolePolicy"), before);
}

#[tokio::test]
async fn another_account_is_named_and_nothing_is_read_or_changed() {
    let bench = Bench::with_role().await;
    let before = bench.sandbox.events().len();
    let run = bench.verify("somebody").await;
    is_orderly(&run);
    let check = run.check("account.signed-in");
    assert_eq!(check.status, CheckStatus::Failed);
    assert_eq!(check.diagnosis.as_ref().unwrap().code, "wrong-account");
    assert_eq!(reached(&run), Some(Level::Documents));
    let asked: Vec<&str> =
        bench.sandbox.events().split_off(before).iter().map(|event| event.operation).collect();
    assert_eq!(asked, ["GetCallerIdentity"]);
}

#[tokio::test]
async fn without_a_role_nothing_is_assumed() {
    let bench = Bench::new().await;
    let run = bench.verify("admin").await;
    is_orderly(&run);
    assert_eq!(reached(&run), Some(Level::Documents));
    assert_eq!(bench.count("AssumeRole"), 0);
}

#[tokio::test]
async fn no_secret_is_told() {
    let bench = Bench::with_role().await;
    let mut told = String::new();
    for who in ["admin", "sso", "root", "somebody"] {
        let run = bench.verify(who).await;
        told += &serde_json::to_string(&run.events).unwrap();
        told += &serde_json::to_string(&run.checks).unwrap();
        told += &format!("{:?} {:?}", run.events, bench.account(who).await);
    }
    for identity in bench.sandbox.identities() {
        assert!(!told.contains(&identity.secret_access_key), "the key of {}", identity.name);
        if let Some(token) = &identity.session_token {
            assert!(!told.contains(token), "the token of {}", identity.name);
        }
    }
}

#[tokio::test]
async fn a_wrong_secret_is_named_and_not_shown() {
    let bench = Bench::with_role().await;
    let admin = bench.sandbox.identity("admin").unwrap();
    let account = live::Account::connect(live::Source::Endpoint {
        url: bench.sandbox.endpoint(),
        region: "us-east-1".to_owned(),
        access_key_id: admin.access_key_id.clone(),
        secret_access_key: "CANARY-SECRET".to_owned(),
        session_token: Some("CANARY-TOKEN".to_owned()),
    })
    .await
    .unwrap();
    let error = account.whoami().await.unwrap_err();
    assert_eq!(error.code(), "bad-credentials");
    assert!(!format!("{error} {error:?} {:?}", error.hint()).contains("CANARY"));
}

#[tokio::test]
async fn an_endpoint_where_nobody_listens_is_a_network_error_that_names_it() {
    let bench = Bench::new().await;
    let account = bench.account("admin").await;
    let endpoint = bench.sandbox.endpoint();
    bench.sandbox.shutdown().await;
    let error = account.whoami().await.unwrap_err();
    assert_eq!(error.code(), "network");
    assert!(error.to_string().contains(&endpoint), "{error}");
    assert!(error.to_string().contains("no connection"), "{error}");
}
