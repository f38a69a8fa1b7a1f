//! Converse's `additionalModelRequestFields`: what a family takes beyond the common parameters.

use super::check_numbers;
use crate::bedrock::catalogue::{Family, Model};
use crate::bedrock::schema::{Checker, Node, Style};
use crate::error::ApiError;
use serde_json::Value;

/// Checks them; the model's own refusal comes in Converse's frame.
pub(in crate::bedrock) fn check_additional(model: &Model, fields: &Value) -> Result<(), ApiError> {
    let style = if model.family == Family::Anthropic { Style::Anthropic } else { Style::JsonSchema };
    let mut check = Checker::new(style);
    let root = Node::root(fields);
    match model.family {
        Family::Anthropic => {
            check.object(&root, &[], &["top_k", "anthropic_beta", "thinking"]);
            if let Some(node) = root.get("top_k") {
                check.integer(&node, 0, u64::MAX);
            }
            if let Some(node) = root.get("anthropic_beta") {
                for flag in check.array(&node, 0, usize::MAX) {
                    check.string(&flag, 1, usize::MAX);
                }
            }
            if let Some(node) = root.get("thinking") {
                super::anthropic::check_thinking(&mut check, &node);
            }
        }
        Family::Nova => {
            check.object(&root, &[], &["inferenceConfig"]);
            if let Some(node) = root.get("inferenceConfig") {
                check.object(&node, &[], &["topK", "top_k"]);
                for most in ["topK", "top_k"].iter().filter_map(|key| node.get(key)) {
                    check.integer(&most, 0, 128);
                }
            }
        }
        Family::Mistral => {
            check.object(&root, &[], &["top_k"]);
            check_numbers(&mut check, &root, &[("top_k", 1.0, 200.0)]);
        }
        Family::OpenAi => {
            check.object(&root, &[], &["reasoning_effort"]);
            if let Some(node) = root.get("reasoning_effort") {
                check.one_of(&node, &["low", "medium", "high"]);
            }
        }
        _ => {
            check.object(&root, &[], &[]);
        }
    }
    check.end().map_err(|error| ApiError {
        message: format!("The model returned the following errors: {}", error.message),
        ..error
    })
}
