//! Rerank of the agents' runtime: the same models behind one shape for both makers.
//! Source: the service model of bedrock-agent-runtime 2023-07-26; "Permissions for reranking",
//! Bedrock User Guide, asks for `bedrock:Rerank` and for `bedrock:InvokeModel` on the model.

use super::catalogue::Family;
use super::families::rank;
use super::resolve::{Delivery, INVOKED, callable_model};
use super::shape::{DOCUMENT, Member, Shape, optional, read, required, text};
use crate::caller::Ask;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::validate::{Number, Text};
use crate::wire::reply::Answer;
use serde_json::{Value, json};

const TEXT: Shape =
    Shape::Structure(&[optional("text", &Shape::Sensitive(Text { min: 1, max: 32_000, pattern: None }))]);
const MODEL_ARN: Text = text(
    1,
    2048,
    "^(arn:aws(-[^:]+)?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:([a-z-]+/)?)?([a-z0-9.-]{1,63}){0,2}(([:][a-z0-9-]{1,63}){0,2})?(/[a-z0-9]{1,12})?$",
    |arn| arn.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".:/-".contains(c)),
);

const INPUT: &[Member] = &[
    required(
        "queries",
        &Shape::List {
            min: 1,
            max: 1,
            of: &Shape::Structure(&[
                required("textQuery", &TEXT),
                required("type", &Shape::OneOf(&["TEXT"])),
            ]),
        },
    ),
    required(
        "sources",
        &Shape::List {
            min: 1,
            max: 1000,
            of: &Shape::Structure(&[
                required(
                    "inlineDocumentSource",
                    &Shape::Structure(&[
                        required("type", &Shape::OneOf(&["TEXT", "JSON"])),
                        optional("textDocument", &TEXT),
                        optional("jsonDocument", &DOCUMENT),
                    ]),
                ),
                required("type", &Shape::OneOf(&["INLINE"])),
            ]),
        },
    ),
    required(
        "rerankingConfiguration",
        &Shape::Structure(&[
            required("type", &Shape::OneOf(&["BEDROCK_RERANKING_MODEL"])),
            required(
                "bedrockRerankingConfiguration",
                &Shape::Structure(&[
                    required(
                        "modelConfiguration",
                        &Shape::Structure(&[
                            required("modelArn", &Shape::Text(MODEL_ARN)),
                            optional("additionalModelRequestFields", &DOCUMENT),
                        ]),
                    ),
                    optional("numberOfResults", &Shape::Integer(Number { min: 1.0, max: 1000.0 })),
                ]),
            ),
        ]),
    ),
    optional(
        "nextToken",
        &Shape::Text(text(1, 2048, r"^\S*$", |token| !token.contains(char::is_whitespace))),
    ),
];

pub(super) fn rerank(call: &Call<'_>) -> Result<Answer, ApiError> {
    const ACTION: &str = "bedrock:Rerank";
    let input = read(&call.request.body, INPUT)?;
    let context = call.caller.context(call.origin);
    call.caller.may(Ask { action: ACTION, resource: "*" }, context, None).map_err(|denied| {
        ApiError::forbidden("AccessDeniedException", denied.message(call.caller, ACTION, None))
    })?;
    let config =
        input.pointer("/rerankingConfiguration/bedrockRerankingConfiguration").unwrap_or(&Value::Null);
    let arn = config.pointer("/modelConfiguration/modelArn").and_then(Value::as_str).unwrap_or_default();
    let model = callable_model(call, arn, INVOKED, Delivery::Whole)?;
    if !matches!(model.family, Family::AmazonRerank | Family::CohereRerank) {
        return Err(ApiError::invalid(format!("The model {} is not supported for reranking.", model.id)));
    }
    let unserved = |what: &str| Err(ApiError::invalid(format!("The sandbox does not serve {what}.")));
    if config.pointer("/modelConfiguration/additionalModelRequestFields").is_some_and(|f| !f.is_null()) {
        return unserved("additionalModelRequestFields of Rerank");
    }
    // Every answer fits into one page.
    if input.get("nextToken").is_some_and(|token| !token.is_null()) {
        return Err(ApiError::invalid("The provided nextToken is invalid."));
    }

    let query = input.pointer("/queries/0/textQuery/text").and_then(Value::as_str);
    let query = query.ok_or_else(|| ApiError::invalid("A query of type TEXT must have a text."))?;
    let sources = input.get("sources").and_then(Value::as_array).into_iter().flatten();
    let documents: Vec<&Value> = sources.filter_map(|source| source.get("inlineDocumentSource")).collect();
    let texts = documents.iter().enumerate().map(|(at, document)| as_text(document, at));
    let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let most =
        config.get("numberOfResults").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
    let results: Vec<Value> = rank(query, &texts, most)
        .into_iter()
        .map(|(index, score)| {
            json!({ "index": index, "relevanceScore": score, "document": documents.get(index) })
        })
        .collect();
    Ok(Answer::json(json!({ "results": results })))
}

/// What of a document is compared: its text, or its JSON as it stands.
fn as_text(document: &Value, at: usize) -> Result<String, ApiError> {
    let text = document.pointer("/textDocument/text").and_then(Value::as_str);
    let json = document.get("jsonDocument").filter(|json| json.is_object());
    let found = match document.get("type").and_then(Value::as_str) {
        Some("TEXT") => text.map(str::to_owned),
        _ => json.map(Value::to_string),
    };
    found.ok_or_else(|| {
        ApiError::invalid(format!("The document at sources.{at} does not hold what its type says."))
    })
}
