//! Inference profiles: the system-defined ones of a region, and those that an account makes.

use super::tags::{self, TAGS};
use super::{authorize, end, midnight};
use crate::bedrock::catalogue::Profile;
use crate::bedrock::resolve::{Named, allow, find, tagged};
use crate::bedrock::shape::{Member, Shape, optional, read, required, text};
use crate::clock::{epoch_seconds, iso};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids;
use crate::state::profiles::{ApplicationProfile, Source};
use crate::validate::{Number, Text, Violations};
use crate::wire::reply::Answer;
use aws_smithy_types::base64;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use std::time::{Duration, SystemTime};

const NEXT_TOKEN: Text = text(1, 2048, r"\S*", |text| !text.contains(char::is_whitespace));
const MAX_RESULTS: Number = Number { min: 1.0, max: 1000.0 };
const DEFAULT_RESULTS: usize = 100;
/// "Inference profiles per account": 1,000 in a region (Amazon Bedrock quotas).
const MOST: usize = 1000;

const NAME: Text = text(1, 64, "([0-9a-zA-Z][ _-]?)+", |value| spaced(value, ""));
const DESCRIPTION: Text = text(1, 200, "([0-9a-zA-Z:.][ _-]?)+", |value| spaced(value, ":."));
const CLIENT_TOKEN: Text = text(1, 256, "[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?", |value| {
    value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !value.starts_with('-')
        && !value.ends_with('-')
        && !value.is_empty()
});
const COPY_FROM: Text = text(
    1,
    2048,
    "arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|foundation-model)/[a-zA-Z0-9-:.]+",
    |value| is_arn(value, &["inference-profile", "foundation-model"]),
);
const IDENTIFIER: Text = text(
    1,
    2048,
    "(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|application-inference-profile)/)?[a-zA-Z0-9-:.]+",
    |value| is_id(value) || is_arn(value, &["inference-profile", "application-inference-profile"]),
);

const CREATE: &[Member] = &[
    required("inferenceProfileName", &Shape::Text(NAME)),
    optional("description", &Shape::Sensitive(DESCRIPTION)),
    optional("clientRequestToken", &Shape::Text(CLIENT_TOKEN)),
    required(
        "modelSource",
        &Shape::Union {
            name: "InferenceProfileModelSource",
            of: &[optional("copyFrom", &Shape::Text(COPY_FROM))],
        },
    ),
    optional("tags", &TAGS),
];

/// Letters, digits and `more`, with no two of space, `_` and `-` side by side, nor one in front.
fn spaced(value: &str, more: &str) -> bool {
    let mut before = ' ';
    value.chars().all(|c| {
        let fits =
            c.is_ascii_alphanumeric() || more.contains(c) || (" _-".contains(c) && !" _-".contains(before));
        before = c;
        fits
    })
}

fn is_id(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "-:.".contains(c))
}

fn is_arn(value: &str, kinds: &[&str]) -> bool {
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    let ["arn", partition, "bedrock", region, account, resource] = parts.as_slice() else { return false };
    let named = resource.split_once('/').is_some_and(|(kind, id)| kinds.contains(&kind) && is_id(id));
    named
        && ["aws", "aws-us-gov", "aws-cn", "aws-iso", "aws-iso-b"].contains(partition)
        && region.len() <= 20
        && region.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && (account.is_empty() || (account.len() == 12 && account.chars().all(|c| c.is_ascii_digit())))
}

pub(in crate::bedrock) fn list_inference_profiles(call: &Call<'_>) -> Result<Answer, ApiError> {
    let form = call.form;
    // The SDKs send the service model's `typeEquals` under the name `type`.
    let (kind, token) = (form.get("type"), form.get("nextToken"));
    let size = call.integer("maxResults").map_err(|error| ApiError::invalid(error.message))?;
    let mut violations = Violations::default();
    if let Some(size) = size {
        violations.integer("maxResults", size, MAX_RESULTS);
    }
    violations.optional("nextToken", token, NEXT_TOKEN);
    violations.one_of("typeEquals", kind, &["SYSTEM_DEFINED", "APPLICATION"]);
    end(call, violations)?;
    authorize(call, "bedrock:ListInferenceProfiles")?;

    let size = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(DEFAULT_RESULTS);
    let start = token.map(read_token).transpose()?.unwrap_or(0);
    let region = call.origin.region.as_str();
    let mut all: Vec<Value> = Vec::new();
    if kind != Some("APPLICATION") {
        all.extend(call.cloud.catalogue.profiles(region).map(|profile| of_system(call, profile)));
    }
    if kind != Some("SYSTEM_DEFINED") {
        let world = call.cloud.read();
        let own = world.profiles.of(&call.caller.account, region);
        all.extend(own.into_iter().map(|profile| of_application(call, profile)));
    }
    let end = start.saturating_add(size);
    let more = end < all.len();
    let page: Vec<Value> = all.into_iter().skip(start).take(size).collect();
    let mut answer = Map::new();
    answer.insert("inferenceProfileSummaries".into(), page.into());
    if more {
        answer.insert("nextToken".into(), base64::encode(end.to_string()).into());
    }
    Ok(Answer::json(Value::Object(answer)))
}

