//! The sentences for people: why a decision is what it is.

use super::caller::Caller;
use super::logic::{Cause, Group, Verdict};
use super::{Layer, Mismatch, StatementTrace};
use crate::condition::{Base, Condition, SetOperator, Why};
use crate::document::{Effect, Named, Policy, PrincipalEntry};

/// Longer values are cut after so many characters.
const SHOWN: usize = 12;

/// One short sentence: lower case, no full stop.
pub(super) fn sentence(
    verdict: &Verdict,
    caller: &Caller<'_>,
    resource: Option<&Policy>,
    trace: &[StatementTrace],
) -> String {
    let action = &caller.request.action;
    match verdict.cause {
        Cause::Granted(layer) => granted(layer, action, resource, trace),
        Cause::Refused(layer) => match find(trace, layer, Effect::Deny) {
            Some(entry) => format!("{} denies it", place(entry, action)),
            None => "it is denied".to_owned(),
        },
        Cause::NotGranted(layer, group) => not_granted((layer, group), action, trace),
        Cause::NeedsNoPermission => format!("`{action}` needs no permission"),
        Cause::RootCannotAssume => "roles may not be assumed by root accounts".to_owned(),
        Cause::Root => "the root user has every right in its account".to_owned(),
    }
}

fn granted(layer: Layer, action: &str, resource: Option<&Policy>, trace: &[StatementTrace]) -> String {
    let Some(entry) = find(trace, layer, Effect::Allow) else {
        return "it is allowed".to_owned();
    };
    let statement = resource
        .filter(|_| layer == Layer::Resource)
        .and_then(|policy| policy.statements.get(entry.statement));
    let Some(statement) = statement else {
        return format!("{} allows it", place(entry, action));
    };
    let number = entry.statement + 1;
    let names = match &statement.principals {
        Some(principals) if principals.negated => "does not except this principal",
        Some(principals) if principals.entries.iter().any(is_anyone) => "names everyone",
        _ => "names this principal",
    };
    if statement.conditions.is_empty() {
        format!("statement {number} {names} and has no condition")
    } else {
        format!("statement {number} {names} and its conditions are met")
    }
}

fn is_anyone(entry: &PrincipalEntry) -> bool {
    entry.named == Named::Anyone
}

/// The first statement of the layer that applied with that effect.
fn find(trace: &[StatementTrace], layer: Layer, effect: Effect) -> Option<&StatementTrace> {
    trace.iter().find(|entry| entry.layer == layer && entry.effect == effect && entry.mismatch.is_none())
}

fn place(entry: &StatementTrace, action: &str) -> String {
    let number = entry.statement + 1;
    match &entry.sid {
        Some(sid) => format!("statement {number} (`{sid}`) of {}", policy(entry.layer, action)),
        None => format!("statement {number} of {}", policy(entry.layer, action)),
    }
}

fn policy(layer: Layer, action: &str) -> &'static str {
    match layer {
        Layer::Identity => "the identity policy",
        // The only policy of a resource that STS's actions are decided by is a role's.
        Layer::Resource if action.get(..4).is_some_and(|service| service.eq_ignore_ascii_case("sts:")) => {
            "the trust policy"
        }
        Layer::Resource => "the resource policy",
        Layer::ServiceControl => "a service control policy",
        Layer::Boundary => "the permissions boundary",
        Layer::Session => "the session policy",
    }
}

fn not_granted((layer, group): (Layer, Group), action: &str, trace: &[StatementTrace]) -> String {
    let closest = closest(layer, group, trace);
    let why = match closest.and_then(|entry| entry.mismatch.as_ref()) {
        Some(Mismatch::Condition { why, .. }) => why.clone(),
        Some(Mismatch::Resource { .. }) => format!("no statement allows `{action}` on this resource"),
        Some(Mismatch::Action { .. }) => format!("no statement allows `{action}`"),
        Some(Mismatch::Principal { .. }) => "no statement names this principal".to_owned(),
        None => "no statement allows it".to_owned(),
    };
    match layer {
        Layer::Resource => why,
        Layer::Identity => format!("no identity policy allows it: {why}"),
        Layer::ServiceControl => format!("a service control policy does not allow it: {why}"),
        Layer::Boundary => format!("the permissions boundary does not allow it: {why}"),
        Layer::Session => format!("the session policy does not allow it: {why}"),
    }
}

