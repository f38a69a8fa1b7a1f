//! Keeps the checks and tells of them as they happen.

use super::{PlannedCheck, VerifyEvent, Wait};
use crate::error::{AwsAnswer, LiveError};
use crate::pacing::Backoff;
use crate::undo::LIFETIME;
use onboarding::check::level_reached;
use onboarding::diagnosis::{Certainty, RemedyAction};
use onboarding::setup::Step;
use onboarding::{Check, CheckStatus, Diagnosis, Evidence, Level, Pack, diagnose};
use std::time::Duration;

/// A listener to what happens.
pub(super) type OnEvent<'a> = &'a (dyn Fn(VerifyEvent) + Send + Sync);

/// The checks of a run.
pub(super) struct Recorder<'a> {
    on_event: OnEvent<'a>,
    pack: &'a Pack,
    planned: Vec<PlannedCheck>,
    done: Vec<Check>,
}

impl<'a> Recorder<'a> {
    /// Announces the checks that will run.
    pub(super) fn new(planned: Vec<PlannedCheck>, pack: &'a Pack, on_event: OnEvent<'a>) -> Self {
        on_event(VerifyEvent::Planned { checks: planned.clone() });
        Self { on_event, pack, planned, done: Vec::new() }
    }

    pub(super) fn emit(&self, event: VerifyEvent) {
        (self.on_event)(event);
    }

    pub(super) fn start(&self, id: &str) {
        self.emit(VerifyEvent::Started { id: id.to_owned() });
    }

    pub(super) fn progress(&self, id: &str, note: String) {
        self.emit(VerifyEvent::Progress { id: id.to_owned(), note, wait: None });
    }

    /// Tells what AWS is waited for, and how long it is waited.
    pub(super) fn waits(&self, id: &str, what: &str, backoff: &Backoff) {
        let seconds = |duration: Duration| u32::try_from(duration.as_secs()).unwrap_or(u32::MAX);
        let wait = Wait {
            tries: backoff.tries(),
            gone_seconds: seconds(backoff.elapsed()),
            left_seconds: seconds(backoff.left()),
        };
        let note = format!(
            "waiting for {what}: try {}, {} s gone, {} s left at most",
            wait.tries, wait.gone_seconds, wait.left_seconds
        );
        self.emit(VerifyEvent::Progress { id: id.to_owned(), note, wait: Some(wait) });
    }

    /// Records a check that was made elsewhere.
    pub(super) fn finish(&mut self, check: Check) {
        self.done.push(check.clone());
        self.emit(VerifyEvent::Finished { check });
    }

    pub(super) fn pass(&mut self, id: &str, evidence: Evidence) {
        self.record(id, CheckStatus::Passed, evidence, None);
    }

    pub(super) fn warn(&mut self, id: &str, evidence: Evidence, diagnosis: Option<Diagnosis>) {
        self.record(id, CheckStatus::Warning, evidence, diagnosis);
    }

    /// Signed in, but not for as long as a test may take.
    pub(super) fn warn_of_the_end(&mut self, id: &str, evidence: Evidence, left: Duration) {
        let cause = format!(
            "another code of your MFA device is needed in {} min, and the test may take {} min",
            left.as_secs() / 60,
            LIFETIME.as_secs() / 60
        );
        let what = format!("{}; {cause}", evidence.what);
        let diagnosis = Diagnosis {
            code: "session-ends-soon".to_owned(),
            cause,
            certainty: Certainty::Certain,
            step: Some(Step::Verify),
            remedy: "Have the device at hand, or sign in anew and verify again.".to_owned(),
            action: Some(RemedyAction::SignIn),
        };
        self.warn(id, Evidence { what, ..evidence }, Some(diagnosis));
    }

    pub(super) fn fail(&mut self, id: &str, evidence: Evidence, diagnosis: Diagnosis) {
        self.record(id, CheckStatus::Failed, evidence, Some(diagnosis));
    }

    /// Fails with an error: its text is the evidence, its meaning the diagnosis.
    pub(super) fn fail_with(&mut self, id: &str, error: &LiveError, evidence: Evidence) {
        let diagnosis = diagnosis_of(error, self.pack);
        self.fail(id, with_error(error, evidence), diagnosis);
    }

