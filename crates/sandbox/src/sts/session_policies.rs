//! Session policies that were read before: a session sends its policy's text with every call.

use iam_policy::{Kind, Policy};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept. A text is [`super::policy::CHARACTERS`] long at most, so they weigh little.
const KEPT: usize = 256;

/// Parsed policies by their text.
#[derive(Debug, Default)]
pub(crate) struct SessionPolicies(Mutex<HashMap<String, Arc<Policy>>>);

impl SessionPolicies {
    /// The policy of that text; `None`: it is none.
    pub(crate) fn read(&self, text: &str) -> Option<Arc<Policy>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(policy) = known.get(text) {
            return Some(Arc::clone(policy));
        }
        let policy = Arc::new(Policy::parse(text, Kind::Identity).ok()?);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(text.to_owned(), Arc::clone(&policy));
        Some(policy)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_text_is_parsed_once_and_few_are_kept() {
        let policies = SessionPolicies::default();
        let text = |sid: usize| {
            format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"S{sid}","Effect":"Allow","Action":"*","Resource":"*"}}]}}"#
            )
        };
        let first = policies.read(&text(0)).unwrap();
        assert!(Arc::ptr_eq(&first, &policies.read(&text(0)).unwrap()));
        for sid in 0..3 * KEPT {
            policies.read(&text(sid)).unwrap();
        }
        assert!(policies.0.lock().unwrap().len() <= KEPT);
        assert_eq!(policies.read("{"), None);
    }
}
