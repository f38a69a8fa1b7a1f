//! Converse and ConverseStream: one shape of conversation for every chat model.

mod conversation;
mod media;
pub(super) mod shapes;
mod tools;

pub(super) use conversation::prompt;

use super::answer::{Prompt, Reply, Stop, ToolCall};
use super::catalogue::Model;
use super::families;
use super::frames;
use super::resolve::{CONVERSED, Delivery, callable_model};
use super::shape;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::wire::reply::Answer;
use serde_json::{Map, Value, json};

pub(super) fn converse(call: &Call<'_>) -> Result<Answer, ApiError> {
    let Turn { reply, input } = turn(call, Delivery::Whole)?;
    let mut answer = json!({
        "output": { "message": { "role": "assistant", "content": [content(&reply)] } },
        "stopReason": stop_reason(&reply),
        "usage": usage(&reply),
        "metrics": { "latencyMs": reply.latency_millis() },
    });
    if let (Some(fields), Some(answer)) = (response_fields(&input, &reply), answer.as_object_mut()) {
        answer.insert("additionalModelResponseFields".into(), fields);
    }
    Ok(Answer::json(answer))
}

pub(super) fn converse_stream(call: &Call<'_>) -> Result<Answer, ApiError> {
    let Turn { reply, input } = turn(call, Delivery::Stream)?;
    let mut events = vec![("messageStart", json!({ "role": "assistant" }))];
    if let Some(ToolCall { id, name, .. }) = &reply.call {
        let start = json!({ "toolUse": { "toolUseId": tool_use_id(id), "name": name } });
        events.push(("contentBlockStart", json!({ "start": start, "contentBlockIndex": 0 })));
    }
    events.extend(reply.pieces.iter().map(|piece| {
        let delta = match reply.call {
            Some(_) => json!({ "toolUse": { "input": piece } }),
            None => json!({ "text": piece }),
        };
        ("contentBlockDelta", json!({ "delta": delta, "contentBlockIndex": 0 }))
    }));
    events.push(("contentBlockStop", json!({ "contentBlockIndex": 0 })));
    let mut stop = json!({ "stopReason": stop_reason(&reply) });
    if let (Some(fields), Some(stop)) = (response_fields(&input, &reply), stop.as_object_mut()) {
        stop.insert("additionalModelResponseFields".into(), fields);
    }
    events.push(("messageStop", stop));
    let metrics = json!({ "latencyMs": reply.latency_millis() });
    events.push(("metadata", json!({ "usage": usage(&reply), "metrics": metrics })));
    Ok(Answer::Stream(frames::encode(events)?, Vec::new()))
}

struct Turn {
    reply: Reply,
    input: Value,
}

fn turn(call: &Call<'_>, delivery: Delivery) -> Result<Turn, ApiError> {
    let members = match delivery {
        Delivery::Whole => shapes::CONVERSE,
        Delivery::Stream => shapes::CONVERSE_STREAM,
    };
    let input = shape::read(&call.request.body, members)?;
    let model = callable_model(call, call.target, CONVERSED, delivery)?;
    if !model.family.is_chat() {
        return Err(ApiError::invalid(
            "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
        ));
    }
    refuse_unserved(&input)?;
    let prompt = prompt(&input, model, delivery)?;
    check_length(&prompt, model)?;
    Ok(Turn { reply: prompt.answer(&model.name), input })
}

/// What Converse offers and the sandbox does not: said plainly.
fn refuse_unserved(input: &Value) -> Result<(), ApiError> {
    let unserved = |what: &str| Err(ApiError::invalid(format!("The sandbox does not serve {what}.")));
    if input.get("guardrailConfig").is_some_and(|guardrail| !guardrail.is_null()) {
        // No account of the sandbox has a guardrail.
        return Err(ApiError::invalid(
            "The guardrail identifier or version provided in the request does not exist.",
        ));
    }
    for member in ["promptVariables", "outputConfig", "projectIdentifier"] {
        if input.get(member).is_some_and(|value| !value.is_null()) {
            return unserved(member);
        }
    }
    if input.pointer("/performanceConfig/latency").and_then(Value::as_str) == Some("optimized") {
        return unserved("performanceConfig with latency optimized");
    }
    match input.pointer("/serviceTier/type").and_then(Value::as_str) {
        None | Some("default") => Ok(()),
        Some(tier) => unserved(&format!("serviceTier with type {tier}")),
    }
}

/// No more than the model reads.
fn check_length(prompt: &Prompt, model: &Model) -> Result<(), ApiError> {
    match model.context.filter(|most| prompt.tokens() > *most) {
        None => Ok(()),
        Some(most) => Err(ApiError::invalid(families::too_long(model, prompt.tokens(), most))),
    }
}

fn content(reply: &Reply) -> Value {
    match &reply.call {
        None => json!({ "text": reply.text() }),
        Some(ToolCall { id, name, input }) => {
            json!({ "toolUse": { "toolUseId": tool_use_id(id), "name": name, "input": input } })
        }
    }
}

fn tool_use_id(id: &str) -> String {
    format!("tooluse_{id}")
}

pub(super) fn stop_reason(reply: &Reply) -> &'static str {
    match reply.stop {
        Stop::EndTurn => "end_turn",
        Stop::MaxTokens => "max_tokens",
        Stop::Sequence(_) => "stop_sequence",
        Stop::ToolUse => "tool_use",
    }
}

pub(super) fn usage(reply: &Reply) -> Value {
    json!({
        "inputTokens": reply.input_tokens,
        "outputTokens": reply.output_tokens,
        "totalTokens": reply.input_tokens + reply.output_tokens,
    })
}

/// Of the fields that a caller may ask for, the one that the sandbox has: `/stop_sequence`.
fn response_fields(input: &Value, reply: &Reply) -> Option<Value> {
    let paths = input.get("additionalModelResponseFieldPaths")?.as_array()?;
    let asked = paths.iter().any(|path| path.as_str() == Some("/stop_sequence"));
    let mut fields = Map::new();
    if let (true, Stop::Sequence(sequence)) = (asked, &reply.stop) {
        fields.insert("stop_sequence".into(), json!(sequence));
    }
    (!fields.is_empty()).then_some(Value::Object(fields))
}
