//! OpenAI's surface: chat completions through Bedrock's Converse, embeddings, and the list of models.

mod answer;
mod chat;
mod chunks;
mod embeddings;
mod models;
mod tools;

use super::admission::{bearer, known};
use super::refusal::Refusal;
use crate::cloud::Cloud;
use crate::wire::request::Incoming;
use axum::body::Body;
use axum::http::Response;
use serde_json::{Map, Value};

pub(super) async fn answer(cloud: &Cloud, request: &Incoming, path: &str) -> Result<Response<Body>, Refusal> {
    match (request.method.as_str(), path) {
        ("POST", "chat/completions") => chat::complete(cloud, request).await,
        ("POST", "embeddings") => embeddings::embed(cloud, request).await,
        ("GET", "models") => models::list(cloud, request),
        ("GET", path) if path.starts_with("models/") => {
            models::get(cloud, request, path.trim_start_matches("models/"))
        }
        (_, path) => {
            // Who has no key is not told what there is.
            known(cloud, bearer(request))?;
            Err(Refusal::unknown(&request.method, path))
        }
    }
}

/// The model of a request.
fn model(fields: &Map<String, Value>) -> Result<&str, Refusal> {
    fields
        .get("model")
        .and_then(Value::as_str)
        .filter(|model| !model.is_empty())
        .ok_or_else(|| Refusal::field("model", "you must provide a model parameter"))
}

/// What is not served is refused, not passed over; a `null` says nothing.
fn refuse_unknown(fields: &Map<String, Value>, known: &[&str]) -> Result<(), Refusal> {
    match fields.iter().find(|(name, value)| !known.contains(&name.as_str()) && !value.is_null()) {
        None => Ok(()),
        Some((name, _)) => {
            Err(Refusal::invalid(format!("the gateway does not serve the parameter `{name}`")))
        }
    }
}
