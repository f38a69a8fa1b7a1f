//! One account of an operation: from what is wanted to what came of it.

use super::template::{Place, RoleShape, Template, Values};
use super::{stacks, worker};
use crate::cloud::Cloud;
use crate::ids;
use crate::state::stack_sets::progress::{Job, Outcome, Task};
use crate::state::stack_sets::{Stack, StackSet};
use std::time::SystemTime;

pub(super) fn run(cloud: &Cloud, set: &StackSet, job: &Job, now: SystemTime) -> Outcome {
    match &job.task {
        Task::Nothing => Outcome::Done,
        Task::Remove(stack) => remove(cloud, set, job, stack, now),
        Task::Deploy { overrides, stack } => {
            match deploy(cloud, set, job, (overrides, stack.as_ref()), now) {
                Ok(stack) => Outcome::Deployed(stack),
                Err((reason, left)) => Outcome::Failed(reason, left),
            }
        }
    }
}

fn remove(cloud: &Cloud, set: &StackSet, job: &Job, stack: &Stack, now: SystemTime) -> Outcome {
    let failed = |reason: String, roles: Vec<RoleShape>| {
        Outcome::Failed(reason, Some(Stack { id: stack.id.clone(), roles }))
    };
    match worker::of(cloud, set, &job.account, &job.region, now) {
        Err(reason) => failed(reason, stack.roles.clone()),
        Ok(inside) => match stacks::remove(&inside, &stack.roles) {
            Ok(()) => Outcome::Done,
            Err(failure) => failed(failure.reason, failure.left),
        },
    }
}

/// The stack, or why there is none and what is left.
fn deploy(
    cloud: &Cloud,
    set: &StackSet,
    job: &Job,
    (overrides, stack): (&Values, Option<&Stack>),
    now: SystemTime,
) -> Result<Stack, (String, Option<Stack>)> {
    let failed = |reason: String| (reason, stack.cloned());
    let inside = worker::of(cloud, set, &job.account, &job.region, now).map_err(failed)?;
    let stack_name = format!("StackSet-{}-{}", set.name, ids::request_id());
    let new_id = || {
        format!(
            "arn:aws:cloudformation:{}:{}:stack/{stack_name}/{}",
            job.region,
            job.account,
            ids::request_id()
        )
    };
    let id = stack.map_or_else(new_id, |stack| stack.id.clone());
    let wanted = wanted(set, job, overrides, &id).map_err(failed)?;
    let fails = || cloud.faults.refuse_deployment(&job.account, &inside.caller.arn, stack.is_none(), now);
    if let Some(role) = wanted.first().filter(|_| fails()) {
        return Err(failed(stacks::throttled(role)));
    }
    let before = stack.map(|stack| stack.roles.as_slice()).unwrap_or_default();
    match stacks::deploy(&inside, before, &wanted) {
        Ok(()) => Ok(Stack { id, roles: wanted }),
        // A stack that could not be made is rolled back and gone.
        Err(failure) => {
            let left = stack.map(|stack| Stack { id: stack.id.clone(), roles: failure.left });
            Err((failure.reason, left))
        }
    }
}

/// The roles that the StackSet wants there.
fn wanted(set: &StackSet, job: &Job, overrides: &Values, stack_id: &str) -> Result<Vec<RoleShape>, String> {
    let template = Template::parse(&set.definition.template).map_err(|unusable| unusable.0)?;
    let mut values = set.definition.values.clone();
    values.extend(overrides.iter().map(|(name, value)| (name.clone(), value.clone())));
    // A parameter that another template had is nothing to this one.
    values.retain(|name, _| template.has_parameter(name));
    let values = template.values(&values).map_err(|unusable| unusable.0)?;
    let stack_name = stack_id.rsplit('/').nth(1).unwrap_or_default();
    let place = Place { account: &job.account, region: &job.region, stack_name, stack_id };
    let mut roles = template.roles(&values, &place).map_err(|unusable| unusable.0)?;
    for role in &mut roles {
        // The template's own come before the StackSet's.
        let own = role.tags.clone();
        let more = set.definition.tags.iter().filter(|(key, _)| !own.iter().any(|(known, _)| known == key));
        role.tags.extend(more.cloned());
    }
    Ok(roles)
}
