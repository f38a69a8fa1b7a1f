//! Every command of the bridge with arbitrary JSON, in the real window: what comes back is an answer or
//! a fault with a code and a message; nothing panics, hangs, or writes outside of the data folder.
//!
//! The commands, and what they are given, are read from the generated TypeScript: a new one is called
//! without an edit here.

use crate::bindings::{Bindings, Command};
use crate::session::{Home, Theme, Window};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Calls of each command.
const CASES: usize = 24;

/// Opens a dialog of the desktop, which no program of this test can answer. What it writes is what
/// `code` and `view` show.
const ASKS_A_PERSON: [&str; 3] = ["save_document", "save_rollout_template", "save_rollout_table"];

/// The browser is another program: here it is one that does nothing.
const BROWSER: &str = "#!/bin/sh\n";

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_command_is_given_it_answers() {
    let bindings = Bindings::read();
    let home = Home::empty().instead_of("xdg-open", BROWSER);
    let before = outside(&home);
    let window = Window::open(&home, Theme::Light).await;
    window.find("try-sandbox").await;
    let opened = call(&window, "new_setup", json!({ "target": { "kind": "sandbox" } })).await.unwrap();
    let mut setup = opened["setup"].clone();
    setup["account_id"] = json!("123456789012");
    let plan = call(&window, "plan", json!({ "setup": setup, "remove": [] })).await.unwrap();
    let right = BTreeMap::from([("Setup", setup.clone()), ("Plan", plan)]);
    let mut runner = TestRunner::deterministic();
    let mut answered = BTreeSet::new();
    for command in bindings.commands.iter().filter(|command| !ASKS_A_PERSON.contains(&command.name.as_str()))
    {
        let arguments = arguments(&bindings, command, &right);
        for _ in 0..CASES {
            let given = arguments.new_tree(&mut runner).unwrap().current();
            match call(&window, &command.name, given.clone()).await {
                Ok(_) => drop(answered.insert(command.name.as_str())),
                Err(fault) => assert_structured(&command.name, &given, &fault),
            }
            if command.name == "save_network_settings" {
                // A proxy that was made up would be looked for by every call after it.
                call(&window, &command.name, json!({ "settings": {} })).await.unwrap();
            }
        }
    }
    // The program is still there, and what was well asked is still well answered.
    let view = call(&window, "view", json!({ "setup": setup })).await.unwrap();
    assert!(view["trust"]["text"].is_string(), "{view}");
    for reached in ["view", "diagnose", "check_key", "new_setup", "code", "plan", "apply", "verify"] {
        assert!(
            answered.contains(reached),
            "nothing that `{reached}` was given got past its door: {answered:?}"
        );
    }
    window.close().await;
    assert!(!home.path("data/crashes").exists(), "{:?}", crashes(&home));
    assert_eq!(outside(&home), before, "written outside of the data folder");
}

/// What a refusal looks like: ours, or Tauri's where the arguments are none of the command's.
fn assert_structured(command: &str, given: &Value, fault: &Value) {
    let refused_at_the_door =
        fault.as_str().is_some_and(|text| text.starts_with("invalid args `") && text.contains(command));
    let ours =
        ["code", "message"].iter().all(|name| fault[name].as_str().is_some_and(|text| !text.is_empty()));
    assert!(ours || refused_at_the_door, "{command} of {given}: {fault}");
}

/// Arguments of every degree: what the command expects, the same with one part of it anything, and
/// nothing that it knows.
fn arguments(bindings: &Bindings, command: &Command, right: &BTreeMap<&str, Value>) -> BoxedStrategy<Value> {
    let expected: Vec<(String, BoxedStrategy<Value>)> = command
        .parameters
        .iter()
        .map(|(name, of)| {
            let value = match right.get(of.as_str()) {
                Some(right) => prop_oneof![1 => Just(right.clone()), 2 => changed(right.clone())].boxed(),
                None => bindings.value(of),
            };
            (name.clone(), value)
        })
        .collect();
    let (names, values): (Vec<String>, Vec<BoxedStrategy<Value>>) = expected.into_iter().unzip();
    let known = values.prop_map(move |values| Value::Object(names.iter().cloned().zip(values).collect()));
    prop_oneof![4 => known.clone(), 2 => known.prop_flat_map(changed), 1 => any_object()].boxed()
}

