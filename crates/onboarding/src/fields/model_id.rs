//! Model ids, where the permissions are narrowed to some.

use super::characters::offender;
use super::{Field, FieldNote};

/// The id of a foundation model, for example `amazon.nova-micro-v1:0`; `*` may stand for a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelId(String);

impl ModelId {
    /// Parses one. `geographies`: the prefixes of inference profiles, to tell a profile's id.
    pub fn parse(text: &str, geographies: &[&str]) -> Result<Self, FieldNote> {
        let error = |code, message: String| FieldNote::error(Field::Models, code, message);
        if text.trim().is_empty() {
            return Err(error("model-empty", "a model id is empty".to_owned())
                .hint("Remove it, or enter one, for example amazon.nova-micro-v1:0."));
        }
        if text.starts_with("arn:") {
            let id = text.rsplit('/').next().unwrap_or_default();
            return Err(error("model-arn", "this is an ARN, a model's id is wanted".to_owned())
                .hint(format!("Enter `{id}`.")));
        }
        if let Some(found) = offender(text, |c| c.is_ascii_alphanumeric() || "._:*-".contains(c)) {
            return Err(error(
                "model-charset",
                format!("the model id `{}` must not contain {found}", text.trim()),
            )
            .hint(found.remedy()));
        }
        let Some((vendor, id)) = text.split_once('.') else {
            return Err(error("model-form", format!("`{text}` is not a model id: it lacks its vendor"))
                .hint("For example amazon.nova-micro-v1:0."));
        };
        if vendor == "global" || geographies.contains(&vendor) {
            return Err(error("model-profile", format!("`{text}` is the id of an inference profile"))
                .hint(format!("Enter the model's id, `{id}`, and allow inference profiles.")));
        }
        if vendor.is_empty() || id.is_empty() {
            return Err(error("model-form", format!("`{text}` is not a model id"))
                .hint("For example amazon.nova-micro-v1:0."));
        }
        match text.len() {
            0..=140 => Ok(Self(text.to_owned())),
            _ => Err(error("model-form", "a model id has 140 characters at most".to_owned())),
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
