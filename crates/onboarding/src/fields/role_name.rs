//! The role's name.

use super::characters::{is_word, offender};
use super::{Field, FieldNote};

/// An IAM role's name: 1 to 64 characters of `[\w+=,.@-]` (IAM service model).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleName(String);

impl RoleName {
    /// Parses one.
    pub fn parse(text: &str) -> Result<Self, FieldNote> {
        if text.trim().is_empty() {
            return Err(FieldNote::missing(Field::RoleName, "role-name-missing", "role_name")
                .hint("For example quilr-gateway-bedrock."));
        }
        if let Some(found) = offender(text, |c| is_word(c) || "+=,.@-".contains(c)) {
            let hint = if text.starts_with("arn:") {
                "This is an ARN: enter only what stands after its last slash.".to_owned()
            } else if text.contains('/') {
                "What stands before the name is its path: enter it there.".to_owned()
            } else {
                format!("{} Letters, digits and _ + = , . @ - are allowed.", found.remedy())
            };
            return Err(FieldNote::error(
                Field::RoleName,
                "role-name-charset",
                format!("a role name must not contain {found}"),
            )
            .hint(hint));
        }
        match text.len() {
            1..=64 => Ok(Self(text.to_owned())),
            length => Err(FieldNote::error(
                Field::RoleName,
                "role-name-length",
                format!("a role name has 64 characters at most, not {length}"),
            )),
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
