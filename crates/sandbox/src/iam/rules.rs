//! The bounds of IAM's service model.

use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Number, Pattern, Text, Violations, words_and};

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
pub(super) const MAX_SESSION: Number = Number { min: 3600.0, max: 43200.0 };
const MARKER: Text = Text {
    min: 1,
    max: 320,
    pattern: Some(Pattern {
        shown: r"[\u0020-\u00FF]+",
        accepts: |text| !text.is_empty() && text.chars().all(|c| matches!(c, ' '..='\u{ff}')),
    }),
};
const MAX_ITEMS: Number = Number { min: 1.0, max: 1000.0 };

fn visible(text: &str) -> bool {
    text.bytes().all(|byte| (0x21..=0x7e).contains(&byte))
}

fn is_line(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}

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

    /// A number that may be there.
    pub(super) fn number(&mut self, parameter: &str, rule: Number) -> Result<Option<i64>, ApiError> {
        let value = self.call.integer(parameter)?;
        if let Some(value) = value {
            self.violations.integer(&member(parameter), value, rule);
        }
        Ok(value)
    }

    /// A list of strings that may be there.
    pub(super) fn texts(&mut self, parameter: &str, most: usize, rule: Text) -> Vec<String> {
        let members = self.call.form.list(parameter);
        let values = members.iter().map(|member| member.get("").unwrap_or_default().to_owned());
        let values: Vec<String> = values.collect();
        let path = member(parameter);
        self.violations.length(&path, &format!("[{}]", values.join(", ")), values.len(), 0, most);
        self.violations.members(&path, &values, rule);
        values
    }

    /// A list of strings that must be there.
    pub(super) fn required_texts(&mut self, parameter: &str, most: usize, rule: Text) -> Vec<String> {
        if !self.call.form.has(parameter) {
            self.violations.missing(&member(parameter));
        }
        self.texts(parameter, most, rule)
    }

    /// One of a set, if it is there.
    pub(super) fn choice(&mut self, parameter: &str, set: &[&str]) -> Option<&'a str> {
        let value = self.call.form.get(parameter);
        self.violations.one_of(&member(parameter), value, set);
        value
    }

    /// One of a set, which must be there.
    pub(super) fn required_choice(&mut self, parameter: &str, set: &[&str]) -> &'a str {
        let value = self.choice(parameter, set);
        if value.is_none() {
            self.violations.missing(&member(parameter));
        }
        value.unwrap_or_default()
    }

    /// A boolean; false unless it is there.
    pub(super) fn flag(&mut self, parameter: &str) -> Result<bool, ApiError> {
        match self.call.form.get(parameter) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => {
                Err(ApiError::bad_request("MalformedInput", format!("Invalid boolean value for {parameter}")))
            }
        }
    }

    /// `Marker` and `MaxItems`.
    pub(super) fn page(&mut self) -> Result<(), ApiError> {
        self.optional("Marker", MARKER);
        self.number("MaxItems", MAX_ITEMS).map(|_| ())
    }

    /// The refusal, if anything was found so far: what follows relies on it.
    pub(super) fn fail_early(&mut self) -> Result<(), ApiError> {
        std::mem::take(&mut self.violations)
            .message()
            .map_or(Ok(()), |message| Err(ApiError::validation(message)))
    }

    /// The refusal, if anything was found.
    pub(super) fn end(self) -> Result<(), ApiError> {
        self.violations.message().map_or(Ok(()), |message| Err(ApiError::validation(message)))
    }
}

/// The service model's name of a parameter in a message: its first letter is small.
fn member(parameter: &str) -> String {
    let mut letters = parameter.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}
