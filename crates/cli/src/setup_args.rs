//! A setup from a file, with single flags over it. Values stay as typed: the setup's own check says
//! what is wrong with them, in the same words as the window.

use crate::error::{Failure, Kind};
use clap::{Args, ValueEnum};
use onboarding::fields::RoleArn;
use onboarding::{Field, Pack, ProviderType, Setup, Target};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(next_help_heading = "Setup")]
pub(crate) struct SetupArgs {
    /// Read the setup from this file (`-`: standard input); the flags below override it
    #[arg(long, value_name = "FILE")]
    setup: Option<PathBuf>,
    /// aws_external_id
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    external_id: Option<String>,
    /// The 12 digits of the account that the role is in
    #[arg(long, value_name = "DIGITS", allow_hyphen_values = true)]
    account_id: Option<String>,
    /// The role's name
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    role_name: Option<String>,
    /// The role's path, `/` or `/…/`
    #[arg(long, value_name = "PATH", allow_hyphen_values = true)]
    role_path: Option<String>,
    /// aws_role_arn; account, path and name follow from it
    #[arg(long, value_name = "ARN", allow_hyphen_values = true)]
    role_arn: Option<String>,
    /// Use the trust policy in this file, edited by hand, instead of the rendered one
    #[arg(long, value_name = "FILE")]
    trust_policy: Option<PathBuf>,
    /// aws_region
    #[arg(long, value_name = "REGION", allow_hyphen_values = true)]
    region: Option<String>,
    /// aws_role_session_name
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    session_name: Option<String>,
    /// aws_session_duration_seconds
    #[arg(long, value_name = "SECONDS", allow_hyphen_values = true)]
    duration: Option<String>,
    /// The base URL of QuilrAI's gateway
    #[arg(long, value_name = "URL", allow_hyphen_values = true)]
    gateway_url: Option<String>,
    /// What the key will serve; repeat for more
    #[arg(long, value_enum, value_name = "TYPE")]
    provider_type: Vec<ProviderTypeArg>,
    /// Allow cross-region inference profiles
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    inference_profiles: Option<bool>,
    /// Allow application inference profiles
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    application_inference_profiles: Option<bool>,
    /// Allow provisioned throughput
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    provisioned_models: Option<bool>,
    /// Allow custom models
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    custom_models: Option<bool>,
    /// Narrow the permissions to this region; repeat for more
    #[arg(long, value_name = "REGION")]
    only_region: Vec<String>,
    /// Narrow the permissions to this model; repeat for more
    #[arg(long, value_name = "ID")]
    only_model: Vec<String>,
    /// Allow answers in streams
    #[arg(long, conflicts_with = "no_streaming")]
    streaming: bool,
    /// Do not allow answers in streams
    #[arg(long)]
    no_streaming: bool,
}

/// The provider types by the page's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum ProviderTypeArg {
    Bedrock,
    AnthropicMessagesBedrock,
    BedrockEmbeddings,
    BedrockRerank,
}

impl From<ProviderTypeArg> for ProviderType {
    fn from(arg: ProviderTypeArg) -> Self {
        match arg {
            ProviderTypeArg::Bedrock => Self::Bedrock,
            ProviderTypeArg::AnthropicMessagesBedrock => Self::AnthropicMessagesBedrock,
            ProviderTypeArg::BedrockEmbeddings => Self::BedrockEmbeddings,
            ProviderTypeArg::BedrockRerank => Self::BedrockRerank,
        }
    }
}

/// The flag that sets a field.
pub(crate) fn flag(field: Field) -> &'static str {
    match field {
        Field::ExternalId => "--external-id",
        Field::AccountId => "--account-id",
        Field::RoleName => "--role-name",
        Field::RolePath => "--role-path",
        Field::RoleArn => "--role-arn",
        Field::Region => "--region",
        Field::SessionName => "--session-name",
        Field::DurationSeconds => "--duration",
        Field::TrustPolicy => "--trust-policy",
        Field::Regions => "--only-region",
        Field::Models => "--only-model",
        Field::ProviderTypes => "--provider-type",
        Field::GatewayUrl => "--gateway-url",
    }
}

