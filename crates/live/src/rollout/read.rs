//! Reading the StackSet: once whole, for a plan; again and again, until nothing is at work in it.

use super::calls::StackSets;
use super::{OnRollout, RolloutEvent};
use crate::account::Account;
use crate::error::LiveError;
use aws_sdk_cloudformation::types::{self, StackSet};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use onboarding::Pack;
use onboarding::rollout::{
    self, DeployedStackSet, EXTERNAL_ID_PARAMETER, PermissionModel, Rollout, RolloutPlan, StackInstance,
};
use std::collections::HashMap;
use tokio_util::sync::CancellationToken;

/// How many accounts are read at a time.
const AT_ONCE: usize = 8;

/// Reads the StackSet and says what would change. Nothing is changed.
///
/// # Errors
/// Whatever AWS refuses.
pub async fn plan_rollout(
    account: &Account,
    rollout: &Rollout,
    pack: &Pack,
    on_event: OnRollout<'_>,
) -> Result<RolloutPlan, LiveError> {
    let found = read_stack_set(account, rollout, pack, on_event).await?;
    Ok(rollout::plan(rollout, pack, found.as_ref()))
}

/// The StackSet as AWS has it, with every account's ExternalId; `None`: there is none of its name.
///
/// # Errors
/// Whatever AWS refuses.
pub async fn read_stack_set(
    account: &Account,
    rollout: &Rollout,
    pack: &Pack,
    on_event: OnRollout<'_>,
) -> Result<Option<DeployedStackSet>, LiveError> {
    account.whoami().await?;
    Ok(read(&StackSets::new(account, rollout, pack), on_event).await?.map(|found| found.deployed))
}

/// The StackSet in both forms.
pub(super) struct Found {
    pub(super) deployed: DeployedStackSet,
    pub(super) as_answered: StackSet,
}

pub(super) async fn read(
    stack_sets: &StackSets<'_>,
    on_event: OnRollout<'_>,
) -> Result<Option<Found>, LiveError> {
    let Some(found) = stack_sets.describe().await? else { return Ok(None) };
    let listed = stack_sets.instances().await?;
    let of = u32::try_from(listed.len()).unwrap_or(u32::MAX);
    on_event(RolloutEvent::Reading { read: 0, of });
    let mut reading = stream::iter(listed)
        .map(|summary| async move {
            let account = summary.account.unwrap_or_default();
            let region = summary.region.unwrap_or_default();
            stack_sets.instance(&account, &region).await
        })
        .buffer_unordered(AT_ONCE);
    let mut instances = Vec::new();
    let mut read = 0;
    while let Some(instance) = reading.try_next().await? {
        read += 1;
        on_event(RolloutEvent::Reading { read, of });
        // One that went meanwhile is not there.
        instances.extend(instance.map(|instance| as_read(&instance)));
    }
    drop(reading);
    Ok(Some(Found { deployed: deployed(&found, instances), as_answered: found }))
}

fn deployed(found: &StackSet, instances: Vec<StackInstance>) -> DeployedStackSet {
    let service_managed =
        found.permission_model.as_ref().is_some_and(|model| model.as_str() == "SERVICE_MANAGED");
    DeployedStackSet {
        name: found.stack_set_name.clone().unwrap_or_default(),
        status: found.status.as_ref().map(|status| status.as_str().to_owned()).unwrap_or_default(),
        template: found.template_body.clone().unwrap_or_default(),
        permission_model: match service_managed {
            true => PermissionModel::ServiceManaged {
                organizational_units: found.organizational_unit_ids().to_vec(),
            },
            false => PermissionModel::SelfManaged,
        },
        managed_execution: found.managed_execution.as_ref().and_then(|managed| managed.active) == Some(true),
        auto_deployment: found.auto_deployment.as_ref().and_then(|auto| auto.enabled) == Some(true),
        instances,
    }
}

pub(super) fn as_read(instance: &types::StackInstance) -> StackInstance {
    let external_id = instance
        .parameter_overrides()
        .iter()
        .find(|parameter| parameter.parameter_key.as_deref() == Some(EXTERNAL_ID_PARAMETER))
        .and_then(|parameter| parameter.parameter_value.clone());
    StackInstance {
        account_id: instance.account.clone().unwrap_or_default(),
        region: instance.region.clone().unwrap_or_default(),
        status: instance.status.as_ref().map(|status| status.as_str().to_owned()).unwrap_or_default(),
        detailed_status: detailed(instance.stack_instance_status.as_ref()),
        reason: instance.status_reason.clone().filter(|reason| !reason.is_empty()),
        external_id,
    }
}

fn detailed(status: Option<&types::StackInstanceComprehensiveStatus>) -> Option<String> {
    status.and_then(|status| status.detailed_status.as_ref()).map(|status| status.as_str().to_owned())
}

/// Waits until no account of the StackSet has an operation at work, telling of each that comes further:
/// what another run, or the console, has begun.
///
/// # Errors
/// Whatever AWS refuses.
pub async fn watch(
    account: &Account,
    rollout: &Rollout,
    pack: &Pack,
    cancel: &CancellationToken,
    on_event: OnRollout<'_>,
) -> Result<(), LiveError> {
    account.whoami().await?;
    let stack_sets = StackSets::new(account, rollout, pack);
    let mut seen: HashMap<String, String> = HashMap::new();
    loop {
        let mut at_work = false;
        for summary in stack_sets.instances().await? {
            let status = detailed(summary.stack_instance_status.as_ref()).unwrap_or_default();
            let account_id = summary.account.unwrap_or_default();
            let works = matches!(status.as_str(), "PENDING" | "RUNNING");
            at_work |= works;
            let before = seen.insert(account_id.clone(), status.clone());
            if before.as_ref().map_or(works, |before| *before != status) {
                on_event(RolloutEvent::Status { account_id, status });
            }
        }
        let pause = account.pacing().longest_pause;
        let cancelled = cancel.is_cancelled()
            || (at_work
                && tokio::select! {
                    biased;
                    () = cancel.cancelled() => true,
                    () = tokio::time::sleep(pause) => false,
                });
        if !at_work || cancelled {
            on_event(RolloutEvent::Ended { cancelled });
            return Ok(());
        }
    }
}
