//! InvokeModel: each family's own bodies, whole and streamed.

use crate::support::chat::*;
use crate::support::*;
use aws_sdk_bedrockruntime::error::DisplayErrorContext;
use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::types::ResponseStream;
use serde_json::{Value, json};

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

#[tokio::test]
async fn the_other_families_embed_and_chat_in_their_shapes() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let length = |vector: &Value| -> f64 {
        vector.as_array().unwrap().iter().map(|value| value.as_f64().unwrap().powi(2)).sum()
    };
    let v1 = invoke(&sandbox, &admin, "amazon.titan-embed-text-v1", &json!({ "inputText": "a role" }))
        .await
        .unwrap();
    assert_eq!(v1["embedding"].as_array().unwrap().len(), 1536);
    assert!((length(&v1["embedding"]) - 1.0).abs() < 1e-9);
    for (asked, dimension) in [(None, 1536), (Some(256), 256), (Some(1024), 1024)] {
        let mut body =
            json!({ "texts": ["one", "two"], "input_type": "search_document", "embedding_types": ["float"] });
        if let Some(asked) = asked {
            body["output_dimension"] = json!(asked);
        }
        let v4 = invoke(&sandbox, &admin, "cohere.embed-v4:0", &body).await.unwrap();
        assert_eq!(v4["embeddings"]["float"][1].as_array().unwrap().len(), dimension);
        assert!((length(&v4["embeddings"]["float"][1]) - 1.0).abs() < 1e-9);
    }

    let llama = invoke(
        &sandbox,
        &admin,
        "meta.llama3-8b-instruct-v1:0",
        &json!({ "prompt": "hi", "max_gen_len": 3 }),
    )
    .await
    .unwrap();
    assert_eq!((&llama["stop_reason"], &llama["generation_token_count"]), (&json!("length"), &json!(3)));
    let mistral = invoke(
        &sandbox,
        &admin,
        "mistral.mistral-7b-instruct-v0:2",
        &json!({ "prompt": "hi", "stop": ["sandbox"] }),
    )
    .await
    .unwrap();
    assert_eq!(mistral["outputs"][0]["stop_reason"], "stop");
    assert!(!mistral["outputs"][0]["text"].as_str().unwrap().contains("sandbox"));
    let body = json!({ "messages": [{ "role": "user", "content": "hi" }], "max_completion_tokens": 500 });
    let openai = invoke_in(&sandbox, &admin, "us-west-2", "openai.gpt-oss-20b-1:0", &body).await.unwrap();
    assert_eq!(
        (&openai["object"], &openai["choices"][0]["finish_reason"]),
        (&json!("chat.completion"), &json!("stop"))
    );
    assert!(openai["choices"][0]["message"]["content"].as_str().unwrap().contains("hi"));
}

#[tokio::test]
async fn every_stream_ends_with_what_it_took() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let chat = json!({ "messages": [{ "role": "user", "content": "hi" }] });
    for (region, model, body, whole) in [
        ("us-east-1", "meta.llama3-8b-instruct-v1:0", json!({ "prompt": "hi" }), "/generation"),
        ("us-east-1", "mistral.mistral-7b-instruct-v0:2", json!({ "prompt": "hi" }), "/outputs/0/text"),
        ("us-west-2", "openai.gpt-oss-20b-1:0", chat, "/choices/0/message/content"),
        (
            "us-east-1",
            NOVA,
            json!({ "messages": [{ "role": "user", "content": [{ "text": "hi" }] }] }),
            "/output/message/content/0/text",
        ),
    ] {
        let expected = invoke_in(&sandbox, &admin, region, model, &body).await.unwrap();
        let runtime = runtime_of(&sandbox, admin.clone(), region);
        let call = runtime.invoke_model_with_response_stream().model_id(model);
        let mut stream = call.body(Blob::new(body.to_string())).send().await.unwrap();
        assert_eq!(stream.content_type(), "application/json");
        let (mut text, mut chunks) = (String::new(), Vec::<Value>::new());
        while let Some(event) = stream.body.recv().await.unwrap() {
            let ResponseStream::Chunk(part) = event else { panic!("unexpected {event:?}") };
            let chunk: Value = serde_json::from_slice(part.bytes().unwrap().as_ref()).unwrap();
            let places = [
                "/generation",
                "/outputs/0/text",
                "/choices/0/delta/content",
                "/contentBlockDelta/delta/text",
            ];
            text.extend(places.iter().filter_map(|place| chunk.pointer(place)?.as_str()));
            chunks.push(chunk);
        }
        assert_eq!(expected.pointer(whole).unwrap(), &json!(text), "{model}");
        let (last, before) = chunks.split_last().unwrap();
        let metrics = &last["amazon-bedrock-invocationMetrics"];
        for key in ["inputTokenCount", "outputTokenCount", "invocationLatency", "firstByteLatency"] {
            assert!(metrics[key].as_u64().unwrap() > 0, "{model} {key}: {last}");
        }
        assert!(before.iter().all(|chunk| chunk.get("amazon-bedrock-invocationMetrics").is_none()));
    }
}

