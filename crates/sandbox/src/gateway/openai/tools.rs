//! Tools: OpenAI's functions as Converse's tool specifications, and the way back.

use super::super::refusal::Refusal;
use serde_json::{Map, Value, json};

/// `toolConfig`, if there are tools to offer.
pub(super) fn config(fields: &Map<String, Value>) -> Result<Option<Value>, Refusal> {
    let tools = match fields.get("tools") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(tools)) => tools,
        Some(_) => return Err(Refusal::field("tools", "`tools` must be a list")),
    };
    let choice = match fields.get("tool_choice") {
        None | Some(Value::Null) => None,
        Some(Value::String(choice)) => match choice.as_str() {
            "none" => return Ok(None),
            "auto" => Some(json!({ "auto": {} })),
            "required" => Some(json!({ "any": {} })),
            other => return Err(Refusal::field("tool_choice", format!("there is no choice `{other}`"))),
        },
        Some(named) => match named.pointer("/function/name") {
            Some(name) => Some(json!({ "tool": { "name": name } })),
            None => return Err(Refusal::field("tool_choice", "`tool_choice` must name a function")),
        },
    };
    let mut config = Map::new();
    config.insert("tools".into(), tools.iter().map(specification).collect::<Result<Vec<_>, _>>()?.into());
    config.extend(choice.map(|choice| ("toolChoice".to_owned(), choice)));
    Ok(Some(config.into()))
}

fn specification(tool: &Value) -> Result<Value, Refusal> {
    let function =
        tool.get("function").filter(|_| tool.get("type").and_then(Value::as_str) == Some("function"));
    let function = function
        .ok_or_else(|| Refusal::field("tools", "the gateway serves tools of the type `function` alone"))?;
    let none = json!({ "type": "object", "properties": {} });
    let mut specification = json!({
        "name": function.get("name"),
        "inputSchema": { "json": function.get("parameters").unwrap_or(&none) },
    });
    if let (Some(description), Value::Object(specification)) =
        (function.get("description"), &mut specification)
    {
        specification.insert("description".into(), description.clone());
    }
    Ok(json!({ "toolSpec": specification }))
}

/// The calls that an assistant's message holds.
pub(super) fn calls(message: &Value) -> Result<Vec<Value>, Refusal> {
    let calls = message.get("tool_calls").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let call = |call: &Value| {
        let arguments = call.pointer("/function/arguments").and_then(Value::as_str).unwrap_or("{}");
        let input: Value = serde_json::from_str(arguments)
            .map_err(|_| Refusal::field("messages", "a tool call's arguments are not JSON"))?;
        let name = call.pointer("/function/name");
        Ok(json!({ "toolUse": { "toolUseId": call.get("id"), "name": name, "input": input } }))
    };
    calls.iter().map(call).collect()
}

/// What a tool answered.
pub(super) fn result(message: &Value, content: Vec<Value>) -> Result<Value, Refusal> {
    let id = message.get("tool_call_id").and_then(Value::as_str);
    let id = id.ok_or_else(|| Refusal::field("messages", "a tool's message needs a `tool_call_id`"))?;
    Ok(json!({ "toolResult": { "toolUseId": id, "content": content } }))
}
