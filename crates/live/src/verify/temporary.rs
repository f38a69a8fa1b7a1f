//! Holding the temporary statement: the undo record, the change, and its removal, whatever happens
//! between.

use super::planned::{CALLER, REFUSED_AGAIN, REMOVED, STATEMENT, while_let_in};
use super::recorder::{Recorder, diagnosis_of, millis, with_error};
use super::statement::{NoClone, Temporary, Wanted, in_policy, temporary};
use super::{Found, Test, VerifyEvent, skipped, unless_cancelled};
use crate::error::LiveError;
use crate::trust::{self, Removal};
use crate::undo::{LIFETIME, UndoRecord};
use aws_smithy_types::DateTime;
use onboarding::diagnosis::{Certainty, RemedyAction};
use onboarding::setup::Step;
use onboarding::{Diagnosis, Evidence};
use std::time::{Duration, Instant, SystemTime};
use uuid::Uuid;

/// The change as it will be made: nothing has happened yet.
pub(super) struct Draft {
    pub(super) record: UndoRecord,
    pub(super) temporary: Temporary,
}

/// A statement that is, or may be, in the trust policy.
pub(super) struct Held {
    pub(super) record: UndoRecord,
    pub(super) temporary: Temporary,
    /// How the change was answered.
    answer: Answer,
    /// Whether a reading showed it.
    seen: bool,
    /// Whether the caller was let in by it.
    pub(super) let_in: bool,
}

/// How AWS answered the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accepted,
    /// Refused: it is most probably not there.
    Refused,
    /// No answer: it may be there, or come to be there.
    None,
}

