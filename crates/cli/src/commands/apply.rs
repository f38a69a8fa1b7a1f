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
use live::{Account, ApplyEvent, LiveError, Purpose, UndoStore};
use onboarding::{DesiredRole, Plan};
use serde::Serialize;
use std::io::{BufRead, IsTerminal};
use std::sync::{Mutex, MutexGuard, PoisonError};

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
    let store = super::undo::store()?;
    super::undo::mention_pending(&store, output)?;
    let mut work = Work::begin(context, &args.account).await?;
    work.desired.remove.clone_from(&args.remove.remove);
    let rights = preflight::begin(&work, Purpose::Apply, output).await?;
    let plan = plan::make(&work.session.account, &work.desired, output).await?;
    if output.format() == Format::Text {
        plan::print(&plan, &work.warnings, output);
    }
    rights.must_allow(&plan)?;
    if !plan.changes.is_empty() && !args.yes {
        confirm(&format!("Apply to the account {}?", work.session.identity.account), output)?;
    }
    let made = make_changes(&work.session.account, &work.desired, &plan, &store, output).await?;
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
pub(crate) fn confirm(question: &str, output: &Output) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() || output.format() == Format::Json {
        return Err(Failure::bad_input(
            "needs-yes",
            "there is nobody to ask whether the plan may be applied; nothing was changed",
        )
        .hint("read the plan first, then add `--yes`"));
    }
    output.ask(&format!("{question} [y/N]"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(|error| {
        Failure::outside("standard-input", format_args!("cannot read the answer: {error}"))
    })?;
    match answer.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::bad_input("declined", "not applied; nothing was changed")),
    }
}

/// Makes the plan's changes, each told as it is made.
pub(crate) async fn make_changes(
    account: &Account,
    desired: &DesiredRole,
    plan: &Plan,
    store: &UndoStore,
    output: &Output,
) -> Result<Vec<Made>, Failure> {
    let progress = Progress::of(plan, output);
    let on_event = |event: ApplyEvent| progress.take_in(&event);
    let ended = progress.until_end(live::apply(account, desired, plan, store, &on_event)).await;
    ended.map_err(|failure| {
        if progress.started() { failure.hint("to continue from here: `bedrock-role apply`") } else { failure }
    })
}

/// A plan that is being carried out.
pub(crate) struct Progress<'a> {
    plan: &'a Plan,
    output: &'a Output,
    state: Mutex<State>,
}

/// What happened so far.
#[derive(Default)]
struct State {
    started: bool,
    made: Vec<Made>,
}

impl<'a> Progress<'a> {
    /// Of a plan, told on the terminal.
    pub(crate) fn of(plan: &'a Plan, output: &'a Output) -> Self {
        Self { plan, output, state: Mutex::default() }
    }

    /// Waits for the end; being asked to stop ends it at once. A failure tells what was made before
    /// it: a change whose answer never came may have been made too.
    pub(crate) async fn until_end<T>(
        &self,
        work: impl Future<Output = Result<T, LiveError>>,
    ) -> Result<Vec<Made>, Failure> {
        let mut stop = StopRequests::listen()?;
        let ended = tokio::select! {
            ended = work => ended.map(drop).map_err(Failure::from),
            () = stop.next() => Err(Failure::outside("interrupted", "interrupted while applying")),
        };
        self.output.idle();
        let State { started, made } = &*self.lock();
        match ended {
            Ok(()) => Ok(made.clone()),
            Err(failure) if !started => Err(failure),
            Err(failure) => Err(failure.hint(format!(
                "{} of {} changes are confirmed; take them back with `bedrock-role recover`, or carry on with `bedrock-role recover --carry-on`",
                made.len(),
                self.plan.changes.len()
            ))),
        }
    }

    /// Whether any change was begun.
    fn started(&self) -> bool {
        self.lock().started
    }

    /// Tells what happened.
    pub(crate) fn take_in(&self, event: &ApplyEvent) {
        let title = |index: u32| {
            let change = self.plan.changes.get(index as usize);
            change.map_or("a change", |change| change.title.as_str())
        };
        let tell = self.output.format() == Format::Text;
        let mut state = self.lock();
        match event {
            ApplyEvent::Started { index } => {
                state.started = true;
                self.output.busy(title(*index));
            }
            ApplyEvent::Finished { index, request_id, millis } => {
                if tell {
                    self.output.line(format_args!(
                        "  {GOOD}✓{GOOD:#} {}  {FAINT}{}{FAINT:#}",
                        title(*index),
                        seconds(*millis)
                    ));
                }
                state.made.push(Made {
                    title: title(*index).to_owned(),
                    request_id: request_id.clone(),
                    millis: *millis,
                });
            }
            ApplyEvent::Failed { index } if tell => {
                self.output.line(format_args!("  {BAD}✗{BAD:#} {}", title(*index)));
            }
            ApplyEvent::Failed { .. } => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
