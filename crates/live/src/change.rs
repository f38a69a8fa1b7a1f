//! Carrying out a plan: every change is written to the role's record before it is sent, so that
//! whatever interrupts it leaves a record of what was, or may have been, made.

use crate::account::{Account, Identity};
use crate::applied::Done;
use crate::apply::ApplyEvent;
use crate::error::LiveError;
use crate::trust;
use crate::undo::{self, ChangePurpose, Changes, Lock, Undo, UndoRecord, UndoState, UndoStore};
use aws_sdk_iam::operation::RequestId;
use aws_sdk_iam::types;
use onboarding::plan::{Operation, redo};
use onboarding::report::AppliedFor;
use onboarding::role::Tag;
use onboarding::{ActualRole, Plan};
use uuid::Uuid;

/// A listener to how far it has come.
pub(crate) type OnApply<'a> = &'a (dyn Fn(ApplyEvent) + Send + Sync);

/// A plan under way, and its record.
pub(crate) struct Work<'a> {
    account: &'a Account,
    store: &'a UndoStore,
    record: UndoRecord,
    /// Where in the record's steps the plan's changes begin: an interrupted apply that is carried on
    /// keeps its earlier ones.
    offset: usize,
    /// What the store held of this role before; put back where nothing comes of this plan.
    earlier: Option<UndoRecord>,
    /// Nobody else changes the role meanwhile.
    _lock: Lock,
    /// Who does it, and for what: for the record of what was done.
    by: &'a Identity,
    purpose: AppliedFor,
}

/// What remains of a record once its changes are whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtEnd {
    /// Nothing: there is nothing left to take back.
    Forget,
    /// It waits for what follows.
    Settle,
}

impl<'a> Work<'a> {
    /// Prepares the record of a plan; nothing is written yet. `lock`: the role's, taken before it was
    /// read.
    ///
    /// # Errors
    /// Something else was interrupted at this role, and must be taken back or carried on first.
    pub(crate) fn new(
        account: &'a Account,
        (store, lock): (&'a UndoStore, Lock),
        purpose: ChangePurpose,
        by: &'a Identity,
        before: Option<ActualRole>,
        plan: &Plan,
    ) -> Result<Self, LiveError> {
        let applied_for = purpose.applied_for();
        let endpoint = account.asked().endpoint.clone();
        let mut changes = Changes::planned(purpose, before, plan);
        let (mut id, mut offset, mut earlier) = (new_id(), 0, None);
        for (record, was) in store.changes_of(&plan.role_arn, endpoint.as_deref())? {
            match (&was.purpose, &changes.purpose) {
                // The rest of it: all of it can still be taken back at once.
                (ChangePurpose::Apply, ChangePurpose::Apply) => {
                    offset = was.steps.len();
                    changes.before.clone_from(&was.before);
                    changes.steps = was.steps.iter().chain(&changes.steps).cloned().collect();
                }
                (ChangePurpose::Rotate { rotation: a, .. }, ChangePurpose::Rotate { rotation: b, .. })
                    if was.settled =>
                {
                    if a != b {
                        return Err(LiveError::RotationUnderWay { role_arn: record.role_arn });
                    }
                }
                // It has its own record, which waits.
                _ if was.settled => continue,
                _ => {
                    let what = was.purpose.words();
                    return Err(LiveError::Unfinished { role_arn: record.role_arn, what });
                }
            }
            id.clone_from(&record.id);
            earlier = Some(record);
        }
        let record = UndoRecord {
            id,
            role_arn: plan.role_arn.clone(),
            endpoint,
            at: undo::now(),
            what: Undo::Changes(Box::new(changes)),
        };
        Ok(Self { account, store, record, offset, earlier, _lock: lock, by, purpose: applied_for })
    }

    /// Makes the plan's changes in order. On failure the record says what was made; where nothing was,
    /// there is none.
    pub(crate) async fn make(&mut self, plan: &Plan, on_event: OnApply<'_>) -> Result<(), LiveError> {
        let mut done = Done::new(self.purpose, self.by, plan);
        for (index, change) in (0_u32..).zip(&plan.changes) {
            if let Err(error) = self.account.stay_signed_in().await {
                self.stopped()?;
                return Err(error);
            }
            // On disk before it is sent: from here on it may have been made.
            self.mark(index, UndoState::Started);
            self.store.write(&self.record)?;
            match done.make(self.account, index, change, on_event).await {
                Ok(()) => self.mark(index, UndoState::Made),
                Err(error) => {
                    if !error.may_have_been_done() {
                        self.mark(index, UndoState::Planned);
                    }
                    done.keep(self.store, self.account);
                    self.stopped()?;
                    return Err(error);
                }
            }
        }
        done.keep(self.store, self.account);
        Ok(())
    }

    fn mark(&mut self, index: u32, state: UndoState) {
        if let Undo::Changes(changes) = &mut self.record.what
            && let Some(step) = changes.steps.get_mut(self.offset + index as usize)
        {
            step.state = state;
        }
    }

    /// Keeps the record of what was made, or what there was before where nothing was.
    fn stopped(&self) -> Result<(), LiveError> {
        let made = self.record.changes().is_some_and(Changes::any_made);
        match (&self.earlier, made) {
            (_, true) => self.store.write(&self.record),
            (Some(earlier), false) => self.store.write(earlier),
            (None, false) => self.store.remove(&self.record),
        }
    }

    /// Reads until every change shows: IAM's readings lag behind its changes.
    pub(crate) async fn confirm(&self) -> Result<(), LiveError> {
        let Some(changes) = self.record.changes() else { return Ok(()) };
        let (role_arn, operations) = (&self.record.role_arn, changes.operations());
        confirm(self.account, role_arn, |now| {
            let left = redo(role_arn, changes.before.as_ref(), &operations, now);
            left.changes.into_iter().map(|change| change.title).chain(left.warnings).collect()
        })
        .await
        .map(drop)
    }

    /// The changes are whole.
    pub(crate) fn end(mut self, at_end: AtEnd) -> Result<(), LiveError> {
        match at_end {
            AtEnd::Forget => self.store.remove(&self.record),
            AtEnd::Settle => {
                if let Undo::Changes(changes) = &mut self.record.what {
                    changes.settled = true;
                }
                self.store.write(&self.record)
            }
        }
    }
}

fn new_id() -> String {
    let unique = Uuid::new_v4().simple().to_string();
    format!("changes-{}", unique.get(..8).unwrap_or_default())
}

/// Reads until nothing is left to do, and gives that reading. `left`: what one still lacks, in words.
pub(crate) async fn confirm(
    account: &Account,
    role_arn: &str,
    left: impl Fn(Option<&ActualRole>) -> Vec<String>,
) -> Result<Option<ActualRole>, LiveError> {
    let pacing = account.pacing();
    let mut backoff = pacing.backoff(pacing.reading_window);
    loop {
        let now = account.read_role(trust::role_name(role_arn)).await?;
        let left = left(now.as_ref());
        if left.is_empty() {
            return Ok(now);
        }
        if !backoff.again().await {
            return Err(LiveError::NotConfirmed { left });
        }
    }
}

/// Makes one change. A role that was created a moment ago may not be found yet.
pub(crate) async fn change_role(
    account: &Account,
    role_arn: &str,
    operation: &Operation,
    is_new: bool,
) -> Result<Option<String>, LiveError> {
    let pacing = account.pacing();
    let mut backoff = pacing.backoff(pacing.reading_window);
    loop {
        let answer = send(account, role_arn, operation).await;
        let not_found_yet = |error: &LiveError| {
            is_new && !matches!(operation, Operation::CreateRole { .. }) && error.is_gone()
        };
        match answer {
            Err(error) if not_found_yet(&error) && backoff.again().await => {}
            // Deleted or detached already is as good; so is a role that an unanswered try has made.
            Err(error) if removes(operation) && error.is_gone() => return Ok(None),
            answer => return answer,
        }
    }
}

fn removes(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::DeleteRole | Operation::DeleteRolePolicy { .. } | Operation::DetachRolePolicy { .. }
    )
}

