//! The arguments of `rollout`.

use crate::args::ProfileArgs;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct RolloutArgs {
    #[command(subcommand)]
    pub(crate) command: RolloutCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RolloutCommand {
    /// Make a rollout of a list of accounts and a pattern setup
    ///
    /// The list is a CSV file with the columns account_id, name and external_id (the last two may be
    /// left out), account ids one a line, or what `aws organizations list-accounts` prints. Every
    /// account without an ExternalId gets a new one. Where a line is wrong, nothing is written.
    #[command(after_help = "Examples:
  bedrock-role rollout new accounts.csv --setup pattern.json -o acme.rollout.json
  aws organizations list-accounts | bedrock-role rollout new - --setup pattern.json -o acme.rollout.json
  bedrock-role rollout new --from-organization --profile management -o acme.rollout.json
  bedrock-role rollout new more-accounts.csv --merge -o acme.rollout.json")]
    New(NewArgs),
    /// Show what would change: the StackSet, and each account
    ///
    /// Reads the StackSet, changes nothing. With `--check`, exits with 1 where there is something to
    /// change.
    Plan(RolloutPlanArgs),
    /// Make the StackSet, or change it to what the rollout asks for
    ///
    /// Shows the plan and asks before anything changes. Applying twice changes nothing the second time.
    /// Ctrl-C sends nothing more; what was sent goes on at AWS, and the next run waits for it. Exits
    /// with 3 where an account failed.
    Apply(RolloutApplyArgs),
    /// Show where each account stands
    ///
    /// Exits with 1 where an account failed, differs, or is not deployed.
    Status(RolloutStatusArgs),
    /// Try again where the last operation failed
    Retry(RolloutRetryArgs),
    /// Take accounts out of the StackSet: their roles are deleted
    ///
    /// Says exactly what is deleted, and asks before anything is. Without `--account` it takes `--all`.
    #[command(after_help = "Examples:
  bedrock-role rollout remove acme.rollout.json --account 222222222222
  bedrock-role rollout remove acme.rollout.json --all")]
    Remove(RolloutRemoveArgs),
    /// Check the role in every account
    ///
    /// Assumes the rollout's access role in each account and reads the role there. With `--invoke` each
    /// role is also assumed and Bedrock called through it, for which a statement is in its trust policy
    /// for that long. Exits with 1 where a check failed or an account could not be looked into.
    Verify(RolloutVerifyArgs),
    /// Write a setup for each account
    ///
    /// The files are named by the account. One that is there with other content is left, unless
    /// `--replace` is given.
    Setups(RolloutSetupsArgs),
    /// Print the table for the QuilrAI dashboard: account, role ARN, ExternalId
    #[command(after_help = "Formats: text, json, csv

Examples:
  bedrock-role rollout table acme.rollout.json --format csv > keys.csv
  bedrock-role rollout table acme.rollout.json --status --profile management")]
    Table(RolloutTableArgs),
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// The list of accounts; `-` is standard input
    #[arg(value_name = "LIST", required_unless_present = "from_organization")]
    pub(crate) list: Option<PathBuf>,
    /// Take the accounts from the organization of the account that is signed in to
    #[arg(long, conflicts_with = "list")]
    pub(crate) from_organization: bool,
    /// What every account gets; its own account and ExternalId are not used [default: the pack's defaults]
    #[arg(long, value_name = "FILE")]
    pub(crate) setup: Option<PathBuf>,
    /// The StackSet's name [default: from the role's name]
    #[arg(long, value_name = "NAME")]
    pub(crate) stack_set: Option<String>,
    /// The role that is assumed in each account to check it [default: OrganizationAccountAccessRole]
    #[arg(long, value_name = "NAME")]
    pub(crate) access_role: Option<String>,
    /// Use service-managed permissions in this organizational unit or root; repeat for more
    /// [default: self-managed permissions]
    #[arg(long, value_name = "OU")]
    pub(crate) organizational_unit: Vec<String>,
    /// Leave wrong lines out instead of refusing the list
    #[arg(long)]
    pub(crate) skip_wrong: bool,
    /// Bring the list into the rollout that is there: its accounts keep their ExternalIds
    #[arg(long)]
    pub(crate) merge: bool,
    /// Write the rollout to this file
    #[arg(long, short = 'o', value_name = "FILE")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) profile: ProfileArgs,
}

/// A rollout and who administers it.
#[derive(Debug, Args)]
pub(crate) struct RolloutFileArgs {
    /// The rollout
    #[arg(value_name = "ROLLOUT")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) profile: ProfileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RolloutPlanArgs {
    /// Exit with 1 where there is something to change
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) rollout: RolloutFileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RolloutApplyArgs {
    /// Do not ask before changing anything
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) rollout: RolloutFileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RolloutStatusArgs {
    /// Wait until no operation is at work in an account
    #[arg(long)]
    pub(crate) wait: bool,
    #[command(flatten)]
    pub(crate) rollout: RolloutFileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RolloutRetryArgs {
    /// Only this account; repeat for more [default: all that failed]
    #[arg(long, value_name = "DIGITS")]
    pub(crate) account: Vec<String>,
    /// Do not ask before changing anything
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) rollout: RolloutFileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RolloutRemoveArgs {
    /// This account; repeat for more
    #[arg(long, value_name = "DIGITS", required_unless_present = "all")]
    pub(crate) account: Vec<String>,
    /// Every account in the StackSet, those not in the list too, and then the StackSet
    #[arg(long, conflicts_with = "account")]
    pub(crate) all: bool,
    /// Leave the stacks and their roles in the accounts, in nobody's care
    #[arg(long)]
    pub(crate) retain_stacks: bool,
    /// Do not ask before anything is deleted
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) rollout: RolloutFileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RolloutVerifyArgs {
    /// How many accounts at once
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub(crate) concurrency: u32,
    /// Also assume each role and call Bedrock through it
    #[arg(long)]
    pub(crate) invoke: bool,
    #[command(flatten)]
    pub(crate) rollout: RolloutFileArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RolloutSetupsArgs {
    /// The rollout
    #[arg(value_name = "ROLLOUT")]
    pub(crate) file: PathBuf,
    /// Write them into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Replace files that are there
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RolloutTableArgs {
    /// Ask AWS where each account stands
    #[arg(long)]
    pub(crate) status: bool,
    #[command(flatten)]
    pub(crate) rollout: RolloutFileArgs,
}
