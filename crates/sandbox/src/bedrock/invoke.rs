//! InvokeModel and InvokeModelWithResponseStream: the body is the model's own.

use super::converse::shapes::{GUARDRAIL, GUARDRAIL_VERSION, PROJECT};
use super::families;
use super::frames;
use super::resolve::{Delivery, INVOKED, callable_model};
use super::schema;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Text, Violations};
use crate::wire::reply::Answer;
use axum::http::header::{ACCEPT, CONTENT_TYPE};

const JSON: &str = "application/json";
const METADATA: Text = Text { min: 0, max: 8500, pattern: None };

pub(super) fn invoke_model(call: &Call<'_>) -> Result<Answer, ApiError> {
    check_headers(call, ACCEPT.as_str())?;
    let model = callable_model(call, call.target, INVOKED, Delivery::Whole)?;
    refuse_unserved(call)?;
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
    check_headers(call, "x-amzn-bedrock-accept")?;
    let model = callable_model(call, call.target, INVOKED, Delivery::Stream)?;
    if !model.streaming {
        return Err(ApiError::invalid("The model is unsupported for streaming."));
    }
    refuse_unserved(call)?;
    let body = schema::read(&call.request.body)?;
    let chunks = families::invoke_stream(model, &body)?;
    let headers = vec![("x-amzn-bedrock-content-type", JSON.to_owned())];
    Ok(Answer::Stream(frames::chunks(chunks)?, headers))
}

/// The members of the request that are headers, within their bounds; and what every model of the
/// catalogue reads and writes: JSON, named without a parameter such as a character set.
fn check_headers(call: &Call<'_>, accept: &str) -> Result<(), ApiError> {
    let header = |name: &str| call.request.header(name);
    let mut violations = Violations::default();
    violations.one_of("trace", header("x-amzn-bedrock-trace"), &["ENABLED", "DISABLED", "ENABLED_FULL"]);
    violations.optional("guardrailIdentifier", header("x-amzn-bedrock-guardrailidentifier"), GUARDRAIL);
    violations.optional("guardrailVersion", header("x-amzn-bedrock-guardrailversion"), GUARDRAIL_VERSION);
    violations.one_of(
        "performanceConfigLatency",
        header("x-amzn-bedrock-performanceconfig-latency"),
        &["standard", "optimized"],
    );
    violations.one_of(
        "serviceTier",
        header("x-amzn-bedrock-service-tier"),
        &["priority", "default", "flex", "reserved"],
    );
    if let Some(metadata) = header("x-amzn-bedrock-request-metadata") {
        violations.sensitive("requestMetadata", metadata, METADATA);
    }
    violations.optional("projectIdentifier", header("x-amzn-bedrock-projectidentifier"), PROJECT);
    violations.message().map_or(Ok(()), |message| Err(ApiError::invalid(message)))?;

    // Where a caller names no type, the SDKs of Rust and JavaScript name the second.
    let types = [JSON, "application/octet-stream"];
    let fits = |kind: &str| types.iter().any(|known| kind.eq_ignore_ascii_case(known));
    if header(CONTENT_TYPE.as_str()).is_some_and(|kind| !fits(kind)) {
        return Err(ApiError::invalid(
            "The provided Content Type is invalid or not supported for this model",
        ));
    }
    let takes_json = |kinds: &str| {
        kinds
            .split(',')
            .map(|kind| kind.split(';').next().unwrap_or_default().trim())
            .any(|kind| ["*/*", "application/*", ""].contains(&kind) || kind.eq_ignore_ascii_case(JSON))
    };
    // The SDKs of some languages ask for the frames here.
    let frames = |kinds: &str| kinds.contains("application/vnd.amazon.eventstream");
    if header(accept).is_some_and(|kinds| !takes_json(kinds) && !frames(kinds)) {
        return Err(ApiError::invalid("The provided Accept Type is invalid or not supported for this model"));
    }
    Ok(())
}

/// What InvokeModel offers and the sandbox does not.
fn refuse_unserved(call: &Call<'_>) -> Result<(), ApiError> {
    let header = |name: &str| call.request.header(name).filter(|value| !value.is_empty());
    let unserved = |what: &str| Err(ApiError::invalid(format!("The sandbox does not serve {what}.")));
    if header("x-amzn-bedrock-guardrailidentifier").is_some()
        || header("x-amzn-bedrock-guardrailversion").is_some()
    {
        // No account of the sandbox has a guardrail.
        return Err(ApiError::invalid(
            "The guardrail identifier or version provided in the request does not exist.",
        ));
    }
    if header("x-amzn-bedrock-performanceconfig-latency") == Some("optimized") {
        return unserved("performanceConfigLatency optimized");
    }
    if header("x-amzn-bedrock-projectidentifier").is_some() {
        return unserved("projectIdentifier");
    }
    match header("x-amzn-bedrock-service-tier") {
        None | Some("default") => Ok(()),
        Some(tier) => unserved(&format!("serviceTier {tier}")),
    }
}
