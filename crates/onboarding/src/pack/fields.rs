//! Reading a file into its type. A field that is not known is reported and passed over, so that one
//! misspelt name does not hide what else is wrong.

use super::fault::{Faults, LineColumn, Rule};
use iam_policy::Position;
use iam_policy::json::{self, Member, Node, Value};
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// So many fields are passed over; who has more has another format.
const MOST: usize = 16;

pub(super) fn typed<T: DeserializeOwned>(
    file: &'static str,
    text: &str,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..=MOST {
        let error = match serde_json::from_str(&text) {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let whole = error.to_string();
        // The place is kept apart from the words.
        let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message);
        let Some((place, without)) = pass_over(&text, message, &error) else {
            let place = LineColumn { line: error.line(), column: error.column().max(1) };
            faults.add((file, Rule::Fields), Some(place), message);
            return None;
        };
        faults.add((file, Rule::Fields), Some(place), message);
        text = Cow::Owned(without);
    }
    None
}

/// The place of a field that is not known, and the text with blanks in its stead.
fn pass_over(text: &str, message: &str, error: &serde_json::Error) -> Option<(LineColumn, String)> {
    let (name, _) = message.strip_prefix("unknown field `")?.split_once('`')?;
    let line_start: usize = text.split_inclusive('\n').take(error.line().checked_sub(1)?).map(str::len).sum();
    let reached = line_start + error.column();
    let document = json::parse(text).ok()?;
    let mut found = None;
    last_before(&document, name, reached, &mut found);
    let (start, end) = found?;
    let after = text.get(end..)?;
    let before = text.get(..start)?;
    let (start, end) = if after.trim_start().starts_with(',') {
        (start, end + (after.len() - after.trim_start().len()) + 1)
    } else if before.trim_end().ends_with(',') {
        (before.trim_end().len() - 1, end)
    } else {
        (start, end)
    };
    // Line ends stay, so that the places after it are those of the file.
    let blanks = text.get(start..end)?.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
    let mut without = text.get(..start)?.to_owned();
    without.extend(blanks);
    without.push_str(text.get(end..)?);
    let place = Position::of(text, found?.0);
    Some((place.into(), without))
}

/// The last member of this name whose key the reader had passed.
fn last_before(value: &Value<'_>, name: &str, reached: usize, found: &mut Option<(usize, usize)>) {
    match &value.node {
        Node::Array(items) => items.iter().for_each(|item| last_before(item, name, reached, found)),
        Node::Object(members) => {
            for Member { key, key_span, value } in members {
                if key == name && key_span.end <= reached {
                    *found = Some((key_span.start, value.span.end));
                }
                last_before(value, name, reached, found);
            }
        }
        _ => {}
    }
}
