//! Managed policies, each with its versions.

use super::document::Document;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::SystemTime;

/// A managed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ManagedPolicy {
    pub(crate) name: String,
    pub(crate) path: String,
    /// `ANPA…`
    pub(crate) id: String,
    pub(crate) description: Option<String>,
    pub(crate) created: SystemTime,
    /// When its newest version was made.
    pub(crate) updated: SystemTime,
    /// By number: `v1` is 1. Numbers are not used again.
    pub(crate) versions: BTreeMap<u32, PolicyVersion>,
    pub(crate) default_version: u32,
    /// The number that the next version gets.
    pub(crate) next_version: u32,
    pub(crate) tags: Vec<(String, String)>,
}

/// One version of a managed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PolicyVersion {
    pub(crate) document: Document,
    pub(crate) created: SystemTime,
}

/// How many users and roles use a policy.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    pub(crate) attached: usize,
    pub(crate) as_boundary: usize,
}

impl ManagedPolicy {
    /// A policy with its first version.
    pub(crate) fn new(name: &str, path: &str, id: String, document: Document, now: SystemTime) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            id,
            description: None,
            created: now,
            updated: now,
            versions: BTreeMap::from([(1, PolicyVersion { document, created: now })]),
            default_version: 1,
            next_version: 2,
            tags: Vec::new(),
        }
    }

    /// `owner` is an account, or `aws` for AWS's own.
    pub(crate) fn arn(&self, owner: &str) -> String {
        format!("arn:aws:iam::{owner}:policy{}{}", self.path, self.name)
    }

    /// The version that is in force.
    pub(crate) fn document(&self) -> Option<&Document> {
        self.versions.get(&self.default_version).map(|version| &version.document)
    }
}
