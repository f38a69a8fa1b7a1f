//! The plan of a rollout: the StackSet and its instances as they should be, against what AWS has.

use super::{DeployedStackSet, Rollout, RolloutNote};
use crate::pack::Pack;
use crate::plan::DiffLine;
use serde::{Deserialize, Serialize};

/// What would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RolloutPlan {
    /// A digest of the rollout and of all that was read: the plan holds only while it is the same.
    pub digest: String,
    /// The StackSet itself.
    pub stack_set: StackSetChange,
    /// In the order of the rollout's accounts.
    pub rows: Vec<PlannedAccount>,
    /// Accounts in the StackSet that are not in the list: they stay unless they are removed by choice.
    pub stray: Vec<String>,
    /// How many accounts are in each state, the stray ones too.
    pub counts: StateCounts,
    /// How many calls change something: one for the StackSet, one for each account.
    pub calls: u32,
    /// What stands in the way; with an error nothing is deployed.
    pub problems: Vec<RolloutNote>,
}

/// What would change of the StackSet itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum StackSetChange {
    /// There is none of this name.
    Create,
    /// Its template or its settings differ.
    Update {
        /// Before and after, line by line.
        diff: Vec<DiffLine>,
    },
    /// It is as it should be.
    Unchanged,
}

/// What would change in one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlannedAccount {
    /// 12 digits.
    pub account_id: String,
    /// Where it stands now.
    pub state: AccountState,
    /// What would be done.
    pub change: AccountChange,
}

/// What would be done in one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum AccountChange {
    /// A stack with the role.
    Add,
    /// The account's override changes, and the role's trust policy with it.
    UpdateExternalId {
        /// What the StackSet has; `None`: no override.
        from: Option<String>,
        /// What the rollout says.
        to: String,
    },
    /// The last operation did not bring it up to date.
    Retry {
        /// As CloudFormation writes it, the detailed one where there is one.
        status: String,
        /// AWS's own words.
        reason: Option<String>,
    },
    /// An operation is still at work there.
    Wait {
        /// As CloudFormation writes it.
        status: String,
    },
    /// CloudFormation no longer touches it: its stack must be put right by hand.
    Stuck {
        /// As CloudFormation writes it.
        status: String,
        /// AWS's own words.
        reason: Option<String>,
    },
    /// Nothing, or only what the StackSet's own update does.
    Unchanged,
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Not in the StackSet.
    NotDeployed,
    /// An operation is at work.
    InProgress,
    /// As the rollout says.
    Done,
    /// The last operation failed there.
    Failed,
    /// Another ExternalId, or another template.
    Differs,
    /// In the StackSet, not in the list.
    NotListed,
}

/// How many accounts are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StateCounts {
    /// Not in the StackSet.
    pub not_deployed: u32,
    /// An operation is at work.
    pub in_progress: u32,
    /// As the rollout says.
    pub done: u32,
    /// The last operation failed there.
    pub failed: u32,
    /// Another ExternalId, or another template.
    pub differs: u32,
    /// In the StackSet, not in the list.
    pub not_listed: u32,
}

/// What would change to make the StackSet what the rollout says. `None`: there is no StackSet.
pub fn plan(_rollout: &Rollout, _pack: &Pack, _deployed: Option<&DeployedStackSet>) -> RolloutPlan {
    RolloutPlan {
        digest: String::new(),
        stack_set: StackSetChange::Create,
        rows: Vec::new(),
        stray: Vec::new(),
        counts: StateCounts::default(),
        calls: 0,
        problems: Vec::new(),
    }
}
