//! Request and response bodies, a file per family of models.

mod anthropic;
mod cohere_embed;
pub(super) mod nova;
mod rerank;
mod titan_embed;

use super::answer::Reply;
use super::catalogue::{Family, Model};
use crate::error::ApiError;
use serde_json::{Value, json};

/// What InvokeModel answers.
pub(super) struct Output {
    pub(super) body: Value,
    pub(super) input_tokens: usize,
    pub(super) output_tokens: usize,
    pub(super) latency_millis: usize,
}

impl Output {
    /// Of a chat.
    fn of_reply(body: Value, reply: &Reply) -> Self {
        Self {
            body,
            input_tokens: reply.input_tokens,
            output_tokens: reply.output_tokens,
            latency_millis: reply.latency_millis(),
        }
    }

    /// Of a model that writes no text.
    fn without_text(body: Value, input_tokens: usize) -> Self {
        Self { body, input_tokens, output_tokens: 0, latency_millis: 40 + input_tokens }
    }
}

/// Answers a body of the model's family.
pub(super) fn invoke(model: &Model, body: &Value) -> Result<Output, ApiError> {
    match model.family {
        Family::Nova => nova::invoke(model, body),
        Family::Anthropic => anthropic::invoke(model, body),
        Family::TitanEmbed => titan_embed::invoke(body),
        Family::CohereEmbed => cohere_embed::invoke(body),
        Family::CohereRerank => rerank::invoke(body, rerank::Maker::Cohere),
        Family::AmazonRerank => rerank::invoke(body, rerank::Maker::Amazon),
    }
}

/// Answers in the chunks of the model's own stream; usage stands in the last one.
pub(super) fn invoke_stream(model: &Model, body: &Value) -> Result<Vec<Value>, ApiError> {
    let (mut chunks, reply) = match model.family {
        Family::Nova => nova::invoke_stream(model, body)?,
        Family::Anthropic => anthropic::invoke_stream(model, body)?,
        Family::TitanEmbed | Family::CohereEmbed | Family::CohereRerank | Family::AmazonRerank => {
            return Err(ApiError::invalid("The model is unsupported for streaming."));
        }
    };
    let metrics = json!({
        "inputTokenCount": reply.input_tokens,
        "outputTokenCount": reply.output_tokens,
        "invocationLatency": reply.latency_millis(),
        "firstByteLatency": reply.latency_millis() / 2,
    });
    if let Some(last) = chunks.last_mut().and_then(Value::as_object_mut) {
        last.insert("amazon-bedrock-invocationMetrics".into(), metrics);
    }
    Ok(chunks)
}
