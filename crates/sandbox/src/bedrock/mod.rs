//! Bedrock and Bedrock Runtime: one endpoint here, told apart by their paths.

mod answer;
pub(crate) mod catalogue;
mod control;
mod converse;
mod families;
mod frames;
mod invoke;
mod resolve;
mod schema;
mod text;

use crate::cloud::Operation;
use axum::http::Method;
use percent_encoding::percent_decode_str;

const LIST_FOUNDATION_MODELS: Operation =
    Operation { name: "ListFoundationModels", run: control::list_foundation_models };
const LIST_INFERENCE_PROFILES: Operation =
    Operation { name: "ListInferenceProfiles", run: control::list_inference_profiles };
const CONVERSE: Operation = Operation { name: "Converse", run: converse::converse };
const CONVERSE_STREAM: Operation = Operation { name: "ConverseStream", run: converse::converse_stream };
const INVOKE_MODEL: Operation = Operation { name: "InvokeModel", run: invoke::invoke_model };
const INVOKE_MODEL_STREAM: Operation =
    Operation { name: "InvokeModelWithResponseStream", run: invoke::invoke_model_stream };

/// The operation behind a method and a path, and what the path names.
pub(crate) fn route(method: &Method, path: &str) -> Option<(&'static Operation, String)> {
    match (method, path) {
        (&Method::GET, "/foundation-models") => return Some((&LIST_FOUNDATION_MODELS, String::new())),
        (&Method::GET, "/inference-profiles") => return Some((&LIST_INFERENCE_PROFILES, String::new())),
        _ => {}
    }
    // An ARN may come with its slashes unescaped: what names the model is all between the ends.
    let (model, verb) = path.strip_prefix("/model/")?.rsplit_once('/')?;
    let operation = match (method, verb) {
        (&Method::POST, "converse") => &CONVERSE,
        (&Method::POST, "converse-stream") => &CONVERSE_STREAM,
        (&Method::POST, "invoke") => &INVOKE_MODEL,
        (&Method::POST, "invoke-with-response-stream") => &INVOKE_MODEL_STREAM,
        _ => return None,
    };
    Some((operation, percent_decode_str(model).decode_utf8_lossy().into_owned()))
}
