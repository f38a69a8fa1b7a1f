//! Template packs.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct TemplatesArgs {
    #[command(subcommand)]
    pub(crate) command: TemplatesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplatesCommand {
    /// Render, lint and simulate every template of a pack, and compare with its baseline
    ///
    /// Exits with 1 where a case failed. `--format junit` and `--format sarif` print a report for a
    /// build server or a code host.
    #[command(after_help = "Examples:
  bedrock-role templates verify
  bedrock-role templates verify packs/staging --format junit > templates.xml
  bedrock-role templates verify packs/staging --update-baseline")]
    Verify(TemplatesVerifyArgs),
}

#[derive(Debug, Args)]
pub(crate) struct TemplatesVerifyArgs {
    /// The pack's folder [default: that of --templates, or the built-in pack]
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Write what is rendered now to the folder's `baseline`, unless something else failed
    #[arg(long)]
    pub(crate) update_baseline: bool,
}
