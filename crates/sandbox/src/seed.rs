//! What the sandbox starts with: a customer's account and the vendor's.

use crate::SeededIdentity;
use crate::clock::epoch_seconds;
use crate::ids;
use crate::session::{Sealer, Session};
use crate::state::managed::{ManagedPolicy, administrator_access};
use crate::state::propagated::Propagated;
use crate::state::role::Role;
use crate::state::{AccessKey, User, World};
use iam_policy::{Kind, ParseError, Policy};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

/// The customer's account.
const CUSTOMER: &str = "123456789012";
/// The vendor's account, as its page names it.
const VENDOR: &str = "975050335771";
/// The page: "a dedicated IAM user whose only permission is sts:AssumeRole".
const ASSUME_ROLE_ONLY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;

/// The role that Identity Center makes for a permission set.
const SSO_ROLE: &str = "AWSReservedSSO_AdministratorAccess_4f2c9a7be01d3586";
const SSO_PATH: &str = "/aws-reserved/sso.amazonaws.com/eu-central-1/";
const SSO_TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:saml-provider/AWSSSO_4f2c9a7be01d3586_DO_NOT_DELETE"},"Action":["sts:AssumeRoleWithSAML","sts:TagSession"],"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}]}"#;
/// The longest that Identity Center allows.
const SSO_SECONDS: u32 = 43_200;
const SSO_PERSON: &str = "alex.morgan@example.com";

/// Fills a world; the answer is its callers with their new keys.
pub(crate) fn plant(
    world: &mut World,
    sealer: &Sealer,
    now: SystemTime,
) -> Result<Vec<SeededIdentity>, ParseError> {
    let administrator = administrator_access()?;
    let all = Arc::new(vec![administrator.policy.clone()]);
    let assume = Arc::new(vec![Policy::parse(ASSUME_ROLE_ONLY, Kind::Identity)?]);
    world.add_account(CUSTOMER);
    world.add_account(VENDOR);
    Ok(vec![
        user(world, "admin", CUSTOMER, "admin", &all, now),
        sso_session(world, sealer, administrator, now),
        root(world, CUSTOMER),
        user(world, "gateway", VENDOR, "quilr-gateway", &assume, now),
        user(world, "gateway-2", VENDOR, "quilr-gateway-2", &assume, now),
        user(world, "somebody", VENDOR, "somebody", &assume, now),
    ])
}

fn user(
    world: &mut World,
    label: &'static str,
    account: &str,
    name: &str,
    policies: &Arc<Vec<Policy>>,
    now: SystemTime,
) -> SeededIdentity {
    let user = User {
        name: name.to_owned(),
        path: "/".to_owned(),
        id: ids::user_id(),
        created: now,
        policies: Arc::clone(policies),
    };
    let arn = user.arn(account);
    world.add_user(account, user);
    key(world, label, account, Some(name), arn)
}

fn root(world: &mut World, account: &str) -> SeededIdentity {
    key(world, "root", account, None, format!("arn:aws:iam::{account}:root"))
}

fn key(
    world: &mut World,
    label: &'static str,
    account: &str,
    user: Option<&str>,
    arn: String,
) -> SeededIdentity {
    let (id, secret) = (ids::access_key_id(), ids::secret_access_key());
    let key =
        AccessKey { secret: secret.clone(), account: account.to_owned(), user: user.map(str::to_owned) };
    world.add_key(&id, key);
    SeededIdentity { name: label, arn, access_key_id: id, secret_access_key: secret, session_token: None }
}

fn sso_session(
    world: &mut World,
    sealer: &Sealer,
    administrator: ManagedPolicy,
    now: SystemTime,
) -> SeededIdentity {
    let mut role = Role {
        name: SSO_ROLE.to_owned(),
        path: SSO_PATH.to_owned(),
        id: ids::role_id(),
        created: now,
        description: None,
        max_session_seconds: SSO_SECONDS,
        trust: Propagated::settled(SSO_TRUST.to_owned()),
        inline: BTreeMap::new(),
        attached: vec![administrator],
        effective: Propagated::settled(Arc::default()),
        tags: Vec::new(),
    };
    role.effective = Propagated::settled(role.policies());
    let issued = epoch_seconds(now);
    let credentials = sealer.issue(&Session {
        access_key_id: ids::session_key_id(),
        role_id: role.id.clone(),
        name: SSO_PERSON.to_owned(),
        issued,
        expires: issued + i64::from(SSO_SECONDS),
        policy: None,
    });
    world.add_role(CUSTOMER, role);
    SeededIdentity {
        name: "sso",
        arn: format!("arn:aws:sts::{CUSTOMER}:assumed-role/{SSO_ROLE}/{SSO_PERSON}"),
        access_key_id: credentials.access_key_id,
        secret_access_key: credentials.secret_access_key,
        session_token: Some(credentials.session_token),
    }
}
