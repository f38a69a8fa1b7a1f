//! One-time passwords by the clock: RFC 6238 with SHA-1, six digits and steps of thirty seconds, which
//! is what a virtual MFA device of AWS's is.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Seconds of a step.
const STEP: u64 = 30;

/// Which step a time is in.
pub(crate) fn step_of(seconds: i64) -> u64 {
    u64::try_from(seconds).unwrap_or(0) / STEP
}

/// The code of a step.
pub(crate) fn code(seed: &[u8], step: u64) -> String {
    // A key of any length will do for HMAC, so there is always a code.
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(seed) else { return String::new() };
    let digest = mac.chain_update(step.to_be_bytes()).finalize().into_bytes();
    let offset = digest.last().map_or(0, |last| usize::from(last & 15));
    let four = digest.iter().skip(offset).take(4);
    let number = four.fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B: its codes have eight digits, of which these are the last six.
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(b"12345678901234567890", step_of(seconds)), expected, "{seconds}");
        }
    }
}
