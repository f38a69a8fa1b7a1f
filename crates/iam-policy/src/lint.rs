//! Findings about a trust or a permissions policy, each with a position, a code and a remedy.

mod conditions;
mod knowledge;
mod permissions;
mod suggest;
mod trust;

pub(crate) use suggest::nearest;

use crate::document::{Kind, ParseError, Policy, Refusal, Version};
use crate::json::{Position, Span};
use crate::meaning::quota_size;

/// The characters that a trust policy may have before AWS raises the quota; white space outside of
/// strings is not counted. Source: IAM User Guide, "IAM and AWS STS quotas".
pub const TRUST_QUOTA: usize = 2048;

/// The characters that the inline policies of one role may have together, counted the same way.
pub const INLINE_QUOTA: usize = 10_240;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The policy is refused by IAM, or grants what it must not.
    Error,
    /// Probably not what is meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Finding {
    /// Stable, for example `missing-external-id`.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub position: Position,
    /// Lower case, no full stop.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// What a trust policy should say: known to the wizard, optional for a linter.
#[derive(Debug, Clone, Default)]
pub struct TrustExpectation {
    /// The one principal that should be trusted.
    pub principal: Option<String>,
    /// The ExternalId that should be asked for.
    pub external_id: Option<String>,
}

/// Findings about a trust policy, in the order of the text.
pub fn lint_trust(text: &str, expected: &TrustExpectation) -> Vec<Finding> {
    let mut findings = Findings::new(text);
    match Policy::parse(text, Kind::Trust) {
        Err(error) => findings.refused(&error),
        Ok(policy) => {
            version(&policy, &mut findings);
            trust::check(&policy, expected, &mut findings);
            conditions::check(&policy, &mut findings);
        }
    }
    quota("a trust policy", TRUST_QUOTA, &mut findings);
    findings.in_order()
}

/// Findings about a permissions policy, in the order of the text.
pub fn lint_permissions(text: &str) -> Vec<Finding> {
    let mut findings = Findings::new(text);
    match Policy::parse(text, Kind::Identity) {
        Err(error) => findings.refused(&error),
        Ok(policy) => {
            version(&policy, &mut findings);
            permissions::check(&policy, &mut findings);
            conditions::check(&policy, &mut findings);
        }
    }
    quota("the inline policies of a role", INLINE_QUOTA, &mut findings);
    findings.in_order()
}

/// The findings so far, and the text that their positions are of.
struct Findings<'t> {
    text: &'t str,
    list: Vec<Finding>,
}

impl<'t> Findings<'t> {
    fn new(text: &'t str) -> Findings<'t> {
        Findings { text, list: Vec::new() }
    }

    fn add(
        &mut self,
        (severity, code): (Severity, &'static str),
        span: Span,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.list.push(Finding {
            code,
            severity,
            position: Position::of(self.text, span.start),
            message: message.into(),
            remedy: remedy.into(),
        });
    }

    fn refused(&mut self, error: &ParseError) {
        let remedy = match error.refusal() {
            Refusal::TrustAction(action) | Refusal::ActionFormat(action) => {
                suggest::action(action).map(|action| format!("Did you mean {action}?"))
            }
            Refusal::UnknownElement(name) => {
                suggest::element(name).map(|name| format!("Did you mean {name}?"))
            }
            _ => None,
        };
        self.list.push(Finding {
            code: error.code,
            severity: Severity::Error,
            position: error.position,
            message: error.message.clone(),
            remedy: remedy.unwrap_or_else(|| error.remedy().to_owned()),
        });
    }

    fn in_order(mut self) -> Vec<Finding> {
        self.list.sort_by_key(|finding| finding.position);
        self.list
    }
}

fn version(policy: &Policy, findings: &mut Findings<'_>) {
    let remedy = "Set \"Version\" to \"2012-10-17\".";
    match (policy.version_span, policy.version) {
        (None, _) => findings.add(
            (Severity::Warning, "missing-version"),
            Span::default(),
            "the document has no `Version`, so IAM takes it for 2008-10-17, which has no policy \
             variables",
            remedy,
        ),
        (Some(span), Version::V2008) => findings.add(
            (Severity::Warning, "old-version"),
            span,
            "2008-10-17 is the old version of the policy language, which has no policy variables",
            remedy,
        ),
        (Some(_), Version::V2012) => {}
    }
}

fn quota(what: &str, limit: usize, findings: &mut Findings<'_>) {
    let size = quota_size(findings.text);
    if size > limit {
        findings.add(
            (Severity::Error, "quota-exceeded"),
            Span::default(),
            format!("{size} characters count, IAM's quota for {what} is {limit}"),
            "Shorten it: name fewer resources, or use wildcards in their ARNs.",
        );
    }
}
