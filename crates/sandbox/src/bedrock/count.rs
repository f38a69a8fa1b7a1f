//! CountTokens: what a request would count, without its answer.

use super::converse::{prompt, shapes};
use super::families;
use super::resolve::{Delivery, countable_model};
use super::schema;
use super::shape::{DOCUMENT, Member, Shape, optional, read, required};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::wire::reply::Answer;
use aws_smithy_types::base64;
use serde_json::{Value, json};

const INPUT: &[Member] = &[required(
    "input",
    &Shape::Union {
        name: "CountTokensInput",
        of: &[
            optional("invokeModel", &Shape::Structure(&[required("body", &Shape::Blob { min: 0 })])),
            optional(
                "converse",
                &Shape::Structure(&[
                    optional("messages", &shapes::MESSAGES),
                    optional("system", &shapes::SYSTEM),
                    optional("toolConfig", &shapes::TOOL_CONFIG),
                    optional("additionalModelRequestFields", &DOCUMENT),
                ]),
            ),
        ],
    },
)];
/// Whatever the model itself reads, the count stops here (reported of the service in 2026).
const MOST: usize = 200_000;

pub(super) fn count_tokens(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = read(&call.request.body, INPUT)?;
    let model = countable_model(call)?;
    let prompt = match input.pointer("/input/converse") {
        Some(conversation) => prompt(conversation, model, Delivery::Whole)?,
        None => {
            let body = input.pointer("/input/invokeModel/body").and_then(Value::as_str).unwrap_or_default();
            let body = base64::decode(body).unwrap_or_default();
            families::read_chat(model, &schema::read(&body)?)?
        }
    };
    match prompt.tokens() {
        count if count > MOST => {
            Err(ApiError::invalid(format!("prompt is too long: {count} tokens > {MOST} maximum")))
        }
        count => Ok(Answer::json(json!({ "inputTokens": count }))),
    }
}
