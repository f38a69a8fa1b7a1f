//! Bedrock's control plane: what a region has, and the profiles that an account makes.

mod models;
mod profiles;
mod tags;

pub(super) use models::{get_foundation_model, get_foundation_model_availability, list_foundation_models};
pub(super) use profiles::{
    create_inference_profile, delete_inference_profile, get_inference_profile, list_inference_profiles,
};
pub(super) use tags::{list_tags_for_resource, tag_resource, untag_resource};

use super::converse::shapes::PROJECT_OF_CONTROL;
use crate::caller::Ask;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::Violations;

/// Some actions have no resource to name: the policy has to allow `*`.
fn authorize(call: &Call<'_>, action: &str) -> Result<(), ApiError> {
    let context = call.caller.context(call.origin);
    call.caller.may(Ask { action, resource: "*" }, context, None).map_err(|denied| {
        ApiError::forbidden("AccessDeniedException", denied.message(call.caller, action, None))
    })
}

/// The end of the checks of a request's members.
fn end(call: &Call<'_>, mut violations: Violations) -> Result<(), ApiError> {
    let project = call.form.get("projectIdentifier");
    violations.optional("projectIdentifier", project, PROJECT_OF_CONTROL);
    violations.message().map_or(Ok(()), |message| Err(ApiError::invalid(message)))?;
    match project {
        None => Ok(()),
        Some(_) => Err(ApiError::invalid("The sandbox does not serve projectIdentifier.")),
    }
}

fn midnight(day: &str) -> String {
    format!("{day}T00:00:00Z")
}
