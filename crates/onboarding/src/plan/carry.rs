//! Taking changes back, or carrying them on: a plan again, computed from how the role was before them,
//! what they are, and how the role is now. Whatever somebody else changed meanwhile is kept.

use super::trust::{same_statement, with_fresh_sid, without_dead};
use super::{
    Change, Operation, Plan, delete_policy, detach_policy, diff, digest, put_policy, same_meaning,
    update_trust,
};
use crate::role::{ActualRole, InlinePolicy, Tag};
use crate::trust::statements;
use iam_policy::Kind;
use serde_json::Value;

/// The role once these changes were all made to it. `None`: there is none.
pub fn after(role_arn: &str, before: Option<&ActualRole>, operations: &[Operation]) -> Option<ActualRole> {
    operations.iter().fold(before.cloned(), |role, operation| made(role_arn, role, operation))
}

/// What takes the changes back that were, or may have been, made. Those that were not, and those
/// that were taken back already, need nothing: it may be computed and applied again and again.
pub fn undo(
    role_arn: &str,
    before: Option<&ActualRole>,
    operations: &[Operation],
    now: Option<&ActualRole>,
) -> Plan {
    let states = states(role_arn, before, operations);
    let steps = states.windows(2).rev().filter_map(|pair| match pair {
        [to, from] => Some((from.as_ref(), to.as_ref())),
        _ => None,
    });
    through(role_arn, steps, now)
}

/// What makes the rest of the changes.
pub fn redo(
    role_arn: &str,
    before: Option<&ActualRole>,
    operations: &[Operation],
    now: Option<&ActualRole>,
) -> Plan {
    let states = states(role_arn, before, operations);
    let steps = states.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((from.as_ref(), to.as_ref())),
        _ => None,
    });
    through(role_arn, steps, now)
}

/// The role before the first change, and after each.
fn states(role_arn: &str, before: Option<&ActualRole>, operations: &[Operation]) -> Vec<Option<ActualRole>> {
    let mut states = vec![before.cloned()];
    for operation in operations {
        let last = states.last().cloned().flatten();
        states.push(made(role_arn, last, operation));
    }
    states
}

