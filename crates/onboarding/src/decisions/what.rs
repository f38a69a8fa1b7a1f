//! What this role can do: the calls of each provider type, and for each call every ARN that it
//! touches. A cross-region profile touches models in regions that the user never chose.

use super::CapabilityRow;
use crate::fields::Region;
use crate::pack::{Geography, Pack, ProviderType, ProviderTypePack};
use crate::setup::Setup;
use iam_policy::{Context, Layers, Outcome, Policy, Request, evaluate};

/// The session that calls Bedrock: the role's, in the customer's account.
#[derive(Debug, Clone, Copy)]
pub struct RoleSession<'a> {
    /// The customer's account.
    pub account: &'a str,
    /// The role's ARN, with its path.
    pub role_arn: &'a str,
}

/// A call and the ARNs that it touches.
struct Call {
    /// The last part of the row's id, for example `on-demand`.
    kind: &'static str,
    on: String,
    stream: bool,
    resources: Vec<String>,
    needed: bool,
    /// What is not certain about an allowed answer.
    caveat: Option<&'static str>,
}

/// The table. `policies`: the role's permissions policies, as rendered or as AWS has them.
pub fn what_can_do(
    policies: &[Policy],
    setup: &Setup,
    session: RoleSession<'_>,
    pack: &Pack,
) -> Vec<CapabilityRow> {
    let region = Region::parse(&setup.region)
        .map_or(pack.defaults().region.clone(), |region| region.as_str().to_owned());
    ProviderType::ALL
        .into_iter()
        .flat_map(|provider_type| {
            let place = Place {
                setup,
                pack,
                entry: pack.provider_type(provider_type),
                region: &region,
                account: session.account,
                chosen: setup.provider_types.contains(&provider_type),
            };
            place
                .calls()
                .into_iter()
                .map(|call| row(provider_type, call, policies, session, pack, &region))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Where a provider type's calls go.
struct Place<'a> {
    setup: &'a Setup,
    pack: &'a Pack,
    entry: &'a ProviderTypePack,
    region: &'a str,
    account: &'a str,
    chosen: bool,
}

impl Place<'_> {
    fn calls(&self) -> Vec<Call> {
        let geography = self.pack.geography(self.region);
        let needs_profiles = self.entry.needs_profiles;
        let streaming = self.chosen && self.setup.streaming;
        let mut calls = Vec::new();

        let on_demand = self.model(&self.entry.probe.models);
        let add_on_demand = |calls: &mut Vec<Call>, stream, needed| {
            calls.push(Call {
                kind: "on-demand",
                on: format!("{on_demand}, on demand"),
                stream,
                resources: vec![foundation_model(self.region, &on_demand)],
                needed: needed && !needs_profiles,
                caveat: None,
            });
        };
        add_on_demand(&mut calls, false, self.chosen);
        if self.entry.streams {
            add_on_demand(&mut calls, true, streaming);
        }

        if !self.entry.probe.profile_models.is_empty() {
            let model = self.model(&self.entry.probe.profile_models);
            if let Some(geography) = geography {
                let resources = self.geographic(geography, &model);
                let on = format!("{}.{model}, cross-region", geography.prefix);
                let mut add = |stream, needed| {
                    calls.push(Call {
                        kind: "inference-profile",
                        on: on.clone(),
                        stream,
                        resources: resources.clone(),
                        needed: needed && needs_profiles,
                        caveat: None,
                    });
                };
                add(false, self.chosen);
                if needs_profiles {
                    add(true, streaming);
                }
            }
            calls.push(Call {
                kind: "global-profile",
                on: format!("global.{model}, any region"),
                stream: false,
                resources: vec![
                    self.own("inference-profile", &format!("global.{model}")),
                    foundation_model(self.region, &model),
                    foundation_model("", &model),
                ],
                needed: self.chosen && needs_profiles && geography.is_none(),
                caveat: Some("that `*` covers a model's ARN without a region is not confirmed by AWS"),
            });
        }
        if self.entry.provider_type == ProviderType::Bedrock {
            calls.extend(self.own_resources(&on_demand));
        }
        calls
    }

    /// Resources of the account, with ids of their own.
    fn own_resources(&self, model: &str) -> Vec<Call> {
        let call = |kind, on: &str, resources| Call {
            kind,
            on: on.to_owned(),
            stream: false,
            resources,
            needed: false,
            caveat: None,
        };
        vec![
            call(
                "application-inference-profile",
                "an application inference profile",
                vec![
                    self.own("application-inference-profile", "example"),
                    foundation_model(self.region, model),
                ],
            ),
            call(
                "provisioned-model",
                "provisioned throughput",
                vec![self.own("provisioned-model", "example")],
            ),
            call(
                "custom-model",
                "a custom model, through its deployment",
                vec![self.own("custom-model-deployment", "example")],
            ),
        ]
    }

    /// The profile in the source region, and the model in every region that it routes to.
    fn geographic(&self, geography: &Geography, model: &str) -> Vec<String> {
        let profile = format!("{}.{model}", geography.prefix);
        let mut resources = vec![self.own("inference-profile", &profile)];
        resources.extend(geography.regions.iter().map(|region| foundation_model(region, model)));
        resources
    }

    fn own(&self, kind: &str, id: &str) -> String {
        format!("arn:aws:bedrock:{}:{}:{kind}/{id}", self.region, self.account)
    }

    /// The model to ask about: one that the permissions are narrowed to and this provider type
    /// serves, else the first of `preferred` that is in the region.
    fn model(&self, preferred: &[String]) -> String {
        let narrowed = self.setup.models.iter().find_map(|model| {
            let (fixed, rest) = model.split_once('*').map_or((model.as_str(), None), |(a, b)| (a, Some(b)));
            if !self.entry.serves(fixed) {
                return None;
            }
            Some(match rest {
                None => model.clone(),
                Some("") => preferred
                    .iter()
                    .find(|known| known.starts_with(fixed))
                    .cloned()
                    .unwrap_or_else(|| format!("{fixed}0")),
                Some(_) => model.replace('*', "0"),
            })
        });
        narrowed
            .or_else(|| preferred.iter().find(|model| self.entry.offered_in(model, self.region)).cloned())
            .or_else(|| preferred.first().cloned())
            .unwrap_or_default()
    }
}

fn foundation_model(region: &str, model: &str) -> String {
    format!("arn:aws:bedrock:{region}::foundation-model/{model}")
}

/// What a session of the role asks. `region`: the one that it asks in.
pub(crate) fn session_request(
    session: RoleSession<'_>,
    action: &str,
    resource: &str,
    region: &str,
) -> Request {
    Request {
        principal: format!(
            "arn:aws:sts::{}:assumed-role/{}/quilr-gateway-0",
            session.account,
            session.role_arn.rsplit('/').next().unwrap_or_default()
        ),
        role_arn: Some(session.role_arn.to_owned()),
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: Context::default()
            .with("aws:SecureTransport", "true")
            .with("aws:PrincipalArn", session.role_arn)
            .with("aws:PrincipalAccount", session.account)
            .with("aws:RequestedRegion", region),
    }
}

fn row(
    provider_type: ProviderType,
    call: Call,
    policies: &[Policy],
    session: RoleSession<'_>,
    pack: &Pack,
    region: &str,
) -> CapabilityRow {
    let action = if call.stream { pack.stream_action() } else { pack.invoke_action() };
    let layers = Layers { identity: policies, ..Layers::default() };
    let mut why = String::new();
    let mut allowed = true;
    for resource in &call.resources {
        // A global profile's model has no region, and AWS then says so in the request's.
        let requested = match resource.split(':').nth(3) {
            Some("") | None => "unspecified",
            Some(_) => region,
        };
        let request = session_request(session, action, resource, requested);
        let decision = evaluate(&request, &layers);
        if decision.outcome != Outcome::Allowed {
            allowed = false;
            why = format!("`{resource}`: {}", decision.reason);
            break;
        }
        why = decision.reason;
    }
    if let Some(caveat) = call.caveat.filter(|_| allowed) {
        why = format!("{why}; {caveat}");
    }
    let (verb, what) = match (provider_type, call.stream) {
        (ProviderType::Bedrock, false) => ("converse", "Converse, InvokeModel"),
        (ProviderType::Bedrock, true) => ("converse-stream", "Converse, streamed"),
        (ProviderType::AnthropicMessagesBedrock, false) => ("messages", "Messages"),
        (ProviderType::AnthropicMessagesBedrock, true) => ("messages-stream", "Messages, streamed"),
        (_, false) => ("invoke", "InvokeModel"),
        (_, true) => ("invoke-stream", "InvokeModel, streamed"),
    };
    CapabilityRow {
        id: format!("{provider_type}/{verb}/{}", call.kind),
        provider_type,
        what: what.to_owned(),
        on: call.on,
        allowed,
        needed: call.needed,
        why,
    }
}