#[tokio::test]
async fn more_bodies_out_of_their_schema_are_refused() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let malformed =
        |what: &str| format!("Malformed input request: {what}, please reformat your input and try again.");
    let haiku = format!("us.{HAIKU}");
    let claude = |more: Value| {
        let mut body = json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{ "role": "user", "content": "hi" }] });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let says = |content: Value| claude(json!({ "messages": [{ "role": "user", "content": content }] }));
    let tool = json!({ "name": "a", "input_schema": { "type": "object" } });
    let uses = json!({ "role": "assistant", "content": [{ "type": "tool_use", "id": "t", "name": "a", "input": {} }] });
    let hi = json!({ "role": "user", "content": "hi" });
    let (llama, mistral, v4) =
        ("meta.llama3-8b-instruct-v1:0", "mistral.mistral-7b-instruct-v0:2", "cohere.embed-v4:0");
    for (model, body, says) in [
        ("amazon.titan-embed-text-v1", json!({ "inputText": "a", "dimensions": 256 }), malformed("#: extraneous key [dimensions] is not permitted")),
        ("amazon.titan-embed-text-v2:0", json!({ "inputText": "a ".repeat(8193) }), "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 8194 ".into()),
        ("amazon.titan-embed-text-v2:0", json!({ "inputText": "a".repeat(50_001) }), malformed("#/inputText: expected maxLength: 50000, actual: 50001")),
        ("amazon.titan-embed-text-v2:0", json!({ "inputText": "a", "embeddingTypes": ["int8"] }), malformed("#/embeddingTypes/0: int8 is not a valid enum value")),
        ("cohere.embed-english-v3", json!({ "texts": ["a".repeat(2049)], "input_type": "clustering" }), malformed("#/texts/0: expected maxLength: 2048, actual: 2049")),
        ("cohere.embed-english-v3", json!({ "texts": [""], "input_type": "clustering" }), malformed("#/texts/0: expected minLength: 1, actual: 0")),
        (v4, json!({ "texts": ["a"], "input_type": "clustering", "output_dimension": 300 }), malformed("#/output_dimension: 300 is not a valid enum value")),
        (v4, json!({ "images": ["a"], "input_type": "image" }), "The sandbox does not serve images of Embed v4.".into()),
        (llama, json!({}), malformed("#: required key [prompt] not found")),
        (llama, json!({ "prompt": "a", "max_gen_len": 2049 }), malformed("#/max_gen_len: 2049 is not less or equal to 2048")),
        (llama, json!({ "prompt": "a", "top_k": 1 }), malformed("#: extraneous key [top_k] is not permitted")),
        (mistral, json!({ "prompt": "a", "temperature": 2 }), malformed("#/temperature: 2 is not less or equal to 1")),
        (mistral, json!({ "prompt": "a", "stop": "x" }), malformed("#/stop: expected type: JSONArray, found: String")),
        (NOVA, json!({ "messages": [{ "role": "user", "content": [{ "text": "a" }] }], "inferenceConfig": { "maxTokens": 10_001 } }), malformed("#/inferenceConfig/maxTokens: 10001 is not less or equal to 10000")),
        (NOVA, json!({ "messages": [{ "role": "assistant", "content": [{ "text": "a" }] }] }), malformed("#/messages/0/role: assistant is not a valid enum value")),
        (NOVA, json!({ "messages": [{ "role": "user", "content": [{ "song": "a" }] }] }), malformed("#/messages/0/content/0: extraneous key [song] is not permitted")),
        (NOVA, json!({ "messages": [{ "role": "user", "content": [{ "text": "a" }] }], "toolConfig": { "tools": [] } }), malformed("#/toolConfig/tools: expected minimum item count: 1, found: 0")),
        (&haiku, claude(json!({ "max_tokens": 64_001 })), "max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5-20251001".into()),
        (&haiku, claude(json!({ "temperature": 0.5, "top_p": 0.5 })), "`temperature` and `top_p` cannot both be specified for this model. Please use only one.".into()),
        (&haiku, claude(json!({ "temperature": 1.5 })), "temperature: Input should be less than or equal to 1".into()),
        (&haiku, claude(json!({ "messages": [{ "role": "assistant", "content": "hi" }] })), "messages: first message must use the \"user\" role".into()),
        (&haiku, claude(json!({ "thinking": { "type": "enabled", "budget_tokens": 2000 } })), "The sandbox does not serve thinking.".into()),
        (&haiku, claude(json!({ "tools": [{ "name": "a" }] })), "tools.0.input_schema: Field required".into()),
        (&haiku, claude(json!({ "tools": [tool, tool] })), "tools: Tool names must be unique.".into()),
        (&haiku, claude(json!({ "tools": [tool], "tool_choice": { "type": "tool", "name": "b" } })), "Tool 'b' not found in provided tools".into()),
        (&haiku, claude(json!({ "tool_choice": { "type": "any" } })), "tool_choice: tool_choice may only be specified while providing tools.".into()),
        (&haiku, claude(json!({ "tools": [tool], "messages": [hi, uses, hi] })), "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: t. Each `tool_use` block must have a corresponding `tool_result` block in the next message.".into()),
        (&haiku, says(json!([{ "type": "song" }])), "messages.0.content.0: Input tag 'song' found using 'type' does not match any of the expected tags: 'document', 'image', 'redacted_thinking', 'search_result', 'text', 'thinking', 'tool_result', 'tool_use'".into()),
        (&haiku, says(json!([{ "type": "text" }])), "messages.0.content.0.text: Field required".into()),
        (&haiku, says(json!([{ "type": "text", "text": "a", "x": 1 }])), "messages.0.content.0.x: Extra inputs are not permitted".into()),
        (&haiku, says(json!([{ "type": "text", "text": " " }])), "messages: text content blocks must be non-empty".into()),
        (&haiku, says(json!([{ "type": "tool_result", "tool_use_id": "t" }])), "messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: t. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.".into()),
        (&haiku, says(json!([{ "type": "image", "source": { "type": "base64", "media_type": "image/bmp", "data": "AA==" } }])), "messages.0.content.0.source.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'".into()),
    ] {
        assert_eq!(
            invoke(&sandbox, &admin, model, &body).await,
            Err(("ValidationException".into(), 400, says)),
            "{model} {body}"
        );
    }
    let long = claude(json!({ "messages": [{ "role": "user", "content": "a ".repeat(200_001) }] }));
    let (_, _, said) = invoke(&sandbox, &admin, &haiku, &long).await.unwrap_err();
    assert_eq!(said, "prompt is too long: 200002 tokens > 200000 maximum");
    let (_, _, said) =
        invoke(&sandbox, &admin, llama, &json!({ "prompt": "a ".repeat(8001) })).await.unwrap_err();
    assert_eq!(said, "Input is too long for requested model.");
    let openai = json!({ "messages": [{ "role": "user", "content": "a" }], "tools": [] });
    let (_, _, said) =
        invoke_in(&sandbox, &admin, "us-west-2", "openai.gpt-oss-20b-1:0", &openai).await.unwrap_err();
    assert_eq!(said, malformed("#: extraneous key [tools] is not permitted"));
}

