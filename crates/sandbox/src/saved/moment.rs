//! A moment of a sandbox, to go back to. The world is shared until it is changed, so that taking one
//! and going back to it cost the same for ten roles and for ten thousand.

use crate::clock::Setting;
use crate::cloud::Cloud;
use crate::faults::Ledger;
use crate::state::World;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Everything that a reset or a restore sets back.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Moment {
    pub(crate) clock: Setting,
    pub(crate) faults: Ledger,
    #[serde(serialize_with = "write_world", deserialize_with = "read_world")]
    pub(crate) world: Arc<World>,
}

fn write_world<S: Serializer>(world: &Arc<World>, serializer: S) -> Result<S::Ok, S::Error> {
    world.as_ref().serialize(serializer)
}

fn read_world<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<World>, D::Error> {
    let mut world = World::deserialize(deserializer)?;
    world.settle();
    Ok(Arc::new(world))
}

impl Moment {
    /// This one.
    pub(crate) fn of(cloud: &Cloud) -> Self {
        Self { clock: cloud.clock.setting(), faults: cloud.faults.ledger(), world: cloud.share() }
    }

    /// Goes back to it.
    pub(crate) fn restore(self, cloud: &Cloud) {
        cloud.faults.set(self.faults);
        cloud.clock.set(self.clock);
        cloud.replace(self.world);
        cloud.gateway_sessions.forget_all();
    }
}

/// The moments that somebody wants to go back to.
#[derive(Default)]
pub(crate) struct Moments(Mutex<Taken>);

#[derive(Default)]
struct Taken {
    last: u64,
    moments: BTreeMap<u64, Moment>,
}

impl Moments {
    /// How many are held: each may hold a world of its own.
    pub(crate) const MOST: usize = 32;

    /// Holds one; `None`: there are too many already.
    pub(crate) fn take(&self, moment: Moment) -> Option<u64> {
        let mut taken = self.lock();
        if taken.moments.len() >= Self::MOST {
            return None;
        }
        taken.last += 1;
        let id = taken.last;
        taken.moments.insert(id, moment);
        Some(id)
    }

    pub(crate) fn get(&self, id: u64) -> Option<Moment> {
        self.lock().moments.get(&id).cloned()
    }

    /// Lets one go; whether it was there.
    pub(crate) fn forget(&self, id: u64) -> bool {
        self.lock().moments.remove(&id).is_some()
    }

    pub(crate) fn ids(&self) -> Vec<u64> {
        self.lock().moments.keys().copied().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
