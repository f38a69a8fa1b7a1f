//! What the sandbox knows: accounts, their users, roles, policies and keys.
//!
//! All of it can be saved as JSON and read back: what follows from the rest is left out and made
//! anew by [`World::settle`], so a change that was still on its way has arrived then.

pub(crate) mod document;
pub(crate) mod entity;
pub(crate) mod last_use;
pub(crate) mod managed;
pub(crate) mod members;
pub(crate) mod mfa;
pub(crate) mod of_aws;
pub(crate) mod organization;
pub(crate) mod permissions;
pub(crate) mod principals;
pub(crate) mod profiles;
pub(crate) mod propagated;
pub(crate) mod propagation;
pub(crate) mod role;
pub(crate) mod services;
pub(crate) mod stack_sets;
pub(crate) mod user;

use crate::gateway::KeyRing;
use document::Document;
use entity::{Entity, EntityKind};
use managed::{ManagedPolicy, Usage};
use members::Organization;
use mfa::MfaDevice;
use organization::ServiceControl;
use permissions::Permissions;
use profiles::Profiles;
use propagation::Delays;
use role::Role;
use serde::{Deserialize, Serialize};
use stack_sets::StackSets;
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime};
use user::{AccessKey, User};

/// An account. No `Debug`: it holds the seeds of MFA devices. Names are unique whatever their case, so
/// they are kept by their lower case.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Account {
    users: BTreeMap<String, User>,
    roles: BTreeMap<String, Role>,
    policies: BTreeMap<String, ManagedPolicy>,
    /// Virtual MFA devices by serial number, which has its case.
    mfa_devices: BTreeMap<String, MfaDevice>,
    /// The service control policies over it.
    pub(crate) service_control: ServiceControl,
}

/// Whom a unique id stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Owner {
    account: String,
    name: String,
}

/// Everything that changes. No `Debug`: it holds secrets.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct World {
    accounts: BTreeMap<String, Account>,
    keys: HashMap<String, AccessKey>,
    user_ids: HashMap<String, Owner>,
    role_ids: HashMap<String, Owner>,
    /// Who belongs to the organisation.
    #[serde(default)]
    pub(crate) organization: Organization,
    /// CloudFormation's.
    #[serde(default)]
    pub(crate) stack_sets: StackSets,
    /// Bedrock's application inference profiles.
    #[serde(default)]
    pub(crate) profiles: Profiles,
    /// How long the change at hand takes to reach the decisions; drawn anew before each.
    pub(crate) propagation_delay: Duration,
    /// Where that comes from.
    #[serde(default)]
    pub(crate) delays: Delays,
    /// The keys of QuilrAI's gateway: no part of AWS, but of what is saved and gone back to.
    #[serde(default)]
    pub(crate) gateway_keys: KeyRing,
}

impl World {
    /// Makes what follows from the rest after it was read back.
    pub(crate) fn settle(&mut self) {
        let delay = std::mem::take(&mut self.propagation_delay);
        self.refresh_all(SystemTime::UNIX_EPOCH, |_| true);
        self.propagation_delay = delay;
    }

    /// Adds an account without anyone in it, if it is not there; the answer is the account.
    pub(crate) fn account_mut(&mut self, id: &str) -> &mut Account {
        self.accounts.entry(id.to_owned()).or_default()
    }

    pub(crate) fn account_ids(&self) -> impl Iterator<Item = &str> {
        self.accounts.keys().map(String::as_str)
    }

    /// From the next change on.
    pub(crate) fn set_delays(&mut self, delays: Delays) {
        self.propagation_delay = Duration::from_secs(delays.propagation.seconds.into());
        self.delays = delays;
    }

    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.get(id)
    }
}

/// Users and keys.
impl World {
    /// Adds a user to an account.
    pub(crate) fn add_user(&mut self, account: &str, user: User) {
        let owner = Owner { account: account.to_owned(), name: user.name.clone() };
        self.user_ids.insert(user.id.clone(), owner);
        self.account_mut(account).users.insert(user.name.to_ascii_lowercase(), user);
    }

    /// Takes a user away; policies that name it now show its id.
    pub(crate) fn remove_user(&mut self, account: &str, name: &str) -> Option<User> {
        let user = self.accounts.get_mut(account)?.users.remove(&name.to_ascii_lowercase())?;
        self.user_ids.remove(&user.id);
        self.keys.retain(|_, key| key.user_id.as_ref() != Some(&user.id));
        Some(user)
    }

    pub(crate) fn user(&self, account: &str, name: &str) -> Option<&User> {
        self.accounts.get(account)?.users.get(&name.to_ascii_lowercase())
    }

    /// Gives a user another name or path. It stays the same user: its id, its keys and whatever names it
    /// by its id follow.
    pub(crate) fn move_user(&mut self, account: &str, name: &str, new_name: &str, new_path: &str) {
        let users = self.accounts.get_mut(account).map(|account| &mut account.users);
        let Some(mut user) = users.and_then(|users| users.remove(&name.to_ascii_lowercase())) else { return };
        user.name = new_name.to_owned();
        user.path = new_path.to_owned();
        self.add_user(account, user);
    }