#[tokio::test]
async fn a_forced_tool_is_called_in_each_family_s_own_shape() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let schema =
        json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] });
    let claude = json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 99, "messages": [{ "role": "user", "content": "hi" }], "tools": [{ "name": "weather", "input_schema": schema }], "tool_choice": { "type": "any" } });
    let answer = invoke(&sandbox, &admin, &format!("us.{HAIKU}"), &claude).await.unwrap();
    assert_eq!(
        (&answer["stop_reason"], &answer["content"][0]["type"], &answer["content"][0]["name"]),
        (&json!("tool_use"), &json!("tool_use"), &json!("weather"))
    );
    assert!(answer["content"][0]["input"]["city"].is_string());
    let nova = json!({ "messages": [{ "role": "user", "content": [{ "text": "hi" }] }], "toolConfig": { "tools": [{ "toolSpec": { "name": "weather", "inputSchema": { "json": schema } } }], "toolChoice": { "tool": { "name": "weather" } } } });
    let answer = invoke(&sandbox, &admin, NOVA, &nova).await.unwrap();
    assert_eq!(answer["stopReason"], "tool_use");
    assert!(answer["output"]["message"]["content"][0]["toolUse"]["input"]["city"].is_string());
}

#[tokio::test]
async fn what_stands_in_the_headers_of_an_invocation_is_checked() {
    let sandbox = start().await;
    let (to, admin) = (sandbox.address(), seeded(&sandbox, "admin"));
    let body = json!({ "inputText": "a" }).to_string();
    let path = "/model/amazon.titan-embed-text-v2%3A0/invoke";
    let send = async |name: &str, value: &str| {
        let mut raw = Raw::rest("POST", path, &body);
        raw.headers.retain(|(known, _)| known != name);
        raw.headers.push((name.to_owned(), value.to_owned()));
        raw.sign(to, &admin).send(to).await
    };
    for (name, value, says) in [
        (
            "content-type",
            "text/plain",
            "The provided Content Type is invalid or not supported for this model",
        ),
        (
            "content-type",
            "application/json; charset=utf-8",
            "The provided Content Type is invalid or not supported for this model",
        ),
        ("accept", "image/png", "The provided Accept Type is invalid or not supported for this model"),
        (
            "x-amzn-bedrock-trace",
            "ON",
            "Value 'ON' at 'trace' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_FULL]",
        ),
        ("x-amzn-bedrock-guardrailidentifier", "A!", "at 'guardrailIdentifier' failed to satisfy constraint"),
        (
            "x-amzn-bedrock-guardrailidentifier",
            "abc123",
            "The guardrail identifier or version provided in the request does not exist.",
        ),
        ("x-amzn-bedrock-guardrailversion", "x", "at 'guardrailVersion' failed to satisfy constraint"),
        (
            "x-amzn-bedrock-performanceconfig-latency",
            "quick",
            "Member must satisfy enum value set: [standard, optimized]",
        ),
        (
            "x-amzn-bedrock-performanceconfig-latency",
            "optimized",
            "The sandbox does not serve performanceConfigLatency optimized.",
        ),
        (
            "x-amzn-bedrock-service-tier",
            "gold",
            "Member must satisfy enum value set: [priority, default, flex, reserved]",
        ),
        ("x-amzn-bedrock-service-tier", "flex", "The sandbox does not serve serviceTier flex."),
        ("x-amzn-bedrock-projectidentifier", "p", "The sandbox does not serve projectIdentifier."),
        (
            "x-amzn-bedrock-request-metadata",
            &"x".repeat(8501),
            "Value at 'requestMetadata' failed to satisfy constraint: Member must have length less than or equal to 8500",
        ),
    ] {
        let answer = send(name, value).await;
        assert!(answer.status == 400 && answer.body.contains(says), "{name}: {answer:?}");
        assert!(answer.head.contains("x-amzn-errortype: ValidationException"), "{answer:?}");
    }
    for (name, value) in [
        ("accept", "*/*"),
        ("accept", "application/json"),
        ("x-amzn-bedrock-service-tier", "default"),
        ("x-amzn-bedrock-trace", "DISABLED"),
    ] {
        let answer = send(name, value).await;
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        assert!(answer.head.contains("x-amzn-bedrock-input-token-count: 1"), "{answer:?}");
    }
    let empty = Raw::rest("POST", path, "").sign(to, &admin).send(to).await;
    assert!(empty.status == 400 && empty.body.contains("Malformed input request"), "{empty:?}");
}

