//! Assuming the role: the positive first, with patience; only then the negatives; and, once the
//! temporary statement is out, the proof that the caller is refused again.

use super::planned::{REFUSED_AGAIN, WITH, WITHOUT, WRONG};
use super::recorder::{Recorder, diagnosis_of, millis, with_error};
use super::session::{Ask, Session, assume};
use super::temporary::{Held, Standing};
use super::{Found, Test};
use crate::error::LiveError;
use crate::pacing::Backoff;
use onboarding::diagnosis::{Certainty, RemedyAction, wrong_external_id_admitted};
use onboarding::setup::Step;
use onboarding::{CheckStatus, Diagnosis, Evidence};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// AWS ends a session that a session asked for after an hour at most.
const CHAINED_SECONDS: u32 = 3600;

/// How the last check ended.
pub(super) struct RefusedAgain {
    status: CheckStatus,
    evidence: Evidence,
    diagnosis: Option<Diagnosis>,
}

impl RefusedAgain {
    pub(super) fn tell(self, run: &mut Recorder<'_>) {
        match (self.status, self.diagnosis) {
            (CheckStatus::Passed, _) => run.pass(REFUSED_AGAIN, self.evidence),
            (CheckStatus::Failed, Some(diagnosis)) => {
                run.fail(REFUSED_AGAIN, self.evidence, diagnosis);
            }
            (CheckStatus::Skipped, _) => run.skip(REFUSED_AGAIN, &self.evidence.what),
            (_, diagnosis) => run.warn(REFUSED_AGAIN, self.evidence, diagnosis),
        }
    }
}