/// A value with one part of it replaced or taken away.
fn changed(value: Value) -> BoxedStrategy<Value> {
    let places = places(&value, String::new());
    (prop::sample::select(places), prop::option::of(anything()))
        .prop_map(move |(place, new)| {
            let mut value = value.clone();
            match (place.rsplit_once('/'), new) {
                (_, Some(new)) => {
                    if let Some(part) = value.pointer_mut(&place) {
                        *part = new;
                    }
                }
                (Some((parent, name)), None) => {
                    if let Some(Value::Object(fields)) = value.pointer_mut(parent) {
                        fields.remove(name);
                    }
                }
                (None, None) => {}
            }
            value
        })
        .boxed()
}

fn places(value: &Value, place: String) -> Vec<String> {
    let mut found = vec![place.clone()];
    match value {
        Value::Object(fields) => {
            found.extend(fields.iter().flat_map(|(name, part)| places(part, format!("{place}/{name}"))));
        }
        Value::Array(parts) => {
            found.extend(
                parts.iter().enumerate().flat_map(|(at, part)| places(part, format!("{place}/{at}"))),
            );
        }
        _ => {}
    }
    found
}

fn any_object() -> BoxedStrategy<Value> {
    prop::collection::hash_map("[a-z_]{1,8}", anything(), 0..4)
        .prop_map(|fields| Value::Object(Map::from_iter(fields)))
        .boxed()
}

/// Any JSON, with what has broken programs before more often.
pub(crate) fn anything() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("\\PC{0,6}", inner, 0..4)
                .prop_map(|fields| Value::Object(Map::from_iter(fields))),
        ]
    })
    .boxed()
}

pub(crate) fn text() -> BoxedStrategy<String> {
    prop_oneof![
        "\\PC{0,24}",
        any::<String>(),
        prop::sample::select(vec![
            "",
            "../../outside",
            "/etc/passwd",
            "arn:aws:iam::123456789012:role/r",
            "999999999999999999999",
            "2026-11-22T14:02:11Z",
            "{\"Statement\":[{}]}",
            "\u{0}\u{202e}é\u{1F600}",
        ])
        .prop_map(str::to_owned),
        (1_usize..20_000).prop_map(|length| "x".repeat(length)),
    ]
    .boxed()
}

/// Through the same door as the screens: Tauri's own invoke.
async fn call(window: &Window, command: &str, arguments: Value) -> Result<Value, Value> {
    const CALL: &str = "const [command, given, done] = arguments;
        const args = given && typeof given === 'object' ? { ...given } : {};
        for (const [name, value] of Object.entries(args))
          if (value === '__CHANNEL__') args[name] = `__CHANNEL__:${window.__TAURI_INTERNALS__.transformCallback(() => {})}`;
        window.__TAURI_INTERNALS__.invoke(command, args)
          .then((answer) => done({ answer: answer ?? null }), (fault) => done({ fault }));";
    let ended = window.driver.execute_async(CALL, vec![json!(command), arguments.clone()]).await;
    let mut ended: Value =
        ended.unwrap_or_else(|error| panic!("{command} of {arguments}: {error}")).json().clone();
    match ended.get_mut("fault") {
        Some(fault) => Err(fault.take()),
        None => Ok(ended["answer"].take()),
    }
}

/// The files of the home that are none of the program's data, without what WebKit and D-Bus keep.
fn outside(home: &Home) -> BTreeSet<String> {
    let folders = [".cache", ".config", ".dbus", ".local", ".pki", "data"];
    std::fs::read_dir(home.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !folders.contains(&name.as_str()))
        .collect()
}

fn crashes(home: &Home) -> Vec<String> {
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let entries = std::fs::read_dir(home.path("data/crashes"));
    entries.map(|entries| entries.map(|entry| read(&entry.unwrap().path())).collect()).unwrap_or_default()
}
