//! The moments of the Date operators: the ISO 8601 forms of the W3C note, or seconds since 1970.
//!
//! Source: IAM User Guide, "Date condition operators"; <https://www.w3.org/TR/NOTE-datetime>.

/// Nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i128);

const NANOS: i128 = 1_000_000_000;

impl Moment {
    /// Four digits are a year; any other whole number is seconds since 1970. A time without a zone
    /// is taken as UTC.
    pub(super) fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        if text.len() != 4
            && let Some(moment) = epoch(text)
        {
            return Some(moment);
        }
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let days = days(date)?;
        let in_day = match time {
            // Only a full date can be followed by a time.
            Some(time) if date.len() == 10 => time_of_day(time)?,
            Some(_) => return None,
            None => 0,
        };
        Some(Moment(i128::from(days) * 86_400 * NANOS + in_day))
    }
}

/// `1700000000`, `-5`, `1700000000.25`
fn epoch(text: &str) -> Option<Moment> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, nanos(fraction)?),
        None => (unsigned, 0),
    };
    let total = i128::from(digits(whole, 1..=15)?) * NANOS + fraction;
    Some(Moment(if negative { -total } else { total }))
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as days since 1970-01-01.
fn days(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let year = digits(parts.next()?, 4..=4)?;
    let month = parts.next().map_or(Some(1), |part| digits(part, 2..=2))?;
    let day = parts.next().map_or(Some(1), |part| digits(part, 2..=2))?;
    let in_month = match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if parts.next().is_some() || !(1..=in_month).contains(&day) {
        return None;
    }
    // Years that begin in March put the leap day last, so that the days before a month follow a line.
    let from_march = (month + 9) % 12;
    let year = if month <= 2 { year - 1 } else { year };
    let before_year = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let before_month = (153 * from_march + 2) / 5;
    Some(before_year + before_month + day - 1 - 719_468)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s`, with `Z`, `+hh:mm` or `-hh:mm`; in nanoseconds of UTC.
fn time_of_day(time: &str) -> Option<i128> {
    let (clock, offset_minutes) = match time.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, 0),
        None => match time.rfind(['+', '-']) {
            Some(at) => (time.get(..at)?, zone(time.get(at..)?)?),
            None => (time, 0),
        },
    };
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, nanos(fraction)?),
        None => (clock, 0),
    };
    let mut parts = clock.split(':');
    let hours = digits(parts.next()?, 2..=2)?;
    let minutes = digits(parts.next()?, 2..=2)?;
    let seconds = parts.next().map_or(Some(0), |part| digits(part, 2..=2))?;
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let total = hours * 3600 + minutes * 60 + seconds - offset_minutes * 60;
    Some(i128::from(total) * NANOS + fraction)
}

/// `+hh:mm` or `-hh:mm`, in minutes.
fn zone(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2..=2)?, digits(minutes, 2..=2)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

fn nanos(fraction: &str) -> Option<i128> {
    digits(fraction, 1..=18)?;
    let padded: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    padded.parse().ok()
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let all = length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_the_w3c_note_and_the_epoch_name_the_same_moments() {
        for (text, seconds) in [
            ("1970", 0),
            ("1970-01", 0),
            ("1970-01-01", 0),
            ("1970-01-01T00:00Z", 0),
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.0Z", 0),
            ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T23:30-00:30", 0),
            ("0", 0),
            ("2000-02-29", 951_782_400),
            ("2024-02-29T12:34:56Z", 1_709_210_096),
            ("1709210096", 1_709_210_096),
            ("2026-11-22T14:17:11Z", 1_795_357_031),
            ("2026-11-22T14:17:11", 1_795_357_031),
            ("1900-03-01", -2_203_891_200),
            ("-2203891200", -2_203_891_200),
        ] {
            assert_eq!(Moment::parse(text), Some(Moment(seconds * NANOS)), "{text}");
        }
    }

    #[test]
    fn fractions_of_a_second_count() {
        assert!(Moment::parse("2024-01-01T00:00:00.5Z") > Moment::parse("2024-01-01T00:00:00.25Z"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "today",
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-01-32",
            "2024-1-1",
            "2024-01-01T24:00Z",
            "2024-01-01T10Z",
            "2024-01T10:00Z",
            "2024-01-01T10:00+1",
            "*",
            "2024-01-01T10:00:00.Z",
            "99999999999999999999",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
