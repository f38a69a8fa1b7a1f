//! IAM User Guide, "Policy evaluation logic" and the pages under it: one rule a test.

use crate::common::*;
use iam_policy::Outcome::{Allowed, ExplicitlyDenied, ImplicitlyDenied};
use iam_policy::{Context, Layers, Outcome, Policy, evaluate};

const SEND: &str = "sqs:SendMessage";

fn allow() -> String {
    statement("Allow", SEND)
}

fn deny() -> String {
    statement("Deny", SEND)
}

/// What allows something else only.
fn elsewhere() -> String {
    statement("Allow", "ec2:*")
}

fn on_queue() -> Case {
    Case { principal: USER, action: SEND, resource: QUEUE, ..Case::default() }
}

#[track_caller]
fn check(expected: Outcome, case: Case) {
    assert_eq!(case.outcome(), expected);
}

// "How AWS enforcement code logic evaluates requests to allow or deny access"

#[test]
fn by_default_all_requests_are_implicitly_denied() {
    check(ImplicitlyDenied, on_queue());
    check(ImplicitlyDenied, Case { identity: elsewhere(), ..on_queue() });
}

#[test]
fn an_explicit_allow_overrides_the_default() {
    check(Allowed, Case { identity: allow(), ..on_queue() });
}

#[test]
fn an_explicit_deny_in_any_policy_overrides_any_allow() {
    let everywhere = || Case {
        identity: allow(),
        resource_policy: for_principal("Allow", &aws(SESSION), SEND),
        scps: vec![allow()],
        boundary: allow(),
        session: allow(),
        principal: SESSION,
        ..on_queue()
    };
    check(Allowed, everywhere());
    let both = format!("{},{}", allow(), deny());
    check(ExplicitlyDenied, Case { identity: both.clone(), ..everywhere() });
    check(ExplicitlyDenied, Case { scps: vec![both.clone()], ..everywhere() });
    check(ExplicitlyDenied, Case { boundary: both.clone(), ..everywhere() });
    check(ExplicitlyDenied, Case { session: both, ..everywhere() });
    let refused =
        format!("{},{}", for_principal("Allow", &aws(SESSION), SEND), for_principal("Deny", "\"*\"", SEND));
    check(ExplicitlyDenied, Case { resource_policy: refused, ..everywhere() });
}

#[test]
fn an_explicit_deny_is_told_even_where_another_layer_does_not_allow() {
    check(ExplicitlyDenied, Case { scps: vec![elsewhere()], identity: deny(), ..on_queue() });
}

#[test]
fn every_level_of_service_control_policies_must_allow() {
    let scps = |list: &[String]| Case { identity: allow(), scps: list.to_vec(), ..on_queue() };
    check(Allowed, scps(&[allow()]));
    check(Allowed, scps(&[allow(), statement("Allow", "*")]));
    check(ImplicitlyDenied, scps(&[allow(), elsewhere()]));
    check(ImplicitlyDenied, scps(&[elsewhere(), allow()]));
    check(ImplicitlyDenied, Case { scps: vec![allow()], ..on_queue() });
}

#[test]
fn at_one_level_any_of_its_service_control_policies_may_allow_and_each_may_deny() {
    let identities = [identity(&allow())];
    let decide = |levels: &[Vec<Policy>]| {
        let layers = Layers { identity: &identities, scps: levels, ..Layers::default() };
        evaluate(&request(USER, SEND, QUEUE), &layers).outcome
    };
    let scp = |statements: String| identity(&statements);
    let full_access = || scp(statement("Allow", "*"));
    assert_eq!(decide(&[vec![scp(elsewhere()), scp(allow())]]), Allowed);
    assert_eq!(decide(&[vec![full_access(), scp(statement("Deny", "ec2:*"))], vec![full_access()]]), Allowed);
    assert_eq!(decide(&[vec![full_access(), scp(deny())], vec![full_access()]]), ExplicitlyDenied);
    assert_eq!(decide(&[vec![full_access()], vec![scp(statement("Deny", "ec2:*"))]]), ImplicitlyDenied);
    assert_eq!(decide(&[vec![full_access()], vec![]]), ImplicitlyDenied);
}

