//! The gateway's calls to AWS: signed, and sent in at the front door.

use super::keys::Key;
use super::refusal::Refusal;
use super::sessions;
use crate::cloud::Cloud;
use crate::faults::deliver;
use crate::faults::line::Line;
use crate::ids;
use crate::server;
use crate::session::Credentials;
use crate::sigv4::{self, percent_encode_rfc3986};
use crate::wire::request::Incoming;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use serde_json::Value;
use std::net::Ipv4Addr;

/// The longest answer that is read whole.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;
/// How often a call is tried that AWS throttles: once more, and at once.
pub(super) const ATTEMPTS: usize = 2;
const AGENT: &str = "quilr-gateway";

/// A call to be made.
pub(super) struct Outgoing {
    /// The signing name.
    pub(super) service: &'static str,
    pub(super) region: String,
    pub(super) path: String,
    /// Names in small letters.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Bytes,
}

/// Sends it, and waits for the answer as long as its delivery takes.
pub(super) async fn send(
    cloud: &Cloud,
    outgoing: &Outgoing,
    credentials: &Credentials,
) -> Result<Response<Body>, Refusal> {
    let mut headers = HeaderMap::new();
    let host = format!("{}.{}.amazonaws.com", outgoing.service, outgoing.region);
    let own = [("host", host), (USER_AGENT.as_str(), AGENT.to_owned())];
    for (name, value) in own.iter().chain(&outgoing.headers) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    let mut request = Incoming {
        method: Method::POST,
        path: outgoing.path.clone(),
        query: String::new(),
        headers,
        body: outgoing.body.clone(),
        peer: Ipv4Addr::LOCALHOST.into(),
    };
    // Its clock is right: a skew is between AWS and the clients of the sandbox.
    sigv4::sign(&mut request, credentials, &outgoing.region, outgoing.service, cloud.clock.wall());
    let (response, delivery) = server::answer(cloud, &request, &ids::request_id());
    let line = Line::default();
    let response = deliver(response, delivery, &cloud.clock, &line).await;
    if line.is_cut() { Err(broken()) } else { Ok(response) }
}

/// The connection to AWS was lost.
pub(super) fn broken() -> Refusal {
    let message = "the connection to AWS was closed before a valid answer came";
    Refusal::of_bedrock(StatusCode::BAD_GATEWAY, "ConnectionClosedError", message)
}

/// An answer's body, whole.
pub(super) async fn read(response: Response<Body>) -> Result<Bytes, Refusal> {
    to_bytes(response.into_body(), LARGEST_ANSWER).await.map_err(|_| broken())
}

/// An answer's body as JSON.
pub(super) async fn read_json(response: Response<Body>) -> Result<Value, Refusal> {
    serde_json::from_slice(&read(response).await?).map_err(|_| broken())
}

/// `POST /model/{id}/{verb}` through the key's role; a refusal of AWS's comes back as an error.
pub(super) async fn invoke(
    cloud: &Cloud,
    key: &Key,
    model: &str,
    verb: &str,
    body: &Value,
) -> Result<Response<Body>, Refusal> {
    let body = Bytes::from(body.to_string());
    let response = forward(cloud, key, model, verb, body, Vec::new()).await?;
    if response.status().is_success() {
        return Ok(response);
    }
    let (status, code) = (response.status(), error_code(&response).to_owned());
    let body = read_json(response).await?;
    let message = body.get("message").and_then(Value::as_str).unwrap_or_default();
    Err(Refusal::of_bedrock(status, code, message))
}

/// The same, whatever AWS answers.
pub(super) async fn forward(
    cloud: &Cloud,
    key: &Key,
    model: &str,
    verb: &str,
    body: Bytes,
    mut headers: Vec<(&'static str, String)>,
) -> Result<Response<Body>, Refusal> {
    let region = &key.values.aws_region;
    if !cloud.catalogue.is_region(region) {
        // There is nobody at such an address.
        let message = format!(
            "could not connect to the endpoint URL: \"https://bedrock-runtime.{region}.amazonaws.com/\""
        );
        return Err(Refusal::of_bedrock(StatusCode::BAD_GATEWAY, "EndpointConnectionError", message));
    }
    headers.push((CONTENT_TYPE.as_str(), "application/json".to_owned()));
    let outgoing = Outgoing {
        service: "bedrock",
        region: region.clone(),
        path: format!("/model/{}/{verb}", percent_encode_rfc3986(model)),
        headers,
        body,
    };
    let credentials = sessions::of_key(cloud, key).await?;
    let mut left = ATTEMPTS;
    loop {
        left -= 1;
        let response = send(cloud, &outgoing, &credentials).await?;
        match error_code(&response) {
            "ThrottlingException" if left > 0 => {}
            "ExpiredTokenException" => {
                // The next request assumes the role anew.
                cloud.gateway_sessions.forget(&key.id);
                return Ok(response);
            }
            _ => return Ok(response),
        }
    }
}

/// The code of a refusal of Bedrock's; empty where there is none.
fn error_code(response: &Response<Body>) -> &str {
    let code = response.headers().get("x-amzn-errortype");
    code.and_then(|code| code.to_str().ok()).unwrap_or_default()
}
