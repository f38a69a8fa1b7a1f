//! Parameters and answers as CloudTrail shows them: JSON with small first letters, without secrets.

use crate::wire::form::Form;
use crate::wire::xml::Xml;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value, json};

/// What CloudTrail writes for what it does not show.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";
/// What no record may hold, of a request or of an answer.
const SECRET: &[&str] = &[
    "authenticationCode1",
    "authenticationCode2",
    "base32StringSeed",
    "newPassword",
    "oldPassword",
    "password",
    "qRCodePNG",
    "secretAccessKey",
    // AWS shows this one: without the secret it opens nothing. Here no token is written down at all.
    "sessionToken",
    "tokenCode",
];
/// Parameters that are numbers.
const NUMBERS: &[&str] = &[
    "durationSeconds",
    "maxItems",
    "maxSessionDuration",
    "minimumSessionTokenSize",
    "packedPolicySize",
    "sessionTokenSize",
    "sessionTokenUtilization",
];
/// Times, which CloudTrail writes as people do.
const TIMES: &[&str] = &["createDate", "enableDate", "expiration", "updateDate", "uploadDate"];
/// How deep a parameter's name may go, and how many parameters are shown: more than any model has.
const DEEPEST: usize = 8;
const MOST: usize = 500;

/// The parameters of the query protocol.
pub(super) fn of_form(form: &Form) -> Value {
    let mut root = Map::new();
    let shown = form.pairs().filter(|(key, _)| !matches!(*key, "Action" | "Version"));
    for (key, value) in shown.take(MOST) {
        let steps: Vec<&str> = key.splitn(DEEPEST + 1, '.').collect();
        if steps.len() <= DEEPEST {
            put(&mut root, &steps, value);
        }
    }
    // Members of a list come by number, "1" before "10".
    listed(Value::Object(root))
}

fn put(map: &mut Map<String, Value>, steps: &[&str], value: &str) {
    let Some((step, rest)) = steps.split_first() else { return };
    let name = small(step);
    if rest.is_empty() {
        let shown = scalar(&name, value);
        map.entry(name).or_insert(shown);
        return;
    }
    let below = map.entry(name).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(below) = below {
        put(below, rest, value);
    }
}

/// Turns `{"member": {"1": …, "2": …}}` into `[…, …]`.
fn listed(value: Value) -> Value {
    let Value::Object(mut map) = value else { return value };
    if map.len() == 1
        && let Some(Value::Object(members)) = map.get("member")
        && members.keys().all(|key| key.parse::<u32>().is_ok())
    {
        let Some(Value::Object(members)) = map.remove("member") else { return Value::Null };
        let mut members: Vec<(u32, Value)> =
            members.into_iter().map(|(key, value)| (key.parse().unwrap_or(0), listed(value))).collect();
        members.sort_by_key(|(number, _)| *number);
        return Value::Array(members.into_iter().map(|(_, value)| value).collect());
    }
    Value::Object(map.into_iter().map(|(key, value)| (key, listed(value))).collect())
}

/// The same of a JSON body.
pub(super) fn of_json(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (small(&key), of_json(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(of_json).collect()),
        other => other,
    }
}

/// An element whose end has not come yet.
#[derive(Default)]
struct Open {
    name: String,
    children: Map<String, Value>,
    members: Vec<Value>,
    text: String,
}

impl Open {
    fn close(self) -> (String, Value) {
        let name = small(&self.name);
        let value = match (self.children.is_empty(), self.members.is_empty()) {
            (_, false) => Value::Array(self.members),
            (false, true) => Value::Object(self.children),
            (true, true) => scalar(&name, &self.text),
        };
        (name, value)
    }
}