/// Steps from state to state, done to the role as it is now; what comes of all of them is the plan.
/// One by one, for what a change made and a later one took away again may be there now.
fn through<'a>(
    role_arn: &str,
    steps: impl Iterator<Item = (Option<&'a ActualRole>, Option<&'a ActualRole>)>,
    now: Option<&ActualRole>,
) -> Plan {
    let mut role = now.cloned();
    let mut warnings: Vec<String> = Vec::new();
    let mut ends_without = false;
    for (from, to) in steps {
        ends_without = to.is_none();
        let step = carry(role_arn, from, to, role.as_ref());
        let operations: Vec<Operation> = step.changes.into_iter().map(|change| change.operation).collect();
        role = after(role_arn, role.as_ref(), &operations);
        for warning in step.warnings {
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
    }
    let mut plan = carry(role_arn, now, role.as_ref(), now);
    // A role that is gone is where these steps lead: nothing of it is missed.
    plan.warnings = if ends_without && role.is_none() { Vec::new() } else { warnings };
    plan
}

fn made(role_arn: &str, role: Option<ActualRole>, operation: &Operation) -> Option<ActualRole> {
    if let Operation::CreateRole { trust_policy, max_session_duration, description, tags } = operation {
        let (path, name) = path_and_name(role_arn);
        return Some(ActualRole {
            arn: role_arn.to_owned(),
            role_id: String::new(),
            name,
            path,
            trust_policy: trust_policy.clone(),
            inline_policies: Vec::new(),
            attached_policies: Vec::new(),
            permissions_boundary: None,
            max_session_duration: *max_session_duration,
            description: Some(description.clone()).filter(|text| !text.is_empty()),
            tags: tags.clone(),
        });
    }
    let mut role = role?;
    match operation {
        Operation::CreateRole { .. } => {}
        Operation::DeleteRole => return None,
        Operation::UpdateAssumeRolePolicy { trust_policy } => role.trust_policy.clone_from(trust_policy),
        Operation::UpdateRole { max_session_duration, description } => {
            role.max_session_duration = *max_session_duration;
            role.description = Some(description.clone()).filter(|text| !text.is_empty());
        }
        Operation::PutRolePolicy { policy_name, document } => {
            role.inline_policies.retain(|policy| policy.name != *policy_name);
            role.inline_policies.push(InlinePolicy { name: policy_name.clone(), document: document.clone() });
        }
        Operation::DeleteRolePolicy { policy_name } => {
            role.inline_policies.retain(|policy| policy.name != *policy_name);
        }
        Operation::AttachRolePolicy { policy_arn } => {
            if !role.attached_policies.contains(policy_arn) {
                role.attached_policies.push(policy_arn.clone());
            }
        }
        Operation::DetachRolePolicy { policy_arn } => role.attached_policies.retain(|arn| arn != policy_arn),
        Operation::TagRole { tags } => {
            for tag in tags {
                role.tags.retain(|known| !known.key.eq_ignore_ascii_case(&tag.key));
                role.tags.push(tag.clone());
            }
        }
        Operation::UntagRole { keys } => {
            role.tags.retain(|known| !keys.iter().any(|key| known.key.eq_ignore_ascii_case(key)));
        }
    }
    Some(role)
}

/// `/team/` and the name, of a role's ARN.
fn path_and_name(role_arn: &str) -> (String, String) {
    let rest = role_arn.split_once(":role").map_or("/", |(_, rest)| rest);
    let (path, name) = rest.rsplit_once('/').unwrap_or(("", rest));
    (format!("{path}/"), name.to_owned())
}

/// Does to the role as it is now what leads from one state to the other.
fn carry(
    role_arn: &str,
    from: Option<&ActualRole>,
    to: Option<&ActualRole>,
    now: Option<&ActualRole>,
) -> Plan {
    let mut plan = now.map_or_else(|| of_nothing(role_arn), Plan::of);
    match (from, to, now) {
        (_, None, Some(now)) => delete(from, now, &mut plan),
        (_, None, None) => {}
        (None, Some(to), None) => create(to, &mut plan),
        (Some(_), Some(_), None) => {
            plan.warnings.push("the role was deleted meanwhile: there is nothing to change".to_owned());
        }
        (from, Some(to), Some(now)) => {
            // Where there was no role, all of what is wanted is new to the one that is there.
            let bare;
            let from = match from {
                Some(from) => from,
                None => {
                    bare = ActualRole {
                        inline_policies: Vec::new(),
                        attached_policies: Vec::new(),
                        tags: Vec::new(),
                        max_session_duration: now.max_session_duration,
                        trust_policy: now.trust_policy.clone(),
                        ..to.clone()
                    };
                    &bare
                }
            };
            trust(from, to, now, &mut plan);
            inline_policies(from, to, now, &mut plan);
            attached_policies(from, to, now, &mut plan);
            max_session_duration(from, to, now, &mut plan);
            tags(from, to, now, &mut plan);
        }
    }
    plan
}

fn of_nothing(role_arn: &str) -> Plan {
    Plan {
        role_arn: role_arn.to_owned(),
        exists: false,
        read: digest(None),
        changes: Vec::new(),
        untouched: Vec::new(),
        removed: Vec::new(),
        warnings: Vec::new(),
    }
}

fn create(to: &ActualRole, plan: &mut Plan) {
    let (trust_policy, warning) = savable(&to.trust_policy);
    plan.warnings.extend(warning);
    if let Some(boundary) = &to.permissions_boundary {
        plan.warnings.push(format!(
            "the role had the permissions boundary `{boundary}`: the new one is made without it, set it in the AWS console"
        ));
    }
    let description = to.description.clone().unwrap_or_default();
    let mut head = vec![
        format!("Path: {}", to.path),
        format!("MaxSessionDuration: {}", to.max_session_duration),
        format!("Description: {description}"),
    ];
    head.extend(diff::tag_lines(&to.tags));
    head.push("Trust policy:".to_owned());
    head.push(diff::pretty(&trust_policy));
    plan.changes.push(Change {
        title: format!("Create the role {}", to.name),
        diff: diff::lines("", &head.join("\n")),
        operation: Operation::CreateRole {
            trust_policy,
            max_session_duration: to.max_session_duration,
            description,
            tags: to.tags.clone(),
        },
    });
    for policy in &to.inline_policies {
        plan.changes.push(put_policy(&policy.name, &policy.document, None));
    }
    for arn in &to.attached_policies {
        plan.changes.push(attach_policy(arn));
    }
}

/// Deletes the role, unless something is in it that the changes did not put there.
fn delete(from: Option<&ActualRole>, now: &ActualRole, plan: &mut Plan) {
    let is_ours = |policy: &InlinePolicy| {
        from.and_then(|from| document(from, &policy.name))
            .is_some_and(|ours| same_meaning(ours, &policy.document, Kind::Identity))
    };
    let mut foreign: Vec<String> = Vec::new();
    for policy in &now.inline_policies {
        if is_ours(policy) {
            plan.changes.push(delete_policy(&policy.name, &policy.document));
        } else {
            foreign.push(format!("the inline policy `{}`", policy.name));
        }
    }
    for arn in &now.attached_policies {
        if from.is_some_and(|from| from.attached_policies.contains(arn)) {
            plan.changes.push(detach_policy(arn));
        } else {
            foreign.push(format!("the attached policy `{arn}`"));
        }
    }
    if !from.is_some_and(|from| same_meaning(&from.trust_policy, &now.trust_policy, Kind::Trust)) {
        foreign.push("a trust policy that is not as it was made".to_owned());
    }
    if foreign.is_empty() {
        plan.changes.push(delete_role(now));
    } else {
        plan.warnings
            .push(format!("the role stays, for somebody else has since given it {}", foreign.join(", ")));
    }
}

/// The last change of a deletion.
pub(crate) fn delete_role(role: &ActualRole) -> Change {
    Change {
        title: format!("Delete the role {}", role.name),
        diff: diff::lines(&format!("Role: {}\n{}", role.arn, diff::pretty(&role.trust_policy)), ""),
        operation: Operation::DeleteRole,
    }
}

fn trust(from: &ActualRole, to: &ActualRole, now: &ActualRole, plan: &mut Plan) {
    let (from, to, now) = (&from.trust_policy, &to.trust_policy, now.trust_policy.as_str());
    let same = |a: &str, b: &str| same_meaning(a, b, Kind::Trust);
    if same(from, to) || same(now, to) {
        return;
    }
    let (to, warning) = savable(to);
    let wanted = if same(now, from) { Some(to) } else { merged(from, &to, now) };
    match wanted {
        Some(wanted) if same(now, &wanted) => {}
        Some(wanted) => {
            plan.warnings.extend(warning);
            plan.changes.push(update_trust(now, wanted));
        }
        None => plan
            .warnings
            .push("the trust policy was changed meanwhile and cannot be read: it stays as it is".to_owned()),
    }
}

/// The policy as it is now, less the statements that only `from` has, and with those that only `to`
/// has. `None`: one of them is not a policy document.
fn merged(from: &str, to: &str, now: &str) -> Option<String> {
    let (from, to): (Value, Value) = (serde_json::from_str(from).ok()?, serde_json::from_str(to).ok()?);
    let mut document: Value = serde_json::from_str(now).ok()?;
    let (from, to) = (statements(&from), statements(&to));
    let has = |list: &[&Value], one: &Value| list.iter().any(|other| same_statement(other, one));
    let mut result: Vec<Value> = Vec::new();
    let mut place = None;
    for statement in statements(&document) {
        if has(&from, statement) && !has(&to, statement) {
            place.get_or_insert(result.len());
        } else {
            result.push(statement.clone());
        }
    }
    let missing: Vec<Value> = to
        .into_iter()
        .filter(|statement| {
            !has(&from, statement) && !result.iter().any(|one| same_statement(one, statement))
        })
        .map(|statement| with_fresh_sid(statement, &result))
        .collect();
    let place = place.unwrap_or(result.len());
    result.splice(place..place, missing);
    document.as_object_mut()?.insert("Statement".to_owned(), Value::Array(result));
    Some(format!("{document:#}"))
}

/// The policy as IAM takes it: without the raw ids of principals that were deleted. Text that needs no
/// change keeps its bytes.
fn savable(policy: &str) -> (String, Option<String>) {
    let as_it_is = || (policy.to_owned(), None);
    let Ok(mut document) = serde_json::from_str::<Value>(policy) else { return as_it_is() };
    let all = statements(&document);
    let alive: Vec<Value> = all.iter().filter_map(|statement| without_dead(statement)).collect();
    if all.len() == alive.len() && all.iter().zip(&alive).all(|(a, b)| **a == *b) {
        return as_it_is();
    }
    if let Some(object) = document.as_object_mut() {
        object.insert("Statement".to_owned(), Value::Array(alive));
    }
    let warning = "a deleted user or role that the trust policy held lets nobody in, and IAM refuses to save it again: it is left out";
    (format!("{document:#}"), Some(warning.to_owned()))
}

fn document<'r>(role: &'r ActualRole, name: &str) -> Option<&'r str> {
    role.inline_policies.iter().find(|policy| policy.name == name).map(|policy| policy.document.as_str())
}

