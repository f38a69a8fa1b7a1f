//! Whether the ExternalId is really asked for.

use super::knowledge::condition_key;
use super::{Document, Findings, TrustExpectation, rules, values};
use crate::condition::{Base, Condition, SetOperator};
use crate::document::meant::nearest;
use crate::document::{Effect, Refusal, Statement};
use crate::json::Span;

const KEY: &str = "sts:externalid";

/// Looks at an Allow statement for sts:AssumeRole.
pub(super) fn check(
    statement: &Statement,
    document: &Document<'_>,
    expected: &TrustExpectation,
    findings: &mut Findings<'_>,
) {
    if is_required_by_a_denial(document, expected, findings) {
        return;
    }
    let own = || statement.conditions.iter().filter(|condition| condition.key_lower == KEY);
    let mut is_told = false;
    // All conditions have to be met: beside an exact one, a weak one takes nothing away.
    let has_exact = own().any(is_exact);
    for condition in own().filter(|condition| compares(condition)) {
        is_told = true;
        if has_exact && !is_exact(condition) {
            continue;
        }
        // An operator that is refused has its finding.
        if !document.is_refused(condition.operator_span) || is_plain(condition) {
            comparison(condition, expected, findings);
        }
    }
    if !is_told {
        for condition in own() {
            is_told = true;
            if !document.is_refused(condition.operator_span) {
                no_comparison(condition, findings);
            }
        }
        for condition in statement.conditions.iter().filter(|condition| is_meant(condition, expected)) {
            is_told = true;
            findings.add(
                &rules::MISSPELT_EXTERNAL_ID,
                condition.key_span,
                format!("`{}` is not the key of the ExternalId", condition.key),
                "Write sts:ExternalId.",
            );
        }
    }
    // A condition that cannot be read has its finding, and may be the one.
    let is_outside = |refusal: &Refusal| matches!(refusal, Refusal::MisplacedElement("Condition", _));
    let is_unreadable = document.reading.refused.iter().any(|(_, refusal)| is_outside(refusal))
        || statement.conditions.is_empty()
            && document.reading.refused.iter().any(|(span, refusal)| {
                let codes = ["unknown-operator", "unknown-element", "wrong-type", "json-syntax"];
                within(*span, statement.span) && codes.contains(&refusal.code())
            });
    if !is_told && !is_unreadable {
        let remedy = match &expected.external_id {
            Some(id) => format!("Add \"Condition\": {{\"StringEquals\": {{\"sts:ExternalId\": \"{id}\"}}}}."),
            None => "Add a StringEquals condition on sts:ExternalId.".to_owned(),
        };
        findings.add(
            &rules::MISSING_EXTERNAL_ID,
            statement.span.first_byte(),
            "the statement does not ask for an ExternalId",
            remedy,
        );
    }
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether a condition compares the ExternalId, well or badly, so that a wrong one is refused.
fn compares(condition: &Condition) -> bool {
    let operator = condition.operator;
    is_text(operator.base) && !operator.negated
}

/// Whether there is nothing to say about the operator.
fn is_plain(condition: &Condition) -> bool {
    !condition.operator.if_exists && condition.operator.set != Some(SetOperator::ForAllValues)
}

/// Whether a condition lets in nobody but who sends one of its values as they stand.
fn is_exact(condition: &Condition) -> bool {
    let has_wildcard = condition.values.iter().any(|value| value.contains(['*', '?']));
    compares(condition)
        && is_plain(condition)
        && (condition.operator.base != Base::StringLike || !has_wildcard)
}

fn is_text(base: Base) -> bool {
    matches!(base, Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike)
}

/// Whether a Deny refuses everybody who does not send the ExternalId: as good as a condition of the
/// Allow. A negated operator is met where the key is absent.
fn is_required_by_a_denial(
    document: &Document<'_>,
    expected: &TrustExpectation,
    findings: &mut Findings<'_>,
) -> bool {
    let denials = document.policy.statements.iter().filter(|each| each.effect == Effect::Deny);
    for statement in denials {
        let [condition] = statement.conditions.as_slice() else { continue };
        let operator = condition.operator;
        let is_exact = condition.values.iter().all(|value| !value.contains(['*', '?']));
        let refuses = condition.key_lower == KEY
            && operator.negated
            && operator.set.is_none()
            && is_text(operator.base)
            && (is_exact || operator.base != Base::StringLike);
        let covers = statement.actions.patterns.iter().any(|pattern| pattern.glob.matches("sts:assumerole"));
        let entries = statement.principals.iter().flat_map(|principals| &principals.entries);
        let is_for_all = entries.into_iter().any(|entry| entry.value == "*");
        if refuses && covers && is_for_all {
            if !findings.list.iter().any(|finding| finding.code == rules::OTHER_EXTERNAL_ID.code) {
                is_the_one(condition, expected, findings);
            }
            return true;
        }
    }
    false
}

/// Looks at a condition that lets in whoever sends one of its values.
fn comparison(condition: &Condition, expected: &TrustExpectation, findings: &mut Findings<'_>) {
    let operator = condition.operator;
    let text = &condition.operator_text;
    if !is_plain(condition) {
        findings.add(
            &rules::OPTIONAL_EXTERNAL_ID,
            condition.operator_span,
            format!("`{text}` lets in a caller who sends no ExternalId"),
            rules::OPTIONAL_EXTERNAL_ID.remedy,
        );
        return;
    }
    let mut is_fine = true;
    for (value, span) in condition.values() {
        // A placeholder has its own finding.
        if values::placeholder(value).is_some() {
            is_fine = false;
        } else if operator.base == Base::StringLike && value.contains(['*', '?']) {
            is_fine = false;
            findings.add(
                &rules::WILDCARD_EXTERNAL_ID,
                span,
                format!("`{value}` lets in a caller who guesses part of the ExternalId"),
                rules::WILDCARD_EXTERNAL_ID.remedy,
            );
        } else if let Some(why) = impossible(value) {
            is_fine = false;
            findings.add(
                &rules::IMPOSSIBLE_EXTERNAL_ID,
                span,
                format!("no caller can send the ExternalId `{}`: {why}", shortened(value)),
                match &expected.external_id {
                    Some(id) => format!("Set it to {id}."),
                    None => rules::IMPOSSIBLE_EXTERNAL_ID.remedy.to_owned(),
                },
            );
        }
    }
    if is_fine {
        is_the_one(condition, expected, findings);
    }
}

fn is_the_one(condition: &Condition, expected: &TrustExpectation, findings: &mut Findings<'_>) {
    let Some(id) = &expected.external_id else { return };
    let is_same = |value: &str| match condition.operator.base {
        Base::StringEqualsIgnoreCase => value.eq_ignore_ascii_case(id),
        _ => value == id,
    };
    if condition.values.is_empty() {
        return;
    }
    if !condition.values.iter().any(|value| is_same(value)) {
        findings.add(
            &rules::OTHER_EXTERNAL_ID,
            condition.values_span,
            "the statement asks for another ExternalId than the one expected",
            format!("Set it to {id}."),
        );
    } else if condition.values.iter().any(|value| !is_same(value)) {
        findings.add(
            &rules::SEVERAL_EXTERNAL_IDS,
            condition.values_span,
            format!("{} ExternalIds are accepted", condition.values.len()),
            rules::SEVERAL_EXTERNAL_IDS.remedy,
        );
    }
}

/// A value that a message can hold.
fn shortened(value: &str) -> String {
    match value.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}

/// Why STS refuses an ExternalId before it looks at any policy.
fn impossible(value: &str) -> Option<String> {
    if value.contains("${") {
        return None;
    }
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@:/-".contains(letter);
    match value.chars().find(|letter| !is_allowed(*letter)) {
        Some('*') => Some("StringEquals takes the star for itself".to_owned()),
        Some(letter) => Some(format!("`{letter}` is not allowed in one")),
        None if value.len() < 2 => Some("it has fewer than 2 characters".to_owned()),
        None if value.len() > 1224 => Some("it has more than 1224 characters".to_owned()),
        None => None,
    }
}

/// A condition on the ExternalId that does not say which one is right.
fn no_comparison(condition: &Condition, findings: &mut Findings<'_>) {
    let text = &condition.operator_text;
    if condition.operator.negated && is_text(condition.operator.base) {
        findings.add(
            &rules::NEGATED_EXTERNAL_ID,
            condition.operator_span,
            format!("`{text}` lets in everybody who sends another ExternalId, or none"),
            rules::NEGATED_EXTERNAL_ID.remedy,
        );
    } else {
        let message = match condition.operator.base {
            Base::Null => format!("`{text}` asks whether an ExternalId is sent, not which"),
            _ => format!("`{text}` does not compare an ExternalId as the text that it is"),
        };
        findings.add(
            &rules::UNCHECKED_EXTERNAL_ID,
            condition.operator_span,
            message,
            rules::UNCHECKED_EXTERNAL_ID.remedy,
        );
    }
}

/// Whether a condition on another key is meant for the ExternalId: by its name, or by the value that is
/// expected.
fn is_meant(condition: &Condition, expected: &TrustExpectation) -> bool {
    if condition.key_lower == KEY {
        return false;
    }
    let is_unknown_of_sts = condition.key_lower.starts_with("sts:")
        && is_text(condition.operator.base)
        && condition_key(&condition.key).is_none();
    let holds_it = expected.external_id.as_ref().is_some_and(|id| condition.values.contains(id));
    looks_like_the_key(&condition.key_lower) || is_unknown_of_sts || holds_it
}

/// Whether a key is the ExternalId's, or meant to be.
pub(super) fn looks_like_the_key(key_lower: &str) -> bool {
    let name = key_lower.rsplit([':', '/']).next().unwrap_or_default();
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    nearest(&letters, std::iter::once("externalid")).is_some()
}