impl Test<'_> {
    /// The third level: let in, test, and take out again.
    pub(super) async fn assume_level(&self, run: &mut Recorder<'_>, found: &Found) {
        let Some(Some(draft)) = unless_cancelled(self.cancel, self.draft(run, found)).await else {
            return;
        };
        // From here to the end nothing is dropped half-way but the tests themselves.
        let Some(mut held) = self.add(run, draft).await else {
            return;
        };
        if held.answer == Answer::Accepted {
            let tests = async {
                self.wait_until_seen(run, &mut held).await;
                self.through_the_role(run, found, &mut held).await;
            };
            unless_cancelled(self.cancel, tests).await;
        }
        run.skip_open(&while_let_in(self.options), skipped(self.cancel.is_cancelled()));
        if self.take_out(run, &held).await {
            let refused = unless_cancelled(self.cancel, self.refused_again(run, found, &held)).await;
            let deleted = self.undo.remove(&held.record);
            self.tell_refused_again(run, refused, deleted);
        }
    }

    /// Finds out whom to let in, and how the policy would look. Changes nothing.
    async fn draft(&self, run: &mut Recorder<'_>, found: &Found) -> Option<Draft> {
        let who = Evidence { who: Some(found.identity.arn.clone()), ..Evidence::default() };
        run.start(CALLER);
        let caller = match self.account.caller_principal(&found.identity).await {
            Ok(caller) => caller,
            Err(error @ (LiveError::RootUser { .. } | LiveError::Federated { .. })) => {
                let hint = error.hint().unwrap_or_default();
                run.skip(CALLER, &format!("{error}; {hint}"));
                return None;
            }
            Err(error) => {
                run.fail_with(CALLER, &error, who);
                return None;
            }
        };
        let evidence = Evidence { what: format!("the trust policy can name `{caller}`"), ..who.clone() };
        run.pass(CALLER, evidence);
        run.start(STATEMENT);
        let role_arn = self.options.setup.role_arn.as_str();
        let read = match self.account.get_role(trust::role_name(role_arn)).await {
            Ok(Some(read)) => read,
            Ok(None) => {
                let why = "the role was deleted meanwhile".to_owned();
                run.fail_with(STATEMENT, &LiveError::TrustPolicy { why }, who);
                return None;
            }
            Err(error) => {
                run.fail_with(STATEMENT, &error, who);
                return None;
            }
        };
        let unique = Uuid::new_v4().simple().to_string();
        let sid: String = ["BedrockRoleWizardTemporary", unique.get(..8).unwrap_or_default()].concat();
        let expires = DateTime::from_secs(read.at.secs() + LIFETIME.as_secs().cast_signed());
        let made = temporary(
            &read.role.trust_policy,
            &Wanted {
                gateway: self.options.pack.gateway_principal(),
                caller: &caller,
                caller_arn: &found.identity.arn,
                role_arn,
                external_id: self.options.setup.external_id.as_str(),
                sid: &sid,
                now: read.at,
                expires,
            },
        );
        match made {
            Ok(temporary) => Some(Draft {
                temporary,
                record: UndoRecord {
                    id: format!("undo-{}", unique.get(..8).unwrap_or_default()),
                    role_arn: role_arn.to_owned(),
                    sid,
                    principal: caller,
                    expires_at: in_policy(expires),
                    endpoint: self.account.asked().endpoint.clone(),
                },
            }),
            Err(why) => {
                let evidence = Evidence {
                    what: format!("{why}; nothing was changed"),
                    request_id: read.request_id,
                    ..who
                };
                run.fail(STATEMENT, evidence, no_clone(&why));
                None
            }
        }
    }

    /// Writes the undo record, then changes the policy. `None`: neither happened. Never dropped
    /// half-way: a change whose answer was not awaited could land after the clean-up.
    async fn add(&self, run: &mut Recorder<'_>, draft: Draft) -> Option<Held> {
        let Draft { record, temporary } = draft;
        let evidence = Evidence { who: Some(record.principal.clone()), ..Evidence::default() };
        if let Err(error) = self.undo.write(&record) {
            run.fail_with(STATEMENT, &error, evidence);
            return None;
        }
        let started = Instant::now();
        let name = trust::role_name(&record.role_arn);
        let answer = match trust::update(self.account, name, &temporary.policy).await {
            Ok(request_id) => {
                run.emit(present(true));
                let evidence = Evidence {
                    what: format!("added `{}`, which ends by itself at {}", record.sid, record.expires_at),
                    request_id,
                    millis: Some(millis(started.elapsed())),
                    ..evidence
                };
                run.pass(STATEMENT, evidence);
                Answer::Accepted
            }
            Err(error) => {
                run.fail_with(STATEMENT, &error, evidence);
                if error.is_transient() { Answer::None } else { Answer::Refused }
            }
        };
        Some(Held { record, temporary, answer, seen: false, let_in: false })
    }

    /// Waits until a reading shows the statement. Not seeing it in time is no failure: only the
    /// clean-up will then doubt a reading without it.
    async fn wait_until_seen(&self, run: &Recorder<'_>, held: &mut Held) {
        let pacing = self.account.pacing();
        let mut backoff = pacing.backoff(pacing.reading_window);
        let name = trust::role_name(&held.record.role_arn);
        loop {
            if let Ok(Some(read)) = self.account.get_role(name).await
                && let Ok(true) = trust::has_statement(&read.role.trust_policy, &held.record.sid)
            {
                held.seen = true;
                return;
            }
            if !backoff.again().await {
                return;
            }
            run.progress(super::planned::WITH, "waiting until IAM shows the temporary statement".to_owned());
        }
    }

    /// Whether the trust policy still has the temporary statement; `None` where it cannot be read.
    pub(super) async fn still_held(&self, held: &Held) -> Option<bool> {
        let name = trust::role_name(&held.record.role_arn);
        let read = self.account.get_role(name).await.ok()??;
        trust::has_statement(&read.role.trust_policy, &held.record.sid).ok()
    }

    /// Takes exactly this statement out of the policy as it now is, and confirms by reading.
    /// `true`: it is proven gone.
    async fn take_out(&self, run: &mut Recorder<'_>, held: &Held) -> bool {
        run.start(REMOVED);
        let record = &held.record;
        let started = Instant::now();
        let doubt = if held.seen || held.answer == Answer::Refused {
            Duration::ZERO
        } else {
            self.account.pacing().reading_window
        };
        let removal = trust::remove_statement(self.account, &record.role_arn, &record.sid, doubt, &|note| {
            run.progress(REMOVED, note);
        })
        .await;
        let mut evidence = Evidence {
            who: Some(record.principal.clone()),
            millis: Some(millis(started.elapsed())),
            ..Evidence::default()
        };
        let was_there = matches!(removal, Ok(Removal::Removed { .. }));
        match removal {
            Ok(Removal::Removed { request_id, tries }) => {
                evidence.what = format!("`{}` is out, confirmed by reading", record.sid);
                evidence.request_id = request_id;
                evidence.attempts = Some(tries);
            }
            Ok(Removal::RoleGone) => evidence.what = "the role was deleted meanwhile".to_owned(),
            Ok(Removal::NotThere) if held.answer == Answer::None => {
                evidence.what = format!(
                    "AWS never answered whether it added `{}`, and no reading shows it; the undo \
                     record is kept",
                    record.sid
                );
                run.warn(REMOVED, evidence, Some(by_hand(record, "it may still appear")));
                return false;
            }
            Ok(Removal::NotThere) => {
                evidence.what = format!("`{}` is not in the trust policy", record.sid);
            }
            Err(error) => {
                let still = LiveError::StillThere {
                    role_arn: record.role_arn.clone(),
                    sid: record.sid.clone(),
                    expires_at: record.expires_at.clone(),
                    why: error.to_string(),
                };
                evidence.what = still.to_string();
                let evidence = Evidence {
                    request_id: error.answer().and_then(|answer| answer.request_id.clone()),
                    ..evidence
                };
                run.fail(REMOVED, evidence, by_hand(record, &error.to_string()));
                return false;
            }
        }
        if held.answer == Answer::Accepted || was_there {
            run.emit(present(false));
        }
        run.pass(REMOVED, evidence);
        true
    }

    fn tell_refused_again(
        &self,
        run: &mut Recorder<'_>,
        refused: Option<super::assume::RefusedAgain>,
        deleted: Result<(), LiveError>,
    ) {
        match (refused, deleted) {
            (_, Err(error)) => {
                let diagnosis = diagnosis_of(&error, &self.options.pack);
                run.warn(REFUSED_AGAIN, with_error(&error, Evidence::default()), Some(diagnosis));
            }
            (Some(refused), Ok(())) => refused.tell(run),
            // Cancelled: skipped with the rest.
            (None, Ok(())) => {}
        }
    }
}

