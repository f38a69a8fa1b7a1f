//! Who may speak at all: each way in which a signature can be wrong has AWS's own refusal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use aws_credential_types::Credentials;
use std::time::{Duration, SystemTime};
use support::*;

fn other_secret(keys: &Credentials) -> Credentials {
    Credentials::new(keys.access_key_id(), "x".repeat(40), None, None, "test")
}

#[tokio::test]
async fn every_seeded_caller_is_who_it_says() {
    let sandbox = start().await;
    for identity in sandbox.identities() {
        let answer =
            sts_of(&sandbox, keys(identity), "us-east-1").get_caller_identity().send().await.unwrap();
        assert_eq!(answer.arn(), Some(identity.arn.as_str()), "{}", identity.name);
        let account = identity.arn.split(':').nth(4);
        assert_eq!(answer.account(), account, "{}", identity.name);
        let prefix = match identity.name {
            "root" => CUSTOMER,
            "sso" => "AROA",
            _ => "AIDA",
        };
        assert!(answer.user_id().unwrap().starts_with(prefix), "{answer:?}");
    }
}

#[tokio::test]
async fn keys_have_the_forms_of_aws_and_differ_between_sandboxes() {
    let (one, other) = (start().await, start().await);
    for identity in one.identities() {
        let prefix = if identity.session_token.is_some() { "ASIA" } else { "AKIA" };
        assert!(identity.access_key_id.starts_with(prefix) && identity.access_key_id.len() == 20);
        assert_eq!(identity.secret_access_key.len(), 40);
        assert_ne!(identity.access_key_id, other.identity(identity.name).unwrap().access_key_id);
        let sent_to_the_other =
            sts_of(&other, keys(identity), "us-east-1").get_caller_identity().send().await;
        assert_eq!(code(sent_to_the_other), ("InvalidClientTokenId".into(), 403), "{}", identity.name);
    }
}

