//! IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal": one rule a test.

use crate::common::*;
use iam_policy::{Outcome, evaluate_resource};

#[track_caller]
fn named(principal: &str, statement: &str, expected: bool) {
    let request = request(principal, "sqs:SendMessage", QUEUE);
    let decision = evaluate_resource(&request, &resource(statement));
    let found = decision.outcome != Outcome::ImplicitlyDenied;
    assert_eq!(found, expected, "{principal} {statement}: {}", decision.reason);
}

fn by(principal: &str) -> String {
    for_principal("Allow", principal, "sqs:SendMessage")
}

#[test]
fn an_account_is_named_by_its_digits_or_its_root_arn_and_means_everyone_in_it() {
    for form in [aws(OWN), aws(ROOT)] {
        for principal in [USER, ROLE, SESSION, ROOT, OWN] {
            named(principal, &by(&form), true);
        }
        named("arn:aws:iam::444455556666:user/Alice", &by(&form), false);
        named("*", &by(&form), false);
        named("sns.amazonaws.com", &by(&form), false);
    }
}

#[test]
fn a_user_is_named_exactly_and_case_matters() {
    named(USER, &by(&aws(USER)), true);
    named("arn:aws:iam::111122223333:user/alice", &by(&aws(USER)), false);
    named("arn:aws:iam::111122223333:user/team/Alice", &by(&aws(USER)), false);
    named("arn:aws:iam::444455556666:user/Alice", &by(&aws(USER)), false);
    named(ROOT, &by(&aws(USER)), false);
}

#[test]
fn a_session_is_named_by_itself_by_its_role_and_by_its_account() {
    for form in [aws(SESSION), aws(ROLE), aws(OWN)] {
        named(SESSION, &by(&form), true);
    }
    let tuesday = "arn:aws:sts::111122223333:assumed-role/Auditor/tuesday";
    named(tuesday, &by(&aws(SESSION)), false);
    named(tuesday, &by(&aws(ROLE)), true);
    named("arn:aws:sts::111122223333:assumed-role/Other/monday", &by(&aws(ROLE)), false);
}

#[test]
fn the_path_of_a_sessions_role_comes_with_the_request() {
    let with_path = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Auditor";
    let policy = resource(&by(&aws(with_path)));
    let mut request = request(SESSION, "sqs:SendMessage", QUEUE);
    assert_eq!(evaluate_resource(&request, &policy).outcome, Outcome::ImplicitlyDenied);
    request.role_arn = Some(with_path.to_owned());
    assert_eq!(evaluate_resource(&request, &policy).outcome, Outcome::Allowed);
}

#[test]
fn a_star_means_everyone_even_anonymous() {
    for form in ["\"*\"".to_owned(), aws("*")] {
        for principal in [USER, SESSION, ROOT, "sns.amazonaws.com", "*"] {
            named(principal, &by(&form), true);
        }
    }
}

#[test]
fn several_principals_are_an_or_across_all_kinds() {
    let several = format!(
        r#"{{"AWS":["{USER}","444455556666"],"Service":"sns.amazonaws.com","CanonicalUser":"79a5"}}"#
    );
    for principal in [USER, "arn:aws:iam::444455556666:role/x", "sns.amazonaws.com", "79a5"] {
        named(principal, &by(&several), true);
    }
    for principal in [SESSION, "sqs.amazonaws.com", "79a6"] {
        named(principal, &by(&several), false);
    }
}

#[test]
fn the_kinds_of_principals_are_not_confused() {
    named("sns.amazonaws.com", &by(r#"{"Federated":"sqs.amazonaws.com"}"#), false);
    named(USER, &by(&format!(r#"{{"Service":"{USER}"}}"#)), false);
}

#[test]
fn the_id_of_a_deleted_principal_matches_no_arn() {
    let by_id = by(&aws("AIDACKCEVSQ6C2EXAMPLE"));
    named(USER, &by_id, false);
    named("AIDACKCEVSQ6C2EXAMPLE", &by_id, true);
}

#[test]
fn a_session_from_a_provider_is_named_by_the_provider() {
    let policy = resource(&by(r#"{"Federated":"cognito-identity.amazonaws.com"}"#));
    let mut request = request(SESSION, "sqs:SendMessage", QUEUE);
    assert_eq!(evaluate_resource(&request, &policy).outcome, Outcome::ImplicitlyDenied);
    request.context = request.context.with("aws:FederatedProvider", "cognito-identity.amazonaws.com");
    assert_eq!(evaluate_resource(&request, &policy).outcome, Outcome::Allowed);
}

fn except(effect: &str, arns: &[&str]) -> String {
    let list = arns.join("\",\"");
    format!(r#"{{"Effect":"{effect}","NotPrincipal":{{"AWS":["{list}"]}},"Action":"*","Resource":"*"}}"#)
}

#[test]
fn not_principal_with_allow_grants_to_everyone_else() {
    named(USER, &except("Allow", &["arn:aws:iam::111122223333:user/Bob"]), true);
    named("*", &except("Allow", &[USER]), true);
    named(USER, &except("Allow", &[USER]), false);
    named(USER, &except("Allow", &["arn:aws:iam::111122223333:user/Bob", USER]), false);
    named(USER, &except("Allow", &[OWN]), false);
    named(SESSION, &except("Allow", &[ROLE]), false);
    named("*", &except("Allow", &["*"]), false);
}

/// "All principals except the user named Bob are explicitly denied", Bob's account being named too.
#[test]
fn not_principal_with_deny_spares_only_whom_it_names_in_person() {
    let deny = except("Deny", &[USER, ROOT]);
    named(USER, &deny, false);
    named("arn:aws:iam::111122223333:user/Bob", &deny, true);
    named("arn:aws:iam::444455556666:user/Alice", &deny, true);
    named(ROOT, &deny, false);
}

/// "The ARN of the assumed-role user, the role and the account must be specified."
#[test]
fn not_principal_with_deny_spares_a_session_only_if_the_session_is_named() {
    named(SESSION, &except("Deny", &[ROLE, ROOT]), true);
    named(SESSION, &except("Deny", &[SESSION, ROLE, ROOT]), false);
    named(ROLE, &except("Deny", &[ROLE, ROOT]), false);
}
