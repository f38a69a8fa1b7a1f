//! QuilrAI's gateway: keys, the role assumed for them, and the answers of each surface. Clients that
//! nobody here wrote ask it in `crates/cli/tests/sandbox_clients`.

use crate::support::chat::NOVA;
use crate::support::*;
use sandbox::{Options, Sandbox, Scenario};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const TITAN: &str = "amazon.titan-embed-text-v2:0";
const CLAUDE: &str = "anthropic.claude-3-haiku-20240307-v1:0";
const RERANK: &str = "cohere.rerank-v3-5:0";
const CHAT: &str = "/openai_compatible/v1/chat/completions";
const MESSAGES: &str = "/anthropic_messages/v1/messages";

fn form(provider_type: &str) -> Value {
    json!({ "provider_type": provider_type, "aws_role_arn": ROLE_ARN, "aws_external_id": EXTERNAL_ID })
}

/// A new key: its id and the key itself.
async fn new_key(sandbox: &Sandbox, form: &Value) -> (String, String) {
    let (status, made) = control(sandbox, "POST", "/gateway/keys", &form.to_string()).await;
    assert_eq!(status, 201, "{made}");
    (made["id"].as_str().unwrap().to_owned(), made["key"].as_str().unwrap().to_owned())
}

/// A sandbox with the page's role, and a key for it.
async fn with_key(provider_type: &str) -> (Sandbox, String, String) {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let (id, key) = new_key(&sandbox, &form(provider_type)).await;
    (sandbox, id, key)
}

/// Asks with a bearer, or Anthropic's way where the path is Anthropic's.
async fn ask(sandbox: &Sandbox, key: &str, path: &str, body: &Value) -> (u16, Value) {
    let bearer = format!("Bearer {key}");
    let header = if path == MESSAGES { ("x-api-key", key) } else { ("authorization", bearer.as_str()) };
    let answer = send_unsigned(sandbox, "POST", path, &[header], &body.to_string()).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{answer:?}")))
}

fn chat() -> Value {
    json!({ "model": NOVA, "messages": [{ "role": "user", "content": "hello" }], "max_tokens": 16 })
}

async fn assumed(sandbox: &Sandbox) -> usize {
    sandbox.events().iter().filter(|event| event.operation == "AssumeRole").count()
}

#[tokio::test]
async fn every_surface_answers_through_the_role() {
    let (sandbox, _, key) = with_key("bedrock").await;
    let (status, answer) = ask(&sandbox, &key, CHAT, &chat()).await;
    assert_eq!((status, &answer["object"]), (200, &json!("chat.completion")), "{answer}");
    assert!(answer["usage"]["total_tokens"].as_u64().unwrap() > 0);
    let principals: Vec<_> = sandbox.events().into_iter().rev().take(2).collect();
    let session = principals[0].principal.clone().unwrap();
    assert!(
        session.starts_with("arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/quilr-gateway-"),
        "{session}"
    );
    assert_eq!(
        (principals[1].operation, principals[1].principal.as_deref()),
        ("AssumeRole", Some(GATEWAY_ARN))
    );

    let (_, key) = new_key(&sandbox, &form("bedrock_embeddings")).await;
    let body = json!({ "model": TITAN, "input": ["hello", "world"], "dimensions": 256 });
    let (status, answer) = ask(&sandbox, &key, "/openai_compatible/v1/embeddings", &body).await;
    assert_eq!((status, answer["data"][1]["embedding"].as_array().unwrap().len()), (200, 256));

    let (_, key) = new_key(&sandbox, &form("anthropic_messages_bedrock")).await;
    let body =
        json!({ "model": CLAUDE, "max_tokens": 16, "messages": [{ "role": "user", "content": "hi" }] });
    let (status, answer) = ask(&sandbox, &key, MESSAGES, &body).await;
    assert_eq!((status, &answer["type"]), (200, &json!("message")), "{answer}");

    let (_, key) = new_key(&sandbox, &form("bedrock_rerank")).await;
    let documents = ["Bananas are yellow.", "Paris is the capital of France."];
    let body = json!({ "model": RERANK, "query": "capital of France", "documents": documents });
    let (status, answer) = ask(&sandbox, &key, "/rerank/v2/rerank", &body).await;
    assert_eq!((status, &answer["results"][0]["index"]), (200, &json!(1)), "{answer}");
}

