//! `rollout new`: a list becomes a rollout.

use super::super::Context;
use super::super::session::{Session, source};
use super::{read_bytes, read_rollout, write_whole};
use crate::args::Format;
use crate::args::rollout::NewArgs;
use crate::error::{Failure, Outcome};
use crate::output::{CARE, FAINT, Output};
use crate::setup_args::{new_id, read_setup};
use onboarding::rollout::{
    AccountList, AccountNote, Merged, PermissionModel, Rollout, read_accounts, text_of,
};
use onboarding::{Setup, Severity, Target};
use serde::Serialize;
use std::path::Path;

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Made<'a> {
    file: &'a Path,
    stack_set: &'a str,
    accounts: usize,
    #[serde(flatten)]
    merged: &'a Merged,
    notes: &'a [AccountNote],
}

pub(super) async fn new(context: &Context, args: &NewArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    let mut rollout = begin(context, args)?;
    let list = accounts(context, args).await?;
    tell_notes(&list, output);
    let wrong = list.notes.iter().filter(|note| note.severity == Severity::Error).count();
    if wrong > 0 && !args.skip_wrong {
        let lines = if wrong == 1 { "a line".to_owned() } else { format!("{wrong} lines") };
        return Err(Failure::bad_input(
            "account-list",
            format!("{lines} of the list cannot be used; nothing was written"),
        )
        .hint("correct them, or add `--skip-wrong` to leave them out"));
    }
    if list.accounts.is_empty() {
        return Err(Failure::bad_input("account-list", "the list names no account; nothing was written"));
    }
    let merged = rollout.merge(&list, new_id);
    let view = onboarding::rollout::view(&rollout, &context.pack);
    let of_rows = view.rows.iter().flat_map(|row| &row.notes);
    for note in view.problems.iter().chain(of_rows).filter(|note| note.severity != Severity::Info) {
        output.notice(&note.code, &note.message, note.remedy.as_deref());
    }
    write_whole(&args.output, &rollout.to_json())?;
    match output.format() {
        Format::Json => output.json(&Made {
            file: &args.output,
            stack_set: &rollout.stack_set,
            accounts: rollout.accounts.len(),
            merged: &merged,
            notes: &list.notes,
        }),
        Format::Text => print(&rollout, &merged, args, output),
    }
    Ok(Outcome::Fine)
}

/// The rollout that the list goes into. One that is there is never replaced.
fn begin(context: &Context, args: &NewArgs) -> Result<Rollout, Failure> {
    let mut rollout = match (args.merge, args.output.exists()) {
        (true, _) => read_rollout(&args.output)?,
        (false, false) => {
            let setup = Setup::new(&context.pack, new_id(), new_id(), Target::default());
            Rollout::new(new_id(), setup, Target::default())
        }
        (false, true) => {
            return Err(Failure::bad_input(
                "exists",
                format_args!("`{}` is there already", args.output.display()),
            )
            .hint("add `--merge` to bring the list into it, or choose another file"));
        }
    };
    if let Some(path) = &args.setup {
        rollout.pattern = read_setup(path)?;
        if !args.merge {
            rollout = Rollout::new(rollout.id, rollout.pattern.clone(), rollout.pattern.target);
        }
    }
    for (given, field) in
        [(&args.stack_set, &mut rollout.stack_set), (&args.access_role, &mut rollout.access_role)]
    {
        if let Some(given) = given {
            field.clone_from(given);
        }
    }
    if !args.organizational_unit.is_empty() {
        rollout.permission_model =
            PermissionModel::ServiceManaged { organizational_units: args.organizational_unit.clone() };
    }
    Ok(rollout)
}

async fn accounts(context: &Context, args: &NewArgs) -> Result<AccountList, Failure> {
    match &args.list {
        Some(path) => Ok(read_accounts(&text_of(&read_bytes(path, "list")?), &context.pack)),
        None => {
            let session =
                Session::open(source(&args.profile), &args.profile.sign_in, &context.output).await?;
            context.output.busy("reading the accounts of the organization");
            let list = live::rollout::organization_accounts(&session.account, &context.pack).await?;
            context.output.idle();
            Ok(list)
        }
    }
}

fn tell_notes(list: &AccountList, output: &Output) {
    for note in list.notes.iter().filter(|note| note.severity != Severity::Info) {
        output.notice(&note.code, &format!("line {}: {}", note.line, note.message), note.remedy.as_deref());
    }
}

fn print(rollout: &Rollout, merged: &Merged, args: &NewArgs, output: &Output) {
    let file = args.output.display();
    output.line(format_args!("{file}: {} accounts, StackSet {}", rollout.accounts.len(), rollout.stack_set));
    if args.merge {
        output.line(format_args!("  {} new, {} as they were", merged.added.len(), merged.kept));
    }
    for change in &merged.changed {
        output.line(format_args!(
            "  {CARE}!{CARE:#} {} gets another ExternalId: {} {FAINT}(was {}){FAINT:#}",
            change.account_id, change.to, change.from
        ));
    }
    for dropped in &merged.dropped {
        output.line(format_args!(
            "  {CARE}!{CARE:#} {} is no longer in the list; its role stands until `rollout remove`  {FAINT}ExternalId {}{FAINT:#}",
            dropped.account_id, dropped.external_id
        ));
    }
    output.line(format_args!("\nSee what it would do with `bedrock-role rollout plan {file}`."));
}
