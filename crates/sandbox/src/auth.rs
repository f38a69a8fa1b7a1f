//! Authentication: from a request to its caller, or AWS's own refusal.

use crate::caller::Caller;
use crate::clock::{Clock, compact, epoch_seconds};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::regions::is_region;
use crate::sigv4::{self, Claim, Flaw, Scope};
use crate::state::World;
use crate::sts::resume;
use crate::wire::reply::Protocol;
use crate::wire::request::Incoming;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use std::time::{Duration, SystemTime};

/// A request whose signature was checked.
pub(crate) struct Authenticated {
    pub(crate) caller: Caller,
    pub(crate) region: String,
}

/// Checks the signature of a request to `service`, in the order in which AWS does.
pub(crate) fn authenticate(
    cloud: &Cloud,
    request: &Incoming,
    service: &str,
    protocol: Protocol,
) -> Result<Authenticated, ApiError> {
    let words = Words(protocol);
    refuse_api_key(request, protocol)?;
    let flawed = |flaw| words.flawed(flaw);
    let claim = Claim::read(request).map_err(flawed)?;
    check_age(&claim, &cloud.clock, words.minutes()).map_err(|why| words.mismatch(why))?;
    claim.check_signed_headers(request).map_err(flawed)?;
    let scope = claim.scope().map_err(flawed)?;
    check_scope(cloud, &scope, &claim.timestamp, service).map_err(|why| words.mismatch(why))?;
    let world = cloud.read();
    let (caller, secret) =
        find_caller(cloud, &world, claim.token.as_deref(), scope.access_key_id, service, &words)?;
    drop(world);
    if !sigv4::verify(request, &claim, &scope, &secret, &cloud.signing_keys) {
        return Err(words.mismatch("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."));
    }
    let region = match scope.region {
        "aws-global" => cloud.region(),
        region => region,
    };
    cloud.read_apart().note_use(scope.access_key_id, &caller.user_id, cloud.clock.now(), service, region);
    Ok(Authenticated { caller, region: region.to_owned() })
}

/// Bedrock also takes API keys, as bearer tokens. The sandbox has none, so each is refused as AWS
/// refuses one that it does not know. *Field*: both sentences are from public reports.
fn refuse_api_key(request: &Incoming, protocol: Protocol) -> Result<(), ApiError> {
    let header = request.header(AUTHORIZATION.as_str()).unwrap_or_default();
    let Some(key) = header.strip_prefix("Bearer ").filter(|_| protocol == Protocol::Json) else {
        return Ok(());
    };
    let known_form = key.starts_with("ABSK") || key.starts_with("bedrock-api-key-");
    Err(ApiError::forbidden(
        "AccessDeniedException",
        if known_form {
            "Authentication failed: Please make sure your API Key is valid."
        } else {
            "Invalid API Key format: Must start with pre-defined prefix"
        },
    ))
}

/// All that is wrong with the scope, in AWS's order.
fn check_scope(cloud: &Cloud, scope: &Scope<'_>, timestamp: &str, service: &str) -> Result<(), String> {
    let mut wrong = Vec::new();
    // One port serves every region, so any of them is right, as long as the service is there.
    let is_served =
        if service == "bedrock" { cloud.catalogue.is_region(scope.region) } else { is_region(scope.region) };
    if scope.region != "aws-global" && !is_served {
        wrong.push("Credential should be scoped to a valid region. ".to_owned());
    }
    if scope.service != service {
        wrong.push(format!("Credential should be scoped to correct service: '{service}'. "));
    }
    if scope.terminator != "aws4_request" {
        wrong.push(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{}'. ",
            scope.terminator
        ));
    }
    let day = timestamp.get(..8).unwrap_or_default();
    if scope.date != day {
        wrong.push(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{day}', from '{timestamp}'.",
            scope.date
        ));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.concat()) }
}

