//! The template pack: everything that comes from the vendor's page, as data with a schema and a version.
//!
//! The four files are read once, checked as a whole and then trusted: what uses a pack needs no
//! fallback for a template without its placeholder or a region without a name.

mod fault;
mod fields;
mod schema;
mod validate;

use crate::fields::{GatewayUrl, Severity};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};
use validate::Reading;

pub use fault::LineColumn;
pub(crate) use fault::{Fault, RULES, Rule};
pub use schema::{
    ArnPattern, BaseUrl, DashboardField, Defaults, Family, Geography, Probe, ProbeKind, ProviderTypePack,
    ResourcePatterns,
};
pub(crate) use schema::{ErrorEntry, RolePack};

/// What a key serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ProviderType {
    /// OpenAI-compatible chat and Bedrock Runtime Converse.
    Bedrock,
    /// Anthropic Messages.
    AnthropicMessagesBedrock,
    /// Embeddings.
    BedrockEmbeddings,
    /// Rerank.
    BedrockRerank,
}

impl ProviderType {
    /// All of them, in the page's order.
    pub const ALL: [Self; 4] =
        [Self::Bedrock, Self::AnthropicMessagesBedrock, Self::BedrockEmbeddings, Self::BedrockRerank];

    /// The page's name, as in files and flags: `bedrock`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bedrock => "bedrock",
            Self::AnthropicMessagesBedrock => "anthropic_messages_bedrock",
            Self::BedrockEmbeddings => "bedrock_embeddings",
            Self::BedrockRerank => "bedrock_rerank",
        }
    }
}

impl std::fmt::Display for ProviderType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A template pack, read and checked. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pack {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    facts: schema::PackFile,
    /// The first of its base URLs.
    gateway_url: GatewayUrl,
    /// In the order of [`ProviderType::ALL`].
    provider_types: [ProviderTypePack; 4],
    errors: Vec<ErrorEntry>,
    trust: serde_json::Value,
    permissions: serde_json::Value,
}

const EMBEDDED_FILES: [(&str, &str); 4] = [
    ("pack.json", include_str!("../../../templates/pack.json")),
    ("trust.json", include_str!("../../../templates/trust.json")),
    ("permissions.json", include_str!("../../../templates/permissions.json")),
    ("errors.json", include_str!("../../../templates/errors.json")),
];

static EMBEDDED: LazyLock<Pack> = LazyLock::new(|| {
    // Its input is fixed when the program is built: there is nobody to report an error to at run
    // time, and no pack to go on with. A broken template fails the tests, not the user.
    #[expect(clippy::expect_used, reason = "the test `the_embedded_pack_is_valid` proves it")]
    Pack::from_files(&Pack::embedded_files()).expect("the embedded pack is valid")
});