fn inline_policies(from: &ActualRole, to: &ActualRole, now: &ActualRole, plan: &mut Plan) {
    let same = |a: Option<&str>, b: Option<&str>| match (a, b) {
        (Some(a), Some(b)) => same_meaning(a, b, Kind::Identity),
        (a, b) => a == b,
    };
    let only_there = to.inline_policies.iter().filter(|policy| document(from, &policy.name).is_none());
    for InlinePolicy { name, .. } in from.inline_policies.iter().chain(only_there) {
        let (from, to, now) = (document(from, name), document(to, name), document(now, name));
        if same(from, to) || same(now, to) {
            continue;
        }
        match (to, now) {
            _ if !same(now, from) => plan
                .warnings
                .push(format!("the inline policy `{name}` was changed meanwhile: it stays as it is")),
            (Some(to), now) => plan.changes.push(put_policy(name, to, now)),
            (None, Some(now)) => plan.changes.push(delete_policy(name, now)),
            (None, None) => {}
        }
    }
}

fn attached_policies(from: &ActualRole, to: &ActualRole, now: &ActualRole, plan: &mut Plan) {
    for arn in to.attached_policies.iter().filter(|arn| !from.attached_policies.contains(arn)) {
        if !now.attached_policies.contains(arn) {
            plan.changes.push(attach_policy(arn));
        }
    }
    for arn in from.attached_policies.iter().filter(|arn| !to.attached_policies.contains(arn)) {
        if now.attached_policies.contains(arn) {
            plan.changes.push(detach_policy(arn));
        }
    }
}

