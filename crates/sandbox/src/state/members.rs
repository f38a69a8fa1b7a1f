//! The organisation: its management account and its member accounts.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::SystemTime;

/// The organisation's id; always the same one, so that a printed example stays right.
pub(crate) const ORGANIZATION: &str = "o-q1w2e3r4t5";
/// Its root.
pub(crate) const ROOT: &str = "r-q1w2";
/// The organisational unit that every member account is in.
pub(crate) const UNIT: &str = "ou-q1w2-workloads";

/// An account of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) joined: SystemTime,
    /// `INVITED` or `CREATED`: the management account was there before its organisation.
    pub(crate) was_invited: bool,
}

/// An organisation with all features, as AWS makes them today.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Organization {
    /// The management account; empty: there is no organisation.
    pub(crate) management: String,
    /// All accounts by their ids, the management account among them.
    members: BTreeMap<String, Member>,
}

impl Organization {
    /// Takes an account in.
    pub(crate) fn add(&mut self, account: &str, member: Member) {
        self.members.insert(account.to_owned(), member);
    }

    pub(crate) fn member(&self, account: &str) -> Option<&Member> {
        self.members.get(account)
    }

    /// All accounts, by id.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Member)> {
        self.members.iter().map(|(id, member)| (id.as_str(), member))
    }

    /// The accounts below a root or an organisational unit; `None`: there is no such thing. The
    /// management account stands right below the root.
    pub(crate) fn accounts_below(&self, unit: &str) -> Option<Vec<&str>> {
        let is_in = |id: &str| match unit {
            ROOT => true,
            _ => id != self.management,
        };
        let accounts = || self.members.keys().map(String::as_str).filter(|id| is_in(id)).collect();
        (unit == ROOT || unit == UNIT).then(accounts)
    }

    /// `arn:aws:organizations::MANAGEMENT:account/o-…/ACCOUNT`
    pub(crate) fn account_arn(&self, account: &str) -> String {
        format!("arn:aws:organizations::{}:account/{ORGANIZATION}/{account}", self.management)
    }

    /// Where an account stands: `o-…/r-…/ou-…/ACCOUNT/`.
    pub(crate) fn path(&self, account: &str) -> String {
        let unit = if account == self.management { String::new() } else { format!("{UNIT}/") };
        format!("{ORGANIZATION}/{ROOT}/{unit}{account}/")
    }
}
