//! A sandbox without a server: what benches and fuzz targets call, so that they measure and try the
//! sandbox and not the sockets.

use crate::cloud::Cloud;
use crate::wire::request::Incoming;
use crate::{Options, SeededIdentity, StartError, ids, server, start};
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, Response};
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Such a sandbox.
pub struct Unplugged {
    cloud: Cloud,
    identities: Vec<SeededIdentity>,
}

impl Unplugged {
    /// As [`crate::Sandbox::start`] makes one, but for the port.
    pub fn new() -> Result<Self, StartError> {
        let (cloud, identities, _) = start::build(&Options::default())?;
        Ok(Self { cloud, identities })
    }

    /// The seeded callers.
    pub fn identities(&self) -> &[SeededIdentity] {
        &self.identities
    }

    /// Answers a request that has passed the server's own checks.
    pub fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        let incoming = Incoming {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body,
            peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        server::answer(&self.cloud, &incoming, &ids::request_id()).0.map(read)
    }
}

/// A body that is there already.
fn read(mut body: Body) -> Bytes {
    let mut whole = Vec::new();
    let mut context = Context::from_waker(Waker::noop());
    while let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut body).poll_frame(&mut context) {
        whole.extend(frame.into_data().unwrap_or_default());
    }
    whole.into()
}
