//! The parameters of the query services, read and held against their rules; what several services ask for.

use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Number, Pattern, Text, Violations};

pub(crate) const TAG_KEY: Text = Text {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        shown: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+",
        accepts: |text| !text.is_empty() && tag(text),
    }),
};
pub(crate) const TAG_VALUE: Text =
    Text { min: 0, max: 256, pattern: Some(Pattern { shown: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", accepts: tag }) };
const MARKER: Text = Text {
    min: 1,
    max: 320,
    pattern: Some(Pattern {
        shown: r"[\u0020-\u00FF]+",
        accepts: |text| !text.is_empty() && text.chars().all(|c| matches!(c, ' '..='\u{ff}')),
    }),
};
const MAX_ITEMS: Number = Number { min: 1.0, max: 1000.0 };

/// Letters, numbers and separators of any script: those are what `\p{L}\p{N}\p{Z}` mean.
fn tag(text: &str) -> bool {
    let separator = |c: char| c == ' ' || (c.is_whitespace() && !c.is_control());
    text.chars().all(|c| c.is_alphanumeric() || separator(c) || "_.:/=+-@".contains(c))
}

/// The checks of one request, ended by [`Check::end`].
pub(crate) struct Check<'a> {
    call: &'a Call<'a>,
    pub(crate) violations: Violations,
}

impl<'a> Check<'a> {
    pub(crate) fn new(call: &'a Call<'a>) -> Self {
        Self { call, violations: Violations::default() }
    }

    /// A member that must be there.
    pub(crate) fn required(&mut self, parameter: &str, rule: Text) -> &'a str {
        let value = self.call.form.get(parameter);
        self.violations.required(&member(parameter), value, rule);
        value.unwrap_or_default()
    }

    /// A member that may be there.
    pub(crate) fn optional(&mut self, parameter: &str, rule: Text) -> Option<&'a str> {
        let value = self.call.form.get(parameter);
        self.violations.optional(&member(parameter), value, rule);
        value
    }

    /// A number that may be there.
    pub(crate) fn number(&mut self, parameter: &str, rule: Number) -> Result<Option<i64>, ApiError> {
        let value = self.call.integer(parameter)?;
        if let Some(value) = value {
            self.violations.integer(&member(parameter), value, rule);
        }
        Ok(value)
    }

    /// A list of strings that may be there.
    pub(crate) fn texts(&mut self, parameter: &str, most: usize, rule: Text) -> Vec<String> {
        let members = self.call.form.list(parameter);
        let values = members.iter().map(|member| member.get("").unwrap_or_default().to_owned());
        let values: Vec<String> = values.collect();
        let path = member(parameter);
        self.violations.length(&path, &format!("[{}]", values.join(", ")), values.len(), 0, most);
        self.violations.members(&path, &values, rule);
        values
    }

    /// A list of strings that must be there.
    pub(crate) fn required_texts(&mut self, parameter: &str, most: usize, rule: Text) -> Vec<String> {
        if !self.call.form.has(parameter) {
            self.violations.missing(&member(parameter));
        }
        self.texts(parameter, most, rule)
    }

    /// One of a set, if it is there.
    pub(crate) fn choice(&mut self, parameter: &str, set: &[&str]) -> Option<&'a str> {
        let value = self.call.form.get(parameter);
        self.violations.one_of(&member(parameter), value, set);
        value
    }

    /// One of a set, which must be there.
    pub(crate) fn required_choice(&mut self, parameter: &str, set: &[&str]) -> &'a str {
        let value = self.choice(parameter, set);
        if value.is_none() {
            self.violations.missing(&member(parameter));
        }
        value.unwrap_or_default()
    }

    /// A boolean; false unless it is there.
    pub(crate) fn flag(&mut self, parameter: &str) -> Result<bool, ApiError> {
        match self.call.form.get(parameter) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => {
                Err(ApiError::bad_request("MalformedInput", format!("Invalid boolean value for {parameter}")))
            }
        }
    }

    /// `Marker` and `MaxItems`.
    pub(crate) fn page(&mut self) -> Result<(), ApiError> {
        self.optional("Marker", MARKER);
        self.number("MaxItems", MAX_ITEMS).map(|_| ())
    }

    /// The refusal, if anything was found so far: what follows relies on it.
    pub(crate) fn fail_early(&mut self) -> Result<(), ApiError> {
        std::mem::take(&mut self.violations)
            .message()
            .map_or(Ok(()), |message| Err(ApiError::validation(message)))
    }

    /// The refusal, if anything was found.
    pub(crate) fn end(self) -> Result<(), ApiError> {
        self.violations.message().map_or(Ok(()), |message| Err(ApiError::validation(message)))
    }
}

/// The service model's name of a parameter in a message: the first letter of each step is small.
pub(crate) fn member(parameter: &str) -> String {
    let small = |step: &str| {
        let mut letters = step.chars();
        letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect::<String>()
    };
    parameter.split('.').map(small).collect::<Vec<_>>().join(".")
}
