//! `validate`: everything there is to say about a setup's values.

use super::Context;
use crate::args::Format;
use crate::error::{Failure, Outcome};
use crate::output::{BAD, CARE, FAINT, GOOD};
use crate::setup_args::{SetupArgs, flag};
use onboarding::{FieldNote, Setup, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct Validation {
    valid: bool,
    role_arn: Option<String>,
    notes: Vec<FieldNote>,
}

pub(crate) fn run(context: &Context, args: &SetupArgs) -> Result<Outcome, Failure> {
    let setup = args.load(&context.pack)?;
    let validation = validate(&setup, context);
    match context.output.format() {
        Format::Json => context.output.json(&validation),
        Format::Text => print(&validation, context),
    }
    Ok(if validation.valid { Outcome::Fine } else { Outcome::BadInput })
}

/// The view knows warnings too; the check decides what is an error.
fn validate(setup: &Setup, context: &Context) -> Validation {
    let view = onboarding::view(setup, &context.pack, &[]);
    let errors = setup.check(&context.pack, &[]).err().unwrap_or_default();
    let valid = errors.is_empty();
    let mut notes = errors;
    notes.extend(view.notes.into_iter().filter(|note| note.severity != Severity::Error));
    notes.sort_by_key(|note| (note.severity, note.field));
    Validation { valid, role_arn: view.role_arn, notes }
}

fn print(validation: &Validation, context: &Context) {
    let output = &context.output;
    for note in &validation.notes {
        let (style, sign) = match note.severity {
            Severity::Error => (BAD, '✗'),
            Severity::Warning => (CARE, '!'),
            Severity::Info => (FAINT, 'i'),
        };
        output.line(format_args!("{style}{sign}{style:#} {}: {}", flag(note.field), note.message));
        if let Some(hint) = &note.hint {
            output.line(format_args!("    {FAINT}{hint}{FAINT:#}"));
        }
    }
    if let Some(arn) = validation.role_arn.as_ref().filter(|_| validation.valid) {
        output.line(format_args!("{GOOD}✓{GOOD:#} every value is right: {arn}"));
    }
}
