//! What comes after the role is there: rotating its ExternalId, revoking the gateway's access, and
//! mending what was interrupted. Each is a plan that is shown, then carried out.

use super::Answer;
use crate::app::App;
use crate::fault::Fault;
use live::{ApplyEvent, Direction, Revoke, RotateRole, UndoRecord};
use onboarding::revocation::{RevokeHow, RevokePlan};
use onboarding::rotation::{Rotation, RotationStep};
use onboarding::{CheckStatus, Plan, Setup, Target, ValidSetup};
use tauri::State;
use tauri::ipc::Channel;
use tokio_util::sync::CancellationToken;

/// What was interrupted where a setup works, and the rotations that wait for the dashboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_records(app: State<'_, App>, target: Target) -> Answer<Vec<UndoRecord>> {
    Ok(app.undo(&target).left_behind()?)
}

/// What would change to take a half-applied plan back, or to carry it on. `waits`: what it waits for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_recovery(
    app: State<'_, App>,
    id: String,
    target: Target,
    direction: Direction,
    waits: Channel<String>,
) -> Answer<Plan> {
    let record = record(&app, &id, &target)?;
    let account = app.account(&target).await?;
    let tell = |note| drop(waits.send(note));
    Ok(app.undo(&target).recovery_plan(&record, &account, direction, &tell).await?)
}

/// Makes the changes of a recovery that was shown; gives the records that remain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn carry_out_recovery(
    app: State<'_, App>,
    id: String,
    target: Target,
    direction: Direction,
    shown: Plan,
    events: Channel<ApplyEvent>,
) -> Answer<Vec<UndoRecord>> {
    let _busy = app.busy.lock().await;
    let record = record(&app, &id, &target)?;
    let account = app.account(&target).await?;
    let undo = app.undo(&target);
    undo.carry_out(&record, &account, direction, &shown, &|event| drop(events.send(event))).await?;
    Ok(undo.left_behind()?)
}

fn record(app: &App, id: &str, target: &Target) -> Answer<UndoRecord> {
    let found = app.undo(target).pending()?.into_iter().find(|record| record.id == id);
    found.ok_or_else(|| Fault::new("no-such-record", "this record is not there any more", None))
}

/// What a step of a rotation would change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_rotation(
    app: State<'_, App>,
    setup: Setup,
    rotation: Rotation,
    step: RotationStep,
) -> Answer<Plan> {
    let valid = app.valid(&setup)?;
    let account = app.account(&setup.target).await?;
    let role = RotateRole { role_arn: valid.role_arn.as_str(), gateway: app.pack.gateway_principal() };
    let mut plan = live::plan_rotation(&account, role, &rotation, step).await?;
    if step == RotationStep::Finish {
        plan.warnings.extend(answers(&app, &valid).await?);
    }
    Ok(plan)
}

/// How these warnings begin: they are the shell's, and no part of the plan that is made again.
const UNANSWERED: &str = "QuilrAI's gateway does not answer with this setup's key: ";
const ANSWERED: &str = "QuilrAI's gateway answers with this setup's key. Both ExternalIds are accepted still, so \
                        this does not tell which of them the key has: look in the dashboard that it is the \
                        new one";

/// Before the old ExternalId goes: what the gateway says, where there is a key to ask it with. Both are
/// accepted still, so it does not tell which of them the key has.
async fn answers(app: &App, setup: &ValidSetup) -> Answer<Option<String>> {
    let gateway = app.gateway(&setup.draft, setup.gateway_url(&app.pack)).await?;
    let mut wanted = setup.gateway_setup(&app.pack);
    wanted.url = gateway.url.clone();
    let checks = live::verify_gateway(&wanted, &app.pack, &gateway, &CancellationToken::new(), &|_| {}).await;
    if let Some(check) = checks.iter().find(|check| check.status == CheckStatus::Failed) {
        let cause = check.diagnosis.as_ref().map_or(&check.evidence.what, |diagnosis| &diagnosis.cause);
        return Ok(Some(format!("{UNANSWERED}{cause}")));
    }
    let answered = checks.iter().any(|check| check.status == CheckStatus::Passed);
    Ok(answered.then(|| ANSWERED.to_owned()))
}

/// Carries out a step of a rotation that was shown; gives the records that remain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rotate(
    app: State<'_, App>,
    setup: Setup,
    rotation: Rotation,
    step: RotationStep,
    mut shown: Plan,
    events: Channel<ApplyEvent>,
) -> Answer<Vec<UndoRecord>> {
    shown.warnings.retain(|warning| ![ANSWERED, UNANSWERED].iter().any(|ours| warning.starts_with(ours)));
    let valid = app.valid(&setup)?;
    let _busy = app.busy.lock().await;
    let account = app.account(&setup.target).await?;
    let role = RotateRole { role_arn: valid.role_arn.as_str(), gateway: app.pack.gateway_principal() };
    let undo = app.undo(&setup.target);
    let tell = |event| drop(events.send(event));
    live::rotate(&account, role, &rotation, step, &shown, undo, &tell).await?;
    Ok(undo.left_behind()?)
}

/// What a revocation would change, and what will stop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_revocation(
    app: State<'_, App>,
    setup: Setup,
    how: RevokeHow,
    remove: Vec<String>,
) -> Answer<RevokePlan> {
    let valid = app.valid(&setup)?;
    let account = app.account(&setup.target).await?;
    let revoke = Revoke { setup: &valid, pack: &app.pack, how, remove: &remove };
    Ok(live::plan_revocation(&account, &revoke).await?)
}

/// Carries out a revocation that was shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke(
    app: State<'_, App>,
    setup: Setup,
    how: RevokeHow,
    shown: RevokePlan,
    events: Channel<ApplyEvent>,
) -> Answer<()> {
    let valid = app.valid(&setup)?;
    let remove: Vec<String> = shown.plan.removed.iter().filter_map(|kept| kept.removal.clone()).collect();
    let _busy = app.busy.lock().await;
    let account = app.account(&setup.target).await?;
    let revoke = Revoke { setup: &valid, pack: &app.pack, how, remove: &remove };
    let tell = |event| drop(events.send(event));
    Ok(live::revoke(&account, &revoke, &shown, app.undo(&setup.target), &tell).await?)
}
