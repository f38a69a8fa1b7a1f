//! The content blocks and tools of Anthropic's Messages API.

use crate::bedrock::answer::Tool;
use crate::bedrock::schema::{Checker, Node};
use serde_json::Value;
use std::collections::HashSet;

/// The blocks, with what each must and may have besides its type.
const BLOCKS: &[(&str, &[&str], &[&str])] = &[
    ("document", &["source"], &["title", "context", "citations", "cache_control"]),
    ("image", &["source"], &["cache_control"]),
    ("redacted_thinking", &["data"], &[]),
    ("search_result", &["source", "title", "content"], &["citations", "cache_control"]),
    ("text", &["text"], &["cache_control", "citations"]),
    ("thinking", &["thinking", "signature"], &[]),
    ("tool_result", &["tool_use_id"], &["content", "is_error", "cache_control"]),
    ("tool_use", &["id", "name", "input"], &["cache_control"]),
];

/// A text, or a list of blocks; the answer is the text that is in it.
pub(super) fn read_content(check: &mut Checker, node: &Node<'_>) -> String {
    if let Some(text) = node.value.as_str() {
        return text.to_owned();
    }
    let mut all = String::new();
    for block in check.array(node, 1, usize::MAX) {
        read_block(check, &block, &mut all);
    }
    all
}

fn read_block(check: &mut Checker, block: &Node<'_>, all: &mut String) {
    if !block.value.is_object() {
        check.any_object(block);
        return;
    }
    let Some(kind) = block.get("type") else {
        check.refuse(block, "type: Field required");
        return;
    };
    let Some(name) = check.string(&kind, 0, usize::MAX) else { return };
    let Some((_, required, optional)) = BLOCKS.iter().find(|(known, _, _)| *known == name) else {
        let tags: Vec<String> = BLOCKS.iter().map(|(name, _, _)| format!("'{name}'")).collect();
        check.refuse(
            block,
            &format!(
                "Input tag '{name}' found using 'type' does not match any of the expected tags: {}",
                tags.join(", ")
            ),
        );
        return;
    };
    let required: Vec<&str> = ["type"].iter().chain(*required).copied().collect();
    check.object(block, &required, optional);
    match name {
        "text" => {
            if let Some(text) = block.get("text").and_then(|text| check.string(&text, 0, usize::MAX)) {
                if text.trim().is_empty() {
                    check.refuse_plainly("messages: text content blocks must be non-empty");
                }
                all.push_str(text);
            }
        }
        "tool_use" => {
            if let Some(input) = block.get("input") {
                check.any_object(&input);
                all.push_str(&input.value.to_string());
            }
        }
        "tool_result" => {
            if let Some(content) = block.get("content") {
                all.push_str(&read_content(check, &content));
            }
        }
        "image" | "document" => read_source(check, block, name == "image", all),
        _ => {}
    }
}

/// Where a picture or a document is: in the request, or nowhere that the sandbox goes.
fn read_source(check: &mut Checker, block: &Node<'_>, image: bool, all: &mut String) {
    let Some(source) = block.get("source") else { return };
    let kinds: &[&str] = if image { &["base64"] } else { &["base64", "text", "content"] };
    check.object(&source, &["type"], &["media_type", "data", "content"]);
    let kind = source.get("type").and_then(|kind| check.one_of(&kind, kinds));
    if let Some(media) = source.get("media_type") {
        let types: &[&str] = match (image, kind) {
            (true, _) => &["image/jpeg", "image/png", "image/gif", "image/webp"],
            (false, Some("text")) => &["text/plain"],
            (false, _) => &["application/pdf"],
        };
        check.one_of(&media, types);
    }
    if let Some(data) = source.get("data") {
        let text = check.string(&data, 1, usize::MAX).unwrap_or_default();
        match kind {
            Some("text") => all.push_str(text),
            _ => all.push_str(" [picture]"),
        }
    }
}

/// The ids in the blocks of one kind of a message.
fn ids<'a>(message: &Node<'a>, kind: &str, key: &str) -> Vec<&'a str> {
    let blocks = message.value.get("content").and_then(Value::as_array).into_iter().flatten();
    blocks
        .filter(|block| block.get("type").and_then(Value::as_str) == Some(kind))
        .filter_map(|block| block.get(key)?.as_str())
        .collect()
}

/// Each call has its result in the next message, and each result its call in the one before.
pub(super) fn check_tool_turns(check: &mut Checker, messages: &[Node<'_>]) {
    let mut called: Vec<&str> = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        let results = ids(message, "tool_result", "tool_use_id");
        let answered: HashSet<&str> = results.iter().copied().collect();
        let missing: Vec<&str> = called.iter().copied().filter(|id| !answered.contains(id)).collect();
        if !missing.is_empty() {
            check.refuse_plainly(&format!(
                "messages.{}: `tool_use` ids were found without `tool_result` blocks immediately after: {}. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
                at.saturating_sub(1),
                missing.join(", ")
            ));
        }
        let asked: HashSet<&str> = called.iter().copied().collect();
        if let Some(stray) = results.iter().find(|id| !asked.contains(*id)) {
            check.refuse_plainly(&format!(
                "messages.{at}.content.0: unexpected `tool_use_id` found in `tool_result` blocks: {stray}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
            ));
        }
        called = ids(message, "tool_use", "id");
    }
}

/// The tool that has to be called, if one has to.
pub(super) fn read_tools(check: &mut Checker, root: &Node<'_>, everything: &mut String) -> Option<Tool> {
    let mut tools: Vec<Tool> = Vec::new();
    let mut names = HashSet::new();
    if let Some(list) = root.get("tools") {
        for tool in check.array(&list, 0, usize::MAX) {
            check.object(
                &tool,
                &["name", "input_schema"],
                &["description", "type", "cache_control", "strict"],
            );
            if let Some(kind) = tool.get("type") {
                check.one_of(&kind, &["custom"]);
            }
            everything.push_str(&tool.value.to_string());
            let name = tool.get("name").and_then(|name| check.string(&name, 1, 128)).unwrap_or_default();
            let Some(schema) = tool.get("input_schema") else { continue };
            check.any_object(&schema);
            if schema.value.is_object() && schema.value.get("type").and_then(Value::as_str) != Some("object")
            {
                check.refuse(&schema, "type: Input should be 'object'");
            }
            if !names.insert(name) {
                check.refuse(&list, "Tool names must be unique.");
            }
            tools.push(Tool { name: name.to_owned(), schema: schema.value.clone() });
        }
    }
    let choice = root.get("tool_choice")?;
    check.object(&choice, &["type"], &["name", "disable_parallel_tool_use"]);
    let kind = choice.get("type")?;
    let kind = check.one_of(&kind, &["auto", "any", "tool", "none"]);
    if tools.is_empty() {
        check.refuse(&choice, "tool_choice may only be specified while providing tools.");
    }
    match kind {
        Some("any") => tools.into_iter().next(),
        Some("tool") => {
            let name = choice.get("name").and_then(|name| name.value.as_str()).unwrap_or_default();
            let found = tools.into_iter().find(|tool| tool.name == name);
            if found.is_none() {
                check.refuse_plainly(&format!("Tool '{name}' not found in provided tools"));
            }
            found
        }
        _ => None,
    }
}
