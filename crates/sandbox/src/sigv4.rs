//! Signature Version 4, as the server checks it: the canonical request is rebuilt from what came
//! over the wire, and its signature compared in constant time.
//!
//! `aws-sigv4` signs but does not check: its request type adds headers and leaves others out by
//! rules of its own, where a server has to honour the client's `SignedHeaders`. Only the derivation
//! of the key is taken from it.
//! Rules: "Create a signed AWS API request", IAM User Guide.

use crate::wire::request::Incoming;
use aws_sigv4::sign::v4::generate_signing_key;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest, Sha256};
use std::time::SystemTime;

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The Authorization header, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Authorization<'a> {
    pub(crate) access_key_id: &'a str,
    pub(crate) scope: Scope<'a>,
    pub(crate) signed_headers: Vec<&'a str>,
    pub(crate) signature: &'a str,
}

/// `20261122/us-east-1/sts/aws4_request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scope<'a> {
    pub(crate) date: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    pub(crate) terminator: &'a str,
}

/// Takes the header apart; the error is AWS's sentence for `IncompleteSignature`.
pub(crate) fn parse_authorization(header: &str) -> Result<Authorization<'_>, String> {
    let Some(("AWS4-HMAC-SHA256", parameters)) = header.split_once(' ') else {
        return Err(format!("Unsupported authorization header: '{header}'."));
    };
    let find = |name: &str| {
        parameters
            .split(',')
            .filter_map(|part| part.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    };
    let (credential, signed, signature) = (find("Credential"), find("SignedHeaders"), find("Signature"));
    let (Some(credential), Some(signed), Some(signature)) = (credential, signed, signature) else {
        let missing: String =
            [("Credential", credential), ("Signature", signature), ("SignedHeaders", signed)]
                .iter()
                .filter(|(_, value)| value.is_none())
                .map(|(name, _)| format!("Authorization header requires '{name}' parameter. "))
                .collect();
        return Err(format!("{missing}Authorization={header}"));
    };
    let parts: Vec<&str> = credential.split('/').collect();
    let [access_key_id, date, region, service, terminator] = parts.as_slice() else {
        return Err(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'"
        ));
    };
    Ok(Authorization {
        access_key_id,
        scope: Scope { date, region, service, terminator },
        signed_headers: signed.split(';').collect(),
        signature,
    })
}

/// Whether the request carries the signature that this secret gives it.
pub(crate) fn verify(
    request: &Incoming,
    authorization: &Authorization<'_>,
    secret: &str,
    timestamp: &str,
    time: SystemTime,
) -> bool {
    let Some(canonical) = canonical_request(request, &authorization.signed_headers) else {
        return false;
    };
    let Scope { date, region, service, terminator } = authorization.scope;
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{timestamp}\n{date}/{region}/{service}/{terminator}\n{}",
        hex_sha256(canonical.as_bytes())
    );
    let key = generate_signing_key(secret, time, region, service);
    let (Ok(mac), Some(claimed)) =
        (Hmac::<Sha256>::new_from_slice(key.as_ref()), decode_hex(authorization.signature))
    else {
        return false;
    };
    mac.chain_update(to_sign).verify_slice(&claimed).is_ok()
}

/// `None`: the payload hash that the client states is not that of the body.
fn canonical_request(request: &Incoming, signed_headers: &[&str]) -> Option<String> {
    let headers: String =
        signed_headers.iter().map(|name| format!("{name}:{}\n", canonical_header(request, name))).collect();
    Some(format!(
        "{}\n{}\n{}\n{headers}\n{}\n{}",
        request.method,
        canonical_path(&request.path),
        canonical_query(&request.query),
        signed_headers.join(";"),
        payload_hash(request)?
    ))
}

fn payload_hash(request: &Incoming) -> Option<String> {
    let computed = hex_sha256(&request.body);
    match request.header("x-amz-content-sha256") {
        None => Some(computed),
        Some("UNSIGNED-PAYLOAD") => Some("UNSIGNED-PAYLOAD".to_owned()),
        Some(stated) => (stated == computed).then_some(computed),
    }
}

/// Values joined by commas, runs of spaces made one.
fn canonical_header(request: &Incoming, name: &str) -> String {
    let values: Vec<String> = request
        .headers
        .get_all(name)
        .iter()
        .map(|value| {
            let text = String::from_utf8_lossy(value.as_bytes());
            text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        })
        .collect();
    values.join(",")
}

/// The path as it came, normalised and encoded once more: every service but S3 encodes twice.
fn canonical_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let encoded: Vec<String> = segments.iter().map(|segment| encode(segment.as_bytes())).collect();
    let slash = if path.ends_with('/') && !encoded.is_empty() { "/" } else { "" };
    format!("/{}{slash}", encoded.join("/"))
}

fn canonical_query(query: &str) -> String {
    let recode = |text: &str| encode(&percent_decode_str(text).collect::<Vec<u8>>());
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (recode(name), recode(value))
        })
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

fn encode(bytes: &[u8]) -> String {
    percent_encode(bytes, RESERVED).to_string()
}

/// Percent-encodes all but RFC 3986's unreserved characters, as IAM does with policy documents.
pub(crate) fn percent_encode_rfc3986(text: &str) -> String {
    encode(text.as_bytes())
}

fn hex_sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_path_is_encoded_twice_and_normalised() {
        for (path, canonical) in [
            ("/", "/"),
            ("", "/"),
            ("/model/us.anthropic.claude-v1%3A0/converse", "/model/us.anthropic.claude-v1%253A0/converse"),
            ("/model/a:0/converse", "/model/a%3A0/converse"),
            ("//a/./b/../c/", "/a/c/"),
            ("/../..", "/"),
        ] {
            assert_eq!(canonical_path(path), canonical, "{path}");
        }
    }

    #[test]
    fn a_query_is_sorted_by_its_encoded_form() {
        assert_eq!(canonical_query("b=2&a=%7E%2f&a=&c"), "a=&a=~%2F&b=2&c=");
        assert_eq!(canonical_query(""), "");
    }

    #[test]
    fn an_authorization_header_is_taken_apart() {
        let header = "AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date,Signature=ab";
        let parsed = parse_authorization(header).unwrap();
        assert_eq!(parsed.scope.service, "sts");
        assert_eq!(parsed.signed_headers, ["host", "x-amz-date"]);
        for broken in [
            "",
            "Basic abc",
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=h, Signature=s",
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=s",
        ] {
            assert!(parse_authorization(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn hex_is_read_or_refused() {
        assert_eq!(decode_hex("00ffAb").unwrap(), [0, 255, 171]);
        assert!(decode_hex("0").is_none() && decode_hex("zz").is_none() && decode_hex("é").is_none());
    }
}
