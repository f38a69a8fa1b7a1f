//! What the sandbox knows: accounts, their users, roles, policies and keys.
//!
//! All of it can be saved as JSON and read back: what follows from the rest is left out and made
//! anew by [`World::settle`], so a change that was still on its way has arrived then.

pub(crate) mod document;
pub(crate) mod managed;
pub(crate) mod organization;
pub(crate) mod permissions;
pub(crate) mod principals;
pub(crate) mod propagated;
pub(crate) mod role;
pub(crate) mod user;

use document::Document;
use iam_policy::ParseError;
use managed::ManagedPolicy;
use organization::ServiceControl;
use permissions::Permissions;
use role::Role;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use user::{AccessKey, User};

/// An account. Names are unique whatever their case, so they are kept by their lower case.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Account {
    users: BTreeMap<String, User>,
    roles: BTreeMap<String, Role>,
    policies: BTreeMap<String, ManagedPolicy>,
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
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct World {
    accounts: BTreeMap<String, Account>,
    keys: HashMap<String, AccessKey>,
    user_ids: HashMap<String, Owner>,
    role_ids: HashMap<String, Owner>,
    /// AWS's own managed policies, by ARN; the same in every account.
    #[serde(skip)]
    of_aws: Arc<BTreeMap<String, ManagedPolicy>>,
    /// How long a change of permissions or trust takes to reach the decisions.
    pub(crate) propagation_delay: Duration,
}

impl World {
    /// A world without an account; the error: a built-in policy is damaged.
    pub(crate) fn new() -> Result<Self, ParseError> {
        Ok(Self {
            accounts: BTreeMap::new(),
            keys: HashMap::new(),
            user_ids: HashMap::new(),
            role_ids: HashMap::new(),
            of_aws: Arc::new(managed::of_aws()?),
            propagation_delay: Duration::ZERO,
        })
    }

    /// Makes what follows from the rest after it was read back.
    #[allow(dead_code)] // until a state file is read
    pub(crate) fn settle(&mut self) -> Result<(), ParseError> {
        self.of_aws = Arc::new(managed::of_aws()?);
        let delay = std::mem::take(&mut self.propagation_delay);
        self.refresh_all(SystemTime::UNIX_EPOCH, |_| true);
        self.propagation_delay = delay;
        Ok(())
    }

