//! Applying a plan, with progress. The plan is bound to what was read: if the role changed
//! meanwhile, nothing is applied and the new plan is handed back.

use crate::{account::Account, error::LiveError};
use aws_sdk_iam::operation::RequestId;
use aws_sdk_iam::types;
use onboarding::plan::Operation;
use onboarding::role::Tag;
use onboarding::{DesiredRole, Plan};
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Progress of an apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ApplyEvent {
    /// A change is being made.
    Started {
        /// Its place in the plan's changes.
        index: u32,
    },
    /// A change was made.
    Finished {
        /// Its place in the plan's changes.
        index: u32,
        /// AWS's request id.
        request_id: Option<String>,
        /// How long it took.
        millis: u32,
    },
    /// A change failed; those before it stand.
    Failed {
        /// Its place in the plan's changes.
        index: u32,
    },
}

/// Reads the role and says what would change. Nothing is changed.
///
/// # Errors
/// Another account or partition than the role's; whatever AWS refuses.
pub async fn plan(account: &Account, desired: &DesiredRole) -> Result<Plan, LiveError> {
    account.whoami().await?.must_match(&desired.arn)?;
    let actual = account.read_role(&desired.name).await?;
    Ok(onboarding::plan(desired, actual.as_ref()))
}

/// Reads the role again, compares with the plan that was shown, then makes its changes in order, and
/// confirms by reading that nothing is left to do.
///
/// # Errors
/// [`LiveError::RoleChanged`] with the new plan, and nothing applied, where the role is not as it was
/// shown; another account or partition than the role's; a change that AWS refuses, after which those
/// before it stand and a new plan holds the rest; [`LiveError::NotConfirmed`].
pub async fn apply(
    account: &Account,
    desired: &DesiredRole,
    shown: &Plan,
    on_event: &(dyn Fn(ApplyEvent) + Send + Sync),
) -> Result<(), LiveError> {
    let now = plan(account, desired).await?;
    if now != *shown {
        return Err(LiveError::RoleChanged { plan: Box::new(now) });
    }
    for (index, change) in (0_u32..).zip(&shown.changes) {
        on_event(ApplyEvent::Started { index });
        let started = Instant::now();
        match change_role(account, desired, &change.operation, !shown.exists).await {
            Ok(request_id) => on_event(ApplyEvent::Finished {
                index,
                request_id,
                millis: u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX),
            }),
            Err(error) => {
                on_event(ApplyEvent::Failed { index });
                return Err(error);
            }
        }
    }
    confirm(account, desired).await
}

/// Makes one change. A role that was created a moment ago may not be found yet.
async fn change_role(
    account: &Account,
    desired: &DesiredRole,
    operation: &Operation,
    is_new: bool,
) -> Result<Option<String>, LiveError> {
    let pacing = account.pacing();
    let mut backoff = pacing.backoff(pacing.reading_window);
    loop {
        let answer = send(account, desired, operation).await;
        let not_found_yet = |error: &LiveError| {
            is_new
                && !matches!(operation, Operation::CreateRole { .. })
                && error.is_code(&["NoSuchEntity", "NoSuchEntityException"])
        };
        match answer {
            Err(error) if not_found_yet(&error) && backoff.again().await => {}
            answer => return answer,
        }
    }
}

async fn send(
    account: &Account,
    desired: &DesiredRole,
    operation: &Operation,
) -> Result<Option<String>, LiveError> {
    let iam = account.iam();
    let name = desired.name.as_str();
    let asked = account.asked();
    match operation {
        Operation::CreateRole { trust_policy, max_session_duration, description, tags } => iam
            .create_role()
            .role_name(name)
            .path(&desired.path)
            .assume_role_policy_document(trust_policy)
            .max_session_duration(seconds(*max_session_duration))
            .description(description)
            .set_tags(Some(sdk_tags(tags)))
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:CreateRole", &error)),
        Operation::UpdateAssumeRolePolicy { trust_policy } => {
            crate::trust::update(account, name, trust_policy).await
        }
        // Leaving either out would reset it (IAM's service model).
        Operation::UpdateRole { max_session_duration, description } => iam
            .update_role()
            .role_name(name)
            .max_session_duration(seconds(*max_session_duration))
            .description(description)
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:UpdateRole", &error)),
        Operation::PutRolePolicy { policy_name, document } => iam
            .put_role_policy()
            .role_name(name)
            .policy_name(policy_name)
            .policy_document(document)
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:PutRolePolicy", &error)),
        Operation::TagRole { tags } => iam
            .tag_role()
            .role_name(name)
            .set_tags(Some(sdk_tags(tags)))
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:TagRole", &error)),
    }
}

fn seconds(seconds: u32) -> i32 {
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

fn sdk_tags(tags: &[Tag]) -> Vec<types::Tag> {
    tags.iter()
        .filter_map(|tag| {
            // Fails only where key or value is left out.
            types::Tag::builder().key(&tag.key).value(&tag.value).build().ok()
        })
        .collect()
}

/// Reads until nothing is left to do: IAM's readings lag behind its changes.
async fn confirm(account: &Account, desired: &DesiredRole) -> Result<(), LiveError> {
    let pacing = account.pacing();
    let mut backoff = pacing.backoff(pacing.reading_window);
    loop {
        let left = onboarding::plan(desired, account.read_role(&desired.name).await?.as_ref());
        if left.changes.is_empty() {
            return Ok(());
        }
        if !backoff.again().await {
            return Err(LiveError::NotConfirmed {
                left: left.changes.into_iter().map(|it| it.title).collect(),
            });
        }
    }
}
