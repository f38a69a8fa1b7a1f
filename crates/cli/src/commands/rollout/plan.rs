//! `rollout plan` and `rollout status`: what would change, and where each account stands.

use super::super::Context;
use super::super::session::Session;
use super::progress::Progress;
use crate::args::Format;
use crate::args::rollout::{RolloutPlanArgs, RolloutStatusArgs};
use crate::error::{Failure, Outcome};
use crate::output::{BAD, CARE, FAINT, GOOD, HEADING, Output};
use crate::signals::StopRequests;
use onboarding::Severity;
use onboarding::plan::DiffSign;
use onboarding::rollout::{
    AccountChange, AccountState, PlannedAccount, Rollout, RolloutPlan, StackSetChange,
};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

/// How many accounts are listed one by one; the JSON form has all.
const LISTED: usize = 40;

pub(super) async fn plan(context: &Context, args: &RolloutPlanArgs) -> Result<Outcome, Failure> {
    let (rollout, session) = super::open(context, &args.rollout).await?;
    let plan = make(context, &rollout, &session).await?;
    match context.output.format() {
        Format::Text => print(&rollout, &plan, &context.output),
        Format::Json => context.output.json(&plan),
    }
    refuse_blocked(&plan)?;
    Ok(if args.check && !plan.is_empty() { Outcome::CheckFailed } else { Outcome::Fine })
}

/// Reads the StackSet and compares.
pub(super) async fn make(
    context: &Context,
    rollout: &Rollout,
    session: &Session,
) -> Result<RolloutPlan, Failure> {
    context.output.busy(format!("reading the StackSet {}", rollout.stack_set));
    let progress = Progress::new(&context.output);
    let plan = live::rollout::plan_rollout(&session.account, rollout, &context.pack, &|event| {
        progress.take_in(&event)
    })
    .await?;
    context.output.idle();
    Ok(plan)
}

