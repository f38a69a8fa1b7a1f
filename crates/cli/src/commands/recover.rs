//! `recover`: takes out what an interrupted verification left in trust policies.

use super::session::{Session, source};
use super::undo;
use crate::args::{Format, RecoverArgs};
use crate::error::{Failure, FailureJson, Outcome};
use crate::output::{BAD, FAINT, GOOD, Output};
use live::{UndoRecord, UndoStore};
use serde::Serialize;

/// What became of a record.
enum End {
    /// Its statement is out of the trust policy.
    Recovered,
    /// Its sandbox is gone, and so is everything in it.
    Discarded,
    /// It is kept.
    Left(Failure),
}

/// A record and what became of it, as `--format json` prints it.
#[derive(Serialize)]
struct Recovery<'a> {
    #[serde(flatten)]
    record: &'a UndoRecord,
    recovered: bool,
    discarded: bool,
    error: Option<FailureJson<'a>>,
}

pub(crate) async fn run(output: &Output, args: &RecoverArgs) -> Result<Outcome, Failure> {
    let store = undo::store()?;
    let pending = store.list()?;
    undo::mention_damaged(&pending, output);
    let (of_sandboxes, others): (Vec<_>, Vec<_>) =
        pending.records.iter().partition(|record| args.discard_sandbox && undo::is_of_sandbox(record));
    let mut ends = Vec::new();
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
            output.busy(format!("mending the trust policy of {}", record.role_arn));
            let end = recover(&store, record, &session).await;
            output.idle();
            ends.push((record, end));
        }
    }
    match output.format() {
        Format::Json => print_json(&ends, output),
        Format::Text if pending.records.is_empty() => output.line("nothing to recover"),
        Format::Text => {
            for (record, end) in &ends {
                print(record, end, output);
            }
        }
    }
    let left = ends.iter().filter(|(_, end)| matches!(end, End::Left(_))).count();
    all_recovered(left, pending.damaged.len())
}

async fn recover(store: &UndoStore, record: &UndoRecord, session: &Session) -> End {
    match store.recover(record, &session.account).await {
        Ok(()) => End::Recovered,
        Err(error) => {
            let failure = Failure::from(error);
            End::Left(if undo::is_of_sandbox(record) {
                failure.hint("if that sandbox is gone: `bedrock-role recover --discard-sandbox`")
            } else {
                failure
            })
        }
    }
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
        .hint("the statement of each lets nobody in fifteen minutes after it was added")),
    }
}

fn print_json(ends: &[(&UndoRecord, End)], output: &Output) {
    let records: Vec<_> = ends
        .iter()
        .map(|(record, end)| Recovery {
            record,
            recovered: matches!(end, End::Recovered),
            discarded: matches!(end, End::Discarded),
            error: match end {
                End::Left(failure) => Some(failure.json()),
                End::Recovered | End::Discarded => None,
            },
        })
        .collect();
    output.json(&serde_json::json!({ "records": records }));
}

fn print(record: &UndoRecord, end: &End, output: &Output) {
    let UndoRecord { role_arn, principal, expires_at, .. } = record;
    match end {
        End::Recovered => {
            output.line(format_args!("{GOOD}✓{GOOD:#} {principal} is out of the trust policy of {role_arn}"))
        }
        End::Discarded => output.line(format_args!(
            "{GOOD}✓{GOOD:#} the record of a sandbox is deleted {FAINT}({role_arn}){FAINT:#}"
        )),
        End::Left(failure) => {
            output.line(format_args!(
                "{BAD}✗{BAD:#} {principal} may still be in the trust policy of {role_arn}  {FAINT}until {expires_at}{FAINT:#}"
            ));
            output.line(format_args!("    {}", failure.message));
            for hint in &failure.hints {
                output.line(format_args!("    {FAINT}{hint}{FAINT:#}"));
            }
        }
    }
}
