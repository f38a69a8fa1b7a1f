//! Amazon Nova's `messages-v1`.
//! Source: "Complete request schema", Amazon Nova User Guide.

use super::most_output;
use crate::bedrock::answer::{Prompt, Reply, Tool, ToolCall};
use crate::bedrock::catalogue::Model;
use crate::bedrock::converse::{stop_reason, usage};
use crate::bedrock::schema::{Checker, Node, Style};
use crate::error::ApiError;
use serde_json::{Value, json};

const SCHEMA: &str = "messages-v1";
const BLOCKS: &[&str] =
    &["text", "image", "video", "document", "toolUse", "toolResult", "cachePoint", "reasoningContent"];

pub(super) fn whole(_: &Model, reply: &Reply) -> Value {
    let content = match &reply.call {
        None => json!({ "text": reply.text() }),
        Some(ToolCall { id, name, input }) => {
            json!({ "toolUse": { "toolUseId": format!("tooluse_{id}"), "name": name, "input": input } })
        }
    };
    json!({
        "output": { "message": { "content": [content], "role": "assistant" } },
        "stopReason": stop_reason(reply),
        "usage": usage(reply),
    })
}

pub(super) fn chunks(_: &Model, reply: &Reply) -> Vec<Value> {
    let mut chunks = vec![json!({ "messageStart": { "role": "assistant" } })];
    if let Some(ToolCall { id, name, .. }) = &reply.call {
        let start = json!({ "toolUse": { "toolUseId": format!("tooluse_{id}"), "name": name } });
        chunks.push(json!({ "contentBlockStart": { "start": start, "contentBlockIndex": 0 } }));
    }
    chunks.extend(reply.pieces.iter().map(|piece| {
        let delta = match reply.call {
            Some(_) => json!({ "toolUse": { "input": piece } }),
            None => json!({ "text": piece }),
        };
        json!({ "contentBlockDelta": { "delta": delta, "contentBlockIndex": 0 } })
    }));
    chunks.push(json!({ "contentBlockStop": { "contentBlockIndex": 0 } }));
    chunks.push(json!({ "messageStop": { "stopReason": stop_reason(reply) } }));
    chunks.push(json!({ "metadata": { "usage": usage(reply), "metrics": {}, "trace": {} } }));
    chunks
}

pub(super) fn read(model: &Model, body: &Value) -> Result<Prompt, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let mut prompt = Prompt::default();
    let root = Node::root(body);
    check.object(&root, &["messages"], &["schemaVersion", "system", "inferenceConfig", "toolConfig"]);
    if let Some(node) = root.get("schemaVersion") {
        check.one_of(&node, &[SCHEMA]);
    }
    if let Some(node) = root.get("system") {
        prompt.everything.push_str(&read_content(&mut check, &node, &["text", "cachePoint"]));
    }
    if let Some(node) = root.get("messages") {
        for (at, message) in check.array(&node, 1, usize::MAX).iter().enumerate() {
            check.object(message, &["role", "content"], &[]);
            if let Some(role) = message.get("role") {
                // A conversation starts with its user.
                check.one_of(&role, if at == 0 { &["user"] } else { &["user", "assistant"] });
            }
            if let Some(content) = message.get("content") {
                prompt.last = read_content(&mut check, &content, BLOCKS);
                prompt.everything.push_str(&prompt.last);
            }
        }
    }
    if let Some(node) = root.get("inferenceConfig") {
        read_config(&mut check, &node, model, &mut prompt);
    }
    if let Some(node) = root.get("toolConfig") {
        prompt.forced = read_tools(&mut check, &node, &mut prompt.everything);
    }
    check.end()?;
    Ok(prompt)
}

/// Nova took `max_new_tokens` and its like first, and takes both spellings.
fn read_config(check: &mut Checker, node: &Node<'_>, model: &Model, prompt: &mut Prompt) {
    const KNOWN: &[&str] =
        &["maxTokens", "max_new_tokens", "temperature", "topP", "top_p", "topK", "top_k", "stopSequences"];
    check.object(node, &[], KNOWN);
    for most in ["maxTokens", "max_new_tokens"].iter().filter_map(|key| node.get(key)) {
        prompt.max_tokens = check.integer(&most, 1, most_output(model));
    }
    for fraction in ["temperature", "topP", "top_p"].iter().filter_map(|key| node.get(key)) {
        check.number(&fraction, 0.0, 1.0);
    }
    for most in ["topK", "top_k"].iter().filter_map(|key| node.get(key)) {
        check.integer(&most, 0, 128);
    }
    prompt.stop_sequences = super::stop_sequences(check, node, "stopSequences", usize::MAX);
}

/// The text of some blocks; the insides of the other kinds are not looked at.
fn read_content(check: &mut Checker, node: &Node<'_>, kinds: &[&str]) -> String {
    let mut all = String::new();
    for block in check.array(node, 1, usize::MAX) {
        if check.object(&block, &[], kinds).is_some_and(serde_json::Map::is_empty) {
            check.refuse(&block, "required key [text] not found");
        }
        if let Some(text) = block.get("text") {
            all.push_str(check.string(&text, 1, usize::MAX).unwrap_or_default());
        }
    }
    all
}

/// The tool that has to be called, if one has to.
fn read_tools(check: &mut Checker, node: &Node<'_>, everything: &mut String) -> Option<Tool> {
    check.object(node, &["tools"], &["toolChoice"]);
    let mut tools = Vec::new();
    if let Some(list) = node.get("tools") {
        for tool in check.array(&list, 1, usize::MAX) {
            check.object(&tool, &["toolSpec"], &[]);
            let Some(spec) = tool.get("toolSpec") else { continue };
            check.object(&spec, &["name", "inputSchema"], &["description"]);
            everything.push_str(&spec.value.to_string());
            let name = spec.get("name").and_then(|name| check.string(&name, 1, 64)).unwrap_or_default();
            let Some(schema) = spec.get("inputSchema") else { continue };
            check.object(&schema, &["json"], &[]);
            if let Some(json) = schema.get("json") {
                check.any_object(&json);
                tools.push(Tool { name: name.to_owned(), schema: json.value.clone() });
            }
        }
    }
    let choice = node.get("toolChoice")?;
    check.object(&choice, &[], &["auto", "any", "tool"]);
    if choice.get("any").is_some() {
        return tools.into_iter().next();
    }
    let tool = choice.get("tool")?;
    check.object(&tool, &["name"], &[]);
    let name = tool.get("name")?;
    let found = tools.into_iter().find(|tool| name.value.as_str() == Some(tool.name.as_str()));
    if found.is_none() {
        check.refuse(&name, &format!("{} is not a valid enum value", name.value));
    }
    found
}
