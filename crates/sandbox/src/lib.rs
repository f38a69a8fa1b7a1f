//! An AWS on loopback: STS, IAM, Bedrock and Bedrock Runtime in their real wire protocols, with
//! signatures checked, deciding by the policies.
//!
//! Invariants:
//! - it listens on 127.0.0.1 only, and answers only requests that name that host;
//! - no request ends it, makes it panic or grow: bodies and the event log are bounded, and role
//!   sessions live in their tokens;
//! - every decision is [`iam_policy::evaluate`]'s;
//! - what it does not serve, it refuses; it never passes over a parameter that would matter.
//!
//! A request goes `server` → `route` → `auth` → an operation of `sts`, `iam` or `bedrock` → `wire`.

mod auth;
mod bedrock;
mod caller;
mod clock;
mod cloud;
mod cloudtrail;
mod error;
mod events;
mod hosts;
mod iam;
mod ids;
mod regions;
mod route;
mod seed;
mod server;
mod session;
mod sigv4;
mod state;
mod sts;
mod totp;
mod trusts;
mod unplugged;
mod validate;
mod wire;

pub use events::Event;
pub use unplugged::Unplugged;

use bedrock::catalogue::Catalogue;
use clock::Clock;
use cloud::Cloud;
use events::EventLog;
use hosts::AllowedHosts;
use session::Sealer;
use sigv4::SigningKeys;
use state::World;
use state::managed::ManagedPolicy;
use state::of_aws::ADMINISTRATOR_ACCESS;
use state::permissions::Grants;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime};
use sts::session_policies::SessionPolicies;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use trusts::Trusts;

/// How long [`Sandbox::shutdown`] waits for requests under way.
const GRACE: Duration = Duration::from_secs(2);

/// How to start.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The port; 0: a free one.
    pub port: u16,
}

/// Why it did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken.
    #[error("port {port} is in use")]
    PortInUse {
        /// Which.
        port: u16,
    },
    /// Anything else.
    #[error("cannot listen on 127.0.0.1: {0}")]
    Listen(std::io::Error),
    /// A file that is built in cannot be read; the program is damaged.
    #[error("the sandbox's built-in data is damaged: {0}")]
    Data(String),
}

/// A seeded caller. No `Debug`: it holds secrets.
#[derive(Clone)]
pub struct SeededIdentity {
    /// `admin`, `sso`, `root`, `gateway`, `gateway-2`, `somebody`.
    pub name: &'static str,
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
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Starts one; it answers when this returns.
    pub async fn start(options: Options) -> Result<Sandbox, StartError> {
        let (cloud, identities) = build()?;
        let listener = listen(options.port).await?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        let cloud = Arc::new(cloud);
        let hosts = AllowedHosts::loopback(address.port());
        let (stop, stopped) = oneshot::channel();
        let ended = async move {
            // Sent or dropped, it means the same.
            let _ = stopped.await;
        };
        let server = tokio::spawn(server::serve(listener, Arc::clone(&cloud), hosts, ended));
        Ok(Sandbox { address, cloud, identities, stop: Some(stop), server })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For example `http://127.0.0.1:40123`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
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

    /// Moves AWS's time forward: sessions expire, `aws:CurrentTime` passes, changes propagate. The
    /// age of a signature is still held against the machine's clock, by which clients sign.
    pub fn advance(&self, by: Duration) {
        self.cloud.clock.advance(by);
    }

    /// AWS's time.
    pub fn now(&self) -> SystemTime {
        self.cloud.clock.now()
    }

    /// From now on, a change of a role's trust or permissions takes this long, by AWS's time, to reach
    /// the decisions. IAM itself shows it at once. At the start there is no delay.
    pub fn set_propagation_delay(&self, delay: Duration) {
        self.cloud.write().propagation_delay = delay;
    }

    /// The last requests that named an operation, oldest first; at most 10,000.
    pub fn events(&self) -> Vec<Event> {
        self.cloud.events.snapshot()
    }

    /// Ends it: answers the requests under way, then closes. A client that does not finish its
    /// request is not waited for longer than two seconds.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if tokio::time::timeout(GRACE, &mut self.server).await.is_err() {
            self.server.abort();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn build() -> Result<(Cloud, Vec<SeededIdentity>), StartError> {
    let catalogue = Catalogue::built_in().map_err(|error| StartError::Data(error.to_string()))?;
    let damaged = |error: iam_policy::ParseError| StartError::Data(error.to_string());
    let (clock, sealer) = (Clock::default(), Sealer::new());
    let mut world = World::default();
    let identities = seed::plant(&mut world, &sealer, clock.now()).map_err(damaged)?;
    let everything = world.policy("aws", ADMINISTRATOR_ACCESS).and_then(ManagedPolicy::document);
    let root_grants = Arc::new(Grants {
        policies: everything.map(|document| document.policy.clone()).into_iter().collect(),
        boundaries: Vec::new(),
    });
    let cloud = Cloud {
        world: RwLock::new(world),
        clock,
        events: EventLog::default(),
        sealer,
        signing_keys: SigningKeys::default(),
        trusts: Trusts::default(),
        session_policies: SessionPolicies::default(),
        catalogue,
        root_grants,
    };
    Ok((cloud, identities))
}

async fn listen(port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => StartError::PortInUse { port },
        _ => StartError::Listen(error),
    })
}
