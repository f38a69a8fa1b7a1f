//! The models and inference profiles of each region, from a dated file: `data/bedrock.json`.

use serde::Deserialize;

/// The file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Catalogue {
    /// The day it describes.
    #[serde(rename = "as_of")]
    _as_of: String,
    regions: Vec<String>,
    models: Vec<Model>,
    profiles: Vec<Profile>,
}

/// A foundation model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Model {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) provider: String,
    pub(crate) family: Family,
    pub(crate) input: Vec<String>,
    pub(crate) output: Vec<String>,
    pub(crate) streaming: bool,
    pub(crate) status: String,
    /// The first day of its life.
    pub(crate) since: String,
    /// Regions where its id alone is enough to call it.
    on_demand: Vec<String>,
}

/// Which bodies a model speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Family {
    Nova,
    Anthropic,
    TitanEmbed,
    CohereEmbed,
    CohereRerank,
    AmazonRerank,
}

/// A system-defined inference profile.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    /// For example `eu.amazon.nova-micro-v1:0`.
    pub(crate) id: String,
    pub(crate) name: String,
    /// The model behind it.
    pub(crate) model: String,
    pub(crate) created: String,
    /// Regions it can be called in.
    sources: Vec<String>,
    /// Regions it may send a request to, besides the one it is called in.
    destinations: Vec<String>,
}

impl Catalogue {
    /// Reads the file that is built in.
    pub(crate) fn built_in() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../data/bedrock.json"))
    }

    /// Whether the sandbox serves this region.
    pub(crate) fn is_region(&self, name: &str) -> bool {
        self.regions.iter().any(|region| region == name)
    }

    /// The models of a region, in the order of the file.
    pub(crate) fn models(&self, region: &str) -> impl Iterator<Item = &Model> {
        self.models
            .iter()
            .filter(move |model| model.is_on_demand(region) || self.has_profile_for(model, region))
    }

    /// The profiles of a region, in the order of the file.
    pub(crate) fn profiles(&self, region: &str) -> impl Iterator<Item = &Profile> {
        self.profiles.iter().filter(move |profile| profile.sources.iter().any(|source| source == region))
    }

    /// Whether some profile of the region leads to the model.
    pub(crate) fn has_profile_for(&self, model: &Model, region: &str) -> bool {
        self.profiles(region).any(|profile| profile.model == model.id)
    }

    /// A region's model by its id.
    pub(crate) fn model(&self, id: &str, region: &str) -> Option<&Model> {
        self.models(region).find(|model| model.id == id)
    }

    /// A region's profile by its id, and the model behind it.
    pub(crate) fn profile(&self, id: &str, region: &str) -> Option<(&Profile, &Model)> {
        let profile = self.profiles(region).find(|profile| profile.id == id)?;
        let model = self.models.iter().find(|model| model.id == profile.model)?;
        Some((profile, model))
    }
}

impl Model {
    /// Whether its id alone is enough to call it there.
    pub(crate) fn is_on_demand(&self, region: &str) -> bool {
        self.on_demand.iter().any(|there| there == region)
    }

    /// `region` may be empty: a global profile's ARN has none.
    pub(crate) fn arn(&self, region: &str) -> String {
        format!("arn:aws:bedrock:{region}::foundation-model/{}", self.id)
    }
}

impl Profile {
    pub(crate) fn arn(&self, region: &str, account: &str) -> String {
        format!("arn:aws:bedrock:{region}:{account}:inference-profile/{}", self.id)
    }

    /// Whether it routes anywhere in the world.
    pub(crate) fn is_global(&self) -> bool {
        self.id.starts_with("global.")
    }

    /// The regions whose foundation model a call in `source` may use, the source first. The empty
    /// one is a global profile's.
    pub(crate) fn reaches<'a>(&'a self, source: &'a str) -> Vec<&'a str> {
        let elsewhere = self.destinations.iter().map(String::as_str).filter(|region| *region != source);
        let anywhere = self.is_global().then_some("");
        std::iter::once(source).chain(elsewhere).chain(anywhere).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_built_in_file_is_whole() {
        let catalogue = Catalogue::built_in().unwrap();
        for profile in &catalogue.profiles {
            assert!(catalogue.models.iter().any(|model| model.id == profile.model), "{}", profile.id);
            assert!(profile.id.ends_with(&profile.model), "{}", profile.id);
        }
        let named = catalogue.models.iter().flat_map(|model| &model.on_demand).chain(
            catalogue.profiles.iter().flat_map(|profile| profile.sources.iter().chain(&profile.destinations)),
        );
        for region in named {
            assert!(catalogue.is_region(region), "{region}");
        }
    }

    #[test]
    fn amazon_rerank_is_not_where_the_keys_default_region_is() {
        let catalogue = Catalogue::built_in().unwrap();
        let there = |id: &str, region: &str| catalogue.model(id, region).is_some();
        assert!(!there("amazon.rerank-v1:0", "us-east-1") && there("amazon.rerank-v1:0", "us-west-2"));
        assert!(there("cohere.rerank-v3-5:0", "us-east-1"));
    }
}
