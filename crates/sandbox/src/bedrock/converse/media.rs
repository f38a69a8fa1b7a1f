//! Images, documents and videos: looked at as far as a request can be wrong, and no further.

use super::conversation::unserved;
use crate::bedrock::catalogue::{Feature, Model};
use crate::error::ApiError;
use aws_smithy_types::base64;
use serde_json::Value;

/// What stands for a picture in the count of tokens.
const PICTURE: &str = " [picture]";

/// Reads one; what a model would read of it is added to `everything`.
pub(super) fn read(
    kind: &str,
    value: &Value,
    model: &Model,
    everything: &mut String,
) -> Result<(), ApiError> {
    match kind {
        "document" if model.lacks(Feature::Documents) => {
            return Err(ApiError::invalid("This model doesn't support documents."));
        }
        "image" if !model.reads("IMAGE") => return Err(unsupported("image")),
        "video" if !model.reads("VIDEO") => return Err(unsupported("video")),
        _ => {}
    }
    let source = value.get("source").unwrap_or(&Value::Null);
    if source.get("s3Location").is_some() {
        return Err(unserved("content in Amazon S3"));
    }
    let bytes = source.get("bytes").and_then(Value::as_str).and_then(|text| base64::decode(text).ok());
    match kind {
        "image" => {
            let format = value.get("format").and_then(Value::as_str).unwrap_or_default();
            if !bytes.as_deref().is_some_and(|bytes| is_image(bytes, format)) {
                return Err(ApiError::invalid(
                    "The model returned the following errors: Could not process image",
                ));
            }
            everything.push_str(PICTURE);
        }
        "document" => read_document(value, source, bytes.as_deref(), everything)?,
        _ => everything.push_str(PICTURE),
    }
    Ok(())
}

fn unsupported(kind: &str) -> ApiError {
    ApiError::invalid(format!(
        "This model doesn't support the {kind} content block that you provided. Update the content block and try again."
    ))
}

/// By the bytes that each format begins with.
fn is_image(bytes: &[u8], format: &str) -> bool {
    match format {
        "png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "gif" => bytes.starts_with(b"GIF8"),
        "webp" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        _ => false,
    }
}

fn read_document(
    value: &Value,
    source: &Value,
    bytes: Option<&[u8]>,
    everything: &mut String,
) -> Result<(), ApiError> {
    let name = value.get("name").and_then(Value::as_str).unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "-()[]".contains(c);
    let mut after_space = false;
    let single_spaces = name.chars().all(|c| {
        let second = after_space && c.is_ascii_whitespace();
        after_space = c.is_ascii_whitespace();
        !second
    });
    if !name.chars().all(allowed) || !single_spaces {
        return Err(ApiError::invalid(
            "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.",
        ));
    }
    everything.push_str(name);
    if let Some(context) = value.get("context").and_then(Value::as_str) {
        everything.push_str(context);
    }
    if let Some(text) = source.get("text").and_then(Value::as_str) {
        everything.push_str(text);
    }
    for part in source.get("content").and_then(Value::as_array).into_iter().flatten() {
        everything.push_str(part.get("text").and_then(Value::as_str).unwrap_or_default());
    }
    if let Some(text) = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()) {
        everything.push_str(text);
    }
    Ok(())
}

/// "If you include a ContentBlock with a document field in the array, you must also include a
/// ContentBlock with a text field." (API reference of Message)
pub(super) fn check_documents(blocks: &[Value]) -> Result<(), ApiError> {
    let has = |kind: &str| blocks.iter().any(|block| block.get(kind).is_some());
    if has("document") && !has("text") {
        return Err(ApiError::invalid(
            "A message with a document must also have a text block. Add a ContentBlock object with a text field and try again.",
        ));
    }
    Ok(())
}
