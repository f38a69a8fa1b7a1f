//! A chat model's answer: a short text about what was asked, or the call of a tool that had to be
//! called; the same each time.

use super::text::{count_tokens, fingerprint, tokens};
use serde_json::{Map, Value, json};

/// What a chat is asked.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    /// All the text that goes in, for the count of tokens.
    pub(super) everything: String,
    /// The last message's text, which is answered.
    pub(super) last: String,
    /// The most tokens that may come out.
    pub(super) max_tokens: Option<usize>,
    pub(super) stop_sequences: Vec<String>,
    /// The tool that has to be called.
    pub(super) forced: Option<Tool>,
}

/// A tool that a model may call.
#[derive(Debug, Clone)]
pub(super) struct Tool {
    pub(super) name: String,
    /// The JSON schema of its input.
    pub(super) schema: Value,
}

/// The call of a tool.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ToolCall {
    /// Without the prefix that each family gives it.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) input: Value,
}

/// Why an answer ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    EndTurn,
    MaxTokens,
    Sequence(String),
    ToolUse,
}

/// What a chat answers.
#[derive(Debug)]
pub(super) struct Reply {
    /// As they would come in a stream; of a tool's call, its input as text.
    pub(super) pieces: Vec<String>,
    /// Instead of a text.
    pub(super) call: Option<ToolCall>,
    pub(super) stop: Stop,
    pub(super) input_tokens: usize,
    pub(super) output_tokens: usize,
}

/// How many words of the question are said again.
const ECHOED_WORDS: usize = 12;
/// How far a tool's schema is followed.
const DEEPEST: usize = 6;

impl Prompt {
    /// Answers.
    pub(super) fn answer(&self, model: &str) -> Reply {
        if let Some(tool) = &self.forced {
            return self.call(tool);
        }
        let words: Vec<&str> = self.last.split_whitespace().take(ECHOED_WORDS + 1).collect();
        let more = if words.len() > ECHOED_WORDS { "…" } else { "" };
        let echo = words.into_iter().take(ECHOED_WORDS).collect::<Vec<_>>().join(" ");
        let mut text = format!("{model} in the sandbox read: “{echo}{more}”. No model was called.");
        let mut stop = Stop::EndTurn;
        let found =
            self.stop_sequences.iter().filter_map(|stop| Some((text.find(stop.as_str())?, stop))).min();
        if let Some((at, sequence)) = found {
            stop = Stop::Sequence(sequence.clone());
            text.truncate(at);
        }
        let mut pieces = tokens(&text);
        if let Some(most) = self.max_tokens.filter(|most| *most < pieces.len()) {
            pieces.truncate(most);
            stop = Stop::MaxTokens;
        }
        Reply { input_tokens: self.tokens(), output_tokens: pieces.len(), pieces, call: None, stop }
    }

    /// How many tokens go in.
    pub(super) fn tokens(&self) -> usize {
        count_tokens(&self.everything)
    }

    fn call(&self, tool: &Tool) -> Reply {
        let input = example(&tool.schema, DEEPEST);
        let pieces = tokens(&input.to_string());
        let id = format!("{}{}", fingerprint(&self.everything), fingerprint(&tool.name));
        let id = id.chars().take(22).collect();
        Reply {
            input_tokens: self.tokens(),
            output_tokens: pieces.len(),
            pieces,
            call: Some(ToolCall { id, name: tool.name.clone(), input }),
            stop: Stop::ToolUse,
        }
    }
}

/// A value that fits a JSON schema's types and required members.
fn example(schema: &Value, depth: usize) -> Value {
    if let Some(first) = schema.get("enum").and_then(Value::as_array).and_then(|set| set.first()) {
        return first.clone();
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => json!("sandbox"),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        Some("object") if depth > 0 => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
            let members = required.filter_map(Value::as_str).map(|name| {
                let of = properties.and_then(|properties| properties.get(name));
                (name.to_owned(), of.map_or(Value::Null, |schema| example(schema, depth - 1)))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
        _ => json!({}),
    }
}

impl Reply {
    pub(super) fn text(&self) -> String {
        self.pieces.concat()
    }

    /// What a real model of this size might take: a few milliseconds a token.
    pub(super) fn latency_millis(&self) -> usize {
        120 + 8 * self.output_tokens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_end_where_they_are_told_to() {
        let mut prompt = Prompt { last: "hello there".into(), ..Prompt::default() };
        let whole = prompt.answer("M");
        assert_eq!(whole.stop, Stop::EndTurn);
        assert!(whole.text().contains("hello there"), "{}", whole.text());
        prompt.max_tokens = Some(2);
        let cut = prompt.answer("M");
        assert_eq!((cut.stop, cut.output_tokens), (Stop::MaxTokens, 2));
        prompt.stop_sequences = vec!["hello".into()];
        prompt.max_tokens = None;
        let stopped = prompt.answer("M");
        assert_eq!(stopped.stop, Stop::Sequence("hello".into()));
    }

    #[test]
    fn a_tools_input_fits_its_schema() {
        let schema = json!({ "type": "object", "required": ["city", "days", "unit", "at"], "properties": {
            "city": { "type": "string" }, "days": { "type": "integer", "minimum": 3 },
            "unit": { "enum": ["C", "F"] }, "at": { "type": "object" }, "spare": { "type": "string" },
        } });
        let tool = Tool { name: "weather".into(), schema };
        let reply = Prompt { forced: Some(tool), ..Prompt::default() }.answer("M");
        let call = reply.call.clone().unwrap_or_else(|| ToolCall {
            id: String::new(),
            name: String::new(),
            input: Value::Null,
        });
        assert_eq!(call.input, json!({ "city": "sandbox", "days": 3, "unit": "C", "at": {} }));
        assert_eq!((reply.stop.clone(), reply.text()), (Stop::ToolUse, call.input.to_string()));
    }
}
