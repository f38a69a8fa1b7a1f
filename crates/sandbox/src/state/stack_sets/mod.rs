//! CloudFormation's StackSets: what is to be in which account, what is there, and the operations that
//! bring the one to the other.

pub(crate) mod operation;
pub(crate) mod progress;

use crate::cloudformation::{RoleShape, Values};
use operation::Operation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::SystemTime;

/// How many StackSets that were deleted are still told of.
const DELETED_KEPT: usize = 100;

/// All of them, the oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct StackSets(Vec<StackSet>);

/// A StackSet of an account in a region.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StackSet {
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) name: String,
    /// What tells two of the same name apart: a UUID.
    pub(crate) unique: String,
    /// Of the request that made it: the same request again makes no second one.
    pub(crate) token: Option<String>,
    pub(crate) is_deleted: bool,
    pub(crate) definition: Definition,
    pub(crate) is_service_managed: bool,
    /// Whether operations that touch no instance in common run at the same time.
    pub(crate) managed_execution: bool,
    /// By [`key`].
    pub(crate) instances: BTreeMap<String, Instance>,
    /// In the order in which they were asked for.
    pub(crate) operations: Vec<Operation>,
    /// When its operations last went a step on.
    pub(crate) stepped: SystemTime,
}

/// What can be changed of a StackSet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Definition {
    pub(crate) description: Option<String>,
    pub(crate) template: String,
    /// A value for each parameter of the template.
    pub(crate) values: Values,
    pub(crate) capabilities: Vec<String>,
    pub(crate) tags: Vec<(String, String)>,
    /// `None`: the usual one.
    pub(crate) administration_role: Option<String>,
    /// `None`: the usual one.
    pub(crate) execution_role: Option<String>,
    /// Whether new accounts get it, and whether accounts that leave keep it. `None`: not said.
    pub(crate) auto_deployment: Option<(bool, bool)>,
}

/// What CloudFormation says of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Condition {
    Current,
    Outdated,
    Inoperable,
}

/// The same with how the last operation went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Phase {
    Pending,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Inoperable,
}

/// What an instance is found by: its account and its region.
pub(crate) fn key(account: &str, region: &str) -> String {
    format!("{account}/{region}")
}

/// A stack of the set in an account and a region, or the want of one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) overrides: Values,
    pub(crate) condition: Condition,
    pub(crate) phase: Phase,
    pub(crate) reason: Option<String>,
    /// `None`: none was made yet, or making it failed.
    pub(crate) stack: Option<Stack>,
    pub(crate) last_operation: String,
    /// The root or organisational unit that it was deployed to.
    pub(crate) unit: Option<String>,
}

/// A stack that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stack {
    /// Its ARN.
    pub(crate) id: String,
    /// The roles that it last made.
    pub(crate) roles: Vec<RoleShape>,
}

impl StackSet {
    /// `NAME:UUID`
    pub(crate) fn id(&self) -> String {
        format!("{}:{}", self.name, self.unique)
    }

    pub(crate) fn arn(&self) -> String {
        format!("arn:aws:cloudformation:{}:{}:stackset/{}", self.region, self.account, self.id())
    }

    /// `NAME`, `NAME:UUID` and the ARN all mean it; of one that is deleted, only the latter two.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        (!self.is_deleted && self.name == name) || self.id() == name || self.arn() == name
    }

    /// The same without its instances and operations: what is needed to work in an account.
    pub(crate) fn head(&self) -> Self {
        Self {
            account: self.account.clone(),
            region: self.region.clone(),
            name: self.name.clone(),
            unique: self.unique.clone(),
            token: None,
            is_deleted: self.is_deleted,
            definition: self.definition.clone(),
            is_service_managed: self.is_service_managed,
            managed_execution: self.managed_execution,
            instances: BTreeMap::new(),
            operations: Vec::new(),
            stepped: self.stepped,
        }
    }

    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    pub(crate) fn operation_mut(&mut self, id: &str) -> Option<&mut Operation> {
        self.operations.iter_mut().find(|operation| operation.id == id)
    }
}

impl StackSets {
    /// Those of an account in a region, deleted ones included.
    pub(crate) fn of<'a>(&'a self, account: &'a str, region: &'a str) -> impl Iterator<Item = &'a StackSet> {
        self.0.iter().filter(move |set| set.account == account && set.region == region)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &StackSet> {
        self.0.iter()
    }

    pub(crate) fn by_unique(&self, unique: &str) -> Option<&StackSet> {
        self.0.iter().find(|set| set.unique == unique)
    }

    pub(crate) fn by_unique_mut(&mut self, unique: &str) -> Option<&mut StackSet> {
        self.0.iter_mut().find(|set| set.unique == unique)
    }

    pub(crate) fn add(&mut self, set: StackSet) {
        self.0.push(set);
    }

    /// Marks one as deleted; the oldest of those are let go.
    pub(crate) fn delete(&mut self, unique: &str) {
        if let Some(set) = self.by_unique_mut(unique) {
            set.is_deleted = true;
        }
        let deleted = self.0.iter().filter(|set| set.is_deleted).count();
        let mut over = deleted.saturating_sub(DELETED_KEPT);
        self.0.retain(|set| {
            let goes = set.is_deleted && over > 0;
            over -= usize::from(goes);
            !goes
        });
    }
}
