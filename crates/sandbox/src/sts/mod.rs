//! STS, API version 2011-06-15.

mod assume_role;
mod federation;
mod key_info;
mod mfa;
mod policy;
pub(crate) mod resume;
mod rules;
pub(crate) mod session_policies;
mod session_token;
mod tags;

use crate::caller::{CallerKind, access_denied};
use crate::clock::iso;
use crate::cloud::{Call, Operation};
use crate::error::ApiError;
use crate::route::Route;
use crate::session::{Person, Session};
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use axum::http::StatusCode;
use std::time::{Duration, UNIX_EPOCH};

/// As STS puts it on its answers.
pub(crate) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
/// The `Version` parameter.
pub(crate) const VERSION: &str = "2011-06-15";

/// What is served.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation { name: "AssumeRole", run: assume_role::run },
    Operation { name: "GetAccessKeyInfo", run: key_info::run },
    Operation { name: "GetCallerIdentity", run: get_caller_identity },
    Operation { name: "GetFederationToken", run: federation::run },
    Operation { name: "GetSessionToken", run: session_token::run },
    Operation { name: "AssumeRoleWithSAML", run: not_served },
    Operation { name: "AssumeRoleWithWebIdentity", run: not_served },
    Operation { name: "AssumeRoot", run: not_served },
    Operation { name: "DecodeAuthorizationMessage", run: not_served },
    Operation { name: "GetDelegatedAccessToken", run: not_served },
    Operation { name: "GetWebIdentityToken", run: not_served },
];

/// Those that a provider's assertion authenticates, so that nobody signs them.
const UNSIGNED: [&str; 2] = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];

fn unserved(operation: &str) -> ApiError {
    let message = format!("The sandbox does not serve the operation {operation}.");
    ApiError::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
}

/// There are no identity providers here, and its refusals encode nothing that could be decoded.
fn not_served(call: &Call<'_>) -> Result<Answer, ApiError> {
    Err(unserved(call.form.get("Action").unwrap_or_default()))
}

/// The refusal of an operation that comes without a signature and is not served.
pub(crate) fn refuse_unsigned(route: &Route) -> Result<(), ApiError> {
    match &route.operation {
        Ok(operation) if route.service == "sts" && UNSIGNED.contains(&operation.name) => {
            Err(unserved(operation.name))
        }
        _ => Ok(()),
    }
}

/// How long a session of a user's own rights lasts unless asked otherwise.
const OWN_DEFAULT_SECONDS: u32 = 43_200;
/// How long a session of a root user's may last; a longer one is shortened to it.
const ROOT_SECONDS: u32 = 3600;

/// Needs no permission: even an explicit deny does not stop it.
fn get_caller_identity(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut xml = Xml::default();
    xml.text("Arn", &call.caller.arn)
        .text("UserId", &call.caller.user_id)
        .text("Account", &call.caller.account);
    Ok(Answer::Xml(Some(xml)))
}

/// The caller, if it is one and signed with a long-term key.
fn person(call: &Call<'_>) -> Option<Person> {
    if call.caller.temporary.is_some() {
        return None;
    }
    match call.caller.kind {
        CallerKind::User { .. } => Some(Person::User(call.caller.user_id.clone())),
        CallerKind::Root => Some(Person::Root(call.caller.account.clone())),
        CallerKind::Session { .. } | CallerKind::Federated { .. } => None,
    }
}

/// The refusal of an operation that takes long-term keys alone.
fn refuse_session(operation: &str) -> ApiError {
    access_denied(format!("Cannot call {operation} with session credentials"))
}

/// How long a session of the caller's own rights lasts: "if the specified duration is longer than one
/// hour, the session obtained by using AWS account root user credentials … defaults to one hour".
fn own_seconds(call: &Call<'_>, asked: Option<u32>) -> u32 {
    let seconds = asked.unwrap_or(OWN_DEFAULT_SECONDS);
    if call.caller.kind == CallerKind::Root { seconds.min(ROOT_SECONDS) } else { seconds }
}

/// The bytes of AWS's largest session token: what MinimumSessionTokenSize can be.
const LARGEST_TOKEN: usize = 4096;

/// `<Credentials>`, and how large the token in it is.
fn write_credentials(call: &Call<'_>, xml: &mut Xml, session: &Session) {
    let credentials = call.cloud.sealer.issue(session);
    let expires = UNIX_EPOCH + Duration::from_secs(u64::try_from(session.expires).unwrap_or(0));
    xml.element("Credentials", |xml| {
        xml.text("AccessKeyId", &credentials.access_key_id)
            .text("SecretAccessKey", &credentials.secret_access_key)
            .text("SessionToken", &credentials.session_token)
            .text("Expiration", &iso(expires));
    });
    let size = credentials.session_token.len();
    let percent = (size * 100).div_ceil(LARGEST_TOKEN).min(100);
    xml.text("SessionTokenSize", &size.to_string()).text("SessionTokenUtilization", &percent.to_string());
}