impl Test<'_> {
    /// Assumes the role with the ExternalId, as often as it takes IAM to propagate.
    pub(super) async fn with_external_id(
        &self,
        run: &mut Recorder<'_>,
        found: &Found,
        held: &mut Held,
        session_name: &str,
    ) -> Option<Session> {
        run.start(WITH);
        let pacing = self.account.pacing();
        // Where the policy itself refuses, waiting for it to act proves nothing more.
        let window = match held.temporary.refused {
            None => pacing.trust_window,
            Some(_) => pacing.permissions_window,
        };
        let mut backoff = pacing.backoff(window);
        let ask = self.ask(found, session_name);
        let external_id = self.options.setup.external_id.as_str();
        loop {
            match assume(self.account, &ask, Some(external_id)).await {
                Ok(session) => {
                    held.let_in = true;
                    let evidence = Evidence {
                        what: self.assumed(&ask),
                        request_id: session.request_id.clone(),
                        ..tried(found, &backoff)
                    };
                    run.pass(WITH, evidence);
                    return Some(session);
                }
                Err(error) if waits_for_propagation(&error) && backoff.again().await => {
                    let hopeless = match self.standing(held).await {
                        Some(Standing::Expired) => true,
                        Some(Standing::Lost) => !self.put_again(run, WITH, found, held).await,
                        Some(Standing::Held | Standing::NotSeenYet) | None => false,
                    };
                    if hopeless {
                        let error = self.explain(error, held).await;
                        self.fail_with_external_id(run, &error, held, tried(found, &backoff));
                        return None;
                    }
                    run.waits(WITH, "IAM to propagate", &backoff);
                }
                Err(error) => {
                    let error = self.explain(error, held).await;
                    self.fail_with_external_id(run, &error, held, tried(found, &backoff));
                    return None;
                }
            }
        }
    }

    /// A refusal for which the end of the statement is the reason, or somebody else's change of the
    /// policy, is told as that.
    async fn explain(&self, error: LiveError, held: &mut Held) -> LiveError {
        if !waits_for_propagation(&error) {
            return error;
        }
        let fault = self.standing(held).await.and_then(|standing| standing.fault(&held.statement));
        fault.unwrap_or(error)
    }

    fn fail_with_external_id(
        &self,
        run: &mut Recorder<'_>,
        error: &LiveError,
        held: &Held,
        evidence: Evidence,
    ) {
        let mut diagnosis = diagnosis_of(error, &self.options.pack);
        let mut evidence = with_error(error, evidence);
        if let (Some(reason), true) = (&held.temporary.refused, waits_for_propagation(error)) {
            evidence.what = format!("{}; computed: {reason}", evidence.what);
            diagnosis = Diagnosis {
                code: "trust-policy-refuses".to_owned(),
                cause: format!("the trust policy refuses the ExternalId of this setup: {reason}"),
                certainty: Certainty::Certain,
                step: Some(Step::Role),
                remedy: "Show the plan and apply it: it brings the trust policy and the ExternalId \
                         together."
                    .to_owned(),
                action: Some(RemedyAction::ShowPlan),
            };
        }
        run.fail(WITH, evidence, diagnosis);
    }

    /// Without the ExternalId, and with a wrong one: both must be refused. A refusal counts only while
    /// the temporary statement is there and lives: where somebody else's change took it out meanwhile,
    /// it is put in again, and asked again.
    pub(super) async fn negatives(
        &self,
        run: &mut Recorder<'_>,
        found: &Found,
        held: &mut Held,
        session_name: &str,
    ) {
        let wrong = Uuid::new_v4().to_string();
        loop {
            let mut answers = Vec::new();
            for (id, external_id) in [(WITHOUT, None), (WRONG, Some(wrong.as_str()))] {
                run.start(id);
                let started = Instant::now();
                let answer = assume(self.account, &self.ask(found, session_name), external_id).await;
                answers.push((id, answer, millis(started.elapsed())));
            }
            let refused =
                answers.iter().any(|(_, answer, _)| matches!(answer, Err(LiveError::AccessDenied(_))));
            let standing = if refused { self.standing(held).await } else { None };
            if standing == Some(Standing::Lost)
                && self.put_again(run, WITHOUT, found, held).await
                && self.let_in_again(run, found, held, session_name).await
            {
                continue;
            }
            // Who was let in before it was ever read was let in by it: only then is it not missed.
            let void = standing
                .filter(|standing| *standing != Standing::NotSeenYet)
                .and_then(|standing| standing.fault(&held.statement));
            let let_in = |wanted: &str| answers.iter().any(|(id, answer, _)| *id == wanted && answer.is_ok());
            held.policy_ignored = held.temporary.refuses_others && (let_in(WITHOUT) || let_in(WRONG));
            let why_let_in = if held.policy_ignored {
                trust_policy_ignored()
            } else {
                wrong_external_id_admitted(&self.options.setup.draft, let_in(WITHOUT))
            };
            for (id, answer, took) in answers {
                let answer = match (answer, &void) {
                    (Err(LiveError::AccessDenied(_)), Some(why)) => Err(why.clone()),
                    (answer, _) => answer,
                };
                self.tell_negative(run, found, id, answer, took, &why_let_in);
            }
            return;
        }
    }

    /// Waits until the statement that was put in again acts.
    async fn let_in_again(
        &self,
        run: &Recorder<'_>,
        found: &Found,
        held: &mut Held,
        session_name: &str,
    ) -> bool {
        self.wait_until_seen(run, WITHOUT, found, held).await;
        let mut backoff = self.account.pacing().backoff(self.account.pacing().trust_window);
        let external_id = self.options.setup.external_id.as_str();
        loop {
            match assume(self.account, &self.ask(found, session_name), Some(external_id)).await {
                Ok(_) => return true,
                Err(error) if waits_for_propagation(&error) && backoff.again().await => {
                    run.waits(WITHOUT, "IAM to propagate", &backoff);
                }
                Err(_) => return false,
            }
        }
    }

    fn tell_negative(
        &self,
        run: &mut Recorder<'_>,
        found: &Found,
        id: &str,
        answer: Result<Session, LiveError>,
        took: u32,
        why_let_in: &Diagnosis,
    ) {
        let evidence = Evidence {
            who: Some(found.identity.arn.clone()),
            millis: Some(took),
            attempts: Some(1),
            ..Evidence::default()
        };
        match answer {
            Err(error @ LiveError::AccessDenied(_)) => run.pass(id, with_error(&error, evidence)),
            Err(error) => run.fail_with(id, &error, evidence),
            Ok(session) => {
                let evidence = Evidence {
                    what: "AWS let the caller in".to_owned(),
                    request_id: session.request_id,
                    ..evidence
                };
                run.fail(id, evidence, why_let_in.clone());
            }
        }
    }

    /// With the statement out, the caller must be refused again.
    pub(super) async fn refused_again(&self, run: &Recorder<'_>, found: &Found, held: &Held) -> RefusedAgain {
        run.start(REFUSED_AGAIN);
        let who = Evidence { who: Some(found.identity.arn.clone()), ..Evidence::default() };
        if !held.let_in {
            return RefusedAgain {
                status: CheckStatus::Skipped,
                evidence: Evidence { what: "you were never let in".to_owned(), ..who },
                diagnosis: None,
            };
        }
        if held.temporary.trusted_anyway {
            return still_let_in("another statement of the trust policy lets you in".to_owned(), who);
        }
        let pacing = self.account.pacing();
        // Who lets in whom the policy refuses will not refuse for its being changed.
        let window = if held.policy_ignored { Duration::ZERO } else { pacing.trust_window };
        let mut backoff = pacing.backoff(window);
        let ask = self.ask(found, "quilr-verify-removed");
        let external_id = self.options.setup.external_id.as_str();
        loop {
            let answer = assume(self.account, &ask, Some(external_id)).await;
            let again = match &answer {
                Ok(_) => true,
                Err(error) => error.is_transient(),
            };
            if again && backoff.again().await {
                // Somebody else's change may have brought the statement back. What cannot be read now
                // is read once more at the end.
                let _ = self.stays_out(run, held).await;
                run.waits(REFUSED_AGAIN, "IAM to propagate", &backoff);
                continue;
            }
            let evidence = tried(found, &backoff);
            return match answer {
                Ok(session) => still_let_in(
                    "AWS still lets you in, though the statement is out".to_owned(),
                    Evidence { request_id: session.request_id, ..evidence },
                ),
                Err(error @ LiveError::AccessDenied(_)) => RefusedAgain {
                    status: CheckStatus::Passed,
                    evidence: with_error(&error, evidence),
                    diagnosis: None,
                },
                Err(error) => RefusedAgain {
                    status: CheckStatus::Failed,
                    diagnosis: Some(diagnosis_of(&error, &self.options.pack)),
                    evidence: with_error(&error, evidence),
                },
            };
        }
    }

    fn ask<'a>(&'a self, found: &Found, session_name: &'a str) -> Ask<'a> {
        let seconds = self.options.setup.duration.get();
        Ask {
            role_arn: self.options.setup.role_arn.as_str(),
            session_name,
            duration_seconds: if found.identity.kind.is_session() {
                seconds.min(CHAINED_SECONDS)
            } else {
                seconds
            },
        }
    }

    fn assumed(&self, ask: &Ask<'_>) -> String {
        let wanted = self.options.setup.duration.get();
        let asked = ask.duration_seconds;
        let lowered = if asked < wanted {
            format!(
                ", not {wanted} s: you are a session yourself, and AWS ends chained sessions after \
                 an hour; the gateway is a user and not limited so"
            )
        } else {
            String::new()
        };
        format!("session `{}` for {asked} s{lowered}", ask.session_name)
    }
}

