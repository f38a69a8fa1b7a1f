//! Rotation and revocation as plans; and what a plan is bound to.

use crate::common::{EXTERNAL_ID, GATEWAY, role_of, setup, valid};
use iam_policy::{Context, Kind, Outcome, Policy, Request, evaluate_resource};
use onboarding::plan::{Operation, digest};
use onboarding::revocation::{REVOKE_POLICY, Revocation, RevokeHow, RevokePlan, revoke_plan};
use onboarding::role::{InlinePolicy, Tag};
use onboarding::rotation::{NotRotatable, Rotation, RotationStep, accepted, rotation_plan};
use onboarding::{ActualRole, Pack, Plan};
use serde_json::{Value, json};

const NEW: &str = "0b54f8a3-6a3e-4d5e-8f6a-3f2d8c9b7a10";

fn rotation() -> Rotation {
    Rotation { old: EXTERNAL_ID.to_owned(), new: NEW.to_owned() }
}

fn carried_out(role: &ActualRole, plan: &Plan) -> Option<ActualRole> {
    let operations: Vec<Operation> = plan.changes.iter().map(|change| change.operation.clone()).collect();
    onboarding::plan::after(&role.arn, Some(role), &operations)
}

/// Whether the gateway is let in with this ExternalId.
fn admits(role: &ActualRole, external_id: &str) -> bool {
    let policy = Policy::parse(&role.trust_policy, Kind::Trust).unwrap();
    let request = Request {
        principal: GATEWAY.to_owned(),
        role_arn: None,
        action: "sts:AssumeRole".to_owned(),
        resource: role.arn.clone(),
        context: Context::default().with("sts:ExternalId", external_id),
    };
    evaluate_resource(&request, &policy).outcome == Outcome::Allowed
}

#[test]
fn at_every_moment_of_a_rotation_the_key_is_let_in() {
    let start = role_of(&setup());
    let step = |role: &ActualRole, step| {
        let plan = rotation_plan(role, GATEWAY, &rotation(), step).unwrap();
        assert_eq!(plan.changes.len(), 1, "{step:?}");
        let after = carried_out(role, &plan).unwrap();
        let again = rotation_plan(&after, GATEWAY, &rotation(), step).unwrap();
        assert_eq!(again.changes, [], "a second time changes nothing");
        after
    };
    let both = step(&start, RotationStep::AcceptBoth);
    assert!(admits(&both, EXTERNAL_ID) && admits(&both, NEW));
    assert_eq!(accepted(&both, GATEWAY), [EXTERNAL_ID, NEW]);
    let done = step(&both, RotationStep::Finish);
    assert!(!admits(&done, EXTERNAL_ID) && admits(&done, NEW));
    let back = step(&both, RotationStep::TakeBack);
    assert!(admits(&back, EXTERNAL_ID) && !admits(&back, NEW));
    assert_eq!(
        serde_json::from_str::<Value>(&back.trust_policy).unwrap(),
        serde_json::from_str::<Value>(&start.trust_policy).unwrap()
    );
}

#[test]
fn nobody_is_locked_out_by_a_step_out_of_order() {
    let start = role_of(&setup());
    let error = rotation_plan(&start, GATEWAY, &rotation(), RotationStep::Finish).unwrap_err();
    assert!(matches!(error, NotRotatable::NotAsked { ref external_id, .. } if external_id == NEW), "{error}");
    let same = Rotation { old: NEW.to_owned(), new: NEW.to_owned() };
    assert_eq!(rotation_plan(&start, GATEWAY, &same, RotationStep::AcceptBoth), Err(NotRotatable::Same));
    let mut unreadable = start.clone();
    unreadable.trust_policy = "???".to_owned();
    assert!(rotation_plan(&unreadable, GATEWAY, &rotation(), RotationStep::AcceptBoth).is_err());
    let mut pattern = start;
    pattern.trust_policy = pattern.trust_policy.replace("StringEquals", "StringLike");
    assert!(rotation_plan(&pattern, GATEWAY, &rotation(), RotationStep::AcceptBoth).is_err());
}

