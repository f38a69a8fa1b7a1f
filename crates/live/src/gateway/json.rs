//! A request in JSON, and what its answer says.

use super::{Ask, GatewayError, Surface};
use crate::error::{Asked, LiveError};
use crate::quilr_key::redacted;
use crate::verify::Answered;
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use onboarding::fields::GatewayUrl;
use serde_json::Value;

/// More than any answer to the smallest request.
const LONGEST: usize = 1024 * 1024;
/// So much of a refusal is told.
const LONGEST_MESSAGE: usize = 600;

/// An answer that was read.
pub(super) struct Said {
    pub(super) status: u16,
    /// `Null`: it is not JSON.
    pub(super) body: Value,
    pub(super) request_id: Option<String>,
}

/// Asks a surface that speaks JSON.
pub(super) async fn ask(
    connector: &SharedHttpConnector,
    url: &GatewayUrl,
    ask: &Ask<'_>,
) -> Result<Answered, LiveError> {
    let Ask { surface, key, chosen, .. } = ask;
    let path = surface.path(&chosen.id);
    let headers = match surface {
        Surface::Messages => {
            vec![("x-api-key", key.reveal().to_owned()), ("anthropic-version", "2023-06-01".to_owned())]
        }
        _ => vec![("authorization", format!("Bearer {}", key.reveal()))],
    };
    let asked = Asked { endpoint: Some(url.as_str().to_owned()), ..Asked::default() };
    let to = format!("{}{path}", url.as_str());
    let said = post(connector, &to, headers, &surface.body(&chosen.id), &asked, surface.name()).await?;
    if !(200..300).contains(&said.status) {
        return Err(refusal(path, said).into());
    }
    match surface.read(&said.body) {
        Some(what) => Ok(Answered { what, request_id: said.request_id }),
        None => {
            let why = if said.body.is_null() { "it is not JSON" } else { "it has an unknown form" };
            Err(GatewayError::NotUnderstood { path, why: why.to_owned() }.into())
        }
    }
}

/// Sends JSON and reads the answer, whatever its status.
pub(super) async fn post(
    connector: &SharedHttpConnector,
    to: &str,
    headers: Vec<(&'static str, String)>,
    body: &Value,
    asked: &Asked,
    operation: &str,
) -> Result<Said, LiveError> {
    let unsendable = |_| asked.not_understood(operation, "the request cannot be sent");
    let mut request = HttpRequest::new(SdkBody::from(body.to_string()));
    request.set_method("POST").map_err(unsendable)?;
    request.set_uri(to).map_err(unsendable)?;
    let length = body.to_string().len().to_string();
    let common = [
        ("content-type", "application/json".to_owned()),
        ("accept", "application/json".to_owned()),
        ("content-length", length),
        ("user-agent", concat!("bedrock-role-wizard/", env!("CARGO_PKG_VERSION")).to_owned()),
    ];
    for (name, value) in headers.into_iter().chain(common) {
        request.headers_mut().try_insert(name, value).map_err(unsendable)?;
    }
    let response = connector.call(request).await.map_err(|error| asked.unreachable(operation, &error))?;
    let status = response.status().as_u16();
    let request_id = ["x-request-id", "request-id", "x-amzn-requestid"]
        .iter()
        .find_map(|name| response.headers().get(*name))
        .map(|id| id.chars().take(128).collect());
    let bytes = read(response, LONGEST)
        .await
        .ok_or_else(|| asked.not_understood(operation, "the answer broke off, or is too long"))?;
    Ok(Said { status, body: serde_json::from_slice(&bytes).unwrap_or_default(), request_id })
}

/// A body, up to so many bytes. `None`: it broke off, or is longer.
pub(super) async fn read(response: HttpResponse, at_most: usize) -> Option<Vec<u8>> {
    let mut stream = ByteStream::new(response.into_body());
    let mut bytes = Vec::new();
    while let Some(part) = stream.try_next().await.ok()? {
        bytes.extend_from_slice(&part);
        if bytes.len() > at_most {
            return None;
        }
    }
    Some(bytes)
}

/// A refusal, in the shape of OpenAI, Anthropic or Cohere.
fn refusal(path: String, said: Said) -> GatewayError {
    let Said { status, body, request_id } = said;
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    let code = text("/error/code").or_else(|| text("/error/type")).unwrap_or_default();
    let message = text("/error/message").or_else(|| text("/message")).or_else(|| text("/detail"));
    let message = message.unwrap_or("without a reason that can be read");
    GatewayError::Refused {
        what: format!("{status} {}", redacted(code)).trim_end().chars().take(100).collect(),
        path,
        message: redacted(message).chars().take(LONGEST_MESSAGE).collect(),
        request_id,
        throttled: status == 429,
    }
}
