//! Strict checks of an InvokeModel body, worded as the model's own front end words them.

use crate::error::ApiError;
use serde_json::{Map, Value};

/// Whose words a refusal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `Malformed input request: #/dimensions: 300 is not a valid enum value, please reformat …`
    JsonSchema,
    /// `max_tokens: Field required`
    Anthropic,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    path: Vec<String>,
}

impl<'a> Node<'a> {
    /// The whole body.
    pub(super) fn root(value: &'a Value) -> Self {
        Self { value, path: Vec::new() }
    }

    /// A member of an object.
    pub(super) fn get(&self, key: &str) -> Option<Node<'a>> {
        Some(self.below(self.value.get(key)?, key))
    }

    fn below(&self, value: &'a Value, step: impl ToString) -> Node<'a> {
        let mut path = self.path.clone();
        path.push(step.to_string());
        Node { value, path }
    }
}

/// What was found against the schema.
#[derive(Debug)]
pub(super) struct Checker {
    style: Style,
    /// Only the first is ever told.
    first: Option<String>,
    count: usize,
}

/// The most messages that Anthropic's API takes.
const MOST_ITEMS: usize = 100_000;

/// Reads a body as JSON.
pub(super) fn read(body: &[u8]) -> Result<Value, ApiError> {
    serde_json::from_slice(body)
        .map_err(|_| ApiError::invalid("Malformed input request, please reformat your input and try again."))
}

impl Checker {
    pub(super) fn new(style: Style) -> Self {
        Self { style, first: None, count: 0 }
    }

    /// The refusal, if anything was found.
    pub(super) fn end(self) -> Result<(), ApiError> {
        let (Some(first), count) = (self.first, self.count) else {
            return Ok(());
        };
        let what = match self.style {
            Style::Anthropic => return Err(ApiError::invalid(first)),
            Style::JsonSchema if count == 1 => first,
            Style::JsonSchema => format!("{count} schema violations found"),
        };
        Err(ApiError::invalid(format!(
            "Malformed input request: {what}, please reformat your input and try again."
        )))
    }

    fn add(&mut self, path: &[String], json_schema: &str, anthropic: &str) {
        self.count += 1;
        if self.first.is_some() {
            return;
        }
        self.first = Some(match self.style {
            Style::JsonSchema if path.is_empty() => format!("#: {json_schema}"),
            Style::JsonSchema => format!("#/{}: {json_schema}", path.join("/")),
            Style::Anthropic if path.is_empty() => anthropic.to_owned(),
            Style::Anthropic => format!("{}: {anthropic}", path.join(".")),
        });
    }

    fn wrong_type(&mut self, node: &Node<'_>, expected: &str, anthropic: &str) {
        let found = match node.value {
            Value::Null => "Null",
            Value::Bool(_) => "Boolean",
            Value::Number(number) if number.is_f64() => "Double",
            Value::Number(_) => "Integer",
            Value::String(_) => "String",
            Value::Array(_) => "JSONArray",
            Value::Object(_) => "JSONObject",
        };
        self.add(&node.path, &format!("expected type: {expected}, found: {found}"), anthropic);
    }