#[tokio::test]
async fn a_stream_is_told_as_it_comes_and_ends() {
    let (sandbox, _, key) = with_key("bedrock").await;
    let mut body = chat();
    body["stream"] = true.into();
    body["stream_options"] = json!({ "include_usage": true });
    let bearer = format!("Bearer {key}");
    let answer =
        send_unsigned(&sandbox, "POST", CHAT, &[("authorization", &bearer)], &body.to_string()).await;
    assert!(answer.head.contains("text/event-stream"), "{answer:?}");
    assert!(answer.body.contains("chat.completion.chunk") && answer.body.contains("\"total_tokens\""));
    assert!(answer.body.contains("data: [DONE]\n\n"), "{}", answer.body);
}

#[tokio::test]
async fn the_role_is_assumed_once_and_anew_before_the_credentials_expire() {
    let (sandbox, id, key) = with_key("bedrock").await;
    sandbox.freeze(true);
    for _ in 0..3 {
        assert_eq!(ask(&sandbox, &key, CHAT, &chat()).await.0, 200);
    }
    assert_eq!(assumed(&sandbox).await, 1, "cached");
    sandbox.advance(Duration::from_secs(3600 - 300));
    assert_eq!(ask(&sandbox, &key, CHAT, &chat()).await.0, 200);
    assert_eq!(assumed(&sandbox).await, 2, "renewed before the end");
    let (status, _) =
        control(&sandbox, "PUT", &format!("/gateway/keys/{id}"), &form("bedrock").to_string()).await;
    assert_eq!(status, 200);
    assert_eq!(ask(&sandbox, &key, CHAT, &chat()).await.0, 200, "the key itself stays");
    assert_eq!(assumed(&sandbox).await, 3, "a changed key begins anew");
}

#[tokio::test]
async fn a_role_that_no_longer_trusts_is_refused_once_the_cached_credentials_end() {
    let (sandbox, _, key) = with_key("bedrock").await;
    sandbox.freeze(true);
    assert_eq!(ask(&sandbox, &key, CHAT, &chat()).await.0, 200);
    let other = trust("arn:aws:iam::975050335771:user/somebody");
    let iam = iam(&sandbox, "admin");
    iam.update_assume_role_policy().role_name(ROLE).policy_document(other).send().await.unwrap();
    assert_eq!(ask(&sandbox, &key, CHAT, &chat()).await.0, 200, "what was issued goes on");
    sandbox.advance(Duration::from_secs(3600));
    let (status, answer) = ask(&sandbox, &key, CHAT, &chat()).await;
    assert_eq!(status, 403);
    assert_eq!(
        answer["error"]["message"],
        format!(
            "sts:AssumeRole failed: User: {GATEWAY_ARN} is not authorized to perform: sts:AssumeRole on resource: {ROLE_ARN}"
        )
    );
}

#[tokio::test]
async fn a_web_page_gets_nothing_of_the_gateway_or_its_dashboard() {
    let (sandbox, _, key) = with_key("bedrock").await;
    let bearer = format!("Bearer {key}");
    for (name, value) in
        [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "same-site")]
    {
        let headers = [("authorization", bearer.as_str()), (name, value)];
        let answer = send_unsigned(&sandbox, "POST", CHAT, &headers, &chat().to_string()).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert!(!answer.head.contains("access-control"), "{}", answer.head);
        let token = format!("Bearer {}", sandbox.control_token());
        let headers = [("authorization", token.as_str()), (name, value)];
        let answer =
            control_with(&sandbox, "POST", "/gateway/keys", &headers, &form("bedrock").to_string()).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    let preflight = format!(
        "OPTIONS {CHAT} HTTP/1.1\r\nhost: {}\r\norigin: https://evil.example\r\naccess-control-request-method: POST\r\nconnection: close\r\n\r\n",
        sandbox.address()
    );
    let answer = send_bytes(sandbox.address(), preflight.as_bytes()).await;
    assert_eq!(answer.status, 403);
    assert!(!answer.head.contains("access-control"));
    let no_token = control_with(&sandbox, "GET", "/gateway/keys", &[("authorization", &bearer)], "").await;
    assert_eq!(no_token.status, 401, "a key of the gateway is none of the dashboard");
    assert_eq!(assumed(&sandbox).await, 0);
}

