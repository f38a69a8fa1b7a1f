//! One role in many accounts: the rollouts, what is computed from them, and what is done in AWS.

use super::Answer;
use super::desk::save;
use crate::app::{App, lock};
use crate::fault::Fault;
use crate::rollouts::RolloutSummary;
use crate::store::Unwritten;
use live::rollout::{Removal, RolloutEvent, VerifyAll, VerifyAllEvent};
use onboarding::rollout::{self as domain, AccountList, Merged, Rollout, RolloutPlan, RolloutView};
use onboarding::{Setup, Target};
use serde::Serialize;
use specta::Type;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tokio::sync::MutexGuard;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// A rollout, its list as it was given, and everything the screen shows of it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct OpenedRollout {
    /// As kept.
    pub(crate) rollout: Rollout,
    /// As computed.
    pub(crate) view: RolloutView,
    /// The list of accounts, whatever it says.
    pub(crate) list: String,
}

/// What a list made of a rollout.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct MergedRollout {
    /// With the list's accounts. Not saved yet.
    pub(crate) rollout: Rollout,
    /// As computed.
    pub(crate) view: RolloutView,
    /// What changed.
    pub(crate) merged: Merged,
}

/// The accounts of an organization.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct OrganizationList {
    /// As a list that is read like any other.
    pub(crate) text: String,
    /// Accounts that were left out, since they are not active.
    pub(crate) left_out: u32,
}

/// The saved rollouts, the last saved first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_rollouts(app: State<'_, App>) -> Answer<Vec<RolloutSummary>> {
    Ok(app.rollouts.summaries())
}

/// Makes a rollout and saves it. `pattern`: the id of the setup that every account's is made from;
/// `None`: a new one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_rollout(
    app: State<'_, App>,
    target: Target,
    pattern: Option<String>,
) -> Answer<OpenedRollout> {
    let id = Uuid::new_v4().to_string();
    let rollout = match pattern {
        Some(id_of_setup) => {
            let pattern = lock(&app.setups).get(&id_of_setup).cloned().ok_or_else(no_such_setup)?;
            Rollout::new(id, pattern, target)
        }
        None => {
            let external_id = Uuid::new_v4().to_string();
            let pattern = Setup::new(&app.pack, Uuid::new_v4().to_string(), external_id, target.clone());
            // Nobody has named it yet, and the screen says so.
            Rollout { name: String::new(), ..Rollout::new(id, pattern, target) }
        }
    };
    let view = domain::view(&rollout, &app.pack);
    // A folder that cannot be written was told by `boot`; the rollout lives on in memory.
    let _ = app.rollouts.save(rollout.clone());
    Ok(OpenedRollout { rollout, view, list: String::new() })
}

/// Opens a saved rollout. Where its pattern is kept as a setup, it is taken as that now is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_rollout(app: State<'_, App>, id: String) -> Answer<OpenedRollout> {
    let Some(mut rollout) = app.rollouts.get(&id) else {
        return Err(Fault::new("no-such-rollout", "this rollout is not there any more", None));
    };
    if let Some(pattern) = lock(&app.setups).get(&rollout.pattern.id) {
        rollout.pattern = pattern.clone();
    }
    let view = domain::view(&rollout, &app.pack);
    Ok(OpenedRollout { list: app.rollouts.list(&id), rollout, view })
}

/// Writes a rollout.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_rollout(app: State<'_, App>, rollout: Rollout) -> Answer<()> {
    let notice = app.rollouts.save(rollout).map_err(|error| not_saved(&error))?;
    notice.into_iter().for_each(|notice| app.crashes.say(notice));
    Ok(())
}

/// Writes the list of a rollout as it was given.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_rollout_list(app: State<'_, App>, id: String, text: String) -> Answer<()> {
    app.rollouts.save_list(&id, text).map_err(|error| not_saved(&error))
}

/// Moves a rollout's files into the folder `deleted` beside the rollouts; gives those that remain.
/// Nothing in AWS is touched.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_rollout(app: State<'_, App>, id: String) -> Answer<Vec<RolloutSummary>> {
    app.rollouts.delete(&id).map_err(|error| not_saved(&error))?;
    Ok(app.rollouts.summaries())
}

/// What a text says of accounts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_accounts(app: State<'_, App>, text: String) -> Answer<AccountList> {
    Ok(domain::read_accounts(&text, &app.pack))
}

/// A file's bytes as text, whatever program wrote it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_text(bytes: Vec<u8>) -> Answer<String> {
    Ok(domain::text_of(&bytes))
}

/// The accounts of the organization that a target administers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn organization_accounts(app: State<'_, App>, target: Target) -> Answer<OrganizationList> {
    let account = app.account(&target).await?;
    let list = live::rollout::organization_accounts(&account, &app.pack).await?;
    Ok(OrganizationList {
        text: domain::as_list(&list),
        left_out: u32::try_from(list.notes.len()).unwrap_or(u32::MAX),
    })
}

/// Makes a list a rollout's: accounts that are there keep their ExternalId, new ones get one from the
/// operating system's generator.
#[tauri::command]
#[specta::specta]
pub(crate) async fn merge_accounts(
    app: State<'_, App>,
    mut rollout: Rollout,
    text: String,
) -> Answer<MergedRollout> {
    let list = domain::read_accounts(&text, &app.pack);
    let merged = rollout.merge(&list, || Uuid::new_v4().to_string());
    let view = domain::view(&rollout, &app.pack);
    Ok(MergedRollout { rollout, view, merged })
}

