//! ConverseStream's events as the chunks of a chat completion.

use super::super::refusal::Refusal;
use super::super::stream::{Translate, data};
use super::answer::{Frame, finish_reason, usage};
use serde_json::{Value, json};

pub(super) struct Chunks {
    frame: Frame,
    with_usage: bool,
    /// How many tool calls have begun.
    calls: usize,
}

impl Chunks {
    pub(super) fn new(frame: Frame, with_usage: bool) -> Self {
        Self { frame, with_usage, calls: 0 }
    }

    fn chunk(&self, choices: Value, usage: Value) -> String {
        let mut chunk = self.frame.around("chat.completion.chunk", choices);
        if let (true, Value::Object(chunk)) = (self.with_usage, &mut chunk) {
            chunk.insert("usage".into(), usage);
        }
        data(&chunk)
    }

    fn delta(&self, delta: Value, finish: Option<&str>) -> String {
        self.chunk(json!([{ "index": 0, "delta": delta, "finish_reason": finish }]), Value::Null)
    }

    fn call(&self, call: Value) -> String {
        let mut call = call;
        if let Value::Object(call) = &mut call {
            call.insert("index".into(), self.calls.saturating_sub(1).into());
        }
        self.delta(json!({ "tool_calls": [call] }), None)
    }
}

impl Translate for Chunks {
    fn event(&mut self, kind: &str, payload: &Value) -> String {
        match kind {
            "messageStart" => self.delta(json!({ "role": "assistant", "content": "" }), None),
            "contentBlockStart" => {
                let Some(tool_use) = payload.pointer("/start/toolUse") else { return String::new() };
                self.calls += 1;
                let function = json!({ "name": tool_use.get("name"), "arguments": "" });
                self.call(
                    json!({ "id": tool_use.get("toolUseId"), "type": "function", "function": function }),
                )
            }
            "contentBlockDelta" => {
                match (payload.pointer("/delta/text"), payload.pointer("/delta/toolUse/input")) {
                    (Some(text), _) => self.delta(json!({ "content": text }), None),
                    (None, Some(piece)) => self.call(json!({ "function": { "arguments": piece } })),
                    (None, None) => String::new(),
                }
            }
            "messageStop" => self.delta(json!({}), Some(finish_reason(payload.get("stopReason")))),
            "metadata" if self.with_usage => self.chunk(json!([]), usage(payload.get("usage"))),
            _ => String::new(),
        }
    }

    fn failed(&mut self, refusal: &Refusal) -> String {
        data(&refusal.for_openai())
    }

    fn end(&mut self) -> String {
        "data: [DONE]\n\n".to_owned()
    }
}
