//! One role in many accounts: a CloudFormation StackSet, an operation for each account.
//!
//! An operation takes one set of parameter overrides for all of its accounts, so that an ExternalId
//! for each account means an operation for each. Every operation is on record before it is sent, with
//! the id that makes sending it twice the same as once. One account's failure stops no other.

mod calls;
mod changes;
mod deploy;
mod journal;
mod operations;
mod organization;
mod read;
mod remove;
mod verify_all;

use onboarding::rollout::AccountState;
use serde::{Deserialize, Serialize};

pub use deploy::{deploy, retry};
pub use organization::organization_accounts;
pub use read::{plan_rollout, read_stack_set, watch};
pub use remove::{Removal, remove};
pub use verify_all::{AccountFault, AccountVerdict, VerdictStatus, VerifyAll, VerifyAllEvent, verify_all};

/// A listener to how far it has come.
pub type OnRollout<'a> = &'a (dyn Fn(RolloutEvent) + Send + Sync);

/// What happens during a rollout, as it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RolloutEvent {
    /// What AWS has is being read, an account at a time.
    Reading {
        /// How many were read.
        read: u32,
        /// Of how many.
        of: u32,
    },
    /// What will be done, before anything is.
    Planned {
        /// The accounts that something is done in, in order.
        accounts: Vec<String>,
    },
    /// Something happens to the StackSet itself.
    StackSet {
        /// As CloudFormation writes an operation's status; `DELETED` once it is gone.
        status: String,
    },
    /// An operation on an account was sent.
    Started {
        /// 12 digits.
        account_id: String,
    },
    /// An operation on an account has come further.
    Status {
        /// 12 digits.
        account_id: String,
        /// As CloudFormation writes it: `QUEUED`, `RUNNING`.
        status: String,
    },
    /// An operation on an account is over.
    Finished {
        /// How it ended.
        account: AccountOutcome,
    },
    /// All is over.
    Ended {
        /// Whether it was cancelled: what was sent goes on at AWS.
        cancelled: bool,
    },
}

/// How an account's operation ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AccountOutcome {
    /// 12 digits.
    pub account_id: String,
    /// Where it stands now; after a removal `not_deployed`.
    pub state: AccountState,
    /// As CloudFormation writes it.
    pub status: String,
    /// AWS's own words, where it failed.
    pub reason: Option<String>,
    /// How long it took.
    pub millis: u32,
}

/// What came of a rollout, a retry or a removal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RolloutOutcome {
    /// The accounts whose operation ended, in the order in which they ended.
    pub accounts: Vec<AccountOutcome>,
    /// Whether it was cancelled.
    pub cancelled: bool,
}

impl RolloutOutcome {
    /// Cancelled before anything was done.
    fn stopped() -> Self {
        Self { cancelled: true, ..Self::default() }
    }

    /// Those whose operation failed.
    pub fn failed(&self) -> impl Iterator<Item = &AccountOutcome> {
        self.accounts.iter().filter(|account| account.state == AccountState::Failed)
    }
}
