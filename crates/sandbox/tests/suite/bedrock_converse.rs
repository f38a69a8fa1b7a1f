//! Converse and ConverseStream: deterministic answers, real frames, and what is refused.

use crate::support::chat::*;
use crate::support::*;
use aws_sdk_bedrockruntime::types::{
    ConversationRole, ConverseStreamOutput, InferenceConfiguration, StopReason,
};
use serde_json::json;

#[tokio::test]
async fn a_conversation_is_answered_the_same_each_time() {
    let sandbox = start().await;
    let runtime = runtime_of(&sandbox, seeded(&sandbox, "admin"), "us-east-1");
    let ask = |most: Option<i32>| {
        let config = InferenceConfiguration::builder().set_max_tokens(most).build();
        let call = runtime.converse().model_id(NOVA).inference_config(config);
        call.messages(says(ConversationRole::User, "Say something about roles.")).send()
    };
    let (one, two) = (ask(None).await.unwrap(), ask(None).await.unwrap());
    assert_eq!(one.output(), two.output());
    assert_eq!(one.stop_reason(), &StopReason::EndTurn);
    let usage = one.usage().unwrap();
    assert!(usage.input_tokens() > 0 && usage.output_tokens() > 0);
    assert_eq!(usage.total_tokens(), usage.input_tokens() + usage.output_tokens());
    let cut = ask(Some(3)).await.unwrap();
    assert_eq!((cut.stop_reason(), cut.usage().unwrap().output_tokens()), (&StopReason::MaxTokens, 3));
}

#[tokio::test]
async fn a_conversation_streams_in_frames_with_its_usage_at_the_end() {
    let sandbox = start().await;
    let runtime = runtime_of(&sandbox, seeded(&sandbox, "admin"), "us-east-1");
    let call = runtime.converse_stream().model_id(NOVA).messages(says(ConversationRole::User, "hello"));
    let mut answer = call.send().await.unwrap();
    let (mut text, mut order) = (String::new(), Vec::new());
    while let Some(event) = answer.stream.recv().await.unwrap() {
        order.push(match &event {
            ConverseStreamOutput::MessageStart(_) => "start",
            ConverseStreamOutput::ContentBlockDelta(_) => "delta",
            ConverseStreamOutput::ContentBlockStop(_) => "block stop",
            ConverseStreamOutput::MessageStop(_) => "stop",
            ConverseStreamOutput::Metadata(metadata) => {
                assert!(metadata.usage().unwrap().output_tokens() > 0);
                "metadata"
            }
            other => panic!("unexpected {other:?}"),
        });
        if let ConverseStreamOutput::ContentBlockDelta(delta) = event {
            text.push_str(delta.delta().unwrap().as_text().unwrap());
        }
    }
    order.dedup();
    assert_eq!(order, ["start", "delta", "block stop", "stop", "metadata"]);
    let whole = converse(&sandbox, &seeded(&sandbox, "admin"), "us-east-1", NOVA).await.unwrap();
    assert_eq!(text, whole, "streamed or whole, the same answer");
}

