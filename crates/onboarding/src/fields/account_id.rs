//! The customer's account.

use super::{Field, FieldNote};

/// An AWS account id: 12 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountId(String);

impl AccountId {
    /// Parses one.
    pub fn parse(text: &str) -> Result<Self, FieldNote> {
        if text.trim().is_empty() {
            return Err(FieldNote::missing(Field::AccountId, "account-id-missing", "account_id")
                .hint("The 12 digits of the account that the role is made in."));
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == text.len() {
            return if digits.len() == 12 {
                Ok(Self(digits))
            } else {
                Err(FieldNote::error(
                    Field::AccountId,
                    "account-id-length",
                    format!("an account id has 12 digits, not {}", digits.len()),
                ))
            };
        }
        if text.trim_start().starts_with("arn:") {
            return Err(FieldNote::error(
                Field::AccountId,
                "account-id-digits",
                "this is an ARN, not an account id",
            )
            .hint("Enter only the 12 digits after the fourth colon."));
        }
        let only_separators = text.chars().all(|c| c.is_ascii_digit() || c == '-' || c.is_whitespace());
        let note = match super::characters::offender(text, |c| c.is_ascii_digit()) {
            Some(found) => FieldNote::error(
                Field::AccountId,
                "account-id-digits",
                format!("an account id is 12 digits and must not contain {found}"),
            ),
            // Not reached: some character is not a digit. A message is better than a panic.
            None => FieldNote::error(Field::AccountId, "account-id-digits", "an account id is 12 digits"),
        };
        Err(if only_separators && digits.len() == 12 {
            note.hint(format!("Enter `{digits}`."))
        } else {
            note
        })
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
