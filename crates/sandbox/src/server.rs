//! HTTP: what comes in is bounded, checked and routed; whatever comes in, an answer goes out.

use crate::auth::authenticate;
use crate::caller::Origin;
use crate::cloud::{Call, Cloud};
use crate::error::ApiError;
use crate::events::Event;
use crate::ids;
use crate::route::{Route, route};
use crate::wire::reply::{Answer, failure, respond, success};
use crate::wire::request::Incoming;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HOST, USER_AGENT};
use axum::http::uri::Authority;
use axum::http::{Response, StatusCode};
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

/// The largest body that is read: more than any text probe needs.
const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// How long a client may take to send its body.
const BODY_TIME: Duration = Duration::from_secs(30);

/// What the handler needs: the sandbox, and the port that a Host header has to name.
#[derive(Clone)]
struct Served {
    cloud: Arc<Cloud>,
    port: u16,
}

/// One handler for all paths: which service is meant is told by the signature and the parameters.
pub(crate) fn router(cloud: Arc<Cloud>, port: u16) -> Router {
    Router::new().fallback(handle).with_state(Served { cloud, port })
}

async fn handle(
    State(served): State<Served>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response<Body> {
    let request_id = ids::request_id();
    let plain = |status, text: &'static str| respond(status, "text/plain", Body::from(text), &request_id);
    if !is_for_us(&request, served.port) {
        return plain(StatusCode::FORBIDDEN, "this host name is not served\n");
    }
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(BODY_TIME, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return plain(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large or incomplete\n"),
        Err(_) => return plain(StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time\n"),
    };
    let incoming = Incoming {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
        peer: peer.ip(),
    };
    answer(&served.cloud, &incoming, &request_id)
}

/// A page of the web may make a browser send requests here under a name of its own that resolves to
/// 127.0.0.1 (DNS rebinding); such a request names that host.
fn is_for_us(request: &Request, port: u16) -> bool {
    let local = |authority: &str| {
        authority.parse::<Authority>().is_ok_and(|authority| {
            authority.port_u16().unwrap_or(80) == port
                && !authority.as_str().contains('@')
                && matches!(authority.host(), "127.0.0.1" | "localhost" | "[::1]")
        })
    };
    let mut hosts = request.headers().get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    host.to_str().is_ok_and(local)
        && request.uri().authority().is_none_or(|authority| local(authority.as_str()))
}

/// Routes, authenticates, runs, records and frames.
fn answer(cloud: &Cloud, request: &Incoming, request_id: &str) -> Response<Body> {
    let route = route(request);
    let mut principal = None;
    // The lints keep panics out of this crate; a dependency's must still not cost the answer.
    let outcome = catch_unwind(AssertUnwindSafe(|| run(cloud, request, &route, &mut principal)))
        .unwrap_or_else(|_| {
            Err(ApiError::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "InternalFailure",
                "The request processing has failed because of an unknown error, exception or failure.",
            ))
        });
    let operation = route.operation.as_ref().map_or("", |operation| operation.name);
    if !operation.is_empty() {
        cloud.events.record(Event {
            service: route.service,
            operation,
            principal,
            error_code: outcome.as_ref().err().map(|error| error.code),
            request_id: request_id.to_owned(),
            at: cloud.clock.now(),
        });
    }
    match outcome {
        Ok(answer) => success(answer, route.protocol, operation, request_id),
        Err(error) => failure(&error, route.protocol, request_id),
    }
}

fn run(
    cloud: &Cloud,
    request: &Incoming,
    route: &Route,
    principal: &mut Option<String>,
) -> Result<Answer, ApiError> {
    let authenticated = authenticate(cloud, request, route.service, route.protocol)?;
    *principal = Some(authenticated.caller.arn.clone());
    let operation = route.operation.clone()?;
    let origin = Origin {
        now: cloud.clock.now(),
        source_ip: request.peer,
        region: authenticated.region,
        user_agent: request.header(USER_AGENT.as_str()).map(str::to_owned),
    };
    (operation.run)(&Call {
        cloud,
        caller: &authenticated.caller,
        origin: &origin,
        request,
        form: &route.form,
        target: &route.target,
    })
}
