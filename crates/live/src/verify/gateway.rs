//! The gateway level: through QuilrAI's gateway with the user's key, which is the final proof. AWS is
//! not asked, and nothing is changed.

use super::models::{Offer, choose};
use super::planned::check;
use super::recorder::{Recorder, diagnosis_of, millis, with_error};
use super::{GatewayOptions, PlannedCheck};
use crate::error::LiveError;
use crate::gateway::{Ask, Gateway, Surface};
use crate::quilr_key::QuilrKey;
use onboarding::setup::GatewaySetup;
use onboarding::{Evidence, Level, Pack, ProviderType, Setup};
use std::time::Instant;

/// The checks, in the page's order.
pub(super) fn planned(setup: &Setup, pack: &Pack) -> Vec<PlannedCheck> {
    surfaces(setup, pack).map(|(_, surface)| check(surface.id(), Level::Gateway, surface.title())).collect()
}

fn surfaces(setup: &Setup, pack: &Pack) -> impl Iterator<Item = (ProviderType, Surface)> {
    setup.chosen().flat_map(move |provider_type| {
        let streams = setup.streaming && pack.provider_type(provider_type).streams;
        Surface::of(provider_type, streams).iter().map(move |surface| (provider_type, *surface))
    })
}

/// What is asked of the gateway.
pub(super) struct Through<'a> {
    pub(super) setup: &'a GatewaySetup<'a>,
    pub(super) pack: &'a Pack,
    pub(super) gateway: &'a GatewayOptions,
}

impl Through<'_> {
    /// Runs the checks. `offer`: what Bedrock offers, where it was asked.
    pub(super) async fn run(&self, run: &mut Recorder<'_>, offer: Option<&Offer>) {
        let gateway = Gateway::new(self.gateway.url.clone(), &self.gateway.network).await;
        for (provider_type, surface) in surfaces(self.setup.draft, self.pack) {
            let Some(key) = self.gateway.keys.get(&provider_type) else {
                run.skip(surface.id(), &self.without_key(provider_type));
                continue;
            };
            run.start(surface.id());
            match &gateway {
                Ok(gateway) => self.ask(run, gateway, (provider_type, surface), key, offer).await,
                Err(error) => run.fail_with(surface.id(), error, self.evidence(key)),
            }
        }
    }

    async fn ask(
        &self,
        run: &mut Recorder<'_>,
        gateway: &Gateway,
        (provider_type, surface): (ProviderType, Surface),
        key: &QuilrKey,
        offer: Option<&Offer>,
    ) {
        let draft = self.setup.draft;
        let region = &self.setup.region;
        let candidates: Vec<_> = match offer {
            Some(offer) => choose(draft, region, self.pack, provider_type, offer).into_iter().collect(),
            None => Offer::expected(draft, region, self.pack, provider_type)
                .into_iter()
                .filter_map(|offer| choose(draft, region, self.pack, provider_type, &offer))
                .collect(),
        };
        let mut candidates = candidates.into_iter();
        let Some(mut chosen) = candidates.next() else {
            run.skip(
                surface.id(),
                &format!("no model for `{provider_type}` is known in `{}`", region.as_str()),
            );
            return;
        };
        let started = Instant::now();
        let (attempts, answer) = loop {
            let ask = Ask { surface, key, chosen: &chosen, region: region.as_str() };
            let asked = gateway.ask(&ask).await;
            match candidates.next() {
                Some(next) if asked.1.as_ref().is_err_and(is_of_the_model) => chosen = next,
                _ => break asked,
            }
        };
        let evidence = Evidence {
            millis: Some(millis(started.elapsed())),
            attempts: Some(attempts),
            ..self.evidence(key)
        };
        match answer {
            Ok(answered) => run.pass(
                surface.id(),
                Evidence {
                    what: format!("`{}`: {}", chosen.id, answered.what),
                    request_id: answered.request_id,
                    ..evidence
                },
            ),
            Err(error) => self.tell(run, surface, &chosen.id, &error, evidence),
        }
    }

    fn tell(
        &self,
        run: &mut Recorder<'_>,
        surface: Surface,
        model: &str,
        error: &LiveError,
        evidence: Evidence,
    ) {
        let mut evidence = with_error(error, evidence);
        evidence.what = format!("`{model}`: {}", evidence.what);
        let diagnosis = diagnosis_of(error, self.pack);
        if error.is_throttle() {
            evidence.what = format!("access proven, quota not: {}", evidence.what);
            run.warn(surface.id(), evidence, Some(diagnosis));
        } else {
            run.fail(surface.id(), evidence, diagnosis);
        }
    }

    /// Who asks: of a key, how it ends.
    fn evidence(&self, key: &QuilrKey) -> Evidence {
        let who = format!("the key that ends in {}, at {}", key.ends_in(), self.gateway.url.host());
        Evidence { who: Some(who), ..Evidence::default() }
    }

    fn without_key(&self, provider_type: ProviderType) -> String {
        match &self.gateway.trouble {
            Some(trouble) => format!("not run: {trouble}"),
            None => format!(
                "not run: there is no QuilrAI key for `{provider_type}`; enter one on the Verify step, or with \
                 `bedrock-role key set` or QUILR_API_KEY in a terminal"
            ),
        }
    }
}

/// Whether another model may do where this one did not: nobody could ask Bedrock what it offers.
fn is_of_the_model(error: &LiveError) -> bool {
    let said = error.to_string();
    ["on-demand throughput isn", "model identifier is invalid"].iter().any(|words| said.contains(words))
}
