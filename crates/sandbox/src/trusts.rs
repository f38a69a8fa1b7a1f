//! Trust policies, parsed once: AssumeRole asks for the same ones again and again.

use crate::state::World;
use crate::state::principals;
use iam_policy::{Kind, Policy};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept: more roles than an account may have without asking for more. Past this, all are
/// let go and parsed anew.
const KEPT: usize = 20_000;

/// What a stored text means as long as its principals are who they were.
struct Parsed {
    stored: String,
    /// The unique ids in it, and whom each stood for.
    principals: Vec<(String, Option<String>)>,
    /// `None`: it cannot be read.
    policy: Option<Arc<Policy>>,
}

impl Parsed {
    fn new(world: &World, stored: &str) -> Self {
        let ids = principals::ids_in(stored);
        let principals =
            ids.into_iter().map(|id| (world.arn_of(&id), id)).map(|(arn, id)| (id, arn)).collect();
        let policy = Policy::parse(&principals::to_shown(world, stored), Kind::Trust).ok();
        Self { stored: stored.to_owned(), principals, policy: policy.map(Arc::new) }
    }

    /// Whether it would come out the same today. Nobody has to say what has changed.
    fn holds(&self, world: &World, stored: &str) -> bool {
        self.stored == stored && self.principals.iter().all(|(id, arn)| world.arn_of(id) == *arn)
    }
}

/// The trust policies parsed so far, by role id.
#[derive(Default)]
pub(crate) struct Trusts(Mutex<HashMap<String, Arc<Parsed>>>);

impl Trusts {
    /// What the stored text of a role means.
    pub(crate) fn policy(&self, world: &World, role_id: &str, stored: &str) -> Option<Arc<Policy>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(role_id).cloned();
        if let Some(parsed) = known.filter(|parsed| parsed.holds(world, stored)) {
            return parsed.policy.clone();
        }
        let parsed = Arc::new(Parsed::new(world, stored));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(role_id.to_owned(), Arc::clone(&parsed));
        parsed.policy.clone()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::state::user::User;
    use std::time::SystemTime;

    #[test]
    fn what_is_kept_follows_the_text_and_its_principals() {
        let (mut world, trusts) = (World::default(), Trusts::default());
        let user = |path: &str| User::new("a", path, "AIDAAAAAAAAAAAAAAAAAA".into(), SystemTime::UNIX_EPOCH);
        let trust = |action: &str| {
            format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"AIDAAAAAAAAAAAAAAAAAA"}},"Action":"{action}"}}]}}"#
            )
        };
        let shown = |world: &World, action: &str| {
            format!("{:?}", trusts.policy(world, "AROA1", &trust(action)).unwrap())
        };
        world.add_user("123456789012", user("/"));
        let first = shown(&world, "sts:AssumeRole");
        assert!(first.contains("arn:aws:iam::123456789012:user/a"), "{first}");
        assert_eq!(first, shown(&world, "sts:AssumeRole"));
        assert_ne!(first, shown(&world, "sts:TagSession"), "another text");
        world.add_user("123456789012", user("/moved/"));
        let moved = shown(&world, "sts:AssumeRole");
        assert!(moved.contains("user/moved/a"), "the same text, another name: {moved}");
        world.remove_user("123456789012", "a");
        let gone =
            trusts.policy(&world, "AROA1", &trust("sts:AssumeRole")).map(|policy| format!("{policy:?}"));
        assert!(!gone.unwrap_or_default().contains("arn:aws:iam"), "nobody has the id any more");
        assert_eq!(trusts.policy(&world, "AROA1", "not json").map(|_| ()), None);
    }
}
