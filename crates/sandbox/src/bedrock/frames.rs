//! Event stream frames, as Bedrock Runtime sends them.

use crate::error::ApiError;
use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::base64;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Frames of events, each with its type and its JSON.
pub(super) fn encode<'a>(events: impl IntoIterator<Item = (&'a str, Value)>) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    for (kind, payload) in events {
        let text = |value: &str| HeaderValue::String(value.to_owned().into());
        let message = Message::new(payload.to_string().into_bytes())
            .add_header(Header::new(":event-type", text(kind)))
            .add_header(Header::new(":content-type", text("application/json")))
            .add_header(Header::new(":message-type", text("event")));
        write_message_to(&message, &mut bytes).map_err(|error| {
            ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerException", error.to_string())
        })?;
    }
    Ok(bytes)
}

/// `chunk` events of InvokeModelWithResponseStream: each the base64 of a JSON of the model's own.
pub(super) fn chunks(values: Vec<Value>) -> Result<Vec<u8>, ApiError> {
    encode(values.into_iter().map(|value| ("chunk", json!({ "bytes": base64::encode(value.to_string()) }))))
}
