//! The calls to one StackSet, and how patiently each is made.

use super::operations::{Kind, Operation};
use crate::account::Account;
use crate::error::LiveError;
use aws_config::Region;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{
    AccountFilterType, AutoDeployment, Capability, DeploymentTargets, ManagedExecution, Parameter,
    PermissionModels, StackInstance, StackInstanceSummary, StackSet, StackSetOperationPreferences,
};
use onboarding::Pack;
use onboarding::rollout::{EXTERNAL_ID_PARAMETER, PermissionModel, Rollout};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long a call waits for its turn: while another operation runs, or there are too many calls.
const TURN: Duration = Duration::from_secs(30 * 60);
/// As many as AWS gives in one page (API reference, ListStackInstances).
const PAGE: i32 = 100;

/// One StackSet, as the rollout's administrator.
pub(super) struct StackSets<'a> {
    pub(super) account: &'a Account,
    client: Client,
    pub(super) name: &'a str,
    pub(super) region: String,
    model: &'a PermissionModel,
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
        let call = || async {
            let answer = self.client.describe_stack_set().stack_set_name(self.name).send().await;
            answer.map_err(|error| self.account.asked().error("cloudformation:DescribeStackSet", &error))
        };
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
            let call = || async {
                self.client
                    .list_stack_instances()
                    .stack_set_name(self.name)
                    .max_results(PAGE)
                    .set_next_token(next.clone())
                    .send()
                    .await
                    .map_err(|error| self.account.asked().error("cloudformation:ListStackInstances", &error))
            };
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
        let call = || async {
            self.client
                .describe_stack_instance()
                .stack_set_name(self.name)
                .stack_instance_account(account_id)
                .stack_instance_region(region)
                .send()
                .await
                .map_err(|error| self.account.asked().error("cloudformation:DescribeStackInstance", &error))
        };
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
        let call = || async {
            self.client
                .describe_stack_set_operation()
                .stack_set_name(self.name)
                .operation_id(operation_id)
                .send()
                .await
                .map_err(|error| {
                    self.account.asked().error("cloudformation:DescribeStackSetOperation", &error)
                })
        };
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
        let answer = self
            .client
            .list_stack_set_operation_results()
            .stack_set_name(self.name)
            .operation_id(operation_id)
            .send()
            .await
            .map_err(|error| {
                self.account.asked().error("cloudformation:ListStackSetOperationResults", &error)
            })?;
        let mut results = answer.summaries.unwrap_or_default().into_iter();
        Ok(results
            .find(|result| result.account.as_deref() == Some(account_id))
            .and_then(|result| result.status_reason))
    }

    /// Makes the StackSet, with no account in it. CloudFormation wants a value of every parameter: an
    /// account without an override would get this one, which nobody knows.
    pub(super) async fn create(
        &self,
        template: &str,
        stand_in: &str,
        cancel: &CancellationToken,
    ) -> Result<(), LiveError> {
        let service_managed = matches!(self.model, PermissionModel::ServiceManaged { .. });
        let call = || async {
            self.client
                .create_stack_set()
                .stack_set_name(self.name)
                .template_body(template)
                .capabilities(Capability::CapabilityNamedIam)
                .parameters(overridden(stand_in))
                .permission_model(self.permission_model())
                .set_auto_deployment(
                    service_managed.then(|| AutoDeployment::builder().enabled(false).build()),
                )
                .managed_execution(ManagedExecution::builder().active(true).build())
                .client_request_token(stand_in)
                .send()
                .await
                .map_err(|error| self.account.asked().error("cloudformation:CreateStackSet", &error))
        };
        self.in_turn(call, cancel).await.map(drop)
    }

    /// Gives every account the template. The overrides stay; gives the operation's id.
    pub(super) async fn update(
        &self,
        template: &str,
        found: &StackSet,
        operation_id: &str,
        cancel: &CancellationToken,
    ) -> Result<String, LiveError> {
        let known = found
            .parameters()
            .iter()
            .any(|parameter| parameter.parameter_key.as_deref() == Some(EXTERNAL_ID_PARAMETER));
        let parameter = match known {
            true => {
                Parameter::builder().parameter_key(EXTERNAL_ID_PARAMETER).use_previous_value(true).build()
            }
            // A template without it becomes one that asks for it.
            false => overridden(operation_id),
        };
        let self_managed = matches!(self.model, PermissionModel::SelfManaged);
        let call = || async {
            self.client
                .update_stack_set()
                .stack_set_name(self.name)
                .template_body(template)
                .capabilities(Capability::CapabilityNamedIam)
                .parameters(parameter.clone())
                .permission_model(self.permission_model())
                // Roles of its own are named again, or CloudFormation takes the usual ones.
                .set_administration_role_arn(found.administration_role_arn.clone().filter(|_| self_managed))
                .set_execution_role_name(found.execution_role_name.clone().filter(|_| self_managed))
                .set_managed_execution(found.managed_execution.clone())
                .operation_preferences(
                    StackSetOperationPreferences::builder()
                        .failure_tolerance_percentage(100)
                        .max_concurrent_percentage(25)
                        .build(),
                )
                .operation_id(operation_id)
                .send()
                .await
                .map_err(|error| self.account.asked().error("cloudformation:UpdateStackSet", &error))
        };
        let answer = self.in_turn(call, cancel).await;
        sent(answer.map(|answer| answer.operation_id), operation_id)
    }

    /// Sends an account's operation; gives its id as AWS has it.
    pub(super) async fn send(
        &self,
        operation: &Operation,
        cancel: &CancellationToken,
    ) -> Result<String, LiveError> {
        let id = operation.operation_id.as_str();
        let answer = match &operation.kind {
            Kind::Create { external_id } => self.create_instance(operation, external_id, cancel).await,
            Kind::Update { external_id } => self.update_instance(operation, external_id, cancel).await,
            Kind::Delete { retain_stack } => self.delete_instance(operation, *retain_stack, cancel).await,
        };
        sent(answer, id)
    }

    async fn create_instance(
        &self,
        operation: &Operation,
        external_id: &str,
        cancel: &CancellationToken,
    ) -> Result<Option<String>, LiveError> {
        let (accounts, targets) = self.targets(&operation.account_id);
        let call = || async {
            self.client
                .create_stack_instances()
                .stack_set_name(self.name)
                .set_accounts(accounts.clone())
                .set_deployment_targets(targets.clone())
                .regions(&operation.region)
                .parameter_overrides(overridden(external_id))
                .operation_id(&operation.operation_id)
                .send()
                .await
                .map_err(|error| self.account.asked().error("cloudformation:CreateStackInstances", &error))
        };
        self.in_turn(call, cancel).await.map(|answer| answer.operation_id)
    }

    async fn update_instance(
        &self,
        operation: &Operation,
        external_id: &str,
        cancel: &CancellationToken,
    ) -> Result<Option<String>, LiveError> {
        let (accounts, targets) = self.targets(&operation.account_id);
        let call = || async {
            self.client
                .update_stack_instances()
                .stack_set_name(self.name)
                .set_accounts(accounts.clone())
                .set_deployment_targets(targets.clone())
                .regions(&operation.region)
                .parameter_overrides(overridden(external_id))
                .operation_id(&operation.operation_id)
                .send()
                .await
                .map_err(|error| self.account.asked().error("cloudformation:UpdateStackInstances", &error))
        };
        self.in_turn(call, cancel).await.map(|answer| answer.operation_id)
    }

    async fn delete_instance(
        &self,
        operation: &Operation,
        retain_stack: bool,
        cancel: &CancellationToken,
    ) -> Result<Option<String>, LiveError> {
        let (accounts, targets) = self.targets(&operation.account_id);
        let call = || async {
            self.client
                .delete_stack_instances()
                .stack_set_name(self.name)
                .set_accounts(accounts.clone())
                .set_deployment_targets(targets.clone())
                .regions(&operation.region)
                .retain_stacks(retain_stack)
                .operation_id(&operation.operation_id)
                .send()
                .await
                .map_err(|error| self.account.asked().error("cloudformation:DeleteStackInstances", &error))
        };
        self.in_turn(call, cancel).await.map(|answer| answer.operation_id)
    }

    /// Deletes the StackSet, once no account is left in it.
    pub(super) async fn delete(&self, cancel: &CancellationToken) -> Result<(), LiveError> {
        let call = || async {
            self.client
                .delete_stack_set()
                .stack_set_name(self.name)
                .send()
                .await
                .map_err(|error| self.account.asked().error("cloudformation:DeleteStackSet", &error))
        };
        match self.in_turn(call, cancel).await {
            Err(error) if is_no_stack_set(&error) => Ok(()),
            answer => answer.map(drop),
        }
    }

    /// One account, in the words of the permission model: within its organizational units, only it.
    fn targets(&self, account_id: &str) -> (Option<Vec<String>>, Option<DeploymentTargets>) {
        match self.model {
            PermissionModel::SelfManaged => (Some(vec![account_id.to_owned()]), None),
            PermissionModel::ServiceManaged { organizational_units } => (
                None,
                Some(
                    DeploymentTargets::builder()
                        .set_organizational_unit_ids(Some(organizational_units.clone()))
                        .accounts(account_id)
                        .account_filter_type(AccountFilterType::Intersection)
                        .build(),
                ),
            ),
        }
    }

    fn permission_model(&self) -> PermissionModels {
        match self.model {
            PermissionModel::SelfManaged => PermissionModels::SelfManaged,
            PermissionModel::ServiceManaged { .. } => PermissionModels::ServiceManaged,
        }
    }

    /// A change: waits while another operation runs, and sends again what may not have arrived, for its
    /// id makes twice the same as once. Cancelling ends the waiting.
    async fn in_turn<T, F: Future<Output = Result<T, LiveError>>>(
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

/// The id that AWS has for an operation. One that is there already has arrived before.
fn sent(answer: Result<Option<String>, LiveError>, operation_id: &str) -> Result<String, LiveError> {
    match answer {
        Ok(id) => Ok(id.unwrap_or_else(|| operation_id.to_owned())),
        Err(error) if error.is_code(&["OperationIdAlreadyExistsException", "OperationIdAlreadyExists"]) => {
            Ok(operation_id.to_owned())
        }
        Err(error) => Err(error),
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

fn overridden(external_id: &str) -> Parameter {
    Parameter::builder().parameter_key(EXTERNAL_ID_PARAMETER).parameter_value(external_id).build()
}
