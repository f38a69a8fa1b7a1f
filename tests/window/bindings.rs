//! The commands and types of the bridge, read from the TypeScript that is generated from them.

use crate::any_json::{anything, text};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub struct Command {
    pub name: String,
    /// Name and type.
    pub parameters: Vec<(String, String)>,
}

pub struct Bindings {
    pub commands: Vec<Command>,
    types: BTreeMap<String, String>,
}

impl Bindings {
    pub fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/lib/bindings.ts");
        let text = without_comments(&std::fs::read_to_string(path).unwrap());
        let (commands, types) = text.split_once("/* Types */").unwrap();
        let commands: Vec<Command> = commands.lines().filter_map(command).collect();
        assert_eq!(commands.len(), text.matches("=> __TAURI_INVOKE<").count(), "a command is not understood");
        let types = types
            .split("export type ")
            .filter_map(|of| of.split_once('='))
            .map(|(name, of)| (name.trim().to_owned(), of.trim().trim_end_matches(';').to_owned()))
            .collect();
        Self { commands, types }
    }

    /// Values of a type as TypeScript writes it.
    pub fn value(&self, of: &str) -> BoxedStrategy<Value> {
        let of = of.trim().trim_start_matches('|').trim();
        let choices = split(of, '|');
        if choices.len() > 1 {
            return prop::strategy::Union::new(choices.iter().map(|choice| self.value(choice))).boxed();
        }
        let parts = split(of, '&');
        if parts.len() > 1 {
            let parts: Vec<_> = parts.iter().map(|part| self.value(part)).collect();
            return parts.prop_map(merged).boxed();
        }
        if let Some(of) = of.strip_suffix("[]") {
            return prop::collection::vec(self.value(of), 0..3).prop_map(Value::from).boxed();
        }
        if of.starts_with("Channel<") {
            return Just(json!("__CHANNEL__")).boxed();
        }
        if let Some(fields) = of.strip_prefix('{').and_then(|of| of.strip_suffix('}')) {
            return self.object(fields);
        }
        if let Some(literal) = of.strip_prefix('"').and_then(|of| of.strip_suffix('"')) {
            return Just(json!(literal)).boxed();
        }
        match of {
            "string" => text().prop_map(Value::from).boxed(),
            "number" => {
                prop_oneof![any::<u32>().prop_map(Value::from), any::<i16>().prop_map(Value::from)].boxed()
            }
            "boolean" => any::<bool>().prop_map(Value::from).boxed(),
            "null" => Just(Value::Null).boxed(),
            name => match self.types.get(name) {
                Some(of) => self.value(of),
                // Of a form that is not read here: anything may be given for it.
                None => anything(),
            },
        }
    }

    fn object(&self, fields: &str) -> BoxedStrategy<Value> {
        let fields = fields.replace(';', ",");
        let fields: Vec<BoxedStrategy<Option<(String, Value)>>> = split(&fields, ',')
            .iter()
            .filter_map(|field| field.split_once(':'))
            .map(|(name, of)| {
                let (name, optional) = match name.trim().strip_suffix('?') {
                    Some(name) => (name.to_owned(), true),
                    None => (name.trim().to_owned(), false),
                };
                (self.value(of), any::<bool>())
                    .prop_map(move |(value, there)| (there || !optional).then(|| (name.clone(), value)))
                    .boxed()
            })
            .collect();
        fields.prop_map(|fields| Value::Object(fields.into_iter().flatten().collect())).boxed()
    }
}

fn merged(parts: Vec<Value>) -> Value {
    let mut all = Map::new();
    for part in parts {
        if let Value::Object(fields) = part {
            all.extend(fields);
        }
    }
    Value::Object(all)
}

/// `plan: (setup: Setup, remove: string[]) => __TAURI_INVOKE<Plan>("plan", { setup, remove }),`
fn command(line: &str) -> Option<Command> {
    let (head, call) = line.split_once("=> __TAURI_INVOKE<")?;
    let (_, name) = call.split_once("(\"")?;
    let name = name.split('"').next()?.to_owned();
    let parameters = head.split_once(": (")?.1.trim().strip_suffix(')')?;
    let parameters = split(parameters, ',')
        .iter()
        .filter_map(|parameter| parameter.split_once(':'))
        .map(|(name, of)| (name.trim().to_owned(), of.trim().to_owned()))
        .collect();
    Some(Command { name, parameters })
}

/// At a separator that stands in no bracket and no string.
fn split(text: &str, at: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut depth, mut quoted) = (0, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '{' | '(' | '[' | '<' if !quoted => depth += 1,
            '}' | ')' | ']' | '>' if !quoted => depth -= 1,
            _ => {}
        }
        if c == at && depth == 0 && !quoted {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.into_iter().filter(|part| !part.trim().is_empty()).map(|part| part.trim().to_owned()).collect()
}

fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("/**") {
        kept += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}
