//! `render`: one document of a setup, or the role as code, on standard output, and nothing else.

use super::Context;
use crate::args::{Artifact, Format, RenderArgs};
use crate::error::{Failure, Outcome};
use onboarding::{CodeForm, Field, Setup, Severity, View};
use serde_json::Value;

pub(crate) fn run(context: &Context, args: &RenderArgs) -> Result<Outcome, Failure> {
    let setup = args.setup.load(&context.pack)?;
    match args.artifact {
        Artifact::Cloudformation => code(context, &setup, CodeForm::Cloudformation),
        Artifact::Stackset => code(context, &setup, CodeForm::Stackset),
        Artifact::Terraform => code(context, &setup, CodeForm::Terraform),
        Artifact::Cli => code(context, &setup, CodeForm::Cli),
        Artifact::Trust => document(
            context,
            &setup,
            |view| view.trust.complete.then_some(view.trust.text),
            &[Field::ExternalId, Field::TrustPolicy],
        ),
        Artifact::Permissions => document(
            context,
            &setup,
            |view| view.permissions.complete.then_some(view.permissions.text),
            &[Field::AccountId, Field::Regions, Field::Models, Field::ProviderTypes],
        ),
        Artifact::Dashboard => document(
            context,
            &setup,
            |view| view.dashboard_json,
            &[
                Field::ExternalId,
                Field::AccountId,
                Field::RoleName,
                Field::RolePath,
                Field::RoleArn,
                Field::Region,
                Field::SessionName,
                Field::DurationSeconds,
            ],
        ),
    }
}

/// The role as code needs every value to be right.
fn code(context: &Context, setup: &Setup, form: CodeForm) -> Result<Outcome, Failure> {
    let valid = setup.check(&context.pack, &[]).map_err(Failure::fields)?;
    let code = onboarding::code(&valid, &context.pack, form);
    match context.output.format() {
        Format::Text => context.output.text(&code.text),
        Format::Json => context.output.json_line(&code),
    }
    Ok(Outcome::Fine)
}

/// A document needs only its own values to be right: a trust policy can be rendered before the
/// account is known.
fn document(
    context: &Context,
    setup: &Setup,
    text: impl Fn(View) -> Option<String>,
    fields: &[Field],
) -> Result<Outcome, Failure> {
    let text = text(onboarding::view(setup, &context.pack, &[]));
    let wrong: Vec<_> = setup
        .check(&context.pack, &[])
        .err()
        .unwrap_or_default()
        .into_iter()
        .filter(|note| note.severity == Severity::Error && fields.contains(&note.field))
        .collect();
    let text = match text {
        _ if !wrong.is_empty() => return Err(Failure::fields(wrong)),
        None => return Err(Failure::bad_input("incomplete", "the document still lacks a value")),
        Some(text) => text,
    };
    match context.output.format() {
        Format::Text => context.output.text(&text),
        // What is rendered is JSON already; a program gets it without the pretty-printing's freedom.
        Format::Json => match serde_json::from_str::<Value>(&text) {
            Ok(value) => context.output.json_line(&value),
            Err(error) => {
                return Err(Failure::bad_input(
                    "trust-policy",
                    format_args!("the document is not JSON: {error}"),
                ));
            }
        },
    }
    Ok(Outcome::Fine)
}
