//! `recover`: takes back, or carries on, what was interrupted.

use super::apply::{Progress, confirm};
use super::session::{Session, source};
use super::{plan, undo};
use crate::args::{Format, RecoverArgs};
use crate::error::{Failure, FailureJson, Outcome};
use crate::output::{BAD, FAINT, GOOD, Output};
use live::undo::Undo;
use live::{ApplyEvent, Direction, UndoRecord, UndoStore};
use onboarding::Plan;
use serde::Serialize;

/// What became of a record.
enum End {
    /// What it says is taken back, or whole. The plan that did it, where there was one.
    Recovered(Option<Plan>),
    /// Its sandbox is gone, and so is everything in it.
    Discarded,
    /// It is kept.
    Left(Failure),
}

/// A record and what became of it, as `--format json` prints it.
#[derive(Serialize)]
struct Recovery<'a> {
    id: &'a str,
    role_arn: &'a str,
    endpoint: Option<&'a str>,
    at: &'a str,
    what: &'a str,
    recovered: bool,
    discarded: bool,
    plan: Option<&'a Plan>,
    error: Option<FailureJson<'a>>,
}

pub(crate) async fn run(output: &Output, args: &RecoverArgs) -> Result<Outcome, Failure> {
    let store = undo::store()?;
    let pending = store.list()?;
    undo::mention_damaged(&pending, output);
    // A rotation that waits for the dashboard was not interrupted.
    let (records, waiting): (Vec<&UndoRecord>, Vec<&UndoRecord>) =
        pending.records.iter().partition(|record| record.interrupted() || args.discard_sandbox);
    let (of_sandboxes, others): (Vec<&UndoRecord>, Vec<&UndoRecord>) =
        records.iter().partition(|record| args.discard_sandbox && undo::is_of_sandbox(record));
    let mut ends: Vec<(&UndoRecord, End)> = Vec::new();
    for record in of_sandboxes {
        let end = match store.discard(record) {
            Ok(()) => End::Discarded,
            Err(error) => End::Left(error.into()),
        };
        ends.push((record, end));
    }
    if !others.is_empty() {
        let session = Session::open(source(&args.profile), &args.profile.sign_in, output).await?;
        for record in others {
            let end = recover(&store, record, &session, args, output).await;
            output.idle();
            ends.push((record, end));
        }
    }
    for record in waiting {
        output.notice(
            "rotation-under-way",
            &format!("a rotation of the ExternalId of `{}` is under way: both are accepted", record.role_arn),
            Some("end it with `bedrock-role rotate --finish`, or `--take-back`"),
        );
    }
    match output.format() {
        Format::Json => print_json(&ends, output),
        Format::Text if ends.is_empty() => output.line("nothing to recover"),
        Format::Text => {
            for (record, end) in &ends {
                print(record, end, output);
            }
        }
    }
    let left = ends.iter().filter(|(_, end)| matches!(end, End::Left(_))).count();
    all_recovered(left, pending.damaged.len())
}

async fn recover(
    store: &UndoStore,
    record: &UndoRecord,
    session: &Session,
    args: &RecoverArgs,
    output: &Output,
) -> End {
    let ended = match &record.what {
        Undo::TemporaryStatement(_) => {
            output.busy(format!("mending the trust policy of {}", record.role_arn));
            let tell = |note: String| output.busy_still(note);
            let recovered = store.recover_telling(record, &session.account, &tell).await;
            recovered.map(|()| None).map_err(Failure::from)
        }
        Undo::Changes(_) => carry_out(store, record, session, args, output).await.map(Some),
    };
    match ended {
        Ok(plan) => End::Recovered(plan),
        Err(failure) => End::Left(if undo::is_of_sandbox(record) {
            failure.hint("if that sandbox is gone: `bedrock-role recover --discard-sandbox`")
        } else {
            failure
        }),
    }
}

/// Shows what takes the changes back, or what is left of them; asks; does it.
async fn carry_out(
    store: &UndoStore,
    record: &UndoRecord,
    session: &Session,
    args: &RecoverArgs,
    output: &Output,
) -> Result<Plan, Failure> {
    let direction = if args.carry_on { Direction::On } else { Direction::Back };
    output.busy(format!("reading the role {}", record.role_arn));
    let shown = store
        .recovery_plan(record, &session.account, direction, &|note: String| output.busy_still(note))
        .await?;
    output.idle();
    if output.format() == Format::Text {
        plan::print(&shown, &[], output);
    }
    if !shown.changes.is_empty() && !args.yes {
        confirm(&format!("Change the role in the account {}?", session.identity.account), output)?;
    }
    let progress = Progress::of(&shown, output);
    let on_event = |event: ApplyEvent| progress.take_in(&event);
    progress.until_end(store.carry_out(record, &session.account, direction, &shown, &on_event)).await?;
    Ok(shown)
}

fn all_recovered(left: usize, damaged: usize) -> Result<Outcome, Failure> {
    match left + damaged {
        0 => Ok(Outcome::Fine),
        count => Err(Failure::outside(
            "not-recovered",
            match count {
                1 => "a record is left".to_owned(),
                n => format!("{n} records are left"),
            },
        )
        .hint("the statement of a verification lets nobody in fifteen minutes after it was added")),
    }
}

/// In a word, for programs.
fn what(record: &UndoRecord) -> &'static str {
    match &record.what {
        Undo::TemporaryStatement(_) => "temporary_statement",
        Undo::Changes(_) => "changes",
    }
}

fn print_json(ends: &[(&UndoRecord, End)], output: &Output) {
    let records: Vec<_> = ends
        .iter()
        .map(|(record, end)| Recovery {
            id: &record.id,
            role_arn: &record.role_arn,
            endpoint: record.endpoint.as_deref(),
            at: &record.at,
            what: what(record),
            recovered: matches!(end, End::Recovered(_)),
            discarded: matches!(end, End::Discarded),
            plan: match end {
                End::Recovered(plan) => plan.as_ref(),
                End::Discarded | End::Left(_) => None,
            },
            error: match end {
                End::Left(failure) => Some(failure.json()),
                End::Recovered(_) | End::Discarded => None,
            },
        })
        .collect();
    output.json(&serde_json::json!({ "records": records }));
}

fn print(record: &UndoRecord, end: &End, output: &Output) {
    let role_arn = &record.role_arn;
    match (end, &record.what) {
        (End::Recovered(_), Undo::TemporaryStatement(statement)) => output.line(format_args!(
            "{GOOD}✓{GOOD:#} {} is out of the trust policy of {role_arn}",
            statement.principal
        )),
        (End::Recovered(_), Undo::Changes(changes)) => output.line(format_args!(
            "{GOOD}✓{GOOD:#} nothing is left half-way of {} of {role_arn}",
            changes.purpose.words()
        )),
        (End::Discarded, _) => output.line(format_args!(
            "{GOOD}✓{GOOD:#} the record of a sandbox is deleted {FAINT}({role_arn}){FAINT:#}"
        )),
        (End::Left(failure), what) => {
            match what {
                Undo::TemporaryStatement(statement) => output.line(format_args!(
                    "{BAD}✗{BAD:#} {} may still be in the trust policy of {role_arn}  {FAINT}until {}{FAINT:#}",
                    statement.principal, statement.expires_at
                )),
                Undo::Changes(changes) => output.line(format_args!(
                    "{BAD}✗{BAD:#} {} of {role_arn} is still half-way",
                    changes.purpose.words()
                )),
            }
            output.line(format_args!("    {}", failure.message));
            for hint in &failure.hints {
                output.line(format_args!("    {FAINT}{hint}{FAINT:#}"));
            }
        }
    }
}
