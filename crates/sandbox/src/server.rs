//! HTTP: what comes in is bounded, checked and routed; whatever comes in, an answer goes out.

use crate::auth::authenticate;
use crate::caller::{Caller, Origin};
use crate::cloud::{Call, Cloud};
use crate::cloudformation;
use crate::cloudtrail;
use crate::control;
use crate::error::ApiError;
use crate::events::Event;
use crate::faults::line::{Breakable, Line};
use crate::faults::{self, Asked, Delivery, deliver};
use crate::gateway;
use crate::hosts::AllowedHosts;
use crate::ids;
use crate::impatient::Impatient;
use crate::route::{Route, route};
use crate::sts;
use crate::wire::reply::{Answer, failure, respond, success};
use crate::wire::request::Incoming;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::USER_AGENT;
use axum::http::{Request, Response, StatusCode};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// What a client may take of the server.
#[derive(Debug, Clone)]
struct Limits {
    /// Connections at a time; more wait in the kernel's queue.
    connections: usize,
    /// How long a client may take over the head of a request, or keep an idle connection open.
    head_time: Duration,
    /// The largest head, in bytes. A session token of AWS's largest size fits several times.
    head: usize,
    /// Header lines.
    headers: usize,
    /// How long a client may take to send its body.
    body_time: Duration,
    /// How long a client may take to read an answer, or a piece of a stream.
    answer_time: Duration,
    /// The largest body that is read: more than any text probe needs.
    body: usize,
    /// A body beyond this is large: [`Limits::large_bodies`] of them are held at a time.
    small_body: usize,
    large_bodies: usize,
}

const LIMITS: Limits = Limits {
    connections: 512,
    head_time: Duration::from_secs(30),
    head: 64 * 1024,
    headers: 100,
    body_time: Duration::from_secs(30),
    answer_time: Duration::from_secs(30),
    body: 4 * 1024 * 1024,
    small_body: 64 * 1024,
    large_bodies: 16,
};

/// What a connection needs.
struct Edge {
    cloud: Arc<Cloud>,
    hosts: AllowedHosts,
    limits: Limits,
    large_bodies: Semaphore,
}

/// Serves until `ended`; then the requests under way are answered and the connections closed.
pub(crate) async fn serve(
    listener: TcpListener,
    cloud: Arc<Cloud>,
    hosts: AllowedHosts,
    ended: impl Future<Output = ()>,
) {
    serve_within(LIMITS, listener, cloud, hosts, ended).await;
}

async fn serve_within(
    limits: Limits,
    listener: TcpListener,
    cloud: Arc<Cloud>,
    hosts: AllowedHosts,
    ended: impl Future<Output = ()>,
) {
    let free = Arc::new(Semaphore::new(limits.connections));
    let edge = Arc::new(Edge { cloud, hosts, large_bodies: Semaphore::new(limits.large_bodies), limits });
    let (stop, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut ended = pin!(ended);
    loop {
        while connections.try_join_next().is_some() {}
        let accept = async {
            let place = Arc::clone(&free).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut ended => break,
            accepted = accept => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                // Answers are small and wanted at once.
                let _ = stream.set_nodelay(true);
                let (edge, stopped) = (Arc::clone(&edge), stopped.clone());
                connections.spawn(async move {
                    let _place = place;
                    connection(edge, stream, peer.ip(), stopped).await;
                });
            }
            // A client that is gone again is its own affair; out of file handles, some must be freed.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    drop((listener, stop));
    while connections.join_next().await.is_some() {}
}

async fn connection(edge: Arc<Edge>, stream: TcpStream, peer: IpAddr, mut stopped: watch::Receiver<()>) {
    let limits = &edge.limits;
    let mut http = http1::Builder::new();
    // A client may close its side once it has asked.
    http.timer(TokioTimer::new()).header_read_timeout(limits.head_time).half_close(true);
    http.max_buf_size(limits.head).max_headers(limits.headers);
    let line = Line::default();
    let handler = service_fn(|request| handle(&edge, peer, &line, request));
    let stream = Impatient::new(Breakable::new(stream, line.clone()), limits.answer_time);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), handler));
    // A failed connection is its client's affair; the sender being dropped is the sign to end.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

