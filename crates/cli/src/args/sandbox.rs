//! The sandbox.

use clap::Args;
use std::net::IpAddr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct SandboxArgs {
    /// The port; 0: a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// What it begins with and what goes wrong: a name of --list-scenarios, or a file
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) scenario: Option<String>,
    /// Print the built-in scenarios, each with its story, and end
    #[arg(long)]
    pub(crate) list_scenarios: bool,
    /// Go on from this file, and keep the state in it; it holds secrets and is yours alone to read
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// What everything that looks random follows from [default: the scenario's]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// How long IAM's changes take to reach the decisions [default: the scenario's]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) propagation_delay: Option<u32>,
    /// How many member accounts the organisation has, up to 1000 [default: the scenario's, or 4]
    #[arg(long, value_name = "N")]
    pub(crate) member_accounts: Option<u32>,
    /// Listen on this address; one that other machines reach needs --allow-remote-clients as well
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,
    /// Let other machines use the sandbox: whoever reaches the port and has a key
    #[arg(long)]
    pub(crate) allow_remote_clients: bool,
}
