//! How operations go on: which run, which wait, when one is over. No account is touched here.
//! Rule: "StackSets concepts" and "Managed execution", AWS CloudFormation User Guide.

use super::operation::{Action, Operation, Status, Target};
use super::{Condition, Instance, Phase, Stack, StackSet, key};
use crate::cloudformation::Values;
use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

/// How long a step takes by AWS's time when nobody asks how far it is.
const STEP: Duration = Duration::from_secs(2);
/// In how many steps an operation is through, however many accounts it has.
const STEPS: usize = 8;
/// How many operations run at the same time.
const MOST_RUNNING: usize = 50;
/// How many results of operations that are over are kept; older operations are forgotten.
const RESULTS_KEPT: usize = 50_000;

const OVER_TOLERANCE: &str = "Cancelled since failure tolerance has exceeded";
const STOPPED: &str = "Cancelled since the operation was stopped";

/// What is to be done in one account now.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) operation: String,
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) task: Task,
}

/// What.
#[derive(Debug, Clone)]
pub(crate) enum Task {
    /// A stack of these values; the one that is there is changed.
    Deploy {
        /// Of the account's own.
        overrides: Values,
        /// What is there.
        stack: Option<Stack>,
    },
    /// What the stack made goes.
    Remove(Stack),
    /// There is nothing to do.
    Nothing,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Deployed(Stack),
    /// What was to go is gone, or there was nothing to do.
    Done,
    /// It failed, and this is left.
    Failed(String, Option<Stack>),
}

impl StackSet {
    /// Whether anything is under way or waits.
    pub(crate) fn is_busy(&self) -> bool {
        self.operations.iter().any(|operation| !operation.status.is_final())
    }

    /// Whether the time of a step has passed.
    pub(crate) fn is_due(&self, now: SystemTime) -> bool {
        self.is_busy() && self.stepped + STEP <= now
    }

    /// Takes an operation in: it runs at once unless something else does.
    pub(crate) fn begin(&mut self, mut operation: Operation, now: SystemTime) {
        operation.status = if self.is_busy() { Status::Queued } else { Status::Running };
        for target in &operation.targets {
            let key = target.key();
            let instance = match &operation.action {
                Action::Create(_) => Some(self.instances.entry(key).or_insert_with(|| Instance {
                    account: target.account.clone(),
                    region: target.region.clone(),
                    overrides: Values::new(),
                    condition: Condition::Outdated,
                    phase: Phase::Pending,
                    reason: None,
                    stack: None,
                    last_operation: operation.id.clone(),
                    unit: target.unit.clone(),
                })),
                _ => self.instances.get_mut(&key),
            };
            if let Some(instance) = instance {
                instance.phase = Phase::Pending;
                instance.reason = None;
                instance.last_operation.clone_from(&operation.id);
                // What is current stays so until it is worked on, unless the StackSet itself has changed.
                if operation.action == Action::Update {
                    instance.condition = Condition::Outdated;
                }
            }
        }
        if !self.is_busy() {
            self.stepped = now;
        }
        self.operations.push(operation);
        self.settle(now);
    }

    /// Begins a step: lets queued operations start; the answer is how many accounts each may work on.
    pub(crate) fn start_step(&mut self, now: SystemTime) -> Vec<(String, usize)> {
        self.end_stopping(now);
        self.start_queued();
        let running = self.operations.iter().filter(|operation| operation.status == Status::Running);
        running
            .map(|operation| {
                let all = operation.targets.len();
                (operation.id.clone(), all.div_ceil(STEPS).max(operation.preferences.at_once(all)))
            })
            .collect()
    }

    /// The time of a step has passed.
    pub(crate) fn pass_time(&mut self) {
        self.stepped += STEP;
    }

    /// A step that somebody's look has brought on: time counts from here.
    pub(crate) fn skip_to(&mut self, now: SystemTime) {
        self.stepped = now;
    }

