//! Anthropic's Messages API.

use super::Output;
use crate::bedrock::answer::{Prompt, Reply, Stop};
use crate::bedrock::catalogue::Model;
use crate::bedrock::schema::{Checker, Node, Style};
use crate::error::ApiError;
use crate::ids;
use serde_json::{Value, json};

const VERSION: &str = "bedrock-2023-05-31";
const OPTIONAL: &[&str] = &[
    "system",
    "temperature",
    "top_p",
    "top_k",
    "stop_sequences",
    "tools",
    "tool_choice",
    "thinking",
    "metadata",
    "anthropic_beta",
];

pub(super) fn invoke(model: &Model, body: &Value) -> Result<Output, ApiError> {
    let reply = read(body)?.answer(&model.name);
    let mut message = message(model);
    if let Some(message) = message.as_object_mut() {
        message.insert("content".into(), json!([{ "type": "text", "text": reply.text() }]));
        message.insert("stop_reason".into(), stop_reason(&reply).into());
        message.insert("stop_sequence".into(), stop_sequence(&reply));
        message.insert("usage".into(), usage(&reply));
    }
    Ok(Output::of_reply(message, &reply))
}

pub(super) fn invoke_stream(model: &Model, body: &Value) -> Result<(Vec<Value>, Reply), ApiError> {
    let reply = read(body)?.answer(&model.name);
    let mut start = message(model);
    if let Some(start) = start.as_object_mut() {
        start.insert("content".into(), json!([]));
        start.insert("stop_reason".into(), Value::Null);
        start.insert("stop_sequence".into(), Value::Null);
        start.insert("usage".into(), json!({ "input_tokens": reply.input_tokens, "output_tokens": 1 }));
    }
    let mut chunks = vec![
        json!({ "type": "message_start", "message": start }),
        json!({ "type": "content_block_start", "index": 0, "content_block": { "type": "text", "text": "" } }),
    ];
    chunks.extend(reply.pieces.iter().map(|piece| {
        json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "text_delta", "text": piece } })
    }));
    chunks.push(json!({ "type": "content_block_stop", "index": 0 }));
    chunks.push(json!({
        "type": "message_delta",
        "delta": { "stop_reason": stop_reason(&reply), "stop_sequence": stop_sequence(&reply) },
        "usage": { "output_tokens": reply.output_tokens },
    }));
    chunks.push(json!({ "type": "message_stop" }));
    Ok((chunks, reply))
}

fn read(body: &Value) -> Result<Prompt, ApiError> {
    let mut check = Checker::new(Style::Anthropic);
    let mut prompt = Prompt::default();
    let root = Node::root(body);
    check.object(&root, &["anthropic_version", "max_tokens", "messages"], OPTIONAL);
    if let Some(node) = root.get("anthropic_version") {
        check.one_of(&node, &[VERSION]);
    }
    prompt.max_tokens = root.get("max_tokens").and_then(|node| check.integer(&node, 1, u64::MAX));
    for node in ["temperature", "top_p"].iter().filter_map(|key| root.get(key)) {
        check.number(&node, 0.0, 1.0);
    }
    if let Some(node) = root.get("top_k") {
        check.integer(&node, 0, u64::MAX);
    }
    if let Some(node) = root.get("stop_sequences") {
        for stop in check.array(&node, 0, usize::MAX) {
            prompt.stop_sequences.extend(check.string(&stop, 1, usize::MAX).map(str::to_owned));
        }
    }
    if let Some(node) = root.get("system") {
        prompt.everything.push_str(&read_content(&mut check, &node));
    }
    if let Some(node) = root.get("messages") {
        read_messages(&mut check, &node, &mut prompt);
    }
    check.end()?;
    Ok(prompt)
}

fn read_messages(check: &mut Checker, node: &Node<'_>, prompt: &mut Prompt) {
    let messages = check.array(node, 0, usize::MAX);
    if messages.is_empty() && node.value.is_array() {
        check.refuse(node, "at least one message is required");
    }
    for (at, message) in messages.iter().enumerate() {
        check.object(message, &["role", "content"], &[]);
        if let Some(role) = message.get("role") {
            let role = check.one_of(&role, &["user", "assistant"]);
            if at == 0 && role == Some("assistant") {
                check.refuse(node, "first message must use the \"user\" role");
            }
        }
        if let Some(content) = message.get("content") {
            prompt.last = read_content(check, &content);
            if prompt.last.is_empty() && content.value.is_string() {
                check.refuse(message, "user messages must have non-empty content");
            }
            prompt.everything.push_str(&prompt.last);
        }
    }
}

/// A text, or a list of blocks of which those of type `text` count.
fn read_content(check: &mut Checker, node: &Node<'_>) -> String {
    if let Some(text) = node.value.as_str() {
        return text.to_owned();
    }
    let mut all = String::new();
    for block in check.array(node, 1, usize::MAX) {
        let Some(kind) = block.get("type") else {
            check.refuse(&block, "type: Field required");
            continue;
        };
        if check.string(&kind, 1, usize::MAX) == Some("text") {
            match block.get("text") {
                Some(text) => all.push_str(check.string(&text, 1, usize::MAX).unwrap_or_default()),
                None => check.refuse(&block, "text: Field required"),
            }
        }
    }
    all
}

/// A message without what only its end can tell.
fn message(model: &Model) -> Value {
    let id: String = ids::request_id().chars().filter(|c| *c != '-').take(24).collect();
    let name = model.id.trim_start_matches("anthropic.");
    let name = name.rsplit_once("-v").map_or(name, |(name, _)| name);
    json!({ "model": name, "id": format!("msg_bdrk_{id}"), "type": "message", "role": "assistant" })
}

fn stop_reason(reply: &Reply) -> &'static str {
    match reply.stop {
        Stop::EndTurn => "end_turn",
        Stop::MaxTokens => "max_tokens",
        Stop::Sequence(_) => "stop_sequence",
    }
}

fn stop_sequence(reply: &Reply) -> Value {
    match &reply.stop {
        Stop::Sequence(sequence) => json!(sequence),
        Stop::EndTurn | Stop::MaxTokens => Value::Null,
    }
}

fn usage(reply: &Reply) -> Value {
    json!({
        "input_tokens": reply.input_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": reply.output_tokens,
    })
}
