//! Invoking Bedrock as the role: one call a provider type (two where it also streams), each with the
//! smallest request that its kind of model answers.

use super::models::Chosen;
use crate::error::{Asked, LiveError};
use aws_sdk_bedrockruntime::Client;
use aws_sdk_bedrockruntime::operation::RequestId;
use aws_sdk_bedrockruntime::types::{
    ContentBlock, ConversationRole, ConverseOutput, ConverseStreamOutput, InferenceConfiguration, Message,
    TokenUsage,
};
use aws_smithy_types::Blob;
use serde_json::{Value, json};

/// How a model is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Converse,
    ConverseStream,
    AnthropicMessages,
    Embedding,
    Rerank,
}

impl Call {
    /// The check that it proves.
    pub(super) fn id(self) -> &'static str {
        match self {
            Call::Converse => "invoke.converse",
            Call::ConverseStream => "invoke.converse-stream",
            Call::AnthropicMessages => "invoke.anthropic-messages",
            Call::Embedding => "invoke.embedding",
            Call::Rerank => "invoke.rerank",
        }
    }

    /// The statement that it proves.
    pub(super) fn title(self) -> &'static str {
        match self {
            Call::Converse => "Converse answers through the role",
            Call::ConverseStream => "Converse answers in a stream through the role",
            Call::AnthropicMessages => "Anthropic Messages answers through the role",
            Call::Embedding => "An embedding is made through the role",
            Call::Rerank => "Documents are reranked through the role",
        }
    }

    /// Whether it needs the action for streams.
    pub(super) fn streams(self) -> bool {
        self == Call::ConverseStream
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answered {
    /// In words: `14 tokens in, 6 out`.
    pub(crate) what: String,
    pub(crate) request_id: Option<String>,
}

/// Makes a call.
pub(crate) async fn invoke(
    client: &Client,
    asked: &Asked,
    call: Call,
    chosen: &Chosen,
) -> Result<Answered, LiveError> {
    match call {
        Call::Converse => converse(client, asked, chosen).await,
        Call::ConverseStream => converse_stream(client, asked, chosen).await,
        Call::AnthropicMessages | Call::Embedding | Call::Rerank => {
            invoke_model(client, asked, call, chosen).await
        }
    }
}

pub(crate) const QUESTION: &str = "Answer with the word OK.";
const MAX_TOKENS: i32 = 16;

fn question() -> Option<Vec<Message>> {
    let message = Message::builder()
        .role(ConversationRole::User)
        .content(ContentBlock::Text(QUESTION.to_owned()))
        .build();
    message.ok().map(|message| vec![message])
}

fn short() -> InferenceConfiguration {
    InferenceConfiguration::builder().max_tokens(MAX_TOKENS).build()
}

async fn converse(client: &Client, asked: &Asked, chosen: &Chosen) -> Result<Answered, LiveError> {
    let answer = client
        .converse()
        .model_id(&chosen.id)
        .set_messages(question())
        .inference_config(short())
        .send()
        .await
        .map_err(|error| asked.error("bedrock:Converse", &error))?;
    if !answer.output().is_some_and(ConverseOutput::is_message) {
        return Err(asked.not_understood("bedrock:Converse", "the answer holds no message"));
    }
    Ok(Answered { what: tokens(answer.usage()), request_id: answer.request_id().map(str::to_owned) })
}

async fn converse_stream(client: &Client, asked: &Asked, chosen: &Chosen) -> Result<Answered, LiveError> {
    const CALL: &str = "bedrock:ConverseStream";
    let mut answer = client
        .converse_stream()
        .model_id(&chosen.id)
        .set_messages(question())
        .inference_config(short())
        .send()
        .await
        .map_err(|error| asked.error(CALL, &error))?;
    let request_id = answer.request_id().map(str::to_owned);
    let mut parts = 0_u32;
    let mut usage = None;
    let mut stopped = false;
    while let Some(event) = answer
        .stream
        .recv()
        .await
        .map_err(|error| asked.error_in_stream(CALL, &error, request_id.as_deref()))?
    {
        match event {
            ConverseStreamOutput::ContentBlockDelta(_) => parts += 1,
            ConverseStreamOutput::MessageStop(_) => stopped = true,
            ConverseStreamOutput::Metadata(metadata) => usage = metadata.usage,
            _ => {}
        }
    }
    if !stopped {
        return Err(asked.not_understood(CALL, "the stream ended before the message did"));
    }
    Ok(Answered { what: format!("{} in {parts} parts", tokens(usage.as_ref())), request_id })
}

fn tokens(usage: Option<&TokenUsage>) -> String {
    match usage {
        Some(usage) => format!("{} tokens in, {} out", usage.input_tokens(), usage.output_tokens()),
        None => "answered".to_owned(),
    }
}

async fn invoke_model(
    client: &Client,
    asked: &Asked,
    call: Call,
    chosen: &Chosen,
) -> Result<Answered, LiveError> {
    const CALL: &str = "bedrock:InvokeModel";
    let answer = client
        .invoke_model()
        .model_id(&chosen.id)
        .content_type("application/json")
        .accept("application/json")
        .body(Blob::new(body(call, &chosen.model).to_string()))
        .send()
        .await
        .map_err(|error| asked.error(CALL, &error))?;
    let said: Value = serde_json::from_slice(answer.body().as_ref())
        .map_err(|_| asked.not_understood(CALL, "the model's answer is not JSON"))?;
    let what = read(call, &said)
        .ok_or_else(|| asked.not_understood(CALL, "the model's answer has an unknown form"))?;
    Ok(Answered { what, request_id: answer.request_id().map(str::to_owned) })
}

/// The request's body, by the kind of call and the family of the model (Bedrock User Guide,
/// "Inference request parameters and response fields").
fn body(call: Call, model: &str) -> Value {
    let documents = ["Amazon Bedrock serves models.", "Bread is baked in an oven."];
    match call {
        Call::Embedding if model.starts_with("cohere.") => {
            json!({ "texts": [QUESTION], "input_type": "search_document" })
        }
        Call::Embedding if model.starts_with("amazon.titan-embed-text-v2") => {
            json!({ "inputText": QUESTION, "dimensions": 256, "normalize": true })
        }
        Call::Embedding => json!({ "inputText": QUESTION }),
        Call::Rerank if model.starts_with("cohere.") => {
            json!({ "query": "What is Bedrock?", "documents": documents, "api_version": 2 })
        }
        Call::Rerank => json!({ "query": "What is Bedrock?", "documents": documents }),
        Call::AnthropicMessages | Call::Converse | Call::ConverseStream => json!({
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": MAX_TOKENS,
            "messages": [{ "role": "user", "content": QUESTION }]
        }),
    }
}

/// What a model said, in words; `None`: not an answer of that kind.
fn read(call: Call, said: &Value) -> Option<String> {
    match call {
        Call::Embedding => {
            let vector = said
                .get("embedding")
                .or_else(|| said.pointer("/embeddings/0"))
                .or_else(|| said.pointer("/embeddings/float/0"))?
                .as_array()?;
            Some(format!("a vector of {} dimensions", vector.len()))
        }
        Call::Rerank => {
            let results = said.get("results")?.as_array()?;
            let best = results.first()?.get("index")?.as_u64()?;
            Some(format!("{} documents in order, number {} first", results.len(), best + 1))
        }
        Call::AnthropicMessages | Call::Converse | Call::ConverseStream => {
            let input = said.pointer("/usage/input_tokens")?.as_u64()?;
            let output = said.pointer("/usage/output_tokens")?.as_u64()?;
            Some(format!("{input} tokens in, {output} out"))
        }
    }
}
