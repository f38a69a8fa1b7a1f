//! LookupEvents: the event history of the caller's account in the region that was asked.

use super::history::Record;
use crate::caller::Ask;
use crate::clock::epoch_seconds;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Text, Violations};
use crate::wire::json::unreadable;
use crate::wire::reply::Answer;
use aws_smithy_types::base64;
use serde_json::{Value, json};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

const ACTION: &str = "cloudtrail:LookupEvents";
/// How many events a page holds unless it is asked for fewer, and at most.
const PAGE: usize = 50;
/// How far back the history goes: 90 days.
const OLDEST_SECONDS: i64 = 90 * 24 * 60 * 60;

/// What events are found by.
const KEYS: [&str; 8] = [
    "EventId",
    "EventName",
    "ReadOnly",
    "Username",
    "ResourceType",
    "ResourceName",
    "EventSource",
    "AccessKeyId",
];

/// The bounds of `AttributeValue`.
const VALUE: Text = Text { min: 1, max: 2000, pattern: None };

/// What is asked for; a token belongs to one such question.
#[derive(Hash)]
struct Question {
    account: String,
    region: String,
    attribute: Option<(String, String)>,
    /// Seconds since 1970.
    from: Option<i64>,
    /// Seconds since 1970.
    to: Option<i64>,
    insights: bool,
}

pub(super) fn run(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = call.json()?;
    let question = Question {
        account: call.caller.account.clone(),
        region: call.origin.region.clone(),
        attribute: attribute(&input)?,
        from: seconds(&input, "StartTime")?,
        to: seconds(&input, "EndTime")?,
        insights: insights(&input)?,
    };
    let size = page_size(&input)?;
    let token = text(&input, "NextToken")?;

    call.caller.may(Ask { action: ACTION, resource: "*" }, call.caller.context(call.origin), None).map_err(
        |denied| ApiError::forbidden("AccessDeniedException", denied.message(call.caller, ACTION, None)),
    )?;
    if question.from.zip(question.to).is_some_and(|(from, to)| from > to) {
        return Err(ApiError::bad_request(
            "InvalidTimeRangeException",
            "Invalid time range specified: the start time must not be after the end time.",
        ));
    }
    let before = token.map(|token| question.open(token)).transpose()?;

    let now = epoch_seconds(call.origin.now);
    let history = call.cloud.events.history.newest_first();
    let found = history.iter().filter(|(number, record)| {
        before.is_none_or(|before| *number < before) && question.asks(record, now)
    });
    let mut page: Vec<_> = found.take(size + 1).collect();
    let more = page.len() > size;
    page.truncate(size);
    let events: Vec<Value> = page.iter().map(|(_, record)| show(record)).collect();
    let mut answer = json!({ "Events": events });
    if let (true, Some((number, _)), Value::Object(answer)) = (more, page.last(), &mut answer) {
        answer.insert("NextToken".to_owned(), json!(question.token(*number)));
    }
    Ok(Answer::json(answer))
}

impl Question {
    fn asks(&self, record: &Record, now: i64) -> bool {
        let at = epoch_seconds(record.at);
        let in_time = at >= self.from.unwrap_or(i64::MIN).max(now - OLDEST_SECONDS)
            && at <= self.to.unwrap_or(i64::MAX);
        // The sandbox sees nothing unusual in anything, so there are no insights.
        !self.insights
            && in_time
            && record.account == self.account
            && record.region == self.region
            && self.attribute.as_ref().is_none_or(|(key, value)| has(record, key, value))
    }

    fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// A token for the events before that number.
    fn token(&self, before: u64) -> String {
        base64::encode(format!("{before}/{:016x}", self.digest()))
    }

    fn open(&self, token: &str) -> Result<u64, ApiError> {
        let read = || {
            let text = String::from_utf8(base64::decode(token).ok()?).ok()?;
            let (before, digest) = text.split_once('/')?;
            (digest == format!("{:016x}", self.digest())).then(|| before.parse().ok())?
        };
        // "A token that is not valid, or a token that was previously used in a request with different
        // parameters": the service model.
        let why = "Invalid token or token that was previously used in a request with different parameters.";
        read().ok_or_else(|| ApiError::bad_request("InvalidNextTokenException", why))
    }
}

