//! Starts a sandbox: from its seeds, a scenario or a state file.

use crate::bedrock::catalogue::Catalogue;
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::control;
use crate::events::EventLog;
use crate::faults::{Faults, Ledger};
use crate::gateway;
use crate::hosts::AllowedHosts;
use crate::members;
use crate::saved::{Kept, KeptAside, Moment, Moments, StateError, StateFile, Writer};
use crate::scenario::{self, Scenario, ScenarioError};
use crate::session::Sealer;
use crate::sigv4::SigningKeys;
use crate::state::World;
use crate::state::managed::ManagedPolicy;
use crate::state::of_aws::ADMINISTRATOR_ACCESS;
use crate::state::permissions::Grants;
use crate::state::propagation::{Delays, Propagation};
use crate::sts::session_policies::SessionPolicies;
use crate::trusts::Trusts;
use crate::{GRACE, Sandbox, SeededIdentity, seed, server};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How to start.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The port; 0: a free one.
    pub port: u16,
    /// The address; left out: 127.0.0.1.
    pub listen: Option<IpAddr>,
    /// Whether the address may be one that other machines reach.
    pub allow_remote_clients: bool,
    /// What it begins with, and what goes wrong; left out: nothing does.
    pub scenario: Option<Scenario>,
    /// What everything that looks random follows from; left out: the scenario's.
    pub seed: Option<u64>,
    /// How long IAM's changes take to reach the decisions; left out: the scenario's.
    pub propagation: Option<Propagation>,
    /// How many member accounts the organisation has, 1,000 at most; left out: the scenario's.
    pub member_accounts: Option<u32>,
    /// The file that it goes on from, and keeps its state in. It holds secrets.
    pub state: Option<PathBuf>,
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
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Where.
        address: IpAddr,
        /// Why.
        error: std::io::Error,
    },
    /// Other machines reach the address, and nobody said that they may.
    #[error("other machines could reach the sandbox on {address}")]
    Remote {
        /// The address.
        address: IpAddr,
    },
    /// The scenario cannot be used.
    #[error("cannot use the scenario: {0}")]
    Scenario(#[from] ScenarioError),
    /// The state file cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
    /// A file that is built in cannot be read; the program is damaged.
    #[error("the sandbox's built-in data is damaged: {0}")]
    Data(String),
}

/// How long changes are gathered before the state file is written.
const GATHER: Duration = Duration::from_millis(100);

/// The tasks of a running sandbox.
pub(crate) struct Running {
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
    saver: Option<JoinHandle<()>>,
}

impl Running {
    /// Ends it in good order.
    pub(crate) async fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if tokio::time::timeout(GRACE, &mut self.server).await.is_err() {
            self.server.abort();
        }
        self.abort();
    }

    /// Ends it at once.
    pub(crate) fn abort(&self) {
        self.server.abort();
        if let Some(saver) = &self.saver {
            saver.abort();
        }
    }
}

pub(crate) async fn start(options: Options) -> Result<Sandbox, StartError> {
    let address = options.listen.unwrap_or(Ipv4Addr::LOCALHOST.into());
    let remote = !address.is_loopback();
    if remote && !options.allow_remote_clients {
        return Err(StartError::Remote { address });
    }
    let (cloud, identities, kept_aside) = build(&options)?;
    let listener = listen(address, options.port).await?;
    let address = listener.local_addr().map_err(|error| StartError::Listen { address, error })?;
    let cloud = Arc::new(cloud);
    if let Some(writer) = &cloud.writer {
        // Whoever is told the keys finds them again, whatever happens next.
        writer.save(&cloud)?;
    }
    let hosts = AllowedHosts::loopback(address.port());
    let hosts = if remote { hosts.and_others([]) } else { hosts };
    let (stop, stopped) = oneshot::channel();
    let ended = async move {
        // Sent or dropped, it means the same.
        let _ = stopped.await;
    };
    let server = tokio::spawn(server::serve(listener, Arc::clone(&cloud), hosts, ended));
    let saver = cloud.writer.is_some().then(|| tokio::spawn(keep(Arc::clone(&cloud))));
    let running = Running { stop: Some(stop), server, saver };
    Ok(Sandbox { address, cloud, identities, kept_aside, running })
}

/// Where a client on this machine reaches it.
pub(crate) fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

async fn listen(address: IpAddr, port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind((address, port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => StartError::PortInUse { port },
        _ => StartError::Listen { address, error },
    })
}

/// Writes the state file after changes, off the path of the requests.
async fn keep(cloud: Arc<Cloud>) {
    loop {
        cloud.changed.notified().await;
        tokio::time::sleep(GATHER).await;
        let cloud = Arc::clone(&cloud);
        // What fails is told by the control endpoint, and once more at the end.
        let _ = tokio::task::spawn_blocking(move || {
            cloud.writer.as_ref().map_or(Ok(()), |writer| writer.save(&cloud))
        })
        .await;
    }
}

impl Cloud {
    /// Saves for the last time, and lets the state file go, if there is one.
    pub(crate) fn close_file(&self) -> Result<(), StateError> {
        self.writer.as_ref().map_or(Ok(()), |writer| writer.close(self))
    }
}

