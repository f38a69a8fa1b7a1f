//! A setup: one onboarding, saved as a file and resumable at any step. It keeps what was typed,
//! right or wrong, so that nothing is lost; [`ValidSetup`] is the same once every field is right.

mod assess;
mod file;
mod notes;

use crate::documents;
use crate::fields::{
    DurationSeconds, ExternalId, Field, FieldNote, GatewayUrl, Region, RoleArn, SessionName, Severity,
};
use crate::pack::{Pack, ProviderType};
use crate::role::DesiredRole;
use serde::{Deserialize, Serialize};

pub use file::SetupFileError;

pub(crate) use assess::{Assessment, assess};
pub(crate) use file::{is_file_name, place};

/// The wizard's steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 0. Overview.
    #[default]
    Overview,
    /// 1. ExternalId.
    ExternalId,
    /// 2. IAM role.
    Role,
    /// 3. Permissions, and creating the role.
    Permissions,
    /// 4. Dashboard values.
    Dashboard,
    /// 5. Verify.
    Verify,
}

/// Where the setup works.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Target {
    /// The embedded sandbox.
    #[default]
    Sandbox,
    /// An AWS profile of this machine.
    Profile {
        /// Its name in `~/.aws/config` or `credentials`.
        name: String,
    },
}

impl Target {
    /// What a setup is called until somebody names it.
    fn default_name(&self) -> String {
        match self {
            Target::Sandbox => "Sandbox trial".to_owned(),
            Target::Profile { name } => name.clone(),
        }
    }
}

/// One onboarding, as typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default, deny_unknown_fields)]
pub struct Setup {
    /// The version of this file format: 1.
    pub schema: u32,
    /// A UUID; the file's name.
    pub id: String,
    /// What people call it, for example `Acme, production`.
    pub name: String,
    /// The step that was open last.
    pub step: Step,
    /// The steps that were finished with "Continue".
    pub visited: Vec<Step>,
    /// Where it works.
    pub target: Target,
    /// What the key will serve.
    pub provider_types: Vec<ProviderType>,
    /// `aws_external_id`
    pub external_id: String,
    /// 12 digits.
    pub account_id: String,
    /// Default `quilr-gateway-bedrock`.
    pub role_name: String,
    /// Default `/`.
    pub role_path: String,
    /// The trust policy as edited by hand; `None`: as rendered.
    pub trust_policy: Option<String>,
    /// What besides foundation models the role may use.
    pub resources: ResourceKinds,
    /// Narrowed to these regions; empty: all.
    pub regions: Vec<String>,
    /// Narrowed to these model ids; empty: all.
    pub models: Vec<String>,
    /// Whether the role may answer in streams.
    pub streaming: bool,
    /// `aws_role_arn` where it was typed or pasted; `None`: derived from account, path and name.
    pub role_arn: Option<String>,
    /// `aws_region`
    pub region: String,
    /// `aws_role_session_name`; empty: the gateway's default `quilr-gateway-<timestamp>`.
    pub session_name: String,
    /// `aws_session_duration_seconds`, as typed.
    pub duration_seconds: String,
    /// The base URL of QuilrAI's gateway; empty: the pack's first. A sandbox has its own.
    pub gateway_url: String,
    /// What was last put into the account by this setup.
    pub applied: Option<Applied>,
}

/// The resource kinds of the permissions policy besides foundation models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default, deny_unknown_fields)]
pub struct ResourceKinds {
    /// Cross-region inference profiles (newer Claude models answer only through these).
    pub inference_profiles: bool,
    /// Application inference profiles.
    pub application_inference_profiles: bool,
    /// Provisioned throughput.
    pub provisioned_models: bool,
    /// Custom models.
    pub custom_models: bool,
}

/// What this setup last put into the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// The role it was put into.
    pub role_arn: String,
    /// The ExternalId that the role carries.
    pub external_id: String,
    /// The role's MaxSessionDuration in seconds.
    pub max_session_duration: u32,
    /// When, as `2026-11-22T14:02:11Z`.
    pub at: String,
}

/// A setup whose every field is right.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidSetup {
    /// What it was made from.
    pub draft: Setup,
    /// `aws_external_id`
    pub external_id: ExternalId,
    /// `aws_role_arn`: account, path and name in one.
    pub role_arn: RoleArn,
    /// `aws_region`
    pub region: Region,
    /// `aws_role_session_name`; `None`: the gateway's default.
    pub session_name: Option<SessionName>,
    /// `aws_session_duration_seconds`
    pub duration: DurationSeconds,
    /// The base URL of QuilrAI's gateway; `None`: the pack's first.
    pub gateway_url: Option<GatewayUrl>,
}

impl Setup {
    /// The version of the file format that this program writes.
    pub const SCHEMA: u32 = 1;

