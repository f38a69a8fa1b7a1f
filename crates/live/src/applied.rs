//! What was done to a role, kept after it is whole: for the report. Beside the undo records and as
//! careful, but nothing depends on it: where it cannot be kept, what was done stays done.

use crate::account::{Account, Identity};
use crate::apply::ApplyEvent;
use crate::change::{OnApply, change_role};
use crate::error::LiveError;
use crate::undo::{self, UndoStore, write_whole};
use onboarding::Plan;
use onboarding::plan::Change;
use onboarding::report::{AppliedChange, AppliedFor, AppliedPlan};
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};
use std::path::PathBuf;
use std::time::Instant;

/// How many plans are kept of a role; the oldest go first.
const MOST: usize = 20;

/// All that is kept of a role.
#[derive(Debug, Serialize, Deserialize)]
struct History {
    role_arn: String,
    endpoint: Option<String>,
    plans: Vec<AppliedPlan>,
}

/// A plan that is being carried out, and what has been done of it.
pub(crate) struct Done<'a> {
    plan: &'a Plan,
    done: AppliedPlan,
}

impl<'a> Done<'a> {
    pub(crate) fn new(purpose: AppliedFor, by: &Identity, plan: &'a Plan) -> Self {
        let words = |list: &[onboarding::plan::Kept]| list.iter().map(|kept| kept.what.clone()).collect();
        let done = AppliedPlan {
            purpose,
            at: String::new(),
            by: by.arn.clone(),
            whole: false,
            changes: Vec::new(),
            untouched: words(&plan.untouched),
            removed: words(&plan.removed),
        };
        Self { plan, done }
    }

    /// Makes one change of the plan and tells of it.
    pub(crate) async fn make(
        &mut self,
        account: &Account,
        index: u32,
        change: &Change,
        on_event: OnApply<'_>,
    ) -> Result<(), LiveError> {
        on_event(ApplyEvent::Started { index });
        let started = Instant::now();
        let answer = change_role(account, &self.plan.role_arn, &change.operation, !self.plan.exists).await;
        let millis = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        let made = |answered, request_id| AppliedChange {
            title: change.title.clone(),
            diff: change.diff.clone(),
            answered,
            request_id,
            millis,
        };
        match answer {
            Ok(request_id) => {
                self.done.changes.push(made(true, request_id.clone()));
                on_event(ApplyEvent::Finished { index, request_id, millis });
                Ok(())
            }
            Err(error) => {
                if error.may_have_been_done() {
                    self.done.changes.push(made(false, None));
                }
                on_event(ApplyEvent::Failed { index });
                Err(error)
            }
        }
    }

    /// Adds what was done to what is kept of the role. A role that is made anew begins anew.
    pub(crate) fn keep(mut self, store: &UndoStore, account: &Account) {
        if self.done.changes.is_empty() {
            return;
        }
        let answered = self.done.changes.iter().filter(|change| change.answered).count();
        self.done.whole = answered == self.plan.changes.len();
        self.done.at = undo::now();
        let (role_arn, endpoint) = (self.plan.role_arn.as_str(), account.endpoint());
        let mut plans = if self.plan.exists { store.applied(role_arn, endpoint) } else { Vec::new() };
        plans.push(self.done);
        plans.drain(..plans.len().saturating_sub(MOST));
        let path = path(store, role_arn, endpoint);
        let history = History { role_arn: role_arn.to_owned(), endpoint: endpoint.map(str::to_owned), plans };
        // The changes are made and confirmed to the user: a full disk must not make them look failed.
        let _ = write_whole(&history, &path);
    }
}

impl UndoStore {
    /// What was done to a role, the oldest first; nothing where nothing is on record, or what is cannot
    /// be read.
    pub fn applied(&self, role_arn: &str, endpoint: Option<&str>) -> Vec<AppliedPlan> {
        let text = std::fs::read_to_string(path(self, role_arn, endpoint)).unwrap_or_default();
        match serde_json::from_str::<History>(&text) {
            Ok(history) if history.role_arn == role_arn && history.endpoint.as_deref() == endpoint => {
                history.plans
            }
            _ => Vec::new(),
        }
    }
}

/// One file a role and endpoint.
fn path(store: &UndoStore, role_arn: &str, endpoint: Option<&str>) -> PathBuf {
    store.applied_folder().join(format!("{}.json", name_of_role(role_arn, endpoint)))
}

/// A file name for a role at an endpoint, whatever its ARN.
pub(crate) fn name_of_role(role_arn: &str, endpoint: Option<&str>) -> String {
    let digest = Sha1::digest(format!("{role_arn}\n{}", endpoint.unwrap_or_default()));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
