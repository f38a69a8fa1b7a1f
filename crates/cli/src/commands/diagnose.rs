//! `diagnose`: from an error text to its cause, the step and the remedy.

use super::Context;
use crate::args::Format;
use crate::error::{Failure, Outcome};
use crate::output::HEADING;
use crate::setup_args::read_stdin;
use onboarding::Step;
use onboarding::diagnosis::Certainty;
use std::io::IsTerminal;

pub(crate) fn run(context: &Context) -> Result<Outcome, Failure> {
    let output = &context.output;
    if std::io::stdin().is_terminal() {
        output.notice("paste", "paste the error text, then press Ctrl-D", None);
    }
    let text = read_stdin()?;
    if text.trim().is_empty() {
        return Err(Failure::bad_input("no-text", "there is no error text on standard input")
            .hint("for example: `pbpaste | bedrock-role diagnose`"));
    }
    let diagnosis = onboarding::diagnose(&text, &context.pack);
    if output.format() == Format::Json {
        output.json(&diagnosis);
        return Ok(Outcome::Fine);
    }
    let certainty = match diagnosis.certainty {
        Certainty::Certain => "",
        Certainty::Likely => " (most likely)",
        Certainty::Unknown => " (unknown)",
    };
    output.line(format_args!("{HEADING}Cause{HEADING:#}{certainty}\n  {}", diagnosis.cause));
    if let Some(step) = diagnosis.step {
        output.line(format_args!("{HEADING}Step{HEADING:#}\n  {}", step_title(step)));
    }
    output.line(format_args!("{HEADING}Remedy{HEADING:#}\n  {}", diagnosis.remedy));
    Ok(Outcome::Fine)
}

/// As the wizard's rail names it.
fn step_title(step: Step) -> &'static str {
    match step {
        Step::Overview => "0. Overview",
        Step::ExternalId => "1. ExternalId",
        Step::Role => "2. IAM role",
        Step::Permissions => "3. Permissions",
        Step::Dashboard => "4. Dashboard values",
        Step::Verify => "5. Verify",
    }
}
