//! Account ids and ExternalIds made unreadable, the same everywhere in a report: in ARNs, documents,
//! diffs, evidence and commands.

use super::Report;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is made unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mask {
    /// Account ids: `1234••••9012`.
    pub accounts: bool,
    /// ExternalIds: `7f3c••••1a2b`. They are no secret; some would rather not pass them on.
    pub external_ids: bool,
}

const DOTS: &str = "\u{2022}\u{2022}\u{2022}\u{2022}";
/// In the place of the last dot where two accounts would look the same.
const APART: &str = "abcdefghijklmnopqrstuvwxyz";
/// From this length on the ends of an ExternalId can be shown without giving most of it away.
const ENDS_SHOWN: usize = 12;
/// Fewer characters than this before an ellipsis are a word like any other.
const SHORTEST_CUT: usize = 5;

pub(super) fn hide(report: &mut Report, mask: Mask) {
    report.masked = mask;
    if mask.external_ids {
        hide_external_ids(report);
    }
    if mask.accounts {
        hide_accounts(report);
    }
}

fn hide_accounts(report: &mut Report) {
    let own = report.setup.account.clone();
    let public = report.setup.gateway_principal.split(':').nth(4).unwrap_or_default().to_owned();
    let mut found = BTreeSet::new();
    report.each_text(&mut |text| found.extend(accounts(text).map(|(_, account)| account.to_owned())));
    found.remove(&public);
    let masks = masks(&found);
    report.each_text(&mut |text| {
        let mut hidden = String::with_capacity(text.len());
        let mut rest = 0;
        for (start, account) in accounts(text) {
            if let Some(mask) = masks.get(account) {
                hidden.push_str(text.get(rest..start).unwrap_or_default());
                hidden.push_str(mask);
                rest = start + account.len();
            }
        }
        hidden.push_str(text.get(rest..).unwrap_or_default());
        // The setup's own, wherever else it stands: within other digits, as the end of a UUID.
        if let Some(mask) = masks.get(&own) {
            hidden = hidden.replace(&own, mask);
        }
        *text = hidden;
    });
}

/// Whatever may be an account id: twelve digits that are no part of a longer number, and not the end
/// of a UUID. With where it begins.
fn accounts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let runs = text.split(|character: char| !character.is_ascii_digit()).map(move |run| {
        let at = start;
        // What ends a run may be longer than a byte.
        let after = at + run.len();
        start = after + text.get(after..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (at, run)
    });
    runs.filter(|(at, run)| run.len() == 12 && !ends_uuid(text.get(..*at).unwrap_or_default()))
}

/// Whether a text ends with the first four groups of a UUID.
fn ends_uuid(before: &str) -> bool {
    let Some(head) = before.len().checked_sub(24).and_then(|start| before.get(start..)) else { return false };
    head.char_indices().all(|(at, character)| match at {
        8 | 13 | 18 | 23 => character == '-',
        _ => character.is_ascii_hexdigit(),
    })
}

/// A mask for each account, no two the same as far as letters go.
fn masks(accounts: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let mut masks = BTreeMap::new();
    for account in accounts {
        let (head, tail) = (account.get(..4).unwrap_or_default(), account.get(8..).unwrap_or_default());
        let plain = format!("{head}{DOTS}{tail}");
        let apart = APART.chars().map(|letter| format!("{head}\u{2022}\u{2022}\u{2022}{letter}{tail}"));
        let free = std::iter::once(plain.clone()).chain(apart).find(|mask| !taken.contains(mask));
        let mask = free.unwrap_or(plain);
        taken.insert(mask.clone());
        masks.insert(account.clone(), mask);
    }
    masks
}

fn hide_external_ids(report: &mut Report) {
    let mut found = BTreeSet::new();
    for value in &report.setup.dashboard {
        if value.name == "aws_external_id" {
            found.extend(value.value.clone());
        }
    }
    // Other ones stand in the documents and in what they replaced.
    found.extend(asked_for(&report.documents.trust));
    for change in report.applied.iter().flat_map(|plan| &plan.changes) {
        let lines: Vec<&str> = change.diff.iter().map(|line| line.text.as_str()).collect();
        found.extend(asked_for(&lines.join("\n")));
    }
    // The longest first: one may be the beginning of another.
    let mut found: Vec<String> = found.into_iter().filter(|id| !id.is_empty()).collect();
    found.sort_by_key(|id| std::cmp::Reverse(id.len()));
    report.each_text(&mut |text| {
        for id in &found {
            *text = replace_whole(text, id, &mask_of(id));
            *text = replace_begun(text, id);
        }
    });
}

/// Evidence tells a long value by its beginning only: `7f3c2b1e-5a6…`.
fn replace_begun(text: &str, id: &str) -> String {
    const CUT: &str = "\u{2026}";
    let mut parts = text.split(CUT).peekable();
    let mut replaced = String::with_capacity(text.len());
    while let Some(part) = parts.next() {
        let is_cut = parts.peek().is_some();
        let begun = |end: &usize| id.get(..*end).is_some_and(|head| is_cut && part.ends_with(head));
        match (SHORTEST_CUT..=id.len()).rev().find(begun) {
            Some(length) => {
                replaced.push_str(part.get(..part.len() - length).unwrap_or_default());
                replaced.push_str(&mask_of(id));
            }
            None => {
                replaced.push_str(part);
                replaced.push_str(if is_cut { CUT } else { "" });
            }
        }
    }
    replaced
}

fn mask_of(external_id: &str) -> String {
    let last = external_id.len().saturating_sub(4);
    match (external_id.get(..4), external_id.get(last..)) {
        (Some(head), Some(tail)) if external_id.len() >= ENDS_SHOWN => format!("{head}{DOTS}{tail}"),
        _ => DOTS.to_owned(),
    }
}

/// The ExternalIds that a trust policy asks for, in whatever state its text is: the quoted texts
/// between the condition's key and the end of its object.
fn asked_for(policy: &str) -> Vec<String> {
    const KEY: &str = "\"sts:externalid\"";
    let lower = policy.to_ascii_lowercase();
    let conditions = lower.match_indices(KEY).filter_map(|(at, _)| policy.get(at + KEY.len()..));
    conditions
        .filter_map(|after| after.split('}').next())
        .flat_map(|values| values.split('"').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Replaces a word where it stands by itself: a short ExternalId may be part of any other word.
fn replace_whole(text: &str, word: &str, by: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, found) = rest.split_at(at);
        let after = found.get(word.len()..).unwrap_or_default();
        let joins = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let before_it = before.chars().next_back().or_else(|| replaced.chars().next_back());
        let alone = !joins(before_it) && !joins(after.chars().next());
        replaced.push_str(before);
        replaced.push_str(if alone { by } else { word });
        rest = after;
    }
    replaced + rest
}
