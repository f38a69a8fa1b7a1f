//! The report of the last verification. Its text is made here, whatever form and masks are chosen.

use super::{Answer, desk};
use crate::app::App;
use crate::fault::Fault;
use onboarding::Report;
use onboarding::report::Mask;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, State};

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReportForm {
    /// To read and to print.
    Html,
    /// For a ticket.
    Markdown,
    /// For programs.
    Json,
}

/// A report that is there.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct LastReport {
    /// When the verification ended, as `2026-11-22T14:02:11Z`.
    pub(crate) at: String,
    /// What it proves, in one line.
    pub(crate) headline: String,
}

/// The report of a setup's last verification, if there was one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn last_report(app: State<'_, App>, id: String) -> Answer<Option<LastReport>> {
    let last = app.reports.last(&id);
    Ok(last.map(|report| LastReport { headline: report.headline(), at: report.made.at }))
}

/// The report as Markdown, to copy into a ticket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn report_markdown(app: State<'_, App>, id: String, mask_accounts: bool) -> Answer<String> {
    Ok(masked(&app, &id, mask_accounts)?.markdown())
}

/// Asks where, then writes the report; `None`: the user cancelled. Gives the path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_report(
    handle: AppHandle,
    app: State<'_, App>,
    id: String,
    form: ReportForm,
    mask_accounts: bool,
) -> Answer<Option<String>> {
    let report = masked(&app, &id, mask_accounts)?;
    let (kind, ending, text) = match form {
        ReportForm::Html => ("HTML", "html", report.html()),
        ReportForm::Markdown => ("Markdown", "md", report.markdown()),
        ReportForm::Json => ("JSON", "json", report.json()),
    };
    let day = report.made.at.split('T').next().unwrap_or_default();
    desk::save(&handle, format!("bedrock-role-report-{day}.{ending}"), (kind, ending), &text).await
}

fn masked(app: &App, id: &str, mask_accounts: bool) -> Answer<Report> {
    let report = app.reports.last(id).ok_or_else(|| {
        Fault::new("no-report", "there is no report of this setup yet", "run the checks first".to_owned())
    })?;
    Ok(report.masked(Mask { accounts: mask_accounts, external_ids: false }))
}
