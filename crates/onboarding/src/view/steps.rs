//! The rail: where each step stands, and a few words about it.

use super::{StepState, StepStatus};
use crate::fields::{Field, FieldNote, Severity};
use crate::setup::{Assessment, ResourceKinds, Setup, Step, Target};

const STEPS: [Step; 6] =
    [Step::Overview, Step::ExternalId, Step::Role, Step::Permissions, Step::Dashboard, Step::Verify];

/// The steps' states, in order.
pub(super) fn states(setup: &Setup, found: &Assessment) -> Vec<StepState> {
    STEPS
        .into_iter()
        .map(|step| StepState {
            step,
            state: status(step, setup, &found.notes),
            summary: summary(step, setup, found),
        })
        .collect()
}

/// Where a field is entered.
fn step_of(field: Field) -> Step {
    match field {
        Field::ProviderTypes => Step::Overview,
        Field::ExternalId => Step::ExternalId,
        Field::AccountId | Field::RoleName | Field::RolePath | Field::TrustPolicy => Step::Role,
        Field::Regions | Field::Models => Step::Permissions,
        Field::RoleArn | Field::Region | Field::SessionName | Field::DurationSeconds => Step::Dashboard,
        Field::GatewayUrl => Step::Verify,
    }
}

/// A value that was not entered yet is no reason for alarm before the step was left.
fn status(step: Step, setup: &Setup, notes: &[FieldNote]) -> StepStatus {
    let visited = setup.visited.contains(&step);
    let mut errors = notes
        .iter()
        .filter(|note| note.severity == Severity::Error && step_of(note.field) == step)
        .peekable();
    if errors.peek().is_none() {
        return if visited { StepStatus::Done } else { StepStatus::Open };
    }
    if visited || errors.any(|note| !note.is_missing()) { StepStatus::Attention } else { StepStatus::Open }
}

fn summary(step: Step, setup: &Setup, found: &Assessment) -> String {
    match step {
        Step::Overview => match &setup.target {
            Target::Sandbox => "sandbox".to_owned(),
            Target::Profile { name } => format!("profile {name}"),
        },
        Step::ExternalId => found.external_id.as_ref().map(|id| short(id.as_str())).unwrap_or_default(),
        Step::Role => found.role_arn.as_ref().map(|arn| arn.name().to_owned()).unwrap_or_default(),
        Step::Permissions => permissions(setup),
        Step::Dashboard => found.region.as_ref().map(|region| region.as_str().to_owned()).unwrap_or_default(),
        Step::Verify => String::new(),
    }
}

/// Both ends of an ExternalId, which is ASCII: `7f3c2b1e…1a2b`.
fn short(external_id: &str) -> String {
    let ends = external_id.get(..8).zip(external_id.get(external_id.len().saturating_sub(4)..));
    match ends {
        Some((start, end)) if external_id.len() > 16 => format!("{start}\u{2026}{end}"),
        _ => external_id.to_owned(),
    }
}

fn permissions(setup: &Setup) -> String {
    let ResourceKinds {
        inference_profiles,
        application_inference_profiles,
        provisioned_models,
        custom_models,
    } = setup.resources;
    let more = [inference_profiles, application_inference_profiles, provisioned_models, custom_models]
        .into_iter()
        .filter(|chosen| *chosen)
        .count();
    match more {
        0 => "foundation models".to_owned(),
        1 if inference_profiles => "models and profiles".to_owned(),
        more => format!("foundation models, {more} more"),
    }
}
