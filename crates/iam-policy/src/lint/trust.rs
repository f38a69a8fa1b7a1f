//! Who is trusted, and for what.

use super::{Document, Findings, Severity, TrustExpectation, allows, external_id, rules, suggest, values};
use crate::condition::Base;
use crate::document::{Effect, Named, PrincipalEntry, PrincipalKind, Statement};
use crate::meaning::statements_naming;

pub(super) fn check(document: &Document<'_>, expected: &TrustExpectation, findings: &mut Findings<'_>) {
    let policy = document.policy;
    let is_named =
        expected.principal.as_ref().is_some_and(|wanted| !statements_naming(policy, wanted).is_empty());
    let found_before = findings.list.len();
    for statement in policy.statements.iter().filter(|statement| allows(statement)) {
        for entry in entries(statement) {
            // Its finding says already what is wrong with it.
            if !document.is_refused(entry.span) && values::placeholder(&entry.value).is_none() {
                principal(entry, expected, is_named, findings);
            }
        }
    }
    let is_somebody_wrong = findings.list.len() > found_before;
    for statement in policy.statements.iter() {
        actions(statement, document, findings);
        if expected.principal.is_none() && allows(statement) {
            fits(statement, findings);
        }
        if allows(statement) && lets_in_accounts(statement) && grants_assume_role(statement, document) {
            external_id::check(statement, document, expected, findings);
        }
    }
    if let Some(wanted) = &expected.principal {
        denied(document, wanted, findings);
        unmet(document, wanted, findings);
        // Where something is refused, or somebody wrong is trusted, that is the finding.
        let is_somebody_open =
            policy.statements.iter().filter(|statement| allows(statement)).any(|statement| {
                statement.principals.as_ref().is_some_and(|principals| {
                    principals.entries.is_empty()
                        || principals.entries.iter().any(|entry| values::placeholder(&entry.value).is_some())
                })
            });
        let is_unclear =
            is_somebody_wrong || is_somebody_open || document.is_refused_within(document.reading.statements);
        expected_is_trusted(document, wanted, is_unclear, findings);
    }
}

fn entries(statement: &Statement) -> impl Iterator<Item = &PrincipalEntry> {
    let principals = statement.principals.iter().filter(|principals| !principals.negated);
    principals.flat_map(|principals| &principals.entries)
}

fn expected_is_trusted(document: &Document<'_>, wanted: &str, is_unclear: bool, findings: &mut Findings<'_>) {
    let policy = document.policy;
    let naming: Vec<&Statement> =
        statements_naming(policy, wanted).iter().filter_map(|index| policy.statements.get(*index)).collect();
    if naming.iter().any(|statement| grants_assume_role(statement, document)) {
        return;
    }
    match naming.first() {
        Some(statement) if !document.is_refused_within(statement.span) && !is_empty(statement) => findings
            .add(
                &rules::ASSUME_ROLE_MISSING,
                statement.actions.span,
                format!("`{wanted}` is named, but may not assume the role"),
                "Write sts:AssumeRole.",
            ),
        None if !is_unclear && !policy.statements.is_empty() => findings.add(
            &rules::EXPECTED_PRINCIPAL_MISSING,
            // Where it is named at all, by a Deny.
            policy
                .statements
                .iter()
                .flat_map(entries)
                .find(|entry| entry.value == wanted)
                .map_or(document.reading.statements.first_byte(), |entry| entry.span),
            format!("no statement lets `{wanted}` assume the role"),
            format!("Name {wanted} as the AWS principal of an Allow statement for sts:AssumeRole."),
        ),
        _ => {}
    }
}

/// An empty list has its own finding.
fn is_empty(statement: &Statement) -> bool {
    statement.actions.patterns.is_empty()
}

fn lets_in_accounts(statement: &Statement) -> bool {
    statement.principals.as_ref().is_none_or(|principals| {
        let mut kinds = principals.entries.iter().map(|entry| entry.kind);
        kinds.any(|kind| matches!(kind, PrincipalKind::Aws | PrincipalKind::Anyone))
    })
}

/// Whether a statement grants sts:AssumeRole, or is meant to: a misspelt action has its own finding.
fn grants_assume_role(statement: &Statement, document: &Document<'_>) -> bool {
    statement.actions.patterns.iter().any(|pattern| {
        pattern.glob.matches("sts:assumerole")
            || document.is_refused(pattern.span)
            || suggest::action(&pattern.text) == Some("sts:AssumeRole")
    }) || document.is_refused(statement.actions.span)
}

