//! Errors as they cross the bridge: structured, never a bare string, never a secret.

use live::LiveError;
use onboarding::{FieldNote, Plan};
use serde::Serialize;
use specta::Type;

/// What went wrong, for the screen to show.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Fault {
    /// Stable, for example `expired-sign-in`.
    pub(crate) code: String,
    /// What happened.
    pub(crate) message: String,
    /// What to do next.
    pub(crate) hint: Option<String>,
    /// The fields that are not right, where that is the reason.
    pub(crate) fields: Vec<FieldNote>,
    /// The plan as it is now, where the role changed since the plan was shown.
    pub(crate) new_plan: Option<Box<Plan>>,
}

impl Fault {
    pub(crate) fn new(code: &str, message: impl Into<String>, hint: impl Into<Option<String>>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            hint: hint.into(),
            fields: Vec::new(),
            new_plan: None,
        }
    }

    pub(crate) fn not_saved(error: &std::io::Error) -> Self {
        Self::new(
            "not-saved",
            format!("the setup could not be written: {error}"),
            "what you typed is kept until you close this window; free some space or make the folder writable"
                .to_owned(),
        )
    }

    pub(crate) fn fields(fields: Vec<FieldNote>) -> Self {
        let mut fault = Self::new("fields", "some values are not right yet", None);
        fault.hint = fields.first().map(|note| note.message.clone());
        fault.fields = fields;
        fault
    }
}

impl From<LiveError> for Fault {
    fn from(error: LiveError) -> Self {
        let mut fault = Self::new(error.code(), error.to_string(), error.hint());
        if let LiveError::RoleChanged { plan } = error {
            fault.new_plan = Some(plan);
        }
        fault
    }
}
