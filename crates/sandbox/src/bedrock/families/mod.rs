//! Request and response bodies, a file per family of models.

mod additional;
mod anthropic;
mod anthropic_content;
mod cohere_embed;
mod llama;
mod mistral;
mod nova;
mod openai;
mod rerank;
mod titan_embed;

pub(super) use additional::check_additional;
use rerank::Maker;
pub(super) use rerank::rank;

use super::answer::{Prompt, Reply};
use super::catalogue::{Family, Model};
use super::schema::{Checker, Node};
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

/// Reads a chat model's own body.
pub(super) fn read_chat(model: &Model, body: &Value) -> Result<Prompt, ApiError> {
    let prompt = match model.family {
        Family::Nova => nova::read(model, body)?,
        Family::Anthropic => anthropic::read(model, body)?,
        Family::Llama => llama::read(model, body)?,
        Family::Mistral => mistral::read(model, body)?,
        Family::OpenAi => openai::read(body)?,
        Family::TitanEmbedV1
        | Family::TitanEmbed
        | Family::CohereEmbed
        | Family::CohereEmbedV4
        | Family::CohereRerank
        | Family::AmazonRerank => return Err(ApiError::invalid("The model is unsupported for streaming.")),
    };
    match model.context.filter(|most| prompt.tokens() > *most) {
        None => Ok(prompt),
        Some(most) => Err(ApiError::invalid(too_long(model, prompt.tokens(), most))),
    }
}

/// Of more than a model reads.
pub(super) fn too_long(model: &Model, count: usize, most: usize) -> String {
    match model.family {
        Family::Anthropic => format!("prompt is too long: {count} tokens > {most} maximum"),
        _ => "Input is too long for requested model.".to_owned(),
    }
}

/// Answers a body of the model's family.
pub(super) fn invoke(model: &Model, body: &Value) -> Result<Output, ApiError> {
    let whole = match model.family {
        Family::Nova => nova::whole,
        Family::Anthropic => anthropic::whole,
        Family::Llama => llama::whole,
        Family::Mistral => mistral::whole,
        Family::OpenAi => openai::whole,
        Family::TitanEmbedV1 => return titan_embed::invoke_v1(body),
        Family::TitanEmbed => return titan_embed::invoke(body),
        Family::CohereEmbed => return cohere_embed::invoke(body),
        Family::CohereEmbedV4 => return cohere_embed::invoke_v4(body),
        Family::CohereRerank => return rerank::invoke(body, Maker::Cohere),
        Family::AmazonRerank => return rerank::invoke(body, Maker::Amazon),
    };
    let reply = read_chat(model, body)?.answer(&model.name);
    Ok(Output::of_reply(whole(model, &reply), &reply))
}

/// Answers in the chunks of the model's own stream; usage stands in the last one.
pub(super) fn invoke_stream(model: &Model, body: &Value) -> Result<Vec<Value>, ApiError> {
    let chunks = match model.family {
        Family::Nova => nova::chunks,
        Family::Anthropic => anthropic::chunks,
        Family::Llama => llama::chunks,
        Family::Mistral => mistral::chunks,
        _ => openai::chunks,
    };
    let reply = read_chat(model, body)?.answer(&model.name);
    let mut chunks = chunks(model, &reply);
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

/// The most tokens that an answer of the model may have.
fn most_output(model: &Model) -> u64 {
    model.most_output.and_then(|most| u64::try_from(most).ok()).unwrap_or(u64::MAX)
}

/// Numbers that may be there, each within its bounds.
fn check_numbers(check: &mut Checker, root: &Node<'_>, bounds: &[(&str, f64, f64)]) {
    for (key, min, max) in bounds {
        if let Some(node) = root.get(key) {
            check.number(&node, *min, *max);
        }
    }
}

/// A list of texts that end an answer.
fn stop_sequences(check: &mut Checker, root: &Node<'_>, key: &str, most: usize) -> Vec<String> {
    let mut stops = Vec::new();
    if let Some(node) = root.get(key) {
        for stop in check.array(&node, 0, most) {
            stops.extend(check.string(&stop, 1, usize::MAX).map(str::to_owned));
        }
    }
    stops
}
