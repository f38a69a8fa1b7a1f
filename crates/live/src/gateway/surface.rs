//! The surfaces of the gateway: their paths, the smallest request of each, and how its answer reads
//! (QuilrAI's documentation; the API references of OpenAI, Anthropic and Cohere for the bodies).

use crate::verify::{Call, QUESTION};
use onboarding::ProviderType;
use serde_json::{Value, json};

const MAX_TOKENS: u32 = 16;

/// A way to call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surface {
    Chat,
    Converse,
    ConverseStream,
    Messages,
    Embeddings,
    Rerank,
}

impl Surface {
    /// Those that serve a provider type.
    pub(crate) fn of(provider_type: ProviderType, streams: bool) -> &'static [Surface] {
        match provider_type {
            ProviderType::Bedrock if streams => &[Self::Chat, Self::Converse, Self::ConverseStream],
            ProviderType::Bedrock => &[Self::Chat, Self::Converse],
            ProviderType::AnthropicMessagesBedrock => &[Self::Messages],
            ProviderType::BedrockEmbeddings => &[Self::Embeddings],
            ProviderType::BedrockRerank => &[Self::Rerank],
        }
    }

    /// The check that it proves.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Chat => "gateway.bedrock.chat",
            Self::Converse => "gateway.bedrock.converse",
            Self::ConverseStream => "gateway.bedrock.converse-stream",
            Self::Messages => "gateway.anthropic_messages_bedrock.messages",
            Self::Embeddings => "gateway.bedrock_embeddings.embeddings",
            Self::Rerank => "gateway.bedrock_rerank.rerank",
        }
    }

    /// The statement that it proves.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Chat => "OpenAI-compatible chat answers through the gateway",
            Self::Converse => "Converse answers through the gateway",
            Self::ConverseStream => "Converse answers in a stream through the gateway",
            Self::Messages => "Anthropic Messages answers through the gateway",
            Self::Embeddings => "An embedding is made through the gateway",
            Self::Rerank => "Documents are reranked through the gateway",
        }
    }

    /// What a failed connection is told of.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat completions",
            Self::Converse => "Converse",
            Self::ConverseStream => "ConverseStream",
            Self::Messages => "messages",
            Self::Embeddings => "embeddings",
            Self::Rerank => "rerank",
        }
    }

    /// Bedrock Runtime's call, where it is that surface.
    pub(super) fn call(self) -> Option<Call> {
        match self {
            Self::Converse => Some(Call::Converse),
            Self::ConverseStream => Some(Call::ConverseStream),
            Self::Chat | Self::Messages | Self::Embeddings | Self::Rerank => None,
        }
    }

    pub(super) fn path(self, model: &str) -> String {
        match self {
            Self::Chat => "/openai_compatible/v1/chat/completions".to_owned(),
            Self::Converse => format!("/bedrock-runtime/model/{model}/converse"),
            Self::ConverseStream => format!("/bedrock-runtime/model/{model}/converse-stream"),
            Self::Messages => "/anthropic_messages/v1/messages".to_owned(),
            Self::Embeddings => "/openai_compatible/v1/embeddings".to_owned(),
            Self::Rerank => "/rerank/v2/rerank".to_owned(),
        }
    }

    pub(super) fn body(self, model: &str) -> Value {
        match self {
            Self::Embeddings => json!({ "model": model, "input": QUESTION }),
            Self::Rerank => json!({
                "model": model,
                "query": "What is Bedrock?",
                "documents": ["Amazon Bedrock serves models.", "Bread is baked in an oven."],
            }),
            Self::Chat | Self::Messages | Self::Converse | Self::ConverseStream => json!({
                "model": model,
                "max_tokens": MAX_TOKENS,
                "messages": [{ "role": "user", "content": QUESTION }],
            }),
        }
    }

    /// What came back, in words; `None`: not an answer of this surface.
    pub(super) fn read(self, said: &Value) -> Option<String> {
        let number = |pointer: &str| said.pointer(pointer).and_then(Value::as_u64);
        let tokens = |tokens: Option<u64>| tokens.map(|n| format!(", {n} tokens in")).unwrap_or_default();
        match self {
            Self::Chat => {
                said.pointer("/choices/0/message")?;
                let (input, output) = (number("/usage/prompt_tokens")?, number("/usage/completion_tokens")?);
                Some(format!("{input} tokens in, {output} out"))
            }
            Self::Messages => {
                said.get("content")?.as_array()?;
                let (input, output) = (number("/usage/input_tokens")?, number("/usage/output_tokens")?);
                Some(format!("{input} tokens in, {output} out"))
            }
            Self::Embeddings => {
                let vector = said.pointer("/data/0/embedding")?.as_array()?;
                Some(format!(
                    "a vector of {} dimensions{}",
                    vector.len(),
                    tokens(number("/usage/prompt_tokens"))
                ))
            }
            Self::Rerank => {
                let results = said.get("results")?.as_array()?;
                let best = results.first()?.get("index")?.as_u64()?;
                Some(format!("{} documents in order, number {} first", results.len(), best + 1))
            }
            Self::Converse | Self::ConverseStream => None,
        }
    }
}