    /// An object with these members and no others.
    pub(super) fn object<'a>(
        &mut self,
        node: &Node<'a>,
        required: &[&str],
        optional: &[&str],
    ) -> Option<&'a Map<String, Value>> {
        let Value::Object(map) = node.value else {
            self.wrong_type(node, "JSONObject", "Input should be a valid dictionary");
            return None;
        };
        for key in required.iter().filter(|key| !map.contains_key(**key)) {
            let mut path = node.path.clone();
            match self.style {
                Style::JsonSchema => self.add(&path, &format!("required key [{key}] not found"), ""),
                Style::Anthropic => {
                    path.push((*key).to_owned());
                    self.add(&path, "", "Field required");
                }
            }
        }
        let known = |key: &&String| required.contains(&key.as_str()) || optional.contains(&key.as_str());
        for key in map.keys().filter(|key| !known(key)) {
            let mut path = node.path.clone();
            match self.style {
                Style::JsonSchema => {
                    self.add(&path, &format!("extraneous key [{key}] is not permitted"), "");
                }
                Style::Anthropic => {
                    path.push(key.clone());
                    self.add(&path, "", "Extra inputs are not permitted");
                }
            }
        }
        Some(map)
    }

    /// An object of any members.
    pub(super) fn any_object(&mut self, node: &Node<'_>) {
        if !node.value.is_object() {
            self.wrong_type(node, "JSONObject", "Input should be a valid dictionary");
        }
    }

    /// A text of a length within bounds.
    pub(super) fn string<'a>(&mut self, node: &Node<'a>, min: usize, max: usize) -> Option<&'a str> {
        let Value::String(text) = node.value else {
            self.wrong_type(node, "String", "Input should be a valid string");
            return None;
        };
        let length = text.chars().count();
        if length < min {
            let why = format!("expected minLength: {min}, actual: {length}");
            self.add(&node.path, &why, &format!("String should have at least {min} characters"));
        }
        if length > max {
            let why = format!("expected maxLength: {max}, actual: {length}");
            self.add(&node.path, &why, &format!("String should have at most {max} characters"));
        }
        Some(text)
    }

    /// One of a set of texts.
    pub(super) fn one_of<'a>(&mut self, node: &Node<'a>, set: &[&str]) -> Option<&'a str> {
        let text = self.string(node, 0, usize::MAX)?;
        if !set.contains(&text) {
            let quoted: Vec<String> = set.iter().map(|one| format!("'{one}'")).collect();
            let choice = match quoted.as_slice() {
                [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
                all => all.join(""),
            };
            let why = format!("{text} is not a valid enum value");
            self.add(&node.path, &why, &format!("Input should be {choice}"));
        }
        Some(text)
    }

    /// A list of a length within bounds. No list may be longer than Anthropic's longest one, so that
    /// a body of megabytes stays a matter of moments.
    pub(super) fn array<'a>(&mut self, node: &Node<'a>, min: usize, max: usize) -> Vec<Node<'a>> {
        let max = max.min(MOST_ITEMS);
        let Value::Array(items) = node.value else {
            self.wrong_type(node, "JSONArray", "Input should be a valid list");
            return Vec::new();
        };
        let length = items.len();
        if length < min {
            let why = format!("expected minimum item count: {min}, found: {length}");
            self.add(&node.path, &why, &format!("List should have at least {min} item after validation"));
        }
        if length > max {
            let why = format!("expected maximum item count: {max}, found: {length}");
            self.add(&node.path, &why, &format!("List should have at most {max} items after validation"));
        }
        items.iter().take(max).enumerate().map(|(at, item)| node.below(item, at)).collect()
    }

    /// A whole number within bounds.
    pub(super) fn integer(&mut self, node: &Node<'_>, min: u64, max: u64) -> Option<usize> {
        let Some(number) = node.value.as_i64() else {
            self.wrong_type(node, "Integer", "Input should be a valid integer");
            return None;
        };
        let within = u64::try_from(number).ok().filter(|number| (min..=max).contains(number));
        if within.is_none() {
            let (why, words) = if i128::from(number) < i128::from(min) {
                (
                    format!("{number} is not greater or equal to {min}"),
                    format!("Input should be greater than or equal to {min}"),
                )
            } else {
                (
                    format!("{number} is not less or equal to {max}"),
                    format!("Input should be less than or equal to {max}"),
                )
            };
            self.add(&node.path, &why, &words);
        }
        within.and_then(|number| usize::try_from(number).ok())
    }

    /// A number within bounds.
    pub(super) fn number(&mut self, node: &Node<'_>, min: f64, max: f64) {
        match node.value.as_f64() {
            None => self.wrong_type(node, "Number", "Input should be a valid number"),
            Some(number) if number < min => self.add(
                &node.path,
                &format!("{number} is not greater or equal to {min}"),
                &format!("Input should be greater than or equal to {min}"),
            ),
            Some(number) if number > max => self.add(
                &node.path,
                &format!("{number} is not less or equal to {max}"),
                &format!("Input should be less than or equal to {max}"),
            ),
            Some(_) => {}
        }
    }

    /// True or false.
    pub(super) fn boolean(&mut self, node: &Node<'_>) -> Option<bool> {
        if !node.value.is_boolean() {
            self.wrong_type(node, "Boolean", "Input should be a valid boolean");
        }
        node.value.as_bool()
    }

    /// A rule that only one model has.
    pub(super) fn refuse(&mut self, node: &Node<'_>, why: &str) {
        self.add(&node.path, why, why);
    }

    /// A rule that is told without a place.
    pub(super) fn refuse_plainly(&mut self, why: &str) {
        self.add(&[], why, why);
    }
}
