//! The two live tables: who can assume this role, and what this role can do. Both are answers of the
//! policy evaluator, never of a rule of thumb.

mod what;
mod who;

use crate::pack::ProviderType;
use serde::Serialize;

pub use what::{RoleSession, what_can_do};
pub use who::{Assumption, Caller, who_can_assume};

pub(crate) use what::session_request;
pub(crate) use who::assume_request;

/// One row of "who can assume this role".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DecisionRow {
    /// Stable, for example `gateway-without-external-id`.
    pub id: String,
    /// For example `The gateway, without an ExternalId`.
    pub who: String,
    /// Whether the trust policy lets it in.
    pub allowed: bool,
    /// Whether that is as it should be.
    pub as_expected: bool,
    /// Why: one short sentence.
    pub why: String,
    /// The same statement by statement, in the order of the document; empty where it is not read.
    pub statements: Vec<StatementAnswer>,
}

/// What one statement of the trust policy says to a caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StatementAnswer {
    /// Counted from 1.
    pub statement: u32,
    /// Its Sid.
    pub sid: Option<String>,
    /// Whether it denies, where it applies; else it allows.
    pub denies: bool,
    /// Whether it applies to the caller.
    pub applies: bool,
    /// Where it does not: the first part of it that does not match.
    pub why: String,
}

/// One row of "what this role can do".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CapabilityRow {
    /// Stable, for example `bedrock/converse-stream/on-demand`.
    pub id: String,
    /// The provider type it matters to.
    pub provider_type: ProviderType,
    /// For example `Converse, streamed`.
    pub what: String,
    /// The model or kind of model, for example `amazon.nova-micro-v1:0, on demand`.
    pub on: String,
    /// Whether the permissions policy allows every ARN that the call touches.
    pub allowed: bool,
    /// Whether a chosen provider type needs it: a denial is then worth a warning.
    pub needed: bool,
    /// Why.
    pub why: String,
}
