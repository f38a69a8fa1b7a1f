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
use serde_json::Value;

/// A way in: each answers in the shape of its own clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surface {
    OpenAi,
    Anthropic,
    Cohere,
    BedrockRuntime,
}

const SURFACES: &[(&str, Surface)] = &[
    ("/openai_compatible/v1/", Surface::OpenAi),
    ("/anthropic_messages/v1/", Surface::Anthropic),
    ("/rerank/v2/", Surface::Cohere),
    ("/bedrock-runtime/", Surface::BedrockRuntime),
];

/// The surface that a path belongs to, and what is behind its base URL.
fn surface(path: &str) -> Option<(Surface, &str)> {
    SURFACES.iter().find_map(|(base, surface)| Some((*surface, path.strip_prefix(base)?)))
}

/// Whether a path is one of the gateway's.
pub(crate) fn is_gateway(path: &str) -> bool {
    surface(path).is_some()
}

/// Answers a request to it.
pub(crate) async fn answer(cloud: &Cloud, request: &Incoming, request_id: &str) -> Response<Body> {
    let (surface, path) = surface(&request.path).unwrap_or((Surface::OpenAi, ""));
    let outcome = match surface {
        Surface::OpenAi => openai::answer(cloud, request, path).await,
        Surface::Anthropic => anthropic::answer(cloud, request, path).await,
        Surface::Cohere => rerank::answer(cloud, request, path, request_id).await,
        Surface::BedrockRuntime => runtime::answer(cloud, request, path).await,
    };
    let mut response = outcome.unwrap_or_else(|refusal| refusal.shown_by(surface, request_id));
    // An answer of AWS's that is passed on has its own already.
    let names = match surface {
        Surface::OpenAi => Some("x-request-id"),
        Surface::Anthropic => Some("request-id"),
        Surface::Cohere | Surface::BedrockRuntime => None,
    };
    if let (Some(name), Ok(value)) = (names, HeaderValue::from_str(request_id)) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    response
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
    fn the_gateway_and_aws_share_no_path() {
        for path in ["/openai_compatible/v1/models", "/rerank/v2/rerank", "/bedrock-runtime/model/a/invoke"] {
            assert!(is_gateway(path), "{path}");
        }
        for path in ["/", "/rerank", "/rerank/v1/rerank", "/model/a/invoke", "/_sandbox/gateway/keys"] {
            assert!(!is_gateway(path), "{path}");
        }
    }
}
