//! A refusal as AWS words it: a code, an HTTP status and a message.

use axum::http::StatusCode;

/// What an operation answers instead of a result. The protocol's frame is put round it by
/// [`crate::wire`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// 400 with a code.
    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 403 with a code.
    pub(crate) fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// IAM and STS: a value against its rule.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::bad_request("ValidationError", message)
    }

    /// IAM: there is no such thing.
    pub(crate) fn no_such_entity(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NoSuchEntity", message)
    }

    /// IAM: a conflict with what is there, or a quota.
    pub(crate) fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// IAM and STS: a policy document that is not one.
    pub(crate) fn malformed_policy(message: impl Into<String>) -> Self {
        Self::bad_request("MalformedPolicyDocument", message)
    }

    /// Bedrock: a value against its rule.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::bad_request("ValidationException", message)
    }
}
