//! Amazon Nova's `messages-v1`.

use super::Output;
use crate::bedrock::answer::{Prompt, Reply, Stop};
use crate::bedrock::catalogue::Model;
use crate::bedrock::schema::{Checker, Node, Style};
use crate::error::ApiError;
use serde_json::{Value, json};

const SCHEMA: &str = "messages-v1";

pub(super) fn invoke(model: &Model, body: &Value) -> Result<Output, ApiError> {
    let reply = read(body)?.answer(&model.name);
    let answer = json!({
        "output": { "message": { "content": [{ "text": reply.text() }], "role": "assistant" } },
        "stopReason": stop_reason(&reply),
        "usage": usage(&reply),
    });
    Ok(Output::of_reply(answer, &reply))
}

pub(super) fn invoke_stream(model: &Model, body: &Value) -> Result<(Vec<Value>, Reply), ApiError> {
    let reply = read(body)?.answer(&model.name);
    let mut chunks = vec![json!({ "messageStart": { "role": "assistant" } })];
    chunks.extend(
        reply.pieces.iter().map(
            |piece| json!({ "contentBlockDelta": { "delta": { "text": piece }, "contentBlockIndex": 0 } }),
        ),
    );
    chunks.push(json!({ "contentBlockStop": { "contentBlockIndex": 0 } }));
    chunks.push(json!({ "messageStop": { "stopReason": stop_reason(&reply) } }));
    chunks.push(json!({ "metadata": { "usage": usage(&reply), "metrics": {}, "trace": {} } }));
    Ok((chunks, reply))
}

fn read(body: &Value) -> Result<Prompt, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let mut prompt = Prompt::default();
    let root = Node::root(body);
    check.object(&root, &["messages"], &["schemaVersion", "system", "inferenceConfig", "toolConfig"]);
    if let Some(node) = root.get("schemaVersion") {
        check.one_of(&node, &[SCHEMA]);
    }
    if let Some(node) = root.get("system") {
        prompt.everything.push_str(&read_content(&mut check, &node));
    }
    if let Some(node) = root.get("messages") {
        for (at, message) in check.array(&node, 1, usize::MAX).iter().enumerate() {
            check.object(message, &["role", "content"], &[]);
            if let Some(role) = message.get("role") {
                // A conversation starts with its user.
                check.one_of(&role, if at == 0 { &["user"] } else { &["user", "assistant"] });
            }
            if let Some(content) = message.get("content") {
                prompt.last = read_content(&mut check, &content);
                prompt.everything.push_str(&prompt.last);
            }
        }
    }
    if let Some(node) = root.get("inferenceConfig") {
        read_config(&mut check, &node, &mut prompt);
    }
    check.end()?;
    Ok(prompt)
}

/// Nova took `max_new_tokens` and its like first, and takes both spellings.
fn read_config(check: &mut Checker, node: &Node<'_>, prompt: &mut Prompt) {
    const KNOWN: &[&str] =
        &["maxTokens", "max_new_tokens", "temperature", "topP", "top_p", "topK", "top_k", "stopSequences"];
    check.object(node, &[], KNOWN);
    for most in ["maxTokens", "max_new_tokens"].iter().filter_map(|key| node.get(key)) {
        prompt.max_tokens = check.integer(&most, 1, u64::MAX);
    }
    for fraction in ["temperature", "topP", "top_p"].iter().filter_map(|key| node.get(key)) {
        check.number(&fraction, 0.0, 1.0);
    }
    for most in ["topK", "top_k"].iter().filter_map(|key| node.get(key)) {
        check.integer(&most, 0, 128);
    }
    if let Some(stops) = node.get("stopSequences") {
        for stop in check.array(&stops, 0, usize::MAX) {
            prompt.stop_sequences.extend(check.string(&stop, 1, usize::MAX).map(str::to_owned));
        }
    }
}

/// The text of some blocks; blocks of other kinds are let through unread.
fn read_content(check: &mut Checker, node: &Node<'_>) -> String {
    let mut all = String::new();
    for block in check.array(node, 1, usize::MAX) {
        let kinds =
            ["text", "image", "video", "document", "toolUse", "toolResult", "cachePoint", "reasoningContent"];
        check.object(&block, &[], &kinds);
        if let Some(text) = block.get("text") {
            all.push_str(check.string(&text, 1, usize::MAX).unwrap_or_default());
        }
    }
    all
}

/// As Converse says it, whose words Nova shares.
pub(crate) fn stop_reason(reply: &Reply) -> &'static str {
    match reply.stop {
        Stop::EndTurn => "end_turn",
        Stop::MaxTokens => "max_tokens",
        Stop::Sequence(_) => "stop_sequence",
    }
}

/// As Converse says it, whose words Nova shares.
pub(crate) fn usage(reply: &Reply) -> Value {
    json!({
        "inputTokens": reply.input_tokens,
        "outputTokens": reply.output_tokens,
        "totalTokens": reply.input_tokens + reply.output_tokens,
    })
}
