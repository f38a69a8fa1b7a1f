//! Meta Llama 3: a prompt in, a generation out.
//! Source: "Meta Llama models", inference parameters, Bedrock User Guide.

use super::{check_numbers, most_output};
use crate::bedrock::answer::{Prompt, Reply, Stop};
use crate::bedrock::catalogue::Model;
use crate::bedrock::schema::{Checker, Node, Style};
use crate::error::ApiError;
use serde_json::{Value, json};

/// What an answer has where nothing else is asked.
const DEFAULT_LENGTH: usize = 512;

pub(super) fn read(model: &Model, body: &Value) -> Result<Prompt, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let root = Node::root(body);
    check.object(&root, &["prompt"], &["temperature", "top_p", "max_gen_len"]);
    let text = root.get("prompt").and_then(|node| check.string(&node, 1, usize::MAX)).unwrap_or_default();
    check_numbers(&mut check, &root, &[("temperature", 0.0, 1.0), ("top_p", 0.0, 1.0)]);
    let most = root.get("max_gen_len").map(|node| check.integer(&node, 1, most_output(model)));
    check.end()?;
    Ok(Prompt {
        everything: text.to_owned(),
        last: text.to_owned(),
        max_tokens: most.flatten().or(Some(DEFAULT_LENGTH)),
        ..Prompt::default()
    })
}

pub(super) fn whole(_: &Model, reply: &Reply) -> Value {
    json!({
        "generation": reply.text(),
        "prompt_token_count": reply.input_tokens,
        "generation_token_count": reply.output_tokens,
        "stop_reason": stop_reason(reply),
    })
}

pub(super) fn chunks(_: &Model, reply: &Reply) -> Vec<Value> {
    let mut chunks: Vec<Value> = (1..)
        .zip(&reply.pieces)
        .map(|(count, piece)| {
            json!({
                "generation": piece,
                "prompt_token_count": if count == 1 { json!(reply.input_tokens) } else { Value::Null },
                "generation_token_count": count,
                "stop_reason": null,
            })
        })
        .collect();
    chunks.push(json!({
        "generation": "",
        "prompt_token_count": null,
        "generation_token_count": reply.output_tokens,
        "stop_reason": stop_reason(reply),
    }));
    chunks
}

fn stop_reason(reply: &Reply) -> &'static str {
    if reply.stop == Stop::MaxTokens { "length" } else { "stop" }
}