#[test]
fn service_control_policies_limit_what_a_resource_policy_grants() {
    check(
        ImplicitlyDenied,
        Case {
            resource_policy: for_principal("Allow", &aws(USER), SEND),
            scps: vec![elsewhere()],
            ..on_queue()
        },
    );
}

#[test]
fn service_control_policies_do_not_bear_on_service_linked_roles_services_and_anonymous_callers() {
    let linked = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
    check(Allowed, Case { principal: linked, identity: allow(), scps: vec![deny()], ..on_queue() });
    for (principal, named) in [("sns.amazonaws.com", r#"{"Service":"sns.amazonaws.com"}"#), ("*", "\"*\"")] {
        check(
            Allowed,
            Case {
                principal,
                resource_policy: for_principal("Allow", named, SEND),
                scps: vec![deny()],
                ..on_queue()
            },
        );
    }
}

#[test]
fn the_root_user_has_full_access_unless_an_scp_or_a_resource_policy_denies() {
    let root = || Case { principal: ROOT, ..on_queue() };
    check(Allowed, root());
    check(ExplicitlyDenied, Case { scps: vec![statement("Allow", "*"), deny()], ..root() });
    check(ImplicitlyDenied, Case { scps: vec![elsewhere()], ..root() });
    check(ExplicitlyDenied, Case { resource_policy: for_principal("Deny", "\"*\"", SEND), ..root() });
    check(ImplicitlyDenied, Case { resource: FOREIGN_QUEUE, ..root() });
}

#[test]
fn get_caller_identity_needs_no_permission() {
    let case = Case {
        principal: USER,
        action: "sts:GetCallerIdentity",
        resource: "*",
        identity: statement("Deny", "*"),
        ..Case::default()
    };
    check(Allowed, case);
}

// "Policy evaluation for requests within a single account"

#[test]
fn within_an_account_the_identity_or_the_resource_policy_suffices() {
    check(Allowed, Case { identity: allow(), ..on_queue() });
    check(Allowed, Case { resource_policy: for_principal("Allow", &aws(USER), SEND), ..on_queue() });
    check(
        Allowed,
        Case {
            identity: allow(),
            resource_policy: for_principal("Allow", &aws("arn:aws:iam::111122223333:user/Bob"), SEND),
            ..on_queue()
        },
    );
}

#[test]
fn a_resource_policy_that_names_the_account_leaves_it_to_the_identity_policies() {
    for named in [aws(ROOT), aws(OWN)] {
        let resource_policy = for_principal("Allow", &named, SEND);
        check(ImplicitlyDenied, Case { resource_policy: resource_policy.clone(), ..on_queue() });
        check(Allowed, Case { resource_policy, identity: allow(), ..on_queue() });
    }
}

#[test]
fn a_resource_policy_that_names_the_role_grants_to_its_sessions() {
    for principal in [ROLE, SESSION] {
        let resource_policy = for_principal("Allow", &aws(ROLE), SEND);
        check(Allowed, Case { principal, resource_policy, ..on_queue() });
    }
}

#[test]
fn an_identity_policy_alone_does_not_open_a_key_or_a_role() {
    for (action, resource) in
        [("kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/1234"), ("sts:AssumeRole", TARGET_ROLE)]
    {
        let identity = statement("Allow", "*");
        check(ImplicitlyDenied, Case { action, resource, identity, ..on_queue() });
    }
}

// "Permissions boundaries for IAM entities"

#[test]
fn a_boundary_limits_what_the_identity_policies_grant() {
    check(Allowed, Case { identity: allow(), boundary: allow(), ..on_queue() });
    check(ImplicitlyDenied, Case { identity: allow(), boundary: elsewhere(), ..on_queue() });
    check(ImplicitlyDenied, Case { boundary: allow(), ..on_queue() });
}

#[test]
fn a_boundary_limits_a_role_but_not_a_user_or_a_session_that_a_resource_policy_names() {
    for (principal, named, expected) in [
        (USER, USER, Allowed),
        (ROLE, ROLE, ImplicitlyDenied),
        (SESSION, ROLE, ImplicitlyDenied),
        (SESSION, SESSION, Allowed),
    ] {
        let resource_policy = for_principal("Allow", &aws(named), SEND);
        check(expected, Case { principal, resource_policy, boundary: elsewhere(), ..on_queue() });
    }
}

#[test]
fn a_boundary_does_not_limit_what_is_granted_to_everyone_by_principal_arn() {
    let resource_policy = format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"{SEND}","Resource":"*",
            "Condition":{{"ArnEquals":{{"aws:PrincipalArn":"{ROLE}"}}}}}}"#
    );
    check(Allowed, Case { principal: SESSION, resource_policy, boundary: elsewhere(), ..on_queue() });
}

