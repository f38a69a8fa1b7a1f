//! The checks of the documents and of the role as AWS has it.

use crate::common::{GATEWAY, full_setup, role_of, setup, valid};
use onboarding::check::{account_checks, documents_checks, level_reached};
use onboarding::diagnosis::RemedyAction;
use onboarding::pack::ProviderType;
use onboarding::role::InlinePolicy;
use onboarding::{ActualRole, Check, CheckStatus, Level, Pack, Setup, Step};

fn account(setup: &Setup, role: Option<&ActualRole>) -> Vec<Check> {
    account_checks(&valid(setup), &Pack::embedded(), role)
}

fn documents(setup: &Setup) -> Vec<Check> {
    documents_checks(&valid(setup), &Pack::embedded())
}

fn check<'a>(checks: &'a [Check], id: &str) -> &'a Check {
    checks.iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no {id} in {checks:#?}"))
}

/// The ids of the checks that did not pass, with how they ended.
fn not_passed(checks: &[Check]) -> Vec<(&str, CheckStatus)> {
    checks
        .iter()
        .filter(|check| check.status != CheckStatus::Passed)
        .map(|check| (check.id.as_str(), check.status))
        .collect()
}

/// What is wrong always comes with a step, and with something to do.
fn explained(checks: &[Check]) {
    for check in checks {
        let wrong = matches!(check.status, CheckStatus::Failed | CheckStatus::Warning);
        assert_eq!(check.diagnosis.is_some(), wrong, "{check:?}");
        if let Some(diagnosis) = &check.diagnosis {
            assert!(diagnosis.step.is_some() && !diagnosis.remedy.is_empty(), "{check:?}");
        }
    }
}

#[test]
fn everything_passes_for_a_setup_and_a_role_that_are_right() {
    let setup = full_setup();
    let mut checks = documents(&setup);
    assert_eq!(not_passed(&checks), []);
    assert_eq!(level_reached(&checks), Some(Level::Documents));
    checks.extend(account(&setup, Some(&role_of(&setup))));
    assert_eq!(not_passed(&checks), []);
    assert_eq!(level_reached(&checks), Some(Level::Account));
    let mut ids: Vec<&str> = checks.iter().map(|check| check.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), checks.len(), "each id once");
}

#[test]
fn the_ids_are_stable() {
    let ids: Vec<String> = documents(&setup()).into_iter().map(|check| check.id).collect();
    assert_eq!(
        ids,
        [
            "documents.fields",
            "documents.trust-admits-gateway",
            "documents.trust-without-external-id",
            "documents.trust-wrong-external-id",
            "documents.trust-nobody-else",
            "documents.permissions.bedrock",
            "documents.size",
        ]
    );
    let planned = account(&setup(), None);
    let ran = account(&setup(), Some(&role_of(&setup())));
    let named = |checks: &[Check]| -> Vec<(String, String)> {
        checks.iter().map(|check| (check.id.clone(), check.title.clone())).collect()
    };
    assert_eq!(named(&planned), named(&ran), "known before the role is read");
}

#[test]
fn without_a_role_the_first_check_fails_and_the_rest_is_skipped() {
    let checks = account(&full_setup(), None);
    assert_eq!(checks[0].id, "account.role");
    assert_eq!(checks[0].status, CheckStatus::Failed);
    let diagnosis = checks[0].diagnosis.as_ref().unwrap();
    assert_eq!(diagnosis.code, "no-such-role");
    assert_eq!(diagnosis.action, Some(RemedyAction::ShowPlan));
    assert!(checks[1..].iter().all(|check| check.status == CheckStatus::Skipped));
    assert_eq!(level_reached(&checks), None);
}

