//! The role as AWS has it.

use super::permissions::{self, Policies};
use super::{Check, CheckStatus, Level, trust};
use crate::diagnosis::{Certainty, Diagnosis, RemedyAction};
use crate::pack::Pack;
use crate::plan::plan;
use crate::role::ActualRole;
use crate::setup::{Step, ValidSetup};
use crate::trust::{admitted, is_dead};

const LEVEL: Level = Level::Account;
const PREFIX: &str = "account";

/// The checks of the role as AWS has it. Their ids, titles and order depend on the setup only, so
/// that a list of what will be checked can be had before the role is read (`actual`: `None`).
pub fn account_checks(setup: &ValidSetup, pack: &Pack, actual: Option<&ActualRole>) -> Vec<Check> {
    let mut checks = vec![role(setup, actual)];
    let trust_policy = actual.map(|role| role.trust_policy.as_str());
    checks.extend(trust::checks(LEVEL, PREFIX, trust_policy, setup, pack));
    checks.push(stray_principals(pack, actual));
    checks.push(dead_principals(actual));
    let policies = actual.map_or(Policies::None, |role| Policies::Some {
        texts: role.inline_policies.iter().map(|policy| policy.document.as_str()).collect(),
        unread: &role.attached_policies,
    });
    checks.extend(permissions::checks(LEVEL, PREFIX, &policies, setup, pack));
    checks.push(max_session_duration(setup, actual));
    checks.push(permissions_boundary(actual));
    checks.push(drift(setup, pack, actual));
    checks
}

fn new(id: &str, title: &str, status: CheckStatus, what: impl Into<String>) -> Check {
    Check::new(LEVEL, format!("{PREFIX}.{id}"), title, status, what)
}

/// A check that only makes sense where there is a role.
fn of_role(
    id: &str,
    title: &str,
    actual: Option<&ActualRole>,
    check: impl FnOnce(&ActualRole) -> (CheckStatus, String, Option<Diagnosis>),
) -> Check {
    match actual {
        None => new(id, title, CheckStatus::Skipped, "there is no role"),
        Some(actual) => {
            let (status, what, diagnosis) = check(actual);
            new(id, title, status, what).with(diagnosis)
        }
    }
}

fn diagnosis(
    code: &str,
    cause: impl Into<String>,
    step: Step,
    remedy: impl Into<String>,
    action: Option<RemedyAction>,
) -> Option<Diagnosis> {
    Some(Diagnosis {
        code: code.to_owned(),
        cause: cause.into(),
        certainty: Certainty::Certain,
        step: Some(step),
        remedy: remedy.into(),
        action,
    })
}

fn role(setup: &ValidSetup, actual: Option<&ActualRole>) -> Check {
    const TITLE: &str = "The role exists";
    let wanted = setup.role_arn.as_str();
    match actual {
        Some(actual) if actual.arn == wanted => {
            new("role", TITLE, CheckStatus::Passed, format!("{wanted}, {}", actual.role_id))
        }
        Some(actual) => new("role", TITLE, CheckStatus::Failed, format!("AWS has it as {}", actual.arn))
            .with(diagnosis(
                "role-arn-differs",
                format!("the role of that name is `{}`, the setup says `{wanted}`", actual.arn),
                Step::Role,
                "Correct the account, path and name in the role step: a role cannot be moved.",
                None,
            )),
        None => {
            new("role", TITLE, CheckStatus::Failed, format!("there is no role {}", setup.role_arn.name()))
                .with(diagnosis(
                    "no-such-role",
                    format!("there is no role `{}` in this account", setup.role_arn.name()),
                    Step::Permissions,
                    "Create it with the plan, or correct the account and the role's name.",
                    Some(RemedyAction::ShowPlan),
                ))
        }
    }
}

fn stray_principals(pack: &Pack, actual: Option<&ActualRole>) -> Check {
    of_role("stray-principals", "The trust policy names nobody but the gateway", actual, |role| {
        let strays: Vec<String> = admitted(&role.trust_policy)
            .into_iter()
            .filter(|principal| principal != pack.gateway_principal() && !is_dead(principal))
            .collect();
        if strays.is_empty() {
            return (CheckStatus::Passed, pack.gateway_principal().to_owned(), None);
        }
        let strays = strays.join(", ");
        (
            CheckStatus::Warning,
            strays.clone(),
            diagnosis(
                "stray-principals",
                format!("the trust policy also names {strays}"),
                Step::Role,
                "Remove your own ARN from the Principal block before going live so only the QuilrAI gateway user can assume the role.",
                None,
            ),
        )
    })
}

fn dead_principals(actual: Option<&ActualRole>) -> Check {
    of_role("dead-principals", "No principal of the trust policy was deleted", actual, |role| {
        let dead: Vec<String> =
            admitted(&role.trust_policy).into_iter().filter(|principal| is_dead(principal)).collect();
        if dead.is_empty() {
            return (CheckStatus::Passed, "no raw id".to_owned(), None);
        }
        let dead = dead.join(", ");
        (
            CheckStatus::Failed,
            dead.clone(),
            diagnosis(
                "dead-principals",
                format!(
                    "`{dead}` stands for a deleted user or role: it matches nobody any more, even if the name was made again"
                ),
                Step::Role,
                "Apply the plan: it names the gateway anew and takes the raw id out.",
                Some(RemedyAction::ShowPlan),
            ),
        )
    })
}

fn max_session_duration(setup: &ValidSetup, actual: Option<&ActualRole>) -> Check {
    of_role("max-session-duration", "Sessions may last as long as the key asks", actual, |role| {
        let asked = setup.duration.get();
        let what = format!("asked {asked} seconds, MaxSessionDuration {}", role.max_session_duration);
        if role.max_session_duration >= asked {
            return (CheckStatus::Passed, what, None);
        }
        (
            CheckStatus::Failed,
            what,
            diagnosis(
                "duration-over-max",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role",
                Step::Dashboard,
                "Lower aws_session_duration_seconds or raise the role's MaxSessionDuration in the AWS console.",
                Some(RemedyAction::ShowPlan),
            ),
        )
    })
}

fn permissions_boundary(actual: Option<&ActualRole>) -> Check {
    of_role("permissions-boundary", "No permissions boundary narrows the role", actual, |role| {
        match &role.permissions_boundary {
            None => (CheckStatus::Passed, "none".to_owned(), None),
            Some(boundary) => (
                CheckStatus::Warning,
                boundary.clone(),
                diagnosis(
                    "permissions-boundary",
                    "the role has a permissions boundary, whose text was not evaluated: what it does not allow is refused",
                    Step::Permissions,
                    "Let the boundary allow bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream. The invocations below prove it.",
                    None,
                ),
            ),
        }
    })
}

fn drift(setup: &ValidSetup, pack: &Pack, actual: Option<&ActualRole>) -> Check {
    of_role("drift", "The role is as planned", actual, |role| {
        let plan = plan(&setup.desired_role(pack), Some(role));
        if plan.changes.is_empty() {
            return (CheckStatus::Passed, "the plan is empty".to_owned(), None);
        }
        let titles: Vec<&str> = plan.changes.iter().map(|change| change.title.as_str()).collect();
        (
            CheckStatus::Warning,
            titles.join("; "),
            diagnosis(
                "drift",
                "the role differs from the plan",
                Step::Permissions,
                "Show the plan, and apply it if the difference is not meant.",
                Some(RemedyAction::ShowPlan),
            ),
        )
    })
}
