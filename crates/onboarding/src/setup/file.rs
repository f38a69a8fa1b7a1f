//! A setup as a file: strict when read, so that nothing is dropped in silence.

use super::Setup;

/// Why a text is not a setup.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupFileError {
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
    /// It is JSON, but not a setup: there is no `schema`.
    #[error("this is JSON, but not a setup: `schema` is missing")]
    NotASetup,
    /// It was written by a newer version.
    #[error("the setup has schema {found}, this version reads schema {known}")]
    UnknownSchema {
        /// The file's.
        found: u64,
        /// This program's.
        known: u32,
    },
    /// Its id could not be a file's name.
    #[error("the setup's id `{id}` is not a UUID")]
    Id {
        /// The file's.
        id: String,
    },
    /// A field is not known or has a value of another kind.
    #[error("the setup cannot be read: {reason}")]
    Shape {
        /// What is wrong, with line and column.
        reason: String,
        /// From 1.
        line: u32,
        /// From 1.
        column: u32,
    },
}

impl SetupFileError {
    /// Stable, for programs: `setup-syntax`, `setup-not-a-setup`, `setup-schema`, `setup-id`,
    /// `setup-shape`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "setup-syntax",
            Self::NotASetup => "setup-not-a-setup",
            Self::UnknownSchema { .. } => "setup-schema",
            Self::Id { .. } => "setup-id",
            Self::Shape { .. } => "setup-shape",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "The file is damaged or cut off. Take it from a backup.",
            Self::NotASetup => "Choose a file that the wizard has exported.",
            Self::UnknownSchema { found, known } if *found > u64::from(*known) => {
                "It was written by a newer version of the wizard: update this one."
            }
            Self::UnknownSchema { .. } => "No version of the wizard has written this schema.",
            Self::Id { .. } => "Leave the id out, or take the one that the file is named by.",
            Self::Shape { .. } => "Correct the place that the message names.",
        }
    }
}

impl Setup {
    /// Reads a setup from its file's text.
    ///
    /// # Errors
    /// When it is not JSON, not a setup, of a newer schema, or has a field that is not known.
    pub fn from_json(text: &str) -> Result<Setup, SetupFileError> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
            let (line, column) = place(&error);
            SetupFileError::Syntax { reason: error.to_string(), line, column }
        })?;
        // Before the rest: a newer file has fields that are unknown here, and that is not its fault.
        match value.get("schema").and_then(serde_json::Value::as_u64) {
            None => return Err(SetupFileError::NotASetup),
            Some(found) if found != u64::from(Setup::SCHEMA) => {
                return Err(SetupFileError::UnknownSchema { found, known: Setup::SCHEMA });
            }
            Some(_) => {}
        }
        // From the text again, not from the value: only the text has lines and columns.
        let setup: Setup = serde_json::from_str(text).map_err(|error| {
            let (line, column) = place(&error);
            SetupFileError::Shape { reason: error.to_string(), line, column }
        })?;
        if !is_file_name(&setup.id) {
            return Err(SetupFileError::Id { id: setup.id });
        }
        Ok(setup)
    }

    /// The setup as its file's text, with a line end at the end.
    pub fn to_json(&self) -> String {
        // Strings, booleans and lists of them: serialising to memory has nothing to fail on.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The id names the setup's file, so what a foreign file calls itself must not lead elsewhere. Empty:
/// a file that was written by hand.
pub(crate) fn is_file_name(id: &str) -> bool {
    id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

pub(crate) fn place(error: &serde_json::Error) -> (u32, u32) {
    let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (narrow(error.line()), narrow(error.column()))
}
