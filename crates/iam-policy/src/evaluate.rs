//! The evaluation logic of the IAM User Guide, with a trace of why.
//!
//! Sources: "Policy evaluation logic", "Cross-account policy evaluation logic", "Permissions
//! boundaries for IAM entities", "AWS JSON policy elements: Principal" and "NotPrincipal".

mod caller;
mod logic;
mod reason;
mod statement;

use crate::document::{Effect, Policy};
use caller::Caller;
use logic::{Cause, Verdict};
use std::collections::BTreeMap;

/// What is asked: may this principal do this action on this resource, in this context?
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The caller as an ARN (`arn:aws:iam::1:user/x`, `arn:aws:sts::1:assumed-role/r/s`, `…:root`),
    /// a service (`bedrock.amazonaws.com`), or `*` for an anonymous one.
    pub principal: String,
    /// For a role session: the ARN of its role with its path (`arn:aws:iam::1:role/p/r`), which the
    /// session's own ARN has lost. `None`: a role without a path is supposed.
    pub role_arn: Option<String>,
    /// For example `sts:AssumeRole`.
    pub action: String,
    /// The ARN that is acted on, or `*`.
    pub resource: String,
    /// The condition keys of the request. `aws:PrincipalArn` and `aws:PrincipalAccount` are derived
    /// from the principal where they are missing; `aws:ResourceAccount` tells the account of a
    /// resource whose ARN does not, such as an S3 bucket.
    pub context: Context,
}

/// Condition keys and their values; keys compare without case. A key without values is present but empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Context(BTreeMap<String, Vec<String>>);

impl Context {
    /// Sets a key to one value.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.0.insert(key.to_ascii_lowercase(), vec![value.into()]);
        self
    }
    /// Sets a key to several values.
    #[must_use]
    pub fn with_all(mut self, key: &str, values: Vec<String>) -> Self {
        self.0.insert(key.to_ascii_lowercase(), values);
        self
    }
    /// The values of a key, if the request has it.
    pub fn get(&self, key: &str) -> Option<&[String]> {
        self.get_lower(&key.to_ascii_lowercase())
    }
    /// The same for a key that is in lower case already.
    fn get_lower(&self, key: &str) -> Option<&[String]> {
        self.0.get(key).map(Vec::as_slice)
    }
}

/// The policies that bear on a request.
#[derive(Debug, Clone, Default)]
pub struct Layers<'a> {
    /// The caller's identity policies.
    pub identity: &'a [Policy],
    /// The resource's own policy (for `sts:AssumeRole`: the role's trust policy).
    pub resource: Option<&'a Policy>,
    /// Service control policies, a list for each level from the organisation's root down to the
    /// account: at each level at least one must allow, and none may deny. Empty: none in force.
    pub scps: &'a [Vec<Policy>],
    /// Permissions boundaries: every one of them must allow. Empty: none in force.
    pub boundaries: &'a [Policy],
    /// The session policy, if the session has one.
    pub session: Option<&'a Policy>,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Outcome {
    /// Some policy grants it, and none refuses.
    Allowed,
    /// A Deny statement applies.
    ExplicitlyDenied,
    /// Nothing that had to grant it does.
    ImplicitlyDenied,
}

/// The kind of policy that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Layer {
    /// The caller's identity policies.
    Identity,
    /// The resource's policy.
    Resource,
    /// A service control policy.
    ServiceControl,
    /// A permissions boundary.
    Boundary,
    /// The session policy.
    Session,
}

/// An answer and why.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Allowed or denied.
    pub outcome: Outcome,
    /// The layer that decided: the one that refused, or that granted.
    pub decided_by: Option<Layer>,
    /// One entry a statement that was looked at, in order.
    pub trace: Vec<StatementTrace>,
    /// One short sentence for people: why. For example
    /// ``sts:ExternalId is absent, the statement wants `7f3c…` `` or `no statement names this principal`.
    pub reason: String,
}

/// Whether one statement applied, and if not, the first part that did not match.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementTrace {
    /// Which kind of policy it stands in.
    pub layer: Layer,
    /// Which policy of that kind, from 0; service control policies are counted through all levels.
    pub policy: usize,
    /// Which statement of it, from 0.
    pub statement: usize,
    /// Its Sid.
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: Effect,
    /// `None`: it applied.
    pub mismatch: Option<Mismatch>,
}

/// The part of a statement that did not match.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "part", rename_all = "camelCase")]
pub enum Mismatch {
    /// It names other principals.
    Principal {
        /// What the statement names.
        wanted: Vec<String>,
        /// The caller.
        found: String,
    },
    /// It speaks of other actions.
    Action {
        /// What the statement names.
        wanted: Vec<String>,
        /// What was asked.
        found: String,
    },
    /// It speaks of other resources.
    Resource {
        /// What the statement names.
        wanted: Vec<String>,
        /// What was asked.
        found: String,
    },
    /// A condition is not met.
    Condition {
        /// For example `StringEquals`.
        operator: String,
        /// As the document writes it, for example `sts:ExternalId`.
        key: String,
        /// The values of the document.
        wanted: Vec<String>,
        /// The values of the request; `None`: the key is absent.
        found: Option<Vec<String>>,
        /// Why, in words.
        why: String,
    },
}

/// Evaluates a request against all the policies that bear on it.
pub fn evaluate(request: &Request, layers: &Layers<'_>) -> Decision {
    let caller = Caller::of(request);
    let mut trace = Vec::new();
    let verdict = logic::decide(&caller, layers, Some(&mut trace));
    decision(&verdict, &caller, layers.resource, trace)
}

/// What the resource's policy alone says, as for a caller whose own account allows everything:
/// the question behind "who can assume this role".
pub fn evaluate_resource(request: &Request, policy: &Policy) -> Decision {
    let caller = Caller::of(request);
    let mut trace = Vec::new();
    let verdict = logic::decide_by_resource(&caller, policy, Some(&mut trace));
    decision(&verdict, &caller, Some(policy), trace)
}

/// The outcome of [`evaluate`] without its trace and reason: nothing is written, so it is quicker.
pub fn outcome(request: &Request, layers: &Layers<'_>) -> Outcome {
    logic::decide(&Caller::of(request), layers, None).outcome
}

fn decision(
    verdict: &Verdict,
    caller: &Caller<'_>,
    resource: Option<&Policy>,
    trace: Vec<StatementTrace>,
) -> Decision {
    let reason = reason::sentence(verdict, caller, resource, &trace);
    let decided_by = match verdict.cause {
        Cause::Granted(layer) | Cause::Refused(layer) | Cause::NotGranted(layer, _) => Some(layer),
        Cause::NeedsNoPermission | Cause::RootCannotAssume | Cause::Root => None,
    };
    Decision { outcome: verdict.outcome, decided_by, trace, reason }
}
