//! What the checks come to: the levels, one by one.

use super::Ran;
use super::words::LEVELS;
use crate::check::{Check, CheckStatus, Level, level_reached};
use serde::{Deserialize, Serialize};

/// What is proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The highest level of which every check passed, and all below it too.
    pub level_reached: Option<Level>,
    /// Whether nothing failed, and nothing was stopped.
    pub passed: bool,
    /// Whether it was stopped before its end.
    pub cancelled: bool,
    /// Whether it was to change nothing, so that nothing was assumed.
    pub read_only: bool,
    /// How many checks ended how.
    pub counts: Counts,
    /// Every level there is, the lowest first.
    pub levels: Vec<LevelVerdict>,
}

/// How many checks ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Proven.
    pub passed: usize,
    /// Proven wrong.
    pub failed: usize,
    /// To read.
    pub warning: usize,
    /// Not run.
    pub skipped: usize,
}

/// What a level came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelVerdict {
    /// `documents`, `account`, `assume_and_invoke`, `gateway`.
    pub level: String,
    /// How far it is proven.
    pub state: LevelState,
    /// How many of its checks ended how.
    pub counts: Counts,
}

/// How far a level is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelState {
    /// All of it, and every level below it.
    Proven,
    /// All of it, but not every level below it: so it proves nothing by itself.
    Unsupported,
    /// Something of it is wrong.
    Failed,
    /// Part of it was not run.
    InPart,
    /// None of it was run.
    NotRun,
}

impl Verdict {
    pub(super) fn of(checks: &[Check], ran: Ran) -> Self {
        let reached = level_reached(checks);
        let counts = Counts::of(checks.iter());
        let levels = (0..).zip(LEVELS).map(|(place, words)| {
            let counts = Counts::of(checks.iter().filter(|check| check.level as usize == place));
            let below_is_proven = reached.is_some_and(|reached| place <= reached as usize);
            LevelVerdict { level: words.name.to_owned(), state: counts.state(below_is_proven), counts }
        });
        Self {
            level_reached: reached,
            passed: counts.failed == 0 && !ran.cancelled && !checks.is_empty(),
            cancelled: ran.cancelled,
            read_only: ran.read_only,
            counts,
            levels: levels.collect(),
        }
    }
}

impl Counts {
    fn of<'a>(checks: impl Iterator<Item = &'a Check>) -> Self {
        checks.fold(Self::default(), |mut counts, check| {
            *match check.status {
                CheckStatus::Passed => &mut counts.passed,
                CheckStatus::Failed => &mut counts.failed,
                CheckStatus::Warning => &mut counts.warning,
                CheckStatus::Skipped => &mut counts.skipped,
            } += 1;
            counts
        })
    }

    /// The sum.
    pub(super) fn all(self) -> usize {
        self.passed + self.failed + self.warning + self.skipped
    }

    fn state(self, below_is_proven: bool) -> LevelState {
        match self {
            Self { failed: 1.., .. } => LevelState::Failed,
            Self { passed: 0, warning: 0, .. } => LevelState::NotRun,
            Self { skipped: 1.., .. } => LevelState::InPart,
            _ if below_is_proven => LevelState::Proven,
            _ => LevelState::Unsupported,
        }
    }
}
