//! InvokeModel: each family's own bodies, whole and streamed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use aws_sdk_bedrockruntime::error::DisplayErrorContext;
use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::types::ResponseStream;
use serde_json::{Value, json};
use support::chat::*;
use support::*;

#[tokio::test]
async fn titan_embeds_in_the_asked_dimension_and_likes_what_is_alike() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let embed = async |text: &str, dimensions: usize| -> Vec<f64> {
        let body = json!({ "inputText": text, "dimensions": dimensions, "normalize": true });
        let answer = invoke(&sandbox, &admin, "amazon.titan-embed-text-v2:0", &body).await.unwrap();
        assert!(answer["inputTextTokenCount"].as_u64().unwrap() > 0);
        answer["embedding"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
    };
    for dimensions in [256, 512, 1024] {
        let vector = embed("a role for the gateway", dimensions).await;
        let length: f64 = vector.iter().map(|value| value * value).sum();
        assert!(vector.len() == dimensions && (length - 1.0).abs() < 1e-9, "{dimensions} {length}");
    }
    let (a, b, c) = (
        embed("assume the role", 512).await,
        embed("the role was assumed", 512).await,
        embed("banana bread", 512).await,
    );
    let dot = |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(x, y)| x * y).sum() };
    assert!(dot(&a, &b) > dot(&a, &c) + 0.2);
}

#[tokio::test]
async fn bodies_out_of_their_family_s_schema_are_refused() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let (titan, embed, rerank) =
        ("amazon.titan-embed-text-v2:0", "cohere.embed-english-v3", "cohere.rerank-v3-5:0");
    let many: Vec<&str> = vec!["x"; 97];
    let message = json!([{ "role": "user", "content": "hi" }]);
    let malformed =
        |what: &str| format!("Malformed input request: {what}, please reformat your input and try again.");
    let table = [
        (titan, json!({}), malformed("#: required key [inputText] not found")),
        (titan, json!({ "inputText": "a", "x": 1 }), malformed("#: extraneous key [x] is not permitted")),
        (titan, json!({ "inputText": 1 }), malformed("#/inputText: expected type: String, found: Integer")),
        (titan, json!({ "inputText": "" }), malformed("#/inputText: expected minLength: 1, actual: 0")),
        (
            titan,
            json!({ "inputText": "a", "dimensions": 300 }),
            malformed("#/dimensions: 300 is not a valid enum value"),
        ),
        (
            titan,
            json!({ "inputText": "a", "dimensions": 300, "normalize": 1 }),
            malformed("2 schema violations found"),
        ),
        (titan, json!([]), malformed("#: expected type: JSONObject, found: JSONArray")),
        (embed, json!({ "texts": ["a"] }), malformed("#: required key [input_type] not found")),
        (
            embed,
            json!({ "texts": [], "input_type": "search_query" }),
            malformed("#/texts: expected minimum item count: 1, found: 0"),
        ),
        (
            embed,
            json!({ "texts": many, "input_type": "search_query" }),
            malformed("#/texts: expected maximum item count: 96, found: 97"),
        ),
        (
            embed,
            json!({ "texts": ["a"], "input_type": "x" }),
            malformed("#/input_type: x is not a valid enum value"),
        ),
        (
            rerank,
            json!({ "query": "a", "documents": ["b"] }),
            malformed("#: required key [api_version] not found"),
        ),
        (
            rerank,
            json!({ "query": "a", "documents": [], "api_version": 2 }),
            malformed("#/documents: expected minimum item count: 1, found: 0"),
        ),
        (
            rerank,
            json!({ "query": "a", "documents": ["b"], "api_version": 1 }),
            malformed("#/api_version: 1 is not greater or equal to 2"),
        ),
        (
            rerank,
            json!({ "query": "a", "documents": ["b"], "api_version": 2, "top_n": 0 }),
            malformed("#/top_n: 0 is not greater or equal to 1"),
        ),
        (
            OLD_HAIKU,
            json!({ "max_tokens": 9, "messages": message }),
            "anthropic_version: Field required".into(),
        ),
        (
            OLD_HAIKU,
            json!({ "anthropic_version": "x", "max_tokens": 9, "messages": message }),
            "anthropic_version: Input should be 'bedrock-2023-05-31'".into(),
        ),
        (
            OLD_HAIKU,
            json!({ "anthropic_version": "bedrock-2023-05-31", "messages": message }),
            "max_tokens: Field required".into(),
        ),
        (
            OLD_HAIKU,
            json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 0, "messages": message }),
            "max_tokens: Input should be greater than or equal to 1".into(),
        ),
        (
            OLD_HAIKU,
            json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [] }),
            "messages: at least one message is required".into(),
        ),
        (
            OLD_HAIKU,
            json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": message, "model": "x" }),
            "model: Extra inputs are not permitted".into(),
        ),
        (
            OLD_HAIKU,
            json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{ "role": "user" }] }),
            "messages.0.content: Field required".into(),
        ),
        (NOVA, json!({ "messages": [] }), malformed("#/messages: expected minimum item count: 1, found: 0")),
        (NOVA, json!({ "inputText": "a" }), malformed("2 schema violations found")),
        (
            NOVA,
            json!({ "messages": [{ "role": "user", "content": "hi" }] }),
            malformed("#/messages/0/content: expected type: JSONArray, found: String"),
        ),
    ];
    for (model, body, says) in table {
        assert_eq!(
            invoke(&sandbox, &admin, model, &body).await,
            Err(("ValidationException".into(), 400, says)),
            "{model} {body}"
        );
    }
    let no_json = runtime_of(&sandbox, admin, "us-east-1")
        .invoke_model()
        .model_id(titan)
        .body(Blob::new("{"))
        .send()
        .await;
    assert_eq!(refusal(no_json).2, "Malformed input request, please reformat your input and try again.");
}

