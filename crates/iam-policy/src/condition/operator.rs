//! The names of the condition operators.

/// A condition operator, taken apart: `ForAnyValue:StringNotEqualsIfExists` is a set operator, a
/// base, negated, with `IfExists`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operator {
    /// What it compares, and how.
    pub base: Base,
    /// Whether it asks that nothing matches: `StringNotEquals`, `NotIpAddress`, …
    pub negated: bool,
    /// Whether an absent key meets it.
    pub if_exists: bool,
    /// How it treats several values in the request.
    pub set: Option<SetOperator>,
}

/// How an operator treats several values in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetOperator {
    /// At least one value of the request meets it.
    ForAnyValue,
    /// Every value of the request meets it, also where there is none.
    ForAllValues,
}

/// What an operator compares, and how, before any negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// `StringEquals`.
    StringEquals,
    /// `StringEqualsIgnoreCase`.
    StringEqualsIgnoreCase,
    /// `StringLike`: with `*` and `?`.
    StringLike,
    /// `NumericEquals`.
    NumericEquals,
    /// `NumericLessThan`.
    NumericLessThan,
    /// `NumericLessThanEquals`.
    NumericLessThanEquals,
    /// `NumericGreaterThan`.
    NumericGreaterThan,
    /// `NumericGreaterThanEquals`.
    NumericGreaterThanEquals,
    /// `DateEquals`.
    DateEquals,
    /// `DateLessThan`.
    DateLessThan,
    /// `DateLessThanEquals`.
    DateLessThanEquals,
    /// `DateGreaterThan`.
    DateGreaterThan,
    /// `DateGreaterThanEquals`.
    DateGreaterThanEquals,
    /// `Bool`.
    Bool,
    /// `BinaryEquals`.
    BinaryEquals,
    /// `IpAddress`.
    IpAddress,
    /// `ArnEquals` and `ArnLike`, which behave alike.
    ArnLike,
    /// `Null`: whether the key is absent.
    Null,
}

/// Every operator without its prefix and suffix, in lower case, and whether it is negated.
const OPERATORS: [(&str, Base, bool); 27] = [
    ("stringequals", Base::StringEquals, false),
    ("stringnotequals", Base::StringEquals, true),
    ("stringequalsignorecase", Base::StringEqualsIgnoreCase, false),
    ("stringnotequalsignorecase", Base::StringEqualsIgnoreCase, true),
    ("stringlike", Base::StringLike, false),
    ("stringnotlike", Base::StringLike, true),
    ("numericequals", Base::NumericEquals, false),
    ("numericnotequals", Base::NumericEquals, true),
    ("numericlessthan", Base::NumericLessThan, false),
    ("numericlessthanequals", Base::NumericLessThanEquals, false),
    ("numericgreaterthan", Base::NumericGreaterThan, false),
    ("numericgreaterthanequals", Base::NumericGreaterThanEquals, false),
    ("dateequals", Base::DateEquals, false),
    ("datenotequals", Base::DateEquals, true),
    ("datelessthan", Base::DateLessThan, false),
    ("datelessthanequals", Base::DateLessThanEquals, false),
    ("dategreaterthan", Base::DateGreaterThan, false),
    ("dategreaterthanequals", Base::DateGreaterThanEquals, false),
    ("bool", Base::Bool, false),
    ("binaryequals", Base::BinaryEquals, false),
    ("ipaddress", Base::IpAddress, false),
    ("notipaddress", Base::IpAddress, true),
    ("arnequals", Base::ArnLike, false),
    ("arnlike", Base::ArnLike, false),
    ("arnnotequals", Base::ArnLike, true),
    ("arnnotlike", Base::ArnLike, true),
    ("null", Base::Null, false),
];

impl Operator {
    /// Reads a name; `None` if IAM has no such operator. Upper and lower case do not matter.
    pub fn parse(name: &str) -> Option<Operator> {
        let name = name.to_ascii_lowercase();
        let (set, name) = match name.split_once(':') {
            None => (None, name.as_str()),
            Some(("foranyvalue", name)) => (Some(SetOperator::ForAnyValue), name),
            Some(("forallvalues", name)) => (Some(SetOperator::ForAllValues), name),
            Some(_) => return None,
        };
        let (name, if_exists) = match name.strip_suffix("ifexists") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let (_, base, negated) = OPERATORS.iter().find(|(known, _, _)| *known == name)?;
        // `Null` asks for the presence itself, so `IfExists` has no meaning with it.
        if *base == Base::Null && if_exists {
            return None;
        }
        Some(Operator { base: *base, negated: *negated, if_exists, set })
    }
}
