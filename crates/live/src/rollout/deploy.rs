//! Deploying a plan that was shown, and trying again where it failed.

use super::operations::{Kind, Operation, Work};
use super::read::{Found, read};
use super::{OnRollout, RolloutEvent, RolloutOutcome};
use crate::account::Account;
use crate::error::LiveError;
use crate::undo::UndoStore;
use onboarding::Pack;
use onboarding::rollout::{
    self, AccountChange, AccountState, PlannedAccount, Rollout, RolloutPlan, StackInstance, StackSetChange,
};
use std::collections::{HashMap, HashSet};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Reads the StackSet again, compares with the plan that was shown (`shown`: its digest), then makes or
/// updates the StackSet and every account's stack, each operation on record before it is sent. What an
/// earlier run has sent is waited for first.
///
/// Cancelling sends nothing more; what was sent goes on at AWS, and the next run waits for it.
///
/// # Errors
/// [`LiveError::RolloutChanged`] with the new plan, and nothing sent, where what AWS has is not what the
/// plan was made from; [`LiveError::RolloutBlocked`]; what would fail in every account.
pub async fn deploy(
    account: &Account,
    rollout: &Rollout,
    pack: &Pack,
    shown: &str,
    store: &UndoStore,
    cancel: &CancellationToken,
    on_event: OnRollout<'_>,
) -> Result<RolloutOutcome, LiveError> {
    let Some(work) = Work::begin(account, rollout, pack, store, cancel, on_event).await? else {
        return Ok(RolloutOutcome::stopped());
    };
    let found = read(&work.stack_sets, on_event).await?;
    let plan = rollout::plan(rollout, pack, found.as_ref().map(|found| &found.deployed));
    if plan.digest != shown {
        return Err(LiveError::RolloutChanged { plan: Box::new(plan) });
    }
    if plan.is_blocked() {
        return Err(blocked(&plan));
    }
    let template = rollout::view(rollout, pack).code.map(|code| code.text).unwrap_or_default();
    change_stack_set(&work, &plan, found.as_ref(), &template).await?;
    let queues = found.as_ref().is_none_or(|found| found.deployed.managed_execution);
    let operations = operations(rollout, &plan, found.as_ref(), &work.stack_sets.region, |_| true);
    work.run(operations, queues).await
}

/// Tries again where the last operation failed: in `only` these accounts, or in all that failed where
/// none is named.
///
/// # Errors
/// [`LiveError::NoStackSet`]; [`LiveError::RolloutBlocked`]; what would fail in every account.
pub async fn retry(
    account: &Account,
    rollout: &Rollout,
    pack: &Pack,
    only: &[String],
    store: &UndoStore,
    cancel: &CancellationToken,
    on_event: OnRollout<'_>,
) -> Result<RolloutOutcome, LiveError> {
    let Some(work) = Work::begin(account, rollout, pack, store, cancel, on_event).await? else {
        return Ok(RolloutOutcome::stopped());
    };
    let Some(found) = read(&work.stack_sets, on_event).await? else {
        return Err(LiveError::NoStackSet { name: rollout.stack_set.clone() });
    };
    let plan = rollout::plan(rollout, pack, Some(&found.deployed));
    if plan.is_blocked() {
        return Err(blocked(&plan));
    }
    let only: HashSet<&str> = only.iter().map(String::as_str).collect();
    let operations =
        operations(rollout, &plan, Some(&found), &work.stack_sets.region, |row| match only.is_empty() {
            true => row.state == AccountState::Failed,
            // One that was refused outright is not in the StackSet, and is tried again when it is named.
            false => only.contains(row.account_id.as_str()),
        });
    work.run(operations, found.deployed.managed_execution).await
}

fn blocked(plan: &RolloutPlan) -> LiveError {
    let errors = plan.problems.iter().filter(|note| note.severity == onboarding::Severity::Error);
    LiveError::RolloutBlocked { why: errors.map(|note| note.message.clone()).collect() }
}

/// Makes or updates the StackSet itself.
async fn change_stack_set(
    work: &Work<'_>,
    plan: &RolloutPlan,
    found: Option<&Found>,
    template: &str,
) -> Result<(), LiveError> {
    let tell = |status: &str| (work.on_event)(RolloutEvent::StackSet { status: status.to_owned() });
    match (&plan.stack_set, found) {
        (StackSetChange::Create, _) => {
            tell("RUNNING");
            work.stack_sets.create(template, &Uuid::new_v4().to_string(), work.cancel).await?;
            tell("SUCCEEDED");
        }
        (StackSetChange::Update { .. }, Some(found)) => {
            // An operation over every account, on record like theirs.
            let all = Operation::new("", "", Kind::Update { external_id: String::new() }, None);
            work.journal.sent(&all)?;
            tell("RUNNING");
            let sent =
                work.stack_sets.update(template, &found.as_answered, &all.operation_id, work.cancel).await;
            let id = match sent {
                Ok(id) => id,
                Err(error) => {
                    if !error.may_have_been_done() {
                        work.journal.over(&all, "REFUSED")?;
                    }
                    return Err(error);
                }
            };
            work.journal.named(&all, &id)?;
            if let Some(status) = work.wait(&id, "").await? {
                work.journal.over(&all, &status)?;
                tell(&status);
            }
        }
        _ => {}
    }
    Ok(())
}

/// The operations of a plan's rows, in their order.
fn operations(
    rollout: &Rollout,
    plan: &RolloutPlan,
    found: Option<&Found>,
    region: &str,
    wanted: impl Fn(&PlannedAccount) -> bool,
) -> Vec<Operation> {
    let external_ids: HashMap<&str, &str> = rollout
        .accounts
        .iter()
        .map(|account| (account.account_id.as_str(), account.external_id.as_str()))
        .collect();
    let instances = found.map(|found| found.deployed.instances.as_slice()).unwrap_or_default();
    let mut by_account: HashMap<&str, &StackInstance> = HashMap::new();
    for instance in instances {
        let known = by_account.entry(&instance.account_id).or_insert(instance);
        if instance.region == region {
            *known = instance;
        }
    }
    let of = |row: &PlannedAccount| {
        let account_id = row.account_id.as_str();
        let external_id = (*external_ids.get(account_id)?).to_owned();
        let kind = match row.change {
            AccountChange::Add | AccountChange::Retry { .. } => Kind::Create { external_id },
            AccountChange::UpdateExternalId { .. } => Kind::Update { external_id },
            _ => return None,
        };
        let instance = by_account.get(account_id);
        let region = instance.map_or(region, |instance| instance.region.as_str());
        let before = instance.and_then(|instance| instance.external_id.clone());
        Some(Operation::new(account_id, region, kind, before))
    };
    plan.rows.iter().filter(|row| wanted(row)).filter_map(of).collect()
}
