//! `rollout apply`, `retry` and `remove`: shown first, asked for, then done account by account.

use super::super::apply::confirm;
use super::super::session::Session;
use super::super::{Context, undo};
use super::plan;
use super::progress::Progress;
use crate::args::Format;
use crate::args::rollout::{RolloutApplyArgs, RolloutRemoveArgs, RolloutRetryArgs};
use crate::error::{Failure, Outcome};
use crate::output::{CARE, FAINT};
use crate::signals::StopRequests;
use live::LiveError;
use live::rollout::{Removal, RolloutOutcome, deploy};
use onboarding::rollout::{AccountState, PlannedAccount, RolloutPlan};
use serde::Serialize;
use std::collections::HashSet;
use tokio_util::sync::CancellationToken;

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Applied<'a> {
    stack_set: &'a str,
    changed: bool,
    plan: Option<&'a RolloutPlan>,
    #[serde(flatten)]
    outcome: &'a RolloutOutcome,
}

pub(super) async fn apply(context: &Context, args: &RolloutApplyArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    let store = undo::store()?;
    let (rollout, session) = super::open(context, &args.rollout).await?;
    let plan = plan::make(context, &rollout, &session).await?;
    if output.format() == Format::Text {
        plan::print(&rollout, &plan, output);
    }
    plan::refuse_blocked(&plan)?;
    if !plan.is_empty() && !args.yes {
        confirm(&format!("Deploy from the account {}?", session.identity.account), output)?;
    }
    let progress = Progress::new(output);
    let cancel = CancellationToken::new();
    let on_event = |event| progress.take_in(&event);
    let work = deploy(&session.account, &rollout, &context.pack, &plan.digest, &store, &cancel, &on_event);
    let outcome = until_end(context, work, &cancel, &progress).await?;
    let result = Applied {
        stack_set: &rollout.stack_set,
        changed: !plan.is_empty(),
        plan: Some(&plan),
        outcome: &outcome,
    };
    conclude(context, &result, "Prove the roles with `bedrock-role rollout verify`.")
}

pub(super) async fn retry(context: &Context, args: &RolloutRetryArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    let store = undo::store()?;
    let (rollout, session) = super::open(context, &args.rollout).await?;
    let plan = plan::make(context, &rollout, &session).await?;
    plan::refuse_blocked(&plan)?;
    let named: HashSet<&str> = args.account.iter().map(String::as_str).collect();
    let failed = |row: &&PlannedAccount| match named.is_empty() {
        true => row.state == AccountState::Failed,
        false => named.contains(row.account_id.as_str()),
    };
    let wanted: Vec<String> = plan
        .rows
        .iter()
        .filter(failed)
        .filter(|row| row.change.is_call())
        .map(|row| row.account_id.clone())
        .collect();
    if wanted.is_empty() {
        let outcome = RolloutOutcome::default();
        let result = Applied { stack_set: &rollout.stack_set, changed: false, plan: None, outcome: &outcome };
        return conclude(context, &result, "There is nothing to try again.");
    }
    if output.format() == Format::Text {
        output.line(format_args!("to try again: {}", plan::some(&wanted)));
    }
    if !args.yes {
        confirm(&format!("Deploy from the account {}?", session.identity.account), output)?;
    }
    let progress = Progress::new(output);
    let cancel = CancellationToken::new();
    let on_event = |event| progress.take_in(&event);
    let work =
        live::rollout::retry(&session.account, &rollout, &context.pack, &wanted, &store, &cancel, &on_event);
    let outcome = until_end(context, work, &cancel, &progress).await?;
    let result = Applied { stack_set: &rollout.stack_set, changed: true, plan: None, outcome: &outcome };
    conclude(context, &result, "Prove the roles with `bedrock-role rollout verify`.")
}

