//! How long a change takes to reach the decisions: always the same, or drawn anew for each.

use crate::seeded;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The delay of IAM's changes, as a scenario, a flag or the control endpoint sets it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Propagation {
    /// Seconds until decisions see a change; the least, where `up_to_seconds` is given.
    pub seconds: u32,
    /// The most: each change takes a number of seconds in between, drawn from the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to_seconds: Option<u32>,
    /// The least that a new role takes, where it is longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_principals_seconds: Option<u32>,
}

/// The delays to come: the same for the same seed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Delays {
    pub(crate) propagation: Propagation,
    seed: u64,
    drawn: u64,
}

impl Delays {
    pub(crate) fn new(propagation: Propagation, seed: u64) -> Self {
        Self { propagation, seed, drawn: 0 }
    }

    /// The delay of the next change.
    pub(crate) fn draw(&mut self) -> Duration {
        let least = u64::from(self.propagation.seconds) * 1000;
        let most = self.propagation.up_to_seconds.map_or(0, |most| u64::from(most) * 1000);
        if most <= least {
            return Duration::from_millis(least);
        }
        self.drawn = self.drawn.wrapping_add(1);
        Duration::from_millis(seeded::between(least, most, &[self.seed, STREAM, self.drawn]))
    }

    /// How much longer than `delay` a new role takes.
    pub(crate) fn longer_for_new(&self, delay: Duration) -> Duration {
        let least = Duration::from_secs(self.propagation.new_principals_seconds.unwrap_or(0).into());
        least.saturating_sub(delay)
    }
}

/// Tells these draws from those of the faults.
const STREAM: u64 = u64::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    fn first_five(seed: u64) -> Vec<Duration> {
        let range = Propagation { seconds: 2, up_to_seconds: Some(15), new_principals_seconds: None };
        let mut delays = Delays::new(range, seed);
        std::iter::repeat_with(|| delays.draw()).take(5).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_delays() {
        assert_eq!(first_five(7), first_five(7));
        assert_ne!(first_five(7), first_five(8));
        let bounds = Duration::from_secs(2)..=Duration::from_secs(15);
        assert!(first_five(7).iter().all(|delay| bounds.contains(delay)), "{:?}", first_five(7));
    }

    #[test]
    fn without_a_range_there_is_nothing_to_draw() {
        let mut delays = Delays::new(Propagation { seconds: 3, ..Propagation::default() }, 1);
        assert_eq!([delays.draw(), delays.draw()], [Duration::from_secs(3); 2]);
        assert_eq!(delays, Delays { drawn: 0, ..delays });
    }
}
