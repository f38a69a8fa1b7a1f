//! Bedrock, Bedrock Runtime, and Rerank of the agents' runtime: one endpoint here, told apart by
//! their paths.

mod answer;
pub(crate) mod catalogue;
mod concepts;
mod control;
mod converse;
mod count;
mod families;
mod frames;
mod invoke;
mod rerank;
mod resolve;
mod schema;
mod shape;
mod text;

use crate::cloud::{Call, Operation};
use crate::error::ApiError;
use crate::wire::reply::Answer;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

/// Operations whose path is fixed.
const FIXED: &[(Method, &str, Operation)] = &[
    (
        Method::GET,
        "/foundation-models",
        Operation { name: "ListFoundationModels", run: control::list_foundation_models },
    ),
    (
        Method::GET,
        "/inference-profiles",
        Operation { name: "ListInferenceProfiles", run: control::list_inference_profiles },
    ),
    (
        Method::POST,
        "/inference-profiles",
        Operation {
            name: "CreateInferenceProfile",
            run: |call| with_json(call, control::create_inference_profile),
        },
    ),
    (
        Method::POST,
        "/listTagsForResource",
        Operation {
            name: "ListTagsForResource",
            run: |call| with_json(call, control::list_tags_for_resource),
        },
    ),
    (Method::POST, "/rerank", Operation { name: "Rerank", run: |call| with_json(call, rerank::rerank) }),
    (
        Method::POST,
        "/tagResource",
        Operation { name: "TagResource", run: |call| with_json(call, control::tag_resource) },
    ),
    (
        Method::POST,
        "/untagResource",
        Operation { name: "UntagResource", run: |call| with_json(call, control::untag_resource) },
    ),
];

/// Operations whose path ends with what it names.
const NAMING: &[(Method, &str, Operation)] = &[
    (
        Method::GET,
        "/foundation-models/",
        Operation { name: "GetFoundationModel", run: control::get_foundation_model },
    ),
    (
        Method::GET,
        "/foundation-model-availability/",
        Operation { name: "GetFoundationModelAvailability", run: control::get_foundation_model_availability },
    ),
    (
        Method::GET,
        "/inference-profiles/",
        Operation { name: "GetInferenceProfile", run: control::get_inference_profile },
    ),
    (
        Method::DELETE,
        "/inference-profiles/",
        Operation { name: "DeleteInferenceProfile", run: control::delete_inference_profile },
    ),
];

/// `POST /model/{modelId}/…`
const OF_MODEL: &[(&str, Operation)] = &[
    ("converse", Operation { name: "Converse", run: |call| with_json(call, converse::converse) }),
    (
        "converse-stream",
        Operation { name: "ConverseStream", run: |call| with_json(call, converse::converse_stream) },
    ),
    ("count-tokens", Operation { name: "CountTokens", run: |call| with_json(call, count::count_tokens) }),
    ("invoke", Operation { name: "InvokeModel", run: invoke::invoke_model }),
    (
        "invoke-with-response-stream",
        Operation { name: "InvokeModelWithResponseStream", run: invoke::invoke_model_stream },
    ),
];

/// An operation whose input is JSON by its model; InvokeModel's is whatever its model reads.
/// Source: smithy's restJson1, "Content type".
fn with_json(call: &Call<'_>, run: fn(&Call<'_>) -> Result<Answer, ApiError>) -> Result<Answer, ApiError> {
    let kind = call.request.header(CONTENT_TYPE.as_str()).unwrap_or("application/json");
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return run(call);
    }
    Err(ApiError::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "UnsupportedMediaTypeException",
        format!("The content type {kind} is not supported. Use application/json."),
    ))
}

/// What is served.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    let by_path = FIXED.iter().chain(NAMING).map(|(_, _, operation)| operation);
    by_path.chain(OF_MODEL.iter().map(|(_, operation)| operation))
}

/// The operation behind a method and a path, and what the path names.
pub(crate) fn route(method: &Method, path: &str) -> Option<(&'static Operation, String)> {
    let fixed = FIXED.iter().find(|(of, exact, _)| of == method && *exact == path);
    if let Some((_, _, operation)) = fixed {
        return Some((operation, String::new()));
    }
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    for (of, start, operation) in NAMING {
        let named = path.strip_prefix(start).filter(|named| of == method && !named.is_empty());
        if let Some(named) = named {
            return Some((operation, decoded(named)));
        }
    }
    // An ARN may come with its slashes unescaped: what names the model is all between the ends.
    let (model, verb) = path.strip_prefix("/model/").filter(|_| method == Method::POST)?.rsplit_once('/')?;
    let (_, operation) = OF_MODEL.iter().find(|(known, _)| *known == verb && !model.is_empty())?;
    Some((operation, decoded(model)))
}
