//! The calls that change a StackSet. An operation is sent under an id of ours.

use super::calls::{StackSets, ask, is_no_stack_set};
use super::operations::{Kind, Operation};
use crate::error::LiveError;
use aws_sdk_cloudformation::types::{
    AccountFilterType, AutoDeployment, Capability, DeploymentTargets, ManagedExecution, Parameter,
    PermissionModels, StackSet, StackSetOperationPreferences,
};
use onboarding::rollout::{EXTERNAL_ID_PARAMETER, PermissionModel};
use tokio_util::sync::CancellationToken;

impl StackSets<'_> {
    /// Makes the StackSet, with no account in it. CloudFormation wants a value of every parameter: an
    /// account without an override would get this one, which nobody knows.
    pub(super) async fn create(
        &self,
        template: &str,
        stand_in: &str,
        cancel: &CancellationToken,
    ) -> Result<(), LiveError> {
        let service_managed = matches!(self.model, PermissionModel::ServiceManaged { .. });
        let call = ask!(
            self,
            "cloudformation:CreateStackSet",
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
        );
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
        let call = ask!(
            self,
            "cloudformation:UpdateStackSet",
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
        );
        let answer = self.in_turn(call, cancel).await;
        sent(answer.map(|answer| answer.operation_id), operation_id)
    }

    /// Sends an account's operation; gives its id as AWS has it.
    pub(super) async fn send(
        &self,
        operation: &Operation,
        cancel: &CancellationToken,
    ) -> Result<String, LiveError> {
        let (accounts, targets) = self.targets(&operation.account_id);
        // The requests are of three types with the same parameters, besides what each is about.
        macro_rules! of_the_account {
            ($action:literal, $request:expr) => {{
                let call = ask!(
                    self,
                    $action,
                    $request
                        .stack_set_name(self.name)
                        .set_accounts(accounts.clone())
                        .set_deployment_targets(targets.clone())
                        .regions(&operation.region)
                        .operation_id(&operation.operation_id)
                );
                self.in_turn(call, cancel).await.map(|answer| answer.operation_id)
            }};
        }
        let answer = match &operation.kind {
            Kind::Create { external_id } => of_the_account!(
                "cloudformation:CreateStackInstances",
                self.client.create_stack_instances().parameter_overrides(overridden(external_id))
            ),
            Kind::Update { external_id } => of_the_account!(
                "cloudformation:UpdateStackInstances",
                self.client.update_stack_instances().parameter_overrides(overridden(external_id))
            ),
            Kind::Delete { retain_stack } => of_the_account!(
                "cloudformation:DeleteStackInstances",
                self.client.delete_stack_instances().retain_stacks(*retain_stack)
            ),
        };
        sent(answer, &operation.operation_id)
    }

    /// Deletes the StackSet, once no account is left in it.
    pub(super) async fn delete(&self, cancel: &CancellationToken) -> Result<(), LiveError> {
        let call = ask!(
            self,
            "cloudformation:DeleteStackSet",
            self.client.delete_stack_set().stack_set_name(self.name)
        );
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

fn overridden(external_id: &str) -> Parameter {
    Parameter::builder().parameter_key(EXTERNAL_ID_PARAMETER).parameter_value(external_id).build()
}