/// Keeps the pattern as a setup, where it is none yet; gives the setup's id.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_pattern(app: State<'_, App>, rollout: Rollout) -> Answer<String> {
    let mut pattern = rollout.pattern;
    let id = pattern.id.clone();
    if lock(&app.setups).get(&id).is_none() {
        if !rollout.name.is_empty() {
            pattern.name = rollout.name;
        }
        let unwritten = lock(&app.setups).keep(pattern);
        let written = unwritten.and_then(Unwritten::write).map_err(|error| Fault::not_saved(&error))?;
        if let Some(notice) = lock(&app.setups).wrote(written) {
            app.crashes.say(notice);
        }
    }
    Ok(id)
}

/// Everything the screen shows of a rollout.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rollout_view(app: State<'_, App>, rollout: Rollout) -> Answer<RolloutView> {
    Ok(domain::view(&rollout, &app.pack))
}

/// Reads the StackSet and says what would change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_rollout(
    app: State<'_, App>,
    rollout: Rollout,
    events: Channel<RolloutEvent>,
) -> Answer<RolloutPlan> {
    let account = app.account(&rollout.target).await?;
    let tell = |event| drop(events.send(event));
    Ok(live::rollout::plan_rollout(&account, &rollout, &app.pack, &tell).await?)
}

/// Carries out the plan that was shown. `shown`: its digest.
#[tauri::command]
#[specta::specta]
pub(crate) async fn apply_rollout(
    app: State<'_, App>,
    rollout: Rollout,
    shown: String,
    events: Channel<RolloutEvent>,
) -> Answer<()> {
    let (_busy, cancel) = begin(&app)?;
    let account = app.account(&rollout.target).await?;
    let tell = |event| drop(events.send(event));
    let undo = app.undo(&rollout.target);
    live::rollout::deploy(&account, &rollout, &app.pack, &shown, undo, &cancel, &tell).await?;
    Ok(())
}

/// Tries again in these accounts, which failed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_rollout(
    app: State<'_, App>,
    rollout: Rollout,
    accounts: Vec<String>,
    events: Channel<RolloutEvent>,
) -> Answer<()> {
    let (_busy, cancel) = begin(&app)?;
    let account = app.account(&rollout.target).await?;
    let tell = |event| drop(events.send(event));
    let undo = app.undo(&rollout.target);
    live::rollout::retry(&account, &rollout, &app.pack, &accounts, undo, &cancel, &tell).await?;
    Ok(())
}

/// Takes the accounts that were chosen out of the StackSet, and their roles with them unless they are
/// retained; then the StackSet, where that was chosen too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_from_rollout(
    app: State<'_, App>,
    rollout: Rollout,
    removal: Removal,
    events: Channel<RolloutEvent>,
) -> Answer<()> {
    let (_busy, cancel) = begin(&app)?;
    let account = app.account(&rollout.target).await?;
    let tell = |event| drop(events.send(event));
    let undo = app.undo(&rollout.target);
    live::rollout::remove(&account, &rollout, &app.pack, &removal, undo, &cancel, &tell).await?;
    Ok(())
}

/// Checks the role in every account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_rollout(
    app: State<'_, App>,
    rollout: Rollout,
    events: Channel<VerifyAllEvent>,
) -> Answer<()> {
    let (_busy, cancel) = begin(&app)?;
    let account = app.account(&rollout.target).await?;
    let tell = |event| drop(events.send(event));
    let how = VerifyAll::default();
    let undo = app.undo(&rollout.target);
    live::rollout::verify_all(&account, &rollout, &app.pack, how, undo, &cancel, &tell).await?;
    Ok(())
}

/// Asks where, then writes the StackSet's template; `None`: the user cancelled. Gives the path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_rollout_template(
    handle: AppHandle,
    app: State<'_, App>,
    rollout: Rollout,
) -> Answer<Option<String>> {
    let Some(code) = domain::view(&rollout, &app.pack).code else {
        return Err(Fault::new("fields", "some values are not right yet", None));
    };
    save(&handle, code.file_name, ("YAML", "yaml"), &code.text).await
}

/// The table as CSV, with each account's state where a plan says it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rollout_table(
    app: State<'_, App>,
    rollout: Rollout,
    plan: Option<RolloutPlan>,
) -> Answer<String> {
    Ok(domain::as_csv(&domain::table(&rollout, &app.pack, plan.as_ref())))
}

/// Asks where, then writes the table as CSV, with each account's state where a plan says it; `None`:
/// the user cancelled. Gives the path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_rollout_table(
    handle: AppHandle,
    app: State<'_, App>,
    rollout: Rollout,
    plan: Option<RolloutPlan>,
) -> Answer<Option<String>> {
    let name = domain::view(&rollout, &app.pack).table_file_name;
    let rows = domain::table(&rollout, &app.pack, plan.as_ref());
    save(&handle, name, ("CSV", "csv"), &domain::as_csv(&rows)).await
}

/// One thing at a time; `cancel` ends it.
fn begin(app: &App) -> Answer<(MutexGuard<'_, ()>, CancellationToken)> {
    let Ok(busy) = app.busy.try_lock() else {
        return Err(Fault::new("busy", "a change or a verification is running already", None));
    };
    let cancel = CancellationToken::new();
    *lock(&app.cancel) = cancel.clone();
    Ok((busy, cancel))
}

fn no_such_setup() -> Fault {
    Fault::new("no-such-setup", "this setup is not there any more", None)
}

fn not_saved(error: &std::io::Error) -> Fault {
    Fault { message: format!("the rollout could not be written: {error}"), ..Fault::not_saved(error) }
}
