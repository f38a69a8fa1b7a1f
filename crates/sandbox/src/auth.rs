//! Authentication: from a request to its caller, or AWS's own refusal.

use crate::caller::{Caller, CallerKind};
use crate::clock::{compact, epoch_seconds, parse_compact};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::sigv4::{self, Authorization};
use crate::state::World;
use crate::wire::reply::Protocol;
use crate::wire::request::Incoming;
use axum::http::header::AUTHORIZATION;
use iam_policy::{Kind, Policy};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How far a signature's time may be from ours.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// A request whose signature was checked.
pub(crate) struct Authenticated {
    pub(crate) caller: Caller,
    pub(crate) region: String,
}

/// Checks the signature of a request to `service`.
pub(crate) fn authenticate(
    cloud: &Cloud,
    request: &Incoming,
    service: &str,
    protocol: Protocol,
) -> Result<Authenticated, ApiError> {
    let words = Words(protocol);
    let header = request.headers.get(AUTHORIZATION).ok_or_else(|| words.missing())?;
    let header = header.to_str().map_err(|_| words.incomplete("Authorization header is not ASCII."))?;
    let authorization = sigv4::parse_authorization(header).map_err(|why| words.incomplete(why))?;
    let timestamp = request
        .header("x-amz-date")
        .ok_or_else(|| words.incomplete(format!("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization={header}")))?;
    let time = parse_compact(timestamp).ok_or_else(|| {
        words.incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601"))
    })?;

    check_scope(cloud, &authorization, timestamp, service).map_err(|why| words.mismatch(why))?;
    check_age(cloud.clock.wall(), time, timestamp).map_err(|why| words.mismatch(why))?;
    let world = cloud.read();
    let (caller, secret) = find_caller(cloud, &world, request, authorization.access_key_id, &words)?;
    drop(world);
    if !sigv4::verify(request, &authorization, &secret, timestamp, time) {
        return Err(words.mismatch("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."));
    }
    let region = match authorization.scope.region {
        "aws-global" => cloud.region(),
        region => region,
    };
    cloud.read().note_use(authorization.access_key_id, &caller.user_id, cloud.clock.now(), service, region);
    Ok(Authenticated { caller, region: region.to_owned() })
}

fn check_scope(
    cloud: &Cloud,
    authorization: &Authorization<'_>,
    timestamp: &str,
    service: &str,
) -> Result<(), String> {
    let scope = authorization.scope;
    let day = timestamp.get(..8).unwrap_or_default();
    if !authorization.signed_headers.contains(&"host") {
        return Err("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".into());
    }
    if scope.terminator != "aws4_request" {
        return Err(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{}'.",
            scope.terminator
        ));
    }
    if scope.date != day {
        return Err(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{day}', from '{timestamp}'.",
            scope.date
        ));
    }
    if scope.service != service {
        return Err(format!("Credential should be scoped to correct service: '{service}'. "));
    }
    // One port serves every region, so any of them is right, as long as it is one.
    if scope.region != "aws-global" && !cloud.catalogue.is_region(scope.region) {
        return Err("Credential should be scoped to a valid region. ".into());
    }
    Ok(())
}

fn check_age(now: SystemTime, signed: SystemTime, timestamp: &str) -> Result<(), String> {
    let here = compact(now);
    if signed + TOLERANCE < now {
        let oldest = compact(now.checked_sub(TOLERANCE).unwrap_or(now));
        return Err(format!("Signature expired: {timestamp} is now earlier than {oldest} ({here} - 5 min.)"));
    }
    if signed > now + TOLERANCE {
        let newest = compact(now + TOLERANCE);
        return Err(format!(
            "Signature not yet current: {timestamp} is still later than {newest} ({here} + 5 min.)"
        ));
    }
    Ok(())
}

