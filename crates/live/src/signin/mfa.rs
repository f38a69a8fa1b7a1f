//! MFA: the code, and what AWS says of a wrong one.

use crate::error::{AwsAnswer, LiveError};
use std::fmt;

/// Six digits. Good for one use, so it is no lasting secret; it is not printed all the same.
#[derive(Clone, PartialEq, Eq)]
pub struct MfaCode(String);

impl MfaCode {
    /// Reads a code as somebody typed it; white space between the digits is let through.
    ///
    /// # Errors
    /// [`LiveError::MfaCodeForm`]: it is not six digits.
    pub fn parse(text: &str) -> Result<Self, LiveError> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(LiveError::MfaCodeForm)
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MfaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MfaCode(…)")
    }
}

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MfaAsk {
    /// The device: its ARN, or the number on it.
    pub serial: String,
    /// The profile that is signed in with.
    pub profile: Option<String>,
    /// Why the code before this one was not taken, in plain words.
    pub wrong: Option<String>,
}

/// What AWS says of an MFA that failed. Both come as `AccessDenied`, told apart by the text alone.
pub(super) enum Verdict {
    /// Another code may be taken.
    Wrong(String),
    /// No code will be: the device is not this user's.
    Device(String),
}

/// `None`: the refusal has another reason.
pub(super) fn verdict(answer: &AwsAnswer, serial: &str) -> Option<Verdict> {
    let says = |words: &str| answer.message.to_ascii_lowercase().contains(words);
    if says("unable to validate mfa code") || says("mfa serial number is valid") {
        Some(Verdict::Device(format!(
            "AWS cannot check a code of `{serial}`: the device is not one of the user whose keys sign in"
        )))
    } else if says("multifactorauthentication failed") || says("one time pass code") {
        Some(Verdict::Wrong("AWS did not take that code: it was wrong, too late, or used already".to_owned()))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_code_is_six_digits() {
        assert_eq!(MfaCode::parse(" 123 456\n").unwrap().as_str(), "123456");
        for wrong in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(MfaCode::parse(wrong).unwrap_err().code(), "mfa-code-form", "{wrong}");
        }
        assert!(!format!("{:?}", MfaCode::parse("123456").unwrap()).contains("123456"));
    }

    #[test]
    fn a_wrong_code_is_told_from_a_wrong_device() {
        let said = |text: &str| AwsAnswer::new("sts:GetSessionToken", "AccessDenied", Some(text), None);
        let of = |text: &str| verdict(&said(text), "arn:aws:iam::123456789012:mfa/ann");
        assert!(matches!(
            of("MultiFactorAuthentication failed with invalid MFA one time pass code. "),
            Some(Verdict::Wrong(_))
        ));
        assert!(matches!(
            of("MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA \
                serial number is valid and associated with this user."),
            Some(Verdict::Device(_))
        ));
        assert!(of("User: u is not authorized to perform: sts:AssumeRole on resource: r").is_none());
    }
}
