//! The command line: one definition for the parser, the help and the usage errors.

use crate::rollout_args::{RolloutArgs, RolloutCommand};
use crate::setup_args::{ProviderTypeArg, SetupArgs};
use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::net::IpAddr;
use std::path::PathBuf;

/// From nothing to a proven IAM role that QuilrAI's gateway assumes to call Amazon Bedrock
#[derive(Debug, Parser)]
#[command(
    name = "bedrock-role",
    version,
    after_help = "Exit codes:
  0  fine
  1  a check failed
  2  bad input or usage
  3  AWS or I/O failed
  130  given up: Ctrl-C at a question

Examples:
  bedrock-role demo
  bedrock-role render trust --external-id \"$(bedrock-role external-id)\"
  bedrock-role plan --setup acme.json --profile acme-admin
  bedrock-role verify --setup acme.json --profile acme-admin --format json"
)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// How results are printed; `junit`, `sarif` and `csv` only where the command's help names them
    #[arg(long, global = true, value_enum, default_value_t = ResultFormat::Text)]
    pub(crate) format: ResultFormat,
    /// Use the template pack in this folder instead of the built-in one
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}

/// The values of `--format`. Not every command has every one: [`Command::formats`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultFormat {
    /// For people
    Text,
    /// For programs: results on standard output, errors on standard error
    Json,
    /// JUnit XML, for a build server's test report
    Junit,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// CSV, for spreadsheets
    Csv,
}

/// For whom a program prints: people, or programs. The report formats keep to the first, so that what
/// goes to standard error beside a report can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

