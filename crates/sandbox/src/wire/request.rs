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

    /// The value of a header that may be there once: twice, or not readable, it is refused.
    pub(crate) fn only_header(&self, name: &str) -> Result<Option<&str>, ()> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => value.to_str().map(Some).map_err(|_| ()),
            (Some(_), Some(_)) => Err(()),
        }
    }
}
