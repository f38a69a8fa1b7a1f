//! The session's duration.

use super::characters::offender;
use super::{Field, FieldNote};

/// `aws_session_duration_seconds`: 900 to 43200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DurationSeconds(u32);

impl DurationSeconds {
    /// What the gateway takes where nothing is entered: one hour.
    pub const DEFAULT: Self = Self(3600);

    /// Parses one. The field is optional: an empty text is [`DurationSeconds::DEFAULT`].
    pub fn parse(text: &str) -> Result<Self, FieldNote> {
        const PAGE: &str = "aws_session_duration_seconds must be between 900 and 43200";
        if text.is_empty() {
            return Ok(Self::DEFAULT);
        }
        let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits_only {
            return Err(FieldNote::error(Field::DurationSeconds, "duration-not-an-integer", PAGE)
                .hint(whole_seconds(text)));
        }
        // More digits than fit are out of range, not another kind of mistake.
        let seconds = text.parse::<u32>().unwrap_or(u32::MAX);
        let error = FieldNote::error(Field::DurationSeconds, "duration-range", PAGE);
        match seconds {
            900..=43200 => Ok(Self(seconds)),
            0..900 => Err(error.hint(format!(
                "`{text}` is less than 900 (15 min). AWS limits. Use an integer in that range."
            ))),
            _ => Err(error.hint(format!(
                "`{text}` is more than 43200 (12 hr). AWS limits. Use an integer in that range."
            ))),
        }
    }

    /// Seconds.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// What to enter instead of something that is not a whole number of seconds.
fn whole_seconds(text: &str) -> String {
    let trimmed = text.trim();
    if !trimmed.is_empty() && trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
        return match offender(text, |c| c.is_ascii_digit()) {
            Some(found) => found.remedy(),
            None => format!("Enter `{trimmed}`."),
        };
    }
    match seconds_meant(trimmed) {
        Some(seconds) => {
            format!("Use a whole number of seconds: for `{trimmed}` enter `{seconds}`.")
        }
        None if trimmed.is_empty() => "Use an integer in that range, or leave it empty for 3600.".to_owned(),
        None => format!("`{trimmed}` is not a whole number of seconds. Use an integer in that range."),
    }
}

/// Reads `1h`, `90 min`, `3600s`, `3600.0`, `3,600` as people mean them, for the hint only.
fn seconds_meant(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let split = lower.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(lower.len());
    let (number, unit) = lower.split_at(split);
    let factor = match unit.trim() {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
        _ => return None,
    };
    let number = number.trim();
    let groups: Vec<&str> = number.split([',', '_', ' ']).collect();
    let grouped = groups.len() > 1
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    let number = if grouped { groups.concat() } else { number.to_owned() };
    let seconds = number.parse::<f64>().ok()? * factor;
    let whole = (900.0..=43200.0).contains(&seconds) && seconds.fract() == 0.0;
    // In range and whole: its text is that of an integer.
    whole.then(|| format!("{seconds:.0}").parse().ok()).flatten()
}
