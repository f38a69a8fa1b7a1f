//! `apply`: shows the plan, asks, makes its changes.

use super::Context;
use super::plan;
use super::preflight;
use super::session::Work;
use crate::args::{ApplyArgs, Format};
use crate::error::{Failure, Outcome};
use crate::output::{BAD, FAINT, GOOD, Output};
use crate::render_checks::seconds;
use crate::signals::StopRequests;
use live::{Account, ApplyEvent, Purpose};
use onboarding::{DesiredRole, Plan};
use serde::Serialize;
use std::io::{BufRead, IsTerminal};
use std::sync::{Mutex, PoisonError};

/// A change that was made.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Made {
    pub(crate) title: String,
    pub(crate) request_id: Option<String>,
    pub(crate) millis: u32,
}

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Applied<'a> {
    role_arn: &'a str,
    changed: bool,
    plan: &'a Plan,
    made: &'a [Made],
}

pub(crate) async fn run(context: &Context, args: &ApplyArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    super::undo::mention_pending(&super::undo::store()?, output)?;
    let work = Work::begin(context, &args.account).await?;
    let rights = preflight::begin(&work, Purpose::Apply, output).await?;
    let plan = plan::make(&work.session.account, &work.desired, output).await?;
    if output.format() == Format::Text {
        plan::print(&plan, &work.warnings, output);
    }
    rights.must_allow(&plan)?;
    if !plan.changes.is_empty() && !args.yes {
        confirm(&work.session.identity.account, output)?;
    }
    let made = make_changes(&work.session.account, &work.desired, &plan, output).await?;
    match output.format() {
        Format::Json => output.json(&Applied {
            role_arn: &plan.role_arn,
            changed: !made.is_empty(),
            plan: &plan,
            made: &made,
        }),
        Format::Text if !made.is_empty() => {
            output.line("\nThe role is as the plan says. Prove it with `bedrock-role verify`.");
        }
        Format::Text => {}
    }
    Ok(Outcome::Fine)
}

/// Asks at the terminal. Nobody to ask, or a no: nothing is changed.
fn confirm(account: &str, output: &Output) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() || output.format() == Format::Json {
        return Err(Failure::bad_input(
            "needs-yes",
            "there is nobody to ask whether the plan may be applied; nothing was changed",
        )
        .hint("read the plan with `bedrock-role plan`, then add `--yes`"));
    }
    output.ask(&format!("Apply to the account {account}? [y/N]"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(|error| {
        Failure::outside("standard-input", format_args!("cannot read the answer: {error}"))
    })?;
    match answer.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::bad_input("declined", "not applied; nothing was changed")),
    }
}

/// What happened so far.
#[derive(Default)]
struct Progress {
    started: bool,
    made: Vec<Made>,
}

/// Makes the plan's changes, each told as it is made. A failure tells what was made before it: a
/// change whose answer never came may have been made too.
pub(crate) async fn make_changes(
    account: &Account,
    desired: &DesiredRole,
    plan: &Plan,
    output: &Output,
) -> Result<Vec<Made>, Failure> {
    let progress = Mutex::new(Progress::default());
    let on_event = |event: ApplyEvent| take_in(&event, plan, &progress, output);
    let mut stop = StopRequests::listen()?;
    let ended = tokio::select! {
        ended = live::apply(account, desired, plan, &on_event) => ended.map_err(Failure::from),
        () = stop.next() => Err(Failure::outside("interrupted", "interrupted while applying")),
    };
    output.idle();
    let Progress { started, made } = progress.into_inner().unwrap_or_else(PoisonError::into_inner);
    match ended {
        Ok(()) => Ok(made),
        Err(failure) if !started => Err(failure),
        Err(failure) => Err(failure.hint(format!(
            "{} of {} changes are confirmed; see what is left with `bedrock-role plan`, continue with `bedrock-role apply`",
            made.len(),
            plan.changes.len()
        ))),
    }
}

fn take_in(event: &ApplyEvent, plan: &Plan, progress: &Mutex<Progress>, output: &Output) {
    let title = |index: u32| {
        let change = plan.changes.get(index as usize);
        change.map_or("a change", |change| change.title.as_str())
    };
    let tell = output.format() == Format::Text;
    let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
    match event {
        ApplyEvent::Started { index } => {
            progress.started = true;
            output.busy(title(*index));
        }
        ApplyEvent::Finished { index, request_id, millis } => {
            if tell {
                output.line(format_args!(
                    "  {GOOD}✓{GOOD:#} {}  {FAINT}{}{FAINT:#}",
                    title(*index),
                    seconds(*millis)
                ));
            }
            progress.made.push(Made {
                title: title(*index).to_owned(),
                request_id: request_id.clone(),
                millis: *millis,
            });
        }
        ApplyEvent::Failed { index } if tell => {
            output.line(format_args!("  {BAD}✗{BAD:#} {}", title(*index)));
        }
        ApplyEvent::Failed { .. } => {}
    }
}
