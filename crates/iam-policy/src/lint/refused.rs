//! What IAM refuses, with a remedy that knows what was probably meant.

use super::knowledge::condition_key;
use super::{Findings, TrustExpectation, rules, suggest, values};
use crate::document::meant::{
    DOCUMENT_ELEMENTS, PRINCIPAL_KINDS, STATEMENT_ELEMENTS, nearest, operator, principal_kind,
};
use crate::document::{Named, PrincipalKind, Reading, Refusal};
use crate::json::{Problem, Span, SyntaxError};

pub(super) fn check(reading: &Reading, expected: &TrustExpectation, findings: &mut Findings<'_>) {
    let mut quotes = Vec::new();
    for (span, refusal) in &reading.refused {
        // A document in single quotes has one fault, not one a string.
        if let Some(quote) = wrong_quote(refusal) {
            if quotes.contains(&quote) {
                continue;
            }
            quotes.push(quote);
        }
        if holds_a_syntax_fault(reading, *span, refusal) {
            continue;
        }
        // The same text, refused for a better reason.
        if let Some(placeholder) = written(refusal).and_then(values::placeholder) {
            values::add_placeholder(placeholder, *span, findings);
            continue;
        }
        // Every refusal has its rule: a test holds the two lists together.
        let rule = rules::by_code(refusal.code()).unwrap_or(&rules::JSON_SYNTAX);
        let remedy = remedy(refusal, expected).unwrap_or_else(|| refusal.remedy().to_owned());
        findings.add(rule, *span, refusal.to_string(), remedy);
    }
}

fn wrong_quote(refusal: &Refusal) -> Option<char> {
    match refusal {
        Refusal::Syntax(SyntaxError { problem: Problem::WrongQuote(quote), .. }) => Some(*quote),
        // A key without quotes is one more way of leaving out the right ones.
        Refusal::Syntax(SyntaxError { problem: Problem::Unexpected { expected, .. }, .. }) => {
            expected.starts_with("a key").then_some(' ')
        }
        _ => None,
    }
}

/// Whether a value is refused for what its faulty JSON makes of it.
fn holds_a_syntax_fault(reading: &Reading, span: Span, refusal: &Refusal) -> bool {
    written(refusal).is_some()
        && reading.refused.iter().any(|(inner, other)| {
            matches!(other, Refusal::Syntax(_)) && span.start <= inner.start && inner.end <= span.end
        })
}

/// The text that was refused.
fn written(refusal: &Refusal) -> Option<&str> {
    match refusal {
        Refusal::ActionFormat(text)
        | Refusal::TrustAction(text)
        | Refusal::ResourceFormat(text)
        | Refusal::BarePrincipal(text)
        | Refusal::InvalidPrincipal { value: text, .. } => Some(text),
        _ => None,
    }
}

fn remedy(refusal: &Refusal, expected: &TrustExpectation) -> Option<String> {
    let did_you_mean = |name: &str| format!("Did you mean {name}?");
    match refusal {
        Refusal::TrustAction(action) => {
            let meant = suggest::action(action).or_else(|| suggest::action(&format!("sts:{action}")));
            let is_other = |meant: &&str| meant.starts_with("sts:assume") || meant.starts_with("sts:Assume");
            meant.filter(is_other).map(did_you_mean)
        }
        Refusal::ActionFormat(action) => {
            suggest::action(action).or_else(|| suggest::bedrock_action(action)).map(did_you_mean)
        }
        Refusal::UnknownElement(name) if PRINCIPAL_KINDS.contains(&name.as_str()) => {
            Some(format!("Put it into the statement's Principal: \"Principal\": {{\"{name}\": …}}."))
        }
        Refusal::UnknownOperator(name) if condition_key(name).is_some() => {
            Some(format!("Put the key under its operator: {{\"StringEquals\": {{\"{name}\": \"…\"}}}}."))
        }
        Refusal::UnknownElement(name) => {
            nearest(name, DOCUMENT_ELEMENTS.into_iter().chain(STATEMENT_ELEMENTS)).map(did_you_mean)
        }
        Refusal::UnknownOperator(name) => operator(name).map(|name| did_you_mean(&name)),
        Refusal::UnknownPrincipalKind(name) => principal_kind(name).map(|(name, _)| did_you_mean(name)),
        Refusal::ResourceFormat(text) => suggest::bedrock_arn(text.trim()).map(|arn| did_you_mean(&arn)),
        Refusal::WrongType { element, .. } if element == "`Principal`" => {
            Some("Write it as {\"AWS\": \"…\"}, with a list for several.".to_owned())
        }
        Refusal::WrongType { expected, .. } => Some(format!("Write {expected} here.")),
        Refusal::InvalidEffect(effect) => {
            nearest(effect, ["Allow", "Deny"].into_iter()).map(|effect| format!("Write \"{effect}\"."))
        }
        Refusal::BarePrincipal(text) => Some(format!("Write {{\"AWS\": \"{text}\"}}.")),
        Refusal::InvalidPrincipal { value, .. } => principal(value, expected),
        _ => None,
    }
}

/// What is wrong with a principal that IAM cannot read.
fn principal(value: &str, expected: &TrustExpectation) -> Option<String> {
    if let Some(wanted) = &expected.principal
        && nearest(value, std::iter::once(wanted.as_str())).is_some()
    {
        return Some(format!("Did you mean {wanted}?"));
    }
    if value.contains(['*', '?']) {
        return Some("Name each user or role: a principal's ARN takes no wildcard.".to_owned());
    }
    let with_colon = value.replacen("arn:aws:iam:", "arn:aws:iam::", 1);
    let trimmed = value.trim();
    for meant in [with_colon.as_str(), trimmed] {
        if meant != value && Named::read(PrincipalKind::Aws, meant).is_some() {
            return Some(format!("Did you mean {meant}?"));
        }
    }
    let account = value.split(':').nth(4).unwrap_or(value);
    if !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit()) && account.len() != 12 {
        return Some(format!("Write all 12 digits of the account: `{account}` has {}.", account.len()));
    }
    None
}
