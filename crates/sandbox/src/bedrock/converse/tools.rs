//! Tools: what is offered, which one has to be called, and that calls and results match.

use super::conversation::{Place, no_object, unserved};
use super::media;
use crate::bedrock::answer::Tool;
use crate::bedrock::catalogue::{Feature, Model};
use crate::bedrock::resolve::Delivery;
use crate::error::ApiError;
use serde_json::Value;
use std::collections::HashSet;

/// Checks `toolConfig` and the calls and results of the messages; the answer is the tool that has to
/// be called now.
pub(super) fn read(
    input: &Value,
    messages: &[Value],
    model: &Model,
    delivery: Delivery,
    everything: &mut String,
) -> Result<Option<Tool>, ApiError> {
    check_pairs(messages)?;
    let Some(config) = input.get("toolConfig").filter(|config| !config.is_null()) else {
        let is_tool = |block: &Value| block.get("toolUse").is_some() || block.get("toolResult").is_some();
        if messages.iter().any(|message| blocks(message).iter().any(is_tool)) {
            return Err(ApiError::invalid(
                "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
            ));
        }
        return Ok(None);
    };
    if model.lacks(Feature::Tools) {
        return Err(ApiError::invalid("This model doesn't support tool use."));
    }
    if model.lacks(Feature::StreamedTools) && delivery == Delivery::Stream {
        return Err(ApiError::invalid("This model doesn't support tool use in streaming mode."));
    }
    let tools = read_tools(config, everything)?;
    choose(config, tools)
}

fn blocks(message: &Value) -> &[Value] {
    message.get("content").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The ids of a message's calls (`toolUse`) or results (`toolResult`).
fn ids<'a>(message: &'a Value, kind: &str) -> Vec<&'a str> {
    let of = |block: &'a Value| block.get(kind)?.get("toolUseId")?.as_str();
    blocks(message).iter().filter_map(of).collect()
}

/// Each call is answered in the next message, and nothing else is.
fn check_pairs(messages: &[Value]) -> Result<(), ApiError> {
    let mut called: Vec<&str> = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        let results = ids(message, "toolResult");
        let answered: HashSet<&str> = results.iter().copied().collect();
        let missing: Vec<&str> = called.iter().copied().filter(|id| !answered.contains(id)).collect();
        if !missing.is_empty() {
            return Err(ApiError::invalid(format!(
                "Expected toolResult blocks at messages.{at}.content for the following Ids: {}",
                missing.join(", ")
            )));
        }
        let asked: HashSet<&str> = called.iter().copied().collect();
        if results.len() > called.len() || !answered.is_subset(&asked) {
            return Err(ApiError::invalid(format!(
                "The number of toolResult blocks at messages.{at}.content exceeds the number of toolUse blocks of previous turn."
            )));
        }
        called = ids(message, "toolUse");
    }
    Ok(())
}

pub(super) fn read_use(value: &Value, place: &Place<'_>, everything: &mut String) -> Result<(), ApiError> {
    if value.get("type").is_some() {
        return Err(unserved("tools of the server"));
    }
    let input = value.get("input").unwrap_or(&Value::Null);
    if !input.is_object() {
        return Err(no_object(&format!("{}.toolUse.input", place.path)));
    }
    everything.push_str(value.get("name").and_then(Value::as_str).unwrap_or_default());
    everything.push_str(&input.to_string());
    Ok(())
}

pub(super) fn read_result(
    value: &Value,
    place: &Place<'_>,
    model: &Model,
    everything: &mut String,
) -> Result<(), ApiError> {
    let path = format!("{}.toolResult", place.path);
    let content = blocks(value);
    if content.is_empty() && value.get("status").and_then(Value::as_str) == Some("error") {
        return Err(ApiError::invalid(format!(
            "The content field at {path} cannot be empty when status value is error."
        )));
    }
    for (at, block) in content.iter().enumerate() {
        let Some((kind, value)) = block.as_object().and_then(|block| block.iter().next()) else { continue };
        match kind.as_str() {
            "text" => everything.push_str(value.as_str().unwrap_or_default()),
            "json" if value.is_object() => everything.push_str(&value.to_string()),
            "json" => return Err(no_object(&format!("{path}.content.{at}.json"))),
            "image" | "document" | "video" => media::read(kind, value, model, everything)?,
            kind => return Err(unserved(&format!("the tool result block {kind}"))),
        }
    }
    Ok(())
}

fn read_tools(config: &Value, everything: &mut String) -> Result<Vec<Tool>, ApiError> {
    let mut tools: Vec<Tool> = Vec::new();
    let mut names = HashSet::new();
    let listed = config.get("tools").and_then(Value::as_array).into_iter().flatten();
    for (at, tool) in listed.enumerate() {
        if tool.get("systemTool").is_some() {
            return Err(unserved("system tools"));
        }
        let Some(spec) = tool.get("toolSpec") else { continue };
        let path = format!("toolConfig.tools.{at}.toolSpec.inputSchema.json");
        let schema = spec.pointer("/inputSchema/json").unwrap_or(&Value::Null);
        if !schema.is_object() {
            return Err(no_object(&path));
        }
        if schema.get("type").and_then(Value::as_str) != Some("object") {
            return Err(ApiError::invalid(format!(
                "The value at {path}.type must be one of the following: object."
            )));
        }
        let name = spec.get("name").and_then(Value::as_str).unwrap_or_default();
        if !names.insert(name) {
            return Err(ApiError::invalid(
                "The model returned the following errors: tools: Tool names must be unique.",
            ));
        }
        everything.push_str(&spec.to_string());
        tools.push(Tool { name: name.to_owned(), schema: schema.clone() });
    }
    Ok(tools)
}

/// The tool that has to be called: none where the model may choose, for it chooses to answer.
fn choose(config: &Value, tools: Vec<Tool>) -> Result<Option<Tool>, ApiError> {
    let choice = config.get("toolChoice").unwrap_or(&Value::Null);
    if choice.get("any").is_some() {
        return Ok(tools.into_iter().next());
    }
    let Some(name) = choice.pointer("/tool/name").and_then(Value::as_str) else { return Ok(None) };
    match tools.into_iter().find(|tool| tool.name == name) {
        Some(tool) => Ok(Some(tool)),
        None => Err(ApiError::invalid(format!(
            "The model returned the following errors: Tool '{name}' not found in provided tools"
        ))),
    }
}
