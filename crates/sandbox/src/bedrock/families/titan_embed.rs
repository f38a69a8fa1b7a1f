//! Titan Embeddings G1 and Titan Text Embeddings V2.
//! Source: "Amazon Titan Embeddings Text", inference parameters, Bedrock User Guide.

use super::Output;
use crate::bedrock::schema::{Checker, Node, Style};
use crate::bedrock::text::{count_tokens, embedding};
use crate::error::ApiError;
use serde_json::{Value, json};

const DIMENSIONS_V1: usize = 1536;
const DEFAULT_DIMENSIONS: usize = 1024;
const LONGEST: usize = 50_000;
const MOST_TOKENS: usize = 8192;

pub(super) fn invoke_v1(body: &Value) -> Result<Output, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let root = Node::root(body);
    check.object(&root, &["inputText"], &[]);
    let text = root.get("inputText").and_then(|node| check.string(&node, 1, LONGEST)).unwrap_or_default();
    check.end()?;
    let tokens = count(text)?;
    let answer = json!({ "embedding": embedding(text, DIMENSIONS_V1), "inputTextTokenCount": tokens });
    Ok(Output::without_text(answer, tokens))
}

pub(super) fn invoke(body: &Value) -> Result<Output, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let root = Node::root(body);
    check.object(&root, &["inputText"], &["dimensions", "normalize", "embeddingTypes"]);
    let text = root.get("inputText").and_then(|node| check.string(&node, 1, LONGEST)).unwrap_or_default();
    let mut dimensions = DEFAULT_DIMENSIONS;
    if let Some(node) = root.get("dimensions")
        && let Some(asked) = check.integer(&node, 0, u64::MAX)
    {
        dimensions = asked;
        if !matches!(asked, 256 | 512 | 1024) {
            check.refuse(&node, &format!("{asked} is not a valid enum value"));
        }
    }
    // The vector has length 1 either way: there is no other one to give.
    if let Some(node) = root.get("normalize") {
        check.boolean(&node);
    }
    let mut types = Vec::new();
    if let Some(node) = root.get("embeddingTypes") {
        for kind in check.array(&node, 1, 2) {
            types.extend(check.one_of(&kind, &["float", "binary"]));
        }
    }
    check.end()?;
    let tokens = count(text)?;

    let floats = embedding(text, dimensions);
    let bits: Vec<u8> = floats.iter().map(|value| u8::from(*value > 0.0)).collect();
    let mut by_type = serde_json::Map::new();
    if types.is_empty() || types.contains(&"float") {
        by_type.insert("float".into(), json!(floats));
    }
    if types.contains(&"binary") {
        by_type.insert("binary".into(), json!(bits));
    }
    let mut answer = json!({ "inputTextTokenCount": tokens, "embeddingsByType": by_type });
    if let (true, Some(answer)) = (types.is_empty() || types.contains(&"float"), answer.as_object_mut()) {
        answer.insert("embedding".into(), json!(floats));
    }
    Ok(Output::without_text(answer, tokens))
}

fn count(text: &str) -> Result<usize, ApiError> {
    match count_tokens(text) {
        tokens if tokens > MOST_TOKENS => Err(ApiError::invalid(format!(
            "400 Bad Request: Too many input tokens. Max input tokens: {MOST_TOKENS}, request input token count: {tokens} "
        ))),
        tokens => Ok(tokens),
    }
}
