//! Numbers that look random and are the same for the same seed, so that a run can be told again.
//! Nothing secret comes from here.

/// A number that follows from all of `from`: SplitMix64's finaliser over each in turn.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
pub(crate) fn number(from: &[u64]) -> u64 {
    from.iter().fold(0, |state, part| {
        let mut mixed = (state ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

/// A number from `least` to `most`, both included.
pub(crate) fn between(least: u64, most: u64, from: &[u64]) -> u64 {
    match most.saturating_sub(least) {
        0 => least,
        span => least + number(from) % span.saturating_add(1),
    }
}

/// Whether something of that probability happens.
pub(crate) fn happens(probability: f64, from: &[u64]) -> bool {
    // 53 bits are what a double holds exactly.
    #[allow(clippy::cast_precision_loss)]
    let drawn = (number(from) >> 11) as f64 / (1_u64 << 53) as f64;
    drawn < probability
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_spread_and_repeat() {
        let hits = (0..1000).filter(|n| happens(0.3, &[1, 2, *n])).count();
        assert!((200..400).contains(&hits), "{hits} of 1000 at 0.3");
        assert!((0..100).all(|n| !happens(0.0, &[n]) && happens(1.0, &[n])));
        assert!((0..100).all(|n| (3..=5).contains(&between(3, 5, &[n]))));
        assert_eq!(between(u64::MAX, 0, &[1]), u64::MAX, "an empty range is its beginning");
        assert_ne!(number(&[1, 2]), number(&[2, 1]), "the order counts");
    }
}