/// What is done to a well-signed request, and what the query protocol and JSON answer.
struct Case {
    name: &'static str,
    spoil: fn(Raw, &Credentials, std::net::SocketAddr) -> Raw,
    query: (&'static str, u16),
    json: (&'static str, u16),
    says: &'static str,
}

const CASES: &[Case] = &[
    Case {
        name: "no signature",
        spoil: |raw, keys, to| raw.sign(to, keys).without("authorization"),
        query: ("MissingAuthenticationToken", 403),
        json: ("MissingAuthenticationTokenException", 403),
        says: "Missing Authentication Token|Request is missing Authentication Token",
    },
    Case {
        name: "another scheme",
        spoil: |raw, keys, to| raw.sign(to, keys).set("authorization", "Bearer abc"),
        query: ("IncompleteSignature", 400),
        json: ("IncompleteSignatureException", 400),
        says: "Unsupported authorization header",
    },
    Case {
        name: "half a header",
        spoil: |raw, keys, to| {
            raw.sign(to, keys).set("authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e")
        },
        query: ("IncompleteSignature", 400),
        json: ("IncompleteSignatureException", 400),
        says: "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
    },
    Case {
        name: "no date",
        spoil: |raw, keys, to| raw.sign(to, keys).without("x-amz-date"),
        query: ("IncompleteSignature", 400),
        json: ("IncompleteSignatureException", 400),
        says: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    },
    Case {
        name: "unknown key",
        spoil: |raw, keys, to| {
            raw.sign(to, &Credentials::new("AKIAAAAAAAAAAAAAAAAA", keys.secret_access_key(), None, None, "t"))
        },
        query: ("InvalidClientTokenId", 403),
        json: ("UnrecognizedClientException", 403),
        says: "The security token included in the request is invalid.",
    },
    Case {
        name: "wrong secret",
        spoil: |raw, keys, to| raw.sign(to, &other_secret(keys)),
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
    },
    Case {
        name: "altered body",
        spoil: |raw, keys, to| {
            let mut raw = raw.sign(to, keys);
            raw.body.push(b' ');
            raw
        },
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "The request signature we calculated does not match",
    },
    Case {
        name: "altered body whose hash is stated anew",
        spoil: |raw, keys, to| raw.sign(to, keys).set("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "The request signature we calculated does not match",
    },
    Case {
        name: "altered signed header",
        spoil: |raw, keys, to| raw.set("x-amz-thing", "a").sign(to, keys).set("x-amz-thing", "b"),
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "The request signature we calculated does not match",
    },
    Case {
        name: "host not signed",
        spoil: |raw, keys, to| {
            let raw = raw.sign(to, keys);
            let header = raw.header("authorization").replace("host;", "");
            raw.set("authorization", &header)
        },
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    },
    Case {
        name: "ten minutes old",
        spoil: |mut raw, keys, to| {
            raw.time = SystemTime::now() - Duration::from_secs(600);
            raw.sign(to, keys)
        },
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "Signature expired: ",
    },
    Case {
        name: "ten minutes early",
        spoil: |mut raw, keys, to| {
            raw.time = SystemTime::now() + Duration::from_secs(600);
            raw.sign(to, keys)
        },
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "Signature not yet current: ",
    },
    Case {
        name: "scope of another service",
        spoil: |mut raw, keys, to| {
            raw.service = "s3";
            raw.sign(to, keys)
        },
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "Credential should be scoped to correct service: ",
    },
    Case {
        name: "scope of no region",
        spoil: |mut raw, keys, to| {
            raw.region = "mars-north-1";
            raw.sign(to, keys)
        },
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "Credential should be scoped to a valid region.",
    },
    Case {
        name: "scope of another day",
        spoil: |raw, keys, to| {
            let raw = raw.sign(to, keys);
            let day = raw.header("x-amz-date")[..8].to_owned();
            let header = raw.header("authorization").replace(&format!("/{day}/"), "/20200101/");
            raw.set("authorization", &header)
        },
        query: ("SignatureDoesNotMatch", 403),
        json: ("InvalidSignatureException", 403),
        says: "Date in Credential scope does not match",
    },
    Case {
        name: "a token where none belongs",
        spoil: |raw, keys, to| {
            let with = Credentials::new(
                keys.access_key_id(),
                keys.secret_access_key(),
                Some("abc".into()),
                None,
                "t",
            );
            raw.sign(to, &with)
        },
        query: ("InvalidClientTokenId", 403),
        json: ("UnrecognizedClientException", 403),
        says: "The security token included in the request is invalid.",
    },
];

#[tokio::test]
async fn each_wrong_signature_has_its_refusal() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    for case in CASES {
        for (raw, (code, status), json) in [
            (Raw::get_caller_identity(), case.query, false),
            (Raw::rest("GET", "/foundation-models", ""), case.json, true),
        ] {
            let answer = (case.spoil)(raw, &keys, to).send(to).await;
            assert_eq!(answer.status, status, "{}: {answer:?}", case.name);
            if json {
                assert!(
                    answer.head.contains(&format!("x-amzn-errortype: {code}\r\n")),
                    "{}: {answer:?}",
                    case.name
                );
            } else {
                assert!(answer.body.contains(&format!("<Code>{code}</Code>")), "{}: {answer:?}", case.name);
            }
            let plain = answer.body.replace("&apos;", "'");
            assert!(case.says.split('|').any(|says| plain.contains(says)), "{}: {answer:?}", case.name);
        }
    }
}

#[tokio::test]
async fn a_well_signed_request_passes_in_every_form() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let mut get = Raw::get_caller_identity();
    get.method = "GET";
    get.path = "/?Version=2011-06-15&Action=GetCallerIdentity&note=a%20b~%2F".into();
    get.body.clear();
    let spaced = Raw::get_caller_identity().set("x-amz-note", "  a   b ");
    for raw in [Raw::get_caller_identity(), get, spaced] {
        let answer = raw.sign(to, &keys).send(to).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.body.contains("xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\""), "{answer:?}");
        let id = answer.body.split("<RequestId>").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
        assert!(answer.head.contains(&format!("x-amzn-requestid: {id}")), "{answer:?}");
    }
}

