//! What a request claims: whose key signed it, when, and what. By the Authorization header, or by
//! the query of a presigned URL.
//!
//! The order of the checks and their sentences are those that AWS's own services were seen to give
//! (the comments of dynalite and kinesalite, which were compared with DynamoDB and Kinesis; newer
//! services show the hash of the Authorization header instead of the header).

use super::ALGORITHM;
use crate::clock::{compact, parse_compact, parse_http_date};
use crate::wire::request::Incoming;
use aws_smithy_types::base64;
use axum::http::header::{AUTHORIZATION, DATE};
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// The parameter of a presigned URL that is not itself signed.
pub(super) const SIGNATURE_PARAMETER: &str = "X-Amz-Signature";
/// The longest that a URL may be presigned for: a week.
const LONGEST_EXPIRES: u64 = 604_800;

/// What is wrong with a claim; the texts are AWS's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// There is none.
    Missing,
    /// It is not whole: `IncompleteSignature`.
    Incomplete(String),
    /// It cannot be right: `SignatureDoesNotMatch`.
    Mismatch(String),
}

/// Where the claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// The Authorization header.
    Header,
    /// The query of a presigned URL.
    Query,
}

/// A claim. No `Debug`: it may hold a session token.
pub(crate) struct Claim<'a> {
    pub(crate) by: By,
    algorithm: Cow<'a, str>,
    credential: Cow<'a, str>,
    /// In lower case and sorted, as the canonical request has them.
    pub(crate) signed_headers: Vec<String>,
    pub(super) signature: Cow<'a, str>,
    /// As the string to sign has it, for example `20261122T150405Z`.
    pub(crate) timestamp: String,
    pub(crate) time: SystemTime,
    pub(crate) token: Option<Cow<'a, str>>,
    /// How long a presigned URL is good for, if it says so.
    pub(crate) expires: Option<Duration>,
}

/// `AKID/20261122/us-east-1/sts/aws4_request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scope<'a> {
    pub(crate) access_key_id: &'a str,
    pub(crate) date: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    pub(crate) terminator: &'a str,
}

/// The service in the scope of whatever claim there is: only to tell who should refuse the request.
pub(crate) fn claimed_service(request: &Incoming) -> Option<String> {
    let header = request.header(AUTHORIZATION.as_str()).and_then(|header| header.split_once("Credential="));
    let credential = match header {
        Some((_, rest)) => rest.split([',', ' ']).next().map(str::to_owned),
        None => Parameters(&request.query).first("X-Amz-Credential").map(Cow::into_owned),
    };
    credential?.split('/').nth(3).map(str::to_owned)
}

impl<'a> Claim<'a> {
    /// Reads it.
    pub(crate) fn read(request: &'a Incoming) -> Result<Self, Flaw> {
        let query = Parameters(&request.query);
        let by_query = query.first("X-Amz-Algorithm").is_some();
        match (request.headers.get(AUTHORIZATION), by_query) {
            (Some(_), true) => Err(Flaw::Mismatch(
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
                    .into(),
            )),
            (Some(_), false) => Self::by_header(request),
            (None, true) => Self::by_query(request, query),
            (None, false) => Err(Flaw::Missing),
        }
    }