fn present(present: bool) -> VerifyEvent {
    let now = DateTime::from_secs(DateTime::from(SystemTime::now()).secs());
    VerifyEvent::TemporaryStatement { present, at: in_policy(now) }
}

/// What is left, until when, and how to take it out by hand.
fn by_hand(record: &UndoRecord, why: &str) -> Diagnosis {
    Diagnosis {
        code: "temporary-statement-left".to_owned(),
        cause: format!(
            "the statement `{}`, which lets in `{}`, may still be in the trust policy: {why}",
            record.sid, record.principal
        ),
        certainty: Certainty::Certain,
        step: Some(Step::Verify),
        remedy: format!(
            "It lets nobody in after {}. Take it out with `bedrock-role recover`, or in the AWS \
             console: IAM, Roles, {}, Trust relationships, Edit trust policy, delete the statement \
             with this Sid.",
            record.expires_at,
            trust::role_name(&record.role_arn)
        ),
        action: None,
    }
}

fn no_clone(why: &NoClone) -> Diagnosis {
    let (code, remedy, action) = match why {
        NoClone::GatewayNotNamed(_) => (
            "gateway-not-trusted",
            "Show the plan and apply it: it puts the gateway's statement into the trust policy.".to_owned(),
            Some(RemedyAction::ShowPlan),
        ),
        NoClone::Unreadable(_) => (
            "trust-policy-unreadable",
            "Show the plan and apply it, or mend the trust policy in the AWS console.".to_owned(),
            Some(RemedyAction::ShowPlan),
        ),
        NoClone::UnreadableExpiry(_) => (
            "trust-policy-unreadable-expiry",
            "Write the end of the statement as a time such as 2026-11-22T14:17:11Z.".to_owned(),
            None,
        ),
        NoClone::TooLarge { .. } => (
            "trust-policy-too-large",
            "Take statements out that are not needed. The gateway is not affected; only this test \
             needs the room."
                .to_owned(),
            None,
        ),
    };
    Diagnosis {
        code: code.to_owned(),
        cause: why.to_string(),
        certainty: Certainty::Certain,
        step: Some(Step::Role),
        remedy,
        action,
    }
}
