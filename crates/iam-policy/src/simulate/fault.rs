//! Why a line has no result but `error`.

use super::MAX_LINE_BYTES;
use crate::document::ParseError;
use crate::json::{Position, Span, SyntaxError};
use serde::Serialize;
use std::str::Utf8Error;

/// What is wrong with a line, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Fault {
    /// Stable.
    code: &'static str,
    /// Lower case, no full stop, the line's own words in backticks.
    message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
    /// The field that it stands in, for example `identityPolicies[0]`.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Counted from 1, in characters.
    column: usize,
}

impl Fault {
    /// Of a field of the case itself.
    pub(super) fn field(text: &str, span: Span, code: &'static str, message: impl Into<String>) -> Fault {
        Fault {
            code,
            message: message.into(),
            remedy: None,
            place: None,
            column: Position::of(text, span.start).column,
        }
    }

    pub(super) fn with_remedy(mut self, remedy: impl Into<String>) -> Fault {
        self.remedy = Some(remedy.into());
        self
    }

    /// Of a policy of the case.
    pub(super) fn policy(place: String, error: &ParseError) -> Fault {
        Fault {
            code: error.code,
            message: error.message.clone(),
            remedy: Some(error.remedy().to_owned()),
            place: Some(place),
            column: error.position.column,
        }
    }

    pub(super) fn syntax(text: &str, error: &SyntaxError) -> Fault {
        let span = Span { start: error.offset, end: error.offset };
        Fault::field(text, span, "json-syntax", error.to_string())
            .with_remedy("Write one case a line, as one JSON object.")
    }

    pub(super) fn not_utf8(line: &[u8], error: Utf8Error) -> Fault {
        let start = error.valid_up_to();
        let before = line.get(..start).map(String::from_utf8_lossy).unwrap_or_default();
        Fault::field(&before, Span { start, end: start }, "not-utf8", "the line is not UTF-8")
            .with_remedy("Save the file as UTF-8.")
    }

    pub(super) fn too_long() -> Fault {
        let message = format!("the line has more than {MAX_LINE_BYTES} bytes");
        Fault::field("", Span::default(), "too-long", message).with_remedy("Write one case a line.")
    }
}