#[test]
fn a_missing_external_id_condition_is_named() {
    let setup = setup();
    let mut role = role_of(&setup);
    role.trust_policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{GATEWAY}"}},"Action":"sts:AssumeRole"}}]}}"#
    );
    let checks = account(&setup, Some(&role));
    assert_eq!(check(&checks, "account.trust-admits-gateway").status, CheckStatus::Passed);
    let failed = check(&checks, "account.trust-without-external-id");
    assert_eq!(failed.status, CheckStatus::Failed);
    let diagnosis = failed.diagnosis.as_ref().unwrap();
    assert_eq!(diagnosis.cause, "the trust policy is missing the ExternalId condition");
    assert_eq!(diagnosis.step, Some(Step::Role));
    assert_eq!(diagnosis.action, Some(RemedyAction::ShowPlan));
    assert_eq!(check(&checks, "account.drift").status, CheckStatus::Warning);
    explained(&checks);
}

#[test]
fn hand_edits_that_are_wrong_fail_the_documents() {
    for (from, to, failing) in [
        ("quilr-gateway\"", "quilr-gateway-2\"", vec!["documents.trust-admits-gateway"]),
        ("\"StringEquals\"", "\"StringEqualsIfExists\"", vec!["documents.trust-without-external-id"]),
        (
            "\"StringEquals\"",
            "\"StringNotEquals\"",
            vec![
                "documents.trust-admits-gateway",
                "documents.trust-without-external-id",
                "documents.trust-wrong-external-id",
            ],
        ),
        (":user/quilr-gateway", ":root", vec!["documents.trust-nobody-else"]),
    ] {
        let mut setup = setup();
        let text = onboarding::documents(&valid(&setup), &Pack::embedded()).trust;
        setup.trust_policy = Some(text.replace(from, to));
        let checks = documents(&setup);
        let failed: Vec<&str> = not_passed(&checks).into_iter().map(|(id, _)| id).collect();
        assert_eq!(failed, failing, "{from} -> {to}");
        for id in failed {
            assert_eq!(
                check(&checks, id).diagnosis.as_ref().unwrap().action,
                Some(RemedyAction::RestoreTrustPolicy)
            );
        }
        explained(&checks);
        assert_eq!(level_reached(&checks), None);
    }
}

#[test]
fn claude_without_inference_profiles_is_a_warning_until_they_are_wanted() {
    let mut setup = setup();
    setup.provider_types = vec![ProviderType::AnthropicMessagesBedrock];
    let checks = documents(&setup);
    let id = "documents.permissions.anthropic_messages_bedrock";
    let warned = check(&checks, id);
    assert_eq!(warned.status, CheckStatus::Warning);
    assert_eq!(warned.diagnosis.as_ref().unwrap().action, Some(RemedyAction::AllowInferenceProfiles));
    let role = role_of(&setup);
    setup.resources.inference_profiles = true;
    assert_eq!(check(&documents(&setup), id).status, CheckStatus::Passed);
    let checks = account(&setup, Some(&role));
    let failed = check(&checks, "account.permissions.anthropic_messages_bedrock");
    assert_eq!(failed.status, CheckStatus::Failed, "the role lags behind the setup");
    assert_eq!(failed.diagnosis.as_ref().unwrap().action, Some(RemedyAction::ShowPlan));
}

#[test]
fn what_the_account_has_besides() {
    let setup = full_setup();
    let right = role_of(&setup);
    let stray = "arn:aws:iam::123456789012:user/alice";
    let second = |principal: &str| {
        let mut document: serde_json::Value = serde_json::from_str(&right.trust_policy).unwrap();
        let mut statement = document["Statement"][0].clone();
        statement["Principal"]["AWS"] = principal.into();
        document["Statement"].as_array_mut().unwrap().push(statement);
        document.to_string()
    };
    let cases = [
        (
            "a stray principal",
            ActualRole { trust_policy: second(stray), ..right.clone() },
            vec![("account.stray-principals", CheckStatus::Warning)],
        ),
        (
            "a deleted principal",
            ActualRole { trust_policy: second("AIDAEXAMPLEEXAMPLE123"), ..right.clone() },
            vec![("account.dead-principals", CheckStatus::Failed), ("account.drift", CheckStatus::Warning)],
        ),
        (
            "a permissions boundary",
            ActualRole {
                permissions_boundary: Some("arn:aws:iam::123456789012:policy/b".to_owned()),
                ..right.clone()
            },
            vec![("account.permissions-boundary", CheckStatus::Warning)],
        ),
        (
            "another path",
            ActualRole {
                arn: "arn:aws:iam::123456789012:role/team/quilr-gateway-bedrock".to_owned(),
                ..right.clone()
            },
            vec![("account.role", CheckStatus::Failed)],
        ),
    ];
    for (what, role, wanted) in cases {
        let checks = account(&setup, Some(&role));
        assert_eq!(not_passed(&checks), wanted, "{what}");
        explained(&checks);
    }
}

