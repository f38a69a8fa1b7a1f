//! A refusal of the gateway's, and how each surface words it.

use super::Surface;
use crate::wire::reply::respond;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// As Bedrock Runtime names it; AWS's own where AWS refused.
    pub(super) code: String,
    pub(super) message: String,
    /// The field that is at fault, if one is.
    pub(super) param: Option<&'static str>,
    /// Whether the message is AWS's answer to a call of Bedrock's: the other surfaces have no place of
    /// their own for its code.
    pub(super) of_bedrock: bool,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), param: None, of_bedrock: false }
    }

    /// What was asked cannot be.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "ValidationException", message)
    }

    /// A field cannot be.
    pub(super) fn field(param: &'static str, message: impl Into<String>) -> Self {
        Self { param: Some(param), ..Self::invalid(message) }
    }

    /// The key may not do this.
    pub(super) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "AccessDeniedException", message)
    }

    /// The surface has no such path or method.
    pub(super) fn unknown(method: &axum::http::Method, path: &str) -> Self {
        let message = format!("the gateway does not serve `{method} {path}`");
        Self::new(StatusCode::NOT_FOUND, "UnknownOperationException", message)
    }

    /// Bedrock refused.
    pub(super) fn of_bedrock(
        status: StatusCode,
        code: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self { of_bedrock: true, ..Self::new(status, code, message) }
    }

    /// The message where there is no field for AWS's code.
    pub(super) fn sentence(&self) -> String {
        if self.of_bedrock { format!("{}: {}", self.code, self.message) } else { self.message.clone() }
    }

    /// In the surface's own shape.
    pub(super) fn shown_by(&self, surface: Surface, request_id: &str) -> Response<Body> {
        let body = match surface {
            Surface::OpenAi => self.for_openai(),
            Surface::Anthropic => self.for_anthropic(request_id),
            Surface::Cohere => json!({ "id": request_id, "message": self.sentence() }),
            Surface::BedrockRuntime => json!({ "message": self.message }),
        };
        let body = Body::from(body.to_string());
        let mut response = respond(self.status, "application/json", body, request_id);
        if let (Surface::BedrockRuntime, Ok(code)) = (surface, HeaderValue::from_str(&self.code)) {
            response.headers_mut().insert(HeaderName::from_static("x-amzn-errortype"), code);
        }
        response
    }

    /// Source: "Error codes", OpenAI API reference.
    pub(super) fn for_openai(&self) -> Value {
        let kind = match self.status.as_u16() {
            429 => "rate_limit_exceeded",
            403 => "permission_error",
            500.. => "server_error",
            _ => "invalid_request_error",
        };
        let code = if self.status == StatusCode::UNAUTHORIZED { "invalid_api_key" } else { &self.code };
        json!({ "error": { "message": self.sentence(), "type": kind, "param": self.param, "code": code } })
    }

    /// Source: "Errors", Anthropic API reference.
    pub(super) fn for_anthropic(&self, request_id: &str) -> Value {
        let kind = match self.status.as_u16() {
            401 => "authentication_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            408 | 504 => "timeout_error",
            503 => "overloaded_error",
            500.. => "api_error",
            _ => "invalid_request_error",
        };
        json!({
            "type": "error",
            "error": { "type": kind, "message": self.sentence() },
            "request_id": request_id,
        })
    }
}
