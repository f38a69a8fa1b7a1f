//! Calls of Bedrock Runtime, with what they answer or how they were refused.

use super::{refusal, runtime_of};
use aws_credential_types::Credentials;
use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::types::{ContentBlock, ConversationRole, Message};
use sandbox::Sandbox;
use serde_json::Value;

pub const NOVA: &str = "amazon.nova-micro-v1:0";
pub const HAIKU: &str = "anthropic.claude-haiku-4-5-20251001-v1:0";
pub const OLD_HAIKU: &str = "anthropic.claude-3-haiku-20240307-v1:0";

pub fn says(role: ConversationRole, text: &str) -> Message {
    Message::builder().role(role).content(ContentBlock::Text(text.into())).build().unwrap()
}

pub async fn converse(
    sandbox: &Sandbox,
    keys: &Credentials,
    region: &str,
    model: &str,
) -> Result<String, (String, u16, String)> {
    let call = runtime_of(sandbox, keys.clone(), region).converse().model_id(model);
    match call.messages(says(ConversationRole::User, "hello")).send().await {
        Ok(answer) => {
            Ok(answer.output().unwrap().as_message().unwrap().content()[0].as_text().unwrap().clone())
        }
        Err(error) => Err(refusal::<(), _>(Err(error))),
    }
}

pub async fn invoke(
    sandbox: &Sandbox,
    keys: &Credentials,
    model: &str,
    body: &Value,
) -> Result<Value, (String, u16, String)> {
    invoke_in(sandbox, keys, "us-east-1", model, body).await
}

pub async fn invoke_in(
    sandbox: &Sandbox,
    keys: &Credentials,
    region: &str,
    model: &str,
    body: &Value,
) -> Result<Value, (String, u16, String)> {
    let call = runtime_of(sandbox, keys.clone(), region).invoke_model().model_id(model);
    match call.body(Blob::new(body.to_string())).send().await {
        Ok(answer) => Ok(serde_json::from_slice(answer.body().as_ref()).unwrap()),
        Err(error) => Err(refusal::<(), _>(Err(error))),
    }
}

/// The text of a stream and, where it ended otherwise than it should, the exception that the SDK made
/// of it; a broken connection has none.
pub async fn converse_stream(sandbox: &Sandbox, keys: &Credentials, model: &str) -> (String, Option<String>) {
    let call = runtime_of(sandbox, keys.clone(), "us-east-1").converse_stream().model_id(model);
    let answer = call.messages(says(ConversationRole::User, "hello")).send().await.unwrap();
    let (mut stream, mut text) = (answer.stream, String::new());
    loop {
        match stream.recv().await {
            Ok(Some(event)) => {
                let delta = event.as_content_block_delta().ok().and_then(|delta| delta.delta());
                text.push_str(delta.and_then(|delta| delta.as_text().ok()).map_or("", String::as_str));
            }
            Ok(None) => return (text, None),
            Err(error) => {
                let shown = error.as_service_error().map(|error| format!("{error:?}")).unwrap_or_default();
                return (text, Some(shown.split('(').next().unwrap_or_default().to_owned()));
            }
        }
    }
}