    /// In the order in which they were asked for, up to the first that has to wait.
    fn start_queued(&mut self) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut running = 0;
        for operation in &mut self.operations {
            if operation.status.is_final() {
                continue;
            }
            let keys: Vec<_> = operation.targets.iter().map(Target::key).collect();
            if operation.status == Status::Queued {
                let conflicts = keys.iter().any(|key| taken.contains(key));
                let alone = !self.managed_execution && running > 0;
                if conflicts || alone || running >= MOST_RUNNING {
                    return;
                }
                operation.status = Status::Running;
            }
            running += 1;
            taken.extend(keys);
        }
    }

    /// The next account of an operation; `None`: it is through, or stopped.
    pub(crate) fn next_job(&mut self, id: &str, now: SystemTime) -> Option<Job> {
        let operation = self.operations.iter_mut().find(|operation| operation.id == id)?;
        if operation.status != Status::Running {
            return None;
        }
        let next = operation
            .targets
            .iter_mut()
            .find(|target| matches!(target.phase, Phase::Pending | Phase::Running));
        let Some(target) = next else {
            self.settle(now);
            return None;
        };
        target.phase = Phase::Running;
        let (account, region) = (target.account.clone(), target.region.clone());
        let action = operation.action.clone();
        let instance = self.instances.get_mut(&key(&account, &region));
        let task = match instance {
            None => Task::Nothing,
            Some(instance) => {
                instance.phase = Phase::Running;
                task(&action, instance)
            }
        };
        Some(Job { operation: id.to_owned(), account, region, task })
    }

    /// Notes how it went.
    pub(crate) fn done(&mut self, job: &Job, outcome: Outcome, now: SystemTime) {
        let key = key(&job.account, &job.region);
        let Some(operation) = self.operations.iter_mut().find(|operation| operation.id == job.operation)
        else {
            return;
        };
        let reason = match &outcome {
            Outcome::Failed(reason, _) => Some(reason.clone()),
            Outcome::Deployed(_) | Outcome::Done => None,
        };
        if let Some(target) = operation.targets.iter_mut().find(|target| target.key() == key) {
            target.phase = if reason.is_some() { Phase::Failed } else { Phase::Succeeded };
            target.reason.clone_from(&reason);
        }
        let is_delete = matches!(operation.action, Action::Delete { .. });
        if outcome == Outcome::Done && is_delete {
            self.instances.remove(&key);
        } else if let Some(instance) = self.instances.get_mut(&key) {
            instance.finish(outcome, &job.task, reason, is_delete);
        }
        self.settle(now);
    }

    /// Stops an operation; whether there was anything to stop.
    pub(crate) fn stop(&mut self, id: &str, now: SystemTime) -> bool {
        let Some(operation) = self.operation_mut(id) else { return false };
        operation.status = match operation.status {
            Status::Running => Status::Stopping,
            Status::Queued => Status::Stopped,
            Status::Stopping => return true,
            Status::Stopped | Status::Succeeded | Status::Failed => return false,
        };
        if operation.status == Status::Stopped {
            operation.ended = Some(now);
            self.cancel_rest(id, STOPPED);
        }
        true
    }

    /// Ends what is stopping; the step before was its last.
    fn end_stopping(&mut self, now: SystemTime) {
        let stopping = self.operations.iter_mut().filter(|operation| operation.status == Status::Stopping);
        let mut ended = Vec::new();
        for operation in stopping {
            (operation.status, operation.ended) = (Status::Stopped, Some(now));
            ended.push(operation.id.clone());
        }
        for id in ended {
            self.cancel_rest(&id, STOPPED);
        }
    }

    /// Ends the operations that are through, or have failed in more accounts than they may.
    fn settle(&mut self, now: SystemTime) {
        let mut over = Vec::new();
        for operation in self.operations.iter_mut().filter(|operation| operation.status == Status::Running) {
            let ended = match () {
                () if operation.is_over_tolerance() => Status::Failed,
                () if operation.count(Phase::Pending) + operation.count(Phase::Running) == 0 => {
                    Status::Succeeded
                }
                () => continue,
            };
            (operation.status, operation.ended) = (ended, Some(now));
            over.push(operation.id.clone());
        }
        for id in over {
            self.cancel_rest(&id, OVER_TOLERANCE);
        }
        self.show_running();
        self.forget_oldest();
    }

    /// What an operation does next is what it is at: between two steps that is all there is to see.
    fn show_running(&mut self) {
        for operation in self.operations.iter_mut().filter(|operation| operation.status == Status::Running) {
            let at_once = operation.preferences.at_once(operation.targets.len());
            let rest = operation
                .targets
                .iter_mut()
                .filter(|target| matches!(target.phase, Phase::Pending | Phase::Running));
            for target in rest.take(at_once) {
                target.phase = Phase::Running;
                if let Some(instance) = self.instances.get_mut(&target.key()) {
                    instance.phase = Phase::Running;
                }
            }
        }
    }

    fn cancel_rest(&mut self, id: &str, why: &str) {
        let Some(operation) = self.operations.iter_mut().find(|operation| operation.id == id) else { return };
        let rest = operation
            .targets
            .iter_mut()
            .filter(|target| matches!(target.phase, Phase::Pending | Phase::Running));
        for target in rest {
            target.phase = Phase::Cancelled;
            target.reason = Some(why.to_owned());
            if let Some(instance) = self.instances.get_mut(&target.key()) {
                instance.phase = Phase::Cancelled;
                instance.reason = Some(why.to_owned());
            }
        }
    }

    fn forget_oldest(&mut self) {
        let held = |operation: &Operation| operation.targets.len() + 1;
        let mut over = self.operations.iter().map(held).sum::<usize>().saturating_sub(RESULTS_KEPT);
        self.operations.retain(|operation| {
            let goes = over > 0 && operation.status.is_final();
            over = if goes { over.saturating_sub(held(operation)) } else { over };
            !goes
        });
    }
}

