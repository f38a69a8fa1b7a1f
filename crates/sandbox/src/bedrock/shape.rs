//! The shapes of the service models, and the walk of a JSON body along them: what cannot be read is
//! a `SerializationException`, what is out of its bounds a `ValidationException` with every bound at
//! once, as the services' own front end answers.

use crate::error::ApiError;
use crate::validate::{Number, Pattern, Text, Violations};
use aws_smithy_types::base64;
use serde_json::{Map, Value};

/// What a member may hold.
pub(super) enum Shape {
    Text(Text),
    /// A text that is never shown in an error.
    Sensitive(Text),
    OneOf(&'static [&'static str]),
    Integer(Number),
    Float(Number),
    Boolean,
    /// Bytes, in base64.
    Blob {
        min: usize,
    },
    /// Any JSON.
    Document,
    List {
        min: usize,
        max: usize,
        of: &'static Shape,
    },
    Map {
        min: usize,
        max: usize,
        key: Text,
        of: &'static Shape,
    },
    Structure(&'static [Member]),
    /// Exactly one of its members.
    Union {
        name: &'static str,
        of: &'static [Member],
    },
}

/// A member of a structure or a union.
pub(super) struct Member {
    name: &'static str,
    shape: &'static Shape,
    required: bool,
}

pub(super) const fn required(name: &'static str, shape: &'static Shape) -> Member {
    Member { name, shape, required: true }
}

pub(super) const fn optional(name: &'static str, shape: &'static Shape) -> Member {
    Member { name, shape, required: false }
}

/// A text without bounds.
pub(super) const STRING: Shape = Shape::Text(Text { min: 0, max: usize::MAX, pattern: None });
pub(super) const NON_EMPTY: Shape = Shape::Text(Text { min: 1, max: usize::MAX, pattern: None });
pub(super) const BLOB: Shape = Shape::Blob { min: 1 };
pub(super) const DOCUMENT: Shape = Shape::Document;
pub(super) const BOOLEAN: Shape = Shape::Boolean;

pub(super) const fn text(min: usize, max: usize, shown: &'static str, accepts: fn(&str) -> bool) -> Text {
    Text { min, max, pattern: Some(Pattern { shown, accepts }) }
}

/// An error names no more than this many faults: a body of megabytes could hold as many.
const MOST_FAULTS: usize = 50;
/// The longest a list is shown in an error.
const LONGEST_SHOWN: usize = 200;

/// A body read along the members of an operation's input. No body is an empty one.
pub(super) fn read(body: &[u8], members: &'static [Member]) -> Result<Value, ApiError> {
    let body = if body.is_empty() { b"{}" } else { body };
    let value: Value = serde_json::from_slice(body).map_err(|error| unreadable(error.to_string()))?;
    let mut walk = Walk { violations: Violations::default(), faults: 0 };
    walk.structure(&value, members, &Path::Root)?;
    match walk.violations.message() {
        None => Ok(value),
        Some(message) => Err(ApiError::invalid(message)),
    }
}

fn unreadable(why: impl Into<String>) -> ApiError {
    ApiError::bad_request("SerializationException", why)
}

/// Where a value stands.
enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// `messages.1.member.content`, as a bound of the model says it.
    fn of_model(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Member(Path::Root, name) => (*name).to_owned(),
            Path::Member(parent, name) => format!("{}.{name}", parent.of_model()),
            Path::Index(parent, at) => format!("{}.{}.member", parent.of_model(), at + 1),
        }
    }

    /// `messages.0.content`, as Bedrock's own checks say it.
    fn of_bedrock(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Member(Path::Root, name) => (*name).to_owned(),
            Path::Member(parent, name) => format!("{}.{name}", parent.of_bedrock()),
            Path::Index(parent, at) => format!("{}.{at}", parent.of_bedrock()),
        }
    }
}

struct Walk {
    violations: Violations,
    faults: usize,
}

impl Walk {
    /// Whether one more fault is still told.
    fn tells(&mut self) -> bool {
        self.faults += 1;
        self.faults <= MOST_FAULTS
    }

