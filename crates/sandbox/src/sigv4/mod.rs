//! Signature Version 4, as the server checks it: what the request claims is read, the canonical
//! request is rebuilt from what came over the wire, and its signature compared in constant time.
//!
//! `aws-sigv4` signs but does not check: its request type adds headers and leaves others out by
//! rules of its own, where a server has to honour the client's `SignedHeaders`. Only the derivation
//! of the key is taken from it.
//! Rules: "Create a signed AWS API request", IAM User Guide.

mod canonical;
mod claim;
mod keys;

pub(crate) use canonical::percent_encode_rfc3986;
pub(crate) use claim::{Claim, Flaw, Scope, claimed_service};
pub(crate) use keys::SigningKeys;

use crate::clock::compact;
use crate::session::Credentials;
use crate::wire::request::Incoming;
use aws_sigv4::sign::v4::generate_signing_key;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderName, HeaderValue};
use canonical::canonical_request;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::time::SystemTime;

/// The only algorithm that is served; of AWS's others, `AWS4-ECDSA-P256-SHA256` is SigV4A.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Signs a request as a client does, for the one client that lives in here: by header, with all of its
/// headers.
pub(crate) fn sign(request: &mut Incoming, by: &Credentials, region: &str, service: &str, time: SystemTime) {
    let timestamp = compact(time);
    let own = [("x-amz-date", timestamp.as_str()), ("x-amz-security-token", &by.session_token)];
    for (name, value) in own.into_iter().filter(|(_, value)| !value.is_empty()) {
        if let Ok(value) = HeaderValue::from_str(value) {
            request.headers.insert(HeaderName::from_static(name), value);
        }
    }
    let mut names: Vec<&str> = request.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    let signed = names.join(";");
    let date = timestamp.get(..8).unwrap_or_default();
    let scope = format!("{}/{date}/{region}/{service}/aws4_request", by.access_key_id);
    let unsigned = format!("{ALGORITHM} Credential={scope}, SignedHeaders={signed}, Signature=");
    let set = |request: &mut Incoming, text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            request.headers.insert(AUTHORIZATION, value);
        }
    };
    // What the server reads from the header is what it puts the signature on.
    set(request, &format!("{unsigned}none"));
    let signature = Claim::read(request).ok().and_then(|claim| {
        let to_sign = to_sign(request, &claim, &claim.scope().ok()?)?;
        let key = generate_signing_key(&by.secret_access_key, time, region, service);
        Some(Hmac::<Sha256>::new_from_slice(key.as_ref()).ok()?.chain_update(to_sign).finalize().into_bytes())
    });
    let mut signature_hex = String::new();
    push_hex(&mut signature_hex, &signature.unwrap_or_default());
    set(request, &format!("{unsigned}{signature_hex}"));
}

/// The string to sign; `None`: the request is not what it claims.
fn to_sign(request: &Incoming, claim: &Claim<'_>, scope: &Scope<'_>) -> Option<String> {
    let canonical = canonical_request(request, claim)?;
    let Scope { date, region, service, terminator, .. } = scope;
    let mut to_sign = format!("{ALGORITHM}\n{}\n{date}/{region}/{service}/{terminator}\n", claim.timestamp);
    push_hex(&mut to_sign, &Sha256::digest(canonical.as_bytes()));
    Some(to_sign)
}

/// Whether the request carries the signature that this secret gives it.
pub(crate) fn verify(
    request: &Incoming,
    claim: &Claim<'_>,
    scope: &Scope<'_>,
    secret: &str,
    keys: &SigningKeys,
) -> bool {
    let Some(to_sign) = to_sign(request, claim, scope) else {
        return false;
    };
    let key = keys.get(scope, secret, claim.time);
    let (Ok(mac), Some(claimed)) =
        (Hmac::<Sha256>::new_from_slice(&key), decode_hex(claim.signature.as_bytes()))
    else {
        return false;
    };
    mac.chain_update(to_sign).verify_slice(&claimed).is_ok()
}

fn push_hex(to: &mut String, bytes: &[u8]) {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    for byte in bytes {
        to.push(digit(byte >> 4));
        to.push(digit(byte & 15));
    }
}

/// A signature's 32 bytes.
fn decode_hex(text: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, []) = text.as_chunks::<2>() else {
        return None;
    };
    let mut bytes = [0; 32];
    if pairs.len() != bytes.len() {
        return None;
    }
    for (to, [high, low]) in bytes.iter_mut().zip(pairs) {
        *to = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use axum::body::Bytes;
    use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
    use serde_json::Value;
    use std::net::{IpAddr, Ipv4Addr};

    #[test]
    fn hex_is_read_or_refused() {
        let text = "00ffAb".repeat(11);
        assert_eq!(decode_hex(text.as_bytes().get(..64).unwrap()).unwrap()[..3], [0, 255, 171]);
        let long = "é".repeat(32);
        for bad in ["", "0", &text, text.get(..63).unwrap(), text.get(..62).unwrap(), &"z".repeat(64), &long]
        {
            assert_eq!(decode_hex(bad.as_bytes()), None, "{bad}");
        }
    }

    /// A request as the suite writes it: `Name:value` lines, then a blank line and the body.
    fn read(text: &str) -> Incoming {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let (method, rest) = lines.next().unwrap().split_once(' ').unwrap();
        let (path, query) = rest
            .rsplit_once(" HTTP/")
            .unwrap()
            .0
            .split_once('?')
            .unwrap_or((rest.rsplit_once(" HTTP/").unwrap().0, ""));
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(':').unwrap();
            let name = HeaderName::from_bytes(name.to_ascii_lowercase().as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_bytes(value.trim().as_bytes()).unwrap());
        }
        Incoming {
            method: Method::from_bytes(method.as_bytes()).unwrap(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: Bytes::copy_from_slice(body.as_bytes()),
            peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        }
    }

    /// AWS's own vectors, by header and by query. Left out are those for S3 (paths as they are), the
    /// folded header, which HTTP no longer has, and the token added after signing, which is of IoT.
    #[test]
    fn the_official_test_suite_holds() {
        let suite: Value = serde_json::from_str(include_str!("suite.json")).unwrap();
        let secret = suite["secret"].as_str().unwrap();
        let keys = SigningKeys::default();
        let mut seen = 0;
        for case in suite["cases"].as_array().unwrap() {
            let name = case["name"].as_str().unwrap();
            for by in ["header", "query"] {
                let request = read(case[by].as_str().unwrap());
                let claim = Claim::read(&request).unwrap_or_else(|flaw| panic!("{name}: {flaw:?}"));
                let scope = claim.scope().unwrap();
                assert_eq!(claim.timestamp, "20150830T123600Z", "{name}");
                assert!(verify(&request, &claim, &scope, secret, &keys), "{name} by {by}");
                assert!(!verify(&request, &claim, &scope, "another", &keys), "{name} by {by}");
                let mut altered = read(case[by].as_str().unwrap());
                altered.path.push('x');
                let claim = Claim::read(&altered).unwrap();
                assert!(!verify(&altered, &claim, &scope, secret, &keys), "{name} by {by}, altered");
                seen += 1;
            }
        }
        assert_eq!(seen, 2 * 29);
    }
}
