//! The bounds of CloudFormation's service model.

use super::template::LARGEST;
use crate::check::Check;
use crate::error::ApiError;
use crate::validate::{Number, Pattern, Text};

/// A StackSet's name, its id or its ARN.
pub(super) const NAME_OR_ID: Text = Text { min: 1, max: 2048, pattern: None };
/// The name of a new one.
pub(super) const NAME: Text =
    Text { min: 1, max: 128, pattern: Some(Pattern { shown: "[a-zA-Z][-a-zA-Z0-9]*", accepts: is_name }) };
/// As UpdateStackInstances alone holds it.
pub(super) const STRICT_NAME_OR_ID: Text = Text {
    min: 1,
    max: 2048,
    pattern: Some(Pattern {
        shown: "[a-zA-Z][-a-zA-Z0-9]*(?::[a-zA-Z0-9]{8}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{12})?",
        accepts: |text| match text.split_once(':') {
            None => is_name(text),
            Some((name, unique)) => is_name(name) && is_unique(unique),
        },
    }),
};
pub(super) const DESCRIPTION: Text = Text { min: 1, max: 1024, pattern: None };
pub(super) const TEMPLATE: Text = Text { min: 1, max: LARGEST, pattern: None };
pub(super) const URL: Text = Text { min: 1, max: 5120, pattern: None };
pub(super) const ROLE_ARN: Text = Text { min: 20, max: 2048, pattern: None };
pub(super) const ROLE_NAME: Text = Text {
    min: 1,
    max: 64,
    pattern: Some(Pattern {
        shown: "[a-zA-Z_0-9+=,.@-]+",
        accepts: |text| !text.is_empty() && crate::validate::words_and(text, "+=,.@-"),
    }),
};
pub(super) const TOKEN: Text = Text {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        shown: "[a-zA-Z0-9][-a-zA-Z0-9]*",
        accepts: |text| text.starts_with(|c: char| c.is_ascii_alphanumeric()) && is_words(text),
    }),
};
pub(super) const ACCOUNT: Text = Text {
    min: 12,
    max: 12,
    pattern: Some(Pattern {
        shown: "^[0-9]{12}$",
        accepts: |text| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()),
    }),
};
pub(super) const REGION: Text = Text {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        shown: "^[a-zA-Z0-9-]{1,128}$",
        accepts: |text| !text.is_empty() && is_words(text),
    }),
};
pub(super) const UNIT: Text = Text {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        shown: "^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$",
        accepts: |text| {
            let part = |text: &str, least: usize| {
                (least..=32).contains(&text.len())
                    && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            };
            match text.split('-').collect::<Vec<_>>().as_slice() {
                ["ou", root, unit] => part(root, 4) && part(unit, 8),
                ["r", root] => part(root, 4),
                _ => false,
            }
        },
    }),
};
pub(super) const ACCOUNTS_URL: Text = Text {
    min: 1,
    max: 5120,
    pattern: Some(Pattern {
        shown: "(s3://|http(s?)://).+",
        accepts: |text| {
            let schemes = ["s3://", "http://", "https://"];
            schemes.iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        },
    }),
};
pub(super) const NEXT_TOKEN: Text = Text { min: 1, max: 1024, pattern: None };
pub(super) const TAG_KEY: Text = Text { min: 1, max: 128, pattern: None };
pub(super) const TAG_VALUE: Text = Text { min: 1, max: 256, pattern: None };
pub(super) const PAGE: Number = Number { min: 1.0, max: 100.0 };
pub(super) const COUNT: Number = Number { min: 0.0, max: f64::INFINITY };
pub(super) const COUNT_FROM_ONE: Number = Number { min: 1.0, max: f64::INFINITY };
pub(super) const PERCENT: Number = Number { min: 0.0, max: 100.0 };
pub(super) const PERCENT_FROM_ONE: Number = Number { min: 1.0, max: 100.0 };
/// A filter's values, of instances and of results.
pub(super) const FILTER: Text =
    Text { min: 1, max: 128, pattern: Some(Pattern { shown: r"^\S{1,128}$", accepts: is_solid }) };
pub(super) const RESULT_FILTER: Text = Text {
    min: 6,
    max: 9,
    pattern: Some(Pattern {
        shown: r"^\S{6,9}$",
        accepts: |text| (6..=9).contains(&text.chars().count()) && is_solid(text),
    }),
};

fn is_words(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && is_words(text)
}

fn is_unique(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && is_words(text)
}

fn is_solid(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

/// A StackSet's name and who asks for it: what every operation but one has.
pub(super) fn name<'a>(check: &mut Check<'a>, rule: Text) -> &'a str {
    let name = check.required("StackSetName", rule);
    check.choice("CallAs", &["SELF", "DELEGATED_ADMIN"]);
    name
}

/// Nobody is a delegated administrator here.
pub(super) fn refuse_delegated(call_as: Option<&str>) -> Result<(), ApiError> {
    match call_as {
        Some("DELEGATED_ADMIN") => Err(not_management()),
        _ => Ok(()),
    }
}

/// Who may work with service-managed StackSets.
pub(super) fn not_management() -> ApiError {
    ApiError::validation(
        "You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set",
    )
}