    fn value(&mut self, value: &Value, shape: &'static Shape, path: &Path<'_>) -> Result<(), ApiError> {
        match shape {
            Shape::Text(rule) => {
                let text = as_text(value)?;
                if breaks(text, *rule) && self.tells() {
                    self.violations.optional(&path.of_model(), Some(text), *rule);
                }
            }
            Shape::Sensitive(rule) => {
                let text = as_text(value)?;
                if breaks(text, *rule) && self.tells() {
                    self.violations.sensitive(&path.of_model(), text, *rule);
                }
            }
            Shape::OneOf(set) => {
                let text = as_text(value)?;
                if !set.contains(&text) && self.tells() {
                    self.violations.one_of(&path.of_model(), Some(text), set);
                }
            }
            Shape::Integer(rule) => {
                let number = value
                    .as_i64()
                    .and_then(|number| i32::try_from(number).ok())
                    .ok_or_else(|| not_a(value, "Integer"))?;
                self.number(f64::from(number), *rule, path);
            }
            Shape::Float(rule) => {
                let number = value.as_f64().ok_or_else(|| not_a(value, "Float"))?;
                self.number(number, *rule, path);
            }
            Shape::Boolean => {
                value.as_bool().ok_or_else(|| not_a(value, "Boolean"))?;
            }
            Shape::Blob { min } => {
                let bytes = base64::decode(as_text(value)?)
                    .map_err(|_| unreadable("Invalid base64 value in the request body."))?;
                if bytes.len() < *min && self.tells() {
                    let rule = Text { min: *min, max: usize::MAX, pattern: None };
                    self.violations.sensitive(&path.of_model(), "", rule);
                }
            }
            Shape::Document => {}
            Shape::List { min, max, of } => self.list(value, (*min, *max), of, path)?,
            Shape::Map { min, max, key, of } => self.map(value, (*min, *max), *key, of, path)?,
            Shape::Structure(members) => self.structure(value, members, path)?,
            Shape::Union { name, of } => self.union(value, name, of, path)?,
        }
        Ok(())
    }

    fn number(&mut self, number: f64, rule: Number, path: &Path<'_>) {
        if !(rule.min..=rule.max).contains(&number) && self.tells() {
            self.violations.number(&path.of_model(), number, rule);
        }
    }

    fn list(
        &mut self,
        value: &Value,
        (min, max): (usize, usize),
        of: &'static Shape,
        path: &Path<'_>,
    ) -> Result<(), ApiError> {
        let items = value.as_array().ok_or_else(|| unexpected(value))?;
        if !(min..=max).contains(&items.len()) && self.tells() {
            self.violations.length(&path.of_model(), &shown(items), items.len(), min, max);
        }
        for (at, item) in items.iter().enumerate() {
            let path = Path::Index(path, at);
            if !item.is_null() {
                self.value(item, of, &path)?;
            } else if self.tells() {
                self.violations.missing(&path.of_model());
            }
        }
        Ok(())
    }

    fn map(
        &mut self,
        value: &Value,
        (min, max): (usize, usize),
        key: Text,
        of: &'static Shape,
        path: &Path<'_>,
    ) -> Result<(), ApiError> {
        let entries = value.as_object().ok_or_else(|| unexpected(value))?;
        if !(min..=max).contains(&entries.len()) && self.tells() {
            self.violations.length(&path.of_model(), "{}", entries.len(), min, max);
        }
        for (name, item) in entries {
            if breaks(name, key) && self.tells() {
                self.violations.optional(&path.of_model(), Some(name), key);
            }
            self.value(item, of, &Path::Member(path, name))?;
        }
        Ok(())
    }

    fn structure(
        &mut self,
        value: &Value,
        members: &'static [Member],
        path: &Path<'_>,
    ) -> Result<(), ApiError> {
        let map = value.as_object().ok_or_else(|| unexpected(value))?;
        self.only(map, members, path)?;
        for member in members {
            let path = Path::Member(path, member.name);
            match map.get(member.name).filter(|value| !value.is_null()) {
                Some(value) => self.value(value, member.shape, &path)?,
                None if member.required && self.tells() => self.violations.missing(&path.of_model()),
                None => {}
            }
        }
        Ok(())
    }

