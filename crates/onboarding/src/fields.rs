//! The typed fields: each is parsed once at the edge and then trusted; its parse error is the
//! message that the screen, the command line and the files show.

mod account_id;
mod characters;
mod duration;
mod external_id;
mod gateway_url;
mod guess;
mod model_id;
mod region;
mod role_arn;
mod role_name;
mod role_path;
mod session_name;

use serde::{Deserialize, Serialize};

pub use account_id::AccountId;
pub use duration::DurationSeconds;
pub use external_id::ExternalId;
pub use gateway_url::GatewayUrl;
pub use model_id::ModelId;
pub use region::Region;
pub use role_arn::RoleArn;
pub use role_name::RoleName;
pub use role_path::RolePath;
pub use session_name::SessionName;

pub(crate) use guess::guessable;

/// The fields a person fills in, by the name used on screen, in files and in flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `aws_external_id`
    ExternalId,
    /// The 12 digits of the customer's account.
    AccountId,
    /// The IAM role's name.
    RoleName,
    /// The IAM role's path.
    RolePath,
    /// `aws_role_arn`
    RoleArn,
    /// `aws_region`
    Region,
    /// `aws_role_session_name`
    SessionName,
    /// `aws_session_duration_seconds`
    DurationSeconds,
    /// The trust policy edited by hand.
    TrustPolicy,
    /// The regions that the permissions are narrowed to.
    Regions,
    /// The models that the permissions are narrowed to.
    Models,
    /// Which provider types the key will serve.
    ProviderTypes,
    /// The base URL of QuilrAI's gateway.
    GatewayUrl,
}

/// How much a note weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must be mended before going on.
    Error,
    /// Works, but probably not what is meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// What there is to say about a field: an error, a warning, or a hint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[error("{message}")]
pub struct FieldNote {
    /// The field it stands at.
    pub field: Field,
    /// How much it weighs.
    pub severity: Severity,
    /// Stable, for example `external-id-charset`.
    pub code: String,
    /// The page's own words where it has them.
    pub message: String,
    /// What to do, where that is not obvious.
    pub hint: Option<String>,
}

impl FieldNote {
    pub(crate) fn new(field: Field, severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self { field, severity, code: code.to_owned(), message: message.into(), hint: None }
    }

    pub(crate) fn error(field: Field, code: &str, message: impl Into<String>) -> Self {
        Self::new(field, Severity::Error, code, message)
    }

    pub(crate) fn warning(field: Field, code: &str, message: impl Into<String>) -> Self {
        Self::new(field, Severity::Warning, code, message)
    }

    pub(crate) fn info(field: Field, code: &str, message: impl Into<String>) -> Self {
        Self::new(field, Severity::Info, code, message)
    }

    /// The page's text for a value that the form requires.
    pub(crate) fn missing(field: Field, code: &str, name: &str) -> Self {
        Self::error(field, code, format!("Missing required field: {name}"))
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether it only says that nothing was entered yet.
    pub(crate) fn is_missing(&self) -> bool {
        self.code.ends_with("-missing")
    }
}
