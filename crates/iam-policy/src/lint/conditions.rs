//! Conditions of any kind: keys that do not exist, operators of another type, values that cannot be read.

use super::knowledge::{ConditionKey, REGIONS, ValueType, condition_key, is_service};
use super::{Document, Findings, Severity, external_id, rules, suggest, values};
use crate::condition::{Base, Condition, SetOperator};
use crate::document::{Kind, Statement};

pub(super) fn check(document: &Document<'_>, kind: Kind, findings: &mut Findings<'_>) {
    for statement in document.policy.statements.iter() {
        for condition in &statement.conditions {
            // A misspelt ExternalId has a finding of its own, in the trust policy.
            let is_told = kind == Kind::Trust
                && condition.key_lower != "sts:externalid"
                && findings.list.iter().any(|finding| {
                    finding.code == "misspelt-external-id"
                        && finding.position.offset == condition.key_span.start
                });
            let fits = match condition_key(&condition.key) {
                _ if is_told => true,
                Some(known) => {
                    absent(condition, statement, kind, findings);
                    document.is_refused(condition.operator_span) || operator(condition, known, findings)
                }
                None => {
                    unknown_key(condition, findings);
                    true
                }
            };
            for (value, span) in condition.unreadable_values().filter(|_| fits) {
                // Whether the ExternalId is compared at all is said already.
                if values::placeholder(value).is_none() && condition.key_lower != "sts:externalid" {
                    unreadable(condition, value, span, findings);
                }
            }
            literal_wildcards(condition, findings);
            regions(condition, findings);
        }
    }
}

fn unknown_key(condition: &Condition, findings: &mut Findings<'_>) {
    let key = &condition.key;
    let Some((prefix, _)) = condition.key_lower.split_once(':') else {
        let remedy = match suggest::condition_key(key) {
            Some(known) => format!("Did you mean {known}?"),
            None => "Write it with its prefix, for example aws:SourceIp.".to_owned(),
        };
        let message = format!("`{key}` has no prefix, which every condition key has");
        findings.add_as(Severity::Error, &rules::UNKNOWN_CONDITION_KEY, condition.key_span, message, remedy);
        return;
    };
    // Of other services, and of identity providers, which are named by their host, the keys are not known.
    let is_checked = matches!(prefix, "aws" | "sts" | "bedrock");
    let is_other = is_service(prefix) || prefix.contains('.') || matches!(prefix, "saml");
    let meant = suggest::condition_key(key);
    if !is_checked && (is_other || meant.is_none()) {
        return;
    }
    let remedy = match meant {
        Some(known) => format!("Did you mean {known}?"),
        None => "Use a key that IAM knows: an unknown one is never present.".to_owned(),
    };
    let message = format!("`{key}` is not a condition key that is known");
    findings.add(&rules::UNKNOWN_CONDITION_KEY, condition.key_span, message, remedy);
}

/// A key that the requests of this policy never carry.
fn absent(condition: &Condition, statement: &Statement, kind: Kind, findings: &mut Findings<'_>) {
    let prefix = condition.key_lower.split(':').next().unwrap_or_default();
    let is_of_bedrock = || {
        let mut patterns = statement.actions.patterns.iter();
        patterns.all(|pattern| pattern.text.to_ascii_lowercase().starts_with("bedrock:"))
    };
    let (requests, policy) = match (kind, prefix) {
        (Kind::Trust, "bedrock") => ("STS", "permissions policy"),
        (Kind::Identity, "sts") if is_of_bedrock() => ("Bedrock", "trust policy"),
        _ => return,
    };
    findings.add(
        &rules::ABSENT_CONDITION_KEY,
        condition.key_span,
        format!("`{}` is never in a request to {requests}", condition.key),
        format!("Move the condition to the {policy}."),
    );
}

