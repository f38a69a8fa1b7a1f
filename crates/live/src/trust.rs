//! Changing a trust policy on IAM: write it, and take one statement out of whatever it is by now.

use crate::account::Account;
use crate::error::LiveError;
use aws_sdk_iam::config::retry::RetryConfig;
use aws_sdk_iam::operation::RequestId;
use iam_policy::meaning;
use std::time::Duration;

/// What became of a statement that was to be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Removal {
    /// It was there; it is out, and a reading without it was seen.
    Removed {
        /// The request that took it out.
        request_id: Option<String>,
        /// How many readings and changes it took.
        tries: u32,
    },
    /// It is not there, and was not during the time that readings were doubted.
    NotThere,
    /// The role itself is gone.
    RoleGone,
}

/// The name of a role, from its ARN.
pub(crate) fn role_name(role_arn: &str) -> &str {
    role_arn.rsplit('/').next().unwrap_or(role_arn)
}

/// Replaces the trust policy, with one request: a change that is sent again later would undo what
/// somebody else did in between. Who calls it reads the policy again before another try. Gives AWS's
/// request id.
pub(crate) async fn update(
    account: &Account,
    role_name: &str,
    policy: &str,
) -> Result<Option<String>, LiveError> {
    let once = aws_sdk_iam::Config::builder().retry_config(RetryConfig::disabled());
    let answer = account
        .iam()
        .update_assume_role_policy()
        .role_name(role_name)
        .policy_document(policy)
        .customize()
        .config_override(once)
        .send()
        .await
        .map_err(|error| account.asked().error("iam:UpdateAssumeRolePolicy", &error))?;
    Ok(answer.request_id().map(str::to_owned))
}

/// How often a change of a trust policy is tried.
pub(crate) const TRIES: u32 = 3;

/// Replaces the trust policy as it is now. After a failure that may pass, and after an answer that was
/// lost, it reads first: what is there already is not sent again, and what somebody else changed
/// meanwhile is not overwritten.
pub(crate) async fn replace(
    account: &Account,
    role_name: &str,
    policy: &str,
) -> Result<Option<String>, LiveError> {
    let mut backoff = account.pacing().backoff(account.pacing().cleanup_window);
    let mut before: Option<String> = None;
    loop {
        let failure = match update(account, role_name, policy).await {
            Err(error) if error.is_transient() && backoff.tries() < TRIES => error,
            answer => return answer,
        };
        if !backoff.again().await {
            return Err(failure);
        }
        let Ok(Some(read)) = account.get_role(role_name).await else { return Err(failure) };
        let now = read.role.trust_policy;
        if now == policy {
            return Ok(None);
        }
        if before.get_or_insert_with(|| now.clone()) != &now {
            return Err(LiveError::TrustPolicy {
                why: "somebody else changed it at the same time".to_owned(),
            });
        }
    }
}

/// Whether a trust policy has a statement of that Sid.
pub(crate) fn has_statement(policy: &str, sid: &str) -> Result<bool, LiveError> {
    Ok(without(policy, sid)?.is_some())
}

/// Takes the statement of that Sid out of the trust policy as it now is, and confirms by reading.
/// Every other statement keeps its bytes. Tries again on throttling and network failures.
///
/// IAM's readings lag behind its changes, so one without the statement proves nothing soon after the
/// statement was added: it is doubted for `doubt`. `on_wait` is told what is waited for.
pub(crate) async fn remove_statement(
    account: &Account,
    role_arn: &str,
    sid: &str,
    doubt: Duration,
    on_wait: &(dyn Fn(String) + Send + Sync),
) -> Result<Removal, LiveError> {
    let name = role_name(role_arn);
    let mut backoff = account.pacing().backoff(account.pacing().cleanup_window);
    let mut removed_by = None;
    loop {
        let step = async {
            let Some(read) = account.get_role(name).await? else {
                return Ok(Step::Done(Removal::RoleGone));
            };
            let Some(rest) = without(&read.role.trust_policy, sid)? else {
                return Ok(Step::Absent);
            };
            update(account, name, &rest).await.map(Step::Changed)
        };
        let failure = match step.await {
            Ok(Step::Done(removal)) => return Ok(removal),
            Ok(Step::Absent) => {
                if let Some(request_id) = removed_by {
                    return Ok(Removal::Removed { request_id, tries: backoff.tries() });
                }
                if backoff.elapsed() >= doubt {
                    return Ok(Removal::NotThere);
                }
                None
            }
            Ok(Step::Changed(request_id)) => {
                // In the good case the next reading is the last: it is not waited for.
                if removed_by.replace(request_id).is_none() {
                    backoff.at_once();
                    continue;
                }
                None
            }
            Err(error) if error.is_transient() => Some(error),
            Err(error) => return Err(error),
        };
        let left = backoff.left();
        on_wait(match (&failure, removed_by.is_some()) {
            (Some(error), _) => format!("trying again for {} s at most: {error}", left.as_secs()),
            (None, true) => format!("reading again for {} s at most", left.as_secs()),
            (None, false) => lags_behind("the statement", doubt.saturating_sub(backoff.elapsed())),
        });
        if !backoff.again().await {
            return Err(failure.unwrap_or_else(|| LiveError::TrustPolicy {
                why: "it still reads as before the change".to_owned(),
            }));
        }
    }
}

/// Why a reading without what was sent is not believed at once.
pub(crate) fn lags_behind(what: &str, left: Duration) -> String {
    format!(
        "AWS does not show {what}, and its readings lag behind its changes: reading again for {} s at most",
        left.as_secs()
    )
}

enum Step {
    Done(Removal),
    Absent,
    Changed(Option<String>),
}

fn without(policy: &str, sid: &str) -> Result<Option<String>, LiveError> {
    meaning::remove_statement(policy, sid)
        .map_err(|error| LiveError::TrustPolicy { why: format!("AWS's copy of it cannot be read: {error}") })
}
