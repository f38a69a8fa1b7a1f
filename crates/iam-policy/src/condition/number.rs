//! The numbers of the Numeric operators: integers and decimals.

use std::cmp::Ordering;

/// A number as IAM compares it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// Set where the number is whole and small enough, so that large ids compare exactly.
    whole: Option<i128>,
    value: f64,
}

impl Number {
    pub(super) fn parse(text: &str) -> Option<Number> {
        let text = text.trim();
        // Rust reads more than IAM: `inf`, `NaN` and the like are no numbers here.
        let allowed = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
        if !text.bytes().all(allowed) {
            return None;
        }
        Some(Number {
            whole: text.parse().ok(),
            value: text.parse().ok().filter(|value: &f64| value.is_finite())?,
        })
    }

    pub(super) fn compare(self, other: Number) -> Ordering {
        match (self.whole, other.whole) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.value.total_cmp(&other.value),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_integers_and_decimals_and_nothing_else() {
        for good in ["0", "-5", "+5", "3.25", "1e3", ".5"] {
            assert!(Number::parse(good).is_some(), "{good}");
        }
        for bad in ["", "ten", "inf", "NaN", "1 2", "0x10", "1e999", "--1"] {
            assert!(Number::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn whole_numbers_beyond_the_precision_of_a_float_still_differ() {
        let a = Number::parse("9007199254740993").unwrap();
        let b = Number::parse("9007199254740992").unwrap();
        assert_eq!(a.compare(b), Ordering::Greater);
        assert_eq!(Number::parse("10").unwrap().compare(Number::parse("10.0").unwrap()), Ordering::Equal);
    }
}
