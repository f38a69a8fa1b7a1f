//! Who can assume this role: the trust policy, asked by six callers.

use super::{DecisionRow, StatementAnswer};
use crate::pack::Pack;
use iam_policy::evaluate::{Mismatch, StatementTrace};
use iam_policy::{Context, Decision, Effect, Kind, Outcome, Policy, Request, evaluate_resource};

/// The role that is to be assumed, and what its gateway sends. What is not known yet is `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Assumption<'a> {
    /// The role's ARN.
    pub role_arn: Option<&'a str>,
    /// The ExternalId of the key.
    pub external_id: Option<&'a str>,
    /// The session name of the key.
    pub session_name: Option<&'a str>,
}

/// Who asks, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// The gateway, with this setup's ExternalId.
    Gateway,
    /// The gateway, without one.
    GatewayWithoutExternalId,
    /// The gateway, with another tenant's.
    GatewayWithWrongExternalId,
    /// Another user of the vendor's account, who has learnt the ExternalId.
    OtherUser,
    /// A user of another account, who has learnt the ExternalId.
    OtherAccount,
    /// Anyone, without credentials, who has learnt the ExternalId.
    Anyone,
}

impl Caller {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::Gateway,
        Self::GatewayWithoutExternalId,
        Self::GatewayWithWrongExternalId,
        Self::OtherUser,
        Self::OtherAccount,
        Self::Anyone,
    ];

    /// Stable.
    pub fn id(self) -> &'static str {
        match self {
            Self::Gateway => "gateway-with-external-id",
            Self::GatewayWithoutExternalId => "gateway-without-external-id",
            Self::GatewayWithWrongExternalId => "gateway-with-wrong-external-id",
            Self::OtherUser => "other-user",
            Self::OtherAccount => "other-account",
            Self::Anyone => "anyone",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Gateway => "The gateway, with this ExternalId",
            Self::GatewayWithoutExternalId => "The gateway, without an ExternalId",
            Self::GatewayWithWrongExternalId => "The gateway, with another ExternalId",
            Self::OtherUser => "Another user of QuilrAI's account",
            Self::OtherAccount => "Another AWS account",
            Self::Anyone => "Anyone else",
        }
    }

    /// Whether it should be let in.
    pub fn should_be_allowed(self) -> bool {
        self == Self::Gateway
    }

    fn arn(self, own_account: &str, pack: &Pack) -> String {
        match self {
            Self::Gateway | Self::GatewayWithoutExternalId | Self::GatewayWithWrongExternalId => {
                pack.gateway_principal().to_owned()
            }
            Self::OtherUser => format!("arn:aws:iam::{}:user/somebody-else", pack.gateway_account()),
            Self::OtherAccount => {
                // The accounts of AWS's own examples; not the customer's, which would not be another.
                let other = if own_account == "111122223333" { "444455556666" } else { "111122223333" };
                format!("arn:aws:iam::{other}:user/somebody")
            }
            Self::Anyone => "*".to_owned(),
        }
    }

    fn external_id(self, right: &str) -> Option<&str> {
        match self {
            Self::GatewayWithoutExternalId => None,
            Self::GatewayWithWrongExternalId => {
                Some(if right == "other-tenant" { "another-tenant" } else { "other-tenant" })
            }
            // The others send the right one: they must be refused even so.
            _ => Some(right),
        }
    }

    /// What the trust policy answers this caller. `external_id`: the right one.
    pub(crate) fn ask(
        self,
        trust: &Policy,
        about: &Assumption<'_>,
        external_id: &str,
        pack: &Pack,
    ) -> Decision {
        let own_account = about.role_arn.and_then(account_of).unwrap_or_default();
        let principal = self.arn(own_account, pack);
        let request = assume_request(principal, self.external_id(external_id), about);
        evaluate_resource(&request, trust)
    }
}

/// The request of a caller to assume the role.
pub(crate) fn assume_request(
    principal: String,
    external_id: Option<&str>,
    about: &Assumption<'_>,
) -> Request {
    let mut context = Context::default().with("aws:SecureTransport", "true").with(
        "sts:RoleSessionName",
        // The gateway's default has its timestamp here; no date is nearer than another.
        about.session_name.unwrap_or("quilr-gateway-0"),
    );
    if let Some(external_id) = external_id {
        context = context.with("sts:ExternalId", external_id);
    }
    if let Some(account) = account_of(&principal) {
        let kind = match principal.split(':').nth(5).unwrap_or_default() {
            "root" => "Account",
            name if name.starts_with("user/") => "User",
            _ => "AssumedRole",
        };
        context = context
            .with("aws:PrincipalArn", principal.as_str())
            .with("aws:PrincipalAccount", account)
            .with("aws:PrincipalType", kind);
    }
    Request {
        principal,
        role_arn: None,
        action: "sts:AssumeRole".to_owned(),
        resource: about.role_arn.unwrap_or("*").to_owned(),
        context,
    }
}

fn account_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(4)
}

/// The table. `trust`: the trust policy as it stands, hand edits included.
pub fn who_can_assume(trust: &str, about: &Assumption<'_>, pack: &Pack) -> Vec<DecisionRow> {
    let policy = Policy::parse(trust, Kind::Trust);
    Caller::ALL
        .into_iter()
        .map(|caller| match (&policy, about.external_id) {
            (Err(error), _) => row(caller, false, false, format!("cannot be evaluated: {}", error.message)),
            (Ok(_), None) if caller == Caller::Gateway => {
                row(caller, false, false, "the ExternalId is not right yet".to_owned())
            }
            (Ok(policy), external_id) => {
                let decision = caller.ask(policy, about, external_id.unwrap_or("any"), pack);
                let allowed = decision.outcome == Outcome::Allowed;
                let as_expected = allowed == caller.should_be_allowed();
                let statements = decision.trace.iter().map(answer).collect();
                DecisionRow { statements, ..row(caller, allowed, as_expected, decision.reason) }
            }
        })
        .collect()
}

fn row(caller: Caller, allowed: bool, as_expected: bool, why: String) -> DecisionRow {
    DecisionRow {
        id: caller.id().to_owned(),
        who: caller.title().to_owned(),
        allowed,
        as_expected,
        why,
        statements: Vec::new(),
    }
}

fn answer(entry: &StatementTrace) -> StatementAnswer {
    StatementAnswer {
        statement: u32::try_from(entry.statement + 1).unwrap_or(u32::MAX),
        sid: entry.sid.clone(),
        denies: entry.effect == Effect::Deny,
        applies: entry.mismatch.is_none(),
        why: entry.mismatch.as_ref().map(Mismatch::sentence).unwrap_or_default(),
    }
}