type Built = (Cloud, Vec<SeededIdentity>, Option<KeptAside>);

pub(crate) fn build(options: &Options) -> Result<Built, StartError> {
    let catalogue = Catalogue::built_in().map_err(|error| StartError::Data(error.to_string()))?;
    let file = options.state.as_deref().map(StateFile::open).transpose()?;
    let (kept, mut kept_aside) = file.as_ref().map_or(Ok((None, None)), StateFile::read)?;
    let resumed = match (&file, kept) {
        (Some(file), Some(kept)) => match Sealer::from_text(&kept.sealer) {
            Some(sealer) => Some(resume(options, file, kept, sealer)?),
            None => {
                kept_aside = Some(file.put_aside("its key has another length".to_owned())?);
                None
            }
        },
        _ => None,
    };
    let Origin { scenario, sealer, identities, beginning, now } = match resumed {
        Some(resumed) => resumed,
        None => begin(options)?,
    };
    let everything = beginning.world.policy("aws", ADMINISTRATOR_ACCESS).and_then(ManagedPolicy::document);
    let root_grants = Arc::new(Grants {
        policies: everything.map(|document| document.policy.clone()).into_iter().collect(),
        boundaries: Vec::new(),
    });
    let clock = Clock::default();
    clock.set(now.clock);
    let cloud = Cloud {
        world: RwLock::new(now.world),
        clock,
        faults: Faults::new(now.faults),
        changed: tokio::sync::Notify::new(),
        beginning,
        moments: Moments::default(),
        control_token: control::new_token(),
        writer: file.map(|file| Writer::new(file, scenario, identities.clone())),
        events: EventLog::default(),
        sealer,
        signing_keys: SigningKeys::default(),
        trusts: Trusts::default(),
        session_policies: SessionPolicies::default(),
        catalogue,
        gateway_sessions: gateway::Sessions::default(),
        deploying: Mutex::default(),
        root_grants,
    };
    Ok((cloud, identities, kept_aside))
}

/// What a sandbox begins or goes on with.
struct Origin {
    scenario: Option<String>,
    sealer: Sealer,
    identities: Vec<SeededIdentity>,
    beginning: Moment,
    now: Moment,
}

/// From the seeds and a scenario.
fn begin(options: &Options) -> Result<Origin, StartError> {
    let damaged = |error: iam_policy::ParseError| StartError::Data(error.iam_message());
    let scenario = options.scenario.clone().unwrap_or_default();
    scenario::check_propagation(&options.propagation.unwrap_or_default())?;
    let seed = options.seed.unwrap_or(scenario.seed);
    let (clock, sealer) = (Clock::default(), Sealer::new());
    clock.set_skew(scenario.clock.skew_seconds);
    if scenario.clock.frozen {
        clock.freeze();
    }
    let members = options.member_accounts.or(scenario.member_accounts).unwrap_or(members::DEFAULT);
    scenario::check_members(members)?;
    let mut world = World::default();
    let mut identities = seed::plant(&mut world, &sealer, members, clock.now()).map_err(damaged)?;
    identities.extend(scenario::plant(&scenario, &mut world, clock.now())?);
    world.set_delays(Delays::new(options.propagation.unwrap_or(scenario.propagation), seed));
    let callers = identities.iter().map(|i| (i.name.clone(), i.arn.clone())).collect();
    let faults = Ledger::new(seed, scenario.faults, callers);
    let beginning = Moment { clock: clock.setting(), faults, world: Arc::new(world) };
    let named = options.scenario.is_some().then_some(scenario.name);
    Ok(Origin { scenario: named, sealer, identities, now: beginning.clone(), beginning })
}

/// From a state file.
fn resume(options: &Options, file: &StateFile, kept: Kept, sealer: Sealer) -> Result<Origin, StartError> {
    if let Some(asked) = &options.scenario
        && kept.scenario.as_ref() != Some(&asked.name)
    {
        let path = file.path().to_owned();
        let asked = asked.name.clone();
        return Err(StateError::OtherScenario { path, began: kept.scenario, asked }.into());
    }
    let mut now = kept.now;
    if let Some(seed) = options.seed {
        now.faults.seed = seed;
    }
    if options.seed.is_some() || options.propagation.is_some() {
        let propagation = options.propagation.unwrap_or(now.world.delays.propagation);
        scenario::check_propagation(&propagation)?;
        Arc::make_mut(&mut now.world).set_delays(Delays::new(propagation, now.faults.seed));
    }
    if let Some(members) = options.member_accounts {
        scenario::check_members(members)?;
        let damaged = |error: iam_policy::ParseError| StartError::Data(error.iam_message());
        let at = Clock::default();
        at.set(now.clock);
        let world = Arc::make_mut(&mut now.world);
        members::plant(world, seed::CUSTOMER, members, at.now()).map_err(damaged)?;
        world.refresh_all(at.now(), |_| true);
    }
    let (identities, beginning) = (kept.identities, kept.beginning);
    Ok(Origin { scenario: kept.scenario, sealer, identities, beginning, now })
}
