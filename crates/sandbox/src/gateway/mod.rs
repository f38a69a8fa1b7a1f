//! QuilrAI's gateway: it holds keys, assumes each one's role as `quilr-gateway`, and answers the
//! clients of OpenAI, Anthropic, Cohere and Bedrock Runtime in their own shapes. `docs/gateway.md`
//! describes it.
//!
//! It is a client of the sandbox's AWS and no part of it: every call upstream is signed and goes
//! through the same door as anybody's, so that permissions, events and faults are those of the world.

mod admission;
mod anthropic;
mod dashboard;
mod form;
mod keys;
mod openai;
mod refusal;
mod rerank;
mod routes;
mod runtime;
mod sessions;
mod stream;
mod upstream;

pub(crate) use dashboard::{Refused, act as act_on_dashboard, rest as dashboard_path};
pub(crate) use form::{Flaw, read as read_form};
pub(crate) use keys::KeyRing;
pub(crate) use sessions::Sessions;

use crate::cloud::Cloud;
use crate::wire::request::Incoming;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, header};
use refusal::Refusal;
use routes::{Does, SERVED};
use serde_json::Value;

/// A way in: each answers in the shape of its own clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surface {
    OpenAi,
    Anthropic,
    Cohere,
    BedrockRuntime,
}

/// Whether a path is one of the gateway's.
pub(crate) fn is_gateway(path: &str) -> bool {
    routes::surface(path).is_some()
}

/// Method and path of everything that is served.
pub(crate) fn served() -> impl Iterator<Item = (&'static str, &'static str)> {
    SERVED.iter().map(|(method, path, _)| (method.as_str(), *path))
}

/// Answers a request to it.
pub(crate) async fn answer(cloud: &Cloud, request: &Incoming, request_id: &str) -> Response<Body> {
    let surface = routes::surface(&request.path).unwrap_or(Surface::OpenAi);
    let outcome = match routes::find(&request.method, &request.path) {
        Some((Does::Chat, _)) => openai::chat(cloud, request).await,
        Some((Does::Embeddings, _)) => openai::embeddings(cloud, request).await,
        Some((Does::Models, _)) => openai::models(cloud, request),
        Some((Does::Model, id)) => openai::model(cloud, request, id),
        Some((Does::Messages, _)) => anthropic::messages(cloud, request).await,
        Some((Does::Rerank, _)) => rerank::rerank(cloud, request, request_id).await,
        Some((Does::Runtime, id)) => runtime::call(cloud, request, id).await,
        None => unknown(cloud, request, surface),
    };
    let mut response = outcome.unwrap_or_else(|refusal| refusal.shown_by(surface, request_id));
    // An answer of Bedrock Runtime's has that of its call already.
    let name = match surface {
        Surface::OpenAi => Some("x-request-id"),
        Surface::Anthropic => Some("request-id"),
        Surface::Cohere | Surface::BedrockRuntime => None,
    };
    if let (Some(name), Ok(value)) = (name, HeaderValue::from_str(request_id)) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    response
}

/// Who has no key is not told what there is.
fn unknown(cloud: &Cloud, request: &Incoming, surface: Surface) -> Result<Response<Body>, Refusal> {
    match surface {
        Surface::OpenAi | Surface::Cohere => admission::known(cloud, admission::bearer(request)).map(|_| ()),
        Surface::Anthropic => admission::known(cloud, anthropic::secret(request)).map(|_| ()),
        Surface::BedrockRuntime => runtime::authenticate(cloud, request).map(|_| ()),
    }?;
    if request.path.ends_with("/invoke-with-response-stream") {
        return Err(Refusal::invalid("stream invoke is not enabled: use converse-stream"));
    }
    Err(Refusal::unknown(&request.method, &request.path))
}

/// The body, a JSON object.
fn object(request: &Incoming) -> Result<serde_json::Map<String, Value>, Refusal> {
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Refusal::invalid("the body is not a JSON object")),
        Err(error) => Err(Refusal::invalid(format!("the body is not JSON: {error}"))),
    }
}

fn json(value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_names_every_path_and_every_field() {
        let text = include_str!("../../../../docs/gateway.md");
        for (method, path) in served() {
            assert!(text.contains(&format!("`{method} {path}`")), "docs/gateway.md lacks {method} {path}");
        }
        for field in form::FIELDS.iter().chain(&form::STATIC_FIELDS) {
            assert!(text.contains(&format!("`{field}`")), "docs/gateway.md lacks {field}");
        }
    }

    #[test]
    fn the_gateway_and_aws_share_no_path() {
        for path in ["/openai_compatible/v1/models", "/rerank/v2/rerank", "/bedrock-runtime/model/a/invoke"] {
            assert!(is_gateway(path), "{path}");
        }
        for path in ["/", "/rerank", "/rerank/v1/rerank", "/model/a/invoke", "/_sandbox/gateway/keys"] {
            assert!(!is_gateway(path), "{path}");
        }
    }
}
