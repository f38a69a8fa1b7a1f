//! Whether a condition is met by a request, and if not, why.

use super::date::Moment;
use super::number::Number;
use super::operator::{Base, SetOperator};
use super::wanted::{Wanted, parse_bool};
use super::{Condition, Operator};
use std::cmp::Ordering;
use std::net::IpAddr;

/// Why a condition is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The request does not have the key.
    Absent,
    /// `Null` with `true`: the request has the key.
    Present,
    /// The value is none of those wanted.
    Different,
    /// Under a negated operator: the value is one of those.
    Excluded,
    /// The operator cannot compare the value of the request, or none of those wanted.
    Unreadable,
    /// The request has several values and the operator has no `ForAnyValue` or `ForAllValues`.
    SeveralValues,
    /// `ForAnyValue`: not one of the values fits.
    NoneFits,
    /// `ForAllValues`: one of the values does not fit.
    OneDoesNotFit,
}

/// One value of the request against all those wanted.
enum Compared {
    Met,
    NotMet(Why),
}

impl Condition {
    /// Whether the request meets it. `lookup` gives the values of a key in lower case.
    ///
    /// A key without values counts as absent ("resolves to a null data set").
    pub(crate) fn check<'c>(&self, lookup: &impl Fn(&str) -> Option<&'c [String]>) -> Result<(), Why> {
        let found = lookup(&self.key_lower).filter(|values| !values.is_empty());
        let Operator { base, negated, if_exists, set } = self.operator;
        if base == Base::Null {
            return self.check_null(found.is_none());
        }
        let Some(found) = found else {
            let met = match set {
                Some(SetOperator::ForAllValues) => true,
                Some(SetOperator::ForAnyValue) => if_exists,
                None => negated || if_exists,
            };
            return if met { Ok(()) } else { Err(Why::Absent) };
        };
        let is_met = |value: &String| matches!(self.compare(value, lookup), Compared::Met);
        match set {
            Some(SetOperator::ForAnyValue) if found.iter().any(is_met) => Ok(()),
            Some(SetOperator::ForAnyValue) => Err(Why::NoneFits),
            // "Resolves to a null data set, such as an empty string": nothing to object to.
            Some(SetOperator::ForAllValues) if matches!(found, [only] if only.is_empty()) => Ok(()),
            Some(SetOperator::ForAllValues) if found.iter().all(is_met) => Ok(()),
            Some(SetOperator::ForAllValues) => Err(Why::OneDoesNotFit),
            None => match found {
                [value] => match self.compare(value, lookup) {
                    Compared::Met => Ok(()),
                    Compared::NotMet(why) => Err(why),
                },
                // "Multivalued context keys require a condition set operator."
                _ => Err(Why::SeveralValues),
            },
        }
    }

    fn check_null(&self, absent: bool) -> Result<(), Why> {
        let met =
            self.wanted.iter().any(|wanted| matches!(wanted, Wanted::Absent(wanted) if *wanted == absent));
        match (met, absent) {
            (true, _) => Ok(()),
            (false, true) => Err(Why::Absent),
            (false, false) => Err(Why::Present),
        }
    }

    /// One suffices; under a negated operator, none may match. Where nothing could be compared, such
    /// as a number with a word, neither the operator nor its negation is met.
    fn compare<'c>(&self, value: &str, lookup: &impl Fn(&str) -> Option<&'c [String]>) -> Compared {
        let found = Found::read(self.operator.base, value);
        let mut unreadable = false;
        let mut matched = false;
        for wanted in &self.wanted {
            match one_matches(self.operator.base, wanted, &found, lookup) {
                Some(true) => {
                    matched = true;
                    break;
                }
                Some(false) => {}
                None => unreadable = true,
            }
        }
        match (matched, self.operator.negated) {
            (true, false) => Compared::Met,
            (true, true) => Compared::NotMet(Why::Excluded),
            (false, true) if !unreadable => Compared::Met,
            (false, false) if !unreadable => Compared::NotMet(Why::Different),
            (false, _) => Compared::NotMet(Why::Unreadable),
        }
    }
}

/// A value of the request, in the form that the operator compares.
enum Found<'v> {
    Text(&'v str),
    Number(Number),
    Moment(Moment),
    Address(IpAddr),
    Unreadable,
}

impl<'v> Found<'v> {
    fn read(base: Base, value: &'v str) -> Found<'v> {
        let read = match base {
            Base::StringEquals
            | Base::StringEqualsIgnoreCase
            | Base::StringLike
            | Base::BinaryEquals
            | Base::Null => Some(Found::Text(value)),
            Base::ArnLike => crate::arn::Arn::parse(value).map(|_| Found::Text(value)),
            Base::Bool => parse_bool(value).map(|_| Found::Text(value)),
            Base::NumericEquals
            | Base::NumericLessThan
            | Base::NumericLessThanEquals
            | Base::NumericGreaterThan
            | Base::NumericGreaterThanEquals => Number::parse(value).map(Found::Number),
            Base::DateEquals
            | Base::DateLessThan
            | Base::DateLessThanEquals
            | Base::DateGreaterThan
            | Base::DateGreaterThanEquals => Moment::parse(value).map(Found::Moment),
            Base::IpAddress => value.parse().ok().map(Found::Address),
        };
        read.unwrap_or(Found::Unreadable)
    }
}

/// `None`: the two cannot be compared.
fn one_matches<'c>(
    base: Base,
    wanted: &Wanted,
    found: &Found<'_>,
    lookup: &impl Fn(&str) -> Option<&'c [String]>,
) -> Option<bool> {
    match (wanted, found) {
        (Wanted::Text(template), Found::Text(value)) => Some(match base {
            Base::StringEqualsIgnoreCase | Base::Bool => template.matches_ignoring_case(value, lookup),
            _ => template.matches(value, lookup),
        }),
        (Wanted::Binary(wanted), Found::Text(value)) => Some(wanted == value.trim_end_matches('=')),
        (Wanted::Arn(pattern), Found::Text(value)) => Some(pattern.matches(value, lookup)),
        (Wanted::Number(wanted), Found::Number(value)) => Some(holds(base, value.compare(*wanted))),
        (Wanted::Moment(wanted), Found::Moment(value)) => Some(holds(base, value.cmp(wanted))),
        (Wanted::Range(range), Found::Address(address)) => Some(range.contains(*address)),
        _ => None,
    }
}

/// Whether the order of the request's value to the wanted one is what the operator asks for.
fn holds(base: Base, order: Ordering) -> bool {
    match base {
        Base::NumericLessThan | Base::DateLessThan => order.is_lt(),
        Base::NumericLessThanEquals | Base::DateLessThanEquals => order.is_le(),
        Base::NumericGreaterThan | Base::DateGreaterThan => order.is_gt(),
        Base::NumericGreaterThanEquals | Base::DateGreaterThanEquals => order.is_ge(),
        _ => order.is_eq(),
    }
}
