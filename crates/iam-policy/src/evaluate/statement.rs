//! Whether one statement applies to a request, and if not, its first part that does not match.

use super::caller::{Caller, Kind, Strength};
use super::{Mismatch, reason};
use crate::condition::{Condition, Why};
use crate::document::{Actions, Effect, Principals, Resources, Statement};

/// The first part of a statement that does not match; borrowed, so that it costs nothing unless told.
pub(super) enum Miss<'p> {
    Principal(&'p Principals),
    Action(&'p Actions),
    Resource(&'p Resources),
    Condition(&'p Condition, Why),
}

/// Whether the statement applies, and how directly it names the caller. A statement without
/// `Principal` speaks of whom its policy is attached to; one without `Resource` of what it is
/// attached to.
pub(super) fn applies<'p>(
    statement: &'p Statement,
    caller: &Caller<'_>,
    has_boundary: bool,
) -> Result<Strength, Miss<'p>> {
    let strength = match &statement.principals {
        None => Strength::Direct,
        // "NotPrincipal with Deny will always deny any IAM principal that has a permissions boundary
        // policy attached, regardless of the values specified."
        Some(principals)
            if principals.negated
                && statement.effect == Effect::Deny
                && has_boundary
                && matches!(caller.kind, Kind::User | Kind::Role | Kind::Session { .. }) =>
        {
            Strength::Direct
        }
        Some(principals) => {
            caller.named_by(principals, statement.effect).ok_or(Miss::Principal(principals))?
        }
    };
    let actions = &statement.actions;
    let action_named = actions.patterns.iter().any(|pattern| pattern.glob.matches(&caller.action));
    if action_named == actions.negated {
        return Err(Miss::Action(actions));
    }
    let lookup = |key: &str| caller.lookup(key);
    if let Some(resources) = &statement.resources {
        let resource = caller.request.resource.as_str();
        let named = resources.patterns.iter().any(|pattern| match &pattern.arn {
            None => true,
            Some(arn) => arn.matches(resource, &lookup),
        });
        if named == resources.negated {
            return Err(Miss::Resource(resources));
        }
    }
    for condition in &statement.conditions {
        condition.check(&lookup).map_err(|why| Miss::Condition(condition, why))?;
    }
    Ok(strength)
}

impl Miss<'_> {
    /// The mismatch as the trace tells it.
    pub(super) fn tell(&self, caller: &Caller<'_>) -> Mismatch {
        match self {
            Miss::Principal(principals) => Mismatch::Principal {
                wanted: principals.entries.iter().map(|entry| entry.value.clone()).collect(),
                found: caller.request.principal.clone(),
            },
            Miss::Action(actions) => Mismatch::Action {
                wanted: actions.patterns.iter().map(|pattern| pattern.text.clone()).collect(),
                found: caller.request.action.clone(),
            },
            Miss::Resource(resources) => Mismatch::Resource {
                wanted: resources.patterns.iter().map(|pattern| pattern.text.clone()).collect(),
                found: caller.request.resource.clone(),
            },
            Miss::Condition(condition, why) => {
                let found = caller.lookup(&condition.key_lower);
                Mismatch::Condition {
                    operator: condition.operator_text.clone(),
                    key: condition.key.clone(),
                    wanted: condition.values.clone(),
                    found: found.map(<[String]>::to_vec),
                    why: reason::of_condition(condition, *why, found.unwrap_or_default()),
                }
            }
        }
    }
}
