//! What reads or changes the account. Credentials stay on this side of the bridge.

use super::Answer;
use crate::app::{App, lock};
use crate::fault::Fault;
use crate::store::iso;
use live::{
    Account, ApplyEvent, DeviceCode, Identity, MfaCode, NetworkSettings, Preflight, Profile, Purpose,
    SsoLogin, UndoRecord, VerifyEvent, VerifyOptions,
};
use onboarding::report::{Place, Ran, ReportInput};
use onboarding::setup::Applied;
use onboarding::{DesiredRole, Plan, Setup, Target};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;
use tauri::State;
use tauri::ipc::Channel;
use tokio_util::sync::CancellationToken;

/// The AWS profiles of this machine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles() -> Answer<Vec<Profile>> {
    Ok(live::profiles().await?)
}

/// Signs in to a target and says who that is. `code`: the six digits of the MFA device, where a sign-in
/// without them was answered with `mfa-required`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(app: State<'_, App>, target: Target, code: Option<String>) -> Answer<Identity> {
    let code = code.as_deref().map(MfaCode::parse).transpose()?;
    let given_up = CancellationToken::new();
    // One at a time: the one before it is given up.
    std::mem::replace(&mut *lock(&app.signing_in), given_up.clone()).cancel();
    tokio::select! {
        biased;
        () = given_up.cancelled() => Err(live::LiveError::SignInCancelled.into()),
        who = app.sign_in(&target, code) => who,
    }
}

/// Signs in to the Identity Center session of a profile: opens the browser, tells the code to compare,
/// and returns when somebody has confirmed it there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sso_sign_in(
    app: State<'_, App>,
    profile: String,
    events: Channel<DeviceCode>,
) -> Answer<()> {
    let login = SsoLogin::default();
    // One at a time: the one before it is given up.
    std::mem::replace(&mut *lock(&app.signing_in), login.cancel.clone()).cancel();
    let show = |code: &DeviceCode| {
        // The screen shows the address too, for whoever has no browser here.
        let _ = tauri_plugin_opener::open_url(&code.url, None::<&str>);
        let _ = events.send(code.clone());
    };
    Ok(Account::sso_login(&profile, &app.sign_in_with(None), &login, &show).await?)
}

/// Gives up the sign-in that is under way: the browser's, or a program's.
#[tauri::command]
#[specta::specta]
pub(crate) fn cancel_sign_in(app: State<'_, App>) {
    lock(&app.signing_in).cancel();
}

/// Which of the rights the caller has that what is about to be done needs: the plan that is shown, or
/// what the purpose may come to. Stops who cannot do it at all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preflight(
    app: State<'_, App>,
    setup: Setup,
    purpose: Purpose,
    plan: Option<Plan>,
) -> Answer<Preflight> {
    let role_arn = app.valid(&setup)?.role_arn;
    let account = app.account(&setup.target).await?;
    let who = account.whoami().await?;
    live::preflight::admit(&who, role_arn.as_str(), purpose)?;
    Ok(match plan {
        Some(plan) => live::preflight::preflight_of_plan(&account, &who, &plan).await,
        None => live::preflight::preflight(&account, &who, role_arn.as_str(), purpose).await,
    })
}

/// How AWS is reached: the proxy and the roots that were set in this program.
#[tauri::command]
#[specta::specta]
pub(crate) fn network_settings(app: State<'_, App>) -> NetworkSettings {
    NetworkSettings::load(&app.folder)
}

/// Keeps how AWS is reached; from the next sign-in on.
#[tauri::command]
#[specta::specta]
pub(crate) fn save_network_settings(app: State<'_, App>, settings: NetworkSettings) -> Answer<()> {
    Ok(settings.save(&app.folder)?)
}

/// Reads the role and says what would change. `remove`: what somebody else wrote and is to go, as the
/// plan names it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan(app: State<'_, App>, setup: Setup, remove: Vec<String>) -> Answer<Plan> {
    let desired = DesiredRole { remove, ..app.valid(&setup)?.desired_role(&app.pack) };
    let account = app.account(&setup.target).await?;
    Ok(live::plan(&account, &desired).await?)
}

