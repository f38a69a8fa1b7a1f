//! From the `{modelId}` of a path to a model, and the authorisation of every ARN that a call touches.
//! Source: "Prerequisites for inference profiles", Bedrock User Guide.

use super::catalogue::{Model, Profile};
use crate::caller::Ask;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::profiles::{ApplicationProfile, Source};
use crate::validate::{Text, Violations};
use iam_policy::Context;

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

/// What a `modelId` names.
pub(super) enum Named<'a> {
    Model(&'a Model),
    /// A system-defined profile and the model behind it.
    System(&'a Profile, &'a Model),
    /// An application's own, the system-defined one that it was copied from if it was, and the model.
    Application(ApplicationProfile, Option<&'a Profile>, &'a Model),
}

impl<'a> Named<'a> {
    fn model(&self) -> &'a Model {
        match self {
            Named::Model(model) | Named::System(_, model) | Named::Application(_, _, model) => model,
        }
    }

    /// The system-defined profile that routes the call, if one does.
    fn route(&self) -> Option<&'a Profile> {
        match self {
            Named::Model(_) => None,
            Named::System(profile, _) => Some(profile),
            Named::Application(_, profile, _) => *profile,
        }
    }
}

/// `modelId` of InvokeModel, which every other operation but Converse shares.
pub(super) const INVOKED: Text = super::shape::text(1, 2048, INVOKED_ID, is_model_id);
/// `modelId` of Converse: the model shows it with a `$` less.
pub(super) const CONVERSED: Text = super::shape::text(1, 2048, CONVERSED_ID, is_model_id);
const INVOKED_ID: &str = r"(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:imported-model/[a-z0-9]{12})|([0-9]{12}:provisioned-model/[a-z0-9]{12})|([0-9]{12}:custom-model-deployment/[a-z0-9]{12})|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+)))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)|([a-zA-Z0-9-:.]+)$|(^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?))$|(^arn:aws:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$)|(^arn:aws(-[^:]+)?:bedrock:([0-9a-z-]{1,20}):([0-9]{12}):(default-)?prompt-router/[a-zA-Z0-9-:.]+$)";
const CONVERSED_ID: &str = r"(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:imported-model/[a-z0-9]{12})|([0-9]{12}:provisioned-model/[a-z0-9]{12})|([0-9]{12}:custom-model-deployment/[a-z0-9]{12})|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+)))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)|([a-zA-Z0-9-:.]+)|(^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?))$|(^arn:aws:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$)|(^arn:aws(-[^:]+)?:bedrock:([0-9a-z-]{1,20}):([0-9]{12}):(default-)?prompt-router/[a-zA-Z0-9-:.]+$)";

fn is_model_id(text: &str) -> bool {
    let plain = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    // Names with underscores begin each part with a letter or a digit.
    let name =
        text.split(['_', '-']).rev().skip(1).all(|part| !part.is_empty()) && !text.starts_with(['_', '-']);
    let arn = text.starts_with("arn:aws")
        && text
            .split_once('/')
            .is_some_and(|(head, rest)| plain(head, "-:") && plain(rest, "-:./") && !rest.is_empty());
    !text.is_empty() && (plain(text, "-:.") || (plain(text, "_-") && name) || arn)
}

/// The model that an id or an ARN names, if the caller may call it and it can be called so. Every
/// invocation comes through here.
pub(super) fn callable_model<'a>(
    call: &'a Call<'_>,
    id: &str,
    rule: Text,
    delivery: Delivery,
) -> Result<&'a Model, ApiError> {
    let mut violations = Violations::default();
    violations.required("modelId", Some(id), rule);
    violations.message().map_or(Ok(()), |message| Err(ApiError::invalid(message)))?;
    let region = call.origin.region.as_str();
    let named = find(call, id).ok_or_else(unknown_model)?;
    authorize(call, &named, delivery.action())?;
    let model = named.model();
    if matches!(named, Named::Model(_)) && !model.is_on_demand(region) {
        return Err(ApiError::invalid(format!(
            "Invocation of model ID {} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
            id
        )));
    }
    call.refuse_model(&model.id)?;
    Ok(model)
}

pub(super) fn unknown_model() -> ApiError {
    ApiError::invalid("The provided model identifier is invalid.")
}

