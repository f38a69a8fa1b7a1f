//! What a user or a role may do: inline policies, attached managed ones and a boundary, as IAM holds
//! them, and as decisions see them.

use super::document::Document;
use super::propagated::Propagated;
use iam_policy::Policy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The permissions of one user or role.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Permissions {
    /// Inline policies by name.
    pub(crate) inline: BTreeMap<String, Document>,
    /// ARNs of the attached managed policies, in the order of their attaching.
    pub(crate) attached: Vec<String>,
    /// The ARN of the managed policy that is the permissions boundary.
    pub(crate) boundary: Option<String>,
    /// All of it resolved, as decisions see it. Not saved: it follows from the rest.
    #[serde(skip)]
    pub(crate) effective: Propagated<Arc<Grants>>,
}

/// Permissions with every ARN resolved to what the policy says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Grants {
    /// Inline and attached policies together.
    pub(crate) policies: Vec<Policy>,
    /// The boundary, if there is one.
    pub(crate) boundaries: Vec<Policy>,
}

impl Permissions {
    /// What decisions see at that time; nothing at all before they have heard of it.
    pub(crate) fn visible(&self, now: SystemTime) -> Arc<Grants> {
        self.effective.visible(now).cloned().unwrap_or_default()
    }

    /// Whether a managed policy is attached, or is the boundary.
    pub(crate) fn uses(&self, arn: &str) -> bool {
        self.boundary.as_deref() == Some(arn) || self.attached.iter().any(|attached| attached == arn)
    }

    /// Resolves it anew. `find` gives the document in force of a managed policy.
    pub(super) fn resolve<'a>(&'a self, find: impl Fn(&str) -> Option<&'a Document>) -> Arc<Grants> {
        let inline = self.inline.values();
        let attached = self.attached.iter().filter_map(|arn| find(arn));
        let boundary = self.boundary.iter().filter_map(|arn| find(arn));
        Arc::new(Grants {
            policies: inline.chain(attached).map(|document| document.policy.clone()).collect(),
            boundaries: boundary.map(|document| document.policy.clone()).collect(),
        })
    }

    /// Sets what was resolved, to be seen after the delay.
    pub(super) fn set_effective(&mut self, grants: Arc<Grants>, now: SystemTime, delay: Duration) {
        if *self.effective.latest() != grants {
            self.effective.set(grants, now, delay);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::state::managed::ManagedPolicy;
    use crate::state::of_aws::{self, ADMINISTRATOR_ACCESS};

    #[test]
    fn a_policy_that_many_have_is_in_memory_once() {
        let having =
            Permissions { attached: vec![ADMINISTRATOR_ACCESS.to_owned()], ..Permissions::default() };
        let resolve = || having.resolve(|arn| of_aws::find(arn).and_then(ManagedPolicy::document));
        let (one, other) = (resolve(), resolve());
        let statements = |grants: &Grants| Arc::clone(&grants.policies.first().unwrap().statements);
        assert!(Arc::ptr_eq(&statements(&one), &statements(&other)));
    }
}
