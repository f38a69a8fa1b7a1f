//! Operations on accounts: sent, waited for, read back; several at once where the StackSet takes them.

use super::calls::{StackSets, is_no_stack_set};
use super::journal::Journal;
use super::read::as_read;
use super::{AccountOutcome, OnRollout, RolloutEvent, RolloutOutcome};
use crate::account::Account;
use crate::error::LiveError;
use crate::undo::UndoStore;
use futures_util::stream::{self, StreamExt};
use onboarding::Pack;
use onboarding::rollout::{AccountState, Rollout, StackInstance};
use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How many operations are under way at once where the StackSet queues them.
const AT_ONCE: usize = 8;
/// How long an operation is waited for: it may stand in a long queue.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);

/// An operation on one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Operation {
    /// 12 digits; empty: all of the StackSet's.
    pub(super) account_id: String,
    /// Where its stack is.
    pub(super) region: String,
    /// Ours: sending it twice is the same as once.
    pub(super) operation_id: String,
    /// The id that AWS has for it, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) known_as: Option<String>,
    /// What.
    pub(super) kind: Kind,
    /// The ExternalId that the account had: to go back to.
    pub(super) before: Option<String>,
}

/// What an operation does in its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub(super) enum Kind {
    /// Makes the stack; repeated, it tries again where it is not up to date (API reference,
    /// CreateStackInstances, OperationId).
    #[serde(rename = "CreateStackInstances")]
    Create { external_id: String },
    /// Changes the account's override, and its stack with it.
    #[serde(rename = "UpdateStackInstances")]
    Update { external_id: String },
    /// Takes the account out; its stack with the role is deleted unless it is retained.
    #[serde(rename = "DeleteStackInstances")]
    Delete { retain_stack: bool },
}

impl Operation {
    pub(super) fn new(account_id: &str, region: &str, kind: Kind, before: Option<String>) -> Self {
        Self {
            account_id: account_id.to_owned(),
            region: region.to_owned(),
            operation_id: Uuid::new_v4().to_string(),
            known_as: None,
            kind,
            before,
        }
    }
}

/// Operations under way.
pub(super) struct Work<'a> {
    pub(super) stack_sets: StackSets<'a>,
    pub(super) journal: Journal,
    pub(super) cancel: &'a CancellationToken,
    pub(super) on_event: OnRollout<'a>,
}

impl<'a> Work<'a> {
    /// Signs in as who administers the StackSet, and waits for what an earlier run has sent; `None`:
    /// cancelled meanwhile.
    pub(super) async fn begin(
        account: &'a Account,
        rollout: &'a Rollout,
        pack: &Pack,
        store: &UndoStore,
        cancel: &'a CancellationToken,
        on_event: OnRollout<'a>,
    ) -> Result<Option<Self>, LiveError> {
        let stack_sets = StackSets::new(account, rollout, pack);
        let who = account.whoami().await?;
        let journal =
            Journal::new(store, &who.account, account.endpoint(), &stack_sets.region, stack_sets.name);
        let work = Self { stack_sets, journal, cancel, on_event };
        work.settle().await?;
        Ok((!cancel.is_cancelled()).then_some(work))
    }

    /// Waits for what an earlier run has sent and did not see the end of, then begins a new journal.
    async fn settle(&self) -> Result<(), LiveError> {
        for operation in self.journal.open()? {
            let id = operation.known_as.as_ref().unwrap_or(&operation.operation_id);
            let ended = match self.wait(id, &operation.account_id).await {
                // Told of no more, but read with the rest.
                Err(error) if is_of_account(&error) => Some("UNKNOWN".to_owned()),
                ended => ended?,
            };
            match ended {
                Some(status) => self.journal.over(&operation, &status)?,
                // Cancelled: it stays open, for the next run.
                None if self.cancel.is_cancelled() => return Ok(()),
                None => self.journal.over(&operation, "NOT_SENT")?,
            }
        }
        self.journal.begin()
    }

