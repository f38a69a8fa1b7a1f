//! Who is trusted, and whether the ExternalId is really asked for.

use super::{Findings, Severity, TrustExpectation, suggest};
use crate::condition::{Base, Condition, SetOperator};
use crate::document::{Effect, Named, Policy, PrincipalEntry, PrincipalKind, Statement, is_account};
use crate::json::Span;
use crate::meaning::statements_naming;

const EXTERNAL_ID: &str = "sts:externalid";

pub(super) fn check(policy: &Policy, expected: &TrustExpectation, findings: &mut Findings<'_>) {
    let allows = policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    for statement in allows {
        let principals = statement.principals.iter();
        for entry in principals.flat_map(|principals| &principals.entries) {
            principal(entry, expected, findings);
        }
        actions(statement, findings);
        if lets_in_accounts(statement) && grants_assume_role(statement) {
            external_id(statement, expected, findings);
        }
    }
    if let Some(principal) = &expected.principal {
        expected_is_trusted(policy, principal, findings);
    }
}

fn expected_is_trusted(policy: &Policy, principal: &str, findings: &mut Findings<'_>) {
    let trusted = statements_naming(policy, principal)
        .iter()
        .filter_map(|index| policy.statements.get(*index))
        .any(grants_assume_role);
    if !trusted {
        findings.add(
            (Severity::Error, "expected-principal-missing"),
            Span::default(),
            format!("no statement lets `{principal}` assume the role"),
            format!("Name {principal} as the AWS principal of an Allow statement for sts:AssumeRole."),
        );
    }
}

fn lets_in_accounts(statement: &Statement) -> bool {
    let principals = statement.principals.iter();
    principals
        .flat_map(|principals| &principals.entries)
        .any(|entry| matches!(entry.kind, PrincipalKind::Aws | PrincipalKind::Anyone))
}

fn grants_assume_role(statement: &Statement) -> bool {
    let patterns = statement.actions.patterns.iter();
    patterns.into_iter().any(|pattern| pattern.glob.matches("sts:assumerole"))
}

fn principal(entry: &PrincipalEntry, expected: &TrustExpectation, findings: &mut Findings<'_>) {
    let wanted = expected.principal.as_deref();
    let value = &entry.value;
    if wanted == Some(value.as_str()) {
        return;
    }
    let name_it = match wanted {
        Some(wanted) => format!("Name {wanted} instead."),
        None => "Name the one user or role that needs the role.".to_owned(),
    };
    match (&entry.named, wanted) {
        (Named::Anyone, _) => findings.add(
            (Severity::Error, "anyone-trusted"),
            entry.span,
            "anyone in any AWS account is trusted",
            name_it,
        ),
        (Named::Account(account), _) => findings.add(
            match wanted {
                Some(_) => (Severity::Error, "account-trusted"),
                None => (Severity::Warning, "account-trusted"),
            },
            entry.span,
            format!("the whole account `{account}` is trusted: any of its users and roles that it permits"),
            name_it,
        ),
        (Named::Name(_), _) if entry.kind == PrincipalKind::Aws => findings.add(
            (Severity::Error, "deleted-principal"),
            entry.span,
            format!("`{value}` is the id of a principal that was deleted, and matches nobody"),
            name_it,
        ),
        (_, Some(wanted)) => findings.add(
            (Severity::Error, "stray-principal"),
            entry.span,
            format!("`{value}` is trusted beside `{wanted}`"),
            "Remove it, unless you put it there for a test that is still running.",
        ),
        (_, None) => {}
    }
}

fn actions(statement: &Statement, findings: &mut Findings<'_>) {
    for pattern in &statement.actions.patterns {
        let known = super::knowledge::ACTIONS
            .iter()
            .any(|action| pattern.glob.matches(&action.name.to_ascii_lowercase()));
        if !known {
            let meant = suggest::action(&pattern.text).unwrap_or("sts:AssumeRole");
            findings.add(
                (Severity::Error, "unknown-action"),
                pattern.span,
                format!("`{}` is not an action of STS", pattern.text),
                format!("Did you mean {meant}?"),
            );
        } else if pattern.text.contains(['*', '?']) {
            findings.add(
                (Severity::Warning, "wildcard-action"),
                pattern.span,
                format!("`{}` lets the role be assumed in other ways too", pattern.text),
                "Write sts:AssumeRole.",
            );
        }
    }
}

/// Whether a key is the ExternalId's, or meant to be.
pub(super) fn looks_like_external_id(key_lower: &str) -> bool {
    let name = key_lower.rsplit(':').next().unwrap_or_default();
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    suggest::nearest(&letters, std::iter::once("externalid")).is_some()
}

fn external_id(statement: &Statement, expected: &TrustExpectation, findings: &mut Findings<'_>) {
    let mut is_asked_for = false;
    for condition in &statement.conditions {
        if condition.key_lower == EXTERNAL_ID {
            is_asked_for |= asks(condition, expected, findings);
        } else if looks_like_external_id(&condition.key_lower) {
            is_asked_for = true;
            findings.add(
                (Severity::Error, "misspelt-external-id"),
                condition.key_span,
                format!(
                    "`{}` is not the key of the ExternalId, so the condition is never met",
                    condition.key
                ),
                "Write sts:ExternalId.",
            );
        }
    }
    if !is_asked_for {
        let remedy = match &expected.external_id {
            Some(id) => format!("Add \"Condition\": {{\"StringEquals\": {{\"sts:ExternalId\": \"{id}\"}}}}."),
            None => "Add a StringEquals condition on sts:ExternalId.".to_owned(),
        };
        findings.add(
            (Severity::Error, "missing-external-id"),
            statement.span,
            "the statement does not ask for an ExternalId",
            remedy,
        );
    }
}

/// Looks at one condition on the ExternalId; whether it counts as asking for one, well or badly.
fn asks(condition: &Condition, expected: &TrustExpectation, findings: &mut Findings<'_>) -> bool {
    let operator = condition.operator;
    let text = &condition.operator_text;
    let is_string =
        matches!(operator.base, Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike);
    if operator.base == Base::Null || operator.negated || !is_string {
        return false;
    }
    let use_equals = "Use StringEquals with the one ExternalId.";
    if operator.if_exists || operator.set == Some(SetOperator::ForAllValues) {
        findings.add(
            (Severity::Error, "optional-external-id"),
            condition.key_span,
            format!("`{text}` lets in a caller who sends no ExternalId"),
            use_equals,
        );
        return true;
    }
    let wildcard = condition.values.iter().find(|value| value.contains(['*', '?']));
    if let (Base::StringLike, Some(value)) = (operator.base, wildcard) {
        findings.add(
            (Severity::Error, "wildcard-external-id"),
            condition.values_span,
            format!("`{value}` lets in a caller who guesses part of the ExternalId"),
            use_equals,
        );
        return true;
    }
    if let Some(id) = &expected.external_id {
        if !condition.values.contains(id) {
            findings.add(
                (Severity::Error, "other-external-id"),
                condition.values_span,
                "the statement asks for another ExternalId than this setup's",
                format!("Set it to {id}."),
            );
        } else if condition.values.len() > 1 {
            findings.add(
                (Severity::Info, "several-external-ids"),
                condition.values_span,
                format!("{} ExternalIds are accepted", condition.values.len()),
                "Keep one, once the rotation is done.",
            );
        }
    }
    true
}

/// Whether an account in an ARN is one: twelve digits, none, or a pattern.
pub(super) fn is_account_or_pattern(account: &str) -> bool {
    account.is_empty() || is_account(account) || account.contains(['*', '?', '$'])
}
