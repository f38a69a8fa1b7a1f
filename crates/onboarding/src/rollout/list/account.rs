//! An account id and a name as spreadsheets and people write them.

use super::{AccountNote, shown};
use crate::fields::{AccountId, Severity};

/// Parses an account id. What a spreadsheet has done to it is named, and never guessed back: a wrong
/// account is worse than none.
pub(super) fn parse(line: u32, text: &str) -> Result<String, AccountNote> {
    let text = unwrapped(text);
    let error = |code: &str, message: String| AccountNote::new(line, Severity::Error, code, message);
    if text.is_empty() {
        return Err(error("account-missing", "the line names no account".to_owned())
            .remedy("Put the account's 12 digits there, or take the line out."));
    }
    if is_scientific(text) {
        return Err(error(
            "account-scientific",
            format!(
                "`{}` is an account id that a spreadsheet wrote as a number: its last digits are lost",
                shown(text)
            ),
        )
        .remedy("Take the id from its source again, into a column formatted as text."));
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (8..12).contains(&text.len()) {
        return Err(error(
            "account-zeros",
            format!(
                "`{text}` has {} digits, an account id has 12: a spreadsheet drops leading zeros",
                text.len()
            ),
        )
        .remedy(format!("If that is what happened, the account is `{text:0>12}`: write it as text.")));
    }
    if let Some(whole) = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0"))
        && AccountId::parse(whole).is_ok()
    {
        return Err(error("account-decimal", format!("`{}` is written as a decimal number", shown(text)))
            .remedy(format!("Enter `{whole}`.")));
    }
    match AccountId::parse(text) {
        Ok(id) => Ok(id.as_str().to_owned()),
        Err(wrong) => {
            let note = error(&wrong.code, format!("`{}`: {}", shown(text), wrong.message));
            Err(match wrong.hint {
                Some(hint) => note.remedy(hint),
                None => note,
            })
        }
    }
}

/// A name on one line.
pub(super) fn name(text: &str) -> String {
    text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Without what surrounds it where a spreadsheet was made to keep it as text: `'012…` and `="012…"`.
pub(super) fn unwrapped(text: &str) -> &str {
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || "\u{feff}\u{200b}\u{200e}\u{200f}".contains(c));
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    text.strip_prefix('\'').unwrap_or(text).trim()
}

/// `1.23457E+11`, with a comma in half of Europe.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    number(exponent)
        && match mantissa.split_once(['.', ',']) {
            Some((whole, part)) => number(whole) && number(part),
            None => number(mantissa),
        }
}
