//! Setups and what is computed from them. Nothing here leaves the machine.

use super::Answer;
use crate::app::{App, lock};
use crate::fault::Fault;
use crate::language::{self, Language};
use crate::store::SetupSummary;
use live::{KeychainError, UndoRecord};
use onboarding::key::PastedKey;
use onboarding::pack::PackFacts;
use onboarding::{Diagnosis, SCENES, Scene, Setup, Target, View};
use serde::Serialize;
use specta::Type;
use tauri::State;
use uuid::Uuid;

/// What the first screen needs.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Boot {
    /// The program's version.
    pub(crate) version: String,
    /// What comes from the template pack.
    pub(crate) pack: PackFacts,
    /// The saved setups, the last saved first.
    pub(crate) setups: Vec<SetupSummary>,
    /// What to tell the user: a damaged file kept aside, a data folder that cannot be written.
    pub(crate) notices: Vec<String>,
    /// Temporary statements that an earlier run could not take out again.
    pub(crate) pending_undo: Vec<UndoRecord>,
    /// Whether the window is in presenter mode.
    pub(crate) presenting: bool,
    /// The language to begin with, chosen or the system's; `None`: the web view knows the system's.
    pub(crate) language: Option<Language>,
    /// The scenes that can be played in the sandbox.
    pub(crate) scenes: Vec<Scene>,
}

/// A setup and everything the screens show of it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Opened {
    /// As typed.
    pub(crate) setup: Setup,
    /// As computed.
    pub(crate) view: View,
}

/// What the first screen needs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn boot(app: State<'_, App>) -> Answer<Boot> {
    let setups = lock(&app.setups);
    let mut notices = app.crashes.untold();
    notices.extend(setups.notices().iter().cloned());
    notices.extend(app.rollouts.notices());
    let pending_undo =
        app.undo(&Target::Profile { name: String::new() }).left_behind().unwrap_or_else(|error| {
            notices.push(match error.hint() {
                Some(hint) => format!("{error}: {hint}"),
                None => error.to_string(),
            });
            Vec::new()
        });
    Ok(Boot {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        pack: app.pack.facts(),
        setups: setups.summaries(),
        notices,
        pending_undo,
        presenting: app.stage.presenting(),
        language: language::first(&app.folder),
        scenes: SCENES.to_vec(),
    })
}

/// The screens speak another language; it is remembered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_language(app: State<'_, App>, language: Language) -> Answer<()> {
    language::choose(&app.folder, language)
        .map_err(|error| Fault::new("language", format!("it could not be remembered: {error}"), None))
}

/// Makes a setup with the pack's defaults and a new ExternalId, and saves it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_setup(app: State<'_, App>, target: Target) -> Answer<Opened> {
    let setup = Setup::new(&app.pack, Uuid::new_v4().to_string(), new_external_id(), target);
    let view = app.view(setup.clone());
    // A folder that cannot be written was told by `boot`; the setup lives on in memory.
    let _ = app.save();
    Ok(Opened { setup, view })
}

/// Opens a saved setup at its step.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_setup(app: State<'_, App>, id: String) -> Answer<Opened> {
    let mut setups = lock(&app.setups);
    setups.refresh(&id);
    let setup = setups.get(&id).cloned();
    drop(setups);
    let Some(setup) = setup else {
        return Err(Fault::new("no-such-setup", "this setup is not there any more", None));
    };
    let view = app.view(setup.clone());
    Ok(Opened { setup, view })
}

/// Moves a setup's file into the folder `deleted` beside the setups, and takes its keys out of the
/// keychain; gives the setups that remain.
/// Nothing in the account is touched.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_setup(app: State<'_, App>, id: String) -> Answer<Vec<SetupSummary>> {
    // First its keys: where the keychain does not let them go, the setup stays to find them by.
    if let Err(error @ (KeychainError::Locked | KeychainError::Refused)) = app.keys.forget(&id).await {
        return Err(live::LiveError::from(error).into());
    }
    let mut setups = lock(&app.setups);
    setups.delete(&id).map_err(|error| Fault::not_saved(&error))?;
    app.reports.forget(&id);
    lock(&app.draft).take_if(|draft| draft.id == id);
    Ok(setups.summaries())
}

/// The saved setups, the last saved first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_setups(app: State<'_, App>) -> Answer<Vec<SetupSummary>> {
    Ok(lock(&app.setups).summaries())
}

/// Everything the screens show of a setup; called on every keystroke. Keeps the setup, so that it is
/// written even when the window is closed before `save`. Not async: it takes less than the hop to
/// another thread and back.
#[tauri::command]
#[specta::specta]
pub(crate) fn view(app: State<'_, App>, setup: Setup) -> View {
    app.view(setup)
}

/// Writes the setup that was last seen by `view`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save(app: State<'_, App>) -> Answer<()> {
    app.save()
}

/// A new ExternalId: a UUID v4 from the operating system's generator.
#[tauri::command]
#[specta::specta]
pub(crate) fn new_external_id() -> String {
    Uuid::new_v4().to_string()
}

/// Checks an existing key's JSON.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_key(app: State<'_, App>, text: String) -> Answer<PastedKey> {
    Ok(onboarding::key::check_key(&text, &app.pack))
}

/// What an error text means.
#[tauri::command]
#[specta::specta]
pub(crate) async fn diagnose(app: State<'_, App>, text: String) -> Answer<Diagnosis> {
    Ok(onboarding::diagnose(&text, &app.pack))
}
