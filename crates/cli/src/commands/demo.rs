//! `demo`: the whole onboarding in a sandbox of its own, through the same HTTP as with AWS.

use super::report::Reports;
use super::session::{Session, Work};
use super::{Context, apply, plan, scene, verify};
use crate::args::{DemoArgs, Format};
use crate::error::{Failure, Outcome};
use crate::output::{FAINT, HEADING};
use crate::render_checks::CheckPrinter;
use crate::setup_args::new_id;
use live::{
    Dashboard, DashboardForm, GatewayOptions, Keys, NetworkSettings, Source, UndoStore, VerifyOptions,
};
use onboarding::fields::GatewayUrl;
use onboarding::report::Ran;
use onboarding::setup::ResourceKinds;
use onboarding::{Check, CheckStatus, Evidence, Level, Plan, Scene, Setup, Target};
use sandbox::{Options, Sandbox};
use std::time::Instant;

pub(crate) async fn run(context: &Context, args: &DemoArgs) -> Result<Outcome, Failure> {
    let reports = Reports::open(&args.report)?;
    let sandbox = Sandbox::start(Options::default()).await?;
    let ended = match args.scenario.as_deref().and_then(Scene::named) {
        Some(scene) => scene::play(context, &sandbox, scene, reports).await,
        None => onboard(context, &sandbox, reports).await,
    };
    sandbox.shutdown().await;
    ended
}

async fn onboard(context: &Context, sandbox: &Sandbox, reports: Reports) -> Result<Outcome, Failure> {
    let output = &context.output;
    let session = Session::at(live::Account::connect(admin(sandbox)?).await?, output).await?;
    let work = Work::with(setup(context, sandbox), session, &context.pack)?;
    if output.format() == Format::Text {
        output.line(format_args!(
            "{HEADING}The whole onboarding, in a sandbox{HEADING:#}\n\
             {FAINT}  signed in as {}\n  ExternalId   {}\n  role         {}{FAINT:#}",
            work.session.identity.arn,
            work.setup.external_id.as_str(),
            work.setup.role_arn.as_str()
        ));
    }
    let printer = CheckPrinter::new(output);
    // The sandbox ends with this run, and so may its undo records.
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::outside("temporary-folder", format_args!("cannot make one: {error}")))?;
    let store = UndoStore::new(folder.path());
    let mut checks = create(context, &work, &store, &printer).await?;
    let options = VerifyOptions {
        setup: work.setup.clone(),
        pack: context.pack.clone(),
        read_only: false,
        gateway: Some(gateway(&work, sandbox).await?),
    };
    checks.extend(verify::run_checks(context, &work, &options, &store, &printer).await?);
    let ran = Ran { cancelled: printer.cancelled(), read_only: false };
    verify::conclude(context, &work, &checks, ran, reports, &store)
}

/// A key per provider type, made in the sandbox's dashboard with the values of the form.
async fn gateway(work: &Work, sandbox: &Sandbox) -> Result<GatewayOptions, Failure> {
    let dashboard = Dashboard {
        url: format!("{}/gateway/keys", sandbox.control_endpoint()),
        token: sandbox.control_token().to_owned(),
    };
    let mut keys = Keys::new();
    for provider_type in work.setup.draft.chosen() {
        let form = DashboardForm::of(&work.setup, provider_type);
        keys.insert(provider_type, dashboard.create_key(&form).await?);
    }
    let url = GatewayUrl::parse(&sandbox.endpoint()).map_err(|note| Failure::fields(vec![note]))?;
    Ok(GatewayOptions { url, keys, trouble: None, network: NetworkSettings::default() })
}

/// Everything that a key can serve, with newer Claude models too.
pub(super) fn setup(context: &Context, sandbox: &Sandbox) -> Setup {
    let mut setup = Setup::new(&context.pack, new_id(), new_id(), Target::Sandbox);
    let facts = context.pack.facts();
    setup.provider_types = facts.provider_types.iter().map(|facts| facts.provider_type).collect();
    setup.resources = ResourceKinds { inference_profiles: true, ..ResourceKinds::default() };
    sandbox.region().clone_into(&mut setup.region);
    setup
}

/// Plan, apply, and the plan once more: checks of their own, before those of the verification.
async fn create(
    context: &Context,
    work: &Work,
    store: &UndoStore,
    printer: &CheckPrinter<'_>,
) -> Result<Vec<Check>, Failure> {
    let (account, desired) = (&work.session.account, &work.desired);
    printer.heading("The role, created");

    let started = Instant::now();
    let first = plan::make(account, desired, &context.output).await?;
    let planned = check(
        "demo.plan",
        "The plan shows what will change",
        !first.changes.is_empty(),
        titles(&first),
        started,
    );
    printer.line(&planned);

    let started = Instant::now();
    let made = apply::make_changes(account, desired, &first, store, &context.output).await?;
    let applied = check(
        "demo.apply",
        "The plan is applied",
        made.len() == first.changes.len(),
        format!("{} of {} changes made", made.len(), first.changes.len()),
        started,
    );
    printer.line(&applied);

    let started = Instant::now();
    let second = plan::make(account, desired, &context.output).await?;
    let twice = check(
        "demo.second-plan",
        "A second apply would change nothing",
        second.changes.is_empty(),
        if second.changes.is_empty() { plan::summary(&second) } else { titles(&second) },
        started,
    );
    printer.line(&twice);
    Ok(vec![planned, applied, twice])
}

fn titles(plan: &Plan) -> String {
    let titles: Vec<_> = plan.changes.iter().map(|change| change.title.as_str()).collect();
    titles.join("\n")
}

fn check(id: &str, title: &str, passed: bool, what: String, started: Instant) -> Check {
    Check {
        id: id.to_owned(),
        level: Level::Account,
        title: title.to_owned(),
        status: if passed { CheckStatus::Passed } else { CheckStatus::Failed },
        evidence: Evidence {
            what,
            millis: Some(u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX)),
            ..Evidence::default()
        },
        diagnosis: None,
    }
}

pub(super) fn admin(sandbox: &Sandbox) -> Result<Source, Failure> {
    let admin =
        sandbox.identity("admin").ok_or_else(|| Failure::outside("sandbox", "the sandbox has no admin"))?;
    Ok(Source::Endpoint {
        url: sandbox.endpoint(),
        region: sandbox.region().to_owned(),
        access_key_id: admin.access_key_id.clone(),
        secret_access_key: admin.secret_access_key.clone(),
        session_token: admin.session_token.clone(),
    })
}