#[test]
fn a_role_whose_sessions_are_too_short() {
    let mut setup = setup();
    let role = role_of(&setup);
    setup.duration_seconds = "7200".to_owned();
    let checks = account(&setup, Some(&role));
    let failed = check(&checks, "account.max-session-duration");
    assert_eq!(failed.status, CheckStatus::Failed);
    assert_eq!(
        failed.diagnosis.as_ref().unwrap().cause,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role"
    );
}

#[test]
fn a_role_without_our_policy() {
    let setup = setup();
    let mut role = role_of(&setup);
    role.inline_policies.clear();
    let id = "account.permissions.bedrock";
    assert_eq!(check(&account(&setup, Some(&role)), id).status, CheckStatus::Failed);
    role.attached_policies = vec!["arn:aws:iam::aws:policy/AmazonBedrockFullAccess".to_owned()];
    let checks = account(&setup, Some(&role));
    assert_eq!(
        check(&checks, id).status,
        CheckStatus::Warning,
        "what an attached policy says was not read: no one can tell"
    );
    explained(&checks);
    role.attached_policies.clear();
    role.inline_policies = role_of(&setup).inline_policies;
    role.inline_policies.push(InlinePolicy {
        name: "deny".to_owned(),
        document:
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"bedrock:*","Resource":"*"}}"#
                .to_owned(),
    });
    assert_eq!(
        check(&account(&setup, Some(&role)), id).status,
        CheckStatus::Failed,
        "another inline policy may deny"
    );
}

#[test]
fn an_unreadable_trust_policy_fails_every_check_about_it() {
    let setup = setup();
    let mut role = role_of(&setup);
    role.trust_policy = "not JSON".to_owned();
    let checks = account(&setup, Some(&role));
    assert_eq!(check(&checks, "account.trust-admits-gateway").status, CheckStatus::Failed);
    explained(&checks);
}

#[test]
fn a_level_is_reached_only_with_all_below_it() {
    let of = |level, status| Check { level, status, ..documents(&setup())[0].clone() };
    use CheckStatus::{Failed, Passed, Skipped, Warning};
    use Level::{Account, AssumeAndInvoke, Documents};
    for (checks, reached) in [
        (vec![], None),
        (vec![of(Documents, Passed)], Some(Documents)),
        (vec![of(Documents, Warning)], Some(Documents)),
        (vec![of(Documents, Failed), of(Account, Passed)], None),
        (vec![of(Documents, Passed), of(Account, Skipped)], Some(Documents)),
        (vec![of(Documents, Passed), of(AssumeAndInvoke, Passed)], Some(Documents)),
        (
            vec![of(Documents, Passed), of(Account, Warning), of(AssumeAndInvoke, Passed)],
            Some(AssumeAndInvoke),
        ),
    ] {
        assert_eq!(level_reached(&checks), reached, "{checks:?}");
    }
}

#[test]
fn the_evidence_never_depends_on_a_clock() {
    let setup = full_setup();
    for check in documents(&setup).into_iter().chain(account(&setup, Some(&role_of(&setup)))) {
        assert_eq!((check.evidence.millis, check.evidence.attempts), (None, None));
        assert!(!check.evidence.what.is_empty(), "{}", check.id);
    }
    assert!(documents(&setup)[0].evidence.what.contains("us-east-1"));
}
