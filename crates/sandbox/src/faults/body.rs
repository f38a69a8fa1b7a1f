//! A body that comes in pieces, with pauses, and may break off.

use crate::clock::Clock;
use axum::body::{Bytes, HttpBody};
use http_body::Frame;
use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// As it should.
    Whole,
    /// With the connection gone; what came before has been sent.
    Broken,
}

/// A body in pieces.
pub(super) struct Pieces {
    pieces: VecDeque<(Duration, Bytes)>,
    end: End,
    clock: Clock,
    pause: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    sent: bool,
}

impl Pieces {
    /// Each piece comes after its pause.
    pub(super) fn new(pieces: VecDeque<(Duration, Bytes)>, end: End, clock: Clock) -> Self {
        Self { pieces, end, clock, pause: None, sent: false }
    }
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(pause) = &mut self.pause {
            std::task::ready!(pause.as_mut().poll(context));
            self.pause = None;
        } else if let Some((pause, _)) = self.pieces.front().filter(|(pause, _)| !pause.is_zero()) {
            let (clock, pause) = (self.clock.clone(), *pause);
            self.pause = Some(Box::pin(async move { clock.wait(pause).await }));
            return self.poll_frame(context);
        }
        if let Some((_, piece)) = self.pieces.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        let sent = std::mem::replace(&mut self.sent, true);
        match self.end {
            End::Whole => Poll::Ready(None),
            // What was written so far leaves the buffer only when there is nothing to write for once.
            End::Broken if !sent => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            End::Broken => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
        }
    }
}
