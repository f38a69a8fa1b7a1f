//! Findings about a trust or a permissions policy, each with a position, a code and a remedy.
//!
//! What IAM refuses and what it accepts but means something else are found in one go: the document is
//! read leniently, so that one fault does not hide the next.

mod conditions;
mod external_id;
mod knowledge;
mod permissions;
mod refused;
mod resources;
mod rules;
mod suggest;
mod trust;
mod values;

pub use knowledge::is_service;
pub use rules::{RULES, Rule};

use crate::document::{Effect, Kind, Policy, Reading, Version, read_all};
use crate::json::{Position, Span};
use crate::meaning::quota_size;

/// The characters that a trust policy may have before AWS raises the quota; white space outside of
/// strings is not counted. Source: IAM User Guide, "IAM and AWS STS quotas".
pub const TRUST_QUOTA: usize = 2048;

/// What that quota can be raised to.
pub const TRUST_QUOTA_MOST: usize = 4096;

/// The characters that the inline policies of one role may have together, counted the same way.
pub const INLINE_QUOTA: usize = 10_240;

/// The characters that a managed policy may have, counted the same way.
pub const MANAGED_QUOTA: usize = 6144;

/// More characters than any quota lets a policy have, twice over. Of a longer text only the first
/// refusal is told: to look for what each of its thousands of values was meant to be helps nobody, and
/// would take as long as a hostile text wants it to.
const FAR_TOO_LONG: usize = 2 * INLINE_QUOTA;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The policy is refused by IAM, grants what it must not, or does not do what it is for.
    Error,
    /// Probably not what is meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Finding {
    /// Stable, for example `missing-external-id`: one of [`RULES`].
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Where what it is about begins.
    pub position: Position,
    /// Where it ends: one past its last character.
    pub end: Position,
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
    let size = quota_size(text);
    let mut findings = Findings::new(text);
    if size > FAR_TOO_LONG {
        return far_too_long(size, Kind::Trust, ("a trust policy", TRUST_QUOTA), findings);
    }
    let reading = read_all(text, Kind::Trust);
    if is_other_kind(&reading, ["missing-principal", "prohibited-resource"]) {
        wrong_document("a permissions policy", "a trust policy", &mut findings);
        return findings.list;
    }
    refused::check(&reading, expected, &mut findings);
    if let Some(policy) = &reading.policy {
        let document = Document { policy, reading: &reading };
        common(&document, &mut findings);
        trust::check(&document, expected, &mut findings);
        conditions::check(&document, Kind::Trust, &mut findings);
    }
    if size > TRUST_QUOTA {
        let remedy = match size {
            0..=TRUST_QUOTA_MOST => {
                "Shorten it, or ask AWS to raise the account's quota, which can be up to 4096."
            }
            _ => "Shorten it: more than 4096 is never accepted.",
        };
        quota(&rules::QUOTA_EXCEEDED, size, ("a trust policy", TRUST_QUOTA), remedy, &mut findings);
    }
    findings.in_order()
}

/// Findings about a permissions policy, in the order of the text.
pub fn lint_permissions(text: &str) -> Vec<Finding> {
    let size = quota_size(text);
    let mut findings = Findings::new(text);
    let inline = ("the inline policies of a role", INLINE_QUOTA);
    if size > FAR_TOO_LONG {
        return far_too_long(size, Kind::Identity, inline, findings);
    }
    let reading = read_all(text, Kind::Identity);
    if is_other_kind(&reading, ["missing-resource", "principal-in-identity"]) {
        wrong_document("a trust policy", "a permissions policy", &mut findings);
        return findings.list;
    }
    refused::check(&reading, &TrustExpectation::default(), &mut findings);
    if let Some(policy) = &reading.policy {
        let document = Document { policy, reading: &reading };
        common(&document, &mut findings);
        permissions::check(&document, &mut findings);
        conditions::check(&document, Kind::Identity, &mut findings);
    }
    if size > INLINE_QUOTA {
        let rule = &rules::QUOTA_EXCEEDED;
        quota(rule, size, inline, rule.remedy, &mut findings);
    } else if size > MANAGED_QUOTA {
        let rule = &rules::MANAGED_QUOTA;
        quota(rule, size, ("a managed policy", MANAGED_QUOTA), rule.remedy, &mut findings);
    }
    findings.in_order()
}

/// The first refusal of a text that is no policy for its length alone.
fn far_too_long(
    size: usize,
    kind: Kind,
    quota_of: (&str, usize),
    mut findings: Findings<'_>,
) -> Vec<Finding> {
    if let Err(error) = Policy::parse(findings.text, kind) {
        let rule = rules::by_code(error.code).unwrap_or(&rules::JSON_SYNTAX);
        let span = Span { start: error.position.offset, end: error.end.offset };
        findings.add(rule, span, error.message.clone(), error.remedy());
    }
    quota(&rules::QUOTA_EXCEEDED, size, quota_of, rules::QUOTA_EXCEEDED.remedy, &mut findings);
    findings.in_order()
}

