//! `revoke`: the gateway's access, shown with all that will stop before anything is changed.

use super::apply::{Made, Progress, confirm};
use super::session::Work;
use super::{Context, plan, undo};
use crate::args::{Format, RevokeArgs};
use crate::error::{Failure, Outcome};
use crate::output::{CARE, HEADING};
use live::{ApplyEvent, Revoke};
use onboarding::revocation::{RevokeHow, RevokePlan};
use serde::Serialize;

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Revoked<'a> {
    role_arn: &'a str,
    how: RevokeHow,
    changed: bool,
    #[serde(flatten)]
    shown: &'a RevokePlan,
    made: &'a [Made],
}

pub(crate) async fn run(context: &Context, args: &RevokeArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    let store = undo::store()?;
    undo::mention_pending(&store, output)?;
    let work = Work::begin(context, &args.account).await?;
    let account = &work.session.account;
    let revoke = Revoke {
        setup: &work.setup,
        pack: &context.pack,
        how: if args.sessions_only {
            RevokeHow::Sessions
        } else if args.delete {
            RevokeHow::Delete
        } else {
            RevokeHow::Detach
        },
        remove: &args.remove.remove,
    };
    output.busy(format!("reading the role {}", work.desired.name));
    let shown = live::plan_revocation(account, &revoke).await?;
    output.idle();
    if output.format() == Format::Text {
        plan::print(&shown.plan, &[], output);
        output.line(format_args!("\n{HEADING}What will stop{HEADING:#}"));
        for line in &shown.stops {
            output.line(format_args!("  {CARE}!{CARE:#} {line}"));
        }
    }
    if !shown.in_the_way.is_empty() && !args.dry_run {
        let flags: Vec<String> = shown
            .in_the_way
            .iter()
            .filter_map(|kept| kept.removal.as_ref())
            .map(|removal| format!("--remove {removal}"))
            .collect();
        return Err(Failure::bad_input(
            "in-the-way",
            "the role holds what the wizard did not write, and is deleted only with it; nothing was changed",
        )
        .hint(format!("add `{}`, or leave `--delete` out", flags.join(" "))));
    }
    let mut made = Vec::new();
    if !args.dry_run {
        if !shown.plan.changes.is_empty() && !args.yes {
            confirm(&format!("Revoke in the account {}?", work.session.identity.account), output)?;
        }
        let progress = Progress::of(&shown.plan, output);
        let on_event = |event: ApplyEvent| progress.take_in(&event);
        made = progress.until_end(live::revoke(account, &revoke, &shown, &store, &on_event)).await?;
    }
    if output.format() == Format::Json {
        output.json(&Revoked {
            role_arn: work.setup.role_arn.as_str(),
            how: revoke.how,
            changed: !made.is_empty(),
            shown: &shown,
            made: &made,
        });
    }
    Ok(Outcome::Fine)
}
