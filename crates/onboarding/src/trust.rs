//! Reading a trust policy for its principals, whether or not it is a policy that the evaluator takes:
//! what a role has in the account may hold more than what the wizard would write.

use serde_json::Value;

/// The statements of a document, one or a list; nothing where it is not JSON.
pub(crate) fn statements(document: &Value) -> Vec<&Value> {
    one_or_many(document.get("Statement"))
}

/// A value that may stand alone or in a list.
pub(crate) fn one_or_many(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(other) => vec![other],
    }
}

/// Whether a statement lets someone in.
pub(crate) fn is_allow(statement: &Value) -> bool {
    statement.get("Effect").and_then(Value::as_str) == Some("Allow")
}

/// The principals that a statement names, of every type; `*` for anyone.
pub(crate) fn principals(statement: &Value) -> Vec<&str> {
    match statement.get("Principal") {
        Some(Value::String(text)) => vec![text.as_str()],
        Some(Value::Object(types)) => {
            types.values().flat_map(|value| one_or_many(Some(value))).filter_map(Value::as_str).collect()
        }
        _ => Vec::new(),
    }
}

/// The principals that a document's Allow statements name, each once, in the order of the text.
pub(crate) fn admitted(text: &str) -> Vec<String> {
    let Ok(document) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let mut named: Vec<String> = Vec::new();
    for principal in
        statements(&document).into_iter().filter(|statement| is_allow(statement)).flat_map(principals)
    {
        if !named.iter().any(|known| known == principal) {
            named.push(principal.to_owned());
        }
    }
    named
}

/// The ExternalIds that a document's Allow statements compare, each once, in the order of the text.
pub(crate) fn external_ids(text: &str) -> Vec<String> {
    let Ok(document) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let mut found: Vec<String> = Vec::new();
    for statement in statements(&document).into_iter().filter(|statement| is_allow(statement)) {
        let operators = statement.get("Condition").and_then(Value::as_object);
        let keys =
            operators.into_iter().flat_map(|operators| operators.values()).filter_map(Value::as_object);
        let values = keys
            .flat_map(|keys| keys.iter())
            .filter(|(key, _)| key.eq_ignore_ascii_case(EXTERNAL_ID))
            .flat_map(|(_, value)| one_or_many(Some(value)))
            .filter_map(Value::as_str);
        for value in values {
            if !found.iter().any(|known| known == value) {
                found.push(value.to_owned());
            }
        }
    }
    found
}

/// The condition key of an ExternalId.
pub(crate) const EXTERNAL_ID: &str = "sts:ExternalId";

/// Whether a principal is a raw unique id: what AWS shows once the user (`AIDA…`) or role (`AROA…`)
/// behind it was deleted. It matches nobody any more, even if the name is made again, and a policy
/// that holds one is refused when it is saved (`Invalid principal in policy`).
pub(crate) fn is_dead(principal: &str) -> bool {
    ["AIDA", "AROA", "AGPA", "ANPA"].iter().any(|prefix| principal.starts_with(prefix))
        && (16..=128).contains(&principal.len())
        && principal.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The statement without the principals that go; `None` where nobody is left.
pub(crate) fn without_principals(statement: &Value, goes: &dyn Fn(&str) -> bool) -> Option<Value> {
    if !principals(statement).iter().any(|name| goes(name)) {
        return Some(statement.clone());
    }
    let mut statement = statement.clone();
    // `*` alone is one that goes.
    let types = statement.get_mut("Principal")?.as_object_mut()?;
    for value in types.values_mut() {
        match value {
            Value::Array(names) => {
                names.retain(|name| !name.as_str().is_some_and(goes));
            }
            Value::String(name) if goes(name) => *value = Value::Array(Vec::new()),
            _ => {}
        }
    }
    types.retain(|_, value| !value.as_array().is_some_and(Vec::is_empty));
    (!types.is_empty()).then_some(statement)
}
