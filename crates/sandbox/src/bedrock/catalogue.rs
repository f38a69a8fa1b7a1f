//! The models and inference profiles of each region, from a dated file: `data/bedrock.json`.

use serde::Deserialize;

/// The file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Catalogue {
    /// The day it describes.
    #[serde(rename = "as_of")]
    _as_of: String,
    #[serde(rename = "sources")]
    _sources: Vec<String>,
    #[serde(rename = "notes")]
    _notes: Vec<String>,
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
    pub(crate) customizations: Vec<String>,
    pub(crate) status: String,
    /// The first day of its life, where that is known.
    pub(crate) since: Option<String>,
    /// The day it became LEGACY, where that is known.
    pub(crate) legacy: Option<String>,
    /// The most tokens of an answer, where that is known.
    pub(crate) most_output: Option<usize>,
    /// The most tokens that it reads, where that is known.
    pub(crate) context: Option<usize>,
    /// What of Converse it does not do.
    #[serde(default)]
    lacks: Vec<Feature>,
    /// Whether CountTokens knows it.
    #[serde(default)]
    pub(crate) counts_tokens: bool,
    /// Regions where its id alone is enough to call it.
    on_demand: Vec<String>,
}

/// A part of Converse that not every chat model has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Feature {
    System,
    Tools,
    StreamedTools,
    Documents,
    StopSequences,
    /// Both at once.
    TemperatureWithTopP,
}

/// Which bodies a model speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Family {
    Nova,
    Anthropic,
    Llama,
    Mistral,
    OpenAi,
    TitanEmbedV1,
    TitanEmbed,
    CohereEmbed,
    CohereEmbedV4,
    CohereRerank,
    AmazonRerank,
}

impl Family {
    /// Whether its models hold conversations.
    pub(crate) fn is_chat(self) -> bool {
        matches!(self, Family::Nova | Family::Anthropic | Family::Llama | Family::Mistral | Family::OpenAi)
    }
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
    /// The day that it was made, where that is known.
    pub(crate) created: Option<String>,
    routes: Vec<Route>,
}

/// Where a profile may send what is asked in some regions: it is not the same from everywhere.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Route {
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
        self.profiles.iter().filter(move |profile| profile.route(region).is_some())
    }

    /// Whether some profile of the region leads to the model.
    pub(crate) fn has_profile_for(&self, model: &Model, region: &str) -> bool {
        self.profiles(region).any(|profile| profile.model == model.id)
    }

    /// A region's model by its id.
    pub(crate) fn model(&self, id: &str, region: &str) -> Option<&Model> {
        self.models(region).find(|model| model.id == id)
    }

    /// A model of any region.
    pub(crate) fn model_anywhere(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }

    /// A region's profile by its id, and the model behind it.
    pub(crate) fn profile(&self, id: &str, region: &str) -> Option<(&Profile, &Model)> {
        let profile = self.profiles(region).find(|profile| profile.id == id)?;
        Some((profile, self.model_anywhere(&profile.model)?))
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

    /// Whether Converse does not offer this with it.
    pub(crate) fn lacks(&self, feature: Feature) -> bool {
        self.lacks.contains(&feature)
    }

    /// Whether it reads this kind of input: `IMAGE`, `VIDEO`.
    pub(crate) fn reads(&self, modality: &str) -> bool {
        self.input.iter().any(|kind| kind == modality)
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

    fn route(&self, source: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.sources.iter().any(|region| region == source))
    }

    /// The regions whose foundation model a call in `source` may use, the source first. The empty
    /// one is a global profile's.
    pub(crate) fn reaches<'a>(&'a self, source: &'a str) -> Vec<&'a str> {
        let destinations = self.route(source).map(|route| route.destinations.as_slice()).unwrap_or_default();
        let elsewhere = destinations.iter().map(String::as_str).filter(|region| *region != source);
        let anywhere = self.is_global().then_some("");
        std::iter::once(source).chain(elsewhere).chain(anywhere).collect()
    }

    /// For example `Routes requests to Nova Micro in us-east-1, us-east-2 and us-west-2.`
    pub(crate) fn description(&self, source: &str) -> String {
        let what = self.name.split_once(' ').map_or(self.name.as_str(), |(_, rest)| rest);
        let mut regions = self.reaches(source);
        regions.sort_unstable();
        match regions.as_slice() {
            _ if self.is_global() => {
                format!("Routes requests to {what} globally across all supported AWS Regions.")
            }
            [one] => format!("Routes requests to {what} in {one}."),
            [most @ .., last] => format!("Routes requests to {what} in {} and {last}.", most.join(", ")),
            [] => String::new(),
        }
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
            assert!(catalogue.model_anywhere(&profile.model).is_some(), "{}", profile.id);
            assert!(profile.id.ends_with(&profile.model), "{}", profile.id);
            let sources: Vec<_> = profile.routes.iter().flat_map(|route| &route.sources).collect();
            let mut once = sources.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), sources.len(), "{}: one route from a region", profile.id);
        }
        let routes = catalogue.profiles.iter().flat_map(|profile| &profile.routes);
        let named = catalogue
            .models
            .iter()
            .flat_map(|model| &model.on_demand)
            .chain(routes.flat_map(|route| route.sources.iter().chain(&route.destinations)));
        for region in named {
            assert!(catalogue.is_region(region), "{region}");
        }
        for model in &catalogue.models {
            assert!(["ACTIVE", "LEGACY"].contains(&model.status.as_str()), "{}", model.id);
            assert!(model.legacy.is_none() || model.status == "LEGACY", "{}", model.id);
            let streams = model.family.is_chat();
            assert_eq!(model.streaming, streams, "{}", model.id);
        }
    }

    #[test]
    fn amazon_rerank_is_not_where_the_keys_default_region_is() {
        let catalogue = Catalogue::built_in().unwrap();
        let there = |id: &str, region: &str| catalogue.model(id, region).is_some();
        assert!(!there("amazon.rerank-v1:0", "us-east-1") && there("amazon.rerank-v1:0", "us-west-2"));
        assert!(there("cohere.rerank-v3-5:0", "us-east-1"));
    }

    #[test]
    fn a_profile_reaches_what_its_source_may_use() {
        let catalogue = Catalogue::built_in().unwrap();
        let reaches = |id: &str, source: &str| -> Vec<String> {
            let (profile, _) = catalogue.profile(id, source).unwrap();
            profile.reaches(source).into_iter().map(str::to_owned).collect()
        };
        let eu = ["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"];
        assert_eq!(reaches("eu.amazon.nova-micro-v1:0", "eu-central-1"), eu);
        let milan = reaches("eu.amazon.nova-micro-v1:0", "eu-south-1");
        assert_eq!(milan, ["eu-south-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"]);
        let global = "global.anthropic.claude-haiku-4-5-20251001-v1:0";
        assert_eq!(reaches(global, "sa-east-1"), ["sa-east-1", ""]);
        let (profile, _) = catalogue.profile("us.amazon.nova-micro-v1:0", "us-west-2").unwrap();
        assert_eq!(
            profile.description("us-west-2"),
            "Routes requests to Nova Micro in us-east-1, us-east-2 and us-west-2."
        );
    }
}
