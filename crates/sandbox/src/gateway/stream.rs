//! A stream of Bedrock's, turned into server-sent events as it arrives.

use super::refusal::Refusal;
use aws_smithy_eventstream::frame::read_message_from;
use aws_smithy_types::event_stream::Message;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, Response, StatusCode, header};
use http_body::Frame;
use serde_json::Value;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// What makes events of one surface out of Bedrock's.
pub(super) trait Translate: Send + Unpin + 'static {
    /// An event of Bedrock's; the answer is text for the client, or nothing.
    fn event(&mut self, kind: &str, payload: &Value) -> String;
    /// What the client is told when the stream breaks off.
    fn failed(&mut self, refusal: &Refusal) -> String;
    /// What comes after the last event.
    fn end(&mut self) -> String;
}

/// A response that streams.
pub(super) fn response(from: Response<Body>, translate: impl Translate) -> Response<Body> {
    let translated = Translated {
        from: from.into_body(),
        buffer: Vec::new(),
        ready: VecDeque::new(),
        ended: false,
        translate,
    };
    let mut response = Response::new(Body::new(translated));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// An event with nothing but data.
pub(super) fn data(value: &Value) -> String {
    format!("data: {value}\n\n")
}

/// An event with a name.
pub(super) fn named(name: &str, value: &Value) -> String {
    format!("event: {name}\ndata: {value}\n\n")
}

struct Translated<T> {
    from: Body,
    /// What has arrived of a message that is not whole yet.
    buffer: Vec<u8>,
    ready: VecDeque<Bytes>,
    ended: bool,
    translate: T,
}

impl<T: Translate> Translated<T> {
    fn push(&mut self, text: String) {
        if !text.is_empty() {
            self.ready.push_back(text.into());
        }
    }

    /// Turns every message that is whole. Each begins with its own length.
    fn take_messages(&mut self) {
        while let Some(length) = self.buffer.first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
            let Some(whole) = self.buffer.get(..length.max(4)).map(Bytes::copy_from_slice) else { return };
            self.buffer.drain(..whole.len());
            match read_message_from(whole) {
                Ok(message) => self.take(&message),
                Err(_) => return self.fail(&super::upstream::broken()),
            }
            if self.ended {
                return;
            }
        }
    }

    fn take(&mut self, message: &Message) {
        let header = |name: &str| {
            let header = message.headers().iter().find(|header| header.name().as_str() == name)?;
            Some(header.value().as_string().ok()?.as_str().to_owned())
        };
        let payload: Value = serde_json::from_slice(message.payload()).unwrap_or_default();
        if let Some(kind) = header(":exception-type") {
            return self.fail(&exception(&kind, &payload));
        }
        let text = self.translate.event(&header(":event-type").unwrap_or_default(), &payload);
        self.push(text);
    }

    fn fail(&mut self, refusal: &Refusal) {
        let text = self.translate.failed(refusal);
        self.push(text);
        self.ended = true;
    }
}

impl<T: Translate> HttpBody for Translated<T> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(Frame::data(piece))));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.from).poll_frame(context)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.buffer.extend_from_slice(&data);
                        self.take_messages();
                    }
                }
                Some(Err(_)) => self.fail(&super::upstream::broken()),
                None if !self.buffer.is_empty() => self.fail(&super::upstream::broken()),
                None => {
                    let text = self.translate.end();
                    self.push(text);
                    self.ended = true;
                }
            }
        }
    }
}

/// An exception inside a stream, under the name that it has outside of one.
fn exception(kind: &str, payload: &Value) -> Refusal {
    let status = match kind {
        "throttlingException" => StatusCode::TOO_MANY_REQUESTS,
        "validationException" => StatusCode::BAD_REQUEST,
        "modelStreamErrorException" => StatusCode::FAILED_DEPENDENCY,
        "modelTimeoutException" => StatusCode::REQUEST_TIMEOUT,
        "serviceUnavailableException" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut letters = kind.chars();
    let code: String =
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    Refusal::of_bedrock(status, code, payload.get("message").and_then(Value::as_str).unwrap_or_default())
}
