//! Bedrock Runtime: signed with the key, which is access key id and secret in one. What AWS answers is
//! passed on as it is.

use super::admission::{find, selects, serves};
use super::keys::{Key, PREFIX, ProviderType};
use super::refusal::Refusal;
use super::upstream::forward;
use crate::auth::check_age;
use crate::cloud::Cloud;
use crate::sigv4::{self, Claim, Flaw, Scope};
use crate::wire::request::Incoming;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::Value;

const SERVICE: &str = "bedrock";
/// How far a signature's time may be from ours.
const MINUTES: u64 = 5;
/// The families whose own bodies `invoke` knows.
const INVOKED: [&str; 3] = ["amazon.nova", "anthropic.", "openai."];
/// The members of an InvokeModel request that are headers, and passed on.
const HEADERS: [&str; 3] =
    ["accept", "x-amzn-bedrock-performanceconfig-latency", "x-amzn-bedrock-service-tier"];

/// Passes a call on; `id` names the model, as it was sent.
pub(super) async fn call(cloud: &Cloud, request: &Incoming, id: &str) -> Result<Response<Body>, Refusal> {
    let key = authenticate(cloud, request)?;
    serves(&key, ProviderType::Bedrock)?;
    let model = percent_decode_str(id).decode_utf8_lossy();
    let verb = request.path.rsplit('/').next().unwrap_or_default();
    selects(&key, &model)?;
    refuse_guardrails(request)?;
    let mut headers = Vec::new();
    if verb == "invoke" {
        if !is_invoked(&model) {
            let message = format!(
                "invoke does not support the model family of `{model}`: use converse, or one of Nova, Anthropic and OpenAI"
            );
            return Err(Refusal::invalid(message));
        }
        let sent = HEADERS.iter().filter_map(|name| Some((*name, request.header(name)?.to_owned())));
        headers.extend(sent);
    }
    forward(cloud, &key, &model, verb, request.body.clone(), headers).await
}

/// A model's own id, with or without a geography before it.
fn is_invoked(model: &str) -> bool {
    let id = model.rsplit('/').next().unwrap_or(model);
    let behind = id.split_once('.').map_or("", |(_, rest)| rest);
    INVOKED.iter().any(|family| id.starts_with(family) || behind.starts_with(family))
}

/// The gateway has guardrails of its own.
fn refuse_guardrails(request: &Incoming) -> Result<(), Refusal> {
    let in_headers = request.headers.keys().any(|name| name.as_str().starts_with("x-amzn-bedrock-guardrail"));
    let body: Option<Value> = serde_json::from_slice(&request.body).ok();
    let in_body = ["guardrailConfig", "amazon-bedrock-guardrailConfig"]
        .iter()
        .any(|name| body.as_ref().and_then(|body| body.get(name)).is_some_and(|value| !value.is_null()));
    if in_headers || in_body {
        return Err(Refusal::invalid("Bedrock guardrail fields are not supported"));
    }
    Ok(())
}

/// The key that signed the request.
pub(super) fn authenticate(cloud: &Cloud, request: &Incoming) -> Result<Key, Refusal> {
    let unrecognized = || {
        let message = "The security token included in the request is invalid.";
        Refusal::new(StatusCode::FORBIDDEN, "UnrecognizedClientException", message)
    };
    let mismatch = |why: String| Refusal::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", why);
    let flawed = |flaw| match flaw {
        Flaw::Missing => unrecognized(),
        Flaw::Incomplete(why) | Flaw::Mismatch(why) => mismatch(why),
    };
    let claim = Claim::read(request).map_err(flawed)?;
    let scope = claim.scope().map_err(flawed)?;
    let secret = scope.access_key_id;
    let key = find(cloud, secret).filter(|_| secret.starts_with(PREFIX)).ok_or_else(unrecognized)?;
    check_age(&claim, &cloud.clock, MINUTES).map_err(mismatch)?;
    claim.check_signed_headers(request).map_err(flawed)?;
    check_scope(&scope).map_err(mismatch)?;
    if !sigv4::verify(request, &claim, &scope, secret, &cloud.signing_keys) {
        return Err(mismatch(
            "The request signature we calculated does not match the signature you provided.".to_owned(),
        ));
    }
    Ok(key)
}

/// The region is the key's, whatever the client has: only the service is looked at.
fn check_scope(scope: &Scope<'_>) -> Result<(), String> {
    match (scope.service, scope.terminator) {
        (SERVICE, "aws4_request") => Ok(()),
        _ => Err(format!("Credential should be scoped to correct service: '{SERVICE}'. ")),
    }
}
