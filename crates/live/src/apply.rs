//! Applying a plan, with progress. The plan is bound to what was read: if the role changed
//! meanwhile, nothing is applied and the new plan is handed back.

use crate::change::{AtEnd, OnApply, Work, confirm};
use crate::undo::{ChangePurpose, UndoStore};
use crate::{account::Account, error::LiveError};
use onboarding::{ActualRole, DesiredRole, Plan};
use serde::{Deserialize, Serialize};

/// Progress of an apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ApplyEvent {
    /// A change is being made.
    Started {
        /// Its place in the plan's changes.
        index: u32,
    },
    /// A change was made.
    Finished {
        /// Its place in the plan's changes.
        index: u32,
        /// AWS's request id.
        request_id: Option<String>,
        /// How long it took.
        millis: u32,
    },
    /// A change failed; those before it stand.
    Failed {
        /// Its place in the plan's changes.
        index: u32,
    },
}

/// Reads the role and says what would change. Nothing is changed.
///
/// # Errors
/// Another account or partition than the role's; whatever AWS refuses.
pub async fn plan(account: &Account, desired: &DesiredRole) -> Result<Plan, LiveError> {
    account.whoami().await?.must_match(&desired.arn)?;
    let actual = account.read_role(&desired.name).await?;
    Ok(onboarding::plan(desired, actual.as_ref()))
}

/// Reads the role again, compares with the plan that was shown, then makes its changes in order, each
/// on record before it is sent, and confirms by reading that nothing is left to do. Gives that reading.
///
/// # Errors
/// [`LiveError::RoleChanged`] with the new plan, and nothing applied, where the role is not as it was
/// shown; another account or partition than the role's; a change that AWS refuses, after which those
/// before it stand and their record is kept, to carry on or take back; [`LiveError::NotConfirmed`];
/// [`LiveError::Unfinished`]; [`LiveError::InUse`].
pub async fn apply(
    account: &Account,
    desired: &DesiredRole,
    shown: &Plan,
    store: &UndoStore,
    on_event: OnApply<'_>,
) -> Result<Option<ActualRole>, LiveError> {
    let who = account.whoami().await?;
    who.must_match(&desired.arn)?;
    let lock = store.lock_role(account, &desired.arn).await?;
    let actual = account.read_role(&desired.name).await?;
    let now = onboarding::plan(desired, actual.as_ref());
    if now != *shown {
        return Err(LiveError::RoleChanged { plan: Box::new(now) });
    }
    let mut work = Work::new(account, (store, lock), ChangePurpose::Apply, &who, actual.clone(), shown)?;
    work.make(shown, on_event).await?;
    let role = if shown.changes.is_empty() {
        actual
    } else {
        confirm(account, &shown.role_arn, |now| {
            onboarding::plan(desired, now).changes.into_iter().map(|change| change.title).collect()
        })
        .await?
    };
    work.end(AtEnd::Forget)?;
    Ok(role)
}
