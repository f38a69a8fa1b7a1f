//! What is kept of a sandbox: in a file between two runs, and in memory between two moments of one.

mod file;
mod moment;
mod private;

pub(crate) use file::{StateFile, Writer};
pub(crate) use moment::{Moment, Moments};

use crate::SeededIdentity;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The form that is written. Another number is another form.
pub(crate) const VERSION: u32 = 1;

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    pub(crate) version: u32,
    /// The scenario's name or file that it began with.
    pub(crate) scenario: Option<String>,
    /// The key under which session tokens are sealed.
    pub(crate) sealer: String,
    pub(crate) identities: Vec<SeededIdentity>,
    /// What a reset goes back to.
    pub(crate) beginning: Moment,
    pub(crate) now: Moment,
}

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Another sandbox works with it.
    #[error("the state file `{}` is in use by another sandbox", .path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// A later version of this program wrote it.
    #[error("the state file `{}` has the form {version}, and this program knows {VERSION}", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// It began with another scenario.
    #[error("the state file `{}` began with {} and not with `{asked}`", .path.display(), described(.began.as_deref()))]
    OtherScenario {
        /// The file.
        path: PathBuf,
        /// Its scenario.
        began: Option<String>,
        /// The one that was asked for.
        asked: String,
    },
    /// It cannot be read or written.
    #[error("cannot use the state file `{}`: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

fn described(scenario: Option<&str>) -> String {
    scenario.map_or_else(|| "no scenario".to_owned(), |name| format!("`{name}`"))
}

impl StateError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            StateError::InUse { .. } => "end the other one, or give this one a file of its own",
            StateError::Newer { .. } => "use the newer program, or another file",
            StateError::OtherScenario { .. } => {
                "leave the scenario out to go on with what is in the file, or give another file"
            }
            StateError::Io { .. } => "give a file in a folder that can be written to",
        }
    }
}

/// A file that was no state file: what was done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAside {
    /// Where it is now.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}
