//! What is tested while the caller is let in: assume, be refused, invoke.

use super::invoke::{Answered, Call, invoke};
use super::models::{Chosen, Offer, choose, offer};
use super::permissions::Permissions;
use super::planned::calls;
use super::recorder::{Recorder, diagnosis_of, millis, with_error};
use super::session::Session;
use super::temporary::Held;
use super::{Found, Test};
use crate::error::LiveError;
use crate::pacing::Backoff;
use onboarding::diagnosis::Certainty;
use onboarding::setup::Step;
use onboarding::{Diagnosis, Evidence, ProviderType, diagnose};
use std::time::Instant;
use uuid::Uuid;

/// Refusals to invoke that mean "let in, but not now".
const QUOTA: [&str; 1] = ["ServiceQuotaExceededException"];

impl Test<'_> {
    pub(super) async fn through_the_role(&self, run: &mut Recorder<'_>, found: &Found, held: &mut Held) {
        let unique = Uuid::new_v4().simple().to_string();
        let default_name = format!("quilr-verify-{}", unique.get(..4).unwrap_or_default());
        let session_name = match &self.options.setup.session_name {
            Some(name) => name.as_str(),
            None => default_name.as_str(),
        };
        let Some(session) = self.with_external_id(run, found, held, session_name).await else {
            return;
        };
        self.negatives(run, found, held, session_name).await;
        self.invocations(run, found, &session).await;
    }

    async fn invocations(&self, run: &mut Recorder<'_>, found: &Found, session: &Session) {
        let region = self.options.setup.region.as_str();
        let calls = calls(self.options);
        let Some((_, first)) = calls.first() else {
            return;
        };
        run.start(first.id());
        let offer = match offer(self.account, region).await {
            Ok(offer) => offer,
            Err(error) => {
                // Not the role's fault, but nothing is proven without a model to ask.
                for (_, call) in calls {
                    let who = Evidence { who: Some(found.identity.arn.clone()), ..Evidence::default() };
                    run.fail_with(call.id(), &error, who);
                }
                return;
            }
        };
        let offer = self.offer.get_or_init(|| offer);
        let bench = Bench {
            client: session.bedrock(self.account, region),
            permissions: Permissions::of(&found.role.role),
            session_arn: &session.arn,
        };
        // Permissions written a moment ago propagate all at once: the calls share one window.
        let pacing = self.account.pacing();
        let mut backoff = pacing.backoff(pacing.permissions_window);
        for (provider_type, call) in calls {
            run.start(call.id());
            self.invocation(run, &bench, offer, provider_type, call, &mut backoff).await;
        }
    }

    async fn invocation(
        &self,
        run: &mut Recorder<'_>,
        bench: &Bench<'_>,
        offer: &Offer,
        provider_type: ProviderType,
        call: Call,
        backoff: &mut Backoff,
    ) {
        let who = Evidence { who: Some(bench.session_arn.to_owned()), ..Evidence::default() };
        let setup = &self.options.setup;
        let Some(chosen) = choose(&setup.draft, &setup.region, &self.options.pack, provider_type, offer)
        else {
            self.no_model(run, provider_type, call, who);
            return;
        };
        let refused = self.computed_refusal(bench, call.streams(), &chosen);
        let (answer, evidence) = loop {
            let started = Instant::now();
            let answer = match invoke(&bench.client, self.account.asked(), call, &chosen).await {
                // Signed by the role's session, and not by who is signed in.
                Err(LiveError::ExpiredSignIn { .. }) => Err(LiveError::RoleSessionEnded),
                answer => answer,
            };
            let evidence = Evidence {
                millis: Some(millis(started.elapsed())),
                attempts: Some(backoff.tries()),
                ..who.clone()
            };
            match &answer {
                Err(error) if refused.is_none() && may_propagate(error) && backoff.again().await => {
                    run.waits(call.id(), "the permissions to propagate", backoff);
                }
                _ => break (answer, evidence),
            }
        };
        let only_streaming =
            call.streams() && refused.is_some() && self.computed_refusal(bench, false, &chosen).is_none();
        self.tell(run, call, &chosen, answer, evidence, only_streaming);
    }

    fn tell(
        &self,
        run: &mut Recorder<'_>,
        call: Call,
        chosen: &Chosen,
        answer: Result<Answered, LiveError>,
        evidence: Evidence,
        only_streaming: bool,
    ) {
        match answer {
            Ok(answered) => {
                let evidence = Evidence {
                    what: format!("`{}`: {}", chosen.id, answered.what),
                    request_id: answered.request_id,
                    ..evidence
                };
                run.pass(call.id(), evidence);
            }
            Err(error) => {
                let quota = matches!(error, LiveError::Throttled(_)) || error.is_code(&QUOTA);
                let mut evidence = with_error(&error, evidence);
                evidence.what = format!("`{}`: {}", chosen.id, evidence.what);
                let diagnosis = match error.answer() {
                    // Without the resource, which is not what is refused: the table would take a
                    // profile's ARN for the cause.
                    Some(answer) if only_streaming => {
                        let text = answer.text();
                        let refusal = text.split(" on resource: ").next().unwrap_or(&text);
                        diagnose(refusal, &self.options.pack)
                    }
                    _ => diagnosis_of(&error, &self.options.pack),
                };
                if quota {
                    evidence.what = format!("access proven, quota not: {}", evidence.what);
                    run.warn(call.id(), evidence, Some(diagnosis));
                } else {
                    run.fail(call.id(), evidence, diagnosis);
                }
            }
        }
    }

    fn no_model(&self, run: &mut Recorder<'_>, provider_type: ProviderType, call: Call, who: Evidence) {
        let region = self.options.setup.region.as_str();
        let narrowed = !self.options.setup.draft.models.is_empty();
        let among = if narrowed { "of the chosen models " } else { "" };
        let cause = format!("no model {among}serves `{provider_type}` in `{region}`");
        let evidence = Evidence { what: format!("{cause}, as Bedrock lists them there"), ..who };
        let diagnosis = Diagnosis {
            code: "no-model-in-region".to_owned(),
            cause,
            certainty: Certainty::Certain,
            step: Some(Step::Dashboard),
            remedy: "Choose another region for this key, or leave this provider type out.".to_owned(),
            action: None,
        };
        run.warn(call.id(), evidence, Some(diagnosis));
    }

    /// Why the role's permissions refuse the chosen model, where that is certain.
    fn computed_refusal(&self, bench: &Bench<'_>, streams: bool, chosen: &Chosen) -> Option<String> {
        let pack = &self.options.pack;
        let action = if streams { pack.stream_action() } else { pack.invoke_action() };
        bench.permissions.refuse(
            bench.session_arn,
            action,
            &chosen.resources,
            self.options.setup.region.as_str(),
        )
    }
}

/// What the invocations share.
struct Bench<'a> {
    client: aws_sdk_bedrockruntime::Client,
    permissions: Permissions,
    session_arn: &'a str,
}

/// A refusal of IAM's, which may pass; not one of a marketplace or a use-case form, which will not.
fn may_propagate(error: &LiveError) -> bool {
    matches!(error, LiveError::AccessDenied(answer)
        if answer.message.contains("not authorized to perform: bedrock:"))
}
