//! OpenAI's gpt-oss: chat completions.
//! Source: "OpenAI models", inference parameters, Bedrock User Guide.

use super::{check_numbers, stop_sequences};
use crate::bedrock::answer::{Prompt, Reply, Stop};
use crate::bedrock::catalogue::Model;
use crate::bedrock::schema::{Checker, Node, Style};
use crate::clock::epoch_seconds;
use crate::error::ApiError;
use crate::ids;
use serde_json::{Value, json};
use std::time::SystemTime;

const OPTIONAL: &[&str] = &[
    "model",
    "max_completion_tokens",
    "max_tokens",
    "temperature",
    "top_p",
    "frequency_penalty",
    "presence_penalty",
    "stop",
    "stream",
    "seed",
    "reasoning_effort",
    "user",
    "n",
];
const MOST_STOPS: usize = 4;

pub(super) fn read(body: &Value) -> Result<Prompt, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let mut prompt = Prompt::default();
    let root = Node::root(body);
    check.object(&root, &["messages"], OPTIONAL);
    if let Some(node) = root.get("messages") {
        for message in check.array(&node, 1, usize::MAX) {
            check.object(&message, &["role", "content"], &["name"]);
            if let Some(role) = message.get("role") {
                check.one_of(&role, &["system", "developer", "user", "assistant"]);
            }
            if let Some(content) = message.get("content") {
                prompt.last = read_content(&mut check, &content);
                prompt.everything.push_str(&prompt.last);
            }
        }
    }
    let numbers = [
        ("temperature", 0.0, 2.0),
        ("top_p", 0.0, 1.0),
        ("frequency_penalty", -2.0, 2.0),
        ("presence_penalty", -2.0, 2.0),
    ];
    check_numbers(&mut check, &root, &numbers);
    for node in ["max_completion_tokens", "max_tokens"].iter().filter_map(|key| root.get(key)) {
        prompt.max_tokens = check.integer(&node, 1, u64::MAX);
    }
    if let Some(node) = root.get("n") {
        check.integer(&node, 1, 1);
    }
    if let Some(node) = root.get("seed") {
        check.integer(&node, 0, u64::MAX);
    }
    if let Some(node) = root.get("stream") {
        check.boolean(&node);
    }
    for node in ["model", "user"].iter().filter_map(|key| root.get(key)) {
        check.string(&node, 1, usize::MAX);
    }
    if let Some(node) = root.get("reasoning_effort") {
        check.one_of(&node, &["low", "medium", "high"]);
    }
    match root.get("stop").map(|node| node.value.as_str().map(str::to_owned)) {
        Some(Some(one)) => prompt.stop_sequences.push(one),
        Some(None) => prompt.stop_sequences = stop_sequences(&mut check, &root, "stop", MOST_STOPS),
        None => {}
    }
    check.end()?;
    prompt.stop_sequences.retain(|stop| !stop.is_empty());
    Ok(prompt)
}

/// A text, or a list of text parts.
fn read_content(check: &mut Checker, node: &Node<'_>) -> String {
    if let Some(text) = node.value.as_str() {
        return text.to_owned();
    }
    let mut all = String::new();
    for part in check.array(node, 1, usize::MAX) {
        check.object(&part, &["type", "text"], &[]);
        if let Some(kind) = part.get("type") {
            check.one_of(&kind, &["text"]);
        }
        if let Some(text) = part.get("text") {
            all.push_str(check.string(&text, 0, usize::MAX).unwrap_or_default());
        }
    }
    all
}

fn completion(model: &Model, object: &str, choice: &Value) -> Value {
    let id: String = ids::request_id().chars().filter(|c| *c != '-').collect();
    json!({
        "id": format!("chatcmpl-{id}"),
        "object": object,
        "created": epoch_seconds(SystemTime::now()),
        "model": model.id,
        "choices": [choice],
    })
}

pub(super) fn whole(model: &Model, reply: &Reply) -> Value {
    let choice = json!({
        "index": 0,
        "message": { "role": "assistant", "content": reply.text() },
        "finish_reason": finish_reason(reply),
    });
    let mut answer = completion(model, "chat.completion", &choice);
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("usage".into(), usage(reply));
    }
    answer
}

pub(super) fn chunks(model: &Model, reply: &Reply) -> Vec<Value> {
    let chunk = |delta: Value, finish: Value| {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": finish });
        completion(model, "chat.completion.chunk", &choice)
    };
    let mut chunks = vec![chunk(json!({ "role": "assistant", "content": "" }), Value::Null)];
    chunks.extend(reply.pieces.iter().map(|piece| chunk(json!({ "content": piece }), Value::Null)));
    chunks.push(chunk(json!({}), finish_reason(reply).into()));
    chunks
}

fn finish_reason(reply: &Reply) -> &'static str {
    if reply.stop == Stop::MaxTokens { "length" } else { "stop" }
}

fn usage(reply: &Reply) -> Value {
    json!({
        "prompt_tokens": reply.input_tokens,
        "completion_tokens": reply.output_tokens,
        "total_tokens": reply.input_tokens + reply.output_tokens,
    })
}
