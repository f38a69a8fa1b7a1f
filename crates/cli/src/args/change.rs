//! What changes a role: shown, applied, rotated, revoked, taken back.

use super::{AccountArgs, ProfileArgs};
use clap::Args;

/// What somebody else wrote and is to go.
#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    /// Remove this, which the wizard did not write, as the plan names it; repeat for more
    #[arg(long, value_name = "WHAT")]
    pub(crate) remove: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// Exit with 1 where there is something to change: the role drifted
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) remove: RemoveArgs,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// Do not ask before changing the account
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) remove: RemoveArgs,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RotateArgs {
    /// Do not ask before changing the account
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    /// Show the plan, change nothing
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
    /// The key has the new ExternalId: no longer accept the old one
    #[arg(long, conflicts_with = "take_back")]
    pub(crate) finish: bool,
    /// Go back to the old ExternalId
    #[arg(long)]
    pub(crate) take_back: bool,
    /// With --finish: do not ask QuilrAI's gateway first whether it answers
    #[arg(long, requires = "finish")]
    pub(crate) skip_gateway: bool,
    /// The new ExternalId [default: one is made]
    #[arg(long, value_name = "ID", allow_hyphen_values = true, conflicts_with_all = ["finish", "take_back"])]
    pub(crate) new_external_id: Option<String>,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RevokeArgs {
    /// Do not ask before changing the account
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    /// Show the plan and what will stop, change nothing
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
    /// Deny the sessions that are under way, and no more
    #[arg(long, conflicts_with = "delete")]
    pub(crate) sessions_only: bool,
    /// Delete the role
    #[arg(long)]
    pub(crate) delete: bool,
    #[command(flatten)]
    pub(crate) remove: RemoveArgs,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RecoverArgs {
    /// Do not ask before changing the account
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    /// Make the rest of a plan instead of taking back what was made of it
    #[arg(long)]
    pub(crate) carry_on: bool,
    /// Delete the records of sandboxes, which end with all that was in them
    #[arg(long)]
    pub(crate) discard_sandbox: bool,
    #[command(flatten)]
    pub(crate) profile: ProfileArgs,
}
