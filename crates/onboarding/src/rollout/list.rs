//! Reading a list of accounts: CSV, plain ids, or the JSON of AWS Organizations.

use crate::fields::Severity;
use crate::pack::Pack;
use serde::{Deserialize, Serialize};

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

/// Reads a list of accounts, whatever it is: nothing in it can make this fail.
pub fn read_accounts(_text: &str, _pack: &Pack) -> AccountList {
    AccountList::default()
}

/// A file's bytes as text: UTF-8 or UTF-16 by their mark, else the Windows code page.
pub fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