    /// A new setup with the pack's defaults. The id and the ExternalId come from the caller's
    /// random source.
    pub fn new(pack: &Pack, id: String, external_id: String, target: Target) -> Setup {
        let defaults = pack.defaults();
        Setup {
            schema: Self::SCHEMA,
            id,
            name: target.default_name(),
            step: Step::Overview,
            visited: Vec::new(),
            target,
            provider_types: vec![ProviderType::Bedrock],
            external_id,
            account_id: String::new(),
            role_name: defaults.role_name.clone(),
            role_path: defaults.role_path.clone(),
            trust_policy: None,
            resources: ResourceKinds::default(),
            regions: Vec::new(),
            models: Vec::new(),
            streaming: true,
            role_arn: None,
            region: defaults.region.clone(),
            session_name: String::new(),
            duration_seconds: DurationSeconds::DEFAULT.get().to_string(),
            gateway_url: String::new(),
            applied: None,
        }
    }

    /// All errors at once, or the setup with every field right. `others`: the ExternalIds that other
    /// setups use already. Warnings do not stand in the way; [`Setup::notes`] has them.
    pub fn check(&self, pack: &Pack, others: &[String]) -> Result<ValidSetup, Vec<FieldNote>> {
        let found = assess(self, pack, others);
        let errors: Vec<FieldNote> =
            found.notes.into_iter().filter(|note| note.severity == Severity::Error).collect();
        match (
            found.external_id,
            found.role_arn,
            found.region,
            found.session_name,
            found.duration,
            found.gateway_url,
        ) {
            (
                Some(external_id),
                Some(role_arn),
                Some(region),
                Some(session_name),
                Some(duration),
                Some(gateway_url),
            ) if errors.is_empty() => Ok(ValidSetup {
                draft: self.clone(),
                external_id,
                role_arn,
                region,
                session_name,
                duration,
                gateway_url,
            }),
            _ => Err(errors),
        }
    }

    /// What the gateway can be asked, where the fields that this takes are right; else their errors.
    pub fn check_gateway(&self, pack: &Pack) -> Result<GatewaySetup<'_>, Vec<FieldNote>> {
        let found = assess(self, pack, &[]);
        let mut errors = found.notes;
        errors.retain(|note| {
            note.severity == Severity::Error
                && matches!(
                    note.field,
                    Field::Region | Field::ProviderTypes | Field::Models | Field::GatewayUrl
                )
        });
        match (found.region, found.gateway_url) {
            (Some(region), Some(url)) if errors.is_empty() => {
                Ok(GatewaySetup { draft: self, region, url: url.unwrap_or_else(|| pack.gateway_url()) })
            }
            _ => Err(errors),
        }
    }

    /// Everything there is to say about the fields: errors, warnings and hints, by field.
    pub fn notes(&self, pack: &Pack, others: &[String]) -> Vec<FieldNote> {
        assess(self, pack, others).notes
    }

    /// The provider types that were chosen, each once, in the page's order.
    pub fn chosen(&self) -> impl Iterator<Item = ProviderType> + '_ {
        ProviderType::ALL.into_iter().filter(|provider_type| self.provider_types.contains(provider_type))
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self::new(&Pack::embedded(), String::new(), String::new(), Target::default())
    }
}

/// What of a setup the gateway is asked for: the role is for the key to know.
#[derive(Debug, Clone)]
pub struct GatewaySetup<'a> {
    /// What was typed.
    pub draft: &'a Setup,
    /// `aws_region`
    pub region: Region,
    /// The base URL: the setup's own, else the pack's first.
    pub url: GatewayUrl,
}

impl ValidSetup {
    /// The gateway's base URL: the setup's own, else the pack's first.
    pub fn gateway_url(&self, pack: &Pack) -> GatewayUrl {
        self.gateway_url.clone().unwrap_or_else(|| pack.gateway_url())
    }

    /// What of it the gateway is asked for.
    pub fn gateway_setup(&self, pack: &Pack) -> GatewaySetup<'_> {
        GatewaySetup { draft: &self.draft, region: self.region.clone(), url: self.gateway_url(pack) }
    }

    /// The role that this setup asks for.
    pub fn desired_role(&self, pack: &Pack) -> DesiredRole {
        let documents = documents::documents(self, pack);
        DesiredRole {
            arn: self.role_arn.as_str().to_owned(),
            name: self.role_arn.name().to_owned(),
            path: self.role_arn.path().to_owned(),
            trust_policy: documents.trust,
            policy_name: pack.policy_name().to_owned(),
            permissions_policy: documents.permissions,
            max_session_duration: self.duration.max(DurationSeconds::DEFAULT).get(),
            description: pack.role().description.clone(),
            tags: pack.role().tags.clone(),
            own_actions: vec![pack.invoke_action().to_owned(), pack.stream_action().to_owned()],
            remove: Vec::new(),
        }
    }
}
