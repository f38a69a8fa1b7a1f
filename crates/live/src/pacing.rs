//! How patiently AWS's eventual consistency is waited for.

use std::time::Duration;
use tokio::time::Instant;

/// Pauses and windows. The defaults come from what users report: a new principal is known after 15
/// to 30 seconds, rarely after a minute or more; AWS states no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pacing {
    /// The pause after the first try.
    pub first_pause: Duration,
    /// The pauses grow up to this.
    pub longest_pause: Duration,
    /// How long a change of a trust policy may take to act, in either direction.
    pub trust_window: Duration,
    /// How long a change of permissions may take to act; also how long a refusal is doubted that the
    /// policies explain.
    pub permissions_window: Duration,
    /// How long a change may take to be read back.
    pub reading_window: Duration,
    /// How long the clean-up is tried again when AWS throttles or the network fails.
    pub cleanup_window: Duration,
}

impl Default for Pacing {
    fn default() -> Self {
        Self {
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(5),
            trust_window: Duration::from_secs(120),
            permissions_window: Duration::from_secs(15),
            reading_window: Duration::from_secs(30),
            cleanup_window: Duration::from_secs(90),
        }
    }
}

impl Pacing {
    pub(crate) fn backoff(&self, window: Duration) -> Backoff {
        Backoff {
            started: Instant::now(),
            window,
            pause: self.first_pause,
            longest: self.longest_pause,
            tries: 1,
        }
    }
}

/// Tries within a window, with growing pauses.
#[derive(Debug)]
pub(crate) struct Backoff {
    started: Instant,
    window: Duration,
    pause: Duration,
    longest: Duration,
    tries: u32,
}

impl Backoff {
    /// Pauses before the next try. `false`: the window is over, there is no next try.
    pub(crate) async fn again(&mut self) -> bool {
        match self.next_pause(self.left()) {
            Some(pause) => {
                tokio::time::sleep(pause).await;
                true
            }
            None => false,
        }
    }

    fn next_pause(&mut self, left: Duration) -> Option<Duration> {
        if left.is_zero() {
            return None;
        }
        let pause = self.pause.min(left);
        self.pause = (self.pause * 2).min(self.longest);
        self.tries += 1;
        Some(pause)
    }

    /// Counts a try that follows without a pause, because something changed and not because it failed.
    pub(crate) fn at_once(&mut self) {
        self.tries += 1;
    }

    /// The try that is under way, from 1.
    pub(crate) fn tries(&self) -> u32 {
        self.tries
    }

    /// Since the first try.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Until the window is over.
    pub(crate) fn left(&self) -> Duration {
        self.window.saturating_sub(self.elapsed())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_end_with_the_window() {
        let pacing = Pacing {
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(4),
            ..Pacing::default()
        };
        let mut backoff = pacing.backoff(Duration::from_secs(10));
        let mut left = 10_u64;
        let mut pauses = Vec::new();
        while let Some(pause) = backoff.next_pause(Duration::from_secs(left)) {
            pauses.push(pause.as_secs());
            left -= pause.as_secs();
        }
        assert_eq!(pauses, [1, 2, 4, 3], "the last pause is cut to the window");
        assert_eq!(backoff.tries(), 5);
    }
}
