//! What the sandbox knows: accounts, their users, roles and keys.

pub(crate) mod managed;
pub(crate) mod principals;
pub(crate) mod propagated;
pub(crate) mod role;

use iam_policy::Policy;
use role::Role;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A user.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) path: String,
    /// `AIDA…`
    pub(crate) id: String,
    pub(crate) created: SystemTime,
    pub(crate) policies: Arc<Vec<Policy>>,
}

impl User {
    /// `arn:aws:iam::ACCOUNT:user/PATH/NAME`
    pub(crate) fn arn(&self, account: &str) -> String {
        format!("arn:aws:iam::{account}:user{}{}", self.path, self.name)
    }
}

/// An account. Names are unique whatever their case, so they are kept by their lower case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Account {
    users: BTreeMap<String, User>,
    roles: BTreeMap<String, Role>,
}

/// A long-term access key. No `Debug`: it holds the secret.
#[derive(Clone)]
pub(crate) struct AccessKey {
    pub(crate) secret: String,
    pub(crate) account: String,
    /// `None`: the account's root user.
    pub(crate) user: Option<String>,
}

/// Whom a unique id stands for.
#[derive(Debug, Clone)]
struct Owner {
    account: String,
    name: String,
}

/// Everything that changes.
#[derive(Clone, Default)]
pub(crate) struct World {
    accounts: BTreeMap<String, Account>,
    keys: HashMap<String, AccessKey>,
    user_ids: HashMap<String, Owner>,
    role_ids: HashMap<String, Owner>,
    /// How long a change of a role takes to reach the decisions.
    pub(crate) propagation_delay: Duration,
}

impl World {
    /// Adds an account without anyone in it.
    pub(crate) fn add_account(&mut self, id: &str) {
        self.accounts.entry(id.to_owned()).or_default();
    }

    /// Adds a user to an account.
    pub(crate) fn add_user(&mut self, account: &str, user: User) {
        let owner = Owner { account: account.to_owned(), name: user.name.clone() };
        self.user_ids.insert(user.id.clone(), owner);
        let users = &mut self.accounts.entry(account.to_owned()).or_default().users;
        users.insert(user.name.to_ascii_lowercase(), user);
    }

    /// Adds a role to an account.
    pub(crate) fn add_role(&mut self, account: &str, role: Role) {
        let owner = Owner { account: account.to_owned(), name: role.name.clone() };
        self.role_ids.insert(role.id.clone(), owner);
        let roles = &mut self.accounts.entry(account.to_owned()).or_default().roles;
        roles.insert(role.name.to_ascii_lowercase(), role);
    }

    /// Takes a role away; policies that name it now show its id.
    pub(crate) fn remove_role(&mut self, account: &str, name: &str) {
        let roles = self.accounts.get_mut(account).map(|account| &mut account.roles);
        if let Some(role) = roles.and_then(|roles| roles.remove(&name.to_ascii_lowercase())) {
            self.role_ids.remove(&role.id);
        }
    }

    /// Adds an access key.
    pub(crate) fn add_key(&mut self, id: &str, key: AccessKey) {
        self.keys.insert(id.to_owned(), key);
    }

    pub(crate) fn key(&self, id: &str) -> Option<&AccessKey> {
        self.keys.get(id)
    }

    pub(crate) fn user(&self, account: &str, name: &str) -> Option<&User> {
        self.accounts.get(account)?.users.get(&name.to_ascii_lowercase())
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
    fn arn_of(&self, id: &str) -> Option<String> {
        if let Some((account, role)) = self.role_by_id(id) {
            return Some(role.arn(account));
        }
        let owner = self.user_ids.get(id)?;
        Some(self.user(&owner.account, &owner.name)?.arn(&owner.account))
    }
}
