//! The sandbox's time: the machine's clock plus whatever a test has moved it.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Time as the sandbox sees it. Clones share the same offset.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    ahead_millis: Arc<AtomicU64>,
}

impl Clock {
    /// AWS's now: sessions, policies (`aws:CurrentTime`) and propagation go by it.
    pub(crate) fn now(&self) -> SystemTime {
        self.wall() + Duration::from_millis(self.ahead_millis.load(Ordering::Relaxed))
    }

    /// The machine's now. Only the age of a signature goes by it: a client signs by the machine's
    /// clock, whatever a test has done to ours.
    pub(crate) fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Moves AWS's time forward.
    pub(crate) fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        let add = |ahead: u64| Some(ahead.saturating_add(millis).min(FARTHEST_MILLIS));
        // The closure never answers `None`, so there is no failure to look at.
        let _ = self.ahead_millis.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

/// A thousand years: keeps `now` within what a `SystemTime` and a four-digit year can hold.
const FARTHEST_MILLIS: u64 = 1000 * 365 * 24 * 60 * 60 * 1000;

/// Whole seconds since 1970.
pub(crate) fn epoch_seconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or(0)
}

/// For example `2026-11-22T15:04:05Z`, as IAM and STS write times.
pub(crate) fn iso(time: SystemTime) -> String {
    DateTime::from_secs(epoch_seconds(time)).fmt(Format::DateTime).unwrap_or_default()
}

/// For example `20261122T150405Z`, as signatures write times.
pub(crate) fn compact(time: SystemTime) -> String {
    iso(time).chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// Reads what [`compact`] writes.
pub(crate) fn parse_compact(text: &str) -> Option<SystemTime> {
    let digits =
        |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let fits = text.len() == 16 && text.get(8..9) == Some("T") && text.get(15..) == Some("Z");
    let iso = format!(
        "{}-{}-{}T{}:{}:{}Z",
        digits(0, 4)?,
        digits(4, 6)?,
        digits(6, 8)?,
        digits(9, 11)?,
        digits(11, 13)?,
        digits(13, 15)?
    );
    let seconds = DateTime::from_str(&iso, Format::DateTime).ok()?.secs();
    let since = Duration::from_secs(u64::try_from(seconds).ok()?);
    fits.then_some(UNIX_EPOCH + since)
}

/// Reads the time of HTTP's `Date`: `Sun, 22 Nov 2026 15:04:05 GMT`.
pub(crate) fn parse_http_date(text: &str) -> Option<SystemTime> {
    let seconds = DateTime::from_str(text, Format::HttpDate).ok()?.secs();
    Some(UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_compact_time_reads_back() {
        let time = UNIX_EPOCH + Duration::from_secs(1_795_359_845);
        assert_eq!(compact(time), "20261122T150405Z");
        assert_eq!(parse_compact("20261122T150405Z").unwrap(), time);
        assert_eq!(parse_http_date("Sun, 22 Nov 2026 15:04:05 GMT").unwrap(), time);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in
            ["", "20261122", "20261322T150405Z", "20261122T150405", "2026112éT15040Z", "20261122X150405Z"]
        {
            assert_eq!((parse_compact(text), parse_http_date(text)), (None, None), "{text}");
        }
    }

    #[test]
    fn moving_the_clock_cannot_overflow_it() {
        let clock = Clock::default();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert!(clock.now() > clock.wall());
    }
}
