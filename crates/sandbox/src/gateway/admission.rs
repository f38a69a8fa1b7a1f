//! Who may ask what: from the key that a client brings to the key's values.

use super::keys::{Key, PREFIX, ProviderType};
use super::refusal::Refusal;
use crate::cloud::Cloud;
use crate::wire::request::Incoming;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;

/// The key of an `Authorization: Bearer` header.
pub(super) fn bearer(request: &Incoming) -> Option<&str> {
    let header = request.only_header(AUTHORIZATION.as_str()).ok().flatten()?;
    let (scheme, key) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(key.trim())
}

/// The key that is meant, if there is such a one.
pub(super) fn find(cloud: &Cloud, secret: &str) -> Option<Key> {
    cloud.read().gateway_keys.find(secret).cloned()
}

/// The key behind a secret, if it serves this provider type.
pub(super) fn admit(cloud: &Cloud, secret: Option<&str>, wanted: ProviderType) -> Result<Key, Refusal> {
    let key = known(cloud, secret)?;
    serves(&key, wanted)?;
    Ok(key)
}

/// The key behind a secret.
pub(super) fn known(cloud: &Cloud, secret: Option<&str>) -> Result<Key, Refusal> {
    let unauthorized =
        |message: &str| Refusal::new(StatusCode::UNAUTHORIZED, "UnrecognizedClientException", message);
    let secret =
        secret.filter(|secret| !secret.is_empty()).ok_or_else(|| unauthorized("no API key was sent"))?;
    if !secret.starts_with(PREFIX) {
        return Err(unauthorized("the API key does not begin with `sk-quilr-`"));
    }
    find(cloud, secret).ok_or_else(|| unauthorized("the API key is not known"))
}

/// One key has one provider type.
pub(super) fn serves(key: &Key, wanted: ProviderType) -> Result<(), Refusal> {
    let has = key.values.provider_type;
    if has == wanted {
        return Ok(());
    }
    Err(Refusal::forbidden(format!(
        "the API key's provider type is `{}`, not `{}`",
        has.name(),
        wanted.name()
    )))
}

/// A key may be narrowed to some models.
pub(super) fn selects(key: &Key, model: &str) -> Result<(), Refusal> {
    match &key.values.models {
        Some(models) if !models.iter().any(|selected| selected == model) => Err(Refusal {
            param: Some("model"),
            ..Refusal::forbidden(format!("the model `{model}` is not selected on the API key"))
        }),
        _ => Ok(()),
    }
}
