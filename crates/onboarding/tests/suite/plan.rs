//! The plan: what is created, what is adopted, what is left alone, and that it ends.

use crate::common::{EXTERNAL_ID, GATEWAY, applied, full_setup, role_of, setup, valid};
use onboarding::plan::{DiffSign, Operation};
use onboarding::role::{InlinePolicy, Tag};
use onboarding::{ActualRole, DesiredRole, Pack, Plan, plan};
use proptest::prelude::*;
use serde_json::{Value, json};

fn desired() -> DesiredRole {
    valid(&setup()).desired_role(&Pack::embedded())
}

fn trust(statements: &[Value]) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

fn gateway_statement() -> Value {
    json!({
        "Effect": "Allow",
        "Principal": {"AWS": GATEWAY},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}
    })
}

/// The role that the setup made, its trust policy replaced.
fn with_trust(statements: &[Value]) -> ActualRole {
    ActualRole { trust_policy: trust(statements), ..role_of(&setup()) }
}

/// The statements of the trust policy that a plan puts, which must be its only change.
fn new_statements(plan: &Plan) -> Vec<Value> {
    match plan.changes.as_slice() {
        [change] => match &change.operation {
            Operation::UpdateAssumeRolePolicy { trust_policy } => {
                let document: Value = serde_json::from_str(trust_policy).unwrap();
                document["Statement"].as_array().unwrap().clone()
            }
            other => panic!("{other:?}"),
        },
        other => panic!("one change expected: {other:#?}"),
    }
}

#[test]
fn a_role_that_is_not_there_is_created() {
    let plan = plan(&desired(), None);
    assert!(!plan.exists);
    let titles: Vec<&str> = plan.changes.iter().map(|change| change.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Create the role quilr-gateway-bedrock", "Add the inline policy quilr-gateway-bedrock-invoke"]
    );
    for change in &plan.changes {
        assert!(!change.diff.is_empty());
        assert!(change.diff.iter().all(|line| line.sign == DiffSign::Added));
    }
    assert!(plan.changes[0].diff.iter().any(|line| line.text.contains(EXTERNAL_ID)));
}

#[test]
fn a_longer_duration_becomes_the_new_roles_maximum() {
    let mut setup = setup();
    for (duration, maximum) in [("900", 3600), ("", 3600), ("7200", 7200)] {
        setup.duration_seconds = duration.to_owned();
        let desired = valid(&setup).desired_role(&Pack::embedded());
        assert_eq!(desired.max_session_duration, maximum, "IAM's least is 3600");
    }
}

#[test]
fn applied_once_there_is_nothing_left_to_do() {
    let role = role_of(&full_setup());
    let desired = valid(&full_setup()).desired_role(&Pack::embedded());
    let again = plan(&desired, Some(&role));
    assert_eq!(again.changes, []);
    assert_eq!(again.warnings, Vec::<String>::new());
    assert!(again.exists);
}

#[test]
fn the_same_meaning_in_other_words_is_no_change() {
    let role = with_trust(&[json!({
        "Condition": {"StringEquals": {"sts:ExternalId": [EXTERNAL_ID]}},
        "Action": ["sts:AssumeRole"],
        "Principal": {"AWS": [GATEWAY]},
        "Effect": "Allow",
        "Sid": "FromTheConsole"
    })]);
    assert_eq!(plan(&desired(), Some(&role)).changes, []);
}

#[test]
fn the_gateways_statement_is_replaced_and_others_stay() {
    let stray = json!({
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:user/alice"},
        "Action": "sts:AssumeRole"
    });
    let mut old = gateway_statement();
    old["Condition"]["StringEquals"]["sts:ExternalId"] = json!("an-old-one");
    let plan = plan(&desired(), Some(&with_trust(&[old, stray.clone()])));
    assert_eq!(new_statements(&plan), [gateway_statement(), stray]);
    assert!(plan.untouched.iter().any(|kept| kept.what.contains("user/alice")));
    assert!(
        plan.warnings.iter().any(|line| line.contains("also lets in `arn:aws:iam::123456789012:user/alice`")),
        "{:?}",
        plan.warnings
    );
    let diff = &plan.changes[0].diff;
    let line = |sign, part: &str| diff.iter().any(|line| line.sign == sign && line.text.contains(part));
    assert!(line(DiffSign::Removed, "an-old-one"));
    assert!(line(DiffSign::Added, EXTERNAL_ID));
    assert!(line(DiffSign::Same, "user/alice"));
}