/// What it means that the caller is let in where the policy, with the temporary statement in it, is
/// computed to refuse it.
fn trust_policy_ignored() -> Diagnosis {
    Diagnosis {
        code: "trust-policy-ignored".to_owned(),
        cause: "the trust policy refuses this, and yet it was let in: whoever answered does not decide \
                by the trust policy, as emulators of AWS often do not"
            .to_owned(),
        certainty: Certainty::Likely,
        step: Some(Step::Verify),
        remedy: "Verify against AWS itself, or against the sandbox. If this is AWS, and the trust policy \
                 was changed a moment ago, verify again in a minute."
            .to_owned(),
        action: Some(RemedyAction::VerifyAgain),
    }
}

/// Refusals that pass once IAM knows of the change.
fn waits_for_propagation(error: &LiveError) -> bool {
    matches!(error, LiveError::AccessDenied(_))
        || error.is_code(&["MalformedPolicyDocument", "MalformedPolicyDocumentException"])
}

fn tried(found: &Found, backoff: &Backoff) -> Evidence {
    Evidence {
        who: Some(found.identity.arn.clone()),
        millis: Some(millis(backoff.elapsed())),
        attempts: Some(backoff.tries()),
        ..Evidence::default()
    }
}

fn still_let_in(what: String, evidence: Evidence) -> RefusedAgain {
    RefusedAgain {
        status: CheckStatus::Warning,
        diagnosis: Some(Diagnosis {
            code: "caller-still-trusted".to_owned(),
            cause: what.clone(),
            certainty: Certainty::Likely,
            step: Some(Step::Role),
            remedy: "Remove your own ARN from the Principal block before going live so only the \
                     QuilrAI gateway user can assume the role."
                .to_owned(),
            action: Some(RemedyAction::ShowPlan),
        }),
        evidence: Evidence { what, ..evidence },
    }
}
