//! The models of a key: those that are selected on it, or all of its provider type in its region.

use super::super::admission::{bearer, known};
use super::super::json;
use super::super::keys::{Key, ProviderType};
use super::super::refusal::Refusal;
use crate::bedrock::catalogue::Family;
use crate::cloud::Cloud;
use crate::wire::request::Incoming;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

pub(in crate::gateway) fn list(cloud: &Cloud, request: &Incoming) -> Result<Response<Body>, Refusal> {
    let key = of_surface(cloud, request)?;
    let data: Vec<Value> = ids(cloud, &key).iter().map(|id| shown(id)).collect();
    Ok(json(&json!({ "object": "list", "data": data })))
}

pub(in crate::gateway) fn get(
    cloud: &Cloud,
    request: &Incoming,
    id: &str,
) -> Result<Response<Body>, Refusal> {
    let key = of_surface(cloud, request)?;
    let id = percent_decode_str(id).decode_utf8_lossy();
    if ids(cloud, &key).iter().any(|known| *known == id) {
        return Ok(json(&shown(&id)));
    }
    let message = format!("the model `{id}` does not exist or is not selected on the API key");
    Err(Refusal::new(StatusCode::NOT_FOUND, "ResourceNotFoundException", message))
}

/// Both provider types that OpenAI's surface has are asked for their models here.
fn of_surface(cloud: &Cloud, request: &Incoming) -> Result<Key, Refusal> {
    let key = known(cloud, bearer(request))?;
    match key.values.provider_type {
        ProviderType::Bedrock | ProviderType::BedrockEmbeddings => Ok(key),
        other => {
            let message =
                format!("the API key's provider type is `{}`, which has another base URL", other.name());
            Err(Refusal::forbidden(message))
        }
    }
}

fn ids(cloud: &Cloud, key: &Key) -> Vec<String> {
    if let Some(selected) = &key.values.models {
        return selected.clone();
    }
    let fits = |family: Family| match key.values.provider_type {
        ProviderType::BedrockEmbeddings => {
            matches!(
                family,
                Family::TitanEmbedV1 | Family::TitanEmbed | Family::CohereEmbed | Family::CohereEmbedV4
            )
        }
        _ => family.is_chat(),
    };
    let (catalogue, region) = (&cloud.catalogue, key.values.aws_region.as_str());
    let models = catalogue.models(region).filter(|model| model.is_on_demand(region) && fits(model.family));
    let profiles = catalogue
        .profiles(region)
        .filter(|profile| catalogue.model_anywhere(&profile.model).is_some_and(|model| fits(model.family)));
    models.map(|model| model.id.clone()).chain(profiles.map(|profile| profile.id.clone())).collect()
}

fn shown(id: &str) -> Value {
    let owner = id.split('.').find(|part| part.len() > 4).unwrap_or("bedrock");
    json!({ "id": id, "object": "model", "created": 0, "owned_by": owner })
}