fn attach_policy(arn: &str) -> Change {
    Change {
        title: format!("Attach the managed policy {arn}"),
        diff: diff::lines("", &format!("Attached: {arn}")),
        operation: Operation::AttachRolePolicy { policy_arn: arn.to_owned() },
    }
}

fn max_session_duration(from: &ActualRole, to: &ActualRole, now: &ActualRole, plan: &mut Plan) {
    let (from, to, seconds) = (from.max_session_duration, to.max_session_duration, now.max_session_duration);
    if from == to || seconds == to {
        return;
    }
    if seconds != from {
        plan.warnings
            .push(format!("MaxSessionDuration was changed meanwhile: it stays at {seconds} seconds"));
        return;
    }
    plan.changes.push(Change {
        title: format!("Set MaxSessionDuration to {to} seconds"),
        diff: diff::lines(&format!("MaxSessionDuration: {seconds}"), &format!("MaxSessionDuration: {to}")),
        operation: Operation::UpdateRole {
            max_session_duration: to,
            description: now.description.clone().unwrap_or_default(),
        },
    });
}

fn tags(from: &ActualRole, to: &ActualRole, now: &ActualRole, plan: &mut Plan) {
    let value = |role: &'_ ActualRole, key: &str| -> Option<Tag> {
        role.tags.iter().find(|tag| tag.key.eq_ignore_ascii_case(key)).cloned()
    };
    let (mut set, mut replaced, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    let only_there = to.tags.iter().filter(|tag| value(from, &tag.key).is_none());
    for Tag { key, .. } in from.tags.iter().chain(only_there) {
        let (from, to, now) = (value(from, key), value(to, key), value(now, key));
        if from == to || now == to {
            continue;
        }
        match (to, now) {
            (_, now) if now != from => {
                plan.warnings.push(format!("the tag `{key}` was changed meanwhile: it stays as it is"));
            }
            (Some(to), now) => {
                set.push(to);
                replaced.extend(now);
            }
            (None, Some(now)) => gone.push(now),
            (None, None) => {}
        }
    }
    if !set.is_empty() {
        plan.changes.push(Change {
            title: "Set tags".to_owned(),
            diff: diff::lines(&diff::tag_lines(&replaced).join("\n"), &diff::tag_lines(&set).join("\n")),
            operation: Operation::TagRole { tags: set },
        });
    }
    if !gone.is_empty() {
        plan.changes.push(Change {
            title: "Take tags off".to_owned(),
            diff: diff::lines(&diff::tag_lines(&gone).join("\n"), ""),
            operation: Operation::UntagRole { keys: gone.into_iter().map(|tag| tag.key).collect() },
        });
    }
}
