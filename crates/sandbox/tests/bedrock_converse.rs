//! Converse and ConverseStream: deterministic answers, real frames, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use aws_sdk_bedrockruntime::types::{
    ConversationRole, ConverseStreamOutput, InferenceConfiguration, StopReason,
};
use serde_json::json;
use support::chat::*;
use support::*;

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
            "Expected a string at text.",
        ),
        (
            json!({ "messages": [{ "role": "user", "content": [{ "song": {} }] }] }).to_string(),
            "SerializationException",
            "Unrecognized union member: song",
        ),
        (
            json!({ "messages": [{ "role": "user", "content": [{}] }] }).to_string(),
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
