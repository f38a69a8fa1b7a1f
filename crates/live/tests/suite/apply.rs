//! Plan and apply against the sandbox.

use crate::common::{Bench, ROLE};
use live::{ApplyEvent, LiveError, apply};
use onboarding::plan;
use onboarding::plan::DiffLine;
use onboarding::report::AppliedFor;
use std::sync::Mutex;

#[tokio::test]
async fn a_second_apply_changes_nothing() {
    let bench = Bench::new().await;
    let account = bench.account("admin").await;
    let desired = bench.valid().desired_role(&bench.pack);
    assert_eq!(account.read_role(ROLE).await.unwrap(), None);
    let shown = plan(&desired, None);
    let events = Mutex::new(Vec::new());
    apply(&account, &desired, &shown, &bench.undo(), &|event| events.lock().unwrap().push(event))
        .await
        .unwrap();
    let events = events.into_inner().unwrap();
    assert_eq!(events.len(), shown.changes.len() * 2, "each change starts and finishes");
    assert!(events.iter().all(|event| match event {
        ApplyEvent::Started { .. } => true,
        ApplyEvent::Finished { request_id, .. } => request_id.is_some(),
        ApplyEvent::Failed { .. } => false,
    }));

    let applied = bench.undo().applied(&desired.arn, account.endpoint());
    let [made] = applied.as_slice() else { panic!("{applied:?}") };
    assert!(made.whole && made.purpose == AppliedFor::Apply);
    assert_eq!(made.by, "arn:aws:iam::123456789012:user/admin");
    let what = |title: &String, diff: &Vec<DiffLine>| (title.clone(), diff.clone());
    assert_eq!(
        made.changes.iter().map(|change| what(&change.title, &change.diff)).collect::<Vec<_>>(),
        shown.changes.iter().map(|change| what(&change.title, &change.diff)).collect::<Vec<_>>(),
        "what was made is kept as it was shown"
    );
    assert!(made.changes.iter().all(|change| change.answered && change.request_id.is_some()));

    let role = account.read_role(ROLE).await.unwrap().unwrap();
    assert_eq!(role.arn, desired.arn);
    assert_eq!(role.tags, desired.tags);
    assert_eq!(role.max_session_duration, desired.max_session_duration);
    assert_eq!(role.inline_policies.len(), 1);
    let again = plan(&desired, Some(&role));
    assert!(again.changes.is_empty(), "{:?}", again.changes);
    let before = bench.sandbox.events().len();
    apply(&account, &desired, &again, &bench.undo(), &|event| panic!("{event:?}")).await.unwrap();
    let asked = bench.sandbox.events().split_off(before);
    assert!(
        asked.iter().all(|event| event.operation.starts_with("Get") || event.operation.starts_with("List")),
        "a second apply only reads: {asked:?}"
    );
    assert_eq!(bench.undo().applied(&desired.arn, account.endpoint()), applied, "and is no change on record");
    assert_eq!(bench.undo().applied(&desired.arn, None), [], "a sandbox's role is not one of AWS");
}

#[tokio::test]
async fn an_existing_role_is_adopted_and_keeps_what_is_not_ours() {
    let bench = Bench::new().await;
    bench
        .iam()
        .create_role()
        .role_name(ROLE)
        .description("made by hand")
        .max_session_duration(7200)
        .assume_role_policy_document(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/admin"},"Action":"sts:AssumeRole"}]}"#,
        )
        .tags(aws_sdk_iam::types::Tag::builder().key("owner").value("platform").build().unwrap())
        .send()
        .await
        .unwrap();
    let theirs = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}"#;
    bench
        .iam()
        .put_role_policy()
        .role_name(ROLE)
        .policy_name("theirs")
        .policy_document(theirs)
        .send()
        .await
        .unwrap();

    bench.apply().await;

    let role = bench.account("admin").await.read_role(ROLE).await.unwrap().unwrap();
    assert_eq!(role.description.as_deref(), Some("made by hand"));
    assert_eq!(role.max_session_duration, 7200, "a longer maximum is kept");
    assert!(role.tags.iter().any(|tag| tag.key == "owner"));
    let kept = role.inline_policies.iter().find(|policy| policy.name == "theirs").unwrap();
    assert_eq!(kept.document, theirs);
    let left = plan(&bench.valid().desired_role(&bench.pack), Some(&role));
    assert!(left.changes.is_empty(), "{:?}", left.changes);
}

#[tokio::test]
async fn a_role_that_changed_since_the_plan_is_not_touched() {
    let mut bench = Bench::with_role().await;
    let account = bench.account("admin").await;
    bench.setup.duration_seconds = "7200".to_owned();
    let desired = bench.valid().desired_role(&bench.pack);
    let shown = plan(&desired, account.read_role(ROLE).await.unwrap().as_ref());
    assert!(!shown.changes.is_empty(), "there is something to apply");
    let theirs = bench.trust().await.replace(crate::common::EXTERNAL_ID, "somebody-changed-it");
    bench.set_trust(&theirs).await;

    let error =
        apply(&account, &desired, &shown, &bench.undo(), &|event| panic!("{event:?}")).await.unwrap_err();
    let LiveError::RoleChanged { plan: new } = error else {
        panic!("{error:?}");
    };
    assert_ne!(*new, shown);
    assert_eq!(bench.trust().await, theirs, "nothing was applied");
    apply(&account, &desired, &new, &bench.undo(), &|_| {}).await.unwrap();
    assert!(bench.trust().await.contains(crate::common::EXTERNAL_ID));
}

#[tokio::test]
async fn a_caller_of_another_account_is_stopped_before_any_change() {
    let bench = Bench::new().await;
    let account = bench.account("gateway").await;
    let desired = bench.valid().desired_role(&bench.pack);
    let error = apply(&account, &desired, &plan(&desired, None), &bench.undo(), &|event| panic!("{event:?}"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "wrong-account");
    assert_eq!(bench.count("CreateRole"), 0);
}

#[tokio::test]
async fn a_refused_change_is_told_as_failed() {
    let bench = Bench::new().await;
    let account = bench.account("admin").await;
    let mut desired = bench.valid().desired_role(&bench.pack);
    desired.trust_policy = desired.trust_policy.replace("user/quilr-gateway", "user/nobody-there");
    let events = Mutex::new(Vec::new());
    let error = apply(&account, &desired, &plan(&desired, None), &bench.undo(), &|event| {
        events.lock().unwrap().push(event);
    })
    .await
    .unwrap_err();
    assert!(error.to_string().contains("Invalid principal in policy"), "{error}");
    assert_eq!(
        events.into_inner().unwrap(),
        [ApplyEvent::Started { index: 0 }, ApplyEvent::Failed { index: 0 }]
    );
    assert_eq!(bench.undo().applied(&desired.arn, account.endpoint()), [], "nothing was changed");
}
