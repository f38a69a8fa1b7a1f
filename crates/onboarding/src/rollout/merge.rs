//! Bringing a list into a rollout.

use super::{AccountList, Rollout, RolloutAccount};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a list changed in a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Merged {
    /// Accounts that are new, by id.
    pub added: Vec<String>,
    /// How many were there already and keep their ExternalId.
    pub kept: u32,
    /// Accounts to which the list gives another ExternalId than they had.
    pub changed: Vec<ChangedId>,
    /// Those no longer listed, as they were. Their roles stand until they are removed.
    pub dropped: Vec<RolloutAccount>,
}

/// Another ExternalId for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ChangedId {
    /// 12 digits.
    pub account_id: String,
    /// What it had.
    pub from: String,
    /// What the list says.
    pub to: String,
}

impl Rollout {
    /// Makes the list the rollout's. An account that is there keeps its ExternalId unless the list
    /// gives another; a new one without gets one of `new_ids`, the caller's random source.
    pub fn merge(&mut self, list: &AccountList, mut new_ids: impl FnMut() -> String) -> Merged {
        let mut merged = Merged::default();
        let mut before: HashMap<String, RolloutAccount> =
            self.accounts.drain(..).map(|account| (account.account_id.clone(), account)).collect();
        let mut order: Vec<String> = Vec::new();
        for listed in &list.accounts {
            let id = &listed.account_id;
            let account = match before.remove(id) {
                Some(known) => {
                    let name = if listed.name.is_empty() { known.name } else { listed.name.clone() };
                    let external_id = match &listed.external_id {
                        Some(given) if *given != known.external_id => {
                            merged.changed.push(ChangedId {
                                account_id: id.clone(),
                                from: known.external_id,
                                to: given.clone(),
                            });
                            given.clone()
                        }
                        _ => {
                            merged.kept += 1;
                            known.external_id
                        }
                    };
                    RolloutAccount { account_id: id.clone(), name, external_id }
                }
                None => {
                    merged.added.push(id.clone());
                    RolloutAccount {
                        account_id: id.clone(),
                        name: listed.name.clone(),
                        external_id: listed.external_id.clone().unwrap_or_else(&mut new_ids),
                    }
                }
            };
            order.push(id.clone());
            self.accounts.push(account);
        }
        merged.dropped = before.into_values().collect();
        merged.dropped.sort_unstable_by(|a, b| a.account_id.cmp(&b.account_id));
        merged
    }
}