#[tokio::test]
async fn the_agents_runtime_ranks_by_the_same_models() {
    let sandbox = start().await;
    let to = sandbox.address();
    let arn = "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0";
    let text = |text: &str| json!({ "type": "INLINE", "inlineDocumentSource": { "type": "TEXT", "textDocument": { "text": text } } });
    let ask = |model: &str| {
        json!({
            "queries": [{ "type": "TEXT", "textQuery": { "text": "What guards against a confused deputy?" } }],
            "sources": [
                text("Cats sleep."),
                { "type": "INLINE", "inlineDocumentSource": { "type": "JSON", "jsonDocument": { "title": "The ExternalId guards against the confused deputy." } } },
                text("A deputy is a kind of sheriff."),
            ],
            "rerankingConfiguration": { "type": "BEDROCK_RERANKING_MODEL", "bedrockRerankingConfiguration": { "numberOfResults": 2, "modelConfiguration": { "modelArn": model } } },
        })
    };
    let send = async |keys: &aws_credential_types::Credentials, body: &Value| {
        let answer = Raw::rest("POST", "/rerank", &body.to_string()).sign(to, keys).send(to).await;
        (answer.status, serde_json::from_str::<Value>(&answer.body).unwrap())
    };
    let admin = seeded(&sandbox, "admin");
    let (status, answer) = send(&admin, &ask(arn)).await;
    let order: Vec<u64> =
        answer["results"].as_array().unwrap().iter().map(|one| one["index"].as_u64().unwrap()).collect();
    assert_eq!((status, order), (200, vec![1, 2]), "{answer}");
    assert!(answer["results"][0]["document"]["jsonDocument"]["title"].is_string());

    let mut two = ask(arn);
    two["queries"] = json!([two["queries"][0], two["queries"][0]]);
    let mut empty = ask(arn);
    empty["sources"] = json!([]);
    let mut untyped = ask(arn);
    untyped["sources"][0]["inlineDocumentSource"]["type"] = json!("JSON");
    let mut many = ask(arn);
    many["rerankingConfiguration"]["bedrockRerankingConfiguration"]["numberOfResults"] = json!(1001);
    let chat = ask("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0");
    let nowhere = ask("arn:aws:bedrock:us-east-1::foundation-model/amazon.rerank-v1:0");
    for (body, says) in [
        (json!({}), "3 validation errors detected"),
        (two, "at 'queries' failed to satisfy constraint: Member must have length less than or equal to 1"),
        (
            empty,
            "at 'sources' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ),
        (untyped, "The document at sources.0 does not hold what its type says."),
        (many, "Member must have value less than or equal to 1000"),
        (chat, "The model amazon.nova-micro-v1:0 is not supported for reranking."),
        (nowhere, "The provided model identifier is invalid."),
    ] {
        let (status, said) = send(&admin, &body).await;
        assert!(status == 400 && said["message"].as_str().unwrap().contains(says), "{body}: {said}");
    }

    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let keys = assume(&sandbox).await;
    let (status, said) = send(&keys, &ask(arn)).await;
    assert!(
        status == 403
            && said["message"]
                .as_str()
                .unwrap()
                .contains("is not authorized to perform: bedrock:Rerank because"),
        "{said}"
    );
    let only = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "bedrock:Rerank", "Resource": "*" }] });
    put_policy(&sandbox, &only.to_string()).await;
    let (status, said) = send(&keys, &ask(arn)).await;
    assert!(
        status == 403
            && said["message"].as_str().unwrap().contains(&format!("bedrock:InvokeModel on resource: {arn}")),
        "{said}"
    );
    let both = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["bedrock:Rerank", "bedrock:InvokeModel"], "Resource": "*" }] });
    put_policy(&sandbox, &both.to_string()).await;
    assert_eq!(send(&keys, &ask(arn)).await.0, 200);
}