#[test]
fn a_missing_condition_is_put_in() {
    let mut open = gateway_statement();
    open.as_object_mut().unwrap().remove("Condition");
    let plan = plan(&desired(), Some(&with_trust(&[open])));
    assert_eq!(new_statements(&plan), [gateway_statement()]);
}

#[test]
fn a_principal_beside_the_gateway_keeps_its_access_until_it_is_chosen() {
    let mut shared = gateway_statement();
    shared["Principal"]["AWS"] = json!([GATEWAY, "arn:aws:iam::123456789012:user/alice"]);
    let role = with_trust(&[shared.clone()]);
    let first = plan(&desired(), Some(&role));
    shared["Principal"]["AWS"] = json!(["arn:aws:iam::123456789012:user/alice"]);
    assert_eq!(new_statements(&first), [gateway_statement(), shared]);
    assert_eq!(
        first.warnings,
        ["the trust policy also lets in `arn:aws:iam::123456789012:user/alice`: it stays"]
    );
    let removal = first.untouched[0].removal.clone().unwrap();
    let chosen = DesiredRole { remove: vec![removal.clone()], ..desired() };
    let second = plan(&chosen, Some(&role));
    assert_eq!(new_statements(&second), [gateway_statement()]);
    assert_eq!(second.removed[0].removal.as_ref(), Some(&removal));
    assert_eq!(
        second.warnings,
        [
            "`arn:aws:iam::123456789012:user/alice` is taken out of the trust policy and can no longer assume the role"
        ]
    );
}

#[test]
fn raw_ids_of_deleted_principals_are_taken_out() {
    let mut dead = gateway_statement();
    dead["Principal"]["AWS"] = json!("AIDAEXAMPLEEXAMPLE123");
    let mut half = gateway_statement();
    half["Principal"]["AWS"] = json!(["AROAEXAMPLEEXAMPLE123", "arn:aws:iam::123456789012:role/ci"]);
    let plan = plan(&desired(), Some(&with_trust(&[dead, half.clone()])));
    half["Principal"]["AWS"] = json!(["arn:aws:iam::123456789012:role/ci"]);
    assert_eq!(new_statements(&plan), [half, gateway_statement()]);
    let about_dead =
        plan.warnings.iter().filter(|line| line.contains("IAM refuses to save it again")).count();
    assert_eq!(about_dead, 2, "{:?}", plan.warnings);
}

#[test]
fn a_deny_about_the_gateway_stays() {
    let deny = json!({
        "Effect": "Deny",
        "Principal": {"AWS": GATEWAY},
        "Action": "sts:AssumeRole",
        "Condition": {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}
    });
    let plan = plan(&desired(), Some(&with_trust(&[gateway_statement(), deny])));
    assert_eq!(plan.changes, []);
    assert!(plan.untouched.iter().any(|kept| kept.what.contains("quilr-gateway")));
}

#[test]
fn an_unreadable_trust_policy_is_replaced_with_a_warning() {
    let role = ActualRole { trust_policy: "???".to_owned(), ..role_of(&setup()) };
    let plan = plan(&desired(), Some(&role));
    assert_eq!(new_statements(&plan), [gateway_statement()]);
    assert!(plan.warnings[0].contains("replaced as a whole"));
}

