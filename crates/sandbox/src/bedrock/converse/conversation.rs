//! What a conversation must be beyond its shape, and what of it a model reads.
//! The texts are those that clients of Bedrock report.

use super::{media, tools};
use crate::bedrock::answer::Prompt;
use crate::bedrock::catalogue::{Family, Feature, Model};
use crate::bedrock::families;
use crate::bedrock::resolve::Delivery;
use crate::error::ApiError;
use serde_json::Value;

/// Where a block stands, and in whose turn.
pub(super) struct Place<'a> {
    pub(super) path: String,
    pub(super) role: &'a str,
}

/// Reads a conversation whose shape was checked.
pub(in crate::bedrock) fn prompt(
    input: &Value,
    model: &Model,
    delivery: Delivery,
) -> Result<Prompt, ApiError> {
    let mut prompt = Prompt::default();
    read_system(input, model, &mut prompt)?;
    let messages: &[Value] = input.get("messages").and_then(Value::as_array).map_or(&[], Vec::as_slice);
    read_messages(messages, model, &mut prompt)?;
    prompt.forced = tools::read(input, messages, model, delivery, &mut prompt.everything)?;
    read_inference(input, model, &mut prompt)?;
    match input.get("additionalModelRequestFields") {
        None | Some(Value::Null) => {}
        Some(fields @ Value::Object(_)) => families::check_additional(model, fields)?,
        Some(_) => return Err(no_object("additionalModelRequestFields")),
    }
    Ok(prompt)
}

pub(super) fn no_object(path: &str) -> ApiError {
    ApiError::invalid(format!(
        "The format of the value at {path} is invalid. Provide a json object for the field and try again."
    ))
}

pub(super) fn unserved(what: &str) -> ApiError {
    ApiError::invalid(format!("The sandbox does not serve {what}."))
}

fn read_system(input: &Value, model: &Model, prompt: &mut Prompt) -> Result<(), ApiError> {
    let blocks: &[Value] = input.get("system").and_then(Value::as_array).map_or(&[], Vec::as_slice);
    if !blocks.is_empty() && model.lacks(Feature::System) {
        return Err(ApiError::invalid(
            "This model doesn't support system messages. Try again without a system message or use a model that supports system messages.",
        ));
    }
    for (at, block) in blocks.iter().enumerate() {
        if block.get("guardContent").is_some() {
            return Err(unserved("the content block guardContent"));
        }
        if block.get("cachePoint").is_some() {
            check_cache(model)?;
        }
        if let Some(text) = block.get("text").and_then(Value::as_str) {
            if text.trim().is_empty() {
                return Err(ApiError::invalid(format!(
                    "The text field in the SystemContentBlock object at system.{at} is blank. Add text to the text field, and try again."
                )));
            }
            prompt.everything.push_str(text);
        }
    }
    Ok(())
}

/// Prompt caching is a matter of the model; a cache point says nothing else.
fn check_cache(model: &Model) -> Result<(), ApiError> {
    if matches!(model.family, Family::Nova | Family::Anthropic) {
        return Ok(());
    }
    Err(ApiError::forbidden(
        "AccessDeniedException",
        "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.",
    ))
}

fn read_messages(messages: &[Value], model: &Model, prompt: &mut Prompt) -> Result<(), ApiError> {
    let role = |message: &Value| message.get("role").and_then(Value::as_str).unwrap_or_default().to_owned();
    if messages.iter().any(|message| role(message) == "system") {
        return Err(unserved("messages with the role system"));
    }
    if messages.first().map(role).as_deref() != Some("user") {
        return Err(ApiError::invalid(
            "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
        ));
    }
    let mut before = String::new();
    for (at, message) in messages.iter().enumerate() {
        let role = role(message);
        if role == before {
            return Err(ApiError::invalid(
                "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
            ));
        }
        let blocks: &[Value] = message.get("content").and_then(Value::as_array).map_or(&[], Vec::as_slice);
        if blocks.is_empty() {
            return Err(ApiError::invalid(format!(
                "The content field in the Message object at messages.{at} is empty. Add a ContentBlock object to the content field and try again."
            )));
        }
        prompt.last.clear();
        for (number, block) in blocks.iter().enumerate() {
            let place = Place { path: format!("messages.{at}.content.{number}"), role: &role };
            read_block(block, &place, model, prompt)?;
        }
        media::check_documents(blocks)?;
        before = role;
    }
    let prefills = matches!(model.family, Family::Nova | Family::Anthropic);
    if before == "assistant" && !prefills {
        return Err(ApiError::invalid(
            "A conversation must end with a user message. Try again with a conversation that ends with a user message.",
        ));
    }
    Ok(())
}

fn read_block(block: &Value, place: &Place<'_>, model: &Model, prompt: &mut Prompt) -> Result<(), ApiError> {
    let Some((kind, value)) = block.as_object().and_then(|block| block.iter().find(|(_, v)| !v.is_null()))
    else {
        return Ok(());
    };
    match kind.as_str() {
        "text" => {
            let text = value.as_str().unwrap_or_default();
            if text.trim().is_empty() {
                return Err(ApiError::invalid(format!(
                    "The text field in the ContentBlock object at {} is blank. Add text to the text field, and try again.",
                    place.path
                )));
            }
            prompt.last.push_str(text);
            prompt.everything.push_str(text);
        }
        "image" | "document" | "video" => {
            only_in("user", kind, place)?;
            media::read(kind, value, model, &mut prompt.everything)?;
        }
        "toolUse" => {
            only_in("assistant", kind, place)?;
            tools::read_use(value, place, &mut prompt.everything)?;
        }
        "toolResult" => {
            only_in("user", kind, place)?;
            tools::read_result(value, place, model, &mut prompt.everything)?;
        }
        "cachePoint" => check_cache(model)?,
        "reasoningContent" => {
            only_in("assistant", kind, place)?;
            if let Some(text) = value.pointer("/reasoningText/text").and_then(Value::as_str) {
                prompt.everything.push_str(text);
            }
        }
        kind => return Err(unserved(&format!("the content block {kind}"))),
    }
    Ok(())
}

/// Some blocks are only the user's, some only the model's.
fn only_in(role: &str, kind: &str, place: &Place<'_>) -> Result<(), ApiError> {
    if role == place.role {
        return Ok(());
    }
    Err(ApiError::invalid(format!(
        "This model doesn't support the {kind} field for {} messages. Remove {kind} and try again.",
        place.role
    )))
}

fn read_inference(input: &Value, model: &Model, prompt: &mut Prompt) -> Result<(), ApiError> {
    let Some(config) = input.get("inferenceConfig") else { return Ok(()) };
    let set = |name: &str| config.get(name).is_some_and(|value| !value.is_null());
    let most = config.get("maxTokens").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
    if let (Some(asked), Some(most)) = (most, model.most_output)
        && asked > most
    {
        return Err(ApiError::invalid(format!(
            "The maximum tokens you requested exceeds the model limit of {most}. Try again with a maximum tokens value that is lower than {most}."
        )));
    }
    prompt.max_tokens = most;
    let stops = config.get("stopSequences").and_then(Value::as_array).into_iter().flatten();
    prompt.stop_sequences = stops.filter_map(Value::as_str).map(str::to_owned).collect();
    if !prompt.stop_sequences.is_empty() && model.lacks(Feature::StopSequences) {
        return Err(ApiError::invalid(
            "This model doesn't support the stopSequences field. Remove stopSequences and try again.",
        ));
    }
    if set("temperature") && set("topP") && model.lacks(Feature::TemperatureWithTopP) {
        return Err(ApiError::invalid(
            "The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        ));
    }
    Ok(())
}