fn read_token(token: &str) -> Result<usize, ApiError> {
    base64::decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok())
        .ok_or_else(|| ApiError::invalid("The provided nextToken is invalid."))
}

pub(in crate::bedrock) fn get_inference_profile(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut violations = Violations::default();
    violations.required("inferenceProfileIdentifier", Some(call.target), IDENTIFIER);
    end(call, violations)?;
    const ACTION: &str = "bedrock:GetInferenceProfile";
    let context = call.caller.context(call.origin);
    match find_profile(call) {
        Some(Named::System(profile, _)) => {
            let arn = profile.arn(&call.origin.region, &call.caller.account);
            allow(call, ACTION, &arn, context)?;
            Ok(Answer::json(of_system(call, profile)))
        }
        Some(Named::Application(profile, _, _)) => {
            allow(call, ACTION, &profile.arn, tagged(context, &profile))?;
            Ok(Answer::json(of_application(call, &profile)))
        }
        Some(Named::Model(_)) | None => Err(not_found()),
    }
}

/// By ARN, or by the id alone, of either kind.
fn find_profile<'a>(call: &'a Call<'_>) -> Option<Named<'a>> {
    match find(call, call.target) {
        Some(named) => Some(named),
        None => find(call, &application_arn(call, call.target)),
    }
}

fn application_arn(call: &Call<'_>, id: &str) -> String {
    let (region, account) = (&call.origin.region, &call.caller.account);
    format!("arn:aws:bedrock:{region}:{account}:application-inference-profile/{id}")
}

pub(super) fn not_found() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "ResourceNotFoundException",
        "The specified inference profile could not be found.",
    )
}

pub(in crate::bedrock) fn create_inference_profile(call: &Call<'_>) -> Result<Answer, ApiError> {
    const ACTION: &str = "bedrock:CreateInferenceProfile";
    let input = read(&call.request.body, CREATE)?;
    let member = |name: &str| input.get(name).and_then(Value::as_str);
    let tags = tags::read(&input);
    tags::check(&tags)?;
    let copied = input.pointer("/modelSource/copyFrom").and_then(Value::as_str).unwrap_or_default();
    let context = tags::context(call.caller.context(call.origin), &tags);
    // The source, and the profile, which has no id yet.
    allow(call, ACTION, copied, context.clone())?;
    allow(call, ACTION, &application_arn(call, "*"), context)?;
    let source = match find(call, copied) {
        Some(Named::Model(model)) if model.is_on_demand(&call.origin.region) => {
            Source::Model(model.id.clone())
        }
        Some(Named::System(profile, _)) => Source::Profile(profile.id.clone()),
        _ => return Err(ApiError::invalid("The provided model identifier is invalid.")),
    };

    let mut world = call.cloud.write();
    let own = world.profiles.of(&call.caller.account, &call.origin.region);
    let id = ids::profile_id();
    let profile = ApplicationProfile {
        arn: application_arn(call, &id),
        id,
        name: member("inferenceProfileName").unwrap_or_default().to_owned(),
        description: member("description").map(str::to_owned),
        source,
        tags,
        created: epoch_seconds(call.cloud.clock.now()),
        client_token: member("clientRequestToken").map(str::to_owned),
    };
    let before =
        own.iter().find(|own| own.client_token.is_some() && own.client_token == profile.client_token);
    if let Some(before) = before {
        return if is_same_request(before, &profile) {
            Ok(created(&before.arn))
        } else {
            Err(conflict("The clientRequestToken was used before with other parameters."))
        };
    }
    if own.iter().any(|own| own.name == profile.name) {
        return Err(conflict("An inference profile with this name already exists."));
    }
    if own.len() >= MOST {
        return Err(ApiError::bad_request(
            "ServiceQuotaExceededException",
            format!("You have reached the limit of {MOST} inference profiles."),
        ));
    }
    let answer = created(&profile.arn);
    world.profiles.add(profile);
    Ok(answer)
}

