//! Who calls, and whether their policies let them.

use crate::clock::{epoch_seconds, iso};
use crate::error::ApiError;
use crate::state::permissions::Grants;
use iam_policy::{Context, Decision, Layer, Layers, Outcome, Policy, Request, evaluate};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A caller whose signature was checked.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) account: String,
    pub(crate) arn: String,
    /// `AIDA…`, `AROA…:SESSION`, or the account id for its root user.
    pub(crate) user_id: String,
    pub(crate) kind: CallerKind,
    /// The permissions of the user, or of the session's role.
    pub(crate) grants: Arc<Grants>,
    /// The service control policies over its account, by level.
    pub(crate) scps: Arc<Vec<Vec<Policy>>>,
    pub(crate) session_policy: Option<Arc<Policy>>,
    /// The key that signed.
    pub(crate) access_key_id: String,
    /// `aws:PrincipalTag`: a user's own, a role's with those of its session over them.
    pub(crate) tags: Vec<(String, String)>,
    /// `None`: it signed with a long-term key.
    pub(crate) temporary: Option<Temporary>,
}

/// What temporary credentials carry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Temporary {
    /// Seconds since 1970.
    pub(crate) issued: i64,
    /// When the MFA code was given: seconds since 1970.
    pub(crate) mfa_at: Option<i64>,
    pub(crate) source_identity: Option<String>,
    /// The session tags that a session made by this one inherits.
    pub(crate) transitive: Vec<(String, String)>,
}

/// What kind of caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CallerKind {
    /// An account's root user.
    Root,
    /// A user.
    User {
        /// Its name.
        name: String,
    },
    /// A role session.
    Session {
        /// The role's ARN, path included.
        role_arn: String,
    },
    /// Someone whom a user, or the root user, speaks for.
    Federated {
        /// The ARN of who asked for the session.
        issuer_arn: String,
        /// The unique id of the same.
        issuer_id: String,
    },
}

/// Where a request came from and when: what conditions can ask about it besides the caller.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) now: SystemTime,
    pub(crate) source_ip: IpAddr,
    pub(crate) region: String,
    pub(crate) user_agent: Option<String>,
}

/// What a caller wants to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    /// For example `iam:GetRole`.
    pub(crate) action: &'a str,
    /// The ARN acted on, or `*`.
    pub(crate) resource: &'a str,
}

/// A refusal, before it is put into words.
#[derive(Debug, Clone)]
pub(crate) struct Denied(Decision);

impl Caller {
    /// Decides by the caller's policies and, where there is one, the resource's own.
    pub(crate) fn may(
        &self,
        ask: Ask<'_>,
        context: Context,
        resource_policy: Option<&Policy>,
    ) -> Result<(), Denied> {
        let request = Request {
            principal: self.arn.clone(),
            role_arn: self.role_arn().map(str::to_owned),
            action: ask.action.to_owned(),
            resource: ask.resource.to_owned(),
            context,
        };
        let layers = Layers {
            identity: &self.grants.policies,
            resource: resource_policy,
            scps: &self.scps,
            boundaries: &self.grants.boundaries,
            session: self.session_policy.as_deref(),
        };
        let decision = evaluate(&request, &layers);
        match decision.outcome {
            Outcome::Allowed => Ok(()),
            Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied => Err(Denied(decision)),
        }
    }

