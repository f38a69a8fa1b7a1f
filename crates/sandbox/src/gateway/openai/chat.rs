//! A chat completion's request as one of Converse.

use super::super::admission::{admit, bearer, selects};
use super::super::keys::ProviderType;
use super::super::refusal::Refusal;
use super::super::upstream::{invoke, read_json};
use super::super::{json, object, stream};
use super::answer::{Frame, completion};
use super::chunks::Chunks;
use super::{named_model, refuse_unknown, tools};
use crate::clock::epoch_seconds;
use crate::cloud::Cloud;
use crate::ids;
use crate::wire::request::Incoming;
use axum::body::Body;
use axum::http::Response;
use serde_json::{Map, Value, json};

/// What is read, and what may be said and changes nothing here.
const KNOWN: &[&str] = &[
    "model",
    "messages",
    "max_tokens",
    "max_completion_tokens",
    "temperature",
    "top_p",
    "stop",
    "stream",
    "stream_options",
    "tools",
    "tool_choice",
    "n",
    "user",
    "metadata",
    "store",
    "seed",
];

pub(in crate::gateway) async fn complete(
    cloud: &Cloud,
    request: &Incoming,
) -> Result<Response<Body>, Refusal> {
    let key = admit(cloud, bearer(request), ProviderType::Bedrock)?;
    let fields = object(request)?;
    let model = named_model(&fields)?;
    selects(&key, model)?;
    let input = converse(&fields)?;
    let id: String = ids::request_id().chars().filter(|c| *c != '-').collect();
    let created = epoch_seconds(cloud.clock.now());
    let frame = Frame { id: format!("chatcmpl-{id}"), created, model: model.to_owned() };
    if flag(&fields, "stream")? {
        let options = fields.get("stream_options").and_then(Value::as_object);
        let with_usage = options.map(|options| flag(options, "include_usage")).transpose()?.unwrap_or(false);
        let answer = invoke(cloud, &key, model, "converse-stream", &input).await?;
        return Ok(stream::response(answer, Chunks::new(frame, with_usage)));
    }
    let answer = read_json(invoke(cloud, &key, model, "converse", &input).await?).await?;
    Ok(json(&completion(&frame, &answer)))
}

fn flag(fields: &Map<String, Value>, name: &'static str) -> Result<bool, Refusal> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(Refusal::field(name, format!("`{name}` must be true or false"))),
    }
}

fn converse(fields: &Map<String, Value>) -> Result<Value, Refusal> {
    refuse_unknown(fields, KNOWN)?;
    if fields.get("n").is_some_and(|n| !n.is_null() && n.as_u64() != Some(1)) {
        return Err(Refusal::field("n", "the gateway serves one choice: `n` must be 1"));
    }
    let messages = fields.get("messages").and_then(Value::as_array);
    let messages =
        messages.ok_or_else(|| Refusal::field("messages", "missing required parameter: `messages`"))?;
    let (system, messages) = turns(messages)?;
    let mut input = Map::new();
    input.insert("messages".into(), messages.into());
    if !system.is_empty() {
        input.insert("system".into(), system.into());
    }
    let inference = inference(fields)?;
    if !inference.is_empty() {
        input.insert("inferenceConfig".into(), inference.into());
    }
    if let Some(config) = tools::config(fields)? {
        input.insert("toolConfig".into(), config);
    }
    Ok(input.into())
}

/// The system's blocks, and the others' turns: Converse wants those of user and assistant to alternate.
fn turns(messages: &[Value]) -> Result<(Vec<Value>, Vec<Value>), Refusal> {
    let (mut system, mut turns) = (Vec::new(), Vec::<(&str, Vec<Value>)>::new());
    for message in messages {
        let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
        let (role, blocks) = match role {
            "system" | "developer" => {
                system.extend(texts(message)?);
                continue;
            }
            "user" => ("user", texts(message)?),
            "assistant" => {
                let mut blocks = texts(message)?;
                blocks.extend(tools::calls(message)?);
                ("assistant", blocks)
            }
            "tool" => ("user", vec![tools::result(message, texts(message)?)?]),
            other => return Err(Refusal::field("messages", format!("there is no role `{other}`"))),
        };
        match turns.last_mut() {
            Some((last, all)) if *last == role => all.extend(blocks),
            _ => turns.push((role, blocks)),
        }
    }
    let turns = turns.into_iter().map(|(role, content)| json!({ "role": role, "content": content }));
    Ok((system, turns.collect()))
}

/// A message's content as Converse's text blocks.
fn texts(message: &Value) -> Result<Vec<Value>, Refusal> {
    let wrong = |why: &str| Refusal::field("messages", why);
    match message.get("content") {
        None | Some(Value::Null) => Ok(Vec::new()),
        // Beside its tool calls an assistant says nothing.
        Some(Value::String(text)) if text.is_empty() && message.get("tool_calls").is_some() => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![json!({ "text": text })]),
        Some(Value::Array(parts)) => {
            let text = |part: &Value| match (part.get("type").and_then(Value::as_str), part.get("text")) {
                (Some("text"), Some(Value::String(text))) => Ok(json!({ "text": text })),
                _ => Err(wrong("the gateway serves content parts of the type `text` alone")),
            };
            parts.iter().map(text).collect()
        }
        Some(_) => Err(wrong("a message's content must be text or a list of parts")),
    }
}

fn inference(fields: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let mut inference = Map::new();
    let numbers = [
        ("max_tokens", "maxTokens"),
        ("max_completion_tokens", "maxTokens"),
        ("temperature", "temperature"),
        ("top_p", "topP"),
    ];
    for (name, of_converse) in numbers {
        match fields.get(name) {
            None | Some(Value::Null) => {}
            Some(number @ Value::Number(_)) => {
                inference.insert(of_converse.to_owned(), number.clone());
            }
            Some(_) => return Err(Refusal::field(name, format!("`{name}` must be a number"))),
        }
    }
    let stops = match fields.get("stop") {
        None | Some(Value::Null) => None,
        Some(Value::String(one)) => Some(json!([one])),
        Some(list @ Value::Array(_)) => Some(list.clone()),
        Some(_) => return Err(Refusal::field("stop", "`stop` must be text or a list of texts")),
    };
    inference.extend(stops.map(|stops| ("stopSequences".to_owned(), stops)));
    Ok(inference)
}
