//! `rollout table`: what goes into the QuilrAI dashboard.

use super::super::Context;
use super::plan::words;
use super::{open, plan, read_rollout};
use crate::args::ResultFormat;
use crate::args::rollout::RolloutTableArgs;
use crate::error::{Failure, Outcome};
use crate::output::{FAINT, HEADING, Output};
use onboarding::rollout::{TableRow, as_csv};

pub(super) async fn table(context: &Context, args: &RolloutTableArgs) -> Result<Outcome, Failure> {
    let (rollout, plan) = if args.status {
        let (rollout, session) = open(context, &args.rollout).await?;
        let plan = plan::make(context, &rollout, &session).await?;
        (rollout, Some(plan))
    } else {
        (read_rollout(&args.rollout.file)?, None)
    };
    let rows = onboarding::rollout::table(&rollout, &context.pack, plan.as_ref());
    match context.format {
        ResultFormat::Csv => context.output.text(&as_csv(&rows)),
        ResultFormat::Json => context.output.json(&rows),
        _ => print(&rows, &context.output),
    }
    Ok(Outcome::Fine)
}

fn print(rows: &[TableRow], output: &Output) {
    let width = rows.iter().filter_map(|row| row.role_arn.as_deref()).map(str::len).max().unwrap_or_default();
    let ids = rows.iter().map(|row| row.external_id.len()).max().unwrap_or_default();
    output.line(format_args!(
        "{HEADING}{:12}  {:width$}  {:ids$}{HEADING:#}",
        "account", "aws_role_arn", "aws_external_id"
    ));
    for row in rows {
        let status = row.status.map(|state| format!("{}  ", words(state))).unwrap_or_default();
        let line = format!(
            "{:12}  {:width$}  {:ids$}  {status}{FAINT}{}{FAINT:#}",
            row.account_id,
            row.role_arn.as_deref().unwrap_or("-"),
            row.external_id,
            row.name
        );
        output.line(line.trim_end());
    }
}
