//! What is known of Bedrock's and STS's actions and of condition keys: data, with its source in the files.

use std::sync::LazyLock;

/// An action and what it can be limited to.
pub(super) struct Action {
    /// For example `bedrock:InvokeModel`.
    pub(super) name: &'static str,
    /// The types of its resources as their ARNs write them; empty: it needs Resource `*`.
    pub(super) resource_types: Vec<&'static str>,
}

/// Every known action, in the order of the file.
pub(super) static ACTIONS: LazyLock<Vec<Action>> = LazyLock::new(|| {
    lines(include_str!("../../data/actions.txt"))
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some(Action { name: words.next()?, resource_types: words.filter(|word| *word != "*").collect() })
        })
        .collect()
});

/// Every known condition key; one that ends in `/*` is completed by a name.
pub(super) static CONDITION_KEYS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("../../data/condition-keys.txt")).collect());

/// The services whose actions and keys are known.
pub(super) fn is_known_service(service: &str) -> bool {
    matches!(service, "bedrock" | "sts")
}

/// Whether a condition key, in any case, is one of the known ones.
pub(super) fn is_known_key(key: &str) -> bool {
    CONDITION_KEYS.iter().any(|known| {
        known.eq_ignore_ascii_case(key)
            || known.strip_suffix('*').is_some_and(|prefix| {
                key.len() > prefix.len()
                    && key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            })
    })
}

/// The types of Bedrock's resources.
pub(super) fn bedrock_resource_types() -> impl Iterator<Item = &'static str> {
    let bedrock = ACTIONS.iter().filter(|action| action.name.starts_with("bedrock:"));
    // Nothing is invoked on a custom model, yet its ARN exists.
    bedrock.flat_map(|action| action.resource_types.iter().copied()).chain(["custom-model"])
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