fn is_same_request(before: &ApplicationProfile, now: &ApplicationProfile) -> bool {
    before.name == now.name
        && before.description == now.description
        && before.source == now.source
        && before.tags == now.tags
}

fn conflict(message: &str) -> ApiError {
    ApiError::bad_request("ConflictException", message)
}

fn created(arn: &str) -> Answer {
    Answer::Created(json!({ "inferenceProfileArn": arn, "status": "ACTIVE" }))
}

pub(in crate::bedrock) fn delete_inference_profile(call: &Call<'_>) -> Result<Answer, ApiError> {
    const ACTION: &str = "bedrock:DeleteInferenceProfile";
    let mut violations = Violations::default();
    violations.required("inferenceProfileIdentifier", Some(call.target), IDENTIFIER);
    end(call, violations)?;
    let context = call.caller.context(call.origin);
    match find_profile(call) {
        Some(Named::Application(profile, _, _)) => {
            allow(call, ACTION, &profile.arn, tagged(context, &profile))?;
            call.cloud.write().profiles.remove(&profile.arn);
            Ok(Answer::json(json!({})))
        }
        Some(Named::System(profile, _)) => {
            allow(call, ACTION, &profile.arn(&call.origin.region, &call.caller.account), context)?;
            Err(ApiError::invalid("A system-defined inference profile cannot be deleted."))
        }
        Some(Named::Model(_)) | None => Err(not_found()),
    }
}

fn models(arns: impl Iterator<Item = String>) -> Vec<Value> {
    arns.map(|arn| json!({ "modelArn": arn })).collect()
}

fn of_system(call: &Call<'_>, profile: &Profile) -> Value {
    let region = call.origin.region.as_str();
    let arn = |there: &str| format!("arn:aws:bedrock:{there}::foundation-model/{}", profile.model);
    let mut answer = json!({
        "inferenceProfileName": profile.name,
        "description": profile.description(region),
        "inferenceProfileArn": profile.arn(region, &call.caller.account),
        "models": models(profile.reaches(region).into_iter().map(arn)),
        "inferenceProfileId": profile.id,
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
    });
    if let (Some(day), Some(answer)) = (&profile.created, answer.as_object_mut()) {
        answer.insert("createdAt".into(), json!(midnight(day)));
        answer.insert("updatedAt".into(), json!(midnight(day)));
    }
    answer
}

fn of_application(call: &Call<'_>, profile: &ApplicationProfile) -> Value {
    let region = call.origin.region.as_str();
    let arn = |model: &str, there: &str| format!("arn:aws:bedrock:{there}::foundation-model/{model}");
    let models = match &profile.source {
        Source::Model(id) => models(std::iter::once(arn(id, region))),
        Source::Profile(id) => match call.cloud.catalogue.profile(id, region) {
            Some((route, model)) => {
                models(route.reaches(region).into_iter().map(|there| arn(&model.id, there)))
            }
            None => Vec::new(),
        },
    };
    let created = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(profile.created).unwrap_or(0));
    let mut answer = Map::new();
    for (key, value) in [
        ("inferenceProfileName", json!(profile.name)),
        ("createdAt", json!(iso(created))),
        ("updatedAt", json!(iso(created))),
        ("inferenceProfileArn", json!(profile.arn)),
        ("models", json!(models)),
        ("inferenceProfileId", json!(profile.id)),
        ("status", json!("ACTIVE")),
        ("type", json!("APPLICATION")),
    ] {
        answer.insert(key.into(), value);
    }
    if let Some(description) = &profile.description {
        answer.insert("description".into(), json!(description));
    }
    Value::Object(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_arns_fit_the_models_patterns() {
        for name in ["a", "My profile_1-x", "a "] {
            assert!(spaced(name, ""), "{name:?}");
        }
        for name in [" a", "a  b", "a_-b", "a:b", "é"] {
            assert!(!spaced(name, ""), "{name:?}");
        }
        assert!(spaced("v1.2: fine", ":."));
        let kinds = &["inference-profile"];
        assert!(is_arn("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.a-b:0", kinds));
        for arn in [
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a",
            "arn:aws:s3:::inference-profile/a",
            "arn:aws:bedrock:US:123456789012:inference-profile/a",
            "arn:aws:bedrock:us-east-1:1:inference-profile/a",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/",
        ] {
            assert!(!is_arn(arn, kinds), "{arn}");
        }
    }
}