#[test]
fn not_principal_with_deny_denies_whoever_has_a_boundary() {
    let resource_policy = format!(
        r#"{{"Effect":"Deny","NotPrincipal":{{"AWS":["{USER}","{ROOT}"]}},"Action":"{SEND}","Resource":"*"}}"#
    );
    let case = |boundary: String| Case {
        identity: allow(),
        resource_policy: resource_policy.clone(),
        boundary,
        ..on_queue()
    };
    check(Allowed, case(String::new()));
    check(ExplicitlyDenied, case(allow()));
}

// "Session policies"

#[test]
fn a_session_policy_limits_the_session() {
    let session =
        |identity: String, session: String| Case { principal: SESSION, identity, session, ..on_queue() };
    check(Allowed, session(allow(), allow()));
    check(ImplicitlyDenied, session(allow(), elsewhere()));
    check(ImplicitlyDenied, session(String::new(), allow()));
    check(ExplicitlyDenied, session(allow(), deny()));
}

#[test]
fn a_session_policy_limits_what_a_resource_policy_grants_to_the_role_but_not_to_the_session() {
    for (named, expected) in [(ROLE, ImplicitlyDenied), (SESSION, Allowed)] {
        let resource_policy = for_principal("Allow", &aws(named), SEND);
        check(expected, Case { principal: SESSION, resource_policy, session: elsewhere(), ..on_queue() });
    }
}

#[test]
fn a_federated_user_session_is_limited_where_only_its_user_is_named() {
    let federated = "arn:aws:sts::111122223333:federated-user/Alice";
    for (named, session, expected) in
        [(federated, elsewhere(), Allowed), (USER, elsewhere(), ImplicitlyDenied), (USER, allow(), Allowed)]
    {
        let resource_policy = for_principal("Allow", &aws(named), SEND);
        check(expected, Case { principal: federated, resource_policy, session, ..on_queue() });
    }
}

// "Cross-account policy evaluation logic"

#[test]
fn across_accounts_both_sides_must_allow() {
    let both = |identity: String, resource_policy: String| Case {
        resource: FOREIGN_QUEUE,
        identity,
        resource_policy,
        ..on_queue()
    };
    for named in [aws(USER), aws(ROOT), aws(OWN), "\"*\"".to_owned()] {
        let granting = for_principal("Allow", &named, SEND);
        check(Allowed, both(allow(), granting.clone()));
        check(ImplicitlyDenied, both(String::new(), granting.clone()));
        check(ImplicitlyDenied, Case { boundary: elsewhere(), ..both(allow(), granting.clone()) });
        check(ImplicitlyDenied, Case { session: elsewhere(), ..both(allow(), granting.clone()) });
        check(ImplicitlyDenied, Case { scps: vec![elsewhere()], ..both(allow(), granting) });
    }
    check(ImplicitlyDenied, both(allow(), String::new()));
    check(ImplicitlyDenied, both(allow(), for_principal("Allow", &aws("444455556666"), SEND)));
}

