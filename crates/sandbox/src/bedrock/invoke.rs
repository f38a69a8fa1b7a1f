//! InvokeModel and InvokeModelWithResponseStream: the body is the model's own.

use super::families;
use super::frames;
use super::resolve::{Delivery, callable_model};
use super::schema;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::wire::reply::Answer;

pub(super) fn invoke_model(call: &Call<'_>) -> Result<Answer, ApiError> {
    let model = callable_model(call, Delivery::Whole)?;
    let body = schema::read(&call.request.body)?;
    let output = families::invoke(model, &body)?;
    let headers = vec![
        ("x-amzn-bedrock-invocation-latency", output.latency_millis.to_string()),
        ("x-amzn-bedrock-input-token-count", output.input_tokens.to_string()),
        ("x-amzn-bedrock-output-token-count", output.output_tokens.to_string()),
    ];
    Ok(Answer::Json(output.body, headers))
}

pub(super) fn invoke_model_stream(call: &Call<'_>) -> Result<Answer, ApiError> {
    let model = callable_model(call, Delivery::Stream)?;
    let body = schema::read(&call.request.body)?;
    let chunks = families::invoke_stream(model, &body)?;
    let headers = vec![("x-amzn-bedrock-content-type", "application/json".to_owned())];
    Ok(Answer::Stream(frames::chunks(chunks)?, headers))
}