/// Applies the plan that was shown. A second apply changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn apply(
    app: State<'_, App>,
    setup: Setup,
    shown: Plan,
    events: Channel<ApplyEvent>,
) -> Answer<Applied> {
    let valid = app.valid(&setup)?;
    let remove = shown.removed.iter().filter_map(|kept| kept.removal.clone()).collect();
    let desired = DesiredRole { remove, ..valid.desired_role(&app.pack) };
    let _busy = app.busy.lock().await;
    let account = app.account(&setup.target).await?;
    live::preflight::admit(&account.whoami().await?, &desired.arn, Purpose::Apply)?;
    // A window that is gone cannot be told; the change goes on to its end all the same.
    let tell = |event| drop(events.send(event));
    let role = live::apply(&account, &desired, &shown, app.undo(&setup.target), &tell).await?;
    Ok(Applied {
        role_arn: desired.arn,
        external_id: valid.external_id.as_str().to_owned(),
        max_session_duration: role.map_or(desired.max_session_duration, |role| role.max_session_duration),
        at: iso(SystemTime::now()),
    })
}

/// Runs the checks; returns when they are over and the temporary statement is out again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify(app: State<'_, App>, setup: Setup, events: Channel<VerifyEvent>) -> Answer<()> {
    let valid = app.valid(&setup)?;
    let Ok(_busy) = app.busy.try_lock() else {
        return Err(Fault::new("busy", "a change or a verification is running already", None));
    };
    let cancel = CancellationToken::new();
    *lock(&app.cancel) = cancel.clone();
    let account = app.account(&setup.target).await?;
    let gateway = app.gateway(&setup, valid.gateway_url(&app.pack)).await?;
    let options =
        VerifyOptions { setup: valid, pack: app.pack.clone(), read_only: false, gateway: Some(gateway) };
    let cancelled = AtomicBool::new(false);
    let tell = |event| {
        if let VerifyEvent::Ended { cancelled: true, .. } = event {
            cancelled.store(true, Ordering::Relaxed);
        }
        drop(events.send(event));
    };
    let undo = app.undo(&setup.target);
    let checks = live::verify(&account, &options, undo, &cancel, &tell).await;
    let report = onboarding::report(&ReportInput {
        setup: &options.setup,
        pack: (&app.pack, "built-in"),
        checks: &checks,
        ran: Ran { cancelled: cancelled.into_inner(), read_only: false },
        applied: &undo.applied(options.setup.role_arn.as_str(), account.endpoint()),
        place: Place::at(account.endpoint()),
        at: &live::now(),
        version: env!("CARGO_PKG_VERSION"),
    });
    app.reports.keep(&setup.id, report);
    *lock(&app.last_checks) = checks;
    Ok(())
}

/// Cancels the verification that is running; `verify` returns once it has cleaned up.
#[tauri::command]
#[specta::specta]
pub(crate) fn cancel(app: State<'_, App>) {
    lock(&app.cancel).cancel();
}

/// Takes out the temporary statement of an earlier run, signed in with a profile; gives the records
/// that remain. `waits`: what it waits for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recover(
    app: State<'_, App>,
    id: String,
    profile: String,
    waits: Channel<String>,
) -> Answer<Vec<UndoRecord>> {
    let _busy = app.busy.lock().await;
    let target = Target::Profile { name: profile };
    let undo = app.undo(&target);
    if let Some(record) = undo.pending()?.into_iter().find(|record| record.id == id) {
        let tell = |note| drop(waits.send(note));
        undo.recover_telling(&record, &app.account(&target).await?, &tell).await?;
    }
    Ok(undo.left_behind()?)
}

/// Deletes the record of a sandbox that is gone, and the role with it; gives the records that remain.
/// Refused for a real account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_undo(app: State<'_, App>, id: String) -> Answer<Vec<UndoRecord>> {
    let undo = app.undo(&Target::Profile { name: String::new() });
    if let Some(record) = undo.pending()?.into_iter().find(|record| record.id == id) {
        undo.discard(&record)?;
    }
    Ok(undo.left_behind()?)
}