#[tokio::test]
async fn bodies_of_megabytes_are_answered_and_the_next_one_too() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let words = |many: usize| (0..many).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
    let rerank = json!({ "query": words(40_000), "documents": [words(40_000), "x"], "api_version": 2 });
    let answer = invoke(&sandbox, &admin, "cohere.rerank-v3-5:0", &rerank).await.unwrap();
    assert_eq!(answer["results"][0]["index"], 0);
    let items = json!({ "messages": vec![0; 300_000] });
    let (code, status, _) = invoke(&sandbox, &admin, NOVA, &items).await.unwrap_err();
    assert_eq!((code.as_str(), status), ("ValidationException", 400));
    let uses: Vec<Value> = (0..10_000)
        .map(|n| json!({ "toolUse": { "toolUseId": format!("t{n}"), "name": "a", "input": {} } }))
        .collect();
    let results: Vec<Value> = (0..10_000)
        .map(|n| json!({ "toolResult": { "toolUseId": format!("t{n}"), "content": [] } }))
        .collect();
    let hi = json!({ "role": "user", "content": [{ "text": "hi" }] });
    let talk = json!({ "messages": [hi, { "role": "assistant", "content": uses }, { "role": "user", "content": results }] });
    let raw = Raw::rest("POST", "/model/amazon.nova-micro-v1%3A0/converse", &talk.to_string());
    let answer = raw.sign(sandbox.address(), &admin).send(sandbox.address()).await;
    assert!(answer.body.contains("The toolConfig field must be defined"), "{answer:?}");
}
