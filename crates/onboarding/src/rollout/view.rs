//! What the screen shows of a rollout, without asking AWS.

use super::Rollout;
use crate::code::Code;
use crate::fields::{Field, Severity};
use crate::pack::Pack;
use serde::{Deserialize, Serialize};

/// What is shown of a rollout.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RolloutView {
    /// In the order of the accounts.
    pub rows: Vec<RolloutRow>,
    /// What is wrong or worth knowing, except at a row.
    pub problems: Vec<RolloutNote>,
    /// The StackSet's template; `None` while the pattern is wrong.
    pub code: Option<Code>,
    /// Where the StackSet and its stacks are.
    pub region: String,
    /// What to save the table as, with its ending.
    pub table_file_name: String,
    /// Whether nothing stands in the way of a deploy.
    pub ready: bool,
}

/// An account's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RolloutRow {
    /// 12 digits, as far as they are right.
    pub account_id: String,
    /// May be empty.
    pub name: String,
    /// Its own.
    pub external_id: String,
    /// `aws_role_arn`; `None` while a part of it is wrong.
    pub role_arn: Option<String>,
    /// What is wrong or worth knowing here.
    pub notes: Vec<RolloutNote>,
}

/// What there is to say about a part of a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RolloutNote {
    /// Where it stands.
    pub place: RolloutPlace,
    /// The field of the pattern or of the account's setup.
    pub field: Option<Field>,
    /// How much it weighs.
    pub severity: Severity,
    /// Stable.
    pub code: String,
    /// What is so.
    pub message: String,
    /// What to do, where that is not obvious.
    pub remedy: Option<String>,
}

/// The parts of a rollout that a note can stand at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RolloutPlace {
    /// The pattern setup.
    Pattern,
    /// The StackSet's name.
    StackSet,
    /// The permission model and its organizational units.
    PermissionModel,
    /// The role that is assumed to check.
    AccessRole,
    /// The list of accounts, or one of them.
    Accounts,
}

/// Everything that is shown.
pub fn view(rollout: &Rollout, pack: &Pack) -> RolloutView {
    RolloutView {
        rows: Vec::new(),
        problems: Vec::new(),
        code: None,
        region: rollout.region(pack),
        table_file_name: format!("{}.csv", rollout.stack_set),
        ready: false,
    }
}
