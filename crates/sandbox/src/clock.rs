//! The sandbox's time: the machine's clock plus whatever a test has moved it; it can be frozen, and
//! it can be wrong, as a server's or a laptop's is.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Notify;

/// Time as the sandbox sees it. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    setting: Mutex<Setting>,
    moved: Notify,
    waiting: AtomicUsize,
}

/// How the sandbox's time differs from the machine's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    /// How far a test has moved it.
    ahead_millis: i64,
    /// The time at which it stands still, since 1970.
    frozen_millis: Option<i64>,
    /// How far AWS's clock is ahead of the machine's, by which clients sign.
    skew_millis: i64,
}

impl Clock {
    /// AWS's now: sessions, policies (`aws:CurrentTime`) and propagation go by it.
    pub(crate) fn now(&self) -> SystemTime {
        let setting = self.setting();
        let millis = setting.frozen_millis.unwrap_or_else(|| setting.running());
        UNIX_EPOCH + Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// The time that the age of a signature is held against: the machine's, by which a client signs,
    /// whatever a test has done to ours; off by the skew, where there is one.
    pub(crate) fn wall(&self) -> SystemTime {
        let millis = machine_millis().saturating_add(self.setting().skew_millis);
        UNIX_EPOCH + Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// What a `Date` of ours says: AWS's time as a test has moved it, or the skewed one.
    pub(crate) fn told(&self) -> SystemTime {
        if self.skew_seconds() == 0 { self.now() } else { self.wall() }
    }

    /// Whether what a `Date` of ours says is not the machine's time.
    pub(crate) fn is_moved(&self) -> bool {
        self.setting() != Setting::default()
    }

    /// Moves AWS's time forward, also where it stands still.
    pub(crate) fn advance(&self, by: Duration) {
        self.change(|setting| {
            let by = millis(by);
            setting.ahead_millis = setting.ahead_millis.saturating_add(by).min(FARTHEST_MILLIS);
            if let Some(frozen) = &mut setting.frozen_millis {
                *frozen = frozen.saturating_add(by).min(FARTHEST_MILLIS);
            }
        });
    }

    /// Stops AWS's time.
    pub(crate) fn freeze(&self) {
        self.change(|setting| {
            setting.frozen_millis.get_or_insert(setting.running());
        });
    }

    /// Lets it go on from where it was stopped.
    pub(crate) fn unfreeze(&self) {
        self.change(|setting| {
            if let Some(frozen) = setting.frozen_millis.take() {
                setting.ahead_millis = frozen - machine_millis() - setting.skew_millis;
            }
        });
    }

    /// Sets how far AWS's clock is ahead of the clients'; a negative number: behind.
    pub(crate) fn set_skew(&self, seconds: i64) {
        let millis = seconds.saturating_mul(1000).clamp(-FARTHEST_MILLIS, FARTHEST_MILLIS);
        self.change(|setting| setting.skew_millis = millis);
    }

    /// How far AWS's clock is ahead of the clients', in seconds.
    pub(crate) fn skew_seconds(&self) -> i64 {
        self.setting().skew_millis / 1000
    }

    /// Whether it stands still.
    pub(crate) fn is_frozen(&self) -> bool {
        self.setting().frozen_millis.is_some()
    }

    /// Waits until that much has passed by AWS's time or by the machine's, whichever is sooner: a
    /// clock that stands still must not hold a client for ever.
    pub(crate) async fn wait(&self, by: Duration) {
        if by.is_zero() {
            return;
        }
        let _waiting = Waiting::new(&self.0.waiting);
        let until = self.now() + by;
        let passed = async {
            loop {
                let moved = self.0.moved.notified();
                let mut moved = std::pin::pin!(moved);
                // From here on a move is noticed, so it cannot slip in between the look and the wait.
                moved.as_mut().enable();
                if self.now() >= until {
                    return;
                }
                moved.await;
            }
        };
        // Over or passed, it means the same.
        let _ = tokio::time::timeout(by, passed).await;
    }

    /// How many are in [`Clock::wait`].
    pub(crate) fn waiting(&self) -> usize {
        self.0.waiting.load(Ordering::SeqCst)
    }

    /// To be saved, and set again.
    pub(crate) fn setting(&self) -> Setting {
        *self.lock()
    }

    pub(crate) fn set(&self, setting: Setting) {
        self.change(|held| *held = setting);
    }

    fn change(&self, change: impl FnOnce(&mut Setting)) {
        change(&mut self.lock());
        self.0.moved.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, Setting> {
        self.0.setting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Setting {
    fn running(&self) -> i64 {
        machine_millis()
            .saturating_add(self.skew_millis)
            .saturating_add(self.ahead_millis)
            .clamp(0, FARTHEST_MILLIS)
    }
}

/// Counts one who waits, for as long as it is held.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn machine_millis() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A thousand years: keeps `now` within what a `SystemTime` and a four-digit year can hold.
const FARTHEST_MILLIS: i64 = 1000 * 365 * 24 * 60 * 60 * 1000;

/// Whole seconds since 1970.
pub(crate) fn epoch_seconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or(0)
}

/// For example `2026-11-22T15:04:05Z`, as IAM and STS write times.
pub(crate) fn iso(time: SystemTime) -> String {
    DateTime::from_secs(epoch_seconds(time)).fmt(Format::DateTime).unwrap_or_default()
}

/// As the `Date` header writes times.
pub(crate) fn http_date(time: SystemTime) -> String {
    DateTime::from_secs(epoch_seconds(time)).fmt(Format::HttpDate).unwrap_or_default()
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

    #[test]
    fn a_frozen_clock_stands_until_it_is_moved_and_goes_on_from_there() {
        let clock = Clock::default();
        clock.freeze();
        let frozen = clock.now();
        assert_eq!(clock.now(), frozen);
        clock.advance(Duration::from_secs(3600));
        assert_eq!(clock.now(), frozen + Duration::from_secs(3600));
        clock.unfreeze();
        assert!(clock.now() >= frozen + Duration::from_secs(3600), "it goes on, it does not jump back");
        assert!(!clock.is_frozen());
    }

    #[test]
    fn a_skewed_clock_is_off_for_signatures_too() {
        let clock = Clock::default();
        clock.set_skew(-600);
        assert!(clock.wall() < SystemTime::now() - Duration::from_secs(500));
        assert_eq!(clock.skew_seconds(), -600);
        clock.set_skew(i64::MIN);
        assert_eq!(clock.wall(), UNIX_EPOCH, "nothing is before 1970");
    }

    #[tokio::test]
    async fn who_waits_is_let_go_when_the_clock_is_moved() {
        let clock = Clock::default();
        clock.freeze();
        let waiter = tokio::spawn({
            let clock = clock.clone();
            async move { clock.wait(Duration::from_secs(3600)).await }
        });
        while clock.waiting() == 0 {
            tokio::task::yield_now().await;
        }
        clock.advance(Duration::from_secs(3599));
        tokio::task::yield_now().await;
        assert!(!waiter.is_finished(), "an hour has not passed");
        clock.advance(Duration::from_secs(1));
        waiter.await.unwrap();
        assert_eq!(clock.waiting(), 0);
    }
}
