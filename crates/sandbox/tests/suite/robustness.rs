//! Whatever comes in, an answer goes out and the next request is served.

use crate::support::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sandbox::{Options, Sandbox, StartError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn still_answers(sandbox: &Sandbox) {
    let answer = sts(sandbox, "admin").get_caller_identity().send().await;
    assert!(answer.is_ok(), "{answer:?}");
}

#[tokio::test]
async fn a_taken_port_is_told() {
    let holder = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = holder.local_addr().unwrap().port();
    let refused = Sandbox::start(Options { port, ..Options::default() }).await.err().unwrap();
    assert!(matches!(refused, StartError::PortInUse { port: taken } if taken == port), "{refused}");
    assert_eq!(refused.to_string(), format!("port {port} is in use"));
}

#[tokio::test]
async fn it_listens_on_loopback_and_ends_when_told_or_dropped() {
    let sandbox = start().await;
    let address = sandbox.address();
    assert!(address.ip().is_loopback());
    assert_eq!(sandbox.endpoint(), format!("http://127.0.0.1:{}", address.port()));
    still_answers(&sandbox).await;
    // A client in the middle of its request does not hold the end up.
    let mut halfway = TcpStream::connect(address).await.unwrap();
    halfway.write_all(b"POST / HTTP/1.1\r\nhost: ").await.unwrap();
    sandbox.shutdown().await;
    assert!(TcpStream::connect(address).await.is_err(), "closed");

    let again = Sandbox::start(Options { port: address.port(), ..Options::default() }).await.unwrap();
    drop(again);
    let refused = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), refused).await.expect("dropped means closed");
}

#[tokio::test]
async fn only_its_own_names_are_served() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let port = to.port();
    let signed = Raw::get_caller_identity().sign(to, &keys);
    let mut refused = vec![
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
    ];
    refused.extend([
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".into(),
        format!("localhost@evil.example:{port}"),
        format!("evil@localhost:{port}"),
        String::new(),
    ]);
    for host in refused {
        let answer = signed.clone().set("host", &host).send(to).await;
        assert!(matches!(answer.status, 400 | 403), "{host}: {answer:?}");
        assert!(!answer.body.contains("Account"), "{host}: {answer:?}");
    }
    let without = signed.clone().without("host").send(to).await;
    assert!(matches!(without.status, 400 | 403), "{without:?}");
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let mut keyed = Raw::get_caller_identity();
        keyed.headers.push(("host".into(), format!("{host}:{port}")));
        let answer = keyed.send(to).await;
        assert!(answer.body.contains("MissingAuthenticationToken"), "{host} is served: {answer:?}");
    }
    let absolute =
        format!("GET http://evil.example/ HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n");
    assert_eq!(send_bytes(to, absolute.as_bytes()).await.status, 403);
    still_answers(&sandbox).await;
}

