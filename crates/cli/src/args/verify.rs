//! What proves a role, and what is kept of the proof.

use super::AccountArgs;
use crate::setup_args::SetupArgs;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::PathBuf;

/// The verification on record.
#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
pub(crate) struct ReportArgs {
    /// Write a report to this file, in the form of its ending: `.html`, `.md` or `.json`; repeat for more
    ///
    /// A file of that name is replaced. It is written also when a check fails or the run is stopped.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Vec<PathBuf>,
    /// Mask account ids in the reports
    #[arg(long, requires = "report")]
    pub(crate) mask_accounts: bool,
    /// Mask ExternalIds in the reports
    #[arg(long, requires = "report")]
    pub(crate) mask_external_id: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Only read: check the documents and the role, assume and change nothing
    #[arg(long)]
    pub(crate) read_only: bool,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

#[derive(Debug, Args)]
pub(crate) struct EventsArgs {
    /// How far to look back
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=129_600))]
    pub(crate) minutes: u32,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// The scene to play
    #[arg(long, value_name = "NAME", value_parser = scene_names())]
    pub(crate) scenario: Option<String>,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

fn scene_names() -> PossibleValuesParser {
    PossibleValuesParser::new(onboarding::SCENES.iter().map(|scene| scene.name))
}

#[derive(Debug, Args)]
pub(crate) struct GatewayArgs {
    /// Reach the gateway through this proxy [default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY]
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// Trust the roots in this PEM file besides the system's [default: AWS_CA_BUNDLE]
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_bundle: Option<String>,
    #[command(flatten)]
    pub(crate) setup: SetupArgs,
}
