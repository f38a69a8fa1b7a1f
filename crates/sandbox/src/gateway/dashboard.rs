//! The dashboard, below the control endpoint: keys are made, changed and taken away here.

use super::form::{self, Flaw};
use super::keys::{self, Key, KeyRing};
use crate::cloud::Cloud;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

const ROOT: &str = "/gateway/keys";

/// What the dashboard refuses.
pub(crate) enum Refused {
    /// The form, with everything that is wrong in it.
    Form(Vec<Flaw>),
    /// Anything else: status, code, message, hint.
    Plainly(StatusCode, &'static str, String, &'static str),
}

/// What is behind the dashboard's path, if it is one of its paths: nothing, or a key's id.
pub(crate) fn rest(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(ROOT)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/').filter(|id| !id.contains('/')) }
}

/// Does what is asked of a key, or of all of them.
pub(crate) fn act(
    cloud: &Cloud,
    method: &str,
    id: &str,
    body: &[u8],
) -> Result<(StatusCode, Value), Refused> {
    match (method, id) {
        ("GET", "") => {
            let keys: Vec<Value> = cloud.read().gateway_keys.all().iter().map(shown).collect();
            Ok((StatusCode::OK, json!({ "keys": keys })))
        }
        ("POST", "") => create(cloud, &fields(body)?),
        ("GET", id) => cloud
            .read()
            .gateway_keys
            .get(id)
            .map(|key| (StatusCode::OK, shown(key)))
            .ok_or_else(|| missing(id)),
        ("PUT", id) if !id.is_empty() => change(cloud, id, &fields(body)?),
        ("DELETE", id) if !id.is_empty() => {
            if !cloud.write().gateway_keys.remove(id) {
                return Err(missing(id));
            }
            cloud.gateway_sessions.forget(id);
            Ok((StatusCode::OK, json!({ "done": true })))
        }
        _ => Err(Refused::Plainly(
            StatusCode::METHOD_NOT_ALLOWED,
            "method",
            format!("`{ROOT}` has no such method"),
            "use GET and POST for all keys, GET, PUT and DELETE for one",
        )),
    }
}

fn create(cloud: &Cloud, fields: &Map<String, Value>) -> Result<(StatusCode, Value), Refused> {
    let values = form::read(fields, None).map_err(Refused::Form)?;
    let secret = keys::new_secret();
    let mut world = cloud.write();
    if world.gateway_keys.is_full() {
        let message = format!("there are {} keys already", KeyRing::MOST);
        return Err(Refused::Plainly(StatusCode::CONFLICT, "keys", message, "take one away with DELETE"));
    }
    let key = world.gateway_keys.add(&secret, values);
    drop(world);
    let mut answer = shown(&key);
    if let Value::Object(answer) = &mut answer {
        // Told here and never again.
        answer.insert("key".to_owned(), secret.into());
    }
    Ok((StatusCode::CREATED, answer))
}

fn change(cloud: &Cloud, id: &str, fields: &Map<String, Value>) -> Result<(StatusCode, Value), Refused> {
    let kept = cloud.read().gateway_keys.get(id).map(|key| key.values.provider_type);
    let values = form::read(fields, Some(kept.ok_or_else(|| missing(id))?)).map_err(Refused::Form)?;
    let changed = cloud.write().gateway_keys.change(id, values).ok_or_else(|| missing(id))?;
    cloud.gateway_sessions.forget(id);
    Ok((StatusCode::OK, shown(&changed)))
}

fn fields(body: &[u8]) -> Result<Map<String, Value>, Refused> {
    let refused = |message: String| {
        Refused::Plainly(StatusCode::BAD_REQUEST, "body", message, "send the form's fields as a JSON object")
    };
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(refused("the body is not a JSON object".to_owned())),
        Err(error) => Err(refused(format!("the body is not JSON: {error}"))),
    }
}

fn missing(id: &str) -> Refused {
    let message = format!("there is no key `{id}`");
    Refused::Plainly(StatusCode::NOT_FOUND, "key", message, "GET /_sandbox/gateway/keys lists them")
}

/// A key without the key itself.
fn shown(key: &Key) -> Value {
    let mut shown = json!({ "id": key.id, "ends_in": key.ends_in });
    if let (Value::Object(shown), Ok(Value::Object(values))) = (&mut shown, serde_json::to_value(&key.values))
    {
        shown.extend(values);
    }
    shown
}
