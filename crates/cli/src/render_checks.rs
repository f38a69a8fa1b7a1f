//! Checks for people: a line each as it ends, grouped by the level that they prove.

use crate::args::Format;
use crate::output::{BAD, CARE, FAINT, GOOD, HEADING, Output};
use live::VerifyEvent;
use live::verify::PlannedCheck;
use onboarding::{Check, CheckStatus, Level};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Prints checks as they run; in the JSON form it prints nothing, the report comes at the end.
pub(crate) struct CheckPrinter<'a> {
    output: &'a Output,
    seen: Mutex<Seen>,
}

/// What the events told so far.
#[derive(Default)]
struct Seen {
    planned: Vec<PlannedCheck>,
    level: Option<Level>,
    who: Option<String>,
    request_id: Option<String>,
    cancelled: bool,
}

impl<'a> CheckPrinter<'a> {
    pub(crate) fn new(output: &'a Output) -> Self {
        Self { output, seen: Mutex::default() }
    }

    /// Takes in what happens during a verification.
    pub(crate) fn event(&self, event: VerifyEvent) {
        match event {
            VerifyEvent::Planned { checks } => self.seen().planned = checks,
            VerifyEvent::Started { id } => self.output.busy(self.title(&id)),
            VerifyEvent::Progress { id, note, .. } => {
                let title = self.title(&id);
                self.output.busy_still(format!("{title}: {note}"));
            }
            VerifyEvent::Finished { check } => {
                self.output.idle();
                self.check(&check);
            }
            VerifyEvent::TemporaryStatement { present, .. } => {
                if present {
                    self.output.busy_still("you are in the trust policy for the test");
                }
            }
            VerifyEvent::Ended { cancelled, .. } => {
                self.output.idle();
                self.seen().cancelled = cancelled;
            }
        }
    }

    /// Whether the verification was cancelled.
    pub(crate) fn cancelled(&self) -> bool {
        self.seen().cancelled
    }

    /// A heading.
    pub(crate) fn heading(&self, heading: &str) {
        if self.output.format() == Format::Text {
            self.output.line(format_args!("\n{HEADING}{heading}{HEADING:#}"));
        }
    }

    /// A check that ended, under its level's heading.
    pub(crate) fn check(&self, check: &Check) {
        let before = self.seen().level.replace(check.level);
        if before != Some(check.level) {
            self.heading(level_title(check.level));
        }
        self.line(check);
    }

    /// A check that ended, by itself.
    pub(crate) fn line(&self, check: &Check) {
        if self.output.format() == Format::Json {
            return;
        }
        let (style, sign) = match check.status {
            CheckStatus::Passed => (GOOD, '✓'),
            CheckStatus::Failed => (BAD, '✗'),
            CheckStatus::Warning => (CARE, '!'),
            CheckStatus::Skipped => (FAINT, '-'),
        };
        let took = how_long(check).map(|took| format!("  {FAINT}{took}{FAINT:#}"));
        self.output.line(format_args!(
            "  {style}{sign}{style:#} {}{}",
            check.title,
            took.unwrap_or_default()
        ));
        for (name, value) in self.evidence(check) {
            // Values of several lines stay under their first one.
            let value = value.trim().replace('\n', "\n              ");
            self.output.line(format_args!("      {FAINT}{name:8}{FAINT:#}{value}"));
        }
    }

    /// Who asked and what was seen; for a failure or a warning, what it means and what to do. Who
    /// asked, and with which request, is said when it changes.
    fn evidence<'c>(&self, check: &'c Check) -> Vec<(&'static str, &'c str)> {
        let evidence = &check.evidence;
        let diagnosis = check.diagnosis.as_ref();
        let mut seen = self.seen();
        [
            ("who", changed(&mut seen.who, evidence.who.as_ref())),
            ("seen", Some(evidence.what.as_str())),
            ("request", changed(&mut seen.request_id, evidence.request_id.as_ref())),
            ("cause", diagnosis.map(|it| it.cause.as_str())),
            ("remedy", diagnosis.map(|it| it.remedy.as_str())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .filter(|(_, value)| !value.trim().is_empty())
        .collect()
    }

    fn title(&self, id: &str) -> String {
        let seen = self.seen();
        let planned = seen.planned.iter().find(|planned| planned.id == id);
        planned.map_or_else(|| id.to_owned(), |planned| planned.title.clone())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last lines: how many of each, and the level that was reached.
pub(crate) fn print_summary(checks: &[Check], reached: Option<Level>, output: &Output) {
    let counts = [
        (CheckStatus::Passed, "passed"),
        (CheckStatus::Warning, "with a warning"),
        (CheckStatus::Failed, "failed"),
        (CheckStatus::Skipped, "skipped"),
    ]
    .map(|(status, word)| {
        let count = checks.iter().filter(|check| check.status == status).count();
        (count > 0).then(|| format!("{count} {word}"))
    });
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let proven = match reached {
        Some(level) => format!("proven: {}", level_proof(level)),
        None => "proven: nothing yet".to_owned(),
    };
    output.line(format_args!("\n{}; {proven}", counts.join(", ")));
}

/// The value, if it is another one than before.
fn changed<'c>(before: &mut Option<String>, now: Option<&'c String>) -> Option<&'c str> {
    if before.as_ref() == now {
        return None;
    }
    *before = now.cloned();
    now.map(String::as_str)
}

/// For example `4.1 s`; what is quicker than a tenth is shown in milliseconds.
pub(crate) fn seconds(millis: u32) -> String {
    match millis {
        0..100 => format!("{millis} ms"),
        _ => format!("{:.1} s", f64::from(millis) / 1000.0),
    }
}

/// For example `4.1 s, 3 tries`; `None` for what is evaluated offline.
fn how_long(check: &Check) -> Option<String> {
    let took = check.evidence.millis.map(seconds);
    let tries = check.evidence.attempts.filter(|&tries| tries > 1).map(|tries| format!("{tries} tries"));
    let parts: Vec<_> = took.into_iter().chain(tries).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn level_title(level: Level) -> &'static str {
    match level {
        Level::Documents => "The documents as they stand",
        Level::Account => "The role as AWS has it",
        Level::AssumeAndInvoke => "Assumed and invoked for real",
        Level::Gateway => "Through QuilrAI's gateway",
    }
}

fn level_proof(level: Level) -> &'static str {
    match level {
        Level::Documents => "the documents",
        Level::Account => "the role in the account",
        Level::AssumeAndInvoke => "the role can be assumed and calls Bedrock",
        Level::Gateway => "requests through QuilrAI's gateway are answered",
    }
}
