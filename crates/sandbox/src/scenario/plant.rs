//! Puts what a scenario names into a world.

use super::{
    Scenario, ScenarioAccount, ScenarioError, ScenarioGatewayKey, ScenarioPermissions, ScenarioRole,
};
use crate::SeededIdentity;
use crate::gateway;
use crate::ids;
use crate::members;
use crate::seed::CUSTOMER;
use crate::state::World;
use crate::state::document::Document;
use crate::state::entity::EntityKind;
use crate::state::last_use::LastUse;
use crate::state::managed::ManagedPolicy;
use crate::state::organization::ServiceControl;
use crate::state::permissions::Permissions;
use crate::state::principals;
use crate::state::propagated::Propagated;
use crate::state::role::Role;
use crate::state::user::{AccessKey, User};
use iam_policy::{Kind, Policy};
use serde_json::Value;
use std::time::SystemTime;

/// Fills a world; the answer is the callers that it adds.
pub(crate) fn plant(
    scenario: &Scenario,
    world: &mut World,
    now: SystemTime,
) -> Result<Vec<SeededIdentity>, ScenarioError> {
    if let Some(members) = scenario.member_accounts {
        members::plant(world, CUSTOMER, members, now)
            .map_err(|error| ScenarioError::value("member_accounts", error.iam_message()))?;
    }
    let mut identities = Vec::new();
    for (number, account) in scenario.accounts.iter().enumerate() {
        let place = format!("accounts[{number}]");
        if account.id.len() != 12 || !account.id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ScenarioError::value(format!("{place}.id"), "it has twelve digits"));
        }
        world.account_mut(&account.id);
        plant_policies(account, &place, world, now)?;
        plant_users(account, &place, world, now, &mut identities)?;
        // The decisions know the users before a role names one of them.
        for (at, role) in account.roles.iter().enumerate() {
            plant_role(&account.id, role, &format!("{place}.roles[{at}]"), world, now)?;
        }
    }
    for (number, key) in scenario.gateway_keys.iter().enumerate() {
        plant_gateway_key(key, &format!("gateway_keys[{number}]"), world)?;
    }
    world.refresh_all(now, |_| true);
    Ok(identities)
}

fn plant_gateway_key(key: &ScenarioGatewayKey, place: &str, world: &mut World) -> Result<(), ScenarioError> {
    let mut form = key.0.clone();
    let secret = form.remove("key");
    let values = gateway::read_form(&form, None).map_err(|flaws| {
        let (field, message) =
            flaws.into_iter().next().map(|flaw| (flaw.field, flaw.message)).unwrap_or_default();
        ScenarioError::value(format!("{place}.{field}"), message)
    })?;
    let secret = secret.as_ref().and_then(Value::as_str).unwrap_or_default();
    world
        .gateway_keys
        .plant(secret, values)
        .map_err(|message| ScenarioError::value(format!("{place}.key"), message))
}

/// Service control policies as they are given: a list for each level.
pub(crate) fn service_control(levels: &[Vec<Value>], place: &str) -> Result<ServiceControl, ScenarioError> {
    let level = |(at, level): (usize, &Vec<Value>)| {
        let policies = level.iter().enumerate();
        policies.map(|(number, policy)| document(policy, &format!("{place}[{at}][{number}]"))).collect()
    };
    Ok(ServiceControl::new(levels.iter().enumerate().map(level).collect::<Result<_, _>>()?))
}

fn plant_policies(
    account: &ScenarioAccount,
    place: &str,
    world: &mut World,
    now: SystemTime,
) -> Result<(), ScenarioError> {
    if !account.service_control_policies.is_empty() {
        let place = format!("{place}.service_control_policies");
        world.account_mut(&account.id).service_control =
            service_control(&account.service_control_policies, &place)?;
    }
    for (name, policy) in &account.policies {
        let place = format!("{place}.policies.{name}");
        check_name(name, &place, 128)?;
        let policy = ManagedPolicy::new(name, "/", ids::policy_id(), document(policy, &place)?, now);
        world.policies_mut(&account.id).insert(name.to_ascii_lowercase(), policy);
    }
    Ok(())
}

