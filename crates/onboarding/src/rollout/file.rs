//! A rollout as a file: strict when read, as a setup is.

use super::Rollout;
use crate::setup::{is_file_name, place};

/// Why a text is not a rollout.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RolloutFileError {
    /// It is not JSON.
    #[error("not JSON: {reason}")]
    Syntax {
        /// What is wrong, with line and column.
        reason: String,
        /// From 1.
        line: u32,
        /// From 1.
        column: u32,
    },
    /// It is JSON, but not a rollout.
    #[error("this is JSON, but not a rollout: `schema` or `stack_set` is missing")]
    NotARollout,
    /// It was written by a newer version.
    #[error("the rollout has schema {found}, this version reads schema {known}")]
    UnknownSchema {
        /// The file's.
        found: u64,
        /// This program's.
        known: u32,
    },
    /// Its id could not be a file's name.
    #[error("the rollout's id `{id}` is not a UUID")]
    Id {
        /// The file's.
        id: String,
    },
    /// A field is not known or has a value of another kind.
    #[error("the rollout cannot be read: {reason}")]
    Shape {
        /// What is wrong, with line and column.
        reason: String,
        /// From 1.
        line: u32,
        /// From 1.
        column: u32,
    },
}

impl RolloutFileError {
    /// Stable, for programs: `rollout-syntax`, `rollout-not-a-rollout`, `rollout-schema`,
    /// `rollout-id`, `rollout-shape`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "rollout-syntax",
            Self::NotARollout => "rollout-not-a-rollout",
            Self::UnknownSchema { .. } => "rollout-schema",
            Self::Id { .. } => "rollout-id",
            Self::Shape { .. } => "rollout-shape",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "The file is damaged or cut off. Take it from a backup.",
            Self::NotARollout => "Choose a file that `rollout new` or the wizard has written.",
            Self::UnknownSchema { found, known } if *found > u64::from(*known) => {
                "It was written by a newer version of the wizard: update this one."
            }
            Self::UnknownSchema { .. } => "No version of the wizard has written this schema.",
            Self::Id { .. } => "Leave the id out, or take the one that the file is named by.",
            Self::Shape { .. } => "Correct the place that the message names.",
        }
    }
}

impl Rollout {
    /// Reads a rollout from its file's text.
    ///
    /// # Errors
    /// When it is not JSON, not a rollout, of a newer schema, or has a field that is not known.
    pub fn from_json(text: &str) -> Result<Rollout, RolloutFileError> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
            let (line, column) = place(&error);
            RolloutFileError::Syntax { reason: error.to_string(), line, column }
        })?;
        let schema = value.get("schema").and_then(serde_json::Value::as_u64);
        match (schema, value.get("stack_set")) {
            (None, _) | (_, None) => return Err(RolloutFileError::NotARollout),
            (Some(found), _) if found != u64::from(Rollout::SCHEMA) => {
                return Err(RolloutFileError::UnknownSchema { found, known: Rollout::SCHEMA });
            }
            _ => {}
        }
        // From the text again, not from the value: only the text has lines and columns.
        let rollout: Rollout = serde_json::from_str(text).map_err(|error| {
            let (line, column) = place(&error);
            RolloutFileError::Shape { reason: error.to_string(), line, column }
        })?;
        if !is_file_name(&rollout.id) {
            return Err(RolloutFileError::Id { id: rollout.id });
        }
        Ok(rollout)
    }

    /// The rollout as its file's text, with a line end at the end.
    pub fn to_json(&self) -> String {
        // Strings, booleans and lists of them: serialising to memory has nothing to fail on.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