#[test]
fn other_policies_the_description_and_other_tags_stay() {
    let mut role = role_of(&setup());
    role.description = Some("made by hand".to_owned());
    role.inline_policies.push(InlinePolicy { name: "theirs".to_owned(), document: "{}".to_owned() });
    role.attached_policies = vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned()];
    role.permissions_boundary = Some("arn:aws:iam::123456789012:policy/boundary".to_owned());
    role.max_session_duration = 43_200;
    role.tags = vec![
        Tag { key: "team".to_owned(), value: "llm".to_owned() },
        Tag { key: "Created-By".to_owned(), value: "terraform".to_owned() },
    ];
    let plan = plan(&desired(), Some(&role));
    match plan.changes.as_slice() {
        [change] => assert_eq!(
            change.operation,
            Operation::TagRole {
                tags: vec![Tag { key: "created-by".to_owned(), value: "bedrock-role-wizard".to_owned() }]
            }
        ),
        other => panic!("only the tag changes: {other:#?}"),
    }
    for part in ["`theirs`", "ReadOnlyAccess", "MaxSessionDuration, 43200", "the description", "team=llm"] {
        assert!(plan.untouched.iter().any(|kept| kept.what.contains(part)), "{part}: {:?}", plan.untouched);
    }
    assert!(plan.warnings.iter().any(|line| line.contains("policy/boundary")));
}

#[test]
fn what_would_exceed_iams_quotas_is_said_before() {
    let mut role = role_of(&setup());
    role.inline_policies.push(InlinePolicy {
        name: "large".to_owned(),
        document: json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::{}", "b".repeat(10_100))
        }]})
        .to_string(),
    });
    let statements: Vec<Value> = (0..20)
        .map(|n| {
            json!({"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"AWS": format!("arn:aws:iam::123456789012:role/number-{n}")}})
        })
        .collect();
    role.trust_policy = trust(&statements);
    let plan = plan(&desired(), Some(&role));
    for part in ["inline policies would have", "IAM's quota is 2048"] {
        assert!(plan.warnings.iter().any(|line| line.contains(part)), "{part}: {:?}", plan.warnings);
    }
}

#[test]
fn the_diff_reads_as_a_diff() {
    let mut old = gateway_statement();
    old["Condition"]["StringEquals"]["sts:ExternalId"] = json!("an-old-one");
    let plan = plan(&desired(), Some(&with_trust(&[old])));
    let text: Vec<String> = plan.changes[0]
        .diff
        .iter()
        .map(|line| {
            let sign = match line.sign {
                DiffSign::Same => ' ',
                DiffSign::Added => '+',
                DiffSign::Removed => '-',
            };
            format!("{sign} {}", line.text)
        })
        .collect();
    insta::assert_snapshot!(text.join("\n"), @r#"
      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {
              "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
            },
            "Action": "sts:AssumeRole",
            "Condition": {
              "StringEquals": {
    -           "sts:ExternalId": "an-old-one"
    +           "sts:ExternalId": "7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b"
              }
            }
          }
        ]
      }
    "#);
}

#[test]
fn raising_the_maximum_keeps_the_description() {
    let mut setup = setup();
    let mut role = role_of(&setup);
    role.description = Some("made by hand".to_owned());
    setup.duration_seconds = "7200".to_owned();
    let desired = valid(&setup).desired_role(&Pack::embedded());
    let plan = plan(&desired, Some(&role));
    assert_eq!(plan.changes.len(), 1);
    assert_eq!(
        plan.changes[0].operation,
        Operation::UpdateRole { max_session_duration: 7200, description: "made by hand".to_owned() }
    );
}

#[test]
fn a_role_with_another_path_is_named_as_it_is() {
    let mut role = role_of(&setup());
    role.arn = "arn:aws:iam::123456789012:role/team/quilr-gateway-bedrock".to_owned();
    role.path = "/team/".to_owned();
    let plan = plan(&desired(), Some(&role));
    assert_eq!(plan.role_arn, role.arn);
    assert!(plan.warnings[0].contains("a role cannot be moved"), "{:?}", plan.warnings);
}

