//! A policy document: the text as it was given, and what it means. Saved by its text alone.

use iam_policy::{Kind, ParseError, Policy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A document without a principal: an inline policy, a managed one's version, a boundary, an SCP.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) policy: Policy,
}

impl Document {
    /// Parses it; the error is the first that IAM would name.
    pub(crate) fn parse(text: &str) -> Result<Self, ParseError> {
        Ok(Self { text: text.to_owned(), policy: Policy::parse(text, Kind::Identity)? })
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Document::parse(&text).map_err(|error| de::Error::custom(error.iam_message()))
    }
}
