//! After an interruption: a temporary statement is taken out; a half-applied plan is taken back, or
//! carried on, as a plan that is shown first.

use crate::account::{Account, Identity};
use crate::applied::Done;
use crate::change::{OnApply, confirm};
use crate::error::LiveError;
use crate::trust::{self, Removal};
use crate::undo::{self, ChangePurpose, Changes, TemporaryStatement, Undo, UndoRecord, UndoStore};
use onboarding::report::AppliedFor;
use onboarding::rotation::RotationStep;
use onboarding::{ActualRole, Plan};
use serde::{Deserialize, Serialize};

/// A listener to what is waited for.
pub type Tell<'a> = &'a (dyn Fn(String) + Send + Sync);

/// Back to how it was, or on to what was planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Take back what was made.
    Back,
    /// Make the rest.
    On,
}

impl UndoStore {
    /// Takes back what a record says, without showing it first: a test's temporary statement leaves
    /// the trust policy as it then is, a half-applied plan is undone. Confirms by reading, then
    /// deletes the record. What is gone already is as good.
    ///
    /// # Errors
    /// The sign-in is to another account or endpoint than the record's, AWS refuses, or the role
    /// still reads as before: the record is kept. [`LiveError::InUse`]: it was not left behind.
    pub async fn recover(&self, record: &UndoRecord, account: &Account) -> Result<(), LiveError> {
        self.recover_telling(record, account, &|_| {}).await
    }

    /// The same, and tells what it waits for.
    ///
    /// # Errors
    /// As [`UndoStore::recover`].
    pub async fn recover_telling(
        &self,
        record: &UndoRecord,
        account: &Account,
        tell: Tell<'_>,
    ) -> Result<(), LiveError> {
        self.must_be_of(record, account).await?;
        match &record.what {
            Undo::TemporaryStatement(statement) => self.take_out(record, statement, account, tell).await,
            Undo::Changes(_) => {
                let plan = self.recovery_plan(record, account, Direction::Back, tell).await?;
                self.carry_out(record, account, Direction::Back, &plan, &|_| {}).await
            }
        }
    }

    async fn take_out(
        &self,
        record: &UndoRecord,
        statement: &TemporaryStatement,
        account: &Account,
        tell: Tell<'_>,
    ) -> Result<(), LiveError> {
        let _lock = self.lock(record).await?;
        let doubt = account.pacing().reading_window.saturating_sub(undo::age(record));
        match trust::remove_statement(account, &record.role_arn, &statement.sid, doubt, tell).await? {
            Removal::Removed { .. } | Removal::NotThere | Removal::RoleGone => self.remove(record),
        }
    }

    /// What would change to take a half-applied plan back, or to carry it on. Nothing is changed.
    ///
    /// A reading that does not show a change proves nothing soon after the change was sent: it is
    /// doubted until IAM's readings have caught up.
    ///
    /// # Errors
    /// The sign-in is to another account or endpoint than the record's; whatever AWS refuses; the
    /// record is about no plan.
    pub async fn recovery_plan(
        &self,
        record: &UndoRecord,
        account: &Account,
        direction: Direction,
        tell: Tell<'_>,
    ) -> Result<Plan, LiveError> {
        self.must_be_of(record, account).await?;
        let changes = self.changes(record)?;
        let pacing = account.pacing();
        let mut backoff = pacing.backoff(pacing.reading_window.saturating_sub(undo::age(record)));
        loop {
            let now = account.read_role(trust::role_name(&record.role_arn)).await?;
            let plan = planned(record, changes, direction, now.as_ref());
            let shows_all = made_all(record, changes, now.as_ref());
            let doubted = direction == Direction::Back && changes.any_made() && !shows_all;
            if !doubted || backoff.left().is_zero() {
                return Ok(plan);
            }
            tell(trust::lags_behind("every change that was sent", backoff.left()));
            if !backoff.again().await {
                return Ok(plan);
            }
        }
    }

