//! Taking changes back and carrying them on, whatever was made of them and whatever somebody else did
//! meanwhile.

use crate::common::{EXTERNAL_ID, GATEWAY, full_setup, role_of, setup, valid};
use onboarding::plan::{Operation, after, redo, undo};
use onboarding::role::{InlinePolicy, Tag};
use onboarding::{ActualRole, Pack, plan};
use serde_json::{Value, json};

fn theirs() -> Value {
    json!({
        "Sid": "Theirs",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:user/alice"},
        "Action": "sts:AssumeRole"
    })
}

/// A role of somebody else's, which is adopted.
fn adopted() -> ActualRole {
    let mut role = role_of(&setup());
    role.trust_policy = json!({"Version": "2012-10-17", "Statement": [theirs()]}).to_string();
    role.inline_policies = vec![InlinePolicy {
        name: "theirs".to_owned(),
        document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}"#.to_owned(),
    }];
    role.attached_policies = vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned()];
    role.tags = vec![Tag { key: "team".to_owned(), value: "llm".to_owned() }];
    role
}

/// Every change that a plan can hold, of a role that is there.
fn operations(before: &ActualRole) -> Vec<Operation> {
    let mut setup = full_setup();
    setup.duration_seconds = "7200".to_owned();
    let mut desired = valid(&setup).desired_role(&Pack::embedded());
    desired.remove =
        ["inline-policy:theirs", "attached-policy:arn:aws:iam::aws:policy/ReadOnlyAccess", "tag:team"]
            .map(str::to_owned)
            .to_vec();
    let plan = plan(&desired, Some(before));
    assert_eq!(plan.removed.len(), 3, "{:?}", plan.untouched);
    plan.changes.into_iter().map(|change| change.operation).collect()
}

fn carried_out(role: Option<ActualRole>, plan: &onboarding::Plan) -> Option<ActualRole> {
    let operations: Vec<Operation> = plan.changes.iter().map(|change| change.operation.clone()).collect();
    after(&plan.role_arn, role.as_ref(), &operations)
}

/// The same role, however its lists are ordered.
fn sorted(mut role: ActualRole) -> ActualRole {
    role.inline_policies.sort_by(|a, b| a.name.cmp(&b.name));
    role.attached_policies.sort();
    role.tags.sort();
    role
}

#[test]
fn stopped_after_any_change_it_is_taken_back_or_carried_on() {
    let before = adopted();
    let operations = operations(&before);
    assert_eq!(operations.len(), 7, "{operations:#?}");
    let whole = after(&before.arn, Some(&before), &operations).unwrap();
    for made in 0..=operations.len() {
        let now = after(&before.arn, Some(&before), &operations[..made]);
        let back = undo(&before.arn, Some(&before), &operations, now.as_ref());
        assert_eq!(back.warnings, Vec::<String>::new(), "after {made}");
        let back = carried_out(now.clone(), &back).unwrap();
        assert_eq!(sorted(back.clone()), sorted(before.clone()), "after {made}");
        assert_eq!(undo(&before.arn, Some(&before), &operations, Some(&back)).changes, [], "only once");
        let on = redo(&before.arn, Some(&before), &operations, now.as_ref());
        let on = carried_out(now, &on).unwrap();
        assert_eq!(sorted(on), sorted(whole.clone()), "after {made}");
    }
}

#[test]
fn a_role_that_was_made_is_deleted_again_or_finished() {
    let desired = valid(&setup()).desired_role(&Pack::embedded());
    let operations: Vec<Operation> =
        plan(&desired, None).changes.into_iter().map(|change| change.operation).collect();
    for made in 0..=operations.len() {
        let now = after(&desired.arn, None, &operations[..made]);
        let back = undo(&desired.arn, None, &operations, now.as_ref());
        assert_eq!(carried_out(now.clone(), &back), None, "after {made}");
        let on = redo(&desired.arn, None, &operations, now.as_ref());
        assert_eq!(carried_out(now, &on), after(&desired.arn, None, &operations), "after {made}");
    }
}

#[test]
fn a_role_that_was_deleted_is_made_again() {
    let before = role_of(&setup());
    let operations = [
        Operation::DeleteRolePolicy { policy_name: before.inline_policies[0].name.clone() },
        Operation::DeleteRole,
    ];
    let back = undo(&before.arn, Some(&before), &operations, None);
    let again = carried_out(None, &back).unwrap();
    assert_eq!(ActualRole { role_id: before.role_id.clone(), ..again }, before);
}

