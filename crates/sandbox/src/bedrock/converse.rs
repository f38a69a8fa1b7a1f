//! Converse and ConverseStream: one shape of conversation for every chat model.

use super::answer::{Prompt, Reply};
use super::catalogue::Family;
use super::families::nova::{stop_reason, usage};
use super::frames;
use super::resolve::{Delivery, callable_model};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Number, Violations};
use crate::wire::reply::Answer;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The members that the sandbox reads; others are passed over, as a model may.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    messages: Option<Vec<Message>>,
    system: Option<Vec<Map<String, Value>>>,
    inference_config: Option<InferenceConfig>,
}

#[derive(Deserialize)]
struct Message {
    role: Option<String>,
    content: Option<Vec<Map<String, Value>>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct InferenceConfig {
    max_tokens: Option<i64>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    stop_sequences: Option<Vec<String>>,
}

/// The kinds of content that the service model knows.
const CONTENT: &[&str] = &[
    "text",
    "image",
    "document",
    "video",
    "audio",
    "toolUse",
    "toolResult",
    "guardContent",
    "cachePoint",
    "reasoningContent",
    "citationsContent",
    "searchResult",
    "toolAddition",
    "toolRemoval",
];
const MOST_STOP_SEQUENCES: usize = 2500;

pub(super) fn converse(call: &Call<'_>) -> Result<Answer, ApiError> {
    let reply = reply(call, Delivery::Whole)?;
    Ok(Answer::json(json!({
        "output": { "message": { "role": "assistant", "content": [{ "text": reply.text() }] } },
        "stopReason": stop_reason(&reply),
        "usage": usage(&reply),
        "metrics": { "latencyMs": reply.latency_millis() },
    })))
}

pub(super) fn converse_stream(call: &Call<'_>) -> Result<Answer, ApiError> {
    let reply = reply(call, Delivery::Stream)?;
    let mut events = vec![("messageStart", json!({ "role": "assistant" }))];
    events.extend(
        reply.pieces.iter().map(|piece| {
            ("contentBlockDelta", json!({ "delta": { "text": piece }, "contentBlockIndex": 0 }))
        }),
    );
    events.push(("contentBlockStop", json!({ "contentBlockIndex": 0 })));
    events.push(("messageStop", json!({ "stopReason": stop_reason(&reply) })));
    let metrics = json!({ "latencyMs": reply.latency_millis() });
    events.push(("metadata", json!({ "usage": usage(&reply), "metrics": metrics })));
    Ok(Answer::Stream(frames::encode(events)?, Vec::new()))
}

fn reply(call: &Call<'_>, delivery: Delivery) -> Result<Reply, ApiError> {
    let body = if call.request.body.is_empty() { b"{}" } else { call.request.body.as_ref() };
    let input: Input = serde_json::from_slice(body)
        .map_err(|error| ApiError::bad_request("SerializationException", error.to_string()))?;
    let prompt = check_shape(&input)?;
    let model = callable_model(call, delivery)?;
    if !matches!(model.family, Family::Nova | Family::Anthropic) {
        return Err(ApiError::invalid(
            "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
        ));
    }
    check_conversation(&input)?;
    Ok(prompt.answer(&model.name))
}

/// The service model's own constraints.
fn check_shape(input: &Input) -> Result<Prompt, ApiError> {
    let mut violations = Violations::default();
    let mut prompt = Prompt::default();
    for (number, message) in (1..).zip(input.messages.iter().flatten()) {
        let role = format!("messages.{number}.member.role");
        match &message.role {
            None => violations.missing(&role),
            Some(_) => violations.one_of(&role, message.role.as_deref(), &["user", "assistant", "system"]),
        }
        match &message.content {
            None => violations.missing(&format!("messages.{number}.member.content")),
            Some(content) => prompt.last = read_content(content, CONTENT)?,
        }
        prompt.everything.push_str(&prompt.last);
    }
    for block in input.system.iter().flatten() {
        let text = read_content(std::slice::from_ref(block), &["text", "guardContent", "cachePoint"])?;
        prompt.everything.push_str(&text);
    }
    if let Some(config) = &input.inference_config {
        check_config(config, &mut violations);
        prompt.max_tokens = config.max_tokens.and_then(|most| usize::try_from(most).ok());
        prompt.stop_sequences = config.stop_sequences.clone().unwrap_or_default();
    }
    violations.message().map_or(Ok(prompt), |message| Err(ApiError::invalid(message)))
}

fn check_config(config: &InferenceConfig, violations: &mut Violations) {
    if let Some(most) = config.max_tokens {
        let rule = Number { min: 1.0, max: f64::from(i32::MAX) };
        violations.integer("inferenceConfig.maxTokens", most, rule);
    }
    let fraction = Number { min: 0.0, max: 1.0 };
    if let Some(temperature) = config.temperature {
        violations.number("inferenceConfig.temperature", temperature, fraction);
    }
    if let Some(top_p) = config.top_p {
        violations.number("inferenceConfig.topP", top_p, fraction);
    }
    let stops = config.stop_sequences.as_deref().unwrap_or_default();
    violations.length(
        "inferenceConfig.stopSequences",
        "[stopSequences]",
        stops.len(),
        0,
        MOST_STOP_SEQUENCES,
    );
    for (number, stop) in (1..).zip(stops) {
        let path = format!("inferenceConfig.stopSequences.{number}.member");
        violations.length(&path, stop, stop.len(), 1, usize::MAX);
    }
}

/// The text of some content blocks: each is a union, one known member.
fn read_content(blocks: &[Map<String, Value>], known: &[&str]) -> Result<String, ApiError> {
    let refuse = |why: String| Err(ApiError::bad_request("SerializationException", why));
    let mut text = String::new();
    for block in blocks {
        let mut members = block.iter();
        let (Some((kind, value)), None) = (members.next(), members.next()) else {
            return refuse("Unions must contain exactly one member.".into());
        };
        match (kind.as_str(), value) {
            ("text", Value::String(value)) => text.push_str(value),
            ("text", _) => return refuse("Expected a string at text.".into()),
            (kind, Value::Object(_)) if known.contains(&kind) => {}
            (kind, _) => return refuse(format!("Unrecognized union member: {kind}")),
        }
    }
    Ok(text)
}

/// What a conversation must be, beyond its shape.
fn check_conversation(input: &Input) -> Result<(), ApiError> {
    let messages = input.messages.as_deref().unwrap_or_default();
    if messages.first().and_then(|first| first.role.as_deref()) != Some("user") {
        return Err(ApiError::invalid(
            "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
        ));
    }
    let mut before = None;
    for (at, message) in messages.iter().enumerate() {
        if before == Some(&message.role) {
            return Err(ApiError::invalid(
                "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
            ));
        }
        before = Some(&message.role);
        let content = message.content.as_deref().unwrap_or_default();
        if content.is_empty() {
            return Err(ApiError::invalid(format!(
                "The content field in the Message object at messages.{at} is empty. Add a ContentBlock object to the content field and try again."
            )));
        }
        let blank = |block: &Map<String, Value>| {
            block.get("text").and_then(Value::as_str).is_some_and(|text| text.trim().is_empty())
        };
        if let Some(block) = content.iter().position(blank) {
            return Err(ApiError::invalid(format!(
                "The text field in the ContentBlock object at messages.{at}.content.{block} is blank. Add text to the text field, and try again."
            )));
        }
    }
    Ok(())
}
