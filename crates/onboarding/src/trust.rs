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

/// Whether a principal is a raw unique id: what AWS shows once the user (`AIDA…`) or role (`AROA…`)
/// behind it was deleted. It matches nobody any more, even if the name is made again, and a policy
/// that holds one is refused when it is saved (`Invalid principal in policy`).
pub(crate) fn is_dead(principal: &str) -> bool {
    ["AIDA", "AROA", "AGPA", "ANPA"].iter().any(|prefix| principal.starts_with(prefix))
        && (16..=128).contains(&principal.len())
        && principal.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
