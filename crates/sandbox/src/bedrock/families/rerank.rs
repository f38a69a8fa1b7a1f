//! Cohere Rerank 3.5 and Amazon Rerank 1.0: the same shape, but that Cohere's wants an API version.

use super::Output;
use crate::bedrock::schema::{Checker, Node, Style};
use crate::bedrock::text::{count_tokens, relevance};
use crate::error::ApiError;
use serde_json::{Value, json};

const MOST_DOCUMENTS: usize = 1000;
/// The oldest version that Bedrock takes.
const API_VERSION: u64 = 2;

/// Whose model it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Maker {
    Cohere,
    Amazon,
}

pub(super) fn invoke(body: &Value, maker: Maker) -> Result<Output, ApiError> {
    let mut check = Checker::new(Style::JsonSchema);
    let root = Node::root(body);
    match maker {
        Maker::Cohere => {
            check.object(&root, &["query", "documents", "api_version"], &["top_n", "max_tokens_per_doc"])
        }
        // Whether Amazon's takes an api_version is not documented; refusing it would be a guess.
        Maker::Amazon => check.object(&root, &["query", "documents"], &["top_n", "api_version"]),
    };
    let query = root.get("query").and_then(|node| check.string(&node, 1, usize::MAX)).unwrap_or_default();
    let mut documents = Vec::new();
    if let Some(node) = root.get("documents") {
        for document in check.array(&node, 1, MOST_DOCUMENTS) {
            documents.extend(check.string(&document, 1, usize::MAX));
        }
    }
    let top_n = root.get("top_n").and_then(|node| check.integer(&node, 1, u64::MAX));
    if let Some(node) = root.get("api_version") {
        check.integer(&node, API_VERSION, u64::MAX);
    }
    if let Some(node) = root.get("max_tokens_per_doc") {
        check.integer(&node, 1, u64::MAX);
    }
    check.end()?;

    let results: Vec<Value> = rank(query, &documents, top_n)
        .into_iter()
        .map(|(index, score)| json!({ "index": index, "relevance_score": score }))
        .collect();
    let tokens = documents.iter().map(|document| count_tokens(document)).sum::<usize>() + count_tokens(query);
    Ok(Output::without_text(json!({ "results": results }), tokens))
}

/// The documents by their relevance, the most relevant first: each one's index and score.
pub(in crate::bedrock) fn rank(query: &str, documents: &[&str], most: Option<usize>) -> Vec<(usize, f64)> {
    let mut ranked: Vec<(usize, f64)> = relevance(query, documents).into_iter().enumerate().collect();
    // A stable sort: of two as relevant, the earlier one stays first.
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked.truncate(most.unwrap_or(usize::MAX));
    ranked
}