#[tokio::test]
async fn conversations_out_of_shape_are_refused() {
    let sandbox = start().await;
    let (to, admin) = (sandbox.address(), seeded(&sandbox, "admin"));
    let user = json!({ "role": "user", "content": [{ "text": "hi" }] });
    let table = [
        ("{".to_owned(), "SerializationException", ""),
        ("[]".to_owned(), "SerializationException", ""),
        (json!({ "messages": "hi" }).to_string(), "SerializationException", ""),
        (
            json!({ "messages": [{ "role": "user", "content": [{ "text": 1 }] }] }).to_string(),
            "SerializationException",
            "NUMBER_VALUE cannot be converted to String",
        ),
        (
            json!({ "messages": [{ "role": "user", "content": [{ "song": {} }] }] }).to_string(),
            "ValidationException",
            "ContentBlock object at messages.0.content.0 must set one of the following keys: text, image, toolUse, toolResult, document, video, cachePoint, reasoningContent, citationsContent, searchResult",
        ),
        (
            json!({ "messages": [{ "role": "user", "content": [{}] }] }).to_string(),
            "ValidationException",
            "ContentBlock object at messages.0.content.0 must set one of the following keys",
        ),
        (
            json!({ "messages": [{ "role": "user", "content": [{ "text": "a", "image": {} }] }] })
                .to_string(),
            "SerializationException",
            "exactly one member",
        ),
        ("{}".to_owned(), "ValidationException", "A conversation must start with a user message."),
        (
            json!({ "messages": [] }).to_string(),
            "ValidationException",
            "A conversation must start with a user message.",
        ),
        (
            json!({ "messages": [{ "role": "assistant", "content": [{ "text": "hi" }] }] }).to_string(),
            "ValidationException",
            "A conversation must start with a user message.",
        ),
        (
            json!({ "messages": [user, user] }).to_string(),
            "ValidationException",
            "A conversation must alternate between user and assistant roles.",
        ),
        (
            json!({ "messages": [{ "role": "user", "content": [{ "text": " " }] }] }).to_string(),
            "ValidationException",
            "The text field in the ContentBlock object at messages.0.content.0 is blank.",
        ),
        (
            json!({ "messages": [{ "role": "user", "content": [] }] }).to_string(),
            "ValidationException",
            "The content field in the Message object at messages.0 is empty.",
        ),
        (
            json!({ "messages": [{ "role": "user" }] }).to_string(),
            "ValidationException",
            "Value null at 'messages.1.member.content' failed to satisfy constraint: Member must not be null",
        ),
        (
            json!({ "messages": [{ "role": "god", "content": [{ "text": "hi" }] }] }).to_string(),
            "ValidationException",
            "Value 'god' at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set",
        ),
        (
            json!({ "messages": [user], "inferenceConfig": { "maxTokens": 0 } }).to_string(),
            "ValidationException",
            "Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1",
        ),
        (
            json!({ "messages": [user], "inferenceConfig": { "temperature": 1.5 } }).to_string(),
            "ValidationException",
            "Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
        ),
        (
            json!({ "messages": [user], "inferenceConfig": { "stopSequences": [""] } }).to_string(),
            "ValidationException",
            "Member must have length greater than or equal to 1",
        ),
    ];
    for (body, code, says) in table {
        for verb in ["converse", "converse-stream"] {
            let path = format!("/model/amazon.nova-micro-v1%3A0/{verb}");
            let answer = Raw::rest("POST", &path, &body).sign(to, &admin).send(to).await;
            assert!(
                answer.status == 400 && answer.head.contains(&format!("x-amzn-errortype: {code}\r\n")),
                "{body}: {answer:?}"
            );
            assert!(answer.body.contains(says), "{body}: {answer:?}");
        }
    }
}

/// A conversation of one message, and what else stands in the request.
fn with(more: serde_json::Value) -> serde_json::Value {
    let mut body = json!({ "messages": [{ "role": "user", "content": [{ "text": "hi" }] }] });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    body
}

