//! From the `{modelId}` of a path to a model, and the authorisation of every ARN that a call touches.
//! Source: "Prerequisites for inference profiles", Bedrock User Guide.

use super::catalogue::{Model, Profile};
use crate::caller::Ask;
use crate::cloud::Call;
use crate::error::ApiError;

/// Whether the answer is to come in a stream: that is another right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    Whole,
    Stream,
}

impl Delivery {
    fn action(self) -> &'static str {
        match self {
            Delivery::Whole => "bedrock:InvokeModel",
            Delivery::Stream => "bedrock:InvokeModelWithResponseStream",
        }
    }
}

/// The model that the path names, if the caller may call it and it can be called so.
pub(super) fn callable_model<'a>(call: &'a Call<'_>, delivery: Delivery) -> Result<&'a Model, ApiError> {
    let region = call.origin.region.as_str();
    let (model, profile) =
        find(call, region).ok_or_else(|| ApiError::invalid("The provided model identifier is invalid."))?;
    authorize(call, model, profile, delivery.action())?;
    if profile.is_none() && !model.is_on_demand(region) {
        return Err(ApiError::invalid(format!(
            "Invocation of model ID {} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
            model.id
        )));
    }
    Ok(model)
}

fn find<'a>(call: &'a Call<'_>, region: &str) -> Option<(&'a Model, Option<&'a Profile>)> {
    let catalogue = &call.cloud.catalogue;
    let by_id = |id: &str| {
        let profile = catalogue.profile(id, region).map(|(profile, model)| (model, Some(profile)));
        profile.or_else(|| catalogue.model(id, region).map(|model| (model, None)))
    };
    let Some(arn) = call.target.strip_prefix("arn:") else {
        return by_id(call.target);
    };
    let parts: Vec<&str> = arn.splitn(5, ':').collect();
    let ["aws", "bedrock", of, account, resource] = parts.as_slice() else {
        return None;
    };
    if *of != region {
        return None;
    }
    match resource.split_once('/')? {
        ("foundation-model", id) if account.is_empty() => {
            catalogue.model(id, region).map(|model| (model, None))
        }
        ("inference-profile", id) if *account == call.caller.account => {
            catalogue.profile(id, region).map(|(profile, model)| (model, Some(profile)))
        }
        _ => None,
    }
}

/// Every ARN has to be allowed; the refusal names the first that is not.
fn authorize(
    call: &Call<'_>,
    model: &Model,
    profile: Option<&Profile>,
    action: &str,
) -> Result<(), ApiError> {
    let source = call.origin.region.as_str();
    let base = call.caller.context(call.origin);
    let check = |resource: &str, context| {
        call.caller.may(Ask { action, resource }, context, None).map_err(|denied| {
            ApiError::forbidden("AccessDeniedException", denied.message(call.caller, action, Some(resource)))
        })
    };
    let Some(profile) = profile else {
        return check(&model.arn(source), base);
    };
    let profile_arn = profile.arn(source, &call.caller.account);
    check(&profile_arn, base.clone())?;
    for region in profile.reaches(source) {
        let requested = if region.is_empty() { "unspecified" } else { region };
        let context = base
            .clone()
            .with("aws:RequestedRegion", requested)
            .with("bedrock:InferenceProfileArn", profile_arn.clone());
        check(&model.arn(region), context)?;
    }
    Ok(())
}
