//! A connection that waits for its client only so long. A client that never reads what it asked for
//! fills the kernel's buffers, and would hold its place among the connections for ever.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// The connection.
pub(crate) struct Impatient<S> {
    stream: S,
    /// How long a client may take over what was written up to a flush: an answer, or a piece of a
    /// stream. Not from one byte to the next, or a client that reads one at a time could stay.
    time: Duration,
    /// Since the first write that had to wait.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<S> Impatient<S> {
    pub(crate) fn new(stream: S, time: Duration) -> Self {
        Self { stream, time, stalled: None }
    }

    /// What a write came to, or the end of patience.
    fn judge<T>(&mut self, outcome: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if outcome.is_pending() && self.stalled.is_none() {
            self.stalled = Some(Box::pin(sleep(self.time)));
        }
        let over = self.stalled.as_mut().is_some_and(|stalled| stalled.as_mut().poll(context).is_ready());
        if over { Poll::Ready(Err(io::ErrorKind::TimedOut.into())) } else { outcome }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.judge(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(context);
        ready!(self.judge(outcome, context))?;
        self.stalled = None;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_shutdown(context);
        self.judge(outcome, context)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    const SOON: Duration = Duration::from_millis(20);
    const NEVER: Duration = Duration::from_secs(60 * 60 * 24);
    /// More than the pipe holds.
    const ANSWER: [u8; 1000] = [7; 1000];

    #[tokio::test]
    async fn a_client_that_never_reads_is_given_up() {
        let (near, _far) = duplex(64);
        let error = Impatient::new(near, SOON).write_all(&ANSWER).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_client_that_reads_a_byte_at_a_time_is_given_up_all_the_same() {
        let (near, mut far) = duplex(64);
        let drip = tokio::spawn(async move { while far.read_u8().await.is_ok() {} });
        let mut near = Impatient::new(near, SOON);
        // Without an end, if each byte that is read counted.
        let error = loop {
            if let Err(error) = near.write_all(&ANSWER).await {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(near);
        drip.await.unwrap();
    }

    #[tokio::test]
    async fn the_time_begins_anew_with_each_answer_that_was_read() {
        let (near, mut far) = duplex(64);
        let reader = tokio::spawn(async move {
            let mut all = Vec::new();
            far.read_to_end(&mut all).await.unwrap();
            all.len()
        });
        let mut near = Impatient::new(near, NEVER);
        for _ in 0..3 {
            near.write_all(&ANSWER).await.unwrap();
            assert!(near.stalled.is_some(), "it had to wait");
            near.flush().await.unwrap();
            assert!(near.stalled.is_none(), "and has nothing to wait for now");
        }
        near.shutdown().await.unwrap();
        drop(near);
        assert_eq!(reader.await.unwrap(), 3 * ANSWER.len());
    }
}
