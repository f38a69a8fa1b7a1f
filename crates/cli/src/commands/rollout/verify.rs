//! `rollout verify`: the role in every account, each verdict as it comes.

use super::super::{Context, undo};
use crate::args::Format;
use crate::args::rollout::RolloutVerifyArgs;
use crate::error::{Failure, Outcome};
use crate::output::{BAD, CARE, FAINT, GOOD, Output};
use crate::signals::StopRequests;
use live::rollout::{AccountVerdict, VerdictStatus, VerifyAll, VerifyAllEvent, verify_all};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Verdicts<'a> {
    stack_set: &'a str,
    passed: bool,
    cancelled: bool,
    accounts: &'a [AccountVerdict],
}

pub(super) async fn verify(context: &Context, args: &RolloutVerifyArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    let store = undo::store()?;
    undo::mention_pending(&store, output)?;
    let (rollout, session) = super::open(context, &args.rollout).await?;
    let how = VerifyAll { concurrency: args.concurrency, invoke: args.invoke };
    let mut stop = StopRequests::listen()?;
    let cancel = CancellationToken::new();
    output.busy(format!("checking {} accounts", rollout.accounts.len()));
    let on_event = |event: VerifyAllEvent| {
        if let VerifyAllEvent::Verdict { verdict } = &event
            && output.format() == Format::Text
        {
            print(verdict, output);
        }
    };
    let work = verify_all(&session.account, &rollout, &context.pack, how, &store, &cancel, &on_event);
    tokio::pin!(work);
    let verdicts = loop {
        tokio::select! {
            ended = &mut work => break ended?,
            () = stop.next() => {
                output.notice("stopping", "stopping: what the checks have changed is taken back first", None);
                cancel.cancel();
            }
        }
    };
    output.idle();
    let count = |status: VerdictStatus| verdicts.iter().filter(|verdict| verdict.status == status).count();
    let bad = count(VerdictStatus::Failed) + count(VerdictStatus::Unreachable);
    let cancelled = cancel.is_cancelled() && verdicts.len() < rollout.accounts.len()
        || count(VerdictStatus::Cancelled) > 0;
    let passed = bad == 0 && !cancelled;
    match output.format() {
        Format::Json => {
            output.json(&Verdicts { stack_set: &rollout.stack_set, passed, cancelled, accounts: &verdicts })
        }
        Format::Text => output.line(format_args!(
            "\n{} accounts: {} passed, {} with warnings, {} failed, {} not reached{}",
            rollout.accounts.len(),
            count(VerdictStatus::Passed),
            count(VerdictStatus::Warning),
            count(VerdictStatus::Failed),
            count(VerdictStatus::Unreachable),
            if cancelled { "; stopped before the end" } else { "" }
        )),
    }
    Ok(if passed { Outcome::Fine } else { Outcome::CheckFailed })
}

fn print(verdict: &AccountVerdict, output: &Output) {
    let (mark, style, word) = match verdict.status {
        VerdictStatus::Passed => ('✓', GOOD, "passed"),
        VerdictStatus::Warning => ('!', CARE, "passed with warnings"),
        VerdictStatus::Failed => ('✗', BAD, "failed"),
        VerdictStatus::Unreachable => ('✗', BAD, "not reached"),
        VerdictStatus::Cancelled => ('-', FAINT, "stopped"),
    };
    let why = match &verdict.fault {
        Some(fault) => fault.message.clone(),
        None => verdict.failed.join("; "),
    };
    output
        .line(format_args!("  {style}{mark}{style:#} {}  {word}  {FAINT}{why}{FAINT:#}", verdict.account_id));
    if let Some(hint) = verdict.fault.as_ref().and_then(|fault| fault.hint.as_ref()) {
        output.line(format_args!("      {FAINT}{hint}{FAINT:#}"));
    }
}
