//! Cohere Embed v3 and v4.
//! Source: "Cohere Embed and Embed v4 models", inference parameters, Bedrock User Guide.

use super::Output;
use crate::bedrock::schema::{Checker, Node, Style};
use crate::bedrock::text::{count_tokens, embedding};
use crate::error::ApiError;
use crate::ids;
use serde_json::{Value, json};

const DIMENSIONS: usize = 1024;
const MOST_TEXTS: usize = 96;
const LONGEST: usize = 2048;
const DIMENSIONS_V4: usize = 1536;
const MOST_TOKENS_V4: u64 = 128_000;

pub(super) fn invoke(body: &Value) -> Result<Output, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let root = Node::root(body);
    check.object(&root, &["texts", "input_type"], &["truncate", "embedding_types"]);
    answer(check, &root, LONGEST, DIMENSIONS)
}

/// Of texts; images are another input, which the sandbox does not serve.
pub(super) fn invoke_v4(body: &Value) -> Result<Output, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let root = Node::root(body);
    for unserved in ["images", "inputs"] {
        if root.get(unserved).is_some() {
            return Err(ApiError::invalid(format!("The sandbox does not serve {unserved} of Embed v4.")));
        }
    }
    let optional = ["truncate", "embedding_types", "output_dimension", "max_tokens"];
    check.object(&root, &["texts", "input_type"], &optional);
    let mut dimensions = DIMENSIONS_V4;
    if let Some(node) = root.get("output_dimension")
        && let Some(asked) = check.integer(&node, 0, u64::MAX)
    {
        dimensions = asked;
        if !matches!(asked, 256 | 512 | 1024 | 1536) {
            check.refuse(&node, &format!("{asked} is not a valid enum value"));
        }
    }
    if let Some(node) = root.get("max_tokens") {
        check.integer(&node, 1, MOST_TOKENS_V4);
    }
    answer(check, &root, usize::MAX, dimensions)
}

/// Checks what both versions share, and answers.
fn answer(
    mut check: Checker,
    root: &Node<'_>,
    longest: usize,
    dimensions: usize,
) -> Result<Output, ApiError> {
    let mut texts = Vec::new();
    if let Some(node) = root.get("texts") {
        for text in check.array(&node, 1, MOST_TEXTS) {
            texts.extend(check.string(&text, 1, longest));
        }
    }
    if let Some(node) = root.get("input_type") {
        check.one_of(&node, &["search_document", "search_query", "classification", "clustering"]);
    }
    if let Some(node) = root.get("truncate") {
        check.one_of(&node, &["NONE", "LEFT", "RIGHT", "START", "END"]);
    }
    let mut types = Vec::new();
    if let Some(node) = root.get("embedding_types") {
        for kind in check.array(&node, 1, 5) {
            types.extend(check.one_of(&kind, &["float", "int8", "uint8", "binary", "ubinary"]));
        }
    }
    check.end()?;

    let tokens = texts.iter().map(|text| count_tokens(text)).sum();
    let vectors: Vec<Vec<f64>> = texts.iter().map(|text| embedding(text, dimensions)).collect();
    let (response_type, embeddings) = if types.is_empty() {
        ("embeddings_floats", json!(vectors))
    } else {
        let by_type = types
            .iter()
            .map(|kind| ((*kind).to_owned(), vectors.iter().map(|v| quantize(v, kind)).collect()));
        ("embeddings_by_type", Value::Object(by_type.collect()))
    };
    let answer = json!({
        "id": ids::request_id(),
        "texts": texts,
        "embeddings": embeddings,
        "response_type": response_type,
    });
    Ok(Output::without_text(answer, tokens))
}

/// A vector in one of the types that Cohere offers.
fn quantize(vector: &[f64], kind: &str) -> Value {
    let scaled = |value: &f64| (value * 127.0).round();
    let bits = || {
        vector
            .chunks(8)
            .map(|eight| eight.iter().fold(0_i64, |byte, value| byte << 1 | i64::from(*value > 0.0)))
    };
    match kind {
        "int8" => vector.iter().map(scaled).map(|value| json!(value as i64)).collect(),
        "uint8" => vector.iter().map(scaled).map(|value| json!(value as i64 + 128)).collect(),
        "binary" => bits().map(|byte| json!(byte - 128)).collect(),
        "ubinary" => bits().map(|byte| json!(byte)).collect(),
        _ => json!(vector),
    }
}
