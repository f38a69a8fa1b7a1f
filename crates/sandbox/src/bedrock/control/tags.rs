//! The tags of application inference profiles.

use super::profiles::not_found;
use crate::bedrock::resolve::{allow, tagged};
use crate::bedrock::shape::{Member, Shape, read as read_shape, required, text};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::profiles::ApplicationProfile;
use crate::validate::Text;
use crate::wire::reply::Answer;
use iam_policy::Context;
use serde_json::{Value, json};

/// The most tags that a resource may have.
const MOST: usize = 50;

fn is_tag(value: &str) -> bool {
    value.chars().all(|c| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "._:/=+@-".contains(c))
}

/// The kinds of ARN that the service model takes are many; of them only one exists here.
fn is_arn(value: &str) -> bool {
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", partition, "bedrock", region, _, resource]
        if partition.starts_with("aws") && !region.is_empty() && resource.contains('/'))
        || (!value.is_empty()
            && !value.starts_with('-')
            && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

const KEY: Text = text(1, 128, r"[a-zA-Z0-9\s._:/=+@-]*", is_tag);
const VALUE: Text = text(0, 256, r"[a-zA-Z0-9\s._:/=+@-]*", is_tag);
const ARN: Shape = Shape::Text(text(
    20,
    1011,
    r".*(^[a-zA-Z0-9][a-zA-Z0-9\-]*$)|(^arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:custom-model/(imported)/[a-z0-9]{12}$)|(^arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:([0-9]{12}|)((:(fine-tuning-job|model-customization-job|custom-model)/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}(/[a-z0-9]{12})$)|(:guardrail/[a-z0-9]+$)|(:automated-reasoning-policy/[a-zA-Z0-9]+(:[a-zA-Z0-9]+)?$)|(:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+$)|(:project/(proj_[a-z2-7]{20}|default)$)|(:(provisioned-model|model-invocation-job|model-evaluation-job|evaluation-job|model-import-job|imported-model|async-invoke|provisioned-model-v2|provisioned-model-reservation|prompt-router|custom-model-deployment)/[a-z0-9]{12}$))).*",
    is_arn,
));
pub(super) const TAGS: Shape = Shape::List {
    min: 0,
    max: 200,
    of: &Shape::Structure(&[required("key", &Shape::Text(KEY)), required("value", &Shape::Text(VALUE))]),
};

const LIST: &[Member] = &[required("resourceARN", &ARN)];
const TAG: &[Member] = &[required("resourceARN", &ARN), required("tags", &TAGS)];
const UNTAG: &[Member] = &[
    required("resourceARN", &ARN),
    required("tagKeys", &Shape::List { min: 0, max: 200, of: &Shape::Text(KEY) }),
];

type Tag = (String, String);

/// The `tags` of a request whose shape was checked.
pub(super) fn read(input: &Value) -> Vec<Tag> {
    let text = |tag: &Value, key: &str| tag.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let tags = input.get("tags").and_then(Value::as_array).into_iter().flatten();
    tags.map(|tag| (text(tag, "key"), text(tag, "value"))).collect()
}

/// What the model cannot say: no key twice, none of AWS's own, and no more than fit.
pub(super) fn check(tags: &[Tag]) -> Result<(), ApiError> {
    for (at, (key, _)) in tags.iter().enumerate() {
        if tags.iter().take(at).any(|(earlier, _)| earlier == key) {
            return Err(ApiError::invalid(format!("Duplicate tag key {key} found in the request.")));
        }
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(ApiError::invalid(
                "System tags cannot be added or changed: aws: is a reserved prefix.",
            ));
        }
    }
    too_many(tags)
}

fn too_many(tags: &[Tag]) -> Result<(), ApiError> {
    if tags.len() <= MOST {
        return Ok(());
    }
    Err(ApiError::bad_request(
        "TooManyTagsException",
        format!(
            "The request contains more tags than can be associated with a resource ({MOST} tags per resource)."
        ),
    ))
}

/// The condition keys of a request that carries tags.
pub(super) fn context(context: Context, tags: &[Tag]) -> Context {
    if tags.is_empty() {
        return context;
    }
    let keys = tags.iter().map(|(key, _)| key.clone()).collect();
    tags.iter()
        .fold(context, |context, (key, value)| context.with(&format!("aws:RequestTag/{key}"), value.clone()))
        .with_all("aws:TagKeys", keys)
}

/// The profile that a request names, if the caller may do this to it.
fn find(
    call: &Call<'_>,
    input: &Value,
    action: &str,
    also: impl FnOnce(Context) -> Context,
) -> Result<ApplicationProfile, ApiError> {
    let arn = input.get("resourceARN").and_then(Value::as_str).unwrap_or_default();
    let profile = call.cloud.read().profiles.get(arn).cloned();
    let context = also(call.caller.context(call.origin));
    let context = profile.iter().fold(context, tagged);
    allow(call, action, arn, context)?;
    profile
        .filter(|profile| {
            let here = format!("arn:aws:bedrock:{}:{}:", call.origin.region, call.caller.account);
            profile.arn.starts_with(&here)
        })
        .ok_or_else(not_found)
}

pub(in crate::bedrock) fn list_tags_for_resource(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = read_shape(&call.request.body, LIST)?;
    let profile = find(call, &input, "bedrock:ListTagsForResource", |context| context)?;
    let tags: Vec<Value> =
        profile.tags.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
    Ok(Answer::json(json!({ "tags": tags })))
}

pub(in crate::bedrock) fn tag_resource(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = read_shape(&call.request.body, TAG)?;
    let tags = read(&input);
    check(&tags)?;
    let profile = find(call, &input, "bedrock:TagResource", |base| context(base, &tags))?;
    let mut after = profile.tags;
    for (key, value) in tags {
        match after.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = value,
            None => after.push((key, value)),
        }
    }
    too_many(&after)?;
    keep(call, &profile.arn, after)
}

pub(in crate::bedrock) fn untag_resource(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = read_shape(&call.request.body, UNTAG)?;
    let keys = input.get("tagKeys").and_then(Value::as_array).into_iter().flatten();
    let keys: Vec<String> = keys.filter_map(Value::as_str).map(str::to_owned).collect();
    let profile =
        find(call, &input, "bedrock:UntagResource", |base| base.with_all("aws:TagKeys", keys.clone()))?;
    let left = profile.tags.into_iter().filter(|(key, _)| !keys.contains(key)).collect();
    keep(call, &profile.arn, left)
}

fn keep(call: &Call<'_>, arn: &str, tags: Vec<Tag>) -> Result<Answer, ApiError> {
    call.cloud.write().profiles.get_mut(arn).ok_or_else(not_found)?.tags = tags;
    Ok(Answer::json(json!({})))
}
