//! What a misspelt name was probably meant to be.

use super::knowledge::{ACTIONS, CONDITION_KEYS};

/// The elements of a document and of a statement.
const ELEMENTS: [&str; 12] = [
    "Version",
    "Id",
    "Statement",
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

pub(super) fn action(name: &str) -> Option<&'static str> {
    nearest(name, ACTIONS.iter().map(|action| action.name))
}

pub(super) fn condition_key(name: &str) -> Option<&'static str> {
    nearest(name, CONDITION_KEYS.iter().copied())
}

pub(super) fn element(name: &str) -> Option<&'static str> {
    nearest(name, ELEMENTS.into_iter())
}

/// The candidate that differs least; `None` if even that one differs in more than a quarter of the
/// letters.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let lowered = name.to_lowercase();
    candidates
        .map(|candidate| (distance(&lowered, &candidate.to_lowercase()), candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 4).max(2))
        .map(|(_, candidate)| candidate)
}

/// How many letters have to be added, removed or replaced (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (row, a) in a.chars().enumerate() {
        let mut left = row + 1;
        let mut current = vec![left];
        for (b, above) in b.iter().zip(previous.windows(2)) {
            let [diagonal, above] = above else { continue };
            left = (left + 1).min(above + 1).min(diagonal + usize::from(a != *b));
            current.push(left);
        }
        previous = current;
    }
    previous.last().copied().unwrap_or_default()
}