    /// The condition keys that every request of this caller has.
    /// Source: "AWS global condition context keys", IAM User Guide.
    pub(crate) fn context(&self, origin: &Origin) -> Context {
        let (kind, principal_arn) = match &self.kind {
            CallerKind::Root => ("Account", self.arn.as_str()),
            CallerKind::User { .. } => ("User", self.arn.as_str()),
            CallerKind::Session { role_arn } => ("AssumedRole", role_arn.as_str()),
            CallerKind::Federated { .. } => ("FederatedUser", self.arn.as_str()),
        };
        let mut context = Context::default()
            .with("aws:CurrentTime", iso(origin.now))
            .with("aws:EpochTime", epoch_seconds(origin.now).to_string())
            .with("aws:SecureTransport", "false")
            .with("aws:SourceIp", origin.source_ip.to_string())
            .with("aws:RequestedRegion", origin.region.clone())
            .with("aws:PrincipalAccount", self.account.clone())
            .with("aws:PrincipalArn", principal_arn)
            .with("aws:PrincipalType", kind)
            .with("aws:userid", self.user_id.clone())
            // No service of AWS's calls here, for itself or for someone.
            .with("aws:PrincipalIsAWSService", "false")
            .with("aws:ViaAWSService", "false");
        if let Some(user_agent) = &origin.user_agent {
            context = context.with("aws:UserAgent", user_agent.clone());
        }
        if let CallerKind::User { name } = &self.kind {
            context = context.with("aws:username", name.clone());
        }
        for (key, value) in &self.tags {
            context = context.with(&format!("aws:PrincipalTag/{key}"), value.clone());
        }
        match &self.temporary {
            Some(temporary) => temporary.context(context, origin.now),
            None => context,
        }
    }

    fn role_arn(&self) -> Option<&str> {
        match &self.kind {
            CallerKind::Session { role_arn } => Some(role_arn),
            CallerKind::Root | CallerKind::User { .. } | CallerKind::Federated { .. } => None,
        }
    }
}

impl Temporary {
    /// Long-term keys have none of these: `aws:MultiFactorAuthPresent` is not even false for them.
    fn context(&self, context: Context, now: SystemTime) -> Context {
        let issued = Duration::from_secs(u64::try_from(self.issued).unwrap_or(0));
        let mut context = context
            .with("aws:TokenIssueTime", iso(SystemTime::UNIX_EPOCH + issued))
            .with("aws:MultiFactorAuthPresent", if self.mfa_at.is_some() { "true" } else { "false" });
        if let Some(at) = self.mfa_at {
            context = context.with("aws:MultiFactorAuthAge", (epoch_seconds(now) - at).max(0).to_string());
        }
        if let Some(source) = &self.source_identity {
            context = context.with("aws:SourceIdentity", source.clone());
        }
        context
    }
}

/// AWS's first half: who may not do what. AssumeRole says no more than this.
pub(crate) fn not_authorized(caller: &Caller, action: &str, resource: Option<&str>) -> String {
    let on = resource.map(|resource| format!(" on resource: {resource}")).unwrap_or_default();
    format!("User: {} is not authorized to perform: {action}{on}", caller.arn)
}

impl Denied {
    /// The same for a role that was to be assumed: no more than the first half, so that a role that is
    /// not there looks no different; what the caller's organisation forbids is told.
    pub(crate) fn assume_message(&self, caller: &Caller, action: &str, role: &str) -> String {
        match self.0.decided_by {
            Some(Layer::ServiceControl) => self.message(caller, action, Some(role)),
            _ => not_authorized(caller, action, Some(role)),
        }
    }

    /// The whole sentence, with the kind of policy that refused.
    /// Source: "Troubleshoot access denied error messages", IAM User Guide.
    pub(crate) fn message(&self, caller: &Caller, action: &str, resource: Option<&str>) -> String {
        let decision = &self.0;
        let explicit = decision.outcome == Outcome::ExplicitlyDenied;
        let (article, layer) = match decision.decided_by {
            None | Some(Layer::Identity) => ("an", "identity-based policy"),
            Some(Layer::Resource) => ("a", "resource-based policy"),
            Some(Layer::ServiceControl) => ("a", "service control policy"),
            Some(Layer::Boundary) => ("a", "permissions boundary"),
            Some(Layer::Session) => ("a", "session policy"),
        };
        let why = if explicit {
            format!("with an explicit deny in {article} {layer}")
        } else {
            format!("because no {layer} allows the {action} action")
        };
        format!("{} {why}", not_authorized(caller, action, resource))
    }
}

/// IAM's and STS's refusal.
pub(crate) fn access_denied(message: String) -> ApiError {
    ApiError::forbidden("AccessDenied", message)
}
