//! Holding the temporary statement: the undo record, the change, and its removal, whatever happens
//! between.

use super::planned::{CALLER, REFUSED_AGAIN, REMOVED, STATEMENT, WITH, while_let_in};
use super::recorder::{Recorder, diagnosis_of, millis, with_error};
use super::statement::{NoClone, SID_PREFIX, Temporary, Wanted, in_policy, temporary};
use super::{Found, Test, VerifyEvent, skipped, unless_cancelled};
use crate::error::LiveError;
use crate::trust::{self, Removal};
use crate::undo::{self, LIFETIME, TemporaryStatement, Undo, UndoRecord};
use aws_smithy_types::DateTime;
use onboarding::diagnosis::{Certainty, RemedyAction};
use onboarding::setup::Step;
use onboarding::{Diagnosis, Evidence};
use std::time::{Duration, Instant, SystemTime};
use uuid::Uuid;

/// How often the statement is put in: somebody else's change at the same moment may take it out.
const MOST_PUTS: u32 = 4;

/// The change as it will be made: nothing has happened yet.
pub(super) struct Draft {
    record: UndoRecord,
    statement: TemporaryStatement,
    expires: DateTime,
}

/// A statement that is, or may be, in the trust policy.
pub(super) struct Held {
    record: UndoRecord,
    pub(super) statement: TemporaryStatement,
    expires: DateTime,
    pub(super) temporary: Temporary,
    /// The policy that the statement was put into.
    before: String,
    /// How the change was answered.
    answer: Answer,
    /// How often it was put in.
    puts: u32,
    /// Whether a reading showed it.
    seen: bool,
    /// Whether the caller was let in by it.
    pub(super) let_in: bool,
    /// Whether it was let in where the policy as written refuses it.
    pub(super) policy_ignored: bool,
}

/// How it stands with the temporary statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is in the trust policy.
    Held,
    /// No reading has shown it yet.
    NotSeenYet,
    /// It was there, and is not any more: somebody else's change took it out.
    Lost,
    /// Its time is over, whether it is there or not.
    Expired,
}

impl Standing {
    /// Why nobody is let in by the statement; `None`: that is not why.
    pub(super) fn fault(self, statement: &TemporaryStatement) -> Option<LiveError> {
        match self {
            Standing::Held => None,
            Standing::Lost | Standing::NotSeenYet => Some(LiveError::TrustPolicy {
                why: format!("somebody changed it during the test, and `{}` is gone from it", statement.sid),
            }),
            Standing::Expired => Some(LiveError::StatementExpired {
                sid: statement.sid.clone(),
                expires_at: statement.expires_at.clone(),
            }),
        }
    }
}

/// The statement was put in.
struct Put {
    request_id: Option<String>,
    temporary: Temporary,
    before: String,
}

