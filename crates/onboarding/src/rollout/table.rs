//! The table: what goes into the QuilrAI dashboard, an account a row.

use super::{AccountState, Rollout, RolloutPlan};
use crate::pack::Pack;
use serde::Serialize;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TableRow {
    /// 12 digits.
    pub account_id: String,
    /// May be empty.
    pub name: String,
    /// `aws_role_arn`
    pub role_arn: Option<String>,
    /// `aws_external_id`
    pub external_id: String,
    /// Where it stands; `None`: AWS was not asked.
    pub status: Option<AccountState>,
}

/// The rows, in the order of the accounts. Without a plan AWS was not asked.
pub fn table(_rollout: &Rollout, _pack: &Pack, _plan: Option<&RolloutPlan>) -> Vec<TableRow> {
    Vec::new()
}

/// The rows as CSV, with a header that [`super::read_accounts`] reads back.
pub fn as_csv(_rows: &[TableRow]) -> String {
    String::new()
}
