//! The bounds of IAM's service model.

pub(super) use crate::check::{Check, TAG_KEY, TAG_VALUE};
use crate::validate::{Number, Pattern, Text, words_and};

const NAME: Pattern =
    Pattern { shown: r"[\w+=,.@-]+", accepts: |text| !text.is_empty() && words_and(text, "+=,.@-") };
pub(super) const ROLE_NAME: Text = Text { min: 1, max: 64, pattern: Some(NAME) };
/// A user's name where one is made, or something attached to it.
pub(super) const USER_NAME: Text = Text { min: 1, max: 64, pattern: Some(NAME) };
/// A user's name elsewhere.
pub(super) const EXISTING_USER_NAME: Text = Text { min: 1, max: 128, pattern: Some(NAME) };
pub(super) const POLICY_NAME: Text = Text { min: 1, max: 128, pattern: Some(NAME) };

pub(super) const PATH: Text = Text {
    min: 1,
    max: 512,
    pattern: Some(Pattern {
        shown: r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)",
        accepts: |text| {
            let inner = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
            text == "/" || inner.is_some_and(|inner| !inner.is_empty() && visible(inner))
        },
    }),
};
pub(super) const PATH_PREFIX: Text = Text {
    min: 1,
    max: 512,
    pattern: Some(Pattern {
        shown: r"\u002F[\u0021-\u007F]*",
        accepts: |text| {
            text.strip_prefix('/').is_some_and(|rest| rest.bytes().all(|b| (0x21..=0x7f).contains(&b)))
        },
    }),
};
pub(super) const POLICY_PATH: Text = Text {
    min: 1,
    max: 512,
    pattern: Some(Pattern {
        shown: r"((/[A-Za-z0-9\.,\+@=_-]+)*)/",
        accepts: |text| {
            let inner = text.strip_suffix('/');
            inner.is_some_and(|inner| {
                let mut parts = inner.split('/');
                parts.next() == Some("") && parts.all(|part| !part.is_empty() && words_and(part, ".,+@=-"))
            })
        },
    }),
};
pub(super) const DOCUMENT: Text = Text {
    min: 1,
    max: 131_072,
    pattern: Some(Pattern {
        shown: r"[\u0009\u000A\u000D\u0020-\u00FF]+",
        accepts: |text| !text.is_empty() && text.chars().all(|c| is_line(c) || matches!(c, ' '..='\u{ff}')),
    }),
};
pub(super) const DESCRIPTION: Text = Text {
    min: 0,
    max: 1000,
    pattern: Some(Pattern {
        shown: r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*",
        accepts: |text| text.chars().all(|c| is_line(c) || matches!(c, ' '..='~' | '\u{a1}'..='\u{ff}')),
    }),
};
pub(super) const POLICY_DESCRIPTION: Text = Text { min: 0, max: 1000, pattern: None };
pub(super) const ARN: Text = Text { min: 20, max: 2048, pattern: None };
pub(super) const ACCESS_KEY_ID: Text = Text {
    min: 16,
    max: 128,
    pattern: Some(Pattern { shown: r"[\w]+", accepts: |text| !text.is_empty() && words_and(text, "") }),
};
pub(super) const VERSION_ID: Text = Text {
    min: 0,
    max: usize::MAX,
    pattern: Some(Pattern {
        shown: r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?",
        accepts: |text| {
            let (number, rest) = text.split_once('.').unwrap_or((text, ""));
            let digits = number.strip_prefix('v').unwrap_or_default();
            digits.starts_with(|c: char| matches!(c, '1'..='9'))
                && digits.bytes().all(|b| b.is_ascii_digit())
                && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        },
    }),
};
pub(super) const MAX_SESSION: Number = Number { min: 3600.0, max: 43200.0 };
fn visible(text: &str) -> bool {
    text.bytes().all(|byte| (0x21..=0x7e).contains(&byte))
}

fn is_line(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}
