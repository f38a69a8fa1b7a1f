//! Rotating the ExternalId: each step is a plan that is shown, then carried out on record. Between the
//! steps the record waits: both ExternalIds are accepted, and the dashboard gets the new one.

use crate::account::{Account, Identity};
use crate::change::{AtEnd, OnApply, Work};
use crate::error::LiveError;
use crate::trust;
use crate::undo::{ChangePurpose, UndoRecord, UndoStore};
use onboarding::rotation::{Rotation, RotationStep, rotation_plan};
use onboarding::{ActualRole, Plan};

/// Whose ExternalId is rotated.
#[derive(Debug, Clone, Copy)]
pub struct RotateRole<'a> {
    /// The role.
    pub role_arn: &'a str,
    /// The principal whose statements are changed.
    pub gateway: &'a str,
}

/// What a step would change. Nothing is changed.
///
/// # Errors
/// Another account or partition than the role's; no such role; [`LiveError::NotRotatable`]; whatever
/// AWS refuses.
pub async fn plan_rotation(
    account: &Account,
    role: RotateRole<'_>,
    rotation: &Rotation,
    step: RotationStep,
) -> Result<Plan, LiveError> {
    Ok(read(account, role, rotation, step).await?.2)
}

/// Carries out a step that was shown. Before [`RotationStep::Finish`] the caller has made sure that the
/// key has the new ExternalId: a request through the gateway proves it.
///
/// # Errors
/// Those of [`plan_rotation`]; [`LiveError::RoleChanged`] with the new plan, and nothing changed;
/// [`LiveError::Unfinished`], [`LiveError::RotationUnderWay`] and [`LiveError::InUse`].
pub async fn rotate(
    account: &Account,
    role: RotateRole<'_>,
    rotation: &Rotation,
    step: RotationStep,
    shown: &Plan,
    store: &UndoStore,
    on_event: OnApply<'_>,
) -> Result<(), LiveError> {
    let lock = store.lock_role(account, role.role_arn).await?;
    let (who, actual, now) = read(account, role, rotation, step).await?;
    if now != *shown {
        return Err(LiveError::RoleChanged { plan: Box::new(now) });
    }
    let purpose = ChangePurpose::Rotate { rotation: rotation.clone(), step };
    let mut work = Work::new(account, (store, lock), purpose, &who, Some(actual), shown)?;
    work.make(shown, on_event).await?;
    work.confirm().await?;
    work.end(match step {
        RotationStep::AcceptBoth => AtEnd::Settle,
        RotationStep::Finish | RotationStep::TakeBack => AtEnd::Forget,
    })
}

/// The rotation of a role that waits for the dashboard.
///
/// # Errors
/// [`LiveError::NoRotation`]; the records cannot be read.
pub fn rotation_under_way(store: &UndoStore, role_arn: &str) -> Result<Rotation, LiveError> {
    let record = store.rotation_of(role_arn)?;
    match record.as_ref().and_then(UndoRecord::changes).map(|changes| &changes.purpose) {
        Some(ChangePurpose::Rotate { rotation, .. }) => Ok(rotation.clone()),
        _ => Err(LiveError::NoRotation { role_arn: role_arn.to_owned() }),
    }
}

async fn read(
    account: &Account,
    role: RotateRole<'_>,
    rotation: &Rotation,
    step: RotationStep,
) -> Result<(Identity, ActualRole, Plan), LiveError> {
    let who = account.whoami().await?;
    who.must_match(role.role_arn)?;
    let actual = read_role(account, role.role_arn).await?;
    let plan = rotation_plan(&actual, role.gateway, rotation, step).map_err(LiveError::NotRotatable)?;
    Ok((who, actual, plan))
}

/// The role, which must be there under this very ARN.
pub(crate) async fn read_role(account: &Account, role_arn: &str) -> Result<ActualRole, LiveError> {
    let read = account.read_role(trust::role_name(role_arn)).await?;
    read.filter(|role| role.arn == role_arn)
        .ok_or_else(|| LiveError::NoRole { role_arn: role_arn.to_owned() })
}