fn has(record: &Record, key: &str, value: &str) -> bool {
    match key {
        "EventId" => record.event_id == value,
        "EventName" => record.event_name == value,
        "ReadOnly" => (if record.read_only { "true" } else { "false" }) == value,
        "Username" => record.username.as_deref() == Some(value),
        "ResourceType" => record.resources.iter().any(|(kind, _)| *kind == value),
        "ResourceName" => record.resources.iter().any(|(_, name)| name == value),
        "EventSource" => record.event_source == value,
        "AccessKeyId" => record.access_key_id.as_deref() == Some(value),
        _ => false,
    }
}

fn show(record: &Record) -> Value {
    let resources: Vec<Value> = record
        .resources
        .iter()
        .map(|(kind, name)| json!({ "ResourceType": kind, "ResourceName": name }))
        .collect();
    let mut event = json!({
        "EventId": record.event_id,
        "EventName": record.event_name,
        "ReadOnly": if record.read_only { "true" } else { "false" },
        "EventTime": epoch_seconds(record.at),
        "EventSource": record.event_source,
        "Resources": resources,
        "CloudTrailEvent": record.text,
    });
    if let Value::Object(event) = &mut event {
        let optional = [("AccessKeyId", &record.access_key_id), ("Username", &record.username)];
        for (name, value) in optional {
            if let Some(value) = value {
                event.insert(name.to_owned(), json!(value));
            }
        }
    }
    event
}

/// "Currently the list can contain only one item": the service model.
fn attribute(input: &Value) -> Result<Option<(String, String)>, ApiError> {
    let refuse = |why: &str| ApiError::bad_request("InvalidLookupAttributesException", why);
    let attributes = match input.get("LookupAttributes") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(attributes)) => attributes,
        Some(other) => return Err(unreadable(other, "List")),
    };
    let mut violations = Violations::default();
    let mut read = Vec::with_capacity(attributes.len().min(2));
    // One that is over the one is enough to refuse them all.
    for (number, attribute) in (1..).zip(attributes.iter().take(2)) {
        let (key, value) = (text(attribute, "AttributeKey")?, text(attribute, "AttributeValue")?);
        let at = |name: &str| format!("lookupAttributes.{number}.member.{name}");
        if key.is_none() {
            violations.missing(&at("attributeKey"));
        }
        violations.one_of(&at("attributeKey"), key, &KEYS);
        violations.required(&at("attributeValue"), value, VALUE);
        read.extend(key.map(str::to_owned).zip(value.map(str::to_owned)));
    }
    if let Some(message) = violations.message() {
        return Err(ApiError::invalid(message));
    }
    if attributes.len() > 1 {
        return Err(refuse("You cannot specify more than one lookup attribute."));
    }
    let read = read.pop();
    if read
        .as_ref()
        .is_some_and(|(key, value)| key == "ReadOnly" && !matches!(value.as_str(), "true" | "false"))
    {
        return Err(refuse("The value of the lookup attribute ReadOnly must be true or false."));
    }
    Ok(read)
}

fn insights(input: &Value) -> Result<bool, ApiError> {
    match text(input, "EventCategory")? {
        None => Ok(false),
        Some("insight") => Ok(true),
        Some(other) => {
            let why = format!("The event category is not valid: {other}");
            Err(ApiError::bad_request("InvalidEventCategoryException", why))
        }
    }
}

fn page_size(input: &Value) -> Result<usize, ApiError> {
    let asked = match input.get("MaxResults") {
        None | Some(Value::Null) => return Ok(PAGE),
        Some(asked) => asked.as_i64().ok_or_else(|| unreadable(asked, "Integer"))?,
    };
    let size = usize::try_from(asked).ok().filter(|size| (1..=PAGE).contains(size));
    size.ok_or_else(|| {
        let why =
            format!("A max results value of {asked} is invalid. Specify max results between 1 and {PAGE}.");
        ApiError::bad_request("InvalidMaxResultsException", why)
    })
}

fn text<'a>(input: &'a Value, name: &str) -> Result<Option<&'a str>, ApiError> {
    match input.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(unreadable(other, "String")),
    }
}

/// A time is a number of seconds in JSON 1.1, with a fraction or without.
fn seconds(input: &Value, name: &str) -> Result<Option<i64>, ApiError> {
    match input.get(name) {
        None | Some(Value::Null) => Ok(None),
        // Beyond what a number of seconds can be, the cast stops at its end.
        #[allow(clippy::cast_possible_truncation)]
        Some(time) => {
            time.as_f64().map(|time| Some(time.floor() as i64)).ok_or_else(|| unreadable(time, "Timestamp"))
        }
    }
}
