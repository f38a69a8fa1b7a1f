//! The ExternalId.

use super::characters::{is_word, offender};
use super::{Field, FieldNote};

/// `aws_external_id`: 2 to 1224 characters of `[\w+=,.@:/-]`, ASCII (STS service model).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalId(String);

impl ExternalId {
    /// Parses one. White space around it is refused, not trimmed: the same text goes into the trust
    /// policy and into the key, and must be what the user sees.
    pub fn parse(text: &str) -> Result<Self, FieldNote> {
        if text.trim().is_empty() {
            return Err(FieldNote::missing(Field::ExternalId, "external-id-missing", "aws_external_id")
                .hint("Generate one and put it in both the role's trust policy and the API key form."));
        }
        if let Some(found) = offender(text, |c| is_word(c) || "+=,.@:/-".contains(c)) {
            return Err(FieldNote::error(
                Field::ExternalId,
                "external-id-charset",
                format!("aws_external_id must not contain {found}"),
            )
            .hint(format!("{} Letters, digits and _ + = , . @ : / - are allowed.", found.remedy())));
        }
        match text.len() {
            2..=1224 => Ok(Self(text.to_owned())),
            length => Err(FieldNote::error(
                Field::ExternalId,
                "external-id-length",
                format!("aws_external_id must be 2-1224 characters, not {length}"),
            )
            .hint("A UUID works: generate one.")),
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
