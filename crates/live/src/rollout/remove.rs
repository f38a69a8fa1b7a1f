//! Taking accounts out of the StackSet. Their roles go with them: only what was chosen, account by
//! account, and never as a part of anything else.

use super::operations::{Kind, Operation, Work};
use super::{OnRollout, RolloutEvent, RolloutOutcome};
use crate::account::Account;
use crate::error::LiveError;
use crate::undo::UndoStore;
use onboarding::Pack;
use onboarding::rollout::Rollout;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use tokio_util::sync::CancellationToken;

/// What is removed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Removal {
    /// The accounts, chosen one by one; the gateway can no longer use their roles.
    pub accounts: Vec<String>,
    /// Whether the StackSet goes too, once no account is left in it.
    pub stack_set: bool,
    /// Whether the stacks with the roles are left behind, in nobody's care: for an account that
    /// CloudFormation cannot work in any more.
    pub retain_stacks: bool,
}

/// Takes the accounts out, each operation on record before it is sent. An account that is not in the
/// StackSet is passed over.
///
/// # Errors
/// [`LiveError::NoStackSet`]; what would fail in every account.
pub async fn remove(
    account: &Account,
    rollout: &Rollout,
    pack: &Pack,
    removal: &Removal,
    store: &UndoStore,
    cancel: &CancellationToken,
    on_event: OnRollout<'_>,
) -> Result<RolloutOutcome, LiveError> {
    let Some(work) = Work::begin(account, rollout, pack, store, cancel, on_event).await? else {
        return Ok(RolloutOutcome::stopped());
    };
    let Some(found) = work.stack_sets.describe().await? else {
        return Err(LiveError::NoStackSet { name: rollout.stack_set.clone() });
    };
    let chosen: HashSet<&str> = removal.accounts.iter().map(String::as_str).collect();
    let mut operations = Vec::new();
    for instance in work.stack_sets.instances().await? {
        let id = instance.account.unwrap_or_default();
        if chosen.contains(id.as_str()) {
            let kind = Kind::Delete { retain_stack: removal.retain_stacks };
            operations.push(Operation::new(&id, &instance.region.unwrap_or_default(), kind, None));
        }
    }
    let queues = found.managed_execution.as_ref().and_then(|managed| managed.active) == Some(true);
    let outcome = work.run(operations, queues).await?;
    if removal.stack_set
        && !outcome.cancelled
        && outcome.failed().next().is_none()
        && work.stack_sets.instances().await?.is_empty()
    {
        work.stack_sets.delete(cancel).await?;
        on_event(RolloutEvent::StackSet { status: "DELETED".to_owned() });
    }
    Ok(outcome)
}
