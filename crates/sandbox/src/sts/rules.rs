//! The bounds of STS's service model.

pub(super) use crate::check::{Check, TAG_KEY, TAG_VALUE};
use crate::error::ApiError;
use crate::validate::{Number, Pattern, Text, words_and};

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
pub(super) const ROLE_SECONDS: Number = Number { min: 900.0, max: 43200.0 };
pub(super) const OWN_SECONDS: Number = Number { min: 900.0, max: 129_600.0 };
const TOKEN_SIZE: Number = Number { min: 0.0, max: 4096.0 };

/// `DurationSeconds`.
pub(super) fn seconds(check: &mut Check<'_>, rule: Number) -> Result<Option<u32>, ApiError> {
    let seconds = check.number("DurationSeconds", rule)?;
    Ok(seconds.and_then(|seconds| u32::try_from(seconds).ok()))
}

/// `MinimumSessionTokenSize`, as what fills a token up to it.
pub(super) fn padding(check: &mut Check<'_>) -> Result<String, ApiError> {
    let size = check.number("MinimumSessionTokenSize", TOKEN_SIZE)?.unwrap_or(0).clamp(0, 4096);
    // The token is this in base64, a third longer, and the rest of what it holds.
    let bytes = usize::try_from(size).unwrap_or(0) * 3 / 4;
    Ok("=".repeat(bytes.saturating_sub(UNPADDED)))
}

/// What the shortest token holds without padding, at least: its beginning, its seal and its key id.
const UNPADDED: usize = 100;
