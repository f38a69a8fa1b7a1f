//! `demo --scenario`: a scene of the presenter's, from the fault to the remedy to green.

use super::report::{Reports, Written};
use super::session::{Session, Work};
use super::{Context, apply, demo, plan, verify};
use crate::args::Format;
use crate::error::{Failure, Outcome};
use crate::output::{FAINT, HEADING};
use crate::render_checks::CheckPrinter;
use crate::setup_args::new_id;
use live::{UndoStore, VerifyOptions};
use onboarding::check::level_reached;
use onboarding::diagnosis::RemedyAction;
use onboarding::report::Ran;
use onboarding::scene::Stage;
use onboarding::{Check, CheckStatus, Diagnosis, Level, Scene, Setup};
use sandbox::{Sandbox, Scenario};
use serde::Serialize;

/// How often a remedy is tried: a throttle may want more than one.
const REMEDIES: usize = 3;

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Played<'a> {
    scene: &'a Scene,
    /// What was wrong.
    fault: Vec<Check>,
    /// What was done about it.
    remedies: Vec<Diagnosis>,
    /// The checks after that.
    checks: Vec<Check>,
    level_reached: Option<Level>,
    passed: bool,
    /// The files that were written.
    reports: Vec<Written>,
}

/// Plays it. Fine: it ended green. What is reported is its end.
pub(crate) async fn play(
    context: &Context,
    sandbox: &Sandbox,
    scene: &Scene,
    reports: Reports,
) -> Result<Outcome, Failure> {
    let output = &context.output;
    let mut work = staged(context, sandbox, scene).await?;
    if output.format() == Format::Text {
        output.line(format_args!("{HEADING}{}{HEADING:#}\n{FAINT}  {}{FAINT:#}", scene.title, scene.story));
    }
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::outside("temporary-folder", format_args!("cannot make one: {error}")))?;
    let store = UndoStore::new(folder.path());
    let mut checks = run(context, &work, &store).await?;
    let fault: Vec<Check> = not_green(&checks).cloned().collect();
    let mut remedies = Vec::new();
    while remedies.len() < REMEDIES
        && let Some(diagnosis) = first_diagnosis(&checks)
        && let Some(action) = diagnosis.action
    {
        if output.format() == Format::Text {
            output.line(format_args!("\n{HEADING}The remedy{HEADING:#}\n  {}", diagnosis.remedy));
        }
        remedies.push(diagnosis);
        work = mended(context, sandbox, work, action, &store).await?;
        checks = run(context, &work, &store).await?;
    }
    if output.format() == Format::Text {
        return verify::conclude(context, &work, &checks, Ran::default(), reports, &store);
    }
    let passed = not_green(&checks).next().is_none();
    let level_reached = level_reached(&checks);
    let reports = reports.write(context, &work, &checks, Ran::default(), &store)?;
    output.json(&Played { scene, fault, remedies, checks, level_reached, passed, reports });
    Ok(if passed { Outcome::Fine } else { Outcome::CheckFailed })
}

/// The sandbox and a setup, put into the scene.
async fn staged(context: &Context, sandbox: &Sandbox, scene: &Scene) -> Result<Work, Failure> {
    let session = Session::at(live::Account::connect(demo::admin(sandbox)?).await?, &context.output).await?;
    let stage = Stage {
        account: &session.identity.account,
        external_id: new_id(),
        // Nobody looks at when a scene's role was made.
        at: String::new(),
        others: &[],
    };
    let setup = scene.staged(&demo::setup(context, sandbox), &context.pack, stage);
    let unplayable = |error: sandbox::ScenarioError| Failure::outside("scenario", error).hint("report this");
    let scenario = Scenario::built_in(scene.name).map_err(unplayable)?;
    let scenario = scenario.played_with(&setup.role_name, &setup.role_path, &setup.external_id);
    sandbox.play(&scenario.map_err(unplayable)?).map_err(unplayable)?;
    Work::with(setup, session, &context.pack)
}

async fn run(context: &Context, work: &Work, store: &UndoStore) -> Result<Vec<Check>, Failure> {
    let printer = CheckPrinter::new(&context.output);
    let options = VerifyOptions {
        setup: work.setup.clone(),
        pack: context.pack.clone(),
        read_only: false,
        gateway: None,
    };
    verify::run_checks(context, work, &options, store, &printer).await
}

fn not_green(checks: &[Check]) -> impl Iterator<Item = &Check> {
    checks.iter().filter(|check| matches!(check.status, CheckStatus::Failed | CheckStatus::Warning))
}

fn first_diagnosis(checks: &[Check]) -> Option<Diagnosis> {
    not_green(checks).find_map(|check| check.diagnosis.clone())
}

/// What the window's button does.
async fn mended(
    context: &Context,
    sandbox: &Sandbox,
    work: Work,
    action: RemedyAction,
    store: &UndoStore,
) -> Result<Work, Failure> {
    let mut setup: Setup = work.setup.draft.clone();
    match action {
        RemedyAction::AllowInferenceProfiles => setup.resources.inference_profiles = true,
        RemedyAction::AllowStreaming => setup.streaming = true,
        RemedyAction::RestoreTrustPolicy => setup.trust_policy = None,
        RemedyAction::ShowPlan => {}
        RemedyAction::GrantModelAccess => {
            sandbox.grant_model_access();
            return Ok(work);
        }
        RemedyAction::VerifyAgain | RemedyAction::SignIn | RemedyAction::EnterKey => return Ok(work),
    }
    let mut work = Work::with(setup, work.session, &context.pack)?;
    let account = &work.session.account;
    let first = plan::make(account, &work.desired, &context.output).await?;
    // In the sandbox whoever was let in besides the gateway goes, as one would choose in the window.
    work.desired.remove = first.untouched.iter().filter_map(|kept| kept.removal.clone()).collect();
    let shown = plan::make(account, &work.desired, &context.output).await?;
    apply::make_changes(account, &work.desired, &shown, store, &context.output).await?;
    Ok(work)
}
