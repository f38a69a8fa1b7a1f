//! The documents of a setup: rendered, found fault with, evaluated.

use crate::setup_args::SetupArgs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    /// What the files are
    #[arg(value_enum)]
    pub(crate) policy: PolicyKind,
    /// The files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Take warnings for errors
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) expected: ExpectedArgs,
}

/// What a policy can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PolicyKind {
    /// Who may assume the role
    Trust,
    /// What the role may do
    Permissions,
}

/// What a trust policy should say.
#[derive(Debug, Args)]
#[command(next_help_heading = "Expected of a trust policy")]
pub(crate) struct ExpectedArgs {
    /// The ExternalId that it should ask for
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    pub(crate) external_id: Option<String>,
    /// The one principal that it should trust [default: the gateway's, of the template pack]
    #[arg(long, value_name = "ARN", conflicts_with = "any_principal")]
    pub(crate) principal: Option<String>,
    /// Expect no principal in particular
    #[arg(long)]
    pub(crate) any_principal: bool,
    /// Expect the ExternalId of this setup
    #[arg(long, value_name = "FILE", conflicts_with = "external_id")]
    pub(crate) setup: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct RenderArgs {
    /// Which document
    #[arg(value_enum)]
    pub(crate) artifact: Artifact,
    #[command(flatten)]
    pub(crate) setup: SetupArgs,
}

/// What can be rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Artifact {
    /// The role's trust policy
    Trust,
    /// The role's permissions policy
    Permissions,
    /// The values for the QuilrAI dashboard, as JSON
    Dashboard,
    /// The role as a CloudFormation template
    Cloudformation,
    /// The same for many accounts, with the commands to deploy it as comments
    Stackset,
    /// The role as a Terraform file
    Terraform,
    /// A shell script of the AWS CLI that creates the role, or brings it up to date
    Cli,
}

#[derive(Debug, Args)]
pub(crate) struct SimulateArgs {
    /// The cases, as JSON Lines (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) cases: PathBuf,
}
