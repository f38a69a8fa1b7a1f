//! The least of a client: signed bytes out, a status in.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::SystemTime;

/// A request of the query protocol, ready to send.
pub(crate) fn signed(port: u16, service: &str, keys: &Credentials, form: &str) -> Vec<u8> {
    let identity = keys.clone().into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name(service)
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()
        .unwrap()
        .into();
    let host = format!("127.0.0.1:{port}");
    let mut headers = vec![
        ("host".to_owned(), host.clone()),
        ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
    ];
    let borrowed = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let body = SignableBody::Bytes(form.as_bytes());
    let signable = SignableRequest::new("POST", format!("http://{host}/"), borrowed, body).unwrap();
    let (instructions, _) = sign(signable, &params).unwrap().into_parts();
    let (added, _) = instructions.into_parts();
    headers.extend(added.iter().map(|header| (header.name().to_owned(), header.value().to_owned())));
    let mut request = "POST / HTTP/1.1\r\n".to_owned();
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("content-length: {}\r\n\r\n{form}", form.len()));
    request.into_bytes()
}

/// A connection that is opened anew where the server closes it.
pub(crate) struct Connection {
    port: u16,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn new(port: u16) -> Self {
        Self { port, stream: None, buffer: Vec::new() }
    }

    pub(crate) fn send(&mut self, request: &[u8]) {
        let mut stream = self.stream.take().unwrap_or_else(|| {
            let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
            stream.set_nodelay(true).unwrap();
            stream
        });
        stream.write_all(request).unwrap();
        self.stream = Some(stream);
    }

    /// Reads the answer; whether it is a success.
    pub(crate) fn receive(&mut self) -> bool {
        self.buffer.clear();
        let mut stream = self.stream.take().expect("something was sent");
        let mut chunk = [0; 16 * 1024];
        let mut is_whole = false;
        while !is_whole {
            let read = stream.read(&mut chunk).unwrap();
            if read == 0 {
                break;
            }
            self.buffer.extend_from_slice(&chunk[..read]);
            is_whole = whole(&self.buffer);
        }
        let head = self.buffer.get(..12).unwrap_or_default();
        let is_success = head.starts_with(b"HTTP/1.") && head.ends_with(b" 200");
        // HTTP/1.0 and `connection: close` mean that the server will close.
        let closes = head.starts_with(b"HTTP/1.0") || find(&self.buffer, b"onnection: close").is_some();
        if is_whole && !closes {
            self.stream = Some(stream);
        }
        is_success
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Whether the head and all of the body are there, by its length or its last chunk.
fn whole(bytes: &[u8]) -> bool {
    let Some(end) = find(bytes, b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    match head.split("content-length:").nth(1) {
        Some(rest) => {
            let length: usize = rest.lines().next().unwrap().trim().parse().unwrap();
            bytes.len() >= end + 4 + length
        }
        None => head.contains("transfer-encoding: chunked") && bytes.ends_with(b"0\r\n\r\n"),
    }
}
