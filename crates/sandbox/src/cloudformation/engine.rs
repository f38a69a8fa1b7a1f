//! What makes operations go on: the time that passes, and every look at how far they are. A test need
//! not wait, and a person sees them run.

use super::deploy;
use crate::cloud::{Call, Cloud};
use std::sync::PoisonError;
use std::time::SystemTime;

/// Does what was due by now.
pub(crate) fn catch_up(cloud: &Cloud) {
    let now = cloud.clock.now();
    let due: Vec<String> = {
        let world = cloud.read();
        world.stack_sets.all().filter(|set| set.is_due(now)).map(|set| set.unique.clone()).collect()
    };
    for unique in due {
        let _deploying = cloud.deploying.lock().unwrap_or_else(PoisonError::into_inner);
        while pass_time(cloud, &unique, now) {
            step(cloud, &unique, now);
        }
    }
}

/// Whether another step is due; its time is then taken as passed.
fn pass_time(cloud: &Cloud, unique: &str, now: SystemTime) -> bool {
    if !cloud.read().stack_sets.by_unique(unique).is_some_and(|set| set.is_due(now)) {
        return false;
    }
    let mut world = cloud.write();
    let set = world.stack_sets.by_unique_mut(unique);
    set.map(|set| set.pass_time()).is_some()
}

/// Somebody has looked: a step is made before the next look.
pub(super) fn go_on(call: &Call<'_>, unique: &str) {
    let (cloud, now) = (call.cloud, call.origin.now);
    if !cloud.read().stack_sets.by_unique(unique).is_some_and(|set| set.is_busy()) {
        return;
    }
    let _deploying = cloud.deploying.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(set) = cloud.write().stack_sets.by_unique_mut(unique) {
        set.skip_to(now);
    }
    step(cloud, unique, now);
}

/// The world is let go while an account is worked on: what is done there takes it as anybody does.
fn step(cloud: &Cloud, unique: &str, now: SystemTime) {
    let plan = match cloud.write().stack_sets.by_unique_mut(unique) {
        Some(set) => set.start_step(now),
        None => return,
    };
    for (operation, most) in plan {
        // An operation without any account ends by being asked.
        for _ in 0..most.max(1) {
            let next = {
                let mut world = cloud.write();
                let Some(set) = world.stack_sets.by_unique_mut(unique) else { return };
                set.next_job(&operation, now).map(|job| (set.head(), job))
            };
            let Some((set, job)) = next else { break };
            let outcome = deploy::run(cloud, &set, &job, now);
            if let Some(set) = cloud.write().stack_sets.by_unique_mut(unique) {
                set.done(&job, outcome, now);
            }
        }
    }
}
