//! URLs that carry their own signature: what passes, and how each way to be wrong is refused.

use crate::authentication::{CALCULATED, other_secret};
use crate::support::*;
use aws_credential_types::Credentials;

/// A presigned GetCallerIdentity, as boto3's `generate_presigned_url` and EKS's tokens are.
fn url() -> Raw {
    let mut raw = Raw::get_caller_identity();
    raw.method = "GET";
    raw.path = "/?Action=GetCallerIdentity&Version=2011-06-15".into();
    raw.headers.clear();
    raw.body.clear();
    raw
}

#[tokio::test]
async fn a_presigned_url_passes() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let sso = seeded(&sandbox, "sso");
    let with_cluster = || url().set("x-k8s-aws-id", "cluster");
    for (name, raw, arn) in [
        ("a URL", url().presign(to, &keys, 3600), "user/admin"),
        ("with a session token", url().presign(to, &sso, 60), "assumed-role/"),
        ("an EKS token", with_cluster().presign(to, &keys, 60), "user/admin"),
        ("ten minutes old", url().aged(600).presign(to, &keys, 900), "user/admin"),
    ] {
        let answer = raw.send(to).await;
        assert!(answer.status == 200 && answer.body.contains(arn), "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn each_wrong_url_has_its_refusal() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let sso = seeded(&sandbox, "sso");
    let stranger = Credentials::new("AKIAAAAAAAAAAAAAAAAA", keys.secret_access_key(), None, None, "t");
    let day = url().sign(to, &keys).header("x-amz-date")[..8].to_owned();
    let good = || url().presign(to, &keys, 900);
    let without = |name: &str| {
        let mut raw = good();
        let kept: Vec<&str> = raw.path.split('&').filter(|pair| !pair.contains(name)).collect();
        raw.path = kept.join("&");
        raw
    };
    let incomplete = ("IncompleteSignature", 400);
    let mismatch = ("SignatureDoesNotMatch", 403);
    let unknown = ("InvalidClientTokenId", 403);
    let missing = "AWS query-string parameters must include";
    for (raw, (code, status), says) in [
        (
            without("X-Amz-Algorithm"),
            ("MissingAuthenticationToken", 403),
            "Request is missing Authentication Token",
        ),
        (
            without("X-Amz-Credential"),
            incomplete,
            "must include 'X-Amz-Credential'. Re-examine the query-string parameters.",
        ),
        (without("X-Amz-Signature"), incomplete, "must include 'X-Amz-Signature'. Re-examine"),
        (without("X-Amz-SignedHeaders"), incomplete, missing),
        (without("X-Amz-Date"), incomplete, missing),
        (
            url().edit_path("&Version", "&X-Amz-Algorithm=&Version").set("host", &to.to_string()),
            incomplete,
            "must include 'X-Amz-Algorithm'. AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine",
        ),
        (
            good().edit_path("HMAC%2DSHA256", "ECDSA%2DP256%2DSHA256"),
            incomplete,
            "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
        ),
        (
            good().edit_path(&format!("X-Amz-Date={day}"), "X-Amz-Date=20"),
            incomplete,
            "Date must be in ISO-8601 'basic format'. Got '20T",
        ),
        (
            good().edit_path("X-Amz-Expires=900", "X-Amz-Expires=0"),
            incomplete,
            "X-Amz-Expires must be non-negative",
        ),
        (
            good().edit_path("X-Amz-Expires=900", "X-Amz-Expires=-5"),
            incomplete,
            "X-Amz-Expires must be non-negative",
        ),
        (
            good().edit_path("X-Amz-Expires=900", "X-Amz-Expires=ten"),
            incomplete,
            "X-Amz-Expires should be a number",
        ),
        (
            url().presign(to, &keys, 604_801),
            incomplete,
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        ),
        (
            good().edit_path("X-Amz-Expires=900", "X-Amz-Expires=900&X-Amz-Expires=900"),
            incomplete,
            "'X-Amz-Expires' must not be given more than once.",
        ),
        (
            good().edit_path("X-Amz-Signature=", "X-Amz-Signature=00&X-Amz-Signature="),
            incomplete,
            "'X-Amz-Signature' must not be given more than once.",
        ),
        (good().edit_path("X-Amz-Expires=900", "X-Amz-Expires=800"), mismatch, CALCULATED),
        (good().edit_path("GetCallerIdentity", "GetSessionToken"), mismatch, CALCULATED),
        (good().edit_path("/?", "/x/../y?"), mismatch, CALCULATED),
        (
            url().set("x-k8s-aws-id", "a").presign(to, &keys, 60).set("x-k8s-aws-id", "b"),
            mismatch,
            CALCULATED,
        ),
        (url().set("x-k8s-aws-id", "a").presign(to, &keys, 60).without("x-k8s-aws-id"), mismatch, CALCULATED),
        (url().presign(to, &other_secret(&keys), 60), mismatch, CALCULATED),
        (
            good().set("x-amz-note", "a"),
            mismatch,
            "'X-Amz-Note' must be a 'SignedHeader' in the AWS Authorization.",
        ),
        (
            good().edit_path("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=date"),
            mismatch,
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        ),
        (
            good().edit_path("us%2Deast%2D1", "mars"),
            mismatch,
            "Credential should be scoped to a valid region. ",
        ),
        (
            good().edit_path("%2Fsts%2F", "%2Fiam%2F"),
            mismatch,
            "Credential should be scoped to correct service: 'sts'. ",
        ),
        (good().set("authorization", "AWS4-HMAC-SHA256 Credential=a"), mismatch, "Found both"),
        (url().aged(120).presign(to, &keys, 60), mismatch, "Signature expired: "),
        (url().aged(1200).presign(to, &keys, 3600), mismatch, " - 15 min.)"),
        (url().presign(to, &stranger, 60), unknown, "The security token included in the request is invalid."),
        (
            url().presign(to, &sso, 60).edit_path("X-Amz-Security-Token=", "X-Amz-Security-Token=A"),
            unknown,
            "is invalid.",
        ),
        (
            url().presign(to, &sso, 60).set("x-amz-security-token", "abc"),
            incomplete,
            "'X-Amz-Security-Token' must not be given more than once.",
        ),
    ] {
        let answer = raw.send(to).await;
        assert_eq!(answer.status, status, "{}: {answer:?}", raw.path);
        let told = answer.body.contains(&format!("<Code>{code}</Code>")) || answer.head.contains(code);
        let plain = answer.plain();
        assert!(told && plain.contains(says), "{}: {answer:?}", raw.path);
    }
}
