//! The service control policies in force over an account.

use super::document::Document;
use iam_policy::Policy;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// A list for each level, from the organisation's root down to the account. Empty: the account is in
/// no organisation, or is its management account, and no SCP touches it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServiceControl {
    levels: Vec<Vec<Document>>,
    policies: Arc<Vec<Vec<Policy>>>,
}

impl ServiceControl {
    pub(crate) fn new(levels: Vec<Vec<Document>>) -> Self {
        let policies =
            levels.iter().map(|level| level.iter().map(|document| document.policy.clone()).collect());
        Self { policies: Arc::new(policies.collect()), levels }
    }

    /// As they were given.
    pub(crate) fn documents(&self) -> Vec<Vec<serde_json::Value>> {
        // A document was parsed before it got here, so none is left out.
        let document = |document: &Document| serde_json::from_str(&document.text).unwrap_or_default();
        self.levels.iter().map(|level| level.iter().map(document).collect()).collect()
    }

    /// For the evaluator.
    pub(crate) fn policies(&self) -> Arc<Vec<Vec<Policy>>> {
        Arc::clone(&self.policies)
    }
}

impl Serialize for ServiceControl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.levels.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ServiceControl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::new)
    }
}
