//! In whose name a StackSet works in an account.
//! Rule: "Prerequisites for using StackSets", AWS CloudFormation User Guide.

use super::inside::Inside;
use crate::caller::{Caller, CallerKind, Temporary};
use crate::clock::epoch_seconds;
use crate::cloud::Cloud;
use crate::ids;
use crate::members::{ADMINISTRATION_ROLE, EXECUTION_ROLE};
use crate::session::{Given, Holder, Session};
use crate::state::stack_sets::StackSet;
use crate::sts::resume;
use iam_policy::{Context, Layers, Outcome, Request, evaluate};
use std::sync::Arc;
use std::time::SystemTime;

const SERVICE: &str = "cloudformation.amazonaws.com";
const SECONDS: u32 = 3600;

impl StackSet {
    /// The ARN of the role that it takes on first.
    pub(super) fn administration_role(&self) -> String {
        let usual = || format!("arn:aws:iam::{}:role/{ADMINISTRATION_ROLE}", self.account);
        self.definition.administration_role.clone().unwrap_or_else(usual)
    }

    /// The name of the role that it then takes on in each account.
    pub(super) fn execution_role(&self) -> &str {
        self.definition.execution_role.as_deref().unwrap_or(EXECUTION_ROLE)
    }
}

/// Someone who may work there; the error is the reason that the account's result tells.
pub(super) fn of<'a>(
    cloud: &'a Cloud,
    set: &StackSet,
    account: &str,
    region: &str,
    now: SystemTime,
) -> Result<Inside<'a>, String> {
    let caller = match set.is_service_managed {
        true => of_service(cloud, account, now)?,
        false => of_roles(cloud, set, account, now)?,
    };
    Ok(Inside::new(cloud, caller, region, now))
}

/// The administration role, by the service's own right, and through it the account's execution role.
fn of_roles(cloud: &Cloud, set: &StackSet, account: &str, now: SystemTime) -> Result<Caller, String> {
    let arn = set.administration_role();
    let name = arn.rsplit('/').next().unwrap_or_default();
    let administrator = trusted_by_service(cloud, &arn, now)
        .and_then(|id| session(cloud, &set.account, id, now))
        .ok_or_else(|| {
            format!(
                "Account {} should have '{name}' role with trust relationship to CloudFormation service.",
                set.account
            )
        })?;
    let execution = set.execution_role();
    let refused = || {
        format!("Account {account} should have '{execution}' role with trust relationship to Role '{name}'.")
    };
    let execution_arn = format!("arn:aws:iam::{account}:role/{execution}");
    let session_name = ids::request_id();
    let asked = [("RoleArn", execution_arn.as_str()), ("RoleSessionName", session_name.as_str())];
    Inside::new(cloud, administrator, &set.region, now).sts("AssumeRole", &asked).map_err(|_| refused())?;
    let id = cloud.read().role_by_arn(&execution_arn).map(|(_, role)| role.id.clone());
    id.and_then(|id| session(cloud, account, id, now)).ok_or_else(refused)
}

/// The unique id of a role that lets CloudFormation in.
fn trusted_by_service(cloud: &Cloud, arn: &str, now: SystemTime) -> Option<String> {
    let world = cloud.read();
    let (_, role) = world.role_by_arn(arn)?;
    let trust = cloud.trusts.policy(&world, &role.id, role.trust.visible(now)?)?;
    let request = Request {
        principal: SERVICE.to_owned(),
        role_arn: None,
        action: "sts:AssumeRole".to_owned(),
        resource: arn.to_owned(),
        context: Context::default().with("aws:PrincipalIsAWSService", "true"),
    };
    let decision = evaluate(&request, &Layers { resource: Some(&trust), ..Layers::default() });
    (decision.outcome == Outcome::Allowed).then(|| role.id.clone())
}

/// A session of a role: what it may do is looked up, as for any other.
fn session(cloud: &Cloud, account: &str, id: String, now: SystemTime) -> Option<Caller> {
    let holder = Holder::Role { id, name: ids::request_id() };
    let session = Session::new(account, holder, epoch_seconds(now), SECONDS, Given::default());
    resume::of_session(cloud, &cloud.read(), &session, "iam")
}

/// The role that StackSets makes for itself in a member account: everything but what the organisation
/// forbids.
fn of_service(cloud: &Cloud, account: &str, now: SystemTime) -> Result<Caller, String> {
    let world = cloud.read();
    if world.organization.member(account).is_none() {
        return Err(format!("Account {account} is not a member of the organization"));
    }
    let role = format!("stacksets-exec-{}", account.chars().rev().collect::<String>());
    let name = ids::request_id();
    Ok(Caller {
        account: account.to_owned(),
        arn: format!("arn:aws:sts::{account}:assumed-role/{role}/{name}"),
        user_id: format!("{}:{name}", ids::role_id()),
        kind: CallerKind::Session { role_arn: format!("arn:aws:iam::{account}:role/{role}") },
        grants: Arc::clone(&cloud.root_grants),
        scps: resume::scps_over(&world, account),
        session_policy: None,
        access_key_id: ids::session_key_id(account),
        tags: Vec::new(),
        temporary: Some(Temporary { issued: epoch_seconds(now), ..Temporary::default() }),
    })
}