/// Statements such as an account may hold, about the gateway and about others.
fn any_statement() -> impl Strategy<Value = Value> {
    let principal = prop_oneof![
        Just(json!({"AWS": GATEWAY})),
        Just(json!({"AWS": [GATEWAY, "arn:aws:iam::123456789012:user/alice"]})),
        Just(json!({"AWS": "arn:aws:iam::123456789012:root"})),
        Just(json!({"AWS": "AIDAEXAMPLEEXAMPLE123"})),
        Just(json!({"AWS": ["AROAEXAMPLEEXAMPLE123", "arn:aws:iam::123456789012:role/ci"]})),
        Just(json!({"Service": "bedrock.amazonaws.com"})),
        Just(json!({"AWS": "*"})),
        Just(json!("*")),
    ];
    let condition = prop_oneof![
        Just(None),
        Just(Some(json!({"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}))),
        Just(Some(json!({"StringEquals": {"sts:ExternalId": ["old", EXTERNAL_ID]}}))),
        Just(Some(json!({"StringLike": {"sts:ExternalId": "*"}}))),
    ];
    (principal, condition, prop::bool::weighted(0.8)).prop_map(|(principal, condition, allow)| {
        let mut statement = json!({
            "Effect": if allow { "Allow" } else { "Deny" },
            "Principal": principal,
            "Action": "sts:AssumeRole"
        });
        if let Some(condition) = condition {
            statement["Condition"] = condition;
        }
        statement
    })
}

fn any_role() -> impl Strategy<Value = ActualRole> {
    (
        prop::collection::vec(any_statement(), 0..5),
        prop::bool::ANY,
        prop_oneof![Just(3600_u32), Just(7200), Just(43_200)],
        prop::option::of("[a-z ]{0,12}"),
        prop::collection::vec(("(created-by|team)", "[a-z]{1,4}"), 0..3),
        prop::option::of(Just("{\"Version\":\"2012-10-17\",\"Statement\":[]}".to_owned())),
    )
        .prop_map(|(statements, readable, max_session_duration, description, tags, policy)| {
            let mut role = role_of(&setup());
            role.trust_policy = if readable { trust(&statements) } else { "not JSON".to_owned() };
            role.max_session_duration = max_session_duration;
            role.description = description;
            role.tags = Vec::new();
            for (key, value) in tags {
                if role.tags.iter().all(|tag| tag.key != key) {
                    role.tags.push(Tag { key, value });
                }
            }
            role.inline_policies.clear();
            role.inline_policies.extend(
                policy.map(|document| InlinePolicy {
                    name: "quilr-gateway-bedrock-invoke".to_owned(),
                    document,
                }),
            );
            role
        })
}

proptest! {
    /// Whatever the role was, a plan that was applied leaves nothing to do.
    #[test]
    fn a_second_plan_is_empty(role in any_role(), duration in prop_oneof![Just(""), Just("900"), Just("7200")], edited in prop::option::of(prop::collection::vec(any_statement(), 1..3))) {
        let mut setup = full_setup();
        setup.duration_seconds = duration.to_owned();
        let mut desired = valid(&setup).desired_role(&Pack::embedded());
        if let Some(statements) = edited {
            desired.trust_policy = trust(&statements);
        }
        let first = plan(&desired, Some(&role));
        let after = applied(&desired, Some(&role), &first);
        let second = plan(&desired, Some(&after));
        // A raw id in the desired document itself is refused by IAM when it is applied.
        prop_assert_eq!(second.changes, vec![]);
        prop_assert!(after.max_session_duration >= role.max_session_duration, "only raised");
    }

    /// Nobody whom the plan does not name as removed loses access.
    #[test]
    fn nobody_is_removed_unseen(statements in prop::collection::vec(any_statement(), 0..5)) {
        let role = with_trust(&statements);
        let plan = plan(&desired(), Some(&role));
        let after = applied(&desired(), Some(&role), &plan);
        for name in ["user/alice", "123456789012:root", "role/ci", "bedrock.amazonaws.com"] {
            let named = |text: &str| {
                let document: Value = serde_json::from_str(text).unwrap();
                document["Statement"].as_array().unwrap().iter().any(|statement| {
                    statement["Effect"] == "Allow" && statement["Principal"].to_string().contains(name)
                })
            };
            if named(&role.trust_policy) && !named(&after.trust_policy) {
                prop_assert!(plan.warnings.iter().any(|line| line.contains(name)), "{} in {:?}", name, plan.warnings);
            }
        }
    }
}
