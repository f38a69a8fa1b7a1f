//! What the caller may do, asked before anything is done: who cannot do the work at all is stopped
//! here, and who lacks an action hears of it before the first change and not after the third.

use crate::account::{Account, Identity, IdentityKind};
use crate::error::LiveError;
use aws_config::retry::RetryConfig;
use aws_sdk_iam::types::{EvaluationResult, PolicyEvaluationDecisionType};
use onboarding::Plan;
use onboarding::plan::Operation;
use serde::{Deserialize, Serialize};

/// What the caller wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Read the role.
    Read,
    /// Create or change the role.
    Apply,
    /// The end-to-end test.
    Verify,
}

const READING: [&str; 4] =
    ["iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"];

/// The temporary statement lets the caller in by its own ARN, which within an account needs no policy
/// of the caller's besides: only what denies it stands in the way.
const ASSUME: &str = "sts:AssumeRole";

impl Purpose {
    /// The actions on the role that it may come to.
    pub fn actions(self) -> Vec<&'static str> {
        let more: &[&str] = match self {
            Purpose::Read => &[],
            Purpose::Apply => &[
                "iam:CreateRole",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
                "iam:PutRolePolicy",
                "iam:TagRole",
            ],
            Purpose::Verify => &["iam:UpdateAssumeRolePolicy", ASSUME],
        };
        READING.into_iter().chain(more.iter().copied()).collect()
    }

    /// The actions that are on no resource of their own: how a model to ask is found.
    pub fn listing(self) -> &'static [&'static str] {
        match self {
            Purpose::Read | Purpose::Apply => &[],
            Purpose::Verify => &["bedrock:ListFoundationModels", "bedrock:ListInferenceProfiles"],
        }
    }
}

/// The actions that a plan's changes need.
fn of_plan(plan: &Plan) -> Vec<&'static str> {
    let mut actions = Vec::new();
    for change in &plan.changes {
        match &change.operation {
            Operation::CreateRole { tags, .. } => {
                actions.push("iam:CreateRole");
                // Creating with tags needs the right to tag.
                if !tags.is_empty() {
                    actions.push("iam:TagRole");
                }
            }
            Operation::UpdateAssumeRolePolicy { .. } => actions.push("iam:UpdateAssumeRolePolicy"),
            Operation::UpdateRole { .. } => actions.push("iam:UpdateRole"),
            Operation::PutRolePolicy { .. } => actions.push("iam:PutRolePolicy"),
            Operation::TagRole { .. } => actions.push("iam:TagRole"),
            Operation::UntagRole { .. } => actions.push("iam:UntagRole"),
            Operation::DeleteRolePolicy { .. } => actions.push("iam:DeleteRolePolicy"),
            Operation::AttachRolePolicy { .. } => actions.push("iam:AttachRolePolicy"),
            Operation::DetachRolePolicy { .. } => actions.push("iam:DetachRolePolicy"),
            Operation::DeleteRole => actions.push("iam:DeleteRole"),
        }
    }
    actions
}

/// Whether the caller has an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Has {
    /// IAM's simulation allows it.
    Allowed,
    /// IAM's simulation denies it.
    Denied,
    /// It cannot be told.
    Unknown,
}

/// An action that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct NeededAction {
    /// As IAM names it.
    pub action: String,
    /// Whether the caller has it.
    pub has: Has,
    /// Why not, or why it is unknown.
    pub why: Option<String>,
}

/// What the caller may do on the role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Preflight {
    /// The role.
    pub role_arn: String,
    /// Every action that is needed.
    pub actions: Vec<NeededAction>,
    /// Why nothing is known, where it is so.
    pub unknown: Option<String>,
}

impl Preflight {
    /// The actions that the caller lacks for certain.
    pub fn lacking(&self) -> Vec<String> {
        let lacking = self.actions.iter().filter(|action| action.has == Has::Denied);
        lacking.map(|action| action.action.clone()).collect()
    }

    /// Stops a plan that would be left half-done.
    ///
    /// # Errors
    /// [`LiveError::MissingPermissions`] with the actions of the plan that the caller lacks.
    pub fn must_allow(&self, plan: &Plan) -> Result<(), LiveError> {
        let needed = of_plan(plan);
        let lacking = self.lacking().into_iter().filter(|action| needed.contains(&action.as_str()));
        none_of(lacking.collect())
    }

    /// Stops where any action is lacking.
    ///
    /// # Errors
    /// [`LiveError::MissingPermissions`].
    pub fn must_allow_all(&self) -> Result<(), LiveError> {
        none_of(self.lacking())
    }
}

fn none_of(actions: Vec<String>) -> Result<(), LiveError> {
    if actions.is_empty() { Ok(()) } else { Err(LiveError::MissingPermissions { actions }) }
}

/// Whether the caller can do the work at all, whatever its policies say.
///
/// # Errors
/// The root user and federated users cannot assume a role; another partition or account than the
/// role's.
pub fn admit(identity: &Identity, role_arn: &str, purpose: Purpose) -> Result<(), LiveError> {
    identity.must_match(role_arn)?;
    match identity.kind {
        // It may create the role, but nobody should work as root, and the test could not follow.
        IdentityKind::Root if purpose != Purpose::Read => {
            Err(LiveError::RootUser { arn: identity.arn.clone() })
        }
        IdentityKind::Federated => Err(LiveError::Federated { arn: identity.arn.clone() }),
        _ => Ok(()),
    }
}

