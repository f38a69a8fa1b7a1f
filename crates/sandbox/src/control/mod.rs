//! The control endpoint, `/_sandbox/`: what a test or a presenter does to the sandbox while it runs.
//! `docs/scenarios.md` describes it.
//!
//! No web page can use it, not even one that has made a browser resolve its own name to this machine:
//! it wants a token that is told only to whoever started the sandbox, and refuses whatever a browser
//! says about where a request comes from. It never answers a secret, but for a new key of the gateway to
//! whoever asked for it.

mod deeds;
mod paths;

use crate::cloud::Cloud;
use crate::gateway::{self, Flaw, Refused};
use crate::ids;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::time::Duration;

/// Where it is.
pub(crate) const ROOT: &str = "/_sandbox";
/// The largest body that is read.
const LARGEST_BODY: usize = 256 * 1024;
/// How long a client may take to send it.
const BODY_TIME: Duration = Duration::from_secs(10);

/// Whether a path is one of these.
pub(crate) fn is_control(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The token of one sandbox: new at each start, kept nowhere.
pub(crate) fn new_token() -> String {
    ids::random_bytes::<32>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A refusal.
struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    hint: String,
    /// What is wrong with a form of the gateway's; the first is the refusal.
    flaws: Vec<Flaw>,
}

impl Refusal {
    fn new(
        status: StatusCode,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { status, code, message: message.into(), hint: hint.into(), flaws: Vec::new() }
    }
}

/// Answers a request to it.
pub(crate) async fn answer(cloud: &Cloud, request: Request<Incoming>, peer: IpAddr) -> Response<Body> {
    let outcome = match check(cloud, request.headers(), peer) {
        Ok(()) => act(cloud, request).await,
        Err(refusal) => Err(refusal),
    };
    let (status, body) = match outcome {
        Ok(done) => done,
        Err(Refusal { status, code, message, hint, flaws }) => {
            let mut error = json!({ "code": code, "message": message, "hint": hint });
            if let (Some(first), Value::Object(error)) = (flaws.first(), &mut error) {
                error.insert("field".to_owned(), json!(first.field));
                error.insert("all".to_owned(), json!(flaws));
            }
            (status, json!({ "error": error }))
        }
    };
    let mut response = Response::new(Body::from(format!("{body}\n")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn check(cloud: &Cloud, headers: &HeaderMap, peer: IpAddr) -> Result<(), Refusal> {
    let forbidden = |code, message, hint| Err(Refusal::new(StatusCode::FORBIDDEN, code, message, hint));
    if !peer.to_canonical().is_loopback() {
        return forbidden("remote", "the control endpoint is for this machine", "ask from the same machine");
    }
    let from_browser = headers.keys().any(|name| *name == ORIGIN || name.as_str().starts_with("sec-fetch-"));
    if from_browser {
        return forbidden("browser", "the control endpoint is not for web pages", "use curl or a test");
    }
    let mut given = headers.get_all(AUTHORIZATION).iter();
    let token = match (given.next(), given.next()) {
        (Some(header), None) => header.to_str().ok().and_then(|header| header.strip_prefix("Bearer ")),
        _ => None,
    };
    // Digests are compared, so that the time it takes tells nothing about the token.
    if token.is_some_and(|token| Sha256::digest(token) == Sha256::digest(&cloud.control_token)) {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::UNAUTHORIZED,
        "token",
        "the control token is missing or wrong",
        "send `Authorization: Bearer TOKEN` with the token that was printed at the start",
    ))
}

async fn act(cloud: &Cloud, request: Request<Incoming>) -> Result<(StatusCode, Value), Refusal> {
    let (parts, body) = request.into_parts();
    let too_large = || {
        let hint = format!("send {LARGEST_BODY} bytes at most, within {} seconds", BODY_TIME.as_secs());
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "body", "the body is too large or incomplete", hint)
    };
    let body = tokio::time::timeout(BODY_TIME, to_bytes(Body::new(body), LARGEST_BODY)).await;
    let body = body.map_err(|_| too_large())?.map_err(|_| too_large())?;
    let path = parts.uri.path().strip_prefix(ROOT).unwrap_or_default();
    let path = path.trim_end_matches('/');
    match gateway::dashboard_path(path) {
        Some(id) => gateway::act_on_dashboard(cloud, parts.method.as_str(), id, &body).map_err(refused),
        None => paths::act(cloud, &parts.method, path, parts.uri.query(), &body)
            .map(|value| (StatusCode::OK, value)),
    }
}

fn refused(refused: Refused) -> Refusal {
    match refused {
        Refused::Plainly(status, code, message, hint) => Refusal::new(status, code, message, hint),
        Refused::Form(flaws) => {
            let first = flaws.first().map(|flaw| (flaw.code, flaw.message.clone())).unwrap_or_default();
            let hint = "docs/gateway.md describes the form";
            Refusal { flaws, ..Refusal::new(StatusCode::BAD_REQUEST, first.0, first.1, hint) }
        }
    }
}
