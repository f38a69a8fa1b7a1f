//! When something was used last. Noted on every request, so it takes no lock that others wait for:
//! each key and each role has its own, and the world is only read.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// A use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Use {
    pub(crate) at: SystemTime,
    /// The service's signing name.
    pub(crate) service: String,
    pub(crate) region: String,
}

/// The last use, if there was one.
#[derive(Debug, Default)]
pub(crate) struct LastUse(Mutex<Option<Use>>);

impl LastUse {
    /// Notes a use.
    pub(crate) fn note(&self, at: SystemTime, service: &str, region: &str) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *last {
            Some(same) if same.service == service && same.region == region => same.at = at,
            other => *other = Some(Use { at, service: service.to_owned(), region: region.to_owned() }),
        }
    }

    pub(crate) fn get(&self) -> Option<Use> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Clone for LastUse {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.get()))
    }
}

impl Serialize for LastUse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LastUse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|last| Self(Mutex::new(last)))
    }
}