/// Everything that the gateway answers, rightly and wrongly asked, and everything that tells of it.
#[tokio::test]
async fn no_answer_and_no_file_holds_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let options = || Options { state: Some(file.clone()), ..Options::default() };
    let sandbox = Sandbox::start(options()).await.unwrap();
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let mut secrets: Vec<String> = sandbox
        .identities()
        .iter()
        .flat_map(|identity| [Some(identity.secret_access_key.clone()), identity.session_token.clone()])
        .flatten()
        .collect();
    let mut told = Vec::new();
    let mut keys = Vec::new();
    for provider_type in ["bedrock", "anthropic_messages_bedrock", "bedrock_embeddings", "bedrock_rerank"] {
        let (id, key) = new_key(&sandbox, &form(provider_type)).await;
        for path in
            [CHAT, MESSAGES, "/openai_compatible/v1/embeddings", "/rerank/v2/rerank", "/rerank/v2/none"]
        {
            for body in [
                chat(),
                json!({ "model": TITAN, "input": "a" }),
                json!([]),
                json!({ "model": &key, "input": 1 }),
            ] {
                let sent_key = body["model"] == json!(key);
                let (_, answer) = ask(&sandbox, &key, path, &body).await;
                // A client that names its key as the model reads its own text again.
                if !sent_key {
                    told.push(answer.to_string());
                }
            }
            told.push(ask(&sandbox, &format!("{key}x"), path, &chat()).await.1.to_string());
        }
        let changed =
            control(&sandbox, "PUT", &format!("/gateway/keys/{id}"), &form(provider_type).to_string()).await;
        told.push(changed.1.to_string());
        keys.push((provider_type, key));
    }
    for path in ["/gateway/keys", "/state", "/events", ""] {
        told.push(control(&sandbox, "GET", path, "").await.1.to_string());
    }
    told.push(format!("{:?}", sandbox.events()));
    let seen = Raw::json("LookupEvents", "{}").sign(sandbox.address(), &seeded(&sandbox, "admin"));
    let seen = seen.send(sandbox.address()).await;
    assert!(seen.body.contains("AssumeRole"), "the history tells of the sessions: {seen:?}");
    told.push(seen.body);
    sandbox.finish().await.unwrap();
    let kept = std::fs::read_to_string(&file).unwrap();
    for (_, key) in &keys {
        assert!(!kept.contains(key), "the state file holds the digest of a key, not the key");
    }
    secrets.extend(keys.iter().map(|(_, key)| key.clone()));
    for secret in &secrets {
        assert!(told.iter().all(|text| !text.contains(secret)), "a secret was told");
    }
    let again = Sandbox::start(options()).await.unwrap();
    assert_eq!(ask(&again, &keys[0].1, CHAT, &chat()).await.0, 200, "and a kept key still works");
}

#[tokio::test]
async fn a_scenario_brings_keys_by_the_rules_of_the_form() {
    let scenario = |key: &Value| {
        let text = json!({ "description": "a key", "gateway_keys": [key] }).to_string();
        Sandbox::start(Options { scenario: Some(Scenario::parse(&text).unwrap()), ..Options::default() })
    };
    let mut right = form("bedrock");
    right["key"] = "sk-quilr-demo0123456789abcdef".into();
    let sandbox = scenario(&right).await.unwrap();
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let key = right["key"].as_str().unwrap().to_owned();
    assert_eq!(ask(&sandbox, &key, CHAT, &chat()).await.0, 200);
    let (_, listed) = control(&sandbox, "GET", "/gateway/keys", "").await;
    assert_eq!(listed["keys"][0]["ends_in"], "cdef");
    control(&sandbox, "DELETE", &format!("/gateway/keys/{}", listed["keys"][0]["id"].as_str().unwrap()), "")
        .await;
    assert_eq!(ask(&sandbox, &key, CHAT, &chat()).await.0, 401);
    sandbox.reset();
    assert_ne!(ask(&sandbox, &key, CHAT, &chat()).await.0, 401, "a reset brings it back");

    for (field, value, place) in [
        ("key", json!("sk-other-0123456789abcdef"), "gateway_keys[0].key"),
        ("key", json!("sk-quilr-short"), "gateway_keys[0].key"),
        ("aws_external_id", Value::Null, "gateway_keys[0].aws_external_id"),
        ("aws_access_key", json!("a"), "gateway_keys[0].aws_access_key"),
    ] {
        let mut wrong = right.clone();
        wrong[field] = value;
        let error = scenario(&wrong).await.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(place), "{place}: {error}");
        assert!(!error.contains("0123456789"), "the key is not repeated: {error}");
        let parsed = Scenario::parse(&json!({ "description": "a", "gateway_keys": [wrong] }).to_string());
        assert!(!format!("{parsed:?}").contains("sk-"), "nor in what is printed of it");
    }
}

