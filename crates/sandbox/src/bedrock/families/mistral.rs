//! Mistral's text completion.
//! Source: "Mistral AI text completion", inference parameters, Bedrock User Guide.

use super::{check_numbers, most_output, stop_sequences};
use crate::bedrock::answer::{Prompt, Reply, Stop};
use crate::bedrock::catalogue::Model;
use crate::bedrock::schema::{Checker, Node, Style};
use crate::error::ApiError;
use serde_json::{Value, json};

/// What an answer has where nothing else is asked.
const DEFAULT_LENGTH: usize = 512;
const MOST_STOPS: usize = 10;

pub(super) fn read(model: &Model, body: &Value) -> Result<Prompt, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let root = Node::root(body);
    check.object(&root, &["prompt"], &["max_tokens", "stop", "temperature", "top_p", "top_k"]);
    let text = root.get("prompt").and_then(|node| check.string(&node, 1, usize::MAX)).unwrap_or_default();
    check_numbers(&mut check, &root, &[("temperature", 0.0, 1.0), ("top_p", 0.0, 1.0)]);
    if let Some(node) = root.get("top_k") {
        check.integer(&node, 1, 200);
    }
    let most = root.get("max_tokens").map(|node| check.integer(&node, 1, most_output(model)));
    let stop_sequences = stop_sequences(&mut check, &root, "stop", MOST_STOPS);
    check.end()?;
    Ok(Prompt {
        everything: text.to_owned(),
        last: text.to_owned(),
        max_tokens: most.flatten().or(Some(DEFAULT_LENGTH)),
        stop_sequences,
        ..Prompt::default()
    })
}

pub(super) fn whole(_: &Model, reply: &Reply) -> Value {
    json!({ "outputs": [{ "text": reply.text(), "stop_reason": stop_reason(reply) }] })
}

pub(super) fn chunks(_: &Model, reply: &Reply) -> Vec<Value> {
    let mut chunks: Vec<Value> = reply
        .pieces
        .iter()
        .map(|piece| json!({ "outputs": [{ "text": piece, "stop_reason": null }] }))
        .collect();
    chunks.push(json!({ "outputs": [{ "text": "", "stop_reason": stop_reason(reply) }] }));
    chunks
}

fn stop_reason(reply: &Reply) -> &'static str {
    if reply.stop == Stop::MaxTokens { "length" } else { "stop" }
}
