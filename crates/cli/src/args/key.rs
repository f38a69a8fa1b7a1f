//! QuilrAI's keys.

use crate::setup_args::ProviderTypeArg;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    #[command(subcommand)]
    pub(crate) command: KeyCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Keep a key: typed unseen, or read from standard input; in place of the one before
    ///
    /// In the dashboard a key has one provider type: name it where the setup has several. Without
    /// --provider-type the key is kept for each of them.
    #[command(after_help = "Examples:
  bedrock-role key set --setup acme.json
  pass show quilr/rerank | bedrock-role key set --setup acme.json --provider-type bedrock_rerank")]
    Set(KeySlotArgs),
    /// Show which keys are kept, each by its last four characters
    Show(KeySlotArgs),
    /// Take the keys out of the keychain
    Remove(KeySlotArgs),
}

#[derive(Debug, Args)]
pub(crate) struct KeySlotArgs {
    /// The setup that the keys are of
    #[arg(long, value_name = "FILE")]
    pub(crate) setup: PathBuf,
    /// Only the key for this; repeat for more [default: the setup's]
    #[arg(long, value_enum, value_name = "TYPE")]
    pub(crate) provider_type: Vec<ProviderTypeArg>,
}
