//! From credentials back to their caller. Permissions are looked up anew at each call: what a user or
//! a role lost since, its sessions have lost as well.

use crate::caller::{Caller, CallerKind, Temporary};
use crate::cloud::Cloud;
use crate::session::{Given, Holder, Person, Session};
use crate::state::permissions::Grants;
use crate::state::user::AccessKey;
use crate::state::{World, document_of};
use iam_policy::Policy;
use iam_policy::document::Version;
use std::sync::Arc;

/// The caller behind a long-term key; `None`: its user is gone.
pub(crate) fn of_key(cloud: &Cloud, world: &World, id: &str, key: &AccessKey) -> Option<Caller> {
    let person = match &key.user_id {
        Some(user) => Person::User(user.clone()),
        None => Person::Root(key.account.clone()),
    };
    itself(cloud, world, &person, id)
}

/// The caller behind a session; `None`: whose session it was is gone, or `service` takes no such
/// session. Deleting the key that asked for a session does not end it.
pub(crate) fn of_session(cloud: &Cloud, world: &World, session: &Session, service: &str) -> Option<Caller> {
    // "You cannot call any IAM API operations unless MFA authentication information is included in the
    // request" (GetSessionToken), or at all (GetFederationToken): AWS STS API Reference. IAM knows
    // no such token.
    let takes_it = match session.holder {
        Holder::Role { .. } => true,
        Holder::Own(_) => service != "iam" || session.given.mfa_at.is_some(),
        Holder::Federated { .. } => service != "iam",
    };
    if !takes_it {
        return None;
    }
    let given = &session.given;
    let mut caller = match &session.holder {
        Holder::Role { id, name } => role_session(cloud, world, id, name, given)?,
        Holder::Own(person) => itself(cloud, world, person, "")?,
        Holder::Federated { issuer, name } => {
            let issuer = itself(cloud, world, issuer, "")?;
            let account = issuer.account.clone();
            Caller {
                arn: format!("arn:aws:sts::{account}:federated-user/{name}"),
                user_id: format!("{account}:{name}"),
                kind: CallerKind::Federated { issuer_arn: issuer.arn, issuer_id: issuer.user_id },
                // "if you do not pass any session policies, then the resulting federated user session
                // has no permissions"
                session_policy: Some(session_policy(cloud, world, &account, given).unwrap_or_else(nothing)),
                tags: overlaid(&issuer.tags, &given.tags),
                account,
                grants: issuer.grants,
                scps: issuer.scps,
                access_key_id: String::new(),
                temporary: None,
            }
        }
    };
    caller.access_key_id.clone_from(&session.access_key_id);
    let inherited = |(key, _): &&(String, String)| given.transitive.iter().any(|known| known == key);
    caller.temporary = Some(Temporary {
        issued: session.issued,
        mfa_at: given.mfa_at,
        source_identity: given.source_identity.clone(),
        transitive: given.tags.iter().filter(inherited).cloned().collect(),
    });
    Some(caller)
}

fn role_session(cloud: &Cloud, world: &World, id: &str, name: &str, given: &Given) -> Option<Caller> {
    let (account, role) = world.role_by_id(id)?;
    Some(Caller {
        account: account.to_owned(),
        arn: format!("arn:aws:sts::{account}:assumed-role/{}/{name}", role.name),
        user_id: format!("{id}:{name}"),
        kind: CallerKind::Session { role_arn: role.arn(account) },
        grants: role.permissions.visible(cloud.clock.now()),
        scps: if role.is_service_linked() { Arc::default() } else { scps_over(world, account) },
        session_policy: session_policy(cloud, world, account, given),
        access_key_id: String::new(),
        tags: overlaid(&role.tags, &given.tags),
        temporary: None,
    })
}

/// A user or a root user under its own name.
fn itself(cloud: &Cloud, world: &World, person: &Person, access_key_id: &str) -> Option<Caller> {
    let (account, arn, user_id, kind, grants, tags) = match person {
        Person::Root(account) => {
            let arn = format!("arn:aws:iam::{account}:root");
            let grants: Arc<Grants> = Arc::clone(&cloud.root_grants);
            (account.as_str(), arn, account.clone(), CallerKind::Root, grants, Vec::new())
        }
        Person::User(id) => {
            let (account, user) = world.user_by_id(id)?;
            let kind = CallerKind::User { name: user.name.clone() };
            let grants = user.permissions.visible(cloud.clock.now());
            (account, user.arn(account), user.id.clone(), kind, grants, user.tags.clone())
        }
    };
    Some(Caller {
        account: account.to_owned(),
        arn,
        user_id,
        kind,
        grants,
        scps: scps_over(world, account),
        session_policy: None,
        access_key_id: access_key_id.to_owned(),
        tags,
        temporary: None,
    })
}

/// The service control policies over an account.
pub(crate) fn scps_over(world: &World, account: &str) -> Arc<Vec<Vec<Policy>>> {
    world.account(account).map(|account| account.service_control.policies()).unwrap_or_default()
}

/// "Session tags … override" a tag of the same key, whatever its case.
fn overlaid(own: &[(String, String)], session: &[(String, String)]) -> Vec<(String, String)> {
    let overridden = |key: &str| session.iter().any(|(known, _)| known.eq_ignore_ascii_case(key));
    own.iter().filter(|(key, _)| !overridden(key)).chain(session).cloned().collect()
}

/// All session policies as one, if there are any: together they grant what any of them does. A
/// managed policy that is gone grants nothing.
fn session_policy(cloud: &Cloud, world: &World, account: &str, given: &Given) -> Option<Arc<Policy>> {
    // The text was parsed before it was sealed.
    let inline = given.policy.as_deref().and_then(|text| cloud.session_policies.read(text));
    if given.policy_arns.is_empty() {
        return inline.or_else(|| given.policy.is_some().then(nothing));
    }
    let managed = given.policy_arns.iter().filter_map(|arn| document_of(world, account, arn));
    let managed = managed.flat_map(|document| document.policy.statements.iter());
    let inline = inline.unwrap_or_else(nothing);
    let statements = inline.statements.iter().chain(managed).cloned().collect();
    Some(Arc::new(Policy { statements, ..Policy::clone(&inline) }))
}

/// A policy that allows nothing.
fn nothing() -> Arc<Policy> {
    Arc::new(Policy { version: Version::V2012, version_span: None, id: None, statements: Arc::default() })
}
