//! A home with a rollout of many accounts, for the window's tests and benches.

use crate::session::Home;
use onboarding::rollout::{Rollout, RolloutAccount};
use onboarding::{Pack, Setup, Target};

/// A home with a rollout of so many accounts, its id `large`.
pub fn large(count: u64) -> Home {
    let pack = Pack::embedded();
    let pattern = Setup::new(&pack, "pattern".into(), "a-pattern-of-no-account".into(), Target::Sandbox);
    let mut rollout = Rollout::new("large".into(), pattern, Target::Sandbox);
    rollout.accounts = (0..count)
        .map(|number| RolloutAccount {
            account_id: format!("{:012}", 100_000_000_000 + number),
            name: format!("team-{number}"),
            external_id: format!("7f3c2b1e-0000-4000-8000-{number:012}"),
        })
        .collect();
    Home::empty().file("data/rollouts/large.json", &rollout.to_json())
}