#[tokio::test]
async fn cohere_embeds_and_both_rerankers_rank() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let body = json!({ "texts": ["one", "two"], "input_type": "search_document" });
    let answer = invoke(&sandbox, &admin, "cohere.embed-multilingual-v3", &body).await.unwrap();
    assert_eq!(answer["response_type"], "embeddings_floats");
    assert_eq!(answer["embeddings"][1].as_array().unwrap().len(), 1024);
    let body =
        json!({ "texts": ["one"], "input_type": "search_query", "embedding_types": ["int8", "ubinary"] });
    let answer = invoke(&sandbox, &admin, "cohere.embed-english-v3", &body).await.unwrap();
    assert_eq!(answer["embeddings"]["int8"][0].as_array().unwrap().len(), 1024);
    assert_eq!(answer["embeddings"]["ubinary"][0].as_array().unwrap().len(), 128);

    let documents = [
        "Cats sleep.",
        "The ExternalId guards against the confused deputy.",
        "A deputy is a kind of sheriff.",
    ];
    let mut body =
        json!({ "query": "What guards against a confused deputy?", "documents": documents, "top_n": 2 });
    let amazon = invoke_in(&sandbox, &admin, "us-west-2", "amazon.rerank-v1:0", &body).await.unwrap();
    body["api_version"] = json!(2);
    let cohere = invoke(&sandbox, &admin, "cohere.rerank-v3-5:0", &body).await.unwrap();
    for answer in [amazon, cohere] {
        let results = answer["results"].as_array().unwrap();
        let order: Vec<u64> = results.iter().map(|result| result["index"].as_u64().unwrap()).collect();
        assert_eq!(order, [1, 2]);
        assert!(results[0]["relevance_score"].as_f64() > results[1]["relevance_score"].as_f64());
    }
}

#[tokio::test]
async fn chat_models_speak_their_own_shapes_whole_and_streamed() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let anthropic = json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 50, "system": "be short", "messages": [{ "role": "user", "content": [{ "type": "text", "text": "hi" }] }] });
    let nova = json!({ "schemaVersion": "messages-v1", "messages": [{ "role": "user", "content": [{ "text": "hi" }] }], "inferenceConfig": { "max_new_tokens": 50 } });
    let profile = format!("us.{HAIKU}");
    let answer = invoke(&sandbox, &admin, &profile, &anthropic).await.unwrap();
    assert_eq!(
        (&answer["type"], &answer["role"], &answer["stop_reason"], &answer["model"]),
        (&json!("message"), &json!("assistant"), &json!("end_turn"), &json!("claude-haiku-4-5-20251001"))
    );
    assert!(
        answer["usage"]["output_tokens"].as_u64().unwrap() > 0
            && answer["content"][0]["text"].as_str().unwrap().contains("hi")
    );
    let answer = invoke(&sandbox, &admin, NOVA, &nova).await.unwrap();
    assert_eq!(answer["stopReason"], "end_turn");
    assert!(answer["output"]["message"]["content"][0]["text"].as_str().unwrap().contains("hi"));

    for (model, body, first) in
        [(profile.as_str(), &anthropic, "message_start"), (NOVA, &nova, "messageStart")]
    {
        let runtime = runtime_of(&sandbox, admin.clone(), "us-east-1");
        let call =
            runtime.invoke_model_with_response_stream().model_id(model).body(Blob::new(body.to_string()));
        let mut answer = call.send().await.unwrap();
        let mut chunks: Vec<Value> = Vec::new();
        while let Some(event) = answer.body.recv().await.unwrap() {
            let ResponseStream::Chunk(part) = event else { panic!("unexpected {event:?}") };
            chunks.push(serde_json::from_slice(part.bytes().unwrap().as_ref()).unwrap());
        }
        assert!(chunks[0].to_string().contains(first), "{chunks:?}");
        assert!(
            chunks.last().unwrap()["amazon-bedrock-invocationMetrics"]["outputTokenCount"].as_u64().unwrap()
                > 0
        );
    }
    let stream = runtime_of(&sandbox, admin, "us-east-1")
        .invoke_model_with_response_stream()
        .model_id("cohere.rerank-v3-5:0");
    let error = stream.body(Blob::new("{}")).send().await.unwrap_err();
    assert!(format!("{}", DisplayErrorContext(&error)).contains("The model is unsupported for streaming."));
}
