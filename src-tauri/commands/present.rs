//! What a presenter does: the mode, the scenes in the sandbox, and what AWS sees. No scene can touch an
//! account: each is played in the embedded sandbox alone, and refused to a setup that works elsewhere.

use super::Answer;
use super::setups::Opened;
use crate::app::{App, lock};
use crate::fault::Fault;
use crate::store::iso;
use live::events::{Look, Seen};
use onboarding::scene::Stage;
use onboarding::{Scene, Setup, Target};
use sandbox::Scenario;
use std::time::{Duration, SystemTime};
use tauri::State;
use uuid::Uuid;

/// What CloudTrail has of the role in the last minutes, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn aws_events(app: State<'_, App>, setup: Setup, minutes: u32) -> Answer<Seen> {
    let valid = app.valid(&setup)?;
    let account = app.account(&setup.target).await?;
    let back = Duration::from_secs(u64::from(minutes) * 60);
    let look = Look {
        role_arn: valid.role_arn.as_str(),
        region: valid.region.as_str(),
        since: SystemTime::now().checked_sub(back).unwrap_or(SystemTime::UNIX_EPOCH),
    };
    Ok(live::events::events(&account, &look).await?)
}

/// Enters presenter mode, or leaves it; it is remembered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_presenting(app: State<'_, App>, on: bool) -> Answer<()> {
    app.stage
        .present(on)
        .map_err(|error| Fault::new("presenter-mode", format!("it could not be remembered: {error}"), None))
}

/// Puts the sandbox and the setup into a scene. What both were before comes back with `put_back`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn play_scene(app: State<'_, App>, setup: Setup, name: String) -> Answer<Opened> {
    let scene = Scene::named(&name)
        .ok_or_else(|| Fault::new("no-such-scene", format!("there is no scene `{name}`"), None))?;
    let _idle = in_the_sandbox(&app, &setup)?;
    let account = app.account(&setup.target).await?.whoami().await?.account;
    let others = lock(&app.setups).external_ids_besides(&setup.id);
    let stage = Stage {
        account: &account,
        external_id: Uuid::new_v4().to_string(),
        at: iso(SystemTime::now()),
        others: &others,
    };
    let staged = scene.staged(&setup, &app.pack, stage);
    let unplayable = |error: sandbox::ScenarioError| Fault::new("scene", error.to_string(), error.hint());
    let scenario = Scenario::built_in(scene.name).map_err(unplayable)?;
    let (name, path) = (&staged.role_name, &staged.role_path);
    let scenario = scenario.played_with(name, path, &staged.external_id).map_err(unplayable)?;
    let sandbox = app.sandbox().await?;
    app.stage.keep(&setup, sandbox)?;
    sandbox.play(&scenario).map_err(unplayable)?;
    forget_changes(&app)?;
    open(&app, staged)
}

/// Puts the sandbox and the setup back as they were before the first scene.
#[tauri::command]
#[specta::specta]
pub(crate) async fn put_back(app: State<'_, App>, setup: Setup) -> Answer<Opened> {
    let _idle = in_the_sandbox(&app, &setup)?;
    let before = app.stage.put_back(&setup.id, app.sandbox().await?);
    open(&app, before.unwrap_or(setup))
}

/// The sandbox's account is given access to every model, as its console would.
#[tauri::command]
#[specta::specta]
pub(crate) async fn grant_model_access(app: State<'_, App>, setup: Setup) -> Answer<()> {
    let _idle = in_the_sandbox(&app, &setup)?;
    app.sandbox().await?.grant_model_access();
    Ok(())
}

/// Refuses a setup that works elsewhere, and a moment at which something runs.
fn in_the_sandbox<'a>(app: &'a App, setup: &Setup) -> Answer<tokio::sync::MutexGuard<'a, ()>> {
    if setup.target != Target::Sandbox {
        return Err(Fault::new(
            "not-the-sandbox",
            "this setup works in an AWS account, where no scene is played",
            "open a setup of the sandbox".to_owned(),
        ));
    }
    let busy = || Fault::new("busy", "a change or a verification is running", "let it end first".to_owned());
    app.busy.try_lock().map_err(|_| busy())
}

/// The sandbox is another one now: there is nothing in it to take back.
fn forget_changes(app: &App) -> Answer<()> {
    let undo = app.undo(&Target::Sandbox);
    for record in undo.pending()? {
        undo.discard(&record)?;
    }
    Ok(())
}

fn open(app: &App, setup: Setup) -> Answer<Opened> {
    lock(&app.last_checks).clear();
    let view = app.view(setup.clone());
    // A folder that cannot be written was told by `boot`; the setup lives on in memory.
    let _ = app.save();
    Ok(Opened { setup, view })
}
