//! What a rollout does, as it does it.

use super::plan::words;
use crate::args::Format;
use crate::output::{BAD, FAINT, GOOD, Output};
use crate::render_checks::seconds;
use live::rollout::RolloutEvent;
use onboarding::rollout::AccountState;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Counts, and tells on the terminal.
pub(super) struct Progress<'a> {
    output: &'a Output,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    of: usize,
    over: usize,
    sent: usize,
}

impl<'a> Progress<'a> {
    pub(super) fn new(output: &'a Output) -> Self {
        Self { output, counts: Mutex::default() }
    }

    /// How many operations were sent, the StackSet's own not counted.
    pub(super) fn sent(&self) -> usize {
        self.lock().sent
    }

    pub(super) fn take_in(&self, event: &RolloutEvent) {
        let tell = self.output.format() == Format::Text;
        match event {
            RolloutEvent::Reading { read, of } => {
                self.output.busy_still(format!("reading account {read} of {of}"))
            }
            RolloutEvent::Planned { accounts } => {
                self.lock().of = accounts.len();
                if !accounts.is_empty() {
                    self.output.busy(format!("0 of {} accounts", accounts.len()));
                }
            }
            RolloutEvent::StackSet { status } => {
                self.output.busy(format!("the StackSet: {status}"));
                if tell && status != "RUNNING" && status != "QUEUED" {
                    let mark = if status == "FAILED" {
                        format!("{BAD}✗{BAD:#}")
                    } else {
                        format!("{GOOD}✓{GOOD:#}")
                    };
                    self.output.line(format_args!("  {mark} the StackSet  {FAINT}{status}{FAINT:#}"));
                }
            }
            RolloutEvent::Started { .. } => self.lock().sent += 1,
            RolloutEvent::Status { account_id, status } => {
                self.output.busy_still(format!("{}, {account_id} {status}", self.so_far()));
            }
            RolloutEvent::Finished { account } => {
                self.lock().over += 1;
                if tell {
                    let failed = account.state == AccountState::Failed;
                    let mark = if failed { format!("{BAD}✗{BAD:#}") } else { format!("{GOOD}✓{GOOD:#}") };
                    let why = account.reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                    let state = if failed { account.status.as_str() } else { words(account.state) };
                    self.output.line(format_args!(
                        "  {mark} {}  {state}{why}  {FAINT}{}{FAINT:#}",
                        account.account_id,
                        seconds(account.millis)
                    ));
                }
                self.output.busy_still(self.so_far());
            }
            RolloutEvent::Ended { .. } => {}
        }
    }

    fn so_far(&self) -> String {
        let counts = self.lock();
        format!("{} of {} accounts", counts.over, counts.of)
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
