//! The values of a condition, read once when the document is parsed.

use super::date::Moment;
use super::ip::Range;
use super::number::Number;
use super::operator::Base;
use crate::arn::{ArnPattern, Variables};
use crate::template::{Template, Wildcards};

/// One value that the document wants, in the form that its operator compares.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wanted {
    Text(Template),
    Number(Number),
    Moment(Moment),
    Range(Range),
    Arn(ArnPattern),
    /// Base64, without its padding.
    Binary(String),
    /// For `Null`: whether the key must be absent.
    Absent(bool),
    /// The operator cannot read it.
    Unreadable,
}

impl Wanted {
    /// `variables` is whether the document's version has policy variables. Only the String, Arn and
    /// Bool operators fill them in.
    pub(super) fn read(base: Base, value: &str, variables: bool) -> Wanted {
        let read = match base {
            Base::StringEquals | Base::StringEqualsIgnoreCase => {
                Some(Wanted::Text(Template::new(value, variables, Wildcards::Literal)))
            }
            Base::StringLike => Some(Wanted::Text(Template::new(value, variables, Wildcards::Active))),
            Base::Bool => read_bool(value, variables),
            Base::NumericEquals
            | Base::NumericLessThan
            | Base::NumericLessThanEquals
            | Base::NumericGreaterThan
            | Base::NumericGreaterThanEquals => Number::parse(value).map(Wanted::Number),
            Base::DateEquals
            | Base::DateLessThan
            | Base::DateLessThanEquals
            | Base::DateGreaterThan
            | Base::DateGreaterThanEquals => Moment::parse(value).map(Wanted::Moment),
            Base::BinaryEquals => Some(Wanted::Binary(value.trim_end_matches('=').to_owned())),
            Base::IpAddress => Range::parse(value).map(Wanted::Range),
            Base::ArnLike => ArnPattern::new(value, variables, Variables::Everywhere).map(Wanted::Arn),
            Base::Null => parse_bool(value).map(Wanted::Absent),
        };
        read.unwrap_or(Wanted::Unreadable)
    }
}

fn read_bool(value: &str, variables: bool) -> Option<Wanted> {
    let template = Template::new(value, variables, Wildcards::Literal);
    match template {
        Template::Fixed(_) => parse_bool(value)?,
        Template::Open(_) => true,
    };
    Some(Wanted::Text(template))
}

/// `true` or `false`, in any case.
pub(super) fn parse_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}
