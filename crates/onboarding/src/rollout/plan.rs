//! The plan of a rollout: the StackSet and its instances as they should be, against what AWS has.

use super::{DeployedStackSet, Rollout, RolloutAccount, RolloutNote, StackInstance, stack_set, view};
use crate::fields::Severity;
use crate::pack::Pack;
use crate::plan::{DiffLine, diff_lines, of_text};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

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
    /// Whether the last operation failed there and it is tried again, with whatever it lacks.
    pub again: bool,
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
        /// AWS's own words, where the last operation failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
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

impl AccountState {
    /// As files and tables write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotDeployed => "not_deployed",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Differs => "differs",
            Self::NotListed => "not_listed",
        }
    }
}

impl StateCounts {
    fn add(&mut self, state: AccountState) {
        let count = match state {
            AccountState::NotDeployed => &mut self.not_deployed,
            AccountState::InProgress => &mut self.in_progress,
            AccountState::Done => &mut self.done,
            AccountState::Failed => &mut self.failed,
            AccountState::Differs => &mut self.differs,
            AccountState::NotListed => &mut self.not_listed,
        };
        *count += 1;
    }
}

impl AccountChange {
    /// Whether a call is made for it.
    pub fn is_call(&self) -> bool {
        matches!(self, Self::Add | Self::UpdateExternalId { .. } | Self::Retry { .. })
    }
}

impl RolloutPlan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.calls == 0
    }

    /// Whether something must be put right before it can be deployed.
    pub fn is_blocked(&self) -> bool {
        self.problems.iter().any(|note| note.severity == Severity::Error)
    }
}

/// What would change to make the StackSet what the rollout says. `None`: there is no StackSet.
pub fn plan(rollout: &Rollout, pack: &Pack, deployed: Option<&DeployedStackSet>) -> RolloutPlan {
    let mut problems = view::errors(rollout, pack);
    // Without a template there is nothing to compare: the problems say why.
    let template = view::template(rollout, pack).unwrap_or_default();
    let stack_set = match deployed {
        None => StackSetChange::Create,
        Some(found) if template.is_empty() || found.template.trim_end() == template.trim_end() => {
            StackSetChange::Unchanged
        }
        Some(found) => StackSetChange::Update { diff: diff_lines(&found.template, &template) },
    };
    let region = rollout.region(pack);
    let mut instances: HashMap<&str, &StackInstance> = HashMap::new();
    for instance in deployed.map(|found| found.instances.as_slice()).unwrap_or_default() {
        // A role is in no region: of two stacks in one account only one can have it.
        let known = instances.entry(&instance.account_id).or_insert(instance);
        if instance.region == region {
            *known = instance;
        }
    }
    let mut counts = StateCounts::default();
    let updated = matches!(stack_set, StackSetChange::Update { .. });
    let rows: Vec<PlannedAccount> = rollout
        .accounts
        .iter()
        .map(|account| planned(account, instances.remove(account.account_id.as_str()), updated))
        .inspect(|row| counts.add(row.state))
        .collect();
    let mut stray: Vec<String> = instances.into_keys().map(str::to_owned).collect();
    stray.sort_unstable();
    stray.iter().for_each(|_| counts.add(AccountState::NotListed));
    if let Some(found) = deployed {
        problems.extend(stack_set::unlike(rollout, found));
    }
    let calls = rows.iter().filter(|row| row.change.is_call()).count()
        + usize::from(stack_set != StackSetChange::Unchanged);
    let mut plan = RolloutPlan {
        digest: String::new(),
        stack_set,
        rows,
        stray,
        counts,
        calls: u32::try_from(calls).unwrap_or(u32::MAX),
        problems,
    };
    plan.digest = digest(rollout, &template, &region, &plan);
    plan
}

/// Everything that decides what would be sent, and everything that was shown.
fn digest(rollout: &Rollout, template: &str, region: &str, plan: &RolloutPlan) -> String {
    let model = &rollout.permission_model;
    // Strings, numbers and lists of them always have a JSON form.
    let whole =
        serde_json::to_string(&(&rollout.stack_set, model, &rollout.accounts, template, region, plan));
    of_text(&whole.unwrap_or_default())
}

fn planned(account: &RolloutAccount, instance: Option<&StackInstance>, updated: bool) -> PlannedAccount {
    let (state, change) = match instance {
        None => (AccountState::NotDeployed, AccountChange::Add),
        Some(instance) => of_instance(instance, &account.external_id, updated),
    };
    let again = state == AccountState::Failed && change.is_call();
    PlannedAccount { account_id: account.account_id.clone(), state, change, again }
}

/// What an instance that is there needs. `updated`: the StackSet's own update reaches it.
fn of_instance(instance: &StackInstance, wanted: &str, updated: bool) -> (AccountState, AccountChange) {
    let detailed = instance.detailed_status.as_deref().unwrap_or_default();
    let status = if detailed.is_empty() { &instance.status } else { detailed }.to_owned();
    let reason = instance.reason.clone();
    match (instance.status.as_str(), detailed) {
        (_, "PENDING" | "RUNNING") => (AccountState::InProgress, AccountChange::Wait { status }),
        ("INOPERABLE", _) | (_, "INOPERABLE") => {
            (AccountState::Failed, AccountChange::Stuck { status, reason })
        }
        (is, _) if instance.external_id.as_deref() != Some(wanted) => (
            if is == "CURRENT" { AccountState::Differs } else { AccountState::Failed },
            AccountChange::UpdateExternalId {
                from: instance.external_id.clone(),
                to: wanted.to_owned(),
                reason: reason.filter(|_| is != "CURRENT"),
            },
        ),
        ("CURRENT", _) if updated => (AccountState::Differs, AccountChange::Unchanged),
        ("CURRENT", _) => (AccountState::Done, AccountChange::Unchanged),
        _ => (AccountState::Failed, AccountChange::Retry { status, reason }),
    }
}
