//! QuilrAI's gateway: keys, the role assumed for them, and the answers of each surface. Clients that
//! nobody here wrote ask it in `crates/cli/tests/sandbox_clients`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use sandbox::Sandbox;
use serde_json::{Value, json};
use std::time::Duration;
use support::chat::NOVA;
use support::*;

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

async fn send(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)], body: &str) -> Answered {
    let to = sandbox.address();
    let mut text = format!("POST {path} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
    send_bytes(to, text.as_bytes()).await
}

/// Asks with a bearer, or Anthropic's way where the path is Anthropic's.
async fn ask(sandbox: &Sandbox, key: &str, path: &str, body: &Value) -> (u16, Value) {
    let bearer = format!("Bearer {key}");
    let header = if path == MESSAGES { ("x-api-key", key) } else { ("authorization", bearer.as_str()) };
    let answer = send(sandbox, path, &[header], &body.to_string()).await;
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
    assert_eq!((principals[1].operation, principals[1].principal.as_deref()), ("AssumeRole", Some(GATEWAY_ARN)));

    let (_, key) = new_key(&sandbox, &form("bedrock_embeddings")).await;
    let body = json!({ "model": TITAN, "input": ["hello", "world"], "dimensions": 256 });
    let (status, answer) = ask(&sandbox, &key, "/openai_compatible/v1/embeddings", &body).await;
    assert_eq!((status, answer["data"][1]["embedding"].as_array().unwrap().len()), (200, 256));

    let (_, key) = new_key(&sandbox, &form("anthropic_messages_bedrock")).await;
    let body = json!({ "model": CLAUDE, "max_tokens": 16, "messages": [{ "role": "user", "content": "hi" }] });
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
    let answer = send(&sandbox, CHAT, &[("authorization", &bearer)], &body.to_string()).await;
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
    let (status, _) = control(&sandbox, "PUT", &format!("/gateway/keys/{id}"), &form("bedrock").to_string()).await;
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
