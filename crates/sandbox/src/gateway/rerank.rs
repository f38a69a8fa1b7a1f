//! Cohere's Rerank v2 through Bedrock's InvokeModel.

use super::admission::{admit, bearer, selects};
use super::keys::ProviderType;
use super::refusal::Refusal;
use super::upstream::{invoke, read_json};
use super::{json, object};
use crate::cloud::Cloud;
use crate::wire::request::Incoming;
use axum::body::Body;
use axum::http::Response;
use serde_json::{Map, Value, json};

const KNOWN: [&str; 6] = ["model", "query", "documents", "top_n", "max_tokens_per_doc", "priority"];
/// What Bedrock's models of Cohere ask for.
const API_VERSION: u32 = 2;
/// Cohere bills a hundred documents as one search.
const DOCUMENTS_PER_SEARCH: usize = 100;

pub(super) async fn rerank(
    cloud: &Cloud,
    request: &Incoming,
    request_id: &str,
) -> Result<Response<Body>, Refusal> {
    let key = admit(cloud, bearer(request), ProviderType::BedrockRerank)?;
    let fields = object(request)?;
    let model = fields.get("model").and_then(Value::as_str).filter(|model| !model.is_empty());
    let model = model.ok_or_else(|| Refusal::field("model", "invalid request: model is required"))?;
    selects(&key, model)?;
    if let Some(name) = fields.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(Refusal::invalid(format!("invalid request: the gateway does not serve `{name}`")));
    }
    let documents = fields.get("documents").and_then(Value::as_array).map_or(0, Vec::len);
    let mut body = Map::new();
    for name in ["query", "documents", "top_n", "max_tokens_per_doc"] {
        let value = fields.get(name).filter(|value| !value.is_null());
        body.extend(value.map(|value| (name.to_owned(), value.clone())));
    }
    if model.contains("cohere.") {
        body.insert("api_version".into(), API_VERSION.into());
    }
    let answer = read_json(invoke(cloud, &key, model, "invoke", &body.into()).await?).await?;
    let searches = documents.div_ceil(DOCUMENTS_PER_SEARCH);
    Ok(json(&json!({
        "id": request_id,
        "results": answer.get("results"),
        "meta": { "api_version": { "version": "2" }, "billed_units": { "search_units": searches } },
    })))
}
