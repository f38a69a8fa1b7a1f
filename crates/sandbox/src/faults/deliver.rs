//! Brings an answer to its client, as late, as slow and as broken as was decided.

use super::body::{End, Pieces};
use super::line::Line;
use super::rule::{Break, Pause, StreamException};
use super::{Delivery, words};
use crate::clock::{Clock, http_date};
use crate::seeded;
use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue as Value, Message};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE};
use axum::http::{HeaderValue, Response};
use serde_json::json;
use std::collections::VecDeque;
use std::time::Duration;

/// The type of an event stream.
const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";

/// Delivers.
pub(crate) async fn deliver(
    mut response: Response<Body>,
    delivery: Delivery,
    clock: &Clock,
    line: &Line,
) -> Response<Body> {
    if clock.is_moved()
        && let Ok(date) = HeaderValue::from_str(&http_date(clock.told()))
    {
        // A client may go by it: what ends at a time of AWS's is dated by it.
        response.headers_mut().insert(DATE, date);
    }
    if delivery == Delivery::default() {
        return response;
    }
    clock.wait(delivery.latency).await;
    if delivery.breaks == Some(Break::BeforeAnswer) {
        line.cut();
        return response;
    }
    if delivery.breaks.is_none() && delivery.pauses.is_none() && delivery.exception.is_none() {
        return response;
    }
    let is_stream = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == EVENT_STREAM);
    let (mut parts, body) = response.into_parts();
    // The body is in memory already; there is nothing to wait for and nothing to fail.
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    let mut pieces = if is_stream { split(&whole) } else { halves(&whole) };
    let mut end = End::Whole;
    if is_stream && let Some(exception) = delivery.exception {
        interrupt(&mut pieces, exception);
    }
    match delivery.breaks {
        Some(Break::AfterHeaders) => (pieces, end) = (Vec::new(), End::Broken),
        Some(Break::MidBody | Break::BeforeAnswer) => {
            pieces.truncate(pieces.len().div_ceil(2));
            end = End::Broken;
        }
        None => {}
    }
    let pauses = delivery.pauses.filter(|_| is_stream);
    let paced = (1..).zip(pieces).map(|(number, piece)| (pause_before(pauses, number), piece));
    Response::from_parts(parts, Body::new(Pieces::new(paced.collect::<VecDeque<_>>(), end, clock.clone())))
}

fn pause_before(pauses: Option<(Pause, u64)>, number: u64) -> Duration {
    pauses.map_or(Duration::ZERO, |(pause, draw)| pause.drawn(seeded::number(&[draw, number])))
}

/// A stream's messages: each begins with its own length.
fn split(stream: &Bytes) -> Vec<Bytes> {
    let mut rest = stream.clone();
    let mut pieces = Vec::new();
    while let Some(length) = rest.first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if length == 0 || length > rest.len() {
            break;
        }
        pieces.push(rest.split_to(length));
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

fn halves(whole: &Bytes) -> Vec<Bytes> {
    let mut rest = whole.clone();
    let first = rest.split_to(whole.len() / 2);
    vec![first, rest]
}

/// Ends a stream with an exception.
fn interrupt(pieces: &mut Vec<Bytes>, exception: StreamException) {
    let half = pieces.len() / 2;
    let after = exception.after_events.map_or(half, |events| usize::try_from(events).unwrap_or(half));
    pieces.truncate(after);
    let (kind, message) = words::in_stream(exception.kind);
    let text = |value: &str| Value::String(value.to_owned().into());
    let message = Message::new(json!({ "message": message }).to_string().into_bytes())
        .add_header(Header::new(":exception-type", text(kind)))
        .add_header(Header::new(":content-type", text("application/json")))
        .add_header(Header::new(":message-type", text("exception")));
    let mut bytes = Vec::new();
    // It fails on a message of 16 MB and more.
    if write_message_to(&message, &mut bytes).is_ok() {
        pieces.push(bytes.into());
    }
}
