//! What a request claims about its signature: the Authorization header, the query of a presigned URL,
//! dates, tokens, and headers of any kind. No claim made of arbitrary bytes is believed.
#![no_main]

use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, Request};
use libfuzzer_sys::fuzz_target;
use sandbox::Unplugged;

thread_local! {
    static SANDBOX: Unplugged = Unplugged::new().expect("it starts");
}

const NAMES: &[&str] = &[
    "authorization",
    "x-amz-date",
    "date",
    "x-amz-security-token",
    "x-amz-content-sha256",
    "x-amz-target",
    "content-type",
    "host",
];

fuzz_target!(|bytes: &[u8]| {
    // Lines: the address and its query first, then a header each, then the body.
    let mut lines = bytes.splitn(6, |byte| *byte == b'\n');
    let address = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let mut request = Request::builder().method("POST").uri(format!("/{}", address.trim_start_matches('/')));
    let mut body = Bytes::new();
    for line in lines {
        let Some((first, value)) = line.split_first() else { continue };
        match (NAMES.get(usize::from(*first) % (NAMES.len() + 1)), HeaderValue::from_bytes(value)) {
            (Some(name), Ok(value)) => request = request.header(HeaderName::from_static(name), value),
            _ => body = Bytes::copy_from_slice(value),
        }
    }
    if let Ok(request) = request.body(body) {
        let status = SANDBOX.with(|sandbox| sandbox.answer(request)).status();
        assert!(status.is_client_error(), "{status}");
    }
});
