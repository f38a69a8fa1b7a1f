//! Whether two documents mean the same, and the edits that keep everything else as it stands.

mod edit;

pub use edit::{add_statement, remove_statement, statement_text};

use crate::condition::Operator;
use crate::document::{Actions, Effect, Named, Policy, PrincipalKind, Principals, Resources, Statement};
use std::collections::BTreeSet;

/// Whether two policies mean the same: the order of statements, of values and of keys, one value or a
/// list of one, and the case of actions do not matter; Sids and Ids do not either. An account is the
/// same by its digits and by its `:root` ARN, as IAM itself rewrites it.
pub fn equivalent(a: &Policy, b: &Policy) -> bool {
    a.version == b.version && meanings(a) == meanings(b)
}

fn meanings(policy: &Policy) -> BTreeSet<Meaning<'_>> {
    policy.statements.iter().map(Meaning::of).collect()
}

/// A statement without what does not matter.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Meaning<'p> {
    effect: Effect,
    principals: Option<(bool, BTreeSet<(PrincipalKind, &'p str)>)>,
    actions: (bool, BTreeSet<String>),
    resources: Option<(bool, BTreeSet<&'p str>)>,
    conditions: BTreeSet<(Operator, &'p str, BTreeSet<&'p str>)>,
}

impl<'p> Meaning<'p> {
    fn of(statement: &'p Statement) -> Meaning<'p> {
        Meaning {
            effect: statement.effect,
            principals: statement.principals.as_ref().map(of_principals),
            actions: of_actions(&statement.actions),
            resources: statement.resources.as_ref().map(of_resources),
            conditions: statement
                .conditions
                .iter()
                .map(|condition| {
                    let values = condition.values.iter().map(String::as_str).collect();
                    (condition.operator, condition.key_lower.as_str(), values)
                })
                .collect(),
        }
    }
}

fn of_principals(principals: &Principals) -> (bool, BTreeSet<(PrincipalKind, &str)>) {
    let entries = principals.entries.iter().map(|entry| match &entry.named {
        Named::Anyone => (PrincipalKind::Anyone, "*"),
        Named::Account(name) | Named::Arn(name) | Named::Name(name) => (entry.kind, name.as_str()),
    });
    (principals.negated, entries.collect())
}

fn of_actions(actions: &Actions) -> (bool, BTreeSet<String>) {
    let patterns = actions.patterns.iter();
    let lowered = patterns.map(|pattern| pattern.text.to_ascii_lowercase());
    (actions.negated, lowered.collect())
}

fn of_resources(resources: &Resources) -> (bool, BTreeSet<&str>) {
    let patterns = resources.patterns.iter();
    (resources.negated, patterns.map(|pattern| pattern.text.as_str()).collect())
}

/// The characters that count against IAM's quotas: white space outside of strings is not counted.
pub fn quota_size(text: &str) -> usize {
    let mut size = 0;
    let mut in_string = false;
    let mut escaped = false;
    for character in text.chars() {
        if in_string || !character.is_whitespace() {
            size += 1;
        }
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    size
}

/// The indexes of the Allow statements of a trust policy that name `principal` (an ARN) as one of
/// their AWS principals.
pub fn statements_naming(policy: &Policy, principal: &str) -> Vec<usize> {
    let Some(wanted) = Named::read(PrincipalKind::Aws, principal) else {
        return Vec::new();
    };
    let names_it = |statement: &Statement| {
        statement.principals.as_ref().is_some_and(|principals| {
            !principals.negated
                && principals
                    .entries
                    .iter()
                    .any(|entry| entry.kind == PrincipalKind::Aws && entry.named == wanted)
        })
    };
    policy
        .statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.effect == Effect::Allow && names_it(statement))
        .map(|(index, _)| index)
        .collect()
}