/// What stands in the way is bad input: the rollout must be put right.
pub(super) fn refuse_blocked(plan: &RolloutPlan) -> Result<(), Failure> {
    let mut errors = plan.problems.iter().filter(|note| note.severity == Severity::Error);
    let Some(first) = errors.next() else { return Ok(()) };
    let more = match errors.count() {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
    let failure =
        Failure::bad_input(&first.code, format!("the rollout is not right: {}{more}", first.message));
    Err(match &first.remedy {
        Some(remedy) => failure.hint(remedy),
        None => failure,
    })
}

pub(super) fn print(rollout: &Rollout, plan: &RolloutPlan, output: &Output) {
    let state = match plan.stack_set {
        StackSetChange::Create => "new",
        StackSetChange::Update { .. } => "to be updated",
        StackSetChange::Unchanged => "as it should be",
    };
    output.line(format_args!("{HEADING}StackSet {}{HEADING:#} {FAINT}({state}){FAINT:#}", rollout.stack_set));
    if let StackSetChange::Update { diff } = &plan.stack_set {
        for line in diff {
            match line.sign {
                DiffSign::Same => {}
                DiffSign::Added => output.line(format_args!("  {GOOD}+ {}{GOOD:#}", line.text)),
                DiffSign::Removed => output.line(format_args!("  {BAD}- {}{BAD:#}", line.text)),
            }
        }
    }
    let changing: Vec<&PlannedAccount> =
        plan.rows.iter().filter(|row| row.change != AccountChange::Unchanged).collect();
    for row in changing.iter().take(LISTED) {
        output.line(format_args!("  {}", change(row)));
    }
    if changing.len() > LISTED {
        output.line(format_args!("  {FAINT}and {} more{FAINT:#}", changing.len() - LISTED));
    }
    if !plan.stray.is_empty() {
        output.line(format_args!(
            "{CARE}!{CARE:#} in the StackSet, not in the list: {}  {FAINT}they stay; `rollout remove --account …` removes them{FAINT:#}",
            some(&plan.stray)
        ));
    }
    for note in &plan.problems {
        let mark = if note.severity == Severity::Error {
            format!("{BAD}✗{BAD:#}")
        } else {
            format!("{CARE}!{CARE:#}")
        };
        output.line(format_args!("{mark} {}", note.message));
    }
    output.line(format_args!("\n{}", summary(plan)));
}

/// The first few of a list.
pub(super) fn some(accounts: &[String]) -> String {
    let shown: Vec<&str> = accounts.iter().take(LISTED).map(String::as_str).collect();
    let more = accounts.len().saturating_sub(LISTED);
    if more == 0 { shown.join(", ") } else { format!("{}, and {more} more", shown.join(", ")) }
}

fn change(row: &PlannedAccount) -> String {
    let reason =
        |reason: &Option<String>| reason.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
    match &row.change {
        AccountChange::Add => format!("{GOOD}+{GOOD:#} {}  add", row.account_id),
        AccountChange::UpdateExternalId { from, to, reason: why } => format!(
            "{CARE}~{CARE:#} {}  {}ExternalId {} → {to}{}",
            row.account_id,
            if row.again { "try again, " } else { "" },
            from.as_deref().unwrap_or("(none of its own)"),
            reason(why)
        ),
        AccountChange::Retry { status, reason: why } => {
            format!("{CARE}~{CARE:#} {}  try again ({status}{})", row.account_id, reason(why))
        }
        AccountChange::Wait { status } => format!("{FAINT}…{FAINT:#} {}  at work ({status})", row.account_id),
        AccountChange::Stuck { status, reason: why } => {
            format!("{BAD}✗{BAD:#} {}  must be put right by hand ({status}{})", row.account_id, reason(why))
        }
        AccountChange::Unchanged => row.account_id.clone(),
    }
}

/// For example `3 calls to make: 2 accounts to add, 1 to update, 4 as they should be`.
pub(super) fn summary(plan: &RolloutPlan) -> String {
    let count = |wanted: fn(&PlannedAccount) -> bool| plan.rows.iter().filter(|row| wanted(row)).count();
    let parts = [
        (count(|row| matches!(row.change, AccountChange::Add)), "to add"),
        (
            count(|row| matches!(row.change, AccountChange::UpdateExternalId { .. }) && !row.again),
            "to give another ExternalId",
        ),
        (count(|row| row.again), "to try again"),
        (count(|row| matches!(row.change, AccountChange::Wait { .. })), "at work"),
        (count(|row| matches!(row.change, AccountChange::Stuck { .. })), "to put right by hand"),
        (count(|row| matches!(row.change, AccountChange::Unchanged)), "left as they are"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")).collect();
    let calls = match plan.calls {
        0 => "nothing to change".to_owned(),
        1 => "1 call to make".to_owned(),
        n => format!("{n} calls to make"),
    };
    if parts.is_empty() { calls } else { format!("{calls}; accounts: {}", parts.join(", ")) }
}

/// Where everything stands, as `--format json` prints it.
#[derive(Serialize)]
struct Status<'a> {
    stack_set: &'a str,
    counts: onboarding::rollout::StateCounts,
    accounts: &'a [PlannedAccount],
    stray: &'a [String],
}

pub(super) async fn status(context: &Context, args: &RolloutStatusArgs) -> Result<Outcome, Failure> {
    let (rollout, session) = super::open(context, &args.rollout).await?;
    if args.wait {
        wait(context, &rollout, &session).await?;
    }
    let plan = make(context, &rollout, &session).await?;
    let output = &context.output;
    match output.format() {
        Format::Json => output.json(&Status {
            stack_set: &rollout.stack_set,
            counts: plan.counts,
            accounts: &plan.rows,
            stray: &plan.stray,
        }),
        Format::Text => print_states(&rollout, &plan, output),
    }
    let counts = plan.counts;
    let whole = counts.failed + counts.differs + counts.not_deployed == 0;
    Ok(if whole { Outcome::Fine } else { Outcome::CheckFailed })
}

/// Until nothing is at work; being asked to stop ends the waiting.
async fn wait(context: &Context, rollout: &Rollout, session: &Session) -> Result<(), Failure> {
    let mut stop = StopRequests::listen()?;
    let cancel = CancellationToken::new();
    let progress = Progress::new(&context.output);
    let on_event = |event| progress.take_in(&event);
    context.output.busy("waiting for the accounts");
    let watching = live::rollout::watch(&session.account, rollout, &context.pack, &cancel, &on_event);
    tokio::pin!(watching);
    loop {
        tokio::select! {
            ended = &mut watching => {
                context.output.idle();
                return ended.map_err(Failure::from);
            }
            () = stop.next() => cancel.cancel(),
        }
    }
}

fn print_states(rollout: &Rollout, plan: &RolloutPlan, output: &Output) {
    output.line(format_args!("{HEADING}StackSet {}{HEADING:#}", rollout.stack_set));
    for row in &plan.rows {
        let (mark, style) = match row.state {
            AccountState::Done => ('✓', GOOD),
            AccountState::Failed => ('✗', BAD),
            AccountState::InProgress => ('…', FAINT),
            _ => ('!', CARE),
        };
        let why = match &row.change {
            AccountChange::Retry { status, reason } | AccountChange::Stuck { status, reason } => {
                format!("  {status}{}", reason.as_ref().map(|text| format!(": {text}")).unwrap_or_default())
            }
            _ => String::new(),
        };
        output.line(format_args!(
            "  {style}{mark}{style:#} {}  {}{FAINT}{why}{FAINT:#}",
            row.account_id,
            words(row.state)
        ));
    }
    for account in &plan.stray {
        output.line(format_args!("  {CARE}!{CARE:#} {account}  {}", words(AccountState::NotListed)));
    }
}

/// A state for people.
pub(super) fn words(state: AccountState) -> &'static str {
    match state {
        AccountState::NotDeployed => "not deployed",
        AccountState::InProgress => "in progress",
        AccountState::Done => "done",
        AccountState::Failed => "failed",
        AccountState::Differs => "differs",
        AccountState::NotListed => "not in the list",
    }
}
