//! Converse's answer as a chat completion.

use serde_json::{Value, json};

/// What every piece of one answer has.
pub(super) struct Frame {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) model: String,
}

impl Frame {
    pub(super) fn around(&self, object: &str, choices: Value) -> Value {
        json!({
            "id": self.id,
            "object": object,
            "created": self.created,
            "model": self.model,
            "choices": choices,
        })
    }
}

pub(super) fn completion(frame: &Frame, answer: &Value) -> Value {
    let blocks = answer.pointer("/output/message/content").and_then(Value::as_array);
    let blocks = blocks.map_or(&[][..], Vec::as_slice);
    let text: String = blocks.iter().filter_map(|block| block.get("text")?.as_str()).collect();
    let calls: Vec<Value> = blocks.iter().filter_map(|block| block.get("toolUse")).map(call).collect();
    let content = if text.is_empty() && !calls.is_empty() { Value::Null } else { text.into() };
    let mut message = json!({ "role": "assistant", "content": content, "refusal": null });
    if let (false, Value::Object(message)) = (calls.is_empty(), &mut message) {
        message.insert("tool_calls".into(), calls.into());
    }
    let reason = finish_reason(answer.get("stopReason"));
    let choice = json!({ "index": 0, "message": message, "logprobs": null, "finish_reason": reason });
    let mut completion = frame.around("chat.completion", json!([choice]));
    if let Value::Object(completion) = &mut completion {
        completion.insert("usage".into(), usage(answer.get("usage")));
    }
    completion
}

fn call(tool_use: &Value) -> Value {
    let arguments = tool_use.get("input").map(Value::to_string).unwrap_or_default();
    json!({
        "id": tool_use.get("toolUseId"),
        "type": "function",
        "function": { "name": tool_use.get("name"), "arguments": arguments },
    })
}

pub(super) fn finish_reason(stop: Option<&Value>) -> &'static str {
    match stop.and_then(Value::as_str) {
        Some("max_tokens") => "length",
        Some("tool_use") => "tool_calls",
        Some("content_filtered" | "guardrail_intervened") => "content_filter",
        _ => "stop",
    }
}

pub(super) fn usage(usage: Option<&Value>) -> Value {
    let count = |name: &str| usage.and_then(|usage| usage.get(name)?.as_u64()).unwrap_or(0);
    json!({
        "prompt_tokens": count("inputTokens"),
        "completion_tokens": count("outputTokens"),
        "total_tokens": count("totalTokens"),
    })
}
