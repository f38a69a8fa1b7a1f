//! One StackSet: the calls that read it, and how patiently each call is made.

use crate::account::Account;
use crate::error::LiveError;
use aws_config::Region;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{StackInstance, StackInstanceSummary, StackSet};
use onboarding::Pack;
use onboarding::rollout::{PermissionModel, Rollout};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A call that can be made again: its answer, or why there is none.
macro_rules! ask {
    ($self:ident, $action:literal, $request:expr) => {
        || async { $request.send().await.map_err(|error| $self.account.asked().error($action, &error)) }
    };
}
pub(super) use ask;

/// How long a call waits for its turn: while another operation runs, or there are too many calls.
const TURN: Duration = Duration::from_secs(30 * 60);
/// As many as AWS gives in one page (API reference, ListStackInstances).
const PAGE: i32 = 100;

/// One StackSet, as the rollout's administrator.
pub(super) struct StackSets<'a> {
    pub(super) account: &'a Account,
    pub(super) client: Client,
    pub(super) name: &'a str,
    pub(super) region: String,
    pub(super) model: &'a PermissionModel,
}

impl<'a> StackSets<'a> {
    pub(super) fn new(account: &'a Account, rollout: &'a Rollout, pack: &Pack) -> Self {
        let region = rollout.region(pack);
        let config = aws_sdk_cloudformation::config::Builder::from(account.config())
            .region(Region::new(region.clone()))
            .build();
        Self {
            account,
            client: Client::from_conf(config),
            name: &rollout.stack_set,
            region,
            model: &rollout.permission_model,
        }
    }

    /// The StackSet; `None`: there is none of this name.
    pub(super) async fn describe(&self) -> Result<Option<StackSet>, LiveError> {
        let call = ask!(
            self,
            "cloudformation:DescribeStackSet",
            self.client.describe_stack_set().stack_set_name(self.name)
        );
        match self.patiently(call, LiveError::is_throttle).await {
            Ok(answer) => Ok(answer.stack_set.filter(|found| !is_deleted(found))),
            Err(error) if is_no_stack_set(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Every instance, without its overrides.
    pub(super) async fn instances(&self) -> Result<Vec<StackInstanceSummary>, LiveError> {
        let mut all = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let call = ask!(
                self,
                "cloudformation:ListStackInstances",
                self.client
                    .list_stack_instances()
                    .stack_set_name(self.name)
                    .max_results(PAGE)
                    .set_next_token(next.clone())
            );
            let answer = self.patiently(call, LiveError::is_throttle).await?;
            all.extend(answer.summaries.unwrap_or_default());
            next = answer.next_token.filter(|token| !token.is_empty());
            if next.is_none() {
                return Ok(all);
            }
        }
    }

    /// One instance whole; `None`: it is not there.
    pub(super) async fn instance(
        &self,
        account_id: &str,
        region: &str,
    ) -> Result<Option<StackInstance>, LiveError> {
        let call = ask!(
            self,
            "cloudformation:DescribeStackInstance",
            self.client
                .describe_stack_instance()
                .stack_set_name(self.name)
                .stack_instance_account(account_id)
                .stack_instance_region(region)
        );
        match self.patiently(call, LiveError::is_throttle).await {
            Ok(answer) => Ok(answer.stack_instance),
            Err(error)
                if error.is_code(&["StackInstanceNotFoundException", "StackInstanceNotFound"])
                    || is_no_stack_set(&error) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// An operation's status; `None`: AWS knows of none.
    pub(super) async fn status(&self, operation_id: &str) -> Result<Option<String>, LiveError> {
        let call = ask!(
            self,
            "cloudformation:DescribeStackSetOperation",
            self.client.describe_stack_set_operation().stack_set_name(self.name).operation_id(operation_id)
        );
        match self.patiently(call, LiveError::is_throttle).await {
            Ok(answer) => {
                let operation = answer.stack_set_operation;
                Ok(operation.and_then(|operation| operation.status.map(|status| status.as_str().to_owned())))
            }
            Err(error)
                if error.is_code(&["OperationNotFoundException", "OperationNotFound"])
                    || is_no_stack_set(&error) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Why an operation failed in an account.
    pub(super) async fn reason(
        &self,
        operation_id: &str,
        account_id: &str,
    ) -> Result<Option<String>, LiveError> {
        let call = ask!(
            self,
            "cloudformation:ListStackSetOperationResults",
            self.client
                .list_stack_set_operation_results()
                .stack_set_name(self.name)
                .operation_id(operation_id)
        );
        let answer = call().await?;
        let mut results = answer.summaries.unwrap_or_default().into_iter();
        Ok(results
            .find(|result| result.account.as_deref() == Some(account_id))
            .and_then(|result| result.status_reason))
    }

    /// A change: waits while another operation runs, and sends again what may not have arrived, for its
    /// id makes twice the same as once. Cancelling ends the waiting.
    pub(super) async fn in_turn<T, F: Future<Output = Result<T, LiveError>>>(
        &self,
        call: impl Fn() -> F,
        cancel: &CancellationToken,
    ) -> Result<T, LiveError> {
        let waits = |error: &LiveError| error.is_transient() || is_busy(error);
        let mut backoff = self.account.pacing().backoff(TURN);
        loop {
            self.account.stay_signed_in().await?;
            match call().await {
                Err(error) if waits(&error) && !cancel.is_cancelled() => {
                    let again = tokio::select! {
                        biased;
                        () = cancel.cancelled() => false,
                        again = backoff.again() => again,
                    };
                    // A network that is down stays down: the SDK has tried before.
                    if !again || (matches!(error, LiveError::Network { .. }) && backoff.tries() > 5) {
                        return Err(error);
                    }
                }
                answer => return answer,
            }
        }
    }

    async fn patiently<T, F: Future<Output = Result<T, LiveError>>>(
        &self,
        call: impl Fn() -> F,
        waits: impl Fn(&LiveError) -> bool,
    ) -> Result<T, LiveError> {
        let mut backoff = self.account.pacing().backoff(TURN);
        loop {
            match call().await {
                Err(error) if waits(&error) && backoff.again().await => {}
                answer => return answer,
            }
        }
    }
}

/// Another operation is at work, or a quota of operations is reached: both pass.
fn is_busy(error: &LiveError) -> bool {
    error.is_code(&[
        "OperationInProgressException",
        "OperationInProgress",
        "StaleRequestException",
        "StaleRequest",
        "LimitExceededException",
        "LimitExceeded",
    ])
}

pub(super) fn is_no_stack_set(error: &LiveError) -> bool {
    error.is_code(&["StackSetNotFoundException", "StackSetNotFound"])
}

fn is_deleted(found: &StackSet) -> bool {
    found.status.as_ref().is_some_and(|status| status.as_str() == "DELETED")
}
