//! What `aws organizations list-accounts` prints, whole or by `--query Accounts`.

use super::{AccountNote, Reading};
use crate::fields::Severity;
use serde_json::Value;

/// The names that an account's parts go by.
const IDS: [&str; 4] = ["Id", "account_id", "AccountId", "id"];
const NAMES: [&str; 2] = ["Name", "name"];
const EXTERNAL_IDS: [&str; 3] = ["external_id", "aws_external_id", "ExternalId"];
/// `State` came in 2025 and will take the place of `Status` (Organizations API reference, Account).
const STATES: [&str; 2] = ["State", "Status"];

pub(super) fn read(text: &str, reading: &mut Reading<'_>) {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(u32::MAX).max(1);
            return reading.note(
                AccountNote::new(line, Severity::Error, "json-syntax", format!("not JSON: {error}"))
                    .remedy("Paste the whole output of `aws organizations list-accounts`."),
            );
        }
    };
    let accounts = match &value {
        Value::Array(accounts) => Some(accounts),
        other => other.get("Accounts").or_else(|| other.get("accounts")).and_then(Value::as_array),
    };
    let Some(accounts) = accounts else {
        return reading.note(
            AccountNote::new(
                1,
                Severity::Error,
                "json-no-accounts",
                "this is JSON without a list `Accounts`",
            )
            .remedy("Paste the output of `aws organizations list-accounts`."),
        );
    };
    let mut place = Place { text, offset: 0, line: 1, lost: false };
    for account in accounts {
        let id = member(account, &IDS);
        let line = place.find(&id);
        let external_id = member(account, &EXTERNAL_IDS);
        if external_id.is_empty() {
            reading.organization_account(line, &id, &member(account, &NAMES), &state(account));
        } else {
            reading.take(line, &id, &member(account, &NAMES), Some(&external_id));
        }
    }
    if value.get("NextToken").is_some_and(|token| !token.is_null()) {
        reading.note(
            AccountNote::new(
                place.line,
                Severity::Warning,
                "json-more",
                "the list goes on: it ends with a NextToken",
            )
            .remedy("Read it without --max-items, so that it is whole."),
        );
    }
}

/// The first member of these names, as text. An account id written as a number is told by its length.
fn member(account: &Value, names: &[&str]) -> String {
    match names.iter().find_map(|name| account.get(name)) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Only AWS's own words for a state: a table of ours has a `status` of another meaning.
fn state(account: &Value) -> String {
    member(account, &STATES)
}

/// Where in the text the reading is. JSON values do not know their lines; ids are looked for in order.
struct Place<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
    /// An id was not found as it stands: looking for each of the rest would read the text again.
    lost: bool,
}

impl Place<'_> {
    fn find(&mut self, id: &str) -> u32 {
        if self.lost || id.is_empty() {
            return self.line;
        }
        let rest = self.text.get(self.offset..).unwrap_or_default();
        match rest.find(id) {
            Some(at) => {
                let lines = rest.get(..at).unwrap_or_default().matches('\n').count();
                self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
                self.offset += at + id.len();
            }
            None => self.lost = true,
        }
        self.line
    }
}
