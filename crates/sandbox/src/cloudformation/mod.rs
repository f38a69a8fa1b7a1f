//! CloudFormation's StackSets, API version 2010-05-15. What a stack of theirs makes, it makes through
//! the sandbox's own IAM and STS, as a client that nobody has let in by another door.

mod deploy;
mod engine;
mod inside;
mod instances;
mod operations;
mod page;
mod parameters;
mod rules;
mod sets;
mod show;
mod stacks;
mod targets;
mod template;
mod worker;

pub(crate) use engine::catch_up;
pub(crate) use template::{RoleShape, Values};

use crate::caller::{Ask, access_denied};
use crate::cloud::{Call, Operation};
use crate::error::ApiError;
use crate::state::World;
use crate::state::stack_sets::StackSet;
use axum::http::StatusCode;

/// As CloudFormation puts it on its answers.
pub(crate) const NAMESPACE: &str = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
/// The `Version` parameter.
pub(crate) const VERSION: &str = "2010-05-15";

/// What is served.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation { name: "CreateStackSet", run: sets::create },
    Operation { name: "DescribeStackSet", run: sets::describe },
    Operation { name: "UpdateStackSet", run: sets::update },
    Operation { name: "DeleteStackSet", run: sets::delete },
    Operation { name: "ListStackSets", run: sets::list },
    Operation { name: "CreateStackInstances", run: instances::create },
    Operation { name: "UpdateStackInstances", run: instances::update },
    Operation { name: "DeleteStackInstances", run: instances::delete },
    Operation { name: "ListStackInstances", run: instances::list },
    Operation { name: "DescribeStackInstance", run: instances::describe },
    Operation { name: "DescribeStackSetOperation", run: operations::describe },
    Operation { name: "ListStackSetOperations", run: operations::list },
    Operation { name: "ListStackSetOperationResults", run: operations::results },
    Operation { name: "StopStackSetOperation", run: operations::stop },
];

/// Whether the caller may do this to the StackSet of that name; the answer is its unique id where
/// there is one.
fn authorize(call: &Call<'_>, name: &str) -> Result<Option<String>, ApiError> {
    let (account, region) = (&call.caller.account, &call.origin.region);
    let found = call
        .cloud
        .read()
        .stack_sets
        .of(account, region)
        .filter(|set| set.is_called(name))
        .last()
        .map(|set| (set.unique.clone(), set.arn()));
    let (unique, arn) = match found {
        Some((unique, arn)) => (Some(unique), arn),
        None => (None, format!("arn:aws:cloudformation:{region}:{account}:stackset/{name}:*")),
    };
    authorize_on(call, &format!("cloudformation:{}", call.operation), &arn)?;
    Ok(unique)
}

fn authorize_on(call: &Call<'_>, action: &str, resource: &str) -> Result<(), ApiError> {
    let context = call.caller.context(call.origin);
    call.caller
        .may(Ask { action, resource }, context, None)
        .map_err(|denied| access_denied(denied.message(call.caller, action, Some(resource))))
}

/// The StackSet that a request is about, its caller authorised: its unique id.
fn existing(call: &Call<'_>, name: &str) -> Result<String, ApiError> {
    authorize(call, name)?.ok_or_else(|| not_found(name))
}

fn set_of<'w>(world: &'w World, unique: &str, name: &str) -> Result<&'w StackSet, ApiError> {
    world.stack_sets.by_unique(unique).ok_or_else(|| not_found(name))
}

/// The same, to change it: one that is deleted cannot be.
fn set_of_mut<'w>(world: &'w mut World, unique: &str, name: &str) -> Result<&'w mut StackSet, ApiError> {
    let set = world.stack_sets.by_unique_mut(unique).filter(|set| !set.is_deleted);
    set.ok_or_else(|| not_found(name))
}

fn not_found(name: &str) -> ApiError {
    missing("StackSetNotFoundException", format!("StackSet {name} not found"))
}

fn missing(code: &'static str, message: String) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, code, message)
}

fn invalid_operation(message: impl Into<String>) -> ApiError {
    ApiError::bad_request("InvalidOperationException", message)
}

/// Without managed execution only one operation may be under way.
fn refuse_while_busy(set: &StackSet) -> Result<(), ApiError> {
    if set.managed_execution || !set.is_busy() {
        return Ok(());
    }
    let message = format!("Another Operation on StackSet {} is in progress", set.arn());
    Err(ApiError::conflict("OperationInProgressException", message))
}
