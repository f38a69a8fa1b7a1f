//! Before anything is done: who cannot do the work is stopped, and what is lacking is told.

use super::session::Work;
use crate::args::Format;
use crate::error::Failure;
use crate::output::{BAD, CARE, FAINT, GOOD, Output};
use live::preflight::{Has, admit, preflight};
use live::{Preflight, Purpose};

/// Stops who cannot do it at all, asks IAM about the rest, tells what is lacking or unknown.
pub(crate) async fn begin(work: &Work, purpose: Purpose, output: &Output) -> Result<Preflight, Failure> {
    let role_arn = work.setup.role_arn.as_str();
    let session = &work.session;
    admit(&session.identity, role_arn, purpose)?;
    output.busy("asking IAM what you may do");
    let found = preflight(&session.account, &session.identity, role_arn, purpose).await;
    output.idle();
    if output.format() == Format::Text {
        print_lacking(&found, output);
    }
    Ok(found)
}

/// Only what is worth a look: everything allowed says nothing.
fn print_lacking(found: &Preflight, output: &Output) {
    if let Some(unknown) = &found.unknown {
        output.line(format_args!("{FAINT}  your rights are unknown: {unknown}{FAINT:#}"));
        return;
    }
    for action in found.actions.iter().filter(|action| action.has != Has::Allowed) {
        let mark =
            if action.has == Has::Denied { format!("{BAD}✗{BAD:#}") } else { format!("{CARE}?{CARE:#}") };
        output.line(format_args!(
            "  {mark} {}  {FAINT}{}{FAINT:#}",
            action.action,
            action.why.as_deref().unwrap_or_default()
        ));
    }
}

/// All of it.
pub(crate) fn print(found: &Preflight, output: &Output) {
    for action in &found.actions {
        let mark = match action.has {
            Has::Allowed => format!("{GOOD}✓{GOOD:#}"),
            Has::Denied => format!("{BAD}✗{BAD:#}"),
            Has::Unknown => format!("{CARE}?{CARE:#}"),
        };
        let why = action.why.as_deref().map(|why| format!("  {FAINT}{why}{FAINT:#}")).unwrap_or_default();
        output.line(format_args!("  {mark} {}{why}", action.action));
    }
    if let Some(unknown) = &found.unknown {
        output.line(format_args!("  {FAINT}unknown: {unknown}{FAINT:#}"));
    }
}
