//! What the role's live permissions say of an invocation, computed: it tells a refusal that is real
//! from one that only waits for IAM to propagate.

use iam_policy::{Context, Kind, Layers, Outcome, Policy, Request, evaluate};
use onboarding::ActualRole;

/// The permissions of the role as AWS has it.
#[derive(Debug, Clone)]
pub(super) struct Permissions {
    inline: Vec<Policy>,
    /// Whether these are all: an attached policy is not read, and might allow what these do not.
    complete: bool,
}

impl Permissions {
    pub(super) fn of(role: &ActualRole) -> Self {
        let inline: Vec<Policy> = role
            .inline_policies
            .iter()
            .filter_map(|policy| Policy::parse(&policy.document, Kind::Identity).ok())
            .collect();
        Self {
            complete: inline.len() == role.inline_policies.len() && role.attached_policies.is_empty(),
            inline,
        }
    }

    /// Why the role cannot do this to all of these resources, where that is certain.
    pub(super) fn refuse(
        &self,
        session_arn: &str,
        action: &str,
        resources: &[String],
        region: &str,
    ) -> Option<String> {
        if !self.complete {
            return None;
        }
        resources.iter().find_map(|resource| {
            let request = Request {
                principal: session_arn.to_owned(),
                role_arn: None,
                action: action.to_owned(),
                resource: resource.clone(),
                context: Context::default()
                    .with("aws:RequestedRegion", region)
                    .with("aws:SecureTransport", "true"),
            };
            let layers = Layers { identity: &self.inline, ..Layers::default() };
            let decision = evaluate(&request, &layers);
            (decision.outcome != Outcome::Allowed).then_some(decision.reason)
        })
    }
}
