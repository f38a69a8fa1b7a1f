//! `plan`: what would change, as a diff. Changes nothing.

use super::Context;
use super::session::Work;
use crate::args::{Format, PlanArgs};
use crate::error::{Failure, Outcome};
use crate::output::{BAD, CARE, FAINT, GOOD, HEADING, Output};
use crate::setup_args::flag;
use onboarding::plan::DiffSign;
use onboarding::{DesiredRole, FieldNote, Plan};

pub(crate) async fn run(context: &Context, args: &PlanArgs) -> Result<Outcome, Failure> {
    let mut work = Work::begin(context, &args.account).await?;
    work.desired.remove.clone_from(&args.remove.remove);
    let plan = make(&work.session.account, &work.desired, &context.output).await?;
    match context.output.format() {
        Format::Text => print(&plan, &work.warnings, &context.output),
        Format::Json => context.output.json(&plan),
    }
    let drifted = args.check && !plan.changes.is_empty();
    Ok(if drifted { Outcome::CheckFailed } else { Outcome::Fine })
}

/// Reads the role and compares.
pub(crate) async fn make(
    account: &live::Account,
    desired: &DesiredRole,
    output: &Output,
) -> Result<Plan, Failure> {
    output.busy(format!("reading the role {}", desired.name));
    let actual = account.read_role(&desired.name).await?;
    output.idle();
    Ok(onboarding::plan(desired, actual.as_ref()))
}

/// The plan for people, with what there is to say about the setup that it comes from.
pub(crate) fn print(plan: &Plan, of_setup: &[FieldNote], output: &Output) {
    let state = if plan.exists { "exists" } else { "new" };
    output.line(format_args!("{HEADING}{}{HEADING:#} {FAINT}({state}){FAINT:#}", plan.role_arn));
    print_changes(plan, output);
    let of_setup = of_setup.iter().map(|note| format!("{}: {}", flag(note.field), note.message));
    for (place, warning) in plan.warnings.iter().cloned().chain(of_setup).enumerate() {
        let gap = if place == 0 { "\n" } else { "" };
        output.line(format_args!("{gap}{CARE}!{CARE:#} {warning}"));
    }
    output.line(format_args!("\n{}", summary(plan)));
}

/// The changes as diffs, what goes by choice, and what stays.
fn print_changes(plan: &Plan, output: &Output) {
    for change in &plan.changes {
        output.line(format_args!("\n{HEADING}{}{HEADING:#}", change.title));
        for line in &change.diff {
            match line.sign {
                DiffSign::Same => output.line(format_args!("    {}", line.text)),
                DiffSign::Added => output.line(format_args!("  {GOOD}+ {}{GOOD:#}", line.text)),
                DiffSign::Removed => output.line(format_args!("  {BAD}- {}{BAD:#}", line.text)),
            }
        }
    }
    if !plan.removed.is_empty() {
        output.line("\nGoes, because it was chosen:");
        for kept in &plan.removed {
            output.line(format_args!("  {}", kept.what));
        }
    }
    if !plan.untouched.is_empty() {
        output.line("\nStays as it is:");
        for kept in &plan.untouched {
            match &kept.removal {
                Some(removal) => output.line(format_args!(
                    "  {FAINT}{}  (to remove it: --remove {removal}){FAINT:#}",
                    kept.what
                )),
                None => output.line(format_args!("  {FAINT}{}{FAINT:#}", kept.what)),
            }
        }
    }
}

/// For example `3 changes to make`.
pub(crate) fn summary(plan: &Plan) -> String {
    match plan.changes.len() {
        0 => "nothing to change".to_owned(),
        1 => "1 change to make".to_owned(),
        n => format!("{n} changes to make"),
    }
}
