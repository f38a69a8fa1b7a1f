//! What a misspelt name was probably meant to be: for remedies, and for reading on behind it.

use super::PrincipalKind;

/// The elements of the document, and those of a statement.
pub(crate) const DOCUMENT_ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];
pub(crate) const STATEMENT_ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Every condition operator, in IAM's spelling, without prefix and suffix.
const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

/// The kinds of principal, in IAM's spelling.
pub(crate) const PRINCIPAL_KINDS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

pub(crate) fn principal_kind(name: &str) -> Option<(&'static str, PrincipalKind)> {
    let meant = nearest(name, PRINCIPAL_KINDS.into_iter())?;
    // Three letters are near to everything: AWS must be right but for its case.
    if meant == "AWS" && !name.trim().eq_ignore_ascii_case(meant) {
        return None;
    }
    Some((meant, PrincipalKind::from_key(meant)?))
}

/// An operator, with the prefix and the suffix that were written, corrected too.
pub(crate) fn operator(name: &str) -> Option<String> {
    let (prefix, rest) = match name.split_once(':') {
        Some((prefix, rest)) => {
            let prefix = nearest(prefix, ["ForAnyValue", "ForAllValues"].into_iter())?;
            (format!("{prefix}:"), rest)
        }
        None => (String::new(), name),
    };
    let lowered = rest.to_ascii_lowercase();
    let (base, suffix) = match lowered.strip_suffix("ifexists").and_then(|base| rest.get(..base.len())) {
        Some(base) if !base.eq_ignore_ascii_case("null") => (base, "IfExists"),
        Some(base) => (base, ""),
        None => (rest, ""),
    };
    Some(format!("{prefix}{}{suffix}", nearest(base, OPERATORS.into_iter())?))
}

/// The candidate that differs least; `None` if even that one differs in more than a quarter of the
/// letters.
pub fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let lowered: Vec<char> = name.trim().to_lowercase().chars().take(LONGEST).collect();
    candidates
        .filter_map(|candidate| {
            let letters: Vec<char> = candidate.chars().map(|letter| letter.to_ascii_lowercase()).collect();
            let forgiven = match letters.len() {
                // Two slips make any short word of any other.
                0..=4 => 1,
                length => (length / 4).max(MIN_SLIPS),
            };
            // Each letter more or less is one slip, so that most need not be compared at all.
            let is_near = letters.len().abs_diff(lowered.len()) <= forgiven;
            let distance = is_near.then(|| distance(&lowered, &letters))?;
            Some((distance, forgiven, candidate))
        })
        .min_by_key(|(distance, _, _)| *distance)
        .filter(|(distance, forgiven, _)| distance <= forgiven)
        .map(|(_, _, candidate)| candidate)
}

/// No name of IAM has more letters; what is longer is cut, so that a hostile text costs no time.
const LONGEST: usize = 128;

/// Two slips are forgiven in all but the shortest names.
const MIN_SLIPS: usize = 2;

/// How many letters have to be added, removed, replaced or swapped with their neighbour
/// (Damerau-Levenshtein, restricted).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (row, letter) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&current, column) + 1)
                .min(at(&previous, column + 1) + 1)
                .min(at(&previous, column) + usize::from(letter != other));
            let swapped =
                column > 0 && row > 0 && b.get(column - 1) == Some(letter) && a.get(row - 1) == Some(other);
            if swapped {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{nearest, operator};

    #[test]
    fn slips_are_forgiven_and_other_names_are_not() {
        let names = || ["bedrock", "s3"].into_iter();
        assert_eq!(nearest("bedrok", names()), Some("bedrock"));
        assert_eq!(nearest("bedorck", names()), Some("bedrock"));
        assert_eq!(nearest("BEDROCK ", names()), Some("bedrock"));
        assert_eq!(nearest("bedtime", names()), None);
    }

    #[test]
    fn an_operator_keeps_its_prefix_and_suffix() {
        for (name, meant) in [
            ("StringEqual", Some("StringEquals")),
            ("ForAnyValues:StringLikes", Some("ForAnyValue:StringLike")),
            ("StringEqualIfExists", Some("StringEqualsIfExists")),
            ("NullIfExists", Some("Null")),
            ("Frobnicate", None),
        ] {
            assert_eq!(operator(name).as_deref(), meant, "{name}");
        }
    }
}
