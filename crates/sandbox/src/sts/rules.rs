//! The bounds of STS's service model.

use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Number, Pattern, Text, Violations, words_and};

const TEXT: Pattern = Pattern {
    shown: r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    accepts: |text| text.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}')),
};
const NAME: Pattern = Pattern { shown: r"[\w+=,.@-]*", accepts: |text| words_and(text, "+=,.@-") };

pub(super) const ARN: Text = Text {
    min: 20,
    max: 2048,
    pattern: Some(Pattern {
        shown: r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
        accepts: |text| {
            text.chars().all(|c| {
                matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}')
                    || matches!(c, '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
            })
        },
    }),
};
pub(super) const SESSION_NAME: Text = Text { min: 2, max: 64, pattern: Some(NAME) };
pub(super) const FEDERATED_NAME: Text = Text { min: 2, max: 32, pattern: Some(NAME) };
pub(super) const SOURCE_IDENTITY: Text = Text { min: 2, max: 256, pattern: Some(NAME) };
/// AssumeRole's has no greatest length: see [`super::policy`].
pub(super) const POLICY: Text = Text { min: 1, max: usize::MAX, pattern: Some(TEXT) };
pub(super) const FEDERATION_POLICY: Text = Text { min: 1, max: 2048, pattern: Some(TEXT) };
pub(super) const EXTERNAL_ID: Text = Text {
    min: 2,
    max: 1224,
    pattern: Some(Pattern { shown: r"[\w+=,.@:\/-]*", accepts: |text| words_and(text, "+=,.@:/-") }),
};
pub(super) const SERIAL_NUMBER: Text = Text {
    min: 9,
    max: 256,
    pattern: Some(Pattern { shown: r"[\w+=/:,.@-]*", accepts: |text| words_and(text, "+=/:,.@-") }),
};
pub(super) const TOKEN_CODE: Text = Text {
    min: 6,
    max: 6,
    pattern: Some(Pattern { shown: r"[\d]*", accepts: |text| text.bytes().all(|b| b.is_ascii_digit()) }),
};
pub(super) const KEY_ID: Text = Text {
    min: 16,
    max: 128,
    pattern: Some(Pattern { shown: r"[\w]*", accepts: |text| words_and(text, "") }),
};
pub(super) const TAG_KEY: Text = Text {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        shown: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+",
        accepts: |text| !text.is_empty() && tag(text),
    }),
};
pub(super) const TAG_VALUE: Text =
    Text { min: 0, max: 256, pattern: Some(Pattern { shown: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", accepts: tag }) };
pub(super) const ROLE_SECONDS: Number = Number { min: 900.0, max: 43200.0 };
pub(super) const OWN_SECONDS: Number = Number { min: 900.0, max: 129_600.0 };
const TOKEN_SIZE: Number = Number { min: 0.0, max: 4096.0 };

/// Letters, numbers and separators of any script: those are what `\p{L}\p{N}\p{Z}` mean.
fn tag(text: &str) -> bool {
    let separator = |c: char| c == ' ' || (c.is_whitespace() && !c.is_control());
    text.chars().all(|c| c.is_alphanumeric() || separator(c) || "_.:/=+-@".contains(c))
}

/// The checks of one request, ended by [`Check::end`].
pub(super) struct Check<'a> {
    call: &'a Call<'a>,
    pub(super) violations: Violations,
}

impl<'a> Check<'a> {
    pub(super) fn new(call: &'a Call<'a>) -> Self {
        Self { call, violations: Violations::default() }
    }

    /// A member that must be there.
    pub(super) fn required(&mut self, parameter: &str, rule: Text) -> &'a str {
        let value = self.call.form.get(parameter);
        self.violations.required(&member(parameter), value, rule);
        value.unwrap_or_default()
    }

    /// A member that may be there.
    pub(super) fn optional(&mut self, parameter: &str, rule: Text) -> Option<&'a str> {
        let value = self.call.form.get(parameter);
        self.violations.optional(&member(parameter), value, rule);
        value
    }

    fn number(&mut self, parameter: &str, rule: Number) -> Result<Option<u32>, ApiError> {
        let value = self.call.integer(parameter)?;
        if let Some(value) = value {
            self.violations.integer(&member(parameter), value, rule);
        }
        Ok(value.and_then(|value| u32::try_from(value).ok()))
    }

    /// `DurationSeconds`.
    pub(super) fn seconds(&mut self, rule: Number) -> Result<Option<u32>, ApiError> {
        self.number("DurationSeconds", rule)
    }

    /// `MinimumSessionTokenSize`, as what fills a token up to it.
    pub(super) fn padding(&mut self) -> Result<String, ApiError> {
        let size = self.number("MinimumSessionTokenSize", TOKEN_SIZE)?.unwrap_or(0).min(4096);
        // The token is this in base64, a third longer, and the rest of what it holds.
        let bytes = usize::try_from(size).unwrap_or(0) * 3 / 4;
        Ok("=".repeat(bytes.saturating_sub(UNPADDED)))
    }

    /// The refusal, if anything was found.
    pub(super) fn end(self) -> Result<(), ApiError> {
        self.violations.message().map_or(Ok(()), |message| Err(ApiError::validation(message)))
    }
}

/// What the shortest token holds without padding, at least: its beginning, its seal and its key id.
const UNPADDED: usize = 100;

/// The service model's name of a parameter in a message: its first letter is small.
fn member(parameter: &str) -> String {
    let mut letters = parameter.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}
