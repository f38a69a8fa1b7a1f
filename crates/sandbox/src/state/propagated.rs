//! A value that the rest of AWS sees later than IAM does.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::time::{Duration, SystemTime};

/// What IAM holds now, and what the policy decisions still go by. Saved as the former alone.
#[derive(Debug, Clone)]
pub(crate) struct Propagated<T> {
    /// Oldest first; each with the time from which decisions see it.
    earlier: Vec<(SystemTime, T)>,
    latest: T,
    latest_visible_from: SystemTime,
}

impl<T> Propagated<T> {
    /// A value that is seen from the start.
    pub(crate) fn settled(value: T) -> Self {
        Self { earlier: Vec::new(), latest: value, latest_visible_from: SystemTime::UNIX_EPOCH }
    }

    /// A value that is new: until the delay has passed, decisions see nothing.
    pub(crate) fn new(value: T, now: SystemTime, delay: Duration) -> Self {
        Self { earlier: Vec::new(), latest: value, latest_visible_from: now + delay }
    }

    /// Changes it.
    pub(crate) fn set(&mut self, value: T, now: SystemTime, delay: Duration) {
        let before = std::mem::replace(&mut self.latest, value);
        let before_from = std::mem::replace(&mut self.latest_visible_from, now + delay);
        self.earlier.push((before_from, before));
        // What is older than the newest that can be seen already, nobody will see again.
        if let Some(seen) = self.earlier.iter().rposition(|(from, _)| *from <= now) {
            self.earlier.drain(..seen);
        }
    }

    /// A value that is new takes this much longer. One that is seen from the start is left alone.
    pub(crate) fn postpone(&mut self, by: Duration) {
        if self.latest_visible_from > SystemTime::UNIX_EPOCH {
            self.latest_visible_from += by;
        }
    }

    /// What IAM answers when asked.
    pub(crate) fn latest(&self) -> &T {
        &self.latest
    }

    /// What decisions go by; `None`: they have not heard of it yet.
    pub(crate) fn visible(&self, now: SystemTime) -> Option<&T> {
        if self.latest_visible_from <= now {
            return Some(&self.latest);
        }
        self.earlier.iter().rev().find(|(from, _)| *from <= now).map(|(_, value)| value)
    }
}

impl<T: Default> Default for Propagated<T> {
    fn default() -> Self {
        Self::settled(T::default())
    }
}

impl<T: Serialize> Serialize for Propagated<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.latest.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Propagated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::settled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELAY: Duration = Duration::from_secs(10);

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_change_is_seen_after_the_delay_and_not_before() {
        let mut value = Propagated::new("a", at(100), DELAY);
        assert_eq!((value.visible(at(109)), value.visible(at(110))), (None, Some(&"a")));
        value.set("b", at(120), DELAY);
        value.set("c", at(125), DELAY);
        assert_eq!(value.latest(), &"c");
        let seen: Vec<_> = [129, 130, 134, 135].map(|t| value.visible(at(t)).copied()).into();
        assert_eq!(seen, [Some("a"), Some("b"), Some("b"), Some("c")]);
        value.set("d", at(200), DELAY);
        assert_eq!(value.earlier.len(), 1, "what nobody can see any more is let go");
    }

    #[test]
    fn without_a_delay_a_change_is_seen_at_once() {
        let mut value = Propagated::settled(1);
        value.set(2, at(5), Duration::ZERO);
        assert_eq!(value.visible(at(5)), Some(&2));
    }
}