fn plant_users(
    account: &ScenarioAccount,
    place: &str,
    world: &mut World,
    now: SystemTime,
    identities: &mut Vec<SeededIdentity>,
) -> Result<(), ScenarioError> {
    for (name, planted) in &account.users {
        let place = format!("{place}.users.{name}");
        check_name(name, &place, 64)?;
        let permissions =
            permissions(world, &account.id, &planted.permissions, &format!("{place}.permissions"))?;
        if let Some(there) = world.entity_mut(&account.id, EntityKind::User, name) {
            // A seed: its keys are known already.
            *there.permissions_mut() = permissions;
            continue;
        }
        let user = User { permissions, ..User::new(name, "/", ids::user_id(), now) };
        let (arn, user_id) = (user.arn(&account.id), Some(user.id.clone()));
        world.add_user(&account.id, user);
        let (id, secret) = (ids::access_key_id(&account.id), ids::secret_access_key());
        let key = AccessKey {
            secret: secret.clone(),
            account: account.id.clone(),
            user_id,
            created: now,
            active: Propagated::settled(true),
            last_use: LastUse::default(),
        };
        world.add_key(&id, key);
        identities.push(SeededIdentity {
            name: name.clone(),
            arn,
            access_key_id: id,
            secret_access_key: secret,
            session_token: None,
        });
    }
    Ok(())
}

fn plant_role(
    account: &str,
    role: &ScenarioRole,
    place: &str,
    world: &mut World,
    now: SystemTime,
) -> Result<(), ScenarioError> {
    check_name(&role.name, &format!("{place}.name"), 64)?;
    let path = role.path.as_deref().unwrap_or("/");
    if !(path.starts_with('/') && path.ends_with('/')) {
        return Err(ScenarioError::value(format!("{place}.path"), "it begins and ends with a slash"));
    }
    let text = role.trust.to_string();
    let trust = format!("{place}.trust");
    Policy::parse(&text, Kind::Trust).map_err(|error| ScenarioError::value(&trust, error.iam_message()))?;
    let stored =
        principals::to_stored(world, &text).map_err(|error| ScenarioError::value(&trust, error.message))?;
    let seconds = role.max_session_seconds.unwrap_or(3600);
    if !(3600..=43_200).contains(&seconds) {
        let message = "it is a number from 3600 to 43200";
        return Err(ScenarioError::value(format!("{place}.max_session_seconds"), message));
    }
    let permissions = permissions(world, account, &role.permissions, &format!("{place}.permissions"))?;
    world.add_role(
        account,
        Role {
            name: role.name.clone(),
            path: path.to_owned(),
            id: ids::role_id(),
            created: now,
            description: role.description.clone(),
            max_session_seconds: seconds,
            trust: Propagated::settled(stored),
            permissions,
            tags: role.tags.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
            last_use: LastUse::default(),
        },
    );
    Ok(())
}

fn permissions(
    world: &World,
    account: &str,
    planted: &ScenarioPermissions,
    place: &str,
) -> Result<Permissions, ScenarioError> {
    let mut permissions = Permissions::default();
    for (name, policy) in &planted.inline {
        let place = format!("{place}.inline.{name}");
        check_name(name, &place, 128)?;
        permissions.inline.insert(name.clone(), document(policy, &place)?);
    }
    let attached = planted.attached.iter().map(|arn| ("attached", arn));
    for (field, arn) in attached.chain(planted.boundary.iter().map(|arn| ("boundary", arn))) {
        if world.policy(account, arn).is_none() {
            let message = format!("there is no managed policy `{arn}`: name it under `policies`");
            return Err(ScenarioError::value(format!("{place}.{field}"), message));
        }
    }
    permissions.attached.clone_from(&planted.attached);
    permissions.boundary.clone_from(&planted.boundary);
    Ok(permissions)
}

fn document(policy: &Value, place: &str) -> Result<Document, ScenarioError> {
    Document::parse(&policy.to_string()).map_err(|error| ScenarioError::value(place, error.iam_message()))
}

fn check_name(name: &str, place: &str, longest: usize) -> Result<(), ScenarioError> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if name.is_empty() || name.len() > longest || !name.bytes().all(known) {
        let message = format!("it has 1 to {longest} letters, digits or _+=,.@-");
        return Err(ScenarioError::value(place, message));
    }
    Ok(())
}