async fn refused_as(
    sandbox: &sandbox::Sandbox,
    region: &'static str,
    model: &str,
    verb: &str,
    body: &serde_json::Value,
) -> (u16, String) {
    let path = format!("/model/{}/{verb}", model.replace(':', "%3A"));
    let mut raw = Raw::rest("POST", &path, &body.to_string());
    raw.region = region;
    let answer = raw.sign(sandbox.address(), &seeded(sandbox, "admin")).send(sandbox.address()).await;
    let said: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, said["message"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn every_bound_of_the_service_model_is_kept() {
    let sandbox = start().await;
    let fails = |what: &str| format!("1 validation error detected: Value {what}");
    let stops: Vec<&str> = vec!["x"; 2501];
    let metadata: serde_json::Map<_, _> = (0..17).map(|n| (format!("k{n}"), json!("v"))).collect();
    let long = "n".repeat(65);
    let user = |content: serde_json::Value| json!({ "messages": [{ "role": "user", "content": [content] }] });
    for (body, says) in [
        (with(json!({ "inferenceConfig": { "maxTokens": 0 } })), fails("'0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1")),
        (with(json!({ "inferenceConfig": { "topP": 1.1 } })), fails("'1.1' at 'inferenceConfig.topP' failed to satisfy constraint: Member must have value less than or equal to 1")),
        (with(json!({ "inferenceConfig": { "temperature": -0.1 } })), fails("'-0.1' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value greater than or equal to 0")),
        (with(json!({ "inferenceConfig": { "maxTokens": 1.5 } })), "DECIMAL_VALUE cannot be converted to Integer".into()),
        (with(json!({ "inferenceConfig": { "maxTokens": "5" } })), "STRING_VALUE cannot be converted to Integer".into()),
        (with(json!({ "inferenceConfig": { "topP": "x" } })), "STRING_VALUE cannot be converted to Float".into()),
        (with(json!({ "system": "be brief" })), "Unexpected field type".into()),
        (with(json!({ "system": [{ "text": "" }] })), fails("'' at 'system.1.member.text' failed to satisfy constraint: Member must have length greater than or equal to 1")),
        (with(json!({ "toolConfig": {} })), fails("null at 'toolConfig.tools' failed to satisfy constraint: Member must not be null")),
        (with(json!({ "toolConfig": { "tools": [] } })), fails("'[]' at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1")),
        (with(json!({ "toolConfig": { "tools": [{ "toolSpec": { "name": "a b", "inputSchema": { "json": { "type": "object" } } } }] } })), fails("'a b' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+")),
        (with(json!({ "toolConfig": { "tools": [{ "toolSpec": { "name": long, "inputSchema": { "json": {} } } }] } })), fails(&format!("'{long}' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must have length less than or equal to 64"))),
        (with(json!({ "toolConfig": { "tools": [{ "toolSpec": { "name": "a" } }] } })), fails("null at 'toolConfig.tools.1.member.toolSpec.inputSchema' failed to satisfy constraint: Member must not be null")),
        (with(json!({ "toolConfig": { "tools": [{}] } })), "Tool object at toolConfig.tools.0 must set one of the following keys: toolSpec, systemTool, cachePoint.".into()),
        (with(json!({ "requestMetadata": {} })), fails("'{}' at 'requestMetadata' failed to satisfy constraint: Member must have length greater than or equal to 1")),
        (with(json!({ "requestMetadata": metadata })), fails("'{}' at 'requestMetadata' failed to satisfy constraint: Member must have length less than or equal to 16")),
        (with(json!({ "requestMetadata": { "k": "é" } })), fails("at 'requestMetadata.k' failed to satisfy constraint: Member must satisfy regular expression pattern")),
        (with(json!({ "additionalModelResponseFieldPaths": [""] })), fails("'' at 'additionalModelResponseFieldPaths.1.member' failed to satisfy constraint: Member must have length greater than or equal to 1")),
        (with(json!({ "performanceConfig": { "latency": "x" } })), fails("'x' at 'performanceConfig.latency' failed to satisfy constraint: Member must satisfy enum value set: [standard, optimized]")),
        (with(json!({ "serviceTier": {} })), fails("null at 'serviceTier.type' failed to satisfy constraint: Member must not be null")),
        (with(json!({ "guardrailConfig": { "guardrailIdentifier": "A B" } })), fails("'A B' at 'guardrailConfig.guardrailIdentifier' failed to satisfy constraint: Member must satisfy regular expression pattern")),
        (with(json!({ "guardrailConfig": { "guardrailVersion": "0" } })), fails("'0' at 'guardrailConfig.guardrailVersion' failed to satisfy constraint: Member must satisfy regular expression pattern: (|([1-9][0-9]{0,7})|(DRAFT))")),
        (with(json!({ "inferenceConfig": { "stopSequences": stops } })), "at 'inferenceConfig.stopSequences' failed to satisfy constraint: Member must have length less than or equal to 2500".into()),
        (user(json!({ "image": { "format": "bmp", "source": { "bytes": "AA==" } } })), fails("'bmp' at 'messages.1.member.content.1.member.image.format' failed to satisfy constraint: Member must satisfy enum value set: [png, jpeg, gif, webp]")),
        (user(json!({ "image": { "format": "png", "source": { "bytes": "" } } })), fails("at 'messages.1.member.content.1.member.image.source.bytes' failed to satisfy constraint: Member must have length greater than or equal to 1")),
        (user(json!({ "image": { "format": "png", "source": { "bytes": "*" } } })), "Invalid base64 value in the request body.".into()),
        (user(json!({ "document": { "format": "txt", "source": { "text": "a" } } })), fails("null at 'messages.1.member.content.1.member.document.name' failed to satisfy constraint: Member must not be null")),
        (user(json!({ "toolResult": { "toolUseId": "a!", "content": [] } })), fails("'a!' at 'messages.1.member.content.1.member.toolResult.toolUseId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.:-]+")),
        (user(json!({ "image": { "format": "png", "source": { "s3Location": { "uri": "http://x" } } } })), fails("'http://x' at 'messages.1.member.content.1.member.image.source.s3Location.uri' failed to satisfy constraint: Member must satisfy regular expression pattern: s3://")),
        (with(json!({ "wizard": true })), "The sandbox does not know the member wizard.".into()),
        (json!({ "messages": [{ "role": "user", "content": [{ "text": "a" }], "name": "x" }] }), "The sandbox does not know the member name at messages.0.".into()),
        (json!({ "messages": [{ "role": "x" }] }), "2 validation errors detected: Value 'x' at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant, system]; Value null at 'messages.1.member.content' failed to satisfy constraint: Member must not be null".into()),
    ] {
        for verb in ["converse", "converse-stream"] {
            let (status, said) = refused_as(&sandbox, "us-east-1", NOVA, verb, &body).await;
            assert!(status == 400 && said.contains(&says), "{body}: {status} {said}");
        }
    }
    // The stream alone may say how a guardrail works on it.
    let body = with(json!({ "guardrailConfig": { "streamProcessingMode": "x" } }));
    let (_, said) = refused_as(&sandbox, "us-east-1", NOVA, "converse", &body).await;
    assert_eq!(said, "The sandbox does not know the member streamProcessingMode at guardrailConfig.");
    let (_, said) = refused_as(&sandbox, "us-east-1", NOVA, "converse-stream", &body).await;
    assert!(said.ends_with("Member must satisfy enum value set: [sync, async]"), "{said}");
}

#[tokio::test]
async fn what_a_conversation_must_be_and_what_a_model_does_not_do() {
    let sandbox = start().await;
    let haiku = format!("us.{HAIKU}");
    let png = "iVBORw0KGgo=";
    let tool =
        |name: &str| json!({ "toolSpec": { "name": name, "inputSchema": { "json": { "type": "object" } } } });
    let tools = json!({ "tools": [tool("a")] });
    let user = |content: serde_json::Value| json!({ "role": "user", "content": [content] });
    let assistant = |content: serde_json::Value| json!({ "role": "assistant", "content": [content] });
    let text = json!({ "text": "hi" });
    let uses = |id: &str| json!({ "toolUse": { "toolUseId": id, "name": "a", "input": {} } });
    let result = |id: &str| json!({ "toolResult": { "toolUseId": id, "content": [{ "text": "x" }] } });
    let talk = |messages: serde_json::Value, tools: &serde_json::Value| json!({ "messages": messages, "toolConfig": tools });
    let image = |bytes: &str| json!({ "messages": [user(json!({ "image": { "format": "png", "source": { "bytes": bytes } } }))] });
    let document = |name: &str| json!({ "messages": [{ "role": "user", "content": [text, { "document": { "format": "txt", "name": name, "source": { "bytes": "aGk=" } } }] }] });
    let (llama, llama31) = ("meta.llama3-8b-instruct-v1:0", "us.meta.llama3-1-8b-instruct-v1:0");
    let mistral = "mistral.mistral-7b-instruct-v0:2";
    let nova = NOVA;
    let bad_schema = json!({ "tools": [{ "toolSpec": { "name": "a", "inputSchema": { "json": [] } } }] });
    let no_type = json!({ "tools": [{ "toolSpec": { "name": "a", "inputSchema": { "json": {} } } }] });
    let table = [
        (
            nova,
            json!({ "messages": [user(text.clone()), user(text.clone())] }),
            "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
        ),
        (
            nova,
            with(json!({ "system": [{ "text": " " }] })),
            "The text field in the SystemContentBlock object at system.0 is blank. Add text to the text field, and try again.",
        ),
        (
            nova,
            with(json!({ "inferenceConfig": { "maxTokens": 10001 } })),
            "The maximum tokens you requested exceeds the model limit of 10000. Try again with a maximum tokens value that is lower than 10000.",
        ),
        (
            nova,
            talk(json!([user(text.clone()), assistant(uses("t1")), user(text.clone())]), &tools),
            "Expected toolResult blocks at messages.2.content for the following Ids: t1",
        ),
        (
            nova,
            talk(json!([user(result("t1"))]), &tools),
            "The number of toolResult blocks at messages.0.content exceeds the number of toolUse blocks of previous turn.",
        ),
        (
            nova,
            json!({ "messages": [user(text.clone()), assistant(uses("t1")), user(result("t1"))] }),
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
        ),
        (
            nova,
            talk(json!([user(uses("t1"))]), &tools),
            "This model doesn't support the toolUse field for user messages. Remove toolUse and try again.",
        ),
        (
            nova,
            talk(
                json!([
                    user(text.clone()),
                    assistant(json!({ "toolUse": { "toolUseId": "t", "name": "a", "input": "x" } }))
                ]),
                &tools,
            ),
            "The format of the value at messages.1.content.0.toolUse.input is invalid. Provide a json object for the field and try again.",
        ),
        (
            nova,
            talk(
                json!([
                    user(text.clone()),
                    assistant(uses("t")),
                    user(json!({ "toolResult": { "toolUseId": "t", "content": [], "status": "error" } }))
                ]),
                &tools,
            ),
            "The content field at messages.2.content.0.toolResult cannot be empty when status value is error.",
        ),
        (
            nova,
            talk(
                json!([
                    user(text.clone()),
                    assistant(uses("t")),
                    user(json!({ "toolResult": { "toolUseId": "t", "content": [{ "json": 1 }] } }))
                ]),
                &tools,
            ),
            "The format of the value at messages.2.content.0.toolResult.content.0.json is invalid. Provide a json object for the field and try again.",
        ),
        (
            nova,
            with(json!({ "toolConfig": bad_schema })),
            "The format of the value at toolConfig.tools.0.toolSpec.inputSchema.json is invalid. Provide a json object for the field and try again.",
        ),
        (
            nova,
            with(json!({ "toolConfig": no_type })),
            "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object.",
        ),
        (
            nova,
            with(json!({ "toolConfig": { "tools": [tool("a"), tool("a")] } })),
            "The model returned the following errors: tools: Tool names must be unique.",
        ),
        (
            nova,
            with(
                json!({ "toolConfig": { "tools": [tool("a")], "toolChoice": { "tool": { "name": "b" } } } }),
            ),
            "The model returned the following errors: Tool 'b' not found in provided tools",
        ),
        (
            nova,
            image(png),
            "This model doesn't support the image content block that you provided. Update the content block and try again.",
        ),
        (nova, document("notes"), "This model doesn't support documents."),
        (
            &haiku,
            document("notes  of May.txt"),
            "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.",
        ),
        (&haiku, image("aGVsbG8="), "The model returned the following errors: Could not process image"),
        (
            &haiku,
            json!({ "messages": [user(json!({ "image": { "format": "png", "source": { "s3Location": { "uri": "s3://bucket/key" } } } }))] }),
            "The sandbox does not serve content in Amazon S3.",
        ),
        (
            &haiku,
            json!({ "messages": [user(json!({ "document": { "format": "txt", "name": "a", "source": { "bytes": "aGk=" } } }))] }),
            "A message with a document must also have a text block.",
        ),
        (
            &haiku,
            with(json!({ "inferenceConfig": { "temperature": 0.5, "topP": 0.5 } })),
            "The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        ),
        (
            &haiku,
            with(json!({ "additionalModelRequestFields": { "top_j": 1 } })),
            "The model returned the following errors: top_j: Extra inputs are not permitted",
        ),
        (
            &haiku,
            with(json!({ "additionalModelRequestFields": [1] })),
            "The format of the value at additionalModelRequestFields is invalid. Provide a json object for the field and try again.",
        ),
        (
            &haiku,
            with(json!({ "inferenceConfig": { "maxTokens": 64001 } })),
            "The maximum tokens you requested exceeds the model limit of 64000. Try again with a maximum tokens value that is lower than 64000.",
        ),
        (
            nova,
            with(json!({ "additionalModelRequestFields": { "top_k": 1 } })),
            "The model returned the following errors: Malformed input request: #: extraneous key [top_k] is not permitted, please reformat your input and try again.",
        ),
        (llama, with(json!({ "toolConfig": tools })), "This model doesn't support tool use."),
        (
            llama,
            with(json!({ "inferenceConfig": { "stopSequences": ["x"] } })),
            "This model doesn't support the stopSequences field. Remove stopSequences and try again.",
        ),
        (
            llama,
            json!({ "messages": [user(text.clone()), assistant(text.clone())] }),
            "A conversation must end with a user message. Try again with a conversation that ends with a user message.",
        ),
        (
            mistral,
            with(json!({ "system": [{ "text": "be brief" }] })),
            "This model doesn't support system messages. Try again without a system message or use a model that supports system messages.",
        ),
        (
            nova,
            with(json!({ "guardrailConfig": { "guardrailIdentifier": "abc", "guardrailVersion": "1" } })),
            "The guardrail identifier or version provided in the request does not exist.",
        ),
        (
            nova,
            with(json!({ "promptVariables": { "a": { "text": "b" } } })),
            "The sandbox does not serve promptVariables.",
        ),
        (nova, with(json!({ "outputConfig": {} })), "The sandbox does not serve outputConfig."),
        (
            nova,
            with(json!({ "projectIdentifier": "default" })),
            "The sandbox does not serve projectIdentifier.",
        ),
        (
            nova,
            with(json!({ "performanceConfig": { "latency": "optimized" } })),
            "The sandbox does not serve performanceConfig with latency optimized.",
        ),
        (
            nova,
            with(json!({ "serviceTier": { "type": "flex" } })),
            "The sandbox does not serve serviceTier with type flex.",
        ),
        (
            nova,
            json!({ "messages": [user(json!({ "audio": {} }))] }),
            "The sandbox does not serve the content block audio.",
        ),
        (
            nova,
            json!({ "messages": [user(text.clone()), { "role": "system", "content": [text] }] }),
            "The sandbox does not serve messages with the role system.",
        ),
    ];
    for (model, body, says) in table {
        for verb in ["converse", "converse-stream"] {
            let (status, said) = refused_as(&sandbox, "us-east-1", model, verb, &body).await;
            assert!(status == 400 && said.contains(says), "{model} {body}: {status} {said}");
        }
    }
    // Tools in a stream are one more thing that a model may not do; whole, it does.
    let body = with(json!({ "toolConfig": tools }));
    let (_, said) = refused_as(&sandbox, "us-east-1", llama31, "converse-stream", &body).await;
    assert_eq!(said, "This model doesn't support tool use in streaming mode.");
    assert_eq!(refused_as(&sandbox, "us-east-1", llama31, "converse", &body).await.0, 200);
    // Caching is refused as AWS refuses it: as a matter of access.
    let body = json!({ "messages": [{ "role": "user", "content": [{ "text": "hi" }, { "cachePoint": { "type": "default" } }] }] });
    let (status, said) = refused_as(&sandbox, "us-east-1", llama, "converse", &body).await;
    assert!(status == 403 && said.starts_with("You invoked an unsupported model"), "{said}");
    assert_eq!(refused_as(&sandbox, "us-east-1", nova, "converse", &body).await.0, 200);
    // And what is right is served.
    for (model, body) in [
        (haiku.as_str(), image(png)),
        (haiku.as_str(), document("notes (May) [1]")),
        (
            nova,
            talk(
                json!([user(json!({ "text": "hi" })), assistant(uses("t")), user(result("t"))]),
                &json!({ "tools": [tool("a")] }),
            ),
        ),
        (nova, json!({ "messages": [user(json!({ "text": "hi" })), assistant(json!({ "text": "so" }))] })),
        (llama, with(json!({ "system": [{ "text": "be brief" }] }))),
        (
            "openai.gpt-oss-20b-1:0",
            with(json!({ "additionalModelRequestFields": { "reasoning_effort": "low" } })),
        ),
        (mistral, with(json!({ "additionalModelRequestFields": { "top_k": 5 } }))),
        (
            nova,
            with(
                json!({ "requestMetadata": { "team": "red" }, "serviceTier": { "type": "default" }, "inferenceConfig": { "maxTokens": 10000 } }),
            ),
        ),
    ] {
        let region = if model.starts_with("openai") { "us-west-2" } else { "us-east-1" };
        let (status, said) = refused_as(&sandbox, region, model, "converse", &body).await;
        assert_eq!(status, 200, "{model} {body}: {said}");
    }
}

#[tokio::test]
async fn a_tool_that_has_to_be_called_is_called() {
    use aws_sdk_bedrockruntime::types::{
        AnyToolChoice, SpecificToolChoice, Tool, ToolChoice, ToolConfiguration, ToolInputSchema,
        ToolSpecification,
    };
    use aws_smithy_types::Document;
    let sandbox = start().await;
    let runtime = runtime_of(&sandbox, seeded(&sandbox, "admin"), "us-east-1");
    let object = |pairs: &[(&str, Document)]| {
        Document::Object(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    };
    let schema = object(&[
        ("type", Document::String("object".into())),
        ("properties", object(&[("city", object(&[("type", Document::String("string".into()))]))])),
        ("required", Document::Array(vec![Document::String("city".into())])),
    ]);
    let spec = |name: &str| {
        let spec =
            ToolSpecification::builder().name(name).input_schema(ToolInputSchema::Json(schema.clone()));
        Tool::ToolSpec(spec.build().unwrap())
    };
    let config = |choice: ToolChoice| {
        let tools = ToolConfiguration::builder().tools(spec("first")).tools(spec("second"));
        tools.tool_choice(choice).build().unwrap()
    };
    let second = ToolChoice::Tool(SpecificToolChoice::builder().name("second").build().unwrap());
    let any = ToolChoice::Any(AnyToolChoice::builder().build());
    for (choice, name) in [(any, "first"), (second, "second")] {
        let hello = says(ConversationRole::User, "hello");
        let call =
            runtime.converse().model_id(NOVA).messages(hello.clone()).tool_config(config(choice.clone()));
        let answer = call.send().await.unwrap();
        assert_eq!(answer.stop_reason(), &StopReason::ToolUse);
        let content = answer.output().unwrap().as_message().unwrap().content().to_vec();
        let called = content[0].as_tool_use().unwrap();
        assert_eq!(called.name(), name);
        assert!(called.tool_use_id().starts_with("tooluse_"));
        let city = called.input().as_object().unwrap().get("city").unwrap();
        assert!(city.as_string().is_some_and(|city| !city.is_empty()));

        let call = runtime.converse_stream().model_id(NOVA).messages(hello).tool_config(config(choice));
        let mut stream = call.send().await.unwrap().stream;
        let (mut input, mut started) = (String::new(), String::new());
        while let Some(event) = stream.recv().await.unwrap() {
            match event {
                ConverseStreamOutput::ContentBlockStart(start) => {
                    started = start.start().unwrap().as_tool_use().unwrap().name().to_owned();
                }
                ConverseStreamOutput::ContentBlockDelta(delta) => {
                    input.push_str(delta.delta().unwrap().as_tool_use().unwrap().input());
                }
                ConverseStreamOutput::MessageStop(stop) => {
                    assert_eq!(stop.stop_reason(), &StopReason::ToolUse)
                }
                _ => {}
            }
        }
        assert_eq!(started, name);
        let input: serde_json::Value = serde_json::from_str(&input).unwrap();
        assert_eq!(input["city"], city.as_string().unwrap());
    }
}

#[tokio::test]
async fn a_stop_sequence_is_told_where_it_is_asked_for() {
    let sandbox = start().await;
    let body = with(
        json!({ "inferenceConfig": { "stopSequences": ["sandbox"] }, "additionalModelResponseFieldPaths": ["/stop_sequence"] }),
    );
    let raw = Raw::rest("POST", "/model/amazon.nova-micro-v1%3A0/converse", &body.to_string());
    let answer = raw.sign(sandbox.address(), &seeded(&sandbox, "admin")).send(sandbox.address()).await;
    let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(answer["stopReason"], "stop_sequence");
    assert_eq!(answer["additionalModelResponseFields"]["stop_sequence"], "sandbox");
}

#[tokio::test]
async fn a_method_a_path_or_a_type_that_is_not_served_is_told() {
    let sandbox = start().await;
    let (to, admin) = (sandbox.address(), seeded(&sandbox, "admin"));
    let body = with(json!({})).to_string();
    for (method, path) in [
        ("GET", "/model/amazon.nova-micro-v1%3A0/converse"),
        ("PUT", "/model/amazon.nova-micro-v1%3A0/invoke"),
        ("POST", "/model/amazon.nova-micro-v1%3A0/sing"),
        ("POST", "/model//converse"),
        ("POST", "/foundation-models"),
        ("DELETE", "/foundation-models/amazon.nova-micro-v1%3A0"),
        ("PUT", "/inference-profiles"),
        ("GET", "/guardrails"),
    ] {
        let answer = Raw::rest(method, path, &body).sign(to, &admin).send(to).await;
        assert_eq!(answer.status, 404, "{method} {path}: {answer:?}");
        assert!(answer.head.contains("x-amzn-errortype: UnknownOperationException"), "{answer:?}");
    }
    let mut text = Raw::rest("POST", "/model/amazon.nova-micro-v1%3A0/converse", &body);
    text.headers = vec![("content-type".into(), "text/plain".into())];
    let answer = text.sign(to, &admin).send(to).await;
    assert_eq!(answer.status, 415, "{answer:?}");
    assert!(answer.head.contains("x-amzn-errortype: UnsupportedMediaTypeException"), "{answer:?}");
    let mut charset = Raw::rest("POST", "/model/amazon.nova-micro-v1%3A0/converse", &body);
    charset.headers = vec![("content-type".into(), "application/json; charset=utf-8".into())];
    assert_eq!(charset.sign(to, &admin).send(to).await.status, 200);
}