async fn send(account: &Account, role_arn: &str, operation: &Operation) -> Result<Option<String>, LiveError> {
    let iam = account.iam();
    let name = trust::role_name(role_arn);
    let asked = account.asked();
    match operation {
        Operation::CreateRole { trust_policy, max_session_duration, description, tags } => iam
            .create_role()
            .role_name(name)
            .path(path_of(role_arn))
            .assume_role_policy_document(trust_policy)
            .max_session_duration(seconds(*max_session_duration))
            .set_description(Some(description.clone()).filter(|text| !text.is_empty()))
            .set_tags(Some(sdk_tags(tags)))
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:CreateRole", &error)),
        Operation::UpdateAssumeRolePolicy { trust_policy } => {
            trust::replace(account, name, trust_policy).await
        }
        // Leaving either out would reset it (IAM's service model).
        Operation::UpdateRole { max_session_duration, description } => iam
            .update_role()
            .role_name(name)
            .max_session_duration(seconds(*max_session_duration))
            .description(description)
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:UpdateRole", &error)),
        Operation::PutRolePolicy { policy_name, document } => iam
            .put_role_policy()
            .role_name(name)
            .policy_name(policy_name)
            .policy_document(document)
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:PutRolePolicy", &error)),
        Operation::DeleteRolePolicy { policy_name } => iam
            .delete_role_policy()
            .role_name(name)
            .policy_name(policy_name)
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:DeleteRolePolicy", &error)),
        Operation::AttachRolePolicy { policy_arn } => iam
            .attach_role_policy()
            .role_name(name)
            .policy_arn(policy_arn)
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:AttachRolePolicy", &error)),
        Operation::DetachRolePolicy { policy_arn } => iam
            .detach_role_policy()
            .role_name(name)
            .policy_arn(policy_arn)
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:DetachRolePolicy", &error)),
        Operation::TagRole { tags } => iam
            .tag_role()
            .role_name(name)
            .set_tags(Some(sdk_tags(tags)))
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:TagRole", &error)),
        Operation::UntagRole { keys } => iam
            .untag_role()
            .role_name(name)
            .set_tag_keys(Some(keys.clone()))
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:UntagRole", &error)),
        Operation::DeleteRole => iam
            .delete_role()
            .role_name(name)
            .send()
            .await
            .map(|answer| answer.request_id().map(str::to_owned))
            .map_err(|error| asked.error("iam:DeleteRole", &error)),
    }
}

/// `/` or `/team/`, of a role's ARN.
fn path_of(role_arn: &str) -> &str {
    let rest = role_arn.split_once(":role").map_or("/", |(_, rest)| rest);
    rest.rfind('/').and_then(|end| rest.get(..=end)).unwrap_or("/")
}

fn seconds(seconds: u32) -> i32 {
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

fn sdk_tags(tags: &[Tag]) -> Vec<types::Tag> {
    tags.iter()
        .filter_map(|tag| {
            // Fails only where key or value is left out.
            types::Tag::builder().key(&tag.key).value(&tag.value).build().ok()
        })
        .collect()
}