    /// Adds an account without anyone in it, if it is not there; the answer is the account.
    pub(crate) fn account_mut(&mut self, id: &str) -> &mut Account {
        self.accounts.entry(id.to_owned()).or_default()
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
    #[allow(dead_code)] // until users can be deleted
    pub(crate) fn remove_user(&mut self, account: &str, name: &str) -> Option<User> {
        let user = self.accounts.get_mut(account)?.users.remove(&name.to_ascii_lowercase())?;
        self.user_ids.remove(&user.id);
        self.keys.retain(|_, key| key.user_id.as_ref() != Some(&user.id));
        Some(user)
    }

    pub(crate) fn user(&self, account: &str, name: &str) -> Option<&User> {
        self.accounts.get(account)?.users.get(&name.to_ascii_lowercase())
    }

    #[allow(dead_code)] // until users are changed
    pub(crate) fn user_mut(&mut self, account: &str, name: &str) -> Option<&mut User> {
        self.accounts.get_mut(account)?.users.get_mut(&name.to_ascii_lowercase())
    }

    /// An account's users, by name.
    #[allow(dead_code)] // until users are listed
    pub(crate) fn users(&self, account: &str) -> impl Iterator<Item = &User> {
        self.accounts.get(account).into_iter().flat_map(|account| account.users.values())
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

    /// All keys, in no order.
    #[allow(dead_code)] // until keys are listed
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&str, &AccessKey)> {
        self.keys.iter().map(|(id, key)| (id.as_str(), key))
    }

    #[allow(dead_code)] // until keys are changed
    pub(crate) fn keys_mut(&mut self) -> &mut HashMap<String, AccessKey> {
        &mut self.keys
    }
}

/// Roles.
impl World {
    /// Adds a role to an account.
    pub(crate) fn add_role(&mut self, account: &str, role: Role) {
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

/// Managed policies, and what follows from them.
impl World {
    /// The managed policy of that ARN, as `account` sees it: its own, or one of AWS's.
    pub(crate) fn policy(&self, account: &str, arn: &str) -> Option<&ManagedPolicy> {
        self.of_aws.get(arn).or_else(|| find_own_policy(self.accounts.get(account)?, account, arn))
    }

    #[allow(dead_code)] // until policies are listed
    pub(crate) fn policies(&self, account: &str) -> impl Iterator<Item = &ManagedPolicy> {
        self.accounts.get(account).into_iter().flat_map(|account| account.policies.values())
    }

    #[allow(dead_code)] // until policies are listed
    pub(crate) fn policies_of_aws(&self) -> impl Iterator<Item = &ManagedPolicy> {
        self.of_aws.values()
    }

    /// An account's own policies by the lower case of their names, to change them. Whoever changes what
    /// one says calls [`World::refresh_all`] after it.
    #[allow(dead_code)] // until policies are created
    pub(crate) fn policies_mut(&mut self, account: &str) -> &mut BTreeMap<String, ManagedPolicy> {
        &mut self.account_mut(account).policies
    }

    /// A change of the role's permissions goes on its way to the decisions.
    pub(crate) fn refresh_role(&mut self, account: &str, name: &str, now: SystemTime) {
        let (delay, of_aws) = (self.propagation_delay, Arc::clone(&self.of_aws));
        let Some(entry) = self.accounts.get_mut(account) else { return };
        let Some(mut role) = entry.roles.remove(&name.to_ascii_lowercase()) else { return };
        refresh(&mut role.permissions, entry, &of_aws, account, now, delay);
        entry.roles.insert(role.name.to_ascii_lowercase(), role);
    }

    #[allow(dead_code)] // until users are changed
    /// A change of the user's permissions goes on its way to the decisions.
    pub(crate) fn refresh_user(&mut self, account: &str, name: &str, now: SystemTime) {
        let (delay, of_aws) = (self.propagation_delay, Arc::clone(&self.of_aws));
        let Some(entry) = self.accounts.get_mut(account) else { return };
        let Some(mut user) = entry.users.remove(&name.to_ascii_lowercase()) else { return };
        refresh(&mut user.permissions, entry, &of_aws, account, now, delay);
        entry.users.insert(user.name.to_ascii_lowercase(), user);
    }

    /// The same for every user and role whose permissions are `affected`.
    pub(crate) fn refresh_all(&mut self, now: SystemTime, affected: impl Fn(&Permissions) -> bool) {
        let (delay, of_aws) = (self.propagation_delay, Arc::clone(&self.of_aws));
        for (account, entry) in &mut self.accounts {
            let (mut users, mut roles) = (std::mem::take(&mut entry.users), std::mem::take(&mut entry.roles));
            let of_users = users.values_mut().map(|user| &mut user.permissions);
            let of_roles = roles.values_mut().map(|role| &mut role.permissions);
            for permissions in of_users.chain(of_roles).filter(|permissions| affected(permissions)) {
                refresh(permissions, entry, &of_aws, account, now, delay);
            }
            (entry.users, entry.roles) = (users, roles);
        }
    }
}

fn find_own_policy<'w>(entry: &'w Account, account: &str, arn: &str) -> Option<&'w ManagedPolicy> {
    let name = arn.strip_prefix("arn:aws:iam::")?.rsplit('/').next()?;
    let policy = entry.policies.get(&name.to_ascii_lowercase())?;
    (policy.arn(account) == arn).then_some(policy)
}

fn refresh(
    permissions: &mut Permissions,
    entry: &Account,
    of_aws: &BTreeMap<String, ManagedPolicy>,
    account: &str,
    now: SystemTime,
    delay: Duration,
) {
    let find = |arn: &str| {
        let policy = of_aws.get(arn).or_else(|| find_own_policy(entry, account, arn));
        policy.and_then(ManagedPolicy::document)
    };
    let grants = permissions.resolve(find);
    permissions.set_effective(grants, now, delay);
}

/// The document in force of a managed policy, as `account` sees it.
#[allow(dead_code)] // until session policies by ARN are served
pub(crate) fn document_of<'w>(world: &'w World, account: &str, arn: &str) -> Option<&'w Document> {
    world.policy(account, arn).and_then(ManagedPolicy::document)
}
