//! Signing keys: derived by four HMACs, good for a day, a region and a service, and so worth keeping.

use super::claim::Scope;
use aws_sigv4::sign::v4::generate_signing_key;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// How many are kept. A client uses one or two; past this, all are let go and derived anew.
const KEPT: usize = 1024;

/// A key, and what it was derived from besides the name it is kept under.
#[derive(Clone)]
struct Derived {
    secret: String,
    key: [u8; 32],
}

/// The last keys derived. No `Debug`: they are secrets.
#[derive(Default)]
pub(crate) struct SigningKeys(Mutex<HashMap<String, Derived>>);

impl SigningKeys {
    /// The key of a scope; `time` lies on the scope's day.
    pub(super) fn get(&self, scope: &Scope<'_>, secret: &str, time: SystemTime) -> [u8; 32] {
        let name = format!("{}/{}/{}/{}", scope.access_key_id, scope.date, scope.region, scope.service);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(derived) = kept.get(&name).filter(|derived| derived.secret == secret) {
            return derived.key;
        }
        drop(kept);
        let mut key = [0; 32];
        let derived = generate_signing_key(secret, time, scope.region, scope.service);
        for (to, from) in key.iter_mut().zip(derived.as_ref()) {
            *to = *from;
        }
        kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(name, Derived { secret: secret.to_owned(), key });
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_that_of_its_secret_and_their_number_is_bounded() {
        let keys = SigningKeys::default();
        let scope = |region: &'static str| Scope {
            access_key_id: "A",
            date: "20261122",
            region,
            service: "sts",
            terminator: "aws4_request",
        };
        let time = SystemTime::UNIX_EPOCH;
        let first = keys.get(&scope("a"), "one", time);
        assert_eq!(first, keys.get(&scope("a"), "one", time));
        assert_ne!(first, keys.get(&scope("a"), "two", time), "the same name, another secret");
        assert_ne!(first, keys.get(&scope("b"), "one", time));
        for number in 0..KEPT * 2 {
            let id = number.to_string();
            keys.get(&Scope { access_key_id: &id, ..scope("a") }, "one", time);
        }
        assert!(keys.0.lock().unwrap_or_else(PoisonError::into_inner).len() <= KEPT);
    }
}