    /// An account's users, by name.
    pub(crate) fn users(&self, account: &str) -> impl Iterator<Item = &User> {
        self.accounts.get(account).into_iter().flat_map(|account| account.users.values())
    }

    pub(crate) fn user_count(&self, account: &str) -> usize {
        self.accounts.get(account).map_or(0, |account| account.users.len())
    }

    /// The user of that unique id, and its account.
    pub(crate) fn user_by_id(&self, id: &str) -> Option<(&str, &User)> {
        let owner = self.user_ids.get(id)?;
        Some((owner.account.as_str(), self.user(&owner.account, &owner.name)?))
    }

    /// Adds an access key.
    pub(crate) fn add_key(&mut self, id: &str, key: AccessKey) {
        self.keys.insert(id.to_owned(), key);
    }

    pub(crate) fn key(&self, id: &str) -> Option<&AccessKey> {
        self.keys.get(id)
    }

    /// The keys of a user, or of an account's root user, by their ids.
    pub(crate) fn keys_of(&self, account: &str, user_id: Option<&str>) -> BTreeMap<&str, &AccessKey> {
        let of_owner = |key: &AccessKey| key.account == account && key.user_id.as_deref() == user_id;
        self.keys.iter().filter(|(_, key)| of_owner(key)).map(|(id, key)| (id.as_str(), key)).collect()
    }

    pub(crate) fn keys_mut(&mut self) -> &mut HashMap<String, AccessKey> {
        &mut self.keys
    }
}

/// Roles.
impl World {
    /// Adds a role to an account.
    pub(crate) fn add_role(&mut self, account: &str, mut role: Role) {
        role.trust.postpone(self.delays.longer_for_new(self.propagation_delay));
        let owner = Owner { account: account.to_owned(), name: role.name.clone() };
        self.role_ids.insert(role.id.clone(), owner);
        self.account_mut(account).roles.insert(role.name.to_ascii_lowercase(), role);
    }

    /// Takes a role away; policies that name it now show its id.
    pub(crate) fn remove_role(&mut self, account: &str, name: &str) {
        let roles = self.accounts.get_mut(account).map(|account| &mut account.roles);
        if let Some(role) = roles.and_then(|roles| roles.remove(&name.to_ascii_lowercase())) {
            self.role_ids.remove(&role.id);
        }
    }

    pub(crate) fn role(&self, account: &str, name: &str) -> Option<&Role> {
        self.accounts.get(account)?.roles.get(&name.to_ascii_lowercase())
    }

    pub(crate) fn role_mut(&mut self, account: &str, name: &str) -> Option<&mut Role> {
        self.accounts.get_mut(account)?.roles.get_mut(&name.to_ascii_lowercase())
    }

    /// An account's roles, by name.
    pub(crate) fn roles(&self, account: &str) -> impl Iterator<Item = &Role> {
        self.accounts.get(account).into_iter().flat_map(|account| account.roles.values())
    }

    pub(crate) fn role_count(&self, account: &str) -> usize {
        self.accounts.get(account).map_or(0, |account| account.roles.len())
    }

    /// The role of that unique id, and its account.
    pub(crate) fn role_by_id(&self, id: &str) -> Option<(&str, &Role)> {
        let owner = self.role_ids.get(id)?;
        Some((owner.account.as_str(), self.role(&owner.account, &owner.name)?))
    }

    /// The role of that ARN, path included, and its account.
    pub(crate) fn role_by_arn(&self, arn: &str) -> Option<(&str, &Role)> {
        let (account, path) = arn.strip_prefix("arn:aws:iam::")?.split_once(":role/")?;
        let name = path.rsplit('/').next()?;
        let (account, entry) = self.accounts.get_key_value(account)?;
        let role = entry.roles.get(&name.to_ascii_lowercase())?;
        (role.arn(account) == arn).then_some((account.as_str(), role))
    }

    /// The unique id of the user or role of that ARN.
    fn id_of(&self, arn: &str) -> Option<&str> {
        if let Some((_, role)) = self.role_by_arn(arn) {
            return Some(&role.id);
        }
        let (account, path) = arn.strip_prefix("arn:aws:iam::")?.split_once(":user/")?;
        let user = self.user(account, path.rsplit('/').next()?)?;
        (user.arn(account) == arn).then_some(user.id.as_str())
    }

    /// The ARN of the user or role of that unique id.
    pub(crate) fn arn_of(&self, id: &str) -> Option<String> {
        let role = self.role_by_id(id).map(|(account, role)| role.arn(account));
        role.or_else(|| self.user_by_id(id).map(|(account, user)| user.arn(account)))
    }
}

