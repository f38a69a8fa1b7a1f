//! `render`: one document of a setup on standard output, and nothing else.

use super::Context;
use crate::args::{Artifact, Format, RenderArgs};
use crate::error::{Failure, Outcome};
use onboarding::{Field, Setup, Severity, View};
use serde_json::Value;

pub(crate) fn run(context: &Context, args: &RenderArgs) -> Result<Outcome, Failure> {
    let setup = args.setup.load(&context.pack)?;
    let view = onboarding::view(&setup, &context.pack, &[]);
    let text = document(&setup, view, args.artifact, context)?;
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

/// A document needs only its own values to be right: a trust policy can be rendered before the
/// account is known.
fn document(setup: &Setup, view: View, artifact: Artifact, context: &Context) -> Result<String, Failure> {
    let (text, fields): (Option<String>, &[Field]) = match artifact {
        Artifact::Trust => {
            (view.trust.complete.then_some(view.trust.text), &[Field::ExternalId, Field::TrustPolicy])
        }
        Artifact::Permissions => (
            view.permissions.complete.then_some(view.permissions.text),
            &[Field::AccountId, Field::Regions, Field::Models, Field::ProviderTypes],
        ),
        Artifact::Dashboard => (
            view.dashboard_json,
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
    };
    let wrong: Vec<_> = setup
        .check(&context.pack, &[])
        .err()
        .unwrap_or_default()
        .into_iter()
        .filter(|note| note.severity == Severity::Error && fields.contains(&note.field))
        .collect();
    match text {
        Some(text) if wrong.is_empty() => Ok(text),
        _ if !wrong.is_empty() => Err(Failure::fields(wrong)),
        _ => Err(Failure::bad_input("incomplete", "the document still lacks a value")),
    }
}
