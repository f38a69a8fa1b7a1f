//! What AWS says in each case, to the letter.

use super::rule::{Fault, StreamExceptionKind};
use crate::auth::expired_token;
use crate::error::ApiError;
use crate::wire::reply::Protocol;
use axum::http::StatusCode;

/// Those of STS, IAM and CloudTrail. Source: "Common errors", IAM API Reference.
const UNAVAILABLE: &str = "The request has failed due to a temporary failure of the server.";
const FAILURE: &str = "The request processing has failed because of an unknown error, exception or failure.";
/// Bedrock's, from public reports; where there are none, the service model's documentation.
const BEDROCK_THROTTLED: &str = "Too many requests, please wait before trying again.";
const BEDROCK_UNAVAILABLE: &str = "Bedrock is unable to process your request.";
const BEDROCK_FAILURE: &str =
    "The system encountered an unexpected error during processing. Try your request again.";
const NO_ACCESS: &str = "You don't have access to the model with the specified model ID.";
const MARKETPLACE: &str = "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 5 minutes.";
const PAYMENT: &str = "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 5 minutes.";
const USE_CASE: &str = "Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.";
const NOT_READY: &str = "The model specified in the request is not ready to serve inference requests.";
const TIMEOUT: &str =
    "The request took too long to process. Processing time exceeded the model timeout length.";
const MODEL_ERROR: &str = "The request failed due to an error while processing the model.";
const QUOTA: &str =
    "Your request exceeds the service quota for your account. You can resubmit your request later.";
/// No code of AWS's: it stands in our own event log only.
const LOST: &str = "ConnectionReset";
const STREAM_ERROR: &str = "An error occurred while streaming the response. Retry your request.";

/// How a call is refused. Faults that are no refusal come out as an internal failure; none gets here.
pub(super) fn refusal(fault: Fault, protocol: Protocol) -> ApiError {
    let too_many = StatusCode::TOO_MANY_REQUESTS;
    let forbidden = |message| ApiError::forbidden("AccessDeniedException", message);
    match fault {
        Fault::Throttle => match protocol {
            Protocol::Query { .. } => ApiError::bad_request("Throttling", "Rate exceeded"),
            Protocol::Json11 => ApiError::bad_request("ThrottlingException", "Rate exceeded"),
            Protocol::Json => ApiError::new(too_many, "ThrottlingException", BEDROCK_THROTTLED),
        },
        Fault::ServiceUnavailable => {
            let (code, message) = match protocol {
                Protocol::Query { .. } | Protocol::Json11 => ("ServiceUnavailable", UNAVAILABLE),
                Protocol::Json => ("ServiceUnavailableException", BEDROCK_UNAVAILABLE),
            };
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, code, message)
        }
        Fault::ExpiredToken => expired_token(protocol),
        Fault::ModelAccessNotGranted => forbidden(NO_ACCESS),
        Fault::MarketplaceNotAuthorized => forbidden(MARKETPLACE),
        Fault::MarketplacePayment => forbidden(PAYMENT),
        Fault::UseCaseMissing => ApiError::new(StatusCode::NOT_FOUND, "ResourceNotFoundException", USE_CASE),
        Fault::ModelNotReady => ApiError::new(too_many, "ModelNotReadyException", NOT_READY),
        Fault::ModelTimeout => ApiError::new(StatusCode::REQUEST_TIMEOUT, "ModelTimeoutException", TIMEOUT),
        Fault::ModelError => ApiError::new(StatusCode::FAILED_DEPENDENCY, "ModelErrorException", MODEL_ERROR),
        Fault::QuotaExceeded => ApiError::bad_request("ServiceQuotaExceededException", QUOTA),
        _ => {
            let (code, message) = match protocol {
                Protocol::Query { .. } | Protocol::Json11 => ("InternalFailure", FAILURE),
                Protocol::Json => ("InternalServerException", BEDROCK_FAILURE),
            };
            ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, code, message)
        }
    }
}

/// The answer to a request whose connection breaks before it: it stands in the event log, and nobody
/// reads it.
pub(super) fn nobody_reads() -> ApiError {
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, LOST, "")
}

/// Whether it is that answer.
pub(crate) fn is_lost(error: &ApiError) -> bool {
    error.code == LOST
}

/// An exception inside a stream: its type and its message.
pub(super) fn in_stream(kind: StreamExceptionKind) -> (&'static str, &'static str) {
    match kind {
        StreamExceptionKind::Throttling => ("throttlingException", BEDROCK_THROTTLED),
        StreamExceptionKind::ModelStreamError => ("modelStreamErrorException", STREAM_ERROR),
        StreamExceptionKind::InternalServer => ("internalServerException", BEDROCK_FAILURE),
        StreamExceptionKind::ServiceUnavailable => ("serviceUnavailableException", BEDROCK_UNAVAILABLE),
        StreamExceptionKind::ModelTimeout => ("modelTimeoutException", TIMEOUT),
    }
}