pub(super) async fn remove(context: &Context, args: &RolloutRemoveArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    let store = undo::store()?;
    let (rollout, session) = super::open(context, &args.rollout).await?;
    let found = found(context, &rollout, &session).await?;
    let chosen: HashSet<&str> = args.account.iter().map(String::as_str).collect();
    if let Some(unknown) = args.account.iter().find(|account| !found.contains(account)) {
        return Err(Failure::bad_input(
            "not-in-stack-set",
            format_args!(
                "the account `{unknown}` is not in the StackSet `{}`; nothing was changed",
                rollout.stack_set
            ),
        )
        .hint("`bedrock-role rollout status` lists the accounts that are"));
    }
    let accounts: Vec<String> =
        found.into_iter().filter(|account| args.all || chosen.contains(account.as_str())).collect();
    if output.format() == Format::Text {
        let what = if args.retain_stacks {
            "taken out, the role left in the account"
        } else {
            "the stack and its role deleted"
        };
        for account in &accounts {
            output.line(format_args!(
                "  {CARE}-{CARE:#} {account}  {what}  {FAINT}{}{FAINT:#}",
                rollout.pattern.role_name
            ));
        }
        if args.all {
            output.line(format_args!("  {CARE}-{CARE:#} the StackSet {}", rollout.stack_set));
        }
        if !args.retain_stacks && !accounts.is_empty() {
            output.line("\nQuilrAI's keys with these roles stop working at once.");
        }
    }
    if !args.yes {
        confirm(&format!("Remove from the account {}?", session.identity.account), output)?;
    }
    let removal = Removal { accounts, stack_set: args.all, retain_stacks: args.retain_stacks };
    let progress = Progress::new(output);
    let cancel = CancellationToken::new();
    let on_event = |event| progress.take_in(&event);
    let work = live::rollout::remove(
        &session.account,
        &rollout,
        &context.pack,
        &removal,
        &store,
        &cancel,
        &on_event,
    );
    let outcome = until_end(context, work, &cancel, &progress).await?;
    let result = Applied { stack_set: &rollout.stack_set, changed: true, plan: None, outcome: &outcome };
    conclude(context, &result, "")
}

/// The accounts that are in the StackSet, in the list or not.
async fn found(
    context: &Context,
    rollout: &onboarding::rollout::Rollout,
    session: &Session,
) -> Result<Vec<String>, Failure> {
    context.output.busy(format!("reading the StackSet {}", rollout.stack_set));
    let found = live::rollout::read_stack_set(&session.account, rollout, &context.pack, &|_| {}).await?;
    context.output.idle();
    let found = found.ok_or_else(|| LiveError::NoStackSet { name: rollout.stack_set.clone() })?;
    let mut accounts: Vec<String> = found.instances.into_iter().map(|instance| instance.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    Ok(accounts)
}

/// Waits for the end; being asked to stop sends nothing more.
async fn until_end(
    context: &Context,
    work: impl Future<Output = Result<RolloutOutcome, LiveError>>,
    cancel: &CancellationToken,
    progress: &Progress<'_>,
) -> Result<RolloutOutcome, Failure> {
    let mut stop = StopRequests::listen()?;
    tokio::pin!(work);
    let ended = loop {
        tokio::select! {
            ended = &mut work => break ended,
            () = stop.next() => {
                context.output.notice("stopping", "stopping: nothing more is sent, what was sent goes on at AWS", None);
                cancel.cancel();
            }
        }
    };
    context.output.idle();
    ended.map_err(|error| {
        let sent = progress.sent();
        let failure = Failure::from(error);
        if sent == 0 {
            return failure;
        }
        failure.hint(format!(
            "{sent} accounts were begun; `bedrock-role rollout apply` waits for what is under way and goes on from there"
        ))
    })
}

fn conclude(context: &Context, result: &Applied<'_>, next: &str) -> Result<Outcome, Failure> {
    let output = &context.output;
    let failed = result.outcome.failed().count();
    match output.format() {
        Format::Json => output.json(result),
        Format::Text if failed > 0 => output.line(format_args!(
            "\n{failed} of {} accounts failed. Put them right there, then `bedrock-role rollout retry`; one that is not in the StackSet is taken in by `rollout apply`.",
            result.outcome.accounts.len()
        )),
        Format::Text if result.outcome.cancelled || next.is_empty() => {}
        Format::Text => output.line(format_args!("\n{next}")),
    }
    if result.outcome.cancelled {
        return Err(Failure::outside("interrupted", "interrupted; nothing more was sent").hint(
            "what was sent goes on at AWS; the next `bedrock-role rollout apply` waits for it and goes on from there",
        ));
    }
    Ok(if failed > 0 { Outcome::AwsFailed } else { Outcome::Fine })
}