    /// Makes the operations; one that fails stops no other. What would fail in every account (no right,
    /// no sign-in, no network) stops those that were not sent yet.
    pub(super) async fn run(
        &self,
        operations: Vec<Operation>,
        queues: bool,
    ) -> Result<RolloutOutcome, LiveError> {
        let accounts = operations.iter().map(|operation| operation.account_id.clone()).collect();
        (self.on_event)(RolloutEvent::Planned { accounts });
        let stopped: Mutex<Option<LiveError>> = Mutex::new(None);
        let at_once = if queues { AT_ONCE } else { 1 };
        let stop = |error: LiveError| {
            stopped.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        };
        let is_stopped = || stopped.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        let (stop, is_stopped) = (&stop, &is_stopped);
        let outcomes: Vec<Option<AccountOutcome>> = stream::iter(operations)
            .map(|operation| async move {
                if self.cancel.is_cancelled() || is_stopped() {
                    return None;
                }
                match self.one(&operation).await {
                    Ok(outcome) => outcome,
                    Err(error) => {
                        stop(error);
                        None
                    }
                }
            })
            .buffer_unordered(at_once)
            .collect()
            .await;
        let cancelled = self.cancel.is_cancelled();
        (self.on_event)(RolloutEvent::Ended { cancelled });
        match stopped.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(RolloutOutcome { accounts: outcomes.into_iter().flatten().collect(), cancelled }),
        }
    }

    /// One operation from its record to its end; `None`: cancelled before its end.
    async fn one(&self, operation: &Operation) -> Result<Option<AccountOutcome>, LiveError> {
        let account_id = operation.account_id.clone();
        let started = Instant::now();
        self.journal.sent(operation)?;
        (self.on_event)(RolloutEvent::Started { account_id: account_id.clone() });
        let sending = tokio::select! {
            biased;
            // It may have arrived: its record stays open, for the next run.
            () = self.cancel.cancelled() => return Ok(None),
            sent = self.stack_sets.send(operation, self.cancel) => sent,
        };
        let id = match sending {
            Ok(id) => id,
            Err(error) if is_of_account(&error) => {
                self.journal.over(operation, "REFUSED")?;
                let reason = error.answer().map(|answer| answer.message.clone());
                return Ok(Some(self.ended(operation, AccountState::Failed, "REFUSED", reason, started)));
            }
            Err(error) => {
                if !error.may_have_been_done() {
                    self.journal.over(operation, "REFUSED")?;
                }
                return Err(error);
            }
        };
        self.journal.named(operation, &id)?;
        let Some(status) = self.wait(&id, &account_id).await? else { return Ok(None) };
        self.journal.over(operation, &status)?;
        self.read_back(operation, &id, &status, started).await.map(Some)
    }

    /// Waits for an operation's end. `None`: cancelled, or AWS knows of none.
    pub(super) async fn wait(&self, id: &str, account_id: &str) -> Result<Option<String>, LiveError> {
        let pacing = self.stack_sets.account.pacing();
        let mut backoff = pacing.backoff(LONGEST);
        let mut unknown = pacing.backoff(pacing.reading_window);
        let mut told = String::new();
        loop {
            let waiting = match self.stack_sets.status(id).await? {
                Some(status) if matches!(status.as_str(), "SUCCEEDED" | "FAILED" | "STOPPED") => {
                    return Ok(Some(status));
                }
                Some(status) => {
                    if status != told {
                        told.clone_from(&status);
                        (self.on_event)(match account_id {
                            "" => RolloutEvent::StackSet { status },
                            account_id => RolloutEvent::Status { account_id: account_id.to_owned(), status },
                        });
                    }
                    &mut backoff
                }
                // Not known yet, or never taken.
                None => &mut unknown,
            };
            let again = tokio::select! {
                biased;
                () = self.cancel.cancelled() => false,
                again = waiting.again() => again,
            };
            if !again {
                return Ok(None);
            }
        }
    }

    /// Reads the account's instance as it is now: the operation's own status is not the last word.
    async fn read_back(
        &self,
        operation: &Operation,
        id: &str,
        status: &str,
        started: Instant,
    ) -> Result<AccountOutcome, LiveError> {
        let (account_id, region) = (&operation.account_id, &operation.region);
        if let (Kind::Delete { .. }, "SUCCEEDED") = (&operation.kind, status) {
            return Ok(self.ended(operation, AccountState::NotDeployed, status, None, started));
        }
        let instance = self.stack_sets.instance(account_id, region).await?.map(|found| as_read(&found));
        let is = instance.as_ref().map_or("", |instance| instance.status.as_str());
        let state =
            if is == "CURRENT" && status == "SUCCEEDED" { AccountState::Done } else { AccountState::Failed };
        let shown = instance.as_ref().map_or(status, shown_status).to_owned();
        let reason = match instance.and_then(|instance| instance.reason) {
            None if state == AccountState::Failed => self.stack_sets.reason(id, account_id).await?,
            reason => reason.filter(|_| state == AccountState::Failed),
        };
        Ok(self.ended(operation, state, &shown, reason, started))
    }

    fn ended(
        &self,
        operation: &Operation,
        state: AccountState,
        status: &str,
        reason: Option<String>,
        started: Instant,
    ) -> AccountOutcome {
        let account = AccountOutcome {
            account_id: operation.account_id.clone(),
            state,
            status: status.to_owned(),
            reason,
            millis: u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX),
        };
        (self.on_event)(RolloutEvent::Finished { account: account.clone() });
        account
    }
}

fn shown_status(instance: &StackInstance) -> &str {
    instance.detailed_status.as_deref().unwrap_or(&instance.status)
}

/// Whether a refusal is about this account alone: the next one may well succeed.
fn is_of_account(error: &LiveError) -> bool {
    matches!(error, LiveError::Aws(_)) && !error.is_transient() && !is_no_stack_set(error)
}