#[test]
fn the_account_of_a_bucket_comes_from_the_context() {
    let case = |owner: Option<&str>| Case {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::bucket/key",
        identity: statement("Allow", "s3:GetObject"),
        context: owner
            .map_or(Context::default(), |owner| Context::default().with("aws:ResourceAccount", owner)),
        ..on_queue()
    };
    check(Allowed, case(None));
    check(Allowed, case(Some(OWN)));
    check(ImplicitlyDenied, case(Some("444455556666")));
}

// Role trust policies

#[test]
fn a_role_is_assumed_within_the_account_by_whom_its_trust_policy_names() {
    let case = |identity: String, named: String| Case {
        action: "sts:AssumeRole",
        resource: TARGET_ROLE,
        identity,
        resource_policy: trusting("Allow", &named),
        ..on_queue()
    };
    let may = || statement("Allow", "sts:AssumeRole");
    check(Allowed, case(String::new(), aws(USER)));
    check(ImplicitlyDenied, case(String::new(), aws(ROOT)));
    check(ImplicitlyDenied, case(String::new(), aws(OWN)));
    check(Allowed, case(may(), aws(ROOT)));
    check(Allowed, case(may(), aws(OWN)));
    check(ImplicitlyDenied, case(may(), aws("arn:aws:iam::111122223333:user/Bob")));
    check(ExplicitlyDenied, case(statement("Deny", "sts:*"), aws(USER)));
}

#[test]
fn a_role_of_another_account_is_assumed_only_where_both_sides_allow() {
    let case = |identity: String, named: String| Case {
        action: "sts:AssumeRole",
        resource: FOREIGN_ROLE,
        identity,
        resource_policy: trusting("Allow", &named),
        ..on_queue()
    };
    let may = || statement("Allow", "sts:AssumeRole");
    check(Allowed, case(may(), aws(USER)));
    check(Allowed, case(may(), aws(OWN)));
    check(ImplicitlyDenied, case(String::new(), aws(USER)));
    check(ImplicitlyDenied, case(may(), aws("444455556666")));
}

#[test]
fn root_users_cannot_assume_roles() {
    for resource in [TARGET_ROLE, FOREIGN_ROLE] {
        check(
            ImplicitlyDenied,
            Case {
                principal: ROOT,
                action: "sts:AssumeRole",
                resource,
                resource_policy: trusting("Allow", &aws(ROOT)),
                ..Case::default()
            },
        );
    }
}

#[test]
fn services_and_identity_providers_need_only_the_trust_policy() {
    let saml = "arn:aws:iam::111122223333:saml-provider/Corp";
    let case = |principal, action, statement: &str| Case {
        principal,
        action,
        resource: TARGET_ROLE,
        resource_policy: statement.to_owned(),
        ..Case::default()
    };
    let service = trusting("Allow", r#"{"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]}"#);
    check(Allowed, case("lambda.amazonaws.com", "sts:AssumeRole", &service));
    check(ImplicitlyDenied, case("sns.amazonaws.com", "sts:AssumeRole", &service));
    check(ImplicitlyDenied, case("*", "sts:AssumeRole", &service));
    let federated = format!(
        r#"{{"Effect":"Allow","Principal":{{"Federated":"{saml}"}},"Action":"sts:AssumeRoleWithSAML"}}"#
    );
    check(Allowed, case(saml, "sts:AssumeRoleWithSAML", &federated));
    check(ImplicitlyDenied, case(saml, "sts:AssumeRole", &federated));
    let web = r#"{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},"Action":"sts:AssumeRoleWithWebIdentity"}"#;
    check(Allowed, case("accounts.google.com", "sts:AssumeRoleWithWebIdentity", web));
    check(ImplicitlyDenied, case("www.amazon.com", "sts:AssumeRoleWithWebIdentity", web));
}
