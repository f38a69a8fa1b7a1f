//! Which model proves a provider type: listed with the *user's* credentials, since the gateway's
//! role stays minimal, and chosen by the pack's preferences.

use crate::account::Account;
use crate::error::LiveError;
use onboarding::fields::Region;
use onboarding::pack::{Probe, ProbeKind};
use onboarding::{Pack, ProviderType, Setup};

/// A foundation model of the region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) id: String,
    pub(super) arn: String,
    /// As AWS writes them: live answers hold values that the SDK's enum lacks.
    pub(super) outputs: Vec<String>,
    pub(super) inference: Vec<String>,
    pub(super) active: bool,
}

/// An inference profile that the region can call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InferenceProfile {
    pub(super) id: String,
    pub(super) arn: String,
    /// The models that it may route to, in every destination region.
    pub(super) model_arns: Vec<String>,
    pub(super) active: bool,
}

/// What a region offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) models: Vec<Model>,
    pub(super) profiles: Vec<InferenceProfile>,
}

/// What to invoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The model's or profile's id, as `modelId`.
    pub(crate) id: String,
    /// The model's own id: it says which body to send.
    pub(crate) model: String,
    /// Every ARN that the role must be allowed to invoke.
    pub(crate) resources: Vec<String>,
}

/// Lists what the setup's region offers.
pub(super) async fn offer(account: &Account, region: &str) -> Result<Offer, LiveError> {
    let config = aws_sdk_bedrock::config::Builder::from(account.config())
        .region(aws_config::Region::new(region.to_owned()))
        .auth_scheme_preference(super::session::signed_only())
        .build();
    let client = aws_sdk_bedrock::Client::from_conf(config);
    let (models, profiles) = tokio::try_join!(models(account, &client), profiles(account, &client))?;
    Ok(Offer { models, profiles })
}

impl Offer {
    /// What the pack knows of, for whoever may not ask Bedrock: the models by which it proves a
    /// provider type, and those that the setup was narrowed to. Two guesses, the better first: which
    /// models a region offers on demand is not known here.
    pub(super) fn expected(
        setup: &Setup,
        region: &Region,
        pack: &Pack,
        provider_type: ProviderType,
    ) -> [Self; 2] {
        let region = region.as_str();
        let entry = pack.provider_type(provider_type);
        // Whole ids only: others are how an id begins.
        let whole = |models: &[String]| {
            let known = models.iter().chain(&setup.models).filter(|id| id.contains(':')).cloned();
            known.filter(|id| entry.offered_in(id, region)).collect::<Vec<_>>()
        };
        let model = |id: String| Model {
            arn: format!("arn:aws:bedrock:{region}::foundation-model/{id}"),
            id,
            outputs: vec!["TEXT".to_owned(), "EMBEDDING".to_owned()],
            inference: vec!["ON_DEMAND".to_owned()],
            active: true,
        };
        let geography = pack.geography(region).map_or("global", |geography| &geography.prefix);
        let profile = |id: String| InferenceProfile {
            id: format!("{geography}.{id}"),
            arn: String::new(),
            model_arns: Vec::new(),
            active: true,
        };
        let on_demand =
            Self { models: whole(&entry.probe.models).into_iter().map(model).collect(), ..Self::default() };
        let behind_profiles = Self {
            profiles: whole(&entry.probe.profile_models).into_iter().map(profile).collect(),
            ..Self::default()
        };
        if setup.resources.inference_profiles && entry.needs_profiles {
            [behind_profiles, on_demand]
        } else {
            [on_demand, behind_profiles]
        }
    }
}

async fn models(account: &Account, client: &aws_sdk_bedrock::Client) -> Result<Vec<Model>, LiveError> {
    let answer = client
        .list_foundation_models()
        .send()
        .await
        .map_err(|error| account.asked().error("bedrock:ListFoundationModels", &error))?;
    Ok(answer
        .model_summaries()
        .iter()
        .map(|model| Model {
            id: model.model_id().to_owned(),
            arn: model.model_arn().to_owned(),
            outputs: as_strings(model.output_modalities().iter().map(|it| it.as_str())),
            inference: as_strings(model.inference_types_supported().iter().map(|it| it.as_str())),
            // Some answers leave the lifecycle out.
            active: model.model_lifecycle().is_none_or(|lifecycle| lifecycle.status().as_str() == "ACTIVE"),
        })
        .collect())
}

