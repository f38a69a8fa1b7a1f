//! An AWS on loopback: STS, IAM, Bedrock, Bedrock Runtime, Organizations and CloudFormation's StackSets
//! in their real wire protocols, with signatures checked, deciding by the policies.
//!
//! Invariants:
//! - it listens on 127.0.0.1 unless it is told in so many words to let others in, and answers only
//!   requests that name that host;
//! - no request ends it, makes it panic or grow: bodies and the event log are bounded, and role
//!   sessions live in their tokens;
//! - every decision is [`iam_policy::evaluate`]'s;
//! - what it does not serve, it refuses; it never passes over a parameter that would matter.
//!
//! A request goes `server` → `route` → `auth` → `faults` → an operation of `sts`, `iam`, `bedrock`… →
//! `wire` → `faults`, which may delay or break the answer. `gateway` is QuilrAI's, a client that goes in
//! at the same door. `control` is the way in from outside,
//! `scenario` what it begins with, `saved` what is kept of it.

mod auth;
mod bedrock;
mod caller;
mod check;
mod clock;
mod cloud;
mod cloudformation;
mod cloudtrail;
mod control;
mod error;
mod events;
mod faults;
mod gateway;
mod hosts;
mod iam;
mod ids;
mod impatient;
mod members;
mod organizations;
mod qr;
mod regions;
mod route;
mod saved;
mod scenario;
mod seed;
mod seeded;
mod server;
mod session;
mod sigv4;
mod start;
mod state;
mod sts;
mod totp;
mod trusts;
mod unplugged;
mod validate;
mod wire;

pub use events::Event;
pub use faults::{Break, Fault, FaultRule, Often, Pause, Rate, StreamException, StreamExceptionKind, When};
pub use saved::{KeptAside, StateError};
pub use scenario::{
    Scenario, ScenarioAccount, ScenarioClock, ScenarioError, ScenarioGatewayKey, ScenarioPermissions,
    ScenarioRole, ScenarioUser,
};
pub use start::{Options, StartError};
pub use state::propagation::Propagation;
pub use unplugged::Unplugged;

use cloud::Cloud;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use start::Running;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How long [`Sandbox::shutdown`] waits for requests under way.
const GRACE: Duration = Duration::from_secs(2);

/// A seeded caller. No `Debug`: it holds secrets.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeededIdentity {
    /// `admin`, `sso`, `root`, `gateway`, `gateway-2`, `somebody`; or a scenario's user.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// Its access key id.
    pub access_key_id: String,
    /// Its secret access key.
    pub secret_access_key: String,
    /// Its session token, for a role session.
    pub session_token: Option<String>,
}

/// A running sandbox; dropping it ends it.
pub struct Sandbox {
    address: SocketAddr,
    cloud: Arc<Cloud>,
    identities: Vec<SeededIdentity>,
    kept_aside: Option<KeptAside>,
    running: Running,
}

impl Sandbox {
    /// Starts one; it answers when this returns.
    ///
    /// # Errors
    /// What is wrong with the options, the scenario or the state file, or with the port.
    pub async fn start(options: Options) -> Result<Sandbox, StartError> {
        start::start(options).await
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For example `http://127.0.0.1:40123`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", start::reachable(self.address))
    }

    /// The region of its seeds: `us-east-1`. Every other region of its catalogue is served as well.
    pub fn region(&self) -> &str {
        self.cloud.region()
    }

    /// The seeded callers.
    pub fn identities(&self) -> &[SeededIdentity] {
        &self.identities
    }

    /// The seeded caller of that name.
    pub fn identity(&self, name: &str) -> Option<&SeededIdentity> {
        self.identities().iter().find(|i| i.name == name)
    }

    /// Where the control endpoint is.
    pub fn control_endpoint(&self) -> String {
        format!("{}{}", self.endpoint(), control::ROOT)
    }

    /// What the control endpoint wants to see.
    pub fn control_token(&self) -> &str {
        &self.cloud.control_token
    }

    /// A state file that could not be read: where it was put.
    pub fn kept_aside(&self) -> Option<&KeptAside> {
        self.kept_aside.as_ref()
    }

    /// The last requests that named an operation, oldest first; at most 10,000.
    pub fn events(&self) -> Vec<Event> {
        self.cloud.events.snapshot()
    }

    /// Ends it: answers the requests under way, then closes. A client that does not finish its
    /// request is not waited for longer than two seconds.
    pub async fn shutdown(self) {
        // Who wants to know whether the state was saved calls `finish`.
        let _ = self.finish().await;
    }

