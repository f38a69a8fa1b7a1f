//! One condition: an operator, a key, and the values that the document wants.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs.
//! multivalued context keys".

mod date;
mod ip;
mod matching;
mod number;
mod operator;
mod wanted;

pub use operator::{Base, Operator, SetOperator};

pub(crate) use matching::Why;

use crate::json::Span;
use wanted::Wanted;

/// One condition of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The operator, taken apart.
    pub operator: Operator,
    /// The operator as it is written, for example `StringEquals`.
    pub operator_text: String,
    /// Where the operator stands.
    pub operator_span: Span,
    /// The key as it is written, for example `sts:ExternalId`.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The values as they are written: one of them suffices, or, under a negated operator, none may match.
    pub values: Vec<String>,
    /// Where each of the values stands.
    pub value_spans: Vec<Span>,
    /// Where the value or the list of values stands.
    pub values_span: Span,
    pub(crate) key_lower: String,
    pub(crate) wanted: Vec<Wanted>,
}

impl Condition {
    pub(crate) fn new(
        (operator, operator_text, operator_span): (Operator, &str, Span),
        (key, key_span): (&str, Span),
        (values, values_span): (Vec<(String, Span)>, Span),
        variables: bool,
    ) -> Condition {
        let (values, value_spans): (Vec<String>, Vec<Span>) = values.into_iter().unzip();
        Condition {
            operator,
            operator_text: operator_text.to_owned(),
            operator_span,
            value_spans,
            key: key.to_owned(),
            key_span,
            wanted: values.iter().map(|value| Wanted::read(operator.base, value, variables)).collect(),
            values,
            values_span,
            key_lower: key.to_ascii_lowercase(),
        }
    }

    /// The values that its operator cannot read, such as a date that is none: they never match.
    pub fn unreadable_values(&self) -> impl Iterator<Item = (&str, Span)> {
        self.wanted
            .iter()
            .zip(self.values())
            .filter(|(wanted, _)| matches!(wanted, Wanted::Unreadable))
            .map(|(_, value)| value)
    }

    /// The values as they are written, and where each stands.
    pub fn values(&self) -> impl Iterator<Item = (&str, Span)> {
        self.values.iter().map(String::as_str).zip(self.value_spans.iter().copied())
    }
}
