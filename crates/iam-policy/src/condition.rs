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
    /// The key as it is written, for example `sts:ExternalId`.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The values as they are written: one of them suffices, or, under a negated operator, none may match.
    pub values: Vec<String>,
    /// Where the value or the list of values stands.
    pub values_span: Span,
    pub(crate) key_lower: String,
    pub(crate) wanted: Vec<Wanted>,
}

impl Condition {
    pub(crate) fn new(
        (operator, operator_text): (Operator, &str),
        (key, key_span): (&str, Span),
        (values, values_span): (Vec<String>, Span),
        variables: bool,
    ) -> Condition {
        Condition {
            operator,
            operator_text: operator_text.to_owned(),
            key: key.to_owned(),
            key_span,
            wanted: values.iter().map(|value| Wanted::read(operator.base, value, variables)).collect(),
            values,
            values_span,
            key_lower: key.to_ascii_lowercase(),
        }
    }

    /// The values that its operator cannot read, such as a date that is none: they never match.
    pub fn unreadable_values(&self) -> impl Iterator<Item = &str> {
        self.wanted
            .iter()
            .zip(&self.values)
            .filter(|(wanted, _)| matches!(wanted, Wanted::Unreadable))
            .map(|(_, value)| value.as_str())
    }
}
