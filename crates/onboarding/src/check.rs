//! Checks: verified statements, the same on the screen, on the command line and in the report.

mod account;
mod documents;
mod permissions;
mod trust;

use crate::diagnosis::Diagnosis;
use serde::{Deserialize, Serialize};

pub use account::account_checks;
pub use documents::documents_checks;

/// What a check proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The policies as they stand, evaluated offline.
    Documents,
    /// The role as AWS has it.
    Account,
    /// Assumed for real, Bedrock invoked for real.
    AssumeAndInvoke,
    /// A request through QuilrAI's gateway with the user's key: the final proof.
    Gateway,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Proven.
    Passed,
    /// Proven wrong.
    Failed,
    /// Not wrong, but read it.
    Warning,
    /// Not run, because something before it failed or it does not apply.
    Skipped,
}

/// A check that will run or has run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Check {
    /// Stable, for example `assume.without-external-id`.
    pub id: String,
    /// What it proves.
    pub level: Level,
    /// A statement, for example `Refused without an ExternalId`.
    pub title: String,
    /// How it ended.
    pub status: CheckStatus,
    /// What was seen.
    pub evidence: Evidence,
    /// On failure or warning: what it means and what to do.
    pub diagnosis: Option<Diagnosis>,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Evidence {
    /// The ARN that asked.
    pub who: Option<String>,
    /// What was seen, in words: `session quilr-verify-8c1d`, `14 tokens in, 6 out`, an error's text.
    pub what: String,
    /// AWS's request id.
    pub request_id: Option<String>,
    /// How long it took, in milliseconds; `None` for what is evaluated offline.
    pub millis: Option<u32>,
    /// How many tries it took (propagation), from 1; `None` for what is evaluated offline.
    pub attempts: Option<u32>,
}

impl Check {
    pub(crate) fn new(
        level: Level,
        id: impl Into<String>,
        title: impl Into<String>,
        status: CheckStatus,
        what: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            level,
            title: title.into(),
            status,
            evidence: Evidence { what: what.into(), ..Evidence::default() },
            diagnosis: None,
        }
    }

    #[must_use]
    pub(crate) fn with(mut self, diagnosis: Option<Diagnosis>) -> Self {
        self.diagnosis = diagnosis;
        self
    }
}

/// The highest level of which every check passed or warned, and all below it too. A check that was
/// skipped has proven nothing, and a level without checks was not reached.
pub fn level_reached(checks: &[Check]) -> Option<Level> {
    let proven = |level: Level| {
        let mut of_level = checks.iter().filter(|check| check.level == level).peekable();
        of_level.peek().is_some()
            && of_level.all(|check| matches!(check.status, CheckStatus::Passed | CheckStatus::Warning))
    };
    [Level::Documents, Level::Account, Level::AssumeAndInvoke, Level::Gateway]
        .into_iter()
        .take_while(|level| proven(*level))
        .last()
}
