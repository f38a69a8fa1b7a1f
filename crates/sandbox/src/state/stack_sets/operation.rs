//! An operation of a StackSet: what is to be done in which accounts, and how far it has come.

use super::Phase;
use crate::cloudformation::Values;
use serde::{Deserialize, Serialize};
use std::time::SystemTime;

/// What it does to the stacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Action {
    /// Makes them, with values of their own.
    Create(Values),
    /// Brings them to the StackSet's template and values.
    Update,
    /// The same with other values of their own.
    Override(Overrides),
    /// Takes them away, or lets them go with what they made.
    Delete {
        /// Whether what they made stays.
        retain: bool,
    },
}

/// Values of an account's own, as UpdateStackInstances says them: one that is not named goes back to
/// the StackSet's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Overrides {
    pub(crate) values: Values,
    /// Names of those that stay as they are.
    pub(crate) kept: Vec<String>,
}

/// How far an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Status {
    Queued,
    Running,
    Stopping,
    Stopped,
    Succeeded,
    Failed,
}

impl Status {
    /// Whether nothing comes after it.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Status::Stopped | Status::Succeeded | Status::Failed)
    }
}

/// A count of accounts, or so many of a hundred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Share {
    Count(usize),
    Percent(usize),
}

impl Share {
    /// Rounded down.
    fn of(self, all: usize) -> usize {
        match self {
            Share::Count(count) => count,
            Share::Percent(percent) => all * percent / 100,
        }
    }
}

/// How the caller wants it done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Preferences {
    pub(crate) region_concurrency: Option<String>,
    pub(crate) region_order: Vec<String>,
    pub(crate) tolerance: Option<Share>,
    pub(crate) concurrent: Option<Share>,
    pub(crate) concurrency_mode: Option<String>,
}

impl Preferences {
    /// In how many accounts of a region it may fail.
    pub(crate) fn tolerated(&self, accounts: usize) -> usize {
        self.tolerance.map_or(0, |share| share.of(accounts))
    }

    /// In how many accounts it works at the same time.
    pub(crate) fn at_once(&self, accounts: usize) -> usize {
        let asked = self.concurrent.map_or(1, |share| share.of(accounts)).max(1);
        match self.concurrency_mode.as_deref() {
            Some("SOFT_FAILURE_TOLERANCE") => asked,
            _ => asked.min(self.tolerated(accounts) + 1),
        }
    }
}

/// An account and a region, and how it went there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Target {
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) phase: Phase,
    pub(crate) reason: Option<String>,
    pub(crate) unit: Option<String>,
}

/// What DeploymentTargets said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) accounts: Vec<String>,
    pub(crate) units: Vec<String>,
    pub(crate) filter: Option<String>,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) action: Action,
    pub(crate) status: Status,
    pub(crate) preferences: Preferences,
    /// Of a service-managed StackSet.
    pub(crate) asked: Option<Asked>,
    pub(crate) created: SystemTime,
    pub(crate) ended: Option<SystemTime>,
    /// Region by region, in the order in which they are worked on.
    pub(crate) targets: Vec<Target>,
}

impl Operation {
    /// How many accounts are in a region of it.
    pub(super) fn accounts_in(&self, region: &str) -> usize {
        self.targets.iter().filter(|target| target.region == region).count()
    }

    /// How many targets are in that phase.
    pub(crate) fn count(&self, phase: Phase) -> usize {
        self.targets.iter().filter(|target| target.phase == phase).count()
    }
}