impl SetupArgs {
    /// The setup as typed, right or wrong.
    pub(crate) fn load(&self, pack: &Pack) -> Result<Setup, Failure> {
        let mut setup = match &self.setup {
            Some(path) => read_setup(path)?,
            None => Setup::new(pack, new_id(), String::new(), Target::default()),
        };
        self.override_fields(&mut setup)?;
        Ok(setup)
    }

    /// Whether a file holds it: then its id stays the same from run to run.
    pub(crate) fn is_of_file(&self) -> bool {
        self.setup.is_some()
    }

    fn override_fields(&self, setup: &mut Setup) -> Result<(), Failure> {
        if let Some(arn) = &self.role_arn {
            take_arn(setup, arn);
        }
        for (flag, field) in [
            (&self.external_id, &mut setup.external_id),
            (&self.account_id, &mut setup.account_id),
            (&self.role_name, &mut setup.role_name),
            (&self.role_path, &mut setup.role_path),
            (&self.region, &mut setup.region),
            (&self.session_name, &mut setup.session_name),
            (&self.duration, &mut setup.duration_seconds),
            (&self.gateway_url, &mut setup.gateway_url),
        ] {
            if let Some(value) = flag {
                field.clone_from(value);
            }
        }
        for (flag, field) in [
            (self.inference_profiles, &mut setup.resources.inference_profiles),
            (self.application_inference_profiles, &mut setup.resources.application_inference_profiles),
            (self.provisioned_models, &mut setup.resources.provisioned_models),
            (self.custom_models, &mut setup.resources.custom_models),
            ((self.streaming || self.no_streaming).then_some(self.streaming), &mut setup.streaming),
        ] {
            if let Some(value) = flag {
                *field = value;
            }
        }
        if !self.provider_type.is_empty() {
            setup.provider_types = self.provider_type.iter().map(|&arg| arg.into()).collect();
        }
        for (flag, field) in [(&self.only_region, &mut setup.regions), (&self.only_model, &mut setup.models)]
        {
            if !flag.is_empty() {
                field.clone_from(flag);
            }
        }
        if let Some(path) = &self.trust_policy {
            setup.trust_policy = Some(read_input(path, "trust policy")?);
        }
        Ok(())
    }
}

/// A UUID v4 from the operating system's generator.
pub(crate) fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// An ARN that is given by itself says where the role is; a wrong one is left for the check to name.
fn take_arn(setup: &mut Setup, arn: &str) {
    if let Ok(parsed) = RoleArn::parse(arn) {
        if setup.account_id.is_empty() {
            parsed.account().clone_into(&mut setup.account_id);
        }
        parsed.name().clone_into(&mut setup.role_name);
        parsed.path().clone_into(&mut setup.role_path);
    }
    setup.role_arn = Some(arn.to_owned());
}

pub(crate) fn read_setup(path: &Path) -> Result<Setup, Failure> {
    let text = read_input(path, "setup")?;
    Setup::from_json(&text).map_err(|error| Failure::setup_file(path, &error))
}

/// The text of a file that was named on the command line; `-` is standard input.
fn read_input(path: &Path, what: &str) -> Result<String, Failure> {
    if path == Path::new("-") {
        return read_stdin();
    }
    std::fs::read_to_string(path).map_err(|error| unreadable(path, what, &error))
}

/// All of standard input.
pub(crate) fn read_stdin() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|error| unreadable(Path::new("-"), "text", &error))?;
    Ok(text)
}

/// A file that is not there, or is no text, was named wrongly; anything else is the machine's doing.
pub(crate) fn unreadable(path: &Path, what: &str, error: &std::io::Error) -> Failure {
    let (kind, why) = match error.kind() {
        ErrorKind::NotFound => (Kind::BadInput, "there is no such file".to_owned()),
        ErrorKind::IsADirectory => (Kind::BadInput, "it is a folder".to_owned()),
        ErrorKind::NotADirectory => (Kind::BadInput, "it is not a folder".to_owned()),
        ErrorKind::InvalidData => (Kind::BadInput, "it is not UTF-8 text".to_owned()),
        _ => (Kind::Outside, error.to_string()),
    };
    let message = format!("cannot read the {what} `{}`: {why}", path.display());
    match kind {
        Kind::BadInput => Failure::bad_input("unreadable", message),
        Kind::Outside | Kind::GivenUp => Failure::outside("unreadable", message),
    }
}