/// An answer of the query protocol.
pub(super) fn of_xml(xml: &Xml) -> Value {
    let mut reader = Reader::from_str(xml.as_str());
    // The first stands for the whole, which has no element round it yet.
    let mut open = vec![Open::default()];
    while let Some(last) = open.last_mut() {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                open.push(Open { name, ..Open::default() });
            }
            Ok(Event::Text(text)) => last.text.push_str(&text.decode().unwrap_or_default()),
            Ok(Event::GeneralRef(reference)) => {
                let whole = format!("&{};", reference.decode().unwrap_or_default());
                last.text.push_str(&quick_xml::escape::unescape(&whole).unwrap_or_default());
            }
            Ok(Event::End(_)) => {
                let (Some(closed), Some(above)) = (open.pop().map(Open::close), open.last_mut()) else {
                    break;
                };
                match closed {
                    (name, value) if name == "member" => above.members.push(value),
                    (name, value) => drop(above.children.insert(name, value)),
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let mut root = open.into_iter().next().map(|whole| whole.children).unwrap_or_default();
    drop_secrets(&mut root);
    Value::Object(root)
}

/// AWS leaves the secrets of an answer out.
fn drop_secrets(map: &mut Map<String, Value>) {
    map.retain(|key, _| !SECRET.contains(&key.as_str()));
    for value in map.values_mut() {
        if let Value::Object(below) = value {
            drop_secrets(below);
        }
    }
}

fn scalar(name: &str, text: &str) -> Value {
    if SECRET.contains(&name) {
        return json!(HIDDEN);
    }
    if NUMBERS.contains(&name)
        && let Ok(number) = text.parse::<i64>()
    {
        return json!(number);
    }
    if TIMES.contains(&name)
        && let Some(time) = as_people_do(text)
    {
        return json!(time);
    }
    json!(text)
}

/// `2026-11-25T13:04:05Z` as `Nov 25, 2026, 1:04:05 PM`.
fn as_people_do(iso: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let number = |from: usize, to: usize| iso.get(from..to)?.parse::<usize>().ok();
    let (year, month, day, hour) = (number(0, 4)?, number(5, 7)?, number(8, 10)?, number(11, 13)?);
    let month = MONTHS.get(month.checked_sub(1)?)?;
    let rest = iso.get(13..19)?;
    let half = if hour < 12 { "AM" } else { "PM" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    Some(format!("{month} {day}, {year}, {hour}{rest} {half}"))
}

fn small(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_nest_and_lists_keep_their_order() {
        let tags: String = (1..=10).rev().map(|n| format!("&Tags.member.{n}.Key=k{n}")).collect();
        let form = format!("Action=X&Version=1&RoleArn=a&DurationSeconds=900&TokenCode=123456{tags}");
        let shown = of_form(&Form::parse(form.as_bytes()));
        assert_eq!(shown.get("tags").and_then(Value::as_array).map(Vec::len), Some(10));
        assert_eq!(shown.pointer("/tags/9/key"), Some(&json!("k10")));
        assert_eq!(shown.get("durationSeconds"), Some(&json!(900)));
        assert_eq!(shown.get("tokenCode"), Some(&json!(HIDDEN)));
        assert_eq!(shown.get("action"), None);
    }

    #[test]
    fn no_form_makes_it_go_deep_or_far() {
        let deep = format!("{}=x&a.b=1&a=2&Tags.member.x=3", "a.".repeat(1_000_000));
        assert_eq!(of_form(&Form::parse(deep.as_bytes())).pointer("/a/b"), Some(&json!("1")));
        let wide: String = (0..5000).map(|n| format!("k{n}=v&")).collect();
        assert_eq!(of_form(&Form::parse(wide.as_bytes())).as_object().map(Map::len), Some(MOST));
    }

    #[test]
    fn an_answer_is_shown_without_its_secret() {
        let mut xml = Xml::default();
        xml.element("Credentials", |xml| {
            xml.text("AccessKeyId", "ASIA")
                .text("SecretAccessKey", "hush")
                .text("Expiration", "2026-11-25T13:04:05Z");
        });
        xml.list("Tags", ["a & b", "c"], |xml, tag| {
            xml.text("Key", tag);
        });
        assert_eq!(
            of_xml(&xml),
            json!({
                "credentials": { "accessKeyId": "ASIA", "expiration": "Nov 25, 2026, 1:04:05 PM" },
                "tags": [{ "key": "a & b" }, { "key": "c" }],
            })
        );
    }
}