    fn by_header(request: &'a Incoming) -> Result<Self, Flaw> {
        let header = request.only_header(AUTHORIZATION.as_str()).map_err(|()| ambiguous("Authorization"))?;
        // Another scheme (a bearer token, Signature Version 2) is no token that these services know.
        let header = header.filter(|header| header.starts_with("AWS4-")).ok_or(Flaw::Missing)?;
        let (algorithm, parameters) = header.split_once(' ').unwrap_or((header, ""));
        let [mut credential, mut signed, mut signature] = [None; 3];
        for part in parameters.split([',', ' ', '\t']).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| {
                Flaw::Incomplete(format!(
                    "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '{}'.",
                    hashed(header)
                ))
            })?;
            let known = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed,
                "Signature" => &mut signature,
                _ => continue,
            };
            if known.replace(value).is_some() {
                return Err(ambiguous(name));
            }
        }
        let date = date_header(request)?;
        let mut missing = String::new();
        for (name, value) in [("Credential", credential), ("Signature", signature), ("SignedHeaders", signed)]
        {
            if value.is_none_or(str::is_empty) {
                missing.push_str(&format!("Authorization header requires '{name}' parameter. "));
            }
        }
        if date.is_none() {
            missing.push_str(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
            );
        }
        let (Some(credential), Some(signed), Some(signature), Some(date), "") =
            (credential, signed, signature, date, missing.as_str())
        else {
            return Err(Flaw::Incomplete(format!(
                "{missing}(Hashed with SHA-256 and encoded with Base64) Authorization={}",
                hashed(header)
            )));
        };
        let time = read_date(date)?;
        let token =
            request.only_header("x-amz-security-token").map_err(|()| ambiguous("X-Amz-Security-Token"))?;
        Ok(Self {
            by: By::Header,
            algorithm: algorithm.into(),
            credential: credential.into(),
            signed_headers: sorted(signed),
            signature: signature.into(),
            timestamp: compact(time),
            time,
            token: token.map(Cow::Borrowed),
            expires: None,
        })
    }

    fn by_query(request: &'a Incoming, query: Parameters<'a>) -> Result<Self, Flaw> {
        let mut missing = String::new();
        let mut find = |name: &str| {
            let value = query.only(name)?;
            if value.as_ref().is_none_or(|value| value.is_empty()) {
                missing.push_str(&format!("AWS query-string parameters must include '{name}'. "));
            }
            Ok(value.unwrap_or_default())
        };
        let algorithm = find("X-Amz-Algorithm")?;
        let credential = find("X-Amz-Credential")?;
        let signature = find(SIGNATURE_PARAMETER)?;
        let signed = find("X-Amz-SignedHeaders")?;
        let date = find("X-Amz-Date")?;
        if !missing.is_empty() {
            return Err(Flaw::Incomplete(format!("{missing}Re-examine the query-string parameters.")));
        }
        let time = read_date(&date)?;
        let expires = query.only("X-Amz-Expires")?.as_deref().map(read_expires).transpose()?;
        let in_header =
            request.only_header("x-amz-security-token").map_err(|()| ambiguous("X-Amz-Security-Token"))?;
        let token = match (query.only("X-Amz-Security-Token")?, in_header) {
            (Some(_), Some(_)) => return Err(ambiguous("X-Amz-Security-Token")),
            (in_query, in_header) => in_query.or(in_header.map(Cow::Borrowed)),
        };
        Ok(Self {
            by: By::Query,
            algorithm,
            credential,
            signed_headers: sorted(&signed),
            signature,
            timestamp: compact(time),
            time,
            token,
            expires,
        })
    }

    /// Host, and every header of AWS's own that the request has, must be signed.
    /// Source: "Create a signed AWS API request", IAM User Guide, on the canonical headers.
    pub(crate) fn check_signed_headers(&self, request: &Incoming) -> Result<(), Flaw> {
        let signed = |name: &str| self.signed_headers.iter().any(|signed| signed == name);
        if !signed("host") {
            return Err(Flaw::Mismatch(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".into(),
            ));
        }
        let of_aws =
            request.headers.keys().map(|name| name.as_str()).filter(|name| name.starts_with("x-amz-"));
        match { of_aws }.find(|name| !signed(name)) {
            None => Ok(()),
            Some(name) => Err(Flaw::Mismatch(format!(
                "'{}' must be a 'SignedHeader' in the AWS Authorization.",
                title_case(name)
            ))),
        }
    }

    /// The credential's parts, once the algorithm is known to be the one that is served.
    pub(crate) fn scope(&self) -> Result<Scope<'_>, Flaw> {
        if self.algorithm != ALGORITHM {
            return Err(Flaw::Incomplete(format!("Unsupported AWS 'algorithm': '{}'.", self.algorithm)));
        }
        let mut parts = self.credential.split('/');
        let mut next = || parts.next();
        match (next(), next(), next(), next(), next(), next()) {
            (Some(access_key_id), Some(date), Some(region), Some(service), Some(terminator), None) => {
                Ok(Scope { access_key_id, date, region, service, terminator })
            }
            _ => Err(Flaw::Incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{}'",
                self.credential
            ))),
        }
    }
}

/// The date of a request that is signed by header: `X-Amz-Date` where there is one, else `Date`.
fn date_header(request: &Incoming) -> Result<Option<&str>, Flaw> {
    let of_aws = request.only_header("x-amz-date").map_err(|()| ambiguous("X-Amz-Date"))?;
    let date = request.only_header(DATE.as_str()).map_err(|()| ambiguous("Date"))?;
    Ok(of_aws.or(date).filter(|date| !date.is_empty()))
}

/// ISO 8601's basic format, or that of HTTP's own `Date`, which botocore's signer fills in.
fn read_date(text: &str) -> Result<SystemTime, Flaw> {
    parse_compact(text).or_else(|| parse_http_date(text)).ok_or_else(|| {
        Flaw::Incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{text}'. See http://en.wikipedia.org/wiki/ISO_8601"
        ))
    })
}

/// 1 to 604800. The sentences are S3's: those of the other services are not known.
fn read_expires(text: &str) -> Result<Duration, Flaw> {
    let refuse = |text: &str| Err(Flaw::Incomplete(text.to_owned()));
    match text.parse::<i128>() {
        Err(_) => refuse("X-Amz-Expires should be a number"),
        Ok(..=0) => refuse("X-Amz-Expires must be non-negative"),
        Ok(seconds) => match u64::try_from(seconds) {
            Ok(seconds @ ..=LONGEST_EXPIRES) => Ok(Duration::from_secs(seconds)),
            _ => refuse(
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
            ),
        },
    }
}

/// Two of what there may be one of: which of them was signed, nobody can tell.
fn ambiguous(name: &str) -> Flaw {
    Flaw::Incomplete(format!("'{name}' must not be given more than once."))
}

fn hashed(header: &str) -> String {
    base64::encode(Sha256::digest(header.as_bytes()))
}

fn sorted(signed: &str) -> Vec<String> {
    let mut names: Vec<String> = signed.split(';').map(str::to_ascii_lowercase).collect();
    names.sort();
    names.dedup();
    names
}

/// `x-amz-date` as `X-Amz-Date`.
fn title_case(name: &str) -> String {
    let mut start = true;
    name.chars()
        .map(|c| if std::mem::replace(&mut start, c == '-') { c.to_ascii_uppercase() } else { c })
        .collect()
}

/// The parameters of a query.
#[derive(Clone, Copy)]
struct Parameters<'a>(&'a str);

impl<'a> Parameters<'a> {
    fn all(self, name: &str) -> impl Iterator<Item = Cow<'a, str>> {
        self.0.split('&').filter_map(move |pair| {
            let (known, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decode_str(known).eq(name.bytes()))
                .then(|| percent_decode_str(value).decode_utf8_lossy())
        })
    }

    fn first(self, name: &str) -> Option<Cow<'a, str>> {
        self.all(name).next()
    }

    fn only(self, name: &str) -> Result<Option<Cow<'a, str>>, Flaw> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() { Err(ambiguous(name)) } else { Ok(first) }
    }
}