#[test]
fn a_rotation_touches_only_what_is_about_the_gateway() {
    let mut role = role_of(&setup());
    let mut trust: Value = serde_json::from_str(&role.trust_policy).unwrap();
    let other = json!({"Sid": "Other", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/alice"},
        "Action": "sts:AssumeRole", "Condition": {"stringequals": {"STS:externalid": EXTERNAL_ID}}});
    let shouted = json!({"Effect": "Allow", "Principal": {"AWS": [GATEWAY]},
        "Action": "sts:AssumeRole", "Condition": {"stringequals": {"STS:externalid": [EXTERNAL_ID, "third"]}}});
    trust["Statement"].as_array_mut().unwrap().extend([other.clone(), shouted]);
    role.trust_policy = trust.to_string();
    let both =
        carried_out(&role, &rotation_plan(&role, GATEWAY, &rotation(), RotationStep::AcceptBoth).unwrap())
            .unwrap();
    let after: Value = serde_json::from_str(&both.trust_policy).unwrap();
    assert_eq!(after["Statement"][1], other, "another's statement stays as it is");
    assert_eq!(
        after["Statement"][2]["Condition"]["stringequals"]["STS:externalid"],
        json!([EXTERNAL_ID, "third", NEW])
    );
    let done = carried_out(&both, &rotation_plan(&both, GATEWAY, &rotation(), RotationStep::Finish).unwrap())
        .unwrap();
    let after: Value = serde_json::from_str(&done.trust_policy).unwrap();
    assert_eq!(after["Statement"][2]["Condition"]["stringequals"]["STS:externalid"], json!(["third", NEW]));
}

fn revoked(role: &ActualRole, how: RevokeHow, remove: &[String]) -> RevokePlan {
    let what = Revocation { how, issued_before: "2026-11-22T14:17:11Z", remove };
    revoke_plan(&valid(&setup()), &Pack::embedded(), role, &what)
}

/// Whether a session that began at a time may invoke a model.
fn may_invoke(role: &ActualRole, issued: &str) -> bool {
    let policies: Vec<Policy> = role
        .inline_policies
        .iter()
        .map(|policy| Policy::parse(&policy.document, Kind::Identity).unwrap())
        .collect();
    let request = Request {
        principal: format!("arn:aws:sts::123456789012:assumed-role/{}/s", role.name),
        role_arn: Some(role.arn.clone()),
        action: "bedrock:InvokeModel".to_owned(),
        resource: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0".to_owned(),
        context: Context::default()
            .with("aws:TokenIssueTime", issued)
            .with("aws:RequestedRegion", "us-east-1"),
    };
    let layers = iam_policy::Layers { identity: &policies, ..iam_policy::Layers::default() };
    iam_policy::evaluate(&request, &layers).outcome == Outcome::Allowed
}

#[test]
fn older_sessions_are_denied_and_newer_ones_are_not() {
    let role = role_of(&setup());
    let RevokePlan { plan, stops, .. } = revoked(&role, RevokeHow::Sessions, &[]);
    let after = carried_out(&role, &plan).unwrap();
    assert!(!may_invoke(&after, "2026-11-22T14:17:10Z"));
    assert!(may_invoke(&after, "2026-11-22T14:17:11Z"));
    assert!(admits(&after, EXTERNAL_ID), "new sessions may begin");
    assert!(stops.iter().any(|line| line.contains("under way")), "{stops:?}");
}

#[test]
fn detached_the_gateway_is_refused_and_the_role_stays() {
    let mut role = role_of(&setup());
    role.inline_policies.push(InlinePolicy {
        name: "theirs".to_owned(),
        document: r#"{"Version":"2012-10-17","Statement":[]}"#.to_owned(),
    });
    let RevokePlan { plan, stops, .. } = revoked(&role, RevokeHow::Detach, &[]);
    let first = &plan.changes[0].operation;
    assert!(
        matches!(first, Operation::PutRolePolicy { policy_name, .. } if policy_name == REVOKE_POLICY),
        "older sessions first"
    );
    let after = carried_out(&role, &plan).unwrap();
    assert!(!admits(&after, EXTERNAL_ID));
    assert!(!may_invoke(&after, "2027-01-01T00:00:00Z"), "the wizard's permissions are out");
    assert!(after.inline_policies.iter().any(|policy| policy.name == "theirs"));
    assert!(stops.iter().any(|line| line.contains(EXTERNAL_ID)), "{stops:?}");
}