    fn union(
        &mut self,
        value: &Value,
        name: &str,
        of: &'static [Member],
        path: &Path<'_>,
    ) -> Result<(), ApiError> {
        let map = value.as_object().ok_or_else(|| unexpected(value))?;
        let mut set = of
            .iter()
            .filter_map(|member| Some((member, map.get(member.name).filter(|value| !value.is_null())?)));
        match (set.next(), set.next()) {
            (Some((member, value)), None) => {
                self.only(map, of, path)?;
                self.value(value, member.shape, &Path::Member(path, member.name))
            }
            (Some(_), Some(_)) => Err(unreadable("Unions must contain exactly one member.")),
            // What the model does not know is not read, so an unknown key is like none.
            (None, _) => {
                let names: Vec<&str> = of.iter().map(|member| member.name).collect();
                Err(ApiError::invalid(format!(
                    "{name} object at {} must set one of the following keys: {}.",
                    path.of_bedrock(),
                    names.join(", ")
                )))
            }
        }
    }

    /// AWS passes over a member that the model does not know; here nothing is passed over in silence.
    fn only(
        &self,
        map: &Map<String, Value>,
        members: &'static [Member],
        path: &Path<'_>,
    ) -> Result<(), ApiError> {
        match map.keys().find(|key| members.iter().all(|member| member.name != key.as_str())) {
            None => Ok(()),
            Some(key) => {
                let place = match path {
                    Path::Root => String::new(),
                    _ => format!(" at {}", path.of_bedrock()),
                };
                Err(ApiError::invalid(format!("The sandbox does not know the member {key}{place}.")))
            }
        }
    }
}

fn breaks(text: &str, rule: Text) -> bool {
    let length = text.chars().count();
    length < rule.min || length > rule.max || rule.pattern.is_some_and(|pattern| !(pattern.accepts)(text))
}

fn as_text(value: &Value) -> Result<&str, ApiError> {
    value.as_str().ok_or_else(|| not_a(value, "String"))
}

/// A scalar, or something else where a scalar should be, of another type.
fn not_a(value: &Value, expected: &str) -> ApiError {
    let kind = match value {
        Value::Array(_) | Value::Object(_) => return unexpected(value),
        Value::Null => "NULL",
        Value::Bool(true) => "TRUE",
        Value::Bool(false) => "FALSE",
        Value::Number(number) if number.is_f64() => "DECIMAL",
        Value::Number(_) => "NUMBER",
        Value::String(_) => "STRING",
    };
    unreadable(format!("{kind}_VALUE cannot be converted to {expected}"))
}

fn unexpected(value: &Value) -> ApiError {
    unreadable(match value {
        Value::Array(_) => "Start of list found where not expected",
        Value::Object(_) => "Start of structure or map found where not expected.",
        _ => "Unexpected field type",
    })
}