impl Pack {
    /// The files of a pack, all of them required.
    pub const FILES: [&'static str; 4] = ["pack.json", "trust.json", "permissions.json", "errors.json"];

    /// The default pack, embedded at build from `templates/`.
    pub fn embedded() -> Pack {
        EMBEDDED.clone()
    }

    /// A pack from its files' texts, by file name; the caller reads the folder. Files that are not
    /// of [`Pack::FILES`] are left alone, so that a README may stand beside them.
    ///
    /// # Errors
    /// The first file that is missing, is not JSON, has a field that is not known, or breaks a rule.
    pub fn from_files(files: &[(String, String)]) -> Result<Pack, PackError> {
        let Reading { inner, faults } = validate::read(files);
        match (inner, faults.into_iter().next()) {
            (Some(inner), None) => Ok(Pack { inner: Arc::new(inner) }),
            (_, Some(fault)) => Err(fault.into()),
            // Not reached: what cannot be read has its fault. A message is better than a panic.
            (None, None) => {
                Err(PackError { file: Self::FILES.join(", "), message: "the pack cannot be read".to_owned() })
            }
        }
    }

    /// The same with every fault, and with what can be read in spite of them: enough to render and to
    /// judge, not to be used. A template that cannot be read is `null`.
    pub(crate) fn with_faults(files: &[(String, String)]) -> (Option<Pack>, Vec<Fault>) {
        let Reading { inner, faults } = validate::read(files);
        (inner.map(|inner| Pack { inner: Arc::new(inner) }), faults)
    }

    /// The files of the default pack.
    pub fn embedded_files() -> Vec<(String, String)> {
        EMBEDDED_FILES.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()
    }

    /// The gateway principal's ARN.
    pub fn gateway_principal(&self) -> &str {
        &self.inner.facts.gateway.principal
    }
    /// The gateway's account id.
    pub fn gateway_account(&self) -> &str {
        &self.inner.facts.gateway.account
    }
    /// The base URLs of the gateway that are public, the one to take by default first.
    pub fn gateway_urls(&self) -> &[BaseUrl] {
        &self.inner.facts.gateway.base_urls
    }
    /// The base URL to take by default.
    pub fn gateway_url(&self) -> GatewayUrl {
        self.inner.gateway_url.clone()
    }
    /// The pack's version.
    pub fn version(&self) -> &str {
        &self.inner.facts.version
    }
    /// The inline policy's name.
    pub fn policy_name(&self) -> &str {
        &self.inner.facts.policy_name
    }
    /// What a new setup starts with.
    pub fn defaults(&self) -> &Defaults {
        &self.inner.facts.defaults
    }
    /// The description and tags of a role that is created.
    pub(crate) fn role(&self) -> &RolePack {
        &self.inner.facts.role
    }
    /// The action that every invocation needs: `bedrock:InvokeModel`.
    pub fn invoke_action(&self) -> &str {
        &self.inner.facts.actions.invoke
    }
    /// The action that an answer in a stream needs: `bedrock:InvokeModelWithResponseStream`.
    pub fn stream_action(&self) -> &str {
        &self.inner.facts.actions.stream
    }
    /// The ARN patterns of the permissions policy, by kind of resource.
    pub fn resources(&self) -> &ResourcePatterns {
        &self.inner.facts.resources
    }
    /// What the pack says of a provider type.
    pub fn provider_type(&self, provider_type: ProviderType) -> &ProviderTypePack {
        let [chat, anthropic, embeddings, rerank] = &self.inner.provider_types;
        match provider_type {
            ProviderType::Bedrock => chat,
            ProviderType::AnthropicMessagesBedrock => anthropic,
            ProviderType::BedrockEmbeddings => embeddings,
            ProviderType::BedrockRerank => rerank,
        }
    }
    /// The invocation that proves a provider type.
    pub fn probe(&self, provider_type: ProviderType) -> &Probe {
        &self.provider_type(provider_type).probe
    }
    /// The regions with a Bedrock runtime endpoint.
    pub fn regions(&self) -> &[String] {
        &self.inner.facts.regions
    }
    /// The geography whose inference profiles (`us.…`, `eu.…`, `apac.…`) a region can call, if any.
    pub fn geography(&self, region: &str) -> Option<&Geography> {
        self.inner
            .facts
            .geographies
            .iter()
            .find(|geography| geography.regions.iter().any(|known| known == region))
    }
    /// Every geography of inference profiles.
    pub fn geographies(&self) -> &[Geography] {
        &self.inner.facts.geographies
    }
    /// The fields of the dashboard form, in its order.
    pub fn dashboard(&self) -> &[DashboardField] {
        &self.inner.facts.dashboard
    }
    /// The fields of the static-key path, which assume-role mode refuses.
    pub fn static_key_fields(&self) -> &[String] {
        &self.inner.facts.static_key_fields
    }
    /// The trust policy with its placeholders.
    pub(crate) fn trust_template(&self) -> &serde_json::Value {
        &self.inner.trust
    }
    /// The permissions policy with its placeholders.
    pub(crate) fn permissions_template(&self) -> &serde_json::Value {
        &self.inner.permissions
    }
    /// The error table, the most specific first.
    pub(crate) fn errors(&self) -> &[ErrorEntry] {
        &self.inner.errors
    }

    /// What the screens say that comes from the pack.
    pub fn facts(&self) -> PackFacts {
        PackFacts {
            version: self.version().to_owned(),
            gateway_principal: self.gateway_principal().to_owned(),
            gateway_account: self.gateway_account().to_owned(),
            gateway_urls: self.gateway_urls().to_vec(),
            policy_name: self.policy_name().to_owned(),
            provider_types: self
                .inner
                .provider_types
                .iter()
                .map(|entry| ProviderTypeFacts {
                    provider_type: entry.provider_type,
                    title: entry.title.clone(),
                    description: entry.description.clone(),
                })
                .collect(),
            regions: self.inner.facts.regions.clone(),
            models: self.inner.facts.models.clone(),
        }
    }

    /// Where the rerank models are, or any other models that are not everywhere: what there is to
    /// say about a provider type in a region, or `None` where all of its models are there.
    pub(crate) fn region_gap(
        &self,
        provider_type: ProviderType,
        region: &str,
    ) -> Option<(Severity, String, String)> {
        let entry = self.provider_type(provider_type);
        let (here, missing): (Vec<&Family>, Vec<&Family>) =
            entry.families.iter().partition(|family| family.regions.iter().any(|known| known == region));
        if missing.is_empty() {
            return None;
        }
        let titles = |families: &[&Family]| {
            families.iter().map(|family| family.title.as_str()).collect::<Vec<_>>().join(" and ")
        };
        let places = missing
            .iter()
            .map(|family| format!("{}: {}", family.title, family.regions.join(", ")))
            .collect::<Vec<_>>()
            .join("; ");
        Some(if here.is_empty() {
            (
                Severity::Warning,
                format!("no model for `{provider_type}` is in `{region}`"),
                format!("Choose another region for it. {places}."),
            )
        } else {
            (
                Severity::Info,
                format!("{} is not in `{region}`, {} is", titles(&missing), titles(&here)),
                format!("{places}."),
            )
        })
    }
}

/// Why a template pack cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct PackError {
    /// Which file.
    pub file: String,
    /// What is wrong.
    pub message: String,
}

/// What the screens say that comes from the pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PackFacts {
    /// The pack's version.
    pub version: String,
    /// The gateway principal's ARN.
    pub gateway_principal: String,
    /// The gateway's account id.
    pub gateway_account: String,
    /// Where it answers, the one to take by default first.
    pub gateway_urls: Vec<BaseUrl>,
    /// The name of the role's inline policy.
    pub policy_name: String,
    /// The provider types, in the page's order.
    pub provider_types: Vec<ProviderTypeFacts>,
    /// The regions with a Bedrock runtime endpoint.
    pub regions: Vec<String>,
    /// Model ids to offer where the permissions are narrowed to some.
    pub models: Vec<String>,
}

/// What the screens say of a provider type.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ProviderTypeFacts {
    /// Which.
    pub provider_type: ProviderType,
    /// For people, for example `Chat (Converse)`.
    pub title: String,
    /// One line: what it serves.
    pub description: String,
}
