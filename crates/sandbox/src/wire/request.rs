//! A request, read whole.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use std::net::IpAddr;

/// What came over the connection. No `Debug`: its headers may hold a session token.
pub(crate) struct Incoming {
    pub(crate) method: Method,
    /// As sent, percent-encoding kept.
    pub(crate) path: String,
    /// As sent, without the question mark.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) peer: IpAddr,
}

impl Incoming {
    /// A header's value, if it is there once or more and readable.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}
