//! Condition keys that do not exist, and values that their operator cannot read.

use super::knowledge::is_known_key;
use super::{Findings, Severity, suggest};
use crate::document::Policy;

pub(super) fn check(policy: &Policy, findings: &mut Findings<'_>) {
    for condition in policy.statements.iter().flat_map(|each| &each.conditions) {
        let service = condition.key_lower.split(':').next().unwrap_or_default();
        let is_checked = matches!(service, "aws" | "sts" | "bedrock");
        // A misspelt ExternalId has a finding of its own.
        let is_external_id = super::trust::looks_like_external_id(&condition.key_lower);
        if is_checked && !is_external_id && !is_known_key(&condition.key) {
            let remedy = match suggest::condition_key(&condition.key) {
                Some(known) => format!("Did you mean {known}?"),
                None => "Use a key that IAM knows: an unknown one is never present.".to_owned(),
            };
            findings.add(
                (Severity::Warning, "unknown-condition-key"),
                condition.key_span,
                format!("`{}` is not a condition key that is known", condition.key),
                remedy,
            );
        }
        for value in condition.unreadable_values() {
            findings.add(
                (Severity::Error, "unreadable-condition-value"),
                condition.values_span,
                format!("`{}` cannot read the value `{value}`", condition.operator_text),
                "Write it in the form that the operator compares, or use another operator.",
            );
        }
    }
}
