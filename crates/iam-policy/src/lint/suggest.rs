//! What a misspelt action, key, region or ARN was probably meant to be.

use super::knowledge::{ACTIONS, CONDITION_KEYS, OPERATIONS, REGIONS, RESOURCE_TYPES};
use crate::document::meant::nearest;

/// The action that a text means: of the operation that it names, the one that it begins, or the nearest.
pub(super) fn action(text: &str) -> Option<&'static str> {
    let lowered = text.trim().to_ascii_lowercase();
    let operation = OPERATIONS.iter().find(|(operation, _)| operation.eq_ignore_ascii_case(&lowered));
    if let Some((_, action)) = operation {
        return Some(action);
    }
    let names = || ACTIONS.iter().map(|action| action.name);
    let begun = names().filter(|name| lowered.len() > 10 && name.to_ascii_lowercase().starts_with(&lowered));
    let is_common = |name: &str| OPERATIONS.iter().any(|(_, action)| *action == name);
    begun.min_by_key(|name| (!is_common(name), name.len())).or_else(|| nearest(&lowered, names()))
}

/// The action that is meant where the service is missing or wrong.
pub(super) fn bedrock_action(name: &str) -> Option<&'static str> {
    action(&format!("bedrock:{name}"))
}

pub(super) fn condition_key(name: &str) -> Option<&'static str> {
    let keys = || CONDITION_KEYS.iter().map(|key| key.name);
    let bare = !name.contains(':');
    nearest(name, keys())
        .or_else(|| keys().find(|key| bare && key.split(':').nth(1).is_some_and(|rest| same(rest, name))))
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b.trim())
}

pub(super) fn region(name: &str) -> Option<&'static str> {
    nearest(name, REGIONS.iter().map(|(region, _)| *region))
}

pub(super) fn resource_type(name: &str) -> Option<&'static str> {
    nearest(name, RESOURCE_TYPES.iter().map(|known| known.name))
}

/// An ARN of Bedrock with a part or a colon too few, put back in.
pub(super) fn bedrock_arn(text: &str) -> Option<String> {
    let mut parts: Vec<&str> = text.split(':').collect();
    if parts.first().is_some_and(|first| first.eq_ignore_ascii_case("arn")) {
        parts.remove(0);
    }
    let (partition, rest) = match parts.as_slice() {
        [partition, "bedrock", rest @ ..] => (*partition, rest),
        ["bedrock", rest @ ..] => ("aws", rest),
        rest => ("aws", rest),
    };
    let start = |part: &&str| {
        let kind = part.split('/').next().unwrap_or_default();
        RESOURCE_TYPES.iter().any(|known| known.name == kind)
    };
    let at = rest.iter().position(start)?;
    let resource = rest.get(at..)?.join(":");
    let (region, account) = match rest.get(..at)? {
        [] => ("*", ""),
        [only] if only.bytes().all(|byte| byte.is_ascii_digit()) => ("*", *only),
        [only] => (*only, ""),
        [region, account] => (*region, *account),
        _ => return None,
    };
    Some(format!("arn:{partition}:bedrock:{region}:{account}:{resource}"))
}