/// What HTTP allows and clients of AWS do not send: answered or closed, never acted on.
#[tokio::test]
async fn the_odd_corners_of_http_are_answered() {
    let sandbox = start().await;
    let to = sandbox.address();
    let keys = seeded(&sandbox, "admin");
    let get = || Raw { method: "GET", ..Raw::query("") };
    for (what, request, expected) in [
        ("HTTP/1.0", "GET / HTTP/1.0\r\nhost: HOST\r\n\r\n", &[403][..]),
        ("HTTP/1.0 without a host", "GET / HTTP/1.0\r\n\r\n", &[403]),
        ("HTTP/3", "GET / HTTP/3.0\r\nhost: HOST\r\n\r\n", &[400, 0]),
        ("HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &[400, 505, 0]),
        ("no version", "GET /\r\n\r\n", &[400, 0]),
        ("HEAD", "HEAD / HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n", &[403]),
        ("OPTIONS", "OPTIONS * HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n", &[403]),
        ("TRACE", "TRACE / HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n", &[403]),
        (
            "CONNECT to another",
            "CONNECT evil.example:443 HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n",
            &[403],
        ),
        ("CONNECT to us", "CONNECT HOST HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n", &[403]),
        ("our whole address", "GET http://HOST/ HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n", &[403]),
        (
            "two lengths",
            "POST / HTTP/1.1\r\nhost: HOST\r\ncontent-length: 1\r\ncontent-length: 2\r\nconnection: close\r\n\r\nab",
            &[400, 0],
        ),
        (
            "no length",
            "POST / HTTP/1.1\r\nhost: HOST\r\ncontent-length: x\r\nconnection: close\r\n\r\n",
            &[400, 0],
        ),
        (
            "chunks of no size",
            "POST / HTTP/1.1\r\nhost: HOST\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\nzz\r\n",
            &[400, 413, 0],
        ),
        (
            "a chunk without end",
            "POST / HTTP/1.1\r\nhost: HOST\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\nfffffffffffffffff\r\n",
            &[400, 413, 0],
        ),
        (
            "bad escapes",
            "GET /%zz%/?%=%2&%zz HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n",
            &[400, 403],
        ),
        (
            "a folded header",
            "GET / HTTP/1.1\r\nhost: HOST\r\na: b\r\n c\r\nconnection: close\r\n\r\n",
            &[400, 403, 0],
        ),
        ("two hosts", "GET / HTTP/1.1\r\nhost: HOST\r\nhost: HOST\r\nconnection: close\r\n\r\n", &[403]),
    ] {
        let answer = send_bytes(to, request.replace("HOST", &to.to_string()).as_bytes()).await;
        assert!(expected.contains(&answer.status), "{what}: {answer:?}");
        assert!(!answer.head.to_lowercase().contains("access-control-"), "{what}: {answer:?}");
    }
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let answer = Raw::get_caller_identity().sign(to, &keys).set(name, value).send(to).await;
        let refused = answer.status == 403 && answer.body == "requests of web pages are not served\n";
        assert!(refused && !answer.head.contains("access-control-"), "{name}: {answer:?}");
    }
    // What is signed for one path is not good for another that looks the same.
    let answer = get().sign(to, &keys).edit_path("/", "/%2f").send(to).await;
    assert_eq!(answer.status, 403, "{answer:?}");
    // A body that waits to be asked for is asked for.
    let expecting = Raw::get_caller_identity().sign(to, &keys).set("expect", "100-continue");
    let answer = expecting.send(to).await;
    assert!(answer.head.starts_with("HTTP/1.1 100") && answer.body.contains("user/admin"), "{answer:?}");
    still_answers(&sandbox).await;
}

/// Requests one behind the other on one connection are answered in their order.
#[tokio::test]
async fn a_connection_is_used_again() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let body = "Action=GetCallerIdentity&Version=2011-06-15";
    let signed = Raw::query(body).sign(to, &keys);
    let mut request = "POST / HTTP/1.1\r\n".to_owned();
    for (name, value) in &signed.headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
    let mut stream = TcpStream::connect(to).await.unwrap();
    let last = request.replacen("\r\n", "\r\nconnection: close\r\n", 1);
    stream.write_all(format!("{request}{request}{last}").as_bytes()).await.unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).await.unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 3, "{answers}");
}

#[tokio::test]
async fn a_body_without_measure_is_refused() {
    let sandbox = start().await;
    let to = sandbox.address();
    let head =
        format!("POST / HTTP/1.1\r\nhost: {to}\r\ncontent-length: 99999999999\r\nconnection: close\r\n\r\n");
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // The server may close while there is still something to send: what it said counts.
    let chunk = vec![b'a'; 64 * 1024];
    for _ in 0..100 {
        if stream.write_all(&chunk).await.is_err() {
            break;
        }
    }
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    still_answers(&sandbox).await;
}

#[tokio::test]
async fn deep_json_does_not_break_it() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let deep = "[".repeat(200_000);
    for path in ["/model/amazon.nova-micro-v1%3A0/converse", "/model/amazon.titan-embed-text-v2%3A0/invoke"] {
        let answer = Raw::rest("POST", path, &deep).sign(to, &keys).send(to).await;
        assert_eq!(answer.status, 400, "{answer:?}");
    }
    let form = format!(
        "Action=CreateRole&Version=2010-05-08&RoleName=x&AssumeRolePolicyDocument={}",
        "[".repeat(100_000)
    );
    let answer = Raw::query(&form).sign(to, &keys).send(to).await;
    assert!(answer.status == 400 && answer.body.contains("MalformedPolicyDocument"), "{answer:?}");
    still_answers(&sandbox).await;
}

/// Runs `send` on many generated values, then checks that the sandbox is well.
fn fuzz<S: Strategy>(values: S, send: impl AsyncFn(&Sandbox, S::Value))
where
    S::Value: Clone,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let sandbox = runtime.block_on(start());
    let config = Config { cases: 200, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&values, |value| {
        runtime.block_on(async {
            send(&sandbox, value).await;
        });
        Ok(())
    });
    outcome.unwrap();
    runtime.block_on(still_answers(&sandbox));
}

