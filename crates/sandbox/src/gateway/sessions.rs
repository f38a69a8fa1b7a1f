//! The gateway's sessions: each key's role assumed as `quilr-gateway`, and its credentials cached
//! in-process until shortly before they expire.
//!
//! So a role whose trust is taken away is refused only when its cached credentials run out, as in the
//! world; what was issued before is cut off by a change of its permissions, which Bedrock looks up at
//! each call. A key whose values are changed begins anew.

use super::keys::Key;
use super::refusal::Refusal;
use super::upstream::{ATTEMPTS, Outgoing, read, send};
use crate::clock::{epoch_seconds, parse_compact};
use crate::cloud::Cloud;
use crate::session::Credentials;
use crate::sts;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use quick_xml::escape::unescape;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Who the gateway is.
const ACCOUNT: &str = "975050335771";
const USER: &str = "quilr-gateway";
/// How long before their end credentials are renewed: a third of the shortest session.
const RENEWED_BEFORE: Duration = Duration::from_secs(300);
/// How many are kept; past this, all are let go. There are not more keys.
const KEPT: usize = super::KeyRing::MOST;

/// Credentials, and what they were made for. No `Debug`: they are secrets.
struct Held {
    revision: u64,
    expires: SystemTime,
    credentials: Arc<Credentials>,
}

/// One key's, locked while its role is being assumed: who comes meanwhile waits for the same answer.
type Slot = Arc<tokio::sync::Mutex<Option<Held>>>;

/// The sessions in force, by the id of their key.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Slot>>);

impl Sessions {
    /// Lets go of a key's.
    pub(super) fn forget(&self, id: &str) {
        self.lock().remove(id);
    }

    /// Lets go of all.
    pub(crate) fn forget_all(&self) {
        self.lock().clear();
    }

    fn slot(&self, id: &str) -> Slot {
        let mut slots = self.lock();
        if slots.len() >= KEPT && !slots.contains_key(id) {
            slots.clear();
        }
        Arc::clone(slots.entry(id.to_owned()).or_default())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Slot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The credentials of a key's role: those that are cached, or new ones.
pub(super) async fn of_key(cloud: &Cloud, key: &Key) -> Result<Arc<Credentials>, Refusal> {
    let slot = cloud.gateway_sessions.slot(&key.id);
    let mut held = slot.lock().await;
    if let Some(held) = held.as_ref()
        && held.revision == key.revision
        && cloud.clock.now() + RENEWED_BEFORE < held.expires
    {
        return Ok(Arc::clone(&held.credentials));
    }
    let new = assume(cloud, key).await?;
    let credentials = Arc::clone(&new.credentials);
    *held = Some(new);
    Ok(credentials)
}

/// `sts:AssumeRole` with the key's values.
async fn assume(cloud: &Cloud, key: &Key) -> Result<Held, Refusal> {
    let values = &key.values;
    let name = values.aws_role_session_name.clone();
    let name = name.unwrap_or_else(|| format!("{USER}-{}", epoch_seconds(cloud.clock.now())));
    let seconds = values.aws_session_duration_seconds.to_string();
    let body = [
        ("Action", "AssumeRole"),
        ("Version", sts::VERSION),
        ("RoleArn", &values.aws_role_arn),
        ("ExternalId", &values.aws_external_id),
        ("RoleSessionName", &name),
        ("DurationSeconds", &seconds),
    ]
    .map(|(name, value)| format!("{name}={}", crate::sigv4::percent_encode_rfc3986(value)))
    .join("&");
    let outgoing = Outgoing {
        service: "sts",
        region: cloud.region().to_owned(),
        path: "/".to_owned(),
        headers: vec![(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded".to_owned())],
        body: Bytes::from(body),
    };
    let own = own_credentials(cloud)?;
    let mut left = ATTEMPTS;
    loop {
        left -= 1;
        let response = send(cloud, &outgoing, &own).await?;
        let status = response.status();
        let answer = read(response).await?;
        let answer = String::from_utf8_lossy(&answer);
        if status.is_success() {
            return granted(&answer, key.revision).ok_or_else(super::upstream::broken);
        }
        let code = text(&answer, "Code").unwrap_or_default();
        if code != "Throttling" || left == 0 {
            return Err(failed(status, &code, &text(&answer, "Message").unwrap_or_default()));
        }
    }
}

/// The gateway's own long-term credentials.
fn own_credentials(cloud: &Cloud) -> Result<Credentials, Refusal> {
    let world = cloud.read();
    let user = world.user(ACCOUNT, USER);
    let keys = user.map(|user| world.keys_of(ACCOUNT, Some(&user.id))).unwrap_or_default();
    let (id, key) = keys.into_iter().next().ok_or_else(|| {
        let message = format!("sts:AssumeRole failed: `{USER}` has no access key");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerException", message)
    })?;
    Ok(Credentials {
        access_key_id: id.to_owned(),
        secret_access_key: key.secret.clone(),
        session_token: String::new(),
    })
}

fn granted(answer: &str, revision: u64) -> Option<Held> {
    let expires: String = text(answer, "Expiration")?.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let credentials = Credentials {
        access_key_id: text(answer, "AccessKeyId")?,
        secret_access_key: text(answer, "SecretAccessKey")?,
        session_token: text(answer, "SessionToken")?,
    };
    Some(Held { revision, expires: parse_compact(&expires)?, credentials: Arc::new(credentials) })
}

/// STS's refusal, as the page shows it. Bedrock Runtime's clients know it by the codes of their own
/// service.
fn failed(status: StatusCode, code: &str, message: &str) -> Refusal {
    let message = format!("sts:AssumeRole failed: {message}");
    let (status, code) = match code {
        "Throttling" => (StatusCode::TOO_MANY_REQUESTS, "ThrottlingException"),
        "ServiceUnavailable" => (StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailableException"),
        _ if status.is_server_error() => (StatusCode::INTERNAL_SERVER_ERROR, "InternalServerException"),
        _ if status == StatusCode::FORBIDDEN => (status, "AccessDeniedException"),
        _ => (StatusCode::BAD_REQUEST, "ValidationException"),
    };
    Refusal::new(status, code, message)
}

/// What stands in the first element of that name.
fn text(xml: &str, element: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{element}>"))?;
    let (text, _) = rest.split_once(&format!("</{element}>"))?;
    unescape(text).ok().map(std::borrow::Cow::into_owned)
}
