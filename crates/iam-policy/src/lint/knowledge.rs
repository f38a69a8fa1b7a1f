//! What is known of AWS: actions, resources, condition keys, services, regions. Data, with its source
//! and date in the files.

use std::sync::LazyLock;

/// An action and what it can be limited to.
pub(super) struct Action {
    /// For example `bedrock:InvokeModel`.
    pub(super) name: &'static str,
    /// The same in lower case, as actions are compared.
    pub(super) lower: String,
    /// The types of its resources as their ARNs write them; empty: it needs Resource `*`.
    pub(super) resource_types: Vec<&'static str>,
}

/// Every known action, in the order of the file.
pub(super) static ACTIONS: LazyLock<Vec<Action>> = LazyLock::new(|| {
    lines(include_str!("../../data/actions.txt"))
        .filter_map(|line| {
            let mut words = line.split(' ');
            let name = words.next()?;
            let resource_types = words.filter(|word| *word != "*").collect();
            Some(Action { name, lower: name.to_ascii_lowercase(), resource_types })
        })
        .collect()
});

/// The operations of Bedrock's API that another action allows: the operation as if it were an action,
/// and the action.
pub(super) static OPERATIONS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    lines(include_str!("../../data/operations.txt")).filter_map(|line| line.split_once(' ')).collect()
});

/// A type of resource of Bedrock.
pub(super) struct ResourceType {
    /// As ARNs write it.
    pub(super) name: &'static str,
    /// Whether its ARN has a region.
    pub(super) has_region: bool,
    /// Whether its ARN has an account.
    pub(super) has_account: bool,
}

/// Every type of resource of Bedrock.
pub(super) static RESOURCE_TYPES: LazyLock<Vec<ResourceType>> = LazyLock::new(|| {
    lines(include_str!("../../data/resource-types.txt"))
        .filter_map(|line| {
            let mut words = line.split(' ');
            let name = words.next()?;
            let places: Vec<&str> = words.collect();
            Some(ResourceType {
                name,
                has_region: places.contains(&"region"),
                has_account: places.contains(&"account"),
            })
        })
        .collect()
});

/// What a condition key's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueType {
    Text,
    Bool,
    Number,
    Date,
    Address,
    Arn,
}

/// A condition key.
pub(super) struct ConditionKey {
    /// In AWS's spelling; one that ends in `/*` is completed by a name.
    pub(super) name: &'static str,
    pub(super) value_type: ValueType,
    /// Whether a request can carry several values of it.
    pub(super) is_multivalued: bool,
}

/// Every known condition key.
pub(super) static CONDITION_KEYS: LazyLock<Vec<ConditionKey>> = LazyLock::new(|| {
    lines(include_str!("../../data/condition-keys.txt"))
        .filter_map(|line| {
            let mut words = line.split(' ');
            let name = words.next()?;
            let value_type = match words.next()? {
                "string" => ValueType::Text,
                "bool" => ValueType::Bool,
                "number" => ValueType::Number,
                "date" => ValueType::Date,
                "ip" => ValueType::Address,
                "arn" => ValueType::Arn,
                _ => return None,
            };
            Some(ConditionKey { name, value_type, is_multivalued: words.next() == Some("many") })
        })
        .collect()
});

/// The prefixes of all services' actions.
static SERVICES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("../../data/services.txt")).collect());

/// Each region and its partition.
pub(super) static REGIONS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    lines(include_str!("../../data/regions.txt"))
        .filter_map(|line| line.split_once(' ').map(|(partition, region)| (region, partition)))
        .collect()
});

/// The services whose actions and keys are known one by one.
pub(super) fn is_known_service(service: &str) -> bool {
    matches!(service, "bedrock" | "sts")
}

/// Whether AWS has a service with this prefix.
pub fn is_service(service: &str) -> bool {
    SERVICES.contains(&service)
}

pub(super) fn services() -> impl Iterator<Item = &'static str> {
    SERVICES.iter().copied()
}

pub(super) fn partitions() -> impl Iterator<Item = &'static str> {
    REGIONS.iter().map(|(_, partition)| *partition)
}

pub(super) fn resource_type(name: &str) -> Option<&'static ResourceType> {
    RESOURCE_TYPES.iter().find(|known| known.name == name)
}

/// The known condition key that a text means, in any case.
pub(super) fn condition_key(key: &str) -> Option<&'static ConditionKey> {
    CONDITION_KEYS.iter().find(|known| {
        known.name.eq_ignore_ascii_case(key)
            || known.name.strip_suffix('*').is_some_and(|prefix| {
                key.len() > prefix.len()
                    && key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            })
    })
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