    pub(super) fn skip(&mut self, id: &str, why: &str) {
        let evidence = Evidence { what: why.to_owned(), ..Evidence::default() };
        self.record(id, CheckStatus::Skipped, evidence, None);
    }

    /// Skips those of these checks that have no result yet.
    pub(super) fn skip_open(&mut self, ids: &[&str], why: &str) {
        for id in ids {
            if !self.is_done(id) {
                self.skip(id, why);
            }
        }
    }

    /// Skips every check that has no result yet.
    pub(super) fn skip_rest(&mut self, why: &str) {
        for planned in self.planned.clone() {
            self.skip_open(&[&planned.id], why);
        }
    }

    /// The first check of a level that has no result yet.
    pub(super) fn first_open(&self, level: Level) -> Option<String> {
        self.planned
            .iter()
            .find(|planned| planned.level == level && !self.is_done(&planned.id))
            .map(|planned| planned.id.clone())
    }

    /// Whether a check has no result yet.
    pub(super) fn is_open(&self) -> bool {
        self.planned.iter().any(|planned| !self.is_done(&planned.id))
    }

    fn is_done(&self, id: &str) -> bool {
        self.done.iter().any(|check| check.id == id)
    }

    /// Says that it is over, and gives the checks in the order in which they were announced; one
    /// that was not comes last.
    pub(super) fn end(mut self, cancelled: bool) -> Vec<Check> {
        let place = |check: &Check| {
            self.planned.iter().position(|planned| planned.id == check.id).unwrap_or(usize::MAX)
        };
        let mut checks = std::mem::take(&mut self.done);
        checks.sort_by_key(place);
        self.emit(VerifyEvent::Ended { reached: level_reached(&checks), cancelled });
        checks
    }

    fn record(&mut self, id: &str, status: CheckStatus, evidence: Evidence, diagnosis: Option<Diagnosis>) {
        let planned = self.planned.iter().find(|planned| planned.id == id);
        let (level, title) = match planned {
            Some(planned) => (planned.level, planned.title.clone()),
            // Not announced, which is a mistake here; the check is told all the same.
            None => (Level::AssumeAndInvoke, id.to_owned()),
        };
        self.finish(Check { id: id.to_owned(), level, title, status, evidence, diagnosis });
    }
}

/// Adds what an error says to the evidence.
pub(super) fn with_error(error: &LiveError, evidence: Evidence) -> Evidence {
    Evidence {
        what: match error.answer() {
            Some(answer) => answer.text(),
            None => error.to_string(),
        },
        request_id: error.request_id().map(str::to_owned).or(evidence.request_id),
        ..evidence
    }
}

/// What an error means: by the pack's table where AWS answered and the table knows the answer, else
/// by the error itself.
pub(super) fn diagnosis_of(error: &LiveError, pack: &Pack) -> Diagnosis {
    let said = match error {
        LiveError::Gateway(refused) => Some(refused.to_string()),
        other => other.answer().map(AwsAnswer::text),
    };
    if let Some(said) = said {
        let diagnosis = diagnose(&said, pack);
        if diagnosis.certainty != Certainty::Unknown {
            return diagnosis;
        }
    }
    let unknown = matches!(error, LiveError::Aws(_));
    Diagnosis {
        code: error.code().to_owned(),
        cause: error.to_string(),
        certainty: if unknown { Certainty::Unknown } else { Certainty::Certain },
        step: Some(Step::Verify),
        remedy: error.hint().unwrap_or_else(|| "read AWS's message and verify again".to_owned()),
        action: match error {
            LiveError::ExpiredSignIn { .. }
            | LiveError::MfaRequired { .. }
            | LiveError::MfaRefused { .. }
            | LiveError::SsoSignIn { .. }
            | LiveError::NoCredentials { .. }
            | LiveError::BadCredentials { .. }
            | LiveError::SignInFailed { .. }
            | LiveError::RootUser { .. }
            | LiveError::Federated { .. }
            | LiveError::WrongAccount { .. }
            | LiveError::Partition { .. } => Some(RemedyAction::SignIn),
            LiveError::StatementExpired { .. } | LiveError::RoleSessionEnded => {
                Some(RemedyAction::VerifyAgain)
            }
            error if error.is_transient() => Some(RemedyAction::VerifyAgain),
            _ => None,
        },
    }
}

/// Milliseconds, for evidence.
pub(super) fn millis(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}
