//! What the sandbox starts with: a customer's account with its organisation, and the vendor's.

use crate::SeededIdentity;
use crate::clock::epoch_seconds;
use crate::ids;
use crate::members;
use crate::session::{Given, Holder, Sealer, Session};
use crate::state::World;
use crate::state::document::Document;
use crate::state::last_use::LastUse;
use crate::state::of_aws::ADMINISTRATOR_ACCESS;
use crate::state::permissions::Permissions;
use crate::state::propagated::Propagated;
use crate::state::role::Role;
use crate::state::user::{AccessKey, User};
use iam_policy::ParseError;
use std::collections::BTreeMap;
use std::time::SystemTime;

/// The customer's account.
pub(crate) const CUSTOMER: &str = "123456789012";
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
    members: u32,
    now: SystemTime,
) -> Result<Vec<SeededIdentity>, ParseError> {
    let administrator =
        || Permissions { attached: vec![ADMINISTRATOR_ACCESS.to_owned()], ..Permissions::default() };
    let assume = Document::parse(ASSUME_ROLE_ONLY)?;
    let assume = || Permissions {
        inline: BTreeMap::from([("assume-role".to_owned(), assume.clone())]),
        ..Permissions::default()
    };
    world.account_mut(CUSTOMER);
    world.account_mut(VENDOR);
    let identities = vec![
        user(world, "admin", CUSTOMER, "admin", administrator(), now),
        sso_session(world, sealer, administrator(), now),
        root(world, CUSTOMER, now),
        user(world, "gateway", VENDOR, "quilr-gateway", assume(), now),
        user(world, "gateway-2", VENDOR, "quilr-gateway-2", assume(), now),
        user(world, "somebody", VENDOR, "somebody", assume(), now),
    ];
    members::plant(world, CUSTOMER, members, now)?;
    world.refresh_all(now, |_| true);
    Ok(identities)
}

fn user(
    world: &mut World,
    label: &str,
    account: &str,
    name: &str,
    permissions: Permissions,
    now: SystemTime,
) -> SeededIdentity {
    let user = User { permissions, ..User::new(name, "/", ids::user_id(), now) };
    let (arn, id) = (user.arn(account), user.id.clone());
    world.add_user(account, user);
    key(world, label, account, Some(id), arn, now)
}

fn root(world: &mut World, account: &str, now: SystemTime) -> SeededIdentity {
    key(world, "root", account, None, format!("arn:aws:iam::{account}:root"), now)
}

fn key(
    world: &mut World,
    label: &str,
    account: &str,
    user_id: Option<String>,
    arn: String,
    now: SystemTime,
) -> SeededIdentity {
    let (id, secret) = (ids::access_key_id(account), ids::secret_access_key());
    let key = AccessKey {
        secret: secret.clone(),
        account: account.to_owned(),
        user_id,
        created: now,
        active: Propagated::settled(true),
        last_use: LastUse::default(),
    };
    world.add_key(&id, key);
    SeededIdentity {
        name: label.to_owned(),
        arn,
        access_key_id: id,
        secret_access_key: secret,
        session_token: None,
    }
}

fn sso_session(
    world: &mut World,
    sealer: &Sealer,
    permissions: Permissions,
    now: SystemTime,
) -> SeededIdentity {
    let role = Role {
        name: SSO_ROLE.to_owned(),
        path: SSO_PATH.to_owned(),
        id: ids::role_id(),
        created: now,
        description: None,
        max_session_seconds: SSO_SECONDS,
        trust: Propagated::settled(SSO_TRUST.to_owned()),
        permissions,
        tags: Vec::new(),
        last_use: LastUse::default(),
    };
    let issued = epoch_seconds(now);
    let holder = Holder::Role { id: role.id.clone(), name: SSO_PERSON.to_owned() };
    let session = Session::new(CUSTOMER, holder, issued, SSO_SECONDS, Given::default());
    let credentials = sealer.issue(&session);
    world.add_role(CUSTOMER, role);
    SeededIdentity {
        name: "sso".to_owned(),
        arn: format!("arn:aws:sts::{CUSTOMER}:assumed-role/{SSO_ROLE}/{SSO_PERSON}"),
        access_key_id: credentials.access_key_id,
        secret_access_key: credentials.secret_access_key,
        session_token: Some(credentials.session_token),
    }
}