async fn handle(
    edge: &Edge,
    peer: IpAddr,
    line: &Line,
    request: Request<hyper::body::Incoming>,
) -> Result<Response<Body>, Infallible> {
    let request_id = ids::request_id();
    let plain = |status, text: &'static str| Ok(respond(status, "text/plain", Body::from(text), &request_id));
    let (parts, body) = request.into_parts();
    if let Err(why) = edge.hosts.check(&parts) {
        return plain(StatusCode::FORBIDDEN, why);
    }
    if control::is_control(parts.uri.path()) {
        return Ok(control::answer(&edge.cloud, Request::from_parts(parts, body), peer).await);
    }
    let body = match tokio::time::timeout(edge.limits.body_time, read_whole(edge, body)).await {
        Ok(Some(body)) => body,
        Ok(None) => return plain(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large or incomplete\n"),
        Err(_) => return plain(StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time\n"),
    };
    let incoming = Incoming {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
        peer,
    };
    if gateway::is_gateway(&incoming.path) {
        return Ok(gateway::answer(&edge.cloud, &incoming, &request_id).await);
    }
    let (response, delivery) = answer(&edge.cloud, &incoming, &request_id);
    Ok(deliver(response, delivery, &edge.cloud.clock, line).await)
}

/// The body; `None`: it is too large, or broke off. Room for a large one has to become free first.
async fn read_whole(edge: &Edge, body: hyper::body::Incoming) -> Option<Bytes> {
    let limits = &edge.limits;
    let announced = body.size_hint().lower();
    if announced > u64::try_from(limits.body).unwrap_or(u64::MAX) {
        return None;
    }
    let mut body = pin!(body);
    let (mut whole, mut first, mut room) = (Vec::new(), Bytes::new(), None);
    while let Some(frame) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        if first.is_empty() && whole.is_empty() {
            // Most bodies come in one piece and need not be copied.
            first = data;
        } else {
            if whole.is_empty() {
                whole.extend_from_slice(&first);
            }
            whole.extend_from_slice(&data);
        }
        let length = whole.len().max(first.len());
        if length > limits.body {
            return None;
        }
        if length > limits.small_body && room.is_none() {
            room = Some(edge.large_bodies.acquire().await.ok()?);
        }
    }
    Some(if whole.is_empty() { first } else { whole.into() })
}

/// Routes, authenticates, runs, records and frames; and says how the answer is to be delivered.
pub(crate) fn answer(cloud: &Cloud, request: &Incoming, request_id: &str) -> (Response<Body>, Delivery) {
    // What was to happen by now has happened before anybody asks.
    cloudformation::catch_up(cloud);
    let route = route(request);
    let (mut known, mut delivery) = (None, Delivery::default());
    // The lints keep panics out of this crate; a dependency's must still not cost the answer.
    let outcome = catch_unwind(AssertUnwindSafe(|| run(cloud, request, &route, &mut known, &mut delivery)))
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
            principal: known.as_ref().map(|(caller, _)| caller.arn.clone()),
            error_code: outcome.as_ref().err().map(|error| error.code),
            request_id: request_id.to_owned(),
            at: cloud.clock.now(),
        });
        // What never reached AWS does not stand in its log.
        let arrived = !matches!(&outcome, Err(error) if faults::is_lost(error));
        if let Some((caller, origin)) = known.as_ref().filter(|_| arrived) {
            let asked = cloudtrail::Asked { caller, origin, request, route: &route, operation, request_id };
            cloudtrail::record(cloud, &asked, &outcome);
        }
    }
    let response = match outcome {
        Ok(answer) => success(answer, route.protocol, operation, request_id),
        Err(error) => failure(&error, route.protocol, request_id),
    };
    (response, delivery)
}

