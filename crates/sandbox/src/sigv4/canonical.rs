//! The canonical request: what both sides put a signature on.

use super::claim::{By, Claim, SIGNATURE_PARAMETER};
use super::push_hex;
use crate::wire::request::Incoming;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest, Sha256};

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `None`: a header that is signed is not there, or the payload hash that the client states is not
/// that of the body.
pub(super) fn canonical_request(request: &Incoming, claim: &Claim<'_>) -> Option<String> {
    let mut text = String::with_capacity(1024);
    text.push_str(request.method.as_str());
    text.push('\n');
    push_path(&mut text, &request.path);
    text.push('\n');
    push_query(&mut text, &request.query, claim.by == By::Query);
    text.push('\n');
    for name in &claim.signed_headers {
        push_header(&mut text, request, name)?;
    }
    text.push('\n');
    for (at, name) in claim.signed_headers.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { ";" });
        text.push_str(name);
    }
    text.push('\n');
    push_payload_hash(&mut text, request)?;
    Some(text)
}

/// The hash is always that of the body. `UNSIGNED-PAYLOAD` and the streaming forms are S3's: no
/// operation of STS, IAM, Bedrock or CloudTrail has `v4-unsigned-body` in its service model, and
/// signers of these services hash an empty body too (botocore's `SigV4Auth.payload`).
fn push_payload_hash(text: &mut String, request: &Incoming) -> Option<()> {
    let from = text.len();
    push_hex(text, &Sha256::digest(&request.body));
    let computed = text.get(from..)?;
    let stated = request.headers.get("x-amz-content-sha256");
    stated.is_none_or(|stated| stated.as_bytes() == computed.as_bytes()).then_some(())
}

/// Values joined by commas, runs of spaces made one.
fn push_header(text: &mut String, request: &Incoming, name: &str) -> Option<()> {
    text.push_str(name);
    text.push(':');
    let mut values = request.headers.get_all(name).iter().peekable();
    values.peek()?;
    for (at, value) in values.enumerate() {
        text.push_str(if at == 0 { "" } else { "," });
        let value = String::from_utf8_lossy(value.as_bytes());
        let words = value.split(' ').filter(|word| !word.is_empty());
        for (at, word) in words.enumerate() {
            text.push_str(if at == 0 { "" } else { " " });
            text.push_str(word);
        }
    }
    text.push('\n');
    Some(())
}

/// The path as it came, normalised and encoded once more: every service but S3 encodes twice.
fn push_path(text: &mut String, path: &str) {
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
    for segment in &segments {
        text.push('/');
        text.extend(percent_encode(segment.as_bytes(), RESERVED));
    }
    if segments.is_empty() || path.ends_with('/') {
        text.push('/');
    }
}

/// Sorted by the encoded form. What is signed by query is all of it but the signature.
fn push_query(text: &mut String, query: &str, without_signature: bool) {
    if query.is_empty() {
        return;
    }
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (recode(name), recode(value))
        })
        .filter(|(name, _)| !(without_signature && name == SIGNATURE_PARAMETER))
        .collect();
    pairs.sort();
    for (at, (name, value)) in pairs.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { "&" });
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
}

fn recode(text: &str) -> String {
    percent_encode(&percent_decode_str(text).collect::<Vec<u8>>(), RESERVED).to_string()
}

/// Percent-encodes all but RFC 3986's unreserved characters, as IAM does with policy documents.
pub(crate) fn percent_encode_rfc3986(text: &str) -> String {
    percent_encode(text.as_bytes(), RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> String {
        let mut text = String::new();
        push_path(&mut text, path);
        text
    }

    fn query(query: &str, by_query: bool) -> String {
        let mut text = String::new();
        push_query(&mut text, query, by_query);
        text
    }

    #[test]
    fn a_path_is_encoded_twice_and_normalised() {
        for (sent, canonical) in [
            ("/", "/"),
            ("", "/"),
            ("/model/us.anthropic.claude-v1%3A0/converse", "/model/us.anthropic.claude-v1%253A0/converse"),
            ("/model/a:0/converse", "/model/a%3A0/converse"),
            ("//a/./b/../c/", "/a/c/"),
            ("/../..", "/"),
        ] {
            assert_eq!(path(sent), canonical, "{sent}");
        }
    }

    #[test]
    fn a_query_is_sorted_by_its_encoded_form() {
        assert_eq!(query("b=2&a=%7E%2f&a=&c", false), "a=&a=~%2F&b=2&c=");
        assert_eq!(query("", false), "");
        assert_eq!(query("X-Amz-Signature=1&a=1", true), "a=1");
        assert_eq!(query("X-Amz-Signature=1&a=1", false), "X-Amz-Signature=1&a=1");
    }
}