/// What an action means for an instance.
fn task(action: &Action, instance: &Instance) -> Task {
    let deploy = |overrides: Values| Task::Deploy { overrides, stack: instance.stack.clone() };
    match action {
        // What is there already is left as it is.
        Action::Create(_) if instance.condition == Condition::Current => Task::Nothing,
        Action::Create(overrides) => deploy(overrides.clone()),
        // "Stacks in this state are excluded from further UpdateStackSet operations."
        Action::Update if instance.condition == Condition::Inoperable => Task::Nothing,
        Action::Update => deploy(instance.overrides.clone()),
        Action::Override(overrides) => {
            let mut values = overrides.values.clone();
            let kept = overrides.kept.iter();
            values
                .extend(kept.filter_map(|name| Some((name.clone(), instance.overrides.get(name)?.clone()))));
            deploy(values)
        }
        Action::Delete { retain } => match &instance.stack {
            Some(stack) if !retain => Task::Remove(stack.clone()),
            Some(_) | None => Task::Nothing,
        },
    }
}

impl Target {
    fn key(&self) -> String {
        key(&self.account, &self.region)
    }
}

impl Operation {
    /// Whether it failed in more accounts of a region than it may.
    fn is_over_tolerance(&self) -> bool {
        let failed: BTreeSet<&str> = self
            .targets
            .iter()
            .filter(|target| target.phase == Phase::Failed)
            .map(|target| target.region.as_str())
            .collect();
        failed.into_iter().any(|region| {
            let in_region = self.targets.iter().filter(|target| target.region == region);
            let count = in_region.filter(|target| target.phase == Phase::Failed).count();
            count > self.preferences.tolerated(self.accounts_in(region))
        })
    }
}

impl Instance {
    fn finish(&mut self, outcome: Outcome, task: &Task, reason: Option<String>, is_delete: bool) {
        self.reason = reason;
        match outcome {
            Outcome::Deployed(stack) => {
                self.stack = Some(stack);
                (self.condition, self.phase) = (Condition::Current, Phase::Succeeded);
                if let Task::Deploy { overrides, .. } = task {
                    self.overrides.clone_from(overrides);
                }
            }
            Outcome::Done => self.phase = Phase::Succeeded,
            Outcome::Failed(_, stack) => {
                self.stack = stack;
                (self.condition, self.phase) = match is_delete {
                    true => (Condition::Inoperable, Phase::Inoperable),
                    false => (Condition::Outdated, Phase::Failed),
                };
            }
        }
    }
}