    /// The same, and tells whether the state file was written.
    ///
    /// # Errors
    /// What kept it from being written.
    pub async fn finish(mut self) -> Result<(), StateError> {
        self.running.end().await;
        let cloud = Arc::clone(&self.cloud);
        let closed = tokio::task::spawn_blocking(move || cloud.close_file()).await;
        // The task fails only where the runtime ends before it.
        closed.unwrap_or(Ok(()))
    }
}

/// Time and faults.
impl Sandbox {
    /// Moves AWS's time forward: sessions expire, `aws:CurrentTime` passes, changes propagate. The
    /// age of a signature is still held against the machine's clock, by which clients sign.
    pub fn advance(&self, by: Duration) {
        self.cloud.advance(by);
    }

    /// Stops AWS's time until it is moved, or lets it go on.
    pub fn freeze(&self, frozen: bool) {
        self.cloud.freeze(frozen);
    }

    /// Sets how far AWS's clock is ahead of the clients'; negative: behind.
    pub fn set_clock_skew(&self, seconds: i64) {
        self.cloud.set_skew(seconds);
    }

    /// AWS's time.
    pub fn now(&self) -> SystemTime {
        self.cloud.clock.now()
    }

    /// How many answers are being held back by a latency or a slow stream.
    pub fn waiting(&self) -> usize {
        self.cloud.clock.waiting()
    }

    /// From now on, a change of a role's trust or permissions takes this long, by AWS's time, to reach
    /// the decisions. IAM itself shows it at once. Fractions of a second are left out.
    pub fn set_propagation_delay(&self, delay: Duration) {
        let seconds = u32::try_from(delay.as_secs()).unwrap_or(u32::MAX);
        // A delay without a range is always one that can be.
        let _ = self.set_propagation(Propagation { seconds, ..Propagation::default() });
    }

    /// The same with a range, drawn from the seed, and with a delay of new roles.
    ///
    /// # Errors
    /// The range ends before it begins.
    pub fn set_propagation(&self, propagation: Propagation) -> Result<(), ScenarioError> {
        self.cloud.set_propagation(propagation)
    }

    /// Other faults, from now on.
    ///
    /// # Errors
    /// A rule that cannot be.
    pub fn set_faults(&self, rules: Vec<FaultRule>) -> Result<(), ScenarioError> {
        self.cloud.set_faults(rules)
    }

    /// How many calls each rule has met, in the order in which they were set.
    pub fn faults_met(&self) -> Vec<u64> {
        self.cloud.faults.rules().iter().map(|counted| counted.met).collect()
    }
}

/// State.
impl Sandbox {
    /// Holds this moment, to go back to; `None`: as many as there may be are held already.
    pub fn snapshot(&self) -> Option<u64> {
        self.cloud.snapshot()
    }

    /// Goes back to a snapshot: roles, policies, keys, faults and their counts, the clock. Whether
    /// there is one of that number.
    pub fn restore(&self, id: u64) -> bool {
        self.cloud.restore(id)
    }

    /// Lets a snapshot go; whether it was there.
    pub fn forget(&self, id: u64) -> bool {
        self.cloud.moments.forget(id)
    }

    /// Goes back to the start, and from there into a scenario, at once: no call in between sees half of
    /// it. The seeded callers keep their keys; the list of requests stays.
    ///
    /// # Errors
    /// What only a world can tell: a principal that does not exist. Nothing has changed then.
    pub fn play(&self, scenario: &Scenario) -> Result<(), ScenarioError> {
        self.cloud.play(scenario)
    }

    /// The account is given access to every model, and Anthropic's form is submitted.
    pub fn grant_model_access(&self) {
        self.cloud.grant_model_access();
    }

    /// Goes back to the start. The seeded callers keep their keys.
    pub fn reset(&self) {
        self.cloud.reset();
    }

    /// The service control policies over an account, a list for each level from the organisation's
    /// root down; whether there is such an account.
    ///
    /// # Errors
    /// A policy that IAM would refuse.
    pub fn set_service_control_policies(
        &self,
        account: &str,
        levels: &[Vec<Value>],
    ) -> Result<bool, ScenarioError> {
        Ok(self.cloud.set_service_control(account, levels)?.is_some())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.running.abort();
        // Nobody is left to be told.
        let _ = self.cloud.close_file();
    }
}
