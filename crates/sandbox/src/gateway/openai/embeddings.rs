//! Embeddings: Titan takes one text at a time, Cohere several.

use super::super::admission::{admit, bearer, selects};
use super::super::keys::{Key, ProviderType};
use super::super::refusal::Refusal;
use super::super::upstream::{invoke, read_json};
use super::super::{json, object};
use super::{named_model, refuse_unknown};
use crate::cloud::Cloud;
use crate::wire::request::Incoming;
use aws_smithy_types::base64;
use axum::body::Body;
use axum::http::Response;
use serde_json::{Map, Value, json};

const KNOWN: &[&str] = &["model", "input", "dimensions", "encoding_format", "user"];
/// As many as a Cohere model takes.
const MOST_TEXTS: usize = 96;

/// The vectors of some texts, and how many tokens these had.
struct Embedded {
    vectors: Vec<Value>,
    tokens: u64,
}

pub(in crate::gateway) async fn embed(cloud: &Cloud, request: &Incoming) -> Result<Response<Body>, Refusal> {
    let key = admit(cloud, bearer(request), ProviderType::BedrockEmbeddings)?;
    let fields = object(request)?;
    let model = named_model(&fields)?;
    selects(&key, model)?;
    refuse_unknown(&fields, KNOWN)?;
    let texts = texts(&fields)?;
    let in_base64 = match fields.get("encoding_format").map(Value::as_str) {
        None | Some(Some("float")) => false,
        Some(Some("base64")) => true,
        Some(_) => {
            return Err(Refusal::field("encoding_format", "`encoding_format` must be float or base64"));
        }
    };
    let embedded = if model.contains("cohere.embed") {
        of_cohere(cloud, &key, model, &texts, &fields).await?
    } else {
        of_titan(cloud, &key, model, &texts, &fields).await?
    };
    let shown = |vector: &Value| if in_base64 { packed(vector) } else { vector.clone() };
    let data: Vec<Value> = embedded
        .vectors
        .iter()
        .enumerate()
        .map(|(at, vector)| json!({ "object": "embedding", "index": at, "embedding": shown(vector) }))
        .collect();
    let usage = json!({ "prompt_tokens": embedded.tokens, "total_tokens": embedded.tokens });
    Ok(json(&json!({ "object": "list", "data": data, "model": model, "usage": usage })))
}

fn texts(fields: &Map<String, Value>) -> Result<Vec<&str>, Refusal> {
    let wrong = || {
        let message = format!("`input` must be a text or a list of 1 to {MOST_TEXTS} texts");
        Refusal::field("input", message)
    };
    match fields.get("input") {
        Some(Value::String(text)) => Ok(vec![text]),
        Some(Value::Array(texts)) if (1..=MOST_TEXTS).contains(&texts.len()) => {
            texts.iter().map(|text| text.as_str().ok_or_else(wrong)).collect()
        }
        _ => Err(wrong()),
    }
}

/// One call a text.
async fn of_titan(
    cloud: &Cloud,
    key: &Key,
    model: &str,
    texts: &[&str],
    fields: &Map<String, Value>,
) -> Result<Embedded, Refusal> {
    let mut embedded = Embedded { vectors: Vec::new(), tokens: 0 };
    for text in texts {
        let body = with_dimensions(json!({ "inputText": text }), "dimensions", fields);
        let (tokens, vector) = answered(cloud, key, model, &body, "embedding").await?;
        embedded.tokens += tokens;
        embedded.vectors.extend(vector);
    }
    Ok(embedded)
}

async fn of_cohere(
    cloud: &Cloud,
    key: &Key,
    model: &str,
    texts: &[&str],
    fields: &Map<String, Value>,
) -> Result<Embedded, Refusal> {
    let body = json!({ "texts": texts, "input_type": "search_document" });
    let body = with_dimensions(body, "output_dimension", fields);
    let (tokens, vectors) = answered(cloud, key, model, &body, "embeddings").await?;
    let vectors = match vectors {
        Some(Value::Array(vectors)) => vectors,
        _ => Vec::new(),
    };
    Ok(Embedded { vectors, tokens })
}

/// How many tokens a call took, and what its answer has under a name. The header counts for every
/// model: Cohere's body does not.
async fn answered(
    cloud: &Cloud,
    key: &Key,
    model: &str,
    body: &Value,
    name: &str,
) -> Result<(u64, Option<Value>), Refusal> {
    let answer = invoke(cloud, key, model, "invoke", body).await?;
    let tokens = answer.headers().get("x-amzn-bedrock-input-token-count");
    let tokens = tokens.and_then(|count| count.to_str().ok()?.parse().ok()).unwrap_or(0);
    Ok((tokens, read_json(answer).await?.get_mut(name).map(Value::take)))
}

fn with_dimensions(mut body: Value, name: &str, fields: &Map<String, Value>) -> Value {
    let asked = fields.get("dimensions").filter(|asked| !asked.is_null());
    if let (Some(asked), Value::Object(body)) = (asked, &mut body) {
        body.insert(name.to_owned(), asked.clone());
    }
    body
}

/// The base64 of the numbers as 32 bits each, the lowest byte first, as OpenAI's clients ask for them.
#[allow(clippy::cast_possible_truncation)]
fn packed(vector: &Value) -> Value {
    let numbers = vector.as_array().map_or(&[][..], Vec::as_slice);
    let bytes = numbers.iter().filter_map(Value::as_f64).flat_map(|number| (number as f32).to_le_bytes());
    base64::encode(bytes.collect::<Vec<u8>>()).into()
}
