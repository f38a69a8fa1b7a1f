//! A clock that AWS does not agree with: STS and IAM accept a signature that is at most fifteen minutes
//! off, Bedrock one that is five.

use aws_smithy_types::DateTime;
use std::time::SystemTime;

/// Whether AWS refused a signature for its date alone.
pub(super) fn is_skew(code: &str, message: &str) -> bool {
    let by_date = ["Signature expired", "Signature not yet current"];
    matches!(code, "RequestTimeTooSkewed" | "RequestExpired" | "RequestInTheFuture")
        || by_date.iter().any(|start| message.starts_with(start))
}

/// How far a machine's clock is ahead of AWS's, in seconds; negative: behind.
pub(super) fn ahead(machine: SystemTime, aws: DateTime) -> i64 {
    DateTime::from(machine).secs().saturating_sub(aws.secs())
}

/// `is 2 h 20 min behind AWS's`.
pub(super) fn words(ahead_seconds: Option<i64>) -> String {
    let Some(ahead) = ahead_seconds else {
        return "differs from AWS's".to_owned();
    };
    let side = if ahead < 0 { "behind" } else { "ahead of" };
    let minutes = ahead.unsigned_abs().div_ceil(60);
    let (days, hours, minutes) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "min")];
    let told: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).take(2).map(|(n, unit)| format!("{n} {unit}")).collect();
    if told.is_empty() {
        "differs from AWS's".to_owned()
    } else {
        format!("is {} {side} AWS's", told.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn how_far_off_a_clock_is_told_in_its_two_largest_units() {
        for (ahead, told) in [
            (Some(-1200), "is 20 min behind AWS's"),
            (Some(1199), "is 20 min ahead of AWS's"),
            (Some(8400), "is 2 h 20 min ahead of AWS's"),
            (Some(-7200), "is 2 h behind AWS's"),
            (Some(-90_061), "is 1 d 1 h behind AWS's"),
            (Some(0), "differs from AWS's"),
            (Some(i64::MIN), "is 106751991167300 d 15 h behind AWS's"),
            (None, "differs from AWS's"),
        ] {
            assert_eq!(words(ahead), told, "{ahead:?}");
        }
    }

    #[test]
    fn the_difference_has_the_sign_of_the_machine() {
        let aws = DateTime::from_secs(1_800_000_000);
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(ahead(at(1_800_000_060), aws), 60);
        assert_eq!(ahead(at(1_799_990_000), aws), -10_000);
    }

    #[test]
    fn only_a_refusal_for_the_date_is_one() {
        assert!(is_skew(
            "SignatureDoesNotMatch",
            "Signature expired: 20261122T140211Z is now earlier than …"
        ));
        assert!(is_skew(
            "InvalidSignatureException",
            "Signature not yet current: 2026 is still later than …"
        ));
        assert!(is_skew("RequestExpired", "Request has expired."));
        assert!(!is_skew("SignatureDoesNotMatch", "The request signature we calculated does not match"));
        assert!(!is_skew("ExpiredToken", "The security token included in the request is expired"));
    }
}