/// A list of texts as an error shows it.
fn shown(items: &[Value]) -> String {
    let texts: Vec<&str> = items.iter().take(LONGEST_SHOWN).filter_map(Value::as_str).collect();
    let all: String = format!("[{}]", texts.join(", "));
    match all.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…]", all.get(..end).unwrap_or_default()),
        None => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUT: &[Member] = &[
        required(
            "name",
            &Shape::Text(text(1, 3, "[a-z]*", |text| text.chars().all(|c| c.is_ascii_lowercase()))),
        ),
        optional("secret", &Shape::Sensitive(Text { min: 2, max: 9, pattern: None })),
        optional("list", &Shape::List { min: 1, max: 2, of: &NON_EMPTY }),
        optional("many", &Shape::List { min: 0, max: usize::MAX, of: &NON_EMPTY }),
        optional("size", &Shape::Integer(Number { min: 1.0, max: 9.0 })),
        optional("bytes", &BLOB),
        optional(
            "either",
            &Shape::Union { name: "Either", of: &[optional("a", &STRING), optional("b", &BOOLEAN)] },
        ),
    ];

    fn refused(body: &str) -> (String, String) {
        match read(body.as_bytes(), INPUT) {
            Ok(_) => (String::new(), String::new()),
            Err(error) => (error.code.to_owned(), error.message),
        }
    }

    #[test]
    fn each_bound_is_told_in_the_models_words() {
        let at = |what: &str| format!("1 validation error detected: Value {what}");
        for (body, says) in [
            ("", at("null at 'name' failed to satisfy constraint: Member must not be null")),
            (r#"{"name":null}"#, at("null at 'name' failed to satisfy constraint: Member must not be null")),
            (
                r#"{"name":"A"}"#,
                at(
                    "'A' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]*",
                ),
            ),
            (
                r#"{"name":"a","secret":"x"}"#,
                at(
                    "at 'secret' failed to satisfy constraint: Member must have length greater than or equal to 2",
                ),
            ),
            (
                r#"{"name":"a","list":[]}"#,
                at(
                    "'[]' at 'list' failed to satisfy constraint: Member must have length greater than or equal to 1",
                ),
            ),
            (
                r#"{"name":"a","list":["x",""]}"#,
                at(
                    "'' at 'list.2.member' failed to satisfy constraint: Member must have length greater than or equal to 1",
                ),
            ),
            (
                r#"{"name":"a","list":[null]}"#,
                at("null at 'list.1.member' failed to satisfy constraint: Member must not be null"),
            ),
            (
                r#"{"name":"a","size":10}"#,
                at(
                    "'10' at 'size' failed to satisfy constraint: Member must have value less than or equal to 9",
                ),
            ),
            (
                r#"{"name":"a","bytes":""}"#,
                at(
                    "at 'bytes' failed to satisfy constraint: Member must have length greater than or equal to 1",
                ),
            ),
        ] {
            assert_eq!(refused(body), ("ValidationException".to_owned(), says), "{body}");
        }
        assert_eq!(refused(r#"{"name":"a","either":{"b":true},"bytes":"AA==","size":9}"#).0, "");
    }

    #[test]
    fn what_cannot_be_read_is_told_first() {
        for (body, code, says) in [
            (r#"{"name":1}"#, "SerializationException", "NUMBER_VALUE cannot be converted to String"),
            (r#"{"name":["a"]}"#, "SerializationException", "Start of list found where not expected"),
            (
                r#"{"name":"a","size":1.5}"#,
                "SerializationException",
                "DECIMAL_VALUE cannot be converted to Integer",
            ),
            (
                r#"{"name":"a","size":99999999999}"#,
                "SerializationException",
                "NUMBER_VALUE cannot be converted to Integer",
            ),
            (r#"{"name":"A","list":"x"}"#, "SerializationException", "Unexpected field type"),
            (
                r#"{"name":"a","bytes":"*"}"#,
                "SerializationException",
                "Invalid base64 value in the request body.",
            ),
            (
                r#"{"name":"a","either":{"a":"x","b":true}}"#,
                "SerializationException",
                "Unions must contain exactly one member.",
            ),
            (
                r#"{"name":"a","either":{"c":1}}"#,
                "ValidationException",
                "Either object at either must set one of the following keys: a, b.",
            ),
            (
                r#"{"name":"a","other":1}"#,
                "ValidationException",
                "The sandbox does not know the member other.",
            ),
        ] {
            assert_eq!(refused(body), (code.to_owned(), says.to_owned()), "{body}");
        }
        assert_eq!(refused("[]").0, "SerializationException");
    }

    #[test]
    fn faults_without_number_are_told_up_to_a_bound() {
        let body = format!(r#"{{"name":"a","many":[{}""]}}"#, r#""","#.repeat(20_000));
        let (_, message) = refused(&body);
        assert!(message.starts_with("50 validation errors detected") && message.len() < 10_000);
    }
}