    /// Makes the changes of a recovery's plan that was shown, and confirms by reading.
    ///
    /// # Errors
    /// [`LiveError::RoleChanged`] with the new plan, and nothing changed, where the role is not as it
    /// was shown; whatever AWS refuses. The record is kept then: it can be tried again.
    pub async fn carry_out(
        &self,
        record: &UndoRecord,
        account: &Account,
        direction: Direction,
        shown: &Plan,
        on_event: OnApply<'_>,
    ) -> Result<(), LiveError> {
        let who = self.must_be_of(record, account).await?;
        let changes = self.changes(record)?;
        let _lock = self.lock(record).await?;
        let now = account.read_role(trust::role_name(&record.role_arn)).await?;
        let plan = planned(record, changes, direction, now.as_ref());
        if plan != *shown {
            return Err(LiveError::RoleChanged { plan: Box::new(plan) });
        }
        let purpose = match direction {
            Direction::Back => AppliedFor::TakeBack,
            Direction::On => AppliedFor::CarryOn,
        };
        let mut done = Done::new(purpose, &who, &plan);
        let mut made = Ok(());
        for (index, change) in (0_u32..).zip(&plan.changes) {
            made = done.make(account, index, change, on_event).await;
            if made.is_err() {
                break;
            }
        }
        done.keep(self, account);
        made?;
        confirm(account, &record.role_arn, |now| {
            let left = planned(record, changes, direction, now);
            left.changes.into_iter().map(|change| change.title).collect()
        })
        .await?;
        match waits_again(changes, direction) {
            Some(changes) => self.write(&UndoRecord {
                at: undo::now(),
                what: Undo::Changes(Box::new(changes)),
                ..record.clone()
            }),
            None => self.remove(record),
        }
    }

    fn changes<'r>(&self, record: &'r UndoRecord) -> Result<&'r Changes, LiveError> {
        match record.changes() {
            Some(changes) => Ok(changes),
            None => Err(LiveError::UndoRecord {
                path: self.path(&record.id)?,
                why: "it is about a temporary statement, which needs no plan".to_owned(),
            }),
        }
    }

    /// Whether a record is about where one is signed in.
    async fn must_be_of(&self, record: &UndoRecord, account: &Account) -> Result<Identity, LiveError> {
        let found = account.asked().endpoint.as_deref();
        if record.endpoint.as_deref() != found {
            return Err(LiveError::UndoRecord {
                path: self.path(&record.id)?,
                why: format!(
                    "it was made at `{}`, you are signed in at `{}`",
                    record.endpoint.as_deref().unwrap_or("AWS"),
                    found.unwrap_or("AWS")
                ),
            });
        }
        let who = account.whoami().await?;
        who.must_match(&record.role_arn)?;
        Ok(who)
    }
}

fn planned(record: &UndoRecord, changes: &Changes, direction: Direction, now: Option<&ActualRole>) -> Plan {
    let carry = match direction {
        Direction::Back => onboarding::plan::undo,
        Direction::On => onboarding::plan::redo,
    };
    carry(&record.role_arn, changes.before.as_ref(), &changes.operations(), now)
}

/// Whether the role shows every change that may have been made: then no reading lags behind.
fn made_all(record: &UndoRecord, changes: &Changes, now: Option<&ActualRole>) -> bool {
    let sent: Vec<_> = changes
        .steps
        .iter()
        .filter(|step| step.state != undo::UndoState::Planned)
        .map(|step| step.operation.clone())
        .collect();
    onboarding::plan::redo(&record.role_arn, changes.before.as_ref(), &sent, now).changes.is_empty()
}

/// A rotation whose end was taken back, or whose beginning was carried on, waits for the dashboard.
fn waits_again(changes: &Changes, direction: Direction) -> Option<Changes> {
    let ChangePurpose::Rotate { rotation, step } = &changes.purpose else { return None };
    let waits = match step {
        RotationStep::AcceptBoth => direction == Direction::On,
        RotationStep::Finish | RotationStep::TakeBack => direction == Direction::Back,
    };
    waits.then(|| Changes {
        purpose: ChangePurpose::Rotate { rotation: rotation.clone(), step: RotationStep::AcceptBoth },
        before: None,
        steps: Vec::new(),
        settled: true,
    })
}
