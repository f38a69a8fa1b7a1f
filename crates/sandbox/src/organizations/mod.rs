//! AWS Organizations, API version 2016-11-28: the JSON 1.1 protocol. Who is in the caller's
//! organisation; what service control policies say comes from scenarios and the control endpoint.

mod accounts;

use crate::caller::Ask;
use crate::cloud::{Call, Operation};
use crate::error::ApiError;
use crate::state::World;
use crate::state::members::{ORGANIZATION, Organization};
use crate::wire::reply::Answer;
use serde_json::json;

/// What stands before the operation in `X-Amz-Target`.
pub(crate) const TARGETS: &[&str] = &["AWSOrganizationsV20161128."];

/// What is served.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation { name: "DescribeOrganization", run: describe },
    Operation { name: "ListAccounts", run: accounts::list },
    Operation { name: "DescribeAccount", run: accounts::describe },
];

/// The caller's organisation tells itself to every account in it.
fn describe(call: &Call<'_>) -> Result<Answer, ApiError> {
    call.json()?;
    authorize(call, "organizations:DescribeOrganization", "*")?;
    let world = call.cloud.read();
    let organization = of_caller(&world, call)?;
    let management = &organization.management;
    let email = organization.member(management).map(|member| member.email.as_str()).unwrap_or_default();
    Ok(Answer::json(json!({
        "Organization": {
            "Id": ORGANIZATION,
            "Arn": format!("arn:aws:organizations::{management}:organization/{ORGANIZATION}"),
            "FeatureSet": "ALL",
            "MasterAccountArn": organization.account_arn(management),
            "MasterAccountId": management,
            "MasterAccountEmail": email,
            "AvailablePolicyTypes": [{ "Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED" }],
        }
    })))
}

fn authorize(call: &Call<'_>, action: &str, resource: &str) -> Result<(), ApiError> {
    let context = call.caller.context(call.origin);
    call.caller
        .may(Ask { action, resource }, context, None)
        .map_err(|denied| refuse(denied.message(call.caller, action, Some(resource))))
}

fn refuse(message: impl Into<String>) -> ApiError {
    ApiError::forbidden("AccessDeniedException", message)
}

fn of_caller<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Organization, ApiError> {
    let organization = &world.organization;
    let is_in = organization.member(&call.caller.account).is_some();
    is_in.then_some(organization).ok_or_else(|| {
        let message = "Your account is not a member of an organization.";
        ApiError::bad_request("AWSOrganizationsNotInUseException", message)
    })
}

/// The same for what only the management account may ask. The sandbox has no delegated administrator.
fn managed_by_caller<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Organization, ApiError> {
    let organization = of_caller(world, call)?;
    let manages = organization.management == call.caller.account;
    manages
        .then_some(organization)
        .ok_or_else(|| refuse("You don't have permissions to access this resource."))
}
