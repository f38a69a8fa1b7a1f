//! The session's name.

use super::characters::{is_word, offender};
use super::{Field, FieldNote};

/// `aws_role_session_name`: 2 to 64 characters of `[\w+=,.@-]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionName(String);

impl SessionName {
    /// Parses one. The field is optional: an empty text is `None`, and the gateway then takes
    /// `quilr-gateway-<timestamp>`.
    pub fn parse(text: &str) -> Result<Option<Self>, FieldNote> {
        const PAGE: &str = r"aws_role_session_name must be 2-64 characters matching [\w+=,.@-]";
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(found) = offender(text, |c| is_word(c) || "+=,.@-".contains(c)) {
            let error = FieldNote::error(Field::SessionName, "session-name-charset", PAGE);
            return Err(if text.contains("<timestamp>") {
                error.hint("Leave it empty: the gateway then takes quilr-gateway-<timestamp>.")
            } else {
                error.hint(format!("There is {found}. Stick to alphanumerics, _, +, =, ,, ., @, -."))
            });
        }
        match text.len() {
            2..=64 => Ok(Some(Self(text.to_owned()))),
            1 => Err(FieldNote::error(Field::SessionName, "session-name-length", PAGE)
                .hint("It has 1 character. Leave it empty for quilr-gateway-<timestamp>.")),
            length => Err(FieldNote::error(Field::SessionName, "session-name-length", PAGE)
                .hint(format!("It has {length} characters."))),
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