/// Whether the document is refused for just what the other kind of policy has and lacks.
fn is_other_kind(reading: &Reading, codes: [&str; 2]) -> bool {
    let count = |code: &str| reading.refused.iter().filter(|(_, refusal)| refusal.code() == code).count();
    let statements = reading.policy.as_ref().map_or(0, |policy| policy.statements.len());
    statements > 0 && codes.iter().all(|code| count(code) == statements)
}

fn wrong_document(found: &str, wanted: &str, findings: &mut Findings<'_>) {
    findings.add(
        &rules::WRONG_DOCUMENT,
        Span { start: 0, end: findings.text.len().min(1) },
        format!("this is {found}, not {wanted}"),
        format!("Give {wanted} here, or check this one as {found}."),
    );
}

/// The text of a file, or the finding that it is none. IAM reads UTF-8.
///
/// # Errors
/// One finding, at the first byte that is not UTF-8.
pub fn text_of(bytes: &[u8]) -> Result<&str, Box<Finding>> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let read = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let read = std::str::from_utf8(read).unwrap_or_default();
    let position = Position::of(read, read.len());
    let message = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "the file is UTF-16, not UTF-8".to_owned(),
        _ => {
            let byte = bytes.get(read.len()).copied().unwrap_or_default();
            format!("the byte 0x{byte:02X} is not UTF-8 text")
        }
    };
    Err(Box::new(Finding {
        code: rules::NOT_UTF8.code,
        severity: rules::NOT_UTF8.severity,
        position,
        end: Position { offset: position.offset + 1, column: position.column + 1, ..position },
        message,
        remedy: rules::NOT_UTF8.remedy.to_owned(),
    }))
}

/// A document that was read, and what of it IAM refuses.
struct Document<'p> {
    policy: &'p Policy,
    reading: &'p Reading,
}

impl Document<'_> {
    /// Whether something is refused at exactly this place: it has its finding.
    fn is_refused(&self, span: Span) -> bool {
        self.reading.refused.iter().any(|(refused, _)| *refused == span)
    }

    /// Whether something is refused within: what seems to be missing there may only be unreadable.
    fn is_refused_within(&self, span: Span) -> bool {
        self.reading
            .refused
            .iter()
            .any(|(refused, _)| span.start <= refused.start && refused.start < span.end)
    }
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
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.add_as(rule.severity, rule, span, message, remedy);
    }

    fn add_as(
        &mut self,
        severity: Severity,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.list.push(Finding {
            code: rule.code,
            severity,
            position: Position::of(self.text, span.start),
            end: Position::of(self.text, span.end),
            message: message.into(),
            remedy: remedy.into(),
        });
    }

    fn in_order(mut self) -> Vec<Finding> {
        self.list.sort_by_key(|finding| (finding.position, finding.severity));
        self.list
    }
}

/// What trust and permissions policies have in common.
fn common(document: &Document<'_>, findings: &mut Findings<'_>) {
    version(document, findings);
    values::check(document, findings);
    if document.policy.statements.is_empty() && !document.is_refused_within(document.reading.statements) {
        findings.add(
            &rules::EMPTY_LIST,
            document.reading.statements,
            "the document has no statement",
            "Add a statement: without one, nothing is allowed.",
        );
    }
}

fn version(document: &Document<'_>, findings: &mut Findings<'_>) {
    let policy = document.policy;
    let (rule, span) = match (policy.version_span, policy.version) {
        (None, _) => (&rules::MISSING_VERSION, Span { start: 0, end: findings.text.len().min(1) }),
        (Some(span), Version::V2008) => (&rules::OLD_VERSION, span),
        (Some(_), Version::V2012) => return,
    };
    // A misspelt element may be the version.
    if document.reading.policy.is_none() {
        return;
    }
    let what = match rule.code {
        "missing-version" => "the document has no `Version`, so IAM takes it for 2008-10-17",
        _ => "2008-10-17 is the old version of the policy language",
    };
    match values::first_variable(policy) {
        Some(variable) => findings.add_as(
            Severity::Error,
            rule,
            span,
            format!("{what}, in which `{variable}` stands for itself"),
            rule.remedy,
        ),
        None => findings.add(rule, span, format!("{what}, which has no policy variables"), rule.remedy),
    }
}

fn quota(
    rule: &'static Rule,
    size: usize,
    (what, limit): (&str, usize),
    remedy: &str,
    findings: &mut Findings<'_>,
) {
    findings.add(
        rule,
        Span::default(),
        format!("{size} characters count, IAM's quota for {what} is {limit}"),
        remedy,
    );
}

/// Whether a statement allows something.
fn allows(statement: &crate::document::Statement) -> bool {
    statement.effect == Effect::Allow
}