impl ResultFormat {
    /// How everything is printed that is not a report.
    pub(crate) fn plain(self) -> Format {
        match self {
            ResultFormat::Json => Format::Json,
            ResultFormat::Text | ResultFormat::Junit | ResultFormat::Sarif | ResultFormat::Csv => {
                Format::Text
            }
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print a new ExternalId
    ///
    /// A UUID v4 from the operating system's random generator. It is not a secret, but it must be
    /// unique per role.
    ExternalId,
    /// Check the values of a setup, all errors at once
    ///
    /// Exits with 2 where a value is wrong. Warnings do not count.
    #[command(after_help = "Example:
  bedrock-role validate --setup acme.json --duration 7200")]
    Validate(SetupArgs),
    /// Print one document of a setup, or the role as code
    ///
    /// The JSON form of the role as code holds the file's name and text, and the commands to run.
    #[command(after_help = "Examples:
  bedrock-role render trust --external-id 7f3c2b1e-acme-2026
  bedrock-role render permissions --account-id 123456789012 --inference-profiles
  bedrock-role render dashboard --setup acme.json
  bedrock-role render cloudformation --setup acme.json > role.yaml
  bedrock-role render cli --setup acme.json > role.sh && bash role.sh")]
    Render(RenderArgs),
    /// Find the faults of policies: what IAM refuses, and what it accepts but means something else
    ///
    /// Each finding has a code, a severity, a place and a remedy; docs/lint.md lists them all. Exits
    /// with 1 where one is an error.
    #[command(after_help = "Formats: text, json, sarif

Examples:
  bedrock-role lint trust trust.json --external-id 7f3c2b1e-acme-2026
  bedrock-role lint permissions policies/*.json --format sarif > findings.sarif
  aws iam get-role --role-name quilr-gateway-bedrock --query Role.AssumeRolePolicyDocument | bedrock-role lint trust -")]
    Lint(LintArgs),
    /// List the AWS profiles of this machine and how each signs in
    ///
    /// With a NAME: signs in with that profile, asks for what it takes (an MFA code, the browser), and
    /// shows who that is and which of the needed rights it has. Changes nothing in the account.
    #[command(after_help = "Examples:
  bedrock-role profiles
  bedrock-role profiles acme-admin --mfa-code 123456")]
    Profiles(ProfilesArgs),
    /// Show what would change in the account
    ///
    /// Reads the role, changes nothing. The account is the one you are signed in to, unless the
    /// setup names it. With `--check`, exits with 1 where the role is not as the setup asks.
    #[command(after_help = "Examples:
  bedrock-role plan --setup acme.json --profile acme-admin
  bedrock-role plan --setup acme.json --check
  bedrock-role plan --setup acme.json --remove inline-policy:theirs")]
    Plan(PlanArgs),
    /// Create the role, or change it to what the setup asks for
    ///
    /// Shows the plan and asks before anything changes. Applying twice changes nothing the second
    /// time.
    #[command(after_help = "Examples:
  bedrock-role apply --setup acme.json --profile acme-admin
  bedrock-role apply --setup acme.json --yes --format json")]
    Apply(ApplyArgs),
    /// Prove that the role works: assume it and call Bedrock through it
    ///
    /// For the test, a statement that lets you in is added to the trust policy. It expires by
    /// itself after fifteen minutes and is taken out again at the end, also after Ctrl-C. Exits
    /// with 1 where a check failed.
    #[command(after_help = "Examples:
  bedrock-role verify --setup acme.json --profile acme-admin
  bedrock-role verify --setup acme.json --read-only
  bedrock-role verify --setup acme.json --report proof.html --report ticket.md --mask-accounts
  QUILR_API_KEY=sk-quilr-… bedrock-role verify --setup acme.json")]
    Verify(VerifyArgs),
    /// Ask QuilrAI's gateway with your key, and nothing else: no sign-in to AWS
    ///
    /// A request per provider type, as small as it can be. The keys are those of `key set`, or of the
    /// environment: QUILR_API_KEY for all, QUILR_API_KEY_BEDROCK_RERANK and the like for one. `verify`
    /// does the same at its end. Exits with 1 where a check failed.
    #[command(after_help = "Examples:
  bedrock-role gateway --setup acme.json
  QUILR_API_KEY=sk-quilr-… bedrock-role gateway --provider-type bedrock_rerank --region us-west-2")]
    Gateway(GatewayArgs),
    /// Keep QuilrAI's keys of a setup in the keychain
    Key(KeyArgs),
    /// Show what AWS saw: the calls to the role, through it and about it
    ///
    /// Read from CloudTrail's event history, which is up to about fifteen minutes late, usually
    /// about five. Needs `cloudtrail:LookupEvents`. The events whose session name is the setup's are
    /// marked.
    #[command(after_help = "Examples:
  bedrock-role events --setup acme.json --profile acme-admin
  bedrock-role events --setup acme.json --minutes 240 --format json")]
    Events(EventsArgs),
    /// Change the ExternalId without downtime
    ///
    /// First both are accepted, and the new one is printed for the dashboard. Once the key has it,
    /// `--finish` no longer accepts the old one; `--take-back` goes back to it. Each step shows its
    /// plan and asks before anything changes.
    #[command(after_help = "Examples:
  bedrock-role rotate --setup acme.json
  bedrock-role rotate --setup acme.json --finish
  bedrock-role rotate --setup acme.json --take-back")]
    Rotate(RotateArgs),
    /// Revoke the gateway's access
    ///
    /// Sessions that are under way are denied first (AWSRevokeOlderSessions). Then the gateway is
    /// refused and the wizard's permissions are taken out; the role stays, unless `--delete` is
    /// given. Shows what will stop, and asks before anything changes.
    #[command(after_help = "Examples:
  bedrock-role revoke --setup acme.json --dry-run
  bedrock-role revoke --setup acme.json --sessions-only
  bedrock-role revoke --setup acme.json --delete --yes")]
    Revoke(RevokeArgs),
    /// Put the role into many accounts: one StackSet, an ExternalId each
    Rollout(RolloutArgs),
    /// Take back, or carry on, what was interrupted
    ///
    /// The undo records of this machine say what: the statement of a verification, a half-applied
    /// plan, rotation or revocation. Sign in to the account of the role. A plan is shown first, and
    /// nothing is changed unasked.
    #[command(after_help = "Examples:
  bedrock-role recover
  bedrock-role recover --carry-on --yes")]
    Recover(RecoverArgs),
    /// Read an error text on standard input; print its cause and the remedy
    #[command(after_help = "Example:
  pbpaste | bedrock-role diagnose")]
    Diagnose,
    /// Evaluate policies: a case a line in, its decision a line out
    ///
    /// A case is a JSON object: `id`, `principal`, `action`, `resource`, `context`,
    /// `identityPolicies`, `resourcePolicy`, `scps` (each document a level of the organisation, or a
    /// list of documents), `permissionBoundaries`, `sessionPolicy`. Its result is Allowed,
    /// ExplicitlyDenied, ImplicitlyDenied or error, with the trace of every statement. A case that
    /// says what it expects (`"expected":"Allowed"`) is checked. Nothing of the machine is asked.
    ///
    /// Exits with 1 where a case has another result than it expects, and with 2 where a line could
    /// not be evaluated.
    #[command(after_help = "Examples:
  bedrock-role simulate --cases cases.jsonl
  jq -c . cases/*.json | bedrock-role simulate --cases -")]
    Simulate(SimulateArgs),
    /// Work on template packs
    Templates(TemplatesArgs),
    /// Serve an AWS on this machine that decides by the policies
    ///
    /// Prints the environment to set, then runs until Ctrl-C. Nothing leaves the machine, and nothing
    /// is kept unless --state names a file. A scenario says what goes wrong; docs/scenarios.md
    /// describes them, and the control endpoint that changes all of it while it runs.
    #[command(after_help = "Examples:
  bedrock-role sandbox --port 4510
  bedrock-role sandbox --list-scenarios
  bedrock-role sandbox --scenario throttled --seed 7
  bedrock-role sandbox --scenario ./my-scenario.json --state sandbox.json")]
    Sandbox(SandboxArgs),
    /// Run the whole onboarding in a sandbox: no account, no network
    ///
    /// With --scenario, one of the presenter's scenes instead: the fault, what it means, the remedy,
    /// and the checks once more.
    #[command(after_help = "Examples:
  bedrock-role demo
  bedrock-role demo --scenario wrong-external-id")]
    Demo(DemoArgs),
    /// Print what a shell needs to complete this program's words
    #[command(after_help = "Examples:
  bedrock-role completions bash > ~/.local/share/bash-completion/completions/bedrock-role
  bedrock-role completions zsh > \"${fpath[1]}/_bedrock-role\"
  bedrock-role completions fish > ~/.config/fish/completions/bedrock-role.fish")]
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page of this program, or of one of its commands
    #[command(after_help = "Examples:
  bedrock-role man | man -l -
  bedrock-role man verify > bedrock-role-verify.1")]
    Man {
        /// The command
        #[arg(value_name = "COMMAND", num_args = 0..)]
        command: Vec<String>,
    },
}

impl Command {
    /// The values of `--format` that it has.
    fn formats(&self) -> &'static [ResultFormat] {
        match self {
            Command::Templates(_) => {
                &[ResultFormat::Text, ResultFormat::Json, ResultFormat::Junit, ResultFormat::Sarif]
            }
            Command::Lint(_) => &[ResultFormat::Text, ResultFormat::Json, ResultFormat::Sarif],
            Command::Rollout(RolloutArgs { command: RolloutCommand::Table(_) }) => {
                &[ResultFormat::Text, ResultFormat::Json, ResultFormat::Csv]
            }
            Command::Completions { .. } | Command::Man { .. } => &[ResultFormat::Text],
            _ => &[ResultFormat::Text, ResultFormat::Json],
        }
    }
}

impl CommandLine {
    /// Refuses a `--format` that the command does not have, in the words of any other wrong value.
    ///
    /// # Errors
    /// A usage error that names the values it has.
    pub(crate) fn with_its_format(self) -> Result<Self, clap::Error> {
        let formats = self.command.formats();
        if formats.contains(&self.global.format) {
            return Ok(self);
        }
        let name = |format: &ResultFormat| {
            format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
        };
        let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(&Self::command());
        for (kind, value) in [
            (ContextKind::InvalidArg, ContextValue::String("--format <FORMAT>".to_owned())),
            (ContextKind::InvalidValue, ContextValue::String(name(&self.global.format))),
            (ContextKind::ValidValue, ContextValue::Strings(formats.iter().map(name).collect())),
        ] {
            error.insert(kind, value);
        }
        Err(error)
    }
}

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

#[derive(Debug, Args)]
pub(crate) struct SimulateArgs {
    /// The cases, as JSON Lines (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) cases: PathBuf,
}

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
    /// Listen on this address; one that other machines reach needs --allow-remote-clients as well
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,
    /// Let other machines use the sandbox: whoever reaches the port and has a key
    #[arg(long)]
    pub(crate) allow_remote_clients: bool,
}

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
