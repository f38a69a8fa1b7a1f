//! Reading a list of accounts: CSV, plain ids, or the JSON of AWS Organizations.

mod account;
mod bytes;
mod json;
mod lines;

use crate::fields::{ExternalId, Severity, guessable};
use crate::pack::Pack;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

pub use bytes::text_of;

/// What a text says of accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AccountList {
    /// Those that were read, each once, in order.
    pub accounts: Vec<ListedAccount>,
    /// What there is to say about lines, in order.
    pub notes: Vec<AccountNote>,
}

/// An account that a list names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ListedAccount {
    /// 12 digits.
    pub account_id: String,
    /// May be empty.
    pub name: String,
    /// Where the list gives one.
    pub external_id: Option<String>,
    /// From 1.
    pub line: u32,
}

/// What there is to say about a line of a list. With an error the line's account is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AccountNote {
    /// From 1.
    pub line: u32,
    /// How much it weighs.
    pub severity: Severity,
    /// Stable, for example `account-scientific`.
    pub code: String,
    /// What is so.
    pub message: String,
    /// What to do, where that is not obvious.
    pub remedy: Option<String>,
}

impl AccountNote {
    pub(super) fn new(line: u32, severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self { line, severity, code: code.to_owned(), message: message.into(), remedy: None }
    }

    #[must_use]
    pub(super) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// Reads a list of accounts, whatever it is: nothing in it can make this fail. The gateway's own
/// account is known from the pack.
pub fn read_accounts(text: &str, pack: &Pack) -> AccountList {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading::new(pack);
    if text.trim_start().starts_with(['{', '[']) {
        json::read(text, &mut reading);
    } else {
        lines::read(text, &mut reading);
    }
    reading.end()
}

/// A list made of what AWS Organizations answers: `(id, name, status)`.
pub fn list_of(answered: impl IntoIterator<Item = (String, String, String)>, pack: &Pack) -> AccountList {
    let mut reading = Reading::new(pack);
    for (line, (id, name, status)) in (1_u32..).zip(answered) {
        reading.organization_account(line, &id, &name, &status);
    }
    reading.end()
}

/// A list in the making: each account once, each ExternalId once.
struct Reading<'a> {
    pack: &'a Pack,
    list: AccountList,
    /// Where an account is in the list.
    by_id: HashMap<String, usize>,
    /// The line of an ExternalId.
    by_external_id: HashMap<String, u32>,
}

impl<'a> Reading<'a> {
    fn new(pack: &'a Pack) -> Self {
        Self { pack, list: AccountList::default(), by_id: HashMap::new(), by_external_id: HashMap::new() }
    }

    fn note(&mut self, note: AccountNote) {
        self.list.notes.push(note);
    }

    /// An account of an organization: one that is closed or suspended gets no role.
    fn organization_account(&mut self, line: u32, id: &str, name: &str, status: &str) {
        if status.is_empty() || status == "ACTIVE" {
            self.take(line, id, name, None);
            return;
        }
        self.note(
            AccountNote::new(
                line,
                Severity::Warning,
                "account-not-active",
                format!("the account `{}` is {status} and is left out", shown(id)),
            )
            .remedy("AWS refuses every change in an account that is not active."),
        );
    }

    /// A line's account, or what is wrong with it.
    fn take(&mut self, line: u32, id: &str, name: &str, external_id: Option<&str>) {
        let id = match account::parse(line, id) {
            Ok(id) => id,
            Err(note) => return self.note(note),
        };
        if id == self.pack.gateway_account() {
            return self.note(
                AccountNote::new(
                    line,
                    Severity::Error,
                    "account-gateway",
                    format!("`{id}` is the gateway's own account"),
                )
                .remedy("List your accounts: the gateway's account needs no role."),
            );
        }
        let name = account::name(name);
        let external_id = external_id.map(str::trim).filter(|text| !text.is_empty());
        if let Some(known) = self.by_id.get(&id).and_then(|index| self.list.accounts.get(*index)) {
            return self.list.notes.push(twice(line, known, external_id));
        }
        if let Some(given) = external_id
            && let Err(note) = self.external_id(line, &id, &name, given)
        {
            return self.note(note);
        }
        self.by_id.insert(id.clone(), self.list.accounts.len());
        self.list.accounts.push(ListedAccount {
            account_id: id,
            name,
            external_id: external_id.map(str::to_owned),
            line,
        });
    }

    /// An ExternalId that a line gives. Leaving out only the ExternalId would put another in its place
    /// unseen, so the whole line is.
    fn external_id(&mut self, line: u32, id: &str, name: &str, given: &str) -> Result<(), AccountNote> {
        if let Err(wrong) = ExternalId::parse(given) {
            let note = AccountNote::new(line, Severity::Error, &wrong.code, wrong.message);
            return Err(match wrong.hint {
                Some(hint) => note.remedy(hint),
                None => note,
            });
        }
        if let Some(first) = self.by_external_id.get(given) {
            return Err(AccountNote::new(
                line,
                Severity::Error,
                "external-id-twice",
                format!("line {first} has the same ExternalId"),
            )
            .remedy("It must be unique per role. Leave it out, and the account gets a new one."));
        }
        self.by_external_id.insert(given.to_owned(), line);
        if let Some(why) = guessable(given, id, &[name]) {
            self.note(
                AccountNote::new(
                    line,
                    Severity::Warning,
                    "external-id-guessable",
                    format!("the ExternalId can be guessed: {why}"),
                )
                .remedy("Leave it out, and the account gets a new one."),
            );
        }
        Ok(())
    }

    fn end(mut self) -> AccountList {
        // Stable: notes of one line stay in their order.
        self.list.notes.sort_by_key(|note| note.line);
        self.list
    }
}

fn twice(line: u32, known: &ListedAccount, external_id: Option<&str>) -> AccountNote {
    let message = format!("the account `{}` stands in line {} already", known.account_id, known.line);
    if external_id.is_none() || external_id == known.external_id.as_deref() {
        AccountNote::new(line, Severity::Warning, "account-twice", message)
    } else {
        AccountNote::new(
            line,
            Severity::Error,
            "account-twice",
            format!("{message}, without this ExternalId"),
        )
        .remedy("Keep one of the two lines: a role has one ExternalId.")
    }
}

/// A piece of the text as a message quotes it: short, on one line.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let mut short: String = text.trim().chars().take(MOST).flat_map(char::escape_debug).collect();
    if text.trim().chars().nth(MOST).is_some() {
        short.push('\u{2026}');
    }
    short
}
