//! What can be done to a running sandbox, by the control endpoint and by the Rust API alike.

use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::faults::{Fault, FaultRule, Ledger};
use crate::saved::Moment;
use crate::scenario::{self, Scenario, ScenarioError};
use crate::state::propagation::{Delays, Propagation};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

impl Cloud {
    /// Moves AWS's time forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.changed.notify_one();
    }

    /// Stops AWS's time, or lets it go on.
    pub(crate) fn freeze(&self, frozen: bool) {
        if frozen {
            self.clock.freeze()
        } else {
            self.clock.unfreeze()
        }
        self.changed.notify_one();
    }

    /// Sets how far AWS's clock is ahead of the clients'.
    pub(crate) fn set_skew(&self, seconds: i64) {
        self.clock.set_skew(seconds);
        self.changed.notify_one();
    }

    /// Other faults, from now on.
    pub(crate) fn set_faults(&self, rules: Vec<FaultRule>) -> Result<(), ScenarioError> {
        scenario::check_rules(&rules)?;
        self.faults.set_rules(rules);
        self.changed.notify_one();
        Ok(())
    }

    /// Another delay, from now on.
    pub(crate) fn set_propagation(&self, propagation: Propagation) -> Result<(), ScenarioError> {
        scenario::check_propagation(&propagation)?;
        let seed = self.faults.ledger().seed;
        let mut world = self.write();
        world.set_delays(Delays::new(propagation, seed));
        Ok(())
    }

    /// The service control policies of an account: a list for each level. `None`: no such account.
    pub(crate) fn set_service_control(
        &self,
        account: &str,
        levels: &[Vec<Value>],
    ) -> Result<Option<()>, ScenarioError> {
        let service_control = scenario::service_control(levels, "levels")?;
        let mut world = self.write();
        if world.account(account).is_none() {
            return Ok(None);
        }
        world.account_mut(account).service_control = service_control;
        Ok(Some(()))
    }

    /// Goes back to the start, and from there into a scenario. Keys stay as they are; the callers that
    /// the scenario adds stay without one.
    pub(crate) fn play(&self, scenario: &Scenario) -> Result<(), ScenarioError> {
        let Moment { faults, world, .. } = self.beginning.clone();
        let mut world = (*world).clone();
        let clock = Clock::default();
        clock.set_skew(scenario.clock.skew_seconds);
        if scenario.clock.frozen {
            clock.freeze();
        }
        scenario::plant(scenario, &mut world, clock.now())?;
        world.set_delays(Delays::new(scenario.propagation, scenario.seed));
        let faults = Ledger::new(scenario.seed, scenario.faults.clone(), faults.callers);
        Moment { clock: clock.setting(), faults, world: Arc::new(world) }.restore(self);
        Ok(())
    }

    /// The account is given access to every model: what refused it for want of that is over.
    pub(crate) fn grant_model_access(&self) {
        let mut rules: Vec<FaultRule> = self.faults.rules().into_iter().map(|counted| counted.rule).collect();
        rules.retain(|rule| !matches!(rule.fault, Fault::ModelAccessNotGranted | Fault::UseCaseMissing));
        self.faults.set_rules(rules);
        self.changed.notify_one();
    }

    /// Holds this moment, to go back to; `None`: too many are held.
    pub(crate) fn snapshot(&self) -> Option<u64> {
        self.moments.take(Moment::of(self))
    }

    /// Goes back to a moment; whether there is one of that number.
    pub(crate) fn restore(&self, id: u64) -> bool {
        self.moments.get(id).map(|moment| moment.restore(self)).is_some()
    }

    /// Goes back to the start; what was asked is forgotten. Moments that are held stay.
    pub(crate) fn reset(&self) {
        self.beginning.clone().restore(self);
        self.events.clear();
    }
}