fn run(
    cloud: &Cloud,
    request: &Incoming,
    route: &Route,
    known: &mut Option<(Caller, Origin)>,
    delivery: &mut Delivery,
) -> Result<Answer, ApiError> {
    sts::refuse_unsigned(route)?;
    let authenticated = authenticate(cloud, request, route.service, route.protocol)?;
    let origin = Origin {
        now: cloud.clock.now(),
        source_ip: request.peer,
        region: authenticated.region,
        user_agent: request.header(USER_AGENT.as_str()).map(str::to_owned),
    };
    let (caller, origin) = known.insert((authenticated.caller, origin));
    let operation = route.operation.clone()?;
    let asked = Asked {
        service: route.service,
        operation: operation.name,
        protocol: route.protocol,
        caller: &caller.arn,
        target: &route.target,
        now: origin.now,
    };
    cloud.faults.decide(&asked, delivery)?;
    (operation.run)(&Call {
        cloud,
        caller,
        origin,
        request,
        operation: operation.name,
        form: &route.form,
        target: &route.target,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpSocket;

    /// A server of which a client may take little.
    async fn start(change: impl FnOnce(&mut Limits)) -> SocketAddr {
        let mut limits = LIMITS;
        change(&mut limits);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (cloud, ..) = crate::start::build(&crate::Options::default()).unwrap();
        let hosts = AllowedHosts::loopback(address.port());
        tokio::spawn(serve_within(limits, listener, Arc::new(cloud), hosts, std::future::pending()));
        address
    }

    async fn ask(to: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(to).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        read(&mut stream).await
    }

    /// Reads until the server closes; a reset is a close as well.
    async fn read(stream: &mut TcpStream) -> String {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        String::from_utf8_lossy(&bytes).into_owned()
    }

    const SOON: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn a_client_that_does_not_finish_is_cut_off() {
        let to = start(|limits| (limits.head_time, limits.body_time) = (SOON, SOON)).await;
        let mut idle = TcpStream::connect(to).await.unwrap();
        assert_eq!(read(&mut idle).await, "", "a connection without a request");
        let answer = ask(to, "POST / HTTP/1.1\r\nhost: ").await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "half a head: {answer}");
        let body =
            format!("POST / HTTP/1.1\r\nhost: {to}\r\ncontent-length: 9\r\nconnection: close\r\n\r\nab");
        let answer = ask(to, &body).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "half a body: {answer}");
    }

    #[tokio::test]
    async fn connections_over_the_limit_wait_for_a_place() {
        let to = start(|limits| limits.connections = 1).await;
        let head = format!("GET / HTTP/1.1\r\nhost: {to}\r\n");
        let mut first = TcpStream::connect(to).await.unwrap();
        first.write_all(head.as_bytes()).await.unwrap();
        let second = tokio::spawn(async move { ask(to, &format!("{head}connection: close\r\n\r\n")).await });
        tokio::task::yield_now().await;
        first.write_all(b"connection: close\r\n\r\n").await.unwrap();
        assert!(read(&mut first).await.starts_with("HTTP/1.1 403"), "the one that has the place");
        assert!(second.await.unwrap().starts_with("HTTP/1.1 403"), "the one that waited");
    }

    #[tokio::test]
    async fn a_client_that_never_reads_loses_its_place() {
        let to = start(|limits| (limits.connections, limits.answer_time) = (1, SOON)).await;
        let socket = TcpSocket::new_v4().unwrap();
        // The smallest there is, so that few answers fill it.
        socket.set_recv_buffer_size(1).unwrap();
        let mut first = socket.connect(to).await.unwrap();
        let requests = format!("GET / HTTP/1.1\r\nhost: {to}\r\n\r\n").repeat(100);
        // Answers pile up until the server reads no more; then only its impatience ends this.
        while first.write_all(requests.as_bytes()).await.is_ok() {}
        let second = format!("GET / HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n\r\n");
        assert!(ask(to, &second).await.starts_with("HTTP/1.1 403"), "the place is free again");
    }

    #[tokio::test]
    async fn heads_and_bodies_are_bounded() {
        let to = start(|limits| (limits.small_body, limits.large_bodies) = (4, 1)).await;
        let with = |more: &str, body: &str| {
            format!("POST / HTTP/1.1\r\nhost: {to}\r\n{more}connection: close\r\n\r\n{body}")
        };
        let many = "a: b\r\n".repeat(101);
        assert!(ask(to, &with(&many, "")).await.starts_with("HTTP/1.1 431"));
        let long = format!("a: {}\r\n", "b".repeat(3 * LIMITS.head));
        let answer = ask(to, &with(&long, "")).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
        assert!(ask(to, &with("content-length: 4194305\r\n", "")).await.starts_with("HTTP/1.1 413"));
        // Large bodies one after another: the room for one is given back.
        for _ in 0..3 {
            let answer = ask(to, &with("content-length: 6\r\n", "abcdef")).await;
            assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
            let chunked = with("transfer-encoding: chunked\r\n", "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n");
            let answer = ask(to, &chunked).await;
            assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
        }
    }
}
