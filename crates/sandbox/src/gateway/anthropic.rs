//! Anthropic's Messages through Bedrock's InvokeModel: its models speak the same there, but that the
//! path names the model and the body the version.

use super::admission::{admit, bearer, selects};
use super::keys::ProviderType;
use super::refusal::Refusal;
use super::stream::{self, Translate, named};
use super::upstream::{invoke, read_json};
use super::{json, object};
use crate::cloud::Cloud;
use crate::ids;
use crate::wire::request::Incoming;
use aws_smithy_types::base64;
use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};

const VERSION: &str = "bedrock-2023-05-31";

/// The key of an `x-api-key` header, which is the one that QuilrAI's documentation names; Anthropic's
/// newer clients send theirs as a bearer.
pub(super) fn secret(request: &Incoming) -> Option<&str> {
    if request.headers.contains_key("x-api-key") {
        request.only_header("x-api-key").ok().flatten().map(str::trim)
    } else {
        bearer(request)
    }
}

pub(super) async fn messages(cloud: &Cloud, request: &Incoming) -> Result<Response<Body>, Refusal> {
    let key = admit(cloud, secret(request), ProviderType::AnthropicMessagesBedrock)?;
    let mut fields = object(request)?;
    let model = fields.remove("model");
    let model = model.as_ref().and_then(Value::as_str).filter(|model| !model.is_empty());
    let model = model.ok_or_else(|| Refusal::field("model", "model: Field required"))?;
    selects(&key, model)?;
    if !model.contains("anthropic.") && !model.starts_with("arn:") {
        return Err(Refusal::invalid(format!("model: `{model}` is not a model of Anthropic's")));
    }
    let streams = match fields.remove("stream") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(streams)) => streams,
        Some(_) => return Err(Refusal::invalid("stream: Input should be a valid boolean")),
    };
    fields.insert("anthropic_version".into(), VERSION.into());
    let betas = request.headers.get_all("anthropic-beta").iter().filter_map(|value| value.to_str().ok());
    let betas: Vec<&str> = betas.flat_map(|list| list.split(',')).map(str::trim).collect();
    if !betas.is_empty() {
        fields.insert("anthropic_beta".into(), json!(betas));
    }
    let body = fields.into();
    if streams {
        let answer = invoke(cloud, &key, model, "invoke-with-response-stream", &body).await?;
        return Ok(stream::response(answer, Events));
    }
    Ok(json(&read_json(invoke(cloud, &key, model, "invoke", &body).await?).await?))
}

/// Each chunk of Bedrock's holds an event of Anthropic's.
struct Events;

impl Translate for Events {
    fn event(&mut self, _kind: &str, payload: &Value) -> String {
        let bytes = payload.get("bytes").and_then(Value::as_str).and_then(|text| base64::decode(text).ok());
        let event = bytes.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let Some(mut event) = event else { return String::new() };
        if let Value::Object(event) = &mut event {
            event.remove("amazon-bedrock-invocationMetrics");
        }
        let name = event.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        named(&name, &event)
    }

    fn failed(&mut self, refusal: &Refusal) -> String {
        named("error", &refusal.for_anthropic(&ids::request_id()))
    }

    fn end(&mut self) -> String {
        String::new()
    }
}