/// A signature is good for some minutes around its time, a presigned URL not longer than it says
/// itself. STS was never seen to honour more than its fifteen minutes, whatever `X-Amz-Expires` says
/// (aws-iam-authenticator relies on it).
///
/// Signed by the client's own time, or by the one that our `Date` told it, where a test has moved that.
pub(crate) fn check_age(claim: &Claim<'_>, clock: &Clock, minutes: u64) -> Result<(), String> {
    aged(claim, clock.wall(), minutes).or_else(|why| aged(claim, clock.told(), minutes).map_err(|_| why))
}

fn aged(claim: &Claim<'_>, now: SystemTime, minutes: u64) -> Result<(), String> {
    let tolerance = Duration::from_secs(minutes * 60);
    let (here, signed) = (compact(now), &claim.timestamp);
    let good_for = claim.expires.unwrap_or(tolerance).min(tolerance);
    if claim.time + good_for < now {
        let oldest = compact(now.checked_sub(good_for).unwrap_or(now));
        let span = match good_for.as_secs() {
            seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
            seconds => format!("{seconds} sec"),
        };
        return Err(format!("Signature expired: {signed} is now earlier than {oldest} ({here} - {span}.)"));
    }
    if claim.time > now + tolerance {
        let newest = compact(now + tolerance);
        return Err(format!(
            "Signature not yet current: {signed} is still later than {newest} ({here} + {minutes} min.)"
        ));
    }
    Ok(())
}

/// The caller behind a key, with the secret to check the signature by.
fn find_caller(
    cloud: &Cloud,
    world: &World,
    token: Option<&str>,
    key_id: &str,
    service: &str,
    words: &Words,
) -> Result<(Caller, String), ApiError> {
    let Some(key) = world.key(key_id) else {
        return find_session(cloud, world, token, key_id, service, words);
    };
    if token.is_some() {
        return Err(words.unknown_key());
    }
    if key.active.visible(cloud.clock.now()) != Some(&true) {
        return Err(words.unknown_key());
    }
    let caller = resume::of_key(cloud, world, key_id, key).ok_or_else(|| words.unknown_key())?;
    Ok((caller, key.secret.clone()))
}

fn find_session(
    cloud: &Cloud,
    world: &World,
    token: Option<&str>,
    key_id: &str,
    service: &str,
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
    let caller = resume::of_session(cloud, world, &session, service).ok_or_else(|| words.unknown_key())?;
    Ok((caller, cloud.sealer.secret(key_id)))
}

/// The refusal of a session whose credentials have expired.
pub(crate) fn expired_token(protocol: Protocol) -> ApiError {
    Words(protocol).expired_token()
}

/// The same refusals have other words in the three protocols. JSON 1.1 makes a 400 of each.
struct Words(Protocol);

impl Words {
    fn pick(&self, query: &'static str, json: &'static str) -> &'static str {
        match self.0 {
            Protocol::Query { .. } => query,
            Protocol::Json | Protocol::Json11 => json,
        }
    }

    /// How far a signature's time may be from ours: as STS and as the JSON services put it into
    /// their refusals ("… - 15 min.)", "… - 5 min.)").
    fn minutes(&self) -> u64 {
        match self.0 {
            Protocol::Query { .. } => 15,
            Protocol::Json | Protocol::Json11 => 5,
        }
    }

    fn flawed(&self, flaw: Flaw) -> ApiError {
        match flaw {
            Flaw::Missing => self.missing(),
            Flaw::Incomplete(why) => {
                let code = self.pick("IncompleteSignature", "IncompleteSignatureException");
                ApiError::new(StatusCode::BAD_REQUEST, code, why)
            }
            Flaw::Mismatch(why) => self.mismatch(why),
        }
    }

    fn missing(&self) -> ApiError {
        let code = self.pick("MissingAuthenticationToken", "MissingAuthenticationTokenException");
        let message = match self.0 {
            Protocol::Json => "Missing Authentication Token",
            Protocol::Query { .. } | Protocol::Json11 => "Request is missing Authentication Token",
        };
        ApiError::forbidden(code, message)
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