/// The caller behind a key, with the secret to check the signature by.
fn find_caller(
    cloud: &Cloud,
    world: &World,
    request: &Incoming,
    key_id: &str,
    words: &Words,
) -> Result<(Caller, String), ApiError> {
    let token = request.header("x-amz-security-token");
    let Some(key) = world.key(key_id) else {
        return find_session(cloud, world, token, key_id, words);
    };
    if token.is_some() {
        return Err(words.unknown_key());
    }
    if key.active.visible(cloud.clock.now()) != Some(&true) {
        return Err(words.unknown_key());
    }
    let scps = scps_over(world, &key.account);
    let caller = match &key.user_id {
        None => Caller {
            account: key.account.clone(),
            arn: format!("arn:aws:iam::{}:root", key.account),
            user_id: key.account.clone(),
            kind: CallerKind::Root,
            grants: Arc::clone(&cloud.root_grants),
            scps,
            session_policy: None,
        },
        Some(id) => {
            let (account, user) = world.user_by_id(id).ok_or_else(|| words.unknown_key())?;
            Caller {
                account: account.to_owned(),
                arn: user.arn(account),
                user_id: user.id.clone(),
                kind: CallerKind::User { name: user.name.clone() },
                grants: user.permissions.visible(cloud.clock.now()),
                scps,
                session_policy: None,
            }
        }
    };
    Ok((caller, key.secret.clone()))
}

/// The service control policies over an account.
fn scps_over(world: &World, account: &str) -> Arc<Vec<Vec<Policy>>> {
    world.account(account).map(|account| account.service_control.policies()).unwrap_or_default()
}

fn find_session(
    cloud: &Cloud,
    world: &World,
    token: Option<&str>,
    key_id: &str,
    words: &Words,
) -> Result<(Caller, String), ApiError> {
    let session = token
        .and_then(|token| cloud.sealer.open(token))
        .filter(|session| session.access_key_id == key_id)
        .ok_or_else(|| words.unknown_key())?;
    let now = cloud.clock.now();
    if session.expires <= epoch_seconds(now) {
        return Err(words.expired_token());
    }
    // The keys of a role that is gone are worth nothing, even if the name is used again.
    let (account, role) = world.role_by_id(&session.role_id).ok_or_else(|| words.unknown_key())?;
    let session_policy = session
        .policy
        .as_deref()
        .map(|text| Policy::parse(text, Kind::Identity))
        .transpose()
        .map_err(|_| words.unknown_key())?;
    let caller = Caller {
        account: account.to_owned(),
        arn: format!("arn:aws:sts::{account}:assumed-role/{}/{}", role.name, session.name),
        user_id: format!("{}:{}", role.id, session.name),
        kind: CallerKind::Session { role_arn: role.arn(account), issued: session.issued },
        grants: role.permissions.visible(now),
        scps: if role.is_service_linked() { Arc::default() } else { scps_over(world, account) },
        session_policy,
    };
    Ok((caller, cloud.sealer.secret(key_id)))
}

/// The same refusals have other codes in the two protocols.
struct Words(Protocol);

impl Words {
    fn pick(&self, query: &'static str, json: &'static str) -> &'static str {
        match self.0 {
            Protocol::Query { .. } => query,
            Protocol::Json => json,
        }
    }

    fn missing(&self) -> ApiError {
        let code = self.pick("MissingAuthenticationToken", "MissingAuthenticationTokenException");
        let message = self.pick("Request is missing Authentication Token", "Missing Authentication Token");
        ApiError::forbidden(code, message)
    }

    fn incomplete(&self, why: impl Into<String>) -> ApiError {
        let code = self.pick("IncompleteSignature", "IncompleteSignatureException");
        ApiError::bad_request(code, why)
    }

    fn unknown_key(&self) -> ApiError {
        let code = self.pick("InvalidClientTokenId", "UnrecognizedClientException");
        ApiError::forbidden(code, "The security token included in the request is invalid.")
    }

    fn mismatch(&self, why: impl Into<String>) -> ApiError {
        let code = self.pick("SignatureDoesNotMatch", "InvalidSignatureException");
        ApiError::forbidden(code, why)
    }

    fn expired_token(&self) -> ApiError {
        let code = self.pick("ExpiredToken", "ExpiredTokenException");
        ApiError::forbidden(code, "The security token included in the request is expired")
    }
}