async fn profiles(
    account: &Account,
    client: &aws_sdk_bedrock::Client,
) -> Result<Vec<InferenceProfile>, LiveError> {
    let mut pages = client.list_inference_profiles().into_paginator().send();
    let mut profiles = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| account.asked().error("bedrock:ListInferenceProfiles", &error))?;
        profiles.extend(page.inference_profile_summaries().iter().map(|profile| InferenceProfile {
            id: profile.inference_profile_id().to_owned(),
            arn: profile.inference_profile_arn().to_owned(),
            model_arns:
                profile.models().iter().filter_map(|model| model.model_arn().map(str::to_owned)).collect(),
            active: profile.status().as_str() == "ACTIVE",
        }));
    }
    Ok(profiles)
}

fn as_strings<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    values.map(str::to_owned).collect()
}

/// Chooses by the pack's preferences among what the region offers and the setup allows.
/// `None`: the region has nothing for this provider type.
pub(super) fn choose(
    setup: &Setup,
    region: &Region,
    pack: &Pack,
    provider_type: ProviderType,
    offer: &Offer,
) -> Option<Chosen> {
    let wanted = Wanted { setup, region, pack, provider_type, probe: pack.probe(provider_type) };
    let on_demand = || wanted.on_demand(&offer.models);
    let profile = || wanted.profile(&offer.profiles);
    // Where the setup allows profiles and the type's newer models need them, they are what the
    // gateway will use; elsewhere a plain model proves the same with less.
    let profile_first =
        setup.resources.inference_profiles && pack.provider_type(provider_type).needs_profiles;
    if profile_first { profile().or_else(on_demand) } else { on_demand().or_else(profile) }
}

struct Wanted<'a> {
    setup: &'a Setup,
    region: &'a Region,
    pack: &'a Pack,
    provider_type: ProviderType,
    probe: &'a Probe,
}

impl Wanted<'_> {
    /// Whether the setup lets the role call this model: all, or those it was narrowed to.
    fn in_setup(&self, model: &str) -> bool {
        let models = &self.setup.models;
        self.pack.provider_type(self.provider_type).serves(model)
            && (models.is_empty() || models.iter().any(|chosen| chosen == model))
    }

    fn on_demand(&self, models: &[Model]) -> Option<Chosen> {
        let output = match self.probe.kind {
            ProbeKind::Converse | ProbeKind::AnthropicMessages => Some("TEXT"),
            ProbeKind::Embedding => Some("EMBEDDING"),
            ProbeKind::Rerank => None,
        };
        let fits = |model: &&Model| {
            model.active
                && model.inference.iter().any(|kind| kind == "ON_DEMAND")
                && output.is_none_or(|output| model.outputs.iter().any(|out| out == output))
                && self.in_setup(&model.id)
        };
        let fitting: Vec<&Model> = models.iter().filter(fits).collect();
        let model = preferred(&self.probe.models, &fitting, |model| &model.id)?;
        Some(Chosen { id: model.id.clone(), model: model.id.clone(), resources: vec![model.arn.clone()] })
    }

    fn profile(&self, profiles: &[InferenceProfile]) -> Option<Chosen> {
        let mut fitting: Vec<(&InferenceProfile, &str, &str)> = profiles
            .iter()
            .filter(|profile| profile.active)
            .filter_map(|profile| {
                let (geography, model) = profile.id.split_once('.')?;
                Some((profile, geography, model))
            })
            .filter(|(_, _, model)| self.in_setup(model))
            .collect();
        let near = self.pack.geography(self.region.as_str());
        fitting.sort_by_key(|(_, geography, _)| match *geography {
            near_by if near.is_some_and(|near| near.prefix == near_by) => 0,
            // Whether `arn:aws:bedrock:*::…` covers a global profile's empty region is not documented.
            "global" => 2,
            _ => 1,
        });
        let (profile, _, model) = preferred(&self.probe.profile_models, &fitting, |(_, _, model)| model)?;
        let mut resources = vec![profile.arn.clone()];
        resources.extend(profile.model_arns.iter().cloned());
        Some(Chosen { id: profile.id.clone(), model: (*model).to_owned(), resources })
    }
}

/// The first that begins with the first preference that any begins with. Where the setup was
/// narrowed to models outside of every preference, the first of them.
fn preferred<'a, T>(preferences: &[String], fitting: &'a [T], id: impl Fn(&T) -> &str) -> Option<&'a T> {
    preferences
        .iter()
        .find_map(|start| fitting.iter().find(|one| id(one).starts_with(start.as_str())))
        .or_else(|| fitting.first())
}
