//! What a record says: what was, or may have been, done to a role, and how to take it back.

use onboarding::plan::Operation;
use onboarding::report::AppliedFor;
use onboarding::revocation::RevokeHow;
use onboarding::rotation::{Rotation, RotationStep};
use onboarding::{ActualRole, Plan};
use serde::{Deserialize, Deserializer, Serialize};

/// What to take back, and where. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct UndoRecord {
    /// The file's name without its ending.
    pub id: String,
    /// The role that was changed.
    pub role_arn: String,
    /// The endpoint it was reached at, if not AWS itself: a sandbox's record dies with the sandbox.
    pub endpoint: Option<String>,
    /// When it was written, as `2026-11-22T14:02:11Z`.
    pub at: String,
    /// What was done.
    pub what: Undo,
}

/// What was done to a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Undo {
    /// The end-to-end test let its caller in for a while.
    TemporaryStatement(TemporaryStatement),
    /// A plan was applied.
    Changes(Box<Changes>),
}

/// The statement of an end-to-end test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TemporaryStatement {
    /// The Sid of the temporary statement.
    pub sid: String,
    /// The principal that it lets in.
    pub principal: String,
    /// When it dies by itself, as `2026-11-22T14:17:11Z`.
    pub expires_at: String,
}

/// A plan that is being, or was half, applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Changes {
    /// What for.
    pub purpose: ChangePurpose,
    /// The role as it was before the first of them; `None`: there was none.
    pub before: Option<ActualRole>,
    /// The changes, in order.
    pub steps: Vec<UndoStep>,
    /// Whether it came to its end, and is kept only because something follows from it: a rotation
    /// waits for the dashboard.
    pub settled: bool,
}

/// What a plan was applied for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum ChangePurpose {
    /// To make the role what a setup asks for.
    Apply,
    /// To change the ExternalId.
    Rotate {
        /// From which to which.
        rotation: Rotation,
        /// What was under way.
        step: RotationStep,
    },
    /// To revoke the gateway's access.
    Revoke {
        /// How far.
        how: RevokeHow,
    },
}

impl ChangePurpose {
    /// In words: `an apply`.
    pub fn words(&self) -> &'static str {
        match self {
            ChangePurpose::Apply => "an apply",
            ChangePurpose::Rotate { .. } => "a rotation of the ExternalId",
            ChangePurpose::Revoke { .. } => "a revocation",
        }
    }

    pub(crate) fn applied_for(&self) -> AppliedFor {
        match self {
            ChangePurpose::Apply => AppliedFor::Apply,
            ChangePurpose::Rotate { .. } => AppliedFor::Rotate,
            ChangePurpose::Revoke { .. } => AppliedFor::Revoke,
        }
    }
}

/// One change of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct UndoStep {
    /// As the plan showed it.
    pub title: String,
    /// The call.
    pub operation: Operation,
    /// How far it came.
    pub state: UndoState,
}

/// How far a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum UndoState {
    /// Not sent, or refused.
    Planned,
    /// Sent, and no answer is known: it may have been made.
    Started,
    /// Answered: it was made.
    Made,
}

impl Changes {
    /// The changes of a plan, none of them sent yet.
    pub(crate) fn planned(purpose: ChangePurpose, before: Option<ActualRole>, plan: &Plan) -> Self {
        let steps = plan
            .changes
            .iter()
            .map(|change| UndoStep {
                title: change.title.clone(),
                operation: change.operation.clone(),
                state: UndoState::Planned,
            })
            .collect();
        Self { purpose, before, steps, settled: false }
    }

    /// The calls, in order.
    pub(crate) fn operations(&self) -> Vec<Operation> {
        self.steps.iter().map(|step| step.operation.clone()).collect()
    }

    /// Whether any of them was, or may have been, made.
    pub(crate) fn any_made(&self) -> bool {
        self.steps.iter().any(|step| step.state != UndoState::Planned)
    }
}

impl UndoRecord {
    /// The record's changes, where it is about a plan.
    pub fn changes(&self) -> Option<&Changes> {
        match &self.what {
            Undo::Changes(changes) => Some(changes.as_ref()),
            Undo::TemporaryStatement(_) => None,
        }
    }

    /// The record's statement, where it is about a test.
    pub fn temporary_statement(&self) -> Option<&TemporaryStatement> {
        match &self.what {
            Undo::TemporaryStatement(statement) => Some(statement),
            Undo::Changes(_) => None,
        }
    }

    /// Whether something was interrupted. A rotation that waits for the dashboard was not.
    pub fn interrupted(&self) -> bool {
        self.changes().is_none_or(|changes| !changes.settled)
    }
}

/// As records are, and as the first version wrote them: then they were about a test's statement only.
#[derive(Deserialize)]
#[serde(untagged)]
enum OnDisk {
    Now {
        id: String,
        role_arn: String,
        endpoint: Option<String>,
        at: String,
        what: Undo,
    },
    First {
        id: String,
        role_arn: String,
        endpoint: Option<String>,
        #[serde(flatten)]
        statement: TemporaryStatement,
    },
}

impl<'de> Deserialize<'de> for UndoRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match OnDisk::deserialize(deserializer)? {
            OnDisk::Now { id, role_arn, endpoint, at, what } => Self { id, role_arn, endpoint, at, what },
            OnDisk::First { id, role_arn, endpoint, statement } => Self {
                id,
                role_arn,
                endpoint,
                at: super::before(&statement.expires_at, super::LIFETIME),
                what: Undo::TemporaryStatement(statement),
            },
        })
    }
}
