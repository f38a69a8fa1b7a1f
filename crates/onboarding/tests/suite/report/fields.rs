//! `docs/report.md` describes the JSON form, field by field.

use super::whole;
use serde_json::Value;
use std::collections::BTreeSet;

const DOCS: &str = include_str!("../../../../../docs/report.md");

/// The paths of a value: `checks[].evidence.what`.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                paths(field, &path, found);
                found.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| paths(item, &format!("{path}[]"), found)),
        _ => {}
    }
}

#[test]
fn every_field_is_described_and_nothing_else() {
    let mut found = BTreeSet::new();
    paths(&serde_json::to_value(whole()).unwrap(), "", &mut found);
    let (_, form) = DOCS.split_once("## The JSON form").unwrap();
    let rows: Vec<(&str, &str)> = form
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |"))
        .map(|(path, rest)| (path, rest.trim_matches([' ', '|'])))
        .collect();
    let described: BTreeSet<String> = rows.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(described.len(), rows.len(), "each once");
    let missing: Vec<_> = found.difference(&described).collect();
    let too_many: Vec<_> = described.difference(&found).collect();
    assert!(missing.is_empty() && too_many.is_empty(), "missing: {missing:#?}, not there: {too_many:#?}");
    assert!(rows.iter().all(|(_, description)| !description.is_empty()));
}