#[tokio::test]
async fn session_keys_need_their_own_token_and_expire() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let session = assume(&sandbox).await;
    let another = assume(&sandbox).await;
    let with = |token: Option<&str>| {
        Credentials::new(
            session.access_key_id(),
            session.secret_access_key(),
            token.map(str::to_owned),
            None,
            "t",
        )
    };
    assert!(session.access_key_id().starts_with("ASIA"));
    let to = sandbox.address();
    for (name, token) in [("none", None), ("garbage", Some("abc")), ("another's", another.session_token())] {
        let answer = Raw::get_caller_identity().sign(to, &with(token)).send(to).await;
        assert!(
            answer.status == 403 && answer.body.contains("<Code>InvalidClientTokenId</Code>"),
            "{name}: {answer:?}"
        );
        let answer = Raw::rest("GET", "/foundation-models", "").sign(to, &with(token)).send(to).await;
        assert!(
            answer.status == 403 && answer.head.contains("UnrecognizedClientException"),
            "{name}: {answer:?}"
        );
    }
    let whole = with(session.session_token());
    let me = sts_of(&sandbox, whole.clone(), "us-east-1").get_caller_identity().send().await.unwrap();
    assert_eq!(me.arn(), Some("arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/test"));

    sandbox.advance(Duration::from_secs(3599));
    assert_eq!(Raw::get_caller_identity().sign(to, &whole).send(to).await.status, 200);
    sandbox.advance(Duration::from_secs(2));
    let answer = Raw::get_caller_identity().sign(to, &whole).send(to).await;
    assert!(answer.status == 403 && answer.body.contains("<Code>ExpiredToken</Code>"), "{answer:?}");
    let answer = Raw::rest("GET", "/foundation-models", "").sign(to, &whole).send(to).await;
    assert!(answer.status == 403 && answer.head.contains("ExpiredTokenException"), "{answer:?}");
}

#[tokio::test]
async fn the_keys_of_a_deleted_role_are_worth_nothing_even_if_it_comes_back() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let session = assume(&sandbox).await;
    iam(&sandbox, "admin").delete_role().role_name(ROLE).send().await.unwrap();
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let answer = sts_of(&sandbox, session, "us-east-1").get_caller_identity().send().await;
    assert_eq!(code(answer), ("InvalidClientTokenId".into(), 403));
}

#[tokio::test]
async fn an_unknown_operation_is_told_by_its_protocol() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    for (form, code, says) in [
        (
            "Action=GetMoon&Version=2011-06-15",
            "InvalidAction",
            "Could not find operation GetMoon for version 2011-06-15",
        ),
        (
            "Action=AssumeRole&Version=2010-05-08",
            "InvalidAction",
            "Could not find operation AssumeRole for version 2010-05-08",
        ),
        (
            "Action=GetCallerIdentity",
            "InvalidAction",
            "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED",
        ),
        ("Version=2011-06-15", "MissingAction", "The request must contain the parameter Action."),
    ] {
        let answer = Raw::query(form).sign(to, &keys).send(to).await;
        assert_eq!(answer.status, 400, "{answer:?}");
        assert!(answer.body.contains(&format!("<Code>{code}</Code><Message>{says}</Message>")), "{answer:?}");
    }
    for (method, path) in
        [("POST", "/foundation-models"), ("GET", "/model/x/invoke"), ("POST", "/model/x"), ("PUT", "/x")]
    {
        let answer = Raw::rest(method, path, "{}").sign(to, &keys).send(to).await;
        assert_eq!(answer.status, 404, "{method} {path}: {answer:?}");
        assert!(answer.head.contains("x-amzn-errortype: UnknownOperationException"), "{answer:?}");
    }
}