#[test]
fn a_role_is_deleted_only_when_everything_in_it_was_chosen() {
    let mut role = role_of(&setup());
    role.attached_policies.push("arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned());
    let blocked = revoked(&role, RevokeHow::Delete, &[]);
    assert_eq!(blocked.plan.changes, []);
    let removal = blocked.in_the_way[0].removal.clone().unwrap();
    assert_eq!(removal, "attached-policy:arn:aws:iam::aws:policy/ReadOnlyAccess");
    let RevokePlan { plan, in_the_way, .. } = revoked(&role, RevokeHow::Delete, &[removal]);
    assert_eq!(in_the_way, []);
    assert_eq!(carried_out(&role, &plan), None);
    assert_eq!(plan.changes.last().map(|change| &change.operation), Some(&Operation::DeleteRole));
    let deletes = |operation: &Operation| matches!(operation, Operation::DeleteRolePolicy { policy_name } if policy_name == REVOKE_POLICY);
    assert_eq!(
        plan.changes.iter().position(|change| deletes(&change.operation)),
        Some(plan.changes.len() - 2)
    );
}

#[test]
fn a_plan_is_bound_to_everything_that_was_read() {
    let role = role_of(&setup());
    let mut changed: Vec<ActualRole> = vec![role.clone(); 9];
    changed[0].trust_policy.push(' ');
    changed[1].inline_policies[0].document.push(' ');
    changed[2].inline_policies.clear();
    changed[3].attached_policies.push("arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned());
    changed[4].permissions_boundary = Some("arn:aws:iam::1:policy/b".to_owned());
    changed[5].tags[0].value.push('x');
    changed[6].max_session_duration += 1;
    changed[7].description = None;
    changed[8].role_id.push('x');
    for other in &changed {
        assert_ne!(digest(Some(&role)), digest(Some(other)), "{other:#?}");
    }
    assert_ne!(digest(Some(&role)), digest(None));
    let mut listed = role.clone();
    listed.tags.insert(0, Tag { key: "a".to_owned(), value: "b".to_owned() });
    let mut otherwise = role;
    otherwise.tags.push(Tag { key: "a".to_owned(), value: "b".to_owned() });
    assert_eq!(digest(Some(&listed)), digest(Some(&otherwise)), "IAM lists in any order");
}

#[test]
fn statements_of_others_in_the_wizards_policy_stay_until_they_are_chosen() {
    let mut role = role_of(&setup());
    let mut document: Value = serde_json::from_str(&role.inline_policies[0].document).unwrap();
    let theirs = json!({"Sid": "Logs", "Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"});
    document["Statement"].as_array_mut().unwrap().push(theirs);
    role.inline_policies[0].document = document.to_string();
    let desired = valid(&setup()).desired_role(&Pack::embedded());
    let kept = onboarding::plan(&desired, Some(&role));
    assert_eq!(kept.changes, []);
    assert!(kept.untouched[0].what.contains("`logs:PutLogEvents`"), "{:?}", kept.untouched);
    let removal = kept.untouched[0].removal.clone().unwrap();
    let chosen =
        onboarding::DesiredRole { remove: vec![removal, "inline-policy:typo".to_owned()], ..desired };
    let plan = onboarding::plan(&chosen, Some(&role));
    assert_eq!(plan.changes.len(), 1);
    assert!(
        !plan.changes[0]
            .diff
            .iter()
            .any(|line| line.sign != onboarding::plan::DiffSign::Removed && line.text.contains("logs:"))
    );
    assert_eq!(plan.warnings, ["the role has no `inline-policy:typo` to remove: nothing is removed for it"]);
}
