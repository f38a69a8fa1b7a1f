//! Who may speak at all: each way in which a signature can be wrong has AWS's own refusal.

use crate::support::*;
use aws_credential_types::Credentials;
use aws_sigv4::sign::v4;
use std::time::{Duration, SystemTime};

pub(crate) fn other_secret(keys: &Credentials) -> Credentials {
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
        let prefix = match identity.name.as_str() {
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
        assert_ne!(identity.access_key_id, other.identity(&identity.name).unwrap().access_key_id);
        let sent_to_the_other =
            sts_of(&other, keys(identity), "us-east-1").get_caller_identity().send().await;
        assert_eq!(code(sent_to_the_other), ("InvalidClientTokenId".into(), 403), "{}", identity.name);
    }
}

/// What is done to a well-signed request, and what the query protocol and JSON answer.
struct Case {
    name: &'static str,
    spoil: Spoil,
    query: (&'static str, u16),
    json: (&'static str, u16),
    says: &'static str,
}

const CASES: &[Case] = &[
    Case::missing("no signature", |raw, keys, to| raw.sign(to, keys).without("authorization")),
    Case::missing("another scheme", |raw, keys, to| raw.sign(to, keys).set("authorization", "Basic abc")),
    Case::missing("signature version 2", |raw, keys, to| {
        raw.sign(to, keys).set("authorization", "AWS AKIDEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=")
    }),
    Case::missing("an empty header", |raw, keys, to| raw.sign(to, keys).set("authorization", "")),
    Case::incomplete(
        "half a header",
        |raw, keys, to| raw.sign(to, keys).set("authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e"),
        "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. (Hashed with SHA-256 and encoded with Base64) Authorization=",
    ),
    Case::incomplete(
        "nothing but the algorithm",
        |raw, keys, to| raw.sign(to, keys).without("x-amz-date").set("authorization", "AWS4-HMAC-SHA256"),
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
    ),
    Case::incomplete(
        "a part without a value",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", "Credential=", "Credential "),
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '",
    ),
    Case::incomplete(
        "two signatures",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", "Signature=", "Signature=ab, Signature="),
        "'Signature' must not be given more than once.",
    ),
    Case::incomplete(
        "two headers",
        |raw, keys, to| {
            let mut raw = raw.sign(to, keys);
            let header = raw.header("authorization").to_owned();
            raw.headers.push(("authorization".into(), header));
            raw
        },
        "'Authorization' must not be given more than once.",
    ),
    Case::incomplete(
        "signature version 4A",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", "HMAC-SHA256", "ECDSA-P256-SHA256"),
        "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
    ),
    Case::incomplete(
        "another hash",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", "HMAC-SHA256", "HMAC-SHA512"),
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.",
    ),
    Case::incomplete(
        "a scope of four parts",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", "/us-east-1/", "/"),
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '",
    ),
    Case::incomplete(
        "no date",
        |raw, keys, to| raw.sign(to, keys).without("x-amz-date"),
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    ),
    Case::incomplete(
        "a date that is none",
        |raw, keys, to| raw.sign(to, keys).set("x-amz-date", "2026-11-22"),
        "Date must be in ISO-8601 'basic format'. Got '2026-11-22'. See http://en.wikipedia.org/wiki/ISO_8601",
    ),
    Case::unknown("unknown key", |raw, keys, to| {
        raw.sign(to, &Credentials::new("AKIAAAAAAAAAAAAAAAAA", keys.secret_access_key(), None, None, "t"))
    }),
    Case::unknown("a token where none belongs", |raw, keys, to| {
        let (id, secret) = (keys.access_key_id(), keys.secret_access_key());
        raw.sign(to, &Credentials::new(id, secret, Some("abc".into()), None, "t"))
    }),
    Case::mismatch("wrong secret", |raw, keys, to| raw.sign(to, &other_secret(keys)), CALCULATED),
    Case::mismatch(
        "altered body",
        |raw, keys, to| {
            let mut raw = raw.sign(to, keys);
            raw.body.push(b' ');
            raw
        },
        CALCULATED,
    ),
    Case::mismatch(
        "altered query",
        |raw, keys, to| {
            let mut raw = raw.sign(to, keys);
            raw.path.push_str("?note=1");
            raw
        },
        CALCULATED,
    ),
    Case::mismatch(
        "altered method",
        |raw, keys, to| {
            let mut raw = raw.sign(to, keys);
            raw.method = "PUT";
            raw
        },
        CALCULATED,
    ),
    Case::mismatch(
        "altered signature",
        |raw, keys, to| {
            let mut raw = raw.sign(to, keys);
            let header = raw.header("authorization").to_owned();
            let other = if header.ends_with('0') { "1" } else { "0" };
            raw = raw.set("authorization", &format!("{}{other}", &header[..header.len() - 1]));
            raw
        },
        CALCULATED,
    ),
    Case::mismatch(
        "a signature of no length",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", "Signature=", "Signature=00"),
        CALCULATED,
    ),
    Case::mismatch(
        "altered signed header",
        |raw, keys, to| raw.set("x-amz-thing", "a").sign(to, keys).set("x-amz-thing", "b"),
        CALCULATED,
    ),
    Case::mismatch(
        "a signed header that is not there",
        |raw, keys, to| raw.set("x-thing", "").sign(to, keys).without("x-thing"),
        CALCULATED,
    ),
    Case::mismatch(
        "an unsigned payload",
        |raw, keys, to| raw.set("x-amz-content-sha256", "UNSIGNED-PAYLOAD").sign_unsigned_payload(to, keys),
        CALCULATED,
    ),
    Case::mismatch(
        "a payload in signed chunks",
        |raw, keys, to| {
            raw.set("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
                .set("content-encoding", "aws-chunked")
                .sign(to, keys)
        },
        CALCULATED,
    ),
    Case::mismatch(
        "host not signed",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", "host;", ""),
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ),
    Case::mismatch(
        "date not signed",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", ";x-amz-date", ""),
        "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.",
    ),
    Case::mismatch(
        "a header of AWS's own not signed",
        |raw, keys, to| raw.sign(to, keys).set("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        "'X-Amz-Content-Sha256' must be a 'SignedHeader' in the AWS Authorization.",
    ),
    Case::mismatch(
        "twenty minutes old",
        |raw, keys, to| raw.aged(1200).sign(to, keys),
        "Signature expired: ",
    ),
    Case::mismatch(
        "twenty minutes early",
        |mut raw, keys, to| {
            raw.time = SystemTime::now() + Duration::from_secs(1200);
            raw.sign(to, keys)
        },
        "Signature not yet current: ",
    ),
    Case::mismatch(
        "scope of another service",
        |mut raw, keys, to| {
            raw.service = "s3";
            raw.sign(to, keys)
        },
        "Credential should be scoped to correct service: ",
    ),
    Case::mismatch(
        "scope of no region",
        |mut raw, keys, to| {
            raw.region = "mars-north-1";
            raw.sign(to, keys)
        },
        "Credential should be scoped to a valid region.",
    ),
    Case::mismatch(
        "scope with another end",
        |raw, keys, to| raw.sign(to, keys).edit("authorization", "aws4_request", "aws5_request"),
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
    ),
    Case::mismatch(
        "scope of another day",
        |raw, keys, to| {
            let raw = raw.sign(to, keys);
            let day = raw.header("x-amz-date")[..8].to_owned();
            raw.edit("authorization", &format!("/{day}/"), "/20200101/")
        },
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20200101' != '",
    ),
    Case::mismatch(
        "signed twice, by header and by query",
        |mut raw, keys, to| {
            raw.path.push_str("?X-Amz-Algorithm=AWS4-HMAC-SHA256");
            raw.sign(to, keys)
        },
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    ),
];

pub(crate) const CALCULATED: &str = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

type Spoil = fn(Raw, &Credentials, std::net::SocketAddr) -> Raw;

impl Case {
    const fn missing(name: &'static str, spoil: Spoil) -> Case {
        let (query, json) = ("MissingAuthenticationToken", "MissingAuthenticationTokenException");
        Case { name, spoil, query: (query, 403), json: (json, 403), says: "issing Authentication Token" }
    }

    const fn incomplete(name: &'static str, spoil: Spoil, says: &'static str) -> Case {
        let (query, json) = ("IncompleteSignature", "IncompleteSignatureException");
        Case { name, spoil, query: (query, 400), json: (json, 400), says }
    }

    const fn unknown(name: &'static str, spoil: Spoil) -> Case {
        let says = "The security token included in the request is invalid.";
        let (query, json) = ("InvalidClientTokenId", "UnrecognizedClientException");
        Case { name, spoil, query: (query, 403), json: (json, 403), says }
    }

    const fn mismatch(name: &'static str, spoil: Spoil, says: &'static str) -> Case {
        let (query, json) = ("SignatureDoesNotMatch", "InvalidSignatureException");
        Case { name, spoil, query: (query, 403), json: (json, 403), says }
    }
}

#[tokio::test]
async fn each_wrong_signature_has_its_refusal() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    for case in CASES {
        for (raw, (code, status), json) in [
            (Raw::get_caller_identity(), case.query, false),
            (Raw::rest("GET", "/foundation-models", ""), case.json, true),
            (Raw::json("LookupEvents", "{}"), (case.json.0, 400), true),
        ] {
            let answer = (case.spoil)(raw, &keys, to).send(to).await;
            assert_eq!(answer.status, status, "{}: {answer:?}", case.name);
            if json {
                let in_body = format!("\"__type\":\"{code}\"");
                let in_head = format!("x-amzn-errortype: {code}\r\n");
                assert!(
                    answer.head.contains(&in_head) || answer.body.contains(&in_body),
                    "{}: {answer:?}",
                    case.name
                );
            } else {
                assert!(answer.body.contains(&format!("<Code>{code}</Code>")), "{}: {answer:?}", case.name);
            }
            let plain = answer.plain();
            assert!(plain.contains(case.says), "{}: {answer:?}", case.name);
        }
    }
}

/// What is signed with a `Date` header has no `X-Amz-Date`. No signer at hand does that any more, so
/// it is done by the book.
#[tokio::test]
async fn a_date_header_stands_for_that_of_aws() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let now = aws_smithy_types::DateTime::from(SystemTime::now());
    let iso = now.fmt(aws_smithy_types::date_time::Format::DateTime).unwrap();
    let compact: String = iso[..19].chars().filter(|c| !"-:".contains(*c)).chain(['Z']).collect();
    let http = now.fmt(aws_smithy_types::date_time::Format::HttpDate).unwrap();
    let day = &compact[..8];
    let hash = |text: &[u8]| {
        use sha2::Digest;
        sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    for date in [compact.as_str(), http.as_str()] {
        let raw = Raw::get_caller_identity().set("date", date).set("host", &to.to_string());
        let canonical = format!("POST\n/\n\ndate:{date}\nhost:{to}\n\ndate;host\n{}", hash(&raw.body));
        let scope = format!("{day}/us-east-1/sts/aws4_request");
        let to_sign = format!("AWS4-HMAC-SHA256\n{compact}\n{scope}\n{}", hash(canonical.as_bytes()));
        let key = v4::generate_signing_key(keys.secret_access_key(), SystemTime::now(), "us-east-1", "sts");
        let signature = v4::calculate_signature(key, to_sign.as_bytes());
        let id = keys.access_key_id();
        let header = format!(
            "AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders=date;host, Signature={signature}"
        );
        let answer = raw.clone().set("authorization", &header).send(to).await;
        assert_eq!(answer.status, 200, "{date}: {answer:?}");
        let other = raw.set("authorization", &header).set("date", "Sun, 22 Nov 2020 15:04:05 GMT");
        assert_eq!(other.send(to).await.status, 403, "another date");
    }
}

#[tokio::test]
async fn an_api_key_of_bedrock_is_refused_in_its_own_words() {
    let sandbox = start().await;
    for (key, says) in [
        ("abc", "Invalid API Key format: Must start with pre-defined prefix"),
        ("bedrock-api-key-abc", "Authentication failed: Please make sure your API Key is valid."),
        ("ABSKabc", "Authentication failed: Please make sure your API Key is valid."),
    ] {
        let raw = Raw::rest("GET", "/foundation-models", "")
            .set("host", &sandbox.address().to_string())
            .set("authorization", &format!("Bearer {key}"));
        let answer = raw.send(sandbox.address()).await;
        assert!(answer.status == 403 && answer.body.contains(says), "{answer:?}");
        assert!(answer.head.contains("x-amzn-errortype: AccessDeniedException"), "{answer:?}");
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
    let mut split = Raw::query("Version=2011-06-15");
    split.path = "/?Action=GetCallerIdentity".into();
    let untyped = Raw::get_caller_identity().without("content-type");
    for raw in [Raw::get_caller_identity(), get, spaced, split, untyped] {
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

    sandbox.advance(Duration::from_secs(3500));
    assert_eq!(Raw::get_caller_identity().sign(to, &whole).send(to).await.status, 200);
    sandbox.advance(Duration::from_secs(101));
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
        (
            "Action=GetCallerIdentity&Version=2011-06-15&Action=GetCallerIdentity",
            "MalformedInput",
            "The parameter Action is given more than once.",
        ),
        (
            "Action=GetCallerIdentity&Version=2011-06-15&a=%zz",
            "MalformedQueryString",
            "Illegal hex character in escape % pattern: %zz",
        ),
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
    let answer = Raw::json("GetMoon", "{}").sign(to, &keys).send(to).await;
    assert!(answer.status == 400 && answer.body == r#"{"__type":"UnknownOperationException"}"#, "{answer:?}");
    assert!(answer.head.contains("content-type: application/x-amz-json-1.1"), "{answer:?}");

    let twice = || {
        let mut raw = Raw::get_caller_identity();
        raw.path = "/?Action=AssumeRole".into();
        raw
    };
    let json = || Raw::get_caller_identity().set("content-type", "application/json");
    let put = || Raw { method: "PUT", ..Raw::get_caller_identity() };
    for (raw, status, code) in
        [(twice(), 400, "MalformedInput"), (json(), 400, "MissingAction"), (put(), 405, "MethodNotAllowed")]
    {
        let answer = raw.sign(to, &keys).send(to).await;
        assert!(answer.status == status && answer.body.contains(code), "{answer:?}");
    }
}