fn principal(
    entry: &PrincipalEntry,
    expected: &TrustExpectation,
    is_named: bool,
    findings: &mut Findings<'_>,
) {
    let wanted = expected.principal.as_deref();
    let value = &entry.value;
    if wanted == Some(value.as_str()) {
        return;
    }
    let name_it = match wanted {
        Some(wanted) if is_named => format!("Remove it: {wanted} is named already."),
        Some(wanted) => format!("Name {wanted} instead."),
        None => "Name the one user or role that needs the role.".to_owned(),
    };
    match (&entry.named, wanted) {
        (Named::Anyone, _) => {
            findings.add(&rules::ANYONE_TRUSTED, entry.span, "anyone in any AWS account is trusted", name_it)
        }
        (Named::Account(account), _) => findings.add_as(
            match wanted {
                Some(_) => Severity::Error,
                None => Severity::Warning,
            },
            &rules::ACCOUNT_TRUSTED,
            entry.span,
            format!("the whole account `{account}` is trusted: any of its users and roles that it permits"),
            name_it,
        ),
        (Named::Name(_), _) if entry.kind == PrincipalKind::Aws => findings.add(
            &rules::DELETED_PRINCIPAL,
            entry.span,
            format!("`{value}` is the id of a principal that was deleted, and matches nobody"),
            name_it,
        ),
        (_, Some(wanted)) if is_named => findings.add(
            &rules::STRAY_PRINCIPAL,
            entry.span,
            format!("`{value}` is trusted beside `{wanted}`"),
            rules::STRAY_PRINCIPAL.remedy,
        ),
        (_, Some(wanted)) => findings.add(
            &rules::WRONG_PRINCIPAL,
            entry.span,
            format!("`{value}` is trusted in the place of `{wanted}`"),
            name_it,
        ),
        (_, None) => {}
    }
}

fn actions(statement: &Statement, document: &Document<'_>, findings: &mut Findings<'_>) {
    let patterns = statement.actions.patterns.iter().filter(|pattern| !document.is_refused(pattern.span));
    for pattern in patterns {
        let known = super::knowledge::ACTIONS.iter().any(|action| pattern.glob.matches(&action.lower));
        if !known {
            let meant = suggest::action(&pattern.text).unwrap_or("sts:AssumeRole");
            findings.add(
                &rules::UNKNOWN_ACTION,
                pattern.span,
                format!("`{}` is not an action of STS", pattern.text),
                format!("Did you mean {meant}?"),
            );
        } else if allows(statement) && pattern.text.contains(['*', '?']) {
            findings.add_as(
                Severity::Warning,
                &rules::WILDCARD_ACTION,
                pattern.span,
                format!("`{}` lets the role be assumed in other ways too", pattern.text),
                "Write sts:AssumeRole.",
            );
        }
    }
}

/// The form of AssumeRole has to be the one for the kind of principal.
fn fits(statement: &Statement, findings: &mut Findings<'_>) {
    let Some(principals) = statement.principals.as_ref().filter(|each| !each.entries.is_empty()) else {
        return;
    };
    let are_federated = principals.entries.iter().all(|entry| entry.kind == PrincipalKind::Federated);
    let has_federated = principals.entries.iter().any(|entry| entry.kind == PrincipalKind::Federated);
    for pattern in &statement.actions.patterns {
        let lowered = pattern.text.to_ascii_lowercase();
        let is_wrong = match lowered.as_str() {
            "sts:assumerole" => are_federated,
            "sts:assumerolewithsaml" | "sts:assumerolewithwebidentity" => !has_federated,
            _ => false,
        };
        if is_wrong {
            findings.add(
                &rules::PRINCIPAL_ACTION_MISMATCH,
                pattern.span,
                format!("`{}` is not for the principals of this statement", pattern.text),
                match are_federated {
                    true => "Use sts:AssumeRoleWithSAML or sts:AssumeRoleWithWebIdentity.",
                    false => "Use sts:AssumeRole.",
                },
            );
        }
    }
}

/// A Deny without a condition that names the gateway, or everybody.
fn denied(document: &Document<'_>, wanted: &str, findings: &mut Findings<'_>) {
    for statement in document.policy.statements.iter().filter(|each| each.effect == Effect::Deny) {
        let names_it = entries(statement)
            .find(|entry| matches!(entry.named, Named::Anyone) || entry.value == wanted)
            .filter(|_| !document.is_refused_within(statement.span) && statement.conditions.is_empty());
        let covers = statement.actions.patterns.iter().any(|pattern| pattern.glob.matches("sts:assumerole"));
        if let Some(entry) = names_it.filter(|_| covers) {
            findings.add(
                &rules::EXPECTED_PRINCIPAL_DENIED,
                entry.span,
                format!("the statement denies `{wanted}` the role, whatever else allows it"),
                rules::EXPECTED_PRINCIPAL_DENIED.remedy,
            );
        }
    }
}

/// A condition on multi-factor authentication, which a user's access keys never carry.
fn unmet(document: &Document<'_>, wanted: &str, findings: &mut Findings<'_>) {
    let naming = statements_naming(document.policy, wanted);
    let statements = naming.iter().filter_map(|index| document.policy.statements.get(*index));
    for condition in statements.flat_map(|statement| &statement.conditions) {
        let operator = condition.operator;
        let asks_for_it = match condition.key_lower.as_str() {
            "aws:multifactorauthpresent" => {
                operator.base != Base::Null
                    && condition.values.iter().all(|each| each.eq_ignore_ascii_case("true"))
            }
            "aws:multifactorauthage" => operator.base != Base::Null,
            _ => false,
        };
        if asks_for_it && !operator.if_exists && !operator.negated {
            findings.add(
                &rules::UNMET_CONDITION,
                condition.key_span,
                format!("`{}` is never in a request of `{wanted}`, so that it is refused", condition.key),
                rules::UNMET_CONDITION.remedy,
            );
        }
    }
}
