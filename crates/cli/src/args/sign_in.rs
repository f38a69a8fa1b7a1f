//! Who signs in, and where the setup comes from.

use crate::setup_args::SetupArgs;
use clap::Args;

/// Who signs in.
#[derive(Debug, Args)]
#[command(next_help_heading = "Account")]
pub(crate) struct ProfileArgs {
    /// Sign in with this AWS profile [default: the environment's, as the AWS CLI does]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[command(flatten)]
    pub(crate) sign_in: SignInArgs,
}

/// What signing in takes.
#[derive(Debug, Args)]
pub(crate) struct SignInArgs {
    /// The six digits of the profile's MFA device [default: asked for at the terminal]
    #[arg(long, value_name = "DIGITS")]
    pub(crate) mfa_code: Option<String>,
    /// Reach AWS through this proxy [default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY]
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// Trust the roots in this PEM file besides the system's [default: AWS_CA_BUNDLE, or ca_bundle of the profile]
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_bundle: Option<String>,
    /// Wait this long for a connection [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) connect_timeout: Option<u32>,
    /// Wait this long for an answer [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) read_timeout: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct ProfilesArgs {
    /// Sign in with this one and show who that is
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) sign_in: SignInArgs,
}

#[derive(Debug, Args)]
pub(crate) struct AccountArgs {
    #[command(flatten)]
    pub(crate) profile: ProfileArgs,
    #[command(flatten)]
    pub(crate) setup: SetupArgs,
}
