//! `events`: what AWS saw of the role, by CloudTrail's event history.

use super::Context;
use super::session::Work;
use crate::args::{EventsArgs, Format};
use crate::error::{Failure, Outcome};
use crate::output::{BAD, FAINT, GOOD, HEADING, Output};
use live::events::{Look, Seen, SeenEvent, events};
use serde::Serialize;
use std::time::{Duration, SystemTime};

pub(crate) async fn run(context: &Context, args: &EventsArgs) -> Result<Outcome, Failure> {
    let work = Work::begin(context, &args.account).await?;
    let output = &context.output;
    let back = Duration::from_secs(u64::from(args.minutes) * 60);
    let look = Look {
        role_arn: work.setup.role_arn.as_str(),
        region: work.setup.region.as_str(),
        since: SystemTime::now().checked_sub(back).unwrap_or(SystemTime::UNIX_EPOCH),
    };
    output.busy("reading CloudTrail's event history");
    let seen = events(&work.session.account, &look).await;
    output.idle();
    let seen = seen?;
    let session_name = work.setup.session_name.as_ref().map(|name| name.as_str());
    match output.format() {
        Format::Json => output.json(&Report { role_arn: look.role_arn, session_name, seen: &seen }),
        Format::Text => print(&seen, look.role_arn, session_name, args.minutes, output),
    }
    Ok(Outcome::Fine)
}

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Report<'a> {
    role_arn: &'a str,
    session_name: Option<&'a str>,
    #[serde(flatten)]
    seen: &'a Seen,
}

fn print(seen: &Seen, role_arn: &str, session_name: Option<&str>, minutes: u32, output: &Output) {
    output.line(format_args!("{HEADING}{role_arn}{HEADING:#}"));
    if seen.events.is_empty() {
        output.line(format_args!("  nothing in the last {minutes} minutes"));
    }
    for event in &seen.events {
        let ours = session_name.is_some() && event.session_name.as_deref() == session_name;
        output.line(line(event, ours));
    }
    if seen.more {
        output.line(format_args!("{FAINT}  there may be more: look back less far{FAINT:#}"));
    }
    output.line(format_args!(
        "{FAINT}  CloudTrail is up to about fifteen minutes late, usually about five{FAINT:#}"
    ));
}

fn line(event: &SeenEvent, ours: bool) -> String {
    let mark = if ours { format!("{GOOD}▸{GOOD:#}") } else { " ".to_owned() };
    let session = event.session_name.as_deref().map(|name| format!(" as {name}")).unwrap_or_default();
    let error = event.error_code.as_deref().map(|code| format!("  {BAD}{code}{BAD:#}")).unwrap_or_default();
    let request = event.request_id.as_deref().map(|id| format!(", request {id}")).unwrap_or_default();
    format!(
        "{mark} {}  {}{session}{error}  {FAINT}{}{request}{FAINT:#}",
        event.at, event.name, event.principal
    )
}
