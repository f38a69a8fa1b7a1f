//! `verify`: runs the checks, prints them as they end, and always lets the clean-up finish.

use super::Context;
use super::preflight;
use super::report::{Reports, Written};
use super::session::Work;
use super::sign_in;
use super::undo;
use crate::args::{Format, VerifyArgs};
use crate::error::{Failure, Outcome};
use crate::gateway_keys;
use crate::output::{FAINT, HEADING};
use crate::render_checks::{CheckPrinter, print_summary};
use crate::signals::StopRequests;
use live::{Purpose, UndoStore, VerifyOptions};
use onboarding::check::level_reached;
use onboarding::report::Ran;
use onboarding::{Check, CheckStatus, Level, ProviderType};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

pub(crate) async fn run(context: &Context, args: &VerifyArgs) -> Result<Outcome, Failure> {
    let reports = Reports::open(&args.report)?;
    let store = undo::store()?;
    undo::mention_pending(&store, &context.output)?;
    let work = Work::begin(context, &args.account).await?;
    if context.output.format() == Format::Text {
        context.output.line(format_args!(
            "{HEADING}{}{HEADING:#}\n{FAINT}  signed in as {}{FAINT:#}",
            work.setup.role_arn.as_str(),
            work.session.identity.arn
        ));
    }
    let purpose = if args.read_only { Purpose::Read } else { Purpose::Verify };
    preflight::begin(&work, purpose, &context.output).await?.must_allow_all()?;
    let printer = CheckPrinter::new(&context.output);
    let gateway = match args.read_only {
        true => None,
        false => {
            let network = sign_in::network(&args.account.profile.sign_in);
            let url = work.setup.gateway_url(&context.pack);
            Some(gateway_keys::gateway(&work.setup.draft, &args.account.setup, url, network).await?)
        }
    };
    let options = VerifyOptions {
        setup: work.setup.clone(),
        pack: context.pack.clone(),
        read_only: args.read_only,
        gateway,
    };
    let checks = run_checks(context, &work, &options, &store, &printer).await?;
    let ran = Ran { cancelled: printer.cancelled(), read_only: args.read_only };
    conclude(context, &work, &checks, ran, reports, &store)
}

/// Runs the checks. Being asked to stop cancels what is left of them, not the clean-up.
pub(crate) async fn run_checks(
    context: &Context,
    work: &Work,
    options: &VerifyOptions,
    store: &UndoStore,
    printer: &CheckPrinter<'_>,
) -> Result<Vec<Check>, Failure> {
    let mut stop = StopRequests::listen()?;
    let cancel = CancellationToken::new();
    let on_event = |event| printer.event(event);
    let verification = live::verify(&work.session.account, options, store, &cancel, &on_event);
    tokio::pin!(verification);
    loop {
        tokio::select! {
            checks = &mut verification => return Ok(checks),
            () = stop.next() => {
                let message = if cancel.is_cancelled() {
                    "still taking out what the test put into the trust policy; this ends by itself"
                } else {
                    "stopping: first the trust policy is put right again"
                };
                context.output.notice("stopping", message, None);
                cancel.cancel();
            }
        }
    }
}

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Report<'a> {
    setup: SetupFacts<'a>,
    signed_in_as: &'a str,
    checks: &'a [Check],
    level_reached: Option<Level>,
    cancelled: bool,
    passed: bool,
    /// The files that were written.
    reports: &'a [Written],
}

/// What the checks are about.
#[derive(Serialize)]
struct SetupFacts<'a> {
    role_arn: &'a str,
    external_id: &'a str,
    region: &'a str,
    session_name: Option<&'a str>,
    duration_seconds: u32,
    provider_types: &'a [ProviderType],
}

/// Writes the reports and prints the result: all of it for a program, the last lines for people. What
/// was proven is told even where a report could not be written.
pub(crate) fn conclude(
    context: &Context,
    work: &Work,
    checks: &[Check],
    ran: Ran,
    reports: Reports,
    store: &UndoStore,
) -> Result<Outcome, Failure> {
    let failed = checks.iter().any(|check| check.status == CheckStatus::Failed);
    let passed = !failed && !ran.cancelled && !checks.is_empty();
    let level_reached = level_reached(checks);
    let written = reports.write(context, work, checks, ran, store);
    let reports = written.as_deref().unwrap_or_default();
    match context.output.format() {
        Format::Text => {
            print_summary(checks, level_reached, &context.output);
            for Written { path, replaced } in reports {
                let in_place = if *replaced { ", in place of the one before" } else { "" };
                context.output.line(format_args!("report: {}{in_place}", path.display()));
            }
        }
        Format::Json => context.output.json(&Report {
            setup: SetupFacts {
                role_arn: work.setup.role_arn.as_str(),
                external_id: work.setup.external_id.as_str(),
                region: work.setup.region.as_str(),
                session_name: work.setup.session_name.as_ref().map(|name| name.as_str()),
                duration_seconds: work.setup.duration.get(),
                provider_types: &work.setup.draft.provider_types,
            },
            signed_in_as: &work.session.identity.arn,
            checks,
            level_reached,
            cancelled: ran.cancelled,
            passed,
            reports,
        }),
    }
    written?;
    Ok(if passed { Outcome::Fine } else { Outcome::CheckFailed })
}