/// Whether the operator fits the key's type; says so if not.
fn operator(condition: &Condition, known: &ConditionKey, findings: &mut Findings<'_>) -> bool {
    let operator = condition.operator;
    let is_told = operator.set == Some(SetOperator::ForAllValues) && condition.key_lower == "sts:externalid";
    if operator.base != Base::Null && !is_told {
        if known.is_multivalued && operator.set.is_none() {
            let text = &condition.operator_text;
            findings.add(
                &rules::MULTIVALUED_KEY,
                condition.operator_span,
                format!("`{}` can have several values, which `{text}` alone does not compare", condition.key),
                format!("Write ForAnyValue:{text}, or ForAllValues:{text}."),
            );
        } else if !known.is_multivalued && operator.set.is_some() {
            let bare = condition.operator_text.split(':').next_back().unwrap_or_default();
            findings.add(
                &rules::SET_OPERATOR,
                condition.operator_span,
                format!(
                    "`{}` has one value, and `{}` is for several",
                    condition.key, condition.operator_text
                ),
                format!("Write {bare}."),
            );
        }
    }
    let fits = is_of_type(condition, known.value_type);
    // The ExternalId's own finding says it better.
    if !fits && !external_id::looks_like_the_key(&condition.key_lower) {
        let (what, use_it) = match known.value_type {
            ValueType::Text => ("a text", "StringEquals"),
            ValueType::Bool => ("true or false", "Bool"),
            ValueType::Number => ("a number", "NumericLessThan"),
            ValueType::Date => ("a date", "DateLessThan"),
            ValueType::Address => ("an IP address", "IpAddress"),
            ValueType::Arn => ("an ARN", "ArnLike"),
        };
        findings.add(
            &rules::OPERATOR_TYPE,
            condition.operator_span,
            format!("`{}` is {what}, which `{}` does not compare", condition.key, condition.operator_text),
            format!("Use an operator of its type, for example {use_it}."),
        );
    }
    fits
}

fn is_of_type(condition: &Condition, value_type: ValueType) -> bool {
    let base = condition.operator.base;
    let is_text = matches!(base, Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike);
    let is_number = matches!(
        base,
        Base::NumericEquals
            | Base::NumericLessThan
            | Base::NumericLessThanEquals
            | Base::NumericGreaterThan
            | Base::NumericGreaterThanEquals
    );
    let is_date = matches!(
        base,
        Base::DateEquals
            | Base::DateLessThan
            | Base::DateLessThanEquals
            | Base::DateGreaterThan
            | Base::DateGreaterThanEquals
    );
    // A single address compares as a text too, a range does not.
    let is_range = || condition.values.iter().any(|value| value.contains('/'));
    base == Base::Null
        || match value_type {
            // Of a federated provider, an ARN.
            ValueType::Text => {
                is_text || (base == Base::ArnLike && condition.key_lower == "aws:federatedprovider")
            }
            ValueType::Arn => is_text || base == Base::ArnLike,
            ValueType::Bool => is_text || base == Base::Bool,
            ValueType::Number => is_number,
            ValueType::Date => is_date || (is_number && condition.key_lower == "aws:epochtime"),
            ValueType::Address => base == Base::IpAddress || (is_text && !is_range()),
        }
}

fn unreadable(condition: &Condition, value: &str, span: crate::json::Span, findings: &mut Findings<'_>) {
    let form = match condition.operator.base {
        Base::Bool | Base::Null => "Write \"true\" or \"false\".",
        Base::IpAddress => "Write an address or a range, for example 203.0.113.0/24.",
        Base::ArnLike => "Write an ARN with all its six parts.",
        Base::DateEquals
        | Base::DateLessThan
        | Base::DateLessThanEquals
        | Base::DateGreaterThan
        | Base::DateGreaterThanEquals => "Write a date as 2026-01-31T00:00:00Z.",
        _ => "Write a number.",
    };
    findings.add(
        &rules::UNREADABLE_CONDITION_VALUE,
        span,
        format!("`{}` cannot read the value `{value}`", condition.operator_text),
        form,
    );
}

/// Regions that do not exist, under the key that asks for one. A global profile's request has none,
/// which the key calls `unspecified`.
fn regions(condition: &Condition, findings: &mut Findings<'_>) {
    if condition.key_lower != "aws:requestedregion" {
        return;
    }
    for (value, span) in condition.values() {
        let is_known = REGIONS.iter().any(|(region, _)| *region == value) || value == "unspecified";
        let is_fixed = !value.contains(['*', '?', '$']) && values::placeholder(value).is_none();
        if is_fixed && !is_known {
            let remedy = match suggest::region(value) {
                Some(known) => format!("Did you mean {known}?"),
                None => rules::UNKNOWN_REGION.remedy.to_owned(),
            };
            let message = format!("`{value}` is not a region that is known");
            findings.add(&rules::UNKNOWN_REGION, span, message, remedy);
        }
    }
}

/// `*` under an operator that takes it for itself.
fn literal_wildcards(condition: &Condition, findings: &mut Findings<'_>) {
    let is_literal = matches!(condition.operator.base, Base::StringEquals | Base::StringEqualsIgnoreCase);
    if !is_literal || condition.key_lower == "sts:externalid" {
        return;
    }
    for (value, span) in condition.values() {
        if value.replace("${*}", "").contains('*') {
            findings.add(
                &rules::LITERAL_WILDCARD,
                span,
                format!("`{}` takes the star in `{value}` for itself", condition.operator_text),
                rules::LITERAL_WILDCARD.remedy,
            );
        }
    }
}