/// Of the Allow statements of the policies that do not allow, the first of those that came furthest.
fn closest(layer: Layer, group: Group, trace: &[StatementTrace]) -> Option<&StatementTrace> {
    let mut best: Option<(u8, &StatementTrace)> = None;
    for entry in trace {
        let is_of_group = entry.layer == layer && (group.from..group.to).contains(&entry.policy);
        if !is_of_group || entry.effect != Effect::Allow {
            continue;
        }
        let reached = match &entry.mismatch {
            None => continue,
            Some(Mismatch::Principal { .. }) => 0,
            Some(Mismatch::Action { .. }) => 1,
            Some(Mismatch::Resource { .. }) => 2,
            Some(Mismatch::Condition { .. }) => 3,
        };
        if best.is_none_or(|(furthest, _)| reached > furthest) {
            best = Some((reached, entry));
        }
    }
    best.map(|(_, entry)| entry)
}

impl Mismatch {
    /// One short sentence: lower case, no full stop.
    pub fn sentence(&self) -> String {
        match self {
            Mismatch::Principal { wanted, found } => {
                format!("it names {}, not `{found}`", list(wanted))
            }
            Mismatch::Action { wanted, found } => {
                format!("it speaks of {}, not of `{found}`", list(wanted))
            }
            Mismatch::Resource { wanted, found } => {
                format!("it speaks of {}, not of `{found}`", list(wanted))
            }
            Mismatch::Condition { why, .. } => why.clone(),
        }
    }
}

/// Values in full, at most three of them.
fn list(values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().take(3).map(|value| format!("`{value}`")).collect();
    match values.len().saturating_sub(quoted.len()) {
        0 if quoted.is_empty() => "nothing".to_owned(),
        0 => quoted.join(" and "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// Why a condition is not met, in words.
pub(super) fn of_condition(condition: &Condition, why: Why, found: &[String]) -> String {
    let key = &condition.key;
    let operator = &condition.operator_text;
    let wants = || wanted(condition);
    match (why, condition.operator.base) {
        (Why::Absent, Base::Null) => format!("`{key}` is absent, the statement wants it present"),
        (Why::Absent, _) => format!("`{key}` is absent, the statement wants {}", wants()),
        (Why::Present, _) => format!("`{key}` is present, the statement wants it absent"),
        (Why::Different, _) => {
            format!("`{key}` is {}, the statement wants {}", values(found), wants())
        }
        (Why::Excluded, _) => format!("`{key}` is {}, which the statement excludes", values(found)),
        (Why::Unreadable, _) => format!(
            "`{key}` is {}, which `{operator}` cannot compare with {}",
            values(found),
            values(&condition.values)
        ),
        (Why::SeveralValues, _) => {
            format!("`{key}` has {} values, and `{operator}` compares one", found.len())
        }
        (Why::NoneFits, _) => {
            format!("no value of `{key}` fits, the statement wants {}", wants())
        }
        (Why::OneDoesNotFit, _) => {
            format!("a value of `{key}` does not fit, the statement wants only {}", wants())
        }
    }
}

fn wanted(condition: &Condition) -> String {
    let list = values(&condition.values);
    let relation = match condition.operator.base {
        Base::NumericLessThan => "less than ",
        Base::NumericLessThanEquals => "at most ",
        Base::NumericGreaterThan => "more than ",
        Base::NumericGreaterThanEquals => "at least ",
        Base::DateLessThan => "a time before ",
        Base::DateLessThanEquals => "a time until ",
        Base::DateGreaterThan => "a time after ",
        Base::DateGreaterThanEquals => "a time from ",
        Base::IpAddress => "an address in ",
        Base::StringLike | Base::ArnLike => "a match of ",
        _ => "",
    };
    let is_set = matches!(condition.operator.set, Some(SetOperator::ForAnyValue | SetOperator::ForAllValues));
    if condition.operator.negated && is_set {
        format!("anything but {relation}{list}")
    } else {
        format!("{relation}{list}")
    }
}

/// At most three values, each in backticks and cut short.
fn values(values: &[String]) -> String {
    match values {
        [] => "nothing".to_owned(),
        [a] => short(a),
        [a, b] => format!("{} or {}", short(a), short(b)),
        [a, b, c] => format!("{}, {} or {}", short(a), short(b), short(c)),
        [a, b, rest @ ..] => format!("{}, {} or {} more", short(a), short(b), rest.len()),
    }
}

fn short(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("`{}…`", value.get(..cut).unwrap_or_default()),
        None => format!("`{value}`"),
    }
}
