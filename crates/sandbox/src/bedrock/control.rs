//! Bedrock's lists: what a region has.

use super::catalogue::{Model, Profile};
use crate::caller::Ask;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Number, Pattern, Text, Violations};
use crate::wire::reply::Answer;
use aws_smithy_types::base64;
use serde_json::{Value, json};

const PROVIDER: Text = Text {
    min: 0,
    max: usize::MAX,
    pattern: Some(Pattern {
        shown: "[A-Za-z0-9- ]{1,63}",
        accepts: |text| {
            (1..=63).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || "- ".contains(c))
        },
    }),
};
const NEXT_TOKEN: Text = Text {
    min: 1,
    max: 2048,
    pattern: Some(Pattern { shown: r"\S*", accepts: |text| !text.contains(char::is_whitespace) }),
};
const MAX_RESULTS: Number = Number { min: 1.0, max: 1000.0 };

/// Neither list has a resource to name: the policy has to allow `*`.
fn authorize(call: &Call<'_>, action: &str) -> Result<(), ApiError> {
    let context = call.caller.context(call.origin);
    call.caller.may(Ask { action, resource: "*" }, context, None).map_err(|denied| {
        ApiError::forbidden("AccessDeniedException", denied.message(call.caller, action, None))
    })
}

pub(super) fn list_foundation_models(call: &Call<'_>) -> Result<Answer, ApiError> {
    let form = call.form;
    let (provider, modality) = (form.get("byProvider"), form.get("byOutputModality"));
    let (inference, customization) = (form.get("byInferenceType"), form.get("byCustomizationType"));
    let mut violations = Violations::default();
    violations.optional("byProvider", provider, PROVIDER);
    violations.one_of(
        "byCustomizationType",
        customization,
        &["FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"],
    );
    violations.one_of("byOutputModality", modality, &["TEXT", "IMAGE", "EMBEDDING"]);
    violations.one_of("byInferenceType", inference, &["ON_DEMAND", "PROVISIONED"]);
    violations.message().map_or(Ok(()), |message| Err(ApiError::invalid(message)))?;
    authorize(call, "bedrock:ListFoundationModels")?;

    let region = call.origin.region.as_str();
    let wanted = |model: &&Model| {
        provider.is_none_or(|provider| model.provider.eq_ignore_ascii_case(provider))
            && modality.is_none_or(|modality| model.output.iter().any(|output| output == modality))
            && inference.is_none_or(|inference| inference_types(call, model).contains(&inference))
            // None of the catalogue's models is offered for customization.
            && customization.is_none()
    };
    let models = call.cloud.catalogue.models(region).filter(wanted);
    let summaries: Vec<Value> = models.map(|model| summary(call, model)).collect();
    Ok(Answer::json(json!({ "modelSummaries": summaries })))
}

fn inference_types(call: &Call<'_>, model: &Model) -> Vec<&'static str> {
    let region = call.origin.region.as_str();
    let on_demand = model.is_on_demand(region).then_some("ON_DEMAND");
    let profile = call.cloud.catalogue.has_profile_for(model, region).then_some("INFERENCE_PROFILE");
    on_demand.into_iter().chain(profile).collect()
}

fn summary(call: &Call<'_>, model: &Model) -> Value {
    json!({
        "modelArn": model.arn(&call.origin.region),
        "modelId": model.id,
        "modelName": model.name,
        "providerName": model.provider,
        "inputModalities": model.input,
        "outputModalities": model.output,
        "responseStreamingSupported": model.streaming,
        "customizationsSupported": [],
        "inferenceTypesSupported": inference_types(call, model),
        "modelLifecycle": { "status": model.status, "startOfLifeTime": midnight(&model.since) },
    })
}

pub(super) fn list_inference_profiles(call: &Call<'_>) -> Result<Answer, ApiError> {
    const DEFAULT: usize = 100;
    let form = call.form;
    // The SDKs send the service model's `typeEquals` under the name `type`.
    let (kind, token) = (form.get("type"), form.get("nextToken"));
    let size = call.integer("maxResults").map_err(|error| ApiError::invalid(error.message))?;
    let mut violations = Violations::default();
    if let Some(size) = size {
        violations.integer("maxResults", size, MAX_RESULTS);
    }
    violations.optional("nextToken", token, NEXT_TOKEN);
    violations.one_of("typeEquals", kind, &["SYSTEM_DEFINED", "APPLICATION"]);
    violations.message().map_or(Ok(()), |message| Err(ApiError::invalid(message)))?;
    authorize(call, "bedrock:ListInferenceProfiles")?;

    let size = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(DEFAULT);
    let start = token.map(read_token).transpose()?.unwrap_or(0);
    let region = call.origin.region.as_str();
    // No account of the sandbox has application profiles.
    let all = call.cloud.catalogue.profiles(region).filter(|_| kind != Some("APPLICATION"));
    let mut rest = all.skip(start).peekable();
    let page: Vec<Value> = rest.by_ref().take(size).map(|profile| profile_summary(call, profile)).collect();
    let mut answer = json!({ "inferenceProfileSummaries": page });
    if let (Some(_), Some(answer)) = (rest.peek(), answer.as_object_mut()) {
        let next = base64::encode((start + size).to_string());
        answer.insert("nextToken".into(), next.into());
    }
    Ok(Answer::json(answer))
}

fn read_token(token: &str) -> Result<usize, ApiError> {
    base64::decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok())
        .ok_or_else(|| ApiError::invalid("The provided nextToken is invalid."))
}

fn profile_summary(call: &Call<'_>, profile: &Profile) -> Value {
    let region = call.origin.region.as_str();
    let model = |there: &str| format!("arn:aws:bedrock:{there}::foundation-model/{}", profile.model);
    let models: Vec<Value> =
        profile.reaches(region).into_iter().map(|there| json!({ "modelArn": model(there) })).collect();
    json!({
        "inferenceProfileName": profile.name,
        "description": format!("Routes requests to {}.", profile.name),
        "createdAt": midnight(&profile.created),
        "updatedAt": midnight(&profile.created),
        "inferenceProfileArn": profile.arn(region, &call.caller.account),
        "models": models,
        "inferenceProfileId": profile.id,
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
    })
}

fn midnight(day: &str) -> String {
    format!("{day}T00:00:00Z")
}