/// It was not, or may not have been.
enum NotPut {
    NoClone(NoClone, Option<String>),
    Refused(LiveError),
    Unanswered(LiveError, Put),
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
        // Whoever finds the record meanwhile sees that it was not left behind.
        let _lock = match self.undo.lock(&draft.record).await {
            Ok(lock) => lock,
            Err(error) => return run.fail_with(STATEMENT, &error, Evidence::default()),
        };
        // From here to the end nothing is dropped half-way but the tests themselves.
        let Some(mut held) = self.add(run, found, draft).await else {
            return;
        };
        if held.answer == Answer::Accepted {
            let tests = async {
                self.wait_until_seen(run, WITH, found, &mut held).await;
                self.through_the_role(run, found, &mut held).await;
            };
            unless_cancelled(self.cancel, tests).await;
        }
        run.skip_open(&while_let_in(self.options), skipped(self.cancel.is_cancelled()));
        // Where that fails, the call that needs it says so.
        let _ = self.account.stay_signed_in().await;
        if self.take_out(run, &held).await {
            let refused = unless_cancelled(self.cancel, self.refused_again(run, found, &held)).await;
            let deleted = match self.stays_out(run, &held).await {
                Ok(()) => self.undo.remove(&held.record),
                Err(error) => Err(error),
            };
            self.tell_refused_again(run, refused, deleted);
        }
    }

    /// Finds out whom to let in, and how the policy would look. Changes nothing.
    async fn draft(&self, run: &mut Recorder<'_>, found: &Found) -> Option<Draft> {
        let who = Evidence { who: Some(found.identity.arn.clone()), ..Evidence::default() };
        run.start(CALLER);
        if let Err(error) = self.account.stay_signed_in().await {
            run.fail_with(CALLER, &error, who);
            return None;
        }
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
        let unique = unique.get(..8).unwrap_or_default();
        let expires = DateTime::from_secs(read.at.secs() + LIFETIME.as_secs().cast_signed());
        let statement = TemporaryStatement {
            sid: [SID_PREFIX, unique].concat(),
            principal: caller,
            expires_at: in_policy(expires),
        };
        let made = temporary(&read.role.trust_policy, &self.wanted(found, &statement, expires, read.at));
        if let Err(why) = made {
            self.tell_no_clone(run, &why, read.request_id, who);
            return None;
        }
        let record = UndoRecord {
            id: format!("undo-{unique}"),
            role_arn: role_arn.to_owned(),
            endpoint: self.account.asked().endpoint.clone(),
            at: undo::now(),
            what: Undo::TemporaryStatement(statement.clone()),
        };
        Some(Draft { record, statement, expires })
    }

    fn wanted<'w>(
        &'w self,
        found: &'w Found,
        statement: &'w TemporaryStatement,
        expires: DateTime,
        now: DateTime,
    ) -> Wanted<'w> {
        Wanted {
            gateway: self.options.pack.gateway_principal(),
            caller: &statement.principal,
            caller_arn: &found.identity.arn,
            role_arn: self.options.setup.role_arn.as_str(),
            external_id: self.options.setup.external_id.as_str(),
            sid: &statement.sid,
            now,
            expires,
        }
    }

    fn tell_no_clone(
        &self,
        run: &mut Recorder<'_>,
        why: &NoClone,
        request_id: Option<String>,
        evidence: Evidence,
    ) {
        let evidence = Evidence { what: format!("{why}; nothing was changed"), request_id, ..evidence };
        run.fail(STATEMENT, evidence, no_clone(why));
    }

    /// Writes the undo record, then changes the policy. `None`: neither happened. Never dropped
    /// half-way: a change whose answer was not awaited could land after the clean-up.
    async fn add(&self, run: &mut Recorder<'_>, found: &Found, draft: Draft) -> Option<Held> {
        let Draft { record, statement, expires } = draft;
        let evidence = Evidence { who: Some(statement.principal.clone()), ..Evidence::default() };
        if let Err(error) = self.undo.write(&record) {
            run.fail_with(STATEMENT, &error, evidence);
            return None;
        }
        let started = Instant::now();
        let (put, answer) = match self.put(found, &statement, expires).await {
            Ok(put) => {
                run.emit(present(true));
                let evidence = Evidence {
                    what: format!(
                        "added `{}`, which ends by itself at {}",
                        statement.sid, statement.expires_at
                    ),
                    request_id: put.request_id.clone(),
                    millis: Some(millis(started.elapsed())),
                    ..evidence
                };
                run.pass(STATEMENT, evidence);
                (put, Answer::Accepted)
            }
            Err(NotPut::Unanswered(error, put)) => {
                run.fail_with(STATEMENT, &error, evidence);
                (put, Answer::None)
            }
            Err(not_put) => {
                match not_put {
                    NotPut::NoClone(why, request_id) => self.tell_no_clone(run, &why, request_id, evidence),
                    NotPut::Refused(error) | NotPut::Unanswered(error, _) => {
                        run.fail_with(STATEMENT, &error, evidence);
                    }
                }
                // Refused is not made: there is nothing to take out.
                if let Err(error) = self.undo.remove(&record) {
                    run.progress(STATEMENT, error.to_string());
                }
                return None;
            }
        };
        let Put { temporary, before, .. } = put;
        Some(Held {
            record,
            statement,
            expires,
            temporary,
            before,
            answer,
            puts: 1,
            seen: false,
            let_in: false,
            policy_ignored: false,
        })
    }

    /// Reads the policy, puts the statement into what it is by now, and writes it at once: the less
    /// time between the two, the less can somebody else change. After an answer that was lost it
    /// reads first.
    async fn put(
        &self,
        found: &Found,
        statement: &TemporaryStatement,
        expires: DateTime,
    ) -> Result<Put, NotPut> {
        let name = trust::role_name(self.options.setup.role_arn.as_str());
        let pacing = self.account.pacing();
        let mut backoff = pacing.backoff(pacing.cleanup_window);
        let mut unanswered: Option<Put> = None;
        loop {
            let tried = async {
                let Some(read) = self.account.get_role(name).await.map_err(NotPut::Refused)? else {
                    let why = "the role was deleted meanwhile".to_owned();
                    return Err(NotPut::Refused(LiveError::TrustPolicy { why }));
                };
                let before = read.role.trust_policy;
                if let (Ok(true), Some(put)) = (trust::has_statement(&before, &statement.sid), &unanswered) {
                    let (temporary, before) = (put.temporary.clone(), put.before.clone());
                    return Ok(Put { request_id: None, temporary, before });
                }
                let temporary = temporary(&before, &self.wanted(found, statement, expires, read.at))
                    .map_err(|why| NotPut::NoClone(why, read.request_id))?;
                match trust::update(self.account, name, &temporary.policy).await {
                    Ok(request_id) => Ok(Put { request_id, temporary, before }),
                    Err(error) if error.may_have_been_done() => {
                        Err(NotPut::Unanswered(error, Put { request_id: None, temporary, before }))
                    }
                    Err(error) => Err(NotPut::Refused(error)),
                }
            };
            let failure = match tried.await {
                Ok(put) => return Ok(put),
                Err(NotPut::Unanswered(error, put)) => {
                    unanswered = Some(put);
                    error
                }
                Err(NotPut::Refused(error)) => error,
                Err(no_clone) => return Err(no_clone),
            };
            let again = failure.is_transient() && backoff.tries() < trust::TRIES && backoff.again().await;
            if !again {
                return Err(match unanswered {
                    Some(put) => NotPut::Unanswered(failure, put),
                    None => NotPut::Refused(failure),
                });
            }
        }
    }

    /// Puts the statement in again that somebody else's change took out. `false`: it cannot be, or was
    /// often enough.
    pub(super) async fn put_again(
        &self,
        run: &Recorder<'_>,
        check: &str,
        found: &Found,
        held: &mut Held,
    ) -> bool {
        if held.puts >= MOST_PUTS {
            return false;
        }
        held.puts += 1;
        held.seen = false;
        let note = "somebody else changed the trust policy at the same time: the temporary statement is put in again";
        run.progress(check, note.to_owned());
        match self.put(found, &held.statement, held.expires).await {
            Ok(put) => {
                held.temporary = put.temporary;
                held.before = put.before;
                run.emit(present(true));
                true
            }
            Err(NotPut::Unanswered(..)) => {
                held.answer = Answer::None;
                false
            }
            Err(NotPut::NoClone(..) | NotPut::Refused(_)) => false,
        }
    }

    /// Waits until a reading shows the statement. Not seeing it in time is no failure: only the
    /// clean-up will then doubt a reading without it. A reading that shows neither what was there
    /// before nor what was written, twice, is somebody else's change.
    pub(super) async fn wait_until_seen(
        &self,
        run: &Recorder<'_>,
        check: &str,
        found: &Found,
        held: &mut Held,
    ) {
        let pacing = self.account.pacing();
        let mut backoff = pacing.backoff(pacing.reading_window);
        let name = trust::role_name(self.options.setup.role_arn.as_str());
        let mut foreign: Option<String> = None;
        let mut unread = 0;
        loop {
            let read = self.account.get_role(name).await;
            unread = if read.is_ok() { 0 } else { unread + 1 };
            // What comes next would fail the same, and sooner.
            if unread == trust::TRIES {
                return;
            }
            if let Ok(Some(read)) = read {
                let now = read.role.trust_policy;
                if let Ok(true) = trust::has_statement(&now, &held.statement.sid) {
                    held.seen = true;
                    return;
                }
                if now != held.before && foreign.as_ref() == Some(&now) {
                    if !self.put_again(run, check, found, held).await {
                        return;
                    }
                    foreign = None;
                } else {
                    foreign = Some(now);
                }
            }
            if !backoff.again().await {
                return;
            }
            run.waits(check, "IAM to show the temporary statement", &backoff);
        }
    }

    /// How it stands with the temporary statement; `None` where the trust policy cannot be read.
    ///
    /// Its end is held against AWS's clock, by which it ends: a machine that slept, or whose clock was
    /// set meanwhile, knows no better.
    pub(super) async fn standing(&self, held: &mut Held) -> Option<Standing> {
        let name = trust::role_name(&held.record.role_arn);
        let read = self.account.get_role(name).await.ok()??;
        if read.at >= held.expires {
            return Some(Standing::Expired);
        }
        let there = trust::has_statement(&read.role.trust_policy, &held.statement.sid).ok()?;
        let standing = match (there, held.seen) {
            (true, _) => Standing::Held,
            (false, true) => Standing::Lost,
            (false, false) => Standing::NotSeenYet,
        };
        held.seen |= there;
        Some(standing)
    }

    /// Takes exactly this statement out of the policy as it now is, and confirms by reading.
    /// `true`: it is proven gone.
    async fn take_out(&self, run: &mut Recorder<'_>, held: &Held) -> bool {
        run.start(REMOVED);
        let Held { record, statement, .. } = held;
        let started = Instant::now();
        let doubt = if held.seen || held.answer == Answer::Refused {
            Duration::ZERO
        } else {
            self.account.pacing().reading_window
        };
        let removal =
            trust::remove_statement(self.account, &record.role_arn, &statement.sid, doubt, &|note| {
                run.progress(REMOVED, note);
            })
            .await;
        let mut evidence = Evidence {
            who: Some(statement.principal.clone()),
            millis: Some(millis(started.elapsed())),
            ..Evidence::default()
        };
        let was_there = matches!(removal, Ok(Removal::Removed { .. }));
        match removal {
            Ok(Removal::Removed { request_id, tries }) => {
                evidence.what = format!("`{}` is out, confirmed by reading", statement.sid);
                evidence.request_id = request_id;
                evidence.attempts = Some(tries);
            }
            Ok(Removal::RoleGone) => evidence.what = "the role was deleted meanwhile".to_owned(),
            Ok(Removal::NotThere) if held.answer == Answer::None => {
                evidence.what = format!(
                    "AWS never answered whether it added `{}`, and no reading shows it; the undo \
                     record is kept",
                    statement.sid
                );
                run.warn(REMOVED, evidence, Some(by_hand(held, "it may still appear")));
                return false;
            }
            Ok(Removal::NotThere) => {
                evidence.what = format!("`{}` is not in the trust policy", statement.sid);
            }
            Err(error) => {
                let still = LiveError::StillThere {
                    role_arn: record.role_arn.clone(),
                    sid: statement.sid.clone(),
                    expires_at: statement.expires_at.clone(),
                    why: error.to_string(),
                };
                evidence.what = still.to_string();
                let evidence = Evidence {
                    request_id: error.answer().and_then(|answer| answer.request_id.clone()),
                    ..evidence
                };
                run.fail(REMOVED, evidence, by_hand(held, &error.to_string()));
                return false;
            }
        }
        if held.answer == Answer::Accepted || was_there {
            run.emit(present(false));
        }
        run.pass(REMOVED, evidence);
        true
    }

    /// Looks once more, when everybody else who read the policy while the statement was in has written
    /// what they had to write: a change of theirs may have brought it back.
    pub(super) async fn stays_out(&self, run: &Recorder<'_>, held: &Held) -> Result<(), LiveError> {
        let Held { record, statement, .. } = held;
        let tell = |note| run.progress(REFUSED_AGAIN, note);
        let removal =
            trust::remove_statement(self.account, &record.role_arn, &statement.sid, Duration::ZERO, &tell)
                .await;
        match removal {
            Ok(Removal::Removed { .. }) => {
                tell(
                    "somebody else's change had brought the temporary statement back: it is out again"
                        .to_owned(),
                );
                Ok(())
            }
            Ok(Removal::NotThere | Removal::RoleGone) => Ok(()),
            Err(error) => Err(LiveError::StillThere {
                role_arn: record.role_arn.clone(),
                sid: statement.sid.clone(),
                expires_at: statement.expires_at.clone(),
                why: error.to_string(),
            }),
        }
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
fn by_hand(held: &Held, why: &str) -> Diagnosis {
    let Held { record, statement, .. } = held;
    Diagnosis {
        code: "temporary-statement-left".to_owned(),
        cause: format!(
            "the statement `{}`, which lets in `{}`, may still be in the trust policy: {why}",
            statement.sid, statement.principal
        ),
        certainty: Certainty::Certain,
        step: Some(Step::Verify),
        remedy: format!(
            "It lets nobody in after {}. Take it out with `bedrock-role recover`, or in the AWS \
             console: IAM, Roles, {}, Trust relationships, Edit trust policy, delete the statement \
             with this Sid.",
            statement.expires_at,
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