/// Asks IAM which of the needed actions the caller has. Never fails: what cannot be asked is unknown.
pub async fn preflight(
    account: &Account,
    identity: &Identity,
    role_arn: &str,
    purpose: Purpose,
) -> Preflight {
    asked(account, identity, role_arn, &purpose.actions(), purpose.listing()).await
}

/// The same about a plan that is shown: reading the role, and what its changes need.
pub async fn preflight_of_plan(account: &Account, identity: &Identity, plan: &Plan) -> Preflight {
    let mut actions: Vec<&str> = READING.to_vec();
    for action in of_plan(plan) {
        if !actions.contains(&action) {
            actions.push(action);
        }
    }
    asked(account, identity, &plan.role_arn, &actions, &[]).await
}

async fn asked(
    account: &Account,
    identity: &Identity,
    role_arn: &str,
    on_role: &[&str],
    listing: &[&str],
) -> Preflight {
    let asked = async {
        let source = account.caller_principal(identity).await?;
        let mut actions = simulated(account, &source, on_role, Some(role_arn)).await?;
        if !listing.is_empty() {
            actions.extend(simulated(account, &source, listing, None).await?);
        }
        Ok(actions)
    };
    let (actions, unknown) = match asked.await {
        Ok(actions) => (actions, None),
        Err(error) => {
            let unknown =
                |action: &&str| NeededAction { action: (*action).to_owned(), has: Has::Unknown, why: None };
            (on_role.iter().chain(listing).map(unknown).collect(), Some(not_asked(&error)))
        }
    };
    Preflight { role_arn: role_arn.to_owned(), actions, unknown }
}

async fn simulated(
    account: &Account,
    source: &str,
    actions: &[&str],
    resource: Option<&str>,
) -> Result<Vec<NeededAction>, LiveError> {
    // Once: not knowing costs less than waiting for it before every command.
    let once =
        aws_sdk_iam::config::Builder::from(account.config()).retry_config(RetryConfig::disabled()).build();
    let mut pages = aws_sdk_iam::Client::from_conf(once)
        .simulate_principal_policy()
        .policy_source_arn(source)
        .set_action_names(Some(actions.iter().map(|action| (*action).to_owned()).collect()))
        .set_resource_arns(resource.map(|resource| vec![resource.to_owned()]))
        .into_paginator()
        .send();
    let mut results = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| account.asked().error("iam:SimulatePrincipalPolicy", &error))?;
        results.extend(page.evaluation_results().iter().cloned());
    }
    Ok(actions.iter().map(|action| of_result(action, &results)).collect())
}

fn not_asked(error: &LiveError) -> String {
    match error {
        LiveError::AccessDenied(answer) => {
            format!("you may not call `{}`, which would tell", answer.operation)
        }
        LiveError::RootUser { .. } => "the root user is not simulated".to_owned(),
        error => error.to_string(),
    }
}

fn of_result(action: &str, results: &[EvaluationResult]) -> NeededAction {
    let found = results.iter().find(|result| result.eval_action_name().eq_ignore_ascii_case(action));
    let (has, why) = match found {
        None => (Has::Unknown, Some("IAM's answer does not name it".to_owned())),
        Some(result) if *result.eval_decision() == PolicyEvaluationDecisionType::Allowed => {
            (Has::Allowed, None)
        }
        Some(result) => match denied(result) {
            (Has::Denied, why) if action == ASSUME => let_in_all_the_same(result, why),
            found => found,
        },
    };
    NeededAction { action: action.to_owned(), has, why }
}

/// What the temporary statement makes of a denial by the caller's own policies.
fn let_in_all_the_same(result: &EvaluationResult, why: Option<String>) -> (Has, Option<String>) {
    if *result.eval_decision() == PolicyEvaluationDecisionType::ExplicitDeny || by_organization(result) {
        (Has::Denied, why)
    } else if by_boundary(result) {
        // It limits a role's sessions and not a user.
        (Has::Unknown, why)
    } else {
        (Has::Allowed, None)
    }
}

fn by_organization(result: &EvaluationResult) -> bool {
    result.organizations_decision_detail().is_some_and(|detail| !detail.allowed_by_organizations())
}

fn by_boundary(result: &EvaluationResult) -> bool {
    result
        .permissions_boundary_decision_detail()
        .is_some_and(|detail| !detail.allowed_by_permissions_boundary())
}

fn denied(result: &EvaluationResult) -> (Has, Option<String>) {
    let missing = result.missing_context_values();
    // What a real call brings, a simulation lacks: a condition on it denies only here.
    if !missing.is_empty() {
        let keys = missing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        return (Has::Unknown, Some(format!("it hangs on {keys}, which a simulation does not know")));
    }
    let why = if by_organization(result) {
        "a policy of the organization does not allow it"
    } else if by_boundary(result) {
        "your permissions boundary does not allow it"
    } else if *result.eval_decision() == PolicyEvaluationDecisionType::ExplicitDeny {
        "a policy of yours denies it"
    } else {
        "no policy of yours allows it"
    };
    (Has::Denied, Some(why.to_owned()))
}
