//! Before and after, line by line.

use super::{DiffLine, DiffSign};
use crate::role::Tag;
use similar::{ChangeTag, TextDiff};

/// The lines of two texts with their signs.
pub(crate) fn lines(before: &str, after: &str) -> Vec<DiffLine> {
    TextDiff::from_lines(&ended(before), &ended(after))
        .iter_all_changes()
        .map(|change| DiffLine {
            sign: match change.tag() {
                ChangeTag::Equal => DiffSign::Same,
                ChangeTag::Insert => DiffSign::Added,
                ChangeTag::Delete => DiffSign::Removed,
            },
            text: change.value().trim_end_matches('\n').to_owned(),
        })
        .collect()
}

/// With a line end at the end, so that a last line does not differ by lacking one.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// JSON in the one form in which documents are compared by eye; other text as it is.
pub(super) fn pretty(document: &str) -> String {
    serde_json::from_str::<serde_json::Value>(document)
        .map_or_else(|_| document.to_owned(), |value| format!("{value:#}"))
}

/// One line a tag.
pub(super) fn tag_lines(tags: &[Tag]) -> Vec<String> {
    tags.iter().map(|tag| format!("Tag: {}={}", tag.key, tag.value)).collect()
}
