//! The gateway's keys. Of a key itself only its digest is kept: whoever calls brings it along, as the
//! bearer or, to Bedrock Runtime, as the access key id that is its secret as well. So neither the
//! state file nor a snapshot holds one.

use crate::ids;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How every key begins.
pub(super) const PREFIX: &str = "sk-quilr-";

/// What a key serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProviderType {
    Bedrock,
    AnthropicMessagesBedrock,
    BedrockEmbeddings,
    BedrockRerank,
}

impl ProviderType {
    pub(super) const ALL: [Self; 4] =
        [Self::Bedrock, Self::AnthropicMessagesBedrock, Self::BedrockEmbeddings, Self::BedrockRerank];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bedrock => "bedrock",
            Self::AnthropicMessagesBedrock => "anthropic_messages_bedrock",
            Self::BedrockEmbeddings => "bedrock_embeddings",
            Self::BedrockRerank => "bedrock_rerank",
        }
    }
}

/// What the dashboard's form says of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Values {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) provider_type: ProviderType,
    /// The models that are selected on it; `None`: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) models: Option<Vec<String>>,
    pub(crate) aws_role_arn: String,
    pub(crate) aws_external_id: String,
    pub(crate) aws_region: String,
    /// `None`: `quilr-gateway-<timestamp>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) aws_role_session_name: Option<String>,
    pub(crate) aws_session_duration_seconds: u32,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) id: String,
    /// SHA-256, in hexadecimal. The keys are random, so nothing slower is needed.
    digest: String,
    pub(crate) ends_in: String,
    /// Another one with each change of its values.
    pub(crate) revision: u64,
    pub(crate) values: Values,
}

/// The keys of a world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct KeyRing(Vec<Key>);

impl KeyRing {
    /// How many there may be.
    pub(super) const MOST: usize = 100;

    /// In the order in which they were made.
    pub(super) fn all(&self) -> &[Key] {
        &self.0
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= Self::MOST
    }

    /// Adds one.
    pub(crate) fn add(&mut self, secret: &str, values: Values) -> Key {
        let ends_in = secret.get(secret.len().saturating_sub(4)..).unwrap_or_default().to_owned();
        let key = Key { id: ids::profile_id(), digest: digest(secret), ends_in, revision: 0, values };
        self.0.push(key.clone());
        key
    }

    /// Adds one that somebody else has made; the error says what is wrong with it.
    pub(crate) fn plant(&mut self, secret: &str, values: Values) -> Result<(), &'static str> {
        let sound = |rest: &str| {
            (16..=128).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if !secret.strip_prefix(PREFIX).is_some_and(sound) {
            return Err("it is `sk-quilr-` and 16 to 128 letters and digits");
        }
        if self.find(secret).is_some() {
            return Err("another key is the same");
        }
        if self.is_full() {
            return Err("there are 100 keys at most");
        }
        self.add(secret, values);
        Ok(())
    }

    /// The key that a client brings. Digests are compared, so that the time it takes tells nothing
    /// about a key.
    pub(super) fn find(&self, secret: &str) -> Option<&Key> {
        let wanted = digest(secret);
        self.0.iter().find(|key| key.digest == wanted)
    }

    pub(super) fn get(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }

    /// Gives a key other values.
    pub(super) fn change(&mut self, id: &str, values: Values) -> Option<Key> {
        let key = self.0.iter_mut().find(|key| key.id == id)?;
        key.revision += 1;
        key.values = values;
        Some(key.clone())
    }

    /// Takes one away; whether it was there.
    pub(super) fn remove(&mut self, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|key| key.id != id);
        self.0.len() < before
    }
}

fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new key, of the operating system's randomness.
pub(super) fn new_secret() -> String {
    format!("{PREFIX}{}", ids::gateway_secret())
}
