//! The documents rendered from a setup: trust policy, permissions policy, dashboard values.

mod dashboard;
mod render;
mod terminal;

use crate::fields::Severity;
use crate::pack::Pack;
use crate::placeholder;
use crate::setup::{Assessment, Setup, ValidSetup};
use iam_policy::lint::{self, TrustExpectation};
use iam_policy::{Kind, Policy, meaning};
use serde::{Deserialize, Serialize};

pub(crate) use dashboard::{dashboard_json, dashboard_values, valid_dashboard_values};
pub(crate) use render::{Rendered, permissions, trust};
pub(crate) use terminal::{shell_word, terminal_lines};

/// IAM's quota for a role's trust policy, in characters without white space (IAM quotas).
pub const TRUST_QUOTA: u32 = 2048;
/// What that quota can be raised to.
pub const TRUST_QUOTA_MOST: u32 = 4096;
/// IAM's quota for all inline policies of a role together.
pub const INLINE_QUOTA: u32 = 10_240;

/// A rendered (or hand-edited) policy document, ready to show.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Document {
    /// Pretty-printed JSON, or what the user typed.
    pub text: String,
    /// The parts that were substituted: byte ranges of `text` (ASCII, so also UTF-16 offsets).
    /// Empty when edited by hand.
    pub marks: Vec<Mark>,
    /// Whether every placeholder has its value: an incomplete document is not offered for copying.
    pub complete: bool,
    /// Whether the text was edited by hand and differs from what would be rendered.
    pub edited: bool,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
    /// The characters that count against IAM's quota.
    pub size: u32,
    /// IAM's quota for it.
    pub quota: u32,
}

/// A substituted part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Mark {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// `false`: a placeholder that still waits for its value.
    pub filled: bool,
}

/// A finding of the linter, for the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Finding {
    /// Stable.
    pub code: String,
    /// How bad.
    pub severity: Severity,
    /// Where what it is about begins: from 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Where it ends.
    pub end_line: u32,
    /// One past its last character.
    pub end_column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// The five values of the QuilrAI dashboard form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DashboardValue {
    /// For example `aws_role_arn`.
    pub name: String,
    /// The value to paste; `None`: not right yet, or left to the gateway's default.
    pub value: Option<String>,
    /// Whether the form requires it.
    pub required: bool,
}

/// The documents of a setup whose fields are all right: what goes into the account and the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents {
    /// The trust policy (hand edits included).
    pub trust: String,
    /// The permissions policy.
    pub permissions: String,
    /// The key's values as JSON.
    pub dashboard: String,
}

/// Renders the documents. Equal to the vendor's page for its example inputs, key order kept.
pub fn documents(setup: &ValidSetup, pack: &Pack) -> Documents {
    let draft = &setup.draft;
    Documents {
        trust: draft
            .trust_policy
            .clone()
            .unwrap_or_else(|| trust(pack, Some(setup.external_id.as_str())).text),
        permissions: permissions(pack, draft, Some(setup.role_arn.account())).text,
        dashboard: dashboard::of_valid(setup, pack),
    }
}

/// The characters of a document that count against IAM's quotas.
pub(crate) fn size(text: &str) -> u32 {
    narrow(meaning::quota_size(text))
}

/// The trust policy to show: as edited by hand, or as rendered.
pub(crate) fn trust_document(setup: &Setup, pack: &Pack, found: &Assessment) -> Document {
    let external_id = found.external_id.as_ref().map(|id| id.as_str());
    let rendered = trust(pack, external_id);
    let expected = TrustExpectation {
        principal: Some(pack.gateway_principal().to_owned()),
        external_id: external_id.map(str::to_owned),
    };
    let lint = |text: &str| lint::lint_trust(text, &expected);
    match &setup.trust_policy {
        Some(text) if *text != rendered.text => Document {
            marks: Vec::new(),
            complete: Policy::parse(text, Kind::Trust).is_ok() && placeholder::split(text).is_none(),
            edited: true,
            findings: findings(lint(text)),
            size: size(text),
            quota: TRUST_QUOTA,
            text: text.clone(),
        },
        _ => shown(rendered, TRUST_QUOTA, lint),
    }
}

/// The permissions policy to show.
pub(crate) fn permissions_document(setup: &Setup, pack: &Pack, found: &Assessment) -> Document {
    let account = found.account.as_ref().map(|account| account.as_str());
    shown(permissions(pack, setup, account), INLINE_QUOTA, lint::lint_permissions)
}

/// A document that still has placeholders is not linted: it would only be told that they are there.
fn shown(rendered: Rendered, quota: u32, lint: impl Fn(&str) -> Vec<lint::Finding>) -> Document {
    Document {
        findings: if rendered.complete { findings(lint(&rendered.text)) } else { Vec::new() },
        size: size(&rendered.text),
        quota,
        text: rendered.text,
        marks: rendered.marks,
        complete: rendered.complete,
        edited: false,
    }
}

fn findings(found: Vec<lint::Finding>) -> Vec<Finding> {
    found
        .into_iter()
        .map(|finding| Finding {
            code: finding.code.to_owned(),
            severity: match finding.severity {
                lint::Severity::Error => Severity::Error,
                lint::Severity::Warning => Severity::Warning,
                lint::Severity::Info => Severity::Info,
            },
            line: narrow(finding.position.line),
            column: narrow(finding.position.column),
            end_line: narrow(finding.end.line),
            end_column: narrow(finding.end.column),
            message: finding.message,
            remedy: finding.remedy,
        })
        .collect()
}

/// The bridge to the screens carries no 64-bit numbers; no document is that long.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