#[test]
fn what_somebody_else_did_meanwhile_is_kept() {
    let before = adopted();
    let operations = operations(&before);
    let mut now = after(&before.arn, Some(&before), &operations).unwrap();
    let added =
        json!({"Sid": "Since", "Effect": "Deny", "Principal": {"AWS": GATEWAY}, "Action": "sts:AssumeRole"});
    let mut trust: Value = serde_json::from_str(&now.trust_policy).unwrap();
    trust["Statement"].as_array_mut().unwrap().push(added.clone());
    now.trust_policy = trust.to_string();
    let ours = now.inline_policies.iter_mut().find(|policy| policy.name.starts_with("quilr")).unwrap();
    ours.document = ours.document.replace("bedrock:InvokeModel", "bedrock:GetAsyncInvoke");
    now.max_session_duration = 43_200;
    let edited = ours.document.clone();

    let back = undo(&before.arn, Some(&before), &operations, Some(&now));
    let back_as = carried_out(Some(now), &back).unwrap();
    let trust: Value = serde_json::from_str(&back_as.trust_policy).unwrap();
    let statements = trust["Statement"].as_array().unwrap();
    assert!(statements.contains(&added) && statements.contains(&theirs()), "{trust:#}");
    assert!(!trust.to_string().contains(EXTERNAL_ID), "ours is out: {trust:#}");
    assert!(back_as.inline_policies.iter().any(|policy| policy.document == edited), "edited since: it stays");
    assert_eq!(back_as.max_session_duration, 43_200);
    for part in ["`quilr-gateway-bedrock-invoke` was changed meanwhile", "stays at 43200 seconds"] {
        assert!(back.warnings.iter().any(|line| line.contains(part)), "{part}: {:?}", back.warnings);
    }
}

#[test]
fn a_new_role_that_somebody_else_uses_by_now_is_not_deleted() {
    let desired = valid(&setup()).desired_role(&Pack::embedded());
    let operations: Vec<Operation> =
        plan(&desired, None).changes.into_iter().map(|change| change.operation).collect();
    let mut now = after(&desired.arn, None, &operations).unwrap();
    now.attached_policies.push("arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned());
    let back = undo(&desired.arn, None, &operations, Some(&now));
    assert!(back.changes.iter().all(|change| change.operation != Operation::DeleteRole));
    assert!(back.warnings[0].contains("ReadOnlyAccess"), "{:?}", back.warnings);
}

#[test]
fn a_statement_of_a_principal_that_was_deleted_is_not_put_back() {
    let mut before = adopted();
    let dead =
        json!({"Effect": "Allow", "Principal": {"AWS": "AIDAEXAMPLEEXAMPLE123"}, "Action": "sts:AssumeRole"});
    before.trust_policy = json!({"Version": "2012-10-17", "Statement": [theirs(), dead]}).to_string();
    let operations = operations(&before);
    let now = after(&before.arn, Some(&before), &operations);
    let back = undo(&before.arn, Some(&before), &operations, now.as_ref());
    let back_as = carried_out(now, &back).unwrap();
    assert!(!back_as.trust_policy.contains("AIDA"), "IAM refuses to save it: {}", back_as.trust_policy);
    assert!(back_as.trust_policy.contains("user/alice"));
    assert_eq!(back.warnings.len(), 1, "{:?}", back.warnings);
}

#[test]
fn what_a_change_put_there_for_a_while_is_taken_back_too() {
    let before = role_of(&setup());
    let ours = before.inline_policies[0].name.clone();
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
    let operations = [
        Operation::PutRolePolicy { policy_name: "for-a-while".to_owned(), document: document.to_owned() },
        Operation::DeleteRolePolicy { policy_name: ours },
        Operation::DeleteRolePolicy { policy_name: "for-a-while".to_owned() },
        Operation::DeleteRole,
    ];
    for made in 0..=operations.len() {
        let now = after(&before.arn, Some(&before), &operations[..made]);
        let back = undo(&before.arn, Some(&before), &operations, now.as_ref());
        assert_eq!(back.warnings, Vec::<String>::new(), "after {made}");
        let back = carried_out(now.clone(), &back).unwrap();
        assert_eq!(ActualRole { role_id: before.role_id.clone(), ..back }, before, "after {made}");
        let on = redo(&before.arn, Some(&before), &operations, now.as_ref());
        assert_eq!(on.warnings, Vec::<String>::new(), "after {made}");
        assert_eq!(carried_out(now, &on), None, "after {made}");
    }
}
