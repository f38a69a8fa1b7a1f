//! Anthropic's Messages API.
//! Source: "Anthropic Claude Messages API", inference parameters, Bedrock User Guide; the texts are
//! those of the API itself, as its clients report them.

use super::anthropic_content::{check_tool_turns, read_content, read_tools};
use crate::bedrock::answer::{Prompt, Reply, Stop, ToolCall};
use crate::bedrock::catalogue::{Feature, Model};
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

pub(super) fn whole(model: &Model, reply: &Reply) -> Value {
    let content = match &reply.call {
        None => json!({ "type": "text", "text": reply.text() }),
        Some(ToolCall { id, name, input }) => {
            json!({ "type": "tool_use", "id": format!("toolu_bdrk_{id}"), "name": name, "input": input })
        }
    };
    let mut message = message(model);
    if let Some(message) = message.as_object_mut() {
        message.insert("content".into(), json!([content]));
        message.insert("stop_reason".into(), stop_reason(reply).into());
        message.insert("stop_sequence".into(), stop_sequence(reply));
        message.insert("usage".into(), usage(reply));
    }
    message
}

pub(super) fn chunks(model: &Model, reply: &Reply) -> Vec<Value> {
    let mut start = message(model);
    if let Some(start) = start.as_object_mut() {
        start.insert("content".into(), json!([]));
        start.insert("stop_reason".into(), Value::Null);
        start.insert("stop_sequence".into(), Value::Null);
        start.insert("usage".into(), json!({ "input_tokens": reply.input_tokens, "output_tokens": 1 }));
    }
    let block = match &reply.call {
        None => json!({ "type": "text", "text": "" }),
        Some(ToolCall { id, name, .. }) => {
            json!({ "type": "tool_use", "id": format!("toolu_bdrk_{id}"), "name": name, "input": {} })
        }
    };
    let mut chunks = vec![
        json!({ "type": "message_start", "message": start }),
        json!({ "type": "content_block_start", "index": 0, "content_block": block }),
    ];
    chunks.extend(reply.pieces.iter().map(|piece| {
        let delta = match reply.call {
            None => json!({ "type": "text_delta", "text": piece }),
            Some(_) => json!({ "type": "input_json_delta", "partial_json": piece }),
        };
        json!({ "type": "content_block_delta", "index": 0, "delta": delta })
    }));
    chunks.push(json!({ "type": "content_block_stop", "index": 0 }));
    chunks.push(json!({
        "type": "message_delta",
        "delta": { "stop_reason": stop_reason(reply), "stop_sequence": stop_sequence(reply) },
        "usage": { "output_tokens": reply.output_tokens },
    }));
    chunks.push(json!({ "type": "message_stop" }));
    chunks
}

pub(super) fn read(model: &Model, body: &Value) -> Result<Prompt, ApiError> {
    let mut check = Checker::new(Style::Anthropic);
    let mut prompt = Prompt::default();
    let root = Node::root(body);
    check.object(&root, &["anthropic_version", "max_tokens", "messages"], OPTIONAL);
    if let Some(node) = root.get("anthropic_version") {
        check.one_of(&node, &[VERSION]);
    }
    if let Some(node) = root.get("max_tokens") {
        prompt.max_tokens = check.integer(&node, 1, u64::MAX);
        let over = prompt.max_tokens.zip(model.most_output).filter(|(asked, most)| asked > most);
        if let Some((asked, most)) = over {
            check.refuse(
                &node,
                &format!(
                    "{asked} > {most}, which is the maximum allowed number of output tokens for {}",
                    public_name(model)
                ),
            );
        }
    }
    read_sampling(&mut check, &root, model, &mut prompt);
    if let Some(node) = root.get("system") {
        prompt.everything.push_str(&read_content(&mut check, &node));
    }
    if let Some(node) = root.get("messages") {
        read_messages(&mut check, &node, &mut prompt);
    }
    prompt.forced = read_tools(&mut check, &root, &mut prompt.everything);
    check.end()?;
    Ok(prompt)
}

fn read_sampling(check: &mut Checker, root: &Node<'_>, model: &Model, prompt: &mut Prompt) {
    super::check_numbers(check, root, &[("temperature", 0.0, 1.0), ("top_p", 0.0, 1.0)]);
    let both = root.get("temperature").is_some() && root.get("top_p").is_some();
    if both && model.lacks(Feature::TemperatureWithTopP) {
        check.refuse_plainly(
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        );
    }
    if let Some(node) = root.get("top_k") {
        check.integer(&node, 0, u64::MAX);
    }
    prompt.stop_sequences = super::stop_sequences(check, root, "stop_sequences", 8191);
    if let Some(node) = root.get("metadata") {
        check.object(&node, &[], &["user_id"]);
        if let Some(id) = node.get("user_id") {
            check.string(&id, 0, 256);
        }
    }
    if let Some(node) = root.get("anthropic_beta") {
        for flag in check.array(&node, 0, usize::MAX) {
            check.string(&flag, 1, usize::MAX);
        }
    }
    if let Some(node) = root.get("thinking") {
        check_thinking(check, &node);
    }
}

/// Thinking is refused, for there is none to show; that it is off may be said.
pub(super) fn check_thinking(check: &mut Checker, node: &Node<'_>) {
    check.object(node, &["type"], &["budget_tokens"]);
    if let Some(kind) = node.get("type")
        && matches!(check.one_of(&kind, &["adaptive", "disabled", "enabled"]), Some("adaptive" | "enabled"))
    {
        check.refuse_plainly("The sandbox does not serve thinking.");
    }
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
    check_tool_turns(check, &messages);
}

/// `claude-haiku-4-5-20251001`, as the API names it.
fn public_name(model: &Model) -> &str {
    let name = model.id.trim_start_matches("anthropic.");
    name.rsplit_once("-v").map_or(name, |(name, _)| name)
}

/// A message without what only its end can tell.
fn message(model: &Model) -> Value {
    let id: String = ids::request_id().chars().filter(|c| *c != '-').take(24).collect();
    json!({
        "model": public_name(model),
        "id": format!("msg_bdrk_{id}"),
        "type": "message",
        "role": "assistant",
    })
}

fn stop_reason(reply: &Reply) -> &'static str {
    match reply.stop {
        Stop::EndTurn => "end_turn",
        Stop::MaxTokens => "max_tokens",
        Stop::Sequence(_) => "stop_sequence",
        Stop::ToolUse => "tool_use",
    }
}

fn stop_sequence(reply: &Reply) -> Value {
    match &reply.stop {
        Stop::Sequence(sequence) => json!(sequence),
        Stop::EndTurn | Stop::MaxTokens | Stop::ToolUse => Value::Null,
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
