//! The shape of the pack's files. Unknown fields are refused: a misspelt one must not be ignored.

use super::ProviderType;
use crate::diagnosis::{Certainty, RemedyAction};
use crate::role::Tag;
use crate::setup::Step;
use serde::{Deserialize, Serialize};

/// `pack.json`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackFile {
    pub(super) schema: u32,
    pub(super) version: String,
    /// Where the data comes from, for whoever opens the file.
    #[serde(rename = "source")]
    pub(super) _source: String,
    pub(super) gateway: Gateway,
    pub(super) defaults: Defaults,
    pub(super) role: RolePack,
    pub(super) policy_name: String,
    pub(super) actions: Actions,
    pub(super) resources: ResourcePatterns,
    pub(super) provider_types: Vec<ProviderTypePack>,
    pub(super) regions: Vec<String>,
    pub(super) geographies: Vec<Geography>,
    pub(super) models: Vec<String>,
    pub(super) dashboard: Vec<DashboardField>,
    pub(super) static_key_fields: Vec<String>,
}

/// Who calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gateway {
    pub(super) principal: String,
    pub(super) account: String,
    pub(super) base_urls: Vec<BaseUrl>,
}

/// Where the gateway answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct BaseUrl {
    /// For people, for example `United States 1`.
    pub title: String,
    /// For example `https://guardrails.quilr.ai`.
    pub url: String,
}

/// What a new setup starts with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// The role's name.
    pub role_name: String,
    /// The role's path.
    pub role_path: String,
    /// `aws_region`
    pub region: String,
}

/// What a created role says of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RolePack {
    pub(crate) description: String,
    pub(crate) tags: Vec<Tag>,
}

/// The two actions of the permissions policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Actions {
    pub(super) invoke: String,
    pub(super) stream: String,
}

/// The ARN patterns of the permissions policy, by kind of resource, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourcePatterns {
    /// On-demand foundation models: always there.
    pub foundation_models: Vec<ArnPattern>,
    /// Cross-region inference profiles.
    pub inference_profiles: Vec<ArnPattern>,
    /// Application inference profiles.
    pub application_inference_profiles: Vec<ArnPattern>,
    /// Provisioned throughput.
    pub provisioned_models: Vec<ArnPattern>,
    /// Custom models, and the deployments through which they are called.
    pub custom_models: Vec<ArnPattern>,
}

impl ResourcePatterns {
    /// The patterns with the names of their kinds, in the order of the document.
    pub(crate) fn by_kind(&self) -> [(&'static str, &[ArnPattern]); 5] {
        [
            ("foundation_models", &self.foundation_models),
            ("inference_profiles", &self.inference_profiles),
            ("application_inference_profiles", &self.application_inference_profiles),
            ("provisioned_models", &self.provisioned_models),
            ("custom_models", &self.custom_models),
        ]
    }
}

/// One line of a permissions policy's `Resource`. `<REGION>` stands for a region or `*`,
/// `<YOUR-ACCOUNT-ID>` for the customer's account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArnPattern {
    /// Where all models are allowed.
    pub arn: String,
    /// Where the permissions are narrowed to models, with `<MODEL>`; `None`: this kind of resource
    /// has ids of its own, from which the model cannot be told.
    pub arn_of_model: Option<String>,
}

/// What a provider type needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderTypePack {
    /// Which.
    pub provider_type: ProviderType,
    /// For people, for example `Chat (Converse)`.
    pub title: String,
    /// One line: what it serves.
    pub description: String,
    /// How the ids of the models begin that it can serve.
    pub model_prefixes: Vec<String>,
    /// Whether it also answers in streams.
    pub streams: bool,
    /// Whether its newer models answer only through inference profiles.
    pub needs_profiles: bool,
    /// The invocation that proves it.
    pub probe: Probe,
    /// Families of its models that are only in some regions; empty: no such limit is known.
    pub families: Vec<Family>,
}

impl ProviderTypePack {
    /// Whether it can serve a model.
    pub fn serves(&self, model: &str) -> bool {
        self.model_prefixes.iter().any(|prefix| model.starts_with(prefix.as_str()))
    }

    /// Whether a model of its is in a region, as far as is known.
    pub fn offered_in(&self, model: &str, region: &str) -> bool {
        self.families
            .iter()
            .find(|family| model.starts_with(family.prefix.as_str()))
            .is_none_or(|family| family.regions.iter().any(|known| known == region))
    }
}

/// The invocation that proves a provider type.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// Which call with which body.
    pub kind: ProbeKind,
    /// On-demand models in order of preference: each is how a model's id begins
    /// (`amazon.nova-micro-v1:0`, `amazon.nova`). The first that the region lists as on-demand is taken.
    pub models: Vec<String>,
    /// Models behind inference profiles in order of preference: each is how the profile's id goes on
    /// after its geography (`anthropic.claude-haiku` for `us.anthropic.claude-haiku-…`). Empty: the
    /// provider type's models need no profile.
    pub profile_models: Vec<String>,
}

/// Which call, with which body, proves a provider type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeKind {
    /// Converse and ConverseStream.
    Converse,
    /// InvokeModel (and its stream) with an Anthropic Messages body.
    AnthropicMessages,
    /// InvokeModel with a Titan or Cohere embedding body.
    Embedding,
    /// InvokeModel with a Cohere or Amazon rerank body.
    Rerank,
}

/// Models that are only in some regions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// For people, for example `Amazon rerank`.
    pub title: String,
    /// How their ids begin.
    pub prefix: String,
    /// Where they are.
    pub regions: Vec<String>,
}

/// The regions among which the inference profiles of a prefix route.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Geography {
    /// How the profiles' ids begin, without the dot: `us`.
    pub prefix: String,
    /// Where they can be called, and where they may route to.
    pub regions: Vec<String>,
}

/// A field of the dashboard form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DashboardField {
    /// For example `aws_role_arn`.
    pub name: String,
    /// Whether the form requires it.
    pub required: bool,
}

/// `errors.json`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorsFile {
    pub(super) schema: u32,
    pub(super) errors: Vec<ErrorEntry>,
}

/// What texts mean. A text matches when it holds every one of `all_of` and, where `any_of` is not
/// empty, at least one of these; upper and lower case do not matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorEntry {
    pub(crate) code: String,
    #[serde(default)]
    pub(crate) all_of: Vec<String>,
    #[serde(default)]
    pub(crate) any_of: Vec<String>,
    pub(crate) cause: String,
    pub(crate) certainty: Certainty,
    pub(crate) step: Option<Step>,
    pub(crate) remedy: String,
    pub(crate) action: Option<RemedyAction>,
}