/// The model whose tokens are to be counted. It is named by its own id or ARN only, and need not be
/// callable on demand.
pub(super) fn countable_model<'a>(call: &'a Call<'_>) -> Result<&'a Model, ApiError> {
    const ID: Text = super::shape::text(1, 256, r"[a-zA-Z_\.\-/0-9:]+", |text| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-/:".contains(c))
    });
    let mut violations = Violations::default();
    violations.required("modelId", Some(call.target), ID);
    violations.message().map_or(Ok(()), |message| Err(ApiError::invalid(message)))?;
    let named = find(call, call.target).ok_or_else(unknown_model)?;
    let model = named.model();
    let (action, arn) = ("bedrock:CountTokens", model.arn(&call.origin.region));
    allow(call, action, &arn, call.caller.context(call.origin))?;
    if model.counts_tokens && matches!(named, Named::Model(_)) {
        return Ok(model);
    }
    Err(ApiError::invalid("The provided model doesn't support counting tokens."))
}

/// What an id or an ARN names in the call's region.
pub(super) fn find<'a>(call: &'a Call<'_>, id: &str) -> Option<Named<'a>> {
    let catalogue = &call.cloud.catalogue;
    let region = call.origin.region.as_str();
    let system =
        |id: &str| catalogue.profile(id, region).map(|(profile, model)| Named::System(profile, model));
    let model = |id: &str| catalogue.model(id, region).map(Named::Model);
    let Some(arn) = id.strip_prefix("arn:") else {
        return system(id).or_else(|| model(id));
    };
    let parts: Vec<&str> = arn.splitn(5, ':').collect();
    let ["aws", "bedrock", of, account, resource] = parts.as_slice() else {
        return None;
    };
    if *of != region {
        return None;
    }
    match resource.split_once('/')? {
        ("foundation-model", id) if account.is_empty() => model(id),
        ("inference-profile", id) if *account == call.caller.account => system(id),
        ("application-inference-profile", _) if *account == call.caller.account => {
            let profile = call.cloud.read().profiles.get(id)?.clone();
            let (route, model) = match &profile.source {
                Source::Model(id) => (None, catalogue.model_anywhere(id)?),
                Source::Profile(id) => {
                    let (route, model) = catalogue.profile(id, region)?;
                    (Some(route), model)
                }
            };
            Some(Named::Application(profile, route, model))
        }
        _ => None,
    }
}

/// Whether the caller may do this to that ARN.
pub(super) fn allow(call: &Call<'_>, action: &str, resource: &str, context: Context) -> Result<(), ApiError> {
    call.caller.may(Ask { action, resource }, context, None).map_err(|denied| {
        ApiError::forbidden("AccessDeniedException", denied.message(call.caller, action, Some(resource)))
    })
}

/// Every ARN has to be allowed; the refusal names the first that is not.
fn authorize(call: &Call<'_>, named: &Named<'_>, action: &str) -> Result<(), ApiError> {
    let source = call.origin.region.as_str();
    let base = call.caller.context(call.origin);
    let (profile, context) = match named {
        Named::Model(model) => return allow(call, action, &model.arn(source), base),
        Named::System(profile, _) => (profile.arn(source, &call.caller.account), base.clone()),
        Named::Application(profile, _, _) => (profile.arn.clone(), tagged(base.clone(), profile)),
    };
    allow(call, action, &profile, context)?;
    let regions = named.route().map_or_else(|| vec![source], |route| route.reaches(source));
    for region in regions {
        let requested = if region.is_empty() { "unspecified" } else { region };
        let context = base
            .clone()
            .with("aws:RequestedRegion", requested)
            .with("bedrock:InferenceProfileArn", profile.clone());
        allow(call, action, &named.model().arn(region), context)?;
    }
    Ok(())
}

/// The condition keys of a resource's tags.
pub(super) fn tagged(context: Context, profile: &ApplicationProfile) -> Context {
    profile
        .tags
        .iter()
        .fold(context, |context, (key, value)| context.with(&format!("aws:ResourceTag/{key}"), value.clone()))
}

#[cfg(test)]
mod tests {
    use super::is_model_id;

    #[test]
    fn ids_fit_the_models_pattern() {
        for id in [
            "amazon.nova-micro-v1:0",
            "a",
            "my_name",
            "arn:aws:s3:::bucket",
            "arn:aws:bedrock:us-east-1::foundation-model/a.b-c",
        ] {
            assert!(is_model_id(id), "{id}");
        }
        for id in ["", "é", "a b", "a/b", "a__b", "_a", "model?"] {
            assert!(!is_model_id(id), "{id}");
        }
    }
}
