//! Revoking the gateway's access: a plan that is shown with all that will stop, then carried out on
//! record.

use crate::account::Account;
use crate::change::{AtEnd, OnApply, Work};
use crate::error::LiveError;
use crate::undo::{ChangePurpose, UndoStore};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use onboarding::revocation::{Revocation, RevokeHow, RevokePlan, revoke_plan};
use onboarding::{ActualRole, Pack, ValidSetup};

/// How far in the future sessions are denied where the role is given up: one that begins while the
/// change propagates must be denied too. AWS states no bound; *field*: a minute or more.
const MARGIN_SECONDS: i64 = 300;

/// What to revoke.
#[derive(Debug, Clone)]
pub struct Revoke<'a> {
    /// Whose role.
    pub setup: &'a ValidSetup,
    /// The template pack.
    pub pack: &'a Pack,
    /// How far.
    pub how: RevokeHow,
    /// What somebody else wrote and goes with the role, chosen line by line.
    pub remove: &'a [String],
}

/// What would change, and what will stop. Nothing is changed.
///
/// # Errors
/// Another account or partition than the role's; no such role; whatever AWS refuses.
pub async fn plan_revocation(account: &Account, revoke: &Revoke<'_>) -> Result<RevokePlan, LiveError> {
    let role_arn = revoke.setup.role_arn.as_str();
    account.whoami().await?.must_match(role_arn)?;
    let read = account.read_role_whole(revoke.setup.role_arn.name()).await?;
    let read = read
        .filter(|read| read.role.arn == role_arn)
        .ok_or_else(|| LiveError::NoRole { role_arn: role_arn.to_owned() })?;
    // By AWS's clock, which is the one that sessions are dated by.
    let margin = if revoke.how == RevokeHow::Sessions { 0 } else { MARGIN_SECONDS };
    let issued_before =
        DateTime::from_secs(read.at.secs() + margin).fmt(Format::DateTime).unwrap_or_default();
    Ok(planned(revoke, &read.role, &issued_before))
}

fn planned(revoke: &Revoke<'_>, actual: &ActualRole, issued_before: &str) -> RevokePlan {
    let what = Revocation { how: revoke.how, issued_before, remove: revoke.remove };
    revoke_plan(revoke.setup, revoke.pack, actual, &what)
}

/// Carries out a revocation that was shown.
///
/// # Errors
/// Those of [`plan_revocation`]; [`LiveError::RoleChanged`] with the new plan, and nothing changed,
/// where the role is not as it was shown; [`LiveError::Unfinished`]; [`LiveError::InUse`].
pub async fn revoke(
    account: &Account,
    revoke: &Revoke<'_>,
    shown: &RevokePlan,
    store: &UndoStore,
    on_event: OnApply<'_>,
) -> Result<(), LiveError> {
    let role_arn = revoke.setup.role_arn.as_str();
    let who = account.whoami().await?;
    who.must_match(role_arn)?;
    let lock = store.lock_role(account, role_arn).await?;
    let actual = crate::rotate::read_role(account, role_arn).await?;
    if planned(revoke, &actual, &shown.issued_before) != *shown {
        let now = plan_revocation(account, revoke).await?;
        return Err(LiveError::RoleChanged { plan: Box::new(now.plan) });
    }
    // The same plan with the time of now: no session that began while it was read may go on.
    let plan = plan_revocation(account, revoke).await?.plan;
    let purpose = ChangePurpose::Revoke { how: revoke.how };
    let mut work = Work::new(account, (store, lock), purpose, &who, Some(actual), &plan)?;
    work.make(&plan, on_event).await?;
    work.confirm().await?;
    work.end(AtEnd::Forget)?;
    // A rotation of a role that is gone waits for nothing.
    match store.rotation_of(role_arn)? {
        Some(waits) if revoke.how == RevokeHow::Delete => store.remove(&waits),
        _ => Ok(()),
    }
}