#[tokio::test]
async fn whatever_is_sent_gets_an_answer_in_the_shape_of_its_surface() {
    let (sandbox, _, key) = with_key("bedrock").await;
    let bearer = format!("Bearer {key}");
    let deep = "[".repeat(5000);
    for path in [
        CHAT,
        "/openai_compatible/v1/embeddings",
        "/openai_compatible/v1/none",
        MESSAGES,
        "/rerank/v2/rerank",
    ] {
        for body in [
            "",
            "null",
            "{",
            "{}",
            "\u{0}",
            deep.as_str(),
            r#"{"model":5}"#,
            r#"{"model":"a","messages":{}}"#,
        ] {
            let answer = send_unsigned(
                &sandbox,
                "POST",
                path,
                &[("authorization", &bearer), ("x-api-key", &key)],
                body,
            )
            .await;
            assert!((400..500).contains(&answer.status), "{path} {body:.20}: {answer:?}");
            let told: Value = serde_json::from_str(&answer.body).unwrap();
            let message = told.pointer("/error/message").or_else(|| told.get("message"));
            assert!(message.is_some_and(|message| !message.as_str().unwrap().is_empty()), "{path}: {told}");
        }
    }
    for head in ["Bearer", "Basic a:b", "Bearer ", "Bearer sk-quilr-", "AWS4-HMAC-SHA256 Credential="] {
        let answer = send_unsigned(
            &sandbox,
            "POST",
            "/bedrock-runtime/model/a/converse",
            &[("authorization", head)],
            "{}",
        )
        .await;
        assert_eq!(answer.status, 403, "{head}: {answer:?}");
        assert!(answer.head.contains("x-amzn-errortype"), "{head}: {answer:?}");
        assert_eq!(
            send_unsigned(&sandbox, "POST", CHAT, &[("authorization", head)], "{}").await.status,
            401,
            "{head}"
        );
    }
    let twice = send_unsigned(
        &sandbox,
        "POST",
        CHAT,
        &[("authorization", &bearer), ("authorization", "Bearer x")],
        "{}",
    )
    .await;
    assert_eq!(twice.status, 401, "which of them was meant, nobody can tell");
    let head = format!("POST {CHAT} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", sandbox.address());
    let large = format!("{head}content-length: {}\r\n\r\n", 4 * 1024 * 1024 + 1);
    let large = send_bytes(sandbox.address(), large.as_bytes()).await;
    assert_eq!(large.status, 413);
}

#[tokio::test]
async fn a_region_that_nobody_serves_has_no_endpoint() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let mut elsewhere = form("bedrock");
    elsewhere["aws_region"] = "xx-nowhere-1".into();
    let (_, key) = new_key(&sandbox, &elsewhere).await;
    let (status, answer) = ask(&sandbox, &key, CHAT, &chat()).await;
    assert_eq!(status, 502);
    assert!(
        answer["error"]["message"].as_str().unwrap().contains("bedrock-runtime.xx-nowhere-1.amazonaws.com")
    );
}

#[tokio::test]
async fn many_at_once_assume_the_role_once() {
    let (sandbox, _, key) = with_key("bedrock").await;
    let slow = r#"[{"when":{"operation":"AssumeRole"},"fault":{"latency":{"from_ms":1000,"to_ms":1000}}}]"#;
    assert_eq!(control(&sandbox, "PUT", "/faults", slow).await.0, 200);
    sandbox.freeze(true);
    let sandbox = Arc::new(sandbox);
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (sandbox, key) = (Arc::clone(&sandbox), key.clone());
        asked.spawn(async move { ask(&sandbox, &key, CHAT, &chat()).await.0 });
    }
    while sandbox.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    sandbox.advance(Duration::from_secs(1));
    // Had another of them asked for itself, it would wait for a second that never passes.
    assert!(asked.join_all().await.into_iter().all(|status| status == 200));
    assert_eq!(assumed(&sandbox).await, 1);
}