/// Sends and reads to the end, if there is one: the client closes its side first.
async fn throw(sandbox: &Sandbox, bytes: &[u8]) {
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    // A server that has had enough resets the connection: that is an answer too.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

#[test]
fn arbitrary_bytes_never_end_it() {
    fuzz(proptest::collection::vec(any::<u8>(), 0..2000), async |sandbox, bytes| {
        throw(sandbox, &bytes).await
    });
}

#[test]
fn arbitrary_http_never_ends_it() {
    let header = (r"[a-zA-Z-]{1,20}", r"[ -~]{0,60}");
    let parts =
        (r"(GET|POST|PUT|[A-Z]{1,9})", r"/[!-~]{0,60}", proptest::collection::vec(header, 0..8), ".{0,300}");
    fuzz(parts, async |sandbox, (method, path, headers, body)| {
        let mut text =
            format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", sandbox.address());
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        throw(sandbox, text.as_bytes()).await;
    });
}

#[test]
fn arbitrary_signed_parameters_are_answered_as_aws_would() {
    let operation = prop::sample::select(vec![
        "AssumeRole&Version=2011-06-15",
        "GetCallerIdentity&Version=2011-06-15",
        "CreateRole&Version=2010-05-08",
        "GetRole&Version=2010-05-08",
        "UpdateRole&Version=2010-05-08",
        "UpdateAssumeRolePolicy&Version=2010-05-08",
        "PutRolePolicy&Version=2010-05-08",
        "TagRole&Version=2010-05-08",
        "UntagRole&Version=2010-05-08",
        "ListRoles&Version=2010-05-08",
        "DeleteRole&Version=2010-05-08",
        "ListRoleTags&Version=2010-05-08",
    ]);
    let name = prop::sample::select(vec![
        "RoleArn",
        "RoleName",
        "RoleSessionName",
        "Policy",
        "PolicyDocument",
        "AssumeRolePolicyDocument",
        "Path",
        "DurationSeconds",
        "MaxSessionDuration",
        "ExternalId",
        "Tags.member.1.Key",
        "Tags.member.x",
        "TagKeys.member.1",
        "MaxItems",
        "Marker",
        "PolicyName",
        "Description",
        "Tags.member.99999999999999999999.Key",
    ]);
    let value = prop_oneof![".{0,80}", "[0-9-]{1,25}", Just(trust(GATEWAY_ARN)), "[a-z]{1,9}"];
    let form = (operation, proptest::collection::vec((name, value), 0..6));
    fuzz(form, async |sandbox, (operation, pairs)| {
        let mut form = format!("Action={operation}");
        for (name, value) in &pairs {
            let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            form.push_str(&format!("&{name}={value}"));
        }
        let to = sandbox.address();
        let answer = Raw::query(&form).sign(to, &seeded(sandbox, "admin")).send(to).await;
        assert!(matches!(answer.status, 200 | 400 | 403 | 404 | 409 | 501), "{form}: {answer:?}");
        assert!(answer.body.contains("<RequestId>"), "{form}: {answer:?}");
    });
}

#[test]
fn arbitrary_model_requests_are_answered_as_aws_would() {
    let model = prop::sample::select(vec![
        "amazon.nova-micro-v1%3A0",
        "us.anthropic.claude-haiku-4-5-20251001-v1%3A0",
        "amazon.titan-embed-text-v2%3A0",
        "cohere.embed-english-v3",
        "cohere.rerank-v3-5%3A0",
        "%00",
        "%FF%FE",
        "..",
        "a%2Fb",
    ]);
    let verb =
        prop::sample::select(vec!["converse", "converse-stream", "invoke", "invoke-with-response-stream"]);
    let key = prop::sample::select(vec![
        "messages",
        "inputText",
        "texts",
        "query",
        "documents",
        "max_tokens",
        "anthropic_version",
        "system",
        "inferenceConfig",
        "role",
        "content",
        "text",
        "top_n",
        "api_version",
        "dimensions",
        "stop_sequences",
    ]);
    let leaf = prop_oneof![
        Just(serde_json::json!(null)),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(|number| serde_json::json!(number)),
        ".{0,30}".prop_map(Into::into),
        Just(serde_json::json!("user")),
        Just(serde_json::json!("bedrock-2023-05-31")),
    ];
    let value = leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::Array),
            proptest::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    });
    fuzz((model, verb, value), async |sandbox, (model, verb, body)| {
        let to = sandbox.address();
        let raw = Raw::rest("POST", &format!("/model/{model}/{verb}"), &body.to_string());
        let answer = raw.sign(to, &seeded(sandbox, "admin")).send(to).await;
        assert!(matches!(answer.status, 200 | 400 | 404), "{model} {verb} {body}: {answer:?}");
    });
}
