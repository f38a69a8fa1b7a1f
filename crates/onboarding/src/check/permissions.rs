//! The checks of what a role may call, one a chosen provider type: the same for the policy that was
//! rendered and for those that AWS has.

use super::{Check, CheckStatus, Level};
use crate::decisions::{CapabilityRow, RoleSession, what_can_do};
use crate::diagnosis::{Certainty, Diagnosis, RemedyAction};
use crate::pack::{Pack, ProviderType};
use crate::setup::{Step, ValidSetup};
use iam_policy::{Kind, Policy};

/// The policies to evaluate.
pub(super) enum Policies<'a> {
    /// There is no role.
    None,
    /// Their texts, and the ARNs of attached ones whose text is not at hand.
    Some { texts: Vec<&'a str>, unread: &'a [String] },
}

pub(super) fn checks(
    level: Level,
    prefix: &str,
    policies: &Policies<'_>,
    setup: &ValidSetup,
    pack: &Pack,
) -> Vec<Check> {
    let new = |provider_type: ProviderType, status, what: String| {
        Check::new(
            level,
            format!("{prefix}.permissions.{provider_type}"),
            format!("The permissions allow {provider_type}"),
            status,
            what,
        )
    };
    let (texts, unread) = match policies {
        Policies::None => {
            return setup
                .draft
                .chosen()
                .map(|it| new(it, CheckStatus::Skipped, "there is no role".to_owned()))
                .collect();
        }
        Policies::Some { texts, unread } => (texts, *unread),
    };
    let mut unreadable = 0_usize;
    let parsed: Vec<Policy> = texts
        .iter()
        .filter_map(|text| {
            let policy = Policy::parse(text, Kind::Identity).ok();
            unreadable += usize::from(policy.is_none());
            policy
        })
        .collect();
    let session = RoleSession { account: setup.role_arn.account(), role_arn: setup.role_arn.as_str() };
    let rows = what_can_do(&parsed, &setup.draft, session, pack);
    setup
        .draft
        .chosen()
        .map(|provider_type| {
            let needed: Vec<&CapabilityRow> =
                rows.iter().filter(|row| row.provider_type == provider_type && row.needed).collect();
            let Some(denied) = needed.iter().find(|row| !row.allowed) else {
                let what: Vec<String> =
                    needed.iter().map(|row| format!("{} on {}", row.what, row.on)).collect();
                return new(provider_type, CheckStatus::Passed, what.join("; "));
            };
            let evidence = format!("{} on {}: {}", denied.what, denied.on, denied.why);
            if !unread.is_empty() || unreadable > 0 {
                return new(
                    provider_type,
                    CheckStatus::Warning,
                    format!("{evidence}; not every policy of the role was evaluated"),
                )
                .with(Some(not_evaluated(unread)));
            }
            let profiles_not_asked_for =
                pack.provider_type(provider_type).needs_profiles && !setup.draft.resources.inference_profiles;
            let status = if profiles_not_asked_for {
                // As the setup wants it, and older models may do: worth a warning, not a failure.
                CheckStatus::Warning
            } else {
                CheckStatus::Failed
            };
            new(provider_type, status, evidence).with(Some(denial(denied, profiles_not_asked_for)))
        })
        .collect()
}

fn denial(denied: &CapabilityRow, profiles_not_asked_for: bool) -> Diagnosis {
    let (code, cause, remedy, action) = if profiles_not_asked_for {
        (
            "inference-profile-denied",
            "The role's policy allows foundation models only: newer Claude models answer through inference profiles",
            "Add the ARN of inference profiles to the policy.",
            RemedyAction::AllowInferenceProfiles,
        )
    } else {
        (
            "model-denied",
            "The role's permissions policy (step 3) doesn't allow the Bedrock action or the specific model",
            "Allow what the evidence names in the permissions, then apply the plan.",
            RemedyAction::ShowPlan,
        )
    };
    Diagnosis {
        code: code.to_owned(),
        cause: format!("{cause} ({})", denied.on),
        certainty: Certainty::Certain,
        step: Some(Step::Permissions),
        remedy: remedy.to_owned(),
        action: Some(action),
    }
}

fn not_evaluated(unread: &[String]) -> Diagnosis {
    let what = if unread.is_empty() {
        "a policy of the role that cannot be read".to_owned()
    } else {
        unread.join(", ")
    };
    Diagnosis {
        code: "policies-not-evaluated".to_owned(),
        cause: format!("the inline policies do not allow it, but {what} may"),
        certainty: Certainty::Unknown,
        step: Some(Step::Permissions),
        remedy: "Show the plan: with its inline policy the role needs no other.".to_owned(),
        action: Some(RemedyAction::ShowPlan),
    }
}
