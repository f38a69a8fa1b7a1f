//! The table: what goes into the QuilrAI dashboard, an account a row.

use super::{AccountList, AccountState, Rollout, RolloutPlan, view};
use crate::pack::Pack;
use serde::Serialize;
use std::collections::HashMap;

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
pub fn table(rollout: &Rollout, pack: &Pack, plan: Option<&RolloutPlan>) -> Vec<TableRow> {
    let states: HashMap<&str, AccountState> = plan
        .map(|plan| plan.rows.iter().map(|row| (row.account_id.as_str(), row.state)).collect())
        .unwrap_or_default();
    view(rollout, pack)
        .rows
        .into_iter()
        .map(|row| TableRow {
            status: states.get(row.account_id.as_str()).copied(),
            account_id: row.account_id,
            name: row.name,
            role_arn: row.role_arn,
            external_id: row.external_id,
        })
        .collect()
}

/// The rows as CSV (RFC 4180), with a header that [`super::read_accounts`] reads back.
pub fn as_csv(rows: &[TableRow]) -> String {
    let mut text = String::from("account_id,name,aws_role_arn,aws_external_id,status\r\n");
    for row in rows {
        let status = row.status.map_or("", AccountState::as_str);
        let cells = [
            cell(&row.account_id),
            cell(&harmless(&row.name)),
            cell(row.role_arn.as_deref().unwrap_or_default()),
            cell(&row.external_id),
            cell(status),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A list as CSV that [`super::read_accounts`] reads back.
pub fn as_list(list: &AccountList) -> String {
    let mut text = String::from("account_id,name\n");
    for account in &list.accounts {
        text.push_str(&format!("{},{}\n", account.account_id, cell(&account.name)));
    }
    text
}

fn cell(text: &str) -> String {
    if text.contains([',', ';', '"', '\r', '\n', '\t']) || text != text.trim() {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// A name that a spreadsheet would take for a formula is marked as text. An ExternalId is left as it
/// is: it must arrive unchanged, and its characters make no call of a function.
fn harmless(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@']) { format!("'{name}") } else { name.to_owned() }
}
