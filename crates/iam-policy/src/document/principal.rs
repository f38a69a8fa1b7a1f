//! The `Principal` and `NotPrincipal` elements.
//!
//! Source: IAM User Guide, "AWS JSON policy elements: Principal".

use crate::arn::Arn;
use crate::json::Span;

/// The `Principal` or `NotPrincipal` element.
#[derive(Debug, Clone, PartialEq)]
pub struct Principals {
    /// `NotPrincipal`: everyone but these.
    pub negated: bool,
    /// Those it names, in the order of the text.
    pub entries: Vec<PrincipalEntry>,
    /// Where the element's value stands.
    pub span: Span,
}

/// One principal of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalEntry {
    /// Under which key it stands.
    pub kind: PrincipalKind,
    /// As it is written.
    pub value: String,
    /// Where it stands.
    pub span: Span,
    pub(crate) named: Named,
}

/// Under which key of `Principal` an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum PrincipalKind {
    /// `"Principal": "*"`, without a key.
    Anyone,
    /// An account, user, role or session, or `*`.
    #[serde(rename = "AWS")]
    Aws,
    /// An AWS service.
    Service,
    /// An identity provider.
    Federated,
    /// An Amazon S3 canonical user.
    CanonicalUser,
}

impl PrincipalKind {
    pub(crate) fn from_key(key: &str) -> Option<PrincipalKind> {
        match key {
            "AWS" => Some(PrincipalKind::Aws),
            "Service" => Some(PrincipalKind::Service),
            "Federated" => Some(PrincipalKind::Federated),
            "CanonicalUser" => Some(PrincipalKind::CanonicalUser),
            _ => None,
        }
    }
}

/// Whom an entry means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// `*`.
    Anyone,
    /// Twelve digits, or the account's `:root`: everyone to whom the account gives the right.
    Account(String),
    /// This ARN: a user, a role or a session.
    Arn(String),
    /// A unique id, left over from a deleted user or role; or a service, provider or canonical user.
    Name(String),
}

impl Named {
    /// What an entry means; `None` if IAM refuses it.
    pub(crate) fn read(kind: PrincipalKind, value: &str) -> Option<Named> {
        if kind != PrincipalKind::Aws {
            let name = Named::Name(value.to_owned());
            return (!value.is_empty()).then_some(name);
        }
        if value == "*" {
            return Some(Named::Anyone);
        }
        if is_account(value) {
            return Some(Named::Account(value.to_owned()));
        }
        if is_unique_id(value) {
            return Some(Named::Name(value.to_owned()));
        }
        if value.contains(['*', '?']) {
            return None;
        }
        let arn = Arn::parse(value)?;
        // CloudFront's origin access identities are users of an account called `cloudfront`.
        if !arn.region.is_empty() || !(is_account(arn.account) || arn.account == "cloudfront") {
            return None;
        }
        if (arn.service, arn.resource) == ("iam", "root") {
            return Some(Named::Account(arn.account.to_owned()));
        }
        let (resource_type, name) = arn.resource_type()?;
        let known = match arn.service {
            "iam" => matches!(resource_type, "user" | "role"),
            "sts" => matches!(resource_type, "assumed-role" | "federated-user"),
            _ => false,
        };
        (known && !name.is_empty()).then(|| Named::Arn(value.to_owned()))
    }
}

/// Twelve digits.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// IAM's unique ids: `AIDA…` a user, `AROA…` a role, and others of the form.
/// Source: IAM User Guide, "IAM identifiers".
fn is_unique_id(text: &str) -> bool {
    text.len() >= 16
        && text.starts_with('A')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
