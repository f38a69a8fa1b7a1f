//! Foundation models: listed, looked at, and whether an account has them.

use super::{authorize, end, midnight};
use crate::bedrock::catalogue::Model;
use crate::bedrock::resolve::{Named, allow, find, unknown_model};
use crate::bedrock::shape::text;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Text, Violations};
use crate::wire::reply::Answer;
use serde_json::{Map, Value, json};

const PROVIDER: Text = text(0, usize::MAX, "[A-Za-z0-9- ]{1,63}", |text| {
    (1..=63).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "- ".contains(c))
});
const IDENTIFIER: Text = text(
    1,
    2048,
    "(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}::foundation-model/[a-z0-9-]{1,63}[.]{1}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2})|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.]?[a-z0-9-]{1,63})([:][a-z0-9-]{1,63}){0,2})",
    |text| match text.strip_prefix("arn:aws") {
        Some(arn) => arn
            .split_once("::foundation-model/")
            .is_some_and(|(head, id)| head.contains(":bedrock:") && is_id(id)),
        None => is_id(text),
    },
);
const ID: Text = text(
    0,
    140,
    "[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}(/[a-z0-9]{12}|)",
    is_id,
);

/// `provider.name`, with up to two versions behind colons.
fn is_id(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word.len() <= 126
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let mut colons = text.split(':');
    let name = colons.next().unwrap_or_default();
    let versions: Vec<&str> = colons.collect();
    name.contains('.') && name.split('.').all(word) && versions.len() <= 2 && versions.into_iter().all(word)
}

pub(in crate::bedrock) fn list_foundation_models(call: &Call<'_>) -> Result<Answer, ApiError> {
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
    end(call, violations)?;
    authorize(call, "bedrock:ListFoundationModels")?;

    let region = call.origin.region.as_str();
    let has = |set: &[String], wanted: Option<&str>| {
        wanted.is_none_or(|wanted| set.iter().any(|one| one == wanted))
    };
    let wanted = |model: &&Model| {
        provider.is_none_or(|provider| model.provider.eq_ignore_ascii_case(provider))
            && has(&model.output, modality)
            && has(&model.customizations, customization)
            && inference.is_none_or(|inference| inference_types(call, model).contains(&inference))
    };
    let models = call.cloud.catalogue.models(region).filter(wanted);
    let summaries: Vec<Value> = models.map(|model| details(call, model)).collect();
    Ok(Answer::json(json!({ "modelSummaries": summaries })))
}

pub(in crate::bedrock) fn get_foundation_model(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut violations = Violations::default();
    violations.required("modelIdentifier", Some(call.target), IDENTIFIER);
    end(call, violations)?;
    let Some(Named::Model(model)) = find(call, call.target) else { return Err(unknown_model()) };
    let arn = model.arn(&call.origin.region);
    allow(call, "bedrock:GetFoundationModel", &arn, call.caller.context(call.origin))?;
    Ok(Answer::json(json!({ "modelDetails": details(call, model) })))
}

/// Access is there for every model from the start, so only the region makes a difference.
pub(in crate::bedrock) fn get_foundation_model_availability(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut violations = Violations::default();
    violations.required("modelId", Some(call.target), ID);
    end(call, violations)?;
    authorize(call, "bedrock:GetFoundationModelAvailability")?;
    let catalogue = &call.cloud.catalogue;
    let model = catalogue.model_anywhere(call.target).ok_or_else(unknown_model)?;
    let here = catalogue.model(&model.id, &call.origin.region).is_some();
    Ok(Answer::json(json!({
        "modelId": model.id,
        "agreementAvailability": { "status": "AVAILABLE" },
        "authorizationStatus": "AUTHORIZED",
        "entitlementAvailability": "AVAILABLE",
        "regionAvailability": if here { "AVAILABLE" } else { "NOT_AVAILABLE" },
    })))
}

/// Live answers hold `INFERENCE_PROFILE`, which the service model's enum lacks.
fn inference_types(call: &Call<'_>, model: &Model) -> Vec<&'static str> {
    let region = call.origin.region.as_str();
    let on_demand = model.is_on_demand(region).then_some("ON_DEMAND");
    let profile = call.cloud.catalogue.has_profile_for(model, region).then_some("INFERENCE_PROFILE");
    on_demand.into_iter().chain(profile).collect()
}

fn details(call: &Call<'_>, model: &Model) -> Value {
    let mut lifecycle = Map::new();
    lifecycle.insert("status".into(), json!(model.status));
    for (key, day) in [("startOfLifeTime", &model.since), ("legacyTime", &model.legacy)] {
        if let Some(day) = day {
            lifecycle.insert(key.into(), json!(midnight(day)));
        }
    }
    json!({
        "modelArn": model.arn(&call.origin.region),
        "modelId": model.id,
        "modelName": model.name,
        "providerName": model.provider,
        "inputModalities": model.input,
        "outputModalities": model.output,
        "responseStreamingSupported": model.streaming,
        "customizationsSupported": model.customizations,
        "inferenceTypesSupported": inference_types(call, model),
        "modelLifecycle": lifecycle,
    })
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_have_a_provider_a_name_and_versions() {
        for id in ["amazon.nova-micro-v1:0", "cohere.embed-english-v3", "a.b:1:2"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "nova", "amazon.", "Amazon.nova", "a.b:1:2:3", "a.b/c", "a b.c"] {
            assert!(!is_id(id), "{id}");
        }
    }
}