/// Users and roles alike.
impl World {
    pub(crate) fn entity(&self, account: &str, kind: EntityKind, name: &str) -> Option<&dyn Entity> {
        match kind {
            EntityKind::User => self.user(account, name).map(|user| user as &dyn Entity),
            EntityKind::Role => self.role(account, name).map(|role| role as &dyn Entity),
        }
    }

    pub(crate) fn entity_mut(
        &mut self,
        account: &str,
        kind: EntityKind,
        name: &str,
    ) -> Option<&mut dyn Entity> {
        let entry = self.accounts.get_mut(account)?;
        let key = name.to_ascii_lowercase();
        match kind {
            EntityKind::User => entry.users.get_mut(&key).map(|user| user as &mut dyn Entity),
            EntityKind::Role => entry.roles.get_mut(&key).map(|role| role as &mut dyn Entity),
        }
    }

    /// An account's users and then its roles, each by name.
    pub(crate) fn entities(&self, account: &str) -> impl Iterator<Item = &dyn Entity> {
        let users = self.users(account).map(|user| user as &dyn Entity);
        users.chain(self.roles(account).map(|role| role as &dyn Entity))
    }

    /// Notes that a key was used, and the role behind it where it is a session's: `user_id` is the
    /// caller's.
    pub(crate) fn note_use(&self, key_id: &str, user_id: &str, now: SystemTime, service: &str, region: &str) {
        let role_id = user_id.split_once(':').map(|(role_id, _)| role_id);
        if let Some((_, role)) = role_id.and_then(|id| self.role_by_id(id)) {
            role.last_use.note(now, service, region);
        }
        if let Some(key) = self.keys.get(key_id) {
            key.last_use.note(now, service, region);
        }
    }
}

/// Managed policies, and what follows from them.
impl World {
    /// The managed policy of that ARN, as `account` sees it: its own, or one of AWS's.
    pub(crate) fn policy(&self, account: &str, arn: &str) -> Option<&ManagedPolicy> {
        of_aws::find(arn).or_else(|| find_own_policy(self.accounts.get(account)?, account, arn))
    }

    /// An account's own policies, by name.
    pub(crate) fn policies(&self, account: &str) -> impl Iterator<Item = &ManagedPolicy> {
        self.accounts.get(account).into_iter().flat_map(|account| account.policies.values())
    }

    /// An account's own policies by the lower case of their names, to change them. Whoever changes what
    /// one says calls [`World::refresh_all`] after it.
    pub(crate) fn policies_mut(&mut self, account: &str) -> &mut BTreeMap<String, ManagedPolicy> {
        &mut self.account_mut(account).policies
    }

    /// Who uses which managed policy, in an account; by the policies' ARNs.
    pub(crate) fn policy_usage(&self, account: &str) -> HashMap<&str, Usage> {
        let mut usage: HashMap<&str, Usage> = HashMap::new();
        for permissions in self.entities(account).map(|entity| entity.permissions()) {
            for arn in &permissions.attached {
                usage.entry(arn).or_default().attached += 1;
            }
            if let Some(arn) = &permissions.boundary {
                usage.entry(arn).or_default().as_boundary += 1;
            }
        }
        usage
    }

    /// A change of a user's or a role's permissions goes on its way to the decisions.
    pub(crate) fn refresh(&mut self, account: &str, kind: EntityKind, name: &str, now: SystemTime) {
        let delay = self.propagation_delay;
        let grants = self.entity(account, kind, name).map(|entity| {
            entity.permissions().resolve(|arn| self.policy(account, arn).and_then(ManagedPolicy::document))
        });
        if let (Some(grants), Some(entity)) = (grants, self.entity_mut(account, kind, name)) {
            entity.permissions_mut().set_effective(grants, now, delay);
        }
    }

    /// The same for every user and role whose permissions are `affected`.
    pub(crate) fn refresh_all(&mut self, now: SystemTime, affected: impl Fn(&Permissions) -> bool) {
        let accounts: Vec<String> = self.accounts.keys().cloned().collect();
        for account in accounts {
            let names: Vec<(EntityKind, String)> = self
                .entities(&account)
                .filter(|entity| affected(entity.permissions()))
                .map(|entity| (entity.kind(), entity.name().to_owned()))
                .collect();
            for (kind, name) in names {
                self.refresh(&account, kind, &name, now);
            }
        }
    }
}

fn find_own_policy<'w>(entry: &'w Account, account: &str, arn: &str) -> Option<&'w ManagedPolicy> {
    let name = arn.strip_prefix("arn:aws:iam::")?.rsplit('/').next()?;
    let policy = entry.policies.get(&name.to_ascii_lowercase())?;
    (policy.arn(account) == arn).then_some(policy)
}

/// The document in force of a managed policy, as `account` sees it.
pub(crate) fn document_of<'w>(world: &'w World, account: &str, arn: &str) -> Option<&'w Document> {
    world.policy(account, arn).and_then(ManagedPolicy::document)
}
