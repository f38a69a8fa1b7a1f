//! What is served, and by which surface: one list drives the routing, and what the control endpoint
//! tells of it.

use super::Surface;
use axum::http::Method;

/// What a path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    Chat,
    Embeddings,
    Models,
    Model,
    Messages,
    Rerank,
    Runtime,
}

/// Method, path and what it is for; `{id}` is a model's.
pub(super) const SERVED: &[(Method, &str, Does)] = &[
    (Method::POST, "/openai_compatible/v1/chat/completions", Does::Chat),
    (Method::POST, "/openai_compatible/v1/embeddings", Does::Embeddings),
    (Method::GET, "/openai_compatible/v1/models", Does::Models),
    (Method::GET, "/openai_compatible/v1/models/{id}", Does::Model),
    (Method::POST, "/anthropic_messages/v1/messages", Does::Messages),
    (Method::POST, "/rerank/v2/rerank", Does::Rerank),
    (Method::POST, "/bedrock-runtime/model/{id}/converse", Does::Runtime),
    (Method::POST, "/bedrock-runtime/model/{id}/converse-stream", Does::Runtime),
    (Method::POST, "/bedrock-runtime/model/{id}/invoke", Does::Runtime),
];

const SURFACES: &[(&str, Surface)] = &[
    ("/openai_compatible/v1/", Surface::OpenAi),
    ("/anthropic_messages/v1/", Surface::Anthropic),
    ("/rerank/v2/", Surface::Cohere),
    ("/bedrock-runtime/", Surface::BedrockRuntime),
];

/// The surface that a path belongs to.
pub(super) fn surface(path: &str) -> Option<Surface> {
    SURFACES.iter().find(|(base, _)| path.starts_with(base)).map(|(_, surface)| *surface)
}

/// What is asked for, and the model that the path names, as it was sent.
pub(super) fn find<'a>(method: &Method, path: &'a str) -> Option<(Does, &'a str)> {
    let fits = |pattern: &str| match pattern.split_once("{id}") {
        None => (path == pattern).then_some(""),
        Some((before, after)) => path.strip_prefix(before)?.strip_suffix(after).filter(|id| !id.is_empty()),
    };
    SERVED.iter().filter(|(of, ..)| of == method).find_map(|(_, pattern, does)| Some((*does, fits(pattern)?)))
}
