//! OpenAI's surface: chat completions through Bedrock's Converse, embeddings, and the list of models.

mod answer;
mod chat;
mod chunks;
mod embeddings;
mod models;
mod tools;

pub(super) use chat::complete as chat;
pub(super) use embeddings::embed as embeddings;
pub(super) use models::{get as model, list as models};

use super::refusal::Refusal;
use serde_json::{Map, Value};

/// The model of a request.
fn named_model(fields: &Map<String, Value>) -> Result<&str, Refusal> {
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
