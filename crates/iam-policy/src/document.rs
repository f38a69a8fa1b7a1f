//! The policy document: what IAM's policy grammar allows, parsed once and then trusted.
//!
//! Source: IAM User Guide, "Grammar of the IAM JSON policy language" and the pages on each element.

mod grammar;
pub(crate) mod meant;
mod principal;
mod refusal;

pub use crate::condition::{Condition, Operator};
pub use meant::nearest;
pub use principal::{PrincipalEntry, PrincipalKind, Principals};
pub use refusal::ParseError;

pub(crate) use grammar::{Reading, read_all};
pub(crate) use principal::{Named, is_account};
pub(crate) use refusal::Refusal;

use crate::arn::ArnPattern;
use crate::glob::Glob;
use crate::json::{Span, Value};
use std::sync::Arc;

/// What a document is for: each kind has its own required and prohibited elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A role's trust policy: Principal required, Resource prohibited.
    Trust,
    /// An identity policy, permissions boundary, SCP or session policy: Resource required, Principal prohibited.
    Identity,
    /// A resource policy other than a trust policy: Principal required, Resource allowed.
    Resource,
}

/// `Allow` or `Deny`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Effect {
    /// Grants.
    Allow,
    /// Refuses, whatever else grants.
    Deny,
}

/// The version of the policy language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Version {
    /// The old one, and the default where `Version` is missing: it has no policy variables.
    #[serde(rename = "2008-10-17")]
    V2008,
    /// The current one.
    #[serde(rename = "2012-10-17")]
    V2012,
}

/// A parsed policy document.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The language version; 2008-10-17 if the text has none.
    pub version: Version,
    /// Where `Version` stands, if it does.
    pub version_span: Option<Span>,
    /// The `Id`, if it has one.
    pub id: Option<String>,
    /// Its statements, in the order of the text; shared by its clones, so that a policy that ten thousand
    /// roles have is in memory once.
    pub statements: Arc<[Statement]>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The Sid, if it has one.
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`; `None` in an identity policy.
    pub principals: Option<Principals>,
    /// `Action` or `NotAction`.
    pub actions: Actions,
    /// `Resource` or `NotResource`; `None` in a trust policy, which speaks of its role.
    pub resources: Option<Resources>,
    /// The conditions, in the order of the text: all of them must be met.
    pub conditions: Vec<Condition>,
    /// Where the statement stands.
    pub span: Span,
}

/// The `Action` or `NotAction` element.
#[derive(Debug, Clone, PartialEq)]
pub struct Actions {
    /// `NotAction`: every action but these.
    pub negated: bool,
    /// The patterns, in the order of the text.
    pub patterns: Vec<ActionPattern>,
    /// Where the element's value stands.
    pub span: Span,
}

/// One entry of `Action`: compares without case, `*` and `?` are wildcards.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionPattern {
    /// As it is written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// In lower case.
    pub(crate) glob: Glob,
}

/// The `Resource` or `NotResource` element.
#[derive(Debug, Clone, PartialEq)]
pub struct Resources {
    /// `NotResource`: every resource but these.
    pub negated: bool,
    /// The patterns, in the order of the text.
    pub patterns: Vec<ResourcePattern>,
    /// Where the element's value stands.
    pub span: Span,
}

/// One entry of `Resource`: an ARN with wildcards and policy variables, or `*`.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourcePattern {
    /// As it is written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// `None`: `*`, everything.
    pub(crate) arn: Option<ArnPattern>,
}

impl Policy {
    /// Parses a document of the given kind. The error names the first place that IAM would refuse.
    pub fn parse(text: &str, kind: Kind) -> Result<Policy, ParseError> {
        grammar::read(text, kind)
    }

    /// The same for a document that is a part of a larger JSON text; positions are of that text.
    pub(crate) fn of_value(text: &str, value: &Value<'_>, kind: Kind) -> Result<Policy, ParseError> {
        grammar::read_value(text, value, kind)
    }
}
